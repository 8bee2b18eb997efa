"""This computer's own keys: renewed with a click, and what to do when another has taken its place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.services import renewing
from desktop.ui.kit.door import Question
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import column
from desktop.ui.pages.sync.section import empty
from desktop.ui.shell.key_notices import REPLACED, key_notices
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.page import PageContext


class OwnName(QWidget):
    """The notices about this computer, each with its deeds.

    Signals:
        done: the words of what was done.
        failed: the :class:`~desktop.domain.errors.UserError`.
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("OwnName")
        self._context = context
        self._rows = column(gap=Space.S)
        self.setLayout(self._rows)

    def reload(self) -> None:
        empty(self._rows)
        notices = list(key_notices(self._context, deeds=True))
        for notice in notices:
            notice.acted.connect(self.act)
            self._rows.addWidget(notice)
        self.setVisible(bool(notices))

    def act(self, name: str) -> None:
        """What a button of a notice asks for."""
        try:
            match name:
                case "renew":
                    self.renew()
                case "go_on":
                    self._go_on()
                case "send_later_part":
                    self._context.navigation.go(OpenPage("sync", "send"))
                case "copy_replaced" | "copy_both":
                    self._answer(replaced=name == REPLACED)
        except UserError as error:
            self.failed.emit(error)

    def renew(self) -> None:
        """New keys, after the person has agreed."""
        if not self._context.door.confirm(Question("keys.renew.ask")):
            return
        until = renewing.renew(self._context.workspace)
        self.done.emit(self._context.words("keys.renewed", until=until))

    def _go_on(self) -> None:
        if not self._context.door.confirm(Question("keys.go_on.ask", danger=True)):
            return
        renewing.go_on(self._context.workspace)
        self.done.emit(self._context.words("keys.gone_on"))

    def _answer(self, *, replaced: bool) -> None:
        key = "keys.copy.replaced.ask"
        if replaced and not self._context.door.confirm(Question(key, danger=True)):
            return
        renewing.answer_copy(self._context.workspace, replaced=replaced)
        said = "keys.copy.said_replaced" if replaced else "keys.copy.said_both"
        self.done.emit(self._context.words(said))
