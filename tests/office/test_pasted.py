"""Tables that were copied in another program: what becomes of them, and what a hostile one costs."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.values.cells import CellError
from desktop.office import errors
from desktop.office.limits import Limits, Merge
from desktop.office.pasted import PastedTable, read_pasted
from desktop.office.reading import Sheet
from desktop.office.tables import find_table

FEW = Limits(file_bytes=200_000, rows=1_000, columns=50, cells=5_000, characters=20_000)

EXCEL = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<style><!-- table {mso-displayed-decimal-separator:"\\,";} td {padding:0px;} --></style></head>
<body link=blue><!--[if gte mso 9]><xml><td>lạ</td></xml><![endif]-->
<table border=0 cellpadding=0><!--StartFragment-->
 <col width=64 style='width:48pt'>
 <tr height=20><td rowspan=2 class=xl65>Họ và tên</td><td colspan=2 class=xl66>Ngày sinh</td>
  <td rowspan=2>Tên tổ</td></tr>
 <tr height=20><td>Nam</td><td>Nữ</td></tr>
 <tr><td>Lê Quốc
  Dũng</td><td align=right>16/08/1983</td><td></td><td rowspan=2>Tổ 1 &amp; 2</td></tr>
 <tr><td>Danh Thị&nbsp;Lan</td><td></td><td>1975</td></tr>
 <tr><td>Phạm Văn Hai</td><td>####</td><td></td><td>Tổ 3<br style='mso-data-placement:same-cell;'>ấp Đông Hưng</td></tr>
<!--EndFragment--><![if supportMisalignedColumns]>
 <tr height=0 style='display:none'><td width=64></td><td></td><td></td><td></td></tr>
<![endif]></table></body></html>"""

WORD = """<p class=MsoNormal>Danh sách</p><table class=MsoTableGrid border=1>
<tr><td width=300><p class=MsoNormal><b>Họ và tên</b><o:p></o:p></p></td><td><p>Tên tổ</p></td></tr>
<tr><td><p>Lê Quốc Dũng</p></td><td><p>Tổ 1</p><p>ấp Đông Hưng</p></td></tr>
</table><p>Người lập</p>"""


def only_sheet(pasted: PastedTable, limits: Limits | None = None) -> Sheet:
    (sheet,) = read_pasted(pasted, "bảng dán", limits).sheets
    return sheet


def test_the_cells_of_excel_stand_where_they_stood() -> None:
    sheet = only_sheet(PastedTable(EXCEL))
    assert sheet.rows == (
        ("Họ và tên", "Ngày sinh", None, "Tên tổ"),
        (None, "Nam", "Nữ"),
        ("Lê Quốc Dũng", "16/08/1983", None, "Tổ 1 & 2"),
        ("Danh Thị Lan", None, "1975"),
        ("Phạm Văn Hai", CellError("####"), None, "Tổ 3\nấp Đông Hưng"),
    )


def test_merged_cells_of_html_are_carried_as_those_of_a_file() -> None:
    sheet = only_sheet(PastedTable(EXCEL))
    assert Merge(0, 1, 0, 2) in sheet.merged
    table = find_table(sheet, {"name": ["Họ và tên"], "group": ["Tên tổ"], "born": ["Ngày sinh / Nam"]})
    assert table.headers == ("Họ và tên", "Ngày sinh / Nam", "Ngày sinh / Nữ", "Tên tổ")
    assert [row.cells[3] for row in table.rows] == ["Tổ 1 & 2", "Tổ 1 & 2", "Tổ 3\nấp Đông Hưng"]


def test_paragraphs_of_a_word_cell_are_its_lines() -> None:
    assert only_sheet(PastedTable(WORD)).rows == (
        ("Họ và tên", "Tên tổ"),
        ("Lê Quốc Dũng", "Tổ 1\nấp Đông Hưng"),
    )


def test_a_table_inside_a_cell_is_text_of_that_cell() -> None:
    html = "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr><tr><td>e</table>"
    assert only_sheet(PastedTable(html)).rows == (("a\nb c", "d"), ("e",))


def test_a_bracket_inside_an_attribute_ends_no_tag() -> None:
    html = """<table><tr><td title="a > b" colspan='2'>x<td style="c">y</tr><tr><td alt="5'">z</table>"""
    assert only_sheet(PastedTable(html)).rows == (("x", None, "y"), ("z",))


def test_a_long_run_of_marks_without_text_ends_nothing() -> None:
    html = "<table><tr><td>x" + "<![if x]>" * 5_000 + "<td>y<tr><td>z</table>"
    assert only_sheet(PastedTable(html)).rows == (("x", "y"), ("z",))


def test_two_tables_are_two_sheets() -> None:
    one = "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"
    workbook = read_pasted(PastedTable(one + one), "bảng dán")
    assert [sheet.name for sheet in workbook.sheets] == ["bảng dán 1", "bảng dán 2"]


def test_tabs_part_cells_and_quotation_marks_keep_line_breaks() -> None:
    text = 'Họ và tên\tGhi chú\r\nLê Quốc Dũng\t"dòng 1\ndòng ""2"""\r\nHai, Ba\t#N/A\r\n'
    assert only_sheet(PastedTable(text=text)).rows == (
        ("Họ và tên", "Ghi chú"),
        ("Lê Quốc Dũng", 'dòng 1\ndòng "2"'),
        ("Hai, Ba", CellError("#N/A")),
    )


def test_letters_in_parts_stay_as_typed_until_a_repair_tells_of_them() -> None:
    html = "<table><tr><td>Ha&#x302;u</td></tr><tr><td>x</td></tr></table>"
    assert only_sheet(PastedTable(html)).rows[0] == ("Ha\u0302u",)


@pytest.mark.parametrize(
    "pasted",
    [
        PastedTable(text="Lê Quốc Dũng"),
        PastedTable(text="Một đoạn văn.\nDòng thứ hai, không có cột nào.\n"),
        PastedTable(text="một\thàng"),
        PastedTable("<p>Một đoạn <b>văn</b></p>", "Một đoạn văn"),
        PastedTable("<table><tr><td>khung của một trang</td></tr></table>", "khung của một trang"),
        PastedTable(),
    ],
)
def test_ordinary_text_is_no_table(pasted: PastedTable) -> None:
    assert not pasted.is_table


@pytest.mark.parametrize("pasted", [PastedTable(EXCEL), PastedTable(WORD), PastedTable(text="a\tb\n1\t2\n")])
def test_what_excel_and_word_copy_is_a_table(pasted: PastedTable) -> None:
    assert pasted.is_table


def test_a_table_of_blank_cells_is_told() -> None:
    with pytest.raises(errors.PastedNothing):
        read_pasted(PastedTable("<table><tr><td></td></tr><tr><td> &nbsp;</td></tr></table>"), "bảng dán")


@pytest.mark.parametrize(
    "html",
    [
        "<table>" + "<tr><td>1</td></tr>" * 1_001,
        "<table><tr>" + "<td>1</td>" * 51 + "</tr><tr></tr></table>",
        "<table>" + "<tr><td colspan=50>1</td></tr>" * 101,
        "<table><tr><td>1</td></tr><tr><td>" + "x" * 20_001,
        "<table><tr><tr>" + "<td>x</td>" * 50_000,
        "<table>" + "<tr>" * 2_000,
    ],
)
def test_too_much_is_refused_with_where_it_ends(html: str) -> None:
    with pytest.raises(errors.PastedTooMuch) as failure:
        read_pasted(PastedTable(html), "bảng dán", FEW)
    assert failure.value.facts["last_cell"]


def test_one_endless_cell_of_plain_text_is_refused() -> None:
    with pytest.raises(errors.PastedTooMuch):
        read_pasted(PastedTable(text="a\tb\n" + "x" * 200_000 + "\ty\n"), "bảng dán")


TWO_ROWS = "<table><tr><td>a</td></tr><tr><td>b</td></tr>"


@pytest.mark.parametrize(
    "evil",
    [
        "<!--" * 50_000,
        "<!--" + "<!" * 100_000,
        "<style>" * 30_000,
        "<td title='" * 20_000,
        "<td " + 'a"=' * 60_000 + ">",
        "<![CDATA[" * 20_000,
        "&" * 200_000,
        "&#" + "9" * 100_000 + ";",
        "<table>" * 20_000,
        "</table>" * 20_000,
        "<td rowspan=999999 colspan=999999>" * 3,
        "<td rowspan=-1 colspan=9999999999999999999999>" * 3,
        "<?" * 100_000,
        "</" * 100_000,
        "\ud800<td>\x00",
    ],
)
def test_hostile_html_ends_in_a_table_or_a_sentence(evil: str) -> None:
    try:
        sheets = read_pasted(PastedTable(TWO_ROWS + evil), "bảng dán", FEW).sheets
    except errors.PastedTooMuch:
        return
    assert sheets[0].rows[0] == ("a",)


@given(
    st.lists(
        st.sampled_from(
            (
                *(
                    "<table>",
                    "</table>",
                    "<tr>",
                    "</tr>",
                    "<td>",
                    "<td rowspan=3>",
                    "<th colspan=2>",
                    "</td>",
                ),
                *(
                    "<br>",
                    "<p>",
                    "<style>",
                    "</style>",
                    "<!--",
                    "-->",
                    "<",
                    ">",
                    "&amp;",
                    "&#",
                    "x",
                    " ",
                    '"',
                ),
            )
        ),
        max_size=60,
    ).map("".join)
)
@example("<table><tr><td rowspan=3>x<tr><td>")
def test_any_soup_of_tags_is_a_table_or_a_sentence(soup: str) -> None:
    pasted = PastedTable(TWO_ROWS + soup)
    try:
        sheets = read_pasted(pasted, "bảng dán", FEW).sheets
    except (errors.PastedNothing, errors.PastedTooMuch):
        return
    for sheet in sheets:
        assert sheet.rows
        assert all(not row or row[-1] is not None for row in sheet.rows)
