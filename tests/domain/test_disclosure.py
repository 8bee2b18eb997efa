"""What is left out of tables that leave the house cannot be reckoned from what stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.domain.disclosure import Line, left_out, reckoned, small
from desktop.domain.indicators import INDICATORS, Counted
from desktop.domain.statistics import OTHER, By, Place, Shown, Told, anonymous, made_of, records_of

DEFINITIONS = {code: each for code, each in INDICATORS.items() if isinstance(each, Counted)}

Cell = tuple[int, int]
TOTAL = -1
"""The row and the column of the sums."""


def table(inside: Sequence[Sequence[int]]) -> dict[Cell, int]:
    """A table with a sum at the end of each row and at the foot of each column, and the sum of all."""
    found = {(row, column): value for row, line in enumerate(inside) for column, value in enumerate(line)}
    rows, columns = range(len(inside)), range(len(inside[0]))
    found |= {(row, TOTAL): sum(inside[row]) for row in rows}
    found |= {(TOTAL, column): sum(line[column] for line in inside) for column in columns}
    return found | {(TOTAL, TOTAL): sum(map(sum, inside))}


def lines_of(cells: Collection[Cell]) -> list[Line[Cell]]:
    rows = sorted({row for row, _ in cells} - {TOTAL})
    columns = sorted({column for _, column in cells} - {TOTAL})
    along = [Line((row, TOTAL), tuple((row, column) for column in columns)) for row in (*rows, TOTAL)]
    down = [Line((TOTAL, column), tuple((row, column) for row in rows)) for column in (*columns, TOTAL)]
    return along + down


def tables(rows: int, columns: int, most: int) -> st.SearchStrategy[dict[Cell, int]]:
    few = st.one_of(st.integers(0, 4), st.integers(0, most))
    return st.lists(st.lists(few, min_size=columns, max_size=columns), min_size=rows, max_size=rows).map(
        table
    )


some_tables = st.integers(1, 5).flatmap(
    lambda rows: st.integers(1, 6).flatmap(lambda columns: tables(rows, columns, 400))
)


@given(some_tables)
def test_whatever_is_small_is_left_out_and_no_nothing_is(values: dict[Cell, int]) -> None:
    hidden = left_out(values, lines_of(values))
    assert {cell for cell in values if values[cell] in (1, 2)} <= hidden
    assert all(values[cell] for cell in hidden)


@given(some_tables)
def test_no_row_and_no_column_is_short_of_one_figure_only(values: dict[Cell, int]) -> None:
    hidden = left_out(values, lines_of(values))
    assert all(len(hidden.intersection(line.cells)) != 1 for line in lines_of(values))


@given(some_tables)
def test_nobody_reckons_a_figure_by_rows_and_columns(values: dict[Cell, int]) -> None:
    """Whoever adds and subtracts rows and columns, as often as they like: the rank of the equations says so."""
    hidden = left_out(values, lines_of(values))
    equations = [row for row in _equations(lines_of(values), hidden) if any(row)]
    ordered = sorted(hidden)
    for at in range(len(ordered)):
        alone = [int(column == at) for column in range(len(ordered))]
        assert _rank([*equations, alone]) > _rank(equations)


@settings(max_examples=60)
@given(tables(2, 3, 5) | tables(3, 3, 4))
def test_another_table_reads_just_the_same(values: dict[Cell, int]) -> None:
    """For each figure that is left out there is a table of whole numbers with another one in its place."""
    hidden = left_out(values, lines_of(values))
    inside = [cell for cell in hidden if TOTAL not in cell]
    assume(1 <= len(inside) <= 4)
    open_cells = {cell: value for cell, value in values.items() if cell not in hidden}
    seen: dict[Cell, set[int]] = {cell: set() for cell in hidden}
    for filled in product(range(8), repeat=len(inside)):
        other = _filled(values, dict(zip(inside, filled, strict=True)))
        if all(other[cell] == value for cell, value in open_cells.items()):
            for cell in hidden:
                seen[cell].add(other[cell])
    assert all(len(found) > 1 for found in seen.values())


@given(some_tables, st.data())
def test_what_is_told_to_be_left_out_is_safe_too(values: dict[Cell, int], data: st.DataObject) -> None:
    first = data.draw(
        st.sets(st.sampled_from([cell for cell in values if values[cell]] or [(0, 0)]), max_size=4)
    )
    assume(all(values[cell] for cell in first))
    hidden = left_out(values, lines_of(values), first)
    assert first <= hidden
    assert not reckoned(lines_of(values), hidden)


def test_three_ones_are_not_told_by_their_sum() -> None:
    """A figure left out is never 0, so a rest of three for three of them would be one each."""
    values = {"all": 13, "a": 1, "b": 1, "c": 1, "d": 10}
    hidden = left_out(values, [Line("all", ("a", "b", "c", "d"))])
    assert hidden == {"a", "b", "c", "d"}


def test_a_rest_that_may_be_one_or_two_stays_a_rest() -> None:
    values = {"all": 103, "a": 1, "b": 2, "c": 100}
    assert left_out(values, [Line("all", ("a", "b", "c"))]) == {"a", "b"}


def test_a_line_with_a_figure_that_nobody_told_tells_nothing() -> None:
    assert left_out({"all": 9, "a": 2}, [Line("all", ("a", "b"))]) == {"a"}


@pytest.mark.parametrize(
    ("value", "records", "hidden"),
    [
        (0, None, False),
        (1, None, True),
        (2, None, True),
        (3, None, False),
        (5_000_000, 1, True),
        (5_000_000, 3, False),
    ],
)
def test_what_may_be_somebody(value: int, records: int | None, hidden: bool) -> None:
    assert small(value, records) is hidden


# The figures of a period


def shown(*told: Told) -> dict[Place, int | None]:
    return {each.place: each.value for each in anonymous(told, DEFINITIONS)}


def total(code: str) -> Place:
    return Place(code, By.TOTAL.value)


def test_a_small_figure_of_one_kind_takes_another_along() -> None:
    found = shown(Told("groups", 20, {"thon": 9, "ap": 10, OTHER: 1}, 20))
    assert found == {
        total("groups"): 20,
        Place("groups", By.AREA_KIND.value, "thon"): None,
        Place("groups", By.AREA_KIND.value, "ap"): 10,
        Place("groups", By.AREA_KIND.value, OTHER): None,
    }


def test_figures_of_which_another_is_made_protect_each_other() -> None:
    """The giấy khen follow from all awards and the bằng khen, so one small figure takes another along."""
    found = shown(
        Told("awards_individual", 12), Told("bang_khen_individual", 2), Told("giay_khen_individual", 10)
    )
    assert [each for each, value in found.items() if value is None] == [
        total("bang_khen_individual"),
        total("giay_khen_individual"),
    ]


def test_areas_where_people_live_are_not_told_by_the_kinds_of_all_areas() -> None:
    found = shown(Told("areas", 9, {"thon": 5, "ap": 1, "school": 3}, 9), Told("areas_residential", 6))
    hidden = {place for place, value in found.items() if value is None}
    assert Place("areas", By.AREA_KIND.value, "ap") in hidden
    assert hidden & {Place("areas", By.AREA_KIND.value, "thon"), total("areas_residential")}


def test_the_money_of_one_gift_is_left_out() -> None:
    found = shown(Told("contributors", 1), Told("contributions_money", 5_000_000))
    assert found == {total("contributors"): None, total("contributions_money"): None}


def test_a_whole_of_its_own_stands_where_the_registers_say_another_number() -> None:
    found = shown(Told("groups", 30, {"thon": 12, "ap": 8}, 20, {"30337": 30}))
    assert found[Place("groups", By.AREA_KIND.value)] == 20


def test_what_is_a_sum_of_others_is_known_from_the_definitions() -> None:
    made = made_of(DEFINITIONS.values())
    assert ("disputes_ended", ("disputes_not_settled", "disputes_settled")) in made
    assert ("awards_household", ("bang_khen_household", "giay_khen_household")) in made
    assert records_of("contributions_money", DEFINITIONS) == "contributors"


some_told = st.fixed_dictionaries(
    {
        code: st.lists(st.one_of(st.integers(0, 4), st.integers(0, 60)), min_size=3, max_size=3)
        for code in (
            "areas",
            "groups",
            "awards_individual",
            "bang_khen_individual",
            "giay_khen_individual",
            "visits",
        )
    }
)


@given(some_told)
def test_nobody_reckons_a_figure_by_what_indicators_say_of_each_other(found: dict[str, list[int]]) -> None:
    kinds = ("thon", "ap", OTHER)
    found["awards_individual"] = [
        one + other
        for one, other in zip(found["bang_khen_individual"], found["giay_khen_individual"], strict=True)
    ]
    told = [
        Told(
            code,
            sum(values),
            dict(zip(kinds, values, strict=True)),
            sum(values),
            {"a": values[0], "b": sum(values[1:])},
        )
        for code, values in found.items()
    ]
    told.append(Told("areas_residential", sum(found["areas"][:2])))
    values = {each.place: each.value for each in anonymous(told, DEFINITIONS)}
    hidden = {place for place, value in values.items() if value is None}
    lines = _what_anybody_knows(list(values), kinds)
    equations = [row for row in _equations(lines, hidden) if any(row)]
    ordered = sorted(hidden)
    assert all(
        _rank([*equations, [int(column == at) for column in range(len(ordered))]]) > _rank(equations)
        for at in range(len(ordered))
    )


def _what_anybody_knows(places: Sequence[Place], kinds: Sequence[str]) -> Iterator[Line[Place]]:
    for code in {place.code for place in places} - {"areas_residential"}:
        yield Line(total(code), tuple(Place(code, By.AREA_KIND.value, kind) for kind in kinds))
        yield Line(total(code), tuple(Place(code, By.UNIT.value, unit) for unit in ("a", "b")))
    for by, of in {(place.by, place.of) for place in places}:
        parts = ("bang_khen_individual", "giay_khen_individual")
        yield Line(Place("awards_individual", by, of), tuple(Place(part, by, of) for part in parts))
    yield Line(
        total("areas_residential"), tuple(Place("areas", By.AREA_KIND.value, kind) for kind in kinds[:2])
    )


def test_the_lines_shown_are_those_that_were_told() -> None:
    found = anonymous([Told("groups", 20, {"thon": 20}, 20), Told("models", None)], DEFINITIONS)
    assert found == [Shown(total("groups"), 20), Shown(Place("groups", By.AREA_KIND.value, "thon"), 20)]


# Reckoning, by another way than the rule's own


def _equations(
    lines: Sequence[Line[Cell]] | Iterator[Line[Place]], hidden: Collection[object]
) -> list[list[int]]:
    ordered = sorted(hidden)  # type: ignore[type-var]
    return [[(cell in line.parts) - (cell == line.whole) for cell in ordered] for line in lines]


def _rank(rows: Sequence[Sequence[int]]) -> int:
    """By elimination over a large prime, in which these equations have the rank that they have in fractions."""
    prime, left, rank = 2**61 - 1, [list(row) for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        at = next((each for each in range(rank, len(left)) if left[each][column] % prime), None)
        if at is None:
            continue
        left[rank], left[at] = left[at], left[rank]
        factor = pow(left[rank][column], -1, prime)
        left[rank] = [each * factor % prime for each in left[rank]]
        for other in range(len(left)):
            if other != rank and left[other][column]:
                by = left[other][column]
                left[other] = [(a - by * b) % prime for a, b in zip(left[other], left[rank], strict=True)]
        rank += 1
    return rank


def _filled(values: Mapping[Cell, int], inside: Mapping[Cell, int]) -> dict[Cell, int]:
    rows = sorted({row for row, _ in values} - {TOTAL})
    columns = sorted({column for _, column in values} - {TOTAL})
    return table([[inside.get((row, column), values[row, column]) for column in columns] for row in rows])
