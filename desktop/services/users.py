"""The users of this file, once the register is there: added, given another password or role, and gone."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Final

from desktop.base.text import exact
from desktop.base.values import dataclass
from desktop.domain.access import Permission, Role
from desktop.domain.errors import UserError
from desktop.services import attempts, data_folder, key_change
from desktop.services.data_folder import KEYRING_NAME, read_keyring
from desktop.services.environment import User
from desktop.services.workspace import Workspace
from desktop.store.people import StoredUser
from desktop.store.register_file import Writer
from desktop.system.atomic import write_atomic
from desktop.vault.errors import PasswordRefused
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.keyring import Keyring, KeyringUser
from desktop.vault.passwords import check_new_password

FEWEST_ADMINISTRATORS: Final = 2

Progress = key_change.Progress


class UserLeft(UserError):
    """The user has left the unit: the history knows them, the door does not."""

    code = "user_left"


class LastAdministrator(UserError):
    """Nobody could administer the register any more."""

    code = "last_administrator"


class FewAdministrators(UserError):
    """One administrator only would be left: that is done when it was said, not by mistake."""

    code = "few_administrators"


class OwnAccount(UserError):
    """Nobody closes the account they are logged in with, or takes their own administration away."""

    code = "own_account"


@dataclass(frozen=True)
class NewUser:
    """A user as the wizard asks for one."""

    name: str
    role: Role
    password: str = field(repr=False)


@dataclass(frozen=True)
class Account:
    """A user as the list of accounts tells of one.

    Attributes:
        until: when the rights end; None for no end.
        waiting: no password opens the file for them: it came back from a copy, or was closed.
        left_on: the day on which the account was closed, in ISO form.
    """

    user: User
    until: datetime | None
    waiting: bool
    left_on: str | None


def without_password(workspace: Workspace) -> list[User]:
    """Users who cannot log in: the register came back from a copy that opens with the recovery code only."""
    known = {each.id for each in data_folder.users(workspace.folder)}
    return [user for user in list_users(workspace) if user.id not in known]


def list_users(workspace: Workspace) -> list[User]:
    """Everybody whose account is open."""
    with workspace.reading() as reader:
        return [User(row[0], row[1], Role(row[2])) for row in reader.users()]


def accounts_of(workspace: Workspace) -> list[Account]:
    """Everybody who ever had an account: the open ones first, by id. Raises what reading the keyring raises."""
    known = {each.id for each in data_folder.users(workspace.folder)}
    with workspace.reading() as reader:
        stored = reader.people.all_users()
    found = [
        Account(
            User(each.id, each.name, Role(each.role)),
            datetime.fromisoformat(each.until) if each.until else None,
            each.id not in known,
            each.left_on,
        )
        for each in stored
    ]
    return sorted(found, key=lambda each: each.left_on is not None)


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
    _keep(workspace, keyring)
    workspace.log_access("add_user", user.id)
    return user


# Passwords


def change_own_password(workspace: Workspace, old: str, new: str, *, kdf: Kdf = DEFAULT) -> None:
    """The user's own change; copies of before still open with the password of their day.

    Raises :class:`WrongPassword`, :class:`PasswordRefused` and what the keyring's file may fail with.
    """
    with workspace.reading():
        user, randomness = workspace.user.id, workspace.environment.randomness
    _refuse_weak(new)
    keyring = read_keyring(workspace.folder)
    with attempts.trying(workspace.folder, user, workspace.environment):
        keyring = keyring.change_password(user, old, new, kdf=kdf, randomness=randomness)
    _keep(workspace, keyring)
    workspace.log_access("change_password", user)


def reset_password(
    workspace: Workspace, user: str, password: str, progress: Progress, *, kdf: Kdf = DEFAULT
) -> None:
    """A new password for a user of this file who forgot theirs, and a new key for the file.

    Raises :class:`PasswordRefused`, and a KeyError for who has no password here. What keeps the key from being
    changed at once is told by the first page and done at the next start.
    """
    with workspace.reading(Permission.ADMINISTER):
        randomness = workspace.environment.randomness
    keyring = read_keyring(workspace.folder)
    keyring = keyring.set_password(workspace.secrets, user, password, kdf=kdf, randomness=randomness)
    with workspace.file.writing() as writer:
        key_change.ask(writer, "reset_password")
    _keep(workspace, keyring)
    workspace.log_access("reset_password", user)
    key_change.change_if_asked(workspace, progress)


def _refuse_weak(password: str) -> None:
    if problems := check_new_password(password):
        raise PasswordRefused(problems=", ".join(problem.value for problem in problems))


def _keep(workspace: Workspace, keyring: Keyring) -> None:
    write_atomic(workspace.folder / KEYRING_NAME, keyring.to_bytes())


# Roles, and the end of them


def change_role(workspace: Workspace, user: str, role: Role, *, knowing: bool = False) -> None:
    """Another role from their next log-in on.

    Raises :class:`OwnAccount`, :class:`LastAdministrator`, and :class:`FewAdministrators` unless ``knowing``.
    """
    with workspace.reading(Permission.ADMINISTER):
        pass
    _refuse_fewer(workspace, user, role, knowing=knowing)
    with workspace.file.writing() as writer:
        writer.people.set_role(user, role.value)
    workspace.log_access("change_role", f"{user}:{role.value}")


def end_rights(workspace: Workspace, user: str, at: datetime | None, *, knowing: bool = False) -> None:
    """Lets a user's rights end at an hour, or (None) not at all; the account is closed at the next start after it.

    Raises as :func:`change_role` does.
    """
    with workspace.reading(Permission.ADMINISTER):
        pass
    if at is not None:
        _refuse_fewer(workspace, user, None, knowing=knowing)
    with workspace.file.writing() as writer:
        writer.people.set_until(user, at.isoformat(timespec="minutes") if at is not None else None)
    workspace.log_access("end_rights", f"{user}:{at.isoformat(timespec='minutes') if at is not None else ''}")


def close_account(workspace: Workspace, user: str, progress: Progress, *, knowing: bool = False) -> bool:
    """Closes an account, for good: the history keeps the name, the password opens nothing that comes after.

    Gives whether the key has been changed already; else that stays to do and is told. Raises as
    :func:`change_role` does; nothing is then changed.
    """
    with workspace.reading(Permission.ADMINISTER):
        pass
    _refuse_fewer(workspace, user, None, knowing=knowing)
    with workspace.file.writing() as writer:
        _close(workspace, writer, user)
    return key_change.change_if_asked(workspace, progress)


def close_ended(workspace: Workspace) -> None:
    """Closes every account whose hour has passed; asked at each log-in, by whoever it is."""
    now = workspace.environment.clock.local_now()
    with workspace.file.reading() as reader:
        ended = [each for each in reader.people.all_users() if has_ended(each, now) and each.left_on is None]
    for each in ended:
        with workspace.file.writing() as writer:
            _close(workspace, writer, each.id)


def has_ended(user: StoredUser, now: datetime) -> bool:
    return user.until is not None and now >= datetime.fromisoformat(user.until)


def _close(workspace: Workspace, writer: Writer, user: str) -> None:
    writer.people.set_left(user, workspace.today().isoformat())
    key_change.ask(writer, "close_account")
    at = workspace.now().isoformat(timespec="seconds")
    writer.log_access(at, workspace.user.id, "close_account", user)


def _refuse_fewer(workspace: Workspace, user: str, role: Role | None, *, knowing: bool) -> None:
    """At least two administrators: the last is not taken away, the last but one not without a word."""
    if user == workspace.user.id:
        raise OwnAccount()
    now = workspace.environment.clock.local_now()
    with workspace.reading() as reader:
        open_ones = [each for each in reader.people.all_users() if each.left_on is None]
    administrators = {
        each.id for each in open_ones if each.role == Role.ADMIN.value and not has_ended(each, now)
    }
    if user not in administrators or role is Role.ADMIN:
        return
    left = len(administrators - {user})
    if not left:
        raise LastAdministrator()
    if left < FEWEST_ADMINISTRATORS and not knowing:
        raise FewAdministrators()
