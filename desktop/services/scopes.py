"""What this unit gives the level above, register by register: the table as shipped, and what was decided over it.

The giving unit decides, and only it. What the level above asks for stands beside and changes nothing by itself; a
unit in between gives upwards and asks downwards, each by rows of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.base.text import tidy
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.rules import Origin
from desktop.domain.scope_table import DEFAULTS, NEEDED_ABOVE, READERS, UP, Reach
from desktop.services.history import history_of_many
from desktop.services.scope_cells import ASKED, REGISTER, Decided, rows_of, words_of
from desktop.services.views import Changes, HistoryEntry
from desktop.services.workspace import Workspace


class ScopeReasonNeeded(UserError):
    """To tell more than the table as shipped, a reason is needed."""

    code = "scope_needs_reason"


class ScopeIsFixed(UserError):
    """Without this register the level above could not know what the others mean: it always goes."""

    code = "scope_is_fixed"


@dataclass(frozen=True)
class ScopeLine:
    """One register in the table.

    Attributes:
        given: by reader, what goes now.
        shipped: what the program says where nobody decided.
        decided: this unit's own word; None where it said nothing.
        asked: what the level above asks for, which is only told.
        asking: what this unit asks of those below it.
        fixed: nobody changes it.
    """

    register: str
    given: Mapping[str, Reach]
    shipped: Reach
    decided: Decided | None = None
    asked: Decided | None = None
    asking: Decided | None = None
    fixed: bool = False


def scope_lines(workspace: Workspace) -> list[ScopeLine]:
    """The whole table, in the order of the registers."""
    with workspace.reading(register=REGISTER) as reader:
        own = words_of(reader, UP, Origin.UNIT)
        asked = words_of(reader, ASKED, Origin.UPPER)
        asking = words_of(reader, ASKED, Origin.UNIT)
    found = []
    for each in workspace.registry:
        name = each.name
        shipped = DEFAULTS[UP].get(name, Reach.NOTHING)
        given = {reader_: DEFAULTS[reader_].get(name, Reach.NOTHING) for reader_ in READERS}
        given[UP] = own[name].reach if name in own else shipped
        words = (own.get(name), asked.get(name), asking.get(name))
        found.append(ScopeLine(name, given, shipped, *words, fixed=name in NEEDED_ABOVE))
    return found


def decide(workspace: Workspace, register: str, reach: Reach, reason: str = "") -> Changes:
    """Gives the level above this much of a register from today on.

    Raises :class:`ScopeReasonNeeded`, :class:`ScopeIsFixed` and KeyError for a register that there is not.
    """
    return _set(workspace, UP, register, reach, reason)


def ask(workspace: Workspace, register: str, reach: Reach, reason: str = "") -> Changes:
    """Asks every unit below for this much of a register; each of them decides. Raises as :func:`decide`."""
    return _set(workspace, ASKED, register, reach, reason)


def _set(workspace: Workspace, reader: str, register: str, reach: Reach, reason: str) -> Changes:
    if register not in workspace.registry:
        raise KeyError(register)
    if register in NEEDED_ABOVE:
        raise ScopeIsFixed()
    if reach.beyond(DEFAULTS[UP].get(register, Reach.NOTHING)) and not tidy(reason):
        raise ScopeReasonNeeded()
    values = {
        "of_register": register,
        "reader": reader,
        "reach": reach.value,
        "since": workspace.today().isoformat(),
        "reason": tidy(reason),
    }
    verb = "set" if reader == UP else "ask"
    with workspace.change(f"{REGISTER}.{verb}", Permission.ADMINISTER, REGISTER) as change:
        change.subject = register
        rows = rows_of(change.writer, reader, Origin.UNIT)
        own = [row for row in rows if row.values["of_register"] == register and row.standing == "active"]
        for row in own:
            # Two computers may have decided apart: from now on both rows say the same.
            change.edit(REGISTER, row.id, values)
        if not own:
            change.create(REGISTER, values)
    return change.result


def scope_history(workspace: Workspace, register: str) -> list[HistoryEntry]:
    """Who decided what of a register and when, newest first."""
    with workspace.reading(register=REGISTER) as reader:
        records = [row.id for row in reader.records.whole(REGISTER) if row.values["of_register"] == register]
    return history_of_many(workspace, REGISTER, records)
