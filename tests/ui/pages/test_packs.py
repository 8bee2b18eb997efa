"""Print packs on their pages: the station makes one, the ward official takes one in and gives results back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.access import NotAllowed, Role
from desktop.services import award_packs, awarding, bundles, certificates, devices, pack_opening
from desktop.services.award_packs import MadePack
from desktop.services.places import Place
from desktop.services.workspace import Workspace
from desktop.ui.pages.sync.pack_make import MakePackSection, slip_paper
from desktop.ui.pages.sync.pack_open import OpenPackSection
from desktop.ui.pages.sync.pack_results import ResultsSection
from desktop.ui.pages.sync.packs_page import PacksPage
from desktop.ui.pages.sync.section import Section
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.tabs import TabbedPage
from desktop.vault.recovery import PackCode
from tests.kit.keys import click, find, find_all, type_text
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import NHON_HUNG, WorkspaceMaker
from tests.services.exchange import computer, quiet
from tests.services.packs import DAY, Packed, looked, pack_of, packed, ward_file
from tests.ui.conftest import ContextMaker
from tests.ui.pages.sync_kit import Pages

S = TypeVar("S", bound=Section)


@pytest.fixture
def at(make: WorkspaceMaker) -> Packed:
    return packed(make)


@pytest.fixture
def made(at: Packed, tmp_path: Path) -> MadePack:
    return pack_of(at, tmp_path)


@pytest.fixture
def ward(made: MadePack, tmp_path: Path) -> Iterator[Workspace]:
    there = ward_file(looked(made), tmp_path / "phuong")
    yield there
    there.close()


@pytest.fixture
def stick(tmp_path: Path) -> Place:
    folder = tmp_path / "usb"
    folder.mkdir()
    return Place(folder, "USB xanh", 2**30, stick=True)


SectionOf = Callable[[TabbedPage, str, type[S]], S]


@pytest.fixture
def section_of(qtbot: QtBot) -> SectionOf[Section]:
    kept: list[TabbedPage] = []

    def show(page: TabbedPage, tab: str, kind: type[Section]) -> Section:
        kept.append(page)
        qtbot.addWidget(page)
        page.resize(1150, 692)
        with qtbot.waitActive(page):
            page.show()
        page.arrive(OpenPage("packs", tab))
        assert isinstance(page.current, kind)
        return page.current

    return show


def idle(qtbot: QtBot, section: Section) -> None:
    qtbot.waitUntil(lambda: section.task is None, timeout=20_000)


def button(section: Section, name: str) -> QPushButton:
    return find(section, QPushButton, name)


# The station


@pytest.fixture
def making(at: Packed, context_of: ContextMaker, qtbot: QtBot, stick: Place) -> MakePackSection:
    pages = Pages(context_of, qtbot, [stick])
    section = pages.open(at.station, "pack").current
    assert isinstance(section, MakePackSection)
    return section


def test_a_pack_is_written_and_its_code_shown_once(
    making: MakePackSection, qtbot: QtBot, stick: Place
) -> None:
    assert making.offers() == ["Tổng kết năm 2026 · 3 khen thưởng", "Đợt khác · 1 khen thưởng"]
    click(making.write_button)
    idle(qtbot, making)
    assert making.done.texts()[0] == "Đã ghi xong. Có thể rút USB"
    (file,) = stick.folder.glob("*.tqgi")
    shown = " ".join(find(making, QLabel, f"Code_{place}").text() for place in range(4))
    assert looked_at(file, shown) == ("Tổng kết năm 2026",)
    making.leave()
    assert [
        each
        for each in find_all(making, QLabel)
        if each.objectName().startswith("Code_") and each.isVisible()
    ] == []
    assert making.offers()[0].startswith("Tổng kết năm 2026 · 3 khen thưởng · đã làm gói ngày")


def looked_at(file: Path, code: str) -> tuple[str, ...]:
    return pack_opening.look(file, PackCode.parse(code), DAY, quiet).sets


def test_the_slip_tells_the_code_the_day_and_the_digits(made: MadePack, making: MakePackSection) -> None:
    paper = slip_paper(made, making.words)
    assert (paper.title, paper.pages) == ("Phiếu mã mở gói in", 1)


def test_without_a_set_there_is_nothing_to_pack(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    section = Pages(context_of, qtbot).open(computer(make, NHON_HUNG, 5), "pack").current
    assert isinstance(section, MakePackSection)
    assert not section.write_button.isEnabled()
    assert find(section, QLabel, "NoPackSets").isVisible()


# The ward official


def open_pack(section: OpenPackSection, door: ScriptedDoor, made: MadePack) -> None:
    door.will_answer("packs.choose", made.path)
    click(section.chooser.choose_button)
    for line, group in zip(section.chooser.code.lines, made.code.groups, strict=True):
        type_text(line, group)
    click(section.open_button)


def test_a_newer_pack_is_read_before_it_is_taken(
    at: Packed,
    ward: Workspace,
    door: ScriptedDoor,
    context_of: ContextMaker,
    section_of: SectionOf[Section],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    certificates.printed(ward, at.awards)
    awarding.revoke(at.station, at.awards[:1], "16/QĐ-UBND", DAY, "Khai man")
    section = section_of(PacksPage(context_of(ward)), "open", OpenPackSection)
    assert isinstance(section, OpenPackSection)
    open_pack(section, door, pack_of(at, tmp_path))
    qtbot.waitUntil(section.take_button.isVisible, timeout=20_000)
    assert "Công an phường Nhơn Hưng giao" in find(section, QLabel, "PackToldText").text()
    click(section.take_button)
    qtbot.waitUntil(section.done.isVisible, timeout=20_000)
    assert section.done.texts()[0] == "Đã nhận gói in"
    assert any("hai nơi cùng sửa" in text for text in section.done.texts()[1:])


def test_the_same_pack_again_says_so(
    made: MadePack,
    ward: Workspace,
    door: ScriptedDoor,
    context_of: ContextMaker,
    section_of: SectionOf[Section],
    qtbot: QtBot,
) -> None:
    section = section_of(PacksPage(context_of(ward)), "open", OpenPackSection)
    assert isinstance(section, OpenPackSection)
    open_pack(section, door, made)
    qtbot.waitUntil(section.done.isVisible, timeout=20_000)
    assert section.done.texts()[0] == "Gói in này đã nhận rồi, không có gì thay đổi"


@pytest.mark.parametrize("equal", [True, False])
def test_a_computer_that_is_not_known_is_compared_first(  # each part by its own right
    equal: bool,
    make: WorkspaceMaker,
    ward: Workspace,
    door: ScriptedDoor,
    context_of: ContextMaker,
    section_of: SectionOf[Section],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    other = packed(make, computer(make, NHON_HUNG, 6))
    section = section_of(PacksPage(context_of(ward)), "open", OpenPackSection)
    assert isinstance(section, OpenPackSection)
    open_pack(section, door, pack_of(other, tmp_path))
    door.will_answer("packs.stranger", equal)
    qtbot.waitUntil(lambda: bool(door.questions) and section.task is None, timeout=20_000)
    assert door.questions[0].facts["digits"] == devices.own_fingerprint(other.station)
    assert section.take_button.isVisible() is equal


def test_results_are_counted_and_written_for_the_station(
    at: Packed,
    ward: Workspace,
    context_of: ContextMaker,
    section_of: SectionOf[Section],
    qtbot: QtBot,
    stick: Place,
) -> None:
    section = section_of(PacksPage(context_of(ward), lambda: [stick]), "results", ResultsSection)
    assert isinstance(section, ResultsSection)
    assert section.waiting.text() == "Không có kết quả mới cần trả"
    certificates.printed(ward, at.awards)
    section.prepare()
    assert section.waiting.text() == "Chưa có xác nhận của đơn vị: 1 lần thay đổi"
    click(section.write_button)
    qtbot.waitUntil(section.done.isVisible, timeout=20_000)
    (file,) = stick.folder.glob("*.tqb")
    assert bundles.import_bundle(at.station, file, quiet).new == 1


def test_a_ward_official_in_the_units_own_file_has_no_results_to_give(
    make: WorkspaceMaker, context_of: ContextMaker, qtbot: QtBot
) -> None:
    page = PacksPage(context_of(make(role=Role.WARD).workspace))
    qtbot.addWidget(page)
    assert page.titles() == ["Mở gói in", "Cần xử lý"]


def test_offers_need_somebody_who_sends(ward: Workspace) -> None:
    with pytest.raises(NotAllowed):
        award_packs.offers(ward)
