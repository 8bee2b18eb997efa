"""What a hostile relay, a hostile device of the house, or a file put back by hand can do: less than harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.canonical import Plain
from desktop.domain.journal.chain import BrokenChain, ForkedChain, as_links
from desktop.domain.journal.compose import Intent, Tip
from desktop.domain.journal.operation import (
    MAX_HLC,
    BadOperation,
    ChangeId,
    Hidden,
    Whole,
    closed,
    hidden,
)
from tests.domain.journal.making import AN, BINH, CHI, parsed, refused, site_with_a_group, with_lines
from tests.domain.journal.test_canonical import TEXT
from tests.kit.holders import Bundle, Gap, Head, seal
from tests.kit.sites import Place, Site
from tests.kit.small_registry import notes_closed

# A relay that changes, hides or invents


def test_operation_forged_before_withheld_ones_is_refused() -> None:
    an, place = site_with_a_group()
    forger = Site(device=AN)
    forger.write([Intent(*place, "name", "forged")], "create")
    forged = next(forger.operations())
    bodies = as_links(
        Tip(AN, 1, forged.hash, forged.hlc), [each.body for each in an.operations() if each.seq > 1]
    )
    lines = [forged.line(), *(run.line() for run in bodies)]
    refused(Site(device=BINH), with_lines(an.export(), lambda _: lines), BrokenChain)


EDITS: dict[str, tuple[Callable[[list[bytes]], list[bytes]], type[Exception]]] = {
    "first left out": (lambda lines: lines[1:], Gap),
    "middle left out": (lambda lines: [lines[0], lines[2]], BrokenChain),
    "last left out": (lambda lines: lines[:-1], BrokenChain),
    "first doubled": (lambda lines: [lines[0], *lines], BrokenChain),
    "last two turned": (lambda lines: [lines[0], lines[2], lines[1]], BrokenChain),
}


@pytest.mark.parametrize(("edit", "reason"), EDITS.values(), ids=EDITS)
def test_lines_left_out_doubled_or_turned_are_refused(
    edit: Callable[[list[bytes]], list[bytes]], reason: type[Exception]
) -> None:
    an, _ = site_with_a_group()
    refused(Site(device=BINH), with_lines(an.export(), edit), reason)


def test_chain_that_begins_later_than_what_is_held_waits() -> None:
    an, _ = site_with_a_group()
    refused(Site(device=BINH), an.export(since={AN: 1}), Gap)


def test_nothing_beyond_the_last_signed_head_is_taken() -> None:
    an, place = site_with_a_group()
    an.sign(AN)
    signed = an.heads[AN]
    an.edit(place, name="Tổ 4")
    longer = tuple(each.line() for each in an.operations())
    refused(Site(device=BINH), Bundle(((signed, longer),)), BrokenChain)


def test_head_that_the_device_did_not_sign_is_refused() -> None:
    an, _ = site_with_a_group()
    [(head, lines)] = an.export().chains
    forged = Head(AN, head.seq, head.hash, seal(CHI, head.seq, head.hash))
    refused(Site(device=BINH), Bundle(((forged, lines),)), BrokenChain)


def test_one_refused_chain_refuses_the_whole_bundle() -> None:
    an, _ = site_with_a_group()
    binh, _ = Site(device=BINH), an.export()
    binh.create("group", name="of Bình")
    [good] = binh.export().chains
    [(head, lines)] = an.export().chains
    refused(Site(device=CHI), Bundle((good, (head, lines[:-1]))), BrokenChain)


def test_leaf_hidden_on_the_way_comes_with_the_next_honest_bundle() -> None:
    an, place = site_with_a_group()

    def hide_last(lines: list[bytes]) -> list[bytes]:
        last = parsed(lines[-1])
        leaves = [leaf if index == 0 else hidden(leaf) for index, leaf in enumerate(last.leaves)]
        return [*lines[:-1], last.with_leaves(leaves).line()]

    binh = Site(device=BINH)
    binh.receive(with_lines(an.export(), hide_last))
    assert binh.state(place).value("name") == "Tổ 2"
    binh.receive(an.export())
    assert binh.view().picture() == an.view().picture()


def test_withheld_operations_are_filled_one_by_one_by_honest_bundles() -> None:
    an, place = site_with_a_group()
    binh = Site(device=BINH)
    binh.receive(an.export(lambda register, field: "hidden"))
    assert list(binh.operations()) == []
    binh.receive(an.export(since={AN: 2}))
    assert binh.state(place).value("name") == "Tổ 3"
    binh.receive(an.export())
    assert binh.lines() == an.lines()


def test_standing_closed_on_the_way_does_not_bring_a_record_back_into_use() -> None:
    an, place = site_with_a_group()
    an.retire(place)

    def close_state(lines: list[bytes]) -> list[bytes]:
        last = parsed(lines[-1])
        leaves = [
            closed(leaf) if not isinstance(leaf, Hidden) and leaf.field == STATE else leaf
            for leaf in last.leaves
        ]
        return [*lines[:-1], last.with_leaves(leaves).line()]

    binh = Site(device=BINH)
    binh.receive(with_lines(an.export(), close_state))
    assert binh.state(place).standing == "retired"


def test_relay_cannot_give_a_reader_another_value() -> None:
    an, _ = site_with_a_group()

    def other_value(lines: list[bytes]) -> list[bytes]:
        return [*lines[:-1], lines[-1].replace("Tổ 3".encode(), "Tổ 9".encode())]

    refused(Site(device=BINH), with_lines(an.export(), other_value), BrokenChain)


# A device of the house that lies


def test_file_put_back_by_hand_is_found_and_nothing_of_it_is_taken() -> None:
    an, place = site_with_a_group()
    restored = an.copy()
    an.edit(place, name="one branch")
    restored.ticks += 100
    restored.edit(place, name="another branch")
    binh = Site(device=BINH)
    an.send(binh)
    refused(binh, restored.export(), ForkedChain)
    refused(an, restored.export(), ForkedChain)


def test_clock_at_the_end_of_time_stops_nobody_from_writing_over_it() -> None:
    an, place = site_with_a_group()
    binh = Site(device=BINH)
    an.last_hlc = MAX_HLC
    an.edit(place, name="of 2100")
    an.send(binh)
    binh.edit(place, name="of Bình")
    binh.edit(place, name="of Bình, later")
    binh.send(an)
    assert an.state(place).value("name") == binh.state(place).value("name") == "of Bình, later"
    assert an.state(place).conflicts() == ()
    assert an.view().picture() == binh.view().picture()


def test_author_who_shows_one_leaf_here_and_another_there_is_found_out() -> None:
    an, _ = site_with_a_group()
    last = list(an.operations())[-1]
    leaf = next(leaf for leaf in last.leaves if isinstance(leaf, Whole) and leaf.field == "name")
    twofold = last.with_leaves([*last.leaves, leaf._replace(value="other")])
    index = last.leaves.index(leaf)
    forms = [
        twofold.with_leaves(
            [hidden(each) if place == gone else each for place, each in enumerate(twofold.leaves)]
        )
        for gone in (index, len(twofold.leaves) - 1)
    ]
    head = Head(AN, 3, twofold.hash, seal(AN, 3, twofold.hash))
    before = [each.line() for each in an.operations()][:-1]
    bundles = [Bundle(((head, (*before, form.line())),)) for form in forms]
    binh = Site(device=BINH)
    binh.receive(bundles[0])
    refused(binh, bundles[1], BadOperation)


PSEUDO = [STATE, SEEN, "@later", "name", "group", "outcome"]
PLAIN: st.SearchStrategy[Plain] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 2**53 - 1)
    | TEXT
    | st.sampled_from(["retired", "removed", "is"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["is", "on", AN, BINH, ""]), inner, max_size=3)
    ),
    max_leaves=4,
).filter(lambda value: _depth(value) <= 3)


def _depth(value: Plain) -> int:
    inner: Iterator[Plain] = iter(())
    if isinstance(value, list | dict):
        inner = iter(value.values() if isinstance(value, dict) else value)
        return 1 + max(map(_depth, inner), default=0)
    return 0


@given(st.lists(st.tuples(st.sampled_from(["group", "member", "dispute"]), st.sampled_from(PSEUDO), PLAIN)))
def test_no_value_of_a_stranger_breaks_what_is_shown_or_taken_back(
    written: list[tuple[str, str, Plain]],
) -> None:
    an, place = site_with_a_group()
    stranger = Site(device=CHI)
    an.send(stranger)
    for register, field, value in written:
        stranger.write([Intent(register, place[1], field, value, _ids(an, place, field))], "edit")
    stranger.send(an)
    assert an.view().picture() == stranger.view().picture()
    for operation in list(stranger.operations()):
        stranger.write(stranger.taking_back(operation.id), "undo")


def _ids(site: Site, place: Place, field: str) -> tuple[ChangeId, ...]:
    held = site.state(place).fields.get(field)
    return held.ids if held else ()


def test_readers_of_one_scope_see_alike_whoever_brought_it() -> None:
    an, binh = Site(device=AN), Site(device=BINH)
    group = an.create("group", name="Tổ 1")
    an.create("member", group=group[1], name="Chi", note="kín")
    an.create("tip", content="tin")
    an.send(binh)
    near, far = Site(device=CHI, scope=notes_closed), Site(device="d" * 32, scope=notes_closed)
    an.send(near)
    binh.send(far)
    assert near.lines() == far.lines()
    assert near.view().picture() == far.view().picture()
