"""A dying disk is noticed before it is dead."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import timedelta
from itertools import accumulate, repeat

import pytest

from desktop.services.backup_files import Reason
from desktop.services.backups import make_copy, prove_waiting, write_copy
from desktop.services.disk_signs import TOLD_FOR, disk_signs, look, put_away
from desktop.services.workspace import Workspace
from desktop.store.backup import CopyDamaged
from desktop.system.errors import DiskFull, DriveFailed
from tests.kit.fake_clock import FakeClock
from tests.kit.faulty_files import FaultyFiles
from tests.kit.workspaces import WorkspaceMaker, environment, put
from tests.services.test_backups import flip, silent


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def workspace(make: WorkspaceMaker, clock: FakeClock) -> Workspace:
    found = make(around=environment(clock)).workspace
    put(found, "area", name="Ấp Một")
    return found


def ticking(seconds: float) -> Callable[[], float]:
    """A watch on which so many seconds pass between two looks."""
    moments = accumulate(repeat(seconds))
    return lambda: next(moments)


def test_a_disk_in_good_order_gives_no_sign(workspace: Workspace) -> None:
    look(workspace, silent, ticking(0.02))
    make_copy(workspace, Reason.ASKED, silent)
    assert disk_signs(workspace) is None


def test_stretches_that_take_seconds_are_a_sign_and_told_for_a_month(
    workspace: Workspace, clock: FakeClock
) -> None:
    look(workspace, silent, ticking(4))
    signs = disk_signs(workspace)
    assert signs is not None
    assert (signs.slow, signs.unreadable, signs.copies, signs.told) == (1, 0, 0, True)
    assert signs.last == workspace.today()
    clock.advance(TOLD_FOR + timedelta(days=1))
    assert disk_signs(workspace) is None


def test_a_file_that_the_disk_does_not_give_is_a_sign(workspace: Workspace) -> None:
    def fails() -> float:
        raise OSError(errno.EIO, "read")

    look(workspace, silent, fails)
    signs = disk_signs(workspace)
    assert signs is not None
    assert (signs.unreadable, signs.told) == (1, True)


def test_a_copy_that_the_disk_does_not_take_is_a_sign_and_a_full_disk_is_none(workspace: Workspace) -> None:
    with pytest.raises(DiskFull):
        make_copy(workspace, Reason.ASKED, silent, FaultyFiles(free=10))
    assert disk_signs(workspace) is None
    with pytest.raises(DriveFailed):
        make_copy(workspace, Reason.ASKED, silent, FaultyFiles(fails={"flush": errno.EIO}))
    signs = disk_signs(workspace)
    assert signs is not None
    assert signs.unreadable == 1


def test_one_bad_copy_tells_of_itself_and_two_of_the_disk(workspace: Workspace) -> None:
    told = []
    for _ in range(2):
        copy = write_copy(workspace, Reason.ASKED, silent)
        assert copy is not None
        flip(copy.database)
        with pytest.raises(CopyDamaged):
            prove_waiting(workspace, silent)
        signs = disk_signs(workspace)
        assert signs is not None
        told.append((signs.copies, signs.told))
    assert told == [(1, False), (2, True)]


def test_after_another_disk_nothing_is_told_any_more(workspace: Workspace) -> None:
    look(workspace, silent, ticking(4))
    put_away(workspace)
    assert disk_signs(workspace) is None
