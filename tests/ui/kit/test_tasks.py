"""Long work in its own thread: told how far it is, stopped at its next step, its bugs not swallowed."""

from __future__ import annotations

from threading import Event, get_ident

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.domain.access import NotAllowed
from desktop.domain.errors import UserError
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.words import Words


class Owner(QObject):
    """Hears what becomes of a task."""

    heard = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.result: object = None
        self.error: UserError | None = None
        self.was_cancelled = False
        self.thread_id = 0

    def done(self, result: object) -> None:
        self.result = result
        self.thread_id = get_ident()
        self.heard.emit()

    def failed(self, error: UserError) -> None:
        self.error = error
        self.heard.emit()

    def cancelled(self) -> None:
        self.was_cancelled = True
        self.heard.emit()

    def start(self, work: object) -> Task:
        assert callable(work)
        return start_task(self, work, done=self.done, failed=self.failed, cancelled=self.cancelled)


@pytest.fixture
def owner() -> Owner:
    return Owner()


class Held:
    """Work that goes on step by step until it is told to stop, then waits to be let go."""

    def __init__(self) -> None:
        self.begun = Event()
        self.go_on = Event()
        self.rolled_back = False

    def __call__(self, progress: Progress, /) -> None:
        self.begun.set()
        self.go_on.wait(10)
        try:
            progress(1, 2)
        finally:
            self.rolled_back = True


def test_the_result_comes_back_in_the_windows_own_thread(qtbot: QtBot, owner: Owner) -> None:
    worked_in: list[int] = []

    def work(progress: Progress, /) -> int:
        worked_in.append(get_ident())
        return 349

    with qtbot.waitSignal(owner.heard):
        owner.start(work)
    assert owner.result == 349
    assert owner.thread_id == get_ident() != worked_in[0]


def test_a_failure_that_a_person_can_mend_is_told_as_it_is(qtbot: QtBot, owner: Owner) -> None:
    def work(progress: Progress, /) -> None:
        raise NotAllowed(role="ward", permission="edit")

    with qtbot.waitSignal(owner.heard):
        owner.start(work)
    assert isinstance(owner.error, NotAllowed)


def test_cancel_stops_the_work_at_its_next_step(qtbot: QtBot, owner: Owner) -> None:
    work = Held()
    task = owner.start(work)
    assert work.begun.wait(10)
    task.cancel()
    with qtbot.waitSignal(owner.heard):
        work.go_on.set()
    assert owner.was_cancelled
    assert work.rolled_back
    assert owner.result is None


def test_a_bug_in_the_work_reaches_the_crash_hook(qtbot: QtBot, owner: Owner) -> None:
    def work(progress: Progress, /) -> None:
        raise ZeroDivisionError("a bug")

    with qtbot.captureExceptions() as caught:
        owner.start(work)
        qtbot.waitUntil(lambda: bool(caught))
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert owner.error is None


def test_the_last_step_is_always_told(qtbot: QtBot, owner: Owner) -> None:
    steps: list[tuple[int, int]] = []

    class Listener(QObject):
        def hear(self, done: int, total: int) -> None:
            steps.append((done, total))

    heard_from = Event()

    def work(progress: Progress, /) -> None:
        heard_from.wait()
        for done in range(1, 1001):
            progress(done, 1000)

    listener = Listener()
    with qtbot.waitSignal(owner.heard):
        owner.start(work).progressed.connect(listener.hear)
        heard_from.set()
    assert steps[-1] == (1000, 1000)
    assert len(steps) < 1000


def test_the_strip_shows_how_far_it_is_and_hides_at_the_end(qtbot: QtBot, owner: Owner, words: Words) -> None:
    strip = ProgressStrip(words)
    qtbot.addWidget(strip)
    work = Held()
    task = owner.start(work)
    strip.show_task(task, "Nhập danh sách")
    assert not strip.isHidden()
    with qtbot.waitSignal(strip.ended):
        work.go_on.set()
    assert strip.isHidden()


def test_cancel_on_the_strip_cancels_the_task(qtbot: QtBot, owner: Owner, words: Words) -> None:
    strip = ProgressStrip(words)
    qtbot.addWidget(strip)
    work = Held()
    strip.show_task(owner.start(work), "Nhập danh sách")
    QTest.mouseClick(strip.cancel_button, Qt.MouseButton.LeftButton)
    assert not strip.cancel_button.isEnabled()
    with qtbot.waitSignal(strip.ended):
        work.go_on.set()
    qtbot.waitUntil(lambda: owner.was_cancelled)


def test_a_strip_that_is_told_of_a_task_too_late_does_not_stay(
    qtbot: QtBot, owner: Owner, words: Words
) -> None:
    strip = ProgressStrip(words)
    qtbot.addWidget(strip)
    task = owner.start(lambda _progress: None)
    task.wait()
    strip.show_task(task, "Nhập danh sách")
    assert strip.isHidden()


def test_an_owner_that_goes_away_cancels_its_work(qtbot: QtBot) -> None:
    owner = Owner()
    work = Held()
    task = owner.start(work)
    assert work.begun.wait(10)
    owner.deleteLater()
    qtbot.waitUntil(lambda: task.is_cancelling)
    with qtbot.waitSignal(task.cancelled):
        work.go_on.set()


def test_finishing_a_task_that_is_long_over_does_nothing(qtbot: QtBot, owner: Owner) -> None:
    def work(progress: Progress, /) -> None:
        progress(1, 1)

    with qtbot.waitSignal(owner.heard):
        task = owner.start(work)
    qtbot.waitUntil(lambda: not isValid(task))
    task.finish()
    assert task.is_cancelling


def test_closing_the_window_waits_for_the_work_to_stop(owner: Owner) -> None:
    work = Held()
    task = Task(work, owner)
    task.start()
    assert work.begun.wait(10)
    work.go_on.set()
    task.finish()
    assert task.isFinished()
    assert work.rolled_back


class Looker(QObject):
    """Looks at an owner behind what a task has to tell, in the window's own thread."""

    def __init__(self, owner: Owner) -> None:
        super().__init__()
        self._owner = owner
        self.saw: list[object] = []
        self.over = Event()

    def look(self) -> None:
        self.saw.append(self._owner.result)
        self.over.set()


def test_what_became_of_it_is_told_where_nobody_waits_for_something_else(owner: Owner, qtbot: QtBot) -> None:
    looker = Looker(owner)
    task = owner.start(lambda progress: "done")
    task.finished.connect(looker.look)
    assert meanwhile(lambda: looker.over.wait(30))
    assert (looker.saw, owner.result) == ([None], None)
    qtbot.waitUntil(lambda: owner.result == "done")
