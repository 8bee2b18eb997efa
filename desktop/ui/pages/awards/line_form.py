"""How one line of a layout is set: its face, colour and sizes, how it shrinks and wraps, whether blanks have it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from desktop.domain.paper import Align, Face
from desktop.pdf.layout import Line
from desktop.ui.kit.editor import LineEditor
from desktop.ui.kit.named import named
from desktop.ui.kit.readings import TextReader
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.millimetres import MeasureBox
from desktop.ui.shell.choice_chips import ChoiceChips

_NUMBERS: Final = {
    "size": (4, 200),
    "min_size": (4, 200),
    "max_lines": (1, 12),
    "min_lines": (0, 12),
    "gap": (0, 200),
    "max_gap": (0, 200),
    "leading": (1.15, 3),
    "rule": (0, 1),
}
_WHOLE: Final = ("max_lines", "min_lines")
_BESIDE: Final = (("size", "min_size"), ("max_lines", "min_lines"), ("gap", "max_gap"), ("leading", "rule"))
_FLAGS: Final = ("preprinted", "capitals", "run_in")
_COLOURS: Final = {"black": "#000000", "red": "#B5121B", "green": "#1F5B45", "blue": "#1F3A8A"}
_OTHER: Final = "other"
_COLOUR: Final = re.compile("#[0-9A-Fa-f]{6}")


class LineForm(QWidget):
    """Gives the line as it is typed; bounds that cross are put right, never refused.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("LineForm")
        self._line: Line | None = None
        self._boxes = {name: MeasureBox(f"Line_{name}", words, *bounds) for name, bounds in _NUMBERS.items()}
        faces = [(face.value, words(f"press.face.{face.value}")) for face in Face]
        self.faces = ChoiceChips("LineFace", faces, Face.REGULAR)
        aligns = [(align.value, words(f"press.align.{align.value}")) for align in Align]
        self.aligns = ChoiceChips("LineAlign", aligns, Align.CENTER)
        colours = [(name, words(f"press.colour.{name}")) for name in (*_COLOURS, _OTHER)]
        self.colours = ChoiceChips("LineColour", colours, "black")
        self.colour = LineEditor("LineOtherColour", words, TextReader())
        self._flags = {
            name: named(QCheckBox(words(f"press.layout.line.{name}")), f"Line_{name}") for name in _FLAGS
        }
        self._lay_out(words)
        for box in (*self._boxes.values(), self.colour):
            box.edited.connect(self.edited)
        for chips in (self.faces, self.aligns):
            chips.chosen.connect(self.edited)
        self.colours.chosen.connect(self._colour_chosen)
        for flag in self._flags.values():
            flag.clicked.connect(self.edited)

    def show_line(self, line: Line) -> None:
        self._line = line
        for name, box in self._boxes.items():
            box.show_measure(getattr(line, name))
        for name, flag in self._flags.items():
            flag.setChecked(getattr(line, name))
        self.faces.show_value(line.face.value)
        self.aligns.show_value(line.align.value)
        known = {colour: name for name, colour in _COLOURS.items()}.get(line.colour.upper(), _OTHER)
        self.colours.show_value(known)
        self.colour.set_value(line.colour)
        self.colour.setVisible(known == _OTHER)

    def is_sound(self) -> bool:
        return all(box.trouble() is None for box in self._boxes.values())

    def line(self) -> Line:
        """The line as it is now; a colour that is none leaves the one before."""
        assert self._line is not None
        numbers = {name: box.measure() for name, box in self._boxes.items()}
        whole = {name: round(numbers[name]) for name in _WHOLE}
        self._line = replace(
            self._line,
            size=numbers["size"],
            min_size=min(numbers["min_size"], numbers["size"]),
            max_lines=whole["max_lines"],
            min_lines=min(whole["min_lines"], whole["max_lines"]),
            gap=numbers["gap"],
            max_gap=max(numbers["max_gap"], numbers["gap"]),
            leading=numbers["leading"],
            rule=numbers["rule"],
            face=Face(self.faces.value()),
            align=Align(self.aligns.value()),
            colour=self._colour(),
            preprinted=self._flags["preprinted"].isChecked(),
            capitals=self._flags["capitals"].isChecked(),
            run_in=self._flags["run_in"].isChecked(),
        )
        return self._line

    def _colour(self) -> str:
        assert self._line is not None
        name = self.colours.value()
        if name != _OTHER:
            return _COLOURS[name]
        typed = str(self.colour.value() or "").strip()
        return typed.upper() if _COLOUR.fullmatch(typed) else self._line.colour

    def _colour_chosen(self, name: str) -> None:
        self.colour.setVisible(name == _OTHER)
        self.edited.emit()

    def _lay_out(self, words: Words) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        for first, second in _BESIDE:
            said = label(f"Line_{first}_Label", words(f"press.layout.line.{first}"), Role.LABEL, wrap=True)
            form.addRow(said, row(self._boxes[first], self._boxes[second]))
        whole = column(gap=Space.S)
        for name, chips in (("face", self.faces), ("colour", self.colours), ("align", self.aligns)):
            whole.addWidget(label(f"Line_{name}_Label", words(f"press.layout.line.{name}"), Role.LABEL))
            whole.addWidget(chips)
            if name == "colour":
                whole.addWidget(self.colour)
        whole.addLayout(form)
        for flag in self._flags.values():
            whole.addWidget(flag)
        self.setLayout(whole)
