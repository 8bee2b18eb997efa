"""Who stands over whom, as the certificates of those who are believed tell it.

A unit knows its neighbours by their digits. Units beyond a neighbour it knows by that neighbour's signature only:
their operations come through it and go back through it.
"""

from __future__ import annotations

from desktop.bundle.trust import Trusted
from desktop.domain.levels import is_above
from desktop.vault.certificate import DeviceCertificate


def introducer(known: Trusted, certificate: DeviceCertificate) -> str | None:
    """The station that signed for a device of another one; None where its own station did."""
    issuer = known.devices.get(certificate.issuer)
    if issuer is None or issuer.certificate.station == certificate.station:
        return None
    return issuer.certificate.station


def beneath(known: Trusted, station: str) -> frozenset[str]:
    """The stations below a neighbour that are known through it."""
    return frozenset(
        each.certificate.station
        for each in known.devices.values()
        if introducer(known, each.certificate) == station and _is_below(known, each.certificate, station)
    )


def _is_below(known: Trusted, certificate: DeviceCertificate, station: str) -> bool:
    level = known.level_of(station)
    return level is not None and is_above(level, certificate.level)


def over(known: Trusted, level: str) -> frozenset[str]:
    """The stations that stand over a level."""
    certificates = (each.certificate for each in known.devices.values())
    return frozenset(each.station for each in certificates if is_above(each.level, level))


def below(known: Trusted, level: str) -> frozenset[str]:
    """The stations that stand below a level."""
    certificates = (each.certificate for each in known.devices.values())
    return frozenset(each.station for each in certificates if is_above(level, each.level))
