from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.merge import (
    Change,
    Sight,
    concurrent,
    parallel_updates,
    retired_against_edits,
    sights,
)
from desktop.domain.journal.operation import MAX_HLC
from tests.domain.journal.making import AN, BINH, CHI, change
from tests.kit.sites import Form, Site, editing

RETIRED: Plain = {"is": "retired", "on": "2026-06-05", "reason": "moved"}
GROUP = ("group", "g1")


def group_in_two_places() -> tuple[Site, Site, tuple[str, str], tuple[str, str]]:
    """Two sites that hold one group with one member."""
    an, binh = Site(device=AN), Site(device=BINH)
    group = an.create("group", name="Tổ 1")
    member = an.create("member", group=group[1], name="Bình")
    an.send(binh)
    return an, binh, group, member


def exchange(first: Site, second: Site) -> None:
    first.send(second)
    second.send(first)


# Retiring against edits, in both orders of delivery


@pytest.mark.parametrize("first_to_send", [0, 1])
def test_retiring_against_a_concurrent_edit_of_the_record_is_a_conflict_in_both_places(
    first_to_send: int,
) -> None:
    an, binh, group, _ = group_in_two_places()
    an.retire(group)
    edit = binh.edit(group, area="đình")
    exchange(*[(an, binh), (binh, an)][first_to_send])
    assert an.view().against_retiring(group) == binh.view().against_retiring(group) == (edit,)
    assert an.state(group).standing == binh.state(group).standing == "retired"


@pytest.mark.parametrize("first_to_send", [0, 1])
def test_retiring_against_a_concurrent_edit_of_a_child_is_a_conflict_in_both_places(
    first_to_send: int,
) -> None:
    an, binh, group, member = group_in_two_places()
    an.retire(group)
    edit = binh.edit(member, name="Bình A")
    exchange(*[(an, binh), (binh, an)][first_to_send])
    assert an.view().against_retiring(group) == binh.view().against_retiring(group) == (edit,)


def test_retiring_against_a_child_added_meanwhile_is_a_conflict() -> None:
    an, binh, group, _ = group_in_two_places()
    an.retire(group)
    binh.create("member", group=group[1], name="Chi")
    exchange(an, binh)
    assert an.view().against_retiring(group) == ((BINH, 1),)


def test_retiring_against_a_child_brought_back_meanwhile_is_a_conflict() -> None:
    an, binh, group, member = group_in_two_places()
    an.retire(member)
    an.send(binh)
    an.retire(group)
    restored = binh.restore(member)
    exchange(an, binh)
    assert an.view().against_retiring(group) == (restored,)


def test_retiring_with_everything_in_view_is_no_conflict() -> None:
    an, binh, group, member = group_in_two_places()
    binh.edit(member, name="Bình A")
    binh.send(an)
    an.retire(group)
    an.send(binh)
    assert binh.view().against_retiring(group) == ()


def test_edit_in_knowledge_of_the_retiring_is_no_conflict() -> None:
    an, binh, group, member = group_in_two_places()
    an.retire(group)
    an.send(binh)
    binh.edit(member, name="Bình A")
    binh.send(an)
    assert an.view().against_retiring(group) == ()


def test_retiring_confirmed_afterwards_settles_the_conflict() -> None:
    an, binh, group, _ = group_in_two_places()
    an.retire(group)
    binh.edit(group, area="đình")
    exchange(an, binh)
    an.retire(group)
    an.send(binh)
    assert an.view().against_retiring(group) == binh.view().against_retiring(group) == ()


def test_confirmed_retiring_conflicts_again_with_a_third_sites_unseen_edit() -> None:
    an, binh, group, member = group_in_two_places()
    chi = Site(device=CHI)
    an.send(chi)
    edit = chi.edit(member, name="Bình C")
    an.retire(group)
    binh.edit(group, area="đình")
    exchange(an, binh)
    an.retire(group)
    chi.send(an)
    assert an.view().against_retiring(group) == (edit,)


def test_restored_record_has_nothing_to_settle() -> None:
    an, binh, group, _ = group_in_two_places()
    an.retire(group)
    binh.edit(group, area="đình")
    exchange(an, binh)
    binh.restore(group)
    assert binh.view().against_retiring(group) == ()


def test_taking_back_a_creation_against_a_concurrent_edit_is_a_conflict() -> None:
    an, binh = Site(device=AN), Site(device=BINH)
    group = an.create("group", name="Tổ 1")
    an.send(binh)
    an.undo((AN, 1))
    edit = binh.edit(group, area="đình")
    exchange(an, binh)
    assert an.view().against_retiring(group) == (edit,)


def test_form_opened_before_the_retiring_arrived_has_not_seen_it() -> None:
    an, binh, group, member = group_in_two_places()
    form: Form = binh.load(member)
    an.retire(group)
    an.send(binh)
    edit = binh.write(editing(form, {"name": "Bình A"}), "edit")
    assert binh.view().against_retiring(group) == (edit,)


def test_retiring_and_restoring_side_by_side_is_a_conflict_of_the_state() -> None:
    an, binh, group, _ = group_in_two_places()
    an.retire(group)
    an.send(binh)
    an.retire(group)
    binh.restore(group)
    exchange(an, binh)
    assert an.state(group).conflicts() == (STATE,)


# Claims of having seen


def test_claim_to_have_seen_a_later_operation_hides_no_conflict() -> None:
    created = change(BINH, 1, "a", hlc=1)
    retiring = [
        change(AN, 1, RETIRED, field=STATE, hlc=5),
        change(AN, 1, {BINH: 10_000}, field=SEEN, leaf=2, hlc=5),
    ]
    edit = change(BINH, 2, "b", created.id, hlc=7)
    assert retired_against_edits([created, *retiring, edit], []) == ((BINH, 2),)


@pytest.mark.parametrize(
    "value", [None, 7, [BINH, 1], {BINH: True}, {BINH: "9"}, {BINH: None}, {BINH: [9]}, {"x": 9}, {}]
)
def test_sight_that_is_no_sight_has_seen_nothing(value: object) -> None:
    changes = [
        change(BINH, 1, "a", hlc=1),
        change(AN, 1, RETIRED, field=STATE, hlc=5),
        change(AN, 1, value, field=SEEN, leaf=2, hlc=5),  # type: ignore[arg-type]  # what a stranger may send
    ]
    assert retired_against_edits(changes, []) == ((BINH, 1),)


def test_device_has_seen_its_own_earlier_operations() -> None:
    sight = Sight((AN, 5), 5, {BINH: 2})
    assert [sight.saw(each) for each in [(AN, 5), (AN, 6), (BINH, 2), (BINH, 3), (CHI, 1)]] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_operations_of_the_end_of_time_may_have_seen_each_other() -> None:
    changes = [
        change(BINH, 1, "a", hlc=MAX_HLC),
        change(BINH, 2, "a", hlc=MAX_HLC),
        change(AN, 1, {BINH: 2}, field=SEEN, hlc=MAX_HLC),
    ]
    assert sights(changes)[AN, 1].saw((BINH, 2))


# What was merged without a question


def test_edits_of_different_fields_side_by_side_are_a_parallel_update() -> None:
    an, binh, group, _ = group_in_two_places()
    first, second = an.edit(group, name="Tổ 2"), binh.edit(group, area="đình")
    exchange(an, binh)
    expected = ((first, second),)
    assert parallel_updates(an.view().changes[group]) == expected
    assert parallel_updates(binh.view().changes[group]) == expected


def test_edits_of_one_field_are_the_conflicts_business() -> None:
    an, binh, group, _ = group_in_two_places()
    an.edit(group, name="Tổ 2")
    binh.edit(group, name="Tổ 3")
    exchange(an, binh)
    assert parallel_updates(an.view().changes[group]) == ()


def test_edits_one_after_the_other_are_no_parallel_update() -> None:
    an, binh, group, _ = group_in_two_places()
    an.edit(group, name="Tổ 2")
    an.send(binh)
    binh.edit(group, area="đình")
    binh.send(an)
    assert parallel_updates(an.view().changes[group]) == ()


def test_parallel_updates_stay_in_proportion_to_the_operations() -> None:
    changes = [change(AN, number, field="note") for number in range(1, 3001)]
    changes += [change(BINH, number, field="day") for number in range(1, 3001)]
    assert len(parallel_updates(changes)) == 2 * 3000 - 1


def test_thousands_of_edits_beside_thousands_of_retirings_are_all_found() -> None:
    edits = [change(AN, number, field="note") for number in range(1, 3001)]
    retirings = [change(BINH, number, RETIRED, field=STATE) for number in range(1, 3001)]
    assert len(retired_against_edits([*edits, *retirings], [])) == 3000


# The quick way finds what comparing all pairs finds


@st.composite
def families(draw: st.DrawFn) -> list[Change]:
    """Edits and retirings of one record by three devices, each with any word on what it had seen."""
    made: list[Change] = []
    for device in (AN, BINH, CHI):
        for seq in range(1, draw(st.integers(0, 5)) + 1):
            hlc = seq if draw(st.booleans()) else MAX_HLC
            seen = draw(st.dictionaries(st.sampled_from([AN, BINH, CHI]), st.integers(0, 6), max_size=3))
            name = draw(st.sampled_from(["note", "day", "place", STATE]))
            made.append(change(device, seq, RETIRED, field=name, hlc=hlc))
            made.append(change(device, seq, dict(seen), field=SEEN, leaf=2, hlc=hlc))
    return made


@given(families())
def test_edits_beside_a_retiring_are_those_that_comparing_all_finds(changes: list[Change]) -> None:
    known = sights(changes)
    retiring = [each.operation for each in changes if each.field == STATE]
    edits = {each.operation for each in changes if each.field not in (STATE, SEEN)}
    expected = {edit for edit in edits if any(concurrent(known[edit], known[each]) for each in retiring)}
    assert retired_against_edits(changes, []) == tuple(sorted(expected))


@given(families())
def test_parallel_updates_are_the_last_ones_that_comparing_all_finds(changes: list[Change]) -> None:
    known = sights(each for each in changes if each.field != STATE)
    fields = {each.operation: each.field for each in changes if each.field not in (STATE, SEEN)}
    last_ones = {
        (first, max(beside))
        for first in fields
        for device in (AN, BINH, CHI)
        if (
            beside := [
                other
                for other in fields
                if other[0] == device != first[0] and concurrent(known[first], known[other])
            ]
        )
    }
    expected = {tuple(sorted(pair)) for pair in last_ones if fields[pair[0]] != fields[pair[1]]}
    assert parallel_updates(changes) == tuple(sorted(expected))
