"""Another key for the file: after somebody left or a password was given anew, what they kept opens nothing that comes.

    asked for (in the deed that demands it) -> written anew beside, and proven -> put in place -> the former taken away

The file of before stays until the new one was read through to its last page and its chains were walked. A power cut
before the folder with the new one has its name leaves everything as it was, with the asking; after it, the way is
forward. Other passwords and the recovery code stay as they are. Copies that lie on this machine get the locks of today;
one that somebody took along opens as it did, which nothing can change.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.domain.errors import UserError
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME, key_of, read_keyring
from desktop.services.workspace import Workspace
from desktop.store.database import salt_of
from desktop.store.register_file import RegisterFile, Writer
from desktop.system.atomic import new_folder, remove_leftover_folders, write_atomic
from desktop.system.errors import failure_of
from desktop.system.files import REAL_FILES
from desktop.vault.device_secrets import Secrets
from desktop.vault.errors import LastUser
from desktop.vault.keyring import Keyring

if TYPE_CHECKING:
    from desktop.services.backup_files import Copy

# What copies and proves is read when a key is changed: every log-in asks here whether one is.

READY: Final = "doi-khoa"
"""In the data folder once the file under its new key lies in it whole: from then on the way is forward."""
FORMER: Final = "khoa-cu"
"""The file of before, until the new one has been opened."""

_ASKED: Final = "key_change_asked"
_BESIDE: Final = ("-wal", "-shm", "-journal")
_MARGIN: Final = 16 * 2**20

_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


def ask(writer: Writer, why: str) -> None:
    """Notes, in the very transaction of the deed that demands it, that the key is to be changed."""
    writer.set_local(_ASKED, why)


def is_asked(workspace: Workspace) -> bool:
    """Whether a change of the key is still to do."""
    with workspace.file.reading() as reader:
        return bool(reader.local(_ASKED))


def change_key(workspace: Workspace, progress: Progress) -> None:
    """Puts the file under a new key and takes the locks of everybody who has left away.

    Raises the failures of disks, :class:`CopyDamaged` and ``Cancelled``; the file is then as it was, and the change
    is still to do.
    """
    from desktop.services import backups
    from desktop.store.backup import copy_database

    folder = workspace.folder
    with backups.undisturbed(), workspace.file.alone():
        secrets = workspace.secrets.with_new_database(workspace.environment.randomness)
        keyring = _without_left(workspace, read_keyring(folder)).reseal(secrets)
        source = folder / DATABASE_NAME
        remove_leftover_folders(folder)
        room = sum(each.stat().st_size for each in folder.glob(f"{DATABASE_NAME}*")) + _MARGIN
        with new_folder(folder / READY, room) as inside:
            copy_database(
                source, inside / DATABASE_NAME, key_of(workspace.secrets), _part(progress, 0), key_of(secrets)
            )
            _note(workspace, inside / DATABASE_NAME, secrets)
            _prove(workspace, inside / DATABASE_NAME, secrets, _part(progress, 1))
            (inside / KEYRING_NAME).write_bytes(keyring.to_bytes())
        workspace.file.renew(key_of(secrets), lambda: _put_in_place(folder))
        workspace.secrets = secrets
        tidy(folder)
        _lock_copies(workspace, keyring)
    workspace.log_access("new_key", "")
    _copy_at_once(workspace, progress)


def change_if_asked(workspace: Workspace, progress: Progress) -> bool:
    """Does what a power cut or a full disk left to do, and says whether all is done; what fails stays to do."""
    if not is_asked(workspace):
        return True
    try:
        change_key(workspace, progress)
    except (UserError, OSError) as error:
        _log.warning("the key was not changed: %s", error)
        return False
    return True


def finish(folder: Path) -> None:
    """Puts in place what lay ready when the power failed; to be called before a folder is looked at."""
    try:
        if (folder / READY).is_dir():
            _put_in_place(folder)
    except OSError as error:
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error


def tidy(folder: Path) -> None:
    """Takes the file of before away, once the one of now has been opened."""
    if not (folder / READY).exists():
        shutil.rmtree(folder / FORMER, ignore_errors=True)


def _without_left(workspace: Workspace, keyring: Keyring) -> Keyring:
    with workspace.file.reading() as reader:
        left = {each.id for each in reader.people.all_users() if each.left_on is not None}
    for user in keyring.users():
        if user.id in left:
            try:
                keyring = keyring.remove_user(workspace.secrets, user.id)
            except LastUser:
                # Nobody else has a password: the recovery code gives one, and the next change takes this one away.
                _log.warning("the last password stays, of somebody who has left")
    return keyring


def _note(workspace: Workspace, database: Path, secrets: Secrets) -> None:
    """What the new file remembers: that it is done, the keys of before, and that no copy of it is there yet."""
    from desktop.services import backups, former_keys

    held = {salt_of(each.database) for each in _copies(workspace)}
    with (
        closing(RegisterFile.open(database, key_of(secrets), workspace.registry)) as file,
        file.writing() as writer,
    ):
        keys = (key_of(workspace.secrets), *former_keys.former_keys(writer))
        former_keys.keep(writer, [each for each in keys if each.salt in held])
        backups.forget_copies(writer)
        writer.set_local(_ASKED, "")


def _prove(workspace: Workspace, database: Path, secrets: Secrets, progress: Progress) -> None:
    """Opened, every page by its seal, every table, every chain; and they end where those of now do."""
    from desktop.store.backup import CopyDamaged, verify_copy

    ends = verify_copy(database, key_of(secrets), workspace.registry, progress)
    with workspace.file.reading() as reader:
        now = {device: reader.journal.tip(device) for device in reader.journal.devices()}
    if {device: (tip.seq, tip.hash) for device, tip in ends.items()} != {
        device: (tip.seq, tip.hash) for device, tip in now.items()
    }:
        raise CopyDamaged(detail="the chains end elsewhere")


def _put_in_place(folder: Path) -> None:
    """One file after the other, each put aside before it is replaced; done again after a power cut, it goes on."""
    ready, former = folder / READY, folder / FORMER
    former.mkdir(exist_ok=True)
    for name in (DATABASE_NAME, KEYRING_NAME):
        if not (ready / name).exists():
            continue
        # The logs first: beside the new file they would be taken for its own.
        for held in [*(folder / (name + suffix) for suffix in _BESIDE), folder / name]:
            if held.exists():
                held.replace(former / held.name)
        (ready / name).replace(folder / name)
    REAL_FILES.flush_folder(folder)
    shutil.rmtree(ready)


def _lock_copies(workspace: Workspace, keyring: Keyring) -> None:
    """Copies on this machine open for the people and with the code of today, each with the key that it has."""
    from desktop.services import former_keys

    for copy in _copies(workspace):
        key = former_keys.key_for(workspace, copy.database)
        if key is None:
            continue
        held = replace(workspace.secrets, database_key=key.key, database_salt=key.salt)
        try:
            write_atomic(copy.keyring, keyring.reseal(held).to_bytes())
        except UserError as error:
            _log.warning("the locks of a copy stayed as they were: %s", error)


def _copy_at_once(workspace: Workspace, progress: Progress) -> None:
    """The first copy under the new key: until there is one, only copies of before could bring anything back."""
    from desktop.services import backups
    from desktop.services.backup_files import Reason

    if workspace.practice:
        return
    try:
        backups.make_copy(workspace, Reason.KEY, _part(progress, 2))
    except (UserError, OSError) as error:
        _log.warning("no copy was made after another key: %s", error)


def _copies(workspace: Workspace) -> Sequence[Copy]:
    from desktop.services.backup_files import copies

    return copies(workspace.folder)


def _part(progress: Progress, number: int) -> Progress:
    """Progress of one of three parts of the work, in thousandths."""

    def told(done: int, total: int) -> None:
        progress(number * 1000 + done * 1000 // max(total, 1), 3000)

    return told
