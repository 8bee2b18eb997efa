"""The short word after something was done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.toast import SHOWN_MS, Toast
from tests.kit.keys import click, find_all


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(600, 400)
    with qtbot.waitActive(page):
        page.show()
    return page


def test_it_says_what_was_done_and_offers_to_take_it_back(page: QWidget, qtbot: QtBot) -> None:
    toast = Toast(page, Privacy())
    toast.say("Đã lưu Lê Văn An", "Đã lưu", "Hoàn tác")
    assert toast.text() == "Đã lưu Lê Văn An"
    with qtbot.waitSignal(toast.acted):
        click(toast.button)
    assert toast.text() == ""


def test_a_word_with_nothing_to_take_back_has_no_button(page: QWidget) -> None:
    toast = Toast(page, Privacy())
    toast.say("Đã hoàn tác", "Đã hoàn tác")
    assert not toast.button.isVisible()


def test_hiding_takes_the_name_out_of_it_at_once(page: QWidget) -> None:
    privacy = Privacy()
    toast = Toast(page, privacy)
    toast.say("Đã lưu Lê Văn An", "Đã lưu", "Hoàn tác")
    privacy.toggle()
    hidden = toast.text()
    privacy.toggle()
    assert (hidden, toast.text()) == ("Đã lưu", "Đã lưu Lê Văn An")


def test_it_never_takes_the_keyboard(page: QWidget) -> None:
    field = QLineEdit(page)
    field.show()
    field.setFocus()
    Toast(page, Privacy()).say("Đã lưu", "Đã lưu", "Hoàn tác")
    assert page.focusWidget() is field


def test_it_stays_at_the_bottom_when_the_page_grows(page: QWidget) -> None:
    toast = Toast(page, Privacy())
    toast.say("Đã lưu", "Đã lưu", "Hoàn tác")
    page.resize(800, 700)
    assert 650 < toast.geometry().bottom() < 700
    assert abs(toast.geometry().center().x() - 400) <= 1


def test_it_leaves_by_itself(page: QWidget) -> None:
    toast = Toast(page, Privacy())
    toast.say("Đã lưu", "Đã lưu")
    (timer,) = find_all(toast, QTimer)
    assert (timer.isActive(), timer.interval()) == (True, SHOWN_MS)
    timer.timeout.emit()
    assert not toast.isVisible()


def test_a_long_name_is_cut_inside_the_page(page: QWidget) -> None:
    toast = Toast(page, Privacy())
    toast.say("Đã lưu " + "Nguyễn Trần Thanh Phượng " * 10, "Đã lưu", "Hoàn tác")
    assert page.rect().contains(toast.geometry())
    assert toast.button.width() >= toast.button.sizeHint().width()


def test_the_button_is_no_stop_of_the_keyboard(page: QWidget) -> None:
    assert Toast(page, Privacy()).button.focusPolicy() is Qt.FocusPolicy.NoFocus
