"""What a person likes is kept on this machine, and losing it costs a click."""

from __future__ import annotations

from pathlib import Path

from desktop.app.places import Preferences, load_preferences, save_preferences


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    liked = Preferences("/so", "en", "dark", 130, 44, "u1", enter_moves=False)
    save_preferences(tmp_path / "new" / "preferences.json", liked)
    assert load_preferences(tmp_path / "new" / "preferences.json") == liked


def test_what_cannot_be_understood_is_the_default(tmp_path: Path) -> None:
    kept = tmp_path / "preferences.json"
    kept.write_text('{"scale": "large", "enter_moves": 0, "language": "en"}', encoding="utf-8")
    assert load_preferences(kept) == Preferences(language="en")


def test_a_damaged_file_is_no_hindrance(tmp_path: Path) -> None:
    kept = tmp_path / "preferences.json"
    kept.write_text("{", encoding="utf-8")
    assert load_preferences(kept) == Preferences()
