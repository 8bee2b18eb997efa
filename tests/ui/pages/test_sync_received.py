"""Bundles that came and that wait, on the screen: the way back, and what was merged by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.bundle.errors import BundleGap
from desktop.services import bundles, holding
from desktop.services.workspace import Workspace
from desktop.ui.pages.sync.received import ReceivedSection
from tests.kit.keys import click
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, edit, quiet, value
from tests.services.test_holding import packs
from tests.ui.conftest import ContextMaker
from tests.ui.pages.sync_kit import Pages

SAFE = (
    f"Dữ liệu của {NHON_HUNG.name} không thay đổi; đơn vị được báo trong gói trả lời."
    " Có thể nhận lại gói bất cứ lúc nào."
)


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
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


def opened(pages: Pages, workspace: Workspace) -> ReceivedSection:
    section = pages.open(workspace, "received").current
    assert isinstance(section, ReceivedSection)
    return section


def idle(pages: Pages, section: ReceivedSection) -> None:
    pages.qtbot.waitUntil(lambda: section.task is None)


def test_nothing_came_yet(upper: Workspace, pages: Pages) -> None:
    section = opened(pages, upper)
    assert section.none.isVisible()
    assert not section.yes_button.isVisible()


def test_a_bundle_is_undone_after_a_look_at_what_goes(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    edit(commune, "area", area, name="Ấp Một")
    put(commune, "group", name="Tổ 1")
    carry(commune, upper, tmp_path)
    section = opened(pages, upper)
    assert [card.texts()[1] for card in section.past] == ["2 lần thay đổi", "1 lần thay đổi"]
    click(section.past[0].button)
    idle(pages, section)
    assert section.preview.texts() == [
        f"Hoàn tác gói của {NHON_HUNG.name}",
        "2 lần thay đổi của gói được để riêng: vẫn giữ trên máy này, không tính vào sổ.",
        SAFE,
    ]
    assert section.preview.counts.rows()[1:] == [
        ["Địa bàn", "–", "–", "1", "–"],
        ["Các tổ", "1", "–", "–", "–"],
    ]
    assert section.preview.lines.texts()[-1] == "Không còn · Tổ: Tổ 1"
    assert value(upper, "area", area, "name") == "Ấp Một"
    click(section.yes_button)
    idle(pages, section)
    assert value(upper, "area", area, "name") == "Ấp 1"
    assert section.past[0].texts()[1] == "Đã để riêng 2 lần thay đổi, chưa dùng"
    click(section.past[0].button)
    idle(pages, section)
    assert section.preview.texts()[0] == f"Nhận lại gói của {NHON_HUNG.name}"
    click(section.yes_button)
    idle(pages, section)
    assert value(upper, "area", area, "name") == "Ấp Một"


def test_who_thinks_better_of_it_changes_nothing(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    section = opened(pages, upper)
    click(section.past[0].button)
    idle(pages, section)
    click(section.no_button)
    assert section.past[0].isVisible()
    assert not section.preview.isVisible()
    assert value(upper, "area", area, "name") == "Ấp 1"


def test_what_waits_says_what_for_and_can_be_thrown_away(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    _, _, third = packs(commune, upper, tmp_path, 3)
    with pytest.raises(BundleGap):
        bundles.import_bundle(upper, third, quiet)
    section = opened(pages, upper)
    title, why = section.waiting[0].texts()
    assert title.startswith(f"{NHON_HUNG.name} · gói số 3 · ")
    assert why == "Thiếu gói từ số 1 đến số 2"
    door.will_answer("received.discard", True)
    click(section.waiting[0].button)
    assert section.waiting == []
    assert section.none.isVisible()


def test_one_that_gave_way_is_told_once(
    commune: Workspace,
    upper: Workspace,
    pages: Pages,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(holding, "MOST_FILES", 1)
    for path in packs(commune, upper, tmp_path, 4)[2:]:
        with pytest.raises(BundleGap):
            bundles.import_bundle(upper, path, quiet)
    section = opened(pages, upper)
    assert section.gone.text().startswith("1 gói chờ lâu nhất đã được bỏ")
    section.gone.acted.emit("told")
    assert not section.gone.isVisible()


def test_what_was_merged_by_itself_is_shown_on_request(
    commune: Workspace, make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    second = computer(make, NHON_HUNG, 3)
    acquaint(commune, second)
    person = put(commune, "person", full_name="Trần Thị Bình")
    carry(commune, second, tmp_path)
    edit(commune, "person", person, address="ấp 1")
    edit(second, "person", person, born="1980")
    carry(commune, second, tmp_path)
    section = opened(pages, second)
    assert not section.past[1].merged_button.isVisible()
    click(section.past[0].merged_button)
    line = section.past[0].texts()[-1]
    assert line.startswith("Người: Trần Thị Bình. ")
    assert "Nơi ở" in line
    assert "Ngày sinh" in line


# Many on one stick


def test_the_list_says_whose_each_bundle_is(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 4)
    acquaint(neighbour, upper)
    stick = pages.plug_in(tmp_path / "usb")
    put(commune, "area", name="Ấp 1")
    carry(commune, upper, stick)
    bundles.export(neighbour, AN_GIANG.code, stick, quiet)
    found = [text.split(" · ")[1] for text in pages.receive(upper).found()]
    assert found == [
        f"gói của {TINH_BIEN.name}",
        f"gói của {NHON_HUNG.name}, đã nhận ngày {upper.today():%d/%m/%Y}",
    ]
    other = [text.split(" · ")[1] for text in pages.receive(neighbour).found()]
    assert sorted(other) == [f"gói cho {AN_GIANG.name}", f"máy này ghi, gửi {AN_GIANG.name}"]


def test_answers_for_all_units_go_out_by_one_button(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 4)
    acquaint(neighbour, upper)
    stick = pages.plug_in(tmp_path / "usb")
    section = pages.send(upper)
    assert section.all_button.text() == "Ghi cho tất cả 2 đơn vị"
    click(section.all_button)
    pages.idle(section)
    assert section.done.texts()[0] == "Đã ghi 2 gói. Có thể rút USB"
    assert len(list(stick.glob("*.tqb"))) == 2
    assert not pages.send(commune).all_button.isVisible()


def test_a_stick_that_was_pulled_out_names_who_is_left(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 4)
    acquaint(neighbour, upper)
    assert commune.device
    stick = pages.plug_in(tmp_path / "usb")
    section = pages.send(upper)
    stick.rmdir()
    click(section.all_button)
    pages.idle(section)
    assert section.error.lines()
