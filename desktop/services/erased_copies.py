"""Copies of before an erasure: those on this machine are replaced by ones without the content, others are listed.

Done by itself after whatever was erased here or came erased from elsewhere; nobody has to think of it.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.backups import Proof
from desktop.domain.errors import UserError
from desktop.domain.journal.operation import ChangeId
from desktop.services import backups, former_keys
from desktop.services.backup_files import ABOUT, Copy, about, copies, copies_in, remove
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME
from desktop.services.workspace import Workspace
from desktop.store.backup import Progress, verify_copy
from desktop.store.database import FileKey
from desktop.store.erasing_copies import erase_in_copy, erase_in_tail, erased_of, held_in_copy
from desktop.store.register_file import Reader, Writer
from desktop.system.atomic import new_folder, temporary_name, write_atomic
from desktop.system.errors import failure_of

_DONE: Final = "erased_in_copies"
"""Local: how many contents had been erased when every copy here was last found without them."""
_OUT: Final = "copies_out"
"""Local: the copies that left the machine, as far as they may still be somewhere."""
_MOST_OUT: Final = 40
_MARGIN: Final = 16 * 2**20

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CopyOut:
    """A copy that left the machine.

    Attributes:
        place: what the stick is called, or the folder.
        erased: how many contents had been erased by then.
    """

    at: datetime
    place: str
    erased: int


def replace_copies(workspace: Workspace, progress: Progress) -> int:
    """Takes what was erased out of every copy on this machine; gives how many were replaced.

    Raises ``Cancelled`` and the failures of disks; each copy is then the old one or the new one, whole.
    """
    if workspace.practice:
        return 0
    with workspace.file.reading() as reader:
        erased = erased_of(reader)
        if _number(reader.local(_DONE)) == len(erased):
            return 0
    count, sure = 0, True
    with backups.undisturbed():
        there = copies(workspace.folder)
        for done, copy in enumerate(there):
            progress(done, len(there))
            key = former_keys.key_for(workspace, copy.database)
            try:
                count += key is not None and _without(workspace, copy, key, erased)
            except UserError as error:
                sure = False
                _log.warning("a copy keeps what was erased: %s", error)
            except OSError as error:
                failure = failure_of(error, copy.folder)
                raise failure or error from error
    if sure:
        with workspace.file.writing() as writer:
            writer.set_local(_DONE, str(len(erased)))
    if count:
        workspace.log_access("erased_in_copies", str(count))
    return count


def _without(workspace: Workspace, copy: Copy, key: FileKey, erased: Collection[ChangeId]) -> bool:
    if copy.tail.is_file():
        _clear_tail(copy, key, erased)
    held = held_in_copy(copy.database, key, workspace.registry, erased)
    if not held:
        return False
    beside = copy.folder.with_name(_free(copy.folder))
    with new_folder(beside, 2 * copy.size + _MARGIN) as inside:
        for name in (DATABASE_NAME, KEYRING_NAME):
            shutil.copyfile(copy.folder / name, inside / name)
        erase_in_copy(inside / DATABASE_NAME, key, workspace.registry, held)
        verify_copy(inside / DATABASE_NAME, key, workspace.registry, _unwatched)
        if copy.tail.is_file():
            shutil.copyfile(copy.tail, inside / copy.tail.name)
        if copy.number:
            told = replace(copy, folder=beside, proof=Proof.GOOD)
            (inside / ABOUT).write_bytes(about(told))
    # Both are there for a moment, and both are whole.
    remove(copy)
    return True


def _clear_tail(copy: Copy, key: FileKey, erased: Collection[ChangeId]) -> None:
    beside = copy.folder / temporary_name()
    try:
        shutil.copyfile(copy.tail, beside)
        if erase_in_tail(beside, key, erased):
            write_atomic(copy.tail, beside.read_bytes())
    finally:
        with suppress(OSError):
            beside.unlink()


def _free(folder: Path) -> str:
    number = 1
    while folder.with_name(f"{folder.name}-{number}").exists():
        number += 1
    return f"{folder.name}-{number}"


def _unwatched(_done: int, _total: int) -> None:
    pass


def _number(text: str | None) -> int:
    return int(text or 0)


# Copies elsewhere


def note_out(writer: Writer, at: datetime, place: str) -> None:
    """Keeps that a copy left the machine; the earlier ones at the same place are no more, or are listed still."""
    kept = [*_out(writer), CopyOut(at, place, len(erased_of(writer)))][-_MOST_OUT:]
    _keep_out(writer, kept)


def clear_stick(workspace: Workspace, folder: Path, place: str, newest: Path) -> int:
    """Takes away this unit's copies on a stick where some hold what was erased since; gives how many.

    ``newest`` lies there whole, and stays.
    """
    with workspace.file.reading() as reader:
        now = len(erased_of(reader))
        older = [each for each in _out(reader) if each.place == place and each.erased < now]
    if not older:
        return 0
    count = 0
    for copy in copies_in(folder):
        if copy.station == workspace.station.name and copy.folder != newest:
            remove(copy)
            count += 1
    with workspace.file.writing() as writer:
        _keep_out(writer, [each for each in _out(writer) if each not in older])
    return count


def copies_out(workspace: Workspace) -> list[CopyOut]:
    """The copies elsewhere that were made before something was erased, the newest first: they may still hold it."""
    with workspace.reading(Permission.SEND) as reader:
        now = len(erased_of(reader))
        return sorted(
            (each for each in _out(reader) if each.erased < now), key=lambda each: each.at, reverse=True
        )


def _out(reader: Reader) -> list[CopyOut]:
    plain = json.loads(reader.local(_OUT) or "[]")
    return [CopyOut(**{**each, "at": datetime.fromisoformat(each["at"])}) for each in plain]


def _keep_out(writer: Writer, kept: Collection[CopyOut]) -> None:
    plain = [{**asdict(each), "at": each.at.isoformat(timespec="seconds")} for each in kept]
    writer.set_local(_OUT, json.dumps(plain, ensure_ascii=False, sort_keys=True))
