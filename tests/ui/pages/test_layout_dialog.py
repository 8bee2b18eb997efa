"""A layout is changed beside the paper itself, by numbers and by dragging, and kept as the unit's own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.pdf.layout import Layout
from desktop.services import certificates
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.layout_dialog import LayoutDialog
from tests.kit.keys import click, find, type_text
from tests.kit.workspaces import put

LINES = certificates.CommonLines("CHỦ TỊCH", "CHỦ TỊCH", "Lê Văn A", "An Giang")


@pytest.fixture
def dialog(qtbot: QtBot, workspace: Workspace, words: Words) -> Iterator[LayoutDialog]:
    award = put(workspace, "award", printed_name="Đỗ Văn Nhẫn", achievement="Đã có thành tích", stage="draft")

    def draw(layout: Layout) -> partial[certificates.RenderedPage] | None:
        batch = certificates.draw(workspace, [award], LINES, layout)
        return partial(certificates.render_page, batch.pdf) if batch.awards else None

    parent = QWidget()
    qtbot.addWidget(parent)
    made = LayoutDialog(parent, words, certificates.default_layout(), draw, QSize(1150, 690))
    made.show()
    qtbot.waitExposed(made)
    yield made
    parent.close()


def write(dialog: LayoutDialog, name: str, text: str) -> None:
    box = find(dialog, QLineEdit, f"{name}Line")
    box.clear()
    type_text(box, text)


def test_a_typed_measure_moves_the_block(dialog: LayoutDialog) -> None:
    write(dialog, "Block_y", "25,5")
    assert dialog.layout_made().blocks[0].box.y == 25.5


def test_a_typed_size_sets_the_line(dialog: LayoutDialog) -> None:
    write(dialog, "LineSize_0", "16")
    line = dialog.layout_made().blocks[0].lines[0]
    assert (line.size, line.min_size) == (16, 12)


def test_a_block_is_dragged_on_the_paper_by_half_millimetres(dialog: LayoutDialog) -> None:
    before = dialog.layout_made().blocks[0].box
    overlay = dialog.overlay
    at = overlay.box(0).center().toPoint()
    scale = overlay.box(0).width() / before.width
    there = at + QPoint(0, round(10 * scale))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(overlay, left, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseMove(overlay, there)
    QTest.mouseRelease(overlay, left, Qt.KeyboardModifier.NoModifier, there)
    after = dialog.layout_made().blocks[0].box
    assert after.x == before.x
    assert after.y == pytest.approx(before.y + 10, abs=0.5)
    assert after.y * 2 == round(after.y * 2)
    assert find(dialog, QLineEdit, "Block_yLine").text() == f"{after.y:g}".replace(".", ",")


def test_a_block_never_leaves_the_paper(dialog: LayoutDialog) -> None:
    write(dialog, "Block_x", "290")
    box = dialog.layout_made().blocks[0].box
    assert box.x + box.width == 297


def test_a_block_too_low_for_its_text_is_told(dialog: LayoutDialog, words: Words) -> None:
    write(dialog, "Block_height", "2")
    assert find(dialog, QLabel, "LayoutMisfit").text() == words("press.layout.misfit")


def test_the_name_is_that_which_is_typed_and_keeping_ends_it(dialog: LayoutDialog) -> None:
    write(dialog, "LayoutName", "Phôi của phường")
    click(find(dialog, Button, "LayoutKeep"))
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.layout_made().name == "Phôi của phường"
