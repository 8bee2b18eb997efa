"""A table of any length that holds a bounded number of rows: pages are read when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.services.views import Cell, Row
from desktop.ui.kit.columns import Column
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.shown import cell_text
from desktop.ui.kit.words import Words

PAGE: Final = 100
PAGES_KEPT: Final = 8

Index = QModelIndex | QPersistentModelIndex

_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowSource(Protocol):
    """Where rows come from, in the order in which the table shows them."""

    def count(self) -> int:
        """How many rows there are."""

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        """Rows from ``offset`` on, at most ``limit``."""


class NoRows:
    """Nothing yet."""

    def count(self) -> int:
        return 0

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        return ()


class RowModel(QAbstractTableModel):
    """Rows of a source under a register's columns."""

    def __init__(self, columns: Sequence[Column], words: Words) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._words = words
        self._source: RowSource = NoRows()
        self._count = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._coming: set[int] = set()
        self._private = False

    def show(self, source: RowSource, *near: int) -> bool:
        """Show another source, or the same one anew; what was loaded is forgotten.

        The first page is read, and those with the rows ``near`` which a person is. False where another source was
        shown meanwhile.
        """
        self._source = source
        count, pages = meanwhile(partial(_first_rows, source, near))
        if self._source is not source:
            return False
        self.beginResetModel()
        self._count = count
        self._pages.clear()
        self._pages.update(pages)
        self.endResetModel()
        return True

    def fetch(self, first: int, last: int) -> bool:
        """Reads what is not held yet of the rows from ``first`` to ``last``; meanwhile they are empty.

        Whether that was so: what was painted of them is to be painted again.
        """
        missing = [each for each in range(first // PAGE, last // PAGE + 1) if each not in self._pages]
        if not missing or self._coming:
            return bool(missing)
        source = self._source
        self._coming.update(missing)
        try:
            pages = meanwhile(partial(_pages_of, source, missing))
        finally:
            self._coming.clear()
        if self._source is source:
            for number, page in pages.items():
                self._keep(number, page)
        return True

    def set_private(self, *, private: bool) -> None:
        """Hide sensitive columns wholly, or show them as they come."""
        if self._private != private:
            self._private = private
            if self._count:
                self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self.columns) - 1))

    @property
    def private(self) -> bool:
        return self._private

    @property
    def loaded_rows(self) -> int:
        """How many rows are held now."""
        return sum(len(page) for page in self._pages.values())

    def row(self, at: int) -> Row | None:
        """The row at a place; None when it vanished since the rows were counted."""
        page = self._page(at // PAGE)
        place = at % PAGE
        return page[place] if place < len(page) else None

    def find(self, record: str, near: int = 0) -> int | None:
        """Where a record stands, looked for where it stood, on the first page, and among what is loaded."""
        for number in dict.fromkeys((max(near, 0) // PAGE, 0, *self._pages)):
            for place, row in enumerate(self._page(number)):
                if row.id == record:
                    return number * PAGE + place
        return None

    def cell(self, index: Index) -> Cell:
        row = self.row(index.row())
        return row.cells.get(self.columns[index.column()].field.name, Cell()) if row else Cell()

    def text(self, index: Index) -> str:
        """What a cell says."""
        column = self.columns[index.column()]
        row = self.row(index.row())
        if row is None:
            return ""
        cell = row.cells.get(column.field.name, Cell())
        # A column of "no" is noise; what is there stands out better alone.
        if cell.value is False:
            return ""
        return cell_text(self._words, column.field, cell, private=self._private)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[index.column()].right else _LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].right else _LEFT
        return None

    def _page(self, number: int) -> Sequence[Row]:
        page = self._pages.get(number)
        if page is not None:
            self._pages.move_to_end(number)
        elif number in self._coming:
            return ()
        else:
            page = self._source.rows(number * PAGE, PAGE)
            self._keep(number, page)
        return page

    def _keep(self, number: int, page: Sequence[Row]) -> None:
        self._pages[number] = page
        if len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)


def _first_rows(source: RowSource, near: Iterable[int]) -> tuple[int, dict[int, Sequence[Row]]]:
    """How many rows there are, and those of the pages that are looked at first."""
    count = source.count()
    if not count:
        return 0, {}
    return count, _pages_of(source, sorted({min(max(at, 0), count - 1) // PAGE for at in (0, *near)}))


def _pages_of(source: RowSource, numbers: Iterable[int]) -> dict[int, Sequence[Row]]:
    return {number: source.rows(number * PAGE, PAGE) for number in numbers}
