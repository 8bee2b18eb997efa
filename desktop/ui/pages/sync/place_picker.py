"""Where a file is written to: the sticks that are plugged in, or a folder chosen by hand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.services import places
from desktop.services.places import Place
from desktop.ui.kit.door import Door
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.sync.place_chips import FindSticks, PlaceChips


class PlacePicker(QWidget):
    """The first stick is marked unless another place was chosen; ``title`` is the key of what a folder is for.

    ``head`` is the key of what stands above.
    """

    def __init__(
        self, words: Words, door: Door, find_sticks: FindSticks, title: str, head: str = "sync.send.where"
    ) -> None:
        super().__init__()
        self.setObjectName("PlacePicker")
        self._door = door
        self._find_sticks = find_sticks
        self._title = title
        self._place: Place | None = None
        self._folder: Place | None = None
        self.chips = PlaceChips(words)
        self._none = label("NoStick", words("sync.no_stick"), Role.MUTED, wrap=True)
        again = Button("FindSticks", words("sync.find_sticks"), look=Look.LINK, small=True)
        folder = Button("OtherFolder", words("sync.other_folder"), look=Look.LINK, small=True)
        links = row(again, folder, gap=Space.L)
        links.addStretch(1)
        above = label("PlaceLabel", words(head), Role.LABEL)
        self.setLayout(column(above, self._none, self.chips, links, gap=Space.XS))
        self.chips.chosen.connect(self._chosen)
        again.clicked.connect(self.search)
        folder.clicked.connect(self._choose_folder)

    def search(self) -> None:
        """Look for sticks anew."""
        found = list(self._find_sticks())
        self._none.setVisible(not found)
        if self._folder is not None:
            found.append(self._folder)
        if self._place not in found:
            self._place = found[0] if found else None
        self.chips.show_places(found, self._place)

    def chosen(self) -> Place | None:
        """The place that is marked; where there is none the person is asked for a folder."""
        if self._place is None:
            self._choose_folder()
        return self._place

    def is_stick(self) -> bool:
        return self._place is not None and self._place.stick

    def _chosen(self, place: Place) -> None:
        self._place = place

    def _choose_folder(self) -> None:
        folder = self._door.choose_folder(self._title)
        if folder is not None:
            self._folder = self._place = places.place(folder)
            self.search()
