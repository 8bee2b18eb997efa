"""The lines of the table of figures: a heading for each theme, an indicator in a line, its parts under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from desktop.domain.indicators import Theme
from desktop.i18n.figures import change_text, figure_text
from desktop.i18n.numbers import grouped
from desktop.services.figure_columns import Figure
from desktop.services.indicators import FigureRow
from desktop.ui.kit.rows import Index
from desktop.ui.kit.words import Words

_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(Enum):
    """The columns, in order; the value is the key of its head, ``figures.column.<value>``."""

    INDICATOR = "indicator"
    UNIT = "unit"
    THIS = "this"
    BEFORE = "before"
    LAST_YEAR = "last_year"
    CHANGE = "change"
    TO_DATE = "to_date"
    TARGET = "target"
    NOTE = "note"


COLUMNS: Final = tuple(Column)
FIGURES: Final = (Column.THIS, Column.BEFORE, Column.LAST_YEAR, Column.TO_DATE)
_RIGHT_ONES: Final = (*FIGURES, Column.TARGET)


@dataclass(frozen=True)
class Line:
    """A heading, or an indicator under it."""

    theme: Theme
    row: FigureRow | None = None


def figure_of(row: FigureRow, column: Column) -> Figure | None:
    """The figure in a column that holds one."""
    match column:
        case Column.THIS:
            return row.this
        case Column.BEFORE:
            return row.before
        case Column.LAST_YEAR:
            return row.last_year
        case Column.TO_DATE:
            return row.to_date
        case _:
            return None


class FigureModel(QAbstractTableModel):
    """Figures under their heads."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._lines: tuple[Line, ...] = ()

    def show(self, rows: Sequence[FigureRow]) -> None:
        self.beginResetModel()
        lines: list[Line] = []
        for row in rows:
            if not lines or lines[-1].theme is not row.theme:
                lines.append(Line(row.theme))
            lines.append(Line(row.theme, row))
        self._lines = tuple(lines)
        self.endResetModel()

    def headings(self) -> list[int]:
        """The places of the lines that are heads."""
        return [at for at, each in enumerate(self._lines) if each.row is None]

    def row(self, at: int) -> FigureRow | None:
        """The indicator in a line; None for a heading."""
        return self._lines[at].row if 0 <= at < len(self._lines) else None

    def place(self, code: str, part: str | None) -> int | None:
        """The line of an indicator."""
        wanted = (code, part)
        return next(
            (
                at
                for at, each in enumerate(self._lines)
                if each.row and (each.row.code, each.row.part) == wanted
            ),
            None,
        )

    def text(self, at: int, column: Column) -> str:
        """What a cell says."""
        line, words = self._lines[at], self._words
        row = line.row
        if row is None:
            return words(f"theme.{line.theme.value}") if column is Column.INDICATOR else ""
        figure = figure_of(row, column)
        if figure is not None:
            return figure_text(figure.value, words.language)
        match column:
            case Column.INDICATOR:
                return row.part if row.part is not None else words.choice("indicator", row.code)
            case Column.UNIT:
                return words(f"unit.{row.unit}")
            case Column.CHANGE:
                return change_text(words, row.change, words.language)
            case Column.TARGET:
                return self._target(row)
            case _:
                return "; ".join(self._notes(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index.row(), column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._read_out(index.row(), column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in _RIGHT_ONES else _LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(f"figures.column.{column.value}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in _RIGHT_ONES else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.row(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def _target(self, row: FigureRow) -> str:
        if row.target is None:
            return ""
        value = grouped(row.target.value, self._words.language)
        return self._words("figures.of_year", value=value) if row.target.of_year else value

    def _notes(self, row: FigureRow) -> list[str]:
        """What is to be known of the figures of a line; which ones it concerns is marked in their cells."""
        if row.this.reported:
            return [self._by_reports(row.this)]
        figures = [figure for column in FIGURES if (figure := figure_of(row, column)) is not None]
        notes = []
        if any(figure.mixed for figure in figures):
            notes.append(self._words("figures.mixed"))
        elif any(figure.typed for figure in figures):
            notes.append(self._words("figures.typed"))
        if any(figure.partial for figure in figures):
            notes.append(self._words("figures.partial"))
        return notes

    def _by_reports(self, figure: Figure) -> str:
        if figure.units is None:
            return self._words("figures.reported")
        have, of = (grouped(each, self._words.language) for each in figure.units)
        return self._words("figures.reported.units", have=have, of=of)

    def _tip(self, at: int, column: Column) -> str | None:
        row = self.row(at)
        figure = figure_of(row, column) if row is not None else None
        if figure is None:
            return self.text(at, column) or None
        if figure.reported:
            return self._by_reports(figure)
        if figure.value is None:
            return self._words("figures.unknown")
        if figure.typed and figure.sources:
            return self._words("figures.typed.why", sources="; ".join(figure.sources))
        if figure.typed:
            return self._words("figures.typed.no_source")
        return self._words("figures.partial.why" if figure.partial else "figures.open")

    def _read_out(self, at: int, column: Column) -> str:
        row = self.row(at)
        if row is None or figure_of(row, column) is None:
            return self.text(at, column)
        facts = {"indicator": self.text(at, Column.INDICATOR), "unit": self.text(at, Column.UNIT)}
        return self._words("figures.read", value=self.text(at, column), **facts)
