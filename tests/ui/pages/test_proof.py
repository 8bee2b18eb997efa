"""The page that checks a certificate by its code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.pdf.certificate import CertificateText, draw_certificates
from desktop.pdf.codes import read_codes_of_pdf
from desktop.pdf.layout import Recipient, load_layout, shipped_layouts
from desktop.services.certificates import CommonLines, draw
from desktop.services.paper_codes import code_for
from desktop.services.workspace import Workspace
from desktop.ui.kit.details import Chip
from desktop.ui.pages.awards.proof_page import ProofPage
from tests.kit.keys import click, find, find_all
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import put
from tests.ui.conftest import ContextMaker


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace, context_of: ContextMaker) -> ProofPage:
    made = ProofPage(context_of(workspace))
    qtbot.addWidget(made)
    made.resize(1150, 690)
    made.show()
    return made


@pytest.fixture
def pdf(workspace: Workspace, tmp_path: Path) -> Path:
    award = put(workspace, "award", printed_name="Đỗ Văn Nhẫn", achievement="Giữ gìn an ninh", stage="draft")
    layout = load_layout(next(path for path in shipped_layouts() if "chung-nhan" in path.stem))
    lines = CommonLines("TRƯỞNG CÔNG AN", "TRƯỞNG CÔNG AN", "Lê An", "Nhơn Hưng", "15/QĐ", date(2026, 11, 5))
    path = tmp_path / "giay.pdf"
    path.write_bytes(draw(workspace, [award], lines, layout).pdf)
    return path


def shown(page: ProofPage) -> list[str]:
    return [chip.text for chip in find_all(page, Chip) if chip.isVisible()]


def test_a_chosen_file_is_proven_and_its_lines_are_shown(
    page: ProofPage, pdf: Path, door: ScriptedDoor, qtbot: QtBot
) -> None:
    door.will_answer("proof.choose", pdf)
    click(page.choose_button)
    qtbot.waitUntil(lambda: shown(page) == ["Đúng"])
    assert "Tên in trên giấy: Đỗ Văn Nhẫn" in [each.text() for each in find_all(page, QLabel)]


def test_typed_lines_are_proven_or_not(page: ProofPage, pdf: Path, qtbot: QtBot) -> None:
    ((_, text),) = read_codes_of_pdf(pdf.read_bytes())
    page.text.setPlainText(text)
    click(page.check_button)
    qtbot.waitUntil(lambda: shown(page) == ["Đúng"])
    page.text.setPlainText(text.replace("Nhẫn", "Nhận"))
    click(page.check_button)
    qtbot.waitUntil(lambda: shown(page) == ["Không khớp"])
    page.text.setPlainText("chữ gì đó")
    click(page.check_button)
    qtbot.waitUntil(lambda: shown(page) == ["Không có mã"])


def test_of_an_altered_file_the_line_is_named(
    page: ProofPage, workspace: Workspace, tmp_path: Path, door: ScriptedDoor, qtbot: QtBot
) -> None:
    layout = load_layout(next(path for path in shipped_layouts() if "chung-nhan" in path.stem))
    true = CertificateText(
        Recipient.INDIVIDUAL, "CA", "Ông", "Đỗ Văn Nhẫn", "", "Thành tích", "", "", "", "", ""
    )
    forged = replace(true, name="Lê Văn Khác", code=code_for(workspace, true))
    with (tmp_path / "sua.pdf").open("wb") as out:
        draw_certificates([forged], layout, out)
    door.will_answer("proof.choose", tmp_path / "sua.pdf")
    click(page.choose_button)
    qtbot.waitUntil(lambda: shown(page) == ["Không khớp"])
    said = find(page, QLabel, "Proof_name").text()
    assert said == "Tên in trên giấy: Đỗ Văn Nhẫn (trên giấy không còn như đã ký)"
    assert find(page, QLabel, "Proof_achievement").text() == "Thành tích: Thành tích"
