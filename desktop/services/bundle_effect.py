"""What operations from elsewhere do to the registers: record by record, before and after, for a person to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Final

from desktop.bundle.reading import Progress
from desktop.domain.fields import STATE, Field, Register
from desktop.domain.journal.merge import parallel_updates
from desktop.domain.journal.operation import Operation
from desktop.services.views import Cell, FieldChange, Mark
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
from desktop.store.records import Stored
from desktop.store.register_file import Writer

MOST_LINES: Final = 500
"""Records that a preview tells one by one, of each fate; the counts are of all."""

_AT_ONCE: Final = 500


class Fate(Enum):
    """What becomes of a record, the gravest first."""

    CONFLICTING = "conflicting"
    """Two places changed it; a person must choose."""
    MERGED = "merged"
    """Two places changed different fields of it, and both stand."""
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    """Nothing that counts is left of it: what it came by is set aside."""
    ALREADY_HERE = "already_here"


@dataclass(frozen=True)
class Counted:
    """Of one register, how many records met which fate."""

    new: int = 0
    changed: int = 0
    merged: int = 0
    conflicting: int = 0
    already_here: int = 0
    gone: int = 0

    def plus(self, fate: Fate, by: int = 1) -> Counted:
        return replace(self, **{fate.value: getattr(self, fate.value) + by})


@dataclass(frozen=True)
class Line:
    """One record with what changes in it; sensitive values are masked. ``title`` is empty where it is one."""

    fate: Fate
    register: str
    record: str
    title: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Period:
    """The days of a bundle's operations, as their authors' clocks said; None where nothing is told."""

    first: date | None = None
    last: date | None = None

    def with_operations(self, operations: Iterable[Operation]) -> Period:
        said = ((each.meta() or {}).get("at") for each in operations)
        texts = {at[:10] for at in said if isinstance(at, str)}
        days = [each for each in (self.first, self.last, *map(date.fromisoformat, texts)) if each is not None]
        return Period(min(days), max(days)) if days else self


@dataclass(frozen=True)
class Effect:
    """All that changes.

    Attributes:
        counts: by register, in the order of navigation.
        lines: conflicts on top, then what was merged, changed and new, up to ``MOST_LINES`` of each.
        merged: the first ``MOST_LINES`` records in which changes of two places stand together.
    """

    counts: Mapping[str, Counted] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    period: Period = Period()
    touched: frozenset[Place] = frozenset()
    merged: tuple[Place, ...] = ()


class Effects:
    """Folds what was touched and compares, inside the transaction.

    ``before`` says by device how far its chain was held: what lies beyond is new.
    """

    def __init__(
        self, workspace: Workspace, writer: Writer, before: Mapping[str, int], *, lines: bool
    ) -> None:
        self._registry = workspace.registry
        self._writer = writer
        self._before = before
        self._telling = lines
        self._fates: dict[Place, Fate] = {}
        self._beside: set[Place] = set()
        self._lines: dict[Fate, list[Line]] = {fate: [] for fate in Fate}

    def of(self, touched: set[Place], seen_before: set[Place], period: Period, progress: Progress) -> Effect:
        places = sorted(place for place in touched if place[0] in self._registry)
        conflicts = self._writer.conflicts.places()
        for start in range(0, len(places), _AT_ONCE):
            progress(start, len(places))
            self._fold(places[start : start + _AT_ONCE])
        for place in self._writer.conflicts.places() - conflicts:
            self._fates[place] = Fate.CONFLICTING
        for place in seen_before - touched:
            if place[0] in self._registry:
                self._fates[place] = Fate.ALREADY_HERE
        lines = [line for fate in Fate for line in self._lines[fate]]
        merged = tuple(place for place, fate in self._fates.items() if fate is Fate.MERGED)[:MOST_LINES]
        return Effect(
            self._counts(), tuple(self._settled(lines)), period, frozenset(touched | self._beside), merged
        )

    def _settled(self, lines: list[Line]) -> list[Line]:
        """A retiring found to be in conflict only when the children were folded moves up."""
        final = [replace(line, fate=self._fates[line.register, line.record]) for line in lines]
        return sorted(final, key=lambda line: list(Fate).index(line.fate))

    def _fold(self, places: Sequence[Place]) -> None:
        before = self._rows(places)
        self._beside.update(self._writer.refold(places))
        if not self._telling:
            # Of a record that is new no more is asked than whether it is in conflict.
            self._count_new([place for place in places if place not in before])
            places = [place for place in places if place in before]
        after = self._rows(places)
        beside = self._merged([place for place in places if place in before])
        for place in places:
            old, new = before.get(place), after.get(place)
            if new is None:
                new, fate = old, Fate.GONE
            else:
                fate = _fate(old, new, merged=place in beside)
            if new is None:
                continue
            self._fates[place] = fate
            if self._telling and fate is not Fate.ALREADY_HERE and len(self._lines[fate]) < MOST_LINES:
                self._lines[fate].append(self._line(fate, place, old, new))

    def _count_new(self, places: Iterable[Place]) -> None:
        for register, records in _by_register(places).items():
            for record, conflicts in self._writer.records.conflicts_of(register, records).items():
                self._fates[register, record] = Fate.CONFLICTING if conflicts else Fate.NEW

    def _rows(self, places: Iterable[Place]) -> dict[Place, Stored]:
        return {
            (register, record): row
            for register, records in _by_register(places).items()
            for record, row in self._writer.records.get_many(register, records).items()
        }

    def _merged(self, places: Sequence[Place]) -> set[Place]:
        """Records in which a new operation stands beside one whose author had not seen it."""
        found = set()
        for place, changes in self._writer.journal.changes_of_many(places).items():
            pairs = parallel_updates(changes)
            if any(self._is_new(each) for pair in pairs for each in pair):
                found.add(place)
        return found

    def _is_new(self, operation: tuple[str, int]) -> bool:
        device, seq = operation
        return device in self._before and seq > self._before[device]

    def _counts(self) -> dict[str, Counted]:
        counts: dict[str, Counted] = {}
        for (register, _), fate in self._fates.items():
            counts[register] = counts.get(register, Counted()).plus(fate)
        return {each.name: counts[each.name] for each in self._registry if each.name in counts}

    def _line(self, fate: Fate, place: Place, old: Stored | None, new: Stored) -> Line:
        declared = self._registry[place[0]]
        title = ""
        if not declared.by_name[declared.title].sensitive:
            title = self._writer.records.titles(place[0], [place[1]]).get(place[1]) or ""
            if fate is Fate.GONE:
                title = title or self._last_title(declared, new)
        changes = [
            FieldChange(*place, each.name, self._cell(each, old), self._cell(each, new))
            for each in declared.fields
            if not each.parent and _differs(each, old, new)
        ]
        if (old.standing if old else "active") != new.standing:
            before = Cell(old.standing) if old else Cell()
            changes.append(FieldChange(*place, STATE, before, Cell(new.standing)))
        return Line(fate, *place, title, tuple(changes))

    def _last_title(self, register: Register, row: Stored) -> str:
        """What a record was called that has no row any more."""
        field, value = register.by_name[register.title], row.values.get(register.title)
        if field.to is not None and isinstance(value, str):
            return self._title(self._registry[field.to], value) or ""
        return str(value or "")

    def _cell(self, declared: Field, row: Stored | None) -> Cell:
        if row is None:
            return Cell()
        value, mark = row.values.get(declared.name), row.marks.get(declared.name)
        if mark in ("withheld", "erased"):
            return Cell(None, Mark(mark))
        if declared.sensitive:
            return Cell(None, Mark.MASKED if value is not None else Mark.NONE)
        text = None
        if declared.to is not None and isinstance(value, str):
            text = self._title(self._registry[declared.to], value)
        return Cell(value, Mark.CONFLICT if mark == "conflict" else Mark.NONE, text)

    def _title(self, register: Register, record: str) -> str | None:
        if register.by_name[register.title].sensitive:
            return None
        return self._writer.records.titles(register.name, [record]).get(record)


def _by_register(places: Iterable[Place]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for register, record in places:
        found.setdefault(register, []).append(record)
    return found


def _fate(old: Stored | None, new: Stored, *, merged: bool) -> Fate:
    if new.conflicts and (old is None or new != old):
        return Fate.CONFLICTING
    if old is None:
        return Fate.NEW
    if merged:
        return Fate.MERGED
    return Fate.ALREADY_HERE if new == old else Fate.CHANGED


def _differs(declared: Field, old: Stored | None, new: Stored) -> bool:
    name = declared.name
    if old is None:
        return new.values.get(name) is not None or name in new.marks
    return (old.values.get(name), old.marks.get(name)) != (new.values.get(name), new.marks.get(name))
