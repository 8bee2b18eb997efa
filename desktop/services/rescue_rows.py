"""Rows of registers that could be read, where the journal has lost what they say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from desktop.domain.fields import STATE, Kind, Register
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.compose import Intent
from desktop.domain.journal.merge import RecordState
from desktop.store.found import Found
from desktop.store.journal import Place
from desktop.store.register_file import Writer
from desktop.store.tables import ENDED, MARKS, STANDING, STANDINGS, STATION, value_of

Write: TypeAlias = Callable[[list[Intent]], None]

_AT_ONCE: Final = 5_000
"""Fields that are written in one operation."""


def fill_from_rows(
    writer: Writer, what: Found, own: str, newer: Collection[Place], write: Write
) -> set[Place]:
    """Writes what rows say otherwise than the journal; gives the records.

    Only records of this unit (``own`` is its code): others send theirs again. Those in ``newer`` are left as they are:
    a copy knows more of them than the damaged file did. Fields whose content is withheld, erased or in conflict are
    left too.
    """
    filled: set[Place] = set()
    waiting: list[Intent] = []
    for name, record, row in what.rows():
        if name not in writer.registry or row[STATION] not in (own, None) or (name, record) in newer:
            continue
        intents = list(_intents(writer.registry[name], record, row, writer.state(name, record)))
        if intents:
            filled.add((name, record))
            waiting += intents
        if len(waiting) >= _AT_ONCE:
            write(waiting)
            waiting = []
    if waiting:
        write(waiting)
    return filled


def _intents(
    register: Register, record: str, row: Mapping[str, Any], state: RecordState | None
) -> Iterator[Intent]:
    marked = row[MARKS] or ""
    for field in register.fields:
        if f'"{field.name}"' in marked:
            continue
        value: Plain = value_of(field, row[field.name])  # type: ignore[assignment]  # lists of texts
        held = state.fields.get(field.name) if state is not None else None
        if value == (held.value if held is not None else None):
            continue
        if value is None and field.kind is Kind.FLAG:
            # A column says nothing of what was never asked.
            continue
        yield Intent(register.name, record, field.name, value, held.ids if held is not None else ())
    standing = STANDINGS[row[STANDING]] if 0 <= row[STANDING] < len(STANDINGS) else "active"
    if standing != (state.standing if state is not None else "active"):
        held = state.fields.get(STATE) if state is not None else None
        said: Plain = None if standing == "active" else {"is": standing, **_since(row)}
        yield Intent(register.name, record, STATE, said, held.ids if held is not None else ())


def _since(row: Mapping[str, Any]) -> dict[str, str]:
    try:
        return {"on": date.fromisoformat(row[ENDED] or "").isoformat()}
    except ValueError:
        return {}
