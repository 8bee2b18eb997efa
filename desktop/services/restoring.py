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
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desktop.bundle.reading import stage as stage_of
from desktop.domain.access import Role
from desktop.domain.errors import UserError
from desktop.domain.registers import REGISTRY
from desktop.services import key_change, reentering
from desktop.services.anchor import FILE_NAME as ANCHOR_NAME
from desktop.services.anchor import read_anchor
from desktop.services.backup_files import Copy, NoCopy
from desktop.services.backups import forget_copies
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME, STAGE
from desktop.services.environment import Environment, StationInfo, User, read_station
from desktop.services.identity import End, take_new_identity
from desktop.services.reentering import Reenter
from desktop.services.rescue_report import Rescued
from desktop.services.restore_sources import (
    OpenedCopy,
    copy_register,
    key_in,
    newer,
    open_with_code,
    open_with_password,
    users_of,
)
from desktop.store.backup import Progress, verify_copy
from desktop.store.database import salt_of
from desktop.store.register_file import RegisterFile
from desktop.system.atomic import write_atomic
from desktop.system.drives import refuse_unsafe_home
from desktop.system.errors import failure_of
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.keyring import Keyring, KeyringUser

__all__ = [
    "STAGE",
    "OpenedCopy",
    "PasswordNeeded",
    "Prepared",
    "discard",
    "finish",
    "open_with_code",
    "open_with_password",
    "prepare",
    "restore",
    "users_of",
]

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
        rescued: what a damaged file gave; it has its new name already.
        reenter: the days since the copy, and what is held of each.
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
    rescued: Rescued | None = None
    reenter: Reenter | None = None


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
        key = key_in(opened.secrets)
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
    copy_register(copy.database, stage)


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
    ways = list(newer(opened, folder))
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
        anchor = read_anchor(folder)
        until = moment(copied, zone)
        if until is not None:
            known = anchor.seq if anchor is not None and anchor.device == device else None
            reentering.note(writer, until, environment.clock.today(), device, known)
        reenter = reentering.read(writer)
        rows = writer.users()
        last = writer.journal.tip(device).last_hlc or writer.journal.latest_hlc()
    people = people_of(rows)
    progress(1, 1)
    return Prepared(
        opened,
        folder,
        station,
        operations,
        moment(copied, zone),
        found,
        moment(last, zone),
        people,
        not opened.keyring.users(),
        (folder / DATABASE_NAME).exists(),
        reenter=reenter,
    )


def people_of(rows: Iterable[tuple[str, str, str]]) -> tuple[User, ...]:
    """Who may log in, administrators first."""
    users = (User(user, name, Role(role)) for user, name, role in rows)
    return tuple(sorted(users, key=lambda user: (user.role is not Role.ADMIN, user.name)))


def moment(milliseconds: int, zone: object) -> datetime | None:
    if not milliseconds:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(zone)  # type: ignore[arg-type]  # a zone


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
    if prepared.rescued is None:
        _take_name(prepared, keyring, environment)
    else:
        write_atomic(stage / KEYRING_NAME, keyring.to_bytes())
    aside = f"{environment.clock.local_now():%Y%m%d-%H%M%S}"
    write_atomic(stage / READY, json.dumps({"aside": aside}).encode("ascii"))
    finish(prepared.folder)
    moved = prepared.folder / ASIDE / aside
    return moved if moved.exists() else None


def _take_name(prepared: Prepared, keyring: Keyring, environment: Environment) -> None:
    stage, secrets = prepared.folder / STAGE, prepared.opened.secrets
    with closing(RegisterFile.open(stage / DATABASE_NAME, key_in(secrets), REGISTRY)) as file:
        with file.reading() as reader:
            tip = reader.journal.tip(secrets.device)
        take_new_identity(file, secrets, keyring, stage, environment, prepared.station, tip, End.SAID)


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
