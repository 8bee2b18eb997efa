"""A damaged stick at the upper level's desk, and its slip at the commune's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.pdf.render import page_count
from desktop.services import bundles
from desktop.services.workspace import Workspace
from desktop.ui.pages.sync.receive import ReceiveSection
from tests.kit.keys import press
from tests.kit.scripted_door import ScriptedDoor
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import UPPER, acquaint, computer, everything, quiet, sent, value
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
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


def damaged(commune: Workspace, folder: Path, *, part: bool = True) -> Path:
    """A bundle on a stick with a hole in its second part, or with its end gone."""
    path = sent(commune, UPPER, folder).path
    raw = path.read_bytes()
    at = raw.rindex(b"parts/0001.age", 0, raw.index(b"PK\x01\x02")) + 100
    path.write_bytes(raw[:at] + bytes(50) + raw[at + 50 :] if part else raw[:-40])
    return path


def opened(pages: Pages, workspace: Workspace, path: Path) -> ReceiveSection:
    section = pages.receive(workspace)
    section.open_bundle(path)
    pages.idle(section)
    return section


def test_what_is_whole_is_offered_kept_and_the_rest_asked_for(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp Tây Hưng")
    section = opened(pages, upper, damaged(commune, pages.plug_in(tmp_path / "usb")))
    assert section.error.lines()
    assert section.salvager.offer.isVisible()
    before = everything(upper)
    press(section.salvager.offer_button, Qt.Key.Key_Space)
    pages.idle(section)
    told = section.done.texts()
    assert told[:2] == [
        "Đã giữ lại phần còn nguyên",
        f"{NHON_HUNG.name}: không đọc được 1 trong 2 phần của gói",
    ]
    # Nothing was received yet, and no line says so.
    assert section.states.texts()[2].endswith("Đã giữ phần còn nguyên, chờ gửi lại")
    code = f"{commune.device[:8]}-1"
    assert f"Mã gửi lại: {code}" in told
    assert everything(upper) == before
    door.will_answer("salvage.slip", tmp_path / "phieu.pdf")
    press(section.salvager.slip_button, Qt.Key.Key_Space)
    assert page_count((tmp_path / "phieu.pdf").read_bytes()) == 1

    sending = pages.send(commune)
    door.will_answer("sync.send.again.ask", {"code": f" {code.upper()} "})
    press(sending.slip_button, Qt.Key.Key_Space)
    pages.idle(sending)
    written = next(text for text in sending.done.texts() if text.endswith(".tqb"))
    bundles.import_bundle(upper, tmp_path / "usb" / written, quiet)
    assert value(upper, "area", area, "name") == "Ấp Tây Hưng"


def test_damage_that_touched_nothing_is_mended_at_once(
    commune: Workspace, upper: Workspace, pages: Pages, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    section = opened(pages, upper, damaged(commune, pages.plug_in(tmp_path / "usb"), part=False))
    press(section.salvager.offer_button, Qt.Key.Key_Space)
    pages.idle(section)
    assert section.done.texts()[0] == "Đã nhận được cả gói"
    assert section.salvager.slip_button.isHidden()


def test_nothing_is_offered_where_nothing_is_damaged(
    commune: Workspace, upper: Workspace, pages: Pages, make: WorkspaceMaker, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    stranger = computer(make, AN_GIANG, 9)
    section = opened(pages, stranger, sent(commune, UPPER, pages.plug_in(tmp_path / "usb")).path)
    assert section.error.lines()
    assert not section.salvager.offer.isVisible()


def test_a_wrong_code_writes_nothing(
    commune: Workspace, upper: Workspace, pages: Pages, door: ScriptedDoor, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    stick = pages.plug_in(tmp_path / "usb")
    sending = pages.send(commune)
    door.will_answer("sync.send.again.ask", {"code": "12345678-1"})
    press(sending.slip_button, Qt.Key.Key_Space)
    pages.idle(sending)
    assert "12345678-1" in sending.error.lines()[0]
    assert list(stick.iterdir()) == []
