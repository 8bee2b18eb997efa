"""The paper with the recovery code, proved to be right: at the first run, or later from the first page.

The code itself is kept nowhere in the clear. To prove it is to open the keyring with it.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.access import Permission
from desktop.services.accounts import CODE_CHECKED, NOT_CHECKED
from desktop.services.data_folder import KEYRING_NAME, read_keyring
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.recovery import RecoveryCode

SHARED: Final = "recovery_code_shared"
"""Local: that the code in force is in shares, of how many people and since when; empty for a whole one."""

_CHECKED: Final = "check_recovery_code"
_REPLACED: Final = "replace_recovery_code"


def needs_check(workspace: Workspace) -> bool:
    """Whether nobody has read the code back from paper yet, and this user may do it."""
    if workspace.practice or not workspace.may(Permission.ADMINISTER):
        return False
    with workspace.reading() as reader:
        return reader.local(CODE_CHECKED) == NOT_CHECKED


def check_code(workspace: Workspace, code: RecoveryCode) -> None:
    """Opens the keyring with the code, slowly, and remembers that it did.

    Raises :class:`WrongRecoveryCode`, and what reading the keyring raises.
    """
    with workspace.reading(Permission.ADMINISTER):
        keyring = read_keyring(workspace.folder)
    keyring.open_with_recovery(code)
    _remember(workspace, _CHECKED)


def new_code(workspace: Workspace) -> RecoveryCode:
    """A code that nothing knows yet; the one in force stays so until :func:`replace_code`."""
    return RecoveryCode.generate(workspace.environment.randomness)


def replace_code(workspace: Workspace, code: RecoveryCode, *, kdf: Kdf = DEFAULT) -> None:
    """Lets a code that was read back from its paper open the register in place of the one before, slowly.

    Copies that were made before still open with the code of their day. Raises what the keyring's file may fail with.
    """
    with workspace.reading(Permission.ADMINISTER):
        keyring = read_keyring(workspace.folder)
    changed = keyring.replace_recovery(
        workspace.secrets, code, kdf=kdf, randomness=workspace.environment.randomness
    )
    write_atomic(workspace.folder / KEYRING_NAME, changed.to_bytes())
    with workspace.file.writing() as writer:
        writer.set_local(SHARED, "")
    _remember(workspace, _REPLACED)


def _remember(workspace: Workspace, action: str) -> None:
    with workspace.file.writing() as writer:
        writer.set_local(CODE_CHECKED, workspace.today().isoformat())
    workspace.log_access(action, "")
