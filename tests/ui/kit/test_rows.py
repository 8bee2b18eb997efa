"""The model of a long table: what Qt asks of a model, few rows held, pages read once."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.domain.registers import DISPUTE, PERSON, VISIT
from desktop.services.views import Cell, Mark
from desktop.ui.kit.columns import columns_of
from desktop.ui.kit.rows import PAGE, PAGES_KEPT, RowModel
from desktop.ui.kit.shown import BULLETS
from desktop.ui.kit.words import Words
from tests.kit.row_sources import CountingSource, LateSource, ListedSource, row

VISITORS = [field.name for field in VISIT.columns].index("visitors")


@pytest.fixture
def rows(words: Words) -> RowModel:
    return RowModel(columns_of(VISIT, words), words)


def test_it_is_a_model_as_qt_wants_it(rows: RowModel, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.show(CountingSource(250))
    rows.set_private(private=True)
    rows.show(CountingSource(0))
    tester.deleteLater()


def test_scrolling_through_200_000_rows_holds_few_of_them(rows: RowModel) -> None:
    rows.show(CountingSource(200_000))
    most = 0
    for at in range(0, 200_000, 37):
        rows.text(rows.index(at, VISITORS))
        most = max(most, rows.loaded_rows)
    assert most == PAGE * PAGES_KEPT


def test_jumping_about_shows_the_right_rows(rows: RowModel) -> None:
    rows.show(CountingSource(200_000))
    places = random.Random(4).sample(range(200_000), 60)
    shown = [rows.text(rows.index(at, VISITORS)) for at in places]
    assert shown == [f"Người {at}" for at in places]


def test_a_page_that_was_looked_at_is_not_read_again(rows: RowModel) -> None:
    source = CountingSource(1000)
    rows.show(source)
    for at in (0, 5, 99, 3, 120):
        rows.text(rows.index(at, VISITORS))
    assert source.asked == [(0, PAGE), (PAGE, PAGE)]


def test_only_the_page_that_is_seen_first_is_read_with_the_count(rows: RowModel) -> None:
    source = CountingSource(1000)
    rows.show(source)
    assert (rows.rowCount(), source.asked) == (1000, [(0, PAGE)])
    rows.show(source, -1, 950)
    assert source.asked[1:] == [(0, PAGE), (900, PAGE)]


def test_showing_again_reads_anew(rows: RowModel) -> None:
    source = ListedSource([row("a", visitors="Lê Văn An")])
    rows.show(source)
    rows.text(rows.index(0, VISITORS))
    source.listed = [row("a", visitors="Lê Văn Bình")]
    rows.show(source)
    assert rows.text(rows.index(0, VISITORS)) == "Lê Văn Bình"


def test_of_two_lists_that_are_shown_the_one_asked_for_last_stays(rows: RowModel) -> None:
    first, last = LateSource(1000), CountingSource(3)

    def show_another() -> None:
        assert rows.show(last)
        first.lived.set()

    QTimer.singleShot(20, show_another)
    assert not rows.show(first)
    assert (rows.rowCount(), rows.text(rows.index(2, VISITORS))) == (3, "Người 2")


def test_rows_that_come_late_are_not_taken_for_those_of_another_list(rows: RowModel) -> None:
    first, last = LateSource(1000, waits=False), ListedSource([row("a", visitors="Lê Văn An")])
    rows.show(first)
    first.waits = True

    def show_another() -> None:
        assert rows.show(last)
        first.lived.set()

    QTimer.singleShot(20, show_another)
    assert rows.fetch(500, 520)
    assert (rows.rowCount(), rows.loaded_rows) == (1, 1)


def test_a_scroll_bar_that_is_held_reads_one_thing_at_a_time(rows: RowModel) -> None:
    source = LateSource(1000, waits=False)
    rows.show(source)
    source.waits = True
    told: list[bool] = []

    def scroll_on() -> None:
        told.append(rows.fetch(800, 820))
        source.lived.set()

    QTimer.singleShot(20, scroll_on)
    assert rows.fetch(500, 520)
    # What is in sight by then is to be painted, and read in its turn.
    assert told == [True]
    assert source.asked == [(0, PAGE), (500, PAGE)]
    source.waits = False
    assert rows.fetch(800, 820)
    assert source.asked[-1] == (800, PAGE)


def test_a_row_that_vanished_since_the_count_is_empty(rows: RowModel) -> None:
    source = ListedSource([row(f"r{at}", visitors="Lê Văn An") for at in range(PAGE + 1)])
    rows.show(source)
    source.listed = source.listed[:PAGE]
    assert (rows.row(PAGE), rows.text(rows.index(PAGE, VISITORS))) == (None, "")


def test_a_record_is_found_where_it_stood(rows: RowModel) -> None:
    rows.show(CountingSource(200_000))
    assert rows.find("r150007", near=150_001) == 150_007


def test_a_record_far_from_what_is_loaded_is_not_looked_for(rows: RowModel) -> None:
    source = CountingSource(200_000)
    rows.show(source)
    assert rows.find("r150007", near=0) is None
    assert source.asked == [(0, PAGE)]


def test_no_stands_empty_in_a_table_and_yes_does_not(words: Words) -> None:
    disputes = RowModel(columns_of(DISPUTE, words), words)
    disputes.show(ListedSource([row("a", violence_risk=False), row("b", violence_risk=True)]))
    risk = [field.name for field in DISPUTE.columns].index("violence_risk")
    assert [disputes.text(disputes.index(at, risk)) for at in (0, 1)] == ["", "Có"]


def test_hiding_covers_sensitive_columns_with_a_value_and_without(words: Words) -> None:
    people = RowModel(columns_of(PERSON, words), words)
    people.show(ListedSource([row("a", full_name="Lê Văn An", phone=Cell(None, Mark.MASKED)), row("b")]))
    phone = [field.name for field in PERSON.columns].index("phone")
    before = [people.text(people.index(at, phone)) for at in (0, 1)]
    people.set_private(private=True)
    after = [people.text(people.index(at, phone)) for at in (0, 1)]
    assert (before, after) == ([BULLETS, ""], [BULLETS, BULLETS])


def test_numbers_are_told_to_stand_at_the_right(words: Words, rows: RowModel) -> None:
    rows.show(ListedSource([row("a")]))
    flags = rows.data(rows.index(0, VISITORS), Qt.ItemDataRole.TextAlignmentRole)
    assert isinstance(flags, Qt.AlignmentFlag)
    assert flags & Qt.AlignmentFlag.AlignLeft
