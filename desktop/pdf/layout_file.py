"""A layout written as the file that :func:`desktop.pdf.layout.read_layout` reads; comments are not kept."""

from __future__ import annotations

import json
from collections.abc import Iterator

from desktop.pdf.layout import FORMAT, Block, Box, Layout, Line, Recipient, Stroke, read_layout

_HEAD = (
    "# Mẫu giấy của đơn vị. Mọi số đo tính bằng milimét, kể từ góc trên bên trái tờ giấy;",
    "# cỡ chữ tính bằng point. Giải thích từng mục: xem đầu các mẫu có sẵn của chương trình.",
)


def layout_bytes(layout: Layout) -> bytes:
    """The file of a layout. What is read from it equals ``layout``.

    Raises:
        LayoutError: the layout is none that may be read again, such as one with a block off the paper.
    """
    raw = ("\n".join(_layout(layout)) + "\n").encode("utf-8")
    read_layout(raw, layout.name)
    return raw


def _layout(layout: Layout) -> Iterator[str]:
    yield from _HEAD
    yield ""
    yield f"format = {FORMAT}"
    yield f"name = {_text(layout.name)}"
    yield f"note = {_text(layout.note)}"
    yield from ("", "[page]", f"width = {_number(layout.width)}", f"height = {_number(layout.height)}")
    for border in layout.frame:
        yield from ("", "[[frame]]", f'stroke = "{border.stroke}"', f"inset = {_number(border.inset)}")
        if border.stroke is Stroke.KEY:
            yield f"depth = {_number(border.depth)}"
        yield f"width = {_number(border.width)}"
        yield f"colour = {_text(border.colour)}"
    for name, box in (("emblem", layout.emblem), ("code", layout.code)):
        if box is not None:
            yield from ("", f"[{name}]", *_box(box))
    for block in layout.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    yield from (
        "",
        "[[block]]",
        f"name = {_text(block.name)}",
        *_box(block.box),
        f'anchor = "{block.anchor}"',
    )
    for line in block.lines:
        yield from (f"    {each}" if each else "" for each in _line(line))


def _line(line: Line) -> Iterator[str]:
    yield from ("", "[[block.line]]", f'item = "{line.item}"')
    kinds = ", ".join(f'"{kind}"' for kind in Recipient if kind in line.kinds)
    yield f"kinds = [{kinds}]"
    yield f'face = "{line.face}"'
    yield f"colour = {_text(line.colour)}"
    yield f'align = "{line.align}"'
    for name in ("size", "min_size", "gap", "max_gap", "leading", "rule"):
        yield f"{name} = {_number(getattr(line, name))}"
    for name in ("max_lines", "min_lines"):
        yield f"{name} = {getattr(line, name)}"
    for name in ("capitals", "run_in", "preprinted"):
        yield f"{name} = {'true' if getattr(line, name) else 'false'}"


def _box(box: Box) -> Iterator[str]:
    for name in ("x", "y", "width", "height"):
        yield f"{name} = {_number(getattr(box, name))}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _text(text: str) -> str:
    # What JSON escapes, TOML escapes alike, but for one letter.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
