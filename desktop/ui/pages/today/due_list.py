"""The list of what is due: the latest first, each with a chip that says how pressing it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.i18n.dates import short_date
from desktop.services.today import Due
from desktop.ui.kit.cells import draw_chip
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.words import Words

_ROW: Final = 44
_CHIP: Final = 132
_DATE: Final = 88
_DAYS_COUNTED: Final = 90
_YEARS_FROM: Final = 24
_VIOLENCE: Final = "violence"


def urgency(due: Due, today: date) -> tuple[Tone, str, dict[str, object]]:
    """How pressing it is: the tone, and the key and facts of its words."""
    if due.kind == _VIOLENCE:
        return Tone.LATE, "due.urgency.violence", {}
    days = (today - due.on).days
    if days > 0:
        return Tone.LATE, *_late(days)
    return (
        (Tone.DUE, "due.urgency.today", {}) if days == 0 else (Tone.INFO, "due.urgency.soon", {"days": -days})
    )


def _late(days: int) -> tuple[str, dict[str, object]]:
    """After some weeks nobody counts days."""
    if days <= _DAYS_COUNTED:
        return "due.urgency.late", {"days": days}
    months = days // 30
    return (
        ("due.urgency.months", {"months": months})
        if months < _YEARS_FROM
        else (
            "due.urgency.years",
            {"years": days // 365},
        )
    )


class DueModel(QAbstractListModel):
    """The lines of the list; each is read out as one sentence."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.due: Sequence[Due] = ()
        self.today = date.min

    def show(self, due: Sequence[Due], today: date) -> None:
        self.beginResetModel()
        self.due, self.today = tuple(due), today
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.due)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        due = self.due[index.row()]
        parts = (self.chip(due)[1], self.what(due), self.title(due), due.hit.subtitle)
        return " · ".join(part for part in parts if part)

    def chip(self, due: Due) -> tuple[Tone, str]:
        tone, key, facts = urgency(due, self.today)
        return tone, self._words(key, **facts)

    def what(self, due: Due) -> str:
        what = self._words(f"due.{due.kind}")
        return self._words("due.taken_over", what=what) if due.taken_over else what

    def title(self, due: Due) -> str:
        return due.hit.title or self._words.register(due.hit.register)

    def day(self, due: Due) -> str:
        return short_date(due.on, self._words.language)


class DueDelegate(QStyledItemDelegate):
    """Chip, what is to be done with whom, and the day."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(10, current_theme().px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, DueModel)
        due = model.due[index.row()]
        theme = current_theme()
        colours = theme.colours
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]  # as above
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        painter.setPen(QColor(colours.divider))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        rect.adjust(Space.M, 0, -Space.M, 0)
        tone, words = model.chip(due)
        room = QRect(rect.left(), rect.top(), theme.px(_CHIP), rect.height())
        draw_chip(painter, theme, tone, words, room)
        rect.setLeft(rect.left() + theme.px(_CHIP) + Space.M)
        day = QRect(rect)
        day.setLeft(rect.right() - theme.px(_DATE))
        painter.setFont(theme.font())
        painter.setPen(QColor(colours.muted))
        painter.drawText(
            day, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), model.day(due)
        )
        rect.setRight(day.left() - Space.S)
        self._draw_words(painter, rect, model, due)
        painter.restore()

    def _draw_words(self, painter: QPainter, rect: QRect, model: DueModel, due: Due) -> None:
        theme = current_theme()
        bold = theme.font(Type.BODY, QFont.Weight.DemiBold)
        title = QFontMetrics(bold).elidedText(model.title(due), Qt.TextElideMode.ElideRight, rect.width())
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(bold)
        painter.setPen(QColor(theme.colours.text))
        painter.drawText(rect, middle, title)
        rect.setLeft(rect.left() + QFontMetrics(bold).horizontalAdvance(title) + Space.M)
        quiet = " · ".join(part for part in (model.what(due), due.hit.subtitle) if part)
        if rect.width() > theme.px(60):
            painter.setFont(theme.font())
            painter.setPen(QColor(theme.colours.muted))
            text = painter.fontMetrics().elidedText(quiet, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, middle, text)


class DueList(QListView):
    """Opens what is due by Enter or a click.

    Signals:
        opened: the :class:`~desktop.services.today.Due`.
    """

    opened = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("DueList")
        self._model = DueModel(words)
        self.setModel(self._model)
        self.setItemDelegate(DueDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def show_due(self, due: Sequence[Due], today: date) -> None:
        self._model.show(due, today)
        if due:
            self.setCurrentIndex(self._model.index(0))

    def lines(self) -> list[str]:
        """Every line as it is read out."""
        return [str(self._model.data(self._model.index(at))) for at in range(self._model.rowCount())]

    def open_first(self) -> None:
        if self._model.due:
            self.opened.emit(self._model.due[0])

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.due[index.row()])
