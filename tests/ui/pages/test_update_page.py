"""The page of updates: a newer version from a stick, the way back, and the signing at an upper level."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.versions import Version
from desktop.services import update_note, updates
from desktop.services.places import Place
from desktop.services.workspace import Workspace
from desktop.system.setup_program import Kept
from desktop.ui.pages.administration.update import UpdateDoors, UpdatePage
from desktop.ui.shell.moving_in import tell_of_update
from desktop.ui.shell.navigation import OpenPage
from tests.kit.keys import click, find
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker
from tests.services.exchange import acquaint, computer, quiet
from tests.ui.conftest import ContextMaker

OURS = Version(1, 0, 0)
PROGRAM = b"MZ" + b"\0" * 5_000


@dataclass
class Around:
    """What lies outside of the page."""

    sticks: list[Place] = field(default_factory=list)
    installed: bool = True
    before: Kept | None = None
    started: list[tuple[Path, tuple[str, ...]]] = field(default_factory=list)
    closed: int = 0

    def start(self, path: Path, how: Sequence[str]) -> None:
        self.started.append((path, tuple(how)))

    def close(self) -> None:
        self.closed += 1

    def doors(self) -> UpdateDoors:
        return UpdateDoors(
            lambda: self.installed, lambda: self.before, self.start, self.close, lambda: self.sticks, OURS
        )


@pytest.fixture
def around() -> Around:
    return Around()


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker) -> Workspace:
    return computer(make, AN_GIANG, 2)


@pytest.fixture
def stick(upper: Workspace, tmp_path: Path) -> Place:
    """With a version that the upper level signed."""
    folder = tmp_path / "usb"
    folder.mkdir()
    built = tmp_path / "So-Tu-Quan-1.2.0-setup.exe"
    built.write_bytes(PROGRAM)
    updates.sign(upper, updates.look_at(built), folder, quiet)
    return Place(folder, "USB đỏ", 2**30, stick=True)


ShowPage = Callable[[Workspace], UpdatePage]


@pytest.fixture
def show(context_of: ContextMaker, around: Around, qtbot: QtBot) -> ShowPage:
    def shown(workspace: Workspace) -> UpdatePage:
        page = UpdatePage(context_of(workspace), around.doors())
        qtbot.addWidget(page)
        page.resize(1150, 690)
        page.show()
        page.arrive(OpenPage("administration", "update"))
        return page

    return shown


def wait_for(page: UpdatePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.find_button.isEnabled, timeout=20_000)


def test_an_update_is_found_checked_and_handed_over(
    commune: Workspace, upper: Workspace, stick: Place, show: ShowPage, around: Around, door: ScriptedDoor,
    qtbot: QtBot,
) -> None:  # fmt: skip
    acquaint(commune, upper)
    around.sticks.append(stick)
    page = show(commune)
    click(page.find_button)
    assert page.found.text() == "Đã tìm thấy bản 1.2.0"
    assert page.install_button.text() == "Cập nhật lên bản 1.2.0"
    door.will_answer("update.ask", answer=True)
    click(page.install_button)
    wait_for(page, qtbot)
    ((path, how),) = around.started
    assert (path.read_bytes(), how, around.closed) == (PROGRAM, ("/CHO", "/MOLAI"), 1)
    assert path.is_relative_to(commune.folder)


def test_whoever_thinks_better_of_it_goes_on_working(
    commune: Workspace, upper: Workspace, stick: Place, show: ShowPage, around: Around, door: ScriptedDoor,
    qtbot: QtBot,
) -> None:  # fmt: skip
    acquaint(commune, upper)
    around.sticks.append(stick)
    page = show(commune)
    click(page.find_button)
    door.will_answer("update.ask", answer=False)
    click(page.install_button)
    wait_for(page, qtbot)
    assert (around.started, around.closed) == ([], 0)
    assert update_note.settle(commune, OURS) is None


def test_an_update_of_a_stranger_is_refused_on_the_page(
    commune: Workspace, stick: Place, show: ShowPage, around: Around, qtbot: QtBot
) -> None:
    around.sticks.append(stick)
    page = show(commune)
    click(page.find_button)
    click(page.install_button)
    wait_for(page, qtbot)
    assert "không do cấp trên của đơn vị ký" in find(page.error, QLabel, "ErrorWhat").text()
    assert around.started == []


def test_without_a_stick_a_folder_is_chosen(
    commune: Workspace, stick: Place, show: ShowPage, door: ScriptedDoor, tmp_path: Path
) -> None:
    page = show(commune)
    click(page.find_button)
    assert page.result.text().startswith("Chưa cắm USB nào")
    door.will_answer("update.folder", tmp_path / "usb")
    click(page.folder_button)
    assert not page.install_button.isHidden()
    empty = tmp_path / "trong"
    empty.mkdir()
    door.will_answer("update.folder", empty)
    click(page.folder_button)
    assert page.install_button.isHidden()
    assert page.result.text() == f"Không có bản mới nào đã ký trong {empty}."


def test_the_way_back_runs_the_setup_program_that_was_kept(
    commune: Workspace, show: ShowPage, around: Around, door: ScriptedDoor, tmp_path: Path
) -> None:
    around.before = Kept(tmp_path / "bo-cai-truoc.exe", "0.9.0")
    page = show(commune)
    assert page.back_button.text() == "Trở về bản 0.9.0"
    door.will_answer("update.back", answer=True)
    click(page.back_button)
    assert around.started == [(around.before.path, ("/CHO", "/MOLAI", "/LUI"))]
    assert around.closed == 1


def test_a_copy_that_no_setup_program_put_here_says_how_it_is_replaced(
    commune: Workspace, show: ShowPage, around: Around
) -> None:
    around.installed = False
    page = show(commune)
    assert page.find_button.isHidden()
    assert page.back_button.isHidden()


def test_a_commune_is_offered_no_signing(commune: Workspace, upper: Workspace, show: ShowPage) -> None:
    assert not show(commune).sign_button.isVisible()
    assert show(upper).sign_button.isVisible()


def test_an_upper_level_compares_the_digest_and_signs(
    upper: Workspace, show: ShowPage, door: ScriptedDoor, tmp_path: Path, qtbot: QtBot
) -> None:
    built, target = tmp_path / "So-Tu-Quan-2.0.0-setup.exe", tmp_path / "ra"
    built.write_bytes(PROGRAM)
    target.mkdir()
    page = show(upper)
    door.will_answer("update.sign.choose", built)
    door.will_answer("update.sign.ask", answer=True)
    door.will_answer("update.sign.folder", target)
    click(page.sign_button)
    qtbot.waitUntil(lambda: page.result.text().startswith("Đã ghi bản 2.0.0"), timeout=20_000)
    assert [str(each.version) for each in updates.find(target, OURS)] == ["2.0.0"]


@pytest.mark.parametrize(("running", "key"), [("1.2.0", "update.done"), ("1.0.0", "update.failed")])
def test_the_first_start_afterwards_says_how_it_went(
    commune: Workspace, door: ScriptedDoor, running: str, key: str
) -> None:
    first, second, third = map(int, running.split("."))
    update_note.started(commune, Version(1, 2, 0), OURS)
    door.will_hear(key)
    tell_of_update(commune, door, Version(first, second, third))
    tell_of_update(commune, door, Version(first, second, third))
