"""The users of this file, once the register is there."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.base.text import exact
from desktop.domain.access import Permission, Role
from desktop.domain.errors import UserError
from desktop.services import data_folder
from desktop.services.data_folder import KEYRING_NAME, read_keyring
from desktop.services.environment import User
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.keyring import KeyringUser


class UserLeft(UserError):
    """The user has left the unit: the history knows them, the door does not."""

    code = "user_left"


@dataclass(frozen=True)
class NewUser:
    """A user as the wizard asks for one."""

    name: str
    role: Role
    password: str = field(repr=False)


def without_password(workspace: Workspace) -> list[User]:
    """Users who cannot log in: the register came back from a copy that opens with the recovery code only."""
    known = {each.id for each in data_folder.users(workspace.folder)}
    return [user for user in list_users(workspace) if user.id not in known]


def add_user(workspace: Workspace, new: NewUser, *, kdf: Kdf = DEFAULT) -> User:
    """Another user of this file; who has that name and no password gets this one, with the role that they have.

    Raises :class:`PasswordRefused` or :class:`UserKnown`.
    """
    with workspace.reading(Permission.ADMINISTER):
        user = User(workspace.new_id(), new.name, new.role)
    waiting = [each for each in without_password(workspace) if exact(each.name) == exact(new.name)]
    user = waiting[0] if waiting else user
    keyring = read_keyring(workspace.folder).add_user(
        workspace.secrets,
        KeyringUser(user.id, user.name),
        new.password,
        kdf=kdf,
        randomness=workspace.environment.randomness,
    )
    if not waiting:
        with workspace.file.writing() as writer:
            writer.add_user(user.id, user.name, user.role.value)
    write_atomic(workspace.folder / KEYRING_NAME, keyring.to_bytes())
    workspace.log_access("add_user", user.id)
    return user


def reset_password(workspace: Workspace, user: str, password: str, *, kdf: Kdf = DEFAULT) -> None:
    """A new password for a user of this file who forgot theirs; older copies still open with the old one.

    Raises :class:`PasswordRefused`, and a KeyError for who has no password here.
    """
    with workspace.reading(Permission.ADMINISTER):
        randomness = workspace.environment.randomness
    keyring = read_keyring(workspace.folder)
    keyring = keyring.set_password(workspace.secrets, user, password, kdf=kdf, randomness=randomness)
    write_atomic(workspace.folder / KEYRING_NAME, keyring.to_bytes())
    workspace.log_access("reset_password", user)


def list_users(workspace: Workspace) -> list[User]:
    """Everybody who may log in to this file."""
    with workspace.reading() as reader:
        return [User(row[0], row[1], Role(row[2])) for row in reader.users()]
