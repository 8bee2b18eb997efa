"""The open file, its user, and the one door for writes.

A use case asks for a change, says what it needs, and states what shall be different; permission, transaction,
journal, tables and search are the door's business.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.base.ids import Ids
from desktop.domain.access import Permission, allowed, require
from desktop.domain.errors import UserError
from desktop.domain.fields import REASON, STATE, Register, Registry
from desktop.domain.journal.clock import needs_confirmation
from desktop.domain.journal.compose import Intent, Meta, Tip, compose, seen_intent
from desktop.domain.journal.merge import Content, RecordState, same
from desktop.domain.journal.operation import ChangeId, Operation
from desktop.services.anchor import Anchor, move_anchor, write_anchor
from desktop.services.catalogues import ENTRIES, Catalogues, entered_choices
from desktop.services.environment import Environment, StationInfo, User, read_station
from desktop.services.views import Changes
from desktop.store.journal import Place
from desktop.store.register_file import Reader, RegisterFile, Writer
from desktop.vault.certificate import KeyFile
from desktop.vault.device_secrets import Secrets

SALT_SIZE = 16
LAST_WALL = "last_wall"
"""The setting that keeps what the wall clock said at this computer's last operation."""

_log = logging.getLogger(__name__)


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
        self.result = Changes(None, ())
        self._intents: dict[tuple[str, str, str], Intent] = {}
        self._seen: dict[Place, Mapping[str, int]] = {}

    def new_id(self) -> str:
        return self._workspace.new_id()

    def state(self, register: str, record: str) -> RecordState | None:
        return self.writer.state(register, record)

    def create(self, register: str, values: Mapping[str, Any]) -> str:
        """A new record with these values; empty ones are left out. Gives its id."""
        record = self.new_id()
        for name, value in values.items():
            if not not_given(value):
                self.intend(Intent(register, record, name, value))
        declared = self._workspace.registry[register]
        if declared.parent is not None:
            parent = values.get(declared.parent.name)
            if isinstance(parent, str) and declared.parent.to is not None:
                self._see((register, record), (declared.parent.to, parent))
        return record

    def edit(self, register: str, record: str, values: Mapping[str, Any], basis: Basis | None = None) -> None:
        """Changes fields of a record, those declared ``together`` with them restated as the form had them.

        Without a ``basis`` it builds on the record as it now is.
        """
        state = self.state(register, record)
        if state is None:
            raise KeyError(record)
        declared = self._workspace.registry[register]
        basis = basis or basis_of(state)
        for name in _with_companions(declared, state, values):
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
        for name, said in ((STATE, value), (REASON, reason)):
            held = state.fields.get(name)
            if name == STATE or said is not None or held is not None:
                self.intend(Intent(register, record, name, said, held.ids if held else ()))
        self._see((register, record), (register, record))

    def intend(self, intent: Intent) -> None:
        """One field to be changed. Raises :class:`NotAllowed` for a register that the role may not know of."""
        if not intent.register.startswith("@"):
            require(self._workspace.user.role, self._needs, intent.register)
        self._intents[intent.register, intent.record, intent.field] = intent

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


class Workspace:
    """The open file of one user on one device.

    Attributes:
        registry, catalogues: what there is to record; the catalogues follow what is entered over them.
        user: who is logged in; roles decide in the door, not in widgets.
        practice: sample data: marked on screen and paper, no sticks.
        folder: where the file, its keyring and its anchor lie.
        sitting: what is done once from log-in to log-out, and was.
    """

    def __init__(  # each part by its own right
        self,
        file: RegisterFile,
        secrets: Secrets,
        user: User,
        catalogues: Catalogues,
        environment: Environment,
        folder: Path,
    ) -> None:
        self.file = file
        self.secrets = secrets
        self.user = user
        self.catalogues = catalogues
        self.environment = environment
        self.folder = folder
        self.sitting: set[str] = set()
        self._ids = Ids(environment.clock.now_ms, environment.randomness)
        self._days_off = timedelta(0)
        self._listeners: list[Callable[[Changes], None]] = []
        self._anchoring = threading.Lock()
        self._anchor: Anchor | None = None
        self._follow_catalogues()

    @property
    def registry(self) -> Registry:
        return self.file.registry

    @property
    def device(self) -> str:
        return self.secrets.device

    @property
    def station(self) -> StationInfo:
        with self.file.reading() as reader:
            return read_station(reader)

    @property
    def practice(self) -> bool:
        with self.file.reading() as reader:
            return reader.local("practice") == "yes"

    def key_file(self) -> KeyFile:
        """This device's certificate, as it is handed to others."""
        with self.file.reading() as reader:
            text = reader.certificate(self.device)
        if text is None:
            raise ValueError("this device has no certificate")
        return KeyFile.parse(text.encode("utf-8"))

    def new_id(self) -> str:
        return self._ids()

    # Time

    def today(self) -> date:
        """Today as the person has confirmed it, or as the clock says."""
        return self.environment.clock.today() + self._days_off

    def date_in_doubt(self) -> bool:
        """Whether the wall clock stands before this computer's last operation: a person must confirm the date.

        What others' clocks said does not count: one set to 2062 would make all others ask for years.
        """
        with self.file.reading() as reader:
            last = reader.local(LAST_WALL)
        return needs_confirmation(self.environment.clock.now_ms(), int(last) if last else 0)

    def confirm_today(self, today: date) -> None:
        """The person's word on today's date, until the program ends."""
        self._days_off = today - self.environment.clock.today()

    def now(self) -> datetime:
        return self.environment.clock.local_now() + self._days_off

    # Reading

    @contextmanager
    def reading(self, needs: Permission = Permission.READ, register: str | None = None) -> Iterator[Reader]:
        require(self.user.role, needs, register)
        with self.file.reading() as reader:
            yield reader

    def may(self, permission: Permission) -> bool:
        return allowed(self.user.role, permission)

    # Writing

    @contextmanager
    def change(
        self, action: str, needs: Permission = Permission.EDIT, register: str | None = None
    ) -> Iterator[Change]:
        """One operation: all that is intended inside happens whole at the end, or nothing does.

        Raises :class:`NotAllowed`, and what the file or its disk refuses; nothing is then changed.
        """
        require(self.user.role, needs, register)
        if self.file.writes:
            # It would be told of, and its anchor kept, before it is certain.
            raise RuntimeError("a change inside another")
        with self.file.writing() as writer:
            change = Change(self, writer, action, needs)
            yield change
            intents = change.intents()
            if intents:
                wall = self.environment.clock.now_ms()
                operation = compose(
                    self._tip(writer),
                    self._meta(change),
                    intents,
                    wall_ms=wall,
                    salt=lambda: self.environment.randomness(SALT_SIZE),
                    auto=change.auto,
                )
                touched = writer.append(operation, beyond=True)
                writer.refold(touched)
                writer.set_local(LAST_WALL, str(wall))
                change.result = Changes(operation.id, tuple(touched), change.action, change.subject)
        if change.result.operation is not None:
            self.keep_anchor(operation)
            self.announce(change.result)

    def _tip(self, writer: Writer) -> Tip:
        tip = writer.journal.tip(self.device)
        return Tip(tip.device, tip.seq, tip.hash, writer.journal.latest_hlc())

    def _meta(self, change: Change) -> Meta:
        at = self.now().isoformat(timespec="seconds")
        return Meta(self.user.id, self.user.name, change.action, at, change.undoes)

    def keep_anchor(self, last: Operation) -> None:
        """Keeps where the chain ends outside the file too, so that a file put back by hand is noticed."""
        anchor = Anchor(last.device, last.seq, last.hash, self.environment.machine)
        with self._anchoring:
            if self._anchor is not None and self._anchor.seq >= anchor.seq:
                return
            self._anchor = anchor
            try:
                move_anchor(self.folder, anchor)
            except (OSError, UserError) as error:
                # What was saved is saved: a chain longer than its anchor is no more than after a power cut.
                _log.warning("the anchor was not moved on: %s", error)

    def go_on_as(self, secrets: Secrets) -> None:
        """Writes under another identity from now on, whose certificate is kept and whose anchor is begun."""
        with self._anchoring:
            self.secrets = secrets
            self._anchor = None

    def listen(self, listener: Callable[[Changes], None]) -> None:
        """Calls ``listener`` after each operation and import; it must be quick and may be in another thread."""
        self._listeners.append(listener)

    def _follow_catalogues(self) -> None:
        with self.file.reading() as reader:
            own = read_station(reader)
            self.catalogues.follow(entered_choices(reader, own.code, own.level))

    def announce(self, changes: Changes) -> None:
        if ENTRIES in changes.registers:
            self._follow_catalogues()
        for listener in self._listeners:
            listener(changes)

    def log_access(self, action: str, subject: str) -> None:
        """A line of the second chain, which never leaves this machine: looks, log-ins, prints, exports."""
        with self.file.writing() as writer:
            writer.log_access(self.now().isoformat(timespec="seconds"), self.user.id, action, subject)

    def close(self) -> None:
        """Ends the sitting; what was written since is on the disk, its anchor too."""
        self.file.close()
        with self._anchoring:
            if self._anchor is None:
                return
            try:
                write_anchor(self.folder, self._anchor)
            except (OSError, UserError) as error:
                _log.warning("the anchor was not kept: %s", error)
            self._anchor = None


def unchanged(before: Any, after: Any) -> bool:
    """Whether a form's value is the one it had loaded; nothing typed is no value."""
    return (not_given(before) and not_given(after)) or same(before, after)


def not_given(value: Any) -> bool:
    return value is None or value in ("", [])
