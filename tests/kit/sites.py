"""Sites in memory: each a device whose people work in its file, with a wall clock years off if need be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import TypeAlias

from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.compose import Intent, Meta, Tip, compose, seen_intent
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.merge import (
    Change,
    RecordState,
    changes_of,
    fold,
    parallel_updates,
    retired_against_edits,
)
from desktop.domain.journal.operation import ChangeId
from desktop.domain.journal.undo import undo_intents
from tests.kit.holders import Bundle, Holder
from tests.kit.small_registry import REGISTRY, Scope, everything

Place: TypeAlias = tuple[str, str]
OperationId: TypeAlias = tuple[str, int]

NOW = 1_780_000_000_000
YEAR = 365 * 24 * 3_600_000


@dataclass(frozen=True)
class View:
    """A site's records folded: what its people see at one moment."""

    changes: Mapping[Place, list[Change]]

    @cached_property
    def states(self) -> dict[Place, RecordState]:
        folded = {place: fold(changes) for place, changes in self.changes.items()}
        return {place: state for place, state in folded.items() if state is not None}

    @cached_property
    def children(self) -> dict[Place, list[Place]]:
        found: dict[Place, list[Place]] = {}
        for child, state in self.states.items():
            parent = _parent(state)
            if parent is not None:
                found.setdefault(parent, []).append(child)
        return found

    def seen(self, *places: Place) -> dict[str, int]:
        """{device: last seq} over the records, their parents and their children."""
        known = [place for place in places if place in self.states]
        parents = [parent for place in known if (parent := _parent(self.states[place]))]
        children = [child for place in known for child in self.children.get(place, [])]
        found: dict[str, int] = {}
        for place in [*known, *parents, *children]:
            for device, seq in self.states[place].seen.items() if place in self.states else ():
                found[device] = max(seq, found.get(device, 0))
        return found

    def against_retiring(self, place: Place) -> tuple[OperationId, ...]:
        children = self.children.get(place, [])
        return retired_against_edits(
            self.changes[place], [change for child in children for change in self.changes[child]]
        )

    def picture(self) -> dict[Place, object]:
        """All that a person is shown: states, conflicts of retiring, merged updates."""
        return {
            place: (state, self.against_retiring(place), parallel_updates(self.changes[place]))
            for place, state in self.states.items()
        }


@dataclass(frozen=True)
class Form:
    """A record as a person has it on the screen while the file goes on."""

    place: Place
    state: RecordState
    seen: Mapping[str, int]
    visible: frozenset[ChangeId]


@dataclass
class Site(Holder):
    """One file and the people who write in it.

    Attributes:
        device: whose chain is written here.
        scope: what others send to it.
        years: how far its wall clock is off.
        ticks: seconds that the clock ran, which also number ids and salts.
    """

    device: str = "a" * 32
    scope: Scope = everything
    years: int = 0
    ticks: int = 0
    _made: int = field(default=0, repr=False)

    def view(self) -> View:
        changes: dict[Place, list[Change]] = {}
        for operation in self.operations():
            for change in changes_of(operation, self.erased):
                changes.setdefault((change.register, change.record), []).append(change)
        return View(changes)

    def state(self, place: Place) -> RecordState:
        return self.view().states[place]

    def records(self, register: str) -> list[Place]:
        """A register's records that were not taken back, in order."""
        states = self.view().states.items()
        return sorted(
            place for place, state in states if place[0] == register and state.standing != "removed"
        )

    def send(self, to: Site, since: Mapping[str, int] | None = None) -> None:
        """A bundle carried over at once; only what follows ``since`` if that is given."""
        to.receive(self.export(to.scope, since))

    def export(self, scope: Scope = everything, since: Mapping[str, int] | None = None) -> Bundle:
        """Signed here, with what is held of others' chains."""
        self.sign(self.device)
        return self.bundle(scope, since)

    def text(self) -> str:
        """Everything that is kept or shown here, to be searched."""
        return f"{self.lines()}\n{self.chains}\n{self.view().states}"

    # Writing

    def write(self, intents: Iterable[Intent], action: str, *, auto: bool = False) -> OperationId:
        held = self.tip(self.device)
        tip = Tip(self.device, held.seq, held.hash, self.last_hlc)
        meta = Meta("u1", "Nguyễn Văn An", action, "2026-06-05T08:30:00+07:00")
        self.ticks += 1
        wall = NOW + self.years * YEAR + 1000 * self.ticks
        operation = compose(tip, meta, intents, wall_ms=wall, salt=self._salt, auto=auto)
        self.keep(operation)
        return operation.id

    def _salt(self) -> bytes:
        self._made += 1
        return blake2b(f"{self.device} {self._made}".encode(), digest_size=16).digest()

    def new_id(self) -> str:
        self._made += 1
        return f"{self.device[:4]}{self._made:06}"

    def creating(self, register: str, record: str, values: Mapping[str, Plain]) -> list[Intent]:
        """What makes a record; its author has seen what it belongs to."""
        intents = [Intent(register, record, name, value) for name, value in values.items()]
        parent = REGISTRY[register].parent
        above = values.get(parent.name) if parent else None
        if parent is None or parent.to is None or not isinstance(above, str):
            return intents
        return [*intents, seen_intent(register, record, self.view().seen((parent.to, above)))]

    def create(self, register: str, **values: Plain) -> Place:
        record = self.new_id()
        self.write(self.creating(register, record, values), "create")
        return (register, record)

    def load(self, place: Place) -> Form:
        view = self.view()
        return Form(place, view.states[place], view.seen(place), self.visible())

    def edit(self, place: Place, **values: Plain) -> OperationId:
        return self.save(self.load(place), values)

    def save(self, form: Form, values: Mapping[str, Plain], *, auto: bool = False) -> OperationId:
        """Writes values over what the form had loaded; ``auto`` when a rule of the program does it."""
        return self.write(editing(form, values), "edit", auto=auto)

    def settle(self, place: Place, name: str, choice: int) -> OperationId:
        """A person's choice among the values in conflict, which replaces them all."""
        heads = self.state(place).fields[name].heads
        return self.edit(place, **{name: heads[choice % len(heads)].value})

    def retire(self, place: Place) -> OperationId:
        return self._stand(place, {"is": "retired", "on": "2026-06-05", "reason": "moved"}, "retire")

    def restore(self, place: Place) -> OperationId:
        return self._stand(place, None, "restore")

    def _stand(self, place: Place, value: Plain, action: str) -> OperationId:
        view = self.view()
        held = view.states[place].fields.get(STATE)
        state = Intent(*place, STATE, value, held.ids if held else ())
        return self.write([state, seen_intent(*place, view.seen(place))], action)

    def erase(self, place: Place, name: str) -> OperationId:
        """Forgets what the field holds and ever held, as far as it is known here."""
        targets = [change.id for change in self.view().changes[place] if change.field == name]
        return self.write([erase_intent(self.new_id(), targets)], "erase")

    def taking_back(self, operation: OperationId) -> list[Intent]:
        """What undoes an operation; empty when nothing of it can be undone."""
        view = self.view()
        touched = sorted(place for place, changes in view.changes.items() if _by(operation, changes))
        return undo_intents(
            operation,
            {place: view.changes[place] for place in touched},
            view.states,
            REGISTRY,
            {place: view.seen(place) for place in touched},
        )

    def undo(self, operation: OperationId) -> OperationId:
        return self.write(self.taking_back(operation), "undo")


def editing(form: Form, values: Mapping[str, Plain]) -> list[Intent]:
    """What an edit writes: the values, and all that is declared together with one of them."""
    register, record = form.place
    companions = {each: None for name in values for each in REGISTRY[register].companions(name)}
    intents = []
    for name in companions:
        held = form.state.fields.get(name)
        value = values.get(name, held.value if held else None)
        intents.append(Intent(register, record, name, value, held.ids if held else ()))
    return [*intents, seen_intent(register, record, form.seen)]


def _parent(state: RecordState) -> Place | None:
    declared = REGISTRY.get(state.register)
    parent = declared.parent if declared else None
    value = state.value(parent.name) if parent else None
    return (parent.to, value) if parent and parent.to and isinstance(value, str) else None


def _by(operation: OperationId, changes: Iterable[Change]) -> bool:
    return any(change.operation == operation and change.field != SEEN for change in changes)
