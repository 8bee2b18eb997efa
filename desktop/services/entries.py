"""Checking an entry before it is written: required fields, values, references, days in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop.domain.errors import UserError
from desktop.domain.fields import Field, Kind
from desktop.services.change import not_given
from desktop.services.views import Cell, Entry, Form, Mark, Problem
from desktop.services.workspace import Workspace

_DAYS_IN_ORDER = (
    ("joined_on", "left_on"),
    ("received_on", "outcome_on"),
    ("visited_on", "next_visit_on"),
    ("first_on", "last_on"),
)


class InvalidEntry(UserError):
    """The entry cannot be saved; ``problems`` say why, field by field."""

    code = "invalid_entry"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


def check_entry(workspace: Workspace, form: Form, entry: Entry) -> list[Problem]:
    problems = check_values(workspace, form.register, form.cells, entry.values)
    for position, child in enumerate(entry.children):
        if child.removed:
            continue
        loaded = dict(form.children.get(child.register, ())).get(child.record or "", {})
        problems += [
            Problem(f"{child.register}.{position}.{each.field}", each.code, each.facts)
            for each in check_values(workspace, child.register, loaded, child.values)
        ]
    from desktop.services.special import CHECKS  # of single registers, read when something is entered

    own = CHECKS.get(form.register)
    # Where a value is no value, what it means beside others is not asked.
    return problems or (own(workspace, form, entry) if own is not None else [])


def check_values(
    workspace: Workspace, register: str, cells: Mapping[str, Cell], values: Mapping[str, Any]
) -> list[Problem]:
    """Problems of the values of one record over what its form had loaded."""
    declared = workspace.registry[register]
    now = {name: cell.value for name, cell in cells.items()} | dict(values)
    problems = []
    for field in declared.fields:
        cell = cells.get(field.name, Cell())
        value = now.get(field.name)
        untouched_and_hidden = field.name not in values and cell.mark in (
            Mark.MASKED,
            Mark.WITHHELD,
            Mark.ERASED,
        )
        if not_given(value):
            if field.required and not field.parent and not untouched_and_hidden:
                problems.append(Problem(field.name, "required"))
            elif field.then_required and now.get(field.when or "") is True and not untouched_and_hidden:
                problems.append(Problem(field.name, "reason_needed"))
            continue
        if field.name in values:
            problems += _check_value(workspace, field, value)
    for first, second in _DAYS_IN_ORDER:
        before, after = now.get(first), now.get(second)
        if isinstance(before, str) and isinstance(after, str) and after < before:
            problems.append(Problem(second, "order", {"other": f"field.{register}.{first}"}))
    return problems


def _check_value(workspace: Workspace, field: Field, value: Any) -> list[Problem]:
    code = None
    if field.kind in (Kind.DAY, Kind.PARTIAL_DAY):
        code = None if _is_day(value, whole=field.kind is Kind.DAY) else "invalid_date"
    elif field.kind is Kind.FLAG:
        code = None if isinstance(value, bool) else "invalid_value"
    elif field.kind in (Kind.COUNT, Kind.MONEY):
        code = None if type(value) is int and 0 <= value < 2**53 else "invalid_number"
    elif field.kind is Kind.TAGS:
        valid = isinstance(value, list) and all(isinstance(each, str) for each in value)
        code = None if valid else "invalid_value"
    elif not isinstance(value, str):
        code = "invalid_value"
    elif field.kind is Kind.REF and field.to is not None:
        with workspace.reading() as reader:
            code = None if reader.records.has(field.to, value) else "not_found"
    return [Problem(field.name, code)] if code else []


def _is_day(value: Any, *, whole: bool) -> bool:
    if not isinstance(value, str):
        return False
    parts = value.split("-")
    if whole and len(parts) != 3:
        return False
    padded = [*parts, "01", "01"][:3]
    try:
        return date.fromisoformat("-".join(padded)).year >= 1850
    except ValueError:
        return False
