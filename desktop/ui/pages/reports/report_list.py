"""The reports there are, the latest first, each with the chip of its state; the one that is due stands on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.domain.periods import Period
from desktop.domain.registers import REPORT
from desktop.i18n.figures import period_name, period_range
from desktop.services.report_views import ReportLine
from desktop.ui.kit.cells import draw_chip
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.rows import Index
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.tones import tone_of
from desktop.ui.kit.words import Words

_ROW: Final = 78
_LINE: Final = 20
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Listed:
    """A report, or a period whose report nobody has begun; ``station`` names the unit where it is another one."""

    period: Period
    line: ReportLine | None = None
    late: bool = False
    station: str = ""

    @property
    def key(self) -> str:
        """What it is found by again."""
        period = self.period
        named = f"{period.kind.value} {period.year} {period.number} {period.first}"
        return self.line.id if self.line is not None else named


def chip_of(listed: Listed, words: Words) -> tuple[Tone, str]:
    """How a report stands: the tone and the words of its chip."""
    if listed.line is None:
        late = listed.late
        return (Tone.LATE if late else Tone.DUE), words("reports.chip.late" if late else "reports.chip.due")
    state = listed.line.state.value
    return tone_of(REPORT.by_name["state"], state) or Tone.NEUTRAL, words.choice("report_state", state)


class ReportModel(QAbstractListModel):
    """The lines; each is read out as one sentence."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.items: Sequence[Listed] = ()

    def show(self, items: Sequence[Listed]) -> None:
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        item = self.items[index.row()]
        return " · ".join((self.name(item), self.days(item), chip_of(item, self._words)[1]))

    def name(self, item: Listed) -> str:
        name = period_name(self._words, item.period)
        if item.line is not None and item.line.supplements:
            return self._words("reports.supplement.named", period=name)
        return name

    def days(self, item: Listed) -> str:
        days = period_range(item.period, self._words.language)
        return f"{item.station} · {days}" if item.station else days

    def chip(self, item: Listed) -> tuple[Tone, str]:
        return chip_of(item, self._words)


class ReportDelegate(QStyledItemDelegate):
    """The period, its days under it, and the chip of its state."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, current_theme().px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ReportModel)
        item, theme = model.items[index.row()], current_theme()
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
        inside = rect.adjusted(Space.M, Space.XS, -Space.S, -Space.XS)
        step = theme.px(_LINE)
        for at, (text, size, weight, ink) in enumerate(
            (
                (model.name(item), Type.BODY, QFont.Weight.DemiBold, colours.text),
                (model.days(item), Type.CAPTION, QFont.Weight.Normal, colours.muted),
            )
        ):
            line = QRect(inside.left(), inside.top() + at * step, inside.width(), step)
            painter.setFont(theme.font(size, weight))
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, _MIDDLE, shown)
        top = inside.top() + 2 * step
        room = QRect(inside.left(), top, inside.width(), inside.bottom() - top)
        tone, said = model.chip(item)
        draw_chip(painter, theme, tone, said, room, outlined=chosen)
        painter.restore()


class ReportList(QListView):
    """Reports.

    Signals:
        chosen: the :class:`Listed` that is current now.
    """

    chosen = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("ReportList")
        self._model = ReportModel(words)
        self._model.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(ReportDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(words("reports.list"))
        self.selectionModel().currentChanged.connect(self._current_changed)

    def show_items(self, items: Sequence[Listed], key: str | None) -> None:
        """Show these, the one of ``key`` current, else the first."""
        self.blockSignals(True)
        self._model.show(items)
        at = next((at for at, each in enumerate(items) if each.key == key), 0)
        if items:
            self.setCurrentIndex(self._model.index(at))
        self.blockSignals(False)

    def current(self) -> Listed | None:
        at = self.currentIndex().row()
        return self._model.items[at] if 0 <= at < len(self._model.items) else None

    def texts(self) -> list[str]:
        """Every line as it is read out."""
        return [str(self._model.data(self._model.index(at))) for at in range(self._model.rowCount())]

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.items[index.row()])
