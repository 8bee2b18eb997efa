"""The sealed copy that rides along on outgoing sticks."""

from __future__ import annotations

import errno
from contextlib import closing
from pathlib import Path

import pytest

from desktop.services.accounts import open_workspace
from desktop.services.backup_files import copies_in
from desktop.services.outgoing_copy import offer, send, want
from desktop.services.places import Place
from desktop.services.restoring import open_with_code, open_with_password, prepare, restore, users_of
from desktop.system.errors import DiskFull
from desktop.vault.errors import WrongPassword
from tests.kit.faulty_files import FaultyFiles
from tests.kit.workspaces import AN_GIANG, PASSWORD, Made, WorkspaceMaker, environment, put
from tests.services.exchange import acquaint, computer, quiet
from tests.services.wrecks import rows


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    found = make()
    acquaint(found.workspace, computer(make, AN_GIANG, 7))
    put(found.workspace, "area", name="Ấp Một")
    return found


@pytest.fixture
def stick(tmp_path: Path) -> Place:
    folder = tmp_path / "usb"
    folder.mkdir()
    return Place(folder, "USB đỏ", 2**30, stick=True)


def test_no_copy_goes_along_where_the_unit_wants_none(made: Made, stick: Place) -> None:
    want(made.workspace, wanted=False)
    sent = send(made.workspace, AN_GIANG.code, stick, quiet)
    assert sent.copy is None
    assert copies_in(stick.folder) == []
    assert sent.exported.path.exists()


def test_one_goes_along_unasked_and_a_new_computer_comes_back_from_it(
    made: Made, stick: Place, tmp_path: Path
) -> None:
    offered = offer(made.workspace)
    assert offered is not None
    assert offered.goes
    before = rows(made.workspace)
    sent = send(made.workspace, AN_GIANG.code, stick, quiet)
    (copy,) = copies_in(stick.folder)
    assert sent.copy == copy
    assert abs(offered.size - copy.database.stat().st_size) < 0.1 * offered.size
    # Whoever holds it, even with a password of the unit, reads nothing of it.
    assert users_of(copy) == ()
    with pytest.raises(WrongPassword):
        open_with_password(copy, made.workspace.user.id, PASSWORD)
    new = environment(seed=9, machine="may-moi")
    prepared = prepare(open_with_code(copy, made.code), tmp_path / "moi", new, quiet)
    user = prepared.people[0].id
    restore(prepared, new, user=user, password=PASSWORD)
    with closing(open_workspace(tmp_path / "moi", user, PASSWORD, new)) as workspace:
        assert rows(workspace) == before


def test_one_that_is_too_large_stays(made: Made, stick: Place) -> None:
    sent = send(made.workspace, AN_GIANG.code, stick, quiet, limit=1000)
    assert (sent.copy, sent.error) == (None, None)
    assert copies_in(stick.folder) == []


def test_a_copy_that_finds_no_room_costs_no_bundle(made: Made, stick: Place) -> None:
    full = FaultyFiles(fails={"create#2": errno.ENOSPC})
    sent = send(made.workspace, AN_GIANG.code, stick, quiet, files=full)
    assert isinstance(sent.error, DiskFull)
    assert sent.exported.path.exists()
    assert [path.name for path in stick.folder.iterdir()] == [sent.exported.path.name]
