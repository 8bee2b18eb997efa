"""A whole program in a temporary folder: its window, and a hand at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.app.demo_station import Station
from desktop.ui.kit.theme import Theme, apply_theme
from desktop.ui.shell.printing import Printer

NO_SCREEN = "This plugin does not support propagateSizeHints"


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.qt_log_ignore(NO_SCREEN, extend=True))


@pytest.fixture(autouse=True)
def _own_preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


StationMaker = Callable[..., Station]


@pytest.fixture
def station(qapp: QApplication, tmp_path: Path) -> Iterator[StationMaker]:
    """Starts the program of a computer; the same name again is the same computer, started anew."""
    apply_theme(qapp, Theme())
    started: list[Station] = []

    def start(name: str = "xa", printer: Printer | None = None) -> Station:
        one = Station(tmp_path, name, tmp_path / "screens", printer)
        started.append(one)
        return one

    yield start
    for one in started:
        one.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
