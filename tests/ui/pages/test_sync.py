"""Two stations, one stick between them, and two people at their screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.bundle.trust import Trust
from desktop.domain.access import Role
from desktop.services import devices
from desktop.services.backup_files import copies_in
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button
from desktop.ui.pages.sync.enrol import EnrolSection
from desktop.ui.pages.sync.page import PracticePage
from desktop.ui.pages.sync.send import SendSection
from desktop.ui.shell.navigation import OpenPage
from tests.kit.keys import click, find, find_all, press, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, computer, value
from tests.ui.conftest import ContextMaker
from tests.ui.pages.sync_kit import Pages

WRITTEN = "nhon-hung-20261120-0001.tqb"


@pytest.fixture
def pages(context_of: ContextMaker, qtbot: QtBot) -> Iterator[Pages]:
    made = Pages(context_of, qtbot)
    yield made
    for page in made.kept:
        page.finish()


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker) -> Workspace:
    return computer(make, AN_GIANG, 2)


def test_two_computers_are_enrolled_and_a_bundle_goes_from_one_to_the_other(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp Đông Hưng")
    one, other = pages.enrol(commune), pages.enrol(upper)
    for at, name in ((one, "nhon-hung.tqkey"), (other, "an-giang.tqkey")):
        door.will_answer("sync.key.save", tmp_path / name)
        click(at.save_button)
    for at, name, digits in (
        (one, "an-giang.tqkey", devices.own_fingerprint(upper)),
        (other, "nhon-hung.tqkey", devices.own_fingerprint(commune)),
    ):
        door.will_answer("sync.key.read", tmp_path / name)
        click(at.read_button)
        assert at.theirs.text() == digits
        click(at.equal_button)
    stick = pages.plug_in(tmp_path / "usb")
    sending = pages.send(commune)
    click(sending.write_button)
    pages.idle(sending)
    assert [path.name for path in stick.glob("*.*")] == [WRITTEN]
    receiving = pages.receive(upper)
    click(receiving.open_button)
    pages.idle(receiving)
    assert receiving.preview.texts()[0] == "Gói dữ liệu của Công an phường Nhơn Hưng"
    click(receiving.take_button)
    pages.idle(receiving)
    assert receiving.done.texts()[:2] == [
        "Đã nhận. Có thể rút USB",
        "Công an phường Nhơn Hưng: 1 lần thay đổi mới",
    ]
    assert value(upper, "area", area, "name") == "Ấp Đông Hưng"


# What a role has, and where the page leads


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        (Role.OFFICER, ["Gửi", "Nhận", "Đã nhận", "Gói in", "Cần xử lý", "Máy đã đăng ký"]),
        (Role.WARD, ["Nhận", "Đã nhận", "Cần xử lý", "Máy đã đăng ký"]),
    ],
)
def test_what_a_role_may_not_do_is_absent(
    role: Role, titles: list[str], make: WorkspaceMaker, pages: Pages
) -> None:
    assert pages.open(make(role=role).workspace).titles() == titles


def test_where_nobody_is_enrolled_the_page_leads_to_enrolment(commune: Workspace, pages: Pages) -> None:
    section = pages.open(commune).current
    assert isinstance(section, EnrolSection)
    assert section.lead.text().startswith("Trước khi gửi hoặc nhận, hai máy cần đăng ký với nhau một lần")
    assert section.own.text() == devices.own_fingerprint(commune)


def test_whoever_may_not_enrol_is_told_whom_to_ask(make: WorkspaceMaker, pages: Pages) -> None:
    section = pages.open(make(role=Role.OFFICER).workspace).current
    assert isinstance(section, EnrolSection)
    assert "Đề nghị người quản trị" in section.lead.text()
    assert not section.read_button.isVisible()
    assert section.save_button.isVisible()


def test_where_somebody_is_enrolled_the_page_begins_with_sending(
    commune: Workspace, upper: Workspace, pages: Pages
) -> None:
    acquaint(commune, upper)
    section = pages.open(commune).current
    assert isinstance(section, SendSection)
    assert not section.nobody.isVisible()


def test_sending_without_a_recipient_offers_enrolment(commune: Workspace, pages: Pages) -> None:
    section = pages.send(commune)
    asked: list[object] = []
    section.context.navigation.asked.connect(asked.append)
    assert not section.write_button.isVisible()
    click(find(section.nobody, Button, "devices"))
    assert [getattr(each, "tab", None) for each in asked] == ["devices"]


def test_practice_says_why_sticks_are_refused(make: WorkspaceMaker, pages: Pages) -> None:
    page = pages.open(make(practice=True).workspace)
    assert page.titles() == ["Dùng thử"]
    assert isinstance(page.current, PracticePage)
    sentence, reason, button = page.current.why.texts()
    assert sentence == "Dữ liệu mẫu không ghi ra USB và không nhận từ USB"
    assert "lẫn vào số liệu thật" in reason
    assert button == ""


# Enrolment


def test_enter_pressed_too_soon_enrols_nobody(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    (tmp_path / "an-giang.tqkey").write_bytes(devices.export_key_file(upper))
    section = pages.enrol(commune)
    door.will_answer("sync.key.read", tmp_path / "an-giang.tqkey")
    section.read_key()
    assert section.different_button.hasFocus()
    press(section.different_button, Qt.Key.Key_Space)
    assert devices.recipients(commune) == []
    assert not section.is_comparing()


def test_escape_leaves_the_comparison_and_keeps_nothing(
    commune: Workspace, upper: Workspace, pages: Pages
) -> None:
    section = pages.enrol(commune)
    section.compare(devices.import_key_file(commune, devices.export_key_file(upper)))
    press(section.different_button, Qt.Key.Key_Escape)
    assert not section.is_comparing()
    assert devices.recipients(commune) == []


def test_digits_are_shown_in_five_groups_of_at_least_28_pixels(
    commune: Workspace, upper: Workspace, pages: Pages
) -> None:
    section = pages.enrol(commune)
    section.compare(devices.import_key_file(commune, devices.export_key_file(upper)))
    groups = [find(section.theirs, QLabel, f"TheirDigits_{at}") for at in range(5)]
    assert all(len(each.text()) == 5 for each in groups)
    assert min(each.fontInfo().pixelSize() for each in groups) >= 28


def test_a_damaged_key_file_is_refused_in_three_lines(
    commune: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    (tmp_path / "hong.tqkey").write_bytes(b"khong phai")
    section = pages.enrol(commune)
    door.will_answer("sync.key.read", tmp_path / "hong.tqkey")
    section.read_key()
    assert section.error.lines() == [
        "Tệp khóa (.tqkey) bị hỏng, không đầy đủ hoặc không phải tệp khóa của một máy.",
        "Chưa có máy nào được đăng ký thêm. Dữ liệu đang có vẫn còn nguyên.",
        "Đề nghị đơn vị gửi tạo lại tệp khóa rồi nhận lại.",
    ]


def test_a_key_file_that_cannot_be_written_is_told(
    commune: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    section = pages.enrol(commune)
    door.will_answer("sync.key.save", tmp_path / "khong-co" / "a.tqkey")
    section.save_key()
    assert section.error.lines()[0].startswith("Không tìm thấy")
    assert not section.said.isVisible()


def test_revoking_asks_with_danger_and_shows_in_the_list(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor
) -> None:
    acquaint(commune, upper)
    section = pages.enrol(upper)
    assert section.computers.texts() == [
        ("Công an tỉnh An Giang", "Máy này"),
        ("Công an phường Nhơn Hưng", "Đã đối chiếu 25 chữ số"),
    ]
    door.will_answer("sync.revoke", answer=True)
    click(find(section, Button, "Revoke_1"))
    assert door.questions[0].danger
    assert section.computers.texts()[1] == ("Công an phường Nhơn Hưng", "Đã hủy quyền")
    assert [each.trust for each in devices.devices(upper)] == [Trust.OWN, Trust.REVOKED]
    assert [each for each in find_all(section, Button, "Revoke_1") if each.isVisible()] == []


def test_a_second_thought_revokes_nobody(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor
) -> None:
    acquaint(commune, upper)
    section = pages.enrol(upper)
    door.will_answer("sync.revoke", answer=False)
    click(find(section, Button, "Revoke_1"))
    assert devices.devices(upper)[1].trust is Trust.CONFIRMED


# Sending


def test_what_waits_is_told_by_register(commune: Workspace, upper: Workspace, pages: Pages) -> None:
    acquaint(commune, upper)
    put(commune, "area", name="Ấp Đông Hưng")
    put(commune, "area", name="Ấp Tây Hưng")
    put(commune, "person", full_name="Nguyễn Văn Nhẫn")
    section = pages.send(commune)
    assert section.waiting() == ["Chờ gửi: 3 lần thay đổi", "Địa bàn: 2 · Người: 1"]


def test_what_is_written_meanwhile_is_counted_too(
    commune: Workspace, upper: Workspace, pages: Pages, qtbot: QtBot
) -> None:
    acquaint(commune, upper)
    section = pages.send(commune)
    assert section.waiting()[0] == "Không có gì mới chờ gửi"
    with commune.change("area.create", register="area") as change:
        change.create("area", {"name": "Ấp Đông Hưng"})
    section.follow(change.result)
    qtbot.waitUntil(lambda: section.waiting()[0] == "Chờ gửi: 1 lần thay đổi")


def test_one_of_many_units_is_found_by_typing_without_accents(
    upper: Workspace, commune: Workspace, make: WorkspaceMaker, pages: Pages
) -> None:
    acquaint(commune, upper)
    acquaint(computer(make, TINH_BIEN, 3), upper)
    section = pages.send(upper)
    section.recipient.setFocus()
    section.recipient.line.selectAll()
    type_text(section.recipient.line, "tinh bien")
    press(section.recipient.line, Qt.Key.Key_Return)
    pages.counted(section)
    chosen = section.recipient.chosen()
    assert chosen is not None
    assert chosen.name == "Công an phường Tịnh Biên"


def test_sticks_are_named_with_their_room_and_the_first_is_marked(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    section = pages.send(commune)
    assert section.places.titles() == []
    stick = pages.plug_in(tmp_path / "usb")
    click(section.again_button)
    assert section.places.titles() == [f"USB đỏ ({stick}) · còn trống 12 GB"]
    assert section.places.chip(0).isChecked()


def test_without_a_place_the_person_is_asked_for_a_folder(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    section = pages.send(commune)
    folder = tmp_path / "luu"
    folder.mkdir()
    door.will_answer("sync.send.folder", folder)
    click(section.write_button)
    pages.idle(section)
    assert section.done.texts()[:3] == ["Đã ghi xong vào thư mục", WRITTEN, f"Tại {folder}"]


def test_thinking_better_of_a_folder_writes_nothing(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor
) -> None:
    acquaint(commune, upper)
    section = pages.send(commune)
    door.will_answer("sync.send.folder", None)
    click(section.write_button)
    assert section.task is None
    assert section.states.state() == 0


def test_the_end_of_writing_can_be_read_from_two_metres(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    pages.plug_in(tmp_path / "usb")
    section = pages.send(commune)
    assert section.states.texts() == [
        "1 Chọn nơi ghi",
        "2 Đang ghi, kiểm tra",
        "3 Đã ghi xong. Có thể rút USB",
    ]
    section.write()
    assert section.states.state() == 1
    pages.idle(section)
    sentence = find(section.done, QLabel, "SendDoneSentence")
    assert sentence.text() == "Đã ghi xong. Có thể rút USB"
    assert sentence.fontInfo().pixelSize() >= 28
    assert section.states.texts()[:2] == ["✓ Chọn nơi ghi", "✓ Đang ghi, kiểm tra"]
    assert section.done.texts()[1] == WRITTEN
    assert section.end_button.hasFocus()


def test_a_sealed_backup_goes_along_unless_the_box_says_no(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    stick = pages.plug_in(tmp_path / "usb")
    section = pages.send(commune)
    assert section.copy_box.text().startswith("Kèm bản sao lưu niêm phong (")
    assert section.copy_box.isChecked()
    section.write()
    pages.idle(section)
    assert any(text.startswith("Đã kèm bản sao lưu niêm phong có ") for text in section.done.texts())
    assert len(copies_in(stick)) == 1
    section.prepare()
    press(section.copy_box, Qt.Key.Key_Space)
    # It stays as it was set.
    section.prepare()
    assert not section.copy_box.isChecked()


def test_a_stopped_writing_leaves_the_stick_as_it_was(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    put(commune, "area", name="Ấp Đông Hưng")
    stick = pages.plug_in(tmp_path / "usb")
    section = pages.send(commune)
    # As long as somebody else writes, the bundle cannot be done before it is stopped.
    with commune.file.writing():
        section.write()
        click(section.strip.cancel_button)
    pages.idle(section)
    assert section.said.text().startswith("Đã dừng theo yêu cầu. Chưa có gói dữ liệu mới nào được ghi")
    assert section.said.isVisible()
    assert list(stick.iterdir()) == []
    assert section.states.state() == 0


def test_a_stick_that_was_pulled_out_is_told_in_three_lines(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    stick = pages.plug_in(tmp_path / "usb")
    section = pages.send(commune)
    stick.rmdir()
    section.write()
    pages.idle(section)
    assert section.error.lines()[1] == "Nội dung mới chưa được ghi. Dữ liệu đã lưu vẫn còn nguyên."
    assert section.write_button.hasFocus()


def test_what_was_done_is_put_away_when_the_page_is_left(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    pages.plug_in(tmp_path / "usb")
    section = pages.send(commune)
    section.write()
    pages.idle(section)
    page = pages.kept[-1]
    page.leave()
    page.arrive(OpenPage("sync", "send"))
    assert section.done.texts() == []
    assert section.write_button.isVisible()


def test_leaving_the_page_does_not_stop_a_writing(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    stick = pages.plug_in(tmp_path / "usb")
    section = pages.send(commune)
    section.write()
    pages.kept[-1].leave()
    pages.idle(section)
    assert [path.name for path in stick.glob("*.*")] == [WRITTEN]
    assert section.done.texts()[0] == "Đã ghi xong. Có thể rút USB"
