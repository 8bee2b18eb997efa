"""What all editors of a field share, and the plain ones: a line, a long text, a tick.

An editor listens to what a person typed, not to what the program set. While typing it changes nothing: UniKey
rewrites a word by backspaces and breaks on any help. The text is composed (NFC) and tidied when it is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.base.text import nfc, tidy
from desktop.base.values import dataclass
from desktop.services.views import Value
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.unikey import old_table
from desktop.ui.kit.widgets import Role, column, label, row, set_property
from desktop.ui.kit.words import Words

if TYPE_CHECKING:
    from desktop.ui.kit.readings import Reader, Reading

ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Trouble:
    """Why what is typed is not a value: the key of a sentence and its facts."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Editor(QWidget):
    """The editor of one field.

    Signals:
        edited: the person changed something; ask :meth:`value` or :meth:`draft`.
        entered: the person pressed Enter to go on to the next field.
    """

    edited = Signal()
    entered = Signal()

    def __init__(self, name: str, words: Words) -> None:
        super().__init__()
        self.setObjectName(name)
        self.words = words
        self._hint = label(f"{name}Hint", role=Role.HINT, wrap=True)
        self._hint.hide()

    def value(self) -> Value:
        """The value as the register keeps it; None while nothing, or nothing sound, is typed."""
        raise NotImplementedError

    def set_value(self, value: Value, text: str | None = None) -> None:
        """Show a value, or a draft; ``text`` is the title of what a reference points to."""
        raise NotImplementedError

    def draft(self) -> Value:
        """What to keep against a crash: the value, or the very text when that is not sound yet."""
        return self.value()

    def set_draft(self, value: Value, text: str | None = None) -> None:
        """Show what :meth:`draft` gave; it is read anew, as if it had just been typed."""
        self.set_value(value, text)

    def trouble(self) -> Trouble | None:
        """Why there is no sound value, if something is typed all the same."""
        return None

    def set_read_only(self, *, read_only: bool) -> None:
        raise NotImplementedError

    def set_wrong(self, *, wrong: bool) -> None:
        """Show that a problem is told about this field."""
        target = self.focusProxy()
        if target is not None:
            set_property(target, "wrong", "true" if wrong else "false")

    def dress(self) -> None:
        """Take sizes from the theme, now and when it changes."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.dress()

    def advice(self) -> str:
        """What is said beside or under the box now, for a place where only the box itself is shown."""
        return self._hint.text()

    def show_hint(self, text: str) -> None:
        """A word of advice under the field; none hides it."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def watch_typing(self, text: str) -> None:
        """Tell at once when UniKey stands in an old code table (rule K5)."""
        table = old_table(text)
        self.show_hint("" if table is None else self.words("kit.old_table", table=table.value))


class Line(QLineEdit):
    """One line; Enter goes on, the wheel does nothing, a click in an untouched line selects it all.

    Signals:
        left: the keyboard went elsewhere, so that what is typed may be tidied.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.returnPressed.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class LineEditor(Editor):
    """One line read by a :class:`Reader`: text, names, days, numbers, citizen ids, phones."""

    def __init__(self, name: str, words: Words, reader: Reader) -> None:
        super().__init__(name, words)
        self._reader = reader
        self.line = named(Line(), f"{name}Line")
        self._readout = label(f"{name}Readout", role=Role.READOUT)
        top = row(self.line, self._readout)
        if reader.width is not None:
            top.addStretch(1)
        if reader.tip is not None:
            self.line.setToolTip(words(reader.tip))
        self.setLayout(column(top, self._hint, gap=0))
        # Only now: a widget without a parent that is made visible is a window, and takes the keyboard.
        self._readout.setVisible(reader.speaks)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._typed)
        self.line.left.connect(self._left)
        self.line.returnPressed.connect(self.entered)
        self._kept: tuple[str, Value] | None = None
        self.dress()

    def dress(self) -> None:
        if self._reader.width is not None:
            self.line.setFixedWidth(current_theme().px(self._reader.width))

    def value(self) -> Value:
        return self._reading().value

    def advice(self) -> str:
        return super().advice() or self._reading().readout

    def set_value(self, value: Value, text: str | None = None) -> None:
        shown = self._reader.show(value)
        self._kept = (shown, value)
        self.line.setText(shown)
        self.line.setCursorPosition(0)
        self.show_hint("")
        self._tell(self._reading())

    def set_draft(self, value: Value, text: str | None = None) -> None:
        self.set_value(value)
        self._kept = None
        self._tell(self._reading())

    def draft(self) -> Value:
        reading = self._reading()
        return self.line.text() if reading.problem else reading.value

    def trouble(self) -> Trouble | None:
        reading = self._reading()
        return None if reading.problem is None else Trouble(reading.problem, reading.facts)

    def set_read_only(self, *, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def _reading(self) -> Reading:
        text = self.line.text()
        # A kept value is never read again: what an older version wrote must not change by being looked at.
        if self._kept is not None and self._kept[0] == text:
            return self._reader.keep(self._kept[1])
        return self._reader.read(text)

    def _typed(self, text: str) -> None:
        self.watch_typing(text)
        self._tell(self._reading())
        self.edited.emit()

    def _left(self) -> None:
        reading = self._reading()
        if reading.problem is None and not self.line.isReadOnly():
            shown = self._reader.show(reading.value)
            self._kept = (shown, reading.value)
            if shown != self.line.text():
                self.line.setText(shown)
        if reading.note is not None:
            self.show_hint(self.words(reading.note, **reading.facts))

    def _tell(self, reading: Reading) -> None:
        self._readout.setText(reading.readout)


class LongText(QPlainTextEdit):
    """Several lines; Tab leaves, Enter breaks the line, the wheel scrolls only what has the keyboard.

    Signals:
        left: the keyboard went elsewhere.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class LongTextEditor(Editor):
    """Several lines of text."""

    def __init__(self, name: str, words: Words, lines: int = 3) -> None:
        super().__init__(name, words)
        self.text = named(LongText(), f"{name}Text")
        self._lines = lines
        self.setLayout(column(self.text, self._hint, gap=0))
        self.setFocusProxy(self.text)
        self.text.textChanged.connect(self._typed)
        self.dress()

    def dress(self) -> None:
        self.text.setFixedHeight(round(current_theme().type(Type.BODY) * 1.6 * self._lines) + 2 * Space.M)

    def value(self) -> Value:
        lines = (tidy(each) for each in nfc(self.text.toPlainText()).split("\n"))
        return "\n".join(lines).strip() or None

    def set_value(self, value: Value, text: str | None = None) -> None:
        with QSignalBlocker(self.text):
            self.text.setPlainText(value if isinstance(value, str) else "")
        self.show_hint("")

    def set_read_only(self, *, read_only: bool) -> None:
        self.text.setReadOnly(read_only)

    def _typed(self) -> None:
        self.watch_typing(self.text.toPlainText())
        self.edited.emit()


class FlagEditor(Editor):
    """Yes or no. A flag that nobody touched stays as it was kept, also when it was never said."""

    def __init__(self, name: str, words: Words, text: str) -> None:
        super().__init__(name, words)
        self.box = named(QCheckBox(text), f"{name}Box")
        self.setLayout(column(self.box, self._hint, gap=0))
        self.setFocusProxy(self.box)
        self._value: bool | None = None
        self.box.clicked.connect(self._clicked)
        self.box.installEventFilter(self)

    def value(self) -> Value:
        return self._value

    def set_value(self, value: Value, text: str | None = None) -> None:
        self._value = value if isinstance(value, bool) else None
        self.box.setChecked(value is True)

    def set_read_only(self, *, read_only: bool) -> None:
        self.box.setEnabled(not read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ENTER:
            self.entered.emit()
            return True
        return False

    def _clicked(self, checked: bool) -> None:  # noqa: FBT001 - a slot of Qt
        self._value = checked
        self.edited.emit()
