"""Once a year the code from the envelope opens a copy for real."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.domain.access import Role
from desktop.services import backup_away, backup_files, backups, rehearsal, users
from desktop.services.accounts import open_workspace
from desktop.services.places import place
from desktop.services.users import NewUser
from desktop.store.backup import CopyDamaged
from desktop.vault.errors import WrongRecoveryCode
from desktop.vault.recovery import RecoveryCode
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import FAST, PASSWORD, Made, WorkspaceMaker, environment, put
from tests.services.exchange import quiet


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def made(make: WorkspaceMaker, clock: FakeClock) -> Made:
    made: Made = make(around=environment(clock))
    put(made.workspace, "area", name="Ấp Đầu")
    return made


def test_it_is_due_a_year_after_the_code_was_last_read_back(made: Made, clock: FakeClock) -> None:
    first = made.workspace.today()
    assert rehearsal.due_on(made.workspace) == first + timedelta(days=365)
    clock.advance(timedelta(days=400))
    rehearsal.rehearse(made.workspace, made.code, quiet)
    assert rehearsal.due_on(made.workspace) == first + timedelta(days=765)


def test_it_opens_the_newest_copy_and_reads_it_through(made: Made) -> None:
    copy = backups.make_copy(made.workspace, backup_files.Reason.ASKED, quiet)
    done = rehearsal.rehearse(made.workspace, made.code, quiet)
    assert (done.copy.folder, done.changes) == (copy.folder, 1)
    with made.workspace.reading() as reader:
        rows = reader.connection.execute(
            "SELECT subject FROM access_log WHERE action = 'rehearse'"
        ).fetchall()
    assert rows == [(f"{copy.folder.name}:1",)]


def test_where_there_is_no_copy_one_is_made(made: Made) -> None:
    assert rehearsal.rehearse(made.workspace, made.code, quiet).changes == 1


def test_the_copy_on_a_stick_is_opened_as_well(made: Made, tmp_path_factory: pytest.TempPathFactory) -> None:
    stick = tmp_path_factory.mktemp("usb")
    away = backup_away.write_away(made.workspace, place(stick), quiet)
    assert rehearsal.rehearse(made.workspace, made.code, quiet, away).copy.folder == away.folder


def test_another_code_proves_nothing(made: Made, clock: FakeClock) -> None:
    clock.advance(timedelta(days=400))
    before = rehearsal.due_on(made.workspace)
    with pytest.raises(WrongRecoveryCode):
        rehearsal.rehearse(made.workspace, RecoveryCode.generate(environment(seed=99).randomness), quiet)
    assert rehearsal.due_on(made.workspace) == before


def test_a_copy_that_does_not_hold_what_was_written_proves_nothing(made: Made, clock: FakeClock) -> None:
    copy = backups.make_copy(made.workspace, backup_files.Reason.ASKED, quiet)
    raw = bytearray(copy.database.read_bytes())
    raw[len(raw) // 2] ^= 1
    copy.database.write_bytes(raw)
    clock.advance(timedelta(days=400))
    before = rehearsal.due_on(made.workspace)
    with pytest.raises(CopyDamaged):
        rehearsal.rehearse(made.workspace, made.code, quiet)
    assert rehearsal.due_on(made.workspace) == before


def test_who_does_not_administer_is_not_asked(made: Made) -> None:
    officer = users.add_user(made.workspace, NewUser("Đỗ Văn An", Role.OFFICER, PASSWORD), kdf=FAST)
    opened = open_workspace(made.folder, officer.id, PASSWORD, environment(seed=5))
    assert rehearsal.due_on(opened) is None
    opened.close()
