"""What becomes of each row of a list: of those that name their record by its code, then of all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.names import BLANK, NEW, Answers, kept_references, name_key
from desktop.domain.importing.people import Known
from desktop.domain.importing.planning import (
    Fate,
    ImportPreview,
    MemberPlanner,
    PersonPlanner,
    Planner,
    RowPlan,
    differences,
    fields_of,
    refused_plan,
)
from desktop.domain.importing.rows import RowReading
from desktop.domain.importing.said import Note
from desktop.domain.importing.targets import Target, code_key

_PLANNERS: Mapping[str, type[MemberPlanner | PersonPlanner]] = {
    "member": MemberPlanner,
    "person": PersonPlanner,
}

ResolvedRow: TypeAlias = tuple[RowReading, dict[str, Any]]

_CHANGED_ON_THEIR_PAGE = frozenset(("award",))
"""What is changed by deeds that ask for more than a value: a list adds to these registers and changes nothing."""


@dataclass(frozen=True)
class Resolved:
    """The rows of a list with the names in them as ids; which records they may be is yet to be asked.

    Attributes:
        coded: those that name their record by its code, with their values.
        others: all others that nothing is against, with their values.
        refused: by number of the row.
        claimed: the records that rows say they are.
    """

    target: Target
    rows: Sequence[RowReading]
    answers: Answers
    coded: tuple[ResolvedRow, ...]
    others: tuple[ResolvedRow, ...]
    refused: Mapping[int, RowPlan]
    claimed: frozenset[str]


def resolved_rows(
    target: Target, rows: Sequence[RowReading], answers: Answers, holdings: Holdings
) -> Resolved:
    """What is known of each row before any record but those that are named by their code is asked for."""
    codes = _Codes(target, holdings)
    refused: dict[int, RowPlan] = {}
    coded: list[ResolvedRow] = []
    others: list[ResolvedRow] = []
    for row in rows:
        kept = kept_references(target, row, holdings)
        reasons = [*codes.problems(row), *_unanswered(target, row, answers, kept)]
        if reasons:
            refused[row.number] = RowPlan(row, Fate.REFUSED, reasons=tuple(reasons))
            continue
        named = coded if holdings.held(row.code) is not None else others
        named.append((row, _resolved(target, row, answers, kept)))
    return Resolved(target, rows, answers, tuple(coded), tuple(others), refused, frozenset(codes.claimed))


def decided(resolved: Resolved, holdings: Holdings, skipped: int = 0) -> ImportPreview:
    """The fate of every row, in the order of the file; ``holdings`` has all records that the rows may be."""
    target = resolved.target
    plans = dict(resolved.refused)
    planner = _CodedPlanner(target, holdings)
    plans |= {row.number: planner.plan(row, values) for row, values in resolved.coded}
    others = (_PLANNERS.get(target.register) or Planner)(target, holdings)
    planned = others.plan_all(resolved.others, set(resolved.claimed))
    plans |= {row.number: plan for (row, _), plan in zip(resolved.others, planned, strict=True)}
    fates = tuple(_kept_to_its_page(target, plans[row.number]) for row in resolved.rows)
    return ImportPreview(target, fates, resolved.answers, skipped)


def _kept_to_its_page(target: Target, plan: RowPlan) -> RowPlan:
    if plan.fate is Fate.CHANGED and target.register in _CHANGED_ON_THEIR_PAGE:
        return refused_plan(target, plan.reading, "change_on_its_page")
    return plan


class _Codes:
    """The codes by which rows say which record they are, as lists that the program wrote do."""

    def __init__(self, target: Target, holdings: Holdings) -> None:
        self._target = target
        self._key = code_key(target.register)
        self._holdings = holdings
        self.claimed: set[str] = set()

    def problems(self, row: RowReading) -> list[Note]:
        """Why a row is refused; what its record never had need not be in the row either."""
        code, held = self._holdings.record(row.code), self._holdings.held(row.code)
        if held is None or code is None:
            return list(row.problems)
        notes = [note for note in row.problems if not self._is_lacking_anyway(note, held)]
        if code in self.claimed:
            # A row was copied to make a new one of it: which of the two is the record, nobody can tell.
            notes.append(Note(self._key, "code_twice"))
        self.claimed.add(code)
        return notes

    def _is_lacking_anyway(self, note: Note, held: Mapping[str, Any]) -> bool:
        if note.code in ("no_column", "not_here"):
            return True
        register, _, name = note.key.partition(".")
        return (
            note.code in ("required", "empty_name")
            and register == self._target.register
            and held.get(name) is None
        )


class _CodedPlanner:
    """Decides the rows whose code is known here."""

    def __init__(self, target: Target, holdings: Holdings) -> None:
        self._target = target
        self._holdings = holdings
        self._people = {person.record: person for person in holdings.people}

    def plan(self, row: RowReading, values: Mapping[str, Any]) -> RowPlan:
        code, held = self._holdings.record(row.code) or "", self._holdings.held(row.code) or {}
        register = self._target.register
        rows = (held, *self._holdings.beside.get(code, ()))
        changes = differences(self._target, register, rows, fields_of(register, values))
        person = self._person(held)
        if person is not None:
            changes |= differences(self._target, "person", person.rows, fields_of("person", values))
        if not changes:
            return RowPlan(row, Fate.SAME, person=person, record=code)
        if code in self._holdings.retired:
            return refused_plan(self._target, row, "code_of_retired")
        return RowPlan(row, Fate.CHANGED, person=person, record=code, changes=changes)

    def _person(self, held: Mapping[str, Any]) -> Known | None:
        """Who a member is."""
        return self._people.get(held.get(self._target.base)) if self._target.base is not None else None


def _unanswered(target: Target, row: RowReading, answers: Answers, kept: Mapping[str, str]) -> list[Note]:
    return [
        Note(key, "name_not_resolved", {"written": row.values[key]})
        for key, register in target.references.items()
        if key not in kept
        and isinstance(row.values.get(key), str)
        and (register, name_key(register, row.values[key])) not in answers
    ]


def _resolved(target: Target, row: RowReading, answers: Answers, kept: Mapping[str, str]) -> dict[str, Any]:
    """The row's values with references as record ids, or as ``new:…`` for records still to be made."""
    values = {**row.values, **kept}
    for key, register in target.references.items():
        text = values.get(key)
        if key not in kept and isinstance(text, str):
            named = name_key(register, text)
            answer = answers[register, named]
            if answer == BLANK:
                del values[key]
            else:
                values[key] = f"{NEW}:{register}:{named}" if answer == NEW else answer
    return values
