"""Looking at bundles, taking them in, and everything that is refused."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.services import bundles, devices, renewing
from desktop.services.accounts import open_workspace
from desktop.services.workspace import Workspace
from desktop.ui.pages.sync.receive import ReceiveSection
from desktop.ui.shell.navigation import OpenPage
from tests.kit.fake_clock import FakeClock
from tests.kit.keys import click, press
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, TINH_BIEN, WorkspaceMaker, environment, put
from tests.services.exchange import acquaint, carry, computer, edit, everything, quiet, sent, value
from tests.ui.conftest import ContextMaker
from tests.ui.pages.sync_kit import Pages


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


@pytest.fixture
def stick(pages: Pages, tmp_path: Path) -> Path:
    return pages.plug_in(tmp_path / "usb")


def shown(pages: Pages, workspace: Workspace, path: Path) -> ReceiveSection:
    """The page with the bundle looked at, or refused."""
    section = pages.receive(workspace)
    section.open_bundle(path)
    pages.idle(section)
    return section


# Choosing


def test_bundles_on_the_stick_are_listed_newest_first(upper: Workspace, pages: Pages, stick: Path) -> None:
    for day, name in enumerate(("cu.tqb", "moi.tqb"), start=1):
        (stick / name).write_bytes(b"x")
        os.utime(stick / name, (day * 86_400, day * 86_400))
    section = pages.receive(upper)
    assert [text.split(" · ")[0] for text in section.found()] == ["moi.tqb", "cu.tqb"]
    assert section.found()[0].endswith(f"1 KB · USB đỏ ({stick})")
    assert section.open_button.isVisible()


def test_an_empty_stick_leaves_the_choice_of_a_file(upper: Workspace, pages: Pages, stick: Path) -> None:
    section = pages.receive(upper)
    assert section.found() == []
    assert not section.open_button.isVisible()
    assert section.file_button.property("look") == "primary"


def test_bundles_of_a_chosen_folder_stand_above_those_of_the_stick(
    upper: Workspace, pages: Pages, stick: Path, door: ScriptedDoor, tmp_path: Path
) -> None:
    (stick / "tren-usb.tqb").write_bytes(b"x")
    folder = tmp_path / "mang"
    folder.mkdir()
    (folder / "tren-mang.tqb").write_bytes(b"x")
    section = pages.receive(upper)
    door.will_answer("sync.receive.folder", folder)
    click(section.folder_button)
    assert [text.split(" · ")[0] for text in section.found()] == ["tren-mang.tqb", "tren-usb.tqb"]


def test_a_stick_that_is_gone_has_nothing_to_offer(upper: Workspace, pages: Pages, stick: Path) -> None:
    stick.rmdir()
    assert pages.receive(upper).found() == []


def test_a_folder_that_is_gone_is_told(
    upper: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    section = pages.receive(upper)
    door.will_answer("sync.receive.folder", tmp_path / "khong-co")
    click(section.folder_button)
    assert section.error.lines()[0].startswith("Không tìm thấy")
    assert section.states.state() == 0


def test_a_file_is_chosen_through_the_door(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    path = sent(commune, AN_GIANG.code, tmp_path).path
    section = pages.receive(upper)
    door.will_answer("sync.receive.file", path)
    click(section.file_button)
    pages.idle(section)
    assert section.take_button.isVisible()


# Looking


def test_the_preview_counts_by_register_and_tells_every_field(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    area = put(commune, "area", name="Ấp Đông Hưng")
    carry(commune, upper, tmp_path)
    edit(commune, "area", area, name="Khóm Đông Hưng")
    put(commune, "area", name="Ấp Tây Hưng")
    section = shown(pages, upper, sent(commune, AN_GIANG.code, tmp_path).path)
    assert section.preview.texts()[1] == (
        "Lập lúc 08:00, 20/11/2026 · Từ ngày 20/11/2026 đến ngày 20/11/2026"
        " · 2 lần thay đổi mới · 1 lần đã nhận trước đây"
    )
    assert section.preview.counts.rows() == [
        ["Sổ", "Mới", "Thay đổi", "Đã gộp", "Hai nơi cùng sửa", "Đã có"],
        ["Địa bàn", "1", "1", "–", "–", "–"],
    ]
    assert section.preview.lines.texts() == [
        "Có thay đổi · Địa bàn: Khóm Đông Hưng",
        "Tên địa bàn: Ấp Đông Hưng → Khóm Đông Hưng",
        "Mới · Địa bàn: Ấp Tây Hưng",
        "Tên địa bàn: Ấp Tây Hưng",
    ]


def test_nothing_is_kept_before_the_button_is_pressed(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    put(commune, "area", name="Ấp Đông Hưng")
    before = everything(upper)
    section = shown(pages, upper, sent(commune, AN_GIANG.code, tmp_path).path)
    click(section.refuse_button)
    assert everything(upper) == before
    assert section.states.state() == 0


def test_escape_leaves_the_preview(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    section = shown(pages, upper, sent(commune, AN_GIANG.code, tmp_path).path)
    assert section.take_button.hasFocus()
    press(section.take_button, Qt.Key.Key_Escape)
    assert not section.preview.isVisible()
    assert section.states.state() == 0


def test_sensitive_values_are_masked_and_f9_repaints_the_preview(
    commune: Workspace, make: WorkspaceMaker, pages: Pages, tmp_path: Path, qtbot: QtBot
) -> None:
    second = computer(make, NHON_HUNG, 4)
    acquaint(commune, second)
    put(commune, "person", full_name="Nguyễn Văn Nhẫn", citizen_id="089090001234")
    section = shown(pages, second, sent(commune, NHON_HUNG.code, tmp_path).path)
    assert "Số CCCD: ••••••" in section.preview.lines.texts()
    assert not any("089090001234" in text for text in section.preview.lines.texts())
    with qtbot.waitSignal(section.preview.lines.lines.dataChanged):
        section.context.privacy.toggle()


def test_a_long_preview_scrolls_by_the_keyboard_and_its_buttons_stay(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    for number in range(30):
        put(commune, "area", name=f"Ấp {number}")
    section = shown(pages, upper, sent(commune, AN_GIANG.code, tmp_path).path)
    section.window().resize(863, 436)
    button = section.take_button
    assert section.rect().contains(button.geometry())
    section.scroller.setFocus()
    press(section.scroller, Qt.Key.Key_PageDown)
    assert section.scroller.verticalScrollBar().value() > 0
    assert section.rect().contains(button.geometry())


def test_conflicts_stand_on_top_and_are_told_before_and_after(
    commune: Workspace, make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    second = computer(make, NHON_HUNG, 4)
    acquaint(commune, second)
    area = put(commune, "area", name="Ấp Đông Hưng")
    carry(commune, second, tmp_path)
    edit(commune, "area", area, name="Khóm Đông Hưng")
    edit(second, "area", area, name="Ấp Đông Hưng 1")
    put(commune, "area", name="Ấp Tây Hưng")
    section = shown(pages, second, sent(commune, NHON_HUNG.code, tmp_path).path)
    assert section.preview.counts.rows()[1] == ["Địa bàn", "1", "–", "–", "1", "–"]
    assert section.preview.lines.texts()[0].startswith("Hai nơi cùng sửa, cần chọn · Địa bàn: ")
    assert section.preview.conflicts.text().startswith("Có 1 mục hai nơi cùng sửa.")
    section.take()
    pages.idle(section)
    assert "Có 1 mục hai nơi cùng sửa, cần chọn tại thẻ Cần xử lý." in section.done.texts()
    asked: list[object] = []
    section.context.navigation.asked.connect(asked.append)
    click(section.settle_button)
    assert asked == [OpenPage("sync", "attention")]


def test_content_kept_back_by_the_sender_is_said_to_be(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    household = put(commune, "household", head="Trần Văn Sang")
    put(commune, "visit", household=household, visited_on="2026-11-19")
    section = shown(pages, upper, sent(commune, AN_GIANG.code, tmp_path).path)
    assert section.preview.nothing.isVisible()
    assert section.preview.withheld.text().startswith("2 lần thay đổi được giữ lại ở nơi gửi")


def test_a_sender_past_its_term_is_taken_with_a_warning(
    make: WorkspaceMaker, commune: Workspace, pages: Pages, tmp_path: Path
) -> None:
    clock = FakeClock()
    late = make(AN_GIANG, around=environment(clock, seed=2, machine="may-2")).workspace
    acquaint(commune, late)
    put(commune, "area", name="Ấp Đông Hưng")
    clock.advance(timedelta(days=6 * 365))
    section = shown(pages, late, sent(commune, AN_GIANG.code, tmp_path).path)
    assert section.preview.expired.isVisible()
    assert "Công an phường Nhơn Hưng đã hết hạn" in section.preview.expired.text()
    assert section.take_button.isVisible()


# Taking in


def test_a_bundle_that_came_before_says_when_and_changes_nothing(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    put(commune, "area", name="Ấp Đông Hưng")
    path = sent(commune, AN_GIANG.code, tmp_path).path
    bundles.import_bundle(upper, path, quiet)
    before = everything(upper)
    section = shown(pages, upper, path)
    assert section.done.texts() == [
        "Gói này đã nhận trước đây",
        path.name,
        "Gói dữ liệu này đã được nhận ngày 20/11/2026; không có gì thay đổi.",
    ]
    assert not section.take_button.isVisible()
    assert everything(upper) == before


def test_a_bundle_swapped_after_the_preview_is_refused(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    put(commune, "area", name="Ấp Đông Hưng")
    path = sent(commune, AN_GIANG.code, tmp_path).path
    section = shown(pages, upper, path)
    put(commune, "area", name="Ấp Tây Hưng")
    shutil.copy(sent(commune, AN_GIANG.code, tmp_path).path, path)
    before = everything(upper)
    section.take()
    pages.idle(section)
    assert section.error.lines()[0] == "Tệp này không còn là gói dữ liệu đã xem trước."
    assert everything(upper) == before


def test_a_taking_in_that_was_stopped_changes_nothing(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    area = put(commune, "area", name="Ấp Đông Hưng")
    section = shown(pages, upper, sent(commune, AN_GIANG.code, tmp_path).path)
    # As long as somebody else writes, nothing can be taken in before it is stopped.
    with upper.file.writing():
        section.take()
        click(section.strip.cancel_button)
    pages.idle(section)
    assert section.said.text().startswith("Đã dừng theo yêu cầu. Không nội dung nào được nhận")
    assert value(upper, "area", area, "name") is None


def test_leaving_the_page_ends_a_look_and_keeps_nothing(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    put(commune, "area", name="Ấp Đông Hưng")
    path = sent(commune, AN_GIANG.code, tmp_path).path
    section = pages.receive(upper)
    with upper.file.writing():
        section.open_bundle(path)
        section.task.cancel() if section.task else None
    section.leave()
    pages.idle(section)
    assert not section.preview.isVisible()
    assert section.states.state() == 0


Spoil = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda raw: b"x" * 4096, "Tệp này không phải là gói dữ liệu."),
        (lambda raw: raw[: len(raw) // 2], "Gói dữ liệu bị cắt ngắn: tệp kết thúc trước khi hết nội dung."),
        (lambda raw: raw + b"\n", "Gói dữ liệu đã bị thay đổi hoặc bị hỏng ở vị trí"),
    ],
)
def test_a_spoiled_file_is_refused_in_three_lines_and_no_row_is_touched(
    spoil: Spoil, what: str, commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    put(commune, "area", name="Ấp Đông Hưng")
    path = sent(commune, AN_GIANG.code, tmp_path).path
    path.write_bytes(spoil(path.read_bytes()))
    before = everything(upper)
    section = shown(pages, upper, path)
    told, safe, then = section.error.lines()
    assert told.startswith(what)
    assert safe.endswith("Dữ liệu trên máy này không bị thay đổi.")
    assert then
    assert section.states.state() == 0
    assert everything(upper) == before


def test_a_bundle_for_another_unit_is_refused(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    path = sent(commune, AN_GIANG.code, tmp_path).path
    section = shown(pages, computer(make, TINH_BIEN, 3), path)
    assert section.error.lines()[0] == "Gói dữ liệu này ghi cho máy khác, không ghi cho máy này."


def test_a_file_that_is_gone_is_told(upper: Workspace, pages: Pages, tmp_path: Path) -> None:
    section = shown(pages, upper, tmp_path / "rut-ra.tqb")
    assert section.error.lines()[0].startswith("Không tìm thấy")


def test_a_bundle_of_somebody_unknown_is_refused_and_says_how_to_enrol_them(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    devices.confirm(commune, devices.import_key_file(commune, devices.export_key_file(upper)))
    path = sent(commune, AN_GIANG.code, tmp_path).path
    section = shown(pages, upper, path)
    assert section.error.lines()[0].startswith("Máy ghi gói dữ liệu này chưa được đăng ký tại đây")
    assert "25 chữ số" in section.error.lines()[2]


def test_what_the_level_above_gives_back_after_a_restore_is_told_apart(
    commune: Workspace, upper: Workspace, pages: Pages, stick: Path, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    kept = shutil.copytree(commune.folder, tmp_path / "ban-sao")
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    around = environment(seed=9, machine="may-moi")
    restored = open_workspace(kept, commune.user.id, PASSWORD, around)
    carry(restored, upper, tmp_path)
    section = shown(pages, restored, sent(upper, restored.station.code, stick).path)
    assert section.preview.back.isVisible()
    assert "1 thay đổi là của chính đơn vị" in section.preview.back.text()
    section.take()
    pages.idle(section)
    with restored.reading() as reader:
        assert [row.values["name"] for row in reader.records.whole("area")] == ["Ấp 1"]
    restored.close()


def test_a_bundle_of_a_computer_that_another_replaced_is_told_as_such(
    commune: Workspace, upper: Workspace, pages: Pages, stick: Path, tmp_path: Path
) -> None:
    acquaint(commune, upper)
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    kept = shutil.copytree(commune.folder, tmp_path / "ban-sao")
    heir = open_workspace(kept, commune.user.id, PASSWORD, environment(seed=9, machine="may-moi"))
    renewing.answer_copy(heir, replaced=True)
    section = shown(pages, upper, sent(heir, upper.station.code, stick).path)
    assert not section.preview.replaced.isVisible()
    carry(heir, upper, tmp_path)
    heir.close()
    put(commune, "area", name="Ấp 2")
    section = shown(pages, upper, sent(commune, upper.station.code, stick).path)
    assert section.preview.replaced.isVisible()
    assert "20/11/2026" in section.preview.replaced.text()
    assert NHON_HUNG.name in section.preview.replaced.text()
    section.take()
    pages.idle(section)
    with upper.reading() as reader:
        assert len(reader.records.whole("area")) == 2
