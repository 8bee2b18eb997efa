"""One start of the program in a process of its own, up to the first register on the screen, or of a bare window.

    python -m tests.bench.starting FOLDER USER PASSWORD     # the register of that folder, its members on the screen
    python -m tests.bench.starting --bare                   # a window with a table of as many rows as fit

Says on its output, as soon as the rows are painted, one line of JSON: how much memory is in use, which modules were
loaded, and how long opening the register took, which is mostly making the key from the password.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

BARE = "--bare"
_ROWS, _COLUMNS = 200_000, 7
_SIZE = (1366, 768)


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


def bare() -> float:
    """A window with a table and nothing else; gives the seconds it took to open what it shows: none."""
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
    del watch
    return 0.0


def program(folder: Path, user: str, password: str) -> float:
    """The program as it starts, with the password given; gives the seconds that opening the register took."""
    from desktop.app import start

    start.begin()
    from desktop.app.opening import real_environment
    from desktop.app.window import Starter, make_application
    from desktop.services.accounts import open_workspace
    from desktop.ui.kit.collector import Collector
    from desktop.ui.kit.table import RowTable
    from desktop.ui.shell.appearance import dress
    from desktop.ui.shell.shell import Shell

    app = make_application()
    environment = real_environment()
    starter = Starter(folder, environment, folder.parent / "preferences.json")
    dress(app, starter.appearance())
    shell = Shell(starter.program(), starter.appearance())
    collector = Collector()
    shell.resize(*_SIZE)
    shell.begin()
    shell.show()
    opened = perf_counter()
    workspace = open_workspace(folder, user, password, environment)
    opening = perf_counter() - opened
    shell.enter(workspace, "people")
    watch = Painted(app, next(each for each in app.allWidgets() if isinstance(each, RowTable)))
    app.exec()
    collector.stop()
    del watch
    return opening


def main(arguments: list[str]) -> None:
    opening = bare() if BARE in arguments else program(Path(arguments[0]), arguments[1], arguments[2])
    sys.stdout.write(f'{{"opening": {opening}, "memory": {_memory()}, "modules": [{_modules()}]}}\n')
    sys.stdout.flush()
    # What closing takes is no part of a start.
    import os

    os._exit(0)


def _modules() -> str:
    return ", ".join(f'"{name}"' for name in sorted(sys.modules) if not name.startswith("_"))


def _memory() -> float:
    """Megabytes in use."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(each for each in lines if each.startswith("VmRSS")).split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
