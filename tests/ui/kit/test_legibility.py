"""The eyes of the tests: each sees what it is made to see, on a page that was spoiled on purpose."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.editor import Line
from desktop.ui.kit.focus_ring import FocusRing
from desktop.ui.kit.named import named
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, label
from tests.kit import legibility, reach
from tests.kit.keys import find
from tests.kit.vietnamese import code_words, foreign_words, is_sentence


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A title, a field and two buttons with which nothing is wrong."""
    made = named(QWidget(), "Ground")
    qtbot.addWidget(made)
    made.resize(400, 300)
    title = label("Title", "Thành viên nòng cốt")
    line, save, cancel = Line(), Button("Save", "Lưu", look=Look.PRIMARY), Button("Cancel", "Hủy")
    line.setPlaceholderText("Họ và tên")
    for each, spot in ((title, (20, 20, 200, 24)), (line, (20, 60, 200, 36)), (save, (20, 120, 80, 36))):
        each.setParent(made)
        each.setGeometry(*spot)
    cancel.setParent(made)
    cancel.setGeometry(120, 120, 80, 36)
    FocusRing(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def part(window: QWidget, name: str) -> QWidget:
    return find(window, QWidget, name)


def picture(window: QWidget) -> QImage:
    return window.grab().toImage()


def test_a_sound_page_has_nothing_to_be_told(qapp: QApplication, window: QWidget) -> None:
    shot = picture(window)
    assert legibility.cut(window) + legibility.elided(window) + legibility.overlapping(window) == []
    assert legibility.faint(window, shot) + legibility.faint_controls(window, shot) == []
    assert reach.out_of_order(window) + reach.without_ring(window, window) == []
    assert [each.objectName() for each in reach.primary(window)] == ["Save"]


def test_a_label_without_room_is_cut(window: QWidget) -> None:
    part(window, "Title").setFixedSize(60, 24)
    assert len(legibility.cut(window)) == 1


def test_a_button_over_the_edge_of_the_window_is_cut_and_out_of_sight(window: QWidget) -> None:
    part(window, "Save").move(20, 290)
    assert len(legibility.cut(window)) == 1
    assert reach.out_of_sight(window, part(window, "Save"))


def test_an_elided_title_is_told(window: QWidget) -> None:
    title = ElidedLabel("ListTitle", "Công nhận An toàn về an ninh, trật tự · 412")
    title.setParent(window)
    title.setGeometry(20, 200, 90, 24)
    title.show()
    assert legibility.elided(window) == ["ListTitle: Công nhận An toàn về an ninh, trật tự · 412"]


def test_a_button_on_a_field_overlaps_it(window: QWidget) -> None:
    part(window, "Save").move(100, 80)
    assert len(legibility.overlapping(window)) == 1


def test_words_and_lines_near_the_colour_of_their_ground_are_faint(window: QWidget) -> None:
    part(window, "Title").setStyleSheet("color: #9AA39E;")
    part(window, "Cancel").setStyleSheet("border: 1px solid #E4E7E2; color: #1B2420;")
    assert len(legibility.faint(window, picture(window))) == 1
    assert len(legibility.faint_controls(window, picture(window))) == 1


def test_tab_that_goes_back_is_told(window: QWidget) -> None:
    QWidget.setTabOrder(part(window, "Cancel"), part(window, "Save"))
    assert len(reach.out_of_order(window)) == 1


def test_a_stop_that_does_not_show_the_keyboard_is_told(window: QWidget) -> None:
    part(window, "FocusRing").hide()
    told = reach.without_ring(window, window)
    assert len(told) == len(reach.stops(window)) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ghi một lượt thăm gặp (Ctrl+N)", []),
        ("Quyết định số 15/QĐ-UBND, khuya, nghiêng, thuở, quýt", []),
        ("Đang loading danh sách", ["loading"]),
        ("self management", ["self", "management"]),
        ("The file is not here", ["The", "file", "is", "not", "here"]),
    ],
)
def test_words_that_are_not_vietnamese_are_told(text: str, words: list[str]) -> None:
    assert set(foreign_words(text)) >= set(words)
    assert bool(foreign_words(text)) is bool(words)


def test_code_and_vietnamese_sentences_are_told() -> None:
    assert code_words("{count} hộ") != []
    assert code_words("self_management") != []
    assert code_words("Hòa giải thành") == []
    assert is_sentence("Chưa có mục nào được ghi")
    assert not is_sentence("Certificate of merit (giấy khen)")
