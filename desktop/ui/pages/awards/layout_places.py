"""The rectangles of a layout that a person moves: its blocks, the place of the code, the place of the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from desktop.pdf.layout import Box, Layout

CODE: Final = "code"
EMBLEM: Final = "emblem"
EXTRA: Final = (CODE, EMBLEM)
_SIDES: Final = {CODE: 40.0, EMBLEM: 20.0}
_INSET: Final = 26.5


@dataclass(frozen=True)
class Place:
    """One of them.

    Attributes:
        block: its number among the blocks; None for one of :data:`EXTRA`, whose ``name`` says which.
    """

    name: str
    box: Box
    block: int | None


def places(layout: Layout) -> list[Place]:
    """All of them, the blocks first."""
    found = [Place(block.name, block.box, at) for at, block in enumerate(layout.blocks)]
    boxes = ((name, box_of(layout, name)) for name in EXTRA)
    return [*found, *(Place(name, box, None) for name, box in boxes if box is not None)]


def box_of(layout: Layout, name: str) -> Box | None:
    """One of the two places that a layout need not have."""
    return layout.code if name == CODE else layout.emblem


def put(layout: Layout, place: Place, box: Box) -> Layout:
    """The layout with one rectangle somewhere else; it never leaves the paper."""
    box = within(box, layout.width, layout.height)
    if place.block is None:
        return _with_box(layout, place.name, box)
    blocks = list(layout.blocks)
    blocks[place.block] = replace(blocks[place.block], box=box)
    return replace(layout, blocks=tuple(blocks))


def with_place(layout: Layout, name: str, *, wanted: bool) -> Layout:
    """The layout with or without one of the two places."""
    if not wanted:
        return _with_box(layout, name, None)
    side = _SIDES[name]
    x = _INSET if name == CODE else (layout.width - side) / 2
    y = layout.height * 0.6 if name == CODE else _INSET
    return _with_box(layout, name, within(Box(x, y, side, side), layout.width, layout.height))


def of_size(layout: Layout, width: float, height: float) -> Layout:
    """The same on another sheet; what would stand off it is moved in, a frame too wide for it made narrower."""
    blocks = tuple(replace(block, box=within(block.box, width, height)) for block in layout.blocks)
    code, emblem = (within(box, width, height) if box else None for box in (layout.code, layout.emblem))
    frame = tuple(border.fitted(min(width, height)) for border in layout.frame)
    return replace(layout, width=width, height=height, frame=frame, blocks=blocks, code=code, emblem=emblem)


def within(box: Box, width: float, height: float) -> Box:
    wide, tall = min(box.width, width), min(box.height, height)
    return Box(min(max(0.0, box.x), width - wide), min(max(0.0, box.y), height - tall), wide, tall)


def _with_box(layout: Layout, name: str, box: Box | None) -> Layout:
    return replace(layout, code=box) if name == CODE else replace(layout, emblem=box)
