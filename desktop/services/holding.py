"""The holding area: bundles that build on what is not here yet, each taken by itself when that has come.

What is put there is proven as far as it can be: its form, its signature, its heads, and every link inside it. The
area has a limit; the oldest of the unit that fills it most gives way, and that is told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.bundle.errors import BundleGap, PacksMissing
from desktop.bundle.reading import Progress, Verified, links, stage
from desktop.domain.access import Permission, require
from desktop.domain.errors import Cancelled, UserError
from desktop.services import bundle_import
from desktop.services.bundle_import import Received
from desktop.services.devices import trusted
from desktop.services.workspace import Workspace
from desktop.store.holding import Held
from desktop.store.register_file import Reader, Writer
from desktop.system.atomic import copy_atomic
from desktop.system.errors import failure_of

FOLDER: Final = "cho-goi-truoc"
MOST_FILES: Final = 200
MOST_BYTES: Final = 1 << 30

_LET_GO: Final = "holding_let_go"
"""Local: bundles that gave way and of which nobody has been told."""


@dataclass(frozen=True)
class Missing:
    """What a bundle waits for: a unit's operations ``first`` to ``last``."""

    station: str
    first: int
    last: int


@dataclass(frozen=True)
class Refusal:
    """Why a bundle was not taken when its turn came: the code of a failure and its facts."""

    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Waiting:
    """A bundle that waits, as a person is told of it.

    Attributes:
        packs: first and last number of the sender's bundles that have not come; None where nobody numbered them.
        refused: why it was refused when its turn came, or None.
    """

    bundle: str
    station: str
    at: datetime
    made_at: datetime
    number: int
    size: int
    missing: tuple[Missing, ...]
    packs: tuple[int, int] | None
    refused: Refusal | None = None


@dataclass(frozen=True)
class LetGo:
    """A bundle that gave way to newer ones: its unit must write it again."""

    station: str
    number: int
    made_at: str


def count(workspace: Workspace) -> int:
    """How many wait; nothing for a role that receives nothing."""
    if not workspace.may(Permission.RECEIVE):
        return 0
    with workspace.reading() as reader:
        return len(reader.holding.all())


def find(workspace: Workspace) -> list[Waiting]:
    """What waits, the longest first."""
    with workspace.reading(Permission.RECEIVE) as reader:
        held = reader.holding.all()
        if not held:
            return []
        names = {
            device: each.certificate.station_name
            for device, each in trusted(workspace, reader).devices.items()
        }
        return [_waiting(reader, each, names) for each in held]


def _waiting(reader: Reader, held: Held, names: dict[str, str]) -> Waiting:
    missing = tuple(
        Missing(names.get(device, held.station_name), tip + 1, needed)
        for device, needed in held.needs.items()
        if (tip := reader.journal.tip(device).seq) < needed
    )
    return Waiting(
        held.bundle,
        held.station_name,
        datetime.fromisoformat(held.at),
        datetime.fromisoformat(held.made_at),
        held.number,
        held.size,
        missing,
        _packs(reader, held.device, held.number),
        Refusal(held.refused, held.facts) if held.refused else None,
    )


def _packs(reader: Reader, device: str, number: int) -> tuple[int, int] | None:
    """Which of the sender's bundles have not come, by their numbers."""
    last = last_number(reader, device)
    return (last + 1, number - 1) if last + 1 < number else None


def last_number(reader: Reader, device: str) -> int:
    """The highest number of a sender's bundles that were taken; 0 where none said one."""
    told = (json.loads(summary) for _, _, summary in reader.bundle_rows("in"))
    return max((int(each.get("number", 0)) for each in told if each["device"] == device), default=0)


# Kept


def keep(workspace: Workspace, path: Path, gap: BundleGap, progress: Progress) -> BundleGap:
    """Puts a bundle into the holding area; gives the refusal that says best what is missing.

    Raises what proving it may raise, and the failures of disks and sticks; then nothing is kept.
    """
    with bundle_import.opened(workspace, path, stage(progress, 0, 2)) as verified:
        for _ in links(verified, stage(progress, 1, 2)):
            """Every link inside it follows the one before."""
        with workspace.reading() as reader:
            missing = _needs(reader, verified)
            gap = _refusal(reader, verified) or gap
        size = path.stat().st_size
        if size <= MOST_BYTES:
            _copy(workspace, path, verified.manifest.bundle)
            with workspace.file.writing() as writer:
                writer.holding.put(_held(workspace, verified, size, missing))
                gone = _make_room(writer, verified.manifest.bundle)
            _remove(workspace, gone)
    return gap


def _needs(reader: Reader, verified: Verified) -> dict[str, int]:
    return {
        each.device: each.first - 1
        for each in verified.contents.ranges
        if each.first > reader.journal.tip(each.device).seq + 1
    }


def _refusal(reader: Reader, verified: Verified) -> BundleGap | None:
    """By the sender's own numbers of its bundles, where it has numbered them."""
    sender = verified.sender.certificate
    packs = _packs(reader, sender.device, verified.contents.number)
    return PacksMissing(station=sender.station_name, first=packs[0], last=packs[1]) if packs else None


def _held(workspace: Workspace, verified: Verified, size: int, needs: dict[str, int]) -> Held:
    sender = verified.sender.certificate
    return Held(
        verified.manifest.bundle,
        verified.checked.hash,
        workspace.now().isoformat(timespec="seconds"),
        verified.contents.made_at,
        sender.station,
        sender.station_name,
        sender.device,
        verified.contents.number,
        size,
        needs,
    )


def _copy(workspace: Workspace, path: Path, bundle: str) -> None:
    kept = file_of(workspace, bundle)
    if kept == path:
        return
    try:
        kept.parent.mkdir(exist_ok=True)
        with path.open("rb") as source:
            copy_atomic(source, kept)
    except OSError as error:
        failure = failure_of(error, kept.parent)
        if failure is None:
            raise
        raise failure from error


def file_of(workspace: Workspace, bundle: str) -> Path:
    return workspace.folder / FOLDER / f"{bundle}.tqb"


def _make_room(writer: Writer, newest: str) -> list[Held]:
    """Lets the oldest go of whoever fills the area most, so that nobody pushes the others' out."""
    gone: list[Held] = []
    while True:
        held = writer.holding.all()
        if len(held) <= MOST_FILES and sum(each.size for each in held) <= MOST_BYTES:
            break
        filled: dict[str, int] = {}
        for each in held:
            filled[each.station] = filled.get(each.station, 0) + each.size
        most = max(filled, key=lambda station: filled[station])
        oldest = next(each for each in held if each.station == most and each.bundle != newest)
        writer.holding.drop(oldest.bundle)
        gone.append(oldest)
    _note_gone(writer, gone)
    return gone


def _note_gone(writer: Writer, gone: Sequence[Held]) -> None:
    if gone:
        told = json.loads(writer.local(_LET_GO) or "[]")
        told += [asdict(LetGo(each.station_name, each.number, each.made_at)) for each in gone]
        writer.set_local(_LET_GO, json.dumps(told[-MOST_FILES:]))


def _remove(workspace: Workspace, gone: Sequence[Held]) -> None:
    for each in gone:
        file_of(workspace, each.bundle).unlink(missing_ok=True)


def let_go(workspace: Workspace) -> list[LetGo]:
    """Which gave way since somebody was told of it last."""
    with workspace.reading(Permission.RECEIVE) as reader:
        return [LetGo(**each) for each in json.loads(reader.local(_LET_GO) or "[]")]


def told(workspace: Workspace) -> None:
    """A person has read which ones gave way."""
    require(workspace.user.role, Permission.RECEIVE)
    with workspace.file.writing() as writer:
        writer.set_local(_LET_GO, "[]")


def discard(workspace: Workspace, bundle: str) -> None:
    """Throws a waiting bundle away; its unit can write it again."""
    require(workspace.user.role, Permission.RECEIVE)
    with workspace.file.writing() as writer:
        writer.holding.drop(bundle)
        at = workspace.now().isoformat(timespec="seconds")
        writer.log_access(at, workspace.user.id, "discard_bundle", bundle)
    file_of(workspace, bundle).unlink(missing_ok=True)


# Taken


def take_next(workspace: Workspace, progress: Progress) -> tuple[Received, ...]:
    """Takes every waiting bundle whose turn has come, one after the other, each whole or not at all.

    One that is refused stays, with the reason, and holds up no other.
    """
    taken: list[Received] = []
    tried: set[str] = set()
    while (held := _next(workspace, tried)) is not None:
        tried.add(held.bundle)
        path = file_of(workspace, held.bundle)
        try:
            taken.append(bundle_import.take(workspace, path, progress))
        except UserError as error:
            with workspace.file.writing() as writer:
                if path.exists():
                    writer.holding.put(replace(held, refused=error.code, facts=error.facts))
                else:
                    writer.holding.drop(held.bundle)
                    _note_gone(writer, [held])
            continue
        except Cancelled:
            break
        with workspace.file.writing() as writer:
            writer.holding.drop(held.bundle)
        path.unlink(missing_ok=True)
    return tuple(each for each in taken if each.received_at is None)


def _next(workspace: Workspace, tried: set[str]) -> Held | None:
    """The first that waits for nothing any more."""
    with workspace.reading(Permission.RECEIVE) as reader:
        for each in reader.holding.all():
            if each.bundle not in tried and all(
                reader.journal.tip(device).seq >= needed for device, needed in each.needs.items()
            ):
                return each
    return None
