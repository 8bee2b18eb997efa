"""The list in view leaves the program: as a workbook, on paper that was seen first, and never unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.pdf.render import page_text
from desktop.services.workspace import Workspace
from desktop.ui.kit.pdf_view import PdfView
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.widgets import Button
from desktop.ui.shell.paper_dialog import PaperDialog
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import click, find
from tests.kit.register_pages import Driver, some_groups
from tests.kit.scripted_door import ScriptedDoor
from tests.ui.conftest import ContextMaker


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def driver(qtbot: QtBot, workspace: Workspace, context_of: ContextMaker, printer: FakePrinter) -> Driver:
    some_groups(workspace, "Tổ tự quản số 02", "Tổ hòa giải số 01", "Tổ tự quản số 01")
    return Driver(qtbot, replace(context_of(workspace), printer=printer), "group")


def log_of(workspace: Workspace) -> list[tuple[str, str]]:
    with workspace.file.reading() as reader:
        rows = reader.connection.execute("SELECT action, subject FROM access_log ORDER BY no").fetchall()
    return [row for row in rows if row[0] in ("export", "print")]


def when_the_paper_is_shown(qtbot: QtBot, act: Callable[[PaperDialog], None]) -> Callable[[], None]:
    """Runs ``act`` on the dialog of the paper; the result waits until that has been closed."""
    done: list[bool] = []
    timer = QTimer()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PaperDialog) and not done:
            done.append(True)
            timer.stop()
            act(dialog)

    timer.timeout.connect(look)
    timer.start(10)
    return lambda: qtbot.waitUntil(lambda: bool(done), timeout=10_000)


def rest(driver: Driver, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    strip = find(driver.page, ProgressStrip, "TakeOutStrip")
    qtbot.waitUntil(strip.isHidden, timeout=10_000)


def test_ctrl_e_puts_the_list_in_view_into_a_workbook(
    driver: Driver, door: ScriptedDoor, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    path = tmp_path / "cac-to.xlsx"
    door.will_answer("takeout.export", path)
    driver.press("Ctrl+F")
    # The filter counts although its pause has not passed.
    driver.type_text("hoa giai")
    driver.press("Ctrl+E")
    qtbot.waitUntil(path.exists, timeout=10_000)
    qtbot.waitUntil(lambda: driver.page.toast.text() == "Đã xuất 1 dòng ra Excel")
    cells = [
        str(cell.value) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row
    ]
    assert ("Tổ hòa giải số 01" in cells, "Tổ tự quản số 01" in cells) == (True, False)
    assert log_of(workspace) == [("export", "group:1")]


def test_the_menu_offers_both_by_words(driver: Driver) -> None:
    button = find(driver.page, Button, "TakeOut")
    menu = button.menu()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Xuất Excel\tCtrl+E", "In danh sách\tCtrl+P"]
    assert button.text() == button.accessibleName() == "Xuất, in"


def test_ctrl_p_shows_the_very_paper_and_prints_it(
    driver: Driver, printer: FakePrinter, qtbot: QtBot, workspace: Workspace
) -> None:
    seen: list[bool] = []

    def look(dialog: PaperDialog) -> None:
        seen.append(find(dialog, PdfView, "PdfView").isVisible())
        dialog.print_paper()

    wait = when_the_paper_is_shown(qtbot, look)
    driver.press("Ctrl+P")
    wait()
    rest(driver, qtbot)
    qtbot.waitUntil(lambda: driver.page.toast.text() == "Đã gửi danh sách đến máy in")
    (paper,) = printer.papers
    assert (seen, paper.pages, paper.title) == ([True], 1, "Xem trước khi in: Các tổ")
    assert log_of(workspace) == [("print", "group:3")]


def test_a_paper_that_was_only_looked_at_is_not_logged(
    driver: Driver, printer: FakePrinter, qtbot: QtBot, workspace: Workspace
) -> None:
    wait = when_the_paper_is_shown(qtbot, PaperDialog.reject)
    find(driver.page, QAction, "PrintList").trigger()
    wait()
    rest(driver, qtbot)
    assert (printer.papers, log_of(workspace)) == ([], [])


def test_the_paper_is_kept_as_a_file_too(
    driver: Driver, door: ScriptedDoor, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    path = tmp_path / "cac-to.pdf"
    door.will_answer("takeout.save_pdf", path)

    def save(dialog: PaperDialog) -> None:
        click(find(dialog, Button, "PaperSave"))
        dialog.reject()

    wait = when_the_paper_is_shown(qtbot, save)
    driver.press("Ctrl+P")
    wait()
    rest(driver, qtbot)
    assert "DANH SÁCH CÁC TỔ" in page_text(path.read_bytes(), 0)
    assert log_of(workspace) == [("export", "group:3")]


def test_nothing_is_offered_of_an_empty_list(
    qtbot: QtBot, workspace: Workspace, context_of: ContextMaker
) -> None:
    driver = Driver(qtbot, context_of(workspace), "area")
    assert not find(driver.page, Button, "TakeOut").isEnabled()
    # No question is foreseen: asking one would fail.
    driver.press("Ctrl+E")
    driver.press("Ctrl+P")


def test_nothing_is_written_when_the_person_thinks_better_of_it(
    driver: Driver, door: ScriptedDoor, workspace: Workspace
) -> None:
    door.will_answer("takeout.export", None)
    driver.press("Ctrl+E")
    assert log_of(workspace) == []


def test_a_folder_that_cannot_be_written_to_is_told_and_nothing_is_logged(
    driver: Driver, door: ScriptedDoor, qtbot: QtBot, tmp_path: Path, workspace: Workspace
) -> None:
    door.will_answer("takeout.export", tmp_path / "khong-co" / "a.xlsx")
    door.will_hear("folder_gone")
    driver.press("Ctrl+E")
    qtbot.waitUntil(lambda: door.told == ["folder_gone"], timeout=10_000)
    assert log_of(workspace) == []
