"""One start of the program in a process of its own, up to the first register on the screen, or of a bare window.

    python -m tests.bench.starting FOLDER USER PASSWORD     # the register of that folder, its members on the screen
    python -m tests.bench.starting --bare                   # a window with a table of as many rows as fit

Says on its output, as soon as the rows are painted, one line of JSON: how much memory is in use, which modules were
loaded, what each step took of the processor in seconds, and how long making the key from the password takes, which is
done once more for that.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import perf_counter, process_time

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

BARE = "--bare"
_ROWS, _COLUMNS = 200_000, 7
_SIZE = (1366, 768)


class Steps:
    """A start step by step.

    Attributes:
        taken: what each step took of the processor, in seconds by its name.
        painted: how much memory was in use, and which modules were loaded, when the last step was over.
    """

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}
        self.painted: dict[str, object] = {}

    def over(self, name: str) -> None:
        """All since the step before, or since the process began, was this one."""
        self.taken[name] = process_time() - sum(self.taken.values())

    def end(self, name: str) -> None:
        """The last step is over: the rows are painted."""
        self.over(name)
        modules = sorted(name for name in sys.modules if not name.startswith("_"))
        self.painted = {"memory": _memory(), "modules": modules}


class Painted(QObject):
    """Ends the event loop when a table has painted rows. It looks at nothing else: a look at every event costs."""

    def __init__(self, app: QCoreApplication, table: QTableView) -> None:
        super().__init__()
        self._app = app
        self._table = table
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            model = self._table.model()
            if model is not None and model.rowCount() and model.data(model.index(0, 1)) is not None:
                watched.removeEventFilter(self)
                # This very paint is over when the loop comes to it.
                QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.User:
            self._app.exit()
        return super().event(event)


def bare(steps: Steps) -> float:
    """A window with a table and nothing else; gives the seconds that making a key takes: none."""
    steps.over("Python and Qt")
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    table = QTableView()
    model = QStandardItemModel(_ROWS, _COLUMNS)
    for row in range(50):
        for column in range(_COLUMNS):
            model.setItem(row, column, QStandardItem(f"{row} {column}"))
    table.setModel(model)
    watch = Painted(app, table)
    window.setCentralWidget(table)
    window.resize(*_SIZE)
    window.show()
    app.exec()
    steps.end("the window")
    del watch
    return 0.0


def program(steps: Steps, folder: Path, user: str, password: str) -> float:
    """The program as it starts, with the password given; gives the seconds that making the key from it takes."""
    from desktop.app import start

    start.begin()
    steps.over("Python and Qt")
    from desktop.app.opening import real_environment
    from desktop.app.window import Starter, make_application
    from desktop.services.accounts import open_workspace
    from desktop.ui.kit.collector import Collector
    from desktop.ui.kit.table import RowTable
    from desktop.ui.shell.appearance import dress
    from desktop.ui.shell.shell import Shell

    steps.over("the program is read")
    app = make_application()
    environment = real_environment()
    starter = Starter(folder, environment, folder.parent / "preferences.json")
    dress(app, starter.appearance())
    shell = Shell(starter.program(), starter.appearance())
    collector = Collector()
    shell.resize(*_SIZE)
    steps.over("the application, its words and its looks")
    shell.begin()
    shell.show()
    steps.over("the page to log in on")
    workspace = open_workspace(folder, user, password, environment)
    steps.over("the register is opened")
    shell.enter(workspace, "people")
    steps.over("the window and its first page are made")
    watch = Painted(app, next(each for each in app.allWidgets() if isinstance(each, RowTable)))
    app.exec()
    steps.end("its rows are read and painted")
    collector.stop()
    del watch
    return _key_seconds(password)


def _key_seconds(password: str) -> float:
    from desktop.vault.kdf import SALT_SIZE
    from tests.kit.workspaces import FAST

    begun = perf_counter()
    FAST.derive(password.encode(), bytes(SALT_SIZE))
    return perf_counter() - begun


def main(arguments: list[str]) -> None:
    steps = Steps()
    key = bare(steps) if BARE in arguments else program(steps, Path(arguments[0]), *arguments[1:])
    told = {**steps.painted, "key": key, "steps": steps.taken}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    # What closing takes is no part of a start.
    os._exit(0)


def _memory() -> float:
    """Megabytes in use."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(each for each in lines if each.startswith("VmRSS")).split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
