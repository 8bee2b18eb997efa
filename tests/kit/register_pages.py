"""Driving a register's page over a real file, as a person does."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.workspace import Workspace
from desktop.ui.kit.form import RecordForm
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import PageContext
from tests.kit.keys import click, find, type_text
from tests.kit.workspaces import put


class Driver:
    """A page on the screen, and where it asked to go.

    Attributes:
        page, context: what is driven.
        asked: the intents it passed on.
    """

    def __init__(self, qtbot: QtBot, context: PageContext, register: str, width: int = 1366) -> None:
        self.context = context
        self.page = RegisterPage(context, register)
        self.asked: list[Intent] = []
        self._register = register
        context.navigation.asked.connect(self.asked.append)
        context.feed.changed.connect(self.page.follow)
        qtbot.addWidget(self.page)
        self.page.resize(width, 768)
        with qtbot.waitActive(self.page):
            self.page.show()
        self.page.arrive(OpenPage("page"))

    @property
    def form(self) -> RecordForm:
        form = self.page.side.form
        assert form is not None, "no form is open"
        return form

    def focused(self) -> QWidget:
        return self.page.focusWidget() or self.page

    def press(self, keys: str) -> None:
        """Keys such as ``Ctrl+S``, to whatever has the keyboard."""
        QTest.keySequence(self.focused(), QKeySequence(keys))

    def type_text(self, text: str) -> None:
        type_text(self.focused(), text)

    def fill(self, field: str, text: str) -> None:
        """Type over what stands in a field of the form."""
        line = find(self.form, QLineEdit, f"Edit_{self._register}_{field}Line")
        line.setFocus()
        line.selectAll()
        type_text(line, text)

    def titles(self) -> list[str]:
        """The first column of every row of the list."""
        rows = self.page.list.table.rows
        return [rows.text(rows.index(at, 0)) for at in range(rows.rowCount())]

    def click_row(self, at: int) -> None:
        table = self.page.list.table
        click(table.viewport(), table.visualRect(table.rows.index(at, 0)).topLeft() + QPoint(20, 10))

    def head(self) -> str:
        """The line with the name and the count."""
        return self.page.list.head.title()

    def shown(self) -> dict[str, str]:
        """What the panel says, by field."""
        return self.page.panel.details.texts()


def some_groups(workspace: Workspace, *names: str) -> list[str]:
    """Groups by name, in one area."""
    area = put(workspace, "area", name="Ấp Đông Hưng", kind="ap")
    return [put(workspace, "group", name=name, kind="self_management", area=area) for name in names]
