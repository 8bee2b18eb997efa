"""The box for a password: an eye, and a word when the keyboard is not as the person thinks (rule K3)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.kit.editor import Line
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Role, column, label, row
from desktop.ui.kit.words import Words


class PasswordBox(QWidget):
    """A hidden line; what is typed is never composed, trimmed or kept.

    Signals:
        edited: the person typed.
        entered: Enter was pressed.
    """

    edited = Signal()
    entered = Signal()

    def __init__(self, name: str, words: Words) -> None:
        super().__init__()
        self.setObjectName(name)
        self._words = words
        self._caps = False
        self.line = named(Line(), f"{name}Line")
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData
        )
        self.eye = Button(f"{name}Eye", icon_name="hide", tip=words("kit.password.show"))
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        self._hint = label(f"{name}Hint", role=Role.HINT, wrap=True)
        self._hint.hide()
        self.setLayout(column(row(self.line, self.eye, gap=Space.XS), self._hint, gap=0))
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.line.returnPressed.connect(self.entered)

    def text(self) -> str:
        return self.line.text()

    def clear(self) -> None:
        self.line.clear()
        self._advise()

    def hint(self) -> str:
        return self._hint.text() if not self._hint.isHidden() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            # Qt tells nothing of Caps Lock, but a capital without Shift (or the reverse) does.
            self._caps = event.text().isupper() != shift
        return False

    def _typed(self, _text: str) -> None:
        self._advise()
        self.edited.emit()

    def _advise(self) -> None:
        if not self.line.text().isascii():
            hint = self._words("kit.password.unikey")
        elif self._caps and self.line.text():
            hint = self._words("kit.password.caps_lock")
        else:
            hint = ""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - a slot of Qt
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
