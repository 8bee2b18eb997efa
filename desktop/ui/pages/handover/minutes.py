"""The minutes before they are printed: shown, printed, and kept as a PDF or Word file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.domain.handover import Handover
from desktop.domain.paper import A4_MM
from desktop.pdf.render import render_page
from desktop.services import handover_paper
from desktop.services.handover import Finished
from desktop.services.handover_paper import Minutes
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import FileKind
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.paper_dialog import PaperDialog
from desktop.ui.shell.printing import Paper

_PDF: Final = FileKind("takeout.pdf_files", ("*.pdf",))
_WORD: Final = FileKind("papers.word_files", ("*.docx",))

Save = Callable[[Workspace, Minutes, Path], None]


class MinutesDeeds(QObject):
    """What is done with the paper of a handover.

    Attributes:
        kinds: the files it is kept as, by how their names end.
    """

    kinds: Final = {".pdf": _PDF, ".docx": _WORD}

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def show(self, handover: Handover) -> None:
        """Draw it as things stand now, and show it."""
        self._open(handover_paper.draw_minutes(self._context.workspace, handover))

    def show_again(self, finished: Finished) -> None:
        """The very paper of a handover that is over."""
        minutes = handover_paper.draw_again(self._context.workspace, finished)
        if minutes is not None:
            self._open(minutes)

    def _open(self, minutes: Minutes) -> None:
        context, words = self._context, self._context.words
        word = partial(self.save, minutes, handover_paper.save_word, _WORD, ".docx")
        render = partial(render_page, minutes.pdf)
        paper = Paper(words("handover.paper.title"), minutes.pages, render, *A4_MM)
        dialog = PaperDialog(
            self._page.window(),
            words,
            paper,
            context.printer,
            self._page.window().size(),
            save=partial(self.save, minutes, handover_paper.save_pdf, _PDF, ".pdf"),
            save_word=word if minutes.sheet is not None else None,
        )
        if dialog.exec():
            handover_paper.minutes_left(context.workspace, "print")
        dialog.deleteLater()

    def save(self, minutes: Minutes, save: Save, kind: FileKind, ending: str) -> None:
        """Ask where, and write it there."""
        context = self._context
        name = f"{context.words('handover.paper.title')}{ending}"
        path = context.door.save_file("handover.paper.save", name, [kind])
        if path is None:
            return
        try:
            save(context.workspace, minutes, path.with_suffix(ending))
        except UserError as error:
            context.door.tell(error)
