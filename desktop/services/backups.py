"""Copies of the register on this machine: made, read through, thinned, and the journal's end kept between them.

A failure is told by an exception and counted, and stops nobody's work: who asks for a copy in the background tells
of failures only when they repeat.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.domain.backups import Kept, Proof, full_due, staying
from desktop.domain.errors import UserError
from desktop.domain.journal.compose import Tip
from desktop.services import disk_signs, former_keys
from desktop.services.backup_files import (
    ABOUT,
    COPIES,
    Copy,
    Reason,
    about,
    copies,
    name_of,
    remove,
    with_proof,
)
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME
from desktop.services.environment import Environment
from desktop.services.workspace import Workspace
from desktop.store.backup import CopyDamaged, copy_database, verify_copy
from desktop.store.database import FileKey
from desktop.store.failures import NewerDatabase, NotADatabase
from desktop.store.register_file import Reader, Writer
from desktop.store.tail import write_tail
from desktop.system.atomic import new_folder, remove_leftover_folders, temporary_name, write_atomic
from desktop.system.errors import failure_of
from desktop.system.files import REAL_FILES, FileOps
from desktop.vault.device_secrets import Secrets

Progress = Callable[[int, int], None]

CAP: Final = 8 * 2**30
"""Bytes that all copies on the machine may take together."""
MOST_IN_TAIL: Final = 5_000
"""Operations since the last full copy that are kept beside it; more are worth another full one."""
TOLD_AFTER: Final = 2
"""Failures one after the other before they are told on the first page."""

_MARGIN: Final = 16 * 2**20
_BASE: Final = "backup_base"
"""Local: the last copy that was found good, and where the chains ended in it."""
_FAILED: Final = "backup_failures"
_IMPORT: Final = "copied before importing"

_log = logging.getLogger(__name__)
_making = threading.Lock()
"""One copy at a time: two at once would take each other for what a power cut left."""


@dataclass(frozen=True)
class Base:
    """The last good full copy: what came after it is the tail."""

    number: int
    device: str
    at: datetime
    tips: dict[str, Tip]


@contextmanager
def undisturbed() -> Iterator[None]:
    """No copy is made meanwhile: something changes that all of them are made of."""
    with _making:
        yield


def file_key(workspace: Workspace) -> FileKey:
    return FileKey(workspace.secrets.database_key, workspace.secrets.database_salt)


# Full copies


def make_copy(
    workspace: Workspace, reason: Reason, progress: Progress, files: FileOps = REAL_FILES, cap: int = CAP
) -> Copy:
    """Makes a full copy, reads it through, and thins the older ones; gives the copy, which is then good.

    Raises the failures of disks, :class:`CopyDamaged`, and ``Cancelled``; each but the last is counted.
    """
    with _counting_failures(workspace), _making:
        copy = _write(workspace, reason, _part(progress, 0), files)
        copy = _prove(workspace, copy, _part(progress, 1))
        thin(workspace.folder, cap)
    return copy


def write_copy(workspace: Workspace, reason: Reason, progress: Progress) -> Copy | None:
    """Makes a full copy before something that waits for it; it is read through by :func:`prove_waiting`, later.

    Gives None where it failed, which is counted and stops nothing, and for sample data.
    """
    if workspace.practice:
        return None
    try:
        with _counting_failures(workspace, ended_well=False), _making:
            return _write(workspace, reason, progress, REAL_FILES)
    except UserError as error:
        _log.warning("no copy was made before %s: %s", reason.value, error)
        return None


def before_import(workspace: Workspace, progress: Progress) -> None:
    """A copy before the first import of a sitting; a failure is counted and stops no import."""
    if _IMPORT in workspace.sitting:
        return
    if not operations_since(workspace) or write_copy(workspace, Reason.IMPORT, progress) is not None:
        workspace.sitting.add(_IMPORT)


def prove_waiting(workspace: Workspace, progress: Progress) -> None:
    """Reads through every copy that waits for it, the newest first."""
    with _counting_failures(workspace), _making:
        waiting = [each for each in copies(workspace.folder) if each.proof is Proof.WAITING]
        for each in waiting:
            _prove(workspace, each, progress)
        if waiting:
            thin(workspace.folder)


def on_start(workspace: Workspace, progress: Progress) -> Copy | None:
    """What is due when somebody has logged in: a full copy if the newest good one is too old, else nothing new."""
    base = base_of(workspace)
    since = workspace.now() - base.at if base is not None else None
    if base is None or full_due(since, operations_since(workspace)) or _newest_fails(workspace, base):
        return make_copy(workspace, Reason.START, progress)
    prove_waiting(workspace, progress)
    return None


def _newest_fails(workspace: Workspace, base: Base) -> bool:
    """Whether the last good copy is gone, or a newer one is not good."""
    there = [each for each in copies(workspace.folder) if each.number]
    return base.number not in {each.number for each in there} or there[0].proof is Proof.BAD


def before_upgrade(folder: Path, environment: Environment) -> Callable[[Secrets], None]:
    """Makes a copy of a file that another version of the program wrote, when asked to; a failure stops nothing."""

    def make(secrets: Secrets) -> None:
        key = FileKey(secrets.database_key, secrets.database_salt)
        at = environment.clock.local_now()
        untold = Copy(folder, 0, at, Reason.MIGRATION, 0, 0)
        try:
            with _making:
                _write_files(folder, key, untold, lambda _done, _total: None, REAL_FILES)
        except (UserError, OSError) as error:
            _log.warning("no copy was made before the upgrade: %s", error)

    return make


def _write(workspace: Workspace, reason: Reason, progress: Progress, files: FileOps) -> Copy:
    with workspace.file.reading() as reader:
        operations = reader.journal.size()
    name, folder = workspace.station.name, workspace.folder
    told = Copy(folder, 0, workspace.now(), reason, operations, 0, name)
    return _write_files(folder, file_key(workspace), told, progress, files)


def _write_files(home: Path, key: FileKey, told: Copy, progress: Progress, files: FileOps) -> Copy:
    """The next copy of a data folder, of which ``told`` says all but its number and place."""
    source, folder = home / DATABASE_NAME, home / COPIES
    with suppress(OSError):
        remove_leftover_folders(folder)
    number = max((each.number for each in copies(home)), default=0) + 1
    made = replace(told, number=number, folder=folder / name_of(number, told.at))
    with new_folder(made.folder, _size_of(source) + _MARGIN, files) as inside:
        copy_database(source, inside / DATABASE_NAME, key, progress)
        (inside / KEYRING_NAME).write_bytes((home / KEYRING_NAME).read_bytes())
        (inside / ABOUT).write_bytes(about(made))
    return replace(made, size=sum(each.stat().st_size for each in made.folder.iterdir()))


def _size_of(database: Path) -> int:
    return sum(each.stat().st_size for each in database.parent.glob(f"{database.name}*"))


def _prove(workspace: Workspace, copy: Copy, progress: Progress) -> Copy:
    """Reads a copy through and says beside it what was found. Raises :class:`CopyDamaged`."""
    key = former_keys.key_for(workspace, copy.database)
    if key is None:
        # It is from before another key that nobody kept, and nobody waits for it.
        return with_proof(copy, Proof.BAD)
    before = base_of(workspace)
    with workspace.file.reading() as reader:
        known = _still_true(reader, before.tips if before is not None else {})
    try:
        ends = verify_copy(copy.database, key, workspace.registry, progress, known)
    except (CopyDamaged, NotADatabase, NewerDatabase):
        if copy.reason is not Reason.UPDATE:
            with_proof(copy, Proof.BAD)
            raise
        # It may be from before another key, and nobody waits for it.
        return with_proof(copy, Proof.BAD)
    good = with_proof(copy, Proof.GOOD, sum(end.seq for end in ends.values()))
    if copy.number and (before is None or copy.number >= before.number):
        base = Base(copy.number, workspace.device, copy.at, ends)
        _keep_base(workspace, base)
        if before is not None:
            # Should the new copy prove bad one day, the one before leads on to it without a gap.
            _write_tail(workspace, before)
    return good


def _still_true(reader: Reader, tips: dict[str, Tip]) -> dict[str, Tip]:
    """Ends of chains that still stand in the journal; one that was written again elsewhere does not."""
    return {
        device: tip for device, tip in tips.items() if reader.journal.hash_at(device, tip.seq) == tip.hash
    }


def thin(home: Path, cap: int = CAP) -> None:
    """Takes the copies away that the plan of thinning does not keep; those of a setup program are its own."""
    numbered = [each for each in copies(home) if each.number]
    kept = staying([Kept(each.number, each.at.date(), each.size, each.proof) for each in numbered], cap)
    for each in numbered:
        if each.number not in kept:
            try:
                remove(each)
            except UserError as error:
                _log.warning("an old copy was not taken away: %s", error)


# The journal's end


def keep_tail(workspace: Workspace, progress: Progress) -> int:
    """Keeps what was written since the last full copy beside it; gives how many operations.

    Makes a full copy instead where there is none yet, or so much was written that one is worth it.
    """
    base = base_of(workspace)
    count = operations_since(workspace)
    if base is not None and not count:
        return 0
    known = {each.number for each in copies(workspace.folder)}
    worth = base is None or base.device != workspace.device or base.number not in known
    if base is None or worth or count > MOST_IN_TAIL:
        make_copy(workspace, Reason.START, progress)
        return 0
    with _counting_failures(workspace), _making:
        return _write_tail(workspace, base)


def _write_tail(workspace: Workspace, base: Base) -> int:
    copy = next((each for each in copies(workspace.folder) if each.number == base.number), None)
    if copy is None:
        return 0
    beside = copy.folder / temporary_name()
    try:
        with workspace.file.reading() as reader:
            since = _still_true(reader, base.tips)
            count = write_tail(reader, since, beside, file_key(workspace))
        write_atomic(copy.tail, beside.read_bytes())
    except OSError as error:
        failure = failure_of(error, copy.folder)
        if failure is None:
            raise
        raise failure from error
    finally:
        with suppress(OSError):
            beside.unlink()
    return count


# What is remembered


def base_of(workspace: Workspace) -> Base | None:
    """The last full copy that was found good, as this file remembers it."""
    with workspace.file.reading() as reader:
        text = reader.local(_BASE)
    if not text:
        return None
    plain = json.loads(text)
    tips = {device: Tip(device, *ends) for device, ends in plain["tips"].items()}
    return Base(plain["number"], plain["device"], datetime.fromisoformat(plain["at"]), tips)


def _keep_base(workspace: Workspace, base: Base) -> None:
    plain = {
        "number": base.number,
        "device": base.device,
        "at": base.at.isoformat(timespec="seconds"),
        "tips": {device: [tip.seq, tip.hash, tip.last_hlc] for device, tip in base.tips.items()},
    }
    with workspace.file.writing() as writer:
        writer.set_local(_BASE, json.dumps(plain, sort_keys=True))


def operations_since(workspace: Workspace) -> int:
    """How many operations were written or received since the last good full copy."""
    base = base_of(workspace)
    tips = base.tips if base is not None else {}
    with workspace.file.reading() as reader:
        ends = [reader.journal.tip(device) for device in reader.journal.devices()]
    return sum(max(end.seq - (tips[end.device].seq if end.device in tips else 0), 0) for end in ends)


def failures(workspace: Workspace) -> int:
    """How often in a row a copy failed."""
    with workspace.file.reading() as reader:
        return int(reader.local(_FAILED) or 0)


def forget_copies(writer: Writer) -> None:
    """In a restored file: what it remembers of copies is of another time or another computer."""
    writer.set_local(_BASE, "")
    writer.set_local(_FAILED, "0")


@contextmanager
def _counting_failures(workspace: Workspace, *, ended_well: bool = True) -> Iterator[None]:
    try:
        yield
    except UserError as error:
        disk_signs.note_failure(workspace, error)
        _keep_failures(workspace, failures(workspace) + 1)
        raise
    except OSError as error:
        failure = failure_of(error, workspace.folder)
        if failure is None:
            raise
        disk_signs.note_failure(workspace, failure)
        _keep_failures(workspace, failures(workspace) + 1)
        raise failure from error
    else:
        if ended_well and failures(workspace):
            _keep_failures(workspace, 0)


def _keep_failures(workspace: Workspace, count: int) -> None:
    # The disk that takes no copy may take no word of it either.
    with suppress(UserError), workspace.file.writing() as writer:
        writer.set_local(_FAILED, str(count))


def _part(progress: Progress, number: int) -> Progress:
    """Progress of the first or second half of the work, in thousandths."""

    def told(done: int, total: int) -> None:
        progress(number * 1000 + done * 1000 // max(total, 1), 2000)

    return told
