"""A tab with a list on the left and, on the right, what its current line is about, a form of it, or its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import UserError
from desktop.services import registers
from desktop.services.views import Changes, HistoryEntry
from desktop.ui.kit.form import RecordForm
from desktop.ui.kit.history_list import HistoryList
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.administration.lines import LineList
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.shortcuts import Shortcut

_LIST: Final = 330
_LIST_WIDE: Final = 420


class TwoPanes(Page):
    """What the two tabs share; a tab fills ``body`` and says what is read anew.

    Attributes:
        list: the lines on the left.
        body: the layout of what is on the right.
        done: what was done last, with a button that takes it back.
    """

    keys: Sequence[Shortcut] = (Shortcut("F2", "keys.edit"), Shortcut("Ctrl+Z", "keys.undo"))

    def __init__(self, context: PageContext, tab: str, *, wide: bool = False) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.context = context
        self.words = context.words
        self._form: RecordForm | None = None
        self._operation: tuple[str, int] | None = None
        title = self.words(f"administration.tab.{tab}")
        self.list = LineList(f"{tab.capitalize()}List", title)
        self.list.setFixedWidth(current_theme().px(_LIST_WIDE if wide else _LIST))
        self.done = Notice("Done", Tone.DONE)
        self.done.offer("Undo", self.words("kit.undo"))
        self.done.hide()
        self.error = ErrorLines(self.words, "TabError")
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.S)
        self._view = QWidget()
        self._view.setLayout(
            column(self.done, self.error, self.body, margins=(Space.L, Space.M, Space.L, Space.M))
        )
        self._history = HistoryList(context.workspace.registry, self.words, context.privacy)
        self._right = named(QStackedWidget(), "Right")
        self._right.addWidget(self._view)
        self._right.addWidget(self._make_history())
        parts = row(self.list, self._right, gap=0, margins=(Space.L, Space.S, 0, Space.S))
        parts.setStretch(1, 1)
        self.setLayout(parts)
        self.setFocusProxy(self.list)
        self.list.changed.connect(self._line_changed)
        self.done.acted.connect(self.undo)
        self._history.undo_asked.connect(self._take_back)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self.undo)

    # What a tab says

    def reload(self) -> None:
        """Read everything anew."""
        raise NotImplementedError

    def show_line(self, key: str) -> None:
        """Another line of the list is current."""
        raise NotImplementedError

    # What the shell says

    def arrive(self, intent: Intent) -> None:
        self.reload()

    def follow(self, changes: Changes) -> None:
        if changes.registers & {"rule", "catalogue_entry"}:
            self.reload()

    def leave(self) -> None:
        self.done.hide()

    # What is done

    def show_form(self, form: RecordForm) -> None:
        """A form in place of what it is about."""
        self.close_form()
        self.done.hide()
        self.error.clear()
        self._form = form
        self._right.addWidget(form)
        self._right.setCurrentWidget(form)
        form.cancelled.connect(self.close_form)
        form.begin()

    def close_form(self) -> None:
        if self._form is not None:
            self._right.removeWidget(self._form)
            self._form.deleteLater()
            self._form = None
        self._right.setCurrentWidget(self._view)
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Where the keyboard goes when a form or the history was closed."""
        self.list.setFocus()

    def show_history(self, entries: Sequence[HistoryEntry]) -> None:
        self._history.show_entries(entries, may_undo=True)
        self._unchanged.setVisible(not entries)
        self._right.setCurrentIndex(1)
        self._back.setFocus()

    def say(self, changes: Changes, text: str) -> None:
        """What was done, until something else is."""
        self.error.clear()
        self._operation = changes.operation
        self.done.say(text)
        self.done.setVisible(changes.operation is not None)

    def tell(self, error: UserError) -> None:
        self.done.hide()
        self.error.tell(error)

    def undo(self) -> None:
        """Take back what was done last in this tab."""
        if self._operation is not None and not self.done.isHidden():
            self._take_back(self._operation)

    def _take_back(self, operation: object) -> None:
        assert isinstance(operation, tuple)
        self._right.setCurrentWidget(self._view)
        try:
            registers.undo(self.context.workspace, operation)
        except UserError as error:
            self.tell(error)
            return
        self._operation = None
        self.done.hide()
        self.reload()
        self.take_keyboard()

    def _line_changed(self, key: str) -> None:
        self.error.clear()
        if self._form is None:
            self._right.setCurrentWidget(self._view)
        self.show_line(key)

    def _make_history(self) -> QFrame:
        self._back = Button("HistoryBack", self.words("kit.back"), look=Look.QUIET, icon_name="back")
        self._back.clicked.connect(self.close_form)
        head = row(label("HistoryTitle", self.words("administration.history"), Role.SECTION), self._back)
        head.setStretch(0, 1)
        head.setContentsMargins(Space.L, Space.M, Space.L, 0)
        self._unchanged = label("Unchanged", self.words("administration.history.none"), Role.MUTED, wrap=True)
        self._unchanged.setContentsMargins(Space.L, 0, Space.L, 0)
        frame = QFrame()
        frame.setLayout(column(head, self._unchanged, self._history))
        return frame
