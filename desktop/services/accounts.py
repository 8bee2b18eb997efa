"""First start, log-in, and who the users of the file are."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.ids import Ids
from desktop.base.values import dataclass
from desktop.domain.access import Role
from desktop.domain.fields import Registry
from desktop.domain.journal.operation import GENESIS
from desktop.domain.registers import REGISTRY
from desktop.services import attempts, key_change
from desktop.services.anchor import FILE_NAME as ANCHOR_NAME
from desktop.services.anchor import Anchor, write_anchor
from desktop.services.catalogues import load_catalogues
from desktop.services.data_folder import (
    DATABASE_NAME,
    KEYRING_NAME,
    FolderInUse,
    has_register,
    key_of,
    read_keyring,
)
from desktop.services.environment import Environment, StationInfo, User
from desktop.services.identity import certificate_for, know, own_identity
from desktop.services.users import NewUser, UserLeft, close_ended, has_ended
from desktop.services.workspace import Workspace
from desktop.store.register_file import RegisterFile, Writer
from desktop.system.atomic import write_atomic
from desktop.system.drives import keep_private, refuse_unsafe_home
from desktop.vault.certificate import KeyFile
from desktop.vault.device_secrets import Secrets
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.keyring import Keyring, KeyringUser

if TYPE_CHECKING:
    from desktop.vault.recovery import RecoveryCode

CODE_CHECKED = "recovery_code_checked"
"""Local: the day on which the recovery code was last read back from its paper, or :data:`NOT_CHECKED`."""
NOT_CHECKED = "no"


@dataclass(frozen=True)
class FirstRun:
    """What the wizard has asked. ``practice`` marks sample data for ever.

    Attributes:
        code_checked: whether the recovery code was read back from its paper; else it is still to do.
    """

    folder: Path
    station: StationInfo
    users: tuple[NewUser, ...]
    practice: bool = False
    code_checked: bool = True


def first_run(
    setup: FirstRun,
    environment: Environment,
    code: RecoveryCode,
    *,
    kdf: Kdf = DEFAULT,
    entitle: Callable[[Writer, Secrets], None] | None = None,
) -> Workspace:
    """Makes a new register for a unit and logs its first user in.

    ``code`` is the recovery code that the person has printed or written down. ``entitle`` keeps the certificates of
    a device that is not the unit's own by its own word. Raises :class:`FolderInUse`,
    :class:`PasswordRefused`, and what a folder that cannot be used raises; nothing is then left behind.
    """
    if has_register(setup.folder):
        raise FolderInUse(folder=str(setup.folder))
    setup.folder.mkdir(parents=True, exist_ok=True)
    refuse_unsafe_home(setup.folder)
    keep_private(setup.folder)
    secrets = Secrets.generate(environment.randomness)
    ids = Ids(environment.clock.now_ms, environment.randomness)
    users = [(User(ids(), new.name, new.role), new.password) for new in setup.users]
    keyring = _keyring(secrets, code, users, environment, kdf)
    database = setup.folder / DATABASE_NAME
    try:
        file = RegisterFile.create(database, key_of(secrets), REGISTRY)
        with file.writing() as writer:
            writer.set_local("station", json.dumps(asdict(setup.station), ensure_ascii=False))
            writer.set_local("practice", "yes" if setup.practice else "no")
            checked = environment.clock.today().isoformat() if setup.code_checked else NOT_CHECKED
            writer.set_local(CODE_CHECKED, checked)
            for user, _ in users:
                writer.add_user(user.id, user.name, user.role.value)
            if entitle is not None:
                entitle(writer, secrets)
            else:
                certificate = certificate_for(secrets, setup.station, environment.clock.today())
                know(writer, KeyFile.issue(certificate, secrets.signing_key))
        write_anchor(setup.folder, Anchor(secrets.device, 0, GENESIS, environment.machine))
        write_atomic(setup.folder / KEYRING_NAME, keyring.to_bytes())
        attempts.begin(setup.folder)
    except BaseException:
        for leftover in (*setup.folder.glob(f"{DATABASE_NAME}*"), setup.folder / ANCHOR_NAME):
            leftover.unlink(missing_ok=True)
        raise
    return Workspace(file, secrets, users[0][0], load_catalogues(), environment, setup.folder)


def _keyring(
    secrets: Secrets,
    code: RecoveryCode,
    users: list[tuple[User, str]],
    environment: Environment,
    kdf: Kdf,
) -> Keyring:
    (first, password), *others = users
    keyring = Keyring.create(
        secrets,
        code,
        KeyringUser(first.id, first.name),
        password,
        kdf=kdf,
        randomness=environment.randomness,
    )
    for user, password in others:
        keyring = keyring.add_user(
            secrets, KeyringUser(user.id, user.name), password, kdf=kdf, randomness=environment.randomness
        )
    return keyring


def open_workspace(
    folder: Path,
    user: str,
    password: str,
    environment: Environment,
    *,
    registry: Registry = REGISTRY,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    before_upgrade: Callable[[Secrets], None] = lambda _secrets: None,
) -> Workspace:
    """Logs a user in. ``before_upgrade`` is called before a file of another version of the program is changed.

    Wrong passwords slow the next tries down (see ``attempts``). Raises :class:`WrongPassword`, :class:`UserLeft` and
    what opening the file raises. A file that was put back or copied takes a new identity first; accounts whose hour
    has passed are closed, and a key that is to be changed is.
    """
    keyring = read_keyring(folder)
    refuse_unsafe_home(folder)
    with attempts.trying(folder, user, environment, progress) as wrong:
        secrets = keyring.open_with_password(user, password)
    file = RegisterFile.open(
        folder / DATABASE_NAME,
        key_of(secrets),
        registry,
        progress,
        before_upgrade=lambda: before_upgrade(secrets),
    )
    try:
        opened = _user(file, user, environment.clock.local_now())
        secrets = own_identity(file, secrets, keyring, folder, environment)
        workspace = Workspace(file, secrets, opened, load_catalogues(), environment, folder)
        workspace.log_access("log_in", str(wrong) if wrong else "")
        close_ended(workspace)
        key_change.change_if_asked(workspace, progress)
        key_change.tidy(folder)
    except BaseException:
        file.close()
        raise
    return workspace


def unlock(workspace: Workspace, password: str, progress: Callable[[int, int], None]) -> None:
    """The user is back at the locked screen. Raises :class:`WrongPassword`, and :class:`UserLeft` past their hour."""
    keyring = read_keyring(workspace.folder)
    with attempts.trying(workspace.folder, workspace.user.id, workspace.environment, progress):
        keyring.open_with_password(workspace.user.id, password)
    _user(workspace.file, workspace.user.id, workspace.environment.clock.local_now())


def password_by_code(
    folder: Path,
    user: str,
    code: RecoveryCode,
    password: str,
    environment: Environment,
    progress: Callable[[int, int], None],
    *,
    kdf: Kdf = DEFAULT,
) -> Workspace:
    """A new password for a user, by whoever opened the envelope with the recovery code; logs them in.

    The file gets a new key, as after every reset. Raises :class:`WrongRecoveryCode`, :class:`PasswordRefused`,
    :class:`UserLeft` and what opening the file raises; nothing is then changed.
    """
    keyring = read_keyring(folder)
    with attempts.trying(folder, attempts.CODE, environment, progress):
        secrets = keyring.open_with_recovery(code)
    keyring = keyring.set_password(secrets, user, password, kdf=kdf, randomness=environment.randomness)
    with closing(RegisterFile.open(folder / DATABASE_NAME, key_of(secrets), REGISTRY)) as file:
        opened = _user(file, user, environment.clock.local_now())
        with file.writing() as writer:
            key_change.ask(writer, "password_by_code")
            at = environment.clock.local_now().isoformat(timespec="seconds")
            writer.log_access(at, opened.id, "password_by_code", opened.id)
    write_atomic(folder / KEYRING_NAME, keyring.to_bytes())
    return open_workspace(folder, user, password, environment, progress=progress)


def _user(file: RegisterFile, user: str, now: datetime) -> User:
    with file.reading() as reader:
        stored = reader.people.user(user)
    if stored is None or stored.left_on is not None or has_ended(stored, now):
        raise UserLeft()
    return User(user, stored.name, Role(stored.role))
