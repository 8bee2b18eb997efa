"""What every editor promises: UniKey is not disturbed, the wheel does nothing, Enter goes on."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.fields import Field, Kind
from desktop.services.views import Hit, Value
from desktop.ui.kit.editor import Editor, FlagEditor, LineEditor, LongTextEditor
from desktop.ui.kit.editors import make_editor
from desktop.ui.kit.theme import Theme, apply_theme
from desktop.ui.kit.words import Words
from tests.kit.keys import find
from tests.kit.unikey import send_character, type_by_unikey

TODAY = date(2026, 3, 12)
SANG = Hit("household", "h1", "Nguyễn Văn Sáu", "ấp Đông Hưng")
CATALOGUES = {Kind.CHOICE: "dispute_outcome", Kind.TAGS: "household_category"}

EditorMaker = Callable[[Kind], Editor]


def found(register: str, text: str) -> list[Hit]:
    return [SANG]


@pytest.fixture
def editor_of(qtbot: QtBot, words: Words) -> EditorMaker:
    """Makes an editor of a kind and gives it the keyboard."""

    windows: list[QWidget] = []

    def make(kind: Kind) -> Editor:
        declared = Field(
            "field", kind, to="household" if kind is Kind.REF else None, catalogue=CATALOGUES.get(kind)
        )
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(480, 480)
        editor = make_editor(declared, "Field", "Có nguy cơ bạo lực", words, lambda: TODAY, found)
        editor.setParent(window)
        editor.resize(440, 200)
        QLineEdit(window).move(0, 300)
        with qtbot.waitActive(window):
            window.show()
        editor.setFocus()
        return editor

    return make


def typed_into(editor: Editor) -> QWidget:
    """What has the keys of an editor."""
    target = editor.focusProxy()
    assert target is not None
    return target


def hint(editor: Editor) -> str:
    label = find(editor, QLabel, "FieldHint")
    return label.text() if not label.isHidden() else ""


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.TEXT, "Khóm Xuân Hòa, gần Ủy ban", "Khóm Xuân Hòa, gần Ủy ban"),
        (Kind.LONG_TEXT, "Nguyễn Thị Ễ đã ký cam kết", "Nguyễn Thị Ễ đã ký cam kết"),
        (Kind.NAME, "Nguyễn Trần Thanh Phượng", "Nguyễn Trần Thanh Phượng"),
        (Kind.DAY, "hôm nay", "2026-03-12"),
        (Kind.PARTIAL_DAY, "6/1953", "1953-06"),
        (Kind.COUNT, "12 hộ", 12),
        (Kind.MONEY, "1,5 triệu", 1_500_000),
        (Kind.CITIZEN_ID, "079083398055", "079083398055"),
        (Kind.PHONE, "0393393106", "0393393106"),
        (Kind.CHOICE, "Hòa giải thành", "settled"),
        (Kind.REF, "Nguyễn Văn Sáu", "h1"),
    ],
)
def test_unikey_types_a_value_by_backspaces(
    editor_of: EditorMaker, kind: Kind, text: str, value: Value
) -> None:
    editor = editor_of(kind)
    type_by_unikey(typed_into(editor), text)
    QTest.keyClick(typed_into(editor), Qt.Key.Key_Tab)
    assert editor.value() == value
    assert editor.trouble() is None


def test_unikey_finds_a_tag_by_backspaces(editor_of: EditorMaker, words: Words) -> None:
    editor = editor_of(Kind.TAGS)
    choice = words.choices("household_category")[0]
    type_by_unikey(typed_into(editor), choice.vi)
    QTest.keyClick(typed_into(editor), Qt.Key.Key_Return)
    assert editor.value() == [choice.code]


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NAME, Kind.LONG_TEXT, Kind.REF, Kind.CHOICE])
def test_nothing_is_helped_while_a_word_is_typed(editor_of: EditorMaker, kind: Kind) -> None:
    editor = editor_of(kind)
    target = typed_into(editor)
    for letter in "Nguye":
        QTest.keyClicks(target, letter)
    shown = target.text() if isinstance(target, QLineEdit) else target.property("plainText")
    assert shown == "Nguye"


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NAME, Kind.LONG_TEXT])
def test_decomposed_letters_stay_while_typing_and_are_composed_when_kept(
    editor_of: EditorMaker, kind: Kind
) -> None:
    editor = editor_of(kind)
    target = typed_into(editor)
    for part in unicodedata.normalize("NFD", "Nguyễn"):
        send_character(target, part)
    shown = target.text() if isinstance(target, QLineEdit) else target.property("plainText")
    assert shown == unicodedata.normalize("NFD", "Nguyễn")
    assert editor.value() == "Nguyễn"


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG_TEXT, Kind.REF])
def test_an_old_code_table_is_told_at_once_and_changes_nothing(editor_of: EditorMaker, kind: Kind) -> None:
    editor = editor_of(kind)
    for letter in "Ph¹":
        send_character(typed_into(editor), letter)
    assert "TCVN3" in hint(editor)
    QTest.keyClick(typed_into(editor), Qt.Key.Key_Backspace)
    assert hint(editor) == ""


@pytest.mark.parametrize("kind", [each for each in Kind if each is not Kind.LONG_TEXT])
def test_enter_asks_for_the_next_field(qtbot: QtBot, editor_of: EditorMaker, kind: Kind) -> None:
    editor = editor_of(kind)
    with qtbot.waitSignal(editor.entered):
        QTest.keyClick(typed_into(editor), Qt.Key.Key_Return)


@pytest.mark.parametrize("kind", Kind)
def test_the_wheel_changes_nothing(editor_of: EditorMaker, kind: Kind) -> None:
    editor = editor_of(kind)
    values: dict[Kind, Value] = {Kind.CHOICE: "open", Kind.COUNT: 5, Kind.DAY: "2026-03-05"}
    editor.set_value(values.get(kind))
    before = editor.value()
    spot = QPointF(5, 5)
    wheel = QWheelEvent(
        spot,
        spot,
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(typed_into(editor), wheel)
    assert editor.value() == before


@pytest.mark.parametrize("kind", Kind)
def test_an_editor_speaks_of_what_a_person_did_only(qtbot: QtBot, editor_of: EditorMaker, kind: Kind) -> None:
    editor = editor_of(kind)
    values: dict[Kind, Value] = {Kind.FLAG: True, Kind.COUNT: 3, Kind.TAGS: []}
    with qtbot.assertNotEmitted(editor.edited):
        editor.set_value(values.get(kind, "2026"))


def test_a_kept_value_that_is_not_touched_stays_as_it_was(editor_of: EditorMaker) -> None:
    editor = editor_of(Kind.CITIZEN_ID)
    editor.set_value("12345")
    QTest.keyClick(typed_into(editor), Qt.Key.Key_Tab)
    assert editor.value() == "12345"
    assert editor.trouble() is None


def test_a_draft_that_was_no_value_yet_comes_back_as_it_was_typed(editor_of: EditorMaker) -> None:
    editor = editor_of(Kind.DAY)
    QTest.keyClicks(typed_into(editor), "31/")
    draft = editor.draft()
    again = editor_of(Kind.DAY)
    again.set_draft(draft)
    assert isinstance(again, LineEditor)
    assert again.line.text() == "31/"
    assert again.trouble() is not None


def test_a_day_is_written_out_when_its_field_is_left(editor_of: EditorMaker) -> None:
    editor = editor_of(Kind.DAY)
    assert isinstance(editor, LineEditor)
    QTest.keyClicks(editor.line, "5/3")
    QTest.keyClick(editor.line, Qt.Key.Key_Tab)
    assert editor.line.text() == "05/03/2026"


def test_a_name_in_capitals_is_rewritten_when_left_and_that_is_told(editor_of: EditorMaker) -> None:
    editor = editor_of(Kind.NAME)
    assert isinstance(editor, LineEditor)
    QTest.keyClicks(editor.line, "TRAN VAN SANG")
    QTest.keyClick(editor.line, Qt.Key.Key_Tab)
    assert editor.line.text() == "Tran Van Sang"
    assert "TRAN VAN SANG" in hint(editor)


def test_a_long_text_keeps_its_lines_and_tab_leaves_it(editor_of: EditorMaker) -> None:
    editor = editor_of(Kind.LONG_TEXT)
    assert isinstance(editor, LongTextEditor)
    QTest.keyClicks(editor.text, "hai ben")
    QTest.keyClick(editor.text, Qt.Key.Key_Return)
    QTest.keyClicks(editor.text, "da thoa thuan  ")
    QTest.keyClick(editor.text, Qt.Key.Key_Tab)
    assert editor.value() == "hai ben\nda thoa thuan"


def test_a_flag_nobody_touched_says_neither_yes_nor_no(editor_of: EditorMaker) -> None:
    editor = editor_of(Kind.FLAG)
    assert isinstance(editor, FlagEditor)
    editor.set_value(None)
    assert editor.value() is None
    QTest.keyClick(editor.box, Qt.Key.Key_Space)
    assert editor.value() is True
    QTest.keyClick(editor.box, Qt.Key.Key_Space)
    assert editor.value() is False


def test_a_box_grows_with_the_text(qapp: QApplication, editor_of: EditorMaker) -> None:
    editor = editor_of(Kind.DAY)
    assert isinstance(editor, LineEditor)
    before = editor.line.width()
    apply_theme(qapp, Theme(scale=130))
    assert editor.line.maximumWidth() == round(before * 1.3)


@pytest.mark.parametrize("kind", Kind)
def test_a_screen_reader_hears_the_label_of_every_field(editor_of: EditorMaker, kind: Kind) -> None:
    assert typed_into(editor_of(kind)).accessibleName() == "Có nguy cơ bạo lực"
