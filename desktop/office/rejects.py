"""Refused rows written back as they were, with the reason beside each, to be corrected and brought again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.base.text import fold
from desktop.domain.values.cells import Cell
from desktop.office.writing import head_field, layout, value_field
from desktop.office.xlsx_writer import Field, Look, Style, clean_text, write_sheet

_REASON_WIDTH = 60.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row was refused: the sentence, and the columns (from 0) that it is about."""

    text: str
    columns: frozenset[int] = frozenset()


def write_rejects(
    target: BinaryIO | Path,
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    reasons: Sequence[Reason],
    *,
    label: str = "Lý do",
    title: str = "",
    widths: Mapping[int, float] | None = None,
) -> None:
    """Write the refused rows below the head of their file, with a last column of reasons and the bad cells tinted.

    Args:
        rows, reasons: as many of one as of the other.
        label: the head of the last column; a column of that name in the rows, from an earlier round, is left out.
        title: names the sheet.
        widths: column from 0 -> width in characters, of the file that the rows come from.
    """
    if len(rows) != len(reasons):
        raise ValueError("every refused row needs its reason")
    kept = [column for column, head in enumerate(headers) if fold(head) != fold(label)]
    heads = [*(headers[column] for column in kept), label]
    given = {at: (widths or {})[column] for at, column in enumerate(kept) if column in (widths or {})}
    values = [[row[column] if column < len(row) else None for column in kept] for row in rows]
    lines = [
        [*_fields(row, kept, reason), Field(clean_text(reason.text), Style(Look.REASON, wrap=True))]
        for row, reason in zip(values, reasons, strict=True)
    ]
    sheet = layout(title, heads, values, 1, {**given, len(kept): _REASON_WIDTH})
    write_sheet(target, sheet, [[head_field(head) for head in heads], *lines])


def _fields(row: Sequence[Cell], columns: Sequence[int], reason: Reason) -> list[Field]:
    return [
        value_field(value, Look.BAD if column in reason.columns else Look.PLAIN)
        for value, column in zip(row, columns, strict=True)
    ]
