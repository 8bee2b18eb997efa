"""The box for a password under a Vietnamese keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.password import PasswordBox
from desktop.ui.kit.widgets import column
from desktop.ui.kit.words import Words
from tests.kit.keys import click
from tests.kit.unikey import send_character, type_by_unikey


@pytest.fixture
def box(qtbot: QtBot, words: Words) -> Iterator[PasswordBox]:
    window = QWidget()
    qtbot.addWidget(window)
    made = PasswordBox("Password", words)
    window.setLayout(column(made))
    with qtbot.waitActive(window):
        window.show()
    made.setFocus()
    yield made
    window.close()


def test_letters_with_marks_tell_that_the_vietnamese_keyboard_is_on(box: PasswordBox) -> None:
    type_by_unikey(box.line, "mâtkhau")
    assert box.text() == "mâtkhau"
    assert box.hint() == "Bộ gõ tiếng Việt đang bật"


def test_capitals_without_shift_tell_that_caps_lock_is_on(box: PasswordBox) -> None:
    QTest.keyClick(box.line, Qt.Key.Key_A)
    assert box.hint() == ""
    box.clear()
    QTest.keyClicks(box.line, "MAT", Qt.KeyboardModifier.ShiftModifier)
    assert box.hint() == ""
    box.clear()
    send_character(box.line, "M")
    assert box.hint() == "Caps Lock đang bật"


def test_the_password_is_hidden_until_the_eye_is_opened(box: PasswordBox) -> None:
    assert box.line.echoMode() is QLineEdit.EchoMode.Password
    click(box.eye)
    assert box.line.echoMode() is QLineEdit.EchoMode.Normal
    click(box.eye)
    assert box.line.echoMode() is QLineEdit.EchoMode.Password


@pytest.mark.parametrize("password", ["  hai dau cach ", "a\u0302", "Matkhau-2026!"])
def test_a_password_is_kept_to_the_letter(box: PasswordBox, password: str) -> None:
    box.line.insert(password)
    assert box.text() == password


def test_enter_is_told(qtbot: QtBot, box: PasswordBox) -> None:
    with qtbot.waitSignal(box.entered):
        QTest.keyClick(box.line, Qt.Key.Key_Return)
