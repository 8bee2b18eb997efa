"""What two computers changed at once is counted, and settled by one click that can be taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from desktop.services import conflicts, registers, rejecting
from desktop.services.accounts import open_workspace
from desktop.services.history import history_of
from desktop.services.workspace import Workspace
from desktop.ui.kit.widgets import Button
from desktop.ui.pages.sync.attention import AttentionSection
from desktop.ui.pages.sync.page import SyncPage
from desktop.ui.shell.navigation import OpenPage, OpenRecord
from desktop.ui.shell.window import MainWindow
from tests.kit.keys import click, find, find_all
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, WorkspaceMaker, environment, put
from tests.services.exchange import acquaint, carry, computer, edit, sent, value
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
def second(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, NHON_HUNG, 3)
    acquaint(commune, made)
    return made


def meet(one: Workspace, other: Workspace, folder: Path) -> None:
    carry(one, other, folder)
    carry(other, one, folder)


def in_two_places(commune: Workspace, second: Workspace, folder: Path, **fields: str) -> str:
    """A person whose field was changed on both computers: here to a value with 1 at its end, there with 2."""
    person = put(commune, "person", full_name="Trần Thị Bình")
    carry(commune, second, folder)
    edit(commune, "person", person, **{name: f"{text}1" for name, text in fields.items()})
    edit(second, "person", person, **{name: f"{text}2" for name, text in fields.items()})
    meet(commune, second, folder)
    return person


def attention(page: SyncPage) -> AttentionSection:
    section = page.current
    assert isinstance(section, AttentionSection)
    return section


def shown(pages: Pages, workspace: Workspace) -> AttentionSection:
    return attention(pages.open(workspace, "attention"))


def button_of(section: AttentionSection, text: str) -> Button:
    """The button under the side that says this."""
    card = section.cards[0]
    at = next(at for at, side in enumerate(card.texts()) if side[0] == text)
    return find(card, Button, f"Choose_{at}")


def test_a_conflict_is_counted_and_settled_in_two_clicks_and_both_computers_agree(
    commune: Workspace, second: Workspace, pages: Pages, tmp_path: Path
) -> None:
    person = in_two_places(commune, second, tmp_path, address="ấp ")
    page = pages.open(second)
    bar = find(page, QTabBar, "PageTabs")
    click(bar, bar.tabRect(page.titles().index("Cần xử lý")).center())
    section = attention(page)
    assert section.count_text() == "Cần xử lý: 1 mục"
    assert {side[0] for side in section.cards[0].texts()} == {"ấp 1", "ấp 2"}
    click(button_of(section, "ấp 1"))
    assert section.cards == []
    assert section.none.isVisible()
    meet(second, commune, tmp_path)
    assert value(commune, "person", person, "address") == value(second, "person", person, "address") == "ấp 1"
    assert (conflicts.count(commune), conflicts.count(second)) == (0, 0)
    assert commune.file.digest() == second.file.digest()


def test_each_side_says_who_wrote_it_when_and_where(
    commune: Workspace, second: Workspace, pages: Pages, tmp_path: Path
) -> None:
    in_two_places(commune, second, tmp_path, address="ấp ")
    sides = dict(shown(pages, commune).cards[0].texts())
    digits = second.key_file().certificate.fingerprint[:5]
    assert sides == {
        "ấp 1": "Nguyễn Văn An · 08:00, 20/11/2026 · máy này",
        "ấp 2": f"Nguyễn Văn An · 08:00, 20/11/2026 · máy có số đầu {digits}",
    }


def test_a_choice_is_taken_back_by_the_button_of_its_toast(
    commune: Workspace, second: Workspace, pages: Pages, tmp_path: Path
) -> None:
    in_two_places(commune, second, tmp_path, address="ấp ")
    section = shown(pages, commune)
    before = section.cards[0].texts()
    click(button_of(section, "ấp 2"))
    assert section.toast.text() == "Đã chọn: Trần Thị Bình"
    click(section.toast.button)
    assert section.toast.text() == "Đã hoàn tác, mục này lại chờ chọn"
    assert section.cards[0].texts() == before
    assert conflicts.count(commune) == 1


def test_masked_values_are_chosen_from_after_a_look(
    commune: Workspace, second: Workspace, pages: Pages, tmp_path: Path
) -> None:
    person = in_two_places(commune, second, tmp_path, phone="090200000")
    section = shown(pages, commune)
    assert {side[0] for side in section.cards[0].texts()} == {"••••••"}
    assert not find(section.cards[0], Button, "Choose_0").isEnabled()
    click(find(section.cards[0], Button, "ConflictReveal"))
    click(button_of(section, "0902000002"))
    assert value(commune, "person", person, "phone") == "0902000002"


def test_f9_covers_what_was_looked_at(
    commune: Workspace, second: Workspace, pages: Pages, tmp_path: Path
) -> None:
    in_two_places(commune, second, tmp_path, phone="090200000")
    section = shown(pages, commune)
    click(find(section.cards[0], Button, "ConflictReveal"))
    section.context.privacy.toggle()
    assert {side[0] for side in section.cards[0].texts()} == {"••••••"}
    assert not find(section.cards[0], Button, "Choose_0").isEnabled()


def test_a_look_lasts_until_the_page_is_left(
    commune: Workspace, second: Workspace, pages: Pages, tmp_path: Path
) -> None:
    in_two_places(commune, second, tmp_path, phone="090200000")
    section = shown(pages, commune)
    click(find(section.cards[0], Button, "ConflictReveal"))
    section.leave()
    section.reload()
    assert {side[0] for side in section.cards[0].texts()} == {"••••••"}


def test_a_group_ended_here_and_changed_there_is_kept_by_one_click(
    commune: Workspace, second: Workspace, pages: Pages, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    carry(commune, second, tmp_path)
    registers.retire(commune, "group", group, "sáp nhập", commune.today())
    edit(second, "group", group, name="Tổ 01")
    meet(commune, second, tmp_path)
    section = shown(pages, commune)
    ended, kept = section.cards[0].texts()
    assert ended[:3] == ["Đã giải thể", "Từ ngày 20/11/2026", "Lý do: sáp nhập"]
    assert kept[:2] == ["Vẫn đang theo dõi", "Nơi khác đã sửa: Tên tổ: Tổ 01"]
    assert [find(section.cards[0], Button, f"Choose_{at}").text() for at in (0, 1)] == ["Giải thể", "Giữ lại"]
    click(find(section.cards[0], Button, "Choose_1"))
    assert section.cards == []
    with commune.reading() as reader:
        row = reader.records.get("group", group)
    assert row is not None
    assert row.standing == "active"


def test_what_was_written_meanwhile_is_shown_and_not_replaced(
    commune: Workspace, second: Workspace, pages: Pages, tmp_path: Path
) -> None:
    person = in_two_places(commune, second, tmp_path, address="ấp ")
    section = shown(pages, commune)
    edit(commune, "person", person, address="ấp 3")
    click(button_of(section, "ấp 1"))
    assert section.error.lines()[0].startswith("Mục này vừa được ghi thêm")
    assert section.cards == []
    assert value(commune, "person", person, "address") == "ấp 3"


def test_the_record_is_opened_in_its_register(
    commune: Workspace, second: Workspace, pages: Pages, tmp_path: Path
) -> None:
    person = in_two_places(commune, second, tmp_path, address="ấp ")
    section = shown(pages, commune)
    asked: list[object] = []
    section.context.navigation.asked.connect(asked.append)
    click(find(section.cards[0], Button, "ConflictOpen"))
    assert asked == [OpenRecord("person", person)]


def test_nothing_to_settle_is_said(commune: Workspace, pages: Pages) -> None:
    section = shown(pages, commune)
    assert section.none.isVisible()
    assert find_all(section, Button, "Choose_0") == []


def test_the_navigation_shows_how_much_waits(
    commune: Workspace,
    second: Workspace,
    context_of: ContextMaker,
    pages: Pages,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    context = context_of(commune)
    window = MainWindow(context, {"sync": lambda: pages.open(commune)})
    qtbot.addWidget(window)
    assert window.navigation_bar.counts() == {}
    in_two_places(commune, second, tmp_path, address="ấp ")
    assert window.navigation_bar.counts() == {"sync": "1"}
    section = shown(pages, commune)
    click(button_of(section, "ấp 1"))
    assert window.navigation_bar.counts() == {}


def test_a_copy_that_went_on_under_one_name_is_mended_by_one_button(
    commune: Workspace, make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    upper = computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    put(commune, "area", name="Ấp 0")
    carry(commune, upper, tmp_path)
    shutil.copytree(commune.folder, tmp_path / "ban-sao")
    around = environment(seed=11, machine=commune.environment.machine)
    twin = open_workspace(tmp_path / "ban-sao", commune.user.id, PASSWORD, around)
    put(commune, "area", name="Ấp 1")
    there = put(twin, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    receiving = pages.receive(upper)
    receiving.open_bundle(sent(twin, AN_GIANG.code, tmp_path).path)
    pages.idle(receiving)
    assert receiving.error.lines()[2].startswith("Mở thẻ Cần xử lý")
    told = shown(pages, upper)
    assert told.forks[0].texts()[0] == "Công an phường Nhơn Hưng: hai bản sao của một máy cùng ghi tiếp"
    asked: list[object] = []
    told.context.navigation.asked.connect(asked.append)
    click(find(told, Button, "ForkSend"))
    assert asked == [OpenPage("sync", "send")]
    carry(upper, twin, tmp_path)
    section = shown(pages, twin)
    assert section.count_text() == "Cần xử lý: 1 mục"
    assert "1 lần ghi của máy này" in section.forks[0].texts()[1]
    click(find(section, Button, "ForkHeal"))
    assert section.toast.text().startswith("Máy đã mang tên mới")
    assert section.none.isVisible()
    carry(twin, upper, tmp_path)
    assert value(upper, "area", there, "name") == "Ấp 2"
    twin.close()


# What the level above rejected


def rejected(commune: Workspace, upper: Workspace, folder: Path, *, record: bool = False) -> str:
    """A group, or its second name, that the upper level has rejected; the commune has heard of it."""
    group = put(commune, "group", name="Tổ 1")
    if not record:
        edit(commune, "group", group, name="Tổ 99")
    carry(commune, upper, folder)
    last = history_of(upper, "group", group)[0].operation
    rejecting.reject(upper, [("group", group)], last, "Không có tổ này")
    carry(upper, commune, folder)
    return group


def test_a_rejection_says_what_and_why_and_leads_to_the_record(
    make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    commune, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    group = rejected(commune, upper, tmp_path)
    section = attention(pages.open(commune, "attention"))
    (card,) = section.rejections
    assert card.texts()[:3] == [
        f"{AN_GIANG.name} từ chối: Tổ: Tổ 1",
        "Lý do: Không có tổ này",
        "Mục trở lại như trước: Tên tổ",
    ]
    assert section.count_text() == "Cần xử lý: 1 mục"
    with pages.qtbot.waitSignal(card.correct_asked):
        click(card.correct_button)
    assert value(commune, "group", group, "name") == "Tổ 1"
    click(section.rejections[0].read_button)
    assert section.rejections == []
    assert section.none.isVisible()


def test_a_rejected_record_is_brought_back_to_be_corrected(
    make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    commune, upper = computer(make, NHON_HUNG, 1), computer(make, AN_GIANG, 2)
    acquaint(commune, upper)
    group = rejected(commune, upper, tmp_path, record=True)
    section = attention(pages.open(commune, "attention"))
    assert section.rejections[0].correct_button.text() == "Khôi phục để sửa"
    click(section.rejections[0].correct_button)
    with commune.reading() as reader:
        row = reader.records.get("group", group)
    assert row is not None
    assert row.standing == "active"
