"""Reception mode through the real window: sticks come and go, nobody touches a key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.screens import Look
from desktop.services import reception_queue
from desktop.services.places import Place
from desktop.services.workspace import Workspace
from desktop.ui.pages.sync.page import SyncPage
from desktop.ui.pages.sync.receive import ReceiveSection
from desktop.ui.pages.sync.reception import ReceptionWindow
from desktop.ui.pages.sync.reception_section import ReceptionSection
from desktop.ui.shell.appearance import Ground
from desktop.ui.shell.navigation import OpenPage
from tests.kit.gallery import Gallery
from tests.kit.keys import click, press
from tests.kit.reporting import hold_events, signed_report
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, environment, put
from tests.services.exchange import acquaint, carry, computer, edit, everything, sent
from tests.ui.conftest import ContextMaker

GB = 2**30


class Desk:
    """A computer whose sticks a test plugs in and pulls out, with reception mode open."""

    def __init__(self, page: SyncPage, sticks: list[Place], beeps: list[int], qtbot: QtBot) -> None:
        self.page = page
        self.sticks = sticks
        self.beeps = beeps
        self.qtbot = qtbot

    @property
    def section(self) -> ReceptionSection:
        found = self.page.current
        assert isinstance(found, ReceptionSection)
        return found

    @property
    def window(self) -> ReceptionWindow:
        found = self.section.window_over
        assert found is not None
        return found

    def plug_in(self, folder: Path, name: str = "USB") -> None:
        self.sticks.append(Place(folder, name, 8 * GB, stick=True))

    def pull_out(self, folder: Path) -> None:
        self.sticks[:] = [each for each in self.sticks if each.folder != folder]

    def look(self) -> None:
        """One look at the drives, and all the work that follows from it."""
        self.window.look()
        self.qtbot.waitUntil(lambda: not self.window.busy())


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def neighbour(make: WorkspaceMaker) -> Workspace:
    return computer(make, TINH_BIEN, 3)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace, neighbour: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    acquaint(neighbour, made)
    return made


@pytest.fixture
def desk(upper: Workspace, context_of: ContextMaker, qtbot: QtBot) -> Iterator[Desk]:
    sticks: list[Place] = []
    beeps: list[int] = []
    page = SyncPage(context_of(upper), lambda: list(sticks))
    qtbot.addWidget(page)
    page.resize(1150, 692)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.arrive(OpenPage("sync", "reception"))
    made = Desk(page, sticks, beeps, qtbot)
    made.section._beep = lambda: beeps.append(1)
    click(made.section.begin_button)
    yield made
    page.finish()


def stick_of(sender: Workspace, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    sent(sender, AN_GIANG.code, folder)
    return folder


def test_it_waits_with_large_words(desk: Desk) -> None:
    assert desk.window.texts() == ("Đang chờ USB", "Cắm USB của đơn vị vào máy")
    assert desk.window.geometry() == desk.page.rect()


def test_a_clean_stick_is_received_answered_and_pulled_out_without_a_key(
    desk: Desk, commune: Workspace, tmp_path: Path
) -> None:
    hold_events(commune, 2)
    signed_report(commune)
    folder = stick_of(commune, tmp_path / "usb")
    desk.plug_in(folder)
    desk.look()
    assert desk.window.texts() == ("Nhơn Hưng · báo cáo tháng 11/2026 · đã nhận", "RÚT RA")
    assert desk.window.state == "done"
    assert desk.beeps == [1]
    assert len(list(folder.glob("an-giang*.tqb"))) == 1
    assert desk.window.lines()[0].endswith("Nhơn Hưng, báo cáo tháng 11/2026 · đã nhận")
    desk.look()
    assert desk.beeps == [1]
    desk.pull_out(folder)
    desk.look()
    assert desk.window.state == "waiting"


def test_the_words_to_be_read_from_afar_are_large(desk: Desk) -> None:
    for each in (desk.window._what, desk.window._do):
        assert each.fontInfo().pixelSize() >= 28


def test_two_sticks_at_once_are_taken_one_after_the_other(
    desk: Desk, commune: Workspace, neighbour: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    put(neighbour, "area", name="Khóm 1")
    first, second = stick_of(commune, tmp_path / "mot"), stick_of(neighbour, tmp_path / "hai")
    desk.plug_in(first, "A")
    desk.plug_in(second, "B")
    desk.look()
    desk.qtbot.waitUntil(lambda: len(desk.window.lines()) == 2)
    assert desk.window.texts()[0] == "Tịnh Biên · đã nhận dữ liệu"
    assert [len(list(each.glob("an-giang*.tqb"))) for each in (first, second)] == [1, 1]


def test_what_is_wrong_waits_and_blocks_nothing(
    desk: Desk, commune: Workspace, neighbour: Workspace, tmp_path: Path
) -> None:
    bad = tmp_path / "lay-nhiem"
    bad.mkdir()
    for name in ("autorun.inf", "Ảnh.lnk", "setup.exe"):
        (bad / name).write_bytes(b"MZ")
    (bad / "bao-cao.tqb").write_bytes(b"MZ" * 100)
    put(commune, "area", name="Ấp 1")
    good = stick_of(commune, tmp_path / "tot")
    desk.plug_in(bad, "KINGSTON")
    desk.look()
    assert desk.window.state == "doubt"
    assert desk.window.texts() == ("bao-cao.tqb · cần xử lý (1)", "RÚT RA")
    assert desk.window.queue_title() == "Cần xử lý (1)"
    desk.plug_in(good)
    desk.look()
    assert desk.window.texts()[0] == "Nhơn Hưng · đã nhận dữ liệu"
    assert desk.window.queue_title() == "Cần xử lý (1)"


def test_a_stick_without_bundles_says_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    desk.plug_in(tmp_path / "trong", "USB trống")
    desk.look()
    assert desk.window.texts() == ("Không có gói dữ liệu trên USB trống", "RÚT RA")


def test_an_answer_that_cannot_be_written_waits(
    desk: Desk, commune: Workspace, upper: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(commune, "area", name="Ấp 1")
    folder = stick_of(commune, tmp_path / "usb")
    full = shutil.disk_usage(folder)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    desk.plug_in(folder)
    desk.look()
    assert desk.window.texts()[0] == "Nhơn Hưng · đã nhận dữ liệu"
    assert desk.window.answers().startswith("Trả lời chờ (1): Nhơn Hưng")


def test_a_stick_that_is_pulled_out_before_its_turn_is_no_job(
    desk: Desk, commune: Workspace, neighbour: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    put(neighbour, "area", name="Khóm 1")
    first, second = stick_of(commune, tmp_path / "mot"), stick_of(neighbour, tmp_path / "hai")
    desk.plug_in(first)
    desk.plug_in(second)
    desk.window.look()
    desk.pull_out(second)
    desk.window.look()
    desk.qtbot.waitUntil(lambda: not desk.window.busy() and bool(desk.window.lines()))
    assert len(desk.window.lines()) == 1


def test_a_stick_pulled_out_in_the_middle_leaves_the_register_as_it_was(
    desk: Desk, commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    folder = stick_of(commune, tmp_path / "usb")
    before = everything(upper)
    desk.plug_in(folder)
    shutil.rmtree(folder)
    desk.look()
    assert desk.window.texts()[0] == "USB bị rút khi đang nhận"
    assert everything(upper) == before


def test_the_files_of_a_watched_folder_come_too(
    desk: Desk, commune: Workspace, door: ScriptedDoor, tmp_path: Path
) -> None:
    folder = tmp_path / "den"
    folder.mkdir()
    press(desk.window, Qt.Key.Key_Escape)
    door.will_answer("reception.choose_folder", folder)
    click(desk.section.folder_button)
    click(desk.section.begin_button)
    desk.look()
    assert desk.window.state == "waiting"
    put(commune, "area", name="Ấp 1")
    stick_of(commune, folder)
    desk.look()
    assert desk.window.texts() == ("Nhơn Hưng · đã nhận dữ liệu", "Đã xong thư mục")
    assert len(list((folder / "tra-loi").glob("*.tqb"))) == 1
    desk.look()
    assert len(desk.window.lines()) == 1


def test_what_waits_is_opened_where_it_is_seen_to(
    desk: Desk, commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    second = computer(make, NHON_HUNG, 5)
    for each in (commune, upper):
        acquaint(each, second)
    area = put(commune, "area", name="Ấp 1")
    for other in (second, upper):
        carry(commune, other, tmp_path)
    edit(commune, "area", area, name="Ấp Đông")
    edit(second, "area", area, name="Ấp Tây")
    carry(second, upper, tmp_path)
    folder = stick_of(commune, tmp_path / "usb")
    desk.plug_in(folder)
    desk.look()
    assert desk.window.texts()[0] == "Nhơn Hưng · cần xử lý (1)"
    shutil.rmtree(folder)
    press(desk.window, Qt.Key.Key_Escape)
    section = desk.section
    assert section.waiting()[0].startswith("Nhơn Hưng · Có chỗ hai nơi cùng sửa")
    click(section.open_button)
    receive = desk.page.current
    assert isinstance(receive, ReceiveSection)
    desk.qtbot.waitUntil(lambda: receive.task is None)
    assert receive.take_button.isVisible()


def test_it_is_left_with_escape_and_begun_again(desk: Desk) -> None:
    window = desk.window
    press(window, Qt.Key.Key_Escape)
    assert desk.section.window_over is None
    click(desk.section.begin_button)
    assert desk.window.isVisible()


def test_what_was_seen_to_leaves_the_list(desk: Desk, upper: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    (folder / "hong.tqb").write_bytes(b"MZ")
    desk.plug_in(folder)
    desk.look()
    press(desk.window, Qt.Key.Key_Escape)
    click(desk.section.drop_button)
    assert desk.section.waiting() == []
    assert reception_queue.waiting(upper) == []


def test_while_the_window_is_locked_nothing_is_received(
    qapp: QApplication, commune: Workspace, make: WorkspaceMaker, qtbot: QtBot, tmp_path: Path
) -> None:
    made = make(AN_GIANG, around=environment(seed=7, machine="may-bay"))
    acquaint(commune, made.workspace)
    folder = tmp_path / "den"
    reception_queue.watch(made.workspace, folder)
    made.workspace.close()
    gallery = Gallery(qapp, made, Look("100", Ground.LIGHT))
    gallery.shell.main_window().go(OpenPage("sync", "reception"))
    page = gallery.shell.main_window().page()
    assert isinstance(page, SyncPage)
    section = page.current
    assert isinstance(section, ReceptionSection)
    click(section.begin_button)
    window = section.window_over
    assert window is not None
    assert window.geometry() == gallery.shell.main_window().rect()
    gallery.shell.lock()
    put(commune, "area", name="Ấp 1")
    stick_of(commune, folder)
    window.look()
    assert (window.isVisible(), window.busy(), window.lines()) == (False, False, [])
    gallery.shell._unlocked()
    window.look()
    qtbot.waitUntil(lambda: bool(window.lines()))
    assert window.texts()[0] == "Nhơn Hưng · đã nhận dữ liệu"
    gallery.close()
