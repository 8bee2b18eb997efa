"""The chief's powers in a deputy's hands: from the first day to the last, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.access import Role
from desktop.domain.delegation import Delegation, acting_role, held_by

HANDED = Delegation("d", "chief", "deputy", date(2026, 11, 23), date(2026, 11, 27))


@pytest.mark.parametrize(
    ("day", "role"),
    [
        (date(2026, 11, 22), Role.DEPUTY),
        (date(2026, 11, 23), Role.CHIEF),
        (date(2026, 11, 27), Role.CHIEF),
        (date(2026, 11, 28), Role.DEPUTY),
    ],
)
def test_it_begins_and_ends_by_itself(day: date, role: Role) -> None:
    assert acting_role("deputy", Role.DEPUTY, [HANDED], day) is role


def test_what_was_withdrawn_is_over_at_once() -> None:
    withdrawn = replace(HANDED, withdrawn=True)
    assert acting_role("deputy", Role.DEPUTY, [withdrawn], HANDED.first) is Role.DEPUTY
    assert withdrawn.is_over(HANDED.first)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DEPUTY])
def test_nobody_but_a_deputy_becomes_another_by_it(role: Role) -> None:
    assert acting_role("deputy", role, [HANDED], HANDED.first) is role


def test_of_two_at_once_the_longer_counts() -> None:
    longer = replace(HANDED, id="e", last=date(2026, 12, 1))
    assert held_by("deputy", [HANDED, longer], HANDED.first) == longer
    assert held_by("somebody", [HANDED, longer], HANDED.first) is None
