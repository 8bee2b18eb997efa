"""One conflict as a person is shown it: what stands beside each other, who wrote it, when and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from desktop.bundle.trust import Trust, Trusted
from desktop.domain.errors import UserError
from desktop.domain.fields import SEEN, STATE, Field, Register
from desktop.domain.journal.merge import Change as Written
from desktop.domain.journal.merge import Content, fold, retired_against_edits
from desktop.domain.journal.settle import STANDING, Choice, choices, in_use, kept_in_use
from desktop.services.change import Basis, basis_of
from desktop.services.describe import describe
from desktop.services.devices import trusted
from desktop.services.views import Cell, FieldChange, Hit, Mark, Standing
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader

_MOST_EDITS: Final = 6


class ConflictMoved(UserError):
    """Something else was written meanwhile: what was shown is not what would be replaced."""

    code = "conflict_moved"


@dataclass(frozen=True)
class Computer:
    """Where something was written.

    Attributes:
        own: here, or on the computer whose place this one took.
        fellow: another computer of this unit.
        station: the name of its unit; empty for one that is not known.
        digits: the first five of its 25 digits, by which people tell computers of one unit apart.
    """

    own: bool
    fellow: bool
    station: str
    digits: str


@dataclass(frozen=True)
class Author:
    """Who wrote something, when and where; no name and time where that is withheld."""

    name: str
    at: datetime | None
    computer: Computer


@dataclass(frozen=True)
class Side:
    """One of the contents to choose from.

    Attributes:
        cells: by field, in the order of the form; empty when the side is about the record's standing.
        standing, on, reason: what became of the record, since which day, and why; else None and empty.
        edits: what was changed by those who went on using the record.
        shown: the register shows it until somebody chooses.
        known: it can be chosen; what is withheld or erased cannot.
    """

    cells: Mapping[str, Cell]
    authors: tuple[Author, ...]
    shown: bool
    known: bool
    standing: Standing | None = None
    on: str = ""
    reason: str = ""
    edits: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """One choice to be made.

    Attributes:
        fields: the fields that are settled as one, as they are named in labels; none for a standing.
        hit: the record; its title is empty where that is sensitive.
        within: the record that it belongs to, such as the dispute of a party.
        sides: what is shown now first.
        masked: a side holds sensitive values; :func:`reveal` shows them.
        basis: what is replaced, opaque to the screen.
    """

    register: str
    record: str
    fields: tuple[str, ...]
    hit: Hit
    within: Hit | None
    sides: tuple[Side, ...]
    masked: bool
    basis: Basis = field(repr=False)

    @property
    def place(self) -> tuple[str, str, tuple[str, ...]]:
        """What it is about, whatever stands in it now."""
        return (self.register, self.record, self.fields)


@dataclass(frozen=True)
class Group:
    """A record with the fields of it that are settled as one."""

    register: str
    record: str
    names: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return () if self.names == STANDING else self.names

    @classmethod
    def of(cls, conflict: Conflict) -> Group:
        return cls(conflict.register, conflict.record, conflict.fields or STANDING)


class Desk:
    """What every conflict is read with: the file, and whose computers are known."""

    def __init__(self, workspace: Workspace, reader: Reader, language: str = "vi") -> None:
        self.workspace = workspace
        self.reader = reader
        self._language = language

    @cached_property
    def known(self) -> Trusted:
        return trusted(self.workspace, self.reader)

    def hit(self, register: str, record: str) -> Hit:
        found = describe(self.workspace, self.reader, [(register, record)], self._language)
        return found[0] if found else Hit(register, record, "", "")

    def author(self, device: str, seq: int) -> Author:
        operation = self.reader.journal.operation(device, seq)
        meta = (operation.meta() if operation else None) or {}
        at = meta.get("at")
        when = datetime.fromisoformat(at) if isinstance(at, str) else None
        return Author(str(meta.get("actor_name", "")), when, self._computer(device))

    def _computer(self, device: str) -> Computer:
        devices = self.known.devices
        found = devices.get(device)
        if found is None:
            return Computer(own=False, fellow=False, station="", digits="")
        certificate = found.certificate
        return Computer(
            own=found.trust is Trust.OWN,
            fellow=certificate.station == self.known.station,
            station=certificate.station_name,
            digits=certificate.fingerprint[:5],
        )


class Opened:
    """One conflict as the journal has it now. ``changes``: as if these were all of its record."""

    def __init__(
        self,
        desk: Desk,
        group: Group,
        changes: Sequence[Written] | None = None,
    ) -> None:
        self._desk = desk
        workspace, reader = desk.workspace, desk.reader
        self._workspace = workspace
        self._reader = reader
        self._group = group
        self._register = workspace.registry[group.register]
        own = reader.journal.changes(group.register, group.record) if changes is None else changes
        state = fold(own)
        if state is None:
            raise ConflictMoved()
        self._state = state
        self._family = self._children()
        self.choices = choices(group.names, state, own)
        if group.names == STANDING:
            self.choices = self._standings(own)

    def is_as(self, conflict: Conflict) -> bool:
        """Whether it is what the person was shown."""
        names, fields = self._group.names, self._state.fields
        shown = {name: ids for name, ids in conflict.basis.heads.items() if name in names}
        return {name: fields[name].ids for name in names if name in fields} == shown

    def refuse_moved(self, conflict: Conflict) -> None:
        """Raises :class:`ConflictMoved` unless what is replaced is what the person was shown."""
        if not self.is_as(conflict):
            raise ConflictMoved()

    def conflict(self, *, mask: bool) -> Conflict:
        group, reader = self._group, self._reader
        sides = tuple(self._side(each, mask=mask) for each in self.choices)
        masked = any(cell.mark is Mark.MASKED for side in sides for cell in side.cells.values())
        seen = reader.seen(reader.family(self._register, group.record))
        return Conflict(
            group.register,
            group.record,
            group.fields,
            self._desk.hit(group.register, group.record),
            self._within(),
            sides,
            masked,
            basis_of(self._state, seen),
        )

    def _within(self) -> Hit | None:
        parent = self._register.parent
        above = self._state.value(parent.name) if parent is not None else None
        if parent is None or parent.to is None or not isinstance(above, str):
            return None
        return self._desk.hit(parent.to, above)

    # Standing

    def _children(self) -> list[Written]:
        if self._group.names != STANDING:
            return []
        places = self._reader.family(self._register, self._group.record)
        below = [place for place in places if place[0] in self._register.children]
        found = self._reader.journal.changes_of_many(below)
        return [change for changes in found.values() for change in changes]

    def _standings(self, own: Sequence[Written]) -> tuple[Choice, ...]:
        """How the record was ended, and that it stays in use, where somebody went on changing it."""
        if STATE not in self._state.fields:
            raise ConflictMoved()
        edits = set(retired_against_edits(own, self._family))
        changed = [
            change
            for change in (*own, *self._family)
            if change.operation in edits and change.field not in (SEEN, *STANDING)
        ]
        if not edits or any(in_use(each) for each in self.choices):
            return self.choices
        return (*self.choices, kept_in_use(sorted(changed, key=lambda change: change.order)))

    # A side

    def _side(self, choice: Choice, *, mask: bool) -> Side:
        authors = self._authors(choice)
        if self._group.names != STANDING:
            cells = {name: self._cell_of(choice, name, mask=mask) for name in self._group.names}
            return Side(cells, authors, choice.shown, choice.known)
        state, reason = (choice.values[name] for name in STANDING)
        told = state if isinstance(state, dict) else {}
        standing = Standing.ACTIVE if in_use(choice) else Standing(str(told.get("is", "retired")))
        edits = choice.authors if standing is Standing.ACTIVE else ()
        return Side(
            {},
            authors,
            choice.shown,
            choice.known,
            standing,
            str(told.get("on") or ""),
            reason if isinstance(reason, str) else "",
            tuple(self._edits(edits)),
        )

    def _edits(self, changes: Sequence[Written]) -> list[FieldChange]:
        """What was changed, the last word on each field; sensitive values stay masked."""
        last: dict[tuple[str, str, str], FieldChange] = {}
        for change in changes:
            declared = self._workspace.registry.get(change.register)
            named = declared.by_name.get(change.field) if declared else None
            if declared is None or named is None or named.parent:
                continue
            place = (change.register, change.record, change.field)
            after = self._cell(named, change.value, change.content, mask=True)
            last[place] = FieldChange(*place, Cell(), after)
        return list(last.values())[-_MOST_EDITS:]

    def _cell_of(self, choice: Choice, name: str, *, mask: bool) -> Cell:
        return self._cell(self._register.by_name[name], choice.values[name], choice.contents[name], mask=mask)

    def _cell(self, declared: Field, value: Any, content: Content, *, mask: bool) -> Cell:
        if content is not Content.HELD:
            return Cell(None, Mark(content.value))
        if declared.sensitive and mask:
            return Cell(None, Mark.MASKED if value is not None else Mark.NONE)
        if isinstance(value, dict):
            return Cell()
        text = None
        if declared.to is not None and isinstance(value, str):
            text = self._title(self._workspace.registry[declared.to], value)
        return Cell(value, Mark.NONE, text)

    def _title(self, register: Register, record: str) -> str:
        if register.by_name[register.title].sensitive:
            return ""
        return self._reader.records.titles(register.name, [record]).get(record) or ""

    def _authors(self, choice: Choice) -> tuple[Author, ...]:
        operations = dict.fromkeys(change.operation for change in reversed(choice.authors))
        return tuple(self._desk.author(*operation) for operation in operations)
