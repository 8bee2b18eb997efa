"""The small pieces: labels, buttons, lines and notices, in the few looks there are."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.kit.icons import SIZE, icon
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme

Box = TypeVar("Box", bound=QBoxLayout)


class Look(Enum):
    """How loud a button is; a page has one primary."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    LINK = "link"
    DANGER = "danger"
    CHIP = "chip"


class Button(QPushButton):
    """A button whose icon follows the theme and whose shortcut stands in its tooltip."""

    def __init__(
        self,
        name: str,
        text: str = "",
        *,
        look: Look = Look.SECONDARY,
        icon_name: str | None = None,
        small: bool = False,
        shortcut: str | None = None,
        tip: str | None = None,
    ) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setProperty("look", look.value)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._look = look
        self._icon_name = icon_name
        if small:
            # ("size" is a property that every widget has of its own.)
            self.setProperty("compact", "true")
        if icon_name is not None and not text:
            self.setProperty("shape", "icon")
            self.setAccessibleName(tip or name)
        hint = tip or text
        if shortcut is not None:
            keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
            hint = f"{hint} ({keys})"
        if shortcut is not None or tip is not None:
            self.setToolTip(hint)
        self.setIconSize(QSize(SIZE, SIZE) if not small else QSize(16, 16))
        self._tint()

    def set_look(self, look: Look) -> None:
        """Make it louder or quieter."""
        self._look = look
        set_property(self, "look", look.value)
        self._tint()

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        if self._icon_name is None:
            return
        colours = current_theme().colours
        ink = {
            Look.PRIMARY: colours.on_accent,
            Look.LINK: colours.accent,
            Look.DANGER: colours.chips[Tone.LATE].ink,
        }
        self.setIcon(icon(self._icon_name, ink.get(self._look, colours.text)))


class Role(Enum):
    """What a label is for, which decides its size, weight and colour."""

    BODY = "body"
    CAPTION = "caption"
    MUTED = "muted"
    STRONG = "strong"
    LABEL = "label"
    SECTION = "section"
    TITLE = "title"
    FIGURE = "figure"
    PROBLEM = "problem"
    HINT = "hint"
    READOUT = "readout"


def label(name: str, text: str = "", role: Role = Role.BODY, *, wrap: bool = False) -> QLabel:
    """A label of plain text: nothing a person typed is ever read as markup."""
    made = named(QLabel(text), name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role.value)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


class ElidedLabel(QLabel):
    """One line that ends in a mark of elision, and a tooltip, where there is no room for all of it."""

    def __init__(self, name: str, text: str = "", role: Role = Role.BODY) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", role.value)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._full = text
        self._elide()

    def set_full_text(self, text: str) -> None:
        self._full = text
        self._elide()

    def full_text(self) -> str:
        return self._full

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, max(self.width(), 24))
        self.setText(shown)
        self.setToolTip("" if shown == self._full else self._full)


def line(name: str = "Line") -> QFrame:
    """A line of one pixel that parts two things."""
    return named(QFrame(), name)


def column(
    *items: QWidget | QLayout, gap: int = Space.S, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Things under each other."""
    return _filled(QVBoxLayout(), items, gap, margins)


def row(
    *items: QWidget | QLayout, gap: int = Space.S, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Things beside each other."""
    return _filled(QHBoxLayout(), items, gap, margins)


def _filled(
    box: Box, items: Iterable[QWidget | QLayout], gap: int, margins: tuple[int, int, int, int]
) -> Box:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    for item in items:
        if isinstance(item, QWidget):
            box.addWidget(item)
        else:
            box.addLayout(item)
    return box


class Notice(QFrame):
    """A bar of one sentence at the top of a page, with what may be done about it.

    Signals:
        acted: the name of the button that was clicked.
    """

    acted = Signal(str)

    def __init__(self, name: str, tone: Tone = Tone.INFO) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("notice", tone.value)
        self._text = label(f"{name}Text", wrap=True)
        self._buttons = row()
        self.setLayout(row(self._text, self._buttons, margins=(Space.M, Space.XS, Space.S, Space.XS)))
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.setStretch(0, 1)

    def say(self, text: str) -> None:
        self._text.setText(text)

    def set_tone(self, tone: Tone) -> None:
        """Dress the bar and its words in another tone."""
        set_property(self, "notice", tone.value)
        # What stands in it is dressed by what is around it, and is not asked by itself.
        self._text.style().unpolish(self._text)
        self._text.style().polish(self._text)

    def text(self) -> str:
        return self._text.text()

    def offer(self, name: str, text: str) -> Button:
        """Add a button; its click is reported by ``acted`` under ``name``."""
        button = Button(name, text, look=Look.QUIET, small=True)
        button.clicked.connect(self._clicked)
        self._buttons.addWidget(button)
        return button

    def _clicked(self) -> None:
        self.acted.emit(self.sender().objectName())


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the stylesheet asks for, and let the widget dress again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
