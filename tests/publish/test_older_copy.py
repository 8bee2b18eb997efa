"""A register that was restored from before the last run: told, nothing half, and the documented way out of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desktop.publish.errors import PublishBehind, PublishForked
from desktop.services.accounts import open_workspace
from desktop.services.publishing import publish
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, PASSWORD, WorkspaceMaker, environment
from tests.publish.served import asked, assert_equal, quiet

_PAGE = Path(__file__).parents[2] / "docs" / "postgresql.md"


@pytest.fixture
def newer(make: WorkspaceMaker, address: str, tmp_path: Path) -> Workspace:
    """A register that was published after the copy ``cu`` of it was made."""
    made = make(AN_GIANG, around=environment(machine="may-1"))
    model(made.workspace, "Camera an ninh")
    shutil.copytree(made.folder, tmp_path / "cu")
    model(made.workspace, "Tiếng kẻng an ninh")
    publish(made.workspace, address, quiet)
    return made.workspace


@pytest.fixture
def older(newer: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    user = newer.user.id
    newer.close()
    opened = open_workspace(tmp_path / "cu", user, PASSWORD, environment(seed=2, machine="may-1"))
    yield opened
    opened.close()


def model(workspace: Workspace, name: str) -> None:
    with workspace.change("model.create") as change:
        change.create("model", {"name": name})


def held(address: str) -> list[tuple[object, ...]]:
    return asked(address, "SELECT device, seq, hash FROM journal_operation ORDER BY device, seq")


def test_an_older_copy_is_told_and_changes_nothing(older: Workspace, address: str) -> None:
    before = held(address)
    with pytest.raises(PublishBehind) as told:
        publish(older, address, quiet)
    assert told.value.facts == {"first": len(before), "last": len(before)}
    assert held(address) == before


def test_the_newer_one_goes_on(newer: Workspace, address: str) -> None:
    model(newer, "Xóm đạo bình yên")
    assert publish(newer, address, quiet).new == 1
    assert_equal(newer, address)


def test_an_older_copy_that_was_used_is_told_by_what_came_of_it(older: Workspace, address: str) -> None:
    before = held(address)
    model(older, "Xóm đạo bình yên")
    with pytest.raises(PublishForked):
        publish(older, address, quiet)
    assert held(address) == before


def test_the_way_out_that_is_documented_leads_out(older: Workspace, address: str) -> None:
    kept, back = re.findall(r"```sql\n((?:[^`]*sight_kept[^`]*))```", _PAGE.read_text("utf-8"))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("INSERT INTO tuquan.sight VALUES ('phan_tich', '10000')")
        connection.execute(kept.encode())
        publish(older, address, quiet)
        connection.execute(back.encode())
    assert_equal(older, address)
    assert asked(address, "SELECT * FROM sight") == [("phan_tich", "10000")]
