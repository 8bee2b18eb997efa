from __future__ import annotations

import pytest

from desktop.domain.fields import SEEN
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.chain import follow
from desktop.domain.journal.compose import Meta, Tip, seen_intent
from desktop.domain.journal.erase import erase_intent, targets_of
from desktop.domain.journal.operation import BadOperation, ChangeId, Operation, Whole, closed, hidden
from desktop.domain.journal.rejournal import rejournal
from tests.domain.journal.making import AN, BINH, CHI, META, NOW, chain, note, salts, written
from tests.kit.sites import Place, Site, View

NEW = Tip(CHI)


def again(*branch: Operation, tip: Tip = NEW) -> list[Operation]:
    return rejournal(branch, tip, salt=salts(77))


def test_branch_lives_on_as_a_chain_of_its_own_with_its_clocks() -> None:
    branch = chain([note(1)], [note(2)], [note(3)])
    moved = again(*branch)
    assert follow(NEW, moved).seq == 3
    assert [(each.device, each.seq, each.hlc) for each in moved] == [
        (CHI, number, each.hlc) for number, each in enumerate(branch, start=1)
    ]


def test_branch_follows_what_its_new_chain_holds_already() -> None:
    [before] = chain([note(0)], device=CHI)
    tip = Tip(CHI, 1, before.hash, NOW + 900)
    moved = again(*chain([note(1)], [note(2)]), tip=tip)
    assert [each.hlc for each in moved] == [NOW + 901, NOW + 902]
    assert follow(tip, moved).seq == 3


def test_folded_state_is_kept() -> None:
    an = Site(device=AN)
    place = an.create("group", name="Tổ 1")
    member = an.create("member", group=place[1], name="Chi", note="x")
    binh = Site(device=BINH)
    an.send(binh)
    base = an.clock()[AN]
    an.edit(place, name="a")
    an.edit(place, name="b", area="chợ")
    an.edit(member, note="y")
    an.undo((AN, base + 1))
    an.retire(place)
    binh.edit(place, name="c")
    binh.edit(member, name="Chi C")
    binh.send(an)
    moved = Site(device=CHI)
    moved.receive(binh.export())
    for operation in again(*[each for each in an.operations() if each.device == AN][base:]):
        moved.keep(operation)
    assert shown(moved.view(), place) == shown(an.view(), place)
    assert shown(moved.view(), member) == shown(an.view(), member)


def shown(view: View, place: Place) -> object:
    """What a person sees of a record, whatever the operations are called."""
    state = view.states[place]
    fields = {
        name: (held.value, held.content, [head.value for head in held.heads])
        for name, held in state.fields.items()
    }
    return fields, state.standing, state.conflicts(), len(view.against_retiring(place))


def test_what_is_replaced_in_the_branch_names_the_new_place_and_all_else_the_old() -> None:
    branch = chain([note("a")], [note("b", ChangeId(AN, 1, 1), ChangeId(BINH, 4, 2))])
    _, second = again(*branch)
    [(_, leaf)] = second.changes()
    assert leaf.replaced == (ChangeId(BINH, 4, 2), ChangeId(CHI, 1, 1))


def test_what_is_taken_back_in_the_branch_names_the_new_place() -> None:
    undo = Meta("u1", "An", "undo", META.at, undoes=(AN, 1))
    first = written(note("a"))
    second = written(note(None), tip=Tip(AN, 1, first.hash, first.hlc), meta=undo)
    assert [(each.meta() or {}).get("undoes") for each in again(first, second)] == [None, [CHI, 1]]
    assert [(each.meta() or {}).get("undoes") for each in again(second)] == [[AN, 1]]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({BINH: 9}, {BINH: 9}),
        ({AN: 3}, {AN: 3}),
        ({AN: 4}, {AN: 3, CHI: 1}),
        ({AN: 5, BINH: 9}, {AN: 3, BINH: 9, CHI: 2}),
        ({AN: 99}, {AN: 3, CHI: 2}),
    ],
)
def test_of_the_old_chain_nothing_past_the_fork_was_seen(
    seen: dict[str, int], expected: dict[str, int]
) -> None:
    whole = chain(*[[note(number)] for number in range(4)], [note(4), seen_intent("visit", "r1", seen)])
    last = again(*whole[3:])[-1]
    assert values(last)[SEEN] == expected


def test_branch_from_the_first_operation_on_has_seen_nothing_of_the_old_chain() -> None:
    whole = chain([note(1)], [note(2), seen_intent("visit", "r1", {AN: 1})])
    assert values(again(*whole)[-1])[SEEN] == {CHI: 1}


def values(operation: Operation) -> dict[str, Plain]:
    return {leaf.field: leaf.value for _, leaf in operation.changes() if isinstance(leaf, Whole)}


def test_erasure_in_the_branch_names_the_new_places_and_leaves_the_other_branch_alone() -> None:
    branch = chain([note("a")], [erase_intent("e1", [ChangeId(AN, 1, 1), ChangeId(BINH, 2, 1)])])
    assert targets_of(again(*branch)[1]) == (ChangeId(BINH, 2, 1), ChangeId(CHI, 1, 1))


def test_old_copy_of_erased_content_does_not_open_its_new_place() -> None:
    [whole] = chain([note("erased")])
    action, leaf = whole.leaves
    assert isinstance(leaf, Whole)
    [moved] = again(whole.with_leaves([action, closed(leaf)]))
    opened = moved.with_leaves([moved.leaves[0], leaf])
    assert opened.hash != moved.hash


def test_salts_are_fresh() -> None:
    branch = chain([note("a")])
    old, new = (
        {leaf.salt for leaf in each[0].leaves if isinstance(leaf, Whole)} for each in (branch, again(*branch))
    )
    assert not old & new


def test_operation_with_a_hidden_leaf_cannot_be_written_again() -> None:
    [whole] = chain([note("a")])
    with pytest.raises(BadOperation):
        again(whole.with_leaves([whole.leaves[0], hidden(whole.leaves[1])]))
