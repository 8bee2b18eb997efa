from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.app.sample import make_sample
from desktop.domain.access import Role
from desktop.office.pasted import PastedTable
from desktop.pdf.render import page_text
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import column
from desktop.ui.shell.entries import entries_for
from desktop.ui.shell.help_paper import keys_pdf
from desktop.ui.shell.layouts import Layout
from desktop.ui.shell.navigation import ImportTable, Intent, NewRecord, OpenPage, OpenRecord
from desktop.ui.shell.navigation_bar import WIDTH
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.paper_dialog import PaperDialog
from desktop.ui.shell.practice_bar import PracticeBar
from desktop.ui.shell.shortcuts import Shortcut
from desktop.ui.shell.status_line import StatusFacts, StatusLine, copy_tone
from desktop.ui.shell.tabs import TabbedPage
from desktop.ui.shell.window import MainWindow
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import ALT, CTRL, click, find_all, press, type_text
from tests.kit.workspaces import WorkspaceMaker, put
from tests.ui.conftest import ContextMaker


class NotingPage(Page):
    """Remembers what it was told."""

    keys = (Shortcut("Ctrl+N", "keys.new"),)

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[Intent] = []
        self.followed: list[Changes] = []
        self.left = 0
        self.line = QLineEdit()
        self.setLayout(column(self.line))
        self.setFocusProxy(self.line)

    def arrive(self, intent: Intent) -> None:
        self.arrived.append(intent)

    def follow(self, changes: Changes) -> None:
        self.followed.append(changes)

    def leave(self) -> None:
        self.left += 1


def window_of(context: PageContext, qtbot: QtBot, width: int = 1366, height: int = 768) -> MainWindow:
    names = [entry.id for entry in entries_for(context.workspace.user.role)]
    window = MainWindow(context, dict.fromkeys([*names, "administration"], NotingPage))
    qtbot.addWidget(window)
    window.resize(width, height)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("today")
    return window


def page_of(window: MainWindow) -> NotingPage:
    page = window.page()
    assert isinstance(page, NotingPage)
    return page


@pytest.fixture
def window(workspace: Workspace, context_of: ContextMaker, qtbot: QtBot) -> MainWindow:
    return window_of(context_of(workspace), qtbot)


def test_alt_and_a_digit_show_the_page_of_the_entry(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_4, ALT)
    assert window.page_name() == "visits"
    assert window.top_bar.title() == "Thăm gặp"
    assert window.navigation_bar.marked() == "visits"


def test_a_page_is_made_once_and_told_when_it_is_left(window: MainWindow) -> None:
    first = page_of(window)
    window.show_page("visits")
    window.show_page("today")
    assert page_of(window) is first
    assert first.left == 1


def test_a_page_that_is_shown_has_the_keyboard(window: MainWindow) -> None:
    window.show_page("visits")
    assert page_of(window).line.hasFocus()


def test_an_intent_of_a_page_opens_the_page_of_its_register(window: MainWindow) -> None:
    window.context.navigation.go(OpenRecord("household", "h1"))
    assert window.page_name() == "people"
    assert page_of(window).arrived == [OpenRecord("household", "h1")]


def test_the_ward_official_is_never_led_to_a_register_without_a_page(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    window = window_of(context_of(make(role=Role.WARD).workspace), qtbot)
    window.context.navigation.go(NewRecord("visit"))
    assert window.page_name() == "today"
    assert window.navigation_bar.words_shown() == ["Việc hôm nay", "Khen thưởng", "In giấy", "Nhận dữ liệu"]


def test_f9_hides_what_is_sensitive_everywhere_and_says_so(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_F9)
    assert window.context.privacy.hidden
    assert window.top_bar._privacy.isChecked()
    assert window.top_bar._privacy.text() == "Đang che"
    press(window, Qt.Key.Key_F9)
    assert not window.context.privacy.hidden


def test_what_is_written_reaches_the_pages_and_the_status_line(window: MainWindow, qtbot: QtBot) -> None:
    put(window.context.workspace, "area", name="Ấp Đông Hưng")
    page = page_of(window)
    qtbot.waitUntil(lambda: bool(page.followed))
    assert page.followed[0].registers == {"area"}
    assert window.status_line.texts()[0] == "Đã lưu 08:00"


def test_what_another_thread_writes_reaches_the_pages_in_the_windows_thread(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = page_of(window)
    writer = threading.Thread(target=put, args=(window.context.workspace, "area"), kwargs={"name": "Ấp Tây"})
    writer.start()
    writer.join()
    assert page.followed == []
    qtbot.waitUntil(lambda: bool(page.followed))


def test_ctrl_k_finds_a_record_and_enter_opens_it(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    workspace = make().workspace
    area = put(workspace, "area", name="Ấp Đông Hưng")
    window = window_of(context_of(workspace), qtbot)
    press(window, Qt.Key.Key_K, CTRL)
    assert window.top_bar.search.hasFocus()
    type_text(window.top_bar.search, "dong hung")
    press(window.top_bar.search, Qt.Key.Key_Return)
    assert window.page_name() == "areas"
    assert page_of(window).arrived == [OpenRecord("area", area)]


def test_the_rail_has_words_under_its_icons(window: MainWindow) -> None:
    window.resize(1093, 614)
    assert window.navigation_bar.width() == WIDTH[Layout.RAIL]
    assert window.navigation_bar.isVisible()


def test_a_narrow_window_shows_the_navigation_on_demand_only(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(911, 512)
    assert not window.navigation_bar.isVisible()
    click(window.top_bar._menu_button)
    assert window.navigation_bar.isVisible()
    window.navigation_bar.chosen.emit("visits")
    assert not window.navigation_bar.isVisible()
    assert window.page_name() == "visits"


def test_escape_closes_the_navigation_of_a_narrow_window(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(911, 512)
    press(window, Qt.Key.Key_F6)
    assert window.navigation_bar.isVisible()
    press(window.navigation_bar, Qt.Key.Key_Escape)
    assert not window.navigation_bar.isVisible()


def test_growing_brings_the_navigation_back(window: MainWindow) -> None:
    window.resize(911, 512)
    window.resize(1366, 768)
    assert window.navigation_bar.isVisible()
    assert window.navigation_bar.geometry().left() == 0
    assert window.navigation_bar.width() == 216


def test_f6_goes_from_the_page_to_the_navigation_and_back(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_F6)
    assert window.navigation_bar.isAncestorOf(window.focusWidget())
    press(window, Qt.Key.Key_F6)
    assert page_of(window).line.hasFocus()


def test_f1_lists_the_keys_of_the_page_and_of_the_window(window: MainWindow, qtbot: QtBot) -> None:
    sheet = window.help.sheet()
    qtbot.addWidget(sheet)
    assert ("Ctrl+N", "Thêm mới") in sheet.lines()
    assert ("Ctrl+K", "Tìm ở mọi sổ") in sheet.lines()
    assert ("Alt+0", "Gửi, nhận dữ liệu") in sheet.lines()


def test_a_table_that_was_pasted_on_a_page_goes_to_the_import(
    workspace: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    context = context_of(workspace)
    window = MainWindow(context, dict.fromkeys(["today", "people", "importing"], NotingPage))
    qtbot.addWidget(window)
    window.show_page("people")
    pasted = ImportTable(PastedTable(text="Họ và tên\tTên tổ\nAn\tTổ 1\n"), "member")
    context.navigation.go(pasted)
    assert (window.page_name(), page_of(window).arrived) == ("importing", [pasted])


def test_the_sheet_of_keys_is_printed_as_it_is_seen(
    workspace: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    printer = FakePrinter()
    window = window_of(replace(context_of(workspace), printer=printer), qtbot)
    sheet = window.help.sheet()
    qtbot.addWidget(sheet)
    seen: list[object] = []

    def print_it() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(type(dialog))
        if isinstance(dialog, PaperDialog):
            dialog.print_paper()

    QTimer.singleShot(0, print_it)
    click(sheet.print_button)
    (paper,) = printer.papers
    assert paper.title == "Các phím: Việc hôm nay"
    assert (seen, paper.pages) == ([PaperDialog], 1)


def test_the_paper_has_every_key_and_the_mark_of_practice(window: MainWindow, qtbot: QtBot) -> None:
    sheet = window.help.sheet()
    qtbot.addWidget(sheet)
    real, practice = (
        page_text(keys_pdf("Các phím", sheet.groups, window.context.words, sample=sample), 0)
        for sample in (False, True)
    )
    assert all(keys in real and what in real for keys, what in sheet.lines())
    assert ("DỮ LIỆU MẪU" in real, "DỮ LIỆU MẪU" in practice) == (False, True)


def test_the_menu_of_the_user_asks_for_the_lock_and_the_looks(window: MainWindow, qtbot: QtBot) -> None:
    menu = window.top_bar._user.menu()
    actions = {action.objectName(): action for action in menu.actions()}
    with qtbot.waitSignal(window.lock_asked):
        actions["MenuLock"].trigger()
    with qtbot.waitSignal(window.change_user_asked):
        actions["MenuChangeUser"].trigger()
    actions["MenuAppearance"].trigger()
    assert page_of(window).arrived == [OpenPage("administration", "appearance")]


def test_practice_is_striped_over_everything(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    made = make(practice=True)
    window = window_of(context_of(made.workspace), qtbot)
    bars = find_all(window, PracticeBar)
    assert [(bar.text(), bar.width()) for bar in bars] == [("DỮ LIỆU MẪU", window.width())]


def test_real_data_has_no_stripes(window: MainWindow) -> None:
    assert find_all(window, PracticeBar) == []


@pytest.mark.parametrize(
    ("facts", "texts"),
    [
        (StatusFacts(), ["Sẵn sàng"]),
        (StatusFacts(2, 37), ["Sẵn sàng", "Bản sao ngoài máy: 2 ngày trước", "Chờ gửi 37"]),
        (StatusFacts(0, 0), ["Sẵn sàng", "Bản sao ngoài máy: hôm nay", "Không có gì chờ gửi"]),
        (StatusFacts(-1), ["Sẵn sàng", "Chưa có bản sao ngoài máy"]),
    ],
)
def test_the_status_line_says_what_is_known_and_no_more(
    facts: StatusFacts, texts: list[str], context_of: ContextMaker, qtbot: QtBot, workspace: Workspace
) -> None:
    line = StatusLine(context_of(workspace).words, "Nguyễn Văn An", "Quản trị")
    qtbot.addWidget(line)
    line.show_facts(facts)
    assert line.texts() == [*texts, "Nguyễn Văn An · Quản trị"]


@pytest.mark.parametrize(
    ("days", "tone"), [(-1, "late"), (0, None), (6, None), (7, "due"), (13, "due"), (14, "late")]
)
def test_an_old_copy_is_told_louder(days: int, tone: str | None) -> None:
    found = copy_tone(days)
    assert (found.value if found else None) == tone


def test_tabs_are_made_when_they_are_first_looked_at(qtbot: QtBot) -> None:
    made: list[NotingPage] = []

    def maker() -> NotingPage:
        made.append(NotingPage())
        return made[-1]

    tabs = TabbedPage([("area", "Địa bàn", maker), ("group", "Tổ", maker)])
    qtbot.addWidget(tabs)
    assert tabs.titles() == ["Địa bàn", "Tổ"]
    assert len(made) == 1
    tabs.arrive(OpenRecord("group", "g1"))
    assert len(made) == 2
    assert made[1].arrived == [OpenRecord("group", "g1")]


def test_search_finds_only_what_the_role_may_see(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    made = make()
    make_sample(made.workspace)
    ward = replace(made.workspace.user, role=Role.WARD)
    made.workspace.user = ward
    window = window_of(context_of(made.workspace), qtbot)
    window.search.begin()
    type_text(window.top_bar.search, "nguyen")
    qtbot.waitUntil(window.search.results.isVisible)
    assert [chip.split()[0] for chip in window.search.results.chips()] == ["Tất", "Khen"]
