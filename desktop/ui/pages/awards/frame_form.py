"""The frame of a layout: none, or up to six lines and bands around the sheet, from the outermost one inwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from desktop.pdf.layout import MOST_BORDERS, Border, Stroke, depth_bounds, inset_bounds, width_bounds
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.colour_choice import ColourChoice
from desktop.ui.pages.awards.millimetres import MeasureBox, refusal, written
from desktop.ui.shell.choice_chips import ChoiceChips
from desktop.ui.shell.quiet_list import quiet_list

_NUMBERS: Final = ("inset", "depth", "width")
_FIRST: Final = Border(Stroke.LINE, inset=7, depth=0, width=1, colour="#B5121B")
_DEPTH: Final = 6.0
_APART: Final = 1.0
"""White space between a new line and the one outside it, in mm."""
_LIST: Final = 84


class FrameForm(QWidget):
    """Gives the frame as it is typed. A number out of its bounds is refused and told why.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("FrameForm")
        self._words = words
        self._borders: list[Border] = []
        self._side = 0.0
        self.borders = quiet_list("FrameBorders")
        self.borders.setFixedHeight(current_theme().px(_LIST))
        self._add = Button("FrameAdd", words("press.frame.add"), look=Look.SECONDARY, small=True)
        self._drop = Button("FrameDrop", words("press.frame.drop"), look=Look.SECONDARY, small=True)
        strokes = [(each.value, words(f"press.frame.stroke.{each.value}")) for each in Stroke]
        self.strokes = ChoiceChips("FrameStroke", strokes, Stroke.LINE)
        self.colours = ColourChoice("Frame", words)
        # The bounds are those of the sheet, known when a frame is shown.
        self._boxes = {name: MeasureBox(f"Frame_{name}", words, 0, 0) for name in _NUMBERS}
        self._refusal = label("FrameRefusal", "", Role.PROBLEM, wrap=True)
        self._lay_out()
        self.borders.currentRowChanged.connect(self._choose)
        self._add.clicked.connect(self._added)
        self._drop.clicked.connect(self._dropped)
        self.strokes.chosen.connect(self._stroke_chosen)
        self.colours.edited.connect(self._typed)
        self._boxes["depth"].edited.connect(self._depth_typed)
        for name in ("inset", "width"):
            self._boxes[name].edited.connect(self._typed)

    def show_frame(self, frame: tuple[Border, ...], side: float) -> None:
        """``side`` is the shorter side of the sheet in mm. The line that was chosen stays so."""
        self._borders, self._side = list(frame), side
        self._list_borders(max(0, self.borders.currentRow()))

    def frame(self) -> tuple[Border, ...]:
        return tuple(self._borders)

    # One of its lines is chosen

    def _list_borders(self, at: int) -> None:
        at = min(at, len(self._borders) - 1)
        self.borders.blockSignals(True)
        self.borders.clear()
        self.borders.addItems([self._said(border) for border in self._borders])
        self.borders.setCurrentRow(at)
        self.borders.blockSignals(False)
        self._none.setVisible(not self._borders)
        self.borders.setVisible(bool(self._borders))
        self._drop.setEnabled(bool(self._borders))
        self._add.setEnabled(len(self._borders) < MOST_BORDERS)
        self._choose(at)

    def _choose(self, at: int) -> None:
        self._one.setVisible(at >= 0)
        if at >= 0:
            border = self._borders[at]
            self.strokes.show_value(border.stroke.value)
            self.colours.show_colour(border.colour)
            self._set_bounds(border)
            for name, box in self._boxes.items():
                box.show_measure(getattr(border, name))
            self._form.setRowVisible(self._boxes["depth"], border.stroke is Stroke.KEY)
        self._tell("")

    def _set_bounds(self, border: Border) -> None:
        self._boxes["inset"].set_bounds(*inset_bounds(self._side))
        self._boxes["depth"].set_bounds(*depth_bounds(self._side))
        self._boxes["width"].set_bounds(*width_bounds(border.stroke, border.depth))

    def _border(self) -> Border:
        return self._borders[self.borders.currentRow()]

    # What a person changes

    def _added(self) -> None:
        """Inside of all others, in the colour of the chosen one."""
        border = _FIRST
        if self._borders:
            edge = max(each.inset + max(each.depth, each.width) for each in self._borders)
            border = replace(border, inset=edge + _APART, width=0.5, colour=self._border().colour)
        self._borders.append(border.fitted(self._side))
        self._list_borders(len(self._borders) - 1)
        self.edited.emit()

    def _dropped(self) -> None:
        at = self.borders.currentRow()
        del self._borders[at]
        self._list_borders(at)
        if not self._borders:
            # The button that had the keyboard can do nothing any more.
            self._add.setFocus()
        self.edited.emit()

    def _stroke_chosen(self, name: str) -> None:
        self._take(replace(self._border(), stroke=Stroke(name), depth=_DEPTH).fitted(self._side))
        self._choose(self.borders.currentRow())
        self.edited.emit()

    def _depth_typed(self) -> None:
        """A narrower band has a thinner line."""
        depth, width = self._boxes["depth"], self._boxes["width"]
        if depth.trouble() is None:
            border = replace(self._border(), depth=depth.measure()).fitted(self._side)
            self._set_bounds(border)
            width.show_measure(border.width)
        self._typed()

    def _typed(self) -> None:
        border = self._border()
        asked = [box for name, box in self._boxes.items() if name != "depth" or border.stroke is Stroke.KEY]
        said = refusal(asked)
        self._tell(said)
        if said:
            return
        inset, depth, width = (self._boxes[name].measure() for name in _NUMBERS)
        made = Border(border.stroke, inset, depth, width, self.colours.colour())
        self._take(made.fitted(self._side))
        self.edited.emit()

    def _take(self, border: Border) -> None:
        at = self.borders.currentRow()
        self._borders[at] = border
        self.borders.item(at).setText(self._said(border))

    # What is shown

    def _tell(self, said: str) -> None:
        self._refusal.setText(said)
        self._refusal.setVisible(bool(said))

    def _said(self, border: Border) -> str:
        stroke = self._words(f"press.frame.stroke.{border.stroke.value}")
        return self._words("press.frame.at", stroke=stroke, inset=written(border.inset, self._words.language))

    def _lay_out(self) -> None:
        words = self._words
        self._none = label("FrameNone", words("press.frame.none"), Role.CAPTION, wrap=True)
        buttons = row(self._add, self._drop)
        buttons.addStretch(1)
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        for name, box in self._boxes.items():
            said = label(f"Frame_{name}_Label", words(f"press.frame.{name}"), Role.LABEL)
            self._form.addRow(said, box)
        self._one = named(QWidget(), "FrameBorder")
        self._one.setLayout(
            column(
                label("FrameStrokeLabel", words("press.frame.stroke"), Role.LABEL),
                self.strokes,
                self._refusal,
                self._form,
                label("FrameColourLabel", words("press.frame.colour"), Role.LABEL),
                self.colours,
                gap=Space.S,
            )
        )
        title = label("FrameBordersLabel", words("press.frame"), Role.LABEL)
        self.setLayout(column(title, self._none, self.borders, buttons, self._one, gap=Space.S))
