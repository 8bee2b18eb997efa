"""The paper of a report: the very PDF, and the ways out of the program."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.pdf_view import PdfView
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, column
from desktop.ui.kit.words import Words

TAKINGS = ("pdf", "word", "excel")


class PaperPane(QWidget):
    """A preview under its buttons.

    Attributes:
        view: the pages.

    Signals:
        taking_asked: ``pdf``, ``word``, ``excel`` or ``print``.
        place_asked: the person wants to note where the signed paper lies.
    """

    taking_asked = Signal(str)
    place_asked = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("PaperPane")
        self.view = PdfView(words, "ReportPaper")
        self.view.fit_width()
        self.takings = {name: Button(f"Take_{name}", words(f"reports.take.{name}")) for name in TAKINGS}
        self.print_button = Button(
            "PrintReport", words("reports.print"), icon_name="print", shortcut="Ctrl+P"
        )
        self.place_button = Button("NotePaper", words("reports.paper"))
        tools = FlowLayout()
        for button in (*self.takings.values(), self.print_button, self.place_button):
            tools.addWidget(button)
        whole = column(tools, self.view, gap=Space.S)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.takings["pdf"])
        self.print_button.clicked.connect(self._print)
        self.place_button.clicked.connect(self.place_asked)
        for button in self.takings.values():
            button.clicked.connect(self._take)

    def show_place(self, *, signed: bool) -> None:
        """Only a signed paper lies anywhere."""
        self.place_button.setVisible(signed)

    def _take(self) -> None:
        self.taking_asked.emit(self.sender().objectName().removeprefix("Take_"))

    def _print(self) -> None:
        self.taking_asked.emit("print")
