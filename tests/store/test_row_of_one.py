"""The row of a record that one operation wrote, made without folding, is the row that the fold gives."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.domain.journal.change import Change, Content
from desktop.domain.journal.merge import fold
from desktop.domain.journal.operation import ChangeId
from desktop.domain.registers import REGISTRY
from desktop.store.tables import RowShape

Leaf = list[Any]
_CLOCK = 1_790_000_000_000


def folded(register: str, leaves: list[Leaf]) -> dict[str, Any]:
    changes = [
        Change(
            ChangeId("may", 7, index),
            _CLOCK,
            False,
            register,
            "r1",
            leaf[0],
            tuple(ChangeId(*each) for each in leaf[1]),
            leaf[2] if len(leaf) == 3 else None,
            Content.HELD if len(leaf) == 3 else Content.WITHHELD,
        )
        for index, leaf in enumerate(leaves, start=1)
    ]
    state = fold(changes)
    assert state is not None
    return RowShape(REGISTRY[register]).row(state, "10000")


@pytest.mark.parametrize(
    ("register", "leaves"),
    [
        ("area", [["name", [], "Ấp Thới Hòa"], ["kind", [], "ap"], ["households", [], 300]]),
        ("person", [["phone", []], ["full_name", [], "Lê Văn Tám"], ["born", []]]),
        ("member", [["role", [["may", 3, 2]], "leader"]]),
        ("area", [["households", [], "nhiều"], ["name", [], None], ["of_a_later_version", [], [1]]]),
        ("area", [["of_a_later_version", []]]),
    ],
    ids=[
        "whole",
        "withheld",
        "an edit whose record is not known",
        "values of a wrong type",
        "unknown fields only",
    ],
)
def test_it_is_the_row_of_the_fold(register: str, leaves: list[Leaf]) -> None:
    row = RowShape(REGISTRY[register]).row_of_one("r1", leaves, _CLOCK, "10000")
    assert row == folded(register, leaves)


@pytest.mark.parametrize(
    "leaves",
    [
        [["name", [], "Ấp Một"], ["name", [], "Ấp Hai"]],
        [["name", [], "Ấp Một"], ["@state", [], "retired"]],
        [["name", [], "Ấp Một"], ["@seen", [], {"may": 3}]],
    ],
    ids=["said twice", "about the record", "what was seen"],
)
def test_what_takes_a_fold_is_left_to_it(leaves: list[Leaf]) -> None:
    assert RowShape(REGISTRY["area"]).row_of_one("r1", leaves, _CLOCK, "10000") is None
