from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.values.cells import Cell, CellError, FormulaWithoutValue, cell_lines
from desktop.office.reading import Sheet, read_workbook
from desktop.office.rejects import Reason, write_rejects
from desktop.office.tables import Table, find_table
from desktop.office.writing import write_list
from desktop.office.xlsx_writer import BAD_FILL
from tests.office.files import MEMBERS
from tests.office.test_samples import VOCABULARY

# What a spreadsheet can hold as it is. Days before March 1900 and giant numbers are written as text.
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30
).filter(str.strip)
values: st.SearchStrategy[Cell] = st.one_of(
    texts,
    st.sampled_from(
        [
            "=1+1",
            "+84912345678",
            "-5",
            "@SUM(A1)",
            "#N/A",
            "_x0041_",
            "0912345678",
            " a ",
            "a\nb",
            "TRUE",
            "1E5",
        ]
    ),
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 6)),
    st.dates(datetime.date(1900, 3, 1)),
    st.datetimes(datetime.datetime(1900, 3, 1)).map(lambda moment: moment.replace(microsecond=0)),  # noqa: DTZ001  # a cell has no time zone
    st.times().map(lambda time: time.replace(microsecond=0)),
)


def written(title: str, headers: list[str], rows: list[list[Cell]]) -> Sheet:
    out = io.BytesIO()
    write_list(out, title, headers, rows)
    (sheet,) = read_workbook(out.getvalue(), "tep.xlsx").sheets
    return sheet


def trimmed(row: list[Cell]) -> tuple[Cell, ...]:
    """The row as it is read: midnight is a day, and blanks at the end are left out."""
    cells = [
        cell.date() if isinstance(cell, datetime.datetime) and cell.time() == datetime.time() else cell
        for cell in row
    ]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


@settings(max_examples=120)
@given(st.lists(st.lists(values, min_size=3, max_size=3), max_size=5))
def test_what_is_written_is_read_again(rows: list[list[Cell]]) -> None:
    sheet = written("Danh sách", ["Một", "Hai", "Ba"], [*rows, ["cuối"]])
    assert sheet.rows == (("Danh sách",), (), ("Một", "Hai", "Ba"), *map(trimmed, rows), ("cuối",))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.date(1890, 5, 6), "06/05/1890"),
        (10**20, "100000000000000000000"),
        (float("nan"), "nan"),
        (FormulaWithoutValue("=A1+B1"), "=A1+B1"),
        (CellError("#REF!"), "#REF!"),
        ("a\x00b\x0bc\ud800d\ufffe", "abcd"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_what_a_spreadsheet_cannot_hold_is_written_as_text(value: Cell, text: str) -> None:
    assert written("", ["A"], [[value]]).rows[1] == (text,)


def opened(raw: bytes) -> Worksheet:
    """The sheet as an independent reader sees it."""
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "-1", "@SUM(A1)", '=HYPERLINK("x")', "#N/A"])
def test_text_never_becomes_a_formula(text: str) -> None:
    out = io.BytesIO()
    write_list(out, "", ["A"], [[text]])
    cell = opened(out.getvalue())["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


def test_a_list_opens_with_its_head_in_view_a_filter_and_widths() -> None:
    out = io.BytesIO()
    rows: list[list[Cell]] = [
        ["Nguyễn Trần Thanh Phượng", "079083398055", datetime.date(1983, 8, 16), 79083398055]
    ]
    write_list(out, "Danh sách: tổ 5/6", ["Họ và tên", "Số CCCD", "Ngày sinh", "Số"], rows)
    sheet = opened(out.getvalue())
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Danh sách tổ 5 6", "A4", "A3:D4")
    assert sheet.column_dimensions["A"].width >= len("Nguyễn Trần Thanh Phượng")
    assert [sheet.cell(4, column).number_format for column in (2, 3, 4)] == ["@", "dd/mm/yyyy", "General"]


def test_a_list_is_found_again_as_the_table_it_was() -> None:
    rows: list[list[Cell]] = [[number, f"Lê Văn {chr(64 + number)}", "0912345678"] for number in range(1, 9)]
    table = find_table(written("DANH SÁCH", ["STT", "Họ và tên", "Điện thoại"], rows), VOCABULARY)
    assert [list(row.cells) for row in table.rows] == rows
    assert [proposal.field for proposal in table.proposed.values()] == ["full_name", "phone"]


def test_a_title_of_any_letters_names_the_sheet() -> None:
    assert written("'[]:*?/\\'\x00", ["A"], [["x"]]).name == "1"
    assert len(written("Danh sách rất dài " * 5, ["A"], [["x"]]).name) <= 31


def rejected(table: Table, at: list[int], reasons: list[Reason]) -> bytes:
    out = io.BytesIO()
    write_rejects(out, table.headers, [table.rows[row].cells for row in at], reasons, widths=table.widths)
    return out.getvalue()


def test_refused_rows_come_back_as_they_were_with_their_reason() -> None:
    members = find_table(read_workbook(MEMBERS).sheets[0], VOCABULARY)
    reasons = [
        Reason("Ngày “31/02/1980” không có trong lịch", frozenset({2})),
        Reason("Chưa có họ tên", frozenset({1})),
    ]
    raw = rejected(members, [121, 122], reasons)
    again = find_table(read_workbook(raw, "loi.xlsx").sheets[0], VOCABULARY, ignore=["Lý do"])
    assert again.signature == members.signature
    assert again.proposed == members.proposed
    assert [row.cells[:-1] for row in again.rows] == [members.rows[row].cells for row in (121, 122)]
    assert again.column(11) == tuple(reason.text for reason in reasons)


def test_bad_cells_are_tinted_and_others_are_not() -> None:
    members = find_table(read_workbook(MEMBERS).sheets[0], VOCABULARY)
    sheet = opened(
        rejected(members, [121, 122], [Reason("a", frozenset({2, 4})), Reason("b", frozenset({1}))])
    )
    tinted = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == f"FF{BAD_FILL}"
    }
    assert tinted == {"C2", "E2", "B3"}


def test_rows_refused_twice_have_one_column_of_reasons(tmp_path: Path) -> None:
    path = tmp_path / "loi.xlsx"
    write_rejects(
        path, ["Họ và tên", "Lý do", "Tổ"], [["Lê A", "cũ", "Tổ 1"]], [Reason("mới", frozenset({2}))]
    )
    assert read_workbook(path).sheets[0].rows == (("Họ và tên", "Tổ", "Lý do"), ("Lê A", "Tổ 1", "mới"))


def test_every_row_needs_its_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        write_rejects(io.BytesIO(), ["A"], [["x"]], [])


@given(values)
def test_a_value_reads_in_the_file_as_it_reads_in_the_program(value: Cell) -> None:
    read = written("", ["A"], [[value], ["cuối"]]).cell(1, 0)
    assert cell_lines(read) == cell_lines(trimmed([value, "x"])[0])
