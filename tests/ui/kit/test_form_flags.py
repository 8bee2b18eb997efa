"""Fields that say something only while a flag is set: why an area is a key area, and since when."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.domain.registers import REGISTRY
from desktop.services.views import Cell, Entry, Form, Mark
from desktop.ui.kit.form import RecordForm
from desktop.ui.kit.form_body import FormTools
from desktop.ui.kit.form_field import FormField
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.words import Words
from tests.kit.keys import CTRL, find, press, type_text

KEY = {"name": Cell("Khóm Trung Bắc"), "is_key": Cell(True), "key_reason": Cell("Nhiều nhà trọ")}


class Opened:
    def __init__(self, qtbot: QtBot, words: Words, cells: dict[str, Cell], record: str | None) -> None:
        tools = FormTools(REGISTRY, words, Privacy(), lambda: date(2026, 11, 20), lambda _r, _t: ())
        self.form = RecordForm(Form("area", record, cells), "Địa bàn", tools)
        self.saved: list[Entry] = []
        self.form.saved.connect(lambda entry, _again: self.saved.append(entry))
        qtbot.addWidget(self.form)
        self.form.resize(400, 700)
        with qtbot.waitActive(self.form):
            self.form.show()

    def shown(self) -> list[bool]:
        names = ("key_reason", "key_since")
        return [find(self.form, FormField, f"Field_area_{name}").isVisible() for name in names]

    def mark(self) -> None:
        box = find(self.form, QCheckBox, "Edit_area_is_keyBox")
        box.setFocus()
        press(box, Qt.Key.Key_Space)

    def line(self, name: str) -> QLineEdit:
        return find(self.form, QLineEdit, f"Edit_area_{name}Line")

    def save(self) -> Entry:
        press(self.form, Qt.Key.Key_S, CTRL)
        return self.saved[-1]


@pytest.fixture
def plain(qtbot: QtBot, words: Words) -> Opened:
    return Opened(qtbot, words, {}, None)


@pytest.fixture
def key_area(qtbot: QtBot, words: Words) -> Opened:
    return Opened(qtbot, words, KEY, "a1")


def test_reason_and_day_are_asked_for_only_when_the_area_is_marked(plain: Opened) -> None:
    assert plain.shown() == [False, False]
    plain.mark()
    assert plain.shown() == [True, True]
    plain.mark()
    assert plain.shown() == [False, False]


def test_a_marked_area_shows_them_at_once(key_area: Opened) -> None:
    assert key_area.shown() == [True, True]


def test_an_area_that_is_no_longer_marked_keeps_no_reason(key_area: Opened) -> None:
    key_area.mark()
    assert key_area.save() == Entry({"is_key": False, "key_reason": None, "key_since": None})


def test_a_mark_taken_away_and_set_again_keeps_its_reason(key_area: Opened) -> None:
    key_area.mark()
    key_area.mark()
    assert key_area.save() == Entry({})


def test_the_keyboard_passes_over_what_is_not_asked_for(plain: Opened) -> None:
    box = find(plain.form, QCheckBox, "Edit_area_is_keyBox")
    box.setFocus()
    press(box, Qt.Key.Key_Return)
    focus = plain.form.focusWidget()
    assert focus is not None
    assert "key" not in focus.objectName()
    plain.mark()
    press(box, Qt.Key.Key_Return)
    assert plain.line("key_reason").hasFocus()


def test_what_two_places_disagree_about_is_shown_though_the_flag_is_not_set(
    qtbot: QtBot, words: Words
) -> None:
    cells = {"name": Cell("A"), "is_key": Cell(False), "key_reason": Cell("B", Mark.CONFLICT)}
    assert Opened(qtbot, words, cells, "a1").shown() == [True, False]


def test_a_reason_is_typed_and_saved_with_the_mark(plain: Opened) -> None:
    type_text(plain.line("name"), "Khóm Trung Bắc")
    plain.mark()
    type_text(plain.line("key_reason"), "Nhiều nhà trọ")
    assert plain.save() == Entry({"name": "Khóm Trung Bắc", "is_key": True, "key_reason": "Nhiều nhà trọ"})
