"""What becomes of each row of a list: of those that name their record by its code, then of all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.domain.importing.people import Known
from desktop.domain.importing.planning import (
    NEW,
    Answers,
    Fate,
    Holdings,
    ImportPreview,
    MemberPlanner,
    Planner,
    RowPlan,
    differences,
    fields_of,
    kept_references,
    name_key,
)
from desktop.domain.importing.rows import Note, RowReading
from desktop.domain.importing.targets import Target, code_key


def preview_rows(
    target: Target, rows: Sequence[RowReading], answers: Answers, holdings: Holdings, skipped: int = 0
) -> ImportPreview:
    """Decides the fate of every row, in the order of the file."""
    planner = (MemberPlanner if target.register == "member" else Planner)(target, holdings)
    coded = _CodedRows(target, holdings)
    plans = []
    for row in rows:
        kept = kept_references(target, row, holdings)
        reasons = [*coded.problems(row), *_unanswered(target, row, answers, kept)]
        if reasons:
            plans.append(RowPlan(row, Fate.REFUSED, reasons=tuple(reasons)))
            continue
        values = _resolved(target, row, answers, kept)
        plans.append(coded.plan(row, values) or planner.plan(row, values))
    return ImportPreview(target, tuple(plans), answers, skipped)


class _CodedRows:
    """Rows that say by a code which record they are, as lists that the program wrote do."""

    def __init__(self, target: Target, holdings: Holdings) -> None:
        self._target = target
        self._key = code_key(target.register)
        self._holdings = holdings
        self._people = {person.record: person for person in holdings.people}
        self._seen: set[str] = set()

    def problems(self, row: RowReading) -> list[Note]:
        """Why a row is refused; what its record never had need not be in the row either."""
        held = self._holdings.held(row.code)
        if held is None or row.code is None:
            return list(row.problems)
        notes = [note for note in row.problems if not self._is_lacking_anyway(note, held)]
        if row.code in self._seen:
            # A row was copied to make a new one of it: which of the two is the record, nobody can tell.
            notes.append(Note(self._key, "code_twice"))
        self._seen.add(row.code)
        return notes

    def plan(self, row: RowReading, values: Mapping[str, Any]) -> RowPlan | None:
        """What becomes of a row whose code is known here; None for any other."""
        held = self._holdings.held(row.code)
        if held is None or row.code is None:
            return None
        changes = differences(
            self._target, self._target.register, held, fields_of(self._target.register, values)
        )
        person = self._person(held)
        if person is not None:
            changes |= differences(self._target, "person", person.values, fields_of("person", values))
        if not changes:
            return RowPlan(row, Fate.SAME, person=person, record=row.code)
        if row.code in self._holdings.retired:
            return RowPlan(row, Fate.REFUSED, reasons=(Note(self._key, "code_of_retired"),))
        return RowPlan(row, Fate.CHANGED, person=person, record=row.code, changes=changes)

    def _person(self, held: Mapping[str, Any]) -> Known | None:
        """Who a member is."""
        return self._people.get(held.get(self._target.base)) if self._target.base is not None else None

    def _is_lacking_anyway(self, note: Note, held: Mapping[str, Any]) -> bool:
        register, _, name = note.key.partition(".")
        return (
            note.code in ("required", "empty_name")
            and register == self._target.register
            and held.get(name) is None
        )


def _unanswered(target: Target, row: RowReading, answers: Answers, kept: Mapping[str, str]) -> list[Note]:
    return [
        Note(key, "name_not_resolved", {"written": row.values[key]})
        for key, declared in target.fields.items()
        if declared.to is not None
        and key not in kept
        and isinstance(row.values.get(key), str)
        and (declared.to, name_key(declared.to, row.values[key])) not in answers
    ]


def _resolved(target: Target, row: RowReading, answers: Answers, kept: Mapping[str, str]) -> dict[str, Any]:
    """The row's values with references as record ids, or as ``new:…`` for records still to be made."""
    values = {**row.values, **kept}
    for key, declared in target.fields.items():
        text = values.get(key)
        if declared.to is not None and key not in kept and isinstance(text, str):
            named = name_key(declared.to, text)
            answer = answers[declared.to, named]
            values[key] = f"{NEW}:{declared.to}:{named}" if answer == NEW else answer
    return values
