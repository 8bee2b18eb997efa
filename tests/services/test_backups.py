"""Copies of the register on this machine: whole, read through, and never half."""

from __future__ import annotations

import errno
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.app.updating import copy_register
from desktop.domain.backups import Proof
from desktop.domain.errors import Cancelled
from desktop.domain.fields import Registry
from desktop.domain.registers import REGISTRY
from desktop.services.accounts import open_workspace
from desktop.services.backup_files import ABOUT, COPIES, Copy, Reason, copies, with_proof
from desktop.services.backups import (
    before_import,
    before_upgrade,
    failures,
    keep_tail,
    make_copy,
    on_start,
    operations_since,
    prove_waiting,
    thin,
    write_copy,
)
from desktop.services.data_folder import KEYRING_NAME, read_keyring
from desktop.services.workspace import Workspace
from desktop.store.backup import CopyDamaged
from desktop.store.database import FileKey
from desktop.store.register_file import RegisterFile
from desktop.system.errors import DiskFull, DriveFailed
from desktop.vault.keyring import Keyring
from tests.kit.fake_clock import FakeClock
from tests.kit.faulty_files import FaultyFiles
from tests.kit.workspaces import PASSWORD, Made, WorkspaceMaker, environment, put


def silent(done: int, total: int) -> None:
    pass


def flip(path: Path, at: int | None = None) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    path.write_bytes(content)


def digest_of(copy: Copy, made: Made) -> str:
    """What the tables of a copy say, opened as after the worst day: with the code from the paper."""
    secrets = Keyring.from_bytes(copy.keyring.read_bytes()).open_with_recovery(made.code)
    file = RegisterFile.open(copy.database, FileKey(secrets.database_key, secrets.database_salt), REGISTRY)
    try:
        return file.digest()
    finally:
        file.close()


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


def test_a_copy_is_opened_by_the_recovery_code_and_says_what_the_register_says(made: Made) -> None:
    copy = make_copy(made.workspace, Reason.ASKED, silent)
    assert (copy.proof, copy.operations, copy.number) == (Proof.GOOD, 1, 1)
    assert copies(made.folder) == [copy]
    assert digest_of(copy, made) == made.workspace.file.digest()


def test_what_is_saved_while_a_copy_is_made_is_saved_and_not_in_the_copy(made: Made) -> None:
    before = made.workspace.file.digest()
    saved: list[str] = []

    def save(_done: int, _total: int) -> None:
        if not saved:
            saved.append(put(made.workspace, "area", name="Ấp Mới"))

    copy = make_copy(made.workspace, Reason.ASKED, save)
    assert copy.operations == 1
    assert digest_of(copy, made) == before != made.workspace.file.digest()


@pytest.mark.parametrize("reason", [Reason.ASKED, Reason.IMPORT])
def test_a_flipped_byte_makes_a_copy_one_that_does_not_count(made: Made, reason: Reason) -> None:
    copy = write_copy(made.workspace, reason, silent)
    assert copy is not None
    assert copy.proof is Proof.WAITING
    flip(copy.database)
    with pytest.raises(CopyDamaged):
        prove_waiting(made.workspace, silent)
    assert [each.proof for each in copies(made.folder)] == [Proof.BAD]
    assert failures(made.workspace) == 1
    assert operations_since(made.workspace) == 1


def test_a_good_copy_ends_the_row_of_failures(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    full = FaultyFiles(free=10)
    for _ in range(2):
        with pytest.raises(DiskFull):
            make_copy(made.workspace, Reason.ASKED, silent, full)
    assert failures(made.workspace) == 2
    make_copy(made.workspace, Reason.ASKED, silent)
    assert failures(made.workspace) == 0


@pytest.mark.parametrize("step", ["flush", "flush#3", "replace", "flush_folder#1"])
def test_killed_in_the_middle_leaves_nothing_that_counts(made: Made, step: str) -> None:
    with pytest.raises(DriveFailed):
        make_copy(made.workspace, Reason.ASKED, silent, FaultyFiles(fails={step: errno.EIO}))
    assert copies(made.folder) == []
    assert list((made.folder / COPIES).iterdir()) == []
    assert make_copy(made.workspace, Reason.ASKED, silent).proof is Proof.GOOD


def test_what_a_power_cut_left_half_written_is_no_copy_and_goes(made: Made) -> None:
    copy = make_copy(made.workspace, Reason.ASKED, silent)
    half = copy.folder.with_name("TQ12AB34.TMP")
    copy.folder.rename(half)
    assert copies(made.folder) == []
    make_copy(made.workspace, Reason.ASKED, silent)
    assert not half.exists()


def test_a_cancelled_copy_leaves_nothing(made: Made) -> None:
    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_copy(made.workspace, Reason.ASKED, cancel)
    assert copies(made.folder) == []
    assert failures(made.workspace) == 0


def test_the_copy_has_the_keyring_of_its_day(made: Made) -> None:
    copy = make_copy(made.workspace, Reason.ASKED, silent)
    assert copy.keyring.read_bytes() == (made.folder / KEYRING_NAME).read_bytes()
    assert len(Keyring.from_bytes(copy.keyring.read_bytes()).users()) == len(
        read_keyring(made.folder).users()
    )


def test_on_start_a_copy_is_made_by_hours_and_by_operations_only(
    workspace: Workspace, clock: FakeClock
) -> None:
    assert on_start(workspace, silent) is not None
    put(workspace, "area", name="Ấp Một")
    assert on_start(workspace, silent) is None
    clock.advance(timedelta(hours=12))
    assert on_start(workspace, silent) is not None
    clock.advance(timedelta(days=30))
    assert on_start(workspace, silent) is None
    for number in range(50):
        put(workspace, "area", name=f"Ấp {number}")
    assert on_start(workspace, silent) is not None


def test_on_start_a_copy_is_made_where_somebody_took_them_all_away(workspace: Workspace) -> None:
    made = on_start(workspace, silent)
    assert made is not None
    made.folder.rename(workspace.folder / "di-noi-khac")
    assert on_start(workspace, silent) is not None


def test_on_start_another_copy_is_made_where_the_newest_is_not_good(workspace: Workspace) -> None:
    make_copy(workspace, Reason.ASKED, silent)
    with_proof(make_copy(workspace, Reason.ASKED, silent), Proof.BAD)
    made = on_start(workspace, silent)
    assert made is not None
    assert (made.number, made.proof) == (3, Proof.GOOD)
    assert on_start(workspace, silent) is None


def test_before_the_first_import_of_a_sitting_there_is_a_copy(workspace: Workspace) -> None:
    before_import(workspace, silent)
    put(workspace, "area", name="Ấp Một")
    before_import(workspace, silent)
    assert [each.reason for each in copies(workspace.folder)] == [Reason.IMPORT]
    prove_waiting(workspace, silent)
    assert [each.proof for each in copies(workspace.folder)] == [Proof.GOOD]


def test_sample_data_is_not_copied(make: WorkspaceMaker) -> None:
    practice = make(practice=True).workspace
    assert write_copy(practice, Reason.IMPORT, silent) is None
    assert not (practice.folder / COPIES).exists()


def test_the_journals_end_is_kept_beside_the_last_good_copy(workspace: Workspace) -> None:
    copy = make_copy(workspace, Reason.ASKED, silent)
    assert keep_tail(workspace, silent) == 0
    assert not copy.tail.exists()
    for count in (1, 2):
        put(workspace, "area", name=f"Ấp {count}")
        assert keep_tail(workspace, silent) == count
    assert copy.tail.exists()
    assert [each.name for each in copy.folder.glob("TQ*")] == []


def test_without_any_copy_the_first_tail_is_a_full_one(workspace: Workspace) -> None:
    keep_tail(workspace, silent)
    assert [each.proof for each in copies(workspace.folder)] == [Proof.GOOD]


def test_thinned_copies_are_gone_whole(workspace: Workspace) -> None:
    for _ in range(4):
        make_copy(workspace, Reason.ASKED, silent)
    assert [each.number for each in copies(workspace.folder)] == [4, 3]
    thin(workspace.folder, 0)
    assert sorted(each.name[:6] for each in (workspace.folder / COPIES).iterdir()) == ["000003", "000004"]


def test_the_copy_of_a_setup_program_is_listed_and_read_through(made: Made, clock: FakeClock) -> None:
    made.workspace.file.close()
    kept = copy_register(made.folder, clock.local_now())
    (copy,) = copies(made.folder)
    assert (copy.folder, copy.reason, copy.proof) == (kept, Reason.UPDATE, Proof.WAITING)


def test_what_is_said_of_a_copy_is_believed_only_in_its_form(workspace: Workspace) -> None:
    copy = make_copy(workspace, Reason.ASKED, silent)
    for text in ("", "{}", "[]", '{"format": "tuquan-copy/1"}', "[" * 60_000):
        (copy.folder / ABOUT).write_text(text)
        (told,) = copies(workspace.folder)
        assert (told.number, told.proof) == (0, Proof.WAITING)
    assert with_proof(copy, Proof.GOOD) == copies(workspace.folder)[0]


def test_before_a_file_of_another_version_is_changed_there_is_a_copy_of_it(made: Made) -> None:
    made.workspace.close()
    who, folder, around = made.workspace.user.id, made.folder, made.workspace.environment
    fewer = Registry(tuple(each for each in REGISTRY if each.name != "contribution"))
    before = before_upgrade(folder, around)
    open_workspace(folder, who, PASSWORD, around, before_upgrade=before).close()
    assert copies(folder) == []
    # As an older version of the program left it.
    open_workspace(folder, who, PASSWORD, around, registry=fewer).close()
    workspace = open_workspace(folder, who, PASSWORD, around, before_upgrade=before)
    (copy,) = copies(folder)
    assert (copy.reason, copy.proof) == (Reason.MIGRATION, Proof.WAITING)
    prove_waiting(workspace, silent)
    (copy,) = copies(folder)
    assert (copy.proof, copy.operations) == (Proof.GOOD, 1)
    workspace.close()


def test_an_upgrade_goes_on_where_no_copy_can_be_made(made: Made) -> None:
    made.workspace.close()
    (made.folder / COPIES).write_text("no folder")
    around = made.workspace.environment
    before_upgrade(made.folder, around)(made.workspace.secrets)
    assert copies(made.folder) == []
