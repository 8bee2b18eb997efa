"""Figures of a period in the cells of a form, and the filled copy; the form itself stays as it was issued."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from desktop.base.text import fold
from desktop.domain.access import Permission
from desktop.domain.form_words import FormColumn
from desktop.domain.indicators import INDICATORS, Counted
from desktop.domain.indicators.comparing import Number
from desktop.domain.periods import Period
from desktop.i18n.figures import UNKNOWN, figure_text
from desktop.i18n.numbers import decimal
from desktop.office.forms.form import Filling, Spot, fill_form
from desktop.services import indicators
from desktop.services.figure_columns import Figure
from desktop.services.form_cells import MappedCell, Pointer
from desktop.services.form_files import kept_form
from desktop.services.forms import UPPER_FORM, FormFileMissing, OpenedForm
from desktop.services.indicators import FigureRow
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

_LANGUAGE: Final = "vi"
"""The form is written in it, whatever the window speaks."""


@dataclass(frozen=True)
class Filled:
    """What became of the cells: how many were filled, and those that were left as they were."""

    count: int
    left: tuple[MappedCell, ...]


def values(workspace: Workspace, pointers: Iterable[Pointer], period: Period) -> dict[Spot, Filling]:
    """What belongs into each cell: a number, else words; a dash where nothing is known.

    An indicator that the role does not have gives nothing.
    """
    by_area: dict[str | None, list[Pointer]] = {}
    for each in pointers:
        by_area.setdefault(each.area, []).append(each)
    found: dict[Spot, Filling] = {}
    for area, group in by_area.items():
        rows = _Rows(workspace, group, period, area)
        for each in group:
            row = rows.of(each)
            if row is not None:
                found[each.spot] = filling(row, each.figure)
    return found


def parts(workspace: Workspace, pointer: Pointer, period: Period) -> tuple[str, ...]:
    """By what the figure of a cell can be told apart in a period, such as grantors; nothing for most."""
    indicator = INDICATORS.get(pointer.indicator)
    if not isinstance(indicator, Counted) or indicator.split is None:
        return ()
    rows = indicators.table(workspace, [pointer.indicator], period, pointer.area)
    return tuple(row.part for row in rows if row.part is not None)


def filling(row: FigureRow, figure: FormColumn) -> Filling:
    """A figure as it stands in a cell: whole numbers as numbers, percentages as words with a comma."""
    change = row.change
    match figure:
        case FormColumn.THIS:
            return _said(row.this.value)
        case FormColumn.BEFORE:
            return _said(row.before.value)
        case FormColumn.LAST_YEAR:
            return _said(row.last_year.value)
        case FormColumn.TO_DATE:
            return _said(row.to_date.value)
        case FormColumn.TARGET:
            return _said(row.target.value if row.target is not None else None)
        case FormColumn.CHANGE:
            by = change.by if change is not None else None
            # The change of a rate is in points, of which its sign would say something else.
            return decimal(by, _LANGUAGE) if isinstance(by, Decimal) else _said(by)
        case FormColumn.PERCENT:
            return _said(change.percent if change is not None else None)


def fill(workspace: Workspace, opened: OpenedForm, period: Period, path: Path) -> Filled:
    """Put a filled copy where the person said, whole or not at all; that it left the program is logged.

    Raises:
        FormFileMissing: this computer has not the file. SpotGone, and what :func:`write_atomic` does.
    """
    with workspace.reading(Permission.PRINT, UPPER_FORM):
        pass
    view = opened.view
    raw = kept_form(workspace.folder, view.mark)
    if raw is None:
        raise FormFileMissing(name=view.file_name)
    good = [cell.pointer for cell in opened.cells if cell.filled]
    found = values(workspace, good, period)
    write_atomic(path, fill_form(raw, view.file_name, found))
    workspace.log_access("export", f"{UPPER_FORM}:{len(found)}")
    return Filled(len(found), tuple(cell for cell in opened.cells if cell.pointer.spot not in found))


class _Rows:
    """The figures that some cells of one area ask for."""

    def __init__(
        self, workspace: Workspace, pointers: Iterable[Pointer], period: Period, area: str | None
    ) -> None:
        wanted = list(pointers)
        may = indicators.visible_codes(workspace)
        codes = [code for code in dict.fromkeys(each.indicator for each in wanted) if code in may]
        parts = any(each.part for each in wanted)
        rows = indicators.table(workspace, codes, period, area, parts=parts)
        self._whole: Mapping[str, FigureRow] = {row.code: row for row in rows if row.part is None}
        self._parts = {(row.code, fold(row.part)): row for row in rows if row.part is not None}

    def of(self, pointer: Pointer) -> FigureRow | None:
        whole = self._whole.get(pointer.indicator)
        if whole is None or not pointer.part:
            return whole
        return self._parts.get((pointer.indicator, fold(pointer.part))) or _without(whole, pointer.part)


def _without(whole: FigureRow, part: str) -> FigureRow:
    """A part of which there is nothing: none, where the whole was counted."""

    def none(figure: Figure) -> Figure:
        return Figure(0, counted=True, partial=figure.partial) if figure.counted else Figure(None)

    return replace(
        whole,
        this=none(whole.this),
        before=none(whole.before),
        last_year=none(whole.last_year),
        to_date=none(whole.to_date),
        part=part,
        target=None,
    )


def _said(value: Number | None) -> Filling:
    if value is None:
        return UNKNOWN
    return figure_text(value, _LANGUAGE) if isinstance(value, Decimal) else value
