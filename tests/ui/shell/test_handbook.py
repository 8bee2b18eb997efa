"""F1 opens the handbook at the place that fits; its pages, headings, links and pictures are there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.handbook_pictures import names
from desktop.base.resources import handbook
from desktop.pdf.render import page_count, page_text
from desktop.services.workspace import Workspace
from desktop.ui.shell.entries import ENTRIES, UPPER_ENTRIES, entries_for
from desktop.ui.shell.handbook import PLACES, Handbook, HandbookText, Place, place_for
from desktop.ui.shell.handbook_page import contents, page_pdf
from desktop.ui.shell.help import HelpSheet
from desktop.ui.shell.page import Page
from desktop.ui.shell.paper_dialog import PaperDialog
from desktop.ui.shell.window import MainWindow
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import CTRL, find, press
from tests.ui.conftest import ContextMaker

PICTURE = re.compile(r"!\[([^]]+)\]\(anh/([\w-]+)\.png\)")


def text_of(file: str) -> str:
    return handbook(file).read_text(encoding="utf-8")


@pytest.fixture
def shown(qtbot: QtBot) -> HandbookText:
    text = HandbookText()
    qtbot.addWidget(text)
    text.resize(600, 400)
    text.show()
    return text


@pytest.fixture
def window(workspace: Workspace, context_of: ContextMaker, qtbot: QtBot) -> MainWindow:
    names = [entry.id for entry in entries_for(workspace.user.role)]
    window = MainWindow(context_of(workspace), dict.fromkeys(names, Page))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.show_page("today")
    return window


def test_every_page_is_in_the_contents() -> None:
    assert {file for _, file in contents()} == {
        path.name for path in handbook().glob("*.md") if path.name != "README.md"
    }


@pytest.mark.parametrize("entry", sorted({entry.id for entry in (*ENTRIES, *UPPER_ENTRIES)}))
def test_every_entry_of_the_navigation_has_its_place(entry: str) -> None:
    assert place_for(entry).file != "README.md"


@pytest.mark.parametrize("place", sorted(set(PLACES.values()), key=str), ids=str)
def test_every_place_is_really_there(place: Place, shown: HandbookText) -> None:
    shown.show_place(place)
    assert not place.heading or place.heading in shown.headings()
    assert shown.textCursor().block().text() == (place.heading or shown.headings()[0])


def test_the_pictures_are_those_that_are_taken_and_each_is_told_in_words() -> None:
    found = [each for _, file in contents() for each in PICTURE.findall(text_of(file))]
    assert {name for _, name in found} == names() == {path.stem for path in handbook("anh").glob("*.png")}
    assert all(len(words) > 10 for words, _ in found)


@pytest.mark.parametrize("file", [file for _, file in contents()])
def test_every_page_fits_on_one_sheet_of_paper(file: str, qapp: QApplication) -> None:
    assert page_count(page_pdf("", file)) == 1


def test_ctrl_p_prints_the_page_that_is_read(
    workspace: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    printer = FakePrinter()
    window = MainWindow(replace(context_of(workspace), printer=printer), {"today": Page})
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    book = window.help.open_at(Place("dang-ky-may.md"))
    qtbot.waitUntil(book.isActiveWindow)
    seen: list[object] = []

    def print_it() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(type(dialog))
        if isinstance(dialog, PaperDialog):
            dialog.print_paper()

    QTimer.singleShot(0, print_it)
    press(book, Qt.Key.Key_P, CTRL)
    (paper,) = printer.papers
    assert (seen, paper.title, paper.pages) == ([PaperDialog], "Đăng ký máy", 1)


def test_the_paper_has_the_words_of_the_page(qapp: QApplication) -> None:
    text = page_text(page_pdf("Đăng ký máy", "dang-ky-may.md"), 0)
    assert "Máy bị mất" in text
    assert "25 chữ số của máy này" in text


def test_a_picture_is_never_wider_than_the_window(shown: HandbookText) -> None:
    shown.show_place(Place("hang-tuan.md"))
    assert 0 < shown.widest_picture() < shown.viewport().width() < 600
    shown.resize(400, 400)
    assert 0 < shown.widest_picture() < shown.viewport().width() < 400


def test_a_link_turns_to_its_page_and_the_list_follows(window: MainWindow, qtbot: QtBot) -> None:
    book = window.help.open_at(Place("hang-tuan.md"))
    book.text.anchorClicked.emit(QUrl("usb.md"))
    assert book.file() == "usb.md"
    assert book.text.headings()[0] == "Gửi, nhận dữ liệu bằng USB"
    book.text.anchorClicked.emit(QUrl("https://example.org/usb.html"))
    assert book.file() == "usb.md"


def test_choosing_a_page_in_the_list_shows_it(window: MainWindow) -> None:
    book = window.help.open_at(Place("hang-tuan.md"))
    book.pages.setCurrentRow([file for _, file in contents()].index("bao-cao.md"))
    assert book.text.headings()[0] == "Báo cáo"


def test_f1_opens_the_handbook_beside_the_work_and_turns_to_the_next_page(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F1)
    book = find(window, Handbook, "Handbook")
    assert (book.file(), book.isModal()) == ("hang-tuan.md", False)
    window.show_page("sync")
    press(window, Qt.Key.Key_F1)
    assert (find(window, Handbook, "Handbook") is book, book.file()) == (True, "usb.md")


def test_f1_in_the_handbook_lists_the_keys_of_the_page_behind_it(window: MainWindow, qtbot: QtBot) -> None:
    book = window.help.open_at(Place("usb.md"))
    qtbot.waitUntil(book.isActiveWindow)
    seen: list[tuple[str, str]] = []

    def look() -> None:
        sheet = QApplication.activeModalWidget()
        if isinstance(sheet, HelpSheet):
            seen.extend(sheet.lines())
            sheet.accept()

    looking = QTimer()
    looking.timeout.connect(look)
    looking.start(5)
    press(book, Qt.Key.Key_F1)
    assert ("Ctrl+K", "Tìm ở mọi sổ") in seen


def test_closing_it_and_opening_it_again_makes_another(window: MainWindow, qtbot: QtBot) -> None:
    book = window.help.open_at(Place("usb.md"))
    with qtbot.waitSignal(book.finished):
        press(book, Qt.Key.Key_Escape)
    assert window.help.open_at(Place("usb.md")) is not book
