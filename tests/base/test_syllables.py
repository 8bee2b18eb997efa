from __future__ import annotations

import pytest

from desktop.base.syllables import is_syllable


@pytest.mark.parametrize(
    "word",
    [
        "Nguyễn",
        "ĐƯỜNG",
        "nghiêng",
        "quyết",
        "Huỳnh",
        "uống",
        "yêu",
        "giếng",
        "Neáng",
        "Ỷ",
        "khuya",
        "thuở",
        "hoà",
    ],
)
def test_what_vietnamese_spells_is_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["NguyÔn", "Nguyeãn", "Tæ", "Ñöùc", "Müller", "trưởngs", "cằc", "", "ââ"])
def test_what_it_cannot_spell_is_none(word: str) -> None:
    assert not is_syllable(word)
