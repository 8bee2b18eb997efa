"""A newer version of the program, brought on a stick: signed by the upper level, checked, and put in place here.

What is signed is the setup program as it was built, by a computer of a level above, in a key domain of its own: a
signed bundle never passes as an update. ``minisign -V`` checks the same two files.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.bundle.errors import RevokedKey
from desktop.bundle.reading import Progress
from desktop.bundle.trust import Known, Trust, Trusted
from desktop.domain.access import Permission, require
from desktop.domain.errors import UserError
from desktop.domain.levels import is_above, superior
from desktop.domain.versions import RUNNING, Version, parse_version
from desktop.services import backups
from desktop.services.backup_files import Reason
from desktop.services.devices import refuse_practice, trusted
from desktop.services.update_note import FOLDER
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic, write_to_stick
from desktop.system.errors import failure_of
from desktop.system.files import REAL_FILES, FileOps
from desktop.vault.errors import SignatureWrong
from desktop.vault.minisign import (
    MAX_SIGNATURE_FILE,
    claimed_key_id,
    key_id,
    minisign_signature,
    verify_minisign,
)
from desktop.vault.signing import Domain

SIGNATURE: Final = ".minisig"
LARGEST: Final = 256 * 2**20
"""Bytes of a setup program; it is held in memory while it is checked."""

_NAME: Final = re.compile(r"So-Tu-Quan-([0-9.]+)-setup\.exe", re.IGNORECASE)


class NotASetup(UserError):
    """The file is not a setup program of this program by its name. Fact: ``file``."""

    code = "update_not_a_setup"


class UpdateUnknownSigner(UserError):
    """It was signed by nobody who may send this unit an update. Fact: ``file``."""

    code = "update_unknown_signer"


class UpdateChanged(UserError):
    """The file is not the one that was signed. Fact: ``file``."""

    code = "update_changed"


class UpdateNotNewer(UserError):
    """It is not newer than the program that runs. Facts: ``theirs``, ``ours``."""

    code = "update_not_newer"


class NotAnUpperLevel(UserError):
    """Updates are signed by a level above the communes."""

    code = "update_not_upper"


@dataclass(frozen=True)
class Found:
    """A signed setup program in a folder, not yet checked; its name says which version it is."""

    path: Path
    version: Version

    @property
    def signature(self) -> Path:
        return _signature_of(self.path)


@dataclass(frozen=True)
class Setup:
    """A setup program that may be signed. ``sha256`` is compared with what its maker has printed."""

    path: Path
    version: Version
    size: int
    sha256: str


@dataclass(frozen=True)
class Ready:
    """An update that was checked and lies on this machine; ``signer`` is the unit that signed it."""

    path: Path
    version: Version
    signer: str


def find(folder: Path, running: Version = RUNNING) -> list[Found]:
    """The signed setup programs right in a folder that are newer than this one, newest first.

    Only names are looked at. Raises the failures of disks and sticks.
    """
    with _failures(folder):
        named = [
            Found(path, version)
            for path in folder.iterdir()
            if (version := _version_of(path)) is not None and path.is_file()
        ]
        signed = [each for each in named if each.version > running and each.signature.is_file()]
    return sorted(signed, key=lambda each: each.version, reverse=True)


def fetch(workspace: Workspace, found: Found, progress: Progress, running: Version = RUNNING) -> Ready:
    """Checks an update, keeps it on this machine, and makes a full copy of the register that is proven good.

    What is started later is what was checked: the bytes that are kept are those that were read once. Raises
    :class:`UpdateUnknownSigner`, :class:`RevokedKey`, :class:`UpdateChanged`, :class:`UpdateNotNewer`, the failures
    of disks and of copies, and ``Cancelled``; then nothing is kept.
    """
    require(workspace.user.role, Permission.ADMINISTER)
    refuse_practice(workspace)
    progress(0, 100)
    data, signature = _read(found.path, LARGEST), _read(found.signature, MAX_SIGNATURE_FILE)
    version, signer = _verified(workspace, found.path.name, data, signature)
    if version <= running:
        raise UpdateNotNewer(theirs=str(version), ours=str(running))
    backups.make_copy(workspace, Reason.UPDATE, progress)
    folder = workspace.folder / FOLDER
    with _failures(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    path = folder / f"So-Tu-Quan-{version}-setup.exe"
    write_atomic(path, data)
    return Ready(path, version, signer)


def look_at(path: Path) -> Setup:
    """A setup program to be signed. Raises :class:`NotASetup` and the failures of disks."""
    version = _version_of(path)
    if version is None:
        raise NotASetup(file=path.name)
    data = _read(path, LARGEST)
    if data[:2] != b"MZ":
        raise NotASetup(file=path.name)
    return Setup(path, version, len(data), hashlib.sha256(data).hexdigest())


def sign(
    workspace: Workspace, setup: Setup, folder: Path, progress: Progress, *, files: FileOps = REAL_FILES
) -> Path:
    """Puts the setup program and this computer's signature into a folder or on a stick; gives its path there.

    Raises :class:`NotAnUpperLevel`, :class:`UpdateChanged` if it is not what was looked at, and the failures of
    disks and sticks.
    """
    require(workspace.user.role, Permission.ADMINISTER)
    refuse_practice(workspace)
    if not superior(workspace.station.level):
        raise NotAnUpperLevel()
    data = _read(setup.path, LARGEST)
    if hashlib.sha256(data).hexdigest() != setup.sha256:
        raise UpdateChanged(file=setup.path.name)
    signature = minisign_signature(
        workspace.secrets.signing_key, data, str(setup.version), domain=Domain.UPDATE
    )
    path = folder / f"So-Tu-Quan-{setup.version}-setup.exe"
    if path != setup.path:
        write_to_stick(path, data, progress, files)
    # Last: a setup program without its signature is offered to nobody.
    write_to_stick(_signature_of(path), signature, _silent, files)
    workspace.log_access("sign_update", f"{setup.version} {setup.sha256}")
    return path


def _verified(workspace: Workspace, name: str, data: bytes, signature: bytes) -> tuple[Version, str]:
    """Version and unit of a setup program whose signature is right."""
    with workspace.reading(Permission.ADMINISTER) as reader:
        known = trusted(workspace, reader)
    signer = _signer(known, workspace.station.level, name, signature)
    try:
        comment = verify_minisign(signer.certificate.signing_key, data, signature, domain=Domain.UPDATE)
    except SignatureWrong as error:
        raise UpdateChanged(file=name) from error
    version = parse_version(comment)
    if version is None:
        raise UpdateChanged(file=name)
    return version, signer.certificate.station_name


def _signer(known: Trusted, level: str, name: str, signature: bytes) -> Known:
    try:
        claimed = claimed_key_id(signature)
    except SignatureWrong as error:
        raise UpdateChanged(file=name) from error
    for each in known.devices.values():
        if key_id(each.certificate.signing_key) != claimed:
            continue
        if each.trust is Trust.REVOKED:
            raise RevokedKey(station=each.certificate.station_name)
        if each.sends and is_above(each.certificate.level, level):
            return each
    raise UpdateUnknownSigner(file=name)


def _version_of(path: Path) -> Version | None:
    named = _NAME.fullmatch(path.name)
    return parse_version(named.group(1)) if named else None


def _signature_of(path: Path) -> Path:
    return path.with_name(path.name + SIGNATURE)


def _read(path: Path, limit: int) -> bytes:
    with _failures(path), path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise NotASetup(file=path.name)
    return data


@contextmanager
def _failures(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error


def _silent(_done: int, _total: int) -> None:
    pass
