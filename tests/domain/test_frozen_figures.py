"""Figures of a report keep the very text for ever, and tell what became another figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.text import tidy
from desktop.domain.frozen_figures import (
    ChainEnd,
    FigureChange,
    FrozenFigures,
    FrozenNumber,
    FrozenRow,
    differences,
    read_figures,
    write_figures,
)
from desktop.domain.journal.canonical import MAX_TEXT
from desktop.domain.journal.short_code import short_code
from desktop.domain.periods import Period, PeriodKind

NOVEMBER = Period(PeriodKind.MONTH, 2026, 11, date(2026, 10, 15), date(2026, 11, 14))
NONE = FrozenNumber(None)

numbers = st.builds(
    FrozenNumber,
    st.none()
    | st.integers(-(10**15), 10**15)
    | st.integers(-9_999, 9_999).map(lambda tenths: Decimal(tenths) / 10),
    st.sampled_from(("", "c", "t", "tc", "tcp", "r")),
)
rows = st.builds(
    FrozenRow,
    st.sampled_from(("visits", "disputes", "settled_rate")),
    st.text(max_size=20).map(tidy).filter(lambda text: "\n" not in text and "\t" not in text),
    numbers,
    numbers,
    numbers,
    numbers,
    st.none() | st.tuples(st.integers(0, 10**9), st.booleans()),
)


def row(code: str, this: int | None, part: str = "", to_date: int | None = None) -> FrozenRow:
    return FrozenRow(code, part, FrozenNumber(this, "c"), NONE, NONE, FrozenNumber(to_date, "c"))


def figures(*some: FrozenRow) -> FrozenFigures:
    return FrozenFigures(NOVEMBER, some)


def test_the_form_is_written_down_and_does_not_change() -> None:
    whole = FrozenFigures(
        NOVEMBER,
        (
            FrozenRow(
                "settled_rate",
                "",
                FrozenNumber(Decimal("87.5"), "c"),
                FrozenNumber(12, "tp"),
                NONE,
                FrozenNumber(0, "r"),
                (120, True),
            ),
        ),
        {"bb": 2, "aa": 14},
        ChainEnd("aa", 14, "ff00"),
    )
    assert write_figures(whole) == (
        "figures\t1\n"
        "period\tmonth\t2026\t11\t2026-10-15\t2026-11-14\n"
        "seen\taa\t14\n"
        "seen\tbb\t2\n"
        "anchor\taa\t14\tff00\n"
        "row\tsettled_rate\t\t87.5%c\t12tp\t-\t0r\t120y\n"
    )


@given(st.lists(rows, max_size=5))
def test_what_was_written_is_read_as_it_was(some: list[FrozenRow]) -> None:
    whole = FrozenFigures(NOVEMBER, tuple(some), {"aa": 3}, ChainEnd("aa", 3, "ab"))
    assert read_figures(write_figures(whole)) == whole


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "figures\t2\n",
        "figures\t1\n",
        "figures\t1\nperiod\tmoon\t2026\t11\t2026-10-15\t2026-11-14\n",
        "figures\t1\nperiod\tmonth\t2026\t11\t2026-10-15\t2026-11-99\n",
        "figures\t1\nperiod\tmonth\t2026\t11\t2026-10-15\t2026-11-14\nrow\tvisits\t\tmany\t-\t-\t-\t-\n",
        "figures\t1\nperiod\tmonth\t2026\t11\t2026-10-15\t2026-11-14\nsomething\telse\n",
    ],
)
def test_what_another_program_wrote_is_not_read(text: str | None) -> None:
    assert read_figures(text) is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    read_figures("figures\t1\n" + text)


def test_where_parts_would_not_fit_the_whole_figures_are_kept() -> None:
    parts = [row("awards_individual", 1, part=f"{at} " + "x" * 400) for at in range(200)]
    text = write_figures(figures(row("awards_individual", 200), *parts))
    assert len(text) <= MAX_TEXT
    kept = read_figures(text)
    assert kept is not None
    assert [(each.code, each.part) for each in kept.rows] == [("awards_individual", "")]


def test_a_figure_that_changed_is_told_once_with_the_first_column_that_did() -> None:
    then = figures(row("visits", 32, to_date=237), row("disputes", 5, to_date=48), row("tips", None))
    now = [row("visits", 33, to_date=238), row("disputes", 5, to_date=49), row("tips", 1)]
    assert differences(then, now) == [
        FigureChange("visits", "", 0, 32, 33),
        FigureChange("disputes", "", 3, 48, 49),
        FigureChange("tips", "", 0, None, 1),
    ]


def test_the_same_figures_have_not_changed() -> None:
    same = [row("visits", 32)]
    assert differences(figures(*same), same) == []


def test_the_short_code_is_sixteen_digits_that_stand_for_device_number_and_hash() -> None:
    code = short_code("31544de0", 10, "1c16")
    assert code == short_code("31544de0", 10, "1c16")
    assert [len(group) for group in code.split()] == [4, 4, 4, 4]
    assert code.replace(" ", "").isdigit()
    others = {
        short_code("31544de1", 10, "1c16"),
        short_code("31544de0", 11, "1c16"),
        short_code("31544de0", 10, "1c17"),
    }
    assert len(others | {code}) == 4
