"""The table of a register: many rows, one of them current; it speaks of records, never of data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.domain.fields import Register
from desktop.ui.kit.cells import CellDelegate
from desktop.ui.kit.columns import columns_of, fit
from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.named import named
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.rows import RowModel, RowSource
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.words import Words

_ARROW: Final = 12
_HEAD: Final = 36
_HIGH_HEAD: Final = 48
_OPENS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Header(QHeaderView):
    """The heads of the columns, drawn by us: whole accents, the sorted one marked; a long one takes two lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        high = any(len(self._lines(at)) > 1 for at in self._shown())
        return QSize(super().sizeHint().width(), current_theme().px(_HIGH_HEAD if high else _HEAD))

    def elided(self) -> list[str]:
        """The heads that have no room even in two lines; their tooltips say them whole."""
        return [self._title(at) for at in self._shown() if " ".join(self._lines(at)) != self._title(at)]

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = current_theme()
        colours = theme.colours
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        painter.save()
        painter.fillRect(rect, QColor(colours.surface))
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(Space.S, 0, -Space.S, -1)
        if sorted_here:
            self._draw_arrow(painter, inside)
            inside.setRight(inside.right() - _ARROW - 2)
        painter.setFont(self.font())
        painter.setPen(QColor(colours.text if sorted_here else colours.muted))
        flags = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert isinstance(flags, Qt.AlignmentFlag)
        painter.drawText(inside, int(flags.value), "\n".join(self._lines(section)))
        painter.restore()

    def _shown(self) -> Iterator[int]:
        return (at for at in range(self.count()) if not self.isSectionHidden(at))

    def _title(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal))

    def _lines(self, section: int) -> list[str]:
        """The words of a head on one line or two, the last one elided where it must be."""
        metrics = self.fontMetrics()
        room = self.sectionSize(section) - 2 * Space.S
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            room -= _ARROW + 2
        first, *rest = self._title(section).split(" ")
        while rest and metrics.horizontalAdvance(f"{first} {rest[0]}") <= room:
            first = f"{first} {rest.pop(0)}"
        lines = [first, " ".join(rest)] if rest else [first]
        return [metrics.elidedText(each, Qt.TextElideMode.ElideRight, room) for each in lines]

    def _draw_arrow(self, painter: QPainter, inside: QRect) -> None:
        colours = current_theme().colours
        spot = QRect(inside.right() - _ARROW, inside.center().y() - _ARROW // 2, _ARROW, _ARROW)
        painter.save()
        painter.translate(spot.center())
        # The icon points down, as an order does in which the largest comes first.
        if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder:
            painter.rotate(180)
        painter.translate(-spot.center())
        draw_icon(painter, "chevron-down", colours.text, spot.toRectF())
        painter.restore()


class RowTable(QTableView):
    """Rows of one register.

    Signals:
        chosen: the id of the row a person moved to or clicked.
        opened: the id of the row a person wants to see: Enter, or a click.
        sort_asked: the name of a field, and whether from the largest down.
    """

    chosen = Signal(str)
    opened = Signal(str)
    sort_asked = Signal(str, bool)

    def __init__(self, name: str, register: Register, words: Words, privacy: Privacy) -> None:
        super().__init__()
        self.setObjectName(name)
        self.rows = RowModel(columns_of(register, words), words)
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setItemDelegate(CellDelegate(self))
        self._sorting: tuple[str | None, bool] = (None, False)
        self._header = named(Header(self), f"{name}Header")
        self.setHorizontalHeader(self._header)
        self._header.sectionClicked.connect(self._head_clicked)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumWidth(200)
        privacy.changed.connect(self._privacy_changed)
        self._privacy_changed(privacy.hidden)
        self._dress()

    def show_rows(self, source: RowSource) -> bool:
        """Show a source; the record that was current stays so where it is still near.

        False where another was shown while this one was read.
        """
        kept, near = self.current_record(), self.currentIndex().row()
        offset = self.verticalScrollBar().value()
        if not self.rows.show(source, near, *self._rows_at(offset)):
            return False
        self.verticalScrollBar().setValue(offset)
        if kept is not None:
            self.show_current(kept, near)
        return True

    def show_current(self, record: str | None, near: int = 0) -> bool:
        """Mark a record as current without telling anyone; whether it was found."""
        at = self.rows.find(record, near) if record is not None else None
        if at is None:
            self.selectionModel().clear()
            return False
        self.selectionModel().setCurrentIndex(
            self.rows.index(at, max(self.currentIndex().column(), 0)),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        return True

    def show_sorting(self, field: str | None, *, descending: bool) -> None:
        """Mark the column by which the rows are sorted."""
        self._sorting = (field, descending)
        at = next((i for i, each in enumerate(self.rows.columns) if each.field.name == field), None)
        self._header.setSortIndicatorShown(at is not None)
        if at is not None:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            self._header.setSortIndicator(at, order)

    def current_record(self) -> str | None:
        """The id of the current row."""
        index = self.currentIndex()
        row = self.rows.row(index.row()) if index.isValid() else None
        return row.id if row else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._tell(self.opened)
            return
        if event.text() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            # Qt would look for a row that begins with the letter, by reading all of them.
            event.ignore()
            return
        before = self.current_record()
        super().keyPressEvent(event)
        if self.current_record() != before:
            self._tell(self.chosen)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self._tell(self.chosen)
            self._tell(self.opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # Read before it is painted, which must not wait for a disk; a paint that lays the rows out first cannot wait.
        paints = self.viewport().testAttribute(Qt.WidgetAttribute.WA_WState_InPaintEvent)
        count = self.rows.rowCount()
        came = False
        if dy and count and not paints:
            first, last = self._rows_at(self.verticalScrollBar().value())
            came = self.rows.fetch(min(first, count - 1), min(last, count - 1))
        super().scrollContentsBy(dx, dy)
        if came:
            # A bar that is held down scrolls on meanwhile: what was moved then is moved twice.
            self.viewport().update()

    def _rows_at(self, offset: int) -> tuple[int, int]:
        """The first and the last row that are seen when it is scrolled so far, in pixels."""
        high = self.verticalHeader().defaultSectionSize()
        return offset // high, (offset + self.viewport().height()) // high

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._delegate().set_hovered(-1)
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._delegate().set_hovered(self.rowAt(event.position().toPoint().y()))
        return super().viewportEvent(event)

    def _delegate(self) -> CellDelegate:
        delegate = self.itemDelegate()
        assert isinstance(delegate, CellDelegate)
        return delegate

    def _tell(self, signal: object) -> None:
        record = self.current_record()
        if record is not None:
            (self.chosen if signal is self.chosen else self.opened).emit(record)

    def _head_clicked(self, at: int) -> None:
        column = self.rows.columns[at]
        field, descending = self._sorting
        # Qt has turned its mark already; what is sorted by is marked when it is.
        self.show_sorting(field, descending=descending)
        if column.sortable:
            self.sort_asked.emit(column.field.name, field == column.field.name and not descending)

    def _privacy_changed(self, hidden: bool) -> None:  # noqa: FBT001 - a slot of Qt
        self.rows.set_private(private=hidden)

    def _dress(self) -> None:
        theme = current_theme()
        self.verticalHeader().setMinimumSectionSize(theme.row_height)
        self.verticalHeader().setDefaultSectionSize(theme.row_height)
        self._fit_columns()

    def _fit_columns(self) -> None:
        measure = QFontMetrics(self._header.font())
        scale = current_theme().scale / 100
        widths = fit(self.rows.columns, self.viewport().width(), measure.horizontalAdvance, scale)
        for at, width in enumerate(widths):
            self._header.resizeSection(at, width)
        # The heads may need more lines now, or fewer.
        self.updateGeometries()
