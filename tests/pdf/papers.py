"""Certificates and pictures of pages for the tests of paper."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO

from PIL import Image, ImageChops

from desktop.base.resources import resource
from desktop.pdf.certificate import ON_PLAIN_PAPER, CertificateText, Printing, draw_certificates
from desktop.pdf.layout import Layout, Recipient, load_layout
from desktop.pdf.render import render_page
from desktop.pdf.wording import decision_line, place_date_line, register_line

A4 = load_layout(resource("layouts", "giay-khen-a4-ngang.toml"))
SIGNED_ON = date(2026, 1, 5)

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LOWER = "bcdđghklmnpqrstvxfjwz" + "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES
)
LETTERS = LOWER + LOWER.upper()

MAN = CertificateText(
    kind=Recipient.INDIVIDUAL,
    issuer="Chủ tịch Ủy ban nhân dân phường Nhơn Hưng",
    honorific="Ông",
    name="Đỗ Văn Nhẫn",
    position="Tổ trưởng Tổ tự quản số 05, khóm Đông Hưng, phường Nhơn Hưng",
    achievement="Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2025",
    place_date=place_date_line("Nhơn Hưng", SIGNED_ON),
    decision=decision_line("Số quyết định", "15/QĐ-UBND", SIGNED_ON),
    register_number=register_line("Số vào sổ khen thưởng", "12", 2026),
    signer_title="Chủ tịch",
    signer_name="Nguyễn Thị Ngọc Ánh",
)
WOMAN_OF_LONG_NAME = replace(
    MAN,
    honorific="Bà",
    name="Công Tằng Tôn Nữ Nguyễn Trần Thị Huyền Phượng Quỳnh Như",
    position="Hòa giải viên Tổ hòa giải khóm Đông Hưng, Ủy viên Ban Công tác Mặt trận khóm, Chi hội trưởng "
    "Chi hội Phụ nữ khóm Đông Hưng, phường Nhơn Hưng, tỉnh An Giang",
    achievement="Đã có thành tích xuất sắc, tiêu biểu trong công tác hòa giải ở cơ sở, vận động Nhân dân tham gia "
    "phong trào Toàn dân bảo vệ an ninh Tổ quốc, giữ gìn an ninh, trật tự tại khu dân cư giai đoạn 2021 - 2025",
)
COLLECTIVE_OF_THREE_LINES = replace(
    MAN,
    kind=Recipient.COLLECTIVE,
    honorific="Tập thể",
    name="Tổ liên gia an toàn phòng cháy, chữa cháy và cứu nạn, cứu hộ số 05\n"
    "và Tổ bảo vệ an ninh, trật tự ở cơ sở\nkhóm Đông Hưng, phường Nhơn Hưng",
    position="",
)
HOUSEHOLD = replace(
    MAN,
    kind=Recipient.HOUSEHOLD,
    honorific="Hộ gia đình ông",
    name="Nguyễn Văn Sang",
    position="Khóm Đông Hưng, phường Nhơn Hưng, tỉnh An Giang",
)
POSTHUMOUS = replace(MAN, conferral="TRUY TẶNG", signer_title="KT. Chủ tịch\nPhó Chủ tịch")
UNNUMBERED = replace(
    MAN,
    place_date=place_date_line("Nhơn Hưng", None),
    decision=decision_line("Số quyết định", "", None),
    register_number=register_line("Số vào sổ khen thưởng", "", 2026),
)
SHORTEST = replace(MAN, name="Vũ Ý", position="", achievement="Có thành tích")

TYPICAL = {
    "man": MAN,
    "woman of long name": WOMAN_OF_LONG_NAME,
    "collective of three lines": COLLECTIVE_OF_THREE_LINES,
    "household": HOUSEHOLD,
    "posthumous": POSTHUMOUS,
    "unnumbered": UNNUMBERED,
    "shortest": SHORTEST,
}


def pdf_of(*certificates: CertificateText, layout: Layout = A4, printing: Printing = ON_PLAIN_PAPER) -> bytes:
    out = BytesIO()
    draw_certificates(certificates, layout, out, printing=printing)
    return out.getvalue()


def picture(pdf: bytes, page: int = 0, width: int = 594) -> Image.Image:
    rendered = render_page(pdf, page, width)
    size = (rendered.width, rendered.height)
    return Image.frombuffer("RGB", size, rendered.pixels, "raw", "BGRX", rendered.stride, 1)


def ink_box(image: Image.Image) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what is not white, in pixels."""
    return ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()


def same_pixels(first: Image.Image, second: Image.Image) -> bool:
    return first.size == second.size and ImageChops.difference(first, second).getbbox() is None
