"""Rest for the search for cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from desktop.base.collecting import uncollected


@pytest.fixture(params=[True, False])
def was_on(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether Python collected by itself before."""
    before = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if before else gc.disable)()


def test_afterwards_python_collects_if_it_did_before(was_on: bool) -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled() is was_on


def test_a_failure_in_it_changes_nothing_of_that(was_on: bool) -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        1 / 0  # noqa: B018  # the failure
    assert gc.isenabled() is was_on
