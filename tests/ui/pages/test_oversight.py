"""The sides beside the log: what is past its term, one person's data, and what registers are for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.services import data_purposes, registers, retention, rules
from desktop.services.views import Form
from desktop.services.workspace import Workspace
from desktop.ui.kit.editors import no_choices
from desktop.ui.kit.form import RecordForm
from desktop.ui.kit.form_body import FormTools
from desktop.ui.pages.administration.oversight import OversightPage
from desktop.ui.pages.administration.person_side import PersonSide
from desktop.ui.pages.administration.purposes_side import PurposesSide
from desktop.ui.pages.administration.retention_side import RetentionSide
from desktop.ui.shell.navigation import OpenPage
from tests.kit.keys import click, find
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import WorkspaceMaker, put
from tests.ui.conftest import ContextMaker

HERE = OpenPage("administration", "audit")


@pytest.fixture
def page(workspace: Workspace, context_of: ContextMaker, qtbot: QtBot) -> OversightPage:
    page = OversightPage(context_of(workspace))
    qtbot.addWidget(page)
    page.resize(1150, 690)
    with qtbot.waitActive(page):
        page.show()
    page.arrive(HERE)
    return page


def side(page: OversightPage, name: str) -> object:
    click(page.chips.chip(name))
    return page.side(name)


@pytest.fixture
def old(workspace: Workspace) -> list[str]:
    """Two visits past the term that the unit has set."""
    rules.set_rule(workspace, "retention_visit", 5, date(2020, 1, 1))
    return [put(workspace, "visit", visited_on=f"2015-0{month}-05", content="Jxqw") for month in (1, 2)]


def test_without_a_term_the_side_says_so(page: OversightPage) -> None:
    shown = side(page, "retention")
    assert isinstance(shown, RetentionSide)
    assert all("Chưa đặt thời hạn lưu" in line for line in shown.terms.texts())
    assert shown.keep_button.isHidden()


def test_what_is_due_is_kept_with_a_reason_or_erased(
    old: list[str], page: OversightPage, workspace: Workspace, door: ScriptedDoor
) -> None:
    shown = side(page, "retention")
    assert isinstance(shown, RetentionSide)
    assert [line[1:] for line in shown.table.texts()] == [
        ["05/01/2015", "05/01/2020"],
        ["05/02/2015", "05/02/2020"],
    ]
    door.will_answer("retention.keep", {"reason": "đang có khiếu nại", "until": "2027-01-01"})
    click(shown.keep_button)
    assert shown.done.text() == "Đã giữ lại đến ngày 01/01/2027."
    assert len(shown.table.texts()) == 1
    door.will_answer("retention.erase", {"reason": "hết hạn lưu"})
    click(shown.erase_button)
    assert shown.done.text() == "Đã xóa vĩnh viễn 1 hồ sơ."
    assert retention.due(workspace, "visit") == []
    assert [question.danger for question in door.questions] == [False, True]


def test_who_thinks_better_of_it_erases_nothing(
    old: list[str], page: OversightPage, workspace: Workspace, door: ScriptedDoor
) -> None:
    shown = side(page, "retention")
    assert isinstance(shown, RetentionSide)
    door.will_answer("retention.erase", None)
    click(shown.erase_button)
    assert len(retention.due(workspace, "visit")) == 2


def test_one_persons_data_goes_into_a_file(
    page: OversightPage, workspace: Workspace, door: ScriptedDoor, tmp_path: Path
) -> None:
    person = put(workspace, "person", full_name="Trần Văn Sang", phone="0866546792")
    shown = side(page, "person")
    assert isinstance(shown, PersonSide)
    click(shown.data_button)
    assert shown.done.text() == "Chọn một người trong sổ trước."
    shown.person.set_value(person, "Trần Văn Sang")
    click(shown.data_button)
    assert shown.error.lines()
    shown.reason.set_value("theo đơn")
    door.will_answer("person_file.save", tmp_path / "sang")
    click(shown.data_button)
    plain = json.loads((tmp_path / "sang.json").read_bytes())
    assert plain["records"][0]["values"]["phone"]["value"] == "0866546792"


def test_a_purpose_is_made_the_units_own(
    page: OversightPage, workspace: Workspace, door: ScriptedDoor
) -> None:
    shown = side(page, "purposes")
    assert isinstance(shown, PurposesSide)
    assert "gợi ý của chương trình" in shown.facts.texts()["Căn cứ"]
    shown.list.go_to("visit")
    door.will_answer("purposes.edit", {"purpose": "Của đơn vị", "basis": "QĐ 1", "since": "2026-01-01"})
    click(shown.edit_button)
    assert shown.facts.texts()["Mục đích"] == "Của đơn vị"
    assert shown.facts.texts()["Căn cứ"] == "QĐ 1 (đơn vị ghi, từ 01/01/2026)"
    found = next(each for each in data_purposes.purposes(workspace) if each.register == "visit")
    assert found.standing is None


def test_a_chief_has_no_check_of_the_data_and_edits_no_purpose(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    page = OversightPage(context_of(make(role=Role.CHIEF).workspace))
    qtbot.addWidget(page)
    page.show()
    page.arrive(HERE)
    shown = side(page, "purposes")
    assert isinstance(shown, PurposesSide)
    assert shown.edit_button.isHidden()
    with pytest.raises(ValueError, match="check"):
        page.chips.chip("check")


@pytest.mark.parametrize(
    ("register", "said"),
    [
        ("tip", "Sổ này không thay sổ tiếp nhận tố giác, tin báo về tội phạm."),
        ("visit", "Không nhập nội dung thuộc danh mục bí mật nhà nước."),
        ("area", ""),
    ],
)
def test_a_form_with_free_words_says_what_does_not_belong_in_it(
    workspace: Workspace, context_of: ContextMaker, qtbot: QtBot, register: str, said: str
) -> None:
    context = context_of(workspace)
    form: Form = registers.load_form(workspace, register, None)
    tools = FormTools(workspace.registry, context.words, context.privacy, workspace.today, no_choices)
    shown = RecordForm(form, "Mới", tools)
    qtbot.addWidget(shown)
    shown.show()
    notice = find(shown, QLabel, "FormNotice")
    assert notice.isVisible() is bool(said)
    assert said in notice.text()
