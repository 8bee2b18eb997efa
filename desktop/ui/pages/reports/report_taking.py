"""A report on its way out: seen as the very paper, printed, or put into a file as PDF, Word or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.domain.paper import A4_MM
from desktop.services import report_paper
from desktop.services.report_paper import ReportPaper
from desktop.services.report_workbook import write_excel
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.pdf_view import PdfView
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.printing import Paper

KINDS: Final[Mapping[str, FileKind]] = {
    "pdf": FileKind("file.pdf", ("*.pdf",)),
    "word": FileKind("reports.file.word", ("*.docx",)),
    "excel": FileKind("takeout.excel_file", ("*.xlsx",)),
}


class ReportTaking(QObject):
    """One task at a time; what is asked for while one is under way is not heard, but a preview is drawn anew.

    Signals:
        taken: the key of what is said now.
    """

    taken = Signal(str)

    def __init__(self, context: PageContext, page: QWidget, view: PdfView) -> None:
        super().__init__(page)
        self._context = context
        self._words = context.words
        self._view = view
        self._task: Task | None = None
        self._made: ReportPaper | None = None
        self._path = Path()
        self._wanted: str | None = None
        self.pdf = b""
        self.strip = ProgressStrip(context.words, "ReportStrip")

    def finish(self) -> None:
        """Stop and wait: for the closing of the register."""
        if self._task is not None:
            self._task.finish()

    def preview(self, record: str) -> None:
        """Draw the paper of a report as it is now."""
        self._wanted = record
        if self._task is not None:
            return
        made = self._paper(record)
        self._wanted = None
        if made is not None:
            self._start(lambda _progress: report_paper.draw_pdf(made), self._drawn)

    def clear(self) -> None:
        """Show no paper."""
        self.pdf = b""
        self._view.clear()

    def save(self, record: str, kind: str) -> None:
        """Ask where to, and put it there as ``pdf``, ``word`` or ``excel``."""
        if self._task is not None:
            return
        made = self._paper(record)
        if made is None:
            return
        ending = KINDS[kind].patterns[0].removeprefix("*")
        name = report_paper.file_name(made.report) + ending
        path = self._context.door.save_file(f"reports.save.{kind}", name, (KINDS[kind],))
        if path is None:
            return
        self._path = path
        workspace = self._context.workspace
        writers: Mapping[str, Callable[[], bytes]] = {
            "pdf": lambda: report_paper.draw_pdf(made),
            "word": lambda: report_paper.write_word(made),
            "excel": lambda: write_excel(workspace, made),
        }
        write = writers[kind]
        self._start(lambda _progress: write(), self._written)

    def print_paper(self, record: str) -> None:
        """Send the paper to a printer, once the person agreed to one."""
        if self._task is not None:
            return
        made = self._paper(record)
        if made is None:
            return
        pdf = report_paper.draw_pdf(made)
        render = partial(report_paper.render_page, pdf)
        title = report_paper.file_name(made.report)
        paper = Paper(title, report_paper.page_count(pdf), render, *A4_MM)
        if self._context.printer.print_paper(self._view.window(), paper):
            report_paper.paper_left(self._context.workspace, made, "print")
            self.taken.emit("takeout.printed")

    # When it is there

    def _paper(self, record: str) -> ReportPaper | None:
        try:
            self._made = report_paper.paper(self._context.workspace, record)
        except UserError as error:
            self._context.door.tell(error)
            return None
        return self._made

    def _start(self, work: Callable[[Progress], object], done: Callable[[object], None]) -> None:
        self._task = start_task(self, work, done=done, failed=self._failed, cancelled=self._ended)
        self.strip.show_task(self._task, self._words("reports.drawing"))

    def _ended(self) -> None:
        self._task = None
        if self._wanted is not None:
            self.preview(self._wanted)

    def _failed(self, error: UserError) -> None:
        self._ended()
        self._context.door.tell(error)

    def _drawn(self, pdf: object) -> None:
        assert isinstance(pdf, bytes)
        self.pdf = pdf
        self._view.show_document(report_paper.page_count(pdf), partial(report_paper.render_page, pdf))
        self._ended()

    def _written(self, data: object) -> None:
        assert isinstance(data, bytes)
        assert self._made is not None
        try:
            report_paper.save(self._context.workspace, self._made, data, self._path)
        except UserError as error:
            self._context.door.tell(error)
        else:
            self.taken.emit("reports.saved")
        self._ended()
