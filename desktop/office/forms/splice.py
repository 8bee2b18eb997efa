"""Changing an XML part at single places: what is not named keeps its bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from desktop.office.package import PackageDamaged

Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Element:
    """An element on the way down, by its local name.

    Attributes:
        start: the byte at which its start tag begins.
        inside: the byte after its start tag; the same as the end for one without content.
    """

    name: str
    attributes: Attributes
    start: int
    inside: int


@dataclass(frozen=True, slots=True)
class Edit:
    """These bytes in place of those from ``start`` to ``end``; the two are equal for something put in."""

    start: int
    end: int
    put: bytes


def spliced(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with all edits made; edits must not overlap."""
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start < at:
            raise ValueError("edits overlap")
        parts += [raw[at : edit.start], edit.put]
        at = edit.end
    return b"".join([*parts, raw[at:]])


def walk(
    raw: bytes,
    opened: Callable[[list[Element]], None],
    closed: Callable[[list[Element], int, int], None],
    text: Callable[[list[Element], str], None] | None = None,
) -> None:
    """Walk through an XML part in UTF-8, calling with the elements from the root to the current one.

    ``closed`` is told where the end tag begins and the byte after it; both are the same place after the tag for an
    element without content.

    Raises:
        PackageDamaged: broken, another encoding, or with a document type.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PackageDamaged
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = False
    way: list[Element] = []

    def on_start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        way.append(Element(name.rpartition(":")[2], attributes, at, _tag_end(raw, at)))
        opened(way)

    def on_end(_name: str) -> None:
        at = parser.CurrentByteIndex
        # Of <c/> the end is reported at the start or behind the tag: both mean that there is nothing inside.
        if raw[way[-1].inside - 2 : way[-1].inside] == b"/>":
            closed(way, way[-1].inside, way[-1].inside)
        else:
            closed(way, at, _tag_end(raw, at))
        way.pop()

    def on_document_type(*_: object) -> None:
        raise PackageDamaged

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = on_document_type
    if text is not None:
        told = text

        def on_text(data: str) -> None:
            told(way, data)

        parser.CharacterDataHandler = on_text
    try:
        parser.Parse(raw, True)  # noqa: FBT003  # the C parser takes no keywords
    except expat.ExpatError as error:
        raise PackageDamaged from error


def _tag_end(raw: bytes, start: int) -> int:
    """The byte after the ``>`` of the tag; a ``>`` inside quotes is not it."""
    quote = 0
    for at in range(start, len(raw)):
        byte = raw[at]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == 0x3E:
            return at + 1
    raise PackageDamaged


def repacked(raw: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The same ZIP with some parts changed: order, names and dates as they were."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            content = changed[part.filename] if part.filename in changed else old.read(part)
            kept = zipfile.ZipInfo(part.filename, part.date_time)
            kept.compress_type = part.compress_type
            kept.external_attr = part.external_attr
            kept.create_system = part.create_system
            new.writestr(kept, content)
    return target.getvalue()
