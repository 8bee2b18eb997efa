"""Step 2: which column is what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QFrame, QGridLayout

from desktop.base.text import fold
from desktop.ui.kit.choosing import PickEditor
from desktop.ui.kit.named import named
from desktop.ui.kit.popup import Item
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import ElidedLabel, Role, label
from desktop.ui.kit.words import Words
from desktop.ui.pages.importing.step import Step
from desktop.ui.pages.importing.work import ImportWork

NOTHING: Final = "-"
"""The key of a column that is left out."""

_WIDEST: Final = 1000
_FIELD: Final = 280
_HEAD: Final = 220


class ColumnEditor(PickEditor):
    """Picks what a column is; nothing typed means that it is left out."""

    def __init__(self, at: int, words: Words, items: Sequence[Item]) -> None:
        super().__init__(f"Column_{at}", words)
        self.column = at
        self._items = items

    def options(self, text: str) -> Sequence[Item]:
        typed = fold(text)
        return [item for item in self._items if f" {typed}" in f" {fold(item.title)}"]

    def title_of(self, key: str, text: str | None) -> str:
        return next((item.title for item in self._items if item.key == key), key)


class ColumnStep(Step):
    """Each column with its head and some of its texts, and what it becomes."""

    def __init__(self, words: Words, work: ImportWork) -> None:
        super().__init__(words, work, "columns")
        self._scroll = ScrollColumn(0, (0, 0, Space.S, 0))
        self._scroll.widget().setMaximumWidth(current_theme().px(_WIDEST))
        self.editors: dict[int, ColumnEditor] = {}
        self._shown: object = None
        self.add(self._scroll, stretch=1)

    def begin(self) -> None:
        if self.work.opened is not None and self._shown is not self.work.opened:
            self._shown = self.work.opened
            self._make_rows()
        if self.editors:
            self.setFocusProxy(next(iter(self.editors.values())))

    def problem(self) -> str:
        missing, doubled = self.work.missing(), self.work.doubled()
        if missing:
            return self.words("importing.columns.missing", names=", ".join(missing))
        if doubled:
            return self.words("importing.columns.doubled", names=", ".join(doubled))
        return ""

    def _make_rows(self) -> None:
        opened = self.work.opened
        assert opened is not None
        self._scroll.clear()
        self.editors = {}
        items = [Item(NOTHING, self.words("importing.columns.nothing"))]
        items += [Item(key, title) for key, title in self.work.column_titles().items()]
        theme = current_theme()
        frame = named(QFrame(), "Columns")
        grid = QGridLayout(frame)
        grid.setContentsMargins(Space.XS, 0, 0, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnMinimumWidth(0, theme.px(_HEAD))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for at, key in enumerate(("head", "samples", "field")):
            grid.addWidget(label("ColumnsHead", self.words(f"importing.columns.{key}"), Role.LABEL), 0, at)
        for at, head in enumerate(opened.table.headers):
            samples = self.work.samples(at)
            if not head and not samples:
                continue
            editor = ColumnEditor(at, self.words, items)
            editor.setFixedWidth(theme.px(_FIELD))
            editor.set_value(self.work.mapping.get(at, NOTHING))
            editor.edited.connect(self._picked)
            line = grid.rowCount()
            name = head or self.words("importing.columns.unnamed", number=at + 1)
            grid.addWidget(ElidedLabel("ColumnHead", name), line, 0)
            grid.addWidget(ElidedLabel("ColumnSamples", " · ".join(samples), Role.MUTED), line, 1)
            grid.addWidget(editor, line, 2)
            self.editors[at] = editor
        self._scroll.body.addWidget(frame)

    def _picked(self) -> None:
        editor = self.sender()
        assert isinstance(editor, ColumnEditor)
        key = editor.value()
        if key is None or key == NOTHING:
            self.work.mapping.pop(editor.column, None)
        else:
            self.work.mapping[editor.column] = str(key)
        self.changed.emit()
