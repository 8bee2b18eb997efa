"""A Word form is filled in the cells of its tables; everything else of it stays."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.office.errors import NotAForm, SpotGone, WorkbookDamaged, WorkbookTooLong
from desktop.office.forms.form import Filling, Spot, fill_form, read_form

NAME = "bieu-mau.docx"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOLD = "<w:rPr><w:b/><w:sz w:val='28'/></w:rPr>"
INNER = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>trong</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
RIGHT = '<w:pPr><w:jc w:val="right"/><w:rPr><w:i/></w:rPr></w:pPr>'


def words(text: str) -> str:
    return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document {W}><w:body><w:p><w:r><w:t>BÁO CÁO</w:t></w:r></w:p>
<w:tbl><w:tblPr/>
<w:tr>{words("Chỉ tiêu")}<w:tc><w:p><w:r><w:t>Kỳ </w:t></w:r><w:r><w:t>này</w:t></w:r></w:p></w:tc></w:tr>
<w:tr>{words("Số tổ")}<w:tc><w:p>{RIGHT}<w:r>{BOLD}<w:t>0</w:t></w:r></w:p></w:tc></w:tr>
<w:tr>{words("Số hộ")}<w:tc><w:tcPr/><w:p/></w:tc></w:tr>
<w:tr>{words("Bảng con")}<w:tc>{INNER}<w:p w:rsidR="00A1"/></w:tc></w:tr>
</w:tbl><w:p/></w:body></w:document>"""


def form(document: str = DOCUMENT) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        archive.writestr("word/styles.xml", "<w:styles/>")
    return target.getvalue()


def document_of(raw: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read("word/document.xml").decode()


def cells(raw: bytes) -> list[list[tuple[str, ...]]]:
    return [list(sheet.rows) for sheet in read_form(raw, NAME).sheets]


def test_the_tables_of_a_document_are_read_with_those_inside_them() -> None:
    read = read_form(form(), NAME)
    assert read.kind == "docx"
    assert cells(form()) == [
        [("Chỉ tiêu", "Kỳ này"), ("Số tổ", "0"), ("Số hộ", ""), ("Bảng con", "")],
        [("trong",)],
    ]


def test_a_figure_takes_the_place_of_the_text_and_keeps_its_looks() -> None:
    filled = document_of(fill_form(form(), NAME, {Spot("1", 1, 1): 741}))
    assert f'</w:pPr><w:r>{BOLD}<w:t xml:space="preserve">741</w:t></w:r></w:p>' in filled
    assert (
        filled.replace(
            f'<w:r>{BOLD}<w:t xml:space="preserve">741</w:t></w:r>', f"<w:r>{BOLD}<w:t>0</w:t></w:r>"
        )
        == DOCUMENT
    )


def test_an_empty_cell_is_filled_too() -> None:
    filled = fill_form(form(), NAME, {Spot("1", 2, 1): "–", Spot("1", 3, 1): 5, Spot("2", 0, 0): 7})
    assert cells(filled)[0][2:] == [("Số hộ", "–"), ("Bảng con", "5")]
    assert cells(filled)[1] == [("7",)]


def test_other_parts_stay_as_they_were() -> None:
    filled = fill_form(form(), NAME, {Spot("1", 1, 1): 741})
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "word/document.xml", "word/styles.xml"]
        assert archive.read("word/styles.xml") == b"<w:styles/>"


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 1)),
        st.integers() | st.text("aĐ<&>5–", min_size=1),
        max_size=6,
    )
)
def test_what_is_filled_is_read_back(values: dict[tuple[int, int], Filling]) -> None:
    filled = fill_form(
        form(), NAME, {Spot("1", row, column): value for (row, column), value in values.items()}
    )
    rows = cells(filled)[0]
    assert {place: rows[place[0]][place[1]] for place in values} == {
        place: str(value) for place, value in values.items()
    }


@pytest.mark.parametrize("spot", [Spot("9", 0, 0), Spot("1", 7, 0), Spot("1", 0, 5)])
def test_a_cell_that_is_gone_is_named(spot: Spot) -> None:
    with pytest.raises(SpotGone):
        fill_form(form(), NAME, {spot: 1})


@pytest.mark.parametrize(
    "document",
    ["", "<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', DOCUMENT[:-30]],
)
def test_a_broken_document_is_refused_with_a_sentence(document: str) -> None:
    with pytest.raises((WorkbookDamaged, NotAForm)):
        read_form(form(document), NAME)


def merged(span: int = 1, down: str = "", text: str = "") -> str:
    down = f'<w:vMerge w:val="{down}"/>' if down == "restart" else "<w:vMerge/>" if down else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{down}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>'


MERGED = f"""<w:document {W}><w:body><w:tbl>
<w:tr>{merged(1, "restart", "Nội dung")}{merged(2, "", "So với cùng kỳ")}{words("Ghi chú")}</w:tr>
<w:tr>{merged(1, "continue")}{words("Số")}{words("%")}{words("")}</w:tr>
<w:tr>{words("Số tổ")}{words("1")}{words("2")}{words("3")}</w:tr>
<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{words("8")}{words("9")}</w:tr>
</w:tbl></w:body></w:document>"""


def test_merged_cells_take_the_columns_of_the_table_that_they_cover() -> None:
    (table,) = read_form(form(MERGED), NAME).sheets
    assert table.rows == (
        ("Nội dung", "So với cùng kỳ", "", "Ghi chú"),
        ("", "Số", "%", ""),
        ("Số tổ", "1", "2", "3"),
        ("", "", "8", "9"),
    )
    assert table.shadowed == {(0, 2): (0, 1), (1, 0): (0, 0), (3, 0): (3, 0), (3, 1): (3, 1)}


def test_a_figure_goes_where_it_is_seen_below_merged_heads() -> None:
    filled = fill_form(
        form(MERGED), NAME, {Spot("1", 2, 2): "98,5 %", Spot("1", 3, 3): 5, Spot("1", 0, 3): "x"}
    )
    assert cells(filled)[0] == [
        ("Nội dung", "So với cùng kỳ", "", "x"),
        ("", "Số", "%", ""),
        ("Số tổ", "1", "98,5 %", "3"),
        ("", "", "8", "5"),
    ]


@pytest.mark.parametrize("place", [(0, 2), (1, 0), (3, 0), (3, 4)])
def test_no_figure_goes_under_a_merged_cell(place: tuple[int, int]) -> None:
    with pytest.raises(SpotGone):
        fill_form(form(MERGED), NAME, {Spot("1", *place): 1})


def test_more_cells_than_any_form_has_are_refused() -> None:
    row = f"<w:tr>{merged(999) * 40}</w:tr>"
    document = f"<w:document {W}><w:body><w:tbl>{row * 100}</w:tbl></w:body></w:document>"
    with pytest.raises(WorkbookTooLong):
        read_form(form(document), NAME)
