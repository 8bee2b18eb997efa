"""A certificate's layout as data: where each line stands on the paper and how it looks.

A layout is a TOML file in ``resources/layouts/`` or one that a unit keeps beside its data. Measures are in
millimetres from the upper left corner of the paper, sizes of letters in points. No layout claims to be an
official specimen: the specimen under the decrees in force was not verified, so every measure may be changed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from desktop.base.resources import resource
from desktop.domain.paper import Align, Face
from desktop.pdf.errors import (
    LayoutError,
    LayoutMissing,
    LayoutNotFound,
    LayoutNotReadable,
    LayoutOffPage,
    LayoutTwice,
)
from desktop.pdf.toml_lines import line_of
from desktop.pdf.toml_table import TomlTable

FORMAT = 1
_MOST_BYTES = 64 * 1024
_LARGEST_SIDE = 1200.0
_MOST_BLOCKS = 30
MOST_BORDERS = 6
_THICKEST_LINE = 10.0
# A spiral is five lines and gaps deep: a thicker line would leave no gap between them.
_LINES_IN_BAND = 6
# Below this the dot under one line (Ệ) would touch the accents of the next (Ễ).
_TIGHTEST_LEADING = 1.15


class Recipient(StrEnum):
    """Who receives: a person, a collective, a household."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"
    HOUSEHOLD = "household"


class Item(StrEnum):
    """The printed lines of a certificate, from the top of the paper down."""

    NATION = "nation"
    MOTTO = "motto"
    ISSUER = "issuer"
    CONFERRAL = "conferral"
    TITLE = "title"
    HONORIFIC = "honorific"
    NAME = "name"
    POSITION = "position"
    ACHIEVEMENT = "achievement"
    DECISION = "decision"
    REGISTER_NUMBER = "register_number"
    PLACE_DATE = "place_date"
    SIGNER_TITLE = "signer_title"
    SIGNER_NAME = "signer_name"


class Anchor(StrEnum):
    """Where the lines stand in a block that is taller than they are."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Stroke(StrEnum):
    """The kinds of frame: a plain line, or a band of square spirals (hồi văn)."""

    LINE = "line"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Border:
    """One rectangle of the frame, drawn by lines alone.

    Attributes:
        inset: from the edge of the paper to the outer side, in mm.
        depth: of a band of spirals in mm; 0 for a line.
        width: of the drawn line in mm.
    """

    stroke: Stroke
    inset: float
    depth: float
    width: float
    colour: str

    def fitted(self, side: float) -> Border:
        """The same within the bounds of a sheet whose shorter side is ``side`` mm."""
        depth = 0.0 if self.stroke is Stroke.LINE else _within(self.depth, depth_bounds(side))
        inset = _within(self.inset, inset_bounds(side))
        return replace(
            self, inset=inset, depth=depth, width=_within(self.width, width_bounds(self.stroke, depth))
        )


def inset_bounds(side: float) -> tuple[float, float]:
    """How far a border may stand from the edge, in mm; ``side`` is the shorter side of the sheet."""
    return 0.0, side / 4


def depth_bounds(side: float) -> tuple[float, float]:
    """How deep a band of spirals may be, in mm."""
    return 2.0, side / 8


def width_bounds(stroke: Stroke, depth: float) -> tuple[float, float]:
    """How thick the line of a border may be, in mm."""
    return 0.05, _THICKEST_LINE if stroke is Stroke.LINE else depth / _LINES_IN_BAND


def _within(value: float, bounds: tuple[float, float]) -> float:
    low, high = bounds
    return min(max(value, low), high)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper in mm, x and y being its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """How one item is set.

    Attributes:
        kinds: the recipients for whom this setting holds; one item may be set apart for each.
        size, min_size: in points; the text shrinks from the first to the second before it wraps.
        max_lines, min_lines: ``min_lines`` keeps room for lines that are filled in afterwards.
        gap, max_gap: white space above in mm, growing evenly up to the second as far as the block has room;
            left out where nothing stands above in the block.
        leading: distance of lines as a multiple of the size.
        rule: length of the rule under the last line as a share of its width; 0 for none.
        run_in: stand on the line of the next item where both fit there at their full size.
        preprinted: blanks of this layout carry the item already.
    """

    item: Item
    kinds: frozenset[Recipient]
    face: Face
    size: float
    min_size: float
    colour: str
    align: Align
    max_lines: int
    min_lines: int
    gap: float
    max_gap: float
    leading: float
    capitals: bool
    rule: float
    run_in: bool
    preprinted: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Lines stacked in one rectangle, so that white space stays even whatever the lines hold."""

    name: str
    box: Box
    anchor: Anchor
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet of paper with its frame and blocks.

    Attributes:
        name: what a person picks it by.
        note: what must be known of it before it is used.
        emblem: where the unit's own picture goes, if the layout has room for one.
        code: where the code that proves the print goes, if the layout has one; square.
    """

    name: str
    note: str
    width: float
    height: float
    frame: tuple[Border, ...]
    emblem: Box | None
    blocks: tuple[Block, ...]
    code: Box | None = None

    def for_recipient(self, kind: Recipient) -> Layout:
        """The same layout with the lines of one kind of recipient only."""
        return replace(
            self,
            blocks=tuple(
                replace(block, lines=tuple(line for line in block.lines if kind in line.kinds))
                for block in self.blocks
            ),
        )

    @property
    def room(self) -> Box:
        """What the frame leaves free."""
        edge = max((border.inset + border.depth + border.width for border in self.frame), default=0.0)
        return Box(edge, edge, self.width - 2 * edge, self.height - 2 * edge)


def load_layout(path: Path) -> Layout:
    """Read a layout file.

    Raises:
        LayoutError: a subclass of it that names the file, the line or the field, and the reason.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LayoutNotFound(file=path.name) from error
    if len(raw) > _MOST_BYTES:
        raise LayoutNotReadable(file=path.name, line=1)
    return read_layout(raw, path.name)


def shipped_layouts() -> list[Path]:
    """The layouts that come with the program."""
    return sorted(resource("layouts").glob("*.toml"))


def read_layout(raw: bytes, file: str) -> Layout:
    """Make a layout of the bytes of a file; the errors are those of :func:`load_layout`."""
    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LayoutNotReadable(file=file, line=raw.count(b"\n", 0, error.start) + 1) from error
    except tomllib.TOMLDecodeError as error:
        # Until Python 3.14 the place stands in the message only.
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else raw.count(b"\n") + 1
        raise LayoutNotReadable(file=file, line=line) from error
    except RecursionError as error:
        raise LayoutNotReadable(file=file, line=1) from error
    try:
        layout = _layout(TomlTable(file, "", content))
        _check_names(layout, file)
    except LayoutError as error:
        where = str(error.facts.get("field", ""))
        raise type(error)(**error.facts, line=line_of(raw.decode("utf-8-sig"), where)) from error
    return layout


def _layout(table: TomlTable) -> Layout:
    table.whole("format", FORMAT, FORMAT)
    name, note = table.text("name"), table.text("note")
    page = table.table("page")
    width = page.number("width", 50, _LARGEST_SIDE)
    height = page.number("height", 50, _LARGEST_SIDE)
    page.finish()
    borders = table.tables("frame", MOST_BORDERS, needed=False)
    frame = tuple(_border(border, min(width, height)) for border in borders)
    emblem, code = (_place(table, each, width, height) for each in ("emblem", "code"))
    blocks = tuple(_block(block, width, height) for block in table.tables("block", _MOST_BLOCKS))
    table.finish()
    return Layout(name, note, width, height, frame, emblem, blocks, code)


def _border(table: TomlTable, side: float) -> Border:
    stroke = table.choice("stroke", Stroke, Stroke.LINE)
    depth = table.number("depth", *depth_bounds(side)) if stroke is Stroke.KEY else 0.0
    border = Border(
        stroke,
        inset=table.number("inset", *inset_bounds(side)),
        depth=depth,
        width=table.number("width", *width_bounds(stroke, depth)),
        colour=table.colour("colour"),
    )
    table.finish()
    return border


def _place(table: TomlTable, name: str, width: float, height: float) -> Box | None:
    if not table.has(name):
        return None
    place = table.table(name)
    box = _box(place, width, height)
    place.finish()
    return box


def _box(table: TomlTable, page_width: float, page_height: float) -> Box:
    box = Box(
        table.number("x", 0, page_width),
        table.number("y", 0, page_height),
        table.number("width", 1, page_width),
        table.number("height", 1, page_height),
    )
    if box.x + box.width > page_width or box.y + box.height > page_height:
        page = f"{page_width:g} × {page_height:g}"
        raise LayoutOffPage(file=table.file, field=table.path, page=page)
    return box


def _block(table: TomlTable, page_width: float, page_height: float) -> Block:
    name = table.text("name")
    table = table.named(name)
    box = _box(table, page_width, page_height)
    anchor = table.choice("anchor", Anchor, Anchor.TOP)
    align = table.choice("align", Align, Align.CENTER)
    lines = tuple(_line(line, name, align) for line in table.tables("line", 2 * len(Item)))
    table.finish()
    return Block(name, box, anchor, lines)


def _line(table: TomlTable, block: str, align: Align) -> Line:
    item = table.choice("item", Item)
    table = table.named(f"{block} / {item}")
    size = table.number("size", 4, 200)
    max_lines = table.whole("max_lines", 1, 12, 1)
    gap = table.number("gap", 0, 200, 0)
    line = Line(
        item,
        kinds=frozenset(table.choices("kinds", Recipient)),
        face=table.choice("face", Face, Face.REGULAR),
        size=size,
        min_size=table.number("min_size", 4, size, size),
        colour=table.colour("colour", "#000000"),
        align=table.choice("align", Align, align),
        max_lines=max_lines,
        min_lines=table.whole("min_lines", 0, max_lines, 0),
        gap=gap,
        max_gap=table.number("max_gap", gap, 200, gap),
        leading=table.number("leading", _TIGHTEST_LEADING, 3, 1.25),
        capitals=table.flag("capitals", default=False),
        rule=table.number("rule", 0, 1, 0),
        run_in=table.flag("run_in", default=False),
        preprinted=table.flag("preprinted", default=False),
    )
    table.finish()
    return line


def _check_names(layout: Layout, file: str) -> None:
    """Every kind of recipient has a name on the paper, and no item stands twice."""
    for kind in Recipient:
        seen: set[Item] = set()
        for block, line in _lines_of(layout.for_recipient(kind)):
            if line.item in seen:
                raise LayoutTwice(file=file, field=f"{block.name} / {line.item} ({kind})")
            seen.add(line.item)
        if Item.NAME not in seen:
            raise LayoutMissing(file=file, field=f"{Item.NAME} ({kind})")


def _lines_of(layout: Layout) -> Iterator[tuple[Block, Line]]:
    return ((block, line) for block in layout.blocks for line in block.lines)
