"""What an installation keeps of its setup programs, and how one is started."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.system.errors import FolderGone
from desktop.system.setup_program import (
    KEPT,
    KEPT_BEFORE,
    UNINSTALLER,
    VERSION_BEFORE,
    Kept,
    installed_before,
    installer_of,
    is_installed,
    start,
)


def test_a_copy_with_an_uninstaller_was_installed(tmp_path: Path) -> None:
    assert not is_installed(tmp_path)
    (tmp_path / UNINSTALLER).touch()
    assert is_installed(tmp_path)


def test_the_repository_is_no_installation() -> None:
    assert (is_installed(), installer_of(), installed_before()) == (False, None, None)


def test_the_setup_program_of_this_version_is_kept_for_a_rescue_stick(tmp_path: Path) -> None:
    (tmp_path / KEPT).touch()
    assert installer_of(tmp_path) == tmp_path / KEPT


def test_the_one_before_is_told_with_its_version(tmp_path: Path) -> None:
    (tmp_path / VERSION_BEFORE).write_bytes("Sổ Tự Quản 0.9.0\r\nabc\r\n".encode())
    assert installed_before(tmp_path) is None
    (tmp_path / KEPT_BEFORE).touch()
    assert installed_before(tmp_path) == Kept(tmp_path / KEPT_BEFORE, "0.9.0")


@pytest.mark.parametrize("told", [b"", b"\xff\xfe", b"Other 1.0.0\r\n"])
def test_a_note_that_says_nothing_offers_no_way_back(tmp_path: Path, told: bytes) -> None:
    (tmp_path / KEPT_BEFORE).touch()
    (tmp_path / VERSION_BEFORE).write_bytes(told)
    assert installed_before(tmp_path) is None


@pytest.mark.skipif(sys.platform == "win32", reason="starts a script by its first line, as Windows does not")
def test_what_is_started_gets_its_words_and_outlives_the_call(tmp_path: Path) -> None:
    script, told = tmp_path / "setup.exe", tmp_path / "told.fifo"
    script.write_text(f'#!/bin/sh\necho "$@" > "{told}"\n')
    script.chmod(0o700)
    import os

    os.mkfifo(told)
    start(script, ["/CHO", "/MOLAI"])
    assert told.read_text() == "/S /CHO /MOLAI\n"


def test_a_setup_program_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderGone):
        start(tmp_path / "setup.exe", [])
