"""A look that is asked for while it goes on ends, and is done once more; nothing of before is told."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.ui.kit.latest import Latest
from desktop.ui.kit.tasks import Progress


class Looker:
    """Gives how often it was asked; the first look waits to be let go."""

    def __init__(self) -> None:
        self.times = 0
        self.free = Event()

    def __call__(self, progress: Progress, /) -> int:
        self.times += 1
        if self.times == 1:
            self.free.wait(5)
        progress(0, 1)
        return self.times


def test_asked_again_meanwhile_it_tells_of_the_second_look_only(qtbot: QtBot) -> None:
    owner, looker, told = QObject(), Looker(), list[object]()
    latest = Latest(looker, owner)
    latest.done.connect(told.append)
    for _ in range(3):
        latest.ask()
    looker.free.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [2]
    latest.finish()


def test_a_look_that_is_stopped_tells_nothing_and_may_be_asked_again(qtbot: QtBot) -> None:
    owner, looker, told = QObject(), Looker(), list[object]()
    latest = Latest(looker, owner)
    latest.done.connect(told.append)
    latest.ask()
    latest.stop()
    latest.ask()
    looker.free.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [2]
    latest.finish()
