"""What a unit changes in its lists of choices: entries of its own, other names, terms of use, another order.

A code is given by the program, so that two computers never give the same; it never goes, so that old records keep
their label. What the level above set is changed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from desktop.base.collation import collation_key
from desktop.base.text import tidy
from desktop.domain.access import Permission
from desktop.domain.choices import STEP, Choice, exchanged, synonyms_of
from desktop.domain.errors import UserError
from desktop.domain.rules import Origin, origin_of
from desktop.services.catalogues import ENTRIES
from desktop.services.change import Change
from desktop.services.environment import read_station
from desktop.services.history import history_of_many
from desktop.services.rules import NotOfThisUnit
from desktop.services.views import Cell, Changes, FieldChange, HistoryEntry
from desktop.services.workspace import Workspace

_OWN: Final = "own_"
_COMPUTED: Final = frozenset({"rule"})
"""Lists that are made of something else, which has a page of its own."""


class ChoiceExists(UserError):
    """The catalogue has a choice of this name already. Facts: ``name``."""

    code = "choice_exists"


class ChoiceNeedsName(UserError):
    """An entry has no name."""

    code = "choice_needs_name"


class CatalogueIsFixed(UserError):
    """The program reckons with the codes of this catalogue: none comes, and none goes."""

    code = "catalogue_is_fixed"


class NotInOrder(UserError):
    """The last day lies before the first."""

    code = "choice_days_not_in_order"


@dataclass(frozen=True)
class CatalogueView:
    """A catalogue in the list of all; ``count`` are the choices in force, ``own`` those of the unit's own."""

    name: str
    title: str
    count: int
    own: int
    fixed: bool


@dataclass(frozen=True)
class ChoiceEntry:
    """What a person says of a choice.

    Attributes:
        counts_as: a code of the catalogue's ``counted_in``, else of the catalogue itself.
    """

    vi: str
    en: str = ""
    synonyms: tuple[str, ...] = ()
    counts_as: str | None = None
    applies_to: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    source: str = ""

    @classmethod
    def of(cls, choice: Choice) -> ChoiceEntry:
        """What is said of a choice now."""
        return cls(
            choice.vi,
            choice.en,
            choice.synonyms,
            choice.maps_to or choice.counts_as,
            choice.applies_to,
            choice.since,
            choice.until,
            choice.source or "",
        )

    def values(self) -> dict[str, Any]:
        """As the register keeps it."""
        return {
            "vi": tidy(self.vi),
            "en": tidy(self.en),
            "synonyms": "; ".join(self.synonyms),
            "counts_as": self.counts_as,
            "applies_to": "; ".join(self.applies_to),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "source": tidy(self.source),
        }


def catalogues(workspace: Workspace, language: str) -> list[CatalogueView]:
    """Every catalogue that can be changed, by name."""
    today = workspace.today()
    held = workspace.catalogues
    with workspace.reading(register=ENTRIES):
        views = [
            CatalogueView(
                name,
                held.title(name, language),
                len(held.in_force(name, today)),
                sum(1 for each in held[name] if each.origin is Origin.UNIT),
                held.catalogue(name).fixed,
            )
            for name in held
            if name not in _COMPUTED
        ]
    return sorted(views, key=lambda each: collation_key(each.title))


def add(workspace: Workspace, catalogue: str, entry: ChoiceEntry) -> Changes:
    """An entry of the unit's own, at the end of its catalogue.

    Raises :class:`ChoiceNeedsName`, :class:`ChoiceExists`, :class:`NotInOrder` and :class:`CatalogueIsFixed`.
    """
    _refuse_fixed(workspace, catalogue)
    _check(workspace, catalogue, None, entry)
    with _changing(workspace, "create", entry.vi) as change:
        last = max((each.position for each in _own_order(workspace, catalogue)), default=0)
        values = {"catalogue": catalogue, "code": f"{_OWN}{change.new_id()}", "position": last + STEP}
        change.create(ENTRIES, {**values, **entry.values()})
    return change.result


def change_entry(workspace: Workspace, catalogue: str, code: str, entry: ChoiceEntry) -> Changes:
    """What differs from what a choice says now; what is left empty is as it came with the program.

    Raises what :func:`add` raises, and :class:`NotOfThisUnit`.
    """
    choice = _changeable(workspace, catalogue, code)
    before = ChoiceEntry.of(choice)
    if (before.since, before.until) != (entry.since, entry.until):
        _refuse_fixed(workspace, catalogue)
    _check(workspace, catalogue, code, entry)
    return _set(workspace, catalogue, choice, "edit", entry)


def stop_using(workspace: Workspace, catalogue: str, code: str, last_day: date) -> Changes:
    """Puts a choice out of use after a day; what was recorded with it stays as it reads."""
    _refuse_fixed(workspace, catalogue)
    choice = _changeable(workspace, catalogue, code)
    if choice.since is not None and last_day < choice.since:
        raise NotInOrder()
    return _set(workspace, catalogue, choice, "stop", replace(ChoiceEntry.of(choice), until=last_day))


def use_again(workspace: Workspace, catalogue: str, code: str) -> Changes:
    """Takes a choice into use again."""
    _refuse_fixed(workspace, catalogue)
    choice = _changeable(workspace, catalogue, code)
    return _set(workspace, catalogue, choice, "use", replace(ChoiceEntry.of(choice), until=None))


def move(workspace: Workspace, catalogue: str, code: str, step: int) -> Changes:
    """One place up (-1) or down (1) in the unit's own order; nothing happens at the ends."""
    places = exchanged(_own_order(workspace, catalogue), code, step)
    with _changing(workspace, "move", workspace.catalogues.label(catalogue, code, "vi")) as change:
        for moved, position in places.items():
            _write(change, catalogue, moved, {"position": position})
    return change.result


def history(workspace: Workspace, catalogue: str, code: str) -> list[HistoryEntry]:
    """What was changed of a choice, newest first."""
    with workspace.reading(register=ENTRIES) as reader:
        rows = reader.records.whole(ENTRIES)
    wanted = (catalogue, code)
    records = [each.id for each in rows if (each.values["catalogue"], each.values["code"]) == wanted]
    entries = history_of_many(workspace, ENTRIES, records)
    return [replace(each, changes=_readable(workspace, catalogue, each.changes)) for each in entries]


_UNSAID: Final = frozenset({"catalogue", "code", "position"})
"""What the program keeps for itself: the page says which choice it is, and where it stands."""


def _readable(
    workspace: Workspace, catalogue: str, changes: tuple[FieldChange, ...]
) -> tuple[FieldChange, ...]:
    """The changes without what only the program needs, codes in words."""
    held = workspace.catalogues.catalogue(catalogue)
    lists = {"counts_as": (held.counted_in, catalogue), "applies_to": (held.for_kinds_of,)}

    def said(field: str, cell: Cell) -> Cell:
        if field not in lists or not isinstance(cell.value, str):
            return cell
        return replace(
            cell, value="; ".join(map(partial(_words_of, workspace, lists[field]), synonyms_of(cell.value)))
        )

    return tuple(
        replace(each, before=said(each.field, each.before), after=said(each.field, each.after))
        for each in changes
        if each.field not in _UNSAID
    )


def _words_of(workspace: Workspace, catalogues: Iterable[str | None], code: str) -> str:
    found = (workspace.catalogues.choice(name, code) for name in catalogues if name is not None)
    return next((choice.vi for choice in found if choice is not None), code)


def _own_order(workspace: Workspace, catalogue: str) -> list[Choice]:
    return [each for each in workspace.catalogues[catalogue] if each.origin is not Origin.BELOW]


def _changeable(workspace: Workspace, catalogue: str, code: str) -> Choice:
    choice = workspace.catalogues.choice(catalogue, code)
    if choice is None:
        raise KeyError(code)
    if choice.set_above or choice.origin is Origin.BELOW:
        raise NotOfThisUnit()
    return choice


def _refuse_fixed(workspace: Workspace, catalogue: str) -> None:
    if workspace.catalogues.catalogue(catalogue).fixed:
        raise CatalogueIsFixed()


def _check(workspace: Workspace, catalogue: str, code: str | None, entry: ChoiceEntry) -> None:
    if not tidy(entry.vi):
        raise ChoiceNeedsName()
    if entry.since is not None and entry.until is not None and entry.until < entry.since:
        raise NotInOrder()
    for word in (entry.vi, *entry.synonyms):
        there = workspace.catalogues.find(catalogue, word)
        if there is not None and there.code != code and there.origin is not Origin.BELOW:
            raise ChoiceExists(name=there.vi)


def _set(workspace: Workspace, catalogue: str, choice: Choice, verb: str, entry: ChoiceEntry) -> Changes:
    before = ChoiceEntry.of(choice).values()
    values = {name: value for name, value in entry.values().items() if value != before[name]}
    with _changing(workspace, verb, entry.vi) as change:
        if values:
            _write(change, catalogue, choice.code, values)
    return change.result


def _write(change: Change, catalogue: str, code: str, values: Mapping[str, Any]) -> None:
    """Into the unit's own row about the choice; into a new one where there is none yet."""
    own = read_station(change.writer)
    rows = [
        each
        for each in change.writer.records.whole(ENTRIES)
        if (each.values["catalogue"], each.values["code"]) == (catalogue, code)
        and each.standing == "active"
        and origin_of(each.station, own.code, own.level) is Origin.UNIT
    ]
    if rows:
        change.edit(ENTRIES, rows[-1].id, values)
    else:
        change.create(ENTRIES, {"catalogue": catalogue, "code": code, **values})


@contextmanager
def _changing(workspace: Workspace, verb: str, subject: str) -> Iterator[Change]:
    with workspace.change(f"{ENTRIES}.{verb}", Permission.ADMINISTER, ENTRIES) as change:
        change.subject = subject
        yield change
