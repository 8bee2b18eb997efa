"""What lies in a data folder: the encrypted file, its keyring, and the names that may log in."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.errors import UserError
from desktop.store.database import FileKey
from desktop.system.errors import failure_of
from desktop.vault.device_secrets import Secrets
from desktop.vault.keyring import Keyring, KeyringUser

DATABASE_NAME = "so-tu-quan.db"
KEYRING_NAME = "so-tu-quan.khoa"
STAGE = "khoi-phuc"
"""Where a restore is put together before it takes the register's place."""
WORKSHOP = "dang-ghi"
"""What the folders begin with in which bundles are put together."""


class FolderInUse(UserError):
    """The folder holds a register already; it is opened, never written over."""

    code = "folder_in_use"


class FolderEmpty(UserError):
    """There is no register in the folder."""

    code = "folder_empty"


def has_register(folder: Path) -> bool:
    """Whether a register lies in the folder, whole or in part."""
    return (folder / DATABASE_NAME).exists() or (folder / KEYRING_NAME).exists()


def key_of(secrets: Secrets) -> FileKey:
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
