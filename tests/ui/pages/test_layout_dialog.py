"""A layout is changed beside the paper itself, by numbers and by dragging, and kept as the unit's own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.paper import Face
from desktop.pdf.layout import Item, Layout, read_layout
from desktop.pdf.layout_file import layout_bytes
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
    write(dialog, "Line_size", "16")
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


def choose(dialog: LayoutDialog, name: str, row: int) -> None:
    find(dialog, QListWidget, name).setCurrentRow(row)


def test_the_face_and_colour_of_a_line_are_chosen_and_seen_at_once(dialog: LayoutDialog) -> None:
    choose(dialog, "LayoutBlocks", 1)
    choose(dialog, "LayoutLines", 2)
    red = coloured(dialog)
    click(dialog.line.colours.chip("blue"))
    click(dialog.line.faces.chip("bold-italic"))
    line = dialog.layout_made().blocks[1].lines[2]
    assert (line.item, line.colour, line.face) == (Item.TITLE, "#1F3A8A", Face.BOLD_ITALIC)
    assert coloured(dialog) != red


def coloured(dialog: LayoutDialog) -> QImage:
    image = dialog.view.paper._image
    assert image is not None
    return image


def test_another_colour_is_typed_and_one_that_is_none_changes_nothing(dialog: LayoutDialog) -> None:
    click(dialog.line.colours.chip("other"))
    write(dialog, "LineOtherColour", "#8a6d1b")
    assert dialog.layout_made().blocks[0].lines[0].colour == "#8A6D1B"
    write(dialog, "LineOtherColour", "vàng")
    assert dialog.layout_made().blocks[0].lines[0].colour == "#8A6D1B"


def test_what_blanks_carry_already_is_ticked(dialog: LayoutDialog) -> None:
    choose(dialog, "LayoutBlocks", 1)
    choose(dialog, "LayoutLines", 1)
    assert not dialog.layout_made().blocks[1].lines[1].preprinted
    click(find(dialog, QCheckBox, "Line_preprinted"), QPoint(8, 8))
    assert dialog.layout_made().blocks[1].lines[1].preprinted


def test_how_a_line_shrinks_and_wraps_is_changed_and_bounds_stay_in_order(dialog: LayoutDialog) -> None:
    choose(dialog, "LayoutBlocks", 2)
    choose(dialog, "LayoutLines", 4)
    for name, text in (("min_size", "40"), ("size", "15"), ("max_lines", "6"), ("max_gap", "9")):
        write(dialog, f"Line_{name}", text)
    line = dialog.layout_made().blocks[2].lines[4]
    assert line.item is Item.ACHIEVEMENT
    assert (line.size, line.min_size, line.max_lines, line.max_gap) == (15, 15, 6, 9)
    assert read_layout(layout_bytes(dialog.layout_made()), "x") == dialog.layout_made()


def test_the_code_and_the_units_picture_are_given_a_place_that_is_dragged(dialog: LayoutDialog) -> None:
    click(find(dialog, QCheckBox, "Has_code"), QPoint(8, 8))
    choose(dialog, "LayoutBlocks", len(dialog.layout_made().blocks))
    assert not find(dialog, QListWidget, "LayoutLines").isVisible()
    write(dialog, "Block_x", "200")
    code = dialog.layout_made().code
    assert code is not None
    assert (code.x, code.width) == (200, 40)
    click(find(dialog, QCheckBox, "Has_code"), QPoint(8, 8))
    assert dialog.layout_made().code is None


def test_another_size_of_paper_keeps_everything_on_it(dialog: LayoutDialog) -> None:
    write(dialog, "Page_width", "210")
    made = dialog.layout_made()
    assert made.width == 210
    assert all(block.box.x + block.box.width <= 210 for block in made.blocks)
    assert read_layout(layout_bytes(made), "x") == made
