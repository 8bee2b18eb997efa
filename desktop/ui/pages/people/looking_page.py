"""A page that looks for what a person should see to: it looks aside, and each of its deeds has its undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget

from desktop.domain.errors import UserError
from desktop.services import registers
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.empty import EmptyState, Nothing
from desktop.ui.kit.latest import Latest
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.theme import Space
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import column, row
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import Page, PageContext

LOW: Final = 112
"""How low a list of these pages may become, in pixels at the usual size of letters."""

Look = Callable[[Workspace, Progress], object]


class LookingPage(Page):
    """What was found stands in the middle, the buttons of its deeds below it.

    A page of this kind says what is sought (:meth:`about_to_look`, :meth:`show_found`), when it is looked anew
    (:meth:`concerns`), and how a deed is told (:meth:`told`).

    Attributes:
        error: why something could not be done.
        empty: what is said where nothing was found.
    """

    def __init__(self, context: PageContext, name: str, look: Look) -> None:
        """``name`` begins the names of its parts, and in small letters the keys of its words."""
        super().__init__()
        self.setObjectName("Page")
        self.context = context
        self._words = context.words
        self._key = name.lower()
        self._stale = True
        self._looking = Latest(partial(look, context.workspace), self)
        self._undo_of: tuple[str, int] | None = None
        self.error = ErrorLines(self._words, f"{name}Error")
        self.empty = EmptyState(f"{name}Empty")
        self._stack = QStackedWidget()
        self._toast = Toast(self, context.privacy)
        self._looking.done.connect(self.show_found)
        self._looking.failed.connect(self._not_looked)
        self._toast.acted.connect(self.undo)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self.undo)

    # What each page of the kind says

    def concerns(self, changes: Changes) -> bool:
        """Whether something else may be found after these changes."""
        raise NotImplementedError

    def about_to_look(self) -> None:
        """The looking begins; what was found before stays in sight."""
        raise NotImplementedError

    def show_found(self, found: object) -> None:
        """Show what was found."""
        raise NotImplementedError

    def told(self, said: str, changes: Changes) -> tuple[str, str]:
        """How a deed is told, and how where others may read along."""
        raise NotImplementedError

    # What the shell says

    def arrive(self, intent: Intent) -> None:
        self.error.clear()
        if self._stale:
            self.reload()

    def follow(self, changes: Changes) -> None:
        if self.concerns(changes):
            self._stale = True
            if self.isVisible():
                self.reload()

    def leave(self) -> None:
        # It begins anew when the page is shown again.
        self._looking.stop()
        self._stale = True

    def finish(self) -> None:
        self._looking.finish()

    # What is shown

    def reload(self) -> None:
        """Look anew; what was found before stays in sight meanwhile."""
        self._stale = False
        self.about_to_look()
        self._looking.ask()

    def say_nothing(self, nothing: Nothing, hidden: Sequence[QWidget], focus: QWidget) -> None:
        """Say why there is nothing to see; what could be done with it goes, and the keyboard stands elsewhere."""
        self.empty.say(nothing)
        self._stack.setCurrentWidget(self.empty)
        for each in hidden:
            each.hide()
        self.setFocusProxy(focus)

    def lay_out(self, above: Sequence[QWidget | QLayout], body: QLayout, foot: Sequence[QWidget]) -> None:
        """Stack what stands ``above``, what was found, and the buttons at the foot."""
        shown = QWidget()
        shown.setLayout(body)
        self._stack.addWidget(shown)
        self._stack.addWidget(self.empty)
        buttons = row(*foot)
        buttons.addStretch(1)
        margins = (Space.L, Space.S, Space.L, Space.S)
        whole = column(*above, self.error, self._stack, buttons, gap=Space.S, margins=margins)
        whole.setStretch(len(above) + 1, 1)
        self.setLayout(whole)

    # What is done

    def undo(self) -> None:
        """Take back what was done last here."""
        if self._undo_of is not None:
            operation, self._undo_of = self._undo_of, None
            self.do(self._undone, partial(registers.undo, self.context.workspace, operation))
            self._undo_of = None

    def do(self, said: str, deed: Callable[[], Changes]) -> None:
        """Do something and tell it under the key ``said``, with a button to take it back."""
        self.error.clear()
        try:
            changes = deed()
        except UserError as error:
            self.error.tell(error)
            self.reload()
            return
        self._undo_of = changes.operation
        button = "" if said == self._undone else self._words("kit.undo")
        self._toast.say(*self.told(said, changes), button)

    @property
    def _undone(self) -> str:
        return f"{self._key}.undone"

    def _not_looked(self, error: UserError) -> None:
        self.error.tell(error)
