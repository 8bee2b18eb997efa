"""The households that are due: how pressing it is, who, why, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.i18n.dates import short_date
from desktop.services.visit_plan import DueVisit, Reason
from desktop.ui.kit.cells import draw_chip
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.rows import Index
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.words import Words

_ROW: Final = 44
_UPPER: Final = 0.56
"""The share of the first of two lines: its letters are the larger ones."""
_CHIP: Final = 140
_OFFICER: Final = 248
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignVCenter)


class DueModel(QAbstractListModel):
    """The lines of the list; each is read out as one sentence."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.due: Sequence[DueVisit] = ()
        self.today = date.min
        self.private = False

    def show(self, due: Sequence[DueVisit], today: date) -> None:
        self.beginResetModel()
        self.due, self.today = tuple(due), today
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.due)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        due = self.due[index.row()]
        parts = (self.chip(due)[1], due.head, due.address, self.why(due), self.by_whom(due))
        return " · ".join(part for part in parts if part)

    def chip(self, due: DueVisit) -> tuple[Tone, str]:
        days = (self.today - due.planned.on).days
        if days > 0:
            return Tone.LATE, self._words("due.urgency.late", days=days)
        if days == 0:
            return Tone.DUE, self._words("due.urgency.today")
        return Tone.INFO, self._words("due.urgency.soon", days=-days)

    def why(self, due: DueVisit) -> str:
        """Why it is due; what kind of household it is is never said, and an interval may tell of it."""
        planned, language = due.planned, self._words.language
        if planned.reason is Reason.PROMISED:
            return self._words("visits.due.promised", on=short_date(planned.on, language))
        if self.private:
            return self._words("visits.due.private")
        if planned.last is None:
            return self._words("visits.due.never")
        last = short_date(planned.last, language)
        return self._words("visits.due.interval", days=planned.days, last=last)

    def by_whom(self, due: DueVisit) -> str:
        return due.officer or self._words("visits.due.nobody")


class DueDelegate(QStyledItemDelegate):
    """Two lines a household: name and address, why it is due; on the right the officer and the area."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, current_theme().px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, DueModel)
        due = model.due[index.row()]
        theme = current_theme()
        colours = theme.colours
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave out the option's fields
        state = option.state  # type: ignore[attr-defined]  # as above
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, QColor(colours.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        painter.setPen(QColor(colours.divider))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        rect.adjust(Space.M, 0, -Space.M, -1)
        tone, words = model.chip(due)
        room = QRect(rect.left(), rect.top(), theme.px(_CHIP), rect.height())
        draw_chip(painter, theme, tone, words, room, outlined=chosen)
        rect.setLeft(room.right() + Space.M)
        if rect.width() > theme.px(2 * _OFFICER):
            right = QRect(rect)
            right.setLeft(rect.right() - theme.px(_OFFICER))
            self._lines(painter, right, model.by_whom(due), due.area_name, strong=False)
            rect.setRight(right.left() - Space.M)
        quiet = " · ".join(part for part in (model.why(due), due.address) if part)
        self._lines(painter, rect, due.head, quiet, strong=True)
        painter.restore()

    def _lines(self, painter: QPainter, room: QRect, first: str, second: str, *, strong: bool) -> None:
        theme = current_theme()
        upper = round(room.height() * _UPPER)
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        for at, (text, size, colour) in enumerate(
            ((first, Type.BODY, theme.colours.text), (second, Type.CAPTION, theme.colours.muted))
        ):
            height = room.height() - upper if at else upper
            line = QRect(room.left(), room.top() + at * upper, room.width(), height)
            painter.setFont(theme.font(size, weight if at == 0 else QFont.Weight.Normal))
            painter.setPen(QColor(colour))
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, _MIDDLE, elided)


class DueView(QListView):
    """Households that are due.

    Signals:
        opened: the :class:`~desktop.services.visit_plan.DueVisit` that a person wants to write a visit to.
    """

    opened = Signal(object)

    def __init__(self, words: Words, privacy: Privacy) -> None:
        super().__init__()
        self.setObjectName("DueVisits")
        self._model = DueModel(words)
        self._model.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(DueDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(words("nav.tab.due"))
        self.clicked.connect(self._open)
        self.activated.connect(self._open)
        privacy.changed.connect(self._privacy_changed)
        self._privacy_changed(privacy.hidden)

    def show_due(self, due: Sequence[DueVisit], today: date) -> None:
        """Show these; the line that was current stays so where it is still there."""
        at = max(self.currentIndex().row(), 0)
        self._model.show(due, today)
        if due:
            self.setCurrentIndex(self._model.index(min(at, len(due) - 1)))

    def lines(self) -> list[str]:
        """Every line as it is read out."""
        return [str(self._model.data(self._model.index(at))) for at in range(self._model.rowCount())]

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.due[index.row()])

    def _privacy_changed(self, hidden: bool) -> None:  # noqa: FBT001 - a slot of Qt
        self._model.private = hidden
        self.viewport().update()
