"""After a day's work nothing of what was typed can be read beside the encrypted file: no log, no temporary file,
no list of recent things, no argument of the program."""

from __future__ import annotations

import sys
import tempfile
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.app.demo_station import PASSWORD
from desktop.app.window import BugLog
from desktop.services.drafts import drafts
from desktop.ui.shell.crash import without_contents
from tests.journeys.conftest import StationMaker
from tests.journeys.test_every_day import begun
from tests.kit.workspaces import put

NAME = "Wqxjzkưởng Thị Kín"
STORY = "Bqvwnfđường dây nóng"
TYPED = "Zfjwkqằng nửa chừng"
SECRETS = (NAME, STORY, TYPED, PASSWORD)


def spellings(text: str) -> set[bytes]:
    """As it may stand in a file: in either normal form, folded, in UTF-8 or as Windows writes text."""
    forms = {text, text.lower(), *(unicodedata.normalize(form, text) for form in ("NFD", "NFKD"))}
    return {form.encode(coding) for form in forms for coding in ("utf-8", "utf-16-le")}


def readable(folder: Path) -> dict[str, list[str]]:
    """Which of the planted words stand in which file."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            words = [word for word in SECRETS if any(each in content for each in spellings(word))]
            if words:
                found[str(path.relative_to(folder))] = words
    return found


def test_a_days_work_leaves_nothing_in_the_clear(
    station: StationMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tam"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    at = begun(station)
    at.hand.pictures = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    put(at.workspace, "person", full_name=NAME)
    put(at.workspace, "tip", summary=STORY, received_on="2026-01-05")
    at.new("household")
    at.fill("household", head_name=TYPED)
    at.hand.wait(lambda: bool(drafts(at.workspace)), "the draft is kept")
    at.hand.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    at.hand.type("SearchLine", NAME)
    at.hand.live(200)
    with pytest.raises(KeyError) as bug:
        dict.fromkeys(["a"])[NAME]
    BugLog(at.workspace.folder)(without_contents(bug.value))
    at.hand.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    at.hand.live(100)
    at.close()
    assert (tmp_path / "xa" / "nhat-ky" / "chuong-trinh.log").is_file()
    assert readable(tmp_path) == {}
    assert not any(secret in word for secret in SECRETS for word in sys.argv)


def test_the_search_for_secrets_finds_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "lo.txt").write_bytes(unicodedata.normalize("NFD", f"… {STORY} …").encode())
    assert readable(tmp_path) == {"lo.txt": [STORY]}
