"""A tab with a table across its whole width, what its current line says, and what may be done about it."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut

from desktop.domain.errors import UserError
from desktop.services import registers
from desktop.services.views import Changes
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Notice, Role, column, label, row
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import Page, PageContext


class TablePage(Page):
    """What such tabs share; a tab says what is read anew, and what a line says.

    Attributes:
        table: whole rows, one of them current.
        said: the words about the current line.
        done: what was done last, with a button that takes it back.
    """

    def __init__(
        self, context: PageContext, tab: str, registers_of: frozenset[str], *buttons: Button
    ) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.context = context
        self.words = context.words
        self._registers = registers_of
        self._operation: tuple[str, int] | None = None
        title = self.words(f"sync.tab.{tab}")
        self.setAccessibleName(title)
        self.table = PinnedTable(f"{tab.capitalize()}Table", title, whole_rows=True)
        self.said = label(f"{tab.capitalize()}Said", wrap=True)
        self.done = Notice("Done", Tone.DONE)
        self.done.offer("Undo", self.words("kit.undo"))
        self.done.hide()
        self.error = ErrorLines(self.words, "TabError")
        deeds = row(*buttons)
        deeds.addStretch(1)
        note = label(f"{tab.capitalize()}Note", self.words(f"{tab}.note"), Role.MUTED, wrap=True)
        body = column(
            note,
            self.done,
            self.error,
            self.table,
            self.said,
            deeds,
            margins=(Space.XL, Space.L, Space.XL, Space.L),
        )
        body.setSpacing(Space.S)
        body.setStretch(3, 1)
        self.setLayout(body)
        self.setFocusProxy(self.table)
        self.table.moved.connect(self._moved)
        self.done.acted.connect(self.undo)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self.undo)

    # What a tab says

    def reload(self) -> None:
        """Read everything anew."""
        raise NotImplementedError

    def show_line(self, at: int) -> None:
        """Another line is current; -1 where there is none."""
        raise NotImplementedError

    # What the shell says

    def arrive(self, intent: Intent) -> None:
        self.reload()

    def follow(self, changes: Changes) -> None:
        if changes.registers & self._registers:
            self.reload()

    def leave(self) -> None:
        self.done.hide()

    # What is done

    def at(self) -> int:
        """The current line; -1 where there is none."""
        current = self.table.current()
        return current[0] if current is not None else -1

    def say(self, changes: Changes, text: str) -> None:
        self.error.clear()
        self._operation = changes.operation
        self.done.say(text)
        self.done.setVisible(changes.operation is not None)

    def tell(self, error: UserError) -> None:
        self.done.hide()
        self.error.tell(error)

    def undo(self) -> None:
        """Take back what was done last in this tab."""
        if self._operation is None or self.done.isHidden():
            return
        try:
            registers.undo(self.context.workspace, self._operation)
        except UserError as error:
            self.tell(error)
            return
        self._operation = None
        self.done.hide()
        self.reload()
        self.table.setFocus()

    def _moved(self, at: int, _column: int) -> None:
        self.error.clear()
        self.show_line(at)
