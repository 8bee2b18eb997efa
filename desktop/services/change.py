"""One operation in the making: what a use case intends inside the one door."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from desktop.base.values import dataclass
from desktop.domain.access import NotAllowed, Permission
from desktop.domain.authority import Holder, may_change
from desktop.domain.errors import UserError
from desktop.domain.fields import REASON, STATE, Register
from desktop.domain.journal.compose import Intent, seen_intent
from desktop.domain.journal.merge import Content, RecordState, same
from desktop.domain.journal.operation import ChangeId
from desktop.domain.transfer import TRANSFER
from desktop.services.views import Changes
from desktop.store.drafts import Drafts
from desktop.store.journal import Place
from desktop.store.register_file import Writer

if TYPE_CHECKING:
    from desktop.services.workspace import Workspace


class RecordOfAnotherUnit(UserError):
    """Only the unit whose record it is writes it: what this one wrote in it, nobody would take."""

    code = "record_of_another_unit"


@dataclass(frozen=True)
class Basis:
    """What a form had loaded of a record: heads and values of its fields, and the operations it knew of."""

    heads: Mapping[str, tuple[ChangeId, ...]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)


class Change:
    """One operation in the making, inside the one transaction.

    Attributes:
        writer: reads what the operation builds on.
        result: what was touched; there after the door has closed.
    """

    def __init__(self, workspace: Workspace, writer: Writer, action: str, needs: Permission) -> None:
        self._workspace = workspace
        self._needs = needs
        self.writer = writer
        self.action = action
        self.subject = ""
        self.auto = False
        self.undoes: tuple[str, int] | None = None
        self.reason = ""
        self.result = Changes(None, ())
        self._intents: dict[tuple[str, str, str], Intent] = {}
        self._seen: dict[Place, Mapping[str, int]] = {}
        self._holder: Holder | None = None
        self._permitted: set[str] = set()

    def new_id(self) -> str:
        return self._workspace.new_id()

    def drop_draft(self, register: str, record: str | None) -> None:
        """What the user typed is saved with this: a crash leaves both or neither, so nothing is entered twice."""
        Drafts(self.writer.connection).drop(self._workspace.user.id, register, record)

    def state(self, register: str, record: str) -> RecordState | None:
        return self.writer.state(register, record)

    def create(self, register: str, values: Mapping[str, Any]) -> str:
        """A new record with these values; empty ones are left out. Gives its id."""
        record = self.new_id()
        given = {name: value for name, value in values.items() if not not_given(value)}
        if given:
            self._permit(register)
        for name, value in given.items():
            self._intents[register, record, name] = Intent(register, record, name, value)
        declared = self._workspace.registry[register]
        if declared.parent is not None:
            parent = values.get(declared.parent.name)
            if isinstance(parent, str) and declared.parent.to is not None:
                self.refuse_foreign(declared.parent.to, parent, ())
                self._see((register, record), (declared.parent.to, parent))
        return record

    def edit(self, register: str, record: str, values: Mapping[str, Any], basis: Basis | None = None) -> None:
        """Changes fields of a record, those declared ``together`` with them restated as the form had them.

        Without a ``basis`` it builds on the record as it now is. Raises :class:`RecordOfAnotherUnit`.
        """
        state = self.state(register, record)
        if state is None:
            raise KeyError(record)
        declared = self._workspace.registry[register]
        basis = basis or basis_of(state)
        names = _with_companions(declared, state, values)
        self.refuse_foreign(register, record, names)
        for name in names:
            value = values.get(name, basis.values.get(name))
            value = None if not_given(value) else value
            self.intend(Intent(register, record, name, value, basis.heads.get(name, ())))
        self._see((register, record), (register, record), basis.seen or None)

    def fill(self, register: str, record: str, name: str, value: Any) -> None:
        """One field more of a record that this same operation creates."""
        self.intend(Intent(register, record, name, value))

    def set_state(self, register: str, record: str, value: Any, reason: str | None = None) -> None:
        """Retires, removes or (with None) restores a record; why stands apart, since it may not travel."""
        state = self.state(register, record)
        if state is None:
            raise KeyError(record)
        self.refuse_foreign(register, record, (STATE,))
        for name, said in ((STATE, value), (REASON, reason)):
            held = state.fields.get(name)
            if name == STATE or said is not None or held is not None:
                self.intend(Intent(register, record, name, said, held.ids if held else ()))
        self._see((register, record), (register, record))

    def intend(self, intent: Intent) -> None:
        """One field to be changed. Raises :class:`NotAllowed` for a register that the role may not know of."""
        self._permit(intent.register)
        self._intents[intent.register, intent.record, intent.field] = intent

    def _permit(self, register: str) -> None:
        if register not in self._permitted and not register.startswith("@"):
            self._workspace.require(self._needs, register)
            self._permitted.add(register)

    def intended(self, register: str, record: str, name: str, otherwise: Any) -> Any:
        """What a field is to hold after this, or ``otherwise`` where nothing was said of it."""
        intent = self._intents.get((register, record, name))
        return otherwise if intent is None else intent.value

    def makes(self, register: str, record: str) -> bool:
        """Whether something of this very record was said here."""
        return any((each.register, each.record) == (register, record) for each in self._intents.values())

    def refuse_foreign(self, register: str, record: str, names: Collection[str]) -> None:
        """What others would refuse a bundle for is not written in the first place."""
        owner = self.writer.owners.of(register, record)
        if self._holder is None:
            self._holder = self._workspace.holder(self.writer)
        own = owner in (None, self._holder.station)
        if register == TRANSFER and not names:
            # The giving station lists what it gives.
            own = own or self._holder.station in self.writer.owners.sides(register, record)
        if not own and not (names and may_change(self._holder, register, names, owner)):
            raise RecordOfAnotherUnit()

    def _see(self, place: Place, family_of: Place, known: Mapping[str, int] | None = None) -> None:
        if known is None:
            register = self._workspace.registry[family_of[0]]
            known = self.writer.seen(self.writer.family(register, family_of[1]))
        self._seen[place] = known

    def intents(self) -> list[Intent]:
        seen = [
            seen_intent(register, record, known) for (register, record), known in self._seen.items() if known
        ]
        return [*self._intents.values(), *seen]


def basis_of(state: RecordState, seen: Mapping[str, int] | None = None) -> Basis:
    """What a form would load of the record as it now is."""
    return Basis(
        {name: held.ids for name, held in state.fields.items()},
        {name: held.value for name, held in state.fields.items()},
        seen or {},
    )


def _with_companions(register: Register, state: RecordState, values: Mapping[str, Any]) -> list[str]:
    """The fields of an edit, with those that merge as one with them; what is withheld cannot be restated."""
    names: dict[str, None] = {}
    for name in values:
        for companion in register.companions(name) if name in register.by_name else (name,):
            held = state.fields.get(companion)
            if companion in values or held is None or held.content is Content.HELD:
                names[companion] = None
    return list(names)


def refuse_unseen(change: Change, rows: Mapping[str, tuple[str, str]]) -> None:
    """Nobody writes to a record that they may not know of, nor makes one such; ``rows`` is ``rows_seen``.

    Raises :class:`NotAllowed`.
    """
    for register, (name, wanted) in rows.items():
        for record in _tops(change, register):
            held = change.state(register, record)
            if held is None and not change.makes(register, record):
                continue
            now = held.value(name) if held is not None else wanted
            given = change.intended(register, record, name, None if held is None else now)
            if (now, given) != (wanted, wanted):
                raise NotAllowed(permission=Permission.EDIT.name.lower())


def _tops(change: Change, register: str) -> set[str]:
    """The records of a register that are written to, or to whose children something is."""
    tops = set[str]()
    for intent in change.intents():
        declared = change.writer.registry.get(intent.register)
        if intent.register == register:
            tops.add(intent.record)
        elif declared is not None and declared.parent is not None and declared.parent.to == register:
            held = change.state(intent.register, intent.record)
            parent = declared.parent.name
            top = change.intended(
                intent.register, intent.record, parent, held.value(parent) if held else None
            )
            tops.add(str(top))
    return tops


def unchanged(before: Any, after: Any) -> bool:
    """Whether a form's value is the one it had loaded; nothing typed is no value."""
    return (not_given(before) and not_given(after)) or same(before, after)


def not_given(value: Any) -> bool:
    return value is None or value in ("", [])
