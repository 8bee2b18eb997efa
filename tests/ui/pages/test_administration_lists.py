"""What an administrator changes in the lists of choices, and in terms and amounts, in the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.domain.choices import EnteredChoice
from desktop.domain.rules import Origin
from desktop.i18n.numbers import money
from desktop.services import rules
from desktop.services.workspace import Workspace
from desktop.ui.kit.history_list import HistoryList
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.pages.administration.catalogues import CataloguesPage
from desktop.ui.pages.administration.page import AdministrationPage
from desktop.ui.pages.administration.rules import RulesPage
from desktop.ui.shell.appearance import Appearance
from desktop.ui.shell.navigation import OpenPage
from tests.kit.keys import CTRL, click, find, find_all, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.ui.conftest import ContextMaker

TOPIC = "tip_topic"
Show = Callable[[str], AdministrationPage]


@pytest.fixture
def show(workspace: Workspace, context_of: ContextMaker, qtbot: QtBot) -> Show:
    kept: list[AdministrationPage] = []

    def shown(tab: str) -> AdministrationPage:
        page = AdministrationPage(context_of(workspace), Appearance(), lambda _: None)
        kept.append(page)
        qtbot.addWidget(page)
        page.resize(1150, 690)
        with qtbot.waitActive(page):
            page.show()
        page.arrive(OpenPage("administration", tab))
        page.setFocus()
        return page

    return shown


@pytest.fixture
def catalogues(show: Show) -> CataloguesPage:
    page = show("catalogues").current
    assert isinstance(page, CataloguesPage)
    page.list.go_to(TOPIC)
    return page


@pytest.fixture
def rules_page(show: Show) -> RulesPage:
    page = show("rules").current
    assert isinstance(page, RulesPage)
    return page


def names(page: CataloguesPage) -> list[str]:
    return [each.split(" · ")[0] for each in page.entries.texts()]


def line(page: CataloguesPage | RulesPage, field: str) -> QLineEdit:
    register = "catalogue_entry" if isinstance(page, CataloguesPage) else "rule"
    return find(page, QLineEdit, f"Edit_{register}_{field}Line")


def problems(page: CataloguesPage | RulesPage) -> list[str]:
    return [
        each.text()
        for each in find_all(page, QLabel)
        if each.objectName().startswith("Problem_") and each.isVisible()
    ]


def test_every_catalogue_is_listed_with_how_many_entries_it_has(
    catalogues: CataloguesPage, workspace: Workspace
) -> None:
    count = len(workspace.catalogues.in_force(TOPIC, workspace.today()))
    assert f"Loại thông tin · {count} mục đang dùng" in catalogues.list.texts()


def test_an_entry_is_added_by_keys_alone(catalogues: CataloguesPage, workspace: Workspace) -> None:
    press(catalogues.list, Qt.Key.Key_N, CTRL)
    type_text(line(catalogues, "vi"), "Trộm cắp cây cảnh")
    press(line(catalogues, "vi"), Qt.Key.Key_S, CTRL)
    assert names(catalogues)[-1] == "Trộm cắp cây cảnh"
    assert catalogues.entries.hasFocus()
    assert "Của đơn vị" in catalogues.entries.texts()[-1]
    assert workspace.catalogues.find(TOPIC, "trom cap cay canh") is not None


def test_a_name_that_is_there_is_told_beside_its_field(catalogues: CataloguesPage) -> None:
    catalogues.add()
    type_text(line(catalogues, "vi"), names(catalogues)[0])
    press(line(catalogues, "vi"), Qt.Key.Key_S, CTRL)
    assert problems(catalogues) == [f"Danh mục đã có “{names(catalogues)[0]}”"]


def test_a_name_is_asked_for(catalogues: CataloguesPage) -> None:
    catalogues.add()
    press(line(catalogues, "en"), Qt.Key.Key_S, CTRL)
    assert problems(catalogues) == ["Mục này cần nhập"]


def test_f2_renames_and_ctrl_z_takes_it_back(catalogues: CataloguesPage) -> None:
    before = names(catalogues)[0]
    press(catalogues.entries, Qt.Key.Key_F2)
    line(catalogues, "vi").selectAll()
    type_text(line(catalogues, "vi"), "Tên đặt lại")
    press(line(catalogues, "vi"), Qt.Key.Key_S, CTRL)
    assert names(catalogues)[0] == "Tên đặt lại"
    catalogues.list.setFocus()
    press(catalogues.list, Qt.Key.Key_Z, CTRL)
    assert names(catalogues)[0] == before


def test_a_choice_is_put_out_of_use_and_back(catalogues: CataloguesPage, door: ScriptedDoor) -> None:
    door.will_answer("catalogue.ask_stop", {"last_day": "2026-06-30"})
    click(catalogues.stop_button)
    assert "Ngừng dùng từ 01/07/2026" in catalogues.entries.texts()[0]
    assert catalogues.stop_button.isHidden()
    click(catalogues.use_button)
    assert "Gốc" in catalogues.entries.texts()[0]


def test_a_choice_is_moved_by_keys_and_stays_current(catalogues: CataloguesPage) -> None:
    first, second = names(catalogues)[:2]
    catalogues.entries.setFocus()
    press(catalogues.entries, Qt.Key.Key_Down, CTRL)
    assert names(catalogues)[:2] == [second, first]
    assert catalogues.entries.currentIndex().row() == 1
    press(catalogues.entries, Qt.Key.Key_Up, CTRL)
    assert names(catalogues)[:2] == [first, second]


def test_what_the_level_above_set_cannot_be_changed_here(
    catalogues: CataloguesPage, workspace: Workspace
) -> None:
    row = EnteredChoice("1", TOPIC, "own_above", Origin.UPPER, vi="Cấp trên đặt", position=0)
    workspace.catalogues.follow([row])
    catalogues.reload()
    catalogues.entries.go_to("own_above")
    assert "Do cấp trên đặt" in catalogues.entries.texts()[0]
    assert not catalogues.edit_button.isEnabled()
    assert not catalogues.stop_button.isEnabled()
    assert catalogues.down_button.isEnabled()


def test_where_the_program_reckons_with_codes_only_words_are_edited(catalogues: CataloguesPage) -> None:
    catalogues.list.go_to("award_stage")
    assert not catalogues.add_button.isEnabled()
    assert not catalogues.stop_button.isEnabled()
    catalogues.edit()
    fields = {each.objectName() for each in find_all(catalogues, QLineEdit)}
    assert fields == {f"Edit_catalogue_entry_{name}Line" for name in ("vi", "en", "synonyms")}


def test_there_is_one_primary_button(catalogues: CataloguesPage) -> None:
    looks = [each.property("look") for each in find_all(catalogues, Button) if each.isVisible()]
    assert looks.count("primary") == 1


def test_the_history_of_an_entry_is_shown(catalogues: CataloguesPage) -> None:
    catalogues.move_down()
    click(catalogues.history_button)
    texts = find(catalogues, HistoryList, "HistoryList").texts()
    assert texts[0][0] == "Đổi thứ tự mục của danh mục"


# Terms and amounts


def test_rules_are_listed_with_what_counts_today(rules_page: RulesPage) -> None:
    texts = rules_page.list.texts()
    assert "Tổ không có hoạt động thì nhắc sau · 30 ngày" in texts
    assert f"Mức lương cơ sở · {money(2_530_000)}" in texts
    assert "Thù lao một vụ, việc hòa giải thành · Chưa có mức" in texts


def test_a_value_is_set_from_a_day_on_by_keys(rules_page: RulesPage, workspace: Workspace) -> None:
    rules_page.list.go_to("silent_group_days")
    press(rules_page.list, Qt.Key.Key_F2)
    type_text(line(rules_page, "value"), "45")
    press(line(rules_page, "value"), Qt.Key.Key_S, CTRL)
    assert rules.rule(workspace, "silent_group_days", workspace.today()) == 45
    assert rules_page.values.texts() == [
        "45 ngày · Đang áp dụng · từ 20/11/2026 · đơn vị đặt",
        "30 ngày · Đã thay · chương trình gợi ý",
    ]
    assert find(rules_page, Notice, "Done").isVisible()


def test_a_value_of_a_day_to_come_does_not_count_yet(rules_page: RulesPage, workspace: Workspace) -> None:
    rules.set_rule(workspace, "silent_group_days", 45, date(2027, 1, 1))
    rules_page.reload()
    rules_page.list.go_to("silent_group_days")
    assert [each.split(" · ")[1] for each in rules_page.values.texts()] == ["Sẽ áp dụng", "Đang áp dụng"]


def test_a_value_of_the_unit_is_taken_back_and_one_of_the_program_is_not(
    rules_page: RulesPage, workspace: Workspace
) -> None:
    rules.set_rule(workspace, "silent_group_days", 45, date(2026, 1, 1))
    rules_page.reload()
    rules_page.list.go_to("silent_group_days")
    click(rules_page.withdraw_button)
    assert rules.rule(workspace, "silent_group_days", workspace.today()) == 30
    assert not rules_page.withdraw_button.isEnabled()


def test_how_sure_an_amount_is_is_said(rules_page: RulesPage) -> None:
    caution = find(rules_page, Notice, "RuleCaution")
    rules_page.list.go_to("base_salary")
    assert "dự kiến" in caution.text()
    rules_page.list.go_to("commendation_collective_percent")
    assert "Chưa có mức chính thức" in caution.text()
    rules_page.list.go_to("silent_group_days")
    assert caution.isHidden()


def test_a_value_is_asked_for(rules_page: RulesPage) -> None:
    rules_page.list.go_to("silent_group_days")
    rules_page.set_value()
    press(line(rules_page, "value"), Qt.Key.Key_S, CTRL)
    assert problems(rules_page) == ["Mục này cần nhập"]
