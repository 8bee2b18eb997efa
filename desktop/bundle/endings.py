"""Which devices have ended, by the statements that are held of them, and up to where they are taken.

Statements are gathered and never dropped, so that everybody who holds the same ones decides alike, in whatever
order they came. The furthest place that anybody entitled names counts: who holds more of a lost computer's work
and believes it says so, and nobody's mistake hides what a station saw with its own eyes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from desktop.domain.authority import is_whole, within
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.operation import GENESIS
from desktop.domain.levels import is_above
from desktop.vault.certificate import DeviceCertificate
from desktop.vault.reading import Malformed
from desktop.vault.revocation import Reason, Revocation

MOST: Final = 5_000
"""Statements in one bundle."""

Certificates: TypeAlias = Mapping[str, DeviceCertificate]
"""Of every device that is known, by id."""

_GRAVEST: Final = (Reason.LOST, Reason.RENEWED, Reason.REPLACED)


@dataclass(frozen=True)
class Ending:
    """What has become of a device.

    Attributes:
        reason: the gravest that is said of it.
        on: the first day on which that was said.
        last, end, head: up to where it is taken, and the device's signature there; None where no end is exact.
        successor: id of the device that took its place, if one did.
        issuer: who said so first.
    """

    device: str
    reason: Reason
    on: date
    last: int | None
    end: str
    head: bytes
    successor: str | None
    issuer: str

    def takes(self, seq: int) -> bool:
        """Whether the device's operation of that number is taken."""
        return self.last is None or seq <= self.last


def parse_revocations(items: Iterable[Plain]) -> tuple[Revocation, ...]:
    """The list of part 0000. Raises a ValueError for what has not its form; nothing is proven yet."""
    found = []
    for item in items:
        found.append(Revocation.parse(item))
        if len(found) > MOST:
            raise Malformed("too many revocations")
    return tuple(found)


def proven(known: Certificates, revocations: Iterable[Revocation]) -> tuple[Revocation, ...]:
    """Those of devices that are known, by somebody known who may say so.

    Raises :class:`SignatureWrong` where one of them is forged. Of strangers nothing is kept: every bundle brings
    the list again.
    """
    found = []
    for each in revocations:
        issuer, device = known.get(each.issuer), known.get(each.device)
        if issuer is not None and device is not None and entitled(known, issuer, device):
            each.verify(issuer.signing_key, device.signing_key)
            found.append(each)
    return tuple(found)


def entitled(known: Certificates, issuer: DeviceCertificate, device: DeviceCertificate) -> bool:
    """Whether a device may end another: itself, one of its own station, or one of a unit below it.

    A unit that is known through a neighbour belongs to that neighbour and those over it; others have no say.
    """
    if issuer.station == device.station:
        speaks = is_whole(issuer.roles) or issuer.device == device.device
        return issuer.level == device.level and speaks and within(device.roles, issuer.roles)
    if not is_above(issuer.level, device.level):
        return False
    through = known.get(device.issuer)
    if through is None or through.station in (issuer.station, device.station):
        return True
    return is_above(issuer.level, through.level)


def endings_of(revocations: Iterable[Revocation]) -> dict[str, Ending]:
    """What is decided of each device by all statements that were found right."""
    told: dict[str, list[Revocation]] = {}
    for each in revocations:
        told.setdefault(each.device, []).append(each)
    return {device: _ending(device, some) for device, some in told.items()}


def _ending(device: str, told: list[Revocation]) -> Ending:
    reason = next(each for each in _GRAVEST if any(one.reason is each for one in told))
    first = min((each for each in told if each.reason is reason), key=lambda each: (each.on, each.issuer))
    exact = max(
        (each for each in told if each.exact), key=lambda each: (each.last, each.end, each.head), default=None
    )
    heirs = sorted(each.successor for each in told if each.successor is not None)
    return Ending(
        device,
        reason,
        first.on,
        exact.last if exact else None,
        exact.end if exact else GENESIS,
        exact.head if exact else b"",
        heirs[0] if heirs else None,
        first.issuer,
    )
