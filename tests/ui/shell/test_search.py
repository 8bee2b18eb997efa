from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.views import Hit
from desktop.ui.kit.editor import Line
from desktop.ui.kit.widgets import Button
from desktop.ui.kit.words import Words
from desktop.ui.shell.search import Search
from tests.kit.keys import click, find, press, type_text

HITS = (
    Hit("visit", "v2", "Đỗ Văn Nhẫn", "05/03/2026"),
    Hit("person", "p1", "Đỗ Văn Nhẫn", "1961"),
    Hit("visit", "v1", "Đỗ Văn Nhẫn", "01/02/2026"),
    Hit("dispute", "d1", "", "18/10/2026"),
)


@dataclass
class Finder:
    """Finds the same for every text but "xyz", and remembers what it was asked."""

    asked: list[str] = field(default_factory=list)

    def __call__(self, text: str, limit: int, /) -> Sequence[Hit]:
        self.asked.append(text)
        return () if text == "xyz" else HITS[:limit]


@dataclass
class Driver:
    """A person at the search line."""

    qtbot: QtBot
    window: QWidget
    line: Line
    search: Search
    finder: Finder

    def type(self, text: str) -> None:
        type_text(self.line, text)

    def press(self, key: Qt.Key) -> None:
        press(self.line, key)

    def wait_for_list(self) -> None:
        self.qtbot.waitUntil(self.search.results.isVisible, timeout=2000)


@pytest.fixture
def driver(qtbot: QtBot, words: Words) -> Driver:
    window, line, other = QWidget(), Line(), Line()
    layout = QVBoxLayout(window)
    layout.addWidget(line)
    layout.addWidget(other)
    layout.addStretch(1)
    window.resize(900, 600)
    finder = Finder()
    search = Search(line, words, finder)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    search.begin()
    return Driver(qtbot, window, line, search, finder)


def test_what_is_typed_is_looked_up_once_after_a_moment(driver: Driver) -> None:
    driver.type("nhan")
    driver.wait_for_list()
    assert driver.finder.asked == ["nhan"]


def test_hits_keep_their_order_and_have_a_chip_for_each_register(driver: Driver) -> None:
    driver.type("nhan")
    driver.wait_for_list()
    assert driver.search.results.titles()[:3] == ["Đỗ Văn Nhẫn"] * 3
    assert driver.search.results.chips() == [
        "Tất cả 4",
        "Thăm gặp 2",
        "Danh sách người 1",
        "Vụ, việc hòa giải 1",
    ]


def test_a_chip_keeps_to_its_register(driver: Driver) -> None:
    driver.type("nhan")
    driver.wait_for_list()
    click(find(driver.search.results, Button, "Chip_person"))
    assert driver.search.results.titles() == ["Đỗ Văn Nhẫn"]
    assert driver.line.hasFocus()


def test_a_record_without_a_title_that_may_be_shown_is_named_by_its_register(driver: Driver) -> None:
    driver.type("nhan")
    driver.wait_for_list()
    assert driver.search.results.titles()[3] == "Vụ, việc hòa giải (nội dung hạn chế xem)"


def test_enter_opens_the_marked_hit(driver: Driver) -> None:
    driver.type("nhan")
    driver.wait_for_list()
    driver.press(Qt.Key.Key_Down)
    with driver.qtbot.waitSignal(driver.search.opened) as opened:
        driver.press(Qt.Key.Key_Return)
    assert opened.args == [HITS[1]]
    assert driver.line.text() == ""
    assert not driver.search.results.isVisible()


def test_enter_right_after_the_last_letter_does_not_open_an_older_find(driver: Driver) -> None:
    driver.type("nhan")
    with driver.qtbot.waitSignal(driver.search.opened):
        driver.press(Qt.Key.Key_Return)
    assert driver.finder.asked == ["nhan"]


def test_a_click_opens_a_hit(driver: Driver) -> None:
    driver.type("nhan")
    driver.wait_for_list()
    results = driver.search.results
    view = results._list
    with driver.qtbot.waitSignal(driver.search.opened) as opened:
        rect = view.visualRect(view.model().index(2, 0))
        click(view.viewport(), rect.center())
    assert opened.args == [HITS[2]]


def test_nothing_found_is_said(driver: Driver) -> None:
    driver.type("xyz")
    driver.wait_for_list()
    assert driver.search.results.note() == "Không tìm thấy “xyz” trong các sổ được xem."


def test_the_list_never_takes_the_keyboard(driver: Driver) -> None:
    driver.type("nhan")
    driver.wait_for_list()
    driver.press(Qt.Key.Key_Down)
    assert driver.line.hasFocus()
    driver.type("s")
    assert driver.line.text() == "nhans"


def test_escape_hides_the_list_and_forgets_the_text(driver: Driver) -> None:
    driver.type("nhan")
    driver.wait_for_list()
    driver.press(Qt.Key.Key_Escape)
    assert not driver.search.results.isVisible()
    assert driver.line.text() == ""


def test_unikey_may_rewrite_the_word_while_it_is_typed(driver: Driver) -> None:
    # UniKey types "nhaan" and "x" as: n h a, backspace, â, n, then two backspaces and "ẫn".
    driver.type("nha")
    driver.press(Qt.Key.Key_Backspace)
    driver.line.insert("â")
    driver.type("n")
    driver.wait_for_list()
    driver.press(Qt.Key.Key_Backspace)
    driver.press(Qt.Key.Key_Backspace)
    driver.line.insert("ẫ")
    driver.type("n")
    driver.qtbot.waitUntil(lambda: driver.finder.asked[-1] == "nhẫn", timeout=2000)
    assert driver.line.text() == "nhẫn"


def test_leaving_the_line_hides_the_list(driver: Driver) -> None:
    driver.type("nhan")
    driver.wait_for_list()
    driver.press(Qt.Key.Key_Tab)
    assert not driver.search.results.isVisible()
