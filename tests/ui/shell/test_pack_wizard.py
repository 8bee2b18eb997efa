"""From a print pack to the ward official's own file, step by step, on the first page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.award_packs import MadePack
from desktop.services.workspace import Workspace
from desktop.ui.kit.words import Words
from desktop.ui.shell.pack_wizard import PackSetting, PackWizard
from desktop.vault.recovery import PackCode
from tests.kit import legibility, shots
from tests.kit.fake_printer import FakePrinter
from tests.kit.keys import click, find, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import FAST, PASSWORD, WorkspaceMaker, environment
from tests.services.packs import Packed, other_code, pack_of, packed


@dataclass
class Official:
    """Somebody with a print pack and its slip."""

    page: PackWizard
    door: ScriptedDoor
    qtbot: QtBot
    begun: list[Workspace] = field(default_factory=list)

    def choose(self, path: Path, code: PackCode) -> None:
        self.door.will_answer("packs.choose", path)
        click(self.page.open.chooser.choose_button)
        for line, group in zip(self.page.open.chooser.code.lines, code.groups, strict=True):
            line.clear()
            type_text(line, group)

    def go_on(self) -> None:
        click(find(self.page, QPushButton, "WizardNext"))
        self.qtbot.waitUntil(lambda: self.page._task is None, timeout=20_000)

    def name(self, name: str) -> None:
        type_text(self.page.user.name, name)
        for box in (self.page.user.password, self.page.user.again):
            type_text(box.line, PASSWORD)


@pytest.fixture
def at(make: WorkspaceMaker) -> Packed:
    return packed(make)


@pytest.fixture
def made(at: Packed, tmp_path: Path) -> MadePack:
    return pack_of(at, tmp_path)


OfficialAt = Callable[[Path], Official]


@pytest.fixture
def official_at(words: Words, door: ScriptedDoor, qtbot: QtBot) -> OfficialAt:
    def at(folder: Path) -> Official:
        setting = PackSetting(folder, environment(seed=9, machine="may-phuong"), FakePrinter(), FAST)
        page = PackWizard(words, door, setting)
        qtbot.addWidget(page)
        page.resize(1366, 768)
        with qtbot.waitActive(page):
            page.show()
        official = Official(page, door, qtbot)
        page.created.connect(official.begun.append)
        return official

    return at


def test_a_pack_becomes_a_file_of_its_own(made: MadePack, official_at: OfficialAt, tmp_path: Path) -> None:
    official = official_at(tmp_path / "phuong")
    page = official.page
    official.choose(made.path, made.code)
    official.go_on()
    assert page.step() is page.user
    told = find(page.user.told, QLabel, "PackToldText").text()
    assert "Công an phường Nhơn Hưng giao: Tổng kết năm 2026. 3 khen thưởng" in told
    assert made.digits in told
    official.name("Võ Thị Phường")
    official.go_on()
    official.go_on()
    assert page.step() is page.code
    official.go_on()
    (workspace,) = official.begun
    assert (workspace.folder, workspace.user.name) == (tmp_path / "phuong", "Võ Thị Phường")
    workspace.close()


def test_a_wrong_code_is_told_and_what_was_typed_can_be_mended(
    made: MadePack, official_at: OfficialAt, tmp_path: Path
) -> None:
    official = official_at(tmp_path / "phuong")
    page = official.page
    official.choose(made.path, other_code(made))
    official.go_on()
    assert page.step() is page.open
    assert page.open.error.lines()[0] == "Mã này không mở được gói in đã chọn."
    official.choose(made.path, made.code)
    assert page.open.error.lines() == []
    official.go_on()
    assert page.step() is page.user


def test_what_is_missing_is_said_before_anything_is_tried(
    made: MadePack, official_at: OfficialAt, tmp_path: Path
) -> None:
    official = official_at(tmp_path / "phuong")
    official.go_on()
    problem = find(official.page, QLabel, "PackProblem")
    assert problem.text() == "Chọn tệp gói in trước"
    official.choose(made.path, made.code)
    official.page.open.chooser.code.lines[2].clear()
    official.go_on()
    assert problem.text() == "Kiểm tra lại nhóm số 3 trên phiếu mã mở"


def test_beside_another_register_a_folder_of_its_own_is_proposed(at: Packed, official_at: OfficialAt) -> None:
    folder = official_at(at.station.folder).page.folder.folder
    assert folder == at.station.folder.with_name(f"{at.station.folder.name}-khen-thuong")


def test_nothing_of_the_code_stays_when_the_person_goes_back(
    made: MadePack, official_at: OfficialAt, tmp_path: Path
) -> None:
    official = official_at(tmp_path / "phuong")
    left: list[bool] = []
    official.page.given_up.connect(lambda: left.append(True))
    official.choose(made.path, made.code)
    click(find(official.page, QPushButton, "WizardBack"))
    assert left == [True]
    assert official.page.open.chooser.code.text().strip() == ""
    assert official.page.open.chooser.path is None


@pytest.mark.parametrize("shot", [shots.SHOTS[0], shots.SHOTS[5], shots.LARGE], ids=lambda shot: shot.name)
def test_nothing_is_cut_on_the_first_step(  # each part by its own right
    shot: shots.Shot, made: MadePack, words: Words, door: ScriptedDoor, tmp_path: Path, qapp: QApplication
) -> None:
    def page() -> PackWizard:
        found = PackWizard(words, door, PackSetting(tmp_path / "phuong", environment(), FakePrinter(), FAST))
        found.open.chooser.show_file(made.path)
        return found

    def look(found: QWidget) -> None:
        assert legibility.cut(found) == []

    assert not shots.take(qapp, "pack-wizard", shot, page, look).isNull()
