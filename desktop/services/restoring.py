"""Back from a copy, on this or on a new computer.

choose -> open (code or password) -> :func:`prepare`, which shows what comes back -> :func:`restore`

Everything is put together beside the register first. What was there is moved aside, never written over, and the
restored file has a new identity before anything is written in it. It never goes back: what newer copies, the ends
of journals and the file that is put aside still hold comes along.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desktop.bundle.reading import stage as stage_of
from desktop.domain.access import Role
from desktop.domain.backups import Proof
from desktop.domain.errors import UserError
from desktop.domain.registers import REGISTRY
from desktop.services import key_change
from desktop.services.anchor import FILE_NAME as ANCHOR_NAME
from desktop.services.backup_files import Copy, NoCopy, copies, copies_in
from desktop.services.backups import forget_copies
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME, read_keyring
from desktop.services.environment import Environment, StationInfo, User, read_station
from desktop.services.identity import End, take_new_identity
from desktop.store.backup import Progress, reading_copy, verify_copy
from desktop.store.database import FileKey, salt_of
from desktop.store.people import take_over_people
from desktop.store.register_file import RegisterFile, Writer
from desktop.store.tail import take_over, take_tail
from desktop.system.atomic import STICK_MARGIN, write_atomic
from desktop.system.drives import refuse_unsafe_home
from desktop.system.errors import disk_full, failure_of
from desktop.system.files import REAL_FILES
from desktop.vault.device_secrets import Secrets
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.keyring import Keyring, KeyringUser
from desktop.vault.recovery import RecoveryCode

STAGE: Final = "khoi-phuc"
ASIDE: Final = "de-rieng"
READY: Final = "san-sang.json"
"""In the stage once it is whole: from then on the way is forward, whatever happens to the power."""

_NOW: Final = "dang-co"
_BESIDE: Final = ("-wal", "-shm", "-journal")

_log = logging.getLogger(__name__)


class PasswordNeeded(UserError):
    """The copy opens with the recovery code only: somebody must be given a password."""

    code = "password_needed"


@dataclass(frozen=True)
class OpenedCopy:
    """A copy that was opened, with the way in which it was."""

    copy: Copy
    keyring: Keyring
    secrets: Secrets = field(repr=False)
    unlock: Callable[[Keyring], Secrets] = field(repr=False)
    by_code: bool = False


@dataclass(frozen=True)
class Prepared:
    """What would be restored; it lies ready beside the register.

    Attributes:
        folder: the data folder.
        operations: how many changes are recorded in the copy.
        copied_until: when the last of them was made; None for none.
        found: how many more were found elsewhere, and come along.
        until: when the last of all was made.
        people: who may be given a password, administrators first.
        needs_password: nobody has one yet: the copy opened with the recovery code only.
        replaces: a register lies in the folder, and is put aside.
    """

    opened: OpenedCopy
    folder: Path
    station: StationInfo
    operations: int
    copied_until: datetime | None
    found: int
    until: datetime | None
    people: tuple[User, ...]
    needs_password: bool
    replaces: bool


def users_of(copy: Copy) -> tuple[KeyringUser, ...]:
    """Who may open a copy with a password: nobody, where it left its machine. Raises :class:`KeyringDamaged`."""
    return _keyring(copy).users()


def open_with_code(copy: Copy, code: RecoveryCode) -> OpenedCopy:
    """Slow. Raises :class:`WrongRecoveryCode`, :class:`KeyringDamaged` and the failures of disks."""
    return replace(_opened(copy, lambda keyring: keyring.open_with_recovery(code)), by_code=True)


def open_with_password(copy: Copy, user: str, password: str) -> OpenedCopy:
    """Slow. Raises :class:`WrongPassword`, :class:`KeyringDamaged` and the failures of disks."""
    return _opened(copy, lambda keyring: keyring.open_with_password(user, password))


def _opened(copy: Copy, unlock: Callable[[Keyring], Secrets]) -> OpenedCopy:
    keyring = _keyring(copy)
    return OpenedCopy(copy, keyring, unlock(keyring), unlock)


def _keyring(copy: Copy) -> Keyring:
    try:
        return Keyring.from_bytes(copy.keyring.read_bytes())
    except OSError as error:
        failure = failure_of(error, copy.folder)
        if failure is None:
            raise
        raise failure from error


def _key(secrets: Secrets) -> FileKey:
    return FileKey(secrets.database_key, secrets.database_salt)


# Putting it together


def prepare(opened: OpenedCopy, folder: Path, environment: Environment, progress: Progress) -> Prepared:
    """Puts the register together beside where it will lie, from the copy and all that is newer.

    Nothing of what lies in ``folder`` is changed. Raises :class:`CopyDamaged`, :class:`UnsafeHome`, the failures of
    disks, and ``Cancelled``; nothing is then left behind.
    """
    refuse_unsafe_home(folder)
    if opened.copy.folder.resolve() == folder.resolve():
        raise NoCopy(folder=str(folder))
    stage = folder / STAGE
    try:
        _begin_stage(stage, opened.copy)
        key = _key(opened.secrets)
        verify_copy(stage / DATABASE_NAME, key, REGISTRY, stage_of(progress, 0, 3))
        with closing(
            RegisterFile.open(stage / DATABASE_NAME, key, REGISTRY, stage_of(progress, 1, 3))
        ) as file:
            return _complete(file, opened, folder, environment, stage_of(progress, 2, 3))
    except OSError as error:
        discard(folder)
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error
    except BaseException:
        discard(folder)
        raise


def _begin_stage(stage: Path, copy: Copy) -> None:
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    _copy_database(copy.database, stage)


def _copy_database(source: Path, folder: Path) -> None:
    """The file, and its log where it was not closed well."""
    needed = source.stat().st_size + STICK_MARGIN
    free = REAL_FILES.free_bytes(folder)
    if free < needed:
        raise disk_full(folder, needed, free)
    for suffix in ("", "-wal"):
        file = source.with_name(source.name + suffix)
        if file.exists():
            shutil.copyfile(file, folder / (DATABASE_NAME + suffix))


def _complete(
    file: RegisterFile, opened: OpenedCopy, folder: Path, environment: Environment, progress: Progress
) -> Prepared:
    zone = environment.clock.local_now().tzinfo
    device = opened.secrets.device
    with file.reading() as reader:
        operations = reader.journal.size()
        copied = reader.journal.tip(device).last_hlc or reader.journal.latest_hlc()
        station = read_station(reader)
    found = 0
    ways = list(_newer(opened, folder))
    for done, way in enumerate(ways):
        progress(done, len(ways))
        # Each in a transaction of its own: what cannot be read takes nothing else along.
        try:
            with file.writing() as writer:
                found += way(writer)
        except (UserError, OSError) as error:
            _log.warning("nothing was taken over: %s", error)
    shutil.rmtree(folder / STAGE / _NOW, ignore_errors=True)
    with file.writing() as writer:
        forget_copies(writer)
        if salt_of(folder / DATABASE_NAME) not in (b"", opened.secrets.database_salt):
            # The copy is of before another key, under which somebody is gone: it must not open to them again.
            key_change.ask(writer, "restored")
        rows = writer.users()
        last = writer.journal.tip(device).last_hlc or writer.journal.latest_hlc()
    people = sorted((User(row[0], row[1], Role(row[2])) for row in rows), key=_administrators_first)
    progress(1, 1)
    return Prepared(
        opened,
        folder,
        station,
        operations,
        _moment(copied, zone),
        found,
        _moment(last, zone),
        tuple(people),
        not opened.keyring.users(),
        (folder / DATABASE_NAME).exists(),
    )


def _administrators_first(user: User) -> tuple[bool, str]:
    return user.role is not Role.ADMIN, user.name


def _moment(milliseconds: int, zone: object) -> datetime | None:
    if not milliseconds:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(zone)  # type: ignore[arg-type]  # a zone


def _newer(opened: OpenedCopy, folder: Path) -> Iterator[Callable[[Writer], int]]:
    """Ways to what the copy lacks: newer copies, the ends of journals, and the file that is put aside."""
    copy = opened.copy
    beside = [*copies_in(copy.folder.parent), *copies(folder)]
    beside = [each for each in beside if each.number and each.station in (copy.station, "")]
    newer = {each.folder.resolve(): each for each in beside if each.number >= copy.number}
    ordered = sorted(newer.values(), key=lambda each: each.number)
    good = [each for each in ordered if each.proof is not Proof.BAD and each.number > copy.number]
    # From the oldest to the newest: of what no journal tells the last word counts.
    for each in [copy, *ordered]:
        if each in good[-1:]:
            yield _over(each.database, _key_of(opened, each))
        if each.tail.is_file():
            yield _of_tail(each.tail, _key_of(opened, each))
    if (folder / DATABASE_NAME).is_file():
        yield lambda writer: _of_present(writer, opened, folder)


def _key_of(opened: OpenedCopy, copy: Copy) -> FileKey:
    """The key of another copy, which may be of before or after a change of it."""
    if salt_of(copy.database) != opened.secrets.database_salt:
        with suppress(UserError):
            return _key(opened.unlock(_keyring(copy)))
    return _key(opened.secrets)


def _over(database: Path, key: FileKey) -> Callable[[Writer], int]:
    def take(writer: Writer) -> int:
        with reading_copy(database, key, REGISTRY) as source:
            take_over_people(writer.connection, source.connection)
            return take_over(writer, source)

    return take


def _of_tail(tail: Path, key: FileKey) -> Callable[[Writer], int]:
    return lambda writer: take_tail(writer, tail, key)


def _of_present(writer: Writer, opened: OpenedCopy, folder: Path) -> int:
    """From a copy of the file that is there: looking into a file can change it, and it may be a damaged one."""
    now = folder / STAGE / _NOW
    now.mkdir()
    _copy_database(folder / DATABASE_NAME, now)
    key = _key(opened.secrets)
    with suppress(UserError):
        # It may have got another key since.
        key = _key(opened.unlock(read_keyring(folder)))
    return _over(now / DATABASE_NAME, key)(writer)


# Putting it in its place


def restore(
    prepared: Prepared,
    environment: Environment,
    *,
    user: str | None = None,
    password: str = "",
    kdf: Kdf = DEFAULT,
) -> Path | None:
    """Puts the prepared register in its place, under a new identity; gives the folder of what was put aside.

    ``user`` is given the password; needed where nobody has one. Raises :class:`PasswordNeeded`,
    :class:`PasswordRefused` and the failures of disks. A power cut is mended by :func:`finish`.
    """
    stage, opened = prepared.folder / STAGE, prepared.opened
    if prepared.needs_password and user is None:
        raise PasswordNeeded()
    keyring = opened.keyring
    if user is not None:
        keyring = _with_password(prepared, user, password, environment, kdf)
    with closing(RegisterFile.open(stage / DATABASE_NAME, _key(opened.secrets), REGISTRY)) as file:
        with file.reading() as reader:
            tip = reader.journal.tip(opened.secrets.device)
        take_new_identity(file, opened.secrets, keyring, stage, environment, prepared.station, tip, End.SAID)
    aside = f"{environment.clock.local_now():%Y%m%d-%H%M%S}"
    write_atomic(stage / READY, json.dumps({"aside": aside}).encode("ascii"))
    finish(prepared.folder)
    moved = prepared.folder / ASIDE / aside
    return moved if moved.exists() else None


def _with_password(
    prepared: Prepared, user: str, password: str, environment: Environment, kdf: Kdf
) -> Keyring:
    keyring, secrets = prepared.opened.keyring, prepared.opened.secrets
    randomness = environment.randomness
    if user in {each.id for each in keyring.users()}:
        return keyring.set_password(secrets, user, password, kdf=kdf, randomness=randomness)
    person = next(each for each in prepared.people if each.id == user)
    named = KeyringUser(person.id, person.name)
    return keyring.add_user(secrets, named, password, kdf=kdf, randomness=randomness)


def finish(folder: Path) -> bool:
    """Brings a restore to its end that was ready when the power failed; does nothing where there is none.

    To be called before a folder is looked at. Raises the failures of disks; it may be called again.
    """
    stage = folder / STAGE
    try:
        if not (stage / READY).is_file():
            return False
        aside = folder / ASIDE / str(json.loads((stage / READY).read_bytes())["aside"])
        for name in (DATABASE_NAME, ANCHOR_NAME, KEYRING_NAME):
            if (stage / name).exists():
                _put_aside(folder, name, aside)
                (stage / name).replace(folder / name)
        (stage / READY).unlink()
        shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error
    return True


def _put_aside(folder: Path, name: str, aside: Path) -> None:
    # The logs first: beside the new file they would be taken for its own.
    for file in [*(folder / (name + suffix) for suffix in _BESIDE), folder / name]:
        if file.exists():
            aside.mkdir(parents=True, exist_ok=True)
            file.replace(aside / file.name)


def discard(folder: Path) -> None:
    """Takes away what was prepared and is not wanted."""
    stage = folder / STAGE
    if not (stage / READY).exists():
        shutil.rmtree(stage, ignore_errors=True)
        with suppress(OSError):
            # Only where nothing else is in it: it was made for this.
            folder.rmdir()
