"""A short word at the bottom of a page after something was done, with the way to take it back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, row

SHOWN_MS: Final = 10_000
"""Long enough to read it twice and reach the button."""

_WIDEST: Final = 560


class Toast(QFrame):
    """Lies over the bottom of a widget; it takes no keyboard and leaves by itself.

    Signals:
        acted: its button was clicked.
    """

    acted = Signal()

    def __init__(self, over: QWidget, privacy: Privacy, name: str = "Toast") -> None:
        super().__init__(over)
        self.setObjectName(name)
        self._over = over
        self._privacy = privacy
        self._open, self._private = "", ""
        self._text = ElidedLabel(f"{name}Text")
        self.button = Button(f"{name}Button", look=Look.SECONDARY, small=True)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._clicked)
        whole = row(self._text, self.button, gap=Space.M, margins=(Space.L, Space.XS, Space.S, Space.XS))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        privacy.changed.connect(self._speak)
        self.hide()

    def say(self, text: str, private: str, button: str = "") -> None:
        """Show a text; ``private`` is said in its place while sensitive things are hidden."""
        self._open, self._private = text, private
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._speak()
        self.show()
        self.raise_()
        self._timer.start()

    def text(self) -> str:
        """What it says now; nothing while it is hidden."""
        return self._text.full_text() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _speak(self) -> None:
        self._text.set_full_text(self._private if self._privacy.hidden else self._open)
        self._place()

    def _place(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()
        margins = layout.contentsMargins()
        buttons = self.button.sizeHint().width() + Space.M if not self.button.isHidden() else 0
        wanted = self._text.sizeHint().width() + margins.left() + margins.right() + buttons + Space.XS
        width = min(wanted, _WIDEST, self._over.width() - 2 * Space.L)
        height = max(layout.sizeHint().height(), 40)
        spot = QPoint((self._over.width() - width) // 2, self._over.height() - height - Space.L)
        self.setGeometry(spot.x(), spot.y(), width, height)

    def _clicked(self) -> None:
        self.hide()
        self.acted.emit()
