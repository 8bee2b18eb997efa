"""The ring around what has the keyboard."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.focus_ring import GAP, WIDTH, FocusRing
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Theme, apply_theme, current_theme
from desktop.ui.kit.widgets import Button, Look

REACH = GAP + WIDTH


@dataclass
class Ringed:
    window: QWidget
    ring: FocusRing
    line: QLineEdit
    button: Button


@pytest.fixture
def ringed(qtbot: QtBot) -> Ringed:
    window = named(QWidget(), "Ground")
    qtbot.addWidget(window)
    window.resize(300, 200)
    line = QLineEdit(window)
    line.setGeometry(20, 20, 200, 36)
    button = Button("Save", "Lưu", look=Look.PRIMARY)
    button.setParent(window)
    button.setGeometry(20, 100, 120, 36)
    ring = FocusRing(window)
    with qtbot.waitActive(window):
        window.show()
    return Ringed(window, ring, line, button)


def test_the_ring_goes_where_the_keyboard_goes(ringed: Ringed) -> None:
    ringed.line.setFocus()
    assert ringed.ring.ring() == QRect(20, 20, 200, 36).adjusted(-REACH, -REACH, REACH, REACH)
    ringed.button.setFocus()
    assert ringed.ring.ring() == QRect(20, 100, 120, 36).adjusted(-REACH, -REACH, REACH, REACH)


def test_the_ring_follows_a_thing_that_moves(ringed: Ringed) -> None:
    ringed.line.setFocus()
    ringed.line.move(40, 60)
    assert ringed.ring.ring().topLeft().toTuple() == (40 - REACH, 60 - REACH)


def test_nothing_has_a_ring_when_nothing_has_the_keyboard(ringed: Ringed) -> None:
    ringed.line.setFocus()
    ringed.line.clearFocus()
    assert ringed.ring.ring().isEmpty()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_ring_gap_and_button_are_three_colours_side_by_side(
    qapp: QApplication, ringed: Ringed, dark: bool
) -> None:
    apply_theme(qapp, Theme(dark=dark))
    ringed.button.setFocus()
    picture = ringed.window.grab().toImage()
    colours = current_theme().colours
    middle = ringed.button.geometry().center().y()
    left = ringed.button.geometry().left()
    seen = [QColor(picture.pixel(left + offset, middle)).name().upper() for offset in (-REACH, -GAP, 2)]
    assert seen == [colours.focus, colours.surface, colours.accent]


def test_what_a_scroll_area_hides_has_no_ring(qtbot: QtBot, ringed: Ringed) -> None:
    area = QScrollArea(ringed.window)
    area.setGeometry(150, 90, 120, 80)
    content = QWidget()
    content.resize(100, 400)
    hidden = QLineEdit(content)
    hidden.setGeometry(5, 300, 80, 36)
    area.setWidget(content)
    area.show()
    hidden.setFocus()
    assert ringed.ring.ring().isEmpty()
    area.ensureWidgetVisible(hidden)
    assert not ringed.ring.ring().isEmpty()


def test_the_ring_lets_the_mouse_through(ringed: Ringed) -> None:
    assert ringed.window.childAt(ringed.line.geometry().center()) is ringed.line


def test_a_field_that_is_thrown_away_leaves_no_ring(qtbot: QtBot, ringed: Ringed) -> None:
    ringed.line.setFocus()
    ringed.line.deleteLater()
    with qtbot.waitSignal(ringed.line.destroyed):
        pass
    ringed.window.resize(310, 210)
    label = QLabel("đã bỏ", ringed.window)
    label.show()
    assert ringed.ring.geometry() == ringed.window.rect()
