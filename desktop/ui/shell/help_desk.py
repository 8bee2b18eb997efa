"""What F1 brings: the handbook where it tells of this page, and from there the page's keys, also on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.ui.shell.page import PageContext

if TYPE_CHECKING:
    from desktop.ui.shell.handbook import Handbook, Place
    from desktop.ui.shell.help import HelpSheet
    from desktop.ui.shell.printing import Paper


class HelpDesk(QObject):
    """Keeps one handbook open beside the work. ``make_sheet`` makes the sheet of keys of the page that is shown."""

    def __init__(self, window: QWidget, context: PageContext, make_sheet: Callable[[], HelpSheet]) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._make_sheet = make_sheet
        self._handbook: Handbook | None = None

    def open_at(self, place: Place) -> Handbook:
        """Show the handbook at a place; the one that is open turns to it."""
        from desktop.ui.shell.handbook import Handbook

        if self._handbook is None:
            self._handbook = Handbook(self._window, self._context.words)
            self._handbook.keys_asked.connect(self._show_keys)
            self._handbook.print_asked.connect(self._print_page)
            self._handbook.finished.connect(self._forget)
        self._handbook.open_at(place)
        return self._handbook

    def sheet(self) -> HelpSheet:
        """The keys of the page that is shown; it prints itself when asked."""
        sheet = self._make_sheet()
        sheet.print_asked.connect(self._print)
        return sheet

    def _forget(self) -> None:
        if self._handbook is not None:
            self._handbook.deleteLater()
        self._handbook = None

    def _show_keys(self) -> None:
        sheet = self.sheet()
        sheet.exec()
        sheet.deleteLater()

    def _print(self) -> None:
        """Show the sheet of keys as it will be printed."""
        from desktop.ui.shell.help import HelpSheet
        from desktop.ui.shell.help_paper import keys_paper

        sheet = self.sender()
        assert isinstance(sheet, HelpSheet)
        sample = self._context.workspace.practice
        self._show_paper(
            sheet, keys_paper(sheet.windowTitle(), sheet.groups, self._context.words, sample=sample)
        )

    def _print_page(self, title: str, file: str) -> None:
        """Show a page of the handbook as it will be printed."""
        from desktop.ui.shell.handbook_page import page_paper

        assert self._handbook is not None
        self._show_paper(self._handbook, page_paper(title, file))

    def _show_paper(self, above: QWidget, paper: Paper) -> None:
        from desktop.ui.shell.paper_dialog import PaperDialog

        context = self._context
        dialog = PaperDialog(above, context.words, paper, context.printer, self._window.window().size())
        dialog.exec()
        dialog.deleteLater()
