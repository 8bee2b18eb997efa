"""Colours that everybody can read, also at an old screen."""

from __future__ import annotations

import pytest

from desktop.ui.kit.palette import DARK, LIGHT, Colours, Tone, contrast

GROUNDS = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.01)


@GROUNDS
@pytest.mark.parametrize("ink", ["text", "muted"])
@pytest.mark.parametrize("paper", ["ground", "surface", "selected", "hover"])
def test_words_can_be_read_on_every_ground(colours: Colours, ink: str, paper: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, paper)) >= 4.5


@GROUNDS
@pytest.mark.parametrize("button", ["accent", "accent_hover"])
def test_the_word_on_a_filled_button_can_be_read(colours: Colours, button: str) -> None:
    assert contrast(colours.on_accent, getattr(colours, button)) >= 7


@GROUNDS
def test_a_control_is_seen_on_what_it_stands_on(colours: Colours) -> None:
    assert min(contrast(colours.border, each) for each in (colours.ground, colours.surface)) >= 3


@GROUNDS
def test_the_focus_ring_is_seen_on_the_surface_that_parts_it_from_the_control(colours: Colours) -> None:
    assert contrast(colours.focus, colours.surface) >= 3


@GROUNDS
@pytest.mark.parametrize("tone", Tone)
def test_the_words_of_a_chip_can_be_read(colours: Colours, tone: Tone) -> None:
    pair = colours.chips[tone]
    assert round(contrast(pair.ink, pair.paper), 1) >= 6.5
