"""A form with what a person has typed over it: the values as they would be saved, as far as they may be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from desktop.services.views import Cell, Entry, Form, Mark


def typed_values(form: Form, entry: Entry) -> dict[str, Any]:
    """By field; what is masked, withheld or erased and was not typed over has no value."""
    return _values(form.cells, entry.values)


def hidden_fields(form: Form, entry: Entry) -> set[str]:
    """Fields that have content which is not shown."""
    return {
        name
        for name, cell in form.cells.items()
        if cell.mark in (Mark.MASKED, Mark.WITHHELD) and name not in entry.values
    }


def typed_children(form: Form, entry: Entry, register: str) -> Iterator[dict[str, Any]]:
    """The child rows that would stay, in order."""
    loaded = dict(form.children.get(register, ()))
    for child in entry.children:
        if child.register != register:
            continue
        cells = loaded.pop(child.record, {}) if child.record is not None else {}
        if not child.removed:
            yield _values(cells, child.values)
    for cells in loaded.values():
        yield _values(cells, {})


def _values(cells: Mapping[str, Cell], typed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell.value for name, cell in cells.items()} | dict(typed)
