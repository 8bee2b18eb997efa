"""A page makes no windows of its own: one that flashes up takes the keyboard away in the middle of a word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.workspace import Workspace
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.shell.entries import ENTRIES
from desktop.ui.shell.navigation import NewRecord, OpenRecord
from tests.kit.workspaces import put
from tests.ui.conftest import ContextMaker

VALUES: dict[str, dict[str, str | int]] = {
    "area": {"name": "Ấp Đông Hưng"},
    "person": {"full_name": "Nguyễn Văn Sang"},
    "group": {"name": "Tổ tự quản số 05"},
    "household": {"head_name": "Nguyễn Văn Sáu"},
    "dispute": {"summary": "Tranh chấp lối đi", "received_on": "2026-03-05"},
    "model": {"name": "Tiếng kẻng an ninh"},
    "equipment": {"name": "Bình chữa cháy"},
    "event": {"name": "Lắng nghe ý kiến Nhân dân", "held_on": "2026-03-05"},
    "opinion": {"content": "Đề nghị lắp đèn đường", "received_on": "2026-03-05"},
    "tip": {"summary": "Nghi bán lẻ ma túy", "received_on": "2026-03-05"},
    "contribution": {"giver": "Hộ ông Sáu", "given_on": "2026-03-05"},
    "review": {"name": "Sơ kết sáu tháng", "kind": "interim"},
    "succession": {"old_name": "Phường Nhơn Hưng", "new_name": "Phường Thới Sơn", "changed_on": "2025-07-01"},
    "opening_figure": {
        "indicator": "visits",
        "first_on": "2025-01-01",
        "last_on": "2025-12-31",
        "value": 320,
    },
    "cut_off": {"period_kind": "month", "since": "2026-01-01", "first_day": 15},
    "target": {"indicator": "visits", "year": 2026, "value": 120},
    "award": {"printed_name": "Nguyễn Văn Sang", "achievement": "Giữ gìn an ninh, trật tự"},
    "blank_use": {"used_on": "2026-03-05", "layout": "Giấy khen A4 ngang", "printed": 20, "spoiled": 1},
}


class Watch(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched.objectName())
        return False


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watch]:
    made = Watch()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.mark.parametrize("register", sorted(VALUES))
def test_opening_editing_and_adding_show_no_other_window(
    qtbot: QtBot, workspace: Workspace, context_of: ContextMaker, watch: Watch, register: str
) -> None:
    record = put(workspace, register, **VALUES[register])
    page = RegisterPage(context_of(workspace), register)
    qtbot.addWidget(page)
    page.resize(1150, 700)
    with qtbot.waitActive(page):
        page.show()
    page.arrive(OpenRecord(register, record))
    page.edit_record()
    page.arrive(NewRecord(register))
    assert watch.shown == ["Page"]
    assert page.isActiveWindow()


def test_every_register_of_the_window_is_tried_here() -> None:
    # These need another record first; their forms have no other kinds of fields.
    needy = {"member", "visit", "point", "recognition"}
    shown = {register for entry in ENTRIES for register in entry.registers}
    assert set(VALUES) == shown - needy
