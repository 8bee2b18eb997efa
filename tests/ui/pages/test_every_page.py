"""What holds for every page in every look, also for those that are yet to come: the pages are those of the roles.

The pages are led through once for each look; each test then tells what was seen on all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPushButton, QWidget

from desktop.app.sample import make_sample
from desktop.app.screens import Look
from desktop.base.collecting import collect_due
from desktop.domain.access import Role
from desktop.ui.kit.form import RecordForm
from desktop.ui.kit.theme import Theme, apply_theme
from desktop.ui.shell.appearance import Ground
from tests.kit import legibility, reach
from tests.kit.gallery import Gallery, Leaf
from tests.kit.keys import find_all
from tests.kit.vietnamese import code_words, foreign_words, is_sentence
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, Made, make_workspace

LIGHT, DARK = Ground.LIGHT, Ground.DARK
ACTS = ("primary", "secondary", "danger")


@dataclass(frozen=True)
class Visit:
    """Whose pages are led through, and in which looks."""

    role: Role
    looks: tuple[Look, ...]
    full: bool = False
    upper: bool = False
    forms: tuple[str, ...] = ()


VISITS = (
    Visit(
        Role.ADMIN,
        (Look("100", LIGHT), Look("150", DARK), Look("100", LIGHT, scale=130)),
        full=True,
        forms=("150-dark",),
    ),
    Visit(Role.UPPER, (Look("125", DARK, language="en"),), upper=True),
    Visit(Role.WARD, (Look("150", LIGHT),)),
)


@dataclass
class Notes:
    """What was seen, by what was looked for; ``places`` are the pages that were."""

    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    places: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def take(self, look: Look, leaf: Leaf) -> None:
        window, page, picture = leaf.shell, leaf.page, leaf.picture
        self.places.add(leaf.name)
        for what, seen in (
            ("cut", legibility.cut(window)),
            ("elided", legibility.elided(window)),
            ("overlapping", legibility.overlapping(window)),
            ("faint", legibility.faint(window, picture)),
            ("faint controls", legibility.faint_controls(window, picture)),
            ("out of order", reach.out_of_order(page)),
            ("primary", self._primary(leaf)),
            ("saving", self._saving(leaf)),
            ("words", list(self._words(look, leaf))),
        ):
            self.found[what] += [f"{look.name} {leaf.name}: {each}" for each in seen]
        # Last, since it moves the keyboard; where there is room for the most.
        if look.name in ("100-light", "150-dark"):
            seen = reach.without_ring(window, page)
            self.found["without ring"] += [f"{look.name} {leaf.name}: {each}" for each in seen]

    def _primary(self, leaf: Leaf) -> list[str]:
        """A page on which something can be done has one filled button, and it is in sight."""
        filled = reach.primary(leaf.shell)
        acts = [
            each
            for each in find_all(leaf.page, QPushButton)
            if each.isVisible() and each.property("look") in ACTS and each.text()
        ]
        if len(filled) > 1 or (acts and not filled):
            return [f"{[each.objectName() for each in filled]} of {[each.objectName() for each in acts]}"]
        return [
            f"{each.objectName()} is out of sight" for each in filled if reach.out_of_sight(leaf.shell, each)
        ]

    def _saving(self, leaf: Leaf) -> list[str]:
        """An open form has its buttons in sight, wherever it is scrolled."""
        forms = [each for each in find_all(leaf.page, RecordForm) if each.isVisible()]
        buttons = [
            each
            for form in forms
            for name in ("Save", "Cancel")
            for each in find_all(form, QPushButton, name)
        ]
        wrong = [each.objectName() for each in buttons if reach.out_of_sight(leaf.shell, each)]
        return wrong if len(buttons) == 2 * len(forms) else [*wrong, "a form without buttons"]

    def _words(self, look: Look, leaf: Leaf) -> Iterator[str]:
        for each in legibility.written(leaf.shell):
            strange = code_words(each.text)
            if look.language == "vi":
                strange += foreign_words(each.text)
            elif (
                is_sentence(each.text)
                and not _is_data(each.owner)
                and not any(name in each.text for name in self.names)
            ):
                strange.append("Vietnamese")
            if strange:
                yield f"{each} ({strange})"

    def _unnamed(self, text: str) -> str:
        for name in self.names:
            text = text.replace(name, "")
        return text


def _is_data(owner: QWidget) -> bool:
    """What a person wrote, or is proposed to be printed; words of somebody's file."""
    if owner.property("quoted") is True:
        return True
    return isinstance(owner, QAbstractItemView) or (isinstance(owner, QLineEdit) and bool(owner.text()))


def _made(folder: Path, visit: Visit) -> Made:
    made = make_workspace(folder, AN_GIANG if visit.upper else NHON_HUNG, role=visit.role)
    if visit.full:
        make_sample(made.workspace)
    made.workspace.close()
    return made


@pytest.fixture(scope="module")
def notes(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Notes:
    taken = Notes()
    for station in (NHON_HUNG, AN_GIANG):
        taken.names |= {station.name, station.upper_name, station.place}
    taken.names |= {"Nguyễn Văn An", "Trần Thị Bình", "Sổ Tự Quản"}
    for at, visit in enumerate(VISITS):
        made = _made(tmp_path_factory.mktemp("trang") / f"may-{at}", visit)
        for look in visit.looks:
            gallery = Gallery(qapp, made, look)
            forms = gallery.forms() if look.name in visit.forms else ()
            for leaf in chain(gallery.leaves(), forms):
                taken.take(look, leaf)
            gallery.close()
            collect_due()
    apply_theme(qapp, Theme())
    return taken


def test_every_page_of_the_roles_was_there(notes: Notes) -> None:
    assert {"today", "importing", "administration-users", "sync-send", "form-dispute"} <= notes.places


@pytest.mark.parametrize("what", ["cut", "elided", "overlapping"])
def test_no_word_is_cut_and_nothing_lies_on_its_neighbour(notes: Notes, what: str) -> None:
    assert notes.found[what] == []


@pytest.mark.parametrize("what", ["faint", "faint controls"])
def test_everything_stands_out_from_its_ground(notes: Notes, what: str) -> None:
    assert notes.found[what] == []


def test_a_page_has_one_filled_button_and_it_is_in_sight(notes: Notes) -> None:
    assert notes.found["primary"] == []


def test_an_open_form_is_saved_or_dropped_without_scrolling(notes: Notes) -> None:
    assert notes.found["saving"] == []


def test_the_keyboard_goes_through_a_page_as_it_is_read(notes: Notes) -> None:
    assert notes.found["out of order"] == []


def test_whatever_takes_the_keyboard_shows_it(notes: Notes) -> None:
    assert notes.found["without ring"] == []


def test_every_word_is_of_the_language_that_was_chosen(notes: Notes) -> None:
    assert notes.found["words"] == []
