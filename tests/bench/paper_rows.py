"""349 certificates with codes in one PDF, beside the same text and codes drawn by bare reportlab and zxing-cpp."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Any, Final

import zxingcpp
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.paper import Face
from desktop.pdf.certificate import CertificateText
from desktop.pdf.codes import code_squares
from desktop.pdf.fonts import tinos
from desktop.pdf.layout import Item, Layout, load_layout, shipped_layouts
from desktop.services import certificates
from desktop.services.certificate_lines import certificate_text
from desktop.services.certificates import CommonLines
from desktop.services.paper_codes import code_within
from desktop.services.workspace import Workspace
from tests.bench.row import Row, row, seconds

CERTIFICATES: Final = 349
LINES: Final = CommonLines(
    "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG NHƠN HƯNG",
    "CHỦ TỊCH",
    "Lê Hoàng Sơn",
    "Nhơn Hưng",
    "15/QĐ-UBND",
    date(2026, 1, 5),
)
_SIZE: Final = 14


@dataclass(frozen=True)
class Papers:
    """Certificates of the newest awards, with what stands on each and the text of its code."""

    layout: Layout
    awards: Sequence[str]
    texts: Sequence[CertificateText]
    codes: Sequence[str]

    @classmethod
    def of(cls, workspace: Workspace, number: int) -> Papers:
        layout = next(each for each in map(load_layout, shipped_layouts()) if each.code is not None)
        with workspace.reading() as reader:
            found = reader.connection.execute("SELECT id FROM award ORDER BY id DESC LIMIT ?", [number])
            awards = [each[0] for each in found]
            stored = reader.records.get_many("award", awards)
        assert layout.code is not None
        texts = [certificate_text(stored[each], LINES) for each in awards]
        return cls(layout, awards, texts, [code_within(workspace, each, layout.code) for each in texts])

    def first(self, number: int) -> Papers:
        return Papers(self.layout, self.awards[:number], self.texts[:number], self.codes[:number])


def paper_rows(workspace: Workspace, number: int = CERTIFICATES, times: int = 3) -> Iterator[Row]:
    papers = Papers.of(workspace, number)
    layout, awards, texts, codes = papers.layout, papers.awards, papers.texts, papers.codes
    drawn, raw = [], []
    for _ in range(times):
        drawn += seconds(lambda: certificates.draw(workspace, awards, LINES, layout))
        raw += seconds(lambda: draw_raw(texts, codes, layout))
    yield row(
        f"{len(awards)} certificates with codes, against the same text and codes raw",
        "s",
        drawn,
        floor=raw,
        bound=2,
    )
    ours = seconds(lambda: [code_squares(each) for each in codes], times)
    bare = seconds(lambda: [_barcode(each) for each in codes], times)
    yield row(f"{len(codes)} codes as squares, against bare zxing-cpp", "s", ours, floor=bare)


def draw_raw(texts: Sequence[CertificateText], codes: Sequence[str], layout: Layout) -> bytes:
    """Every line of every certificate somewhere on a page of its own, and its code as squares."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(layout.width * 72 / 25.4, layout.height * 72 / 25.4))
    font = tinos(Face.REGULAR)
    for text, code in zip(texts, codes, strict=True):
        canvas.setFont(font.fontName, _SIZE)
        lines = [line for item in Item for line in text.lines(item)]
        for at, line in enumerate(lines):
            canvas.drawString(60, 540 - at * 20, line)
        _draw_barcode(canvas, code)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_barcode(canvas: Canvas, code: str) -> None:
    """Dark squares beside each other as one, all of them in one shape: the least that draws a code."""
    barcode = _barcode(code)
    height, width = barcode.shape[:2]
    dots = bytes(memoryview(barcode))
    shape = canvas.beginPath()
    for row_of_dots in range(height):
        line = dots[row_of_dots * width : (row_of_dots + 1) * width]
        at = 0
        for dark, run in groupby(line, key=lambda dot: dot == 0):
            length = len(list(run))
            if dark:
                shape.rect(40 + at, 40 + height - row_of_dots, length, 1)
            at += length
    canvas.drawPath(shape, stroke=0, fill=1)


def _barcode(code: str) -> Any:
    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    return made.to_image(scale=1, add_quiet_zones=False)
