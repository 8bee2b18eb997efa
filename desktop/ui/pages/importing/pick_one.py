"""One of some names, such as the sheets of a workbook, as chips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, set_property


class PickOne(QWidget):
    """Chips of which one is chosen.

    Signals:
        picked: the name that a person chose.
    """

    picked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}s")
        self._name = name
        self._names: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._flow = FlowLayout(self, gap=Space.S)
        self._group.idClicked.connect(self._clicked)

    def show_names(self, names: Sequence[str], chosen: str) -> None:
        if tuple(names) != self._names:
            self._make(tuple(names))
        for at, name in enumerate(self._names):
            button = self._group.button(at)
            button.setChecked(name == chosen)
            set_property(button, "active", "true" if name == chosen else "false")

    def _make(self, names: tuple[str, ...]) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self._names = names
        for at, name in enumerate(names):
            chip = Button(f"{self._name}_{at}", name, look=Look.CHIP, small=True)
            chip.setCheckable(True)
            self._group.addButton(chip, at)
            self._flow.addWidget(chip)

    def _clicked(self, at: int) -> None:
        self.picked.emit(self._names[at])
