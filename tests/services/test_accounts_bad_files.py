"""Whatever lies in the data folder: it opens and says what it said, or a person is told what to do."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import UserError
from desktop.services import registers
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.anchor import FILE_NAME as ANCHOR_NAME
from desktop.services.data_folder import (
    DATABASE_NAME,
    KEYRING_NAME,
    FolderEmpty,
    FolderInUse,
    has_register,
    users,
)
from desktop.services.history import history_of
from desktop.services.search import find
from desktop.services.users import NewUser
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.store.database import FileKey
from desktop.store.failures import (
    DatabaseDiskFull,
    DatabaseNotWritable,
    DatabaseUnreadable,
    MissingDatabase,
    NewerDatabase,
    NotADatabase,
)
from desktop.store.steps import FORMAT
from desktop.vault.errors import KeyringDamaged, PasswordRefused, WrongPassword
from tests.kit.workspaces import FAST, NHON_HUNG, PASSWORD, Made, WorkspaceMaker, environment, put

PAGE = 4096


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    """A closed register with some people in it."""
    made = make()
    for number in range(12):
        put(made.workspace, "person", full_name=f"Nguyễn Văn {number}", phone=f"09{number:08}")
    made.workspace.close()
    return made


def opened(made: Made) -> Workspace:
    return open_workspace(made.folder, made.workspace.user.id, PASSWORD, environment(seed=5))


def look_around(workspace: Workspace) -> list[str]:
    """What a person would do first; gives the names that the list shows."""
    names = [
        str(row.cells["full_name"].value) for row in registers.rows(workspace, "person", ListQuery(), 0, 50)
    ]
    assert registers.count(workspace, "person", ListQuery()) == len(names)
    find(workspace, "nguyen")
    person = registers.rows(workspace, "person", ListQuery(), 0, 1)[0].id
    history_of(workspace, "person", person)
    put(workspace, "person", full_name="Trần Bình")
    return names


# What is refused, and how


def test_a_wrong_password_opens_nothing(made: Made) -> None:
    with pytest.raises(WrongPassword):
        open_workspace(made.folder, made.workspace.user.id, "sai-mat-khau-2026", environment())


def test_an_empty_folder_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    assert not has_register(tmp_path)
    with pytest.raises(FolderEmpty):
        users(tmp_path)


def test_a_register_is_never_made_over_another(made: Made) -> None:
    before = (made.folder / DATABASE_NAME).read_bytes()
    setup = FirstRun(made.folder, NHON_HUNG, (NewUser("An", made.workspace.user.role, PASSWORD),))
    with pytest.raises(FolderInUse):
        first_run(setup, environment(), made.code, kdf=FAST)
    assert (made.folder / DATABASE_NAME).read_bytes() == before


def test_a_first_run_that_fails_leaves_nothing_behind(tmp_path: Path, made: Made) -> None:
    setup = FirstRun(tmp_path / "new", NHON_HUNG, (NewUser("An", made.workspace.user.role, "ngắn"),))
    with pytest.raises(PasswordRefused):
        first_run(setup, environment(), made.code, kdf=FAST)
    assert list((tmp_path / "new").iterdir()) == []


def test_a_file_without_its_keyring_and_a_keyring_without_its_file_are_told(made: Made) -> None:
    keyring = (made.folder / KEYRING_NAME).read_bytes()
    (made.folder / KEYRING_NAME).unlink()
    with pytest.raises(FolderEmpty):
        opened(made)
    (made.folder / KEYRING_NAME).write_bytes(keyring)
    (made.folder / DATABASE_NAME).unlink()
    with pytest.raises(MissingDatabase):
        opened(made)
    assert not (made.folder / DATABASE_NAME).exists()


def test_the_keyring_of_another_file_opens_nothing(make: WorkspaceMaker, made: Made) -> None:
    other = make(around=environment(seed=7))
    other.workspace.close()
    shutil.copy(other.folder / KEYRING_NAME, made.folder)
    with pytest.raises(NotADatabase):
        open_workspace(made.folder, other.workspace.user.id, PASSWORD, environment())


def test_a_folder_where_a_file_should_be_is_told(made: Made) -> None:
    (made.folder / DATABASE_NAME).unlink()
    (made.folder / DATABASE_NAME).mkdir()
    with pytest.raises(MissingDatabase):
        opened(made)


def test_a_file_of_a_newer_program_is_left_as_it_is(made: Made) -> None:
    from sqlcipher3 import dbapi2

    secrets = made.workspace.secrets
    raw = dbapi2.connect(str(made.folder / DATABASE_NAME), isolation_level=None)
    raw.execute(FileKey(secrets.database_key, secrets.database_salt).pragma())
    raw.execute(f"PRAGMA user_version = {FORMAT + 1}")
    raw.close()
    before = (made.folder / DATABASE_NAME).read_bytes()
    with pytest.raises(NewerDatabase):
        opened(made)
    assert (made.folder / DATABASE_NAME).read_bytes() == before


# Damage


@pytest.mark.parametrize("length", [0, 1, 16, 100, PAGE - 1, PAGE, PAGE + 1, 10 * PAGE, 10 * PAGE + 100])
def test_a_file_that_was_cut_off_is_refused(made: Made, length: int) -> None:
    path = made.folder / DATABASE_NAME
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises((NotADatabase, DatabaseUnreadable)):
        look_around(opened(made))


@contextmanager
def damaged(made: Made) -> Iterator[bytearray]:
    """The file's bytes, to be changed; they are then opened and looked at, and put back.

    Either everything is as it was, since what was changed is met by nobody, or the person is told.
    """
    whole = {name: (made.folder / name).read_bytes() for name in (DATABASE_NAME, ANCHOR_NAME, KEYRING_NAME)}
    changed = bytearray(whole[DATABASE_NAME])
    yield changed
    (made.folder / DATABASE_NAME).write_bytes(changed)
    try:
        workspace = opened(made)
        try:
            assert sorted(look_around(workspace)) == sorted(f"Nguyễn Văn {number}" for number in range(12))
        finally:
            workspace.close()
    except (NotADatabase, DatabaseUnreadable):
        pass  # told; any other exception fails
    finally:
        for extra in made.folder.glob(f"{DATABASE_NAME}-*"):
            extra.unlink()
        for name, content in whole.items():
            (made.folder / name).write_bytes(content)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**30), st.integers(0, 7))
def test_one_changed_bit_is_refused_or_never_met(made: Made, place: int, bit: int) -> None:
    with damaged(made) as data:
        data[place % len(data)] ^= 1 << bit


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 2**30))
def test_a_lost_tail_is_refused_or_never_met(made: Made, length: int) -> None:
    with damaged(made) as data:
        del data[-(1 + length % len(data)) :]


@pytest.mark.parametrize("change", ["cut", "flip", "empty", "foreign"])
def test_a_damaged_keyring_is_told(made: Made, change: str) -> None:
    path = made.folder / KEYRING_NAME
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle] ^= 1
    changed = {"cut": bytes(data[:middle]), "flip": bytes(data), "empty": b"", "foreign": b"PK\x03\x04" * 99}
    path.write_bytes(changed[change])
    with pytest.raises((KeyringDamaged, WrongPassword)):
        opened(made)


# Disks and rights


@contextmanager
def files_no_longer_than(length: int) -> Iterator[None]:
    """The system refuses to let any file of this process grow past a length."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_commit_that_the_disk_refuses_is_told_and_leaves_the_file_as_it_was(made: Made) -> None:
    workspace = opened(made)
    before = workspace.file.digest()
    log = made.folder / f"{DATABASE_NAME}-wal"
    with pytest.raises(UserError) as refusal, files_no_longer_than(log.stat().st_size + PAGE):
        put(workspace, "person", full_name="Trần Bình", note="x" * 20_000)
    assert refusal.value.code in ("database_unreadable", "database_disk_full")
    assert workspace.file.digest() == before
    put(workspace, "person", full_name="Trần Bình", note="x" * 20_000)
    assert registers.count(workspace, "person", ListQuery()) == 13
    workspace.close()
    again = opened(made)
    assert again.device == workspace.device
    again.close()


def test_a_disk_that_is_full_at_the_commit_takes_nothing_of_the_change(made: Made) -> None:
    workspace = opened(made)
    before = workspace.file.digest()
    with workspace.file.writing() as writer:
        pages = writer.connection.execute("PRAGMA page_count").fetchone()[0]
        writer.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DatabaseDiskFull):
        put(workspace, "person", full_name="Trần Bình", note="x" * 60_000)
    assert workspace.file.digest() == before
    workspace.close()


@pytest.fixture
def protected(make: WorkspaceMaker) -> Iterator[Made]:
    """A closed register in a folder that nobody may write, which is asked by somebody without more rights."""
    made = make()
    put(made.workspace, "person", full_name="Nguyễn Văn An")
    made.workspace.close()
    folder = Path(tempfile.mkdtemp(prefix="tuquan-"))
    for path in made.folder.iterdir():
        shutil.copy(path, folder)
        (folder / path.name).chmod(0o444)
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield Made(made.workspace, folder, made.code)
    if user == 0:
        os.seteuid(user)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_may_only_be_read_is_told(protected: Made) -> None:
    with pytest.raises(DatabaseNotWritable):
        opened(protected)


def test_files_that_may_not_be_read_are_told(protected: Made) -> None:
    for name, refusal in ((DATABASE_NAME, "database_not_writable"), (KEYRING_NAME, "folder_read_only")):
        path = protected.folder / name
        mine = os.geteuid()
        os.seteuid(os.getuid())
        path.chmod(0o000)
        os.seteuid(mine)
        with pytest.raises(UserError) as told:
            opened(protected)
        assert told.value.code == refusal
