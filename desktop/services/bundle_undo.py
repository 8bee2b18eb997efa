"""Taking a bundle back here: its operations are set aside, kept and not counted, until they are taken again.

The sender's data is not touched: it hears of it by the next receipt. What was built on them elsewhere goes aside
with them, also when it comes later; what this computer wrote itself stays.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from desktop.bundle.reading import Progress, Verified
from desktop.bundle.trust import Trust
from desktop.domain.access import Permission, require
from desktop.domain.errors import UserError
from desktop.domain.journal.aside import OperationId, building_on
from desktop.domain.journal.erase import targets_of
from desktop.services.bundle_effect import Effect, Effects, Period
from desktop.services.devices import refuse_practice, trusted
from desktop.services.taking import Journalled, Marking
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
from desktop.store.receipts import Kept
from desktop.store.register_file import Reader, Writer
from desktop.vault.revocation import Reason

__all__ = [
    "NothingToSetAside",
    "Undone",
    "again",
    "follow",
    "preview",
    "preview_again",
    "set_aside",
    "take_again",
]

_MANY: Final = 500


class NothingToSetAside(UserError):
    """Nothing that a bundle brought counts here, or nothing of it is set aside: it was done meanwhile."""

    code = "nothing_to_set_aside"


@dataclass(frozen=True)
class Undone:
    """What setting a bundle aside, or taking it again, does here.

    Attributes:
        effect: what changes, record by record.
        operations: how many of the bundle's own operations are concerned.
        later: how many others that were built on them go the same way.
        ours: how many of this computer's own were built on them, and stay.
        erased: how many of the operations had erased contents, which nothing brings back.
    """

    bundle: str
    station: str
    effect: Effect
    operations: int
    later: int
    ours: int = 0
    erased: int = 0


class _RolledBack(Exception):
    """Ends the transaction of a preview."""


def preview(workspace: Workspace, bundle: str, progress: Progress) -> Undone:
    """What setting a bundle aside would change; nothing is kept. Raises :class:`NothingToSetAside`."""
    return _look(workspace, bundle, progress, again=False)


def preview_again(workspace: Workspace, bundle: str, progress: Progress) -> Undone:
    """What taking it again would change; nothing is kept. Raises :class:`NothingToSetAside`."""
    return _look(workspace, bundle, progress, again=True)


def set_aside(workspace: Workspace, bundle: str, progress: Progress) -> Undone:
    """Sets a bundle aside here, whole. Raises :class:`NothingToSetAside`."""
    return _do(workspace, bundle, progress, again=False)


def take_again(workspace: Workspace, bundle: str, progress: Progress) -> Undone:
    """Lets a bundle count again that was set aside. Raises :class:`NothingToSetAside`."""
    return _do(workspace, bundle, progress, again=True)


def _look(workspace: Workspace, bundle: str, progress: Progress, *, again: bool) -> Undone:
    refuse_practice(workspace)
    require(workspace.user.role, Permission.RECEIVE)
    found: list[Undone] = []
    with contextlib.suppress(_RolledBack), workspace.file.writing() as writer:
        found.append(_Deed(workspace, writer, bundle, progress, lines=True).done(again=again))
        raise _RolledBack
    return found[0]


def _do(workspace: Workspace, bundle: str, progress: Progress, *, again: bool) -> Undone:
    refuse_practice(workspace)
    require(workspace.user.role, Permission.RECEIVE)
    action = "bundle.take_again" if again else "bundle.set_aside"
    with workspace.file.writing() as writer:
        undone = _Deed(workspace, writer, bundle, progress, lines=False).done(again=again)
        at = workspace.now().isoformat(timespec="seconds")
        writer.log_access(at, workspace.user.id, action.replace(".", "_"), bundle)
    workspace.announce(Changes(None, tuple(sorted(undone.effect.touched)), action, undone.station))
    return undone


class _Deed:
    """Setting aside or taking again, inside the one transaction."""

    def __init__(
        self, workspace: Workspace, writer: Writer, bundle: str, progress: Progress, *, lines: bool
    ) -> None:
        self._workspace = workspace
        self._writer = writer
        self._bundle = bundle
        self._progress = progress
        self._lines = lines
        self._own = own_devices(workspace, writer)

    def done(self, *, again: bool) -> Undone:
        row = self._writer.bundle_summary(self._bundle, "in")
        if row is None:
            raise NothingToSetAside()
        undone = self._taken_again() if again else self._set_aside()
        return replace(undone, station=str(json.loads(row[1]).get("station_name", "")))

    def _set_aside(self) -> Undone:
        gone = self._writer.aside.all()
        operations = [each for each in self._writer.aside.brought(self._bundle) if each not in gone]
        if not operations:
            raise NothingToSetAside()
        self._writer.aside.put(dict.fromkeys(operations, self._bundle))
        places = touched_by(self._writer, operations)
        later = follow(self._writer, places, self._own)
        places |= touched_by(self._writer, later)
        return self._undone(places, operations, later)

    def _taken_again(self) -> Undone:
        back = self._writer.aside.take(self._bundle)
        if not back:
            raise NothingToSetAside()
        places = touched_by(self._writer, back)
        # What is also built on a bundle that stays aside, stays with that one.
        stay = follow(self._writer, places, self._own)
        own = {each for each in back if each in set(self._writer.aside.brought(self._bundle))}
        return self._undone(
            places, list(own), [each for each in back if each not in own and each not in stay]
        )

    def _undone(
        self, places: set[Place], operations: list[OperationId], later: Iterable[OperationId]
    ) -> Undone:
        return Undone(
            self._bundle,
            "",
            Effects(self._workspace, self._writer, {}, lines=self._lines).of(
                places, set(), Period(), self._progress
            ),
            len(operations),
            len(list(later)),
            self._ours(places),
            self._erasures(operations),
        )

    def _ours(self, places: set[Place]) -> int:
        """Of this computer's own operations, those that build on what is aside now."""
        aside = self._writer.aside.all()
        found: set[OperationId] = set()
        for some in _in_pieces(places):
            records = self._writer.journal.changes_of_many(some, aside=True)
            found |= set(building_on(aside, records, lambda device: device in self._own))
        return len(found)

    def _erasures(self, operations: Iterable[OperationId]) -> int:
        held = (self._writer.journal.operation(*each) for each in operations)
        return sum(1 for each in held if each is not None and targets_of(each))


def own_devices(workspace: Workspace, reader: Reader) -> frozenset[str]:
    """This computer, under its present name and those of before."""
    known = trusted(workspace, reader).devices
    return frozenset(device for device, each in known.items() if each.trust is Trust.OWN)


def follow(writer: Marking, places: Iterable[Place], own: frozenset[str]) -> dict[OperationId, str]:
    """Sets aside what was built elsewhere on something that is: in these records, and wherever that leads."""
    aside, found = writer.aside.all(), dict[OperationId, str]()
    waiting = set(places) if aside else set()
    while waiting:
        new: dict[OperationId, str] = {}
        for some in _in_pieces(waiting):
            records = writer.journal.changes_of_many(some, aside=True)
            new |= building_on(aside, records, lambda device: device not in own)
        aside |= new
        found |= new
        waiting = touched_by(writer, new)
    writer.aside.put(found)
    return found


def again(writer: Writer, verified: Verified) -> set[Place]:
    """Sets aside what this computer had before it was restored from an older copy, by what it told the sender then.

    Once: who takes it again here has the last word. Of its own unit's work only is the sender asked.
    """
    known, found = verified.trusted, dict[OperationId, str]()
    for told in verified.contents.receipts:
        ending, of = known.endings.get(told.holder), known.devices.get(told.device)
        if ending is None or known.devices[told.holder].trust is not Trust.OWN or of is None:
            continue
        theirs = of.certificate.station == verified.sender.certificate.station
        kept = writer.receipts.get(told.holder, told.device)
        if not theirs or ending.reason is not Reason.REPLACED or (kept is not None and kept.at >= told.at):
            continue
        writer.receipts.put(Kept(told.holder, told.device, told.taken, told.hash, told.at, told.aside))
        for first, last in told.aside:
            places = ((told.device, seq) for seq in range(first, min(last, told.taken.seq) + 1))
            found.update(dict.fromkeys(places, verified.manifest.bundle))
    new = {each: bundle for each, bundle in found.items() if each not in writer.aside.all()}
    writer.aside.put(new)
    return touched_by(writer, new)


def touched_by(reader: Journalled, operations: Iterable[OperationId]) -> set[Place]:
    return {place for device, seq in operations for place in reader.journal.touched(device, seq)}


def _in_pieces(places: set[Place]) -> Iterable[list[Place]]:
    ordered = sorted(places)
    return (ordered[start : start + _MANY] for start in range(0, len(ordered), _MANY))
