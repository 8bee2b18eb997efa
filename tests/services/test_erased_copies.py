"""What was erased is erased in older copies too: replaced here, listed elsewhere, and gone again after a restore."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.domain.backups import Proof
from desktop.services.accounts import open_workspace
from desktop.services.backup_away import write_away
from desktop.services.backup_files import Copy, Reason, copies, copies_in
from desktop.services.backups import file_key, keep_tail, make_copy
from desktop.services.erased_copies import copies_out, replace_copies
from desktop.services.erasing import erase_record
from desktop.services.key_change import change_key
from desktop.services.places import Place
from desktop.services.restoring import open_with_password, prepare, restore
from desktop.services.workspace import Workspace
from desktop.store.backup import verify_copy
from desktop.store.database import FileKey
from tests.kit.workspaces import PASSWORD, Made, WorkspaceMaker, environment, put
from tests.services.exchange import quiet
from tests.services.wrecks import rows
from tests.store.pages import decrypted_pages

NAME = "Wqxjzk"
WHY = "theo đơn đề nghị ngày 05/01/2026"


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    return make()


def texts(workspace: Workspace, paths: Iterator[Path] | list[Path], key: FileKey | None = None) -> bytes:
    """Every byte of some encrypted files, decrypted."""
    found = key or file_key(workspace)
    return b"".join(page for path in paths for page in decrypted_pages(path, found))


def files(copy: Copy) -> list[Path]:
    return [copy.database, *([copy.tail] if copy.tail.exists() else [])]


def test_copies_and_tails_on_this_machine_are_replaced_by_ones_without_it(made: Made) -> None:
    workspace = made.workspace
    record = put(workspace, "area", name=NAME)
    make_copy(workspace, Reason.ASKED, quiet)
    second = put(workspace, "area", name=f"{NAME} hai")
    keep_tail(workspace, quiet)
    (copy,) = copies(workspace.folder)
    assert NAME.encode() in texts(workspace, [copy.database])
    assert NAME.encode() in texts(workspace, [copy.tail])
    for each in (record, second):
        erase_record(workspace, "area", each, None, WHY)
    assert replace_copies(workspace, quiet) == 1
    (new,) = copies(workspace.folder)
    assert (new.number, new.at, new.proof, new.operations) == (
        copy.number,
        copy.at,
        Proof.GOOD,
        copy.operations,
    )
    assert NAME.encode() not in texts(workspace, files(new))
    verify_copy(new.database, file_key(workspace), workspace.registry, quiet)
    # Nothing beside it, and nothing to do a second time.
    assert sorted(path.name for path in new.folder.iterdir()) == sorted(path.name for path in copy_names(new))
    assert replace_copies(workspace, quiet) == 0


def copy_names(copy: Copy) -> list[Path]:
    return [copy.database, copy.keyring, copy.folder / "ban-sao.json", copy.tail]


def test_a_copy_that_never_held_it_stays_the_very_same(made: Made) -> None:
    workspace = made.workspace
    put(workspace, "area", name="Ấp Một")
    copy = make_copy(workspace, Reason.ASKED, quiet)
    before = copy.database.read_bytes()
    record = put(workspace, "area", name=NAME)
    erase_record(workspace, "area", record, None, WHY)
    assert replace_copies(workspace, quiet) == 0
    assert copy.database.read_bytes() == before


def test_a_copy_of_before_another_key_is_replaced_under_its_own(made: Made) -> None:
    workspace = made.workspace
    record = put(workspace, "area", name=NAME)
    make_copy(workspace, Reason.ASKED, quiet)
    former = file_key(workspace)
    change_key(workspace, quiet)
    erase_record(workspace, "area", record, None, WHY)
    assert replace_copies(workspace, quiet) == 2
    newest, oldest = copies(workspace.folder)
    assert NAME.encode() not in texts(workspace, [newest.database])
    assert NAME.encode() not in texts(workspace, [oldest.database], former)


def test_after_going_back_to_such_a_copy_it_is_still_gone(made: Made) -> None:
    workspace = made.workspace
    record = put(workspace, "area", name=NAME)
    copy = make_copy(workspace, Reason.ASKED, quiet)
    erase_record(workspace, "area", record, None, WHY)
    keep_tail(workspace, quiet)
    workspace.close()
    assert NAME.encode() in texts(workspace, [copy.database])
    user = workspace.user.id
    restore(
        prepare(open_with_password(copy, user, PASSWORD), made.folder, environment(seed=5), quiet),
        environment(seed=6),
    )
    with closing(open_workspace(made.folder, user, PASSWORD, environment(seed=7))) as again:
        assert NAME not in str(rows(again))
        path, key = again.file.path, file_key(again)
    assert NAME.encode() not in texts(workspace, [path], key)


def test_copies_elsewhere_are_listed_until_the_stick_has_a_newer_one(made: Made, tmp_path: Path) -> None:
    workspace = made.workspace
    one, other = (Place(tmp_path / name, name, 0, stick=True) for name in ("usb-do", "usb-xanh"))
    for place in (one, other):
        place.folder.mkdir()
    record = put(workspace, "area", name=NAME)
    for place in (one, other):
        write_away(workspace, place, quiet)
    assert copies_out(workspace) == []
    erase_record(workspace, "area", record, None, WHY)
    assert {each.place for each in copies_out(workspace)} == {"usb-do", "usb-xanh"}
    write_away(workspace, one, quiet)
    assert [each.place for each in copies_out(workspace)] == ["usb-xanh"]
    (kept,) = copies_in(one.folder)
    assert NAME.encode() not in texts(workspace, [kept.database])
