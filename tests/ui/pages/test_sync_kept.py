"""Holding the sealed copies of units below, on the screen: kept from a stick, listed with their dates, given back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.services.backup_away import write_away
from desktop.services.backup_files import copies_in
from desktop.services.outgoing_copy import want
from desktop.services.workspace import Workspace
from desktop.ui.pages.sync.kept_section import KeptSection
from tests.kit.keys import click, press
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, computer, quiet
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
    made = computer(make, NHON_HUNG, 1)
    put(made, "area", name="Ấp Một")
    return made


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


def opened(pages: Pages, workspace: Workspace) -> KeptSection:
    section = pages.open(workspace, "kept").current
    assert isinstance(section, KeptSection)
    return section


def idle(pages: Pages, section: KeptSection) -> None:
    pages.qtbot.waitUntil(lambda: section.task is None)


def test_a_copy_is_kept_from_a_stick_and_given_back_onto_another(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    stick = pages.plug_in(tmp_path / "usb")
    section = opened(pages, upper)
    assert section.listed() == []
    assert not section.give_button.isEnabled()
    click(section.collect_button)
    idle(pages, section)
    assert section.said.text().startswith("Không có bản sao niêm phong của đơn vị khác ở USB đỏ")
    write_away(commune, pages.sticks[0], quiet)
    press(section.collect_button, Qt.Key.Key_Space)
    idle(pages, section)
    assert section.said.text() == f"Đã giữ bản sao của {NHON_HUNG.name}. Có thể rút USB."
    (line,) = section.listed()
    assert line.startswith(f"{NHON_HUNG.name} · bản sao lúc ")
    assert "lần thay đổi" in line
    # The unit's own stick stays as it was; another goes back to it.
    assert len(copies_in(stick)) == 1
    pages.sticks.clear()
    other = pages.plug_in(tmp_path / "usb-moi", "USB xanh")
    again = opened(pages, upper)
    again.list.setFocus()
    press(again.list, Qt.Key.Key_Return)
    idle(pages, again)
    (given,) = copies_in(other)
    assert again.said.text().startswith("Đã ghi xong. Có thể rút USB. Bản sao của")
    assert given.folder.name in again.said.text()


def test_a_copy_nobody_known_sealed_is_told_and_not_kept(
    upper: Workspace, make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    pages.plug_in(tmp_path / "usb")
    stranger = computer(make, TINH_BIEN, 5)
    put(stranger, "area", name="Khóm Lạ")
    write_away(stranger, pages.sticks[0], quiet)
    section = opened(pages, upper)
    click(section.collect_button)
    idle(pages, section)
    assert section.said.text().startswith("Không giữ 1 bản sao")
    assert section.listed() == []


def test_a_commune_has_nobody_to_hold_copies_for(commune: Workspace, pages: Pages) -> None:
    assert not isinstance(pages.open(commune, "kept").current, KeptSection)


def test_bundles_for_all_take_the_sealed_copy_along(
    upper: Workspace, make: WorkspaceMaker, pages: Pages, tmp_path: Path
) -> None:
    acquaint(computer(make, TINH_BIEN, 4), upper)
    put(upper, "area", name="Ấp Trên")
    want(upper, wanted=True)
    stick = pages.plug_in(tmp_path / "usb")
    section = pages.send(upper)
    click(section.all_button)
    pages.idle(section)
    assert any("Đã kèm bản sao lưu niêm phong" in each for each in section.done.texts())
    assert len(copies_in(stick)) == 1
