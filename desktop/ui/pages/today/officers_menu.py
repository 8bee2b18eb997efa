"""Whose sheet of tasks is printed: the user's own first, then everybody's in charge of an area, then all work."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.officers import in_charge
from desktop.services import task_sheet
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.paper_dialog import PaperDialog
from desktop.ui.shell.printing import Paper


class OfficersMenu(QMenu):
    """Filled each time it opens, since areas change hands."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._page = parent
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        workspace = self._context.workspace
        self.clear()
        names = task_sheet.officers(workspace)
        names.sort(key=lambda name: not in_charge(name, workspace.user.name))
        for name in names:
            self.addAction(name).setData(name)
        self.addAction(self._context.words("tasks.whole_unit")).setData("")
        for action in self.actions():
            action.triggered.connect(self._print)

    def _print(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        context = self._context
        sheet = task_sheet.draw_tasks(context.workspace, str(action.data()))
        render = partial(task_sheet.render_page, sheet.pdf)
        pages = task_sheet.page_count(sheet.pdf)
        paper = Paper(context.words("today.print"), pages, render, *task_sheet.PAPER_MM)
        dialog = PaperDialog(self._page, context.words, paper, context.printer, self._page.window().size())
        if dialog.exec():
            task_sheet.printed(context.workspace, sheet)
        dialog.deleteLater()
