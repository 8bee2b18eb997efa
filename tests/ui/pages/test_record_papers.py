"""Papers of a record: offered in its panel, asked for, looked at, printed or kept, and never unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.pdf.render import page_text
from desktop.services.views import Filter, ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.kit.dialogs import AskDialog, WindowDoor
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.widgets import Button
from desktop.ui.kit.words import Words
from desktop.ui.shell.navigation import OpenList
from desktop.ui.shell.paper_dialog import PaperDialog
from tests.kit.drawn import log_of, words_of_word
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import click, find
from tests.kit.mediated import Mediated, case, mediated
from tests.kit.register_pages import Driver
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import WorkspaceMaker, put
from tests.ui.conftest import ContextMaker

ANSWERS = {"on": "2026-02-03", "place": "Nhà văn hóa", "reason": "Lưu hồ sơ"}


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def told(workspace: Workspace) -> Mediated:
    return mediated(workspace)


@pytest.fixture
def dispute(
    qtbot: QtBot, workspace: Workspace, told: Mediated, context_of: ContextMaker, printer: FakePrinter
) -> Driver:
    driver = Driver(qtbot, replace(context_of(workspace), printer=printer), "dispute")
    driver.page.open_record(told.settled)
    return driver


def on_the_paper(act: Callable[[PaperDialog], None]) -> list[bool]:
    """Runs ``act`` on the dialog of the paper once it is shown; the list is filled then."""
    done: list[bool] = []
    timer = QTimer(QApplication.instance())

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PaperDialog) and not done:
            done.append(True)
            timer.stop()
            act(dialog)

    timer.timeout.connect(look)
    timer.start(10)
    return done


def make_paper(driver: Driver, qtbot: QtBot, code: str) -> None:
    """Choose a paper from the menus, and wait until nothing is under way."""
    find(driver.page, QAction, f"Paper_{code}").trigger()
    qtbot.waitUntil(find(driver.page, ProgressStrip, "PapersStrip").isHidden, timeout=10_000)


def menu_of(driver: Driver) -> list[str]:
    menu = driver.page.panel.paper_button.menu()
    assert menu is not None
    return [action.text() for action in menu.actions()]


def test_the_panel_offers_the_papers_of_its_record(
    dispute: Driver, qtbot: QtBot, workspace: Workspace, told: Mediated, context_of: ContextMaker
) -> None:
    assert dispute.page.panel.paper_button.text() == "In giấy"
    assert menu_of(dispute) == ["Biên bản hòa giải thành"]
    group = Driver(qtbot, context_of(workspace), "group")
    group.page.open_record(told.group)
    assert menu_of(group) == [
        "Sổ theo dõi hòa giải",
        "Quyết định công nhận tổ",
        "Giấy mời họp",
        "Thẻ thành viên của tổ",
    ]


def test_a_record_without_papers_has_no_button(
    qtbot: QtBot, workspace: Workspace, told: Mediated, context_of: ContextMaker
) -> None:
    open_case = case(workspace, told.group, "2026-03-05")
    driver = Driver(qtbot, context_of(workspace), "dispute")
    driver.page.open_record(open_case)
    assert driver.page.panel.paper_button.isHidden()


def test_who_may_not_reveal_is_offered_no_paper_of_a_case(
    qtbot: QtBot, make: WorkspaceMaker, context_of: ContextMaker
) -> None:
    workspace = make(role=Role.UPPER).workspace
    told = mediated(workspace)
    driver = Driver(qtbot, context_of(workspace), "dispute")
    driver.page.open_record(told.settled)
    assert driver.page.panel.paper_button.isHidden()
    assert driver.page.findChildren(QAction, "Paper_mediation_book") == []


def test_the_minutes_are_shown_and_printed_and_that_is_logged(
    dispute: Driver,
    qtbot: QtBot,
    door: ScriptedDoor,
    printer: FakePrinter,
    workspace: Workspace,
    told: Mediated,
) -> None:
    door.will_answer("papers.ask", ANSWERS)
    shown = on_the_paper(PaperDialog.print_paper)
    make_paper(dispute, qtbot, "settlement_minutes")
    (paper,) = printer.papers
    assert shown == [True]
    assert paper.title == "Xem trước khi in: Biên bản hòa giải thành"
    assert dispute.page.toast.text() == "Đã gửi đến máy in: Biên bản hòa giải thành"
    subject = f"settlement_minutes:{told.settled}:1:Lưu hồ sơ"
    assert log_of(workspace, "reveal", "export", "print") == [("reveal", subject), ("print", subject)]


def test_the_minutes_are_kept_as_pdf_and_as_word(
    dispute: Driver, qtbot: QtBot, door: ScriptedDoor, tmp_path: Path, workspace: Workspace
) -> None:
    pdf, word = tmp_path / "bien-ban.pdf", tmp_path / "bien-ban.docx"
    door.will_answer("papers.ask", ANSWERS)
    door.will_answer("takeout.save_pdf", pdf)
    door.will_answer("papers.save_word", word)

    def keep(dialog: PaperDialog) -> None:
        click(find(dialog, Button, "PaperSave"))
        click(find(dialog, Button, "PaperSaveWord"))
        dialog.reject()

    on_the_paper(keep)
    make_paper(dispute, qtbot, "settlement_minutes")
    assert "BIÊN BẢN" in page_text(pdf.read_bytes(), 0)
    assert "Ông Sang dời chậu cây vào trong sân" in words_of_word(word)
    assert [action for action, _ in log_of(workspace, "export", "print")] == ["export", "export"]


def test_thinking_better_of_it_draws_nothing(
    dispute: Driver, qtbot: QtBot, door: ScriptedDoor, workspace: Workspace
) -> None:
    door.will_answer("papers.ask", None)
    make_paper(dispute, qtbot, "settlement_minutes")
    assert log_of(workspace, "reveal", "export", "print") == []


def test_a_folder_that_cannot_be_written_to_is_told_and_nothing_is_logged(
    dispute: Driver, qtbot: QtBot, door: ScriptedDoor, tmp_path: Path, workspace: Workspace
) -> None:
    door.will_answer("papers.ask", ANSWERS)
    door.will_answer("takeout.save_pdf", tmp_path / "khong-co" / "a.pdf")
    door.will_hear("folder_gone")

    def keep(dialog: PaperDialog) -> None:
        click(find(dialog, Button, "PaperSave"))
        dialog.reject()

    on_the_paper(keep)
    make_paper(dispute, qtbot, "settlement_minutes")
    assert door.told == ["folder_gone"]
    assert log_of(workspace, "export", "print") == []


def test_the_list_of_disputes_offers_the_book_of_a_group(
    dispute: Driver,
    qtbot: QtBot,
    door: ScriptedDoor,
    printer: FakePrinter,
    workspace: Workspace,
    told: Mediated,
) -> None:
    door.will_answer(
        "papers.ask",
        {"group": told.group, "first": "2026-01-01", "last": "2026-12-31", "reason": "Kiểm tra"},
    )
    on_the_paper(PaperDialog.print_paper)
    make_paper(dispute, qtbot, "mediation_book")
    (paper,) = printer.papers
    assert paper.width_mm > paper.height_mm
    assert log_of(workspace, "print") == [("print", f"mediation_book:{told.group}:1:Kiểm tra")]


def test_a_list_of_one_groups_cases_does_not_ask_for_the_group(
    dispute: Driver, qtbot: QtBot, door: ScriptedDoor, workspace: Workspace, told: Mediated
) -> None:
    other = put(workspace, "group", name="Tổ tự quản số 02", kind="self_management")
    for group, asked in ((told.group, False), (other, True)):
        door.will_answer("papers.ask", None)
        dispute.page.arrive(OpenList("dispute", ListQuery((Filter("group", (group,)),))))
        make_paper(dispute, qtbot, "mediation_book")
        assert ("group" in {each.name for each in door.questions[-1].inputs}) is asked


def test_the_question_says_that_the_form_is_a_suggestion_and_asks_why(
    qtbot: QtBot, workspace: Workspace, told: Mediated, context_of: ContextMaker, words: Words
) -> None:
    context = context_of(workspace)
    driver = Driver(qtbot, context, "dispute")
    door = WindowDoor(driver.page, words, workspace.today)
    driver = Driver(qtbot, replace(context, door=door), "dispute")
    driver.page.open_record(told.settled)
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, AskDialog):
            timer.stop()
            seen.append(find(dialog, QLabel, "AskText").text())
            click(find(dialog, Button, "AskYes"))
            # Without a reason it stays.
            seen.append(find(dialog, QLabel, "AskProblem_reason").text())
            dialog.reject()

    timer = QTimer(driver.page)
    timer.timeout.connect(look)
    timer.start(10)
    make_paper(driver, qtbot, "settlement_minutes")
    assert seen[0].startswith("Mẫu gợi ý, đơn vị tự chỉnh.")
    assert seen[1] != ""


def test_cards_take_pictures_from_a_folder_and_say_first_what_did_not_fit(
    qtbot: QtBot,
    door: ScriptedDoor,
    printer: FakePrinter,
    workspace: Workspace,
    told: Mediated,
    context_of: ContextMaker,
    words: Words,
    tmp_path: Path,
) -> None:
    Image.new("RGB", (300, 400), "green").save(tmp_path / "Thạch Thị Oanh.jpg")
    (tmp_path / "Trần Văn Bình.png").write_bytes(b"x")
    driver = Driver(qtbot, replace(context_of(workspace), printer=printer), "group")
    driver.page.open_record(told.group)
    door.will_answer("papers.ask", {"first_number": 1, "pictures": True})
    door.will_answer("papers.pictures.folder", tmp_path)
    door.will_hear("papers.pictures")
    shown = on_the_paper(PaperDialog.print_paper)
    make_paper(driver, qtbot, "member_cards")
    assert (shown, len(printer.papers)) == ([True], 1)
    (message,) = door.messages
    assert words(f"{message.key}.text", **message.facts).splitlines() == [
        "1 ảnh khớp, 1 thành viên chưa có ảnh, 1 tệp không đọc được.",
        "Chưa có ảnh, thẻ để khung trống: Trần Văn Bình.",
        "Không đọc được, hoặc lớn hơn 20 MB hay 40 triệu điểm ảnh: Trần Văn Bình.png.",
    ]


def test_without_a_folder_after_all_no_card_is_drawn(
    qtbot: QtBot, door: ScriptedDoor, workspace: Workspace, told: Mediated, context_of: ContextMaker
) -> None:
    driver = Driver(qtbot, context_of(workspace), "group")
    driver.page.open_record(told.group)
    door.will_answer("papers.ask", {"first_number": 1, "pictures": True})
    door.will_answer("papers.pictures.folder", None)
    make_paper(driver, qtbot, "member_cards")
    assert door.told == []
