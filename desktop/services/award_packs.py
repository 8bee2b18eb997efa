"""Making a print pack: a set of awards for the ward official, who has a computer that nobody has enrolled.

The pack is an ordinary bundle for a computer that does not exist yet: its first keys travel along, locked by a code
that is given by hand. So what the ward official does comes back as a bundle of a known device, and is proven, merged,
shown in conflict and taken back as any other. ``docs/award-pack.md`` tells why.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from desktop.bundle.pack import MOST_FILES, OPEN_DAYS, PACK_SUFFIX, PackLetter, write_pack
from desktop.bundle.reading import Progress, stage
from desktop.bundle.receipts import Receipt
from desktop.bundle.trust import Known, Trust, Trusted
from desktop.domain.access import Permission
from desktop.domain.authority import AWARDS_ONLY, is_whole
from desktop.domain.errors import UserError
from desktop.domain.pack_scope import pack_scope
from desktop.services import layout_files
from desktop.services.bundle_files import copy_to_stick, path_for, workshop
from desktop.services.bundle_parcel import Parcel, sign_head, stretch
from desktop.services.devices import Kind, Recipient, know, refuse_practice, trusted
from desktop.services.receipts import told
from desktop.services.revoking import refuse_revoked
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
from desktop.store.records import Stored
from desktop.store.register_file import Reader
from desktop.system.files import REAL_FILES, FileOps
from desktop.vault.certificate import DeviceCertificate, KeyFile
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.recovery import PackCode
from desktop.vault.revocation import Revocation
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import SigningKey

DEVICE_DAYS: Final = 365
"""What the ward official does with it is taken without a warning as long as this."""

_PACK: Final = "pack"
"""The direction under which packs stand among the bundles that came and went."""
_LEFT_OUT: Final = ("returned", "revoked")
_CATALOGUES: Final = frozenset({"award_form", "award_kind", "award_stage", "recipient_kind"})
_RATES: Final = re.compile(r"base_salary|commendation_\w+")
_MOST_BYTES: Final = 16 << 20


class NothingToPack(UserError):
    """The set has no award that could be printed."""

    code = "nothing_to_pack"


@dataclass(frozen=True)
class PackOffer:
    """A set of awards that may go. ``awards``: how many would; ``packed_on``: when it last did."""

    id: str
    name: str
    awards: int
    packed_on: date | None


@dataclass(frozen=True)
class MadePack:
    """A pack on its stick, and what is given by hand with it.

    Attributes:
        digits: the 25 digits of this computer, which the other side shows before it opens the pack.
    """

    path: Path
    name: str
    awards: int
    open_until: date
    digits: str
    size: int
    code: PackCode = field(repr=False)


def offers(workspace: Workspace) -> list[PackOffer]:
    """The sets of awards that can go in a pack, the newest first."""
    with workspace.reading(Permission.SEND, "award") as reader:
        sets = [row for row in reader.records.whole("award_set") if row.standing == "active"]
        packed = _packed(reader)
        found = [
            PackOffer(
                each.id,
                str(each.values["name"] or ""),
                len(_awards(reader, each.id, packed)),
                max((on for on, of, _ in packed if of == each.id), default=None),
            )
            for each in sets
        ]
    return sorted(found, key=lambda each: each.id, reverse=True)


def make_pack(  # each part by its own right
    workspace: Workspace,
    award_set: str,
    target: Path,
    progress: Progress,
    *,
    kdf: Kdf = DEFAULT,
    files: FileOps = REAL_FILES,
) -> MadePack:
    """Writes a pack of a set into a folder, or as the file ``target``, and gives the code that opens it.

    The code is kept nowhere. Raises :class:`NothingToPack`, :class:`PracticeStaysHere`, :class:`ComputerRevoked` and
    the failures of disks.
    """
    refuse_practice(workspace)
    with workspace.reading(Permission.SEND, "award") as reader:
        known = trusted(workspace, reader)
        refuse_revoked(known, workspace.device)
        packed = _packed(reader)
        awards = _awards(reader, award_set, packed)
        held = reader.records.get("award_set", award_set)
        if not awards or held is None:
            raise NothingToPack()
        name = str(held.values["name"] or "")
        records = _records(reader, award_set, awards)
        authors = _authors(reader, known, records)
    sign_head(workspace.file, workspace.secrets)
    key, identity = SigningKey.generate(workspace.environment.randomness), AgeIdentity.generate()
    certificate = _certificate(workspace, key, identity, len(packed) + 1)
    device, letter_id = certificate.certificate.device, workspace.new_id()
    with workspace.file.reading() as reader:
        stretches = (stretch(reader, known, author, 0) for author in authors)
        parcel = Parcel(
            letter_id,
            workspace.station.code,
            {device: identity.recipient},
            pack_scope(records),
            known,
            tuple(each for each in stretches if each is not None),
            receipts=tuple(_of_wards(workspace, reader, known)),
            revocations=tuple(_own_endings(known)),
            introduces=False,
        )
    open_until = workspace.today() + timedelta(days=OPEN_DAYS)
    code = PackCode.generate(workspace.environment.randomness)
    letter = PackLetter(
        letter_id,
        workspace.now().isoformat(timespec="seconds"),
        open_until,
        workspace.key_file(),
        certificate,
        key,
        asdict(workspace.station),
        (name,),
        len(awards),
        _files(workspace),
    )
    path = path_for(target, workspace.station, workspace.today(), len(packed) + 1, PACK_SUFFIX)
    with workspace.file.writing() as writer:
        # Before the pack exists: a device that is never heard of does no harm.
        know(writer, Known(certificate, Trust.VOUCHED))
    with workshop(workspace.folder) as folder:
        bundle = parcel.write(workspace, folder, stage(progress, 0, 2)).path.read_bytes()
        whole = folder / f"goi{PACK_SUFFIX}"
        with whole.open("xb") as out:
            signer, randomness = workspace.secrets.signing_key, workspace.environment.randomness
            write_pack(letter, bundle, signer, identity, code, out, kdf=kdf, randomness=randomness)
        copy_to_stick(whole, path, stage(progress, 1, 2), files)
    _note(workspace, letter, award_set, awards, device, path.name)
    digits = letter.sender.certificate.fingerprint
    return MadePack(path, name, len(awards), open_until, digits, path.stat().st_size, code)


def _certificate(workspace: Workspace, key: SigningKey, identity: AgeIdentity, serial: int) -> KeyFile:
    """This computer's word for the one that is begun from the pack: of the same station, for awards only."""
    mine, today = workspace.key_file().certificate, workspace.today()
    certificate = DeviceCertificate(
        key.public,
        identity.recipient,
        mine.station,
        mine.station_name,
        mine.level,
        AWARDS_ONLY,
        today,
        today + timedelta(days=DEVICE_DAYS),
        workspace.device,
        serial,
    )
    return KeyFile.issue(certificate, workspace.secrets.signing_key)


def _note(  # a row has as many columns
    workspace: Workspace, letter: PackLetter, award_set: str, awards: Iterable[str], device: str, name: str
) -> None:
    summary = {"set": award_set, "awards": sorted(awards), "device": device, "name": name}
    at = workspace.now().isoformat(timespec="seconds")
    with workspace.file.writing() as writer:
        told = json.dumps({**summary, "at": at}, sort_keys=True, ensure_ascii=False)
        writer.keep_bundle(letter.pack, _PACK, at, workspace.station.code, told, "")
        writer.log_access(at, workspace.user.id, "make_pack", letter.pack)


# What goes


def _packed(reader: Reader) -> list[tuple[date, str, frozenset[str]]]:
    """Of every pack that was made here the day, the set and the awards."""
    told = [json.loads(summary) for _, _, summary in reader.bundle_rows(_PACK)]
    return [
        (datetime.fromisoformat(each["at"]).date(), each["set"], frozenset(each["awards"])) for each in told
    ]


def _awards(
    reader: Reader, award_set: str, packed: Iterable[tuple[date, str, frozenset[str]]]
) -> frozenset[str]:
    """The awards of a set that may be printed, and those that went before: what became of them is told too."""
    before = frozenset[str]().union(*(awards for _, of, awards in packed if of == award_set))
    return before | {
        row.id
        for row in reader.records.whole("award")
        if row.values["award_set"] == award_set
        and row.standing == "active"
        and row.values["stage"] not in _LEFT_OUT
    }


def _records(reader: Reader, award_set: str, awards: Iterable[str]) -> frozenset[Place]:
    """All records of which a pack shows anything."""

    def some(register: str, wanted: Mapping[str, re.Pattern[str] | frozenset[str]]) -> list[Place]:
        return [
            (register, row.id)
            for row in reader.records.whole(register)
            if all(_fits(row, name, which) for name, which in wanted.items())
        ]

    return frozenset(
        [
            ("award_set", award_set),
            *(("award", award) for award in awards),
            *some("award_book", {}),
            *some("catalogue_entry", {"catalogue": _CATALOGUES}),
            *some("rule", {"key": _RATES}),
        ]
    )


def _fits(row: Stored, name: str, which: re.Pattern[str] | frozenset[str]) -> bool:
    value = str(row.values[name] or "")
    return value in which if isinstance(which, frozenset) else which.fullmatch(value) is not None


def _authors(reader: Reader, known: Trusted, records: frozenset[Place]) -> list[str]:
    """The devices that ever wrote in these records: no other chain goes, not even withheld."""
    changes = reader.journal.changes_of_many(sorted(records))
    wrote = {change.id.device for each in changes.values() for change in each}
    return sorted(wrote & set(known.devices))


def _of_wards(workspace: Workspace, reader: Reader, known: Trusted) -> Iterator[Receipt]:
    """How far the chains of computers that were begun from packs are held: what is, is not given back again."""
    station = workspace.station
    to = Recipient(station.code, station.name, station.level, Kind.OWN, ())
    for each in told(reader, known, workspace.device, to, workspace.now().isoformat(timespec="seconds")):
        author = known.devices[each.device].certificate
        if each.holder == workspace.device and author.station == station.code and not is_whole(author.roles):
            yield each


def _own_endings(known: Trusted) -> Iterator[Revocation]:
    """Of the station's own computers, which are lost or replaced."""
    for each in sorted(known.revocations, key=Revocation.to_text):
        if known.devices[each.device].certificate.station == known.station:
            yield each


def _files(workspace: Workspace) -> dict[str, bytes]:
    """The unit's own layouts, and the pictures of its blanks."""
    found: dict[str, bytes] = {}
    size = 0
    for path in layout_files.own_files(workspace.folder)[:MOST_FILES]:
        # A file that cannot be read now is one that the pages do not offer either.
        with contextlib.suppress(OSError):
            content = path.read_bytes()
            size += len(content)
            if size <= _MOST_BYTES:
                found[path.name] = content
    return found
