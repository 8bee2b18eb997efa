"""What a restored register is put together from: a copy that was opened, and all that lies beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeAlias

from desktop.domain.backups import Proof
from desktop.domain.errors import UserError
from desktop.domain.registers import REGISTRY
from desktop.services.backup_files import Copy, copies, copies_in
from desktop.services.data_folder import DATABASE_NAME, STAGE, read_keyring
from desktop.store.backup import reading_copy
from desktop.store.database import FileKey, salt_of
from desktop.store.people import take_over_people
from desktop.store.register_file import Writer
from desktop.store.tail import take_over, take_tail
from desktop.system.atomic import STICK_MARGIN
from desktop.system.errors import disk_full, failure_of
from desktop.system.files import REAL_FILES
from desktop.vault.device_secrets import Secrets
from desktop.vault.keyring import Keyring, KeyringUser
from desktop.vault.recovery import RecoveryCode

_NOW: Final = "dang-co"

Source: TypeAlias = Callable[[Writer], int]
"""Takes over what it has and the file lacks; gives how many operations."""


@dataclass(frozen=True)
class OpenedCopy:
    """A copy that was opened, with the way in which it was."""

    copy: Copy
    keyring: Keyring
    secrets: Secrets = field(repr=False)
    unlock: Callable[[Keyring], Secrets] = field(repr=False)
    by_code: bool = False


def users_of(copy: Copy) -> tuple[KeyringUser, ...]:
    """Who may open a copy with a password: nobody, where it left its machine. Raises :class:`KeyringDamaged`."""
    return _keyring(copy).users()


def open_with_code(copy: Copy, code: RecoveryCode, *, of: Copy | None = None) -> OpenedCopy:
    """``of`` is the copy that it has the keyring of, if that is another one. Slow.

    Raises :class:`WrongRecoveryCode`, :class:`KeyringDamaged` and the failures of disks."""
    return replace(_opened(copy, lambda keyring: keyring.open_with_recovery(code), of), by_code=True)


def open_with_password(copy: Copy, user: str, password: str, *, of: Copy | None = None) -> OpenedCopy:
    """As :func:`open_with_code`. Raises :class:`WrongPassword` where that raises :class:`WrongRecoveryCode`."""
    return _opened(copy, lambda keyring: keyring.open_with_password(user, password), of)


def _opened(copy: Copy, unlock: Callable[[Keyring], Secrets], of: Copy | None) -> OpenedCopy:
    keyring = _keyring(copy)
    return OpenedCopy(of or copy, keyring, unlock(keyring), unlock)


def _keyring(copy: Copy) -> Keyring:
    try:
        return Keyring.from_bytes(copy.keyring.read_bytes())
    except OSError as error:
        failure = failure_of(error, copy.folder)
        if failure is None:
            raise
        raise failure from error


def key_in(secrets: Secrets) -> FileKey:
    return FileKey(secrets.database_key, secrets.database_salt)


def newer(opened: OpenedCopy, folder: Path) -> Iterator[Source]:
    """Ways to what the copy lacks: newer copies, the ends of journals, and the file that is put aside."""
    copy = opened.copy
    beside = [*copies_in(copy.folder.parent), *copies(folder)]
    beside = [each for each in beside if each.number and each.station in (copy.station, "")]
    since = {each.folder.resolve(): each for each in beside if each.number >= copy.number}
    ordered = sorted(since.values(), key=lambda each: each.number)
    good = [each for each in ordered if each.proof is not Proof.BAD and each.number > copy.number]
    # From the oldest to the newest: of what no journal tells the last word counts.
    for each in [copy, *ordered]:
        if each in good[-1:]:
            yield over(each.database, key_of_copy(opened, each))
        if each.tail.is_file():
            yield of_tail(each.tail, key_of_copy(opened, each))
    if (folder / DATABASE_NAME).is_file():
        yield lambda writer: _of_present(writer, opened, folder)


def key_of_copy(opened: OpenedCopy, copy: Copy) -> FileKey:
    """The key of another copy, which may be of before or after a change of it."""
    if salt_of(copy.database) != opened.secrets.database_salt:
        with suppress(UserError):
            return key_in(opened.unlock(_keyring(copy)))
    return key_in(opened.secrets)


def over(database: Path, key: FileKey) -> Source:
    def take(writer: Writer) -> int:
        with reading_copy(database, key, REGISTRY) as source:
            take_over_people(writer.connection, source.connection)
            return take_over(writer, source)

    return take


def of_tail(tail: Path, key: FileKey) -> Source:
    return lambda writer: take_tail(writer, tail, key)


def _of_present(writer: Writer, opened: OpenedCopy, folder: Path) -> int:
    """From a copy of the file that is there: looking into a file can change it, and it may be a damaged one."""
    now = folder / STAGE / _NOW
    now.mkdir()
    copy_register(folder / DATABASE_NAME, now)
    key = key_in(opened.secrets)
    with suppress(UserError):
        # It may have got another key since.
        key = key_in(opened.unlock(read_keyring(folder)))
    return over(now / DATABASE_NAME, key)(writer)


def copy_register(source: Path, folder: Path) -> None:
    """The file, and its log where it was not closed well."""
    needed = source.stat().st_size + STICK_MARGIN
    free = REAL_FILES.free_bytes(folder)
    if free < needed:
        raise disk_full(folder, needed, free)
    for suffix in ("", "-wal"):
        file = source.with_name(source.name + suffix)
        if file.exists():
            shutil.copyfile(file, folder / (DATABASE_NAME + suffix))
