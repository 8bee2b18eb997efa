"""The page of the log of uses: looked through, narrowed, proven and printed with real keys."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.services import audit
from desktop.services.workspace import Workspace
from desktop.ui.pages.administration.audit import AuditSide
from desktop.ui.pages.administration.page import AdministrationPage
from desktop.ui.shell.appearance import Appearance
from desktop.ui.shell.navigation import OpenPage
from tests.kit.fake_clock import FakeClock
from tests.kit.keys import press, type_text
from tests.kit.workspaces import WorkspaceMaker, environment, put
from tests.services.test_audit_proof import behind
from tests.ui.conftest import ContextMaker


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def workspace(make: WorkspaceMaker, clock: FakeClock) -> Workspace:
    return make(around=environment(clock)).workspace


@pytest.fixture
def page(workspace: Workspace, clock: FakeClock, context_of: ContextMaker, qtbot: QtBot) -> AuditSide:
    for number in range(130):
        put(workspace, "area", name=f"Ấp {number}")
    clock.advance(timedelta(minutes=1))
    workspace.log_access("print", "area:7")
    page = AuditSide(context_of(workspace))
    qtbot.addWidget(page)
    page.resize(1150, 690)
    with qtbot.waitActive(page):
        page.show()
    page.arrive(OpenPage("administration", "audit"))
    page.table.setFocus()
    return page


def test_a_hundred_lines_at_a_time(page: AuditSide) -> None:
    assert len(page.table.texts()) == audit.AT_ONCE
    assert page.older_button.isEnabled()
    page.older_button.click()
    assert len(page.table.texts()) == 31
    assert page.table.texts()[-1][3] == "Địa bàn · Ấp 0"
    assert not page.older_button.isEnabled()
    page.newer_button.click()
    assert page.table.texts()[0][2:] == ["In", "Địa bàn · 7 mục"]


def test_what_is_typed_into_the_filter_narrows_the_list(page: AuditSide) -> None:
    line = page.filter.deed.line
    line.setFocus()
    line.clear()
    type_text(line, "in, xuat")
    press(line, Qt.Key.Key_Return)
    assert page.table.texts() == [page.table.texts()[0]]
    assert page.table.texts()[0][2] == "In"
    assert page.filter.clear_button.isVisible()
    page.filter.clear_button.click()
    assert len(page.table.texts()) == audit.AT_ONCE


def test_whose_deeds_are_wanted_is_chosen_by_name(page: AuditSide) -> None:
    line = page.filter.person.line
    line.setFocus()
    line.clear()
    type_text(line, "tran thi")
    press(line, Qt.Key.Key_Return)
    assert page.table.texts() == []
    page.filter.clear_button.click()
    line.clear()
    type_text(line, "nguyen van")
    press(line, Qt.Key.Key_Return)
    assert {cells[1] for cells in page.table.texts()} == {"Nguyễn Văn An"}


def test_enter_shows_what_a_line_changed(page: AuditSide) -> None:
    page.table.go_to(1, 0)
    assert page.detail.isHidden()
    press(page.table, Qt.Key.Key_Return)
    assert page.detail.isVisible()
    assert "Tên địa bàn: Ấp 129" in page.detail.texts()[0]


def test_proving_says_what_is_sure_and_what_lies_beyond(page: AuditSide, qtbot: QtBot) -> None:
    press(page.table, Qt.Key.Key_F2)
    page.proof.begin()
    qtbot.waitUntil(lambda: page.proof.proven is not None, timeout=20_000)
    assert page.proof.result.text() == "Không phát hiện sửa, xóa hoặc đảo thứ tự nào ngoài chương trình."
    assert "Máy này: 130 thao tác liền nhau, chưa có mốc đối chiếu" in page.proof.told.text()


def test_what_was_done_behind_the_program_is_told_with_what_to_do(
    page: AuditSide, workspace: Workspace, qtbot: QtBot
) -> None:
    behind(workspace, "UPDATE access_log SET subject = 'area:1'")
    page.show_proof()
    page.proof.begin()
    qtbot.waitUntil(lambda: page.proof.proven is not None, timeout=20_000)
    assert "Phát hiện" in page.proof.result.text()
    assert "Giữ nguyên thư mục dữ liệu" in page.proof.result.text()
    assert "Nhật ký truy cập, dòng 1: bị sửa, xóa" in page.proof.told.text()


def test_a_code_that_is_none_is_refused_in_words(page: AuditSide, qtbot: QtBot) -> None:
    page.show_proof()
    type_text(page.proof.code, "123")
    press(page.proof.code, Qt.Key.Key_Return)
    qtbot.waitUntil(page.proof.begin_button.isEnabled, timeout=20_000)
    assert "16 chữ số" in " ".join(page.proof.error.lines())


def test_an_administrator_and_a_chief_have_the_tab_and_others_do_not(
    make: WorkspaceMaker, context_of: ContextMaker, tmp_path: Path, qtbot: QtBot
) -> None:
    tabs = {}
    for role in (Role.ADMIN, Role.CHIEF, Role.OFFICER, Role.DEPUTY):
        page = AdministrationPage(context_of(make(role=role).workspace), Appearance(), lambda _: None)
        qtbot.addWidget(page)
        tabs[role] = "audit" in page.names
    assert tabs == {Role.ADMIN: True, Role.CHIEF: True, Role.OFFICER: False, Role.DEPUTY: False}
