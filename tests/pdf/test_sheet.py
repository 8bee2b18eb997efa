from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest

from desktop.domain.paper import Align, Column, Face, Head, Line, PlainSheet, Signatures, Table
from desktop.pdf.render import page_count, page_text
from desktop.pdf.sheet import draw_sheet
from tests.pdf.papers import ink_box, picture

HEAD = Head("Công an tỉnh An Giang", "Công an phường Nhơn Hưng", ("Tuần từ 16/11 đến 22/11",))
COLUMNS = (Column("STT", mm=12, align=Align.CENTER), Column("Hộ", mm=60), Column("Nội dung"))


def rows(count: int) -> list[tuple[str, str, str]]:
    return [(str(number), f"Hộ{number}", "") for number in range(1, count + 1)]


SHEET = PlainSheet("Phiếu ghi", [Table(COLUMNS, rows(3))], head=HEAD, landscape=True)


def drawn(sheet: PlainSheet, *, sample: bool = False) -> bytes:
    out = BytesIO()
    draw_sheet(sheet, out, sample=sample)
    return out.getvalue()


def test_a_sheet_begins_with_its_units_then_its_title_and_its_rows() -> None:
    words = page_text(drawn(SHEET), 0).split("\n")
    assert words[:4] == [
        "CÔNG AN TỈNH AN GIANG",
        "CÔNG AN PHƯỜNG NHƠN HƯNG",
        "Tuần từ 16/11 đến 22/11",
        "PHIẾU GHI",
    ]
    assert "Hộ3" in " ".join(words)


def test_a_landscape_sheet_is_wider_than_high() -> None:
    image = picture(drawn(SHEET))
    upright = picture(drawn(replace(SHEET, landscape=False)))
    assert (image.width > image.height, upright.width < upright.height) == (True, True)


def test_columns_of_a_width_in_millimetres_have_it() -> None:
    # Nothing but the table's lines stands on the page, so its ink is as wide as the columns are.
    table = Table((Column("", mm=40), Column("", mm=50)), [("", "")])
    ink = ink_box(picture(drawn(PlainSheet("", [table])), width=2100))
    assert ink is not None
    assert (ink[2] - ink[0]) / 10 == pytest.approx(90, abs=0.4)


def test_rows_to_write_into_are_as_high_as_asked() -> None:
    def height(row_mm: float) -> float:
        table = Table((Column("Ô"),), [("",), ("",)], row_mm=row_mm)
        ink = ink_box(picture(drawn(PlainSheet("", [table])), width=2100))
        assert ink is not None
        return (ink[3] - ink[1]) / 10

    assert height(30) - height(20) == pytest.approx(20, abs=0.4)


def test_rows_to_write_into_fill_pages_without_losing_one() -> None:
    pdf = drawn(PlainSheet("Phiếu", [Table(COLUMNS, rows(40), row_mm=15)]))
    words = " ".join(page_text(pdf, page) for page in range(page_count(pdf))).split()
    assert [word for word in words if word.startswith("Hộ") and word != "Hộ"] == [
        f"Hộ{number}" for number in range(1, 41)
    ]


def test_columns_that_do_not_fit_the_paper_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="wider than the paper"):
        drawn(PlainSheet("", [Table((Column("Rộng", mm=170),), [("",)])]))


def test_signers_stand_beside_each_other_with_their_names_below() -> None:
    signers = Signatures(((("Người lập", "(Ký, ghi rõ họ tên)"), "Nguyễn Văn An"), (("Chỉ huy",), "")))
    words = page_text(drawn(PlainSheet("Sổ", [signers])), 0).split("\n")
    assert words == ["SỔ", "Người lập", "(Ký, ghi rõ họ tên)", "Nguyễn Văn An", "Chỉ huy"]


def test_a_line_stands_without_an_indent_in_its_own_face_and_size() -> None:
    plain, large = (
        ink_box(picture(drawn(PlainSheet("", [Line("Địa bàn", face, size)])), width=2100))
        for face, size in ((Face.REGULAR, 11.0), (Face.BOLD, 22.0))
    )
    assert plain is not None
    assert large is not None
    assert plain[0] < 310
    assert large[2] - large[0] > 1.9 * (plain[2] - plain[0])


def test_sample_data_is_marked_on_a_landscape_page_too() -> None:
    assert "DỮ LIỆU MẪU" in page_text(drawn(SHEET, sample=True), 0)
