"""What catches a bug: it is written down, the person is told in three lines, and the program goes on.

An exception in a slot reaches ``sys.excepthook`` and one in a thread ``threading.excepthook``; both may come from
any thread, so what is told travels to the window's own thread by a signal.
"""

from __future__ import annotations

import sys
import threading
import traceback
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.dialogs import Dialog
from desktop.ui.kit.meanwhile import when_free
from desktop.ui.kit.widgets import Button, Look, Role, label
from desktop.ui.kit.words import Words


class CrashLog(Protocol):
    """Writes a bug down. Gives the file it stands in, or None if even that failed."""

    def __call__(self, text: str, /) -> Path | None: ...


class CrashDialog(Dialog):
    """Three lines and the log's place; never a traceback."""

    def __init__(self, parent: QWidget | None, words: Words, log: Path | None) -> None:
        super().__init__(parent, "CrashDialog", words("crash.what"))
        self.body.addWidget(label("CrashSafe", words("crash.safe"), wrap=True))
        self.body.addWidget(label("CrashNext", words("crash.next"), wrap=True))
        place = words("crash.log", path=str(log)) if log is not None else words("crash.no_log")
        self.body.addStretch(1)
        self.body.addWidget(label("CrashLog", place, Role.CAPTION, wrap=True))
        close = self.add_button(Button("CrashClose", words("kit.close"), look=Look.PRIMARY))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        self.fit()


class CrashHook(QObject):
    """Takes the place of both hooks between :meth:`install` and :meth:`remove`.

    One dialog at a time: a bug in a timer must not bury the person under dialogs.
    """

    _happened = Signal(object)

    def __init__(self, words: Words, log: CrashLog, window: QWidget | None = None) -> None:
        super().__init__()
        self._words = words
        self._log = log
        self._window = window
        self._telling = False
        self._before = (sys.excepthook, threading.excepthook)
        self._happened.connect(self._tell_when_free, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def use(self, words: Words, window: QWidget | None) -> None:
        """Tell in other words, over another window."""
        self._words = words
        self._window = window

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        told = without_contents(error.with_traceback(trace))
        self._happened.emit(self._log(f"{at} {threading.current_thread().name}\n{told}"))

    def _uncaught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        # A thread that ends by SystemExit is no bug: threading's own hook is silent about it too.
        if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
            self._uncaught(told.exc_type, told.exc_value, told.exc_traceback)

    def _tell_when_free(self, log: Path | None) -> None:
        when_free(partial(self._tell, log))

    def _tell(self, log: Path | None) -> None:
        if self._telling:
            return
        self._telling = True
        dialog = CrashDialog(self._window, self._words, log)
        try:
            dialog.exec()
        finally:
            self._telling = False
            dialog.deleteLater()


def without_contents(error: BaseException) -> str:
    """What went wrong and where, for whoever mends it; never what an error says.

    A KeyError says the key and a ValueError the value: it may be anybody's name.
    """
    parts: list[str] = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        kind = type(at)
        parts.insert(
            0, "".join(traceback.format_tb(at.__traceback__)) + f"{kind.__module__}.{kind.__qualname__}\n"
        )
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "then\n".join(parts)
