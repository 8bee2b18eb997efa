"""The navigation on the left: an icon and a word for each entry, never an icon alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.kit.icons import draw_icon
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.words import Words
from desktop.ui.shell.entries import Entry
from desktop.ui.shell.layouts import Layout

WIDTH: Final = {Layout.WIDE: 216, Layout.RAIL: 84, Layout.NARROW: 216}
"""Logical pixels, before the text scale."""

_ICON: Final = 20
_BAR: Final = 3
_GAP: Final = 2
_SIDE: Final = 1
_CHIP: Final = 28
_MOST: Final = 99


class NavigationButton(QAbstractButton):
    """One entry; draws itself, words beside the icon or under it."""

    def __init__(self, entry: Entry, words: Words) -> None:
        super().__init__()
        self.setObjectName(f"Nav_{entry.id}")
        self.entry = entry
        self._rail = False
        self._count = 0
        self.setText(words(entry.words))
        self.setCheckable(True)
        # A click shows the page, which then has the keyboard.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        tip = self.text()
        if entry.shortcut is not None:
            keys = QKeySequence(entry.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
            tip = f"{tip} ({keys})"
        self.setToolTip(tip)

    def set_count(self, count: int) -> None:
        """How many things wait behind the entry; none is not shown."""
        if count != self._count:
            self._count = count
            self.update()

    def count_text(self) -> str:
        """What the chip says; nothing while there is none."""
        return "" if not self._count else str(self._count) if self._count <= _MOST else f"{_MOST}+"

    def set_rail(self, *, rail: bool) -> None:
        self._rail = rail
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        if not self._rail:
            return QSize(100, theme.px(40))
        width = theme.px(WIDTH[Layout.RAIL])
        return QSize(width, 2 * Space.S + _ICON + _GAP + self._rail_words_height(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.setBrush(QColor(colours.selected if self.isChecked() else colours.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        ink = colours.accent if self.isChecked() else colours.text
        if self.isChecked():
            painter.setBrush(QColor(colours.accent))
            height = min(_ICON, self.height() - 2 * Space.XS)
            painter.drawRoundedRect(QRectF(0, (self.height() - height) / 2, _BAR, height), 1.5, 1.5)
        draw_icon(painter, self.entry.icon, ink, QRectF(self._icon_rect()))
        painter.setPen(QColor(ink))
        painter.setFont(self._font())
        painter.drawText(self._words_rect(), self._flags(), self.text())
        if self._count:
            self._draw_count(painter)
        painter.end()

    def _draw_count(self, painter: QPainter) -> None:
        theme, text = current_theme(), self.count_text()
        pair = theme.colours.chips[Tone.DUE]
        painter.setFont(theme.font(Type.CAPTION, QFont.Weight.DemiBold))
        height = painter.fontMetrics().height() + _GAP
        width = max(height, painter.fontMetrics().horizontalAdvance(text) + Space.S)
        top = Space.XS if self._rail else (self.height() - height) // 2
        right = self.width() // 2 + _ICON + width // 2 if self._rail else self.width() - Space.S
        chip = QRect(min(right, self.width()) - width, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.paper))
        painter.drawRoundedRect(QRectF(chip), height / 2, height / 2)
        painter.setPen(QColor(pair.ink))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), text)

    def _font(self) -> QFont:
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium
        return current_theme().font(Type.CAPTION if self._rail else Type.BODY, weight)

    def _flags(self) -> int:
        if self._rail:
            return int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(
                Qt.TextFlag.TextWordWrap
            )
        return int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)

    def _icon_rect(self) -> QRect:
        if self._rail:
            return QRect((self.width() - _ICON) // 2, Space.S, _ICON, _ICON)
        return QRect(Space.M, (self.height() - _ICON) // 2, _ICON, _ICON)

    def _words_rect(self) -> QRect:
        if self._rail:
            top = Space.S + _ICON + _GAP
            return QRect(_SIDE, top, self.width() - 2 * _SIDE, self.height() - top)
        left = Space.M + _ICON + Space.M
        right = Space.XS if not self._count else Space.S + current_theme().px(_CHIP)
        return QRect(left, 0, self.width() - left - right, self.height())

    def _rail_words_height(self, width: int) -> int:
        room = QRect(0, 0, width - 2 * Space.XS - 2 * _SIDE - 1, 1000)
        # Measured as it is when it is marked, so that marking it moves nothing.
        font = current_theme().font(Type.CAPTION, QFont.Weight.DemiBold)
        return QFontMetrics(font).boundingRect(room, self._flags(), self.text()).height()


class NavigationBar(QFrame):
    """The entries a role has, the current one marked.

    Signals:
        chosen: the id of the entry a person clicked.
        escaped: Esc was pressed in it.
    """

    chosen = Signal(str)
    escaped = Signal()

    def __init__(self, entries: tuple[Entry, ...], words: Words) -> None:
        super().__init__()
        self.setObjectName("NavigationBar")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons = {entry.id: NavigationButton(entry, words) for entry in entries}
        content = named(QWidget(), "ScrollBody")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        self._column.setSpacing(2)
        for entry in entries:
            if entry.digit is None:
                self._column.addStretch(1)
            self._group.addButton(self._buttons[entry.id])
            self._column.addWidget(self._buttons[entry.id])
        if all(entry.digit is not None for entry in entries):
            self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(scroll)
        self._group.buttonClicked.connect(self._clicked)
        self.set_layout_kind(Layout.WIDE)

    def set_layout_kind(self, layout: Layout) -> None:
        self.setFixedWidth(current_theme().px(WIDTH[layout]))
        margin = Space.XS if layout is Layout.RAIL else Space.S
        self._column.setContentsMargins(margin, Space.S, margin, Space.S)
        for button in self._buttons.values():
            button.set_rail(rail=layout is Layout.RAIL)

    def mark(self, entry: str) -> None:
        """Mark the entry whose page is shown; a page without an entry leaves none marked."""
        button = self._buttons.get(entry)
        if button is not None:
            button.setChecked(True)
            return
        checked = self._group.checkedButton()
        if checked is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)

    def show_count(self, entry: str, count: int) -> None:
        """Show on an entry how many things wait behind it; one that the role has not is left alone."""
        button = self._buttons.get(entry)
        if button is not None:
            button.set_count(count)

    def counts(self) -> dict[str, str]:
        """What the chips say, by entry."""
        return {name: text for name, button in self._buttons.items() if (text := button.count_text())}

    def marked(self) -> str | None:
        checked = self._group.checkedButton()
        return checked.entry.id if isinstance(checked, NavigationButton) else None

    def take_focus(self) -> None:
        """Give the keyboard to the entry that is marked, else to the first."""
        button = self._group.checkedButton() or next(iter(self._buttons.values()))
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def words_shown(self) -> list[str]:
        return [button.text() for button in self._buttons.values()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_theme().colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), QColor(colours.divider))
        painter.end()

    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, NavigationButton):
            self.chosen.emit(button.entry.id)
