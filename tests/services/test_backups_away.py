"""The copy off the machine: it opens with the paper's code only, and its age is told."""

from __future__ import annotations

import errno
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.backups import Age, Proof
from desktop.services.backup_away import KEPT_AWAY, away_standing, home_standing, write_away
from desktop.services.backup_files import COPIES, Reason, copies, copies_in, with_proof
from desktop.services.backups import make_copy, prove_waiting
from desktop.services.devices import PracticeStaysHere
from desktop.services.places import Place
from desktop.services.recovery import new_code, replace_code
from desktop.services.rules import set_rule
from desktop.services.workspace import Workspace
from desktop.store.backup import CopyDamaged
from desktop.system.errors import DiskFull, DriveFailed, FolderGone, StickDamaged
from desktop.vault.errors import WrongPassword
from desktop.vault.keyring import Keyring
from tests.kit.fake_clock import FakeClock
from tests.kit.faulty_files import FaultyFiles
from tests.kit.workspaces import FAST, PASSWORD, Made, WorkspaceMaker, environment, put
from tests.services.test_backups import digest_of, flip, silent


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def made(make: WorkspaceMaker, clock: FakeClock) -> Made:
    found = make(around=environment(clock))
    put(found.workspace, "area", name="Ấp Đông Hưng")
    return found


@pytest.fixture
def workspace(made: Made) -> Workspace:
    return made.workspace


@pytest.fixture
def stick(tmp_path: Path) -> Place:
    folder = tmp_path / "usb"
    folder.mkdir()
    return Place(folder, "USB đỏ", 2**30, stick=True)


def test_what_leaves_the_machine_opens_with_the_code_only(made: Made, stick: Place) -> None:
    copy = write_away(made.workspace, stick, silent)
    keyring = Keyring.from_bytes(copy.keyring.read_bytes())
    assert keyring.users() == ()
    with pytest.raises(WrongPassword):
        keyring.open_with_password(made.workspace.user.id, PASSWORD)
    assert digest_of(copy, made) == made.workspace.file.digest()
    assert (copy.reason, copy.operations, copy.station) == (Reason.AWAY, 1, "Công an phường Nhơn Hưng")
    assert copy.folder.name == "nhon-hung-20261120-0800-000001"


def test_the_code_of_today_opens_it_also_where_the_copy_is_older(made: Made, stick: Place) -> None:
    make_copy(made.workspace, Reason.ASKED, silent)
    code = new_code(made.workspace)
    replace_code(made.workspace, code, kdf=FAST)
    copy = write_away(made.workspace, stick, silent)
    assert copy.number == 1
    assert digest_of(copy, replace(made, code=code)) == made.workspace.file.digest()


def test_what_was_written_since_the_last_copy_goes_along(made: Made, stick: Place) -> None:
    make_copy(made.workspace, Reason.ASKED, silent)
    write_away(made.workspace, stick, silent)
    assert len(copies(made.folder)) == 1
    put(made.workspace, "area", name="Ấp Mới")
    assert write_away(made.workspace, stick, silent).operations == 2
    assert len(copies(made.folder)) == 2


def test_where_and_when_is_remembered(workspace: Workspace, stick: Place, clock: FakeClock) -> None:
    write_away(workspace, stick, silent)
    clock.advance(timedelta(days=2))
    standing = away_standing(workspace)
    assert standing is not None
    assert standing.away is not None
    assert (standing.days, standing.away.place, standing.age) == (2, "USB đỏ", Age.FRESH)
    ages = []
    for days in (5, 7):
        clock.advance(timedelta(days=days))
        told = away_standing(workspace)
        ages.append(told.age if told else None)
    assert ages == [Age.AMBER, Age.RED]


def test_the_units_own_term_counts(workspace: Workspace, stick: Place, clock: FakeClock) -> None:
    write_away(workspace, stick, silent)
    set_rule(workspace, "backup_off_machine_amber_days", 2, clock.today())
    clock.advance(timedelta(days=2))
    standing = away_standing(workspace)
    assert standing is not None
    assert standing.age is Age.AMBER


def test_nothing_is_said_while_nothing_can_be_lost(make: WorkspaceMaker) -> None:
    empty = make().workspace
    assert away_standing(empty) is None
    put(empty, "area", name="Ấp Đông Hưng")
    standing = away_standing(empty)
    assert standing is not None
    assert (standing.days, standing.age) == (None, Age.RED)


def test_sample_data_stays_here(make: WorkspaceMaker, stick: Place) -> None:
    practice = make(practice=True).workspace
    with pytest.raises(PracticeStaysHere):
        write_away(practice, stick, silent)
    assert away_standing(practice) is None


@pytest.mark.parametrize("role", [Role.WARD, Role.JUSTICE])
def test_who_sends_nothing_takes_no_copy_away(make: WorkspaceMaker, stick: Place, role: Role) -> None:
    with pytest.raises(NotAllowed):
        write_away(make(role=role).workspace, stick, silent)


@pytest.mark.parametrize(
    ("files", "failure"),
    [
        (FaultyFiles(free=1000), DiskFull),
        (FaultyFiles(fails={"write#2": errno.EIO}), DriveFailed),
        (FaultyFiles(given_back=b"khac"), StickDamaged),
        (FaultyFiles(fails={"replace#4": errno.EIO}), DriveFailed),
    ],
)
def test_a_stick_that_fails_keeps_what_it_had_and_nothing_half(
    workspace: Workspace, stick: Place, files: FaultyFiles, failure: type[Exception]
) -> None:
    first = write_away(workspace, stick, silent)
    put(workspace, "area", name="Ấp Mới")
    with pytest.raises(failure):
        write_away(workspace, stick, silent, files)
    assert [each.folder for each in copies_in(stick.folder)] == [first.folder]
    assert list(stick.folder.iterdir()) == [first.folder]
    standing = away_standing(workspace)
    assert standing is not None
    assert standing.away is not None
    assert standing.away.operations == 1


def test_a_stick_that_is_gone_is_told_before_anything_is_made(workspace: Workspace, stick: Place) -> None:
    stick.folder.rmdir()
    with pytest.raises(FolderGone):
        write_away(workspace, stick, silent)
    assert not (workspace.folder / COPIES).exists()


def test_older_copies_of_this_unit_give_way_and_others_stay(workspace: Workspace, stick: Place) -> None:
    other = stick.folder / "tinh-bien-20261001-0800-000001"
    for _ in range(KEPT_AWAY + 2):
        newest = write_away(workspace, stick, silent)
        if not other.exists():
            newest.folder.rename(other)
            about = other / "ban-sao.json"
            about.write_text(about.read_text("utf-8").replace("Nhơn Hưng", "Tịnh Biên"), "utf-8")
    names = [each.station for each in copies_in(stick.folder)]
    assert names.count("Công an phường Nhơn Hưng") == KEPT_AWAY
    assert names.count("Công an phường Tịnh Biên") == 1


def test_the_standing_of_copies_here_tells_what_is_wrong(workspace: Workspace, clock: FakeClock) -> None:
    make_copy(workspace, Reason.ASKED, silent)
    clock.advance(timedelta(days=30))
    assert home_standing(workspace).trouble == ""
    put(workspace, "area", name="Ấp Mới")
    assert home_standing(workspace).trouble == "late"
    for _ in range(2):
        with pytest.raises(DiskFull):
            make_copy(workspace, Reason.ASKED, silent, FaultyFiles(free=0))
    assert home_standing(workspace).trouble == "failing"
    make_copy(workspace, Reason.ASKED, silent)
    assert home_standing(workspace).trouble == ""
    bad = make_copy(workspace, Reason.ASKED, silent)
    flip(bad.database)
    with_proof(bad, Proof.WAITING)
    with pytest.raises(CopyDamaged):
        prove_waiting(workspace, silent)
    assert home_standing(workspace).trouble == "damaged"
