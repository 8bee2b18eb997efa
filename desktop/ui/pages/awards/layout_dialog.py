"""A layout changed by hand: numbers on the left, the paper itself on the right, whose blocks can be dragged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QFormLayout, QWidget

from desktop.pdf.layout import Box, Layout, Line, Recipient
from desktop.services.certificates import RenderedPage
from desktop.ui.kit.dialogs import Dialog
from desktop.ui.kit.editor import LineEditor
from desktop.ui.kit.named import named
from desktop.ui.kit.pdf_view import PdfView
from desktop.ui.kit.readings import TextReader
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.block_overlay import BlockOverlay
from desktop.ui.pages.awards.frame_form import FrameForm
from desktop.ui.pages.awards.layout_places import EXTRA, Place, box_of, of_size, places, put, with_place
from desktop.ui.pages.awards.line_form import LineForm
from desktop.ui.pages.awards.millimetres import MeasureBox, refusal
from desktop.ui.shell.quiet_list import quiet_list

Draw = Callable[[Layout], Callable[[int, int], RenderedPage] | None]
"""The first page of a layout, ready to be rendered; None where the text does not fit it."""

_SIDE: Final = 360
_STEP: Final = 0.5
"""A dragged block stands on half millimetres, as a person would type it."""
_BOX: Final = ("x", "y", "width", "height")
_SMALLEST: Final = 50
_LARGEST: Final = 1200


class LayoutDialog(Dialog):
    """Gives the changed layout; who opened it keeps it.

    Attributes:
        view: the paper.
        overlay: the blocks on it.
        line: how the chosen line of the chosen block is set.
        frame: the lines around the sheet; the last in the list of what stands on it.
    """

    def __init__(self, parent: QWidget, words: Words, layout: Layout, draw: Draw, room: QSize) -> None:
        super().__init__(parent, "LayoutDialog", words("press.layout.edit"))
        self._words = words
        self._layout = layout
        self._draw = draw
        self._places = places(layout)
        self._at = 0
        self._held = self._places[0].box
        self._boxes: dict[str, MeasureBox] = {}
        self._page: dict[str, MeasureBox] = {}
        self.view = PdfView(words, "LayoutView")
        self.overlay = BlockOverlay(self.view.paper)
        self.line = LineForm(words)
        self.frame = FrameForm(words)
        self.name = LineEditor("LayoutName", words, TextReader())
        self.name.set_value(layout.name)
        self._blocks = quiet_list("LayoutBlocks")
        self._lines = quiet_list("LayoutLines")
        for each, height in ((self._blocks, 150), (self._lines, 110)):
            each.setFixedHeight(current_theme().px(height))
        self._wanted = {
            name: named(QCheckBox(words(f"press.layout.has_{name}")), f"Has_{name}") for name in EXTRA
        }
        self._misfit = label("LayoutMisfit", "", Role.PROBLEM, wrap=True)
        self._lay_out(room)
        self._list_places(0)
        self._connect()

    def layout_made(self) -> Layout:
        """The layout as it is now, under the name that is typed."""
        name = self.name.value()
        return replace(self._layout, name=name if isinstance(name, str) else "")

    # One of the places is chosen

    def _list_places(self, at: int) -> None:
        self._places = places(self._layout)
        self._blocks.blockSignals(True)
        self._blocks.clear()
        frame = self._words("press.layout.place.frame")
        self._blocks.addItems([*(self._called(place) for place in self._places), frame])
        self._blocks.setCurrentRow(at)
        self._blocks.blockSignals(False)
        for name, box in self._wanted.items():
            box.setChecked(box_of(self._layout, name) is not None)
        for name, measure in self._page.items():
            measure.show_measure(getattr(self._layout, name))
        self._choose(at)

    def _choose(self, at: int) -> None:
        self._at = at
        framed = self._place() is None
        self._measures.setVisible(not framed)
        self.frame.setVisible(framed)
        self._show_place()
        lines = self._set_lines()
        self._lines.blockSignals(True)
        self._lines.clear()
        self._lines.addItems([self._said(line) for line in lines])
        self._lines.setCurrentRow(0)
        self._lines.blockSignals(False)
        for part in (self._lines_title, self._lines, self.line):
            part.setVisible(bool(lines))
        if lines:
            self.line.show_line(lines[0])
        self._look()

    def _choose_line(self, at: int) -> None:
        lines = self._set_lines()
        if 0 <= at < len(lines):
            self.line.show_line(lines[at])

    def _set_lines(self) -> tuple[Line, ...]:
        """The lines of the chosen block; none for the place of a code or a picture."""
        block = self._block()
        return self._layout.blocks[block].lines if block is not None else ()

    def _show_place(self) -> None:
        place, layout = self._place(), self._layout
        if place is None:
            self.frame.show_frame(layout.frame, min(layout.width, layout.height))
            return
        for name, box in self._boxes.items():
            box.show_measure(getattr(place.box, name))

    def _place(self) -> Place | None:
        """The rectangle that is chosen; None for the frame, which stands last in the list."""
        return self._places[self._at] if self._at < len(self._places) else None

    def _block(self) -> int | None:
        place = self._place()
        return place.block if place is not None else None

    def _picked(self, at: int) -> None:
        self._blocks.setCurrentRow(at)
        self._held = self._places[at].box

    # What a person changes

    def _dragged(self, right: float, down: float) -> None:
        held, page = self._held, self._layout
        x = min(max(0.0, _stepped(held.x + right)), page.width - held.width)
        y = min(max(0.0, _stepped(held.y + down)), page.height - held.height)
        self._put(replace(held, x=x, y=y))
        self._boxes["x"].show_measure(x)
        self._boxes["y"].show_measure(y)

    def _typed(self) -> None:
        """Numbers that mean something are shown at once; a block never leaves the paper."""
        if self._are_sound(self._boxes):
            self._put(Box(*(self._boxes[name].measure() for name in _BOX)))

    def _put(self, box: Box) -> None:
        place = self._place()
        if place is not None:
            self._layout = put(self._layout, place, box)
            self._places = places(self._layout)
            self._look()

    def _frame_edited(self) -> None:
        self._layout = replace(self._layout, frame=self.frame.frame())
        self._look()

    def _line_edited(self) -> None:
        block, at = self._block(), self._lines.currentRow()
        if block is None or at < 0 or not self.line.is_sound():
            return
        blocks = list(self._layout.blocks)
        lines = list(blocks[block].lines)
        lines[at] = self.line.line()
        blocks[block] = replace(blocks[block], lines=tuple(lines))
        self._layout = replace(self._layout, blocks=tuple(blocks))
        self._look()

    def _page_typed(self) -> None:
        if self._are_sound(self._page):
            sides = (self._page[name].measure() for name in ("width", "height"))
            self._layout = of_size(self._layout, *sides)
            self._places = places(self._layout)
            self._show_place()
            self._look()

    def _place_wanted(self) -> None:
        """The code or the picture of the unit gets a place, or loses it."""
        for name, box in self._wanted.items():
            if box.isChecked() != (box_of(self._layout, name) is not None):
                self._layout = with_place(self._layout, name, wanted=box.isChecked())
        there = [place.name for place in places(self._layout)]
        kept = self._place()
        if kept is None:
            self._list_places(len(there))
        else:
            self._list_places(there.index(kept.name) if kept.name in there else 0)

    # What is shown

    def _are_sound(self, boxes: dict[str, MeasureBox]) -> bool:
        """Whether every measure is one; why not is told."""
        said = refusal(boxes.values())
        if said:
            self._misfit.setText(said)
        return not said

    def _look(self) -> None:
        render = self._draw(self._layout)
        self._misfit.setText("" if render is not None else self._words("press.layout.misfit"))
        if render is not None:
            self.view.show_document(1, render)
        self.overlay.show_blocks(self._layout, [place.box for place in self._places], self._at)
        self.overlay.raise_()

    def _called(self, place: Place) -> str:
        return place.name if place.block is not None else self._words(f"press.layout.place.{place.name}")

    def _said(self, line: Line) -> str:
        said = self._words(f"paper.line.{line.item.value}")
        if len(line.kinds) == len(Recipient):
            return said
        kinds = [self._words.choice("recipient_kind", kind.value) for kind in Recipient if kind in line.kinds]
        return f"{said} ({', '.join(kinds)})"

    def _connect(self) -> None:
        self._blocks.currentRowChanged.connect(self._choose)
        self._lines.currentRowChanged.connect(self._choose_line)
        self.line.edited.connect(self._line_edited)
        self.frame.edited.connect(self._frame_edited)
        self.overlay.picked.connect(self._picked)
        self.overlay.dragged.connect(self._dragged)
        for box in self._wanted.values():
            box.clicked.connect(self._place_wanted)

    def _lay_out(self, room: QSize) -> None:
        words = self._words
        sheet = row()
        for name in ("width", "height"):
            box = MeasureBox(f"Page_{name}", words, _SMALLEST, _LARGEST)
            box.edited.connect(self._page_typed)
            self._page[name] = box
            sheet.addWidget(box)
        sheet.addStretch(1)
        measures = QFormLayout()
        measures.setContentsMargins(0, 0, 0, 0)
        for name, low in zip(_BOX, (0, 0, 1, 1), strict=True):
            box = MeasureBox(f"Block_{name}", words, low, _LARGEST)
            box.edited.connect(self._typed)
            self._boxes[name] = box
            measures.addRow(label(f"Block_{name}_Label", words(f"press.layout.{name}"), Role.LABEL), box)
        self._side = ScrollColumn(Space.S, (0, 0, Space.S, 0))
        self._side.setFixedWidth(current_theme().px(_SIDE))
        body = self._side.body
        body.addWidget(label("LayoutNameLabel", words("press.layout.name"), Role.LABEL))
        body.addWidget(self.name)
        body.addWidget(label("LayoutPageLabel", words("press.layout.page"), Role.LABEL))
        body.addLayout(sheet)
        for flag in self._wanted.values():
            body.addWidget(flag)
        body.addWidget(label("LayoutBlocksLabel", words("press.layout.blocks"), Role.LABEL))
        body.addWidget(self._blocks)
        body.addWidget(self._misfit)
        self._measures = named(QWidget(), "BlockMeasures")
        self._measures.setLayout(measures)
        for part in (self._measures, self.frame):
            body.addWidget(part)
        self._lines_title = label("LayoutLinesLabel", words("press.layout.lines"), Role.LABEL)
        for part in (self._lines_title, self._lines, self.line):
            body.addWidget(part)
        self.body.addLayout(row(self._side, column(self.view), gap=Space.L), 1)
        cancel = self.add_button(Button("LayoutCancel", words("kit.cancel")))
        keep = self.add_button(Button("LayoutKeep", words("press.layout.keep"), look=Look.PRIMARY))
        cancel.clicked.connect(self.reject)
        keep.clicked.connect(self.accept)
        self.resize(room.width() - 2 * Space.XL, room.height() - 2 * Space.XL)


def _stepped(place: float) -> float:
    return round(place / _STEP) * _STEP
