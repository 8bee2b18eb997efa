"""Sealed copies of the units below that this one holds for them: whose computer dies gets its register back.

They come on the units' own sticks -> proven by the seal of their computer -> the newest of each unit is kept ->
given back onto a stick.

Nothing of them can be read here: each opens with its unit's recovery code only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from desktop.bundle.reading import Progress, stage
from desktop.bundle.trust import Known
from desktop.domain.access import Permission
from desktop.domain.backups import Proof
from desktop.services import copy_seal
from desktop.services.backup_files import ABOUT, Copy, Reason, about, copies_in, copy_at, name_of, remove
from desktop.services.bundle_files import clear_stick, copy_to_stick, unit_name
from desktop.services.copy_seal import SEAL
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME
from desktop.services.devices import refuse_practice, trusted
from desktop.services.environment import StationInfo
from desktop.services.outgoing_copy import MOST
from desktop.services.places import Place, refuse_gone
from desktop.services.workspace import Workspace
from desktop.store.backup import CopyDamaged
from desktop.system.atomic import STICK_MARGIN, copy_atomic, new_folder, remove_leftover_folders, write_atomic
from desktop.system.errors import failure_of
from desktop.system.files import REAL_FILES, FileOps
from desktop.vault.errors import SignatureWrong
from desktop.vault.minisign import claimed_key_id, key_id

FOLDER: Final = "giu-ho"
"""In the data folder: by the code of the unit, its newest copy."""

_BEGINS: Final = "don-vi-"
_UNSAFE: Final = re.compile(r"[^0-9A-Za-z_-]")
_FILES: Final = (DATABASE_NAME, KEYRING_NAME, SEAL)


@dataclass(frozen=True)
class Kept:
    """The newest copy of a unit that is held here."""

    station: str
    unit: str
    copy: Copy


@dataclass(frozen=True)
class Collected:
    """What came of a stick.

    Attributes:
        kept: copies that are held now.
        held: names of units of which a copy as new was held before.
        refused: how many folders that look like sealed copies are not what a computer known here signed.
    """

    kept: tuple[Kept, ...] = ()
    held: tuple[str, ...] = ()
    refused: int = 0

    def __add__(self, other: Collected) -> Collected:
        return Collected(self.kept + other.kept, self.held + other.held, self.refused + other.refused)


def kept(workspace: Workspace) -> list[Kept]:
    """The copies that are held for others, by the unit's name. Raises :class:`NotAllowed`."""
    with workspace.reading(Permission.RECEIVE):
        pass
    folder = workspace.folder / FOLDER
    units = [each for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []
    newest = ((each.name.removeprefix(_BEGINS), _newest(each)) for each in units)
    found = [Kept(code, copy.station, copy) for code, copy in newest if copy is not None]
    return sorted(found, key=lambda each: (each.unit, each.station))


def collect(workspace: Workspace, place: Place, progress: Progress) -> Collected:
    """Keeps of each other unit the newest sealed copy that lies on a stick or in a folder; the stick stays as it is.

    Raises the failures of disks and sticks, and ``Cancelled``; what was kept before stays.
    """
    workspace.require(Permission.RECEIVE)
    refuse_practice(workspace)
    refuse_gone(place.folder)
    with workspace.reading(Permission.RECEIVE) as reader:
        known = list(trusted(workspace, reader).devices.values())
    signers = {key_id(each.certificate.signing_key): each for each in known if each.sends}
    found = Collected()
    try:
        there = [each for each in copies_in(place.folder) if (each.folder / SEAL).is_file()]
        for at, copy in enumerate(there):
            found += _take(workspace, copy, signers, stage(progress, at, len(there)))
    except OSError as error:
        failure = failure_of(error, place.folder)
        if failure is None:
            raise
        raise failure from error
    return found


def give_back(
    workspace: Workspace, held: Kept, place: Place, progress: Progress, files: FileOps = REAL_FILES
) -> Copy:
    """Writes a copy onto a stick for its unit, as it came, and reads it back from the device; gives what lies there.

    Raises :class:`CopyDamaged` where it is no longer what was signed, and the failures of disks and sticks.
    """
    workspace.require(Permission.SEND)
    refuse_practice(workspace)
    refuse_gone(place.folder)
    clear_stick(place.folder)
    _prove_again(workspace, held.copy)
    name = name_of(held.copy.number, held.copy.at, unit_name(StationInfo(held.station, held.unit, "", "")))
    number, target = 1, place.folder / name
    while target.exists():
        number += 1
        target = place.folder / f"{name}-{number}"
    with new_folder(target, held.copy.size + 2 * STICK_MARGIN, files) as inside:
        for at, name in enumerate((*_FILES, ABOUT)):
            copy_to_stick(held.copy.folder / name, inside / name, stage(progress, at, 4), files)
    workspace.log_access("give_copy_back", held.unit)
    return copy_at(target)


def _prove_again(workspace: Workspace, copy: Copy) -> None:
    """It may have lain here for years; a computer that was revoked since says nothing against it."""
    with workspace.reading(Permission.SEND) as reader:
        known = trusted(workspace, reader).devices.values()
    keys = {key_id(each.certificate.signing_key): each.certificate.signing_key for each in known}
    try:
        copy_seal.check(copy, keys[claimed_key_id(copy_seal.read(copy.folder))])
    except (SignatureWrong, KeyError, OSError) as error:
        raise CopyDamaged(folder=str(copy.folder)) from error


def _take(workspace: Workspace, copy: Copy, signers: Mapping[bytes, Known], progress: Progress) -> Collected:
    try:
        signed = copy_seal.read(copy.folder)
        signer = signers.get(claimed_key_id(signed))
    except SignatureWrong:
        return Collected(refused=1)
    if signer is None or copy.size > MOST:
        return Collected(refused=1)
    certificate = signer.certificate
    if certificate.station == workspace.station.code:
        return Collected()
    folder = _folder_of(workspace, certificate.station)
    held = _newest(folder)
    if held is not None and copy_seal.read(held.folder) == signed:
        return Collected(held=(certificate.station_name,))
    # By its seal: no name that a stick brings becomes one of ours.
    target = folder / hashlib.blake2b(signed, digest_size=8).hexdigest()
    try:
        with new_folder(target, copy.size + STICK_MARGIN) as inside:
            for at, name in enumerate(_FILES):
                _bring(copy.folder / name, inside / name, stage(progress, at, len(_FILES)))
            said = copy_seal.check(replace(copy, folder=inside), certificate.signing_key)
            told = Copy(
                target,
                said.number,
                said.at,
                Reason.AWAY,
                said.operations,
                0,
                certificate.station_name,
                Proof.GOOD,
            )
            _refuse_older(told, held)
            write_atomic(inside / ABOUT, about(told))
    except SignatureWrong:
        return Collected(refused=1)
    except _Older:
        return Collected(held=(certificate.station_name,))
    for each in copies_in(folder):
        if each.folder != target:
            remove(each)
    workspace.log_access("keep_copy", certificate.station_name)
    return Collected(kept=(Kept(certificate.station, certificate.station_name, copy_at(target)),))


class _Older(Exception):
    """The copy is not newer than what is held of the unit."""


def _refuse_older(copy: Copy, held: Copy | None) -> None:
    # Clocks lie, and what a damaged file lost is not counted any more: one of the two is enough.
    if held is not None and copy.operations <= held.operations and copy.at <= held.at:
        raise _Older


def _newest(folder: Path) -> Copy | None:
    found = [each for each in copies_in(folder) if each.reason is Reason.AWAY]
    return max(found, key=lambda each: (each.at, each.operations), default=None)


def _folder_of(workspace: Workspace, station: str) -> Path:
    folder = workspace.folder / FOLDER / f"{_BEGINS}{_UNSAFE.sub('_', station)}"
    folder.mkdir(parents=True, exist_ok=True)
    remove_leftover_folders(folder)
    return folder


def _bring(source: Path, target: Path, progress: Progress) -> None:
    """Brings a file of a stick here; what fails in reading it is of the stick."""
    size = max(source.stat().st_size, 1)
    with source.open("rb") as file:
        copy_atomic(_OfStick(file, source.parent), target, lambda done: progress(min(done, size), size))


class _OfStick:
    """A file of a stick, which may be pulled out."""

    def __init__(self, file: BinaryIO, folder: Path) -> None:
        self._file = file
        self._folder = folder

    def read(self, size: int, /) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            failure = failure_of(error, self._folder)
            if failure is None:
                raise
            raise failure from error
