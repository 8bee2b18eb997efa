"""How far each operation of this unit has come on its way to the units that it goes to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from desktop.bundle.trust import Trust
from desktop.domain.fields import STATE
from desktop.domain.journal.merge import Change
from desktop.domain.levels import is_above
from desktop.services.bundle_whom import everybody, scope_of, whose
from desktop.services.devices import Kind, trusted
from desktop.services.views import Passage
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
from desktop.store.receipts import ACKNOWLEDGED, OUT
from desktop.store.register_file import Reader

_NAMED = 3


class Passages:
    """Asked operation by operation over one view of the file; nothing is told where nothing is sent."""

    def __init__(self, workspace: Workspace, reader: Reader) -> None:
        self._reader = reader
        known = trusted(workspace, reader)
        self._known = known
        self._level = known.devices[workspace.device].certificate.level
        station = known.station
        self._own = {
            device
            for device, each in known.devices.items()
            if each.trust is Trust.OWN or each.certificate.station == station
        }
        units = [] if workspace.practice else everybody(reader, known, workspace.device)
        self._units = {
            each.station: (each, scope_of(reader, known, workspace.device, each))
            for each in units
            if each.kind is not Kind.OWN
        }

    def of(self, operation: tuple[str, int], changes: Iterable[Change]) -> tuple[Passage, ...]:
        """The units that get anything of an operation; many as one sum."""
        device, seq = operation
        if device not in self._own or not self._units:
            return ()
        places = {(change.register, change.record) for change in changes}
        reached: dict[str, dict[str, str]] = {}
        for station, way, at in self._reader.receipts.passages(device, seq):
            reached.setdefault(station, {})[way] = at
        found = [
            self._passage(station, device, seq, reached.get(station, {}))
            for station in self._units
            if any(self._goes(station, place) for place in places)
        ]
        return tuple(found) if len(found) <= _NAMED else (_sum(found),)

    def from_below(self, operation: tuple[str, int]) -> bool:
        """Whether a unit below this one wrote it."""
        author = self._known.devices.get(operation[0])
        return author is not None and is_above(self._level, author.certificate.level)

    def _goes(self, station: str, place: Place) -> bool:
        scope = self._units[station][1]
        if scope.show(place[0], STATE) == "hidden":
            return False
        return scope.shows_records_of(place[0], whose(self._reader, self._known, scope)(*place))

    def _passage(self, station: str, device: str, seq: int, reached: dict[str, str]) -> Passage:
        to = self._units[station][0]
        written, acknowledged = (_moment(reached.get(way)) for way in (OUT, ACKNOWLEDGED))
        aside = any(
            first <= seq <= last
            for kept in (self._reader.receipts.get(holder, device) for holder in to.devices)
            for first, last in (kept.aside if kept else ())
        )
        return Passage(to.name, written, acknowledged, aside, acknowledged=int(acknowledged is not None))


def _sum(found: list[Passage]) -> Passage:
    written = [each.written_on for each in found if each.written_on is not None]
    return Passage(
        "",
        max(written) if written else None,
        None,
        units=len(found),
        acknowledged=sum(each.acknowledged for each in found),
    )


def _moment(at: str | None) -> datetime | None:
    return None if at is None else datetime.fromisoformat(at)
