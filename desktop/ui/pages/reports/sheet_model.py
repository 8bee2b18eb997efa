"""A sheet of somebody's form as it is read, and over it what is known of single cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from desktop.domain.form_words import Place, Sheet, is_blank
from desktop.ui.kit.rows import Index

_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE: Final = Qt.AlignmentFlag.AlignCenter


class State(Enum):
    """How a cell is drawn, unless it is one of the form's own words."""

    POINTED = "pointed"
    PROPOSED = "proposed"
    TROUBLE = "trouble"
    LOCKED = "locked"
    ABSENT = "absent"
    """A row of a document begins further in, or has fewer cells than the longest."""


@dataclass(frozen=True)
class Mark:
    """What is known of a cell.

    Attributes:
        text: shown in place of the form's own; None leaves that.
        tip: said when the mouse rests on it, and read out.
    """

    state: State
    tip: str = ""
    text: str | None = None


_ABSENT: Final = Mark(State.ABSENT)


class SheetModel(QAbstractTableModel):
    """Rows and columns of one sheet or table; ``letters`` heads its columns A, B, C."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet = Sheet((), {})
        self._letters = True
        self._marks: Mapping[Place, Mark] = {}

    def show(self, sheet: Sheet, *, letters: bool) -> None:
        self.beginResetModel()
        self._sheet = sheet
        self._letters = letters
        self._marks = {}
        self.endResetModel()

    def set_marks(self, marks: Mapping[Place, Mark]) -> None:
        """Other marks over the same sheet."""
        self._marks = marks
        if self._sheet.rows:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    def mark(self, place: Place) -> Mark | None:
        """What is known of a cell, if anything."""
        row, column = place
        beyond = self._sheet.ragged and column >= len(self._sheet.rows[row])
        if beyond or self._sheet.shadowed.get(place) == place:
            return _ABSENT
        return self._marks.get(place)

    def text(self, place: Place) -> str:
        """What a cell shows."""
        mark = self.mark(place)
        return mark.text if mark is not None and mark.text is not None else self._sheet.text(*place)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self._sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else self._sheet.width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        place = (index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(place)
        mark = self.mark(place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return mark.tip if mark is not None and mark.tip else self.text(place) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(filter(None, (self.text(place), mark.tip if mark is not None else "")))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if is_blank(self.text(place)) or (mark and mark.text) else _LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _MIDDLE
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal and self._letters:
            return column_letters(section)
        return str(section + 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.mark((index.row(), index.column())) is _ABSENT:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


def column_letters(column: int) -> str:
    """A, B, … Z, AA of a column from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
