"""Starting at log-on where the person asked for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.system.autostart import autostart_file, own_command, start_at_logon


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "có dấu")}


def test_what_is_asked_for_is_written_and_taken_back(home: dict[str, str]) -> None:
    start_at_logon(["/opt/sổ tự quản/tuquan", "--today", "100%"], home, "linux")
    text = autostart_file(home).read_text("utf-8")
    assert 'Exec="/opt/sổ tự quản/tuquan" "--today" "100%%"\n' in text
    start_at_logon(None, home, "linux")
    assert not autostart_file(home).exists()


def test_taking_back_what_was_never_asked_for_is_nothing(home: dict[str, str]) -> None:
    start_at_logon(None, home, "linux")
    assert not autostart_file(home).exists()


def test_an_installed_program_is_started_by_its_own_starter() -> None:
    installed = "/programs/So-Tu-Quan.exe"
    assert own_command(["--today"], installed) == [installed, "--today"]
    assert own_command(["--today"], "/usr/bin/python3") == ["/usr/bin/python3", "-m", "desktop", "--today"]
