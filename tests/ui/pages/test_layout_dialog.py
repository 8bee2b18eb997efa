"""A layout is changed beside the paper itself, by numbers and by dragging, and kept as the unit's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.paper import Face
from desktop.pdf.layout import MOST_BORDERS, Border, Item, Layout, Stroke, read_layout
from desktop.pdf.layout_file import layout_bytes
from desktop.services import certificates, layout_files
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


def test_another_colour_is_typed_and_one_that_is_none_changes_nothing(
    dialog: LayoutDialog, words: Words
) -> None:
    click(dialog.line.colours.chip("other"))
    write(dialog, "LineOtherColour", "#8a6d1b")
    assert dialog.layout_made().blocks[0].lines[0].colour == "#8A6D1B"
    write(dialog, "LineOtherColour", "vàng")
    assert dialog.layout_made().blocks[0].lines[0].colour == "#8A6D1B"
    assert find(dialog, QLabel, "LineOtherColourHint").text() == words("press.colour.wrong")


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


def to_frame(dialog: LayoutDialog) -> None:
    """The frame stands last among what a layout is made of; the keys go there."""
    blocks = find(dialog, QListWidget, "LayoutBlocks")
    blocks.setFocus()
    QTest.keyClick(blocks, Qt.Key.Key_End)


def test_the_frame_is_set_by_numbers_and_seen_at_once(dialog: LayoutDialog) -> None:
    to_frame(dialog)
    before = coloured(dialog)
    for name, text in (("inset", "5,5"), ("width", "2")):
        write(dialog, f"Frame_{name}", text)
    click(dialog.frame.colours.chip("green"))
    assert dialog.layout_made().frame[0] == Border(Stroke.LINE, 5.5, 0, 2, "#1F5B45")
    assert coloured(dialog) != before
    assert find(dialog, QListWidget, "FrameBorders").item(0).text() == "Nét kẻ, cách mép 5,5 mm"
    assert read_layout(layout_bytes(dialog.layout_made()), "x") == dialog.layout_made()


def test_a_line_of_the_frame_becomes_a_band_and_a_narrow_band_has_a_thin_line(dialog: LayoutDialog) -> None:
    to_frame(dialog)
    write(dialog, "Frame_width", "9")
    assert not find(dialog, QLineEdit, "Frame_depthLine").isVisible()
    click(dialog.frame.strokes.chip("key"))
    assert dialog.layout_made().frame[0] == Border(Stroke.KEY, 7, 6, 1, "#B5121B")
    write(dialog, "Frame_depth", "3")
    assert dialog.layout_made().frame[0] == Border(Stroke.KEY, 7, 3, 0.5, "#B5121B")
    assert find(dialog, QLineEdit, "Frame_widthLine").text() == "0,5"
    click(dialog.frame.strokes.chip("line"))
    assert dialog.layout_made().frame[0] == Border(Stroke.LINE, 7, 0, 0.5, "#B5121B")


def test_lines_of_the_frame_are_added_and_taken_away_down_to_none(dialog: LayoutDialog) -> None:
    to_frame(dialog)
    start = dialog.layout_made().frame
    add, drop = (find(dialog, Button, name) for name in ("FrameAdd", "FrameDrop"))
    while add.isEnabled():
        click(add)
    made = dialog.layout_made()
    assert made.frame[: len(start)] == start
    assert len(made.frame) == MOST_BORDERS
    assert made.frame[-1].inset > made.frame[-2].inset
    assert read_layout(layout_bytes(made), "x") == made
    while drop.isEnabled():
        click(drop)
    assert dialog.layout_made().frame == ()
    assert find(dialog, QLabel, "FrameNone").isVisible()
    assert not find(dialog, QLineEdit, "Frame_insetLine").isVisible()
    click(add)
    assert len(dialog.layout_made().frame) == 1


@pytest.mark.parametrize(
    ("name", "text", "low", "high"),
    [
        ("inset", "52,6", "0", "52,5"),
        ("inset", "-1", "0", "52,5"),
        ("inset", "ba", "0", "52,5"),
        ("width", "0", "0,05", "10"),
        ("depth", "26,26", "2", "26,25"),
    ],
)
def test_a_measure_of_the_frame_out_of_its_bounds_is_refused_and_told_why(
    dialog: LayoutDialog, words: Words, name: str, text: str, low: str, high: str
) -> None:
    to_frame(dialog)
    if name == "depth":
        choose(dialog, "FrameBorders", 1)
    start = dialog.layout_made().frame
    line = find(dialog, QLineEdit, f"Frame_{name}Line")
    line.setText(text[:-1])
    line.setCursorPosition(len(text))
    type_text(line, text[-1])
    told = find(dialog, QLabel, "FrameRefusal")
    assert dialog.layout_made().frame == start
    assert told.text() == words("press.measure.wrong", low=low, high=high)
    write(dialog, f"Frame_{name}", high)
    assert getattr(dialog.layout_made().frame[1 if name == "depth" else 0], name) == pytest.approx(
        float(high.replace(",", "."))
    )
    assert not told.isVisible()


def test_a_measure_of_a_block_or_a_line_that_is_none_is_told_why(dialog: LayoutDialog, words: Words) -> None:
    write(dialog, "Block_x", "abc")
    why = words("press.measure.wrong", low="0", high="1.200")
    assert find(dialog, QLabel, "LayoutMisfit").text() == why
    write(dialog, "Line_leading", "9")
    why = words("press.measure.wrong", low="1,15", high="3")
    assert find(dialog, QLabel, "LineRefusal").text() == why


def test_from_the_frame_one_goes_back_to_a_block_by_the_mouse(dialog: LayoutDialog) -> None:
    to_frame(dialog)
    start = dialog.layout_made().blocks
    at = dialog.overlay.box(1).center().toPoint()
    QTest.mouseClick(dialog.overlay, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert find(dialog, QListWidget, "LayoutBlocks").currentRow() == 1
    assert find(dialog, QLineEdit, "Block_xLine").isVisible()
    assert not dialog.frame.isVisible()
    assert dialog.layout_made().blocks == start


def test_a_place_for_the_code_leaves_the_frame_chosen(dialog: LayoutDialog) -> None:
    to_frame(dialog)
    click(find(dialog, QCheckBox, "Has_code"), QPoint(8, 8))
    assert dialog.frame.isVisible()
    write(dialog, "Frame_inset", "9")
    assert dialog.layout_made().frame[0].inset == 9


def test_a_smaller_sheet_has_a_frame_that_it_has_room_for(dialog: LayoutDialog) -> None:
    to_frame(dialog)
    write(dialog, "Page_height", "50")
    made = dialog.layout_made()
    assert [border.inset for border in made.frame] == [7, 9.2, 12.5]
    assert read_layout(layout_bytes(made), "x") == made
    write(dialog, "Frame_inset", "70")
    assert dialog.layout_made().frame == made.frame
    assert "12,5" in find(dialog, QLabel, "FrameRefusal").text()


def test_a_frame_is_kept_by_the_unit_and_goes_out_and_in_as_it_was(
    dialog: LayoutDialog, workspace: Workspace, tmp_path: Path
) -> None:
    to_frame(dialog)
    click(find(dialog, Button, "FrameDrop"))
    write(dialog, "Frame_inset", "8,25")
    made = replace(dialog.layout_made(), name="Mẫu khung mới")
    kept = layout_files.keep_layout(workspace, made)
    found = layout_files.choice_of(layout_files.layouts(workspace).choices, kept.stem)
    assert found is not None
    assert found.layout.frame == made.frame
    layout_files.export_layout(found.layout, tmp_path / "mau.toml")
    assert layout_files.import_layout(workspace, tmp_path / "mau.toml").layout.frame == made.frame


def test_what_is_cancelled_leaves_the_layout_as_it_was(dialog: LayoutDialog) -> None:
    to_frame(dialog)
    write(dialog, "Frame_inset", "3")
    click(find(dialog, Button, "LayoutCancel"))
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert certificates.default_layout().frame[0].inset == 7


def test_the_keys_reach_every_part_of_the_frame(dialog: LayoutDialog) -> None:
    to_frame(dialog)
    choose(dialog, "FrameBorders", 1)
    wanted = {"FrameBorders", "FrameAdd", "FrameDrop", "FrameStroke_line", "FrameOtherColourLine"}
    wanted |= {f"Frame_{name}Line" for name in ("inset", "depth", "width")}
    met: set[str] = set()
    at: QWidget | None = find(dialog, QListWidget, "LayoutBlocks")
    while at is not None and at.objectName() not in met:
        met.add(at.objectName())
        QTest.keyClick(at, Qt.Key.Key_Tab)
        at = dialog.focusWidget()
    assert wanted <= met
