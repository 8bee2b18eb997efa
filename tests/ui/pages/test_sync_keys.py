"""The computers' page where keys end: new ones with a click, a computer that was replaced, one that was lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.pdf.render import page_text
from desktop.services import bundles, devices, renewing, revoking
from desktop.services.accounts import open_workspace
from desktop.services.workspace import ComputerEnded, Workspace
from desktop.ui.kit.widgets import Button, Notice
from desktop.ui.pages.sync.enrol import EnrolSection
from desktop.ui.pages.today.page import TodayPage
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.paper_dialog import PaperDialog
from tests.kit.fake_clock import VIETNAM, FakeClock
from tests.kit.keys import click, find, find_all
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import (
    AN_GIANG,
    NHON_HUNG,
    PASSWORD,
    TINH_BIEN,
    WorkspaceMaker,
    environment,
    put,
)
from tests.services.exchange import COMMUNE, acquaint, carry, computer, quiet, sent
from tests.ui.conftest import ContextMaker
from tests.ui.pages.sync_kit import Pages

VINH_TE = replace(TINH_BIEN, code="30508", name="Công an phường Vĩnh Tế", place="Vĩnh Tế")


@pytest.fixture
def pages(context_of: ContextMaker, qtbot: QtBot) -> Iterator[Pages]:
    made = Pages(context_of, qtbot)
    yield made
    for page in made.kept:
        page.finish()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def commune(make: WorkspaceMaker, clock: FakeClock) -> Workspace:
    return make(NHON_HUNG, around=environment(clock, seed=1, machine="may-1")).workspace


@pytest.fixture
def upper(make: WorkspaceMaker, clock: FakeClock, commune: Workspace) -> Workspace:
    made = make(AN_GIANG, around=environment(clock, seed=2, machine="may-2")).workspace
    acquaint(commune, made)
    return made


def told(section: EnrolSection) -> list[str]:
    """What is said of this computer now."""
    return [each.text() for each in find_all(section.own_name, Notice) if not each.isHidden()]


def test_keys_that_end_soon_are_told_on_the_first_page_and_renewed_with_a_click(
    commune: Workspace,
    upper: Workspace,
    clock: FakeClock,
    pages: Pages,
    door: ScriptedDoor,
    context_of: ContextMaker,
    qtbot: QtBot,
) -> None:
    clock.set(datetime(2031, 10, 1, 8, 0, tzinfo=VIETNAM))
    page = TodayPage(context_of(commune))
    qtbot.addWidget(page)
    page.arrive(OpenPage("today"))
    assert "có hiệu lực đến 19/11/2031" in find(page, Notice, "OwnExpiryNotice").text()
    section = pages.enrol(commune)
    door.will_answer("keys.renew.ask", answer=True)
    click(find(section, Button, "renew"))
    assert "Đã đổi khóa" in section.said.text()
    assert told(section) == []
    assert sorted(trust for _, trust in section.computers.texts()) == [
        "Khóa cũ",
        "Máy này",
        "Đã đối chiếu 25 chữ số",
    ]


def test_the_upper_level_is_told_whose_keys_end(
    commune: Workspace, upper: Workspace, clock: FakeClock, pages: Pages, qtbot: QtBot
) -> None:
    clock.set(datetime(2031, 10, 1, 8, 0, tzinfo=VIETNAM))
    section = pages.enrol(upper)
    assert "1 máy ở nơi khác" in find(section, Notice, "OtherExpiryNotice").text()
    clock.advance(timedelta(days=400))
    section.reload()
    qtbot.waitUntil(lambda: len(told(section)) == 2)
    assert "đã hết hiệu lực" in told(section)[0]


@pytest.fixture
def heir(commune: Workspace, upper: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    shutil.copytree(commune.folder, tmp_path / "moi")
    around = environment(FakeClock(), seed=5, machine="may-moi")
    made = open_workspace(tmp_path / "moi", commune.user.id, PASSWORD, around)
    yield made
    made.close()


def test_a_copied_register_asks_whether_the_first_computer_goes_on(
    heir: Workspace, pages: Pages, door: ScriptedDoor
) -> None:
    section = pages.enrol(heir)
    door.will_answer("keys.copy.replaced.ask", answer=True)
    click(find(section, Button, "copy_replaced"))
    assert renewing.copy_asked(heir) is None
    assert "máy này thay máy cũ" in section.said.text()
    assert ("Công an phường Nhơn Hưng", "Đã được thay") in section.computers.texts()


def test_a_replaced_computer_says_so_and_offers_to_send_and_to_go_on(
    commune: Workspace, upper: Workspace, heir: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    renewing.answer_copy(heir, replaced=True)
    carry(heir, upper, tmp_path)
    with pytest.raises(ComputerEnded):
        bundles.import_bundle(commune, sent(upper, COMMUNE, tmp_path).path, quiet)
    section = pages.enrol(commune)
    notice = find(section, Notice, "OwnEndNotice")
    assert notice.text().startswith("Máy này đã được thay ngày 20/11/2026. Chỉ xem.")
    assert [each.text() for each in find_all(notice, Button)] == ["Gửi phần nhập sau đó", "Dùng tiếp máy này"]
    assert not section.renew_button.isVisible()
    digits = section.own.text()
    door.will_answer("keys.go_on.ask", answer=True)
    click(find(section, Button, "go_on"))
    assert section.own.text() != digits
    put(commune, "area", name="Ấp 2")


def test_who_revoked_is_told_and_what_lies_past_the_end_can_count(
    commune: Workspace,
    upper: Workspace,
    make: WorkspaceMaker,
    pages: Pages,
    door: ScriptedDoor,
    tmp_path: Path,
) -> None:
    second = computer(make, NHON_HUNG, 3)
    acquaint(commune, second)
    acquaint(second, upper)
    put(second, "area", name="Ấp 1")
    carry(second, upper, tmp_path)
    put(second, "area", name="Ấp 2")
    carry(second, commune, tmp_path)
    revoking.revoke(upper, second.device)
    carry(upper, commune, tmp_path)
    section = pages.enrol(commune)
    later = next(each for each in find_all(section, Button) if each.objectName().startswith("Later_"))
    assert later.text() == "Tính cả 1 thay đổi sau mốc"
    door.will_answer("sync.later", answer=True)
    click(later)
    assert "Đã tính lại 1 thay đổi" in section.said.text()


# A training day


def test_a_folder_of_key_files_is_ticked_one_by_one(
    upper: Workspace, make: WorkspaceMaker, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    folder = tmp_path / "khoa"
    folder.mkdir()
    for seed, station in ((7, TINH_BIEN), (8, VINH_TE)):
        one = computer(make, station, seed)
        (folder / f"{seed}.tqkey").write_bytes(devices.export_key_file(one))
    (folder / "9.tqkey").write_text("hỏng")
    section = pages.enrol(upper)
    door.will_answer("training.read", folder)
    click(find(section, Button, "ReadFolder"))
    assert section.folder.texts() == [(TINH_BIEN.name, False), (VINH_TE.name, False)]
    assert "9.tqkey" in find(section.folder, QLabel, "FolderRefused").text()
    click(find(section, Button, "Compared_1"))
    assert section.folder.texts() == [(TINH_BIEN.name, False), (VINH_TE.name, True)]
    assert (VINH_TE.name, "Đã đối chiếu 25 chữ số") in section.computers.texts()
    section.leave()
    section.arrive(OpenPage("sync", "devices"))
    assert not section.folder.isVisible()


def test_the_sheets_are_shown_before_they_are_printed_or_saved(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path, qtbot: QtBot
) -> None:
    section = pages.enrol(upper)
    door.will_answer("training.save", tmp_path / "phieu.pdf")

    def save() -> None:
        (dialog,) = find_all(section, PaperDialog)
        click(find(dialog, Button, "PaperSave"))
        dialog.reject()

    QTimer.singleShot(0, save)
    click(find(section, Button, "PrintSheets"))
    assert "PHIẾU ĐĂNG KÝ MÁY" in page_text((tmp_path / "phieu.pdf").read_bytes(), 0)
