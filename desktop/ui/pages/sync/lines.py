"""What a bundle changes, record by record: a head with its fate, then each field before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.domain.fields import STATE, Registry
from desktop.services.bundles import Fate, Line
from desktop.services.views import Cell, FieldChange
from desktop.ui.kit.cells import draw_chip
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.shown import cell_text
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.words import Words

Index: TypeAlias = QModelIndex | QPersistentModelIndex

TONES: Final = {
    Fate.CONFLICTING: Tone.DUE,
    Fate.MERGED: Tone.INFO,
    Fate.CHANGED: Tone.NEUTRAL,
    Fate.NEW: Tone.DONE,
    Fate.GONE: Tone.LATE,
    Fate.ALREADY_HERE: Tone.NEUTRAL,
}

_ROW: Final = 28
_CHIP: Final = 210
_LABEL: Final = 220
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True)
class Head:
    """The first row of a record."""

    line: Line


Told: TypeAlias = Head | FieldChange


class LinesModel(QAbstractListModel):
    """Heads and fields in one column; what is sensitive is hidden while F9 says so."""

    def __init__(self, registry: Registry, words: Words, privacy: Privacy) -> None:
        super().__init__()
        self._registry = registry
        self._words = words
        self._privacy = privacy
        self.rows: Sequence[Told] = ()
        privacy.changed.connect(self._repaint)

    def show(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.rows = tuple(_rows(lines))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        told = self.rows[index.row()]
        if isinstance(told, Head):
            return f"{self.fate(told)} · {self.title(told)}"
        return self._words("sync.line", field=self.label(told), value=self.value(told))

    def fate(self, head: Head) -> str:
        return self._words(f"fate.{head.line.fate.value}")

    def title(self, head: Head) -> str:
        register = self._words.register(head.line.register)
        return f"{register}: {head.line.title}" if head.line.title else register

    def label(self, change: FieldChange) -> str:
        if change.field == STATE:
            return self._words("sync.line.state")
        return self._words.field(change.register, change.field)

    def value(self, change: FieldChange) -> str:
        """What stands in the field now, after what stood in it before if anything did."""
        after = self._text(change, change.after) or self._words("sync.line.empty")
        if change.before == Cell():
            return after
        before = self._text(change, change.before) or self._words("sync.line.empty")
        return self._words("sync.line.changed", before=before, after=after)

    def _text(self, change: FieldChange, cell: Cell) -> str:
        if change.field == STATE:
            return self._words(f"sync.standing.{cell.value}") if cell.value else ""
        field = self._registry[change.register].by_name[change.field]
        return cell_text(self._words, field, cell, private=self._privacy.hidden)

    def _repaint(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))


def _rows(lines: Sequence[Line]) -> Iterator[Told]:
    for line in lines:
        yield Head(line)
        yield from line.fields


class LinesDelegate(QStyledItemDelegate):
    """Draws a head as a chip and a name, a field as its label and its words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, current_theme().px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, LinesModel)
        told = model.rows[index.row()]
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        painter.save()
        if isinstance(told, Head):
            if index.row():
                painter.fillRect(
                    rect.left(), rect.top(), rect.width(), 1, QColor(current_theme().colours.divider)
                )
            self._draw_head(painter, rect, model, told)
        else:
            self._draw_field(painter, rect, model, told)
        painter.restore()

    def _draw_head(self, painter: QPainter, rect: QRect, model: LinesModel, head: Head) -> None:
        theme = current_theme()
        inside = rect.adjusted(Space.M, 0, -Space.M, 0)
        chip = QRect(inside)
        chip.setWidth(min(theme.px(_CHIP), inside.width() // 2))
        draw_chip(painter, theme, TONES[head.line.fate], model.fate(head), chip)
        inside.setLeft(chip.right() + Space.M)
        self._draw(painter, inside, model.title(head), theme.colours.text, QFont.Weight.DemiBold)

    def _draw_field(self, painter: QPainter, rect: QRect, model: LinesModel, change: FieldChange) -> None:
        theme = current_theme()
        inside = rect.adjusted(Space.M, 0, -Space.M, 0)
        title = QRect(inside)
        title.setWidth(min(theme.px(_LABEL), inside.width() // 2) - Space.M)
        self._draw(painter, title, model.label(change), theme.colours.muted)
        inside.setLeft(title.right() + Space.M + 1)
        self._draw(painter, inside, model.value(change), theme.colours.text)

    def _draw(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        ink: str,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> None:
        painter.setFont(current_theme().font(Type.BODY, weight))
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _MIDDLE, shown)


class LinesList(QListView):
    """As high as all its rows: the page around it scrolls."""

    def __init__(self, registry: Registry, words: Words, privacy: Privacy) -> None:
        super().__init__()
        self.setObjectName("LinesList")
        self.lines = LinesModel(registry, words, privacy)
        self.setModel(self.lines)
        self.setItemDelegate(LinesDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.lines.show(lines)
        self.setFixedHeight(current_theme().px(_ROW) * len(self.lines.rows) + 1)

    def texts(self) -> list[str]:
        """Every row in words."""
        return [str(self.lines.data(self.lines.index(at))) for at in range(len(self.lines.rows))]
