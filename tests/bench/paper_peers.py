"""The same certificates by LibreOffice, and the same codes by segno."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import segno
from PIL import Image

from desktop.pdf.codes import code_squares
from desktop.pdf.layout import Item
from desktop.pdf.render import page_count
from desktop.services import certificates
from desktop.services.workspace import Workspace
from tests.bench.paper_rows import LINES, Papers
from tests.bench.peers import LIBREOFFICE
from tests.bench.row import Row, row, seconds

_FONTS: Final = Path(__file__).parents[2] / "resources" / "fonts"
_NAMESPACES: Final = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office",
        "style": "style",
        "text": "text",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_CODE_MM: Final = 30


def beside_libreoffice(workspace: Workspace, work: Path, number: int, times: int = 1) -> Iterator[Row]:
    """One document of as many pages turned into PDF; profile and cache of fonts are made before the clock runs."""
    papers = Papers.of(workspace, number)
    place = work / "libreoffice"
    place.mkdir()
    (place / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig><dir>{_FONTS}</dir>'
        f"<cachedir>{place / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    (place / "one.fodt").write_text(document(papers.first(1)), encoding="utf-8")
    (place / "all.fodt").write_text(document(papers), encoding="utf-8")
    _converted(place, "one")
    ours, theirs = [], []
    for _ in range(times):
        ours += seconds(lambda: certificates.draw(workspace, papers.awards, LINES, papers.layout))
        theirs.append(_converted(place, "all"))
    drawn = page_count((place / "all.pdf").read_bytes())
    if drawn != len(papers.awards):
        raise RuntimeError(drawn, len(papers.awards))
    yield row(f"{drawn} certificates with codes, beside LibreOffice", "s", ours, floor=theirs)


def _converted(place: Path, name: str) -> float:
    return LIBREOFFICE.run(
        place,
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(place),
        str(place / f"{name}.fodt"),
        around={"FONTCONFIG_FILE": str(place / "fonts.conf")},
    )


def document(papers: Papers) -> str:
    """A flat text document: each certificate's lines centred on a page of its own, its code a picture below them."""
    layout = papers.layout
    pages = "".join(
        _page([line for item in Item for line in text.lines(item)], code, first=at == 0)
        for at, (text, code) in enumerate(zip(papers.texts, papers.codes, strict=True))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>'
        '<style:font-face style:name="Tinos" svg:font-family="Tinos"/></office:font-face-decls><office:styles>'
        '<style:style style:name="line" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>'
        '<style:text-properties style:font-name="Tinos" fo:font-size="14pt"/></style:style>'
        '<style:style style:name="first" style:family="paragraph" style:parent-style-name="line">'
        '<style:paragraph-properties fo:break-before="page"/></style:style></office:styles><office:automatic-styles>'
        f'<style:page-layout style:name="paper"><style:page-layout-properties fo:page-width="{layout.width}mm"'
        f' fo:page-height="{layout.height}mm" fo:margin="12mm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="paper"/>'
        f"</office:master-styles><office:body><office:text>{pages}</office:text></office:body></office:document>"
    )


def _page(lines: Sequence[str], code: str, *, first: bool) -> str:
    styles = ["line" if first else "first", *["line"] * len(lines)]
    told = "".join(
        f'<text:p text:style-name="{style}">{escape(line)}</text:p>'
        for style, line in zip(styles, lines, strict=False)
    )
    return (
        f'{told}<text:p text:style-name="line"><draw:frame text:anchor-type="as-char" svg:width="{_CODE_MM}mm"'
        f' svg:height="{_CODE_MM}mm"><draw:image><office:binary-data>{_picture(code)}</office:binary-data></draw:image>'
        "</draw:frame></text:p>"
    )


def _picture(code: str) -> str:
    squares = code_squares(code)
    dots = bytes(0 if dark else 255 for line in squares for dark in line)
    out = BytesIO()
    Image.frombytes("L", (len(squares[0]), len(squares)), dots).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode("ascii")


def beside_segno(workspace: Workspace, number: int, times: int = 1) -> Iterator[Row]:
    """The same codes with the same correction as squares."""
    codes = Papers.of(workspace, number).codes
    ours = seconds(lambda: [code_squares(each) for each in codes], times)
    theirs = seconds(
        lambda: [segno.make_qr(each, error="l", boost_error=False).matrix for each in codes], times
    )
    yield row(f"{len(codes)} codes as squares, beside segno", "s", ours, floor=theirs)
