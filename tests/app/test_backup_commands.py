"""A copy and the way back from it, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.app.cli import main
from desktop.services.data_folder import users
from desktop.system.machine import machine_fingerprint
from tests.kit.workspaces import PASSWORD, Made, WorkspaceMaker, environment, put


@pytest.fixture(autouse=True)
def _no_preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def made(make: WorkspaceMaker) -> Made:
    found = make(around=environment(machine=machine_fingerprint()))
    put(found.workspace, "area", name="Ấp Đông Hưng")
    found.workspace.close()
    return found


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["--json", *arguments]) == 0
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def kept(path: Path, text: str) -> str:
    path.write_text(text + "\n", encoding="utf-8")
    return str(path)


def test_a_copy_goes_to_a_stick_and_comes_back_on_a_new_computer(
    capsys: pytest.CaptureFixture[str], made: Made, tmp_path: Path
) -> None:
    password = kept(tmp_path / "mat-khau.txt", PASSWORD)
    code = kept(tmp_path / "ma.txt", " ".join(made.code.groups))
    stick, new = tmp_path / "usb", tmp_path / "moi"
    stick.mkdir()
    folder = str(made.folder)
    copied = told(capsys, "backup", "--to", str(stick), "--folder", folder, "--password-file", password)
    assert (copied["operations"], Path(copied["copy"]).parent) == (1, stick)
    arguments = ("--folder", str(new), "--code-file", code, "--password-file", password)
    back = told(capsys, "restore", str(stick), *arguments)
    assert (back["operations"], back["found"], back["aside"]) == (1, 0, None)
    assert [user.name for user in users(new)] == [back["user"]] == ["Nguyễn Văn An"]
    checked = told(capsys, "rebuild", "--check", "--folder", str(new), "--password-file", password)
    assert checked["equal"]


@pytest.mark.parametrize("code", ["", "12", "000000 " * 8])
def test_a_code_that_is_none_restores_nothing(
    capsys: pytest.CaptureFixture[str], made: Made, tmp_path: Path, code: str
) -> None:
    file = kept(tmp_path / "ma.txt", code)
    new = tmp_path / "moi"
    assert main(["restore", str(made.folder), "--folder", str(new), "--code-file", file]) == 1
    assert capsys.readouterr().err.startswith("tuquan: ")
    assert not new.exists()
