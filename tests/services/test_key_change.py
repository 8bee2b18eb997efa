"""Who left opens nothing that comes after: another key, the same people and code, never without a whole file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.domain.access import Role
from desktop.domain.backups import Proof
from desktop.services import backup_files, backups, former_keys, key_change, restoring, unfinished, users
from desktop.services.accounts import open_workspace, password_by_code
from desktop.services.data_folder import DATABASE_NAME, KEYRING_NAME, key_of, read_keyring
from desktop.services.users import NewUser, UserLeft
from desktop.services.workspace import Workspace
from desktop.store.backup import verify_copy
from desktop.store.database import salt_of
from desktop.store.failures import NotADatabase
from desktop.system.errors import DiskFull
from desktop.vault.errors import WrongPassword, WrongRecoveryCode
from desktop.vault.recovery import RecoveryCode
from tests.kit.workspaces import FAST, PASSWORD, Made, WorkspaceMaker, environment, put
from tests.services.exchange import quiet

OTHER = "mat-khau-khac-2026"


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    """A register with something in it, and an officer who will leave."""
    made: Made = make()
    put(made.workspace, "area", name="Ấp Đầu")
    users.add_user(made.workspace, NewUser("Đỗ Văn Đi", Role.OFFICER, OTHER), kdf=FAST)
    return made


def leaver(workspace: Workspace) -> str:
    return next(each.id for each in users.list_users(workspace) if each.name == "Đỗ Văn Đi")


def names(workspace: Workspace) -> set[str]:
    with workspace.reading() as reader:
        return {str(row.values["name"]) for row in reader.records.whole("area")}


def test_the_file_goes_on_under_another_key_while_it_is_open(made: Made) -> None:
    before = made.workspace.secrets
    key_change.change_key(made.workspace, quiet)
    assert (
        salt_of(made.folder / DATABASE_NAME) == made.workspace.secrets.database_salt != before.database_salt
    )
    put(made.workspace, "area", name="Ấp Sau")
    assert names(made.workspace) == {"Ấp Đầu", "Ấp Sau"}
    verify_copy(made.folder / DATABASE_NAME, key_of(made.workspace.secrets), made.workspace.registry, quiet)
    with pytest.raises(NotADatabase):
        verify_copy(made.folder / DATABASE_NAME, key_of(before), made.workspace.registry, quiet)


def test_nothing_of_the_former_file_is_left_beside_it(made: Made) -> None:
    key_change.change_key(made.workspace, quiet)
    assert not {key_change.READY, key_change.FORMER} & {path.name for path in made.folder.iterdir()}


def test_other_passwords_and_the_code_open_it_as_before(made: Made) -> None:
    users.close_account(made.workspace, leaver(made.workspace), quiet)
    keyring = read_keyring(made.folder)
    assert {user.name for user in keyring.users()} == {"Nguyễn Văn An", "Trần Thị Bình"}
    keyring.open_with_recovery(made.code)
    made.workspace.close()
    for user in keyring.users():
        again = open_workspace(made.folder, user.id, PASSWORD, environment(seed=5))
        assert names(again) == {"Ấp Đầu"}
        again.close()


def test_who_left_opens_nothing_here_any_more_and_stays_in_the_history(made: Made) -> None:
    copy = backups.make_copy(made.workspace, backup_files.Reason.ASKED, quiet)
    gone = leaver(made.workspace)
    assert users.close_account(made.workspace, gone, quiet)
    account = next(each for each in users.accounts_of(made.workspace) if each.user.id == gone)
    assert (account.user.name, account.left_on) == ("Đỗ Văn Đi", "2026-11-20")
    # Neither the file nor any copy on this machine has a lock of theirs.
    for folder in (made.folder, copy.folder):
        with pytest.raises(WrongPassword):
            read_keyring(folder).open_with_password(gone, OTHER)


def test_what_somebody_took_along_opens_as_it_did(made: Made, tmp_path: Path) -> None:
    """It cannot be otherwise, and the words where an account is closed say so."""
    gone = leaver(made.workspace)
    copy = backups.make_copy(made.workspace, backup_files.Reason.ASKED, quiet)
    shutil.copytree(copy.folder, tmp_path / "mang-theo")
    users.close_account(made.workspace, gone, quiet)
    secrets = read_keyring(tmp_path / "mang-theo").open_with_password(gone, OTHER)
    verify_copy(tmp_path / "mang-theo" / DATABASE_NAME, key_of(secrets), made.workspace.registry, quiet)
    with pytest.raises(NotADatabase):
        verify_copy(made.folder / DATABASE_NAME, key_of(secrets), made.workspace.registry, quiet)


def full(_done: int, _total: int) -> None:
    """The disk is full while the new file is written."""
    raise DiskFull(folder="/may", needed=1, free=0)


def test_who_left_is_refused_even_before_the_key_was_changed(made: Made) -> None:
    gone = leaver(made.workspace)
    assert not users.close_account(made.workspace, gone, full)
    assert key_change.is_asked(made.workspace)
    made.workspace.close()
    with pytest.raises(UserLeft):
        open_workspace(made.folder, gone, OTHER, environment(seed=5))


def test_what_was_left_to_do_is_done_at_the_next_log_in(made: Made) -> None:
    gone, before = leaver(made.workspace), made.workspace.secrets
    with made.workspace.file.writing() as writer:
        writer.people.set_left(gone, "2026-11-20")
        key_change.ask(writer, "close_account")
    made.workspace.close()
    again = open_workspace(made.folder, made.workspace.user.id, PASSWORD, environment(seed=5))
    assert again.secrets.database_key != before.database_key
    assert not key_change.is_asked(again)
    assert gone not in {user.id for user in read_keyring(made.folder).users()}
    again.close()


def test_a_full_disk_leaves_everything_as_it_was(made: Made) -> None:
    before = made.workspace.secrets
    with pytest.raises(DiskFull):
        key_change.change_key(made.workspace, full)
    assert made.workspace.secrets == before
    put(made.workspace, "area", name="Ấp Sau")
    assert {path.name for path in made.folder.iterdir() if path.name.upper().endswith("TMP")} == set()


STEPS = (
    "nothing",
    "former database aside",
    "new database in place",
    "former keyring aside",
    "new keyring in place",
)


@pytest.mark.parametrize("step", range(len(STEPS)), ids=STEPS)
def test_a_power_cut_at_any_step_of_the_exchange_is_finished_at_the_next_start(made: Made, step: int) -> None:
    """Once the folder with the new file has its name the way is forward."""
    folder = made.folder
    made.workspace.close()
    kept = {name: (folder / name).read_bytes() for name in (DATABASE_NAME, KEYRING_NAME)}
    again = open_workspace(folder, made.workspace.user.id, PASSWORD, environment(seed=5))
    key_change.change_key(again, quiet)
    again.close()
    new = {name: (folder / name).read_bytes() for name in kept}
    (folder / key_change.READY).mkdir()
    (folder / key_change.FORMER).mkdir()
    done = {
        DATABASE_NAME: (step >= 1, step >= 2),
        KEYRING_NAME: (step >= 3, step >= 4),
    }
    for name, (aside, placed) in done.items():
        (folder / name).unlink()
        ((folder / key_change.FORMER) if aside else folder).joinpath(name).write_bytes(kept[name])
        (folder if placed else folder / key_change.READY).joinpath(name).write_bytes(new[name])
    unfinished.finish(folder)
    finished = open_workspace(folder, made.workspace.user.id, PASSWORD, environment(seed=6))
    assert names(finished) == {"Ấp Đầu"}
    assert salt_of(folder / DATABASE_NAME) == new[DATABASE_NAME][:16]
    finished.close()
    assert not {key_change.READY, key_change.FORMER} & {path.name for path in folder.iterdir()}


def test_copies_of_before_another_key_still_prove_and_come_back(made: Made) -> None:
    copy = backups.write_copy(made.workspace, backup_files.Reason.ASKED, quiet)
    assert copy is not None
    key_change.change_key(made.workspace, quiet)
    backups.prove_waiting(made.workspace, quiet)
    proofs = {each.number: each.proof for each in backup_files.copies(made.folder)}
    assert set(proofs.values()) == {Proof.GOOD}
    opened = restoring.open_with_password(copy, made.workspace.user.id, PASSWORD)
    put(made.workspace, "area", name="Ấp Sau")
    made.workspace.close()
    restoring.restore(restoring.prepare(opened, made.folder, environment(seed=7), quiet), environment(seed=7))
    again = open_workspace(made.folder, made.workspace.user.id, PASSWORD, environment(seed=8))
    # What was written under the newer key came along, and the key of before is not gone on with.
    assert names(again) == {"Ấp Đầu", "Ấp Sau"}
    assert salt_of(made.folder / DATABASE_NAME) not in (
        salt_of(copy.database),
        made.workspace.secrets.database_salt,
    )
    again.close()


def test_a_copy_of_before_does_not_let_in_who_left_since(made: Made) -> None:
    gone = leaver(made.workspace)
    copy = backups.make_copy(made.workspace, backup_files.Reason.ASKED, quiet)
    users.close_account(made.workspace, gone, quiet)
    made.workspace.close()
    opened = restoring.open_with_code(copy, made.code)
    restoring.restore(restoring.prepare(opened, made.folder, environment(seed=7), quiet), environment(seed=7))
    again = open_workspace(made.folder, made.workspace.user.id, PASSWORD, environment(seed=8))
    assert gone not in {user.id for user in users.list_users(again)}
    assert gone not in {user.id for user in read_keyring(made.folder).users()}
    again.close()


def test_a_key_that_no_copy_has_any_more_is_forgotten(made: Made) -> None:
    key_change.change_key(made.workspace, quiet)
    first = backup_files.copies(made.folder)
    key_change.change_key(made.workspace, quiet)
    with made.workspace.reading() as reader:
        kept = {key.salt for key in former_keys.former_keys(reader)}
    assert kept == {salt_of(each.database) for each in first}


def test_a_password_that_an_administrator_gave_changes_the_key(made: Made) -> None:
    before, user = made.workspace.secrets.database_key, leaver(made.workspace)
    users.reset_password(made.workspace, user, "mat-khau-nua-2026", quiet, kdf=FAST)
    assert made.workspace.secrets.database_key != before
    read_keyring(made.folder).open_with_password(user, "mat-khau-nua-2026")


def test_the_envelope_gives_a_forgotten_password_anew(made: Made) -> None:
    made.workspace.close()
    user = made.workspace.user.id
    again = password_by_code(made.folder, user, made.code, OTHER, environment(seed=9), quiet, kdf=FAST)
    assert names(again) == {"Ấp Đầu"}
    assert again.secrets.database_key != made.workspace.secrets.database_key
    with again.reading() as reader:
        rows = reader.connection.execute("SELECT action FROM access_log").fetchall()
    assert ("password_by_code",) in rows
    again.close()


def test_a_wrong_code_gives_nothing(made: Made) -> None:
    made.workspace.close()
    before = (made.folder / KEYRING_NAME).read_bytes()
    wrong = RecoveryCode.generate(environment(seed=77).randomness)
    with pytest.raises(WrongRecoveryCode):
        password_by_code(made.folder, made.workspace.user.id, wrong, OTHER, environment(), quiet, kdf=FAST)
    assert (made.folder / KEYRING_NAME).read_bytes() == before


def test_the_envelope_opens_no_account_that_was_closed(made: Made) -> None:
    gone = leaver(made.workspace)
    with made.workspace.file.writing() as writer:
        writer.people.set_left(gone, "2026-11-20")
    made.workspace.close()
    with pytest.raises(UserLeft):
        password_by_code(made.folder, gone, made.code, OTHER, environment(seed=9), quiet, kdf=FAST)
