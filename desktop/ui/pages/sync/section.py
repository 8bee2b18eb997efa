"""One tab of the page: a column that scrolls, buttons pinned under it, and one slow piece of work at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from desktop.domain.errors import UserError
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Role, column, label, row
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.page import Page, PageContext

WIDEST: Final = 680


class Scroller(ScrollColumn):
    """As high as what it holds, where there is room for it, so that the buttons stand right under that."""

    def __init__(self, widest: int) -> None:
        super().__init__(Space.M, (Space.XL, Space.L, Space.XL, Space.S))
        self.widget().setMaximumWidth(current_theme().px(widest))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        inside = self.widget()
        width = min(max(self.width(), 1), inside.maximumWidth())
        height = self.body.heightForWidth(width)
        return QSize(width, height if height >= 0 else inside.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Section(Page):
    """What every tab has.

    Attributes:
        task: the work under way; None most of the time.
        strip, error: its progress, and what went wrong with it.
        buttons: what can be done now, never scrolled away.
    """

    def __init__(self, context: PageContext, name: str, widest: int = WIDEST) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.context = context
        self.words = context.words
        self.task: Task | None = None
        self._then: Callable[[object], None] | None = None
        self.strip = ProgressStrip(self.words, f"{name}Progress")
        self.error = ErrorLines(self.words, f"{name}Error")
        self.scroller = Scroller(widest)
        self.buttons = row(margins=(Space.XL, Space.S, Space.XL, Space.L))
        self.buttons.addStretch(1)
        whole = column(self.scroller, self.buttons, gap=0)
        whole.addStretch(1)
        self.setLayout(whole)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.back)

    def add(self, *items: QWidget | QLayout) -> None:
        for item in items:
            if isinstance(item, QWidget):
                self.scroller.body.addWidget(item)
            else:
                self.scroller.body.addLayout(item)

    def add_title(self, key: str) -> None:
        self.add(label("SectionTitle", self.words(key), Role.SECTION))

    def pin(self, *buttons: Button) -> None:
        """Put buttons under the column, from left to right."""
        for each in buttons:
            self.buttons.insertWidget(self.buttons.count() - 1, each)

    def run(self, work: Callable[[Progress], object], done: Callable[[object], None], key: str) -> None:
        """Begin a slow piece of work; ``done`` gets what it gives."""
        if self.task is not None:
            return
        self.error.clear()
        self._then = done
        self.task = start_task(self, work, done=self._done, failed=self._failed, cancelled=self._cancelled)
        self.strip.show_task(self.task, self.words(key))
        self.busy(busy=True)
        self.strip.cancel_button.setFocus()

    def finish(self) -> None:
        """Stop what is under way and wait until it has rolled back."""
        if self.task is not None:
            self.task.finish()

    def back(self) -> None:
        """Escape was pressed: leave what is shown, if that does no harm."""

    def busy(self, *, busy: bool) -> None:
        """Show that nothing else can be begun meanwhile."""

    def stopped(self, *, cancelled: bool) -> None:
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
        self.stopped(cancelled=False)

    def _cancelled(self) -> None:
        self._free()
        self.stopped(cancelled=True)


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout and away."""
    while layout.count():
        old = layout.takeAt(0)
        widget = old.widget() if old is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
