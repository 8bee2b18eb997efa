"""What stands in a catalogue after what units entered over it."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.choices import Catalogue, Choice, EnteredChoice, exchanged, merged, synonyms_of
from desktop.domain.rules import Origin

TODAY = date(2026, 11, 20)
KINDS = Catalogue(
    "kind",
    "Loại",
    "Kinds",
    (Choice("a", "Một", "One"), Choice("b", "Hai", "Two"), Choice("c", "Ba", "Three")),
)
COUNTED = Catalogue("kind", "Loại", "Kinds", (Choice("a", "Một", "One", counts_as="x"),), "group")


def row(code: str, origin: Origin = Origin.UNIT, record: str = "1", **values: object) -> EnteredChoice:
    return EnteredChoice(record, "kind", code, origin, **values)  # type: ignore[arg-type]


def labels(catalogue: Catalogue) -> list[str]:
    return [each.vi for each in catalogue.choices]


def choice(catalogue: Catalogue, code: str) -> Choice:
    return next(each for each in catalogue.choices if each.code == code)


def test_a_units_own_entry_stands_where_it_was_put() -> None:
    assert labels(merged(KINDS, [row("own_1", vi="Xen", position=1500)])) == ["Một", "Xen", "Hai", "Ba"]


def test_a_row_of_another_catalogue_changes_nothing() -> None:
    other = EnteredChoice("1", "other", "a", Origin.UNIT, vi="Khác")
    assert merged(KINDS, [other]) == merged(KINDS, [])


def test_what_a_row_leaves_empty_stays_as_it_came() -> None:
    renamed = choice(merged(KINDS, [row("a", vi="Thứ nhất")]), "a")
    assert (renamed.vi, renamed.en, renamed.changed) == ("Thứ nhất", "One", True)


def test_a_choice_put_out_of_use_keeps_its_label() -> None:
    stopped = choice(merged(KINDS, [row("a", until=date(2026, 6, 30))]), "a")
    assert stopped.vi == "Một"
    assert stopped.in_force(date(2026, 6, 30))
    assert not stopped.in_force(TODAY)


def test_an_entry_that_was_taken_back_keeps_its_label_and_is_offered_no_more() -> None:
    gone = choice(merged(KINDS, [row("own_1", vi="Nhầm", withdrawn=True)]), "own_1")
    assert (gone.vi, gone.withdrawn, gone.in_force(TODAY)) == ("Nhầm", True, False)


def test_a_choice_of_the_program_whose_change_was_taken_back_is_as_it_came() -> None:
    assert merged(KINDS, [row("a", vi="Khác", withdrawn=True)]) == merged(KINDS, [])


def test_a_commune_does_not_change_what_the_level_above_set_but_moves_it() -> None:
    above = row("a", Origin.UPPER, "1", vi="Cấp trên đặt")
    found = merged(KINDS, [above, row("a", Origin.UNIT, "2", vi="Xã đặt", position=9000)])
    assert labels(found) == ["Hai", "Ba", "Cấp trên đặt"]
    assert choice(found, "a").set_above


def test_the_upper_level_reads_a_communes_own_entry_and_does_not_offer_it() -> None:
    below = row("own_1", Origin.BELOW, vi="Của xã", position=1500)
    found = merged(KINDS, [below])
    assert labels(found) == ["Một", "Hai", "Ba", "Của xã"]
    assert not choice(found, "own_1").in_force(TODAY)


def test_what_a_commune_calls_a_choice_of_the_program_stays_there() -> None:
    assert merged(KINDS, [row("a", Origin.BELOW, vi="Xã gọi khác", position=9)]) == merged(KINDS, [])


def test_a_commune_that_moved_an_entry_of_the_level_above_makes_none_of_its_own() -> None:
    assert merged(KINDS, [row("own_9", Origin.BELOW, position=9)]) == merged(KINDS, [])


def test_an_own_entry_counts_where_the_choice_counts_that_it_stands_for() -> None:
    own = choice(merged(COUNTED, [row("own_1", vi="Riêng", counts_as="a")]), "own_1")
    assert (own.maps_to, own.counts_as) == ("a", "x")
    grouped = choice(merged(COUNTED, [row("own_1", vi="Riêng", counts_as="x")]), "own_1")
    assert (grouped.maps_to, grouped.counts_as) == (None, "x")


ENTERED = st.builds(
    row,
    st.sampled_from(["a", "b", "own_1", "own_2"]),
    st.sampled_from([Origin.UPPER, Origin.UNIT, Origin.BELOW]),
    st.sampled_from(["1", "2", "3"]),
    vi=st.sampled_from([None, "X", "Y"]),
    position=st.sampled_from([None, 0, 1500, 9000]),
    until=st.sampled_from([None, TODAY]),
    counts_as=st.sampled_from([None, "a", "own_1", "nowhere"]),
    withdrawn=st.booleans(),
)


@given(st.lists(ENTERED, max_size=4, unique_by=lambda each: (each.origin, each.record)))
def test_rows_arrive_in_any_order_and_give_the_same_list(rows: list[EnteredChoice]) -> None:
    assert len({merged(KINDS, order) for order in permutations(rows)}) == 1


@given(st.lists(ENTERED, max_size=4, unique_by=lambda each: (each.origin, each.record)))
def test_no_code_that_came_with_the_program_ever_disappears(rows: list[EnteredChoice]) -> None:
    found = merged(KINDS, rows)
    assert {each.code for each in found.choices} >= {"a", "b", "c"}
    assert all(each.vi for each in found.choices)


def test_two_neighbours_change_places() -> None:
    listed = merged(KINDS, []).choices
    assert exchanged(listed, "b", -1) == {"b": 1000, "a": 2000}
    assert exchanged(listed, "b", 1) == {"b": 3000, "c": 2000}


def test_the_first_goes_no_further_up_and_the_last_no_further_down() -> None:
    listed = merged(KINDS, []).choices
    assert exchanged(listed, "a", -1) == exchanged(listed, "c", 1) == {}


def test_two_that_stand_on_one_place_are_parted_by_whoever_moves_them() -> None:
    tied = row("b", record="1", position=1000)
    assert labels(merged(KINDS, [tied])) == ["Một", "Hai", "Ba"]
    places = exchanged(merged(KINDS, [tied]).choices, "b", -1)
    moved = [row(code, record=f"2{code}", position=place) for code, place in places.items()]
    assert labels(merged(KINDS, [tied, *moved])) == ["Hai", "Một", "Ba"]


def test_ways_to_write_it_are_kept_with_semicolons_between() -> None:
    assert synonyms_of(" Một ;; hai  ba; ") == ("Một", "hai ba")
    assert synonyms_of(None) == ()


def test_a_choice_without_kinds_of_subject_is_for_all() -> None:
    assert Choice("a", "Một", "One").is_for("school")
    assert not Choice("a", "Một", "One", applies_to=("commune",)).is_for("school")
