"""The encrypted file: what opens it, what does not, and what it refuses."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop.domain.registers import REGISTRY
from desktop.store.database import FileKey, create_database, open_database
from desktop.store.failures import (
    DatabaseDiskFull,
    MissingDatabase,
    NewerDatabase,
    NotADatabase,
    failure_of,
)
from desktop.store.register_file import RegisterFile
from desktop.store.steps import FORMAT

KEY = FileKey(bytes(range(32)), bytes(range(16)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    RegisterFile.create(tmp_path / "a.db", KEY, REGISTRY).close()
    return tmp_path / "a.db"


def test_the_file_shows_nothing_but_its_salt(tmp_path: Path) -> None:
    file = RegisterFile.create(tmp_path / "a.db", KEY, REGISTRY)
    with file.writing() as writer:
        writer.set_local("station", "Công an phường Nhơn Hưng")
    file.close()
    raw = (tmp_path / "a.db").read_bytes()
    assert raw[:16] == KEY.salt
    assert b"SQLite" not in raw
    assert "Nhơn Hưng".encode() not in raw


def test_another_key_opens_nothing(path: Path) -> None:
    with pytest.raises(NotADatabase):
        open_database(path, FileKey(bytes(32), KEY.salt))


def test_another_salt_is_another_file(path: Path) -> None:
    with pytest.raises(NotADatabase):
        open_database(path, FileKey(KEY.key, bytes(16)))


@pytest.mark.parametrize(
    "content", [b"", b"short", bytes(range(16)) + os.urandom(8176), b"PK\x03\x04" * 2000]
)
def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(content)
    with pytest.raises(NotADatabase):
        open_database(path, KEY)
    assert path.read_bytes() == content


def test_a_missing_file_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(MissingDatabase):
        open_database(tmp_path / "a.db", KEY)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_created_over(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        create_database(path, KEY)
    assert path.read_bytes() == before


def test_a_newer_file_is_refused(path: Path) -> None:
    raw = dbapi2.connect(str(path))
    raw.execute(KEY.pragma())
    raw.execute(f"PRAGMA user_version = {FORMAT + 1}")
    raw.commit()
    raw.close()
    with pytest.raises(NewerDatabase) as refusal:
        open_database(path, KEY)
    assert refusal.value.facts == {"theirs": FORMAT + 1, "ours": FORMAT}


def test_every_commit_is_flushed(path: Path) -> None:
    connections = open_database(path, KEY)
    with connections.writing() as writer:
        assert writer.execute("PRAGMA synchronous").fetchone() == (2,)
        assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connections.close()


def test_the_reader_cannot_write(path: Path) -> None:
    connections = open_database(path, KEY)
    with connections.reading() as reader, pytest.raises(dbapi2.OperationalError, match="readonly"):
        reader.execute("DELETE FROM local")
    connections.close()


def test_a_full_disk_is_said_and_the_transaction_is_gone(path: Path) -> None:
    connections = open_database(path, KEY)
    with connections.writing() as writer:
        pages = writer.execute("PRAGMA page_count").fetchone()[0]
        writer.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DatabaseDiskFull), connections.writing() as writer:
        writer.execute("INSERT INTO local VALUES ('first', 'small')")
        writer.execute("INSERT INTO local VALUES ('second', ?)", ["x" * 1_000_000])
    with connections.reading() as reader:
        assert reader.execute("SELECT count(*) FROM local WHERE name = 'first'").fetchone() == (0,)
    connections.close()


def test_tables_of_another_shape_are_folded_anew(path: Path) -> None:
    file = RegisterFile.open(path, KEY, REGISTRY)
    with file.writing() as writer:
        writer.set_local("shape", "of an older version")
        writer.connection.execute('DROP TABLE "person"')
    file.close()
    file = RegisterFile.open(path, KEY, REGISTRY)
    with file.reading() as reader:
        assert reader.connection.execute('SELECT count(*) FROM "person"').fetchone() == (0,)
    file.close()


def error_of(code: int) -> dbapi2.OperationalError:
    error = dbapi2.OperationalError("full, malformed, locked: words that say nothing")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (dbapi2.SQLITE_FULL, "database_disk_full"),
        (dbapi2.SQLITE_IOERR, "database_unreadable"),
        (dbapi2.SQLITE_IOERR | 12 << 8, "database_unreadable"),  # an extended code
        (dbapi2.SQLITE_CORRUPT, "database_unreadable"),
        (dbapi2.SQLITE_NOTADB, "not_a_database"),
        (dbapi2.SQLITE_BUSY, "database_busy"),
        (dbapi2.SQLITE_LOCKED, "database_busy"),
        (dbapi2.SQLITE_READONLY, "database_not_writable"),
        (dbapi2.SQLITE_CANTOPEN, "database_not_writable"),
        (dbapi2.SQLITE_PERM, "database_not_writable"),
        (dbapi2.SQLITE_ERROR, None),
        (dbapi2.SQLITE_CONSTRAINT, None),
        (dbapi2.SQLITE_MISUSE, None),
    ],
)
def test_a_failure_is_known_by_its_code(code: int, expected: str | None) -> None:
    failure = failure_of(error_of(code))
    assert (failure.code if failure else None) == expected


def test_a_mistake_about_a_column_stays_a_bug(path: Path) -> None:
    connections = open_database(path, KEY)
    with pytest.raises(dbapi2.OperationalError, match="full_name"), connections.reading() as reader:
        reader.execute("SELECT full_name FROM local")
    connections.close()


@pytest.mark.parametrize("key", [FileKey(bytes(32), KEY.salt), FileKey(KEY.key, bytes(16))])
def test_a_refused_file_is_let_go_of(path: Path, key: FileKey) -> None:
    with pytest.raises(NotADatabase):
        open_database(path, key)
    held = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    assert [each for each in held if each.startswith(str(path))] == []


def test_the_log_is_emptied_when_nobody_is_in_the_way(path: Path) -> None:
    connections = open_database(path, KEY)
    log = path.with_name(path.name + "-wal")
    with connections.writing() as writer:
        writer.execute("INSERT INTO local VALUES ('x', 'y')")
        assert not connections.truncate_log()
    assert log.stat().st_size > 0
    assert connections.truncate_log()
    assert log.stat().st_size == 0
    connections.close()


def test_the_log_waits_for_who_reads(path: Path) -> None:
    connections = open_database(path, KEY)
    reads, done = threading.Event(), threading.Event()

    def read() -> None:
        with connections.reading() as reader:
            reader.execute("SELECT count(*) FROM local").fetchone()
            reads.set()
            done.wait(30)

    thread = threading.Thread(target=read)
    thread.start()
    reads.wait(30)
    assert not connections.truncate_log(patience=0.01)
    done.set()
    thread.join()
    assert connections.truncate_log()
    connections.close()
