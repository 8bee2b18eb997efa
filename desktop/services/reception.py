"""Hands-free reception: every bundle of a stick or folder proven, taken where it is clean, and answered, unasked.

What is not clean is put on a list for a person (:mod:`reception_queue`) and stops nothing. Files are chosen by their
ending alone and no other file is ever opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from desktop.bundle.reading import Progress, stage
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.periods import Period
from desktop.domain.reporting import ReportState
from desktop.services import answers, backups, bundles, places, reception_queue, report_answers
from desktop.services.board import board, due_period
from desktop.services.bundle_files import copy_once
from desktop.services.bundles import Received
from desktop.services.devices import recipient, trusted
from desktop.services.reception_queue import CHOOSE, CONFLICT, GAPS, RETURNED, Waiting
from desktop.services.report_views import REGISTER, ReportGone, ReportLine, read_report
from desktop.services.workspace import Workspace
from desktop.system.errors import DriveFailed, FolderGone

ANSWERS: Final = "tra-loi"
"""The folder in a watched folder that the answers are written to."""
KEPT: Final = "can-xu-ly"
"""The folder beside the register where bundles lie that wait for a person: their stick is gone by then."""

_PULLED: Final = (FolderGone, DriveFailed)


class Fate(Enum):
    """What became of a bundle."""

    RECEIVED = "received"
    BEFORE = "before"
    """It had been taken before; nothing was done."""
    WAITS = "waits"
    """A person must look at it."""
    PULLED = "pulled"
    """The stick went away while it was read; nothing of it was kept."""


@dataclass(frozen=True)
class Outcome:
    """One bundle.

    Attributes:
        unit, station: name and code of the sender; empty where nobody knows it.
        period: of its report, where it brought one; None otherwise.
        code: why it waits.
        answered: whether the answer is on the stick; None where there was nothing to answer.
    """

    file: str
    fate: Fate
    unit: str = ""
    station: str = ""
    period: Period | None = None
    code: str = ""
    answered: bool | None = None


@dataclass(frozen=True)
class Sitting:
    """What came of one stick or folder.

    Attributes:
        name: of the stick.
        pulled: it went away in the middle.
        unanswered: units whose answer waits for their next stick.
    """

    folder: Path
    name: str
    outcomes: tuple[Outcome, ...] = ()
    pulled: bool = False
    unanswered: tuple[str, ...] = ()

    @property
    def received(self) -> tuple[Outcome, ...]:
        return tuple(each for each in self.outcomes if each.fate is Fate.RECEIVED)

    @property
    def waits(self) -> tuple[Outcome, ...]:
        return tuple(each for each in self.outcomes if each.fate is Fate.WAITS)


def receive_all(
    workspace: Workspace,
    folder: Path,
    name: str,
    *,
    stick: bool,
    only: Iterable[Path] = (),
    progress: Progress,
) -> Sitting:
    """Takes in what lies on a stick or in a folder, the oldest first, and writes the answers there.

    ``only`` are the files of a watched folder that are new; empty for all. No failure of a bundle or a stick is
    raised; :class:`NotAllowed` and ``Cancelled`` are.
    """
    with workspace.reading(Permission.RECEIVE):
        pass
    chosen = set(only)
    try:
        found = [each.path for each in reversed(places.bundle_files(folder))]
    except UserError:
        return Sitting(folder, name, pulled=True)
    files = [each for each in found if (not chosen or each in chosen) and not _own(workspace, each)]
    outcomes: list[Outcome] = []
    for at, path in enumerate(files):
        outcome = _receive(workspace, path, stage(progress, at, len(files) + 1))
        outcomes.append(outcome)
        if outcome.fate is Fate.PULLED:
            return Sitting(folder, name, tuple(outcomes), pulled=True, unanswered=_owe(workspace, outcomes))
    if not workspace.may(Permission.SEND):
        return Sitting(folder, name, tuple(outcomes))
    target = folder if stick else folder / ANSWERS
    answered = _answer(workspace, outcomes, target, stage(progress, len(files), len(files) + 1))
    told = tuple(
        Outcome(
            each.file, each.fate, each.unit, each.station, each.period, each.code, answered.get(each.station)
        )
        for each in outcomes
    )
    unanswered = tuple(dict.fromkeys(each.unit for each in told if each.answered is False))
    return Sitting(folder, name, told, unanswered=unanswered)


def new_files(folder: Path, known: Iterable[tuple[Path, int, float]]) -> list[tuple[Path, int, float]]:
    """The bundles of a watched folder that were not there before, or are others now; a folder that is gone has none."""
    held = set(known)
    try:
        found = places.bundle_files(folder)
    except UserError:
        return []
    told = [
        (each.path, each.size, each.changed.timestamp()) for each in found if each.path.parent.name != ANSWERS
    ]
    return [each for each in told if each not in held]


# One bundle


def _own(workspace: Workspace, path: Path) -> bool:
    """Whether this computer wrote it: an answer that lies there still."""
    try:
        return bundles.inspect(path, _quiet).sender == workspace.device
    except UserError:
        return False


def _receive(workspace: Workspace, path: Path, progress: Progress) -> Outcome:
    station, unit = _sender(workspace, path)
    try:
        seen = bundles.preview(workspace, path, stage(progress, 0, 2))
        if seen.received_at is not None:
            return Outcome(path.name, Fate.BEFORE, unit, station)
        if any(each.conflicting for each in seen.effect.counts.values()):
            kept = _keep(workspace, path)
            _queue(workspace, path, CONFLICT, station, unit, kept=kept)
            return Outcome(path.name, Fate.WAITS, unit, station, code=CONFLICT)
        backups.before_import(workspace, _quiet)
        taken = bundles.import_bundle(workspace, seen, stage(progress, 1, 2))
    except (*_PULLED, OSError):
        return Outcome(path.name, Fate.PULLED, unit, station)
    except UserError as error:
        _queue(workspace, path, error.code, station, unit, error)
        return Outcome(path.name, Fate.WAITS, unit, station, code=error.code)
    return _taken(workspace, path, taken, station, unit)


def _taken(workspace: Workspace, path: Path, taken: Received, station: str, unit: str) -> Outcome:
    with workspace.reading(Permission.RECEIVE) as reader:
        holding = any(each.station == station for each in reader.holding.all())
    reception_queue.came_through(workspace, path.name, station, holding=holding)
    touched = {record for each in (taken, *taken.followed) for record in _reports(each)}
    period = _answer_reports(workspace, touched)
    _tell_doubts(workspace, path, station, unit, period)
    return Outcome(path.name, Fate.RECEIVED, unit, station, period)


def _reports(taken: Received) -> list[str]:
    return [record for register, record in taken.effect.touched if register == REGISTER]


def _answer_reports(workspace: Workspace, records: Iterable[str]) -> Period | None:
    """Notes the signed reports among some as received; gives the period of the latest of them."""
    found: list[ReportLine] = []
    for record in records:
        try:
            with workspace.reading(register=REGISTER) as reader:
                held = read_report(reader, record)
        except ReportGone:
            continue
        if held.line.own or held.state.text_is_open:
            continue
        if held.state in (ReportState.SIGNED, ReportState.SENT):
            report_answers.receive(workspace, record, workspace.today())
            found.append(held.line)
    return max((each.period for each in found), key=lambda each: each.last, default=None)


def _tell_doubts(workspace: Workspace, path: Path, station: str, unit: str, period: Period | None) -> None:
    """What came in order and still is for a person: figures of two sources, a report that is still returned."""
    wanted = period or due_period(workspace)
    row = next((each for each in board(workspace, wanted, 1).rows if each.unit.code == station), None)
    if row is None:
        return
    if row.cells[0].undecided:
        _queue(workspace, path, CHOOSE, station, unit)
    elif any(each.state is ReportState.RETURNED for each in row.cells[0].offers) and period is None:
        _queue(workspace, path, RETURNED, station, unit)


def _sender(workspace: Workspace, path: Path) -> tuple[str, str]:
    """Code and name of the unit that a bundle says it comes from, where its computer is known here."""
    try:
        device = bundles.inspect(path, _quiet).sender
    except UserError:
        return "", ""
    with workspace.reading(Permission.RECEIVE) as reader:
        known = trusted(workspace, reader).devices.get(device)
    return (known.certificate.station, known.certificate.station_name) if known is not None else ("", "")


def _keep(workspace: Workspace, path: Path) -> Path:
    """A copy beside the register, for when the stick is gone."""
    return copy_once(workspace.folder / KEPT, path)


def _queue(
    workspace: Workspace,
    path: Path,
    code: str,
    station: str,
    unit: str,
    error: UserError | None = None,
    kept: Path | None = None,
) -> None:
    facts = tuple(
        (name, value if isinstance(value, int) else str(value))
        for name, value in (error.facts.items() if error is not None else ())
    )
    at = workspace.now().isoformat(timespec="seconds")
    reception_queue.add(workspace, Waiting(path.name, str(kept or path), code, at, station, unit, facts))


# Answers


def _answer(
    workspace: Workspace, outcomes: Iterable[Outcome], target: Path, progress: Progress
) -> dict[str, bool]:
    """By unit, whether its answer is on the stick: of those whose bundles were taken, or whose answer waits."""
    owed = {code for code, _ in reception_queue.answers(workspace)}
    units = {
        each.station: each.unit
        for each in outcomes
        if each.station
        and (
            each.fate is Fate.RECEIVED
            or each.station in owed
            or (each.fate is Fate.WAITS and each.code in GAPS)
        )
    }
    answered: dict[str, bool] = {}
    for at, (station, unit) in enumerate(units.items()):
        try:
            target.mkdir(exist_ok=True)
            to = recipient(workspace, station)
            answers.write_one(workspace, to, target, stage(progress, at, len(units)))
        except (UserError, OSError):
            # Whatever hinders it, what was received is received; the answer goes with the next stick.
            reception_queue.answer_waits(workspace, station, unit)
            answered[station] = False
        else:
            reception_queue.answer_written(workspace, station)
            answered[station] = True
    return answered


def _owe(workspace: Workspace, outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """What was taken before the stick went away is answered next time."""
    units = {each.station: each.unit for each in outcomes if each.station and each.fate is Fate.RECEIVED}
    for station, unit in units.items():
        reception_queue.answer_waits(workspace, station, unit)
    return tuple(units.values())


def _quiet(_done: int, _total: int) -> None:
    """Nobody watches."""
