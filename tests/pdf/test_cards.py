"""Member cards: ten to a sheet, within their edges, with marks to cut along and a code that is read back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageOps

from desktop.pdf.cards import Card, draw_cards
from desktop.pdf.codes import PictureNotReadable, read_codes_of_pdf
from desktop.pdf.errors import CardTooFull, NothingToPrint
from desktop.pdf.picture import PORTRAIT_BYTES, portrait_jpeg
from desktop.pdf.render import page_count, page_text, render_page

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


RED, GREEN = (220, 20, 20), (20, 160, 20)


def picture_file(kind: str = "PNG", size: tuple[int, int] = (1200, 600)) -> bytes:
    """The middle third of the width is green, the rest red."""
    picture = Image.new("RGB", size, RED)
    third = size[0] // 3
    picture.paste(GREEN, (third, 0, 2 * third, size[1]))
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def box_of(pdf: bytes, colour: tuple[int, int, int]) -> tuple[float, float, float, float] | None:
    """What encloses all of about that colour on the first page, in mm from its upper left corner."""
    page = render_page(pdf, 0, 1050)
    shown = Image.frombytes("RGBX", (page.width, page.height), page.pixels, "raw", "BGRX", page.stride)
    near = [
        channel.point(lambda value, wanted=wanted: 255 * (abs(value - wanted) < 25))
        for channel, wanted in zip(shown.convert("RGB").split(), colour, strict=True)
    ]
    both = Image.composite(near[0], Image.new("L", shown.size), near[1])
    box = Image.composite(both, Image.new("L", shown.size), near[2]).getbbox()
    if box is None:
        return None
    left, top, right, bottom = (side * 210 / page.width for side in box)
    return left, top, right, bottom


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_fills_the_frame_and_is_cropped_not_squeezed(kind: str) -> None:
    pdf = drawn(replace(CARD, photo=True, picture=portrait_jpeg(picture_file(kind), "a")))
    box = box_of(pdf, GREEN)
    assert box is not None
    left, top, right, bottom = box
    assert [left, right - left, bottom - top] == pytest.approx([23.4, 20, 30], abs=0.6)
    assert box_of(pdf, RED) is None
    assert "Ảnh 2 × 3" not in page_text(pdf, 0)
    assert pdf == drawn(replace(CARD, photo=True, picture=portrait_jpeg(picture_file(kind), "a")))


def test_a_picture_that_a_phone_laid_on_its_side_stands_upright() -> None:
    upright = Image.new("RGB", (400, 600), RED)
    upright.paste(GREEN, (0, 0, 400, 300))
    exif, out = Image.Exif(), BytesIO()
    exif[0x0112] = 6
    upright.rotate(90, expand=True).save(out, "JPEG", exif=exif)
    made = Image.open(BytesIO(portrait_jpeg(out.getvalue(), "a")))
    assert (made.size, made.getexif()) == ((400, 600), Image.Exif())
    red, green, _ = made.getpixel((200, 100))  # type: ignore[misc]  # of Pillow
    assert green > red


def test_what_can_be_seen_through_is_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (40, 60), (0, 0, 0, 0)).save(out, "PNG")
    made = Image.open(BytesIO(portrait_jpeg(out.getvalue(), "a")))
    assert ImageOps.grayscale(made).getextrema() == (255, 255)


def bomb() -> bytes:
    """A small file of 49 million pixels."""
    out = BytesIO()
    Image.new("1", (7000, 7000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"GIF89a" + bytes(100),
        picture_file()[:-400],
        picture_file("JPEG")[:300],
        bomb(),
        picture_file("JPEG") + bytes(PORTRAIT_BYTES),
    ],
    ids=["empty", "no-picture", "cut-png", "cut-jpeg", "too-many-pixels", "too-large"],
)
def test_a_bad_picture_is_refused_by_name(raw: bytes) -> None:
    with pytest.raises(PictureNotReadable) as refused:
        portrait_jpeg(raw, "an.jpg")
    assert refused.value.facts["name"] == "an.jpg"
