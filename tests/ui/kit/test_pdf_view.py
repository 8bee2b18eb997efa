"""Paper on the screen: one page at a time, white in both themes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from desktop.ui.kit.pdf_view import Paper, PdfView
from desktop.ui.kit.theme import Theme, apply_theme
from desktop.ui.kit.words import Words
from tests.kit.keys import click, find

A4_LANDSCAPE = 210 / 297


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    stride: int
    pixels: bytes


class Printer:
    """Draws white pages with a black line on top, and remembers which it drew."""

    def __init__(self) -> None:
        self.drawn: list[tuple[int, int]] = []

    def __call__(self, page: int, width: int, /) -> Picture:
        self.drawn.append((page, width))
        height = round(width * A4_LANDSCAPE)
        return Picture(width, height, width * 4, b"\xff" * (width * 4) * height)


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
def view(qtbot: QtBot, words: Words, printer: Printer) -> PdfView:
    made = PdfView(words)
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitActive(made):
        made.show()
    made.show_document(349, printer)
    made.setFocus()
    return made


def said(view: PdfView) -> str:
    return find(view, QLabel, "PdfViewWhere").text()


def test_only_the_page_that_is_looked_at_is_drawn(view: PdfView, printer: Printer) -> None:
    assert {page for page, _ in printer.drawn} == {0}
    assert said(view) == "Trang 1 trên 349"


def test_page_down_and_end_go_through_the_document(qtbot: QtBot, view: PdfView) -> None:
    target = view.focusProxy()
    assert target is not None
    with qtbot.waitSignal(view.page_changed):
        QTest.keyClick(target, Qt.Key.Key_PageDown)
    assert said(view) == "Trang 2 trên 349"
    QTest.keyClick(target, Qt.Key.Key_End)
    assert said(view) == "Trang 349 trên 349"
    QTest.keyClick(target, Qt.Key.Key_PageDown)
    assert view.page == 348
    QTest.keyClick(target, Qt.Key.Key_Home)
    assert view.page == 0


def test_page_down_shows_the_rest_of_a_page_before_the_next(view: PdfView) -> None:
    target = view.focusProxy()
    assert target is not None
    view.fit_width()
    view.resize(700, 300)
    QTest.keyClick(target, Qt.Key.Key_PageDown)
    assert view.page == 0
    QTest.keyClick(target, Qt.Key.Key_PageDown)
    assert view.page == 1
    QTest.keyClick(target, Qt.Key.Key_PageUp)
    assert view.page == 0


def test_the_ends_have_no_button_beyond_them(view: PdfView) -> None:
    assert (view.back.isEnabled(), view.next.isEnabled()) == (False, True)
    view.go_to(10_000)
    assert (view.back.isEnabled(), view.next.isEnabled()) == (True, False)


def test_a_whole_page_fits_its_room_at_any_size(view: PdfView) -> None:
    scroll, paper = find(view, QScrollArea, "PdfViewScroll"), find(view, Paper, "PdfPaper")
    for size in ((700, 500), (320, 480), (900, 300)):
        view.resize(*size)
        assert scroll.viewport().rect().contains(paper.paper().translated(paper.pos()))
        assert not scroll.verticalScrollBar().isVisible()


def test_zooming_makes_the_page_larger_and_whole_page_brings_it_back(view: PdfView) -> None:
    paper = find(view, Paper, "PdfPaper")
    whole = paper.paper().width()
    click(view.larger)
    assert paper.paper().width() > whole
    click(view.whole)
    assert paper.paper().width() == whole
    click(view.smaller)
    assert paper.paper().width() < whole


def test_few_pictures_are_kept(view: PdfView, printer: Printer) -> None:
    for page in range(12):
        view.go_to(page)
    printer.drawn.clear()
    view.go_to(10)
    assert printer.drawn == []
    view.go_to(0)
    assert [page for page, _ in printer.drawn] == [0]


def test_paper_is_white_in_the_dark(qapp: QApplication, view: PdfView) -> None:
    apply_theme(qapp, Theme(dark=True))
    paper = find(view, Paper, "PdfPaper")
    picture = paper.grab().toImage()
    assert QColor(picture.pixel(paper.paper().center())).name() == "#ffffff"
    assert QColor(picture.pixel(1, 1)).name() != "#ffffff"


def test_no_document_has_nothing_to_press(view: PdfView) -> None:
    view.clear()
    assert said(view) == ""
    assert not any(each.isEnabled() for each in (view.back, view.next, view.larger, view.whole))
