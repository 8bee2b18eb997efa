"""A data set is made once, and again when another is wanted or when what makes it was changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from tests.bench.making import kept


class Maker:
    """Counts how often it was asked."""

    def __init__(self, folder: Path, by: Path) -> None:
        self._folder = folder
        self._by = ModuleType("by")
        self._by.__file__ = str(by)
        self.made = 0

    def ask(self, size: int) -> Mapping[str, str]:
        return kept(self._folder, {"size": size}, self._by, self._make)

    def _make(self) -> Mapping[str, str]:
        assert list(self._folder.iterdir()) == []
        self.made += 1
        (self._folder / "set").touch()
        return {"user": f"số {self.made}"}


def test_a_set_is_kept_until_another_size_or_another_making_is_wanted(tmp_path: Path) -> None:
    by = tmp_path / "large.py"
    by.write_text("one", encoding="ascii")
    maker = Maker(tmp_path / "set", by)
    assert [maker.ask(1)["user"], maker.ask(1)["user"]] == ["số 1", "số 1"]
    assert maker.ask(2)["user"] == "số 2"
    by.write_text("another", encoding="ascii")
    assert maker.ask(2)["user"] == "số 3"


def test_a_set_whose_making_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    by = tmp_path / "large.py"
    by.write_text("one", encoding="ascii")
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "half").touch()
    assert Maker(tmp_path / "set", by).ask(1) == {"user": "số 1"}
