"""The figures of a report, and which of them are in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.services.indicators import FigureRow
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.reports.figure_table import FigureTable


class FiguresPane(QWidget):
    """The table of figures under what may be done with it.

    Signals:
        opened: (an indicator's row, its column) whose records a person wants to see.
        left_out: the code of an indicator that shall not be in the report; empty to have all of them again.
    """

    opened = Signal(object, object)
    left_out = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("FiguresPane")
        self._words = words
        self.table = FigureTable(words)
        self._said = label("FiguresSaid", words("reports.figures.open"), Role.CAPTION, wrap=True)
        self.leave_out = Button(
            "LeaveOut", words("reports.leave_out"), look=Look.QUIET, icon_name="close", shortcut="Delete"
        )
        self.take_all = Button("TakeAll", look=Look.QUIET, icon_name="undo")
        self._tools = QWidget()
        tools = row(self._said, self.leave_out, self.take_all)
        tools.setStretch(0, 1)
        self._tools.setLayout(tools)
        whole = column(self._tools, self.table, gap=Space.XS)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.table)
        self.table.opened.connect(self.opened)
        self.leave_out.clicked.connect(self._leave_out)
        self.take_all.clicked.connect(self._take_all)
        delete = QShortcut(QKeySequence("Delete"), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._leave_out)

    def show_figures(self, rows: list[FigureRow], left_out: int, *, may_choose: bool) -> None:
        """Show these; ``left_out`` says how many indicators are not among them."""
        self.table.show_rows(rows)
        self.leave_out.setVisible(may_choose)
        self.take_all.setVisible(may_choose and left_out > 0)
        self.take_all.setText(self._words("reports.take_all", count=left_out))

    def _leave_out(self) -> None:
        row = self.table.figures.row(self.table.currentIndex().row())
        if row is not None and self.leave_out.isVisible():
            self.left_out.emit(row.code)

    def _take_all(self) -> None:
        self.left_out.emit("")
