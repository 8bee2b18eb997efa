"""Workbooks made by hand, so that a test says to the byte what is odd about its file."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
MEMBERS = SAMPLES / "danh-sach-nong-cot.xlsx"
DISPUTES = SAMPLES / "so-hoa-giai.xlsx"
LEGACY = SAMPLES / "danh-sach-cu-tcvn3.xls"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def xlsx_parts(*sheets: str, shared: str = "", about: str = "") -> dict[str, str | bytes]:
    """The parts of an .xlsx whose sheets hold the given rows (XML); ``about`` stands in the workbook part."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="Trang {n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    strings = (
        f'<Relationship Id="rIdS" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        if shared
        else ""
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{about}<sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}{strings}'
        "</Relationships>",
        **({"xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>'} if shared else {}),
        **{f"xl/worksheets/sheet{n}.xml": worksheet(rows) for n, rows in enumerate(sheets, 1)},
    }


def worksheet(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def xlsx(*sheets: str, shared: str = "", about: str = "") -> bytes:
    return zipped(xlsx_parts(*sheets, shared=shared, about=about))


def text_cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def ods(tables: str, *, manifest: str = "") -> bytes:
    """An .ods whose content holds the given tables (XML)."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0">{manifest}'
            "</manifest:manifest>",
            "content.xml": f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" '
            f'xmlns:table="{_OFFICE}:table:1.0" xmlns:text="{_OFFICE}:text:1.0"><office:body><office:spreadsheet>'
            f"{tables}</office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_cell(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (version 3) with streams of at least 4,096 bytes each."""
    sectors: list[bytes] = []
    starts: dict[str, int] = {}
    fat: list[int] = []
    for name, content in streams.items():
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        starts[name] = len(sectors)
        fat.extend(range(len(sectors) + 1, len(sectors) + len(pieces)))
        fat.append(0xFFFFFFFE)
        sectors.extend(pieces)
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0)
    directory += b"".join(_entry(name, 2, starts[name], len(content)) for name, content in streams.items())
    directory_at = len(sectors)
    pieces = [directory[at : at + 512].ljust(512, b"\0") for at in range(0, len(directory), 512)]
    fat.extend([*range(directory_at + 1, directory_at + len(pieces)), 0xFFFFFFFE, 0xFFFFFFFD])
    sectors.extend(pieces)
    fat_at = len(sectors)
    table = struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat)))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", fat_at, *[0xFFFFFFFF] * 108)
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        letters,
        len(letters) + 2,
        kind,
        1,
        *[0xFFFFFFFF] * 3,
        bytes(16),
        0,
        0,
        0,
        start,
        size,
    )


def changed_record(
    raw: bytes, kind: int, change: Callable[[bytes], bytes], new_kind: int | None = None
) -> bytes:
    """The sample .xls with the first record of a kind changed; its stream begins at byte 512 and is whole."""
    at = 512
    while True:
        found, length = struct.unpack_from("<HH", raw, at)
        if found == kind:
            data = change(raw[at + 4 : at + 4 + length])
            assert len(data) == length
            head = struct.pack("<HH", kind if new_kind is None else new_kind, length)
            return raw[:at] + head + data + raw[at + 4 + length :]
        at += 4 + length
