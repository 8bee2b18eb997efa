"""A layout changed by hand: numbers on the left, the paper itself on the right, whose blocks can be dragged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFormLayout, QWidget

from desktop.pdf.layout import Block, Layout, Line, Recipient
from desktop.services.certificates import RenderedPage
from desktop.ui.kit.dialogs import Dialog
from desktop.ui.kit.editor import LineEditor
from desktop.ui.kit.pdf_view import PdfView
from desktop.ui.kit.readings import TextReader
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.block_overlay import BlockOverlay
from desktop.ui.pages.awards.millimetres import MeasureBox
from desktop.ui.shell.quiet_list import quiet_list

Draw = Callable[[Layout], Callable[[int, int], RenderedPage] | None]
"""The first page of a layout, ready to be rendered; None where the text does not fit it."""

_SIDE: Final = 320
_STEP: Final = 0.5
"""A dragged block stands on half millimetres, as a person would type it."""
_BOX: Final = ("x", "y", "width", "height")


class LayoutDialog(Dialog):
    """Gives the changed layout; who opened it keeps it.

    Attributes:
        view: the paper.
        overlay: the blocks on it.
    """

    def __init__(self, parent: QWidget, words: Words, layout: Layout, draw: Draw, room: QSize) -> None:
        super().__init__(parent, "LayoutDialog", words("press.layout.edit"))
        self._words = words
        self._layout = layout
        self._draw = draw
        self._at = 0
        self._held = layout.blocks[0].box
        self._boxes: dict[str, MeasureBox] = {}
        self._sizes: list[tuple[MeasureBox, MeasureBox]] = []
        self.view = PdfView(words, "LayoutView")
        self.overlay = BlockOverlay(self.view.paper)
        self.name = LineEditor("LayoutName", words, TextReader())
        self.name.set_value(layout.name)
        self._blocks = quiet_list("LayoutBlocks")
        self._blocks.setFixedHeight(current_theme().px(120))
        self._blocks.addItems([block.name for block in layout.blocks])
        self._misfit = label("LayoutMisfit", "", Role.PROBLEM, wrap=True)
        self._lines = QWidget()
        self._lay_out(room)
        self._blocks.setCurrentRow(0)
        self._choose(0)
        self._blocks.currentRowChanged.connect(self._choose)
        self.overlay.picked.connect(self._picked)
        self.overlay.dragged.connect(self._dragged)

    def layout_made(self) -> Layout:
        """The layout as it is now, under the name that is typed."""
        name = self.name.value()
        return replace(self._layout, name=name if isinstance(name, str) else "")

    def _choose(self, at: int) -> None:
        self._at = at
        block = self._layout.blocks[at]
        for name, box in self._boxes.items():
            box.show_measure(getattr(block.box, name))
        self._show_lines(block)
        self._look()

    def _picked(self, at: int) -> None:
        self._blocks.setCurrentRow(at)
        self._held = self._layout.blocks[at].box

    def _dragged(self, right: float, down: float) -> None:
        held, page = self._held, self._layout
        x = min(max(0.0, _stepped(held.x + right)), page.width - held.width)
        y = min(max(0.0, _stepped(held.y + down)), page.height - held.height)
        self._put(replace(self._layout.blocks[self._at], box=replace(held, x=x, y=y)))
        self._boxes["x"].show_measure(x)
        self._boxes["y"].show_measure(y)

    def _typed(self) -> None:
        """Numbers that mean something are shown at once; a block never leaves the paper."""
        measures = [*self._boxes.values(), *(box for pair in self._sizes for box in pair)]
        if any(box.trouble() is not None for box in measures):
            return
        page = self._layout
        block = page.blocks[self._at]
        width = min(self._boxes["width"].measure(), page.width)
        height = min(self._boxes["height"].measure(), page.height)
        x = min(self._boxes["x"].measure(), page.width - width)
        y = min(self._boxes["y"].measure(), page.height - height)
        lines = tuple(
            _sized(line, size.measure(), gap.measure())
            for line, (size, gap) in zip(block.lines, self._sizes, strict=True)
        )
        self._put(replace(block, box=replace(block.box, x=x, y=y, width=width, height=height), lines=lines))

    def _put(self, block: Block) -> None:
        blocks = list(self._layout.blocks)
        blocks[self._at] = block
        self._layout = replace(self._layout, blocks=tuple(blocks))
        self._look()

    def _look(self) -> None:
        render = self._draw(self._layout)
        self._misfit.setText("" if render is not None else self._words("press.layout.misfit"))
        if render is not None:
            self.view.show_document(1, render)
        self.overlay.show_blocks(self._layout, self._at)
        self.overlay.raise_()

    def _show_lines(self, block: Block) -> None:
        old = self._lines
        self._lines = QWidget()
        form = QFormLayout(self._lines)
        form.setContentsMargins(0, 0, 0, 0)
        self._sizes = []
        for at, line in enumerate(block.lines):
            size = MeasureBox(f"LineSize_{at}", self._words, 4, 200)
            gap = MeasureBox(f"LineGap_{at}", self._words, 0, 200)
            size.show_measure(line.size)
            gap.show_measure(line.gap)
            for box in (size, gap):
                box.edited.connect(self._typed)
            self._sizes.append((size, gap))
            form.addRow(label(f"Line_{at}", self._said(line), Role.LABEL, wrap=True), row(size, gap))
        self._side.body.replaceWidget(old, self._lines)
        old.hide()
        old.deleteLater()

    def _said(self, line: Line) -> str:
        said = self._words(f"paper.line.{line.item.value}")
        if len(line.kinds) == len(Recipient):
            return said
        kinds = [self._words.choice("recipient_kind", kind.value) for kind in Recipient if kind in line.kinds]
        return f"{said} ({', '.join(kinds)})"

    def _lay_out(self, room: QSize) -> None:
        words = self._words
        places = QFormLayout()
        for name, low in zip(_BOX, (0, 0, 1, 1), strict=True):
            box = MeasureBox(f"Block_{name}", words, low, 1200)
            box.edited.connect(self._typed)
            self._boxes[name] = box
            places.addRow(label(f"Block_{name}_Label", words(f"press.layout.{name}"), Role.LABEL), box)
        self._side = ScrollColumn(Space.S, (0, 0, Space.S, 0))
        self._side.setFixedWidth(current_theme().px(_SIDE))
        body = self._side.body
        body.addWidget(label("LayoutNameLabel", words("press.layout.name"), Role.LABEL))
        body.addWidget(self.name)
        body.addWidget(label("LayoutBlocksLabel", words("press.layout.blocks"), Role.LABEL))
        body.addWidget(self._blocks)
        body.addLayout(places)
        body.addWidget(label("LayoutLinesLabel", words("press.layout.lines"), Role.LABEL))
        body.addWidget(self._lines)
        body.addWidget(self._misfit)
        self.body.addLayout(row(self._side, column(self.view), gap=Space.L), 1)
        cancel = self.add_button(Button("LayoutCancel", words("kit.cancel")))
        keep = self.add_button(Button("LayoutKeep", words("press.layout.keep"), look=Look.PRIMARY))
        cancel.clicked.connect(self.reject)
        keep.clicked.connect(self.accept)
        self.resize(room.width() - 2 * Space.XL, room.height() - 2 * Space.XL)


def _stepped(place: float) -> float:
    return round(place / _STEP) * _STEP


def _sized(line: Line, size: float, gap: float) -> Line:
    """A line keeps what it shrinks to and grows to in its bounds."""
    return replace(
        line, size=size, min_size=min(line.min_size, size), gap=gap, max_gap=max(line.max_gap, gap)
    )
