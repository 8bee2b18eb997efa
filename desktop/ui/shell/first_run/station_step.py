"""Which unit this is: found among the provinces and communes by typing, with or without accents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from PySide6.QtWidgets import QFrame

from desktop.base.former_units import find_former_units
from desktop.base.text import fold, tidy
from desktop.base.units import Province, Unit, find_units
from desktop.domain.levels import COMMUNE, LEVELS, MINISTRY
from desktop.services.environment import StationInfo
from desktop.ui.kit.choosing import PickEditor
from desktop.ui.kit.editor import Line
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.popup import Item
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Notice, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.choice_chips import ChoiceChips
from desktop.ui.shell.first_run.step import Step

_OFFERED: Final = 8


@dataclass(frozen=True)
class Places:
    """All communes, and the provinces they lie in."""

    units: tuple[Unit, ...]

    @property
    def provinces(self) -> tuple[Province, ...]:
        return tuple({unit.province.code: unit.province for unit in self.units}.values())

    def unit(self, code: str) -> Unit | None:
        return next((unit for unit in self.units if unit.code == code), None)

    def province(self, code: str) -> Province | None:
        return next((each for each in self.provinces if each.code == code), None)


class PlaceEditor(PickEditor):
    """A line that finds a commune, or a province for an upper level."""

    unknown = "first_run.station.unknown"

    def __init__(self, words: Words, places: Places) -> None:
        super().__init__("PlaceEditor", words)
        self._places = places
        self.level = COMMUNE

    def options(self, text: str) -> Sequence[Item]:
        # Before the first one of a day, the names of all communes are read and folded.
        found = meanwhile(partial(self._found, text))
        nothing = bool(fold(text)) and not found
        self.show_hint(self.words("first_run.station.none") if nothing else "")
        return found

    def _found(self, text: str) -> Sequence[Item]:
        if self.level == COMMUNE:
            found = find_units(text, self._places.units, _OFFERED)
            items = [Item(unit.code, unit.own_name, unit.province.full_name) for unit in found]
            formerly = self._formerly(text, {unit.code for unit in found})
            return [*items, *islice(formerly, _OFFERED - len(items))]
        typed = fold(text)
        provinces = [each for each in self._places.provinces if f" {typed}" in f" {fold(each.full_name)}"]
        return [Item(each.code, each.full_name) for each in provinces]

    def _formerly(self, text: str, found: set[str]) -> Iterator[Item]:
        """The communes that took the place of one that people still name."""
        for former in find_former_units(text, _OFFERED):
            for code in former.now:
                unit = self._places.unit(code)
                if unit is not None and code not in found:
                    found.add(code)
                    before = self.words("first_run.station.formerly", names=former.full_name)
                    yield Item(code, unit.own_name, f"{unit.province.full_name} · {before}")


class StationStep(Step):
    """Level, place, and the names as they will stand on paper."""

    number = 1

    def __init__(self, words: Words, places: Places) -> None:
        super().__init__(words, "station")
        self._places = places
        notice = Notice("ClassifiedNotice", Tone.DUE)
        notice.say(words("first_run.classified"))
        self.add(notice)
        options = [(level, words(f"first_run.level.{level}")) for level in LEVELS]
        self._levels = ChoiceChips("Level", options, COMMUNE)
        self.add(self._levels)
        self.place = PlaceEditor(words, places)
        self._place_label = label("PlaceLabel", role=Role.LABEL)
        self._problem = label("StationProblem", role=Role.PROBLEM, wrap=True)
        self._names = named(QFrame(), "StationNames")
        self.name = named(Line(), "StationName")
        self.upper = named(Line(), "StationUpper")
        own = column(
            label("StationNameLabel", words("first_run.station.name"), Role.LABEL), self.name, gap=Space.XS
        )
        upper = column(
            label("StationUpperLabel", words("first_run.station.upper"), Role.LABEL), self.upper, gap=Space.XS
        )
        self._names.setLayout(row(own, upper, gap=Space.L))
        self.add(self._place_label, self.place, self._problem, self._names)
        self.body.addStretch(1)
        self._levels.chosen.connect(self._level_chosen)
        self.place.edited.connect(self._place_chosen)
        self.place.entered.connect(self._place_entered)
        self.name.returnPressed.connect(self.upper.setFocus)
        self.upper.returnPressed.connect(self.entered)
        self._level_chosen(COMMUNE)

    def begin(self) -> None:
        self.place.setFocus()

    def accept(self) -> bool:
        problem = ""
        if self.place.value() is None:
            problem = self.words("first_run.station.unknown")
        elif not tidy(self.name.text()) or not tidy(self.upper.text()):
            problem = self.words("first_run.station.names_needed")
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        return not problem

    def station(self) -> StationInfo:
        """The unit as answered; call it after :meth:`accept`."""
        code = str(self.place.value())
        unit, province = self._places.unit(code), self._places.province(code)
        place = unit.name if unit else province.name if province else ""
        if self.place.level == MINISTRY:
            # The place is where it sits; the code of a province is that province's own police's.
            code = f"{MINISTRY}-{code}"
        return StationInfo(code, tidy(self.name.text()), tidy(self.upper.text()), self.place.level, place)

    def _level_chosen(self, level: str) -> None:
        self.place.level = level
        self.place.set_value(None)
        self._place_label.setText(self.words(f"first_run.station.place.{self.place.level}"))
        self._place_chosen()

    def _place_chosen(self) -> None:
        code = self.place.value()
        self._problem.hide()
        self._names.setVisible(code is not None)
        unit, province = self._places.unit(str(code)), self._places.province(str(code))
        if self.place.level == COMMUNE and unit is not None:
            self.name.setText(self._police_of(f"{unit.kind} {unit.name}"))
            self.upper.setText(self._police_of(unit.province.full_name))
        elif self.place.level == MINISTRY:
            self.name.setText(self.words("first_run.ministry"))
            self.upper.setText(self.words("first_run.government"))
        elif province is not None:
            self.name.setText(self._police_of(province.full_name))
            self.upper.setText(self.words("first_run.ministry"))

    def _police_of(self, unit: str) -> str:
        return self.words("first_run.police_of", unit=unit)

    def _place_entered(self) -> None:
        if self.place.value() is not None:
            self.entered.emit()
