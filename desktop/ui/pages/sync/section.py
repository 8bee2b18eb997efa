"""One tab of the page, with its slow work and what went wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLayout, QWidget

from desktop.domain.errors import UserError
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.page import Page, PageContext

_WIDEST = 820


class Section(Page):
    """A column that scrolls; one slow piece of work at a time."""

    def __init__(self, context: PageContext, name: str) -> None:
        super().__init__()
        self.context = context
        self.words = context.words
        self.task: Task | None = None
        self._then: Callable[[object], None] | None = None
        self.strip = ProgressStrip(self.words, f"{name}Progress")
        self.error = ErrorLines(self.words, f"{name}Error")
        self._scroll = ScrollColumn(Space.M, (Space.L, Space.M, Space.XL, Space.L))
        self.setLayout(column(self._scroll))

    def add(self, *items: QWidget | QLayout) -> None:
        for item in items:
            if isinstance(item, QWidget):
                item.setMaximumWidth(current_theme().px(_WIDEST))
                self._scroll.body.addWidget(item)
            else:
                self._scroll.body.addLayout(item)

    def add_title(self, key: str) -> None:
        self.add(label("SectionTitle", self.words(key), Role.SECTION))

    def run(self, work: Callable[[Progress], object], done: Callable[[object], None], key: str) -> None:
        """Begin a slow piece of work; ``done`` gets what it gives."""
        if self.task is not None:
            return
        self.error.clear()
        self.busy(busy=True)
        self._then = done
        self.task = start_task(self, work, done=self._done, failed=self._failed, cancelled=self._cancelled)
        self.strip.show_task(self.task, self.words(key))

    def busy(self, *, busy: bool) -> None:
        """Show that nothing else can be begun meanwhile."""

    def stopped(self) -> None:
        """The work failed or was cancelled: show what can be done now."""

    def _done(self, result: object) -> None:
        then = self._then
        self._free()
        if then is not None:
            then(result)

    def _free(self) -> None:
        self.task = None
        self.busy(busy=False)

    def _failed(self, error: UserError) -> None:
        self._free()
        self.error.tell(error)
        self.stopped()

    def _cancelled(self) -> None:
        self._free()
        self.stopped()
