"""The widths of columns: names first, nothing below what can be read, no room wasted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.fields import Register
from desktop.domain.registers import AREA, AWARD, DISPUTE, GROUP, HOUSEHOLD, MEMBER, PERSON, REGISTRY, VISIT
from desktop.ui.kit.columns import NAME_WIDTH, Column, columns_of, fit
from desktop.ui.kit.words import Words
from tests.ui.conftest import words_of

WORDS = words_of("vi")
LISTED = (AREA, PERSON, GROUP, MEMBER, HOUSEHOLD, VISIT, DISPUTE, AWARD)
registers = st.sampled_from(LISTED)


def measured(title: str) -> int:
    """About as wide as the screen's letters are at 14 px."""
    return 8 * len(title)


def widths(register: Register, room: int, scale: float = 1.0) -> dict[str, int]:
    columns = columns_of(register, WORDS)
    return dict(zip([each.field.name for each in columns], fit(columns, room, measured, scale), strict=True))


def column(words: Words, register: str, field: str) -> Column:
    found = columns_of(REGISTRY[register], words)
    return next(each for each in found if each.field.name == field)


@given(registers, st.integers(200, 3000))
def test_a_name_is_never_narrower_than_a_long_name(register: Register, room: int) -> None:
    title = register.by_name[register.title]
    assert title.sensitive or widths(register, room)[title.name] >= NAME_WIDTH


@given(registers, st.integers(1600, 3000))
def test_wide_room_is_used_to_the_last_pixel(register: Register, room: int) -> None:
    assert sum(widths(register, room).values()) == room


@given(registers, st.integers(200, 3000), st.integers(1, 400))
def test_more_room_makes_no_column_narrower(register: Register, room: int, more: int) -> None:
    before, after = widths(register, room), widths(register, room + more)
    assert all(after[name] >= width for name, width in before.items())


@given(registers, st.sampled_from((1.0, 1.15, 1.3)))
def test_columns_keep_their_least_width_where_the_table_must_scroll(register: Register, scale: float) -> None:
    assert widths(register, 100, scale) == widths(register, 300, scale)


def test_a_name_gets_what_it_asks_for_before_a_place_gets_more_than_its_least() -> None:
    least = widths(AWARD, 100)
    given_a_little = widths(AWARD, sum(least.values()) + 40)
    grown = {name for name, width in given_a_little.items() if width > least[name]}
    assert grown == {"printed_name"}


def test_masked_columns_take_little_room_and_do_not_sort(words: Words) -> None:
    masked = column(words, "person", "citizen_id")
    assert (masked.natural <= NAME_WIDTH / 2, masked.sortable) == (True, False)


@pytest.mark.parametrize(("field", "right"), [("households", True), ("name", False), ("officer", False)])
def test_only_numbers_stand_at_the_right(words: Words, field: str, right: bool) -> None:
    assert column(words, "area", field).right is right
