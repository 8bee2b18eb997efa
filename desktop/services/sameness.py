"""Saying of two records that they are one person or one household, or that they are not, and taking it back.

The word is a record of its own: it is journalled, sent, undone and rejected like any other, and each record keeps what
was written in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final

from desktop.domain.errors import UserError
from desktop.domain.journal.merge import RecordState
from desktop.domain.sameness import DIFFERENT, SAME, counts, link_id, linked, whole
from desktop.services.change import Change, RecordOfAnotherUnit, not_given
from desktop.services.environment import read_station
from desktop.services.registers import RecordGone
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

_MOST: Final = 1_000
_ORDINARY: Final = (None, "member")
"""The role in a group that gives way to any other."""


class AlreadyOne(UserError):
    """The two are joined already; they are taken apart first."""

    code = "already_one"


def merge(
    workspace: Workspace, register: str, one: str, other: str, kept: Mapping[str, str] | None = None
) -> Changes:
    """Says that two records are one. ``kept``: by field, the record whose value is to show from now on.

    A person who serves twice in one group serves there once afterwards. Raises :class:`RecordGone`,
    :class:`AlreadyOne` and :class:`RecordOfAnotherUnit`.
    """
    with workspace.change(f"same_{register}.merge", register=register) as change:
        first, second = sorted(_there(change.writer, register, (one, other)))
        if first == second:
            raise AlreadyOne()
        rows = change.writer.records.get_many(register, [first, second])
        _refuse_foreign(change.writer, register, first, second)
        sides = [change.writer.sames.members(register, each) for each in (first, second)]
        members = [each for side in sides for each in side]
        _say(workspace, change, register, first, second, SAME)
        for a, b in product(sides[0], sides[1]):
            if _said(workspace, change, register, a, b) == DIFFERENT:
                # Whoever joins two sets has seen that it was said otherwise before.
                _say(workspace, change, register, a, b, SAME)
        _show(workspace, change, register, [first, *members], _wanted(rows, kept or {}))
        if rows[first].standing == "retired" and rows[second].standing == "active":
            change.set_state(register, first, None)
        if register == "person":
            _serve_once(change, workspace.station.code, first, second)
        change.subject = _title(change.writer, register, first)
    return change.result


def apart(workspace: Workspace, register: str, one: str, other: str) -> Changes:
    """Remembers that two records are not one, so that nobody is asked again. Raises as :func:`merge`."""
    with workspace.change(f"same_{register}.apart", register=register) as change:
        first, second = _there(change.writer, register, (one, other))
        if first == second:
            raise AlreadyOne()
        _refuse_foreign(change.writer, register, first, second)
        _say(workspace, change, register, first, second, DIFFERENT)
        change.subject = _title(change.writer, register, first)
    return change.result


def split(workspace: Workspace, register: str, record: str) -> Changes:
    """Takes one record out of the set it was joined into; the others stay together. Raises :class:`RecordGone`."""
    with workspace.change(f"same_{register}.split", register=register) as change:
        members = change.writer.sames.members(register, record)
        if record not in members or len(members) == 1:
            raise RecordGone(register=register)
        _refuse_foreign(change.writer, register, *members)
        first, *rest = [each for each in members if each != record]
        for each in (first, *rest):
            _say(workspace, change, register, record, each, DIFFERENT)
        for each in rest:
            # It may have hung together by what was taken out.
            _say(workspace, change, register, first, each, SAME)
        change.subject = _title(change.writer, register, record)
    return change.result


def joined(workspace: Workspace, register: str, record: str) -> list[str]:
    """The records that are one with this one, the one that stands for them first; itself among them."""
    with workspace.reading(register=register) as reader:
        return reader.sames.members(register, record)


def sets(workspace: Workspace, register: str) -> list[list[str]]:
    """Every set of records that are one, the one that stands for it first."""
    with workspace.reading(register=register) as reader:
        found = reader.sames.sets().by_record(register)
    return [
        [first, *sorted(each for each, of in found.items() if of == first != each)]
        for first in sorted(set(found.values()))
    ]


def _there(reader: Reader, register: str, records: Sequence[str]) -> list[str]:
    """What stands for each of the records."""
    firsts = [reader.sames.first(register, each) for each in records]
    rows = reader.records.get_many(register, firsts)
    if any(each not in rows or rows[each].standing == "removed" for each in firsts):
        raise RecordGone(register=register)
    return firsts


def _refuse_foreign(reader: Reader, register: str, *records: str) -> None:
    """Only a word that counts is written."""
    own = read_station(reader)
    owners = [reader.owners.of(register, each) for each in records]
    if not all(counts(own.code, own.level, owners[0], each) for each in owners):
        raise RecordOfAnotherUnit()


def _say(workspace: Workspace, change: Change, register: str, one: str, other: str, verdict: str) -> None:
    """Writes the word about two records, over whatever this unit had said of them before."""
    link = linked(workspace.registry)[register]
    record = link_id(link, workspace.station.code, (one, other))
    first, second = sorted((one, other))
    state = change.state(link, record)
    if state is None:
        for name, value in (("first", first), ("second", second), ("verdict", verdict)):
            change.fill(link, record, name, value)
        return
    if state.standing != "active":
        change.set_state(link, record, None)
    if state.value("verdict") != verdict or "verdict" in state.conflicts():
        change.edit(link, record, {"verdict": verdict})


def _said(workspace: Workspace, change: Change, register: str, one: str, other: str) -> object:
    """What this unit has said of two records."""
    link = linked(workspace.registry)[register]
    state = change.state(link, link_id(link, workspace.station.code, (one, other)))
    return state.value("verdict") if state is not None and state.standing == "active" else None


def _wanted(rows: Mapping[str, Stored], kept: Mapping[str, str]) -> dict[str, Any]:
    return {name: rows[record].values.get(name) for name, record in kept.items() if record in rows}


def _show(
    workspace: Workspace, change: Change, register: str, members: Sequence[str], wanted: Mapping[str, Any]
) -> None:
    """Makes the set say what is wanted, where it would not by itself; of a unit below nothing is written."""
    first = members[0]
    states = [state for each in dict.fromkeys(members) if (state := change.state(register, each)) is not None]
    if not states or change.writer.owners.of(register, first) not in (None, workspace.station.code):
        return
    says: RecordState = whole(states)
    differs = {
        name: value
        for name, value in wanted.items()
        if not (not_given(value) and not_given(says.value(name))) and value != says.value(name)
    }
    if differs:
        change.edit(register, first, differs)


def _serve_once(change: Change, own: str, first: str, second: str) -> None:
    """Of two services of one person in one group the one with a charge stays, else the one entered first."""
    by_group: dict[str, list[Stored]] = {}
    for person in (first, second):
        for member in _serving(change.writer, person):
            by_group.setdefault(str(member.values["group"]), []).append(member)
    for members in by_group.values():
        stays = min(members, key=lambda each: (each.values["role"] in _ORDINARY, each.id))
        for each in members:
            if each is not stays and each.station == own:
                change.set_state("member", each.id, {"is": "removed"})


def _serving(reader: Reader, person: str) -> list[Stored]:
    members = reader.records.page("member", Selection(filters=(("person", (person,)),)), 0, _MOST)
    return [each for each in members if each.values["group"] and each.values["left_on"] is None]


def _title(reader: Reader, register: str, record: str) -> str:
    return reader.records.titles(register, [record]).get(record) or ""
