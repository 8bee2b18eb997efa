"""Several entries of one catalogue: what is chosen stands as chips before the line that finds the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from desktop.services.views import Value
from desktop.ui.kit.choosing import ChoiceEditor
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.named import named
from desktop.ui.kit.popup import Item
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look
from desktop.ui.kit.words import Words


class TagsEditor(ChoiceEditor):
    """Picks several; Backspace in the empty line takes the last one back."""

    def __init__(
        self, name: str, words: Words, catalogue: str, today: Callable[[], date] | None = None
    ) -> None:
        super().__init__(name, words, catalogue, today)
        self._catalogue = catalogue
        self._codes: list[str] = []
        self._box = named(QFrame(), f"{name}Tags")
        self._chips = FlowLayout(self._box, gap=Space.XS)
        self._chips.setContentsMargins(0, 0, 0, Space.XS)
        self._box.hide()
        layout = self.layout()
        assert layout is not None
        layout.removeWidget(self.line)
        layout.removeWidget(self._hint)
        for widget in (self._box, self.line, self._hint):
            layout.addWidget(widget)

    def value(self) -> Value:
        return list(self._codes) or None

    def set_value(self, value: Value, text: str | None = None) -> None:
        self._codes = list(value) if isinstance(value, list) else []
        self.line.clear()
        self._show_chips()

    def draft(self) -> Value:
        return self.value()

    def set_draft(self, value: Value, text: str | None = None) -> None:
        self.set_value(value)

    def set_read_only(self, *, read_only: bool) -> None:
        super().set_read_only(read_only=read_only)
        self._box.setEnabled(not read_only)

    def options(self, text: str) -> Sequence[Item]:
        return [item for item in super().options(text) if item.key not in self._codes]

    def pick(self, item: Item) -> None:
        self.popup.hide()
        self.line.clear()
        self._picked = None
        if item.key not in self._codes:
            self._codes.append(item.key)
            self._show_chips()
            self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Backspace
            and not self.line.text()
            and self._codes
            and not self.line.isReadOnly()
        ):
            self._drop(self._codes[-1])
            return True
        return super().eventFilter(watched, event)

    def _show_chips(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            chip = item.widget()
            assert chip is not None
            chip.hide()
            # Out of the tree at once; the chip may be the one whose click is being heard.
            chip.setParent(None)
            chip.deleteLater()
        for code in self._codes:
            title = self.words.choice(self._catalogue, code)
            button = Button(code, title, look=Look.CHIP, icon_name="close", small=True)
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            button.setToolTip(self.words("kit.tags.remove", title=title))
            button.clicked.connect(self._chip_clicked)
            self._chips.addWidget(button)
        self._box.setVisible(bool(self._codes))

    def _chip_clicked(self) -> None:
        self._drop(self.sender().objectName())
        self.line.setFocus()

    def _drop(self, code: str) -> None:
        self._codes.remove(code)
        self._show_chips()
        self.edited.emit()
