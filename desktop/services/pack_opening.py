"""Opening a print pack: a file of the ward official's own is begun from it, and later packs go into the same file.

look -> begin                   the pack and its code, then a new encrypted file with a user of its own
look -> preview -> receive      a further pack in that file, as any bundle is received
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from desktop.bundle.pack import PACK_SUFFIX, OpenedPack, PackLetter, read_pack, unlock
from desktop.bundle.pack_errors import PackExpired, PackFromStranger, PackOfOtherStation
from desktop.bundle.reading import Progress, stage
from desktop.bundle.trust import Known, Trust
from desktop.domain.access import Permission, Role
from desktop.services import bundle_import, layout_files
from desktop.services.accounts import FirstRun, first_run
from desktop.services.attempts import wait_after
from desktop.services.bundle_files import workshop
from desktop.services.bundle_import import Received, source_of
from desktop.services.bundle_opening import Key
from desktop.services.devices import know, trusted
from desktop.services.environment import Environment, StationInfo
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.store.register_file import Writer
from desktop.system.clock import Clock
from desktop.vault.certificate import certify_successor
from desktop.vault.device_secrets import Secrets
from desktop.vault.errors import WrongPackCode
from desktop.vault.kdf import DEFAULT, Kdf
from desktop.vault.recovery import PackCode, RecoveryCode

SUFFIX: Final = PACK_SUFFIX
_BROUGHT: Final = "pack_files"
"""Local: by name, the hash of each layout and picture as the last pack brought it."""


@dataclass(frozen=True)
class Pack:
    """A pack that its code opened.

    Attributes:
        station: the unit that made it; digits: the 25 of the computer there, to be compared by whoever wants to.
        sets: what the sets of awards are called.
    """

    path: Path
    station: str
    digits: str
    sets: tuple[str, ...]
    awards: int
    made_on: date
    open_until: date
    opened: OpenedPack

    @property
    def key(self) -> Key:
        letter = self.opened.letter
        return Key(letter.device.certificate.device, self.opened.identity)


@dataclass
class Tries:
    """Wrong codes in a row slow the next try down, as wrong passwords do; every try costs a derivation besides."""

    clock: Clock
    wrong: int = 0

    def look(self, path: Path, code: PackCode, today: date, progress: Progress) -> Pack:
        """As :func:`look`, after a wait; ``progress`` is told the seconds of it."""
        wait = wait_after(self.wrong)
        for second in range(wait):
            progress(second, wait)
            self.clock.pause(1)
        try:
            pack = look(path, code, today, progress)
        except WrongPackCode:
            self.wrong += 1
            raise
        self.wrong = 0
        return pack


def look(path: Path, code: PackCode, today: date, progress: Progress) -> Pack:
    """Opens a pack, slowly; nothing is kept.

    Raises what ``bundle.pack`` refuses it for, :class:`WrongPackCode`, :class:`PackExpired`, and the failures of
    disks and sticks.
    """
    with source_of(path) as source:
        sealed = read_pack(source)
        progress(1, 3)
        opened = unlock(sealed, code)
    letter = opened.letter
    if today > letter.open_until:
        raise PackExpired(day=letter.open_until)
    sender = letter.sender.certificate
    return Pack(
        path,
        sender.station_name,
        sender.fingerprint,
        letter.sets,
        letter.awards,
        date.fromisoformat(letter.made_at[:10]),
        letter.open_until,
        opened,
    )


def begin(  # each part by its own right
    pack: Pack,
    folder: Path,
    user: NewUser,
    environment: Environment,
    code: RecoveryCode,
    progress: Progress,
    *,
    kdf: Kdf = DEFAULT,
    code_checked: bool = True,
) -> Workspace:
    """Makes a file of its own for whoever got the pack, with its awards in it, and logs them in.

    The file takes keys of its own at once, for which the pack's first keys speak; those are then gone. Raises what
    :func:`first_run` and the import of the bundle do; nothing is then left behind.
    """
    letter = pack.opened.letter
    new = replace(user, role=Role.WARD)
    setup = FirstRun(folder, StationInfo(**letter.station), (new,), code_checked=code_checked)
    before = set(folder.iterdir()) if folder.is_dir() else set()

    def entitle(writer: Writer, secrets: Secrets) -> None:
        _entitle(writer, secrets, letter, environment.clock.today())

    workspace = first_run(setup, environment, code, kdf=kdf, entitle=entitle)
    try:
        receive(workspace, pack, stage(progress, 1, 2))
    except BaseException:
        workspace.close()
        for made in set(folder.iterdir()) - before:
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        raise
    return workspace


def is_strange(workspace: Workspace, pack: Pack) -> bool:
    """Whether the computer that made it is not known here: then a person compares its digits first."""
    with workspace.reading(Permission.RECEIVE, "award") as reader:
        known = trusted(workspace, reader)
    sender = pack.opened.letter.sender
    device = sender.certificate.device
    held = known.introduced([sender], device, workspace.today()).devices.get(device)
    return held is None or held.trust is Trust.KNOWN


def preview(workspace: Workspace, pack: Pack, progress: Progress, *, compared: bool = False) -> Received:
    """What a further pack would change here; nothing is kept but, with ``compared``, whose it is.

    Raises :class:`PackOfOtherStation`, :class:`PackFromStranger` unless the digits were ``compared``, and what the
    import of a bundle does.
    """
    _admit(workspace, pack, compared=compared)
    with _bundle(workspace, pack) as path:
        return bundle_import.look(workspace, path, progress, pack.key)


def receive(
    workspace: Workspace,
    pack: Pack,
    progress: Progress,
    seen: Received | None = None,
    *,
    compared: bool = False,
) -> Received:
    """Takes a pack in whole, or raises and changes nothing; the same one again changes nothing and says so."""
    _admit(workspace, pack, compared=compared)
    with _bundle(workspace, pack) as path:
        received = bundle_import.take(workspace, path, progress, seen, pack.key)
    if received.received_at is None:
        _keep_files(workspace, pack.opened.letter)
    return received


def _entitle(writer: Writer, secrets: Secrets, letter: PackLetter, today: date) -> None:
    """This computer takes the place of the one in the pack, and believes the one that made it."""
    first = letter.device.certificate
    certificate = replace(
        first,
        signing_key=secrets.signing_key.public,
        recipient=secrets.recipient,
        not_before=min(max(today, first.not_before), first.not_after),
        issuer=first.device,
        serial=1,
        successor_of=first.device,
    )
    know(writer, Known(letter.sender, Trust.CONFIRMED))
    know(writer, Known(letter.device, Trust.VOUCHED))
    know(writer, Known(certify_successor(letter.key, certificate), Trust.OWN))


def _admit(workspace: Workspace, pack: Pack, *, compared: bool) -> None:
    workspace.require(Permission.RECEIVE, "award")
    letter, own = pack.opened.letter, workspace.station
    if letter.station["code"] != own.code:
        raise PackOfOtherStation(station=pack.station, own=own.name)
    if is_strange(workspace, pack):
        if not compared:
            raise PackFromStranger(digits=pack.digits)
        with workspace.file.writing() as writer:
            know(writer, Known(letter.sender, Trust.CONFIRMED))
        workspace.log_access("confirm_device", letter.sender.certificate.device)


@contextmanager
def _bundle(workspace: Workspace, pack: Pack) -> Iterator[Path]:
    """The bundle of a pack as a file of this machine, for as long as it is read."""
    with workshop(workspace.folder) as folder:
        path = folder / pack.path.with_suffix(".tqb").name
        path.write_bytes(pack.opened.bundle)
        yield path


def _keep_files(workspace: Workspace, letter: PackLetter) -> None:
    """Layouts and pictures as the unit has them; what was changed here since the last pack stays."""
    with workspace.file.reading() as reader:
        brought = json.loads(reader.local(_BROUGHT) or "{}")
    held = {path.name: _digest(path.read_bytes()) for path in layout_files.own_files(workspace.folder)}
    wanted = {
        name: content
        for name, content in letter.files.items()
        if name not in held or held[name] == brought.get(name)
    }
    layout_files.keep_files(workspace.folder, wanted)
    now = {**brought, **{name: _digest(content) for name, content in wanted.items()}}
    with workspace.file.writing() as writer:
        writer.set_local(_BROUGHT, json.dumps(now, sort_keys=True))


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
