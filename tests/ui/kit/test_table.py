"""The table as a person uses it: keys, clicks, heads, tooltips, hiding."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QHeaderView
from pytestqt.qtbot import QtBot

from desktop.domain.fields import Register
from desktop.domain.registers import DISPUTE, PERSON, VISIT
from desktop.services.views import Cell, Mark, Standing
from desktop.ui.kit.cells import CellDelegate
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.rows import PAGE
from desktop.ui.kit.shown import BULLETS
from desktop.ui.kit.table import RowTable
from desktop.ui.kit.theme import Density, Theme, apply_theme
from desktop.ui.kit.words import Words
from tests.kit.keys import click, find, press, type_text
from tests.kit.row_sources import CountingSource, LateSource, ListedSource, row


class Told:
    """What a table told."""

    def __init__(self, table: RowTable) -> None:
        self.chosen: list[str] = []
        self.opened: list[str] = []
        self.sorted: list[tuple[str, bool]] = []
        table.chosen.connect(self.chosen.append)
        table.opened.connect(self.opened.append)
        table.sort_asked.connect(self._sorted)

    def _sorted(self, field: str, descending: bool) -> None:
        self.sorted.append((field, descending))


def make_table(qtbot: QtBot, register: Register, words: Words, privacy: Privacy | None = None) -> RowTable:
    table = RowTable("RowTable", register, words, privacy or Privacy())
    qtbot.addWidget(table)
    table.resize(1000, 600)
    with qtbot.waitExposed(table):
        table.show()
    return table


@pytest.fixture
def table(qtbot: QtBot, words: Words) -> RowTable:
    return make_table(qtbot, VISIT, words)


def place(table: RowTable, at: int, field: str = "visited_on") -> QPoint:
    names = [each.field.name for each in table.rows.columns]
    return table.visualRect(table.rows.index(at, names.index(field))).center()


def text(table: RowTable, at: int, field: str) -> str:
    names = [each.field.name for each in table.rows.columns]
    return table.rows.text(table.rows.index(at, names.index(field)))


def head(table: RowTable, field: str) -> QPoint:
    names = [each.field.name for each in table.rows.columns]
    header = table.horizontalHeader()
    return QPoint(header.sectionViewportPosition(names.index(field)) + 20, header.height() // 2)


def test_arrow_keys_choose_and_enter_opens(table: RowTable) -> None:
    table.show_rows(CountingSource(20))
    table.show_current("r0")
    told = Told(table)
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Return)
    assert (told.chosen, told.opened) == (["r1", "r2"], ["r2"])


def test_a_click_opens_its_row(table: RowTable) -> None:
    table.show_rows(CountingSource(20))
    told = Told(table)
    click(table.viewport(), place(table, 3))
    assert told.opened == ["r3"]


def test_what_the_program_marks_is_told_to_nobody(table: RowTable) -> None:
    table.show_rows(CountingSource(20))
    told = Told(table)
    table.show_current("r7")
    assert (table.current_record(), told.chosen, told.opened) == ("r7", [], [])


def test_typing_letters_reads_no_rows(table: RowTable) -> None:
    source = CountingSource(200_000)
    table.show_rows(source)
    table.show_current("r0")
    asked = len(source.asked)
    type_text(table, "xyz")
    assert (len(source.asked), table.current_record()) == (asked, "r0")


def test_rows_are_waited_for_by_a_window_that_lives(table: RowTable) -> None:
    source = LateSource(100_000)
    clock = QTimer()
    clock.timeout.connect(source.lived.set)
    clock.start(1)
    table.show_rows(source)
    assert text(table, 0, "visitors") == "Người 0"
    table.show_current("r0")
    press(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    # What comes into sight was read before it is painted, and nothing else of a hundred thousand rows.
    source.waits = False
    table.viewport().grab()
    assert (table.current_record(), source.asked) == ("r99999", [(0, PAGE), (99_900, PAGE)])


def test_the_current_record_stays_current_when_rows_are_read_anew(table: RowTable) -> None:
    table.show_rows(ListedSource([row("a"), row("b"), row("c")]))
    table.show_current("b")
    table.show_rows(ListedSource([row("new"), row("a"), row("b"), row("c")]))
    assert (table.current_record(), table.currentIndex().row()) == ("b", 2)


def test_a_current_record_that_is_gone_leaves_none(table: RowTable) -> None:
    table.show_rows(ListedSource([row("a"), row("b")]))
    table.show_current("b")
    table.show_rows(ListedSource([row("a")]))
    assert table.current_record() is None


def test_a_head_sorts_up_first_and_then_down(table: RowTable) -> None:
    table.show_rows(CountingSource(3))
    told = Told(table)
    header = find(table, QHeaderView, "RowTableHeader")
    click(header.viewport(), head(table, "visitors"))
    table.show_sorting("visitors", descending=False)
    click(header.viewport(), head(table, "visitors"))
    assert told.sorted == [("visitors", False), ("visitors", True)]


def test_masked_columns_do_not_sort(qtbot: QtBot, words: Words) -> None:
    people = make_table(qtbot, PERSON, words)
    told = Told(people)
    click(find(people, QHeaderView, "RowTableHeader").viewport(), head(people, "citizen_id"))
    assert told.sorted == []


def test_hiding_covers_sensitive_cells_at_once(qtbot: QtBot, words: Words) -> None:
    privacy = Privacy()
    disputes = make_table(qtbot, DISPUTE, words, privacy)
    disputes.show_rows(ListedSource([row("a", summary="Tranh chấp lối đi", kind="land")]))
    privacy.toggle()
    assert (text(disputes, 0, "summary"), text(disputes, 0, "kind")) == (
        BULLETS,
        "Tranh chấp quyền sử dụng đất",
    )


def test_a_table_made_while_hiding_hides(qtbot: QtBot, words: Words) -> None:
    privacy = Privacy()
    privacy.toggle()
    people = make_table(qtbot, PERSON, words, privacy)
    people.show_rows(ListedSource([row("a", full_name="Lê Văn An")]))
    assert text(people, 0, "phone") == BULLETS


def test_only_what_is_cut_has_a_tooltip(table: RowTable) -> None:
    long = "Nguyễn Trần Thanh Phượng, Lê Thị Hồng Nhung, Trần Quốc Khởi và các thành viên tổ tự quản"
    table.show_rows(ListedSource([row("a", visitors=long), row("b", visitors="Lê Văn An")]))
    delegate = table.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    names = [each.field.name for each in table.rows.columns]
    tips = [delegate.tip(table.rows.index(at, names.index("visitors"))) for at in (0, 1)]
    assert tips == [long, ""]


@pytest.mark.parametrize("density", Density)
def test_rows_are_as_high_as_their_density_says(
    qapp: QApplication, table: RowTable, density: Density
) -> None:
    table.show_rows(CountingSource(2))
    apply_theme(qapp, Theme(density=density))
    assert table.rowHeight(0) == density.value


def test_columns_fill_the_table_without_a_scroll_bar(table: RowTable) -> None:
    table.show_rows(CountingSource(2))
    table.resize(1300, 400)
    used = sum(table.columnWidth(at) for at in range(table.rows.columnCount()))
    assert used == table.viewport().width()


def test_every_kind_of_cell_can_be_drawn(qtbot: QtBot, words: Words) -> None:
    marks = [Cell("settled", Mark.CONFLICT), Cell(None, Mark.WITHHELD), Cell(None, Mark.ERASED), Cell("open")]
    disputes = make_table(qtbot, DISPUTE, words)
    plain = disputes.grab().toImage()
    disputes.show_rows(
        ListedSource(
            [
                row(
                    str(at),
                    Standing.RETIRED,
                    outcome=cell,
                    summary=Cell(None, Mark.MASKED),
                    violence_risk=True,
                )
                for at, cell in enumerate(marks)
            ]
        )
    )
    assert disputes.grab().toImage() != plain
