"""What the screen says, in both languages."""

from __future__ import annotations

import pytest

from desktop.domain.access import NotAllowed
from desktop.domain.registers import REGISTRY
from desktop.i18n.catalogue import Catalogue, UnknownText
from desktop.services.catalogues import load_catalogues
from desktop.ui.kit.words import Words


@pytest.fixture(scope="module", params=["vi", "en"])
def each_words(request: pytest.FixtureRequest) -> Words:
    return Words(Catalogue(request.param), load_catalogues(), request.param)


@pytest.mark.parametrize("register", [each.name for each in REGISTRY])
def test_every_register_and_field_has_words(each_words: Words, register: str) -> None:
    fields = [each_words.field(register, each.name) for each in REGISTRY[register].fields]
    assert all([each_words.register(register), each_words.plural(register), *fields])


def test_a_choice_is_said_in_the_language_of_the_screen(words: Words) -> None:
    english = Words(Catalogue("en"), load_catalogues(), "en")
    assert words.choice("dispute_outcome", "settled") == "Hòa giải thành"
    assert english.choice("dispute_outcome", "settled") != words.choice("dispute_outcome", "settled")


def test_a_choice_of_a_newer_version_is_said_by_its_code(words: Words) -> None:
    assert words.choice("dispute_outcome", "arbitrated") == "arbitrated"


def test_a_registers_own_sentence_comes_before_the_general_one(words: Words) -> None:
    assert words.first("action.member.retire", "action.retire") == words("action.member.retire")
    assert words.first("action.person.retire", "action.retire") == words("action.retire")


def test_a_sentence_that_is_not_there_is_a_bug(words: Words) -> None:
    with pytest.raises(UnknownText):
        words("kit.no_such_sentence")


def test_an_error_has_its_three_lines(words: Words) -> None:
    said = words.error(NotAllowed(role="ward", permission="edit"))
    assert all([said.what, said.safe, said.next, said.number])
