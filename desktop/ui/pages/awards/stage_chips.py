"""Which awards of a tab are shown: all, or those that wait for the same thing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, row, set_property
from desktop.ui.kit.words import Words


class StageChips(QWidget):
    """One of several chips; the first shows everything.

    Signals:
        chosen: another one was clicked.
    """

    chosen = Signal()

    def __init__(self, words: Words, views: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.setObjectName("StageChips")
        self._views = tuple(views.values())
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        line = row(gap=Space.XS)
        for at, name in enumerate(views):
            chip = Button(f"Stage_{name}", words(f"awards.view.{name}"), look=Look.CHIP, small=True)
            chip.setCheckable(True)
            self._group.addButton(chip, at)
            line.addWidget(chip)
        self.setLayout(line)
        self._mark(0)
        self._group.idClicked.connect(self._clicked)

    def stages(self) -> tuple[str, ...]:
        """The stages of what is to be shown."""
        return self._views[self._group.checkedId()]

    def _clicked(self, at: int) -> None:
        self._mark(at)
        self.chosen.emit()

    def _mark(self, at: int) -> None:
        self._group.button(at).setChecked(True)
        for chip in self._group.buttons():
            set_property(chip, "active", "true" if chip.isChecked() else "false")
