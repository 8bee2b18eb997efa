"""The small pieces of every screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.widgets import ElidedLabel, Notice
from tests.kit.keys import click

NAME = "Nguyễn Trần Thanh Phượng, ấp Đông Hưng"


@pytest.fixture
def flow(qtbot: QtBot) -> Iterator[FlowLayout]:
    """Six blocks of 100 by 30."""
    host = QWidget()
    qtbot.addWidget(host)
    layout = FlowLayout(host, gap=8)
    for _ in range(6):
        block = QWidget()
        block.setFixedSize(100, 30)
        layout.addWidget(block)
    host.show()
    yield layout
    host.close()


def places(flow: FlowLayout) -> list[tuple[int, int]]:
    made = []
    for at in range(flow.count()):
        item = flow.itemAt(at)
        assert item is not None
        made.append((item.geometry().x(), item.geometry().y()))
    return made


def test_things_go_on_in_the_next_line_when_there_is_no_room(flow: FlowLayout) -> None:
    flow.setGeometry(QRect(0, 0, 320, 200))
    assert places(flow) == [(0, 0), (108, 0), (216, 0), (0, 38), (108, 38), (216, 38)]


@pytest.mark.parametrize(("width", "height"), [(1000, 30), (320, 68), (210, 106), (100, 220), (10, 220)])
def test_the_height_of_a_flow_follows_its_width(flow: FlowLayout, width: int, height: int) -> None:
    assert flow.heightForWidth(width) == height


def test_a_hidden_thing_takes_no_room(flow: FlowLayout) -> None:
    item = flow.itemAt(0)
    assert item is not None
    widget = item.widget()
    assert widget is not None
    widget.hide()
    flow.setGeometry(QRect(0, 0, 320, 200))
    assert places(flow)[1] == (0, 0)


def test_a_thing_may_be_put_between_others(flow: FlowLayout) -> None:
    added = QPushButton("mới")
    flow.insert_widget(1, added)
    item = flow.itemAt(1)
    assert item is not None
    assert item.widget() is added
    assert flow.count() == 7


def test_a_flow_gives_its_things_back(flow: FlowLayout) -> None:
    while (item := flow.takeAt(0)) is not None:
        widget = item.widget()
        assert widget is not None
        widget.deleteLater()
    assert flow.count() == 0


def test_a_text_without_room_is_elided_and_told_by_its_tooltip(qtbot: QtBot) -> None:
    line = ElidedLabel("Name", NAME)
    qtbot.addWidget(line)
    line.resize(120, 24)
    line.show()
    assert line.text().endswith("…")
    assert line.toolTip() == NAME
    line.resize(600, 24)
    assert line.text() == NAME
    assert line.toolTip() == ""


def test_an_elided_text_asks_for_the_room_of_the_whole(qtbot: QtBot) -> None:
    line = ElidedLabel("Name", NAME)
    qtbot.addWidget(line)
    line.resize(120, 24)
    assert line.sizeHint().width() >= line.fontMetrics().horizontalAdvance(NAME)


def test_a_notice_tells_which_of_its_buttons_was_pressed(qtbot: QtBot) -> None:
    notice = Notice("Draft")
    qtbot.addWidget(notice)
    notice.say("Còn 1 bản nháp")
    resume, drop = notice.offer("Resume", "Mở"), notice.offer("Drop", "Bỏ")
    notice.show()
    with qtbot.waitSignal(notice.acted) as heard:
        click(drop)
    assert heard.args == ["Drop"]
    assert notice.text() == "Còn 1 bản nháp"
    assert resume.isVisible()


def test_privacy_stays_until_it_is_asked_again(qtbot: QtBot) -> None:
    privacy = Privacy()
    with qtbot.waitSignal(privacy.changed) as heard:
        privacy.toggle()
    assert heard.args == [True]
    assert privacy.hidden
    privacy.toggle()
    assert not privacy.hidden
