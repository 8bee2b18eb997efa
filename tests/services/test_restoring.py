"""Back from a copy: under a new name, with everything that can still be read, and nothing written over."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.access import Role
from desktop.domain.backups import Proof
from desktop.services.accounts import open_workspace
from desktop.services.backup_away import write_away
from desktop.services.backup_files import COPIES, Copy, NoCopy, Reason, copies, copy_at
from desktop.services.backups import base_of, keep_tail, make_copy, on_start
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME, users
from desktop.services.environment import Environment
from desktop.services.places import Place
from desktop.services.reentering import put_away, to_reenter
from desktop.services.restoring import (
    ASIDE,
    READY,
    STAGE,
    PasswordNeeded,
    Prepared,
    discard,
    finish,
    open_with_code,
    open_with_password,
    prepare,
    restore,
    users_of,
)
from desktop.services.users import NewUser, add_user, list_users, without_password
from desktop.services.workspace import Workspace
from desktop.store.backup import CopyDamaged
from desktop.system.errors import FolderGone
from desktop.vault.errors import PasswordRefused, WrongPassword, WrongRecoveryCode
from desktop.vault.recovery import RecoveryCode
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import FAST, PASSWORD, TINH_BIEN, Made, WorkspaceMaker, environment, put
from tests.services.test_backups import flip, silent

NEW_PASSWORD = "mat-khau-moi-2026"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def made(make: WorkspaceMaker, clock: FakeClock) -> Made:
    found = make(around=environment(clock))
    put(found.workspace, "area", name="Ấp Một")
    return found


@pytest.fixture
def around(clock: FakeClock) -> Environment:
    """A new computer."""
    return environment(clock, seed=77, machine="may-moi")


def names(workspace: Workspace) -> list[str]:
    with workspace.reading() as reader:
        return sorted(str(row.values["name"]) for row in reader.records.whole("area"))


def away(made: Made, tmp_path: Path) -> Copy:
    stick = tmp_path / "usb"
    stick.mkdir(exist_ok=True)
    return write_away(made.workspace, Place(stick, "USB đỏ", 0, stick=True), silent)


def back(made: Made, copy: Copy, folder: Path, around: Environment) -> tuple[Prepared, Workspace]:
    """Restores with the code, as a person would, and logs the administrator in."""
    prepared = prepare(open_with_code(copy, made.code), folder, around, silent)
    who = made.workspace.user.id
    restore(prepared, around, user=who, password=NEW_PASSWORD, kdf=FAST)
    return prepared, open_workspace(folder, who, NEW_PASSWORD, around)


def test_on_a_new_computer_everything_is_there_under_a_new_name(
    made: Made, tmp_path: Path, around: Environment
) -> None:
    copy = away(made, tmp_path)
    digest, old = made.workspace.file.digest(), made.workspace.device
    made.workspace.close()
    prepared, workspace = back(made, copy_at(copy.folder), tmp_path / "moi", around)
    assert workspace.file.digest() == digest
    assert workspace.device != old
    put(workspace, "area", name="Ấp Hai")
    with workspace.reading() as reader:
        assert reader.journal.tip(old).seq == 1
        assert reader.journal.tip(workspace.device).seq == 1
    assert (prepared.operations, prepared.found, prepared.replaces) == (1, 0, False)
    assert prepared.needs_password
    assert [user.name for user in prepared.people] == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert [user.name for user in users(tmp_path / "moi")] == ["Nguyễn Văn An"]
    assert len(list_users(workspace)) == 2
    workspace.close()


def test_a_restored_register_is_not_taken_for_one_that_was_put_back(
    made: Made, tmp_path: Path, around: Environment
) -> None:
    _, workspace = back(made, away(made, tmp_path), tmp_path / "moi", around)
    device = workspace.device
    workspace.close()
    again = open_workspace(tmp_path / "moi", made.workspace.user.id, NEW_PASSWORD, around)
    assert again.device == device
    again.close()


def test_nothing_that_the_tail_holds_is_lost(made: Made, tmp_path: Path, around: Environment) -> None:
    make_copy(made.workspace, Reason.ASKED, silent)
    put(made.workspace, "area", name="Ấp Hai")
    keep_tail(made.workspace, silent)
    put(made.workspace, "area", name="Ấp Ba")
    made.workspace.close()
    copy = copies(made.folder)[0]
    flip(made.folder / DATABASE_NAME)
    prepared, workspace = back(made, copy, made.folder, around)
    assert prepared.found >= 1
    assert {"Ấp Một", "Ấp Hai"} <= set(names(workspace))
    workspace.close()


def test_a_copy_leads_on_to_what_the_ones_after_it_hold(
    made: Made, tmp_path: Path, around: Environment
) -> None:
    for name in ("Ấp Hai", "Ấp Ba"):
        make_copy(made.workspace, Reason.ASKED, silent)
        put(made.workspace, "area", name=name)
    keep_tail(made.workspace, silent)
    made.workspace.close()
    older = copies(made.folder)[-1]
    flip(copies(made.folder)[0].database)
    shutil.copytree(made.folder / COPIES, tmp_path / "copies")
    prepared, workspace = back(
        made, copy_at(tmp_path / "copies" / older.folder.name), tmp_path / "moi", around
    )
    assert names(workspace) == ["Ấp Ba", "Ấp Hai", "Ấp Một"]
    assert (prepared.operations, prepared.found) == (1, 2)
    workspace.close()


def test_going_back_to_an_old_copy_loses_nothing_of_a_file_that_can_be_read(
    made: Made, around: Environment
) -> None:
    make_copy(made.workspace, Reason.ASKED, silent)
    for name in ("Ấp Hai", "Ấp Ba"):
        put(made.workspace, "area", name=name)
    digest = made.workspace.file.digest()
    made.workspace.close()
    prepared, workspace = back(made, copies(made.folder)[0], made.folder, around)
    assert (prepared.found, prepared.replaces) == (2, True)
    assert workspace.file.digest() == digest
    workspace.close()


def test_what_was_there_is_put_aside_byte_for_byte(made: Made, around: Environment) -> None:
    copy = make_copy(made.workspace, Reason.ASKED, silent)
    made.workspace.close()
    before = {path.name: path.read_bytes() for path in made.folder.iterdir() if path.is_file()}
    prepared = prepare(open_with_code(copy, made.code), made.folder, around, silent)
    aside = restore(prepared, around)
    assert aside is not None
    assert aside.parent == made.folder / ASIDE
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == {
        name: content for name, content in before.items() if not name.endswith((".lck", ".dem"))
    }
    assert not (made.folder / STAGE).exists()


def test_a_copy_of_this_machine_opens_with_a_password_and_keeps_the_others(
    made: Made, around: Environment
) -> None:
    copy = make_copy(made.workspace, Reason.ASKED, silent)
    made.workspace.close()
    who = made.workspace.user.id
    assert who in {user.id for user in users_of(copy)}
    prepared = prepare(open_with_password(copy, who, PASSWORD), made.folder, around, silent)
    assert not prepared.needs_password
    restore(prepared, around)
    workspace = open_workspace(made.folder, who, PASSWORD, around)
    assert len(users(made.folder)) == 2
    workspace.close()


def test_the_wrong_word_opens_nothing(made: Made, tmp_path: Path) -> None:
    copy = away(made, tmp_path)
    other = RecoveryCode.generate(environment(seed=5).randomness)
    with pytest.raises(WrongRecoveryCode):
        open_with_code(copy, other)
    with pytest.raises(WrongPassword):
        open_with_password(copy, made.workspace.user.id, PASSWORD)


def test_somebody_must_be_given_a_password(made: Made, tmp_path: Path, around: Environment) -> None:
    prepared = prepare(open_with_code(away(made, tmp_path), made.code), tmp_path / "moi", around, silent)
    with pytest.raises(PasswordNeeded):
        restore(prepared, around)
    with pytest.raises(PasswordRefused):
        restore(prepared, around, user=made.workspace.user.id, password="1234", kdf=FAST)
    assert not (tmp_path / "moi" / DATABASE_NAME).exists()


def test_who_has_no_password_is_given_one_under_their_own_name(
    made: Made, tmp_path: Path, around: Environment
) -> None:
    _, workspace = back(made, away(made, tmp_path), tmp_path / "moi", around)
    (waiting,) = without_password(workspace)
    given = add_user(workspace, NewUser("trần thị bình", Role.OFFICER, PASSWORD), kdf=FAST)
    assert (given, waiting.role) == (waiting, Role.ADMIN)
    assert (without_password(workspace), len(list_users(workspace))) == ([], 2)
    workspace.close()
    opened = open_workspace(tmp_path / "moi", waiting.id, PASSWORD, around)
    assert opened.user == waiting
    opened.close()


def test_a_damaged_copy_is_refused_and_leaves_no_trace(
    made: Made, tmp_path: Path, around: Environment
) -> None:
    copy = away(made, tmp_path)
    flip(copy.database)
    with pytest.raises(CopyDamaged):
        prepare(open_with_code(copy, made.code), tmp_path / "moi", around, silent)
    assert not (tmp_path / "moi").exists()


def test_what_was_prepared_and_not_wanted_is_gone(made: Made, tmp_path: Path, around: Environment) -> None:
    prepare(open_with_code(away(made, tmp_path), made.code), tmp_path / "moi", around, silent)
    discard(tmp_path / "moi")
    assert not (tmp_path / "moi").exists()


@pytest.mark.parametrize("gone", [0, 1, 2, 3])
def test_a_power_cut_while_it_is_put_in_its_place_is_mended_at_the_next_start(
    made: Made, tmp_path: Path, around: Environment, gone: int
) -> None:
    copy = make_copy(made.workspace, Reason.ASKED, silent)
    made.workspace.close()
    whole = tmp_path / "moi"
    prepared = prepare(open_with_code(copy, made.code), whole, around, silent)
    restore(prepared, around)
    # As the power left it: some files in their place, some not yet, the old ones where they were.
    stage = made.folder / STAGE
    stage.mkdir()
    files = sorted(path for path in whole.iterdir() if path.is_file())
    for at, file in enumerate(files):
        shutil.copy(file, stage / file.name)
        if at < gone:
            (made.folder / file.name).unlink()
            (stage / file.name).replace(made.folder / file.name)
    (stage / READY).write_text(json.dumps({"aside": "20261120-080000"}))
    assert finish(made.folder)
    assert not finish(made.folder)
    assert [(made.folder / file.name).read_bytes() for file in files] == [each.read_bytes() for each in files]
    workspace = open_workspace(made.folder, made.workspace.user.id, PASSWORD, around)
    assert names(workspace) == ["Ấp Một"]
    workspace.close()


def test_the_folder_of_a_dead_computer_is_a_copy_too(made: Made, tmp_path: Path, around: Environment) -> None:
    shutil.copytree(made.folder, tmp_path / "cu")
    copy = copy_at(tmp_path / "cu")
    assert (copy.number, copy.proof) == (0, Proof.WAITING)
    _, workspace = back(made, copy, tmp_path / "moi", around)
    assert names(workspace) == ["Ấp Một"]
    workspace.close()


def test_a_whole_stick_may_be_chosen(made: Made, tmp_path: Path) -> None:
    copy = away(made, tmp_path)
    assert copy_at(copy.folder.parent) == copy
    assert copy_at(copy.folder / KEYRING_NAME) == copy


def test_another_folder_is_no_copy(tmp_path: Path, made: Made, around: Environment) -> None:
    (tmp_path / "trong").mkdir()
    with pytest.raises(NoCopy):
        copy_at(tmp_path / "trong")
    with pytest.raises(NoCopy):
        prepare(open_with_code(copy_at(made.folder), made.code), made.folder, around, silent)


def test_a_stick_pulled_out_is_told(made: Made, tmp_path: Path) -> None:
    copy = away(made, tmp_path)
    shutil.rmtree(copy.folder)
    with pytest.raises(FolderGone):
        users_of(copy)


def test_another_units_copies_beside_it_change_nothing(
    made: Made, make: WorkspaceMaker, tmp_path: Path, around: Environment
) -> None:
    copy = away(made, tmp_path)
    other = make(station=TINH_BIEN, around=environment(FakeClock(), seed=3))
    for name in ("Ấp Khác", "Ấp Lạ"):
        put(other.workspace, "area", name=name)
        away(other, tmp_path)
    _, workspace = back(made, copy, tmp_path / "moi", around)
    assert names(workspace) == ["Ấp Một"]
    workspace.close()


def test_the_restored_register_begins_its_own_row_of_copies(
    made: Made, tmp_path: Path, around: Environment, clock: FakeClock
) -> None:
    make_copy(made.workspace, Reason.ASKED, silent)
    clock.advance(timedelta(hours=1))
    _, workspace = back(made, away(made, tmp_path), tmp_path / "moi", around)
    assert base_of(workspace) is None
    assert on_start(workspace, silent) is not None
    workspace.close()


def test_the_last_moment_of_the_copy_and_of_all_is_told(
    made: Made, around: Environment, clock: FakeClock
) -> None:
    copy = make_copy(made.workspace, Reason.ASKED, silent)
    at = clock.local_now()
    clock.advance(timedelta(days=2))
    put(made.workspace, "area", name="Ấp Hai")
    made.workspace.close()
    prepared = prepare(open_with_code(copy, made.code), made.folder, around, silent)
    told = [each.replace(microsecond=0) for each in (prepared.copied_until, prepared.until) if each]
    assert told == [at, at + timedelta(days=2)]
    discard(made.folder)


def test_the_days_since_the_copy_are_listed_with_what_is_held_of_each(
    made: Made, around: Environment, clock: FakeClock
) -> None:
    make_copy(made.workspace, Reason.ASKED, silent)
    first = clock.today()
    clock.advance(timedelta(days=1))
    put(made.workspace, "area", name="Ấp Hai")
    put(made.workspace, "area", name="Ấp Ba")
    keep_tail(made.workspace, silent)
    clock.advance(timedelta(days=2))
    put(made.workspace, "area", name="Ấp Bốn")
    made.workspace.close()
    copy = copies(made.folder)[0]
    flip(made.folder / DATABASE_NAME, 100)
    prepared, workspace = back(made, copy, made.folder, around)
    assert prepared.reenter is not None
    assert {each.day: dict(each.registers) for each in prepared.reenter.days} == {
        first: {"area": 1},
        first + timedelta(days=1): {"area": 2},
        first + timedelta(days=2): {},
        first + timedelta(days=3): {},
    }
    assert prepared.reenter.empty_days == (first + timedelta(days=2), first + timedelta(days=3))
    # One change is written on no copy; the mark outside of the file tells of it.
    assert prepared.reenter.lacking == 1
    assert to_reenter(workspace) == prepared.reenter
    put_away(workspace)
    assert to_reenter(workspace) is None
    workspace.close()
