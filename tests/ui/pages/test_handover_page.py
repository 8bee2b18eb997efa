"""The wizard of a handover, walked by clicks: kept at each step, ended only when somebody agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.domain.handover import STEPS, HandoverPath
from desktop.pdf.render import page_text
from desktop.services import attesting, handover, handover_paper, users
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button
from desktop.ui.pages.handover.page import HandoverPage
from desktop.ui.pages.handover.unit import WELCOME, UnitOnePage
from desktop.ui.shell.navigation import OpenPage
from tests.kit.keys import click, find, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, FAST, NHON_HUNG, PASSWORD, WorkspaceMaker, put
from tests.services.exchange import acquaint, computer
from tests.ui.conftest import ContextMaker

HERE = OpenPage("administration", "handover")


@pytest.fixture
def staffed(workspace: Workspace) -> Workspace:
    for name, role in (("Lê Văn Trưởng", Role.CHIEF), ("Phạm Thị Kế", Role.OFFICER)):
        users.add_user(workspace, NewUser(name, role, PASSWORD), kdf=FAST)
    put(workspace, "area", name="Ấp Một", officer="Thiếu tá Lê Văn Trưởng")
    return workspace


@pytest.fixture
def kept() -> list[QWidget]:
    """What is shown must outlive the test's own names."""
    return []


@pytest.fixture
def page(staffed: Workspace, context_of: ContextMaker, qtbot: QtBot) -> Iterator[HandoverPage]:
    made = HandoverPage(context_of(staffed))
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    made.arrive(HERE)
    yield made
    made.finish()


def choose(page: HandoverPage, step: str, name: str, typed: str) -> None:
    """Type into a list of choices and take the one that is left."""
    editor = page.screens.fields[step].editors[name]
    line = editor.focusProxy()
    assert line is not None
    line.setFocus()
    line.selectAll()  # type: ignore[attr-defined]  # a line
    type_text(line, typed)
    press(line, Qt.Key.Key_Return)


def type_sticks(page: HandoverPage) -> None:
    line = page.screens.fields["keys"].editors["sticks"].focusProxy()
    assert line is not None
    type_text(line, "02 USB")


def to(page: HandoverPage, step: str) -> None:
    while page.step < STEPS.index(step):
        click(page.next)


def test_it_is_walked_to_its_end(
    page: HandoverPage, staffed: Workspace, door: ScriptedDoor, qtbot: QtBot
) -> None:
    click(page.begin_button)
    choose(page, "work", "leaving", "le van truong")
    assert handover.unfinished(staffed, page.handover.leaving if page.handover else "").areas == 1
    to(page, "keys")
    type_sticks(page)
    to(page, "accounts")
    choose(page, "accounts", "successor", "pham thi ke")
    to(page, "check")
    press(page.screens.checks["figures"], Qt.Key.Key_Space)
    to(page, "paper")
    door.will_answer("handover.finish", True)
    click(page.next)
    qtbot.waitUntil(page.done.isVisible, timeout=20_000)
    assert page.done.text().startswith("Đã bàn giao cho Phạm Thị Kế.")
    (told,) = handover.finished(staffed)
    assert (told[1].sticks, told[1].checks) == ("02 USB", ("figures",))
    assert page.begin_button.isVisible()
    assert len(page.before.texts()) == 1
    assert page.again_button.isEnabled()
    assert page_text(told.paper, 0)


def test_a_wizard_that_was_left_goes_on_where_it_was(
    page: HandoverPage, staffed: Workspace, context_of: ContextMaker, qtbot: QtBot, kept: list[QWidget]
) -> None:
    click(page.begin_button)
    choose(page, "work", "leaving", "le van truong")
    to(page, "keys")
    type_sticks(page)
    # Nothing is asked of this page any more, as after a power cut: what was typed is in the file.
    other = HandoverPage(context_of(staffed))
    kept.append(other)
    qtbot.addWidget(other)
    other.show()
    other.arrive(HERE)
    assert STEPS[other.step] == "keys"
    assert other.screens.fields["keys"].editors["sticks"].value() == "02 USB"
    assert other.handover is not None
    assert other.handover.day == staffed.today().isoformat()


def test_each_path_says_what_it_can_and_cannot_do(page: HandoverPage) -> None:
    click(page.begin_button)
    choose(page, "work", "path", "cap tren")
    assert page.handover is not None
    assert page.handover.path is HandoverPath.UPPER
    assert "Không ai mở được dữ liệu cũ nếu không có mật khẩu hoặc mã" in page.screens.says.text()


def test_what_is_lacking_is_named_and_nothing_is_asked(page: HandoverPage, staffed: Workspace) -> None:
    click(page.begin_button)
    to(page, "paper")
    click(page.next)
    assert page._lacking.isVisible()
    assert page._lacking.text() == "Còn thiếu: Người nhận"
    assert handover.finished(staffed) == []


def test_giving_up_hands_nothing_over(page: HandoverPage, staffed: Workspace, door: ScriptedDoor) -> None:
    click(page.begin_button)
    door.will_answer("handover.drop", True)
    click(page.drop_button)
    assert handover.current(staffed) is None
    assert page.begin_button.isVisible()


def test_the_minutes_are_kept_as_pdf_and_word(
    page: HandoverPage, staffed: Workspace, door: ScriptedDoor, tmp_path: Path
) -> None:
    click(page.begin_button)
    assert page.handover is not None
    minutes = handover_paper.draw_minutes(staffed, page.handover)
    for ending, save in ((".pdf", handover_paper.save_pdf), (".docx", handover_paper.save_word)):
        door.will_answer("handover.paper.save", tmp_path / f"bien-ban{ending}")
        page.minutes.save(minutes, save, page.minutes.kinds[ending], ending)
    assert {path.suffix for path in tmp_path.glob("bien-ban*")} == {".pdf", ".docx"}


def test_the_first_screen_says_what_it_is_for(page: HandoverPage) -> None:
    assert find(page, Button, "BeginHandover").isVisible()
    assert not page.next.isVisible()


def test_the_unit_on_one_page_greets_who_took_over(
    staffed: Workspace, context_of: ContextMaker, qtbot: QtBot, kept: list[QWidget]
) -> None:
    page = UnitOnePage(context_of(staffed))
    kept.append(page)
    qtbot.addWidget(page)
    page.show()
    page.arrive(OpenPage("unit", WELCOME))
    assert page.welcome.isVisible()
    assert page.facts["accounts"].texts()["Phạm Thị Kế"] == "Cán bộ"
    assert page.facts["books"].texts()["Địa bàn"] == "1"
    assert page.facts["state"].texts()["Bản sao ngoài máy"] == "chưa có"
    page.arrive(OpenPage("unit"))
    assert not page.welcome.isVisible()


def test_what_the_level_above_attests_is_read_and_typed_over_it_is_a_word_again(
    page: HandoverPage, staffed: Workspace, door: ScriptedDoor, make: WorkspaceMaker, tmp_path: Path
) -> None:
    upper = computer(make, AN_GIANG, 7)
    acquaint(upper, staffed)
    made = attesting.attest(
        upper, staffed.station.code, "Phạm Thị Kế", "Trưởng Công an phường", "12/XN-CAT", date(2026, 11, 18)
    )
    attesting.save(upper, made, tmp_path / "a.tqxn")
    click(page.begin_button)
    to(page, "check")
    door.will_answer("attesting.open", tmp_path / "a.tqxn")
    page.read_attestation()
    assert page.handover is not None
    assert (page.handover.attested_by, page.handover.attested_signed) == (AN_GIANG.name, True)
    assert page.done.text().startswith(f"Chữ ký của {AN_GIANG.name} đúng: Phạm Thị Kế")
    editor = page.screens.fields["check"].editors["attestation"]
    editor.set_value("13/XN-CAT")
    to(page, "paper")
    assert not page.handover.attested_signed


def test_a_unit_above_others_may_attest_and_a_commune_may_not(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    offered = {}
    for station in (AN_GIANG, NHON_HUNG):
        page = HandoverPage(context_of(make(station).workspace))
        qtbot.addWidget(page)
        page.show()
        page.arrive(OpenPage("administration", "handover"))
        offered[station.level] = page.attest_button.isVisible()
    assert offered == {"upper": True, "commune": False}
