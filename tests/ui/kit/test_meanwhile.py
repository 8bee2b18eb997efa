"""Long reading leaves the window alive: its clocks go on, input waits, and an error is raised where it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop.domain.errors import UserError
from desktop.services.workspace import Workspace
from desktop.ui.kit.meanwhile import afterwards, is_at_work, meanwhile, when_free


class Refused(UserError):
    """For the test."""

    code = "refused"


def test_the_windows_clocks_go_on_while_another_thread_reads(qapp: QApplication) -> None:
    lived = threading.Event()
    clock = QTimer()
    clock.timeout.connect(lived.set)
    clock.start(1)
    # The work ends only because the window lived meanwhile; a frozen window would leave it waiting.
    assert meanwhile(lambda: lived.wait(30)) is True
    assert QApplication.overrideCursor() is None


def test_what_is_quick_costs_no_turn_of_the_window(qapp: QApplication) -> None:
    turns: list[int] = []
    QTimer.singleShot(0, lambda: turns.append(1))
    assert meanwhile(lambda: threading.current_thread().name) == "meanwhile"
    assert turns == []


def test_an_error_is_raised_where_it_was_asked(qapp: QApplication) -> None:
    def work() -> None:
        raise Refused()

    with pytest.raises(Refused):
        meanwhile(work)
    assert meanwhile(lambda: 3) == 3


def test_what_begins_inside_is_done_at_once(qapp: QApplication, qtbot: QtBot) -> None:
    over = threading.Event()
    seen: list[str] = []

    def begin_another() -> None:
        seen.append(meanwhile(lambda: threading.current_thread().name))
        over.set()

    QTimer.singleShot(0, begin_another)
    meanwhile(lambda: over.wait(30))
    assert seen == [threading.main_thread().name]


def test_what_is_left_for_afterwards_is_done_by_the_window_before_it_goes_on(qapp: QApplication) -> None:
    told: list[tuple[str, str]] = []

    def tell(what: str) -> None:
        told.append((what, threading.current_thread().name))

    def work() -> None:
        afterwards(lambda: tell("later"))
        tell("work")

    meanwhile(work)
    afterwards(lambda: tell("now"))
    here = threading.main_thread().name
    assert told == [("work", "meanwhile"), ("later", here), ("now", here)]


def test_what_was_left_is_done_even_where_the_work_failed(qapp: QApplication) -> None:
    told: list[str] = []

    def work() -> None:
        afterwards(lambda: told.append("written before"))
        raise Refused()

    with pytest.raises(Refused):
        meanwhile(work)
    assert (told, is_at_work()) == (["written before"], False)


def test_what_would_change_the_window_waits_for_who_waits(qapp: QApplication, qtbot: QtBot) -> None:
    over = threading.Event()
    told: list[bool] = []

    def ask() -> None:
        when_free(lambda: told.append(is_at_work()))
        over.set()

    QTimer.singleShot(0, ask)
    meanwhile(lambda: over.wait(30))
    assert told == []
    qtbot.waitUntil(lambda: told == [False])
    when_free(lambda: told.append(is_at_work()))
    assert told == [False, False]


def test_what_waits_for_its_turn_keeps_its_order(qapp: QApplication, qtbot: QtBot) -> None:
    told: list[int] = []

    def ask(number: int) -> None:
        when_free(lambda: told.append(number))

    def work() -> bool:
        return over.wait(30)

    over = threading.Event()
    for number in range(10):
        QTimer.singleShot(3 * number, partial(ask, number))
    QTimer.singleShot(60, over.set)
    assert meanwhile(work)
    # The turn of the others has not come yet.
    ask(10)
    qtbot.waitUntil(lambda: len(told) == 11)
    assert told == list(range(11))


def test_one_that_fails_takes_nobodys_turn(qapp: QApplication, qtbot: QtBot) -> None:
    over = threading.Event()
    told: list[str] = []

    def fail() -> None:
        raise Refused()

    def ask() -> None:
        when_free(fail)
        when_free(lambda: told.append("the next"))
        over.set()

    QTimer.singleShot(0, ask)
    with qtbot.captureExceptions() as failed:
        meanwhile(lambda: over.wait(30))
        qtbot.waitUntil(lambda: told == ["the next"])
    assert [each[0] for each in failed] == [Refused]


def test_what_would_change_what_lies_under_a_dialog_waits_for_its_end(
    qapp: QApplication, qtbot: QtBot
) -> None:
    over = threading.Event()
    told: list[str] = []

    def ask() -> None:
        when_free(lambda: told.append("under no dialog"), alone=True)
        when_free(lambda: told.append("at once"))
        over.set()

    QTimer.singleShot(0, ask)
    meanwhile(lambda: over.wait(30))
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: told == ["at once"])
    dialog.close()
    qtbot.waitUntil(lambda: told == ["at once", "under no dialog"])


def test_in_another_thread_the_work_is_simply_done(qapp: QApplication) -> None:
    seen: list[str] = []
    thread = threading.Thread(
        target=lambda: seen.append(meanwhile(lambda: threading.current_thread().name)), name="a long task"
    )
    thread.start()
    thread.join()
    assert (seen, is_at_work()) == (["a long task"], False)


@pytest.mark.parametrize("ask", [lambda read: read(), meanwhile], ids=["itself", "meanwhile"])
def test_the_window_reads_while_another_thread_reads_at_length(
    workspace: Workspace, ask: Callable[[Callable[[], bool]], bool], qapp: QApplication
) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def read_long() -> None:
        with workspace.reading() as reader:
            reader.journal.size()
            inside.set()
            go_on.wait(30)

    def read_soon() -> bool:
        with workspace.reading() as reader:
            reader.journal.size()
            return thread.is_alive()

    thread = threading.Thread(target=read_long)
    thread.start()
    try:
        assert inside.wait(30)
        still_reads = ask(read_soon)
    finally:
        go_on.set()
        thread.join()
    assert still_reads
