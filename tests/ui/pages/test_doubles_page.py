"""The page of records that may be one: a person looks, decides, and takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from desktop.services import registers, sameness
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.ui.pages.people.doubles_page import DoublesPage
from desktop.ui.shell.navigation import OpenPage, OpenRecord
from tests.kit.keys import click, find
from tests.kit.workspaces import put
from tests.ui.conftest import ContextMaker


@pytest.fixture
def pair(workspace: Workspace) -> tuple[str, str]:
    return (
        put(workspace, "person", full_name="Le Van Tam", born="1953", phone="0912345678"),
        put(workspace, "person", full_name="Lê Văn Tám", born="1953-11-18", address="ấp Trung"),
    )


ShowPage = Callable[[], DoublesPage]


@pytest.fixture
def show(workspace: Workspace, context_of: ContextMaker, qtbot: QtBot) -> Iterator[ShowPage]:
    made: list[DoublesPage] = []

    def show() -> DoublesPage:
        context = context_of(workspace)
        page = DoublesPage(context)
        made.append(page)
        context.feed.changed.connect(page.follow)
        qtbot.addWidget(page)
        page.resize(1150, 640)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.arrive(OpenPage("people", "doubles"))
        return page

    yield show
    for page in made:
        page.finish()


@pytest.fixture
def page(pair: tuple[str, str], show: ShowPage, qtbot: QtBot) -> DoublesPage:
    made = show()
    qtbot.waitUntil(lambda: made.pair() is not None)
    return made


def people(workspace: Workspace) -> list[object]:
    rows = registers.rows(workspace, "person", ListQuery(), 0, 9)
    return [row.cells["full_name"].value for row in rows]


def test_a_pair_stands_side_by_side_with_what_is_masked_masked(page: DoublesPage) -> None:
    assert page.table.texts() == [
        ["Le Van Tam · 1953", "Lê Văn Tám · 18/11/1953", "họ tên, năm sinh", "Nên xem"]
    ]
    assert page.beside is not None
    assert page.beside.texts() == [
        ("Họ và tên", "Le Van Tam", "Lê Văn Tám"),
        ("Ngày sinh", "1953", "18/11/1953"),
        ("Điện thoại", "••••••", "chưa có"),
        ("Nơi ở", "chưa có", "ấp Trung"),
    ]


def test_joined_as_proposed_and_taken_back(page: DoublesPage, workspace: Workspace, qtbot: QtBot) -> None:
    click(page.merge_button)
    assert people(workspace) == ["Lê Văn Tám"]
    qtbot.waitUntil(lambda: page.pair() is None and not page.table.isVisible())
    page.undo()
    assert len(people(workspace)) == 2
    qtbot.waitUntil(lambda: page.pair() is not None)


def test_what_a_person_picks_stays(page: DoublesPage, workspace: Workspace) -> None:
    find(page, QRadioButton, "Keep_full_name_0").click()
    click(page.merge_button)
    assert people(workspace) == ["Le Van Tam"]


def test_not_the_same_is_not_asked_again(page: DoublesPage, workspace: Workspace, qtbot: QtBot) -> None:
    click(page.apart_button)
    qtbot.waitUntil(lambda: page.pair() is None)
    assert len(people(workspace)) == 2
    assert page.shown.chip("open").text() == "Cần xem (0)"


def test_what_was_joined_is_taken_apart(
    workspace: Workspace, pair: tuple[str, str], show: ShowPage, qtbot: QtBot
) -> None:
    sameness.merge(workspace, "person", *pair)
    page = show()
    qtbot.waitUntil(lambda: page.shown.chip("joined").text() == "Đã gộp (1)")
    click(page.shown.chip("joined"))
    assert page.table.texts() == [["Lê Văn Tám · 18/11/1953", "Lê Văn Tám · 18/11/1953"]]
    click(page.split_button)
    assert sorted(map(str, people(workspace))) == ["Le Van Tam", "Lê Văn Tám"]


def test_one_of_the_pair_is_opened_where_it_stands(page: DoublesPage, pair: tuple[str, str]) -> None:
    asked: list[object] = []
    page.context.navigation.asked.connect(asked.append)
    click(page.open_button)
    assert asked == [OpenRecord("person", pair[0])]


def test_f9_covers_what_is_sensitive(page: DoublesPage) -> None:
    page.context.privacy.toggle()
    assert page.beside is not None
    assert ("Điện thoại", "••••••", "••••••") in page.beside.texts()
