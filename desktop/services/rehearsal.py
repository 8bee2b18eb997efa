"""Once a year the seal is broken, the code opens a copy for real, and the envelope is sealed again.

On the worst day nobody must find out that the paper is lost, the code another one, or the copy unreadable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.backups import Proof
from desktop.services import attempts, backups
from desktop.services.accounts import CODE_CHECKED, NOT_CHECKED
from desktop.services.backup_files import Copy, Reason, copies
from desktop.services.data_folder import key_of, read_keyring
from desktop.services.workspace import Workspace
from desktop.store.backup import reading_copy, verify_copy
from desktop.store.database import salt_of
from desktop.system.errors import failure_of
from desktop.vault.keyring import Keyring
from desktop.vault.recovery import RecoveryCode

EVERY: Final = timedelta(days=365)
"""From one opening of the envelope to the next."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Rehearsed:
    """What the code has opened: the copy, and how many changes are recorded in it."""

    copy: Copy
    changes: int


def due_on(workspace: Workspace) -> date | None:
    """When the envelope is to be opened next; None for who does not administer, or while no code was read back."""
    if workspace.practice or not workspace.may(Permission.ADMINISTER):
        return None
    with workspace.reading() as reader:
        checked = reader.local(CODE_CHECKED)
    return date.fromisoformat(checked) + EVERY if checked and checked != NOT_CHECKED else None


def rehearse(
    workspace: Workspace, code: RecoveryCode, progress: Progress, copy: Copy | None = None
) -> Rehearsed:
    """Opens a copy with the code and reads it through to its last page; remembered and logged when that went well.

    Without ``copy`` it is the newest one on this machine, made first where there is none. The register itself must
    open with the same code. Raises :class:`WrongRecoveryCode`, :class:`CopyDamaged` and what reading files raises.
    """
    workspace.require(Permission.ADMINISTER)
    tried = copy or _newest(workspace, progress)
    with attempts.trying(workspace.folder, attempts.CODE, workspace.environment, progress):
        read_keyring(workspace.folder).open_with_recovery(code)
        secrets = _keyring(tried).open_with_recovery(code)
    verify_copy(tried.database, key_of(secrets), workspace.registry, progress)
    with reading_copy(tried.database, key_of(secrets), workspace.registry) as reader:
        changes = reader.journal.size()
    with workspace.file.writing() as writer:
        writer.set_local(CODE_CHECKED, workspace.today().isoformat())
    workspace.log_access("rehearse", f"{tried.folder.name}:{changes}")
    return Rehearsed(tried, changes)


def _newest(workspace: Workspace, progress: Progress) -> Copy:
    own = workspace.secrets.database_salt
    known = [each for each in copies(workspace.folder) if each.number and each.proof is not Proof.BAD]
    # One of before another key opens with the code of its day, which may have been another one.
    found = next((each for each in known if salt_of(each.database) == own), None)
    return found or backups.make_copy(workspace, Reason.ASKED, progress)


def _keyring(copy: Copy) -> Keyring:
    try:
        return Keyring.from_bytes(copy.keyring.read_bytes())
    except OSError as error:
        failure = failure_of(error, copy.folder)
        if failure is None:
            raise
        raise failure from error
