"""One choice of a few, all of them in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.icons import icon
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, set_property


class ChoiceChips(QWidget):
    """Chips of which one is chosen and carries a tick; ``options`` are (value, words).

    Signals:
        chosen: the value a person picked.
    """

    chosen = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], value: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._values = [each for each, _ in options]
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._chips: list[Button] = []
        flow = FlowLayout(self, gap=Space.S)
        for at, (each, words) in enumerate(options):
            chip = Button(f"{name}_{each}", words, look=Look.CHIP)
            chip.setCheckable(True)
            self._chips.append(chip)
            self._group.addButton(chip, at)
            flow.addWidget(chip)
        self._chips[self._values.index(value)].setChecked(True)
        self.setFocusProxy(self._chips[self._values.index(value)])
        self._mark()
        self._group.idClicked.connect(self._clicked)

    def value(self) -> str:
        return self._values[self._group.checkedId()]

    def show_value(self, value: str) -> None:
        """Choose it without a person."""
        self._chips[self._values.index(value)].setChecked(True)
        self._mark()

    def chip(self, value: str) -> Button:
        return self._chips[self._values.index(value)]

    def _clicked(self, at: int) -> None:
        self._mark()
        self.chosen.emit(self._values[at])

    def _mark(self) -> None:
        for chip in self._chips:
            set_property(chip, "active", "true" if chip.isChecked() else "false")
            # The tick tells the choice apart where colour does not.
            colours = current_theme().colours
            chip.setIcon(icon("check", colours.accent) if chip.isChecked() else QIcon())
