"""Which devices this one knows: enrolment by exchange of key files, who receives what, and revoking.

A person compares the 25 digits of a device once; from then on its bundles are taken. The other computers of
its station are vouched for by it, in its bundles.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from desktop.bundle.endings import Ending
from desktop.bundle.pack import openable
from desktop.bundle.trust import Known, Trust, Trusted
from desktop.domain.access import Permission
from desktop.domain.authority import is_whole
from desktop.domain.errors import UserError
from desktop.domain.levels import is_above
from desktop.domain.scope import scope_for
from desktop.services.trusting import trusted
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader, Writer
from desktop.vault.certificate import KEY_FILE_SUFFIX, DeviceCertificate, KeyFile, Validity

__all__ = [
    "KEY_FILE_SUFFIX",
    "Device",
    "Enrolled",
    "Recipient",
    "confirm",
    "devices",
    "export_key_file",
    "import_key_file",
    "recipient",
    "recipients",
    "trusted",
]


class PracticeStaysHere(UserError):
    """Sample data is neither sent nor mixed with a unit's own."""

    code = "practice_stays_here"


class OwnKeyFile(UserError):
    """The key file is this computer's own."""

    code = "own_key_file"


class KeyFileUnproven(UserError):
    """The key file is signed by somebody unknown; a fresh one of the computer itself is needed."""

    code = "key_file_unproven"


class DeviceRevoked(UserError):
    """The device's rights were revoked here. Fact: ``station``."""

    code = "device_revoked"


class NoExchange(UserError):
    """Two communes exchange nothing with each other. Fact: ``station``."""

    code = "no_exchange"


class NoRecipient(UserError):
    """No device of that unit is enrolled here, so there is nobody to write for."""

    code = "no_recipient"


@dataclass(frozen=True)
class Device:
    """A device as the list shows it. ``fingerprint`` is its 25 digits, in fives.

    Attributes:
        ending: what was said of its end; None while it goes on.
        beyond: how many of its operations are kept here past its end, and do not count.
        of_pack: it is a ward official's, begun from a print pack or yet to be, and has awards only.
    """

    id: str
    station: str
    station_name: str
    level: str
    fingerprint: str
    trust: Trust
    valid_until: date
    validity: Validity
    ending: Ending | None = None
    beyond: int = 0
    of_pack: bool = False


@dataclass(frozen=True)
class Enrolled:
    """A key file that was read and not yet believed.

    Attributes:
        fingerprint: the 25 digits to compare by voice or on paper with those of the other computer.
        known: it was confirmed before; confirming it again changes nothing.
        known_as: another name under which devices of the same station code are known here, or None. Somebody
            who took a foreign code for their own would show here, and so does a unit that was renamed.
    """

    device: str
    station: str
    station_name: str
    level: str
    fingerprint: str
    known: bool
    known_as: str | None
    key_file: KeyFile = field(repr=False)


class Kind(Enum):
    """What a recipient is to this station."""

    OWN = "own"
    UPPER = "upper"
    BELOW = "below"
    BESIDE = "beside"
    """Another station of the same level, to which records of this one were handed over."""


@dataclass(frozen=True)
class Recipient:
    """A unit that a bundle may be written for, with its devices that open it."""

    station: str
    name: str
    level: str
    kind: Kind
    devices: tuple[str, ...]


def refuse_practice(workspace: Workspace) -> None:
    if workspace.practice:
        raise PracticeStaysHere()


def export_key_file(workspace: Workspace) -> bytes:
    """This computer's key file, to be carried to those it exchanges with.

    It is signed by the computer itself, so that whoever reads it needs nobody else's word.
    """
    refuse_practice(workspace)
    with workspace.reading(Permission.SEND):
        certificate = workspace.key_file().certificate
    own = replace(certificate, issuer=certificate.device, successor_of=None)
    return KeyFile.issue(own, workspace.secrets.signing_key).to_bytes()


def own_fingerprint(workspace: Workspace) -> str:
    """The 25 digits of this computer."""
    return workspace.key_file().certificate.fingerprint


def import_key_file(workspace: Workspace, raw: bytes) -> Enrolled:
    """Reads a key file; nothing is kept before :func:`confirm`.

    Raises :class:`KeyFileDamaged`, :class:`KeyFileTooNew`, :class:`KeyFileUnproven`, :class:`OwnKeyFile`,
    :class:`DeviceRevoked` and :class:`NoExchange`.
    """
    refuse_practice(workspace)
    key_file = KeyFile.parse(raw)
    certificate = key_file.certificate
    with workspace.reading(Permission.RECEIVE) as reader:
        everybody = trusted(workspace, reader).devices
        station = workspace.station
        partners = _partners(reader, station.code)
    known = everybody.get(certificate.device)
    if certificate.device == workspace.device:
        raise OwnKeyFile()
    if known is not None and known.trust is Trust.REVOKED:
        raise DeviceRevoked(station=certificate.station_name)
    if not certificate.self_issued:
        raise KeyFileUnproven()
    beside = certificate.level == station.level and certificate.station in partners
    if (
        not beside
        and scope_for((station.code, station.level), (certificate.station, certificate.level)) is None
    ):
        raise NoExchange(station=certificate.station_name)
    return Enrolled(
        certificate.device,
        certificate.station,
        certificate.station_name,
        certificate.level,
        certificate.fingerprint,
        known is not None and known.trust is Trust.CONFIRMED,
        _other_name(certificate, everybody.values()),
        key_file,
    )


def _other_name(certificate: DeviceCertificate, everybody: Iterable[Known]) -> str | None:
    units = (each.certificate for each in everybody if each.certificate.station == certificate.station)
    return next((each.station_name for each in units if each.station_name != certificate.station_name), None)


def confirm(workspace: Workspace, enrolled: Enrolled) -> Device:
    """Takes the device in, after a person has found the digits equal on both sides."""
    workspace.require(Permission.ADMINISTER)
    checked = import_key_file(workspace, enrolled.key_file.to_bytes())
    with workspace.file.writing() as writer:
        held = trusted(workspace, writer).devices.get(checked.device)
        # A certificate that is held may say whose place the device took; the fresh one does not.
        kept = held.key_file if held and _same_claims(held.key_file, checked.key_file) else checked.key_file
        know(writer, Known(kept, Trust.CONFIRMED))
    workspace.log_access("confirm_device", checked.device)
    return _device(Known(kept, Trust.CONFIRMED), workspace.today())


def _same_claims(first: KeyFile, second: KeyFile) -> bool:
    def claims(file: KeyFile) -> tuple[object, ...]:
        certificate = file.certificate
        return (certificate.station, certificate.level, certificate.roles, certificate.fingerprint)

    return claims(first) == claims(second)


def know(writer: Writer, known: Known) -> None:
    """Keeps a device's certificate and why it is believed."""
    certificate = known.certificate
    writer.know_device(
        certificate.device,
        certificate.signing_key.raw,
        known.key_file.to_bytes().decode("utf-8"),
        certificate.station,
    )
    writer.set_trust(certificate.device, known.trust.value)


def devices(workspace: Workspace) -> list[Device]:
    """Every device that is known here, this one first, then by the name of its station.

    The first keys of a print pack are left out once a computer was begun from it, which then stands for them, or once
    nobody can open it any more.
    """
    today = workspace.today()
    with workspace.reading() as reader:
        known = trusted(workspace, reader)
        begun = replaced(known)
        found = [
            replace(
                _device(each, today),
                ending=known.endings.get(device),
                beyond=reader.journal.beyond(device) if device in known.endings else 0,
            )
            for device, each in known.devices.items()
            if is_whole(each.certificate.roles)
            or (device not in begun and (reader.journal.tip(device).seq or openable(each.certificate, today)))
        ]
    return sorted(found, key=lambda each: (each.id != workspace.device, each.station_name, each.id))


def _device(known: Known, today: date) -> Device:
    certificate = known.certificate
    return Device(
        certificate.device,
        certificate.station,
        certificate.station_name,
        certificate.level,
        certificate.fingerprint,
        known.trust,
        certificate.not_after,
        certificate.validity(today),
        of_pack=not is_whole(certificate.roles),
    )


# Recipients


def recipients(workspace: Workspace) -> list[Recipient]:
    """The units that a bundle may be written for: the upper level first, then this station's other computers."""
    with workspace.reading(Permission.SEND) as reader:
        known = trusted(workspace, reader)
        takers = takers_of(reader, known, workspace.device)
        return recipients_of(known, workspace.device, still_there(reader, known), takers)


def recipient(workspace: Workspace, station: str) -> Recipient:
    """The recipient with a station's code. Raises :class:`NoRecipient`."""
    found = next((each for each in recipients(workspace) if each.station == station), None)
    if found is None:
        raise NoRecipient()
    return found


def still_there(reader: Reader, known: Trusted) -> frozenset[str]:
    """The devices that go on although another took their place: the original of a copy, which sent since.

    A computer that took another name hears from its old one only when that is somebody else by now.
    """
    gone = replaced(known)
    alive: set[str] = set()
    followed: set[str | None] = set()
    for _, _, summary in reader.bundle_rows("in") if gone else ():
        told = json.loads(summary)
        sender = known.devices.get(told["device"])
        if sender is None:
            continue
        followed.add(sender.certificate.successor_of)
        other = sender.trust is Trust.OWN and told["new"]
        if told["device"] not in gone or told["device"] in known.endings:
            continue
        if told["device"] in followed or other:
            alive.add(told["device"])
    return frozenset(alive)


def replaced(known: Trusted) -> set[str]:
    """The devices whose place another took, and those that ended."""
    heirs = (each.certificate.successor_of for each in known.devices.values() if each.sends)
    return {old for old in heirs if old is not None} | set(known.endings)


def takers_of(reader: Reader, known: Trusted, own: str) -> frozenset[str]:
    """The stations to which records of our own were handed over."""
    orders = reader.owners.orders(giver=known.devices[own].certificate.station)
    return frozenset(taker for _, taker in orders)


def _partners(reader: Reader, station: str) -> frozenset[str]:
    """The other sides of every transfer from or to a station."""
    orders = [*reader.owners.orders(giver=station), *reader.owners.orders(taker=station)]
    return frozenset(each for pair in orders for each in pair)


def recipients_of(
    known: Trusted, own: str, alive: frozenset[str], takers: frozenset[str] = frozenset()
) -> list[Recipient]:
    """Of all devices that are believed, unit by unit; one whose place another took opens nothing more.

    ``alive`` are those of which :func:`still_there` knows better.
    """
    mine = known.devices[own].certificate
    gone = replaced(known) - alive
    units: dict[str, list[DeviceCertificate]] = {}
    for device, each in known.devices.items():
        foreign = each.trust is not Trust.OWN or device in alive
        # A computer begun from a print pack gets print packs, and no bundle of more.
        whole = is_whole(each.certificate.roles)
        if each.sends and foreign and whole and device not in gone:
            units.setdefault(each.certificate.station, []).append(each.certificate)
    found = [_recipient(mine, certificates, takers) for certificates in units.values()]
    order = [Kind.UPPER, Kind.OWN, Kind.BELOW, Kind.BESIDE]
    allowed = [each for each in found if each is not None]
    return sorted(allowed, key=lambda each: (order.index(each.kind), each.name))


def _recipient(
    mine: DeviceCertificate, theirs: list[DeviceCertificate], takers: frozenset[str]
) -> Recipient | None:
    first = theirs[0]
    ids = tuple(sorted(each.device for each in theirs))
    if first.station in takers and first.level == mine.level:
        return Recipient(first.station, first.station_name, first.level, Kind.BESIDE, ids)
    if scope_for((mine.station, mine.level), (first.station, first.level)) is None:
        return None
    above = is_above(first.level, mine.level)
    kind = Kind.OWN if first.station == mine.station else Kind.UPPER if above else Kind.BELOW
    return Recipient(first.station, first.station_name, first.level, kind, ids)
