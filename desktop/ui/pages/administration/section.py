"""One tab of the page: a column of groups that scrolls, no wider than a line of text is easy to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QWidget

from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Role, column, label, row
from desktop.ui.shell.page import Page, PageContext

_WIDEST: Final = 760
_LABELS: Final = 200
_MARGINS: Final = (Space.XL, Space.L, Space.XL, Space.L)


class Section(Page):
    """A tab; what it shows is added in the order of reading."""

    def __init__(self, context: PageContext, name: str) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.context = context
        self.words = context.words
        self.setAccessibleName(name)
        self._column = column(gap=Space.M)
        inside = QWidget()
        inside.setLayout(self._column)
        scroll = ScrollColumn(0, _MARGINS)
        scroll.body.addWidget(narrowed(inside))
        self.setLayout(column(scroll))

    def add(self, *items: QWidget | QLayout) -> None:
        for item in items:
            if isinstance(item, QWidget):
                self._column.addWidget(item)
            else:
                self._column.addLayout(item)

    def add_title(self, key: str) -> None:
        self.add(label("SectionTitle", self.words(key), Role.SECTION))


def narrowed(inside: QWidget, widest: int = _WIDEST) -> QWidget:
    """The widget at the left of what room there is."""
    inside.setMaximumWidth(current_theme().px(widest))
    holder = QWidget()
    line = row(inside)
    line.setStretch(0, 1)
    line.addStretch(0)
    holder.setLayout(line)
    return holder


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
