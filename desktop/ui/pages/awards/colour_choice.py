"""The colour of what a layout draws: one of a few, or another that is typed as ``#RRGGBB``."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.editor import LineEditor
from desktop.ui.kit.readings import TextReader
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, column
from desktop.ui.kit.words import Words
from desktop.ui.shell.choice_chips import ChoiceChips

_COLOURS: Final = {"black": "#000000", "red": "#B5121B", "green": "#1F5B45", "blue": "#1F3A8A"}
_OTHER: Final = "other"
_COLOUR: Final = re.compile("#[0-9A-Fa-f]{6}")


class ColourChoice(QWidget):
    """``name`` says whose colour it is, such as ``Line``; what is typed and is no colour leaves the one before.

    Signals:
        edited: a person chose or typed another one.
    """

    edited = Signal()

    def __init__(self, name: str, words: Words) -> None:
        super().__init__()
        self.setObjectName(f"{name}ColourChoice")
        self._words = words
        self._colour = _COLOURS["black"]
        named = [(each, words(f"press.colour.{each}")) for each in (*_COLOURS, _OTHER)]
        self._chips = ChoiceChips(f"{name}Colour", named, "black")
        self._typed = LineEditor(f"{name}OtherColour", words, TextReader())
        self.setLayout(column(self._chips, self._typed, gap=Space.S))
        self._chips.chosen.connect(self._chosen)
        self._typed.edited.connect(self._written)

    def show_colour(self, colour: str) -> None:
        self._colour = colour
        known = {each: name for name, each in _COLOURS.items()}.get(colour.upper(), _OTHER)
        self._chips.show_value(known)
        self._typed.set_value(colour)
        self._typed.set_wrong(wrong=False)
        self._typed.setVisible(known == _OTHER)

    def colour(self) -> str:
        return self._colour

    def chip(self, value: str) -> Button:
        return self._chips.chip(value)

    def _chosen(self, name: str) -> None:
        if name == _OTHER:
            self._typed.set_value(self._colour)
            self._typed.set_wrong(wrong=False)
        else:
            self._colour = _COLOURS[name]
        self._typed.setVisible(name == _OTHER)
        self.edited.emit()

    def _written(self) -> None:
        typed = str(self._typed.value() or "").strip()
        wrong = _COLOUR.fullmatch(typed) is None
        self._typed.set_wrong(wrong=wrong)
        self._typed.show_hint(self._words("press.colour.wrong") if wrong else "")
        if not wrong:
            self._colour = typed.upper()
            self.edited.emit()
