from __future__ import annotations

import unicodedata

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.services import drafts, registers, visit_slips
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.store.records import Selection
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Button
from desktop.ui.pages.visits.round_page import RoundPage
from desktop.ui.shell.navigation import Intent, OpenList, OpenPage
from desktop.ui.shell.page import PageContext
from tests.kit.keys import click, find, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.unikey import type_by_unikey
from tests.kit.workspaces import put
from tests.ui.conftest import ContextMaker

NAMES = ("Trần Văn Sang", "Lê Thị Mai", "Đỗ Văn Nhẫn")


class Round:
    """The page over a real file, with hands at the keyboard."""

    def __init__(self, qtbot: QtBot, context: PageContext) -> None:
        self.qtbot = qtbot
        self.context = context
        self.page = RoundPage(context, "visit")
        self.asked: list[Intent] = []
        context.navigation.asked.connect(self.asked.append)
        context.feed.changed.connect(self.page.follow)
        qtbot.addWidget(self.page)
        self.page.resize(1150, 700)
        with qtbot.waitActive(self.page):
            self.page.show()
        # As the window does.
        self.page.arrive(OpenPage("visits", "round"))
        self.page.setFocus()
        self.strokes = 0

    def type(self, text: str) -> None:
        type_text(self.focused(), text)
        self.strokes += len(text)

    def press(self, keys: str = "Return") -> None:
        QTest.keySequence(self.focused(), QKeySequence(keys))
        self.strokes += len(keys.split("+"))

    def row(self, household: str, result: str) -> int:
        """A row as it is typed in haste; gives how many keys that took."""
        before = self.strokes
        self.type(household)
        self.press()
        self.type(result)
        for _ in range(4):
            self.press()
        return self.strokes - before

    def focused(self) -> QWidget:
        return self.page.focusWidget() or self.page

    def cell(self) -> tuple[int, str]:
        row, field = self.page.grid.current()
        assert self.focused().objectName() == f"Grid_{field.name}Line"
        return row, field.name

    def texts(self, row: int) -> list[str]:
        return self.page.grid.texts(row)

    def said(self, name: str) -> str:
        return find(self.page, QLabel, name).text()

    def click(self, name: str) -> None:
        click(find(self.page, Button, name))


@pytest.fixture
def filled(workspace: Workspace) -> dict[str, str]:
    """Three households, by name."""
    return {name: put(workspace, "household", head_name=name, address="Khóm Đông Hưng") for name in NAMES}


@pytest.fixture
def typing(qtbot: QtBot, workspace: Workspace, filled: dict[str, str], context_of: ContextMaker) -> Round:
    return Round(qtbot, context_of(workspace))


def visits(workspace: Workspace) -> int:
    return registers.count(workspace, "visit", ListQuery())


def begin_day(typing: Round, day: str = "hn", visitors: str = "Lê Quốc Dũng") -> None:
    """The first row, whose day and visitors the rows below take over."""
    typing.type(day)
    typing.press()
    typing.type("sang")
    typing.press()
    typing.type("1")
    typing.press()
    typing.press()
    typing.type(visitors)
    for _ in range(3):
        typing.press()


def test_the_keyboard_begins_at_the_day_of_the_first_row(typing: Round) -> None:
    assert typing.cell() == (0, "visited_on")


def test_a_row_after_the_first_takes_at_most_twelve_keys(typing: Round) -> None:
    begin_day(typing)
    assert [typing.row("mai", "2"), typing.row("nhan", "6")] == [9, 10]
    assert typing.cell() == (3, "household")


def test_what_is_typed_reads_as_it_will_be_stored(typing: Round, workspace: Workspace) -> None:
    begin_day(typing)
    typing.row("mai", "2")
    today = workspace.today().strftime("%d/%m/%Y")
    assert typing.texts(1) == [today, "Lê Thị Mai", "Có chuyển biến tốt", "", "Lê Quốc Dũng", "", ""]


def test_three_rows_are_saved_as_one_operation_and_taken_back_by_the_button(
    typing: Round, workspace: Workspace, door: ScriptedDoor, filled: dict[str, str]
) -> None:
    begin_day(typing)
    typing.row("mai", "2")
    typing.row("nhan", "6")
    typing.press("Ctrl+S")
    assert visits(workspace) == 3
    assert typing.said("RoundSavedText") == "Đã lưu 3 lượt thăm gặp."
    assert typing.cell() == (0, "visited_on")
    with workspace.reading() as reader:
        stored = reader.records.page("visit", Selection(), 0, 9)
    assert {(row.values["household"], row.values["result"]) for row in stored} == {
        (filled["Trần Văn Sang"], "stable"),
        (filled["Lê Thị Mai"], "improved"),
        (filled["Đỗ Văn Nhẫn"], "absent"),
    }
    assert {row.values["visitors"] for row in stored} == {"Lê Quốc Dũng"}
    door.will_answer("round.undo", True)
    typing.click("TakeBackRound")
    assert door.questions[0].facts == {"going": 3, "staying": 0}
    assert visits(workspace) == 0
    assert typing.texts(2)[1] == "Đỗ Văn Nhẫn"


def test_a_round_that_is_not_to_be_taken_back_stays(
    typing: Round, workspace: Workspace, door: ScriptedDoor
) -> None:
    begin_day(typing)
    typing.press("Ctrl+S")
    door.will_answer("round.undo", False)
    typing.click("TakeBackRound")
    assert visits(workspace) == 1


def test_a_round_can_be_taken_back_after_a_new_start_too(
    typing: Round, qtbot: QtBot, workspace: Workspace, context_of: ContextMaker, door: ScriptedDoor
) -> None:
    begin_day(typing)
    typing.press("Ctrl+S")
    after = Round(qtbot, context_of(workspace))
    assert after.said("RoundSavedText").startswith("Đợt lưu gần nhất: 1 lượt thăm gặp, ")
    door.will_answer("round.undo", True)
    after.click("TakeBackRound")
    assert visits(workspace) == 0


def test_saved_rows_can_be_looked_at_in_the_register(typing: Round) -> None:
    begin_day(typing)
    typing.press("Ctrl+S")
    typing.click("ShowRoundList")
    assert typing.asked == [OpenList("visit", ListQuery())]


def test_enter_passes_over_what_is_carried_and_tab_stops_there(typing: Round) -> None:
    begin_day(typing)
    assert typing.cell() == (1, "household")
    typing.press("Backtab")
    assert typing.cell() == (1, "visited_on")
    typing.type("5/3")
    typing.press("Tab")
    assert typing.cell() == (1, "household")
    typing.type("mai")
    typing.press("Ctrl+Return")
    assert typing.texts(1)[0].startswith("05/03/")
    assert typing.cell() == (2, "household")
    typing.type("nhan")
    typing.press("Return")
    assert typing.texts(2)[0] == typing.texts(1)[0]


def test_tab_goes_on_to_the_next_row_and_back(typing: Round) -> None:
    begin_day(typing)
    typing.page.grid.go(0, "content")
    typing.press("Tab")
    assert typing.cell() == (1, "visited_on")
    typing.press("Backtab")
    assert typing.cell() == (0, "content")


def test_the_result_is_one_digit_of_the_list_that_is_shown(typing: Round) -> None:
    typing.page.grid.go(0, "result")
    assert typing.said("RoundAdvice").startswith("1\u00a0Ổn định · 2\u00a0Có chuyển biến tốt · 3")
    typing.type("3")
    typing.press()
    assert typing.texts(0)[2] == "Cần tiếp tục theo dõi"
    assert typing.said("RoundAdvice").startswith("1\u00a0Thăm hỏi, động viên · 2")


def test_a_day_is_spelled_out_while_it_is_typed(typing: Round, workspace: Workspace) -> None:
    typing.type("hn")
    assert workspace.today().strftime("%d/%m/%Y") in typing.said("RoundAdvice")


def test_an_emptied_cell_stays_empty_where_it_may(typing: Round) -> None:
    begin_day(typing)
    typing.row("mai", "1")
    typing.page.grid.go(1, "visitors")
    typing.press("x")
    typing.press("Backspace")
    assert typing.texts(1)[4] == ""
    typing.page.grid.go(1, "visited_on")
    typing.press("5")
    typing.press("Backspace")
    typing.press("Tab")
    assert typing.texts(1)[0] == typing.texts(0)[0]


def test_the_same_household_twice_is_flagged_and_saved_all_the_same(
    typing: Round, workspace: Workspace
) -> None:
    begin_day(typing)
    typing.row("sang", "1")
    note = typing.page.grid.notes()[1]
    assert (note.tone, "dòng 1" in note.text) == (Tone.DUE, True)
    typing.press("Ctrl+S")
    assert visits(workspace) == 2


def test_a_visit_that_is_stored_already_is_flagged_while_the_row_is_typed(
    typing: Round, workspace: Workspace, filled: dict[str, str]
) -> None:
    put(workspace, "visit", household=filled["Lê Thị Mai"], visited_on=workspace.today().isoformat())
    begin_day(typing)
    typing.type("mai")
    typing.press()
    assert "Sổ đã có một lượt thăm hộ này" in typing.said("RoundProblem")


def test_a_row_that_cannot_be_stored_stops_the_round_and_is_gone_to(
    typing: Round, workspace: Workspace
) -> None:
    begin_day(typing)
    typing.row("khong-co-ho-nay", "1")
    typing.row("mai", "1")
    typing.press("Ctrl+S")
    assert visits(workspace) == 0
    assert typing.cell() == (1, "household")
    assert typing.said("RoundProblem").startswith("Dòng 2, Hộ được thăm: ")


def test_f8_goes_from_one_flagged_row_to_the_next(typing: Round) -> None:
    begin_day(typing)
    typing.row("sang", "1")
    typing.row("mai", "1")
    typing.row("x", "1")
    found = []
    for _ in range(3):
        typing.press("F8")
        found.append(typing.cell())
    assert found == [(1, "visited_on"), (3, "household"), (1, "visited_on")]


def test_an_empty_round_says_what_to_do(typing: Round, door: ScriptedDoor) -> None:
    door.will_hear("nothing_in_round")
    typing.press("Ctrl+S")
    assert door.told == ["nothing_in_round"]


def test_what_was_typed_is_back_after_the_power_was_cut(
    typing: Round, qtbot: QtBot, workspace: Workspace, context_of: ContextMaker
) -> None:
    begin_day(typing)
    typing.row("mai", "2")
    typing.type("khong co")
    typing.press()
    qtbot.waitUntil(lambda: bool(drafts.drafts(workspace)), timeout=5000)
    after = Round(qtbot, context_of(workspace))
    assert [after.texts(at) for at in range(3)] == [typing.texts(at) for at in range(3)]
    assert "3 dòng" in after.said("RoundDraftText")
    assert after.page.grid.rows.troubles(2).keys() == {"household"}
    assert after.page.grid.rows.values(1) == typing.page.grid.rows.values(1)


def test_saving_and_dropping_leave_no_draft(typing: Round, workspace: Workspace, door: ScriptedDoor) -> None:
    begin_day(typing)
    typing.page.leave()
    assert [each.record for each in drafts.drafts(workspace)] == [drafts.ROUND]
    typing.press("Ctrl+S")
    assert drafts.drafts(workspace) == []
    begin_day(typing)
    typing.page.leave()
    door.will_answer("round.drop", True)
    typing.click("ClearRound")
    assert drafts.drafts(workspace) == []
    assert typing.texts(0)[1] == ""


def test_rows_of_a_printed_slip_stand_in_the_order_of_the_paper(
    typing: Round, workspace: Workspace, filled: dict[str, str]
) -> None:
    area = put(workspace, "area", name="Khóm Xuân Hòa")
    ids = [put(workspace, "household", head_name=f"Hộ {letter}", area=area) for letter in "CAB"]
    drawn = visit_slips.draw_slip(workspace, visit_slips.slip_of_area(workspace, area))
    visit_slips.keep_slip(workspace, drawn, "print")
    registers.retire(workspace, "household", ids[1], "Chuyển đi", workspace.today())
    find(typing.page, QLineEdit, "FromSlipLine").setFocus()
    typing.type("1")
    typing.press()
    # Row 1 of the paper, "Hộ A", has left the list: its row stays, so that all others keep theirs.
    assert [typing.texts(at)[1] for at in range(4)] == ["", "Hộ B", "Hộ C", ""]
    assert "Dòng 1 " in typing.said("RoundDraftText")
    typing.page.grid.go(2, "visited_on")
    typing.type("hn")
    typing.press()
    assert typing.cell() == (2, "result")
    typing.type("1")
    typing.press("Ctrl+S")
    assert visits(workspace) == 1


def test_a_slip_that_nobody_printed_is_not_found(typing: Round, door: ScriptedDoor) -> None:
    door.will_hear("slip_unknown")
    find(typing.page, QLineEdit, "FromSlipLine").setFocus()
    typing.type("7")
    typing.press()
    assert door.told == ["slip_unknown"]


@pytest.mark.parametrize("field", ["household", "visitors", "content", "visited_on", "result"])
def test_unikeys_backspaces_leave_each_cell_as_typed(typing: Round, field: str) -> None:
    typing.page.grid.go(0, field)
    type_by_unikey(typing.focused(), "Đỗ Văn Nhẫn")
    typing.press("Tab")
    at = [each.name for each in typing.page.grid.rows.columns].index(field)
    assert typing.texts(0)[at] == "Đỗ Văn Nhẫn"


def test_decomposed_letters_are_composed_when_kept(typing: Round) -> None:
    typing.page.grid.go(0, "visitors")
    typing.type(unicodedata.normalize("NFD", "Đỗ Văn Nhẫn"))
    assert typing.page.grid.rows.values(0)["visitors"] == "Đỗ Văn Nhẫn"


def test_an_old_table_of_unikey_is_told(typing: Round) -> None:
    typing.page.grid.go(0, "visitors")
    typing.type("NguyÔn V¨n")
    assert "TCVN3" in typing.said("RoundAdvice")


def test_f9_covers_what_is_sensitive(typing: Round) -> None:
    begin_day(typing)
    typing.page.grid.go(0, "content")
    typing.type("chuyện kín")
    typing.context.privacy.toggle()
    line = find(typing.page, QLineEdit, "Grid_contentLine")
    assert "chuyện kín" not in (line.displayText(), *typing.texts(0))
    typing.context.privacy.toggle()
    assert typing.texts(0)[6] == "chuyện kín"


def test_up_and_down_change_the_row(typing: Round) -> None:
    begin_day(typing)
    typing.page.grid.go(0, "visitors")
    typing.press("Down")
    assert typing.cell() == (1, "visitors")
    typing.press("Up")
    assert typing.cell() == (0, "visitors")


def test_a_click_goes_to_its_cell(typing: Round) -> None:
    grid = typing.page.grid
    model = grid.model()
    click(grid.viewport(), grid.visualRect(model.index(3, 4)).center())
    assert typing.cell() == (3, "visitors")
