"""Member cards: ten to a sheet, within their edges, with marks to cut along and a code that is read back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest

from desktop.pdf.cards import Card, draw_cards
from desktop.pdf.codes import read_codes_of_pdf
from desktop.pdf.errors import CardTooFull, NothingToPrint
from desktop.pdf.render import page_count, page_text

CARD = Card(
    "Công an tỉnh An Giang",
    "Công an phường Nhơn Hưng",
    "Thẻ thành viên",
    "Phạm Hoàng Phương Thảo",
    ("Năm sinh: 1970", "Chức danh: Tổ trưởng", "Tổ tự quản số 01"),
    "Số: 001/2026",
    "Thẻ do đơn vị cấp.",
)


def drawn(*cards: Card, sample: bool = False) -> bytes:
    out = BytesIO()
    draw_cards(cards, out, sample=sample)
    return out.getvalue()


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (10, 1), (11, 2), (21, 3)])
def test_ten_cards_stand_on_a_sheet(count: int, pages: int) -> None:
    pdf = drawn(*[CARD] * count)
    assert page_count(pdf) == pages
    assert sum(page_text(pdf, page).count("Phạm Hoàng Phương Thảo") for page in range(pages)) == count


def test_equal_cards_give_equal_files() -> None:
    assert drawn(CARD) == drawn(CARD)


def test_the_code_of_every_card_is_read_back() -> None:
    text = "THẺ THÀNH VIÊN\nSố: 001/2026\n\nSTQ1S 0123456789abcdef " + "a" * 22 + " " + "b" * 86
    codes = read_codes_of_pdf(drawn(*(replace(CARD, code=f"{text}{at}") for at in range(10))))
    assert sorted(found for _, found in codes) == [f"{text}{at}" for at in range(10)]


def test_long_lines_take_two_in_smaller_letters() -> None:
    long = replace(
        CARD, lines=("Tổ liên gia an toàn phòng cháy chữa cháy và bảo vệ an ninh trật tự khóm Đông Hưng",)
    )
    assert "khóm Đông Hưng" in " ".join(page_text(drawn(long), 0).split())


def test_a_card_that_cannot_be_filled_in_is_named_and_nothing_is_written() -> None:
    out = BytesIO()
    with pytest.raises(CardTooFull) as refused:
        draw_cards([CARD, replace(CARD, name="Tổ " * 60)], out)
    assert refused.value.facts["name"] == ("Tổ " * 60).strip()
    assert out.getvalue() == b""


def test_a_sheet_without_cards_is_refused() -> None:
    with pytest.raises(NothingToPrint):
        drawn()


def test_practice_cards_are_marked() -> None:
    assert "DỮ LIỆU MẪU" in page_text(drawn(CARD, sample=True), 0)


def test_room_for_a_photograph_leaves_room_for_the_words() -> None:
    plain, pdf = drawn(CARD), drawn(replace(CARD, photo=True))
    assert "Ảnh 2 × 3" in page_text(pdf, 0)
    assert "Ảnh 2 × 3" not in page_text(plain, 0)
    assert "Phạm Hoàng Phương Thảo" in page_text(pdf, 0).replace("\n", " ").replace("\r", "")


def test_a_photograph_and_a_code_stand_on_one_card() -> None:
    text = "\n".join(
        ("THẺ THÀNH VIÊN", "Số: 001/2026", "", "STQ1S 0123456789abcdef " + "a" * 22 + " " + "b" * 86)
    )
    pdf = drawn(replace(CARD, photo=True, code=text))
    assert [found for _, found in read_codes_of_pdf(pdf)] == [text]
