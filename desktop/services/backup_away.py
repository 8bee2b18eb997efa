"""The copy off the machine, which opens with the recovery code only, and how well all copies are doing."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.bundle.reading import stage
from desktop.domain.access import Permission
from desktop.domain.backups import Age, Proof, age_of
from desktop.domain.errors import UserError
from desktop.services import erased_copies
from desktop.services.backup_files import (
    ABOUT,
    Copy,
    Reason,
    about,
    copies,
    copies_in,
    copy_at,
    name_of,
    remove,
)
from desktop.services.backups import TOLD_AFTER, Progress, failures, make_copy, operations_since
from desktop.services.bundle_files import clear_stick, copy_to_stick, unit_name
from desktop.services.copy_seal import SEAL, seal
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME, read_keyring
from desktop.services.devices import refuse_practice
from desktop.services.places import Place, refuse_gone
from desktop.services.rules import rule
from desktop.services.workspace import Workspace
from desktop.store.database import salt_of
from desktop.system.atomic import STICK_MARGIN, new_folder, write_to_stick
from desktop.system.files import REAL_FILES, FileOps

KEPT_AWAY: Final = 3
"""Copies of one unit that stay on one stick."""
HOME_LATE: Final = 3
"""Days after which the newest copy on the machine is too old, where something was written since."""

_AWAY: Final = "backup_away"
"""Local: the last copy that left the machine."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Away:
    """The newest copy off the machine.

    Attributes:
        place: what the stick is called, or the folder.
        operations: how many changes are recorded in it.
    """

    at: datetime
    place: str
    operations: int


@dataclass(frozen=True)
class AwayStanding:
    """How old the copy off the machine is, told by the unit's own terms.

    Attributes:
        days: None for no copy at all.
        amber, red: days from which it is told loudly, and more loudly.
    """

    away: Away | None
    days: int | None
    amber: int
    red: int

    @property
    def age(self) -> Age:
        return age_of(self.days, self.amber, self.red)


@dataclass(frozen=True)
class HomeStanding:
    """How the copies on the machine do.

    Attributes:
        newest: the newest good one.
        days: since it was made.
        missing: operations that are in no full copy yet.
        failures: how often in a row a copy failed.
        damaged: the newest copy was read through and is not good.
    """

    newest: Copy | None
    days: int | None
    missing: int
    failures: int
    damaged: bool

    @property
    def trouble(self) -> str:
        """What to tell: ``damaged``, ``failing``, ``late``, or nothing."""
        if self.damaged:
            return "damaged"
        if self.failures >= TOLD_AFTER:
            return "failing"
        return "late" if self.missing and self.days is not None and self.days > HOME_LATE else ""


def write_away(workspace: Workspace, place: Place, progress: Progress, files: FileOps = REAL_FILES) -> Copy:
    """Writes the newest good copy to a stick or folder and reads it back from the device; gives what lies there.

    Whatever was written since that copy is copied first. Raises the failures of disks and sticks,
    :class:`StickDamaged`, :class:`PracticeStaysHere` and ``Cancelled``; nothing half written is left.
    """
    workspace.require(Permission.SEND)
    refuse_practice(workspace)
    refuse_gone(place.folder)
    clear_stick(place.folder)
    source = _newest(workspace, stage(progress, 0, 2))
    # The keyring of today: a code that was replaced since the copy was made must not be the one that opens it.
    keyring = read_keyring(workspace.folder).recovery_only(workspace.secrets).to_bytes()
    target = _free_name(place.folder, name_of(source.number, source.at, unit_name(workspace.station)))
    told = replace(source, folder=target, reason=Reason.AWAY)
    needed = source.database.stat().st_size + 2 * STICK_MARGIN
    with new_folder(target, needed, files) as inside:
        copy_to_stick(source.database, inside / DATABASE_NAME, stage(progress, 1, 2), files)
        # What says that it is a copy comes last.
        sealed = seal(source, keyring, workspace.secrets.signing_key)
        for name, content in ((KEYRING_NAME, keyring), (SEAL, sealed), (ABOUT, about(told))):
            write_to_stick(inside / name, content, lambda _done, _total: None, files)
    erased_copies.clear_stick(workspace, place.folder, place.name or str(place.folder), target)
    _remember(workspace, place, source)
    _thin_away(workspace, place.folder)
    return copy_at(target)


def _newest(workspace: Workspace, progress: Progress) -> Copy:
    # What leaves the machine holds nothing that was erased.
    erased_copies.replace_copies(workspace, progress)
    good = [each for each in copies(workspace.folder) if each.number and each.proof is Proof.GOOD]
    # One of before another key opens with secrets that the keyring beside it would not hold.
    good = [each for each in good if salt_of(each.database) == workspace.secrets.database_salt]
    if good and not operations_since(workspace):
        return good[0]
    return make_copy(workspace, Reason.ASKED, progress)


def _free_name(folder: Path, name: str) -> Path:
    number, path = 1, folder / name
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}"
    return path


def _remember(workspace: Workspace, place: Place, copy: Copy) -> None:
    away = Away(workspace.now(), place.name or str(place.folder), copy.operations)
    plain = {**asdict(away), "at": away.at.isoformat(timespec="seconds")}
    with workspace.file.writing() as writer:
        writer.set_local(_AWAY, json.dumps(plain, ensure_ascii=False, sort_keys=True))
        erased_copies.note_out(writer, copy.at, away.place)
    workspace.log_access("backup_away", away.place)


def _thin_away(workspace: Workspace, folder: Path) -> None:
    """Older copies of this unit on the stick; those of others are none of its business."""
    own = workspace.station.name
    there = [each for each in copies_in(folder) if each.reason is Reason.AWAY and each.station == own]
    for each in there[KEPT_AWAY:]:
        try:
            remove(each)
        except UserError as error:
            _log.warning("an old copy stays on the stick: %s", error)


def away_standing(workspace: Workspace) -> AwayStanding | None:
    """How old the copy elsewhere is; None for sample data, and while nothing is recorded that could be lost."""
    today = workspace.today()
    with workspace.file.reading() as reader:
        if reader.local("practice") == "yes" or not reader.journal.latest_hlc():
            return None
        text = reader.local(_AWAY)
        amber = rule(reader, "backup_off_machine_amber_days", today)
        red = rule(reader, "backup_off_machine_red_days", today)
    if not text:
        return AwayStanding(None, None, amber, red)
    plain = json.loads(text)
    away = Away(datetime.fromisoformat(plain["at"]), plain["place"], plain["operations"])
    return AwayStanding(away, max((today - away.at.date()).days, 0), amber, red)


def home_standing(workspace: Workspace) -> HomeStanding:
    """How the copies on this machine do."""
    found = [each for each in copies(workspace.folder) if each.number]
    good = next((each for each in found if each.proof is Proof.GOOD), None)
    return HomeStanding(
        good,
        max((workspace.today() - good.at.date()).days, 0) if good is not None else None,
        operations_since(workspace),
        failures(workspace),
        bool(found) and found[0].proof is Proof.BAD,
    )
