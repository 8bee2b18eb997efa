"""Picking from a list under a field: by keys, by the mouse, by typing in full; never against the person."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.text import fold
from desktop.services.views import Hit
from desktop.ui.kit.choosing import ChoiceEditor, PickEditor, RefEditor
from desktop.ui.kit.popup import Item, ItemModel
from desktop.ui.kit.tags import TagsEditor
from desktop.ui.kit.widgets import Button, column
from desktop.ui.kit.words import Words
from tests.kit.keys import click, find, find_all

HOUSEHOLDS = (
    Hit("household", "h1", "Nguyễn Văn Sáu", "ấp Đông Hưng"),
    Hit("household", "h2", "Nguyễn Văn Sáu", "ấp Đông Thuận"),
    Hit("household", "h3", "Trần Thị Bích", "khóm Xuân Hòa"),
)


def households(text: str) -> tuple[Hit, ...]:
    return tuple(hit for hit in HOUSEHOLDS if fold(text) in fold(hit.title))


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(480, 560)
    window.setLayout(column())
    with qtbot.waitActive(window):
        window.show()
    return window


def placed(page: QWidget, editor: PickEditor) -> PickEditor:
    """An editor on the page, with the keyboard and something after it."""
    layout = page.layout()
    assert layout is not None
    layout.addWidget(editor)
    layout.addWidget(Button("Next", "Lưu"))
    editor.setFocus()
    return editor


@pytest.fixture
def outcome(page: QWidget, words: Words) -> PickEditor:
    return placed(page, ChoiceEditor("Outcome", words, "dispute_outcome"))


@pytest.fixture
def household(page: QWidget, words: Words) -> PickEditor:
    return placed(page, RefEditor("Household", words, households))


def test_f4_opens_the_whole_list_and_closes_it(outcome: PickEditor, words: Words) -> None:
    QTest.keyClick(outcome.line, Qt.Key.Key_F4)
    assert outcome.popup.titles() == [each.vi for each in words.choices("dispute_outcome")]
    QTest.keyClick(outcome.line, Qt.Key.Key_F4)
    assert outcome.popup.titles() == []


def test_the_list_marks_what_is_chosen(outcome: PickEditor) -> None:
    outcome.set_value("not_settled")
    QTest.keyClick(outcome.line, Qt.Key.Key_F4)
    current = outcome.popup.current()
    assert current is not None
    assert current.key == "not_settled"


@pytest.mark.parametrize(
    ("typed", "first"),
    [("khong thanh", "not_settled"), ("thanh", "settled"), ("chuyen", "referred")],
)
def test_typing_without_accents_narrows_the_list(outcome: PickEditor, typed: str, first: str) -> None:
    QTest.keyClicks(outcome.line, typed)
    current = outcome.popup.current()
    assert current is not None
    assert current.key == first


def test_a_digit_picks_by_place(outcome: PickEditor, words: Words) -> None:
    QTest.keyClicks(outcome.line, "2")
    QTest.keyClick(outcome.line, Qt.Key.Key_Return)
    assert outcome.value() == words.choices("dispute_outcome")[1].code


def test_arrows_go_through_the_list_and_enter_takes(qtbot: QtBot, outcome: PickEditor, words: Words) -> None:
    QTest.keyClick(outcome.line, Qt.Key.Key_Down)
    QTest.keyClick(outcome.line, Qt.Key.Key_Down)
    with qtbot.waitSignals([outcome.edited, outcome.entered]):
        QTest.keyClick(outcome.line, Qt.Key.Key_Return)
    assert outcome.value() == words.choices("dispute_outcome")[1].code
    assert not outcome.popup.isVisible()


def test_escape_closes_the_list_and_takes_nothing(outcome: PickEditor) -> None:
    QTest.keyClick(outcome.line, Qt.Key.Key_F4)
    QTest.keyClick(outcome.line, Qt.Key.Key_Escape)
    assert outcome.value() is None
    assert not outcome.popup.isVisible()


def test_the_list_never_takes_the_keyboard(outcome: PickEditor) -> None:
    QTest.keyClick(outcome.line, Qt.Key.Key_F4)
    assert QApplication.focusWidget() is outcome.line
    view = find(outcome.popup, QListView, "ChoicesList")
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.currentIndex()).center()
    )
    assert QApplication.focusWidget() is outcome.line
    assert outcome.value() is not None


def test_the_line_is_never_completed_by_the_list(household: PickEditor) -> None:
    QTest.keyClicks(household.line, "tran")
    assert household.line.text() == "tran"
    assert household.line.selectedText() == ""


def test_a_title_typed_in_full_counts_as_picked(household: PickEditor) -> None:
    QTest.keyClicks(household.line, "tran thi bich")
    household.popup.hide()
    QTest.keyClick(household.line, Qt.Key.Key_Tab)
    assert household.value() == "h3"
    assert household.line.text() == "Trần Thị Bích"


def test_a_title_that_two_records_have_is_not_picked_for_the_person(household: PickEditor) -> None:
    QTest.keyClicks(household.line, "nguyen van sau")
    household.popup.hide()
    QTest.keyClick(household.line, Qt.Key.Key_Tab)
    assert household.value() is None
    trouble = household.trouble()
    assert trouble is not None
    assert trouble.key == "problem.not_found"


def test_typing_over_what_was_picked_takes_it_back(household: PickEditor) -> None:
    household.set_value("h3", "Trần Thị Bích")
    household.line.selectAll()
    QTest.keyClick(household.line, Qt.Key.Key_Backspace)
    assert household.value() is None
    assert household.trouble() is None


def test_a_reference_shows_its_title_and_keeps_its_id(household: PickEditor) -> None:
    household.set_value("h1", "Nguyễn Văn Sáu")
    assert household.line.text() == "Nguyễn Văn Sáu"
    assert household.value() == "h1"


def test_what_cannot_be_changed_offers_nothing(household: PickEditor) -> None:
    household.set_read_only(read_only=True)
    QTest.keyClick(household.line, Qt.Key.Key_F4)
    QTest.keyClick(household.line, Qt.Key.Key_Down)
    assert household.popup.titles() == []


def test_the_list_stays_inside_its_window(page: QWidget, outcome: PickEditor) -> None:
    layout = page.layout()
    assert layout is not None
    QTest.keyClick(outcome.line, Qt.Key.Key_F4)
    assert page.rect().contains(outcome.popup.geometry())


def test_the_list_goes_where_its_field_goes_and_a_click_beside_it_closes_it(
    page: QWidget, outcome: PickEditor
) -> None:
    QTest.keyClick(outcome.line, Qt.Key.Key_F4)
    before = outcome.popup.geometry()
    outcome.move(outcome.x(), outcome.y() - 40)
    assert outcome.popup.geometry().top() == before.top() - 40
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=page.rect().bottomRight() - QPoint(2, 2))
    assert not outcome.popup.isVisible()


def test_what_was_typed_but_not_picked_survives_as_a_draft(household: PickEditor, words: Words) -> None:
    QTest.keyClicks(household.line, "nguyen van s")
    again = RefEditor("Again", words, households)
    again.set_draft(household.draft())
    assert (again.line.text(), again.value()) == ("nguyen van s", None)
    household.set_value("h3", "Trần Thị Bích")
    again.set_draft(household.draft(), "Trần Thị Bích")
    assert (again.line.text(), again.value()) == ("Trần Thị Bích", "h3")


def test_a_choice_in_a_draft_is_known_by_its_code(outcome: PickEditor, words: Words) -> None:
    outcome.set_value("settled")
    again = ChoiceEditor("Again", words, "dispute_outcome")
    again.set_draft(outcome.draft())
    assert again.value() == "settled"


def test_tags_stand_as_chips_and_are_not_offered_again(page: QWidget, words: Words) -> None:
    tags = placed(page, TagsEditor("Categories", words, "household_category"))
    first, second = words.choices("household_category")[:2]
    tags.set_value([first.code])
    QTest.keyClick(tags.line, Qt.Key.Key_F4)
    assert first.vi not in tags.popup.titles()
    QTest.keyClick(tags.line, Qt.Key.Key_Return)
    assert tags.value() == [first.code, second.code]
    assert [each.text() for each in find_all(tags, Button)] == [first.vi, second.vi]


def test_a_chip_is_taken_off_by_a_click_and_the_last_by_backspace(page: QWidget, words: Words) -> None:
    tags = placed(page, TagsEditor("Categories", words, "household_category"))
    codes = [each.code for each in words.choices("household_category")[:3]]
    tags.set_value(codes)
    QTest.keyClick(tags.line, Qt.Key.Key_Backspace)
    assert tags.value() == codes[:2]
    click(find(tags, Button, codes[0]))
    assert tags.value() == codes[1:2]


def test_backspace_in_a_typed_word_leaves_the_chips_alone(page: QWidget, words: Words) -> None:
    tags = placed(page, TagsEditor("Categories", words, "household_category"))
    code = words.choices("household_category")[0].code
    tags.set_value([code])
    QTest.keyClicks(tags.line, "ab")
    QTest.keyClick(tags.line, Qt.Key.Key_Backspace)
    assert tags.value() == [code]


@pytest.mark.parametrize("count", [0, 1, 40])
def test_the_model_of_the_list_keeps_qts_rules(count: int) -> None:
    model = ItemModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([Item(str(n), f"Tổ {n}") for n in range(count)])
    assert model.rowCount() == count
    assert tester.model() is model
