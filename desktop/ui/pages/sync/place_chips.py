"""The places to choose from, as chips: every stick with its name and room, and one that was chosen by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, set_property
from desktop.ui.kit.words import Words
from desktop.ui.pages.sync.places import Place


class PlaceChips(QWidget):
    """Signals:
    chosen: the :class:`Place` a person clicked.
    """

    chosen = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("PlaceChips")
        self._words = words
        self._places: list[Place] = []
        self._flow = FlowLayout(self, gap=Space.S)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._clicked)

    def show_places(self, places: Sequence[Place], current: Place | None) -> None:
        """Show these, one of them marked."""
        while (item := self._flow.takeAt(0)) is not None:
            button = item.widget()
            button.hide()
            button.deleteLater()
        for old in self._group.buttons():
            self._group.removeButton(old)
        self._places = list(places)
        for at, place in enumerate(self._places):
            icon = "usb" if place.stick else "save"
            chip = Button(f"Place_{at}", self._text(place), look=Look.CHIP, small=True, icon_name=icon)
            chip.setToolTip(str(place.folder))
            chip.setCheckable(True)
            chip.setChecked(place == current)
            set_property(chip, "active", "true" if place == current else "false")
            self._group.addButton(chip, at)
            self._flow.addWidget(chip)
        self.setVisible(bool(self._places))

    def titles(self) -> list[str]:
        return [self._text(place) for place in self._places]

    def _text(self, place: Place) -> str:
        key = "sync.place.stick" if place.stick else "sync.place.folder"
        return self._words(key, name=place.name, free=place.free_mb)

    def _clicked(self, at: int) -> None:
        for number, button in enumerate(self._group.buttons()):
            set_property(button, "active", "true" if number == at else "false")
        self.chosen.emit(self._places[at])
