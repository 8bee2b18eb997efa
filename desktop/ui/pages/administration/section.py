"""One tab of the page: a column of groups that scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QWidget

from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.shell.page import Page, PageContext

_LABELS: Final = 200


class Section(Page):
    """A tab; what it shows is added in the order of reading."""

    def __init__(self, context: PageContext, name: str) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.context = context
        self.words = context.words
        self.setAccessibleName(name)
        self._scroll = ScrollColumn(Space.M, (Space.XL, Space.L, Space.XL, Space.L))
        self.setLayout(column(self._scroll))

    def add(self, *items: QWidget | QLayout) -> None:
        for item in items:
            if isinstance(item, QWidget):
                self._scroll.body.addWidget(item)
            else:
                self._scroll.body.addLayout(item)

    def add_room(self) -> None:
        """Let nothing above grow higher than it needs."""
        self._scroll.body.addStretch(1)

    def add_title(self, key: str) -> None:
        self.add(label("SectionTitle", self.words(key), Role.SECTION))


class Facts(QFrame):
    """Labels and what stands beside them, which may be marked and copied."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.setAccessibleName(title)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, current_theme().px(_LABELS))
        self._texts: list[tuple[str, str]] = []
        margins = (Space.L, Space.S, Space.L, Space.M)
        self.setLayout(column(label(f"{name}Title", title, Role.SECTION), self._grid, margins=margins))

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """(label, text) in order, in place of what was shown."""
        while self._grid.count():
            old = self._grid.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._texts = list(facts)
        for at, (title, text) in enumerate(facts):
            value = label("Fact", text, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label("FactLabel", title, Role.MUTED), at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, at, 1)

    def texts(self) -> dict[str, str]:
        """What it says, by label."""
        return dict(self._texts)
