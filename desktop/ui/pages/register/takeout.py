"""Taking the list in view out of the program: as a workbook, or on paper that is seen before it is printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Task, Work, start_task
from desktop.ui.kit.toast import Toast
from desktop.ui.pages.register.list_pane import ListPane
from desktop.ui.shell.page import PageContext

if TYPE_CHECKING:
    from desktop.services.list_paper import ListPaper

# What draws and writes is read when somebody takes a list out.

_EXCEL: Final = FileKind("takeout.excel_file", ("*.xlsx",))
_PDF: Final = FileKind("file.pdf", ("*.pdf",))


class TakeOut(QObject):
    """One task at a time; what is asked for while one is under way is not heard."""

    def __init__(self, context: PageContext, page: QWidget, shown: ListPane, toast: Toast) -> None:
        super().__init__(page)
        self._context = context
        self._words = context.words
        self._page = page
        self._list = shown
        self._toast = toast
        self._task: Task | None = None
        self._path: Path | None = None
        self.strip = ProgressStrip(context.words, "TakeOutStrip")
        shown.notices.addWidget(self.strip)
        shown.head.export_asked.connect(self.export)
        shown.head.print_asked.connect(self.show_paper)

    def finish(self) -> None:
        """Stop and wait: for the closing of the register."""
        if self._task is not None:
            self._task.finish()

    def export(self) -> None:
        """Ask where to, and put the list there as a workbook."""
        if self._task is not None:
            return
        path = self._context.door.save_file("takeout.export", f"{self._file_name()}.xlsx", (_EXCEL,))
        if path is None:
            return
        from desktop.services import exporting

        self._path = path
        workspace, register, query = self._context.workspace, self._list.register, self._list.query()
        words = Catalogue(self._words.language)
        self._start(
            lambda progress: exporting.export_list(workspace, register, query, words, progress),
            self._exported,
        )

    def show_paper(self) -> None:
        """Draw the list, and show it as it will be printed."""
        from desktop.services import list_paper

        if self._task is not None:
            return
        workspace, register, query = self._context.workspace, self._list.register, self._list.query()
        self._start(lambda progress: list_paper.draw_list(workspace, register, query, progress), self._drawn)

    # When it is there

    def _start(self, work: Work[object], done: Callable[[object], None]) -> None:
        self._task = start_task(self, work, done=done, failed=self._failed, cancelled=self._ended)
        self.strip.show_task(self._task, self._words("takeout.reading"))

    def _ended(self) -> None:
        self._task = None

    def _failed(self, error: UserError) -> None:
        self._ended()
        self._context.door.tell(error)

    def _exported(self, exported: object) -> None:
        from desktop.services import exporting

        self._ended()
        assert isinstance(exported, exporting.ExportedList)
        assert self._path is not None
        try:
            exporting.save_export(self._context.workspace, exported, self._path)
        except UserError as error:
            self._context.door.tell(error)
        else:
            self._say("takeout.exported", count=exported.count)

    def _drawn(self, drawn: object) -> None:
        from desktop.services import list_paper
        from desktop.ui.shell.paper_dialog import PaperDialog
        from desktop.ui.shell.printing import Paper

        self._ended()
        assert isinstance(drawn, list_paper.ListPaper)
        if not self._page.isVisible():
            # The person went elsewhere meanwhile.
            return
        window, words = self._page.window(), self._words
        render = partial(list_paper.render_page, drawn.pdf)
        title = words("takeout.preview", title=words.plural(drawn.register))
        paper = Paper(title, drawn.pages, render, drawn.width_mm, drawn.height_mm)
        save = partial(self._save, drawn)
        dialog = PaperDialog(window, words, paper, self._context.printer, window.size(), save=save)
        printed = dialog.exec() == PaperDialog.DialogCode.Accepted
        dialog.deleteLater()
        if printed:
            list_paper.paper_left(self._context.workspace, drawn, "print")
            self._say("takeout.printed")

    def _save(self, drawn: ListPaper) -> None:
        from desktop.services import list_paper

        path = self._context.door.save_file("takeout.save_pdf", f"{self._file_name()}.pdf", (_PDF,))
        if path is None:
            return
        try:
            list_paper.save_paper(self._context.workspace, drawn, path)
        except UserError as error:
            self._context.door.tell(error)
        else:
            self._say("takeout.saved")

    def _say(self, key: str, **facts: object) -> None:
        text = self._words(key, **facts)
        self._toast.say(text, text)

    def _file_name(self) -> str:
        """ "Các tổ 20-11-2026": a name that every file system takes."""
        day = self._context.workspace.today().strftime("%d-%m-%Y")
        return self._words("takeout.file", title=self._words.plural(self._list.register), day=day)
