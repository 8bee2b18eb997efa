"""What was erased on one computer is nowhere on the others either: no page, free or used, no index, no log beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import bundles
from desktop.services.audit_proof import prove_register
from desktop.services.backup_files import Reason
from desktop.services.backups import make_copy
from desktop.services.erasing import erase_record
from desktop.services.search import find
from desktop.services.workspace import Workspace
from desktop.store.database import FileKey
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import NHON_HUNG, WorkspaceMaker, environment, put
from tests.services.exchange import acquaint, carry, computer, edit, quiet, sent
from tests.services.test_restoring import away, back
from tests.store.looking import everything_kept
from tests.store.pages import decrypted_log, decrypted_pages

SECRETS = (b"xqwname", b"zkfvsecret", b"wvkaddress", b"hwzlater")
"""Without their first letters: an index keeps the common beginnings of neighbouring words once."""


@pytest.fixture
def pair(make: WorkspaceMaker) -> tuple[Workspace, Workspace]:
    one, two = computer(make, NHON_HUNG, 1), computer(make, NHON_HUNG, 2)
    acquaint(one, two)
    return one, two


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def a_person(workspace: Workspace) -> str:
    person = put(workspace, "person", full_name="Jxqwname Văn", address="Vwvkaddress", note="Qzkfvsecret")
    edit(workspace, "person", person, note="Fhwzlater")
    for number in range(60):
        # Pages fill up and split, and some become free.
        put(workspace, "area", name=f"Ấp {number} " + "x" * 200)
    return person


def found(workspace: Workspace) -> list[bytes]:
    """What can still be found by somebody who has the key and looks at every byte."""
    key = FileKey(workspace.secrets.database_key, workspace.secrets.database_salt)
    with workspace.file.reading() as reader:
        kept = everything_kept(reader.connection)
    raw = b"".join(decrypted_pages(workspace.file.path, key))
    log = b"".join(decrypted_log(workspace.file.path, key))
    return [word for word in SECRETS if word in kept or word in raw or word in log]


def free_pages(workspace: Workspace) -> int:
    with workspace.file.reading() as reader:
        return int(reader.connection.execute("PRAGMA freelist_count").fetchone()[0])


def test_the_other_computer_erases_too(pair: tuple[Workspace, Workspace], stick: Path) -> None:
    one, two = pair
    person = a_person(one)
    carry(one, two, stick)
    assert find(two, "jxqwname") != []
    erase_record(one, "person", person, None, "theo đơn")
    carry(one, two, stick)
    assert found(one) == []
    assert found(two) == []
    assert find(two, "jxqwname") == []


def test_an_older_bundle_brings_nothing_back(
    pair: tuple[Workspace, Workspace], stick: Path, tmp_path: Path
) -> None:
    one, two = pair
    person = a_person(one)
    older = sent(one, two.station.code, stick).path
    kept = tmp_path / older.name
    kept.write_bytes(older.read_bytes())
    erase_record(one, "person", person, None, "theo đơn")
    carry(one, two, stick)
    bundles.import_bundle(two, kept, quiet)
    assert found(two) == []
    assert find(two, "jxqwname") == []


def test_what_comes_after_its_erasure_is_erased_as_it_comes(
    pair: tuple[Workspace, Workspace], stick: Path
) -> None:
    one, two = pair
    person = a_person(one)
    erase_record(one, "person", person, None, "theo đơn")
    carry(one, two, stick)
    assert found(two) == []


def test_free_pages_hold_nothing_of_it(workspace: Workspace) -> None:
    person = a_person(workspace)
    with workspace.file.writing() as writer:
        # As after a rebuild: pages that held the rows become free with what was on them.
        writer.connection.execute("CREATE TABLE passing(words TEXT) STRICT")
        writer.connection.execute("INSERT INTO passing SELECT name || ? FROM area", ["Qzkfvsecret"])
    with workspace.file.writing() as writer:
        writer.connection.execute("DROP TABLE passing")
    erase_record(workspace, "person", person, None, "theo đơn")
    assert free_pages(workspace) > 0
    assert found(workspace) == []


def test_tables_made_anew_do_not_know_it_either(workspace: Workspace) -> None:
    person = a_person(workspace)
    erase_record(workspace, "person", person, None, "theo đơn")
    workspace.file.rebuild()
    assert find(workspace, "jxqwname") == []
    with workspace.file.writing() as writer:
        assert [word for word in SECRETS if word in everything_kept(writer.connection)] == []


def test_a_copy_that_is_made_afterwards_is_clean(workspace: Workspace) -> None:
    person = a_person(workspace)
    erase_record(workspace, "person", person, None, "theo đơn")
    copy = make_copy(workspace, Reason.ASKED, quiet)
    key = FileKey(workspace.secrets.database_key, workspace.secrets.database_salt)
    raw = b"".join(decrypted_pages(copy.database, key))
    assert [word for word in SECRETS if word in raw] == []


def test_the_log_beside_is_really_read(workspace: Workspace) -> None:
    a_person(workspace)
    key = FileKey(workspace.secrets.database_key, workspace.secrets.database_salt)
    assert b"xqwname" in b"".join(decrypted_log(workspace.file.path, key))


def test_a_restore_from_before_the_erasure_erases_again(make: WorkspaceMaker, tmp_path: Path) -> None:
    clock = FakeClock()
    made = make(around=environment(clock))
    person = a_person(made.workspace)
    copy = away(made, tmp_path)
    erase_record(made.workspace, "person", person, None, "theo đơn")
    made.workspace.close()
    # What was written since is still read from the file that is there.
    _, workspace = back(made, copy, made.folder, environment(clock, seed=77, machine="may-moi"))
    assert find(workspace, "jxqwname") == []
    assert found(workspace) == []
    assert prove_register(workspace, quiet).sound
    workspace.close()
