"""One sheet as an .xlsx, made in memory.

Written here and not with openpyxl, which lays every sheet down in the temporary folder first: a list of people must
not be left in plain text where nobody looks. Equal content gives equal bytes. Source: ECMA-376 part 1, section 18.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from desktop.office.limits import address, column_letters

LONGEST_TEXT = 32_767
HEAD_FILL, BAD_FILL, BAD_INK = "DDEDE7", "FBE4E2", "9C1C1C"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EPOCH = datetime.date(1899, 12, 30)
_DAY = 86_400

# What XML cannot hold at all.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Readers take _x0041_ for the letter A, so an underscore that begins such a code is written as a code itself.
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


class Format(IntEnum):
    """How a value is shown: the numbers of ECMA-376 18.8.30, and from 164 on our own."""

    GENERAL = 0
    WHOLE = 1
    GROUPED = 3
    HOURS = 46
    TEXT = 49
    DAY = 164
    MOMENT = 165
    TIME = 166


class Look(IntEnum):
    """What a cell looks like; the number is its place among the looks below."""

    PLAIN = 0
    HEAD = 1
    TITLE = 2
    BAD = 3
    REASON = 4


# Font, fill and border of each look, by their places in the style sheet.
_LOOKS = {
    Look.PLAIN: (0, 0, 0),
    Look.HEAD: (1, 2, 1),
    Look.TITLE: (2, 0, 0),
    Look.BAD: (0, 3, 0),
    Look.REASON: (3, 0, 0),
}
_FORMATS = {Format.DAY: "dd/mm/yyyy", Format.MOMENT: "dd/mm/yyyy hh:mm:ss", Format.TIME: "hh:mm:ss"}

Content = (
    str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None
)


@dataclass(frozen=True, slots=True)
class Style:
    look: Look = Look.PLAIN
    format: Format = Format.GENERAL
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One cell: what it holds and how it looks. A ``str`` is text, whatever it begins with."""

    content: Content
    style: Style = Style()


@dataclass(frozen=True, slots=True)
class Layout:
    """What holds for the whole sheet.

    Attributes:
        name: of the sheet; letters that a sheet's name cannot have are left out.
        head_row: the row of the heads, from 1; it and all above stay in view and are printed on each page.
        columns: how many columns have a head, for the filter.
        last_row: the last row that the filter covers.
        widths: of the columns, in characters.
    """

    name: str
    head_row: int
    columns: int
    last_row: int
    widths: Sequence[float]


def write_sheet(target: BinaryIO | Path, layout: Layout, rows: Iterable[Sequence[Field]]) -> None:
    """Write the workbook to a stream or a file."""
    styles: dict[Style, int] = {Style(): 0}
    sheet = _sheet(layout, rows, styles)
    name = sheet_name(layout.name)
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": _workbook(name, layout.head_row),
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": _style_sheet(styles),
        "xl/worksheets/sheet1.xml": sheet,
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in parts.items():
            # A fixed date: without one the bytes would tell when the file was made, and never be equal.
            info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')


def sheet_name(title: str) -> str:
    """The title as far as a sheet's name allows: 31 letters, some signs left out, never blank."""
    name = " ".join(_NO_SHEET_NAME.sub(" ", _ILLEGAL.sub("", title)).split())
    return name[:31].strip() or "1"


def clean_text(text: str) -> str:
    """The text as a cell can hold it: without characters that XML lacks, lines ended in one way, not too long."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_TEXT]


def _sheet(layout: Layout, rows: Iterable[Sequence[Field]], styles: dict[Style, int]) -> str:
    body = "".join(_row(number, fields, styles) for number, fields in enumerate(rows, 1))
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"/>'
        for at, width in enumerate(layout.widths, 1)
    )
    below = layout.head_row + 1
    last = f"{column_letters(max(layout.columns, 1) - 1)}{layout.last_row}"
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView workbookViewId="0" tabSelected="1"><pane ySplit="{layout.head_row}" topLeftCell="A{below}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="16"/>'
        f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>{body}</sheetData>"
        f'<autoFilter ref="A{layout.head_row}:{last}"/>'
        '<pageMargins left="0.6" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;P/&amp;N</oddFooter></headerFooter></worksheet>"
    )


def _row(number: int, fields: Sequence[Field], styles: dict[Style, int]) -> str:
    cells = "".join(_cell(address(number - 1, at), field, styles) for at, field in enumerate(fields))
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, field: Field, styles: dict[Style, int]) -> str:
    style = styles.setdefault(field.style, len(styles))
    shown = f' s="{style}"' if style else ""
    match field.content:
        case None | "":
            return f'<c r="{place}"{shown}/>' if style else ""
        case str() as text:
            coded = escape(_CODE.sub("_x005F_", text))
            return f'<c r="{place}"{shown} t="inlineStr"><is><t xml:space="preserve">{coded}</t></is></c>'
        case bool() as yes:
            return f'<c r="{place}"{shown} t="b"><v>{int(yes)}</v></c>'
        case value:
            return f'<c r="{place}"{shown}><v>{_number(value)}</v></c>'


def _number(value: float | datetime.date | datetime.time | datetime.timedelta) -> str:
    """The number by which a sheet tells a day or a time: days since 30 December 1899."""
    match value:
        case datetime.datetime():
            return repr((value.date() - _EPOCH).days + _seconds(value.time()) / _DAY)
        case datetime.date():
            return str((value - _EPOCH).days)
        case datetime.time():
            return repr(_seconds(value) / _DAY)
        case datetime.timedelta():
            return repr(value.total_seconds() / _DAY)
    return repr(value)


def _seconds(time: datetime.time) -> float:
    return time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1_000_000


def _types() -> str:
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_CONTENT}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_CONTENT}.styles+xml"/></Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/{kind}" Target="{path}"/>'
        for at, (kind, path) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _workbook(name: str, head_row: int) -> str:
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">\'{escape(name)}\'!${head_row}:${head_row}'
        "</definedName></definedNames></workbook>"
    )


def _style_sheet(styles: dict[Style, int]) -> str:
    formats = "".join(f'<numFmt numFmtId="{key}" formatCode="{code}"/>' for key, code in _FORMATS.items())
    looks = "".join(map(_style, styles))
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(_FORMATS)}">{formats}</numFmts>'
        f'<fonts count="4">{_font()}{_font("<b/>")}{_font("<b/>", 14)}{_font(ink=BAD_INK)}</fonts>'
        # The first two fills are the same in every workbook.
        '<fills count="4"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill>{_fill(HEAD_FILL)}{_fill(BAD_FILL)}</fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{_lines()}</border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(styles)}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _style(style: Style) -> str:
    font, fill, border = _LOOKS[style.look]
    centred = ' horizontal="center"' if style.look is Look.HEAD else ""
    wrapped = ' wrapText="1"' if style.wrap else ""
    return (
        f'<xf numFmtId="{int(style.format)}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment vertical="top"{centred}{wrapped}/></xf>'
    )


def _font(bold: str = "", size: int = 12, ink: str = "1B2420") -> str:
    return f'<font>{bold}<sz val="{size}"/><color rgb="FF{ink}"/><name val="Times New Roman"/><family val="1"/></font>'


def _fill(colour: str) -> str:
    return f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill></fill>'


def _lines() -> str:
    sides = "".join(
        f'<{side} style="thin"><color rgb="FF7D8780"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    return f"{sides}<diagonal/>"
