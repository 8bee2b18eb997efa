from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.kit.tasks import Progress, Task
from desktop.ui.kit.words import Words
from desktop.ui.shell.crash import CrashDialog, CrashHook
from tests.kit.keys import find


class Notebook:
    """A log in a list; its place is where a person would look for the file."""

    def __init__(self, place: Path | None) -> None:
        self.place = place
        self.texts: list[str] = []

    def __call__(self, text: str, /) -> Path | None:
        self.texts.append(text)
        return self.place


class Reader:
    """Reads each crash dialog and closes it, as a person does."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, CrashDialog):
            names = ("DialogTitle", "CrashSafe", "CrashNext", "CrashLog")
            self.seen.append("\n".join(find(dialog, QLabel, name).text() for name in names))
            dialog.accept()


@pytest.fixture
def log(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "nhat-ky" / "loi.txt")


@pytest.fixture
def hook(words: Words, log: Notebook, qapp: QApplication) -> Iterator[CrashHook]:
    made = CrashHook(words, log)
    made.install()
    yield made
    made.remove()


@pytest.fixture
def reader(qapp: QApplication) -> Iterator[Reader]:
    made = Reader()
    yield made
    made.stop()


def fail() -> None:
    raise ZeroDivisionError(" ".join(("Nguyễn Văn", "An")))


def test_a_bug_in_a_slot_is_written_down_and_told_and_the_program_goes_on(
    hook: CrashHook, log: Notebook, reader: Reader, qtbot: QtBot
) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(fail)
    button.click()
    qtbot.waitUntil(lambda: bool(reader.seen))
    assert "ZeroDivisionError" in log.texts[0]
    assert "Nguyễn Văn An" not in log.texts[0]
    assert "test_crash.py" in log.texts[0]
    assert reader.seen[0].startswith("Chương trình gặp lỗi ở việc vừa làm.\nDữ liệu đã lưu trước đó")
    assert button.isEnabled()


def test_no_traceback_reaches_the_person(
    hook: CrashHook, log: Notebook, reader: Reader, qtbot: QtBot
) -> None:
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: bool(reader.seen))
    assert "ZeroDivisionError" not in reader.seen[0]
    assert "Traceback" not in reader.seen[0]
    assert str(log.place) in reader.seen[0]


def test_a_bug_in_a_thread_is_told_in_the_windows_thread(
    hook: CrashHook, log: Notebook, reader: Reader, qtbot: QtBot
) -> None:
    thread = threading.Thread(target=fail, name="đọc tệp")
    thread.start()
    thread.join()
    assert "đọc tệp" in log.texts[0]
    qtbot.waitUntil(lambda: bool(reader.seen))


def test_a_bug_in_a_long_task_is_told(hook: CrashHook, log: Notebook, reader: Reader, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        fail()

    owner = QPushButton()
    qtbot.addWidget(owner)
    task = Task(work, owner)
    task.start()
    qtbot.waitUntil(lambda: bool(reader.seen))
    task.wait()
    assert len(log.texts) == 1


def test_many_bugs_at_once_make_one_dialog_but_are_all_written_down(
    hook: CrashHook, log: Notebook, qtbot: QtBot
) -> None:
    opened: list[int] = []

    def look() -> None:
        dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashDialog)]
        opened.append(sum(dialog.isVisible() for dialog in dialogs))
        for dialog in dialogs:
            dialog.accept()

    for _ in range(3):
        QTimer.singleShot(0, fail)
    QTimer.singleShot(50, look)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [1]
    assert len(log.texts) == 3


def test_a_log_that_cannot_be_written_is_said(words: Words, qtbot: QtBot) -> None:
    dialog = CrashDialog(None, words, None)
    qtbot.addWidget(dialog)
    assert find(dialog, QLabel, "CrashLog").text() == "Không ghi được nhật ký lỗi."


def test_ctrl_c_in_a_terminal_is_no_bug(hook: CrashHook, log: Notebook) -> None:
    passed_on: list[type[BaseException]] = []
    hook._before = (lambda kind, _error, _trace: passed_on.append(kind), hook._before[1])
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert passed_on == [KeyboardInterrupt]
    assert log.texts == []


def test_a_thread_that_ends_itself_is_no_bug(hook: CrashHook, log: Notebook) -> None:
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    assert log.texts == []


def test_removing_puts_the_former_hooks_back(words: Words, log: Notebook, qapp: QApplication) -> None:
    before = (sys.excepthook, threading.excepthook)
    made = CrashHook(words, log)
    made.install()
    made.remove()
    assert (sys.excepthook, threading.excepthook) == before
