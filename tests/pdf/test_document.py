from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.paper import Align
from desktop.pdf.document import Column, Table, draw_log
from desktop.pdf.render import page_count, page_text
from tests.pdf.papers import LETTERS, ink_box, picture

COLUMNS = (Column("STT", 0.3, Align.CENTER), Column("Họ và tên", 1.5), Column("Đã soát", 0.5))
words = st.text(alphabet=LETTERS, min_size=1, max_size=12)


def log(*parts: str | Table, title: str = "Nhật ký", sample: bool = False) -> bytes:
    out = BytesIO()
    draw_log(title, parts, out, sample=sample)
    return out.getvalue()


def rows(count: int) -> Sequence[Sequence[str]]:
    return [(str(number), f"Nguyễn Văn Tên{number}", "") for number in range(1, count + 1)]


def all_text(pdf: bytes) -> list[str]:
    return " ".join(page_text(pdf, page) for page in range(page_count(pdf))).split()


def test_a_log_says_its_title_in_capitals_and_then_its_paragraphs() -> None:
    assert page_text(log("Đoạn một", "Đoạn hai\nba", title="Nhật ký in"), 0).split("\n") == [
        "NHẬT KÝ IN",
        "Đoạn một",
        "Đoạn hai",
        "ba",
    ]


def test_an_empty_log_is_a_page_with_its_title() -> None:
    pdf = log()
    assert (page_count(pdf), page_text(pdf, 0)) == (1, "NHẬT KÝ")


@settings(max_examples=25)
@given(st.lists(words, max_size=300).map(" ".join))
def test_no_word_of_a_paragraph_is_lost(text: str) -> None:
    assert all_text(log(text)) == ["NHẬT", "KÝ", *text.split()]


def test_every_row_is_printed_once_and_the_head_on_every_page() -> None:
    pdf = log(Table(COLUMNS, rows(90)))
    text = all_text(pdf)
    assert page_count(pdf) == 3
    assert [word for word in text if word.startswith("Tên")] == [f"Tên{number}" for number in range(1, 91)]
    assert text.count("STT") == 3


def test_a_row_that_does_not_fit_goes_to_the_next_page_whole() -> None:
    pdf = log(Table(COLUMNS, [*rows(30), ("31", "dài " * 60, "")]))
    assert "dài" not in page_text(pdf, 0)
    assert page_text(pdf, 1).count("dài") == 60


def test_a_row_taller_than_a_page_goes_on_over_the_pages() -> None:
    pdf = log(Table(COLUMNS, [("1", "dài " * 2000, "")]))
    assert page_count(pdf) > 1
    assert all_text(pdf).count("dài") == 2000


def test_pages_are_numbered_at_the_top_from_the_second_on() -> None:
    pdf = log(Table(COLUMNS, rows(90)))
    assert "1" not in page_text(pdf, 0).split("\n")[0]
    assert [page_text(pdf, page).split("\n")[0] for page in (1, 2)] == ["2", "3"]


def test_text_keeps_the_margins_of_the_decree() -> None:
    image = picture(log("Đoạn văn " * 900, Table(COLUMNS, rows(50))), width=840)
    ink, scale = ink_box(image), 840 / 210
    assert ink is not None
    assert 30 * scale - 1 <= ink[0] <= 35 * scale
    assert 20 * scale - 1 <= ink[1] <= 25 * scale
    assert 15 * scale - 1 <= image.width - ink[2]
    assert 20 * scale - 1 <= image.height - ink[3]


def test_a_word_without_spaces_is_parted_instead_of_running_over_the_edge() -> None:
    pdf = log("x" * 500, Table(COLUMNS, [("1", "y" * 300, "")]))
    assert "".join(all_text(pdf)).count("x") == 500
    assert "".join(all_text(pdf)).count("y") == 300


def test_every_page_of_sample_data_is_marked() -> None:
    pdf = log(Table(COLUMNS, rows(60)), sample=True)
    assert ["DỮ LIỆU MẪU" in page_text(pdf, page) for page in range(page_count(pdf))] == [True, True]


def test_an_equal_log_is_an_equal_file() -> None:
    assert log("Đoạn", Table(COLUMNS, rows(3))) == log("Đoạn", Table(COLUMNS, rows(3)))
