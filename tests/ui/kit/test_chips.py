"""Filter chips: what they keep, that none hides, and how their lists are used."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from desktop.base.text import fold
from desktop.domain.fields import Field
from desktop.domain.registers import DISPUTE, MEMBER, VISIT
from desktop.services.views import Filter, Hit
from desktop.ui.kit.chip_list import ChipList
from desktop.ui.kit.chips import FilterBar, FilterChip
from desktop.ui.kit.widgets import Button
from desktop.ui.kit.words import Words
from tests.kit.keys import click, find, find_all, press, type_text

AREAS = (Hit("area", "a1", "Ấp Đông Hưng", "Ấp"), Hit("area", "a2", "Khóm Hòa Thuận", "Khóm"))


def areas(register: str, text: str) -> list[Hit]:
    return [hit for hit in AREAS if hit.register == register and fold(text) in fold(hit.title)]


def titled(field: Field, record: str) -> str:
    return next(hit.title for hit in AREAS if hit.record == record)


@pytest.fixture
def bar(qtbot: QtBot, words: Words) -> FilterBar:
    bar = FilterBar(DISPUTE, words, areas)
    qtbot.addWidget(bar)
    bar.resize(900, 420)
    with qtbot.waitActive(bar):
        bar.show()
    return bar


def opened(chip: FilterChip) -> ChipList:
    click(chip)
    return chip.list


def tick(chip: FilterChip, title: str) -> None:
    items = find(opened(chip), QListWidget, "ChipItems")
    (item,) = items.findItems(title, Qt.MatchFlag.MatchExactly)
    click(items.viewport(), items.visualItemRect(item).center())
    click(chip)


def test_a_ticked_choice_filters_and_is_named_on_the_chip(bar: FilterBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.changed):
        tick(bar.chip("outcome"), "Hòa giải thành")
    assert bar.filters() == (Filter("outcome", ("settled",)),)
    assert bar.chip("outcome").text() == "Kết quả hòa giải: Hòa giải thành"


def test_many_choices_are_counted_on_the_chip(bar: FilterBar) -> None:
    kept = Filter("outcome", ("settled", "not_settled", "open"))
    bar.show_filters((kept,), retired=False, title=titled)
    assert bar.chip("outcome").text() == "Kết quả hòa giải: 3 mục"


def test_a_second_tick_lets_go_again(bar: FilterBar) -> None:
    tick(bar.chip("outcome"), "Hòa giải thành")
    tick(bar.chip("outcome"), "Hòa giải thành")
    assert bar.filters() == ()


def test_yes_and_no_are_filters(bar: FilterBar) -> None:
    tick(bar.chip("violence_risk"), "Có")
    assert bar.filters() == (Filter("violence_risk", (True,)),)


def test_a_record_is_found_by_typing_without_accents(bar: FilterBar) -> None:
    shown = opened(bar.chip("area"))
    shown.line.show()
    type_text(shown.line, "hoa thuan")
    press(shown.line, Qt.Key.Key_Return)
    assert bar.filters() == (Filter("area", ("a2",)),)


def test_the_list_is_reached_and_ticked_by_keys_alone(bar: FilterBar) -> None:
    shown = opened(bar.chip("violence_risk"))
    press(shown.list, Qt.Key.Key_Down)
    press(shown.list, Qt.Key.Key_Up)
    press(shown.list, Qt.Key.Key_Space)
    assert bar.filters() == (Filter("violence_risk", (True,)),)


def test_escape_closes_the_list_and_gives_the_keyboard_back(bar: FilterBar) -> None:
    chip = bar.chip("outcome")
    press(opened(chip).list, Qt.Key.Key_Escape)
    assert (chip.list.isVisible(), bar.focusWidget()) == (False, chip)


def test_a_click_beside_the_list_closes_it(bar: FilterBar) -> None:
    shown = opened(bar.chip("outcome"))
    click(find(bar, Button, "ChipRetired"))
    assert not shown.isVisible()


def test_a_second_click_on_the_chip_closes_its_list(bar: FilterBar) -> None:
    shown = opened(bar.chip("outcome"))
    click(bar.chip("outcome"))
    assert not shown.isVisible()


def test_a_chosen_record_stays_in_the_list_beyond_the_newest(bar: FilterBar) -> None:
    bar.show_filters((Filter("area", ("old",)),), retired=False, title=lambda _field, _record: "Ấp cũ")
    items = find(opened(bar.chip("area")), QListWidget, "ChipItems")
    assert [items.item(at).text() for at in range(items.count())] == [
        "Ấp cũ",
        "Ấp Đông Hưng",
        "Khóm Hòa Thuận",
    ]


def test_a_filter_from_elsewhere_shows_its_chip(qtbot: QtBot, words: Words) -> None:
    bar = FilterBar(VISIT, words, areas)
    qtbot.addWidget(bar)
    hidden = bar.chip("household").isVisibleTo(bar)
    kept = Filter("household", ("h1",))
    bar.show_filters((kept,), retired=False, title=lambda _field, _record: "Lê Văn Sáu")
    chip = bar.chip("household")
    assert (hidden, chip.isVisibleTo(bar)) == (False, True)
    assert (chip.text(), bar.filters()) == ("Hộ được thăm: Lê Văn Sáu", (kept,))


def test_dropping_all_filters_tells_once(bar: FilterBar) -> None:
    bar.show_filters((Filter("outcome", ("open",)),), retired=True, title=titled)
    bar.show_clear(shown=True)
    told: list[str] = []
    bar.cleared.connect(lambda: told.append("cleared"))
    bar.changed.connect(lambda: told.append("changed"))
    click(find(bar, Button, "ClearFilters"))
    assert (bar.filters(), bar.retired(), told) == ((), False, ["cleared"])


def test_retired_records_are_asked_for_in_the_words_of_the_register(qtbot: QtBot, words: Words) -> None:
    bar = FilterBar(MEMBER, words, areas)
    qtbot.addWidget(bar)
    chip = find(bar, Button, "ChipRetired")
    with qtbot.waitSignal(bar.changed):
        click(chip)
    assert (chip.text(), bar.retired()) == ("Kể cả: Đã thôi tham gia", True)


def test_masked_fields_have_no_chip(bar: FilterBar) -> None:
    names = {chip.field.name for chip in find_all(bar, FilterChip)}
    assert names == {
        "kind",
        "mediated_by",
        "area",
        "group",
        "scope",
        "violence_risk",
        "violation_signs",
        "outcome",
    }
