from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from desktop.domain.access import ADMINISTERED, Role
from desktop.domain.registers import REGISTRY
from desktop.ui.kit.words import Words
from desktop.ui.shell.entries import ENTRIES, UPPER_ENTRIES, entries_for, entry_of, home, listed
from desktop.ui.shell.layouts import Layout, layout_for
from desktop.ui.shell.shortcuts import EVERYWHERE, IN_FORM, IN_REGISTER, navigation_shortcuts

KEPT_ABOVE = {"reporting_unit", "received_report", "frozen_total", "reminder"}
"""Registers of the upper level's own work."""


@pytest.mark.parametrize(
    ("role", "ids"),
    [
        (
            Role.OFFICER,
            [
                "today",
                "areas",
                "people",
                "visits",
                "mediation",
                "activities",
                "awards",
                "reviews",
                "reports",
                "sync",
            ],
        ),
        (
            Role.CHIEF,
            [
                "today",
                "areas",
                "people",
                "visits",
                "mediation",
                "activities",
                "awards",
                "reviews",
                "reports",
                "sync",
                "administration",
            ],
        ),
        (
            Role.ADMIN,
            [
                "today",
                "areas",
                "people",
                "visits",
                "mediation",
                "activities",
                "awards",
                "reviews",
                "reports",
                "sync",
                "administration",
            ],
        ),
        (Role.JUSTICE, ["today", "areas", "mediation", "reports"]),
        (Role.WARD, ["today", "awards", "press", "packs"]),
        (
            Role.UPPER,
            [
                "today",
                "areas",
                "people",
                "visits",
                "mediation",
                "activities",
                "awards",
                "reviews",
                "reports",
                "sync",
            ],
        ),
    ],
)
def test_a_role_has_only_the_entries_it_may_use(role: Role, ids: list[str]) -> None:
    assert [entry.id for entry in entries_for(role)] == ids


def test_tabs_of_registers_that_a_role_may_not_see_are_absent() -> None:
    justice = {entry.id: entry.tabs for entry in entries_for(Role.JUSTICE)}
    assert justice["areas"] == ("area", "group")
    assert justice["mediation"] == ("dispute",)
    assert "upper_form" not in justice["reports"]


def test_every_register_with_a_page_of_its_own_has_one_entry() -> None:
    shown, above = (
        [tab for entry in entries for tab in entry.tabs if tab in REGISTRY]
        for entries in (ENTRIES, UPPER_ENTRIES)
    )
    # What an administrator sets, which records are one, and what is kept past its term stands on pages made for it.
    made_for = ADMINISTERED | {each.same for each in REGISTRY} | {"retention_keep"}
    roots = [each.name for each in REGISTRY if each.parent is None and each.name not in made_for]
    assert len(shown) == len(set(shown))
    assert sorted(above) == sorted(roots)
    assert set(above) - set(shown) == KEPT_ABOVE


def test_the_level_above_has_six_entries_and_the_board_first() -> None:
    entries = entries_for(Role.UPPER, "upper")
    assert [each.id for each in listed(entries)] == ["sync", "board", "reports", "awards", "targets", "units"]
    assert home(entries) == "board"
    assert home(entries_for(Role.OFFICER)) == "today"


def test_what_stands_behind_a_figure_is_reached_without_an_entry() -> None:
    entry = entry_of("event", entries_for(Role.UPPER, "upper"))
    assert entry is not None
    assert not entry.listed


def test_lists_of_choices_are_for_administrators() -> None:
    tabs = {role: entries_for(role, "upper") for role in (Role.UPPER, Role.ADMIN)}
    assert {role: any("catalogues" in each.tabs for each in found) for role, found in tabs.items()} == {
        Role.UPPER: False,
        Role.ADMIN: True,
    }


def test_a_register_is_found_by_its_entry() -> None:
    entry = entry_of("household", entries_for(Role.OFFICER))
    assert entry is not None
    assert entry.id == "people"
    assert entry_of("household", entries_for(Role.WARD)) is None


def test_no_two_keys_are_the_same() -> None:
    keys = [each.keys for each in (*EVERYWHERE, *IN_REGISTER, *IN_FORM, *navigation_shortcuts(ENTRIES))]
    assert len(keys) == len(set(keys))


def test_no_key_is_one_of_unikeys() -> None:
    keys = [each.keys for each in (*EVERYWHERE, *IN_REGISTER, *IN_FORM, *navigation_shortcuts(ENTRIES))]
    assert [each for each in keys if "Ctrl+Shift" in each or each == "Alt+Z" or len(each) == 1] == []


def test_every_key_is_one_that_qt_knows_and_has_words(words: Words) -> None:
    for each in (*EVERYWHERE, *IN_REGISTER, *IN_FORM, *navigation_shortcuts(ENTRIES)):
        assert QKeySequence(each.keys).toString()
        assert words(each.label)


@pytest.mark.parametrize(
    ("width", "layout"),
    [(1366, Layout.WIDE), (1180, Layout.WIDE), (1179, Layout.RAIL), (960, Layout.RAIL), (959, Layout.NARROW)],
)
def test_the_layout_follows_the_logical_width(width: int, layout: Layout) -> None:
    assert layout_for(width) is layout
