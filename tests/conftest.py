"""Fixtures that every part of the tests may use."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.services.workspace import Workspace
from desktop.ui.kit.collector import collect_due
from tests.kit.workspaces import Made, WorkspaceMaker, make_workspace


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
