"""The watchdog sees what holds a window and who holds it; the slow disk is slow below its folder only."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app.hand import Hand
from desktop.base.text import fold
from desktop.ui.kit.widgets import Button, column
from tests.slow.disk import Slowness, around, build_slow_disk
from tests.slow.watchdog import Watchdog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

LONG = "Nguyễn Thị Ước " * 400_000
"""Folding it takes some tenths of a second."""

FLUSHES = 3
FLUSH_US = 100_000
FLUSHING = """
import os, sys, time
for folder in sys.argv[1:]:
    begun = time.monotonic()
    with open(os.path.join(folder, "file"), "wb") as file:
        for _ in range(3):
            file.write(b"x"); file.flush(); os.fsync(file.fileno())
    print(time.monotonic() - begun)
"""


@pytest.fixture
def hand(qtbot: QtBot, tmp_path: Path) -> Hand:
    window = QWidget()
    button = Button("Holding", "Giữ")
    window.setLayout(column(button))
    qtbot.addWidget(window)
    window.show()
    return Hand(window, tmp_path)


@pytest.fixture
def dog(qtbot: QtBot) -> Iterator[Watchdog]:
    watchdog = Watchdog()
    watchdog.during = "a click"
    watchdog.begin()
    yield watchdog
    watchdog.end()


def test_what_a_click_holds_is_noted_with_its_place(hand: Hand, dog: Watchdog) -> None:
    hand.find(Button, "Holding").clicked.connect(lambda: fold(LONG))
    hand.click("Holding")
    hand.live()
    (freeze,) = dog.freezes
    assert freeze.during == "a click"
    assert any(place.startswith("base/text.py:") for place in freeze.where)


def test_what_the_hand_does_for_itself_is_no_freeze(hand: Hand, dog: Watchdog) -> None:
    hand.wait(lambda: bool(fold(LONG)), "it is folded")
    hand.live()
    assert dog.freezes == []


def test_a_flush_is_slow_below_the_folder_only(tmp_path: Path) -> None:
    slow, quick = tmp_path / "slow", tmp_path / "quick"
    for folder in (slow, quick):
        folder.mkdir()
    environment = os.environ | around(build_slow_disk(tmp_path), slow, Slowness(0, 0, FLUSH_US))
    command = [sys.executable, "-c", FLUSHING, str(slow), str(quick)]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    slowly, quickly = map(float, told.split())
    # A lower bound: however quick the machine, it waited each time.
    assert slowly >= FLUSHES * FLUSH_US / 1_000_000
    assert quickly < slowly
