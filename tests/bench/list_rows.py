"""A list of 10,000 members from Excel: read, checked and stored, beside openpyxl that only reads it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook

from desktop.domain.importing.names import proposed_answers
from desktop.i18n.catalogue import Catalogue
from desktop.services import importing
from desktop.services.workspace import Workspace
from tests.bench.collecting import as_in_the_window
from tests.bench.large import FAMILIES, GIVEN, MIDDLE, PLACES
from tests.bench.row import Row, row, seconds

ROWS: Final = 10_000
_HEADS: Final = (
    "STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Điện thoại", "Địa chỉ", "Tên tổ", "Chức danh", "Ngày tham gia",
)  # fmt: skip


def list_rows(workspace: Workspace, work: Path, number: int = ROWS) -> Iterator[Row]:
    path = work / "danh-sach.xlsx"
    write_list(path, number)
    with as_in_the_window():
        took = seconds(lambda: bring_in(workspace, path))
    yield row(f"{number:,} rows from Excel, checked and stored", "s", took, bound=4)


def beside_openpyxl(workspace: Workspace, work: Path, number: int = ROWS) -> Iterator[Row]:
    """The same list, which openpyxl only reads."""
    path = work / "danh-sach.xlsx"
    write_list(path, number)
    with as_in_the_window():
        took = seconds(lambda: bring_in(workspace, path))
    read = seconds(lambda: _read(path))
    yield row(f"{number:,} rows from Excel, beside openpyxl that only reads them", "s", took, floor=read)


def write_list(path: Path, number: int, seed: int = 2026) -> None:
    """Members of as many groups as a province has for so many; other seeds give other people."""
    chance = random.Random(seed)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(_HEADS)
    for at in range(1, number + 1):
        name = " ".join(chance.choice(some) for some in (FAMILIES, MIDDLE, GIVEN))
        born = f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{chance.randrange(1950, 2004)}"
        group = f"Tổ tự quản số {at // 10 + 1} {PLACES[at // 100 % len(PLACES)]}"
        card, phone = f"089{chance.randrange(10**9):09}", f"09{chance.randrange(10**8):08}"
        sheet.append(
            [at, name, born, card, phone, f"ấp {PLACES[at % len(PLACES)]}", group, "Thành viên", "2025"]
        )
    book.save(path)


def bring_in(workspace: Workspace, path: Path) -> int:
    """All four steps of the page, names answered as proposed; gives how many rows were stored."""
    opened = importing.open_list(path, workspace.registry, Catalogue("vi"))
    opened = importing.remembered_mapping(workspace, opened)
    rows = importing.read_rows(
        opened, opened.mapping, importing.choices_of(workspace.catalogues), workspace.today()
    )
    held = importing.holdings(workspace, opened.target, rows)
    answers = proposed_answers(importing.questions(rows, opened.target, held))
    preview = importing.preview(workspace, opened, rows, answers, held)
    return importing.run_import(workspace, opened, opened.mapping, preview).new


def _read(path: Path) -> int:
    book = load_workbook(path, read_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
