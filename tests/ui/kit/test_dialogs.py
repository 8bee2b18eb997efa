"""What a person is asked and told, and that a test's door notices a question nobody foresaw."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from shutil import copytree

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.resources import resource
from desktop.domain.access import NotAllowed
from desktop.domain.fields import Kind
from desktop.i18n.catalogue import Catalogue
from desktop.services.catalogues import load_catalogues
from desktop.ui.kit.dialogs import TALLEST, AskDialog, ErrorDialog, MessageDialog, WindowDoor
from desktop.ui.kit.door import Input, Message, Question
from desktop.ui.kit.editor import LineEditor
from desktop.ui.kit.words import Words
from tests.kit.keys import click, find, find_all
from tests.kit.scripted_door import ScriptedDoor, UnexpectedQuestion

TODAY = date(2026, 3, 5)
RETIRE = Question(
    "test.retire",
    {"name": "Nguyễn Văn Sang", "verb": "Thôi tham gia"},
    inputs=(
        Input("reason", "test.retire.reason", Kind.LONG_TEXT, required=True),
        Input("on", "test.retire.on", Kind.DAY, required=True, value="2026-03-05"),
    ),
)
ERASE = Question("test.retire", {"name": "Nguyễn Văn Sang", "verb": "Thôi tham gia"}, danger=True)


TEXTS = {
    "test.retire.title": "{verb}: {name}",
    "test.retire.text": "Ghi lý do và ngày. Có thể khôi phục về sau.",
    "test.retire.yes": "{verb}",
    "test.retire.reason": "Lý do",
    "test.retire.on": "Từ ngày",
}


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """The program's own sentences, and those of a question that only this test asks."""
    folder = tmp_path_factory.mktemp("translations")
    copytree(resource("translations"), folder, dirs_exist_ok=True)
    (folder / "vi" / "test.json").write_text(json.dumps(TEXTS), encoding="utf-8")
    return Words(Catalogue("vi", folder), load_catalogues(), "vi")


def today() -> date:
    return TODAY


def texts(dialog: QDialog) -> list[str]:
    return [each.text() for each in find_all(dialog, QLabel) if each.text()]


def asked(qtbot: QtBot, words: Words, question: Question) -> AskDialog:
    dialog = AskDialog(None, words, question, today)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    return dialog


def test_an_error_is_told_in_three_lines_and_a_number(qtbot: QtBot, words: Words) -> None:
    error = NotAllowed(role="ward", permission="edit")
    dialog = ErrorDialog(None, words, error)
    qtbot.addWidget(dialog)
    said = words.error(error)
    assert texts(dialog) == [said.what, said.safe, said.next, f"Mã lỗi {said.number}"]


def test_a_message_has_a_title_and_a_text(qtbot: QtBot, words: Words) -> None:
    dialog = MessageDialog(None, words, Message("test.retire", RETIRE.facts))
    qtbot.addWidget(dialog)
    assert len(texts(dialog)) == 2


def test_what_is_required_must_be_typed_before_it_is_done(qtbot: QtBot, words: Words) -> None:
    dialog = asked(qtbot, words, RETIRE)
    click(find(dialog, QPushButton, "AskYes"))
    assert dialog.isVisible()
    assert words("problem.required") in texts(dialog)
    QTest.keyClicks(dialog.focusWidget(), "chuyen di")
    click(find(dialog, QPushButton, "AskYes"))
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.values() == {"reason": "chuyen di", "on": "2026-03-05"}


def test_a_day_nobody_understands_is_told_under_its_field(qtbot: QtBot, words: Words) -> None:
    dialog = asked(qtbot, words, Question("test.retire", RETIRE.facts, inputs=(RETIRE.inputs[1],)))
    editor = find(dialog, LineEditor, "Ask_on")
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "31/2")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert any("31/2" in text for text in texts(dialog))


def test_where_words_are_typed_a_quiet_line_says_what_must_not_be(qtbot: QtBot, words: Words) -> None:
    dialog = asked(qtbot, words, RETIRE)
    assert find(dialog, QLabel, "AskNotice").text() == "Không nhập nội dung thuộc danh mục bí mật nhà nước."
    assert find_all(asked(qtbot, words, ERASE), QLabel, "AskNotice") == []
    files = asked(qtbot, words, replace(ERASE, notice="kit.classified.file"))
    assert find(files, QLabel, "AskNotice").text().startswith("Không chọn tệp")


def test_escape_is_no(qtbot: QtBot, words: Words) -> None:
    dialog = asked(qtbot, words, RETIRE)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (Question("test.retire", RETIRE.facts), QDialog.DialogCode.Accepted),
        (ERASE, QDialog.DialogCode.Rejected),
    ],
    ids=["plain", "danger"],
)
def test_enter_does_what_is_asked_unless_it_cannot_be_taken_back(
    qtbot: QtBot, words: Words, question: Question, answer: QDialog.DialogCode
) -> None:
    dialog = asked(qtbot, words, question)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.result() == answer


def test_a_dialog_fits_the_smallest_screen(qtbot: QtBot, words: Words) -> None:
    many = tuple(Input(f"line_{n}", "test.retire.reason", Kind.LONG_TEXT) for n in range(12))
    dialog = asked(qtbot, words, Question("test.retire", RETIRE.facts, inputs=many))
    yes = find(dialog, QPushButton, "AskYes")
    assert dialog.height() <= TALLEST
    assert dialog.rect().contains(yes.geometry())


def test_the_real_door_gives_back_what_was_typed(qtbot: QtBot, words: Words) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    door = WindowDoor(window, words, today)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AskDialog)
        QTest.keyClicks(dialog.focusWidget(), "chuyen di")
        click(find(dialog, QPushButton, "AskYes"))

    QTimer.singleShot(0, answer)
    assert door.ask(RETIRE) == {"reason": "chuyen di", "on": "2026-03-05"}


def test_the_scripted_door_fails_on_a_question_nobody_foresaw() -> None:
    with pytest.raises(UnexpectedQuestion):
        ScriptedDoor().confirm(ERASE)


def test_the_scripted_door_answers_only_the_question_it_was_scripted_for() -> None:
    door = ScriptedDoor()
    door.will_answer("kit.other", answer=True)
    with pytest.raises(UnexpectedQuestion):
        door.confirm(ERASE)


def test_the_scripted_door_fails_on_an_error_nobody_foresaw() -> None:
    with pytest.raises(UnexpectedQuestion):
        ScriptedDoor().tell(NotAllowed())


def test_the_scripted_door_notices_a_question_that_was_never_asked() -> None:
    door = ScriptedDoor()
    door.will_answer("test.retire", answer=True)
    with pytest.raises(AssertionError):
        door.assert_all_asked()
