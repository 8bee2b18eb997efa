"""The paper with the recovery code, proved to be right: at the first run, or later from the first page.

The code itself is kept nowhere in the clear. To prove it is to open the keyring with it.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.access import Permission
from desktop.services.accounts import CODE_CHECKED, NOT_CHECKED, read_keyring
from desktop.services.workspace import Workspace
from desktop.vault.recovery import RecoveryCode

_ACTION: Final = "check_recovery_code"


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
    with workspace.file.writing() as writer:
        writer.set_local(CODE_CHECKED, workspace.today().isoformat())
    workspace.log_access(_ACTION, "")
