"""The tallest and the deepest letters, in everything that shows words: measured from pixels, none is cut."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Final

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QCheckBox, QListView, QMenu, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.registers import AREA
from desktop.ui.kit.cells import CHIP_HEIGHT, CHIP_ICON, draw_chip
from desktop.ui.kit.details import Chip
from desktop.ui.kit.editor import Line
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.popup import Item, ItemDelegate, ItemModel
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.table import RowTable
from desktop.ui.kit.theme import SCALES, Density, Space, Theme, Type, apply_theme, current_theme
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Button, Look, Notice, Role, label
from desktop.ui.shell.entries import ENTRIES
from desktop.ui.shell.navigation_bar import NavigationButton
from tests.kit.ink import colours, grey, inked_rows, name, ratio, written
from tests.kit.row_sources import ListedSource, row
from tests.ui.conftest import words_of

TALLEST: Final = "NGUYỄN THỊ ỄỘẶ Ỹ gjy"

Shown = tuple[QWidget, QRect | None, QFont | None]
"""A thing, where its words are, and how they are written; the whole of it and its own font where nothing is said."""

Make = Callable[[QtBot], Shown]


def a_label(role: Role) -> Make:
    return lambda _qtbot: (label("Tall", TALLEST, role), None, None)


def a_button(look: Look, *, small: bool = False) -> Make:
    def make(_qtbot: QtBot) -> Shown:
        button = Button("Tall", TALLEST, look=look, small=small)
        button.ensurePolished()
        return button, QRect(3, 2, button.sizeHint().width() - 6, button.sizeHint().height() - 4), None

    return make


def a_field(_qtbot: QtBot) -> Shown:
    line = Line()
    line.setText(TALLEST)
    line.setMinimumWidth(400)
    line.ensurePolished()
    return line, QRect(3, 2, 394, line.sizeHint().height() - 4), None


def a_chip(_qtbot: QtBot) -> Shown:
    chip = Chip(Tone.DUE, TALLEST)
    size, theme = chip.sizeHint(), current_theme()
    left = Space.S + theme.px(CHIP_ICON)
    top, height = (size.height() - theme.px(CHIP_HEIGHT)) // 2 + 1, theme.px(CHIP_HEIGHT) - 2
    room = QRect(left, top, size.width() - left - 20, height)
    return chip, room, theme.font(Type.CAPTION, QFont.Weight.Medium)


def a_table() -> RowTable:
    words = words_of("vi")
    table = RowTable("Tall", AREA, words, Privacy())
    table.resize(1100, 300)
    table.show_rows(ListedSource([row("a", name=TALLEST), row("b", name="")]))
    table.clearSelection()
    return table


def a_cell(qtbot: QtBot) -> Shown:
    table = a_table()
    qtbot.addWidget(table)
    table.show()
    rect = table.visualRect(table.rows.index(0, 0)).adjusted(2, 0, -2, -1)
    return table, rect.translated(table.viewport().pos()), current_theme().font()


def a_tab(_qtbot: QtBot) -> Shown:
    bar = QTabBar()
    bar.setDrawBase(False)
    bar.addTab(TALLEST)
    bar.ensurePolished()
    return bar, bar.tabRect(0).adjusted(0, 0, 0, -3), None


def a_menu(_qtbot: QtBot) -> Shown:
    menu = QMenu()
    action = menu.addAction(TALLEST)
    menu.ensurePolished()
    menu.adjustSize()
    return menu, menu.actionGeometry(action).adjusted(2, 0, -2, 0), None


def a_tick(_qtbot: QtBot) -> Shown:
    tick = QCheckBox(TALLEST)
    tick.ensurePolished()
    size = tick.sizeHint()
    return tick, QRect(26, 0, size.width() - 26, size.height()), None


def an_entry(_qtbot: QtBot) -> Shown:
    button = NavigationButton(ENTRIES[0], words_of("vi"))
    button.setText(TALLEST)
    button.resize(300, button.sizeHint().height())
    return button, QRect(42, 0, 250, button.height()), current_theme().font(Type.BODY, QFont.Weight.Medium)


def a_notice(_qtbot: QtBot) -> Shown:
    notice = Notice("Tall", Tone.DUE)
    notice.say(TALLEST)
    notice.resize(500, notice.sizeHint().height())
    return notice, None, current_theme().font()


def a_toast(qtbot: QtBot) -> Shown:
    page = QWidget()
    page.resize(700, 200)
    qtbot.addWidget(page)
    toast = Toast(page, Privacy())
    page.show()
    toast.say(TALLEST, TALLEST)
    return page, toast.geometry().adjusted(8, 2, -8, -2), current_theme().font()


def a_choice(qtbot: QtBot) -> Shown:
    view = QListView()
    qtbot.addWidget(view)
    model = ItemModel()
    model.setParent(view)
    model.show([Item("a", TALLEST)])
    view.setModel(model)
    view.setItemDelegate(ItemDelegate(view))
    view.resize(400, 120)
    view.show()
    return view, view.visualRect(model.index(0)).translated(view.viewport().pos()), current_theme().font()


THINGS: Final[dict[str, Make]] = {
    **{f"label-{role.value}": a_label(role) for role in Role},
    **{f"button-{look.value}": a_button(look) for look in Look},
    "button-small": a_button(Look.SECONDARY, small=True),
    "field": a_field,
    "chip": a_chip,
    "cell": a_cell,
    "tab": a_tab,
    "menu": a_menu,
    "tick": a_tick,
    "entry": an_entry,
    "notice": a_notice,
    "toast": a_toast,
    "choice": a_choice,
}


def rows_and_need(shown: Shown) -> tuple[int, int]:
    """The rows of pixels that the words take, and those they need."""
    widget, rect, font = shown
    picture = widget.grab(rect).toImage() if rect is not None else widget.grab().toImage()
    found = colours(picture)
    paper = found.most_common(1)[0][0]
    ink = max(found, key=lambda rgb: ratio(paper, rgb))
    free = written(TALLEST, font if font is not None else widget.font(), name(ink), name(paper))
    return inked_rows(picture), inked_rows(free)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("thing", THINGS)
def test_no_accent_and_no_tail_is_cut(qapp: QApplication, qtbot: QtBot, thing: str, scale: int) -> None:
    if current_theme().scale != scale:
        apply_theme(qapp, Theme(scale=scale))
    shown = THINGS[thing](qtbot)
    if shown[0].parent() is None:
        qtbot.addWidget(shown[0])
    has, needs = rows_and_need(shown)
    assert has >= needs


@pytest.mark.parametrize("density", Density)
def test_no_accent_is_cut_in_the_lowest_rows(qapp: QApplication, qtbot: QtBot, density: Density) -> None:
    apply_theme(qapp, Theme(density=density))
    has, needs = rows_and_need(a_cell(qtbot))
    assert has >= needs


def test_the_measure_sees_what_is_cut(qtbot: QtBot) -> None:
    low = label("Low", TALLEST)
    qtbot.addWidget(low)
    low.setStyleSheet("min-height: 0px; max-height: 13px;")
    has, needs = rows_and_need((low, None, None))
    assert has < needs


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", Type)
def test_every_date_is_as_wide_as_the_others(qapp: QApplication, size: Type, scale: int) -> None:
    dates = ("11/11/2011", "08/06/2008", "30/04/1975", "27/09/2026")
    for weight in (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold):
        metrics = QFontMetrics(Theme(scale=scale).font(size, weight))
        assert len({metrics.horizontalAdvance(each) for each in dates}) == 1


def sign(tone: Tone, theme: Theme) -> frozenset[tuple[int, int]]:
    """The pixels of a chip's icon as a printer without colours gives it: those nearer the ink than the paper."""
    picture = QImage(QSize(60, 32), QImage.Format.Format_RGB32)
    picture.fill(theme.colours.surface)
    painter = QPainter(picture)
    draw_chip(painter, theme, tone, "", picture.rect())
    painter.end()
    icon = grey(picture.copy(5, 8, 16, 17))
    levels = {
        (x, y): icon.pixelColor(x, y).lightness() for x in range(icon.width()) for y in range(icon.height())
    }
    paper = levels[0, 0]
    ink = max(levels.values(), key=lambda level: abs(level - paper))
    return frozenset(spot for spot, level in levels.items() if abs(level - paper) > abs(ink - paper) / 2)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("one", "other"), list(combinations(Tone, 2)))
def test_any_two_chips_are_told_apart_in_grey(qapp: QApplication, one: Tone, other: Tone, dark: bool) -> None:
    theme = Theme(dark=dark)
    here, there = sign(one, theme), sign(other, theme)
    assert len(here ^ there) >= len(here | there) / 4
