"""``tuquan publish``: its exit codes, its one line on stderr, its JSON."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from desktop.app import publish_commands
from desktop.app.cli import main
from desktop.i18n.catalogue import Catalogue
from desktop.system.machine import machine_fingerprint
from tests.kit.workspaces import AN_GIANG, PASSWORD, WorkspaceMaker, environment
from tests.publish.served import asked


@pytest.fixture
def opening(make: WorkspaceMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The arguments that open the register of an upper level."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    password = tmp_path / "mat-khau.txt"
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    made = make(AN_GIANG, around=environment(machine=machine_fingerprint()))
    made.workspace.close()
    return ["--folder", str(made.folder), "--password-file", str(password)]


def test_it_tells_what_went_up(opening: list[str], address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "publish", *opening, "--to", address]) == 0
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    ((held,),) = asked(address, "SELECT count(*) FROM journal_operation")
    assert facts["new"] == facts["looked_at"] == held
    assert main(["--json", "publish", *opening, "--to", address, "--importers", "2"]) == 0
    assert json.loads(capsys.readouterr().out)["new"] == 0


def test_rows_go_into_a_folder_as_parquet(
    opening: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "bang"
    assert main(["--json", "publish", *opening, "--to", f"parquet:{folder}"]) == 0
    assert json.loads(capsys.readouterr().out)["folder"] == str(folder)
    assert main(["publish", *opening, "--to", f"parquet:{folder}", "--from", str(tmp_path)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_empty_folder_of_bundles_brings_nothing(
    opening: list[str], address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", *opening, "--to", address, "--from", str(tmp_path)]) == 0
    assert capsys.readouterr().out == Catalogue("vi").text("cli.publish.done", new=0) + "\n"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_failure_is_one_line_in_the_language_asked_for(
    language: str, opening: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", language, "publish", *opening, "--to", "postgresql://127.0.0.1:1/so"]) == 1
    said = capsys.readouterr()
    words = {"vi": "Không kết nối được với máy chủ.", "en": "The server cannot be reached."}
    assert said.out == ""
    assert said.err.startswith(f"tuquan: {words[language]}")
    assert len(said.err.splitlines()) == 1


def test_who_stops_it_is_told_that_it_goes_on_later(
    opening: list[str], address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_told: object, _done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as pressed:
        pressed.setattr("desktop.app.publish_commands._Told.__call__", stop)
        assert main(["--language", "en", "publish", *opening, "--to", address]) == 1
    assert "goes on where it stopped" in capsys.readouterr().err
    assert main(["publish", *opening, "--to", address]) == 0


def test_a_program_without_the_parts_for_servers_says_so(
    opening: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(publish_commands, "find_spec", lambda name: None if name == "psycopg" else find(name))
    assert main(["publish", *opening, "--to", "postgresql://may-chu/so"]) == 1
    assert "psycopg" in capsys.readouterr().err
