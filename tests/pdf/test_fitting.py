from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.pdf.fitting import Fitted, Room, fill, fit

words = st.text(alphabet="aăbcđêgiơmn5", min_size=1, max_size=9)
unnumbered = st.text(alphabet="aăbcđêgiơmn", min_size=1, max_size=9)
paragraphs = st.lists(words, min_size=1, max_size=40).map(" ".join)
rooms = st.builds(
    lambda width, size, less, lines: Room(width, size, size - less, lines),
    st.floats(30, 600),
    st.floats(10, 30),
    st.floats(0, 6),
    st.integers(1, 6),
)


def measure(text: str) -> float:
    """Each letter half as wide as it is high."""
    return 0.5 * len(text)


def lines_of(text: str, width: float, size: float = 10, min_size: float = 10, most: int = 9) -> list[str]:
    fitted = fit([text], Room(width, size, min_size, most), measure)
    assert fitted is not None
    return list(fitted.lines)


@given(paragraphs, rooms)
def test_no_word_is_lost_or_parted(text: str, room: Room) -> None:
    fitted = fit([text], room, measure)
    assert fitted is None or " ".join(fitted.lines) == text


@given(paragraphs, rooms)
def test_no_line_is_wider_than_its_room(text: str, room: Room) -> None:
    fitted = fit([text], room, measure) or Fitted(room.size, ())
    assert all(measure(line) * fitted.size <= room.width + 1e-3 for line in fitted.lines)


@given(paragraphs, rooms)
def test_size_and_lines_stay_in_their_bounds(text: str, room: Room) -> None:
    fitted = fit([text], room, measure)
    assert fitted is None or (
        room.min_size <= fitted.size <= room.size and 1 <= len(fitted.lines) <= room.max_lines
    )


@given(paragraphs, rooms)
def test_what_fits_a_room_fits_a_wider_one_in_no_more_lines(text: str, room: Room) -> None:
    wider = Room(room.width * 1.3, room.size, room.min_size, room.max_lines)
    narrow, wide = fit([text], room, measure), fit([text], wider, measure)
    assert narrow is None or (wide is not None and len(wide.lines) <= len(narrow.lines))


@given(st.lists(unnumbered, min_size=3, max_size=40), st.floats(60, 400))
def test_the_last_word_stands_alone_only_where_company_would_not_fit_or_leave_a_shorter_line(
    many: list[str], width: float
) -> None:
    lines = ["", *lines_of(" ".join(many), width, most=40)]
    rest, _, company = lines[-2].rpartition(" ")
    alone = bool(rest) and " " not in lines[-1]
    assert not alone or measure(f"{company} {lines[-1]}") * 10 > width or len(rest) < len(lines[-1])


def test_a_text_that_fits_keeps_its_full_size_on_one_line() -> None:
    assert fit(["Đỗ Văn Nhẫn"], Room(200, 28, 20, 2), measure) == Fitted(28, ("Đỗ Văn Nhẫn",))


def test_a_text_shrinks_before_it_wraps() -> None:
    fitted = fit(["Đỗ Văn Nhẫn"], Room(121, 28, 20, 2), measure)
    assert fitted == Fitted(22, ("Đỗ Văn Nhẫn",))


def test_a_name_wraps_between_syllables_only_when_even_the_smallest_size_does_not_fit() -> None:
    assert fit(["Đỗ Văn Nhẫn"], Room(110, 28, 20, 2), measure) == Fitted(20, ("Đỗ Văn Nhẫn",))
    assert fit(["Đỗ Văn Nhẫn"], Room(109, 28, 20, 2), measure) == Fitted(28, ("Đỗ Văn", "Nhẫn"))


def test_lines_are_balanced() -> None:
    assert lines_of("một hai ba bốn năm sáu bảy tám", 125) == ["một hai ba bốn", "năm sáu bảy tám"]


def test_no_short_word_is_left_alone_at_the_end() -> None:
    assert lines_of("nghiêng nghiêng nghiêng ạ", 118) == ["nghiêng nghiêng", "nghiêng ạ"]


def test_a_number_stays_with_the_word_before_it() -> None:
    assert lines_of("Tổ hòa giải số 05 khóm Đông", 80) == ["Tổ hòa giải", "số 05 khóm Đông"]


def test_paragraphs_keep_lines_of_their_own() -> None:
    fitted = fit(["Tổ tự quản", "và Tổ bảo vệ"], Room(500, 12, 12, 3), measure)
    assert fitted == Fitted(12, ("Tổ tự quản", "và Tổ bảo vệ"))


def test_all_paragraphs_have_one_size() -> None:
    fitted = fit(["Tổ", "khóm Đông Hưng phường Nhơn Hưng"], Room(100, 12, 6, 2), measure)
    assert fitted == Fitted(6, ("Tổ", "khóm Đông Hưng phường Nhơn Hưng"))


@pytest.mark.parametrize(
    ("texts", "room"),
    [
        (["nghiêng"], Room(30, 12, 10, 5)),
        (["một hai ba bốn"], Room(40, 10, 10, 1)),
        (["một", "hai", "ba"], Room(400, 10, 10, 2)),
    ],
    ids=["word too wide", "lines too many", "paragraphs too many"],
)
def test_what_does_not_fit_is_not_set(texts: list[str], room: Room) -> None:
    assert fit(texts, room, measure) is None


def test_the_smallest_size_is_tried_even_off_the_steps() -> None:
    assert fit(["aaaaaaaaaa"], Room(50.6, 12, 10.1, 1), measure) == Fitted(10.1, ("aaaaaaaaaa",))


@given(paragraphs, st.floats(2, 40), st.floats(0, 1))
def test_filled_lines_hold_all_letters_within_the_width(text: str, width: float, indent: float) -> None:
    lines = fill(text, width, measure, indent=indent)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure(line) <= width + 1e-6 for line in lines)
    assert measure(lines[0]) <= width - indent + 1e-6


def test_a_word_wider_than_a_line_is_parted_in_a_document() -> None:
    assert fill("ab cdefgh", 2, measure) == ["ab", "cdef", "gh"]
