from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from desktop.domain.values.cells import CellError, FormulaWithoutValue
from desktop.office import errors
from desktop.office.limits import Merge
from desktop.office.reading import Sheet, read_workbook
from tests.office.files import MEMBERS, ods, ods_cell, row, text_cell, worksheet, xlsx, xlsx_parts, zipped


def sheet(raw: bytes, name: str = "tep.xlsx") -> Sheet:
    (only,) = read_workbook(raw, name).sheets
    return only


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_values_are_plain_and_blanks_are_none() -> None:
    cells = (
        text_cell("B1", " a ") + '<c r="C1"><v>5</v></c><c r="D1"><v>5.5</v></c><c r="E1" t="b"><v>1</v></c>'
    )
    assert sheet(xlsx(row(1, cells) + row(3, text_cell("A3", "x")))).rows == (
        (None, " a ", 5, 5.5, True),
        (),
        ("x",),
    )


def test_days_and_times_keep_their_kind() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    moment = datetime.datetime(2020, 1, 2, 3, 4, 5)  # noqa: DTZ001  # a cell has no time zone
    book.active.append([datetime.date(2020, 1, 2), moment, datetime.time(3, 4), datetime.timedelta(hours=30)])
    assert sheet(saved(book)).rows == (
        (datetime.date(2020, 1, 2), moment, datetime.time(3, 4), datetime.timedelta(hours=30)),
    )


def test_days_counted_from_1904_are_the_same_days() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append([datetime.date(2020, 1, 2)])
    assert sheet(saved(book)).rows == ((datetime.date(2020, 1, 2),),)


def test_the_content_decides_and_not_the_name() -> None:
    assert len(sheet(MEMBERS.read_bytes(), "danh-sach.xls").rows) == 136
    assert len(sheet(MEMBERS.read_bytes(), "danh-sach").rows) == 136


def test_macros_are_not_looked_at() -> None:
    parts = xlsx_parts(row(1, text_cell("A1", "x")))
    assert sheet(zipped({**parts, "xl/vbaProject.bin": b"\xff" * 999}), "tep.xlsm").rows == (("x",),)


def test_a_formula_gives_its_stored_result() -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><v>1</v></c>'
    assert sheet(xlsx(row(1, cells))).rows == ((2, None, 1),)


def test_a_formula_without_a_result_is_told() -> None:
    cells = '<c r="B1"><f>SUM(C1:D1)</f></c><c r="C1"><f>A1</f><v></v></c>'
    assert sheet(xlsx(row(1, text_cell("A1", "x"), cells))).rows == (
        ("x", FormulaWithoutValue("=SUM(C1:D1)"), FormulaWithoutValue("=A1")),
    )


def test_a_formula_without_a_result_in_a_written_workbook_is_told() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["x", "=1+1"])
    assert sheet(saved(book)).rows == (("x", FormulaWithoutValue("=1+1")),)


def test_a_cell_that_shows_an_error_is_told() -> None:
    cells = '<c r="B1" t="e"><v>#N/A</v></c><c r="C1"><v>NaN</v></c>'
    assert sheet(xlsx(row(1, text_cell("A1", "x"), cells))).rows == (
        ("x", CellError("#N/A"), CellError("nan")),
    )


def test_content_far_from_the_corner_keeps_its_place() -> None:
    read = sheet(xlsx(row(5, text_cell("C5", "x"))))
    assert read.rows == ((), (), (), (), (None, None, "x"))
    assert (read.cell(4, 2), read.cell(4, 9), read.cell(9, 0)) == ("x", None, None)


def test_merged_ranges_and_widths_are_told() -> None:
    parts = xlsx_parts("")
    after = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    body = worksheet(row(1, text_cell("A1", "x")), after)
    columns = '<cols><col min="1" max="2" width="20.5"/></cols><sheetData>'
    parts["xl/worksheets/sheet1.xml"] = body.replace("<sheetData>", columns)
    read = sheet(zipped(parts))
    assert read.merged == (Merge(0, 0, 1, 1),)
    assert read.widths == {0: 20.5, 1: 20.5}


def hidden(*states: str) -> bytes:
    parts = xlsx_parts(*[row(1, text_cell("A1", state)) for state in states])
    about = str(parts["xl/workbook.xml"])
    for number, state in enumerate(states, 1):
        about = about.replace(f'sheetId="{number}"', f'sheetId="{number}" state="{state}"')
    return zipped({**parts, "xl/workbook.xml": about})


def test_hidden_sheets_are_left_out() -> None:
    assert sheet(hidden("hidden", "visible", "veryHidden")).rows == (("visible",),)


def test_a_hidden_sheet_is_read_when_there_is_no_other() -> None:
    assert sheet(hidden("hidden")).rows == (("hidden",),)


def test_sheets_without_content_are_left_out() -> None:
    assert [each.name for each in read_workbook(xlsx("", row(1, text_cell("A1", "x")), "")).sheets] == [
        "Trang 2"
    ]


def test_ods_is_read_with_its_spans_and_missing_results() -> None:
    table = (
        '<table:table table:name="DS"><table:table-row>'
        + ods_cell("a", 'table:number-rows-spanned="2"')
        + ods_cell("b")
        + '<table:table-cell table:formula="of:=[.A1]"/></table:table-row><table:table-row>'
        + "<table:covered-table-cell/>"
        + ods_cell("c", 'table:number-columns-repeated="2"')
        + '</table:table-row><table:table-row table:number-rows-repeated="1048574"><table:table-cell '
        + 'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    read = sheet(ods(table), "tep.ods")
    assert read.rows == (("a", "b", FormulaWithoutValue("of:=[.A1]")), (None, "c", "c"))
    assert read.merged == (Merge(0, 0, 1, 0),)


def test_formatted_blank_rows_are_nothing() -> None:
    blank = "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(2, 250_000))
    assert sheet(xlsx(row(1, text_cell("A1", "x")) + blank)).rows == (("x",),)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.FileNotOpened) as failure:
        read_workbook(tmp_path / "khong-co.xlsx")
    assert failure.value.facts == {"name": "khong-co.xlsx"}


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(errors.FileNotOpened):
        read_workbook(tmp_path)


@pytest.mark.parametrize("raw", [xlsx(), xlsx(""), xlsx("", ""), ods(""), b""])
def test_a_workbook_without_content_is_told(raw: bytes) -> None:
    with pytest.raises(errors.WorkbookEmpty):
        read_workbook(raw, "tep.xlsx")
