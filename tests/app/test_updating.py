"""What a setup program asks of the program."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.app.cli import main
from desktop.app.updating import KEPT, copy_register
from desktop.services.backup_files import COPIES
from desktop.services.workspace import Workspace
from desktop.system.single_instance import DataFolderLock

NOW = datetime(2026, 11, 20, 8, 30, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    workspace.close()
    return workspace.folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["--json", *arguments]) == 0
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".lck"
    }


def test_it_is_told_where_the_data_is(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    facts = told(capsys, "where", "--folder", str(folder), "--to", str(tmp_path / "cho.txt"))
    assert (facts["folder"], facts["register"]) == (str(folder), True)
    assert (tmp_path / "cho.txt").read_text(encoding="utf-16") == str(folder)


def test_where_there_is_no_data_none_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    facts = told(capsys, "where", "--folder", str(tmp_path / "so"), "--to", str(tmp_path / "cho.txt"))
    assert facts["register"] is False
    assert (tmp_path / "cho.txt").read_text(encoding="utf-16") == ""


def test_the_copy_is_of_every_file_of_the_register(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    before = contents(folder)
    facts = told(capsys, "keep-copy", "--folder", str(folder))
    assert contents(Path(facts["copy"])) == before
    assert contents(folder) == before
    assert "so-tu-quan.db" in before


def test_nothing_is_copied_where_nothing_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert told(capsys, "keep-copy", "--folder", str(tmp_path / "so"))["copy"] is None
    assert not (tmp_path / "so").exists()


def test_what_is_open_is_not_copied(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    with DataFolderLock(folder):
        assert main(["keep-copy", "--folder", str(folder)]) == 1
    assert "tuquan:" in capsys.readouterr().err
    assert not (folder / COPIES).exists()


def test_only_the_newest_copies_are_kept(folder: Path) -> None:
    made = [copy_register(folder, NOW + timedelta(days=day)) for day in range(KEPT + 2)]
    assert sorted((folder / COPIES).iterdir()) == made[-KEPT:]


def test_two_copies_of_one_second_lie_apart(folder: Path) -> None:
    one, other = copy_register(folder, NOW), copy_register(folder, NOW)
    assert one != other
    assert contents(one) == contents(other)
