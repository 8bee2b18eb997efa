"""A table copied in Excel or Word and pasted with Ctrl+V goes the four steps of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.services import registers
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.pages.importing.page import ImportingPage
from desktop.ui.shell.navigation import ImportTable, OpenPage
from tests.kit.keys import click, find, press
from tests.kit.register_pages import Driver
from tests.kit.workspaces import WorkspaceMaker
from tests.ui.conftest import ContextMaker

EXCEL = """<html><body><table><!--StartFragment-->
<tr><td>Tên tổ</td><td>Họ và tên</td><td>Năm sinh</td></tr>
<tr><td rowspan=2>Tổ 1</td><td>Lê Quốc Dũng</td><td>1983</td></tr>
<tr><td>TRẦN THỊ BÍCH</td><td>1990</td></tr>
<!--EndFragment--></table></body></html>"""
TABS = "Tên tổ\tHọ và tên\tNăm sinh\nTổ 1\tLê Quốc Dũng\t1983\n"

Copy = Callable[..., None]


@pytest.fixture
def copy(qapp: object) -> Iterator[Copy]:
    clipboard = QGuiApplication.clipboard()

    def put(html: str = "", text: str = "") -> None:
        held = QMimeData()
        if html:
            held.setHtml(html)
        if text:
            held.setText(text)
        clipboard.setMimeData(held)

    yield put
    clipboard.clear()


@pytest.fixture
def page(context_of: ContextMaker, workspace: Workspace, qtbot: QtBot) -> ImportingPage:
    made = ImportingPage(context_of(workspace))
    qtbot.addWidget(made)
    made.resize(1150, 690)
    with qtbot.waitActive(made):
        made.show()
    made.arrive(OpenPage("importing"))
    return made


def paste(widget: QWidget) -> None:
    press(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def settle(page: ImportingPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(find(page, Button, "ImportNext").isEnabled, timeout=20_000)


def go_on(page: ImportingPage, qtbot: QtBot) -> None:
    click(find(page, Button, "ImportNext"))
    settle(page, qtbot)


def decide_all(page: ImportingPage) -> None:
    for chips in page.names.chips:
        if chips.answer() is None:
            click(find(chips, Button, f"Answer_{len(chips.titles()) - 1}"))


def test_a_pasted_table_is_the_source_of_the_import(page: ImportingPage, copy: Copy, qtbot: QtBot) -> None:
    copy(EXCEL, TABS)
    paste(page)
    settle(page, qtbot)
    assert page.file.found().startswith("Bảng dán từ bộ nhớ tạm: 2 dòng dữ liệu")


def test_its_rows_are_stored_as_those_of_a_file(
    page: ImportingPage, workspace: Workspace, copy: Copy, qtbot: QtBot
) -> None:
    copy(EXCEL)
    paste(page)
    settle(page, qtbot)
    go_on(page, qtbot)
    go_on(page, qtbot)
    decide_all(page)
    go_on(page, qtbot)
    go_on(page, qtbot)
    assert registers.count(workspace, "member", ListQuery()) == 2
    assert registers.count(workspace, "group", ListQuery()) == 1


def test_the_columns_of_one_kind_of_table_are_remembered(
    page: ImportingPage, copy: Copy, qtbot: QtBot
) -> None:
    copy(text=TABS)
    paste(page)
    settle(page, qtbot)
    go_on(page, qtbot)
    page.columns.editors[2].set_value("-")
    page.columns.editors[2].edited.emit()
    go_on(page, qtbot)
    decide_all(page)
    go_on(page, qtbot)
    go_on(page, qtbot)
    paste(page)
    settle(page, qtbot)
    assert page.work.opened is not None
    assert page.work.opened.remembered
    assert 2 not in page.work.mapping


def test_a_table_without_a_list_is_told_in_three_lines(page: ImportingPage, copy: Copy, qtbot: QtBot) -> None:
    copy(text="xin\tchào\nmột\thai\n")
    paste(page)
    settle(page, qtbot)
    assert len(page.error.lines()) == 3


def test_ordinary_text_brings_a_word_of_advice_only(page: ImportingPage, copy: Copy) -> None:
    copy("<p>Kính gửi <b>Công an xã</b></p>", "Kính gửi Công an xã")
    paste(page)
    assert find(page, Notice, "ImportProblem").text().startswith("Bộ nhớ tạm không có bảng nào.")
    assert page.work.opened is None


def test_an_import_that_has_begun_is_not_thrown_away(page: ImportingPage, copy: Copy, qtbot: QtBot) -> None:
    copy(EXCEL)
    paste(page)
    settle(page, qtbot)
    go_on(page, qtbot)
    opened = page.work.opened
    copy(text=TABS)
    paste(find(page, Button, "ImportBack"))
    assert page.work.opened is opened
    assert page.step() is page.columns


@pytest.fixture
def members(context_of: ContextMaker, workspace: Workspace, qtbot: QtBot) -> Driver:
    return Driver(qtbot, context_of(workspace), "member")


def test_a_register_opens_the_import_with_the_table(members: Driver, copy: Copy) -> None:
    copy(EXCEL, TABS)
    members.press("Ctrl+V")
    (asked,) = members.asked
    assert isinstance(asked, ImportTable)
    assert asked.register == "member"
    assert asked.table.text == TABS


def test_ordinary_text_opens_nothing(members: Driver, copy: Copy) -> None:
    copy(text="Lê Quốc Dũng")
    members.press("Ctrl+V")
    assert members.asked == []


def test_a_text_field_keeps_its_own_paste(members: Driver, copy: Copy) -> None:
    copy(text=TABS)
    line = find(members.page, QLineEdit, "FilterLine")
    line.setFocus()
    members.press("Ctrl+V")
    assert members.asked == []
    assert "Lê Quốc Dũng" in line.text()


def test_a_form_that_is_open_is_not_left_for_a_table(members: Driver, copy: Copy) -> None:
    copy(EXCEL)
    members.press("Ctrl+N")
    members.form.save_button.setFocus()
    members.press("Ctrl+V")
    assert members.asked == []


def test_who_may_not_import_pastes_no_table(
    context_of: ContextMaker, make: WorkspaceMaker, copy: Copy, qtbot: QtBot
) -> None:
    upper = Driver(qtbot, context_of(make(role=Role.UPPER).workspace), "member")
    copy(EXCEL)
    upper.press("Ctrl+V")
    assert upper.asked == []
    assert "Ctrl+V" not in [each.keys for each in upper.page.keys]
