"""Paper is never hostage to this program: Debian's ``qpdf`` finds nothing wrong, and any reader finds the words."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from desktop.domain.paper import Bases, Closing, Column, Head, PlainSheet, Table
from desktop.pdf.calibration import CalibrationTexts, draw_calibration, draw_dividers
from desktop.pdf.certificate import Printing, Stock, draw_sheets
from desktop.pdf.layout import load_layout, shipped_layouts
from desktop.pdf.render import one_page
from desktop.pdf.sheet import draw_letters, draw_sheet
from tests.pdf.papers import HOUSEHOLD, LETTERS, MAN, POSTHUMOUS, TYPICAL, pdf_of
from tests.pdf.test_cards import CARD, drawn

LAYOUTS = [load_layout(path) for path in shipped_layouts()]
LETTER = PlainSheet(
    "Quyết định",
    [
        Bases(("Căn cứ Luật Thi đua, khen thưởng",)),
        Table((Column("Họ và tên"), Column("Đơn vị")), [("Đỗ Văn Nhẫn", "Tổ tự quản số 05")] * 60),
        Closing(("Như trên",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Lê Hoàng Sơn"),
    ],
    head=Head("", "Ủy ban nhân dân phường", ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập"), national=True),
)


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "gold").save(out, "PNG")
    return out.getvalue()


def whole_batch() -> bytes:
    """Every layout, with codes, a picture under it, a shift, a second pass."""
    out = BytesIO()
    under = Printing(under=picture(), shift_x=1.5)
    stocks = [*map(Stock, LAYOUTS), Stock(LAYOUTS[0], under), Stock(LAYOUTS[1], Printing().second_pass())]
    sheets = [(replace(each, code="STQ1 thử"), stock) for stock in stocks for each in TYPICAL.values()]
    draw_sheets(sheets, out, sample=True)
    return out.getvalue()


def every_letter() -> bytes:
    lines = "\n".join(LETTERS[at : at + 60] for at in range(0, len(LETTERS), 60))
    return pdf_of(replace(MAN, achievement=lines))


def letters() -> bytes:
    out = BytesIO()
    draw_letters([LETTER, LETTER], out)
    return out.getvalue()


def sheet() -> bytes:
    out = BytesIO()
    draw_sheet(LETTER, out, sample=True)
    return out.getvalue()


def calibration() -> bytes:
    out = BytesIO()
    draw_calibration(
        297, 210, CalibrationTexts("Tờ căn chỉnh", ["Gấp", "Đọc", "Đo"], "Ngang", "Dọc", "100"), out
    )
    return out.getvalue()


def dividers() -> bytes:
    out = BytesIO()
    draw_dividers(297, 210, [("TẬP THỂ", "Số tờ: 3")], out)
    return out.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    "batch": whole_batch,
    "alphabet": every_letter,
    "cards": lambda: drawn(*[replace(CARD, code="STQ1 thử")] * 11),
    "one of many": lambda: one_page(pdf_of(MAN, HOUSEHOLD, POSTHUMOUS), 1),
    "letters": letters,
    "sheet": sheet,
    "calibration": calibration,
    "dividers": dividers,
}


@pytest.mark.parametrize("name", MAKERS)
def test_qpdf_finds_nothing_wrong(name: str, tmp_path: Path) -> None:
    path = tmp_path / "giay.pdf"
    path.write_bytes(MAKERS[name]())
    told = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert "No syntax or stream encoding errors found" in told.stdout


def test_a_reader_finds_the_words_and_where_they_stand() -> None:
    page = pypdfium2.PdfDocument(pdf_of(MAN))[0]
    words = page.get_textpage()
    place = words.search("ĐỖ VĂN NHẪN", match_case=True).get_next()
    assert place is not None
    left, bottom, right, top = words.get_rect(words.count_rects(*place) - 1)
    # In the middle of the sheet, as tall as the letters of a name.
    assert 15 < top - bottom < 40
    assert abs((left + right) / 2 - page.get_width() / 2) < 60
