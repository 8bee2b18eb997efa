"""Pages that nobody sees cost nothing while the window is laid out."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.stack import PageStack
from desktop.ui.kit.widgets import Button, column, label

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


class Asked(FlowLayout):
    """Counts how often it is asked how high it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.times = 0
        self.addWidget(Button("Chip", "Lọc"))

    def heightForWidth(self, width: int) -> int:
        self.times += 1
        return super().heightForWidth(width)


def test_a_page_that_nobody_sees_is_not_asked_how_high_it_is(qtbot: QtBot) -> None:
    pages = [QWidget(), QWidget()]
    seen, unseen = [Asked(page) for page in pages]
    stack = PageStack()
    for page in pages:
        stack.addWidget(page)
    window = QWidget()
    window.setLayout(column(label("Above", "Danh sách"), stack))
    qtbot.addWidget(window)
    window.show()
    asked = []
    for width in (500, 600, 700, 800, 900):
        window.resize(width, 400)
        QApplication.processEvents()
        asked.append(unseen.times)
    # Once each was laid out at its least and at the size of the window.
    assert len(set(asked[2:])) == 1
    assert seen.geometry().width() == stack.width()
