"""One paper before it is printed: what is shown is the very paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.dialogs import Dialog
from desktop.ui.kit.pdf_view import PdfView
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look
from desktop.ui.kit.words import Words
from desktop.ui.shell.printing import Paper, Printer

_WIDEST: Final = 820


class PaperDialog(Dialog):
    """The pages, and the button that sends them to a printer; ``room`` is the window's, which it never outgrows.

    ``save``, where the paper may be kept as a file as well, is called for that, and ``save_word`` for a Word
    document of it; the paper stays in sight.

    Attributes:
        view: the pages.
    """

    def __init__(  # each part by its own right
        self,
        parent: QWidget,
        words: Words,
        paper: Paper,
        printer: Printer,
        room: QSize,
        *,
        save: Callable[[], None] | None = None,
        save_word: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent, "PaperDialog", paper.title)
        self._paper = paper
        self._printer = printer
        self.view = PdfView(words)
        self.body.addWidget(self.view, 1)
        close = self.add_button(Button("PaperClose", words("kit.close")))
        if save is not None:
            save_button = self.add_button(Button("PaperSave", words("takeout.save_pdf"), icon_name="save"))
            save_button.clicked.connect(save)
        if save_word is not None:
            word_button = self.add_button(
                Button("PaperSaveWord", words("papers.save_word"), icon_name="save")
            )
            word_button.clicked.connect(save_word)
        print_button = self.add_button(
            Button("PaperPrint", words("help.print"), look=Look.PRIMARY, icon_name="print", shortcut="Ctrl+P")
        )
        close.clicked.connect(self.reject)
        print_button.clicked.connect(self.print_paper)
        print_button.setDefault(True)
        print_button.setFocus()
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_paper)
        self.resize(
            min(current_theme().px(_WIDEST), room.width() - 2 * Space.XL), room.height() - 2 * Space.XL
        )
        self.view.show_document(paper.pages, paper.render)

    def print_paper(self) -> None:
        """Ask for a printer; once it is printed there is nothing more to see."""
        if self._printer.print_paper(self, self._paper):
            self.accept()
