"""Fixtures that every part of the tests may use."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from desktop.base.collecting import collect_due
from desktop.services.workspace import Workspace
from tests.kit.workspaces import Made, WorkspaceMaker, make_workspace

# A check of a change tries the same examples each time, so that what fails is what was changed; the search for new
# ones is `make fuzz`. No test asserts a time, on a busy machine least of all.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=1_000, print_blob=True)
settings.load_profile("search" if os.environ.get("TUQUAN_SEARCH") else "steady")


def pytest_runtest_setup(item: pytest.Item) -> None:
    # As in the program: widgets must not be collected in the threads of long tasks.
    gc.disable()


def pytest_runtest_logfinish() -> None:
    collect_due()


@pytest.fixture
def make(tmp_path: Path) -> Iterator[WorkspaceMaker]:
    """Makes workspaces, each in a folder of its own, and closes them."""
    made: list[Made] = []

    def maker(*arguments: Any, **keywords: Any) -> Made:
        one = make_workspace(tmp_path / f"may-{len(made)}", *arguments, **keywords)
        made.append(one)
        return one

    yield maker
    for one in made:
        one.workspace.close()


@pytest.fixture
def workspace(make: WorkspaceMaker) -> Workspace:
    """A commune's register with nothing in it yet, its administrator logged in."""
    return make().workspace
