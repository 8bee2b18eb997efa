"""A paper of the upper level on its way out: looked at and printed, or put into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.domain.paper import A4_MM
from desktop.services import upper_papers
from desktop.services.upper_papers import UpperPaper
from desktop.ui.kit.door import FileKind
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.paper_dialog import PaperDialog
from desktop.ui.shell.printing import Paper

KINDS: Final[Mapping[str, FileKind]] = {
    "pdf": FileKind("file.pdf", ("*.pdf",)),
    "word": FileKind("reports.file.word", ("*.docx",)),
    "excel": FileKind("takeout.excel_file", ("*.xlsx",)),
}


class PaperTaking(QObject):
    """Asks where to, and puts it there.

    Signals:
        taken: the key of what is said now.
    """

    taken = Signal(str)

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def show_paper(self, made: UpperPaper) -> None:
        """The very paper in a dialog, with its printer."""
        context = self._context
        pdf = upper_papers.draw_pdf(made)
        paper = Paper(made.name, upper_papers.page_count(pdf), partial(upper_papers.render_page, pdf), *A4_MM)
        dialog = PaperDialog(self._page, context.words, paper, context.printer, self._page.window().size())
        if dialog.exec():
            upper_papers.left(context.workspace, made)
            self.taken.emit("takeout.printed")
        dialog.deleteLater()

    def save(self, kind: str, name: str, register: str, make: Callable[[], bytes]) -> None:
        """Make it and put it where the person says, as ``pdf``, ``word`` or ``excel``."""
        context = self._context
        ending = KINDS[kind].patterns[0].removeprefix("*")
        path = context.door.save_file(f"reports.save.{kind}", name + ending, (KINDS[kind],))
        if path is None:
            return
        try:
            upper_papers.save(context.workspace, register, make(), path)
        except UserError as error:
            context.door.tell(error)
        else:
            self.taken.emit("reports.saved")

    def save_paper(self, kind: str, made: UpperPaper) -> None:
        """A paper as PDF or Word."""
        draw = upper_papers.draw_pdf if kind == "pdf" else upper_papers.write_word
        self.save(kind, made.name, made.register, lambda: draw(made))
