"""Wrong passwords slow the next tries down by their number: no restart and no clock makes them quicker."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import Cancelled
from desktop.services import accounts, attempts, data_folder, users
from desktop.services.attempts import FILE_NAME, LONGEST_S, UNKNOWN, wait_after, wrong_tries
from desktop.vault.errors import WrongPassword
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import FAST, PASSWORD, Made, WorkspaceMaker, environment
from tests.services.exchange import quiet


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    made: Made = make()
    made.workspace.close()
    return made


def try_to_open(made: Made, password: str, clock: FakeClock, seed: int = 5) -> float:
    """The seconds that one try waited, whatever came of it."""
    before = clock.paused
    with suppress(WrongPassword):
        accounts.open_workspace(
            made.folder, made.workspace.user.id, password, environment(clock, seed=seed)
        ).close()
    return clock.paused - before


def test_three_slips_are_free_and_then_each_try_waits_twice_as_long() -> None:
    assert [wait_after(wrong) for wrong in range(10)] == [0, 0, 0, 2, 4, 8, 16, 32, 60, 60]


def test_each_program_that_is_started_waits_as_the_last_one_would_have(made: Made) -> None:
    waits = [try_to_open(made, "sai", FakeClock(), seed=number) for number in range(6)]
    assert waits == [0, 0, 0, 2, 4, 8]


@pytest.mark.parametrize("days", [-4000, 4000])
def test_another_clock_makes_no_wait_shorter(made: Made, days: int) -> None:
    clock = FakeClock()
    for _ in range(5):
        try_to_open(made, "sai", clock)
    clock.advance(timedelta(days=days))
    assert try_to_open(made, "sai", clock) == wait_after(5)


def test_the_right_password_waits_too_and_ends_it(made: Made) -> None:
    clock = FakeClock()
    for _ in range(4):
        try_to_open(made, "sai", clock)
    assert try_to_open(made, PASSWORD, clock) == wait_after(4)
    assert try_to_open(made, PASSWORD, clock) == 0


def test_how_often_it_was_wrong_is_told_in_the_log_of_uses(made: Made) -> None:
    for _ in range(2):
        try_to_open(made, "sai", FakeClock())
    again = accounts.open_workspace(made.folder, made.workspace.user.id, PASSWORD, environment(seed=6))
    with again.reading() as reader:
        row = reader.connection.execute("SELECT action, subject FROM access_log ORDER BY no DESC").fetchone()
    again.close()
    assert row == ("log_in", "2")


def test_killing_the_program_while_it_waits_saves_no_try(made: Made) -> None:
    user = made.workspace.user.id
    for _ in range(4):
        try_to_open(made, "sai", FakeClock())

    def killed(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        accounts.open_workspace(made.folder, user, "sai", environment(seed=6), progress=killed)
    assert wrong_tries(made.folder, user) == 5


@pytest.mark.parametrize("content", [None, b"", b"[1]", b'{"*": -3}', b"{" * 9_000, b"\xff"])
def test_taking_the_count_away_does_not_make_it_quick(made: Made, content: bytes | None) -> None:
    path: Path = made.folder / FILE_NAME
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert try_to_open(made, "sai", FakeClock()) == wait_after(UNKNOWN)
    assert try_to_open(made, "sai", FakeClock()) == wait_after(UNKNOWN + 1)


def test_one_users_slips_slow_nobody_else_down(made: Made) -> None:
    other = next(each for each in data_folder.users(made.folder) if each.id != made.workspace.user.id)
    for _ in range(6):
        try_to_open(made, "sai", FakeClock())
    assert wrong_tries(made.folder, other.id) == 0


def test_it_never_waits_longer_than_a_minute() -> None:
    assert wait_after(10_000) == LONGEST_S


def test_the_lock_and_the_own_change_count_with_the_log_in(make: WorkspaceMaker) -> None:
    made = make()
    with pytest.raises(WrongPassword):
        accounts.unlock(made.workspace, "sai", quiet)
    with pytest.raises(WrongPassword):
        users.change_own_password(made.workspace, "sai", "mat-khau-moi-2026", kdf=FAST)
    assert wrong_tries(made.folder, made.workspace.user.id) == 2
    accounts.unlock(made.workspace, PASSWORD, quiet)
    assert wrong_tries(made.folder, made.workspace.user.id) == 0


def test_what_is_no_password_does_not_count(made: Made) -> None:
    class Broken(data_folder.FolderInUse):
        pass

    with pytest.raises(Broken), attempts.trying(made.folder, "x", environment()):
        raise Broken
    assert wrong_tries(made.folder, "x") == 0
