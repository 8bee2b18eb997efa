"""A new recovery code in place of a lost or wrong paper: shown, read back, and only then in force."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services import recovery
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, column, row
from desktop.ui.shell.first_run.code_steps import CodeStep, ReadBackStep
from desktop.ui.shell.page import PageContext


class Renewal(QWidget):
    """One new code; make another for another.

    Attributes:
        code: the code, which nothing knows yet.
        read_back: the step that proves its paper.

    Signals:
        proved: it was read back right and may take force.
        given_up: the person wants the old one to stay.
    """

    proved = Signal()
    given_up = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        words = context.words
        self.code = recovery.new_code(context.workspace)
        self._shown = CodeStep(words, context.door, self.code, context.printer)
        self.read_back = ReadBackStep(words, self.code)
        self._steps = QStackedWidget()
        self._steps.addWidget(self._shown)
        self._steps.addWidget(self.read_back)
        self._back = Button("RenewalBack", words("first_run.back"))
        self._next = Button("RenewalNext", words("first_run.next"), look=Look.PRIMARY)
        self._stop = Button("RenewalStop", words("kit.cancel"), look=Look.QUIET)
        buttons = row(self._next, self._back, self._stop)
        buttons.addStretch(1)
        self.setLayout(column(self._steps, buttons, gap=Space.M))
        self.read_back.entered.connect(self.go_on)
        self._next.clicked.connect(self.go_on)
        self._back.clicked.connect(self._go_back)
        self._stop.clicked.connect(self.given_up)
        self._go_back()

    def go_on(self) -> None:
        """From the code to reading it back; then it may take force."""
        if self._steps.currentWidget() is self._shown:
            self._steps.setCurrentWidget(self.read_back)
            self._back.show()
            self.read_back.begin()
        elif self.read_back.accept():
            self.proved.emit()

    def _go_back(self) -> None:
        self._steps.setCurrentWidget(self._shown)
        self._back.hide()
        self._shown.begin()
