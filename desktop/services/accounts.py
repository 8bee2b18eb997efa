"""First start, log-in, and who the users of the file are."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

from desktop.base.ids import Ids
from desktop.base.text import exact
from desktop.domain.access import Permission, Role
from desktop.domain.errors import UserError
from desktop.domain.fields import Registry
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import GENESIS, head_message
from desktop.domain.registers import REGISTRY
from desktop.services.anchor import FILE_NAME as ANCHOR_NAME
from desktop.services.anchor import Anchor, put_back, read_anchor, write_anchor
from desktop.services.catalogues import load_catalogues
from desktop.services.workspace import Environment, StationInfo, User, Workspace, read_station
from desktop.store.database import FileKey
from desktop.store.register_file import RegisterFile, Writer
from desktop.system.atomic import write_atomic
from desktop.system.drives import refuse_unsafe_home
from desktop.system.errors import failure_of
from desktop.vault.certificate import DeviceCertificate, KeyFile, certify_successor
from desktop.vault.device_secrets import Secrets
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.keyring import Keyring, KeyringUser
from desktop.vault.recovery import RecoveryCode
from desktop.vault.signing import Domain

DATABASE_NAME = "so-tu-quan.db"
KEYRING_NAME = "so-tu-quan.khoa"
CERTIFICATE_YEARS = 5

CODE_CHECKED = "recovery_code_checked"
"""Local: the day on which the recovery code was last read back from its paper, or :data:`NOT_CHECKED`."""
NOT_CHECKED = "no"

_SUCCESSOR = "successor"
"""Local: the device that this file's present one certified last."""


class FolderInUse(UserError):
    """The folder holds a register already; it is opened, never written over."""

    code = "folder_in_use"


class FolderEmpty(UserError):
    """There is no register in the folder."""

    code = "folder_empty"


class UserLeft(UserError):
    """The user has left the unit: the history knows them, the door does not."""

    code = "user_left"


@dataclass(frozen=True)
class NewUser:
    """A user as the wizard asks for one."""

    name: str
    role: Role
    password: str = field(repr=False)


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


def has_register(folder: Path) -> bool:
    """Whether a register lies in the folder, whole or in part."""
    return (folder / DATABASE_NAME).exists() or (folder / KEYRING_NAME).exists()


def first_run(
    setup: FirstRun, environment: Environment, code: RecoveryCode, *, kdf: Kdf = DEFAULT
) -> Workspace:
    """Makes a new register for a unit and logs its first user in.

    ``code`` is the recovery code that the person has printed or written down. Raises :class:`FolderInUse`,
    :class:`PasswordRefused`, and what a folder that cannot be used raises; nothing is then left behind.
    """
    if has_register(setup.folder):
        raise FolderInUse(folder=str(setup.folder))
    setup.folder.mkdir(parents=True, exist_ok=True)
    refuse_unsafe_home(setup.folder)
    secrets = Secrets.generate(environment.randomness)
    ids = Ids(environment.clock.now_ms, environment.randomness)
    users = [(User(ids(), new.name, new.role), new.password) for new in setup.users]
    keyring = _keyring(secrets, code, users, environment, kdf)
    database = setup.folder / DATABASE_NAME
    try:
        file = RegisterFile.create(database, _file_key(secrets), REGISTRY)
        with file.writing() as writer:
            writer.set_local("station", json.dumps(asdict(setup.station), ensure_ascii=False))
            writer.set_local("practice", "yes" if setup.practice else "no")
            checked = environment.clock.today().isoformat() if setup.code_checked else NOT_CHECKED
            writer.set_local(CODE_CHECKED, checked)
            for user, _ in users:
                writer.add_user(user.id, user.name, user.role.value)
            certificate = _certificate(secrets, setup.station, environment.clock.today())
            _know(writer, KeyFile.issue(certificate, secrets.signing_key))
        write_anchor(setup.folder, Anchor(secrets.device, 0, GENESIS, environment.machine))
        write_atomic(setup.folder / KEYRING_NAME, keyring.to_bytes())
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


def _certificate(
    secrets: Secrets, station: StationInfo, today: date, successor_of: str | None = None
) -> DeviceCertificate:
    return DeviceCertificate(
        secrets.signing_key.public,
        secrets.recipient,
        station.code,
        station.name,
        station.level,
        ("all",),
        today,
        today + timedelta(days=365 * CERTIFICATE_YEARS),
        successor_of or secrets.device,
        1,
        successor_of,
    )


def _know(writer: Writer, key_file: KeyFile) -> None:
    certificate = key_file.certificate
    writer.know_device(
        certificate.device,
        certificate.signing_key.raw,
        key_file.to_bytes().decode("utf-8"),
        certificate.station,
    )


def _file_key(secrets: Secrets) -> FileKey:
    return FileKey(secrets.database_key, secrets.database_salt)


def read_keyring(folder: Path) -> Keyring:
    """Raises :class:`FolderEmpty`, :class:`KeyringDamaged` and the failures of disks."""
    try:
        data = (folder / KEYRING_NAME).read_bytes()
    except FileNotFoundError as error:
        raise FolderEmpty(folder=str(folder)) from error
    except OSError as error:
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error
    return Keyring.from_bytes(data)


def users(folder: Path) -> tuple[KeyringUser, ...]:
    """Whose names the log-in shows."""
    return read_keyring(folder).users()


def open_workspace(
    folder: Path,
    user: str,
    password: str,
    environment: Environment,
    *,
    registry: Registry = REGISTRY,
    progress: Callable[[int, int], None] | None = None,
    before_upgrade: Callable[[Secrets], None] = lambda _secrets: None,
) -> Workspace:
    """Logs a user in. ``before_upgrade`` is called before a file of another version of the program is changed.

    Raises :class:`WrongPassword`, :class:`UserLeft` and what opening the file raises. A file that was put back
    or copied takes a new identity first.
    """
    keyring = read_keyring(folder)
    refuse_unsafe_home(folder)
    secrets = keyring.open_with_password(user, password)
    file = RegisterFile.open(
        folder / DATABASE_NAME,
        _file_key(secrets),
        registry,
        progress,
        before_upgrade=lambda: before_upgrade(secrets),
    )
    try:
        opened = _user(file, user)
        secrets = _own_identity(file, secrets, keyring, folder, environment)
        workspace = Workspace(file, secrets, opened, load_catalogues(), environment, folder)
        workspace.log_access("log_in", "")
    except BaseException:
        file.close()
        raise
    return workspace


def _user(file: RegisterFile, user: str) -> User:
    with file.reading() as reader:
        row = reader.user(user)
    if row is None or row[2] is not None:
        raise UserLeft()
    return User(user, row[0], Role(row[1]))


def _own_identity(
    file: RegisterFile, secrets: Secrets, keyring: Keyring, folder: Path, environment: Environment
) -> Secrets:
    """The secrets to go on with: this device's own, or a successor's where the file was put back or copied."""
    anchor = read_anchor(folder)
    with file.reading() as reader:
        tip = reader.journal.tip(secrets.device)
        at_anchor = (
            reader.journal.hash_at(secrets.device, anchor.seq)
            if anchor is not None and anchor.device == secrets.device
            else None
        )
        station = read_station(reader)
    if not put_back(anchor, tip, environment.machine, at_anchor):
        return secrets
    return take_new_identity(file, secrets, keyring, folder, environment, station, tip)


def take_new_identity(
    file: RegisterFile,
    secrets: Secrets,
    keyring: Keyring,
    folder: Path,
    environment: Environment,
    station: StationInfo,
    tip: Tip,
) -> Secrets:
    """A new device for this file, certified by the old key, which is then gone from the keyring.

    The old chain ends where the file has it; what the lost part held comes back by bundles, under its own
    numbers, and cannot clash with what is written from now on.
    """
    successor = secrets.with_new_device(environment.randomness)
    certificate = _certificate(successor, station, environment.clock.today(), successor_of=secrets.device)
    old = _held_certificate(file, secrets.device)
    if old is not None:
        certificate = _within(certificate, old)
    with file.writing() as writer:
        if tip.seq:
            # The last word of the old key on its chain: what it never sent can then be passed on by the new one.
            message = head_message(tip.device, tip.seq, tip.hash)
            signature = secrets.signing_key.sign(Domain.HEAD, message)
            writer.journal.add_head(tip.device, tip.seq, tip.hash, signature.hex())
        _forget_unborn(writer, secrets.device)
        _know(writer, certify_successor(secrets.signing_key, certificate))
        writer.set_local(_SUCCESSOR, successor.device)
        # The award book goes on under the new name, so that no number is given twice.
        writer.set_local("award_book", writer.local("award_book") or secrets.device)
        writer.log_access(
            environment.clock.local_now().isoformat(timespec="seconds"),
            "",
            "new_identity",
            f"after {tip.seq}",
        )
    # The keyring last: until it has the new key, each opening finds the anchor of another device and begins again.
    write_anchor(folder, Anchor(successor.device, 0, GENESIS, environment.machine))
    write_atomic(folder / KEYRING_NAME, keyring.reseal(successor).to_bytes())
    return successor


def _forget_unborn(writer: Writer, device: str) -> None:
    """The power failed while a successor was made: its key is lost, and nobody shall hear of it."""
    unborn = writer.local(_SUCCESSOR)
    if unborn not in (None, device) and not writer.journal.tip(unborn).seq:
        writer.forget_device(unborn)


def _within(certificate: DeviceCertificate, old: DeviceCertificate) -> DeviceCertificate:
    """A successor's rights and term never go past those of the device it follows."""
    return DeviceCertificate(
        certificate.signing_key,
        certificate.recipient,
        old.station,
        old.station_name,
        old.level,
        old.roles,
        min(certificate.not_before, old.not_after),
        min(certificate.not_after, old.not_after),
        certificate.issuer,
        certificate.serial,
        certificate.successor_of,
    )


def _held_certificate(file: RegisterFile, device: str) -> DeviceCertificate | None:
    with file.reading() as reader:
        text = reader.certificate(device)
    return KeyFile.parse(text.encode("utf-8")).certificate if text else None


# Users, once the register is there


def without_password(workspace: Workspace) -> list[User]:
    """Users who cannot log in: the register came back from a copy that opens with the recovery code only."""
    known = {each.id for each in users(workspace.folder)}
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
