"""Which values are chips."""

from __future__ import annotations

import pytest

from desktop.base.resources import resource
from desktop.domain.registers import DISPUTE, REGISTRY
from desktop.services.catalogues import load_catalogues
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tones import ICONS, is_state, tone_of

CATALOGUES = load_catalogues()
STATES = [
    (register.name, field, choice.code)
    for register in REGISTRY
    for field in register.fields
    if field.catalogue is not None and is_state(field)
    for choice in CATALOGUES[field.catalogue]
]


@pytest.mark.parametrize(("register", "field", "code"), STATES)
def test_every_choice_of_a_state_has_a_tone(register: str, field: object, code: str) -> None:
    declared = next(each for each in REGISTRY[register].fields if each == field)
    assert tone_of(declared, code) is not None


def test_a_mediation_that_did_not_succeed_is_a_result_and_no_error() -> None:
    assert tone_of(DISPUTE.by_name["outcome"], "not_settled") is Tone.NEUTRAL


@pytest.mark.parametrize("value", [False, None])
def test_only_a_risk_that_is_there_is_marked(value: bool | None) -> None:
    assert tone_of(DISPUTE.by_name["violence_risk"], value) is None


def test_plain_choices_are_words_and_no_chips() -> None:
    assert tone_of(DISPUTE.by_name["kind"], "land") is None


def test_each_tone_has_a_picture_of_its_own() -> None:
    drawings = {resource("icons", f"{ICONS[tone]}.svg").read_text(encoding="utf-8") for tone in Tone}
    assert len(drawings) == len(Tone)
