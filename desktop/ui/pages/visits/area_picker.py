"""Choosing whose households are shown: all areas, one's own, or one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.base.text import fold
from desktop.services.visit_plan import AreaChoice, DueVisit
from desktop.ui.kit.choosing import PickEditor
from desktop.ui.kit.popup import Item
from desktop.ui.kit.words import Words

ALL: Final = "@all"
MINE: Final = "@mine"


class AreaPicker(PickEditor):
    """Begins with the areas that the user is in charge of, where there are any."""

    def __init__(self, words: Words) -> None:
        super().__init__("AreaPicker", words)
        self.line.setAccessibleName(words("visits.due.area"))
        self._areas: Sequence[AreaChoice] = ()

    def show_areas(self, areas: Sequence[AreaChoice]) -> None:
        """Offer these; what was chosen stays chosen where it is still there."""
        first = not self._areas and not self.line.text()
        self._areas = areas
        mine = any(each.mine for each in areas)
        kept = None if first else self.value()
        known = {ALL, *(each.id for each in areas), *([MINE] if mine else [])}
        self.set_value(kept if kept in known else MINE if mine and first else ALL)

    def show_all(self) -> None:
        """Leave nothing out."""
        self.set_value(ALL)

    def options(self, text: str) -> Sequence[Item]:
        mine = any(each.mine for each in self._areas)
        keys = [ALL, *([MINE] if mine else []), *(each.id for each in self._areas)]
        items = [Item(key, self.title_of(key, None), self._officer(key)) for key in keys]
        return [item for item in items if fold(text) in fold(item.title)]

    def title_of(self, key: str, text: str | None) -> str:
        if key in (ALL, MINE):
            return self.words("visits.due.all_areas" if key == ALL else "visits.due.my_areas")
        area = self._area(key)
        return area.name if area is not None else ""

    def area(self) -> AreaChoice | None:
        """The one area that is chosen, if it is one."""
        chosen = self.value()
        return self._area(chosen) if isinstance(chosen, str) else None

    def chosen(self, due: Sequence[DueVisit]) -> list[DueVisit]:
        """What is due in the areas that are chosen; nothing sound chosen is all."""
        key = self.value() or ALL
        if key == ALL:
            return list(due)
        wanted = {each.id for each in self._areas if each.mine} if key == MINE else {key}
        return [each for each in due if each.area in wanted]

    def _area(self, key: str) -> AreaChoice | None:
        return next((each for each in self._areas if each.id == key), None)

    def _officer(self, key: str) -> str:
        area = self._area(key)
        return area.officer if area is not None else ""
