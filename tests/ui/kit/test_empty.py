"""The causes of an empty list, told apart also without colour."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.ui.kit.empty import Cause, EmptyState, Nothing, Picture
from tests.kit.keys import click


def grey_picture(qtbot: QtBot, cause: Cause) -> QImage:
    picture = Picture(cause)
    qtbot.addWidget(picture)
    return picture.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def test_each_cause_has_a_picture_of_its_own_in_grey_too(qtbot: QtBot) -> None:
    pictures = [grey_picture(qtbot, cause) for cause in Cause]
    assert all(one != other for one, other in combinations(pictures, 2))


def test_it_says_a_sentence_a_reason_and_offers_a_way_on(qtbot: QtBot) -> None:
    state = EmptyState("Empty")
    qtbot.addWidget(state)
    state.say(Nothing(Cause.FILTERED, "Không có kết quả", "Bộ lọc: ấp Đông Hưng", "Bỏ lọc"))
    with qtbot.waitSignal(state.acted):
        click(state.button)
    assert state.texts() == ("Không có kết quả", "Bộ lọc: ấp Đông Hưng", "Bỏ lọc")


@pytest.mark.parametrize("cause", [Cause.LOADING, Cause.NO_PERMISSION])
def test_where_nothing_can_be_done_there_is_no_button(qtbot: QtBot, cause: Cause) -> None:
    state = EmptyState("Empty")
    qtbot.addWidget(state)
    state.say(Nothing(cause, "Đang đọc"))
    assert not state.button.isVisibleTo(state)
