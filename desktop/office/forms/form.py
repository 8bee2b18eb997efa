"""A form that somebody else made: its sheets or tables as a person sees them, and its cells filled."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from desktop.office import errors
from desktop.office.limits import MEGABYTE, Limits
from desktop.office.package import Package, PackageDamaged, PackageLocked

Filling: TypeAlias = "int | str"
"""A number, or words such as "–" and "98,5 %"."""

LIMITS: Final = Limits(
    file_bytes=8 * MEGABYTE, unpacked_bytes=64 * MEGABYTE, rows=5_000, columns=300, cells=200_000
)
"""A form is no list."""

_UNREADABLE: Final = (
    PackageDamaged,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)


@dataclass(frozen=True, order=True)
class Spot:
    """One cell.

    Attributes:
        sheet: the sheet's name; of a Word document the table's number, from "1".
        row, column: from 0; in Word, columns are those of the table, and a cell stands in its first.
    """

    sheet: str
    row: int
    column: int


@dataclass(frozen=True)
class FormSheet:
    """A sheet, or a table of a document.

    Attributes:
        rows: the texts of the cells, as shown.
        locked: cells that the form computes itself, by row and column.
        shadowed: cells under a merged one, by row and column, with the cell that shows in their place.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    locked: frozenset[tuple[int, int]] = frozenset()
    shadowed: Mapping[tuple[int, int], tuple[int, int]] | None = None


@dataclass(frozen=True)
class Form:
    """``kind`` is ``xlsx`` or ``docx``."""

    kind: str
    sheets: tuple[FormSheet, ...]


def read_form(raw: bytes, name: str) -> Form:
    """Read what a person sees of a form.

    Raises:
        NotAForm, WorkbookDamaged, WorkbookLocked, WorkbookTooBig, WorkbookTooLong: each with the fact ``name``.
    """
    from desktop.office.forms import docx, xlsx

    kind = kind_of(raw, name)
    try:
        sheets = xlsx.sheets(raw, name) if kind == "xlsx" else docx.tables(raw, name)
    except PackageDamaged as error:
        raise errors.WorkbookDamaged(name=name) from error
    return Form(kind, sheets)


def fill_form(raw: bytes, name: str, values: Mapping[Spot, Filling]) -> bytes:
    """The form with values in their cells; looks stay, and whatever is not named stays to the byte.

    Raises:
        SpotGone: a sheet, table, row or cell is not there any more. As :func:`read_form` besides.
    """
    from desktop.office.forms import docx, xlsx

    kind = kind_of(raw, name)
    try:
        return xlsx.fill(raw, values) if kind == "xlsx" else docx.fill(raw, values)
    except PackageDamaged as error:
        raise errors.WorkbookDamaged(name=name) from error
    except KeyError as gone:
        raise errors.SpotGone(name=name, spot=str(gone.args[0])) from gone


def kind_of(raw: bytes, name: str) -> str:
    """``xlsx`` or ``docx``, by content."""
    if len(raw) > LIMITS.file_bytes:
        raise errors.WorkbookTooBig(
            name=name, megabytes=len(raw) // MEGABYTE + 1, limit=LIMITS.file_bytes // MEGABYTE
        )
    if not raw.startswith(b"PK"):
        raise errors.NotAForm(name=name)
    try:
        package = Package(raw)
        if len(set(package.names)) != len(package.names):
            raise errors.WorkbookDamaged(name=name)
        if package.unpacked_bytes > LIMITS.unpacked_bytes:
            raise errors.WorkbookTooBig(
                name=name,
                megabytes=package.unpacked_bytes // MEGABYTE + 1,
                limit=LIMITS.unpacked_bytes // MEGABYTE,
            )
        names = set(package.names)
        # Every part is taken over as it is, so all must be whole.
        with zipfile.ZipFile(io.BytesIO(raw)) as whole:
            if whole.testzip() is not None:
                raise errors.WorkbookDamaged(name=name)
    except PackageLocked as error:
        raise errors.WorkbookLocked(name=name) from error
    except _UNREADABLE as error:
        raise errors.WorkbookDamaged(name=name) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    raise errors.NotAForm(name=name)
