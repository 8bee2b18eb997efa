"""The places to choose from, as chips: every stick with its name and room, and one that was chosen by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.services import places
from desktop.services.places import Place, Size
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, set_property
from desktop.ui.kit.words import Words
from desktop.ui.pages.sync.section import empty

FindSticks = Callable[[], Sequence[Place]]


def size_words(words: Words, size: Size) -> str:
    return words(f"size.{size.unit}", amount=size.amount)


def place_name(place: Place) -> str:
    """What a person calls it: the name of the stick and its letter, or the folder."""
    if not place.stick:
        return str(place.folder)
    return f"{place.name} ({place.folder})" if place.name else str(place.folder)


class PlaceChips(QWidget):
    """One of the places is marked, by a tick too.

    Signals:
        chosen: the :class:`~desktop.services.places.Place` a person clicked.
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

    def show_places(self, found: Sequence[Place], current: Place | None) -> None:
        """Show these, one of them marked."""
        for old in self._group.buttons():
            self._group.removeButton(old)
        empty(self._flow)
        self._places = list(found)
        for at, place in enumerate(self._places):
            chip = Button(f"Place_{at}", self._text(place), look=Look.CHIP, icon_name="usb")
            chip.setToolTip(str(place.folder))
            chip.setCheckable(True)
            chip.setChecked(place == current)
            self._group.addButton(chip, at)
            self._flow.addWidget(chip)
        self._mark()
        self.setVisible(bool(self._places))

    def titles(self) -> list[str]:
        return [self._text(place) for place in self._places]

    def chip(self, at: int) -> Button:
        found = self._group.button(at)
        assert isinstance(found, Button)
        return found

    def _text(self, place: Place) -> str:
        free = size_words(self._words, places.size_of(place.free))
        return self._words("sync.place", name=place_name(place), free=free)

    def _clicked(self, at: int) -> None:
        self._mark()
        self.chosen.emit(self._places[at])

    def _mark(self) -> None:
        for at, place in enumerate(self._places):
            chip = self.chip(at)
            set_property(chip, "active", "true" if chip.isChecked() else "false")
            chip.set_icon("check" if chip.isChecked() else "usb" if place.stick else "save")
