"""Rows that are marked one by one: there from the beginning, written when marked, proposing and never deciding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.domain.registers import RECOGNITION, REGISTRY
from desktop.services.views import Cell, ChildForm, Entry, Form, Value
from desktop.ui.kit.form import RecordForm
from desktop.ui.kit.form_body import FormTools
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.widgets import Button
from desktop.ui.kit.words import Words
from tests.kit.keys import CTRL, click, find, find_all, press, type_text

CODES = {"residential": ("r_registered", "r_households"), "commune": ("c_model",)}
NEW = {field.name: Cell(field.default) for field in RECOGNITION.fields}
STORED = (
    ("m1", {"criterion": Cell("r_registered"), "met": Cell(True)}),
    ("m2", {"criterion": Cell("r_households"), "met": Cell(False), "note": Cell("Còn 3 hộ")}),
)


def items(register: str, values: Mapping[str, Value]) -> Sequence[str]:
    return CODES.get(str(values.get("subject_kind")), ())


class Opened:
    def __init__(self, qtbot: QtBot, words: Words, form: Form) -> None:
        tools = FormTools(
            REGISTRY, words, Privacy(), lambda: date(2026, 11, 20), lambda _r, _t: (), items=items
        )
        self.form = RecordForm(form, "Công nhận", tools)
        self.saved: list[Entry] = []
        self.form.saved.connect(self._saved)
        qtbot.addWidget(self.form)
        self.form.resize(400, 900)
        with qtbot.waitActive(self.form):
            self.form.show()
        self.form.begin()

    def _saved(self, entry: Entry, _again: bool) -> None:
        self.saved.append(entry)

    def titles(self) -> list[str]:
        return [each.text() for each in find_all(self.form, QLabel, "ChildTitle") if each.isVisible()]

    def boxes(self) -> list[QCheckBox]:
        return [
            each for each in find_all(self.form, QCheckBox, "Edit_criterion_mark_metBox") if each.isVisible()
        ]

    def tick(self, at: int) -> None:
        box = self.boxes()[at]
        box.setFocus()
        press(box, Qt.Key.Key_Space)

    def count(self) -> str:
        return find(self.form, QLabel, "ChecklistSummary").text()

    def take(self) -> Button:
        return find(self.form, Button, "TakeProposal")

    def line(self, name: str) -> QLineEdit:
        return find(self.form, QLineEdit, f"Edit_recognition_{name}Line")

    def save(self) -> Entry:
        press(self.form, Qt.Key.Key_S, CTRL)
        return self.saved[-1]


def mark(code: str, *, met: bool, **values: Value) -> ChildForm:
    return ChildForm("criterion_mark", None, {"met": met, **values, "criterion": code})


@pytest.fixture
def new(qtbot: QtBot, words: Words) -> Opened:
    return Opened(qtbot, words, Form("recognition", None, NEW, {"criterion_mark": ()}))


@pytest.fixture
def stored(qtbot: QtBot, words: Words) -> Opened:
    cells = {"subject_kind": Cell("residential"), "result": Cell("pending")}
    return Opened(qtbot, words, Form("recognition", "r1", cells, {"criterion_mark": STORED}))


def test_a_new_form_has_a_row_for_each_criterion(new: Opened, words: Words) -> None:
    names = [words.choice("recognition_criterion", code) for code in CODES["residential"]]
    assert new.titles() == [f"{number}. {name}" for number, name in enumerate(names, 1)]
    assert new.count() == "Đạt 0/2 mục"


def test_nothing_is_written_of_criteria_that_nobody_marked(new: Opened) -> None:
    assert new.save() == Entry({})
    assert new.form.draft() == {}
    assert new.take().isHidden()


def test_two_keys_say_that_all_are_met_and_take_the_result_over(new: Opened) -> None:
    press(new.form, Qt.Key.Key_M, CTRL)
    assert [box.isChecked() for box in new.boxes()] == [True, True]
    assert new.take().hasFocus()
    press(new.take(), Qt.Key.Key_Space)
    assert new.line("result").text() == "Đạt"
    assert new.save() == Entry(
        {"result": "passed"}, (mark("r_registered", met=True), mark("r_households", met=True))
    )


def test_the_result_is_proposed_and_not_set(new: Opened) -> None:
    click(find(new.form, Button, "AddChild_criterion_mark"))
    assert new.take().text() == "Ghi kết quả đề xuất: Đạt"
    assert new.line("result").text() == "Chưa xét"


def test_one_mark_writes_all_rows(new: Opened) -> None:
    new.tick(0)
    assert new.count() == "Đạt 1/2 mục"
    assert "Chưa đạt" in new.take().text()
    assert new.save() == Entry({}, (mark("r_registered", met=True), mark("r_households", met=False)))


def test_another_kind_of_subject_has_other_rows(new: Opened, words: Words, qtbot: QtBot) -> None:
    new.tick(0)
    line = new.line("subject_kind")
    line.setFocus()
    line.selectAll()
    type_text(line, words.choice("recognition_subject", "commune"))
    press(line, Qt.Key.Key_Return)
    wanted = [f"1. {words.choice('recognition_criterion', 'c_model')}"]
    qtbot.waitUntil(lambda: new.titles() == wanted)
    assert new.save().children == ()


def test_what_was_recorded_is_shown_and_only_what_changes_is_written(stored: Opened) -> None:
    assert [box.isChecked() for box in stored.boxes()] == [True, False]
    stored.tick(1)
    assert stored.save() == Entry({}, (ChildForm("criterion_mark", "m2", {"met": True}),))


def test_a_reason_is_written_beside_its_mark(new: Opened) -> None:
    note = find_all(new.form, QLineEdit, "Edit_criterion_mark_noteLine")[1]
    type_text(note, "Còn 3 hộ")
    assert new.save().children[1] == mark("r_households", met=False, note="Còn 3 hộ")


def test_half_marked_rows_survive_a_crash(qtbot: QtBot, words: Words, new: Opened) -> None:
    new.tick(1)
    again = Opened(qtbot, words, Form("recognition", None, NEW, {"criterion_mark": ()}))
    again.form.load_draft(new.form.draft())
    assert [box.isChecked() for box in again.boxes()] == [False, True]
    assert len(again.titles()) == 2


def test_a_criterion_that_came_later_can_be_marked_in_an_old_record(qtbot: QtBot, words: Words) -> None:
    cells = {"subject_kind": Cell("residential"), "result": Cell("passed")}
    opened = Opened(qtbot, words, Form("recognition", "r1", cells, {"criterion_mark": STORED[:1]}))
    assert len(opened.titles()) == 2
    assert opened.save() == Entry({})
    opened.tick(1)
    assert opened.save() == Entry({}, (mark("r_households", met=True),))
