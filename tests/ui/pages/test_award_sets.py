"""Proposals, decisions and the award book, as a person works with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.pdf.render import page_text
from desktop.services import award_book, award_sets, awarding, registers
from desktop.services.award_papers import PaperKind
from desktop.services.award_proposals import NewSet, Nominee, propose
from desktop.services.awarding import Decision
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.pages.awards.book_page import BookPage
from desktop.ui.pages.awards.sets_page import SetsPage
from desktop.ui.pages.awards.tab import DECISIONS, PROPOSALS, Tab
from desktop.ui.shell.navigation import OpenPage, OpenRecord
from desktop.ui.shell.page import Page
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import ALT, CTRL, click, find, find_all, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import acquaint, computer
from tests.ui.conftest import ContextMaker

ON = date(2026, 11, 20)
MERIT = "Đã có thành tích xuất sắc"
DECISION = Decision("15/QĐ-UBND", ON, "Chủ tịch Ủy ban nhân dân phường Nhơn Hưng", "CHỦ TỊCH", "Lê Hoàng Sơn")


@dataclass
class Hands:
    """Someone at one of the pages."""

    workspace: Workspace
    door: ScriptedDoor
    printer: FakePrinter
    asked: list[object]


Shower = Callable[[Workspace, Tab], SetsPage]


@pytest.fixture
def hands(workspace: Workspace, door: ScriptedDoor) -> Hands:
    return Hands(workspace, door, FakePrinter(), [])


@pytest.fixture
def show(hands: Hands, context_of: ContextMaker, qtbot: QtBot) -> Shower:
    def made(workspace: Workspace, tab: Tab) -> SetsPage:
        context = context_of(workspace)
        context.navigation.asked.connect(hands.asked.append)
        page = SetsPage(context, hands.printer, tab)
        _put_up(page, qtbot)
        page.arrive(OpenPage("awards", tab.name))
        return page

    return made


def _put_up(page: Page, qtbot: QtBot) -> None:
    qtbot.addWidget(page)
    page.resize(1150, 690)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()


def three(workspace: Workspace, name: str = "Tổng kết năm 2026") -> list[str]:
    nominees = [
        Nominee("person", put(workspace, "person", full_name="Đỗ Văn Nhẫn", sex="male"), MERIT),
        Nominee("household", put(workspace, "household", head_name="Trần Văn Sang"), MERIT),
        Nominee("group", put(workspace, "group", name="Tổ tự quản số 05"), MERIT),
    ]
    changes = propose(workspace, NewSet(name), nominees)
    return [record for register, record in changes.records if register == "award"]


def stages(workspace: Workspace) -> set[object]:
    rows = registers.rows(workspace, "award", ListQuery(), 0, 50)
    return {row.cells["stage"].value for row in rows}


def pick_set(page: SetsPage) -> None:
    page.picker.choose(award_sets.sets(page._context.workspace)[0].id)
    page.reload()


def test_collectives_stand_first_then_people_then_households(hands: Hands, show: Shower) -> None:
    three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    assert [text.split(" · ")[0] for text in page.list.texts()] == [
        "Tập thể Tổ tự quản số 05",
        "Ông Đỗ Văn Nhẫn",
        "Hộ gia đình ông (bà) Trần Văn Sang",
    ]


def test_who_has_a_merit_and_was_not_proposed_is_counted(hands: Hands, show: Shower) -> None:
    group = put(hands.workspace, "group", name="Tổ số 1")
    person = put(hands.workspace, "person", full_name="Lê Mai")
    put(hands.workspace, "member", person=person, group=group, joined_on="2010-01-01")
    page = show(hands.workspace, PROPOSALS)
    assert find(page, Notice, "MeritNotice").text() == "Có thành tích chưa đề nghị: 1"
    click(find(page, Button, "ProposeMerits"))
    assert page.proposal.nominees.texts() == ["Lê Mai · 16 năm tham gia tổ"]
    assert [each.record for each in page.proposal.nominees.chosen()] == [person]


def test_a_proposal_says_what_it_lacks_and_is_then_saved(hands: Hands, show: Shower) -> None:
    put(hands.workspace, "group", name="Tổ số 1")
    page = show(hands.workspace, PROPOSALS)
    press(page, Qt.Key.Key_N, CTRL)
    click(page.proposal.save_button)
    assert page.proposal.problem.text() == "Cần nhập: Tên đợt khen thưởng."
    type_text(find(page.proposal, QLineEdit, "Propose_nameLine"), "Đợt 1")
    type_text(find_all(page.proposal.editor("achievement"), QPlainTextEdit)[0], MERIT)
    click(page.proposal.save_button)
    assert page.proposal.problem.text() == "Chưa chọn ai để đề nghị."
    type_text(page.proposal.pick.line, "to so")
    press(page.proposal.pick.line, Qt.Key.Key_Return)
    press(page.proposal, Qt.Key.Key_S, CTRL)
    assert page.list.texts() == ["Tập thể Tổ số 1 · phường Nhơn Hưng · Đang đề nghị"]
    assert page.picker.line.text() == "Đợt 1"


def test_more_are_added_to_the_set_that_is_shown(hands: Hands, show: Shower) -> None:
    three(hands.workspace)
    put(hands.workspace, "person", full_name="Lê Mai")
    page = show(hands.workspace, PROPOSALS)
    pick_set(page)
    click(find(page, Button, "Award_add"))
    type_text(find_all(page.proposal.editor("achievement"), QPlainTextEdit)[0], MERIT)
    type_text(page.proposal.pick.line, "le mai")
    press(page.proposal.pick.line, Qt.Key.Key_Return)
    click(page.proposal.save_button)
    assert len(page.list.texts()) == 4
    assert registers.count(hands.workspace, "award_set", ListQuery()) == 1


def test_a_whole_set_is_submitted_without_a_tick(hands: Hands, show: Shower) -> None:
    three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    pick_set(page)
    hands.door.will_answer("awards.submit", {"number": "08/TTr-CAP", "on": "2026-11-20"})
    click(find(page, Button, "Award_submit"))
    assert hands.door.questions[0].facts == {"count": 3}
    assert stages(hands.workspace) == {"submitted"}


def test_of_a_whole_set_nobody_is_handed_over_without_a_tick(hands: Hands, show: Shower) -> None:
    awarding.decide(hands.workspace, three(hands.workspace), DECISION)
    page = show(hands.workspace, DECISIONS)
    pick_set(page)
    hands.door.will_hear("no_awards_chosen")
    click(find(page, Button, "Award_hand_over"))
    assert stages(hands.workspace) == {"decided"}


def test_of_all_sets_together_only_what_is_ticked_moves(hands: Hands, show: Shower) -> None:
    three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    hands.door.will_hear("no_awards_chosen")
    click(find(page, Button, "Award_submit"))
    assert hands.door.told == ["no_awards_chosen"]
    press(find(page, QListWidget, "AwardLines"), Qt.Key.Key_Space)
    hands.door.will_answer("awards.submit", {"number": None, "on": "2026-11-20"})
    click(find(page, Button, "Award_submit"))
    assert stages(hands.workspace) == {"draft", "submitted"}


def test_a_deed_is_taken_back_from_the_word_about_it(hands: Hands, show: Shower) -> None:
    three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    pick_set(page)
    hands.door.will_answer("awards.submit", {"number": "08/TTr-CAP", "on": "2026-11-20"})
    click(find(page, Button, "Award_submit"))
    click(find(page, Button, "ToastButton"))
    assert stages(hands.workspace) == {"draft"}


def test_numbers_are_asked_for_and_not_taken_back(hands: Hands, show: Shower) -> None:
    awarding.decide(hands.workspace, three(hands.workspace), DECISION)
    page = show(hands.workspace, DECISIONS)
    assert all("chờ số" in text for text in page.list.texts())
    click(find(page, Button, "TickAllAwards"))
    hands.door.will_answer("awards.number", answer=True)
    click(find(page, Button, "Award_number"))
    assert [text.split(" · ")[3] for text in page.list.texts()] == ["Số 1", "Số 2", "Số 3"]
    assert find(page, Button, "ToastButton").isHidden()


def test_at_the_ceremony_those_ticked_were_handed_over_and_the_others_wait(
    hands: Hands, show: Shower
) -> None:
    awarding.decide(hands.workspace, three(hands.workspace), DECISION)
    page = show(hands.workspace, DECISIONS)
    press(find(page, QListWidget, "AwardLines"), Qt.Key.Key_Space)
    hands.door.will_answer("awards.hand_over", {"on": "2026-11-20"})
    click(find(page, Button, "Award_hand_over"))
    assert sorted(text.split(" · ")[2] for text in page.list.texts()) == [
        "Có quyết định",
        "Có quyết định",
        "Đã trao",
    ]


def test_the_day_after_those_who_have_not_received_it_are_shown_alone(hands: Hands, show: Shower) -> None:
    awards = three(hands.workspace)
    awarding.decide(hands.workspace, awards, DECISION)
    awarding.hand_over(hands.workspace, awards[:1], ON)
    page = show(hands.workspace, DECISIONS)
    click(find(page, Button, "Stage_unhanded"))
    assert sorted(page.list.all()) == sorted(awards[1:])


def test_who_does_not_see_the_registers_is_not_asked_to_propose(make: WorkspaceMaker, show: Shower) -> None:
    page = show(make(role=Role.WARD).workspace, PROPOSALS)
    assert find(page, Button, "Award_propose").isHidden()
    press(page, Qt.Key.Key_N, CTRL)
    assert not page.proposal.isVisible()


def test_a_changed_line_says_that_it_needs_a_correction(hands: Hands, show: Shower) -> None:
    awarding.decide(hands.workspace, three(hands.workspace), DECISION)
    page = show(hands.workspace, DECISIONS)
    press(find(page, QListWidget, "AwardLines"), Qt.Key.Key_Space)
    line = {"honorific": "Tập thể", "printed_name": "Tổ tự quản số 5", "printed_unit": None}
    hands.door.will_answer("awards.rewrite", {**line, "achievement": MERIT, "reason": "Sai tên"})
    click(find(page, Button, "Award_rewrite"))
    assert "cần quyết định đính chính" in page.list.texts()[0]


def test_a_paper_is_seen_before_it_is_printed(hands: Hands, show: Shower, tmp_path: Path) -> None:
    three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    press(page, Qt.Key.Key_P, CTRL)
    assert page.paper.paper is not None
    assert page.paper.paper.kind is PaperKind.SUBMISSION
    press(page, Qt.Key.Key_P, CTRL)
    assert [paper.pages for paper in hands.printer.papers] == [2]
    hands.door.will_answer("awards.save_word", tmp_path / "to-trinh.docx")
    click(find(page, Button, "SaveAwardWord"))
    assert (tmp_path / "to-trinh.docx").stat().st_size > 1000
    press(page.paper, Qt.Key.Key_Escape)
    assert page.list.isVisible()


def test_a_paper_is_of_those_ticked_where_some_are(hands: Hands, show: Shower) -> None:
    three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    press(find(page, QListWidget, "AwardLines"), Qt.Key.Key_Space)
    page.show_paper(PaperKind.SUBMISSION)
    assert page.paper.paper is not None
    assert "Đỗ Văn Nhẫn" not in page_text(page.paper.paper.pdf, 1)


def test_an_award_is_opened_from_its_line(hands: Hands, show: Shower) -> None:
    three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    press(find(page, QListWidget, "AwardLines"), Qt.Key.Key_Return)
    assert hands.asked == [OpenRecord("award", page.list.all()[0])]


def test_a_second_award_for_one_achievement_is_told_on_the_page(hands: Hands, show: Shower) -> None:
    person = put(hands.workspace, "person", full_name="Lê Mai")
    for name in ("Đợt 1", "Đợt 2"):
        propose(hands.workspace, NewSet(name), [Nominee("person", person, MERIT)])
    page = show(hands.workspace, PROPOSALS)
    assert "Lê Mai" in find(page, Notice, "SecondNotice").text()


@pytest.mark.parametrize(("role", "may"), [(Role.OFFICER, False), (Role.CHIEF, True), (Role.WARD, False)])
def test_only_a_chief_has_the_button_that_submits(
    make: WorkspaceMaker, show: Shower, role: Role, may: bool
) -> None:
    page = show(make(role=role).workspace, PROPOSALS)
    assert find(page, Button, "Award_submit").isHidden() is not may


def test_what_the_papers_of_a_set_say_is_changed_in_one_question(hands: Hands, show: Shower) -> None:
    three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    pick_set(page)
    hands.door.will_answer("awards.edit_set", {"name": "Đợt đặc biệt", "bases": "Căn cứ mới"})
    click(find(page, Button, "OpenAwardSet"))
    assert page.picker.line.text() == "Đợt đặc biệt"


@pytest.fixture
def the_book(hands: Hands, context_of: ContextMaker, qtbot: QtBot) -> BookPage:
    awards = three(hands.workspace)
    awarding.decide(hands.workspace, awards, DECISION)
    award_book.number(hands.workspace, awards)
    awarding.not_handed(hands.workspace, awards[:1], "Chuyển đi")
    page = BookPage(context_of(hands.workspace), hands.printer)
    _put_up(page, qtbot)
    page.arrive(OpenPage("awards", "award_book"))
    return page


def test_the_book_tells_each_number_and_what_became_of_it(the_book: BookPage) -> None:
    lines = the_book.texts()
    assert [line[0] for line in lines] == ["1", "2", "3"]
    assert sorted(line[-1] for line in lines) == ["Có quyết định", "Có quyết định", "Không trao"]
    assert the_book.holder.text() == "Máy này giữ sổ và cấp số."


def test_the_book_is_passed_on_to_another_computer_of_the_station(
    make: WorkspaceMaker, hands: Hands, context_of: ContextMaker, qtbot: QtBot
) -> None:
    here = computer(make, NHON_HUNG, 7)
    there = computer(make, NHON_HUNG, 8)
    acquaint(here, there)
    page = BookPage(context_of(here), hands.printer)
    _put_up(page, qtbot)
    page.arrive(OpenPage("awards", "award_book"))
    hands.door.will_answer("awards.book.pass_on", answer=True)
    click(find(page, Button, "PassBook_0"))
    assert award_book.book(here).holder == there.device
    assert "chờ số" in page.holder.text()


def test_the_book_is_printed(the_book: BookPage, hands: Hands) -> None:
    press(the_book, Qt.Key.Key_P, CTRL)
    press(the_book, Qt.Key.Key_P, CTRL)
    assert [(paper.pages, paper.width_mm) for paper in hands.printer.papers] == [(1, 297)]


def called(page: SetsPage) -> list[str]:
    return [text.split(" · ")[0] for text in page.list.texts()]


def test_a_mistake_on_the_proof_is_corrected_by_the_number_of_its_line(hands: Hands, show: Shower) -> None:
    awards = three(hands.workspace)
    awarding.decide(hands.workspace, awards, DECISION)
    page = show(hands.workspace, DECISIONS)
    page.show_paper(PaperKind.PROOF)
    assert page.paper.paper is not None
    # 1 and 2 are the collective and its unit, 3 and 4 the person's.
    type_text(find(page.paper, QLineEdit, "ProofLineLine"), "3")
    line = {"honorific": "Ông", "printed_name": "Đỗ Văn Nhẩn", "printed_unit": None, "achievement": MERIT}
    hands.door.will_answer("awards.rewrite", {**line, "reason": "Theo căn cước"})
    click(page.paper.correct_button)
    assert "Ông Đỗ Văn Nhẩn" in page_text(page.paper.paper.pdf, 0)
    assert page.paper.isVisible()


def test_a_line_that_the_proof_has_not_is_told(hands: Hands, show: Shower) -> None:
    awarding.decide(hands.workspace, three(hands.workspace), DECISION)
    page = show(hands.workspace, DECISIONS)
    page.show_paper(PaperKind.PROOF)
    type_text(find(page.paper, QLineEdit, "ProofLineLine"), "99")
    press(find(page.paper, QLineEdit, "ProofLineLine"), Qt.Key.Key_Return)
    assert find(page.paper, QLabel, "ProofLineWrong").text() == "Bản dò có các dòng từ 1 đến 6."


def test_lines_are_moved_by_the_keyboard_and_kept_as_one_operation(
    hands: Hands, show: Shower, qtbot: QtBot
) -> None:
    awards = three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    pick_set(page)
    page.list.list.setCurrentRow(2)
    press(page.list.list, Qt.Key.Key_Up, ALT)
    press(page.list.list, Qt.Key.Key_Up, ALT)
    wanted = ["Hộ gia đình ông (bà) Trần Văn Sang", "Tập thể Tổ tự quản số 05", "Ông Đỗ Văn Nhẫn"]
    assert called(page) == wanted
    before = tip(hands.workspace)
    page.leave()
    assert tip(hands.workspace) == before + 1
    assert called(show(hands.workspace, DECISIONS)) == []
    lines = award_sets.award_lines(hands.workspace, None, ("draft",))
    assert [line.called for line in lines] == wanted
    assert {line.id for line in lines} == set(awards)


def tip(workspace: Workspace) -> int:
    with workspace.reading() as reader:
        return reader.journal.tip(workspace.device).seq


def test_a_line_is_dragged_by_the_mouse_and_keeps_its_tick(hands: Hands, show: Shower, qtbot: QtBot) -> None:
    three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    pick_set(page)
    lines, view = page.list.list, page.list.list.viewport()
    lines.item(2).setCheckState(Qt.CheckState.Checked)
    ticked = page.list.ticked()
    start, end = (lines.visualItemRect(lines.item(row)).center() for row in (2, 0))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(view, QPoint(start.x(), start.y() + (end.y() - start.y()) * step // 4))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert called(page)[0] == "Hộ gia đình ông (bà) Trần Văn Sang"
    assert page.list.ticked() == ticked
    qtbot.waitUntil(lambda: set_order(hands.workspace) is not None, timeout=5_000)
    assert called(page)[0] == "Hộ gia đình ông (bà) Trần Văn Sang"


def set_order(workspace: Workspace) -> object:
    return award_sets.sets(workspace)[0].values["ceremony_order"]


def test_without_a_set_nothing_is_moved(hands: Hands, show: Shower) -> None:
    three(hands.workspace)
    page = show(hands.workspace, PROPOSALS)
    before = called(page)
    page.list.list.setCurrentRow(2)
    press(page.list.list, Qt.Key.Key_Up, ALT)
    assert called(page) == before
