"""How one line of a layout is set: its face, colour and sizes, how it shrinks and wraps, whether blanks have it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from desktop.domain.paper import Align, Face
from desktop.pdf.layout import Line
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.colour_choice import ColourChoice
from desktop.ui.pages.awards.millimetres import MeasureBox, refusal
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
        self.colours = ColourChoice("Line", words)
        self._refusal = label("LineRefusal", "", Role.PROBLEM, wrap=True)
        self._flags = {
            name: named(QCheckBox(words(f"press.layout.line.{name}")), f"Line_{name}") for name in _FLAGS
        }
        self._lay_out(words)
        for box in self._boxes.values():
            box.edited.connect(self.edited)
        self.colours.edited.connect(self.edited)
        for chips in (self.faces, self.aligns):
            chips.chosen.connect(self.edited)
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
        self.colours.show_colour(line.colour)
        self._tell("")

    def is_sound(self) -> bool:
        """Whether every measure is one; why not is told."""
        said = refusal(self._boxes.values())
        self._tell(said)
        return not said

    def line(self) -> Line:
        """The line as it is now."""
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
            colour=self.colours.colour(),
            preprinted=self._flags["preprinted"].isChecked(),
            capitals=self._flags["capitals"].isChecked(),
            run_in=self._flags["run_in"].isChecked(),
        )
        return self._line

    def _tell(self, said: str) -> None:
        self._refusal.setText(said)
        self._refusal.setVisible(bool(said))

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
        whole.addLayout(form)
        whole.addWidget(self._refusal)
        for flag in self._flags.values():
            whole.addWidget(flag)
        self.setLayout(whole)
