"""Two records of one human being, or of one household: how sets of them are made, and what a whole set says.

The smallest id of those that are there stands for the set. Nothing is copied and nothing is lost: each record keeps
its own changes, whatever points at one of them points at the set, and when the word is taken back all is as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from desktop.base.ids import derived_id
from desktop.domain.fields import Register, Registry
from desktop.domain.journal.change import Content
from desktop.domain.journal.merge import FieldState, RecordState
from desktop.domain.levels import superior

SAME: Final = "same"
DIFFERENT: Final = "different"
"""Codes of the catalogue ``same_verdict``."""


def link_id(register: str, station: str, records: Iterable[str]) -> str:
    """The id under which a station says something of two records; both orders give the same one."""
    return derived_id(register, station, *sorted(records))


def linked(registry: Registry) -> Mapping[str, str]:
    """By register whose records may be one, the register that says so."""
    return {each.name: each.same for each in registry if each.same is not None and each.same in registry}


def counts(link: str | None, level: str | None, first: str | None, second: str | None) -> bool:
    """Whether the word of a station (and its level) counts of two records of these stations.

    A station speaks of its own; a level above may find that two of those below it have the same person.
    """
    own = all(each is None or each == link for each in (first, second))
    return own or (level is not None and superior(level))


def sets(pairs: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """What hangs together by any number of pairs, in any order; a record paired with itself is no set."""
    whole: dict[str, set[str]] = {}
    for first, second in pairs:
        if first == second:
            continue
        one = whole.get(first, {first})
        other = whole.get(second, {second})
        joined = one | other
        whole.update(dict.fromkeys(joined, joined))
    return [frozenset(each) for each in {id(each): each for each in whole.values()}.values()]


def whole(states: Sequence[RecordState]) -> RecordState:
    """What a set says, the state of the record that stands for it first: of each field the latest word of any.

    Whether the record is in use is the first one's alone to say. Of the others no conflict is taken over: it waits
    where it is.
    """
    first, *others = states
    fields = dict(first.fields)
    for state in others:
        for name, held in state.fields.items():
            if name.startswith("@"):
                continue
            known = fields.get(name)
            if known is None or _later(held, known):
                fields[name] = FieldState((held.shown,))
    created = [each.created for each in states if each.created is not None]
    return replace(first, fields=dict(sorted(fields.items())), created=min(created, default=None))


def _later(one: FieldState, other: FieldState) -> bool:
    """What is held here shows before what was withheld or erased."""
    return (one.content is Content.HELD, one.shown.rank) > (other.content is Content.HELD, other.shown.rank)


def pointing(registry: Registry, register: str) -> list[tuple[Register, str]]:
    """The registers and fields that point at records of a register, but for what says which of them are one."""
    links = set(linked(registry).values())
    return [
        (each, field.name)
        for each in registry
        if each.name not in links
        for field in each.fields
        if field.to == register
    ]
