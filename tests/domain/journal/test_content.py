from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.merge import (
    Content,
    changes_of,
    fold,
)
from desktop.domain.journal.operation import ChangeId, closed
from tests.domain.journal.making import AN, BINH, change, field, note, written
from tests.kit.sites import Site
from tests.kit.small_registry import notes_closed

# Content that is not held


@pytest.mark.parametrize("content", [Content.WITHHELD, Content.ERASED])
def test_content_that_is_gone_still_occupies_its_field(content: Content) -> None:
    first = change(AN, 1, "old")
    held = field(first, change(AN, 2, None, first.id, content=content))
    assert (held.value, held.content, held.conflict) == (None, content, False)


@pytest.mark.parametrize("content", [Content.WITHHELD, Content.ERASED])
def test_value_that_cannot_be_compared_counts_as_different(content: Content) -> None:
    assert field(change(AN, 1, None), change(BINH, 1, None, content=content)).conflict


def test_change_given_more_and_less_openly_counts_once_whichever_comes_first() -> None:
    forms = [
        change(AN, 1, "a"),
        change(AN, 1, content=Content.WITHHELD),
        change(AN, 1, content=Content.ERASED),
    ]
    shown = {field(*order).content for order in permutations(forms)}
    assert shown == {Content.ERASED}
    assert field(*forms[:2]).value == field(*forms[1::-1]).value == "a"


def test_closed_leaf_shows_no_value_and_neither_does_an_erased_one() -> None:
    operation = written(note("kín"))
    _, leaf = next(operation.changes())
    [withheld] = changes_of(operation.with_leaves([operation.leaves[0], closed(leaf)]))
    [erased] = changes_of(operation, {ChangeId(AN, 1, 1)})
    assert (withheld.value, withheld.content) == (None, Content.WITHHELD)
    assert (erased.value, erased.content) == (None, Content.ERASED)


def test_site_that_may_not_read_a_field_sees_it_withheld_and_no_older_value() -> None:
    an, upper = Site(device=AN), Site(device=BINH, scope=notes_closed)
    place = an.create("member", name="Bình", note="một")
    an.edit(place, note="hai")
    an.send(upper)
    held = upper.state(place).fields["note"]
    assert (held.value, held.content) == (None, Content.WITHHELD)
    assert held.ids == an.state(place).fields["note"].ids


# Standing


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "active"),
        ({"is": "retired", "on": "2026-06-05", "reason": "moved"}, "retired"),
        ({"is": "removed"}, "removed"),
        ({"is": "of a later version"}, "active"),
        ({"is": ["retired"]}, "active"),
        ({"is": {"retired": True}}, "active"),
        ({}, "active"),
        ("retired", "active"),
        (7, "active"),
    ],
)
def test_standing_is_read_from_the_state_whatever_a_stranger_wrote_there(value: Any, expected: str) -> None:
    state = fold([change(AN, 1, "a"), change(AN, 2, value, field=STATE)])
    assert state is not None
    assert state.standing == expected


@pytest.mark.parametrize("content", [Content.WITHHELD, Content.ERASED])
def test_record_whose_state_was_closed_by_somebody_does_not_look_in_use(content: Content) -> None:
    state = fold([change(AN, 1, "a"), change(AN, 2, field=STATE, content=content)])
    assert state is not None
    assert state.standing == "retired"


def test_record_that_was_never_retired_is_active() -> None:
    state = fold([change(AN, 1, "a")])
    assert state is not None
    assert (state.standing, state.value("nothing")) == ("active", None)


def test_state_says_how_far_each_device_reaches_in_the_record() -> None:
    state = fold([change(BINH, 3), change(AN, 2, field=SEEN), change(AN, 1, field=STATE), change(BINH, 2)])
    assert state is not None
    assert list(state.seen.items()) == [(AN, 2), (BINH, 3)]
