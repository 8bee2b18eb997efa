"""Whom this device believes, and how a bundle may add to it.

A person enrols the first device of a station by its 25 digits. That one vouches for the others of its station,
an old device for the one that takes its place, a computer of our own station for whom a person compared there. A
unit that is believed also says who is beyond it: below a lower one, over a higher one. Nobody else is believed,
whatever their certificate says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from functools import cached_property

from desktop.bundle.endings import Ending, endings_of, proven
from desktop.bundle.errors import RevokedKey, UnknownSender
from desktop.domain.authority import is_whole, within
from desktop.domain.levels import adjoins, is_above
from desktop.vault.certificate import DeviceCertificate, KeyFile, verify_certificate, verify_successor
from desktop.vault.revocation import Reason, Revocation


class Trust(Enum):
    """Why a device is known. The words are kept in the file."""

    OWN = "own"
    CONFIRMED = "confirmed"
    """A person compared its 25 digits."""
    VOUCHED = "vouched"
    """A device of its station or of ours, or the one whose place it takes, signed for it."""
    KNOWN = "known"
    """A device of our own station, or the unit between us and it, brought it: its operations are taken, its
    bundles are not."""
    REVOKED = "revoked"


_SENDERS = frozenset({Trust.OWN, Trust.CONFIRMED, Trust.VOUCHED})


@dataclass(frozen=True)
class Known:
    """A device, and why it is known."""

    key_file: KeyFile
    trust: Trust

    @property
    def certificate(self) -> DeviceCertificate:
        return self.key_file.certificate

    @property
    def sends(self) -> bool:
        """Whether a bundle with its signature is taken, and whether it may vouch for others."""
        return self.trust in _SENDERS


@dataclass(frozen=True)
class Trusted:
    """Every device that is known here, by id; ``station`` is the code of our own, or none.

    Attributes:
        revocations: all that is held and was proven.
        endings: what they decide, by device.
    """

    devices: Mapping[str, Known]
    station: str | None = None
    revocations: frozenset[Revocation] = frozenset()
    endings: Mapping[str, Ending] = field(default_factory=dict)

    def sender(self, device: str) -> Known:
        """The device if bundles of it are taken. Raises :class:`UnknownSender` or :class:`RevokedKey`."""
        known = self.devices.get(device)
        if known is not None and known.trust is Trust.REVOKED:
            raise RevokedKey(station=known.certificate.station_name)
        if known is None or not known.sends:
            raise UnknownSender(key=short(device))
        return known

    @property
    def certificates(self) -> dict[str, DeviceCertificate]:
        return {device: known.certificate for device, known in self.devices.items()}

    # A province knows thousands of devices: what is asked of all of them is asked once.

    @cached_property
    def stations(self) -> Mapping[str, Mapping[str, Known]]:
        """The devices by their station, then by id."""
        found: dict[str, dict[str, Known]] = {}
        for device, each in self.devices.items():
            found.setdefault(each.certificate.station, {})[device] = each
        return found

    @cached_property
    def levels(self) -> Mapping[str, frozenset[str]]:
        """The stations by their level."""
        found: dict[str, set[str]] = {}
        for each in self.devices.values():
            found.setdefault(each.certificate.level, set()).add(each.certificate.station)
        return {level: frozenset(stations) for level, stations in found.items()}

    @cached_property
    def introductions(self) -> Mapping[str, tuple[DeviceCertificate, ...]]:
        """By the station that signed for them, the devices of other stations."""
        found: dict[str, list[DeviceCertificate]] = {}
        for each in self.devices.values():
            issuer = self.devices.get(each.certificate.issuer)
            if issuer is not None and issuer.certificate.station != each.certificate.station:
                found.setdefault(issuer.certificate.station, []).append(each.certificate)
        return {station: tuple(some) for station, some in found.items()}

    def revoking(self, revocations: Iterable[Revocation]) -> Trusted:
        """With statements about the ends of devices that come from elsewhere. Raises :class:`SignatureWrong`."""
        new = [each for each in revocations if each not in self.revocations]
        return self.ending(proven(self.certificates, new)) if new else self

    def ending(self, revocations: Iterable[Revocation]) -> Trusted:
        """With statements that were found right. Who was lost is believed no more, whatever a person said before."""
        held = self.revocations | set(revocations)
        endings = endings_of(held)
        lost = {device for device, each in endings.items() if each.reason is Reason.LOST}
        devices = {
            device: replace(known, trust=Trust.REVOKED)
            if device in lost and known.trust is not Trust.OWN
            else known
            for device, known in self.devices.items()
        }
        return replace(self, devices=devices, revocations=held, endings=endings)

    def level_of(self, station: str | None) -> str | None:
        """The level of a station of which a device is known."""
        devices = self.stations.get(station, {}) if station is not None else {}
        return next((each.certificate.level for each in devices.values()), None)

    def introduced(self, key_files: Iterable[KeyFile], sender: str, today: date) -> Trusted:
        """With those of the devices that somebody believed has signed for, one after another.

        ``sender`` is who brings them. Raises :class:`SignatureWrong` or :class:`SuccessorRefused` where a
        signature claims what it does not prove; who is merely unknown stays so.
        """
        believed, waiting = self, list(key_files)
        while found := believed._next_known(waiting, sender, today):
            believed = replace(believed, devices={**believed.devices, **_one_each(found)})
            taken = {known.key_file for known in found.values()}
            waiting = [each for each in waiting if each not in taken]
        return believed

    def _next_known(self, waiting: Iterable[KeyFile], sender: str, today: date) -> dict[str, Known]:
        """Of each device the first file that says more of it than is known."""
        found: dict[str, Known] = {}
        for each in waiting:
            device = each.certificate.device
            if device in found or not self._open_to(device):
                continue
            trust = self._verdict(each, sender, today)
            if trust is not None and (device not in self.devices or trust is Trust.VOUCHED):
                found[device] = Known(each, trust)
        return found

    def _open_to(self, device: str) -> bool:
        """Whether there is something to learn of a device: what a person said of it stands."""
        held = self.devices.get(device)
        return held is None or held.trust is Trust.KNOWN

    def _verdict(self, key_file: KeyFile, sender: str, today: date) -> Trust | None:
        certificate = key_file.certificate
        if certificate.issuer == certificate.successor_of:
            return self._as_successor(key_file, today)
        issuer = self.devices.get(certificate.issuer)
        if issuer is not None and issuer.sends and certificate.issuer not in self.endings:
            verify_certificate(key_file, issuer.certificate.signing_key, today)
            return self._by_word_of(issuer.certificate, certificate)
        return self._as_peer(certificate, sender)

    def _by_word_of(self, issuer: DeviceCertificate, certificate: DeviceCertificate) -> Trust | None:
        """What a device that is believed may say of another."""
        if not is_whole(issuer.roles):
            # A computer that has only some of its station's registers speaks for nobody.
            return None
        if certificate.station == issuer.station:
            return Trust.VOUCHED if _within(certificate, issuer) else None
        if certificate.station == self.station:
            return None
        own = self.level_of(self.station) or ""
        if issuer.station == self.station:
            # One of our own level stands there by an order to hand over, and a person compared its digits.
            near = own == certificate.level or adjoins(own, certificate.level)
            return Trust.VOUCHED if near else None
        upwards = is_above(issuer.level, own) and is_above(certificate.level, issuer.level)
        downwards = is_above(own, issuer.level) and is_above(issuer.level, certificate.level)
        if (upwards or downwards) and not self._is_anothers(certificate, issuer.station):
            return Trust.KNOWN
        return None

    def _is_anothers(self, certificate: DeviceCertificate, station: str) -> bool:
        """Whether a unit is known otherwise than through ``station``: no neighbour takes another's unit over."""
        for each in self.devices.values():
            if each.certificate.station == certificate.station:
                issuer = self.devices.get(each.certificate.issuer)
                through = issuer.certificate.station if issuer is not None else None
                if each.certificate.self_issued or through not in (station, certificate.station):
                    return True
        return False

    def _as_successor(self, key_file: KeyFile, today: date) -> Trust | None:
        """The first that takes a device's place needs no person; a second does.

        Of our own station's a second is known: a copy of the register that was put back since went on under it.
        """
        old = self.devices.get(key_file.certificate.successor_of or "")
        if old is None or old.trust is Trust.REVOKED:
            return None
        if not old.sends or self._succeeded(old.certificate.device):
            if old.certificate.station != self.station or not is_whole(old.certificate.roles):
                return None
            verify_successor(old.certificate, key_file, today)
            return Trust.KNOWN
        ending = self.endings.get(old.certificate.device)
        if ending is not None and ending.successor != key_file.certificate.device:
            return None
        verify_successor(old.certificate, key_file, today)
        return Trust.VOUCHED

    def _as_peer(self, certificate: DeviceCertificate, sender: str) -> Trust | None:
        peer = self.devices.get(sender)
        if peer is None or not peer.sends or not certificate.self_issued:
            return None
        # A computer that has awards only brings nobody along: what it brought might claim more.
        own = peer.certificate.station == self.station and is_whole(peer.certificate.roles)
        return Trust.KNOWN if own else None

    def _succeeded(self, device: str) -> bool:
        return any(each.certificate.successor_of == device for each in self.devices.values())


def _one_each(found: dict[str, Known]) -> dict[str, Known]:
    """Of several who would take one device's place at once, the first by id alone."""
    heirs: dict[str, str] = {}
    for device in sorted(found):
        old = found[device].certificate.successor_of
        if old is not None:
            heirs.setdefault(old, device)
    return {
        device: known
        for device, known in found.items()
        if (old := known.certificate.successor_of) is None or heirs[old] == device
    }


def _within(certificate: DeviceCertificate, issuer: DeviceCertificate) -> bool:
    """A device vouches for its own station only, and for no right that it has not."""
    same = (certificate.station, certificate.level) == (issuer.station, issuer.level)
    return same and within(certificate.roles, issuer.roles)


def short(device: str) -> str:
    """The letters of a device's id that a person reads out."""
    return device[:8]
