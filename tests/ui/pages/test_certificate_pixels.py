"""What is seen of a certificate before it is printed is the paper itself, pixel by pixel."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.services import certificates
from desktop.services.certificates import CommonLines
from desktop.services.workspace import Workspace
from desktop.ui.kit.pdf_view import Paper, PdfView
from desktop.ui.kit.words import Words
from tests.kit.keys import find
from tests.kit.workspaces import put

LINES = CommonLines(
    "CHỦ TỊCH ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn A", "An Giang", "01/QĐ-UBND", date(2026, 1, 5)
)
FOR = "Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026"


@pytest.mark.parametrize(
    ("kind", "honorific", "name"),
    [
        ("individual", "Ông", "Lê Ý"),
        ("individual", "Bà", "Nguyễn Trần Thanh Phượng Hoàng Kim Ngân"),
        ("collective", "Tập thể", "Tổ tự quản số 01 ấp Đông Hưng, phường Nhơn Hưng"),
        ("household", "Hộ gia đình ông", "Trần Văn Sang"),
    ],
)
def test_the_preview_has_the_pixels_of_the_paper(
    qtbot: QtBot, workspace: Workspace, words: Words, kind: str, honorific: str, name: str
) -> None:
    award = put(
        workspace, "award", printed_name=name, honorific=honorific, achievement=FOR, recipient_kind=kind
    )
    batch = certificates.draw(workspace, [award], LINES, certificates.default_layout())
    view = PdfView(words)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    view.show_document(1, partial(certificates.render_page, batch.pdf))
    paper = find(view, Paper, "PdfPaper")
    shown = paper.grab(paper.paper()).toImage().convertToFormat(QImage.Format.Format_RGB32)
    page = certificates.render_page(batch.pdf, 0, shown.width())
    sheet = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
    assert shown.size() == sheet.size()
    assert shown == sheet
