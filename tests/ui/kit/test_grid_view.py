from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.domain.registers import VISIT
from desktop.services.views import Hit
from desktop.ui.kit.editors import no_choices
from desktop.ui.kit.grid_model import GridNote
from desktop.ui.kit.grid_view import EntryGrid
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.words import Words
from tests.kit.keys import find, type_text

SANG = Hit("household", "h1", "Trần Văn Sang", "Khóm Đông Hưng")


def choices(register: str, text: str) -> list[Hit]:
    return [SANG] if text in "sang" else list(no_choices(register, text))


@pytest.fixture
def grid(qtbot: QtBot, words: Words) -> EntryGrid:
    made = EntryGrid(VISIT, words, Privacy(), lambda: date(2026, 11, 20), choices)
    qtbot.addWidget(made)
    made.resize(900, 400)
    with qtbot.waitActive(made):
        made.show()
    made.begin()
    return made


def cell_in_sight(grid: EntryGrid) -> bool:
    line = grid.viewport().focusWidget()
    return grid.viewport().rect().contains(QRect(line.pos(), line.size()))


def test_the_model_keeps_qts_rules_while_rows_come(grid: EntryGrid) -> None:
    tester = QAbstractItemModelTester(grid.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    for _ in range(15):
        type_text(grid.viewport().focusWidget(), "20/11/2026")
        grid.next_row()
    assert tester.model().rowCount() > 15


def test_the_cell_that_is_typed_into_is_always_in_sight(grid: EntryGrid) -> None:
    for row in range(20):
        grid.go(row, "visitors")
        type_text(grid.viewport().focusWidget(), "Lê")
        assert cell_in_sight(grid)
    grid.go(0, "content")
    assert cell_in_sight(grid)
    grid.go(19, "visited_on")
    assert cell_in_sight(grid)


def test_editors_follow_when_the_grid_is_scrolled_and_resized(grid: EntryGrid) -> None:
    grid.lay_out([{}] * 40)
    line = find(grid, QLineEdit, "Grid_visitorsLine")
    column = [field.name for field in grid.rows.columns].index("visitors")
    for height in (400, 300):
        grid.resize(900, height)
        grid.verticalScrollBar().setValue(60)
        cell = grid.visualRect(grid.model().index(0, column))
        assert cell.contains(line.geometry().center())


def test_a_flag_stands_in_words_at_the_number_of_its_row(grid: EntryGrid) -> None:
    grid.show_notes({2: GridNote(Tone.DUE, "Trùng dòng 1", frozenset({"household"}))})
    tip = grid.model().headerData(2, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Trùng dòng 1"


def test_the_keyboard_given_to_the_grid_goes_to_the_cell_that_had_it_last(grid: EntryGrid) -> None:
    grid.go(3, "visitors")
    grid.viewport().focusWidget().clearFocus()
    grid.setFocus()
    assert grid.viewport().focusWidget().objectName() == "Grid_visitorsLine"
    assert grid.current()[0] == 3
