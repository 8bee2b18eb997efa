"""An Excel form is filled at single cells; everything else of it stays."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.office.errors import NotAForm, SpotGone, WorkbookDamaged
from desktop.office.forms.form import Filling, Spot, fill_form, read_form

NAME = "bieu-mau.xlsx"
TALLY = "Biểu 01"


@cache
def form() -> bytes:
    """A form as an upper level sends it: styles, merged heads, a formula, a chart, a second sheet."""
    book = Workbook()
    # Excel itself does not ask for that; this library does.
    book.calculation.fullCalcOnLoad = False
    del book["Sheet"]
    sheet: Worksheet = book.create_sheet(TALLY)
    sheet["A1"] = "THỐNG KÊ MÔ HÌNH TỰ QUẢN"
    sheet.merge_cells("A1:D1")
    for row, words in enumerate(("Số mô hình", "Số điểm", "Số tổ"), start=3):
        sheet.cell(row, 1, row - 2)
        sheet.cell(row, 2, words)
        sheet.cell(row, 3, 0).font = Font(bold=True, color="00AA0000")
    sheet["C6"] = "=SUM(C3:C5)"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=3, max_row=5))
    sheet.add_chart(chart, "F3")
    book.create_sheet("Ghi chú")["A1"] = "Không sửa tờ này"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def filled(values: dict[tuple[int, int], Filling], raw: bytes | None = None) -> bytes:
    spots = {Spot(TALLY, row, column): value for (row, column), value in values.items()}
    return fill_form(raw or form(), NAME, spots)


def test_a_form_is_read_as_a_person_sees_it() -> None:
    read = read_form(form(), NAME)
    assert (read.kind, [sheet.name for sheet in read.sheets]) == ("xlsx", [TALLY, "Ghi chú"])
    sheet = read.sheets[0]
    assert sheet.rows[2] == ("1", "Số mô hình", "0")
    assert sheet.locked == {(5, 2)}
    assert sheet.shadowed == {(0, column): (0, 0) for column in (1, 2, 3)}


def test_a_number_goes_into_its_cell_and_keeps_its_looks() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(filled({(2, 2): 27, (3, 2): 819})))[TALLY]
    assert (sheet["C3"].value, sheet["C4"].value, sheet["C5"].value) == (27, 819, 0)
    assert sheet["C3"].font.bold
    assert sheet["C6"].value == "=SUM(C3:C5)"


def test_only_the_sheet_and_the_order_to_compute_again_change() -> None:
    before, after = parts(form()), parts(filled({(2, 2): 27}))
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
    }
    assert b"fullCalcOnLoad" in after["xl/workbook.xml"]


def test_within_the_sheet_every_other_byte_stays() -> None:
    before = parts(form())["xl/worksheets/sheet1.xml"]
    after = parts(filled({(2, 2): 27}))["xl/worksheets/sheet1.xml"]
    same_from_start = next(at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two)
    changed = before[same_from_start:][: before[same_from_start:].index(b"</c>")]
    assert len(changed) < 20
    assert after.endswith(before[before.index(b'<c r="A4"') :])


def test_words_stand_where_there_is_no_figure() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(filled({(2, 2): "–", (3, 2): "98,5 % <lũy kế> & khác"})))[TALLY]
    assert (sheet["C3"].value, sheet["C4"].value) == ("–", "98,5 % <lũy kế> & khác")


def test_filling_again_replaces_what_was_filled() -> None:
    once = filled({(2, 2): "–"})
    assert parts(filled({(2, 2): 5}, once)) == parts(filled({(2, 2): 5}, filled({(2, 2): 5})))


places = st.tuples(st.integers(0, 40), st.integers(0, 30)).filter(lambda place: place not in {(5, 2)})


@given(
    st.dictionaries(places, st.integers(-(10**9), 10**12) | st.text("aăĐ <&>\"'–5", min_size=1), max_size=12)
)
def test_any_cell_can_be_filled_whether_it_was_there_or_not(values: dict[tuple[int, int], Filling]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(filled(values)))[TALLY]
    shadowed = {(0, 1), (0, 2), (0, 3)}
    for (row, column), value in values.items():
        if (row, column) not in shadowed:
            assert sheet.cell(row + 1, column + 1).value == value
    if (2, 1) not in values:
        assert sheet["B3"].value == "Số mô hình"


def test_a_sheet_that_is_gone_is_named() -> None:
    with pytest.raises(SpotGone) as caught:
        fill_form(form(), NAME, {Spot("Biểu 02", 1, 1): 3})
    assert caught.value.facts["spot"] == "Biểu 02"


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"PK\x03\x04", form()[:-200], form()[:900] + form()[950:]])
def test_what_is_no_whole_form_is_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises((NotAForm, WorkbookDamaged)):
        read_form(raw, NAME)


@given(st.integers(0, len(form()) - 1), st.integers(1, 255))
def test_a_changed_byte_never_ends_in_a_crash(at: int, by: int) -> None:
    raw = bytearray(form())
    raw[at] ^= by
    try:
        fill_form(bytes(raw), NAME, {Spot(TALLY, 2, 2): 1})
    except (NotAForm, WorkbookDamaged, SpotGone):
        return
