"""The page of copies, and what the first page and the status line say of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.access import Role
from desktop.domain.backups import Proof
from desktop.domain.versions import RUNNING
from desktop.pdf.render import page_count, page_text
from desktop.services.backup_away import write_away
from desktop.services.backup_files import Reason, copies, copies_in, with_proof
from desktop.services.backups import make_copy, prove_waiting
from desktop.services.disk_signs import look
from desktop.services.places import Place
from desktop.services.workspace import Workspace
from desktop.store.backup import CopyDamaged
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.pages.administration.backup import BackupPage, CopyDoors
from desktop.ui.pages.today.page import TodayPage
from desktop.ui.shell.backup_watch import BackupWatch
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.status_line import StatusFacts, StatusLine
from desktop.ui.shell.window import status_facts
from tests.kit import shots
from tests.kit.fake_clock import FakeClock
from tests.kit.keys import click, find, find_all, press
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import Made, WorkspaceMaker, environment, put
from tests.services.test_backups import flip, silent
from tests.services.test_disk_signs import ticking
from tests.ui.conftest import ContextMaker


@dataclass
class Around:
    """What lies outside of the page."""

    sticks: list[Place] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    setup: Path | None = None

    def doors(self) -> CopyDoors:
        return CopyDoors(
            lambda: self.calls.append("restore"),
            lambda: self.calls.append("told"),
            lambda: self.sticks,
            lambda: self.setup,
        )


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def made(make: WorkspaceMaker, clock: FakeClock) -> Made:
    found = make(around=environment(clock))
    put(found.workspace, "area", name="Ấp Đông Hưng")
    return found


@pytest.fixture
def workspace(made: Made) -> Workspace:
    return made.workspace


@pytest.fixture
def around() -> Around:
    return Around()


@pytest.fixture
def stick(tmp_path: Path) -> Place:
    folder = tmp_path / "usb"
    folder.mkdir()
    return Place(folder, "USB đỏ", 2**30, stick=True)


ShowPage = Callable[[Workspace], BackupPage]


@pytest.fixture
def show(context_of: ContextMaker, around: Around, qtbot: QtBot) -> ShowPage:
    def shown(workspace: Workspace) -> BackupPage:
        page = BackupPage(context_of(workspace), around.doors())
        qtbot.addWidget(page)
        page.resize(1150, 690)
        with qtbot.waitActive(page):
            page.show()
        page.arrive(OpenPage("administration", "backup"))
        page.setFocus()
        return page

    return shown


@pytest.fixture
def page(workspace: Workspace, show: ShowPage) -> BackupPage:
    return show(workspace)


def wait_for(page: BackupPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.away_button.isEnabled, timeout=20_000)


def test_enter_writes_a_copy_to_the_one_stick(
    page: BackupPage, around: Around, stick: Place, qtbot: QtBot
) -> None:
    assert page.away.text().startswith("Chưa có bản sao nào ngoài máy này")
    around.sticks.append(stick)
    assert page.focusWidget() is page.away_button
    press(page.away_button, Qt.Key.Key_Space)
    wait_for(page, qtbot)
    (copy,) = copies_in(stick.folder)
    assert copy.reason is Reason.AWAY
    assert page.result.text() == (
        f"Đã ghi xong 1 lần thay đổi vào {copy.folder}. Có thể rút USB. "
        "Bản sao này chỉ mở được bằng mã khôi phục."
    )
    assert page.away.text() == "Bản sao ngoài máy gần nhất: 08:00, 20/11/2026, USB đỏ, 1 lần thay đổi."
    assert around.calls == ["told"]


def test_without_a_stick_a_folder_is_asked_for(
    page: BackupPage, door: ScriptedDoor, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "o-khac"
    target.mkdir()
    door.will_answer("backup.folder", target)
    click(page.away_button)
    wait_for(page, qtbot)
    assert len(copies_in(target)) == 1
    assert "Có thể rút USB" not in page.result.text()


def test_a_folder_not_chosen_is_nothing_done(page: BackupPage, door: ScriptedDoor) -> None:
    door.will_answer("backup.folder", None)
    click(page.away_button)
    assert page.result.isHidden()
    assert page.away_button.isEnabled()


def test_copies_are_listed_with_when_why_how_much_and_whether_they_are_good(
    page: BackupPage, workspace: Workspace, clock: FakeClock, qtbot: QtBot
) -> None:
    click(page.now_button)
    wait_for(page, qtbot)
    clock.advance(timedelta(hours=3))
    with_proof(make_copy(workspace, Reason.IMPORT, silent), Proof.BAD)
    page.reload()
    newest, older = page.list.texts()
    assert newest.startswith("11:00, 20/11/2026 · trước khi nhập dữ liệu · Không dùng được · 1 lần thay đổi")
    assert older.startswith("08:00, 20/11/2026 · theo yêu cầu · Đã kiểm tra · 1 lần thay đổi")
    assert not page.home.isHidden()


def test_a_stick_that_was_pulled_out_is_told_in_the_page(
    page: BackupPage, around: Around, stick: Place, qtbot: QtBot
) -> None:
    around.sticks.append(stick)
    stick.folder.rmdir()
    click(page.away_button)
    wait_for(page, qtbot)
    assert page.error.isVisible()


def test_the_way_back_is_the_administrators(
    page: BackupPage, around: Around, make: WorkspaceMaker, show: ShowPage
) -> None:
    click(page.restore_button)
    assert around.calls == ["restore"]
    assert show(make(role=Role.OFFICER).workspace).restore_button.isHidden()


def test_one_button_is_filled(page: BackupPage) -> None:
    filled = [each for each in find_all(page, QPushButton) if each.property("look") == "primary"]
    assert filled == [page.away_button]


def today_page(workspace: Workspace, context_of: ContextMaker, qtbot: QtBot) -> TodayPage:
    page = TodayPage(context_of(workspace))
    qtbot.addWidget(page)
    page.arrive(OpenPage("today"))
    return page


def notices(page: TodayPage) -> dict[str, tuple[str, str]]:
    names = ("AwayCopyNotice", "HomeCopyNotice")
    found = [each for name in names for each in find_all(page, Notice, name)]
    return {each.objectName(): (str(each.property("notice")), each.text()) for each in found}


def test_the_first_page_tells_of_a_copy_elsewhere_that_is_old(
    workspace: Workspace, stick: Place, clock: FakeClock, context_of: ContextMaker, qtbot: QtBot
) -> None:
    write_away(workspace, stick, silent)
    page = today_page(workspace, context_of, qtbot)
    assert notices(page) == {}
    told = []
    for days in (7, 7):
        clock.advance(timedelta(days=days))
        page.reload()
        qtbot.wait(0)
        told.append(notices(page)["AwayCopyNotice"])
    assert told == [
        (Tone.DUE.value, "Bản sao ngoài máy đã 7 ngày (USB đỏ). Cắm USB và sao lưu lại."),
        (Tone.LATE.value, "Bản sao ngoài máy đã 14 ngày (USB đỏ). Cắm USB và sao lưu lại."),
    ]


def test_the_first_page_leads_to_the_copies(
    workspace: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    context = context_of(workspace)
    page = TodayPage(context)
    qtbot.addWidget(page)
    page.arrive(OpenPage("today"))
    with qtbot.waitSignal(context.navigation.asked) as asked:
        click(find(find(page, Notice, "AwayCopyNotice"), Button, "backup"))
    assert asked.args == [OpenPage("administration", "backup")]


def test_the_first_page_tells_of_a_newest_copy_that_is_not_good(
    workspace: Workspace, context_of: ContextMaker, qtbot: QtBot
) -> None:
    flip(with_proof(make_copy(workspace, Reason.ASKED, silent), Proof.WAITING).database)
    with pytest.raises(CopyDamaged):
        prove_waiting(workspace, silent)
    tone, text = notices(today_page(workspace, context_of, qtbot))["HomeCopyNotice"]
    assert tone == Tone.LATE.value
    assert text.startswith("Bản sao lưu mới nhất trên máy không đọc được trọn vẹn.")


def test_the_first_page_tells_of_a_disk_that_dies_until_it_is_replaced(
    workspace: Workspace, stick: Place, context_of: ContextMaker, qtbot: QtBot
) -> None:
    write_away(workspace, stick, silent)
    look(workspace, silent, ticking(4))
    today = today_page(workspace, context_of, qtbot)
    (notice,) = find_all(today, Notice, "DiskNotice")
    assert notice.property("notice") == Tone.LATE.value
    assert notice.text().splitlines() == [
        "Ổ đĩa có dấu hiệu sắp hỏng, gần nhất ngày 20/11/2026.",
        "1 lần đọc rất chậm.",
        "Sao lưu ra USB ngay hôm nay và báo người hỗ trợ thay ổ đĩa. Sau khi thay, bấm Đã thay ổ đĩa ở trang Sao lưu.",
    ]
    page = BackupPage(context_of(workspace), CopyDoors())
    qtbot.addWidget(page)
    page.reload()
    assert not page.disk.isHidden()
    page.disk.acted.emit("put_away")
    assert page.disk.isHidden()


def test_who_sends_nothing_is_not_told(make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot) -> None:
    justice = make(role=Role.JUSTICE).workspace
    assert notices(today_page(justice, context_of, qtbot)) == {}


def test_the_status_line_says_how_old_the_copy_is_and_where(
    workspace: Workspace, stick: Place, clock: FakeClock, context_of: ContextMaker, qtbot: QtBot
) -> None:
    line = StatusLine(context_of(workspace).words, "An", "Quản trị")
    qtbot.addWidget(line)
    line.show_facts(status_facts(workspace))
    assert "Chưa có bản sao ngoài máy" in line.texts()
    write_away(workspace, stick, silent)
    clock.advance(timedelta(days=2))
    line.show_facts(status_facts(workspace))
    assert "Bản sao ngoài máy: 2 ngày trước (USB đỏ)" in line.texts()
    line.show_facts(StatusFacts(2, copy_place="/media/nguoi-dung/mot-thu-muc-rat-dai/sao-luu-ngoai"))
    assert line.texts()[1].endswith("-dai/sao-luu-ngoai)")
    assert "media" not in line.texts()[1]


def test_the_watch_copies_at_the_start_and_keeps_the_end_after_that(
    workspace: Workspace, qtbot: QtBot
) -> None:
    told: list[str] = []
    owner = QObject()
    watch = BackupWatch(workspace, lambda: told.append("told"), owner)
    watch.start()
    qtbot.waitUntil(lambda: not watch.busy, timeout=20_000)
    (copy,) = copies(workspace.folder)
    assert (copy.reason, copy.proof) == (Reason.START, Proof.GOOD)
    put(workspace, "area", name="Ấp Mới")
    watch.keep()
    qtbot.waitUntil(lambda: not watch.busy, timeout=20_000)
    assert copy.tail.exists()
    assert told == ["told", "told"]
    watch.finish()


def test_a_watch_that_ends_leaves_nothing_half(workspace: Workspace, qtbot: QtBot) -> None:
    owner = QObject()
    watch = BackupWatch(workspace, lambda: None, owner)
    watch.start()
    watch.finish()
    qtbot.waitUntil(lambda: not watch.busy, timeout=20_000)
    folder = workspace.folder / "sao-luu"
    assert not folder.exists() or all(not each.name.endswith(".TMP") for each in folder.iterdir())


@pytest.mark.parametrize("shot", [*shots.SHOTS[:2], shots.SHOTS[-1]], ids=lambda shot: shot.name)
def test_the_page_has_its_picture(
    shot: shots.Shot, made: Made, context_of: ContextMaker, stick: Place, clock: FakeClock, qapp: QApplication
) -> None:
    workspace = made.workspace
    write_away(workspace, stick, silent)
    for reason in (Reason.START, Reason.IMPORT):
        clock.advance(timedelta(days=8))
        put(workspace, "area", name=f"Ấp {reason.value}")
        make_copy(workspace, reason, silent)
    with_proof(copies(made.folder)[0], Proof.BAD)

    def page() -> BackupPage:
        found = BackupPage(context_of(workspace), CopyDoors())
        found.arrive(OpenPage("administration", "backup"))
        return found

    picture = shots.take(qapp, "backup", shot, page)
    assert not picture.isNull()


def test_a_rescue_stick_holds_the_program_the_copy_and_a_page_to_read(
    show: ShowPage, workspace: Workspace, around: Around, stick: Place, tmp_path: Path, qtbot: QtBot
) -> None:
    around.sticks.append(stick)
    around.setup = tmp_path / "bo-cai.exe"
    around.setup.write_bytes(b"MZ" + b"\0" * 5_000)
    page = show(workspace)
    click(page.rescue_button)
    wait_for(page, qtbot)
    assert page.result.text().startswith(
        f"Đã tạo USB cứu hộ tại {stick.folder}: bộ cài, bản sao có 1 lần thay đổi"
    )
    setup = stick.folder / f"So-Tu-Quan-{RUNNING}-setup.exe"
    assert setup.read_bytes() == around.setup.read_bytes()
    assert len(copies_in(stick.folder)) == 1
    guide = (stick.folder / "1-DOC-TRUOC-KHI-MAY-HONG.pdf").read_bytes()
    said = page_text(guide, 0)
    assert page_count(guide) == 1
    assert setup.name in said
    assert workspace.station.name in said


def test_a_rescue_stick_without_a_setup_program_says_so(
    page: BackupPage, around: Around, stick: Place, door: ScriptedDoor, qtbot: QtBot
) -> None:
    around.sticks.append(stick)
    door.will_answer("rescue.installer", None)
    click(page.rescue_button)
    wait_for(page, qtbot)
    assert "chưa kèm bộ cài" in page.result.text()
    assert "không kèm bộ cài" in page_text((stick.folder / "1-DOC-TRUOC-KHI-MAY-HONG.pdf").read_bytes(), 0)


def test_the_page_names_the_setup_program_that_was_chosen(
    page: BackupPage, around: Around, stick: Place, door: ScriptedDoor, tmp_path: Path, qtbot: QtBot
) -> None:
    around.sticks.append(stick)
    chosen = tmp_path / "So-Tu-Quan-7.8.9-setup.exe"
    chosen.write_bytes(b"MZ")
    door.will_answer("rescue.installer", chosen)
    click(page.rescue_button)
    wait_for(page, qtbot)
    assert (stick.folder / chosen.name).is_file()
    assert chosen.name in page_text((stick.folder / "1-DOC-TRUOC-KHI-MAY-HONG.pdf").read_bytes(), 0)


def test_making_the_stick_again_writes_the_copy_and_leaves_the_same_program(
    show: ShowPage, workspace: Workspace, around: Around, stick: Place, tmp_path: Path, qtbot: QtBot
) -> None:
    around.sticks.append(stick)
    around.setup = tmp_path / "So-Tu-Quan-0.1.0-setup.exe"
    around.setup.write_bytes(b"MZ")
    page = show(workspace)
    click(page.rescue_button)
    wait_for(page, qtbot)
    before = (stick.folder / around.setup.name).stat().st_ino
    click(page.rescue_button)
    wait_for(page, qtbot)
    assert (stick.folder / around.setup.name).stat().st_ino == before
