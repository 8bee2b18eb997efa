"""What a cell may hold, from the tame to the absurd, for tests that state what holds for every cell."""

from __future__ import annotations

from hypothesis import strategies as st

from desktop.domain.values.cells import Cell, CellError, FormulaWithoutValue

# What is found in lists, so that Hypothesis meets the parsers' own words and not only noise.
_WORDS = st.sampled_from(
    [
        *("ông", "Bà", "Đ/c", "và", "tổ", "số", "ấp", "khu phố", "KP", "tuổi", "sinh năm", "HGV:", "x", "TV"),
        *("16/08/1983", "18.11.53", "079083398055", "0912345678", "05", "6/2026", "1)", "(", ")"),
        *("Nguyễn Văn A", ";", "\n", "-", ","),
    ]
)

texts = st.one_of(
    st.text(max_size=40),
    st.lists(_WORDS, max_size=6).map(" ".join),
    st.lists(_WORDS, max_size=6).map("".join),
    st.text(alphabet="0123456789/.-+ ()OoE", max_size=16),
)

cells: st.SearchStrategy[Cell] = st.one_of(
    texts,
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.integers(0, 10**12).map(float),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.just(FormulaWithoutValue("SUM(A1:A3)")),
    st.just(CellError("#REF!")),
)
