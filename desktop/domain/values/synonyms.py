"""Which entry of a catalogue a written word means: by its letters, by a known short form, or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from desktop.base.text import exact, fold
from desktop.domain.values.cells import Cell, cell_text, unreadable
from desktop.domain.values.parsed import Parsed, Repair, refused

# Folded words for one and the same thing. The first is the usual one; what stands in no catalogue is not used.
_SAME = (
    ("to truong", "truong to", "t truong", "tt", "to tr"),
    ("to pho", "pho to truong", "pho to", "t pho", "tp", "pho truong", "ptt"),
    ("thanh vien", "to vien", "hoi vien", "t vien", "t v", "tv", "thanhvien", "thanh vien to"),
    ("hoa giai vien", "hgv"),
    ("bi thu", "bt"),
    ("truong ap", "t ap", "ta"),
    ("truong khom", "t khom", "tk"),
    ("truong khu pho", "tkp"),
    ("to truong to dan pho", "tt tdp"),
    ("hoa giai thanh", "thanh", "ht", "thanh cong"),
    ("hoa giai khong thanh", "khong thanh", "kt", "khong thanh cong"),
    ("dang hoa giai", "chua giai quyet xong", "dang giai quyet", "chua xong"),
)
_NEAR = 0.84
# Shorter words differ too little: "tổ phó" and "tổ vó" are one slip apart, and so are two roles.
_SHORTEST_NEAR = 6
_REMEMBERED = 1_024

Labels = tuple[tuple[str, tuple[str, ...]], ...]
"""Code and its labels, of every choice."""


def match_choice(cell: Cell, choices: Mapping[str, Iterable[str]]) -> Parsed[str]:
    """Find the code whose label a text means.

    Args:
        choices: code -> its labels as people write them, in any case, with or without accents; the first is shown.

    Repair: ``choice_short`` (a known short form or another word for it). Doubt: ``choice_near`` (nearly a label, or
    a label with more words after it). Problems: ``choice_unknown``, ``choice_ambiguous`` with the options.
    """
    barred: Parsed[str] | None = unreadable(cell)
    if barred is not None:
        return barred
    written = cell_text(cell)
    if not written:
        return Parsed()
    return _matched(written, tuple((code, tuple(labels) or (code,)) for code, labels in choices.items()))


@lru_cache(_REMEMBERED)
def _matched(written: str, labels: Labels) -> Parsed[str]:
    """Remembered, since a list says the same few words row by row."""
    shown, known = _read(labels)
    word = fold(written)
    if codes := _codes(known, {word}):
        # Typed with accents, two labels that differ only in them are told apart.
        accented = [code for code in codes if exact(written) in map(exact, dict(labels)[code])]
        parsed = _decided(accented or codes, written, shown)
        if parsed.value is None or word in (fold(shown[parsed.value]), parsed.value.replace("_", " ")):
            return parsed
        return Parsed(parsed.value, Repair("choice_short", written, shown[parsed.value]))
    if codes := _codes(known, _same_words(word)) or _by_initials(known, word):
        parsed = _decided(codes, written, shown)
        return (
            parsed
            if parsed.value is None
            else Parsed(codes[0], Repair("choice_short", written, shown[codes[0]]))
        )
    if codes := _beginning(known, word) or _nearest(known, word):
        parsed = _decided(codes, written, shown)
        return (
            parsed
            if parsed.value is None
            else parsed.doubted("choice_near", written=written, label=shown[codes[0]])
        )
    return refused("choice_unknown", written=written)


@lru_cache(256)
def _read(labels: Labels) -> tuple[dict[str, str], dict[str, set[str]]]:
    """By code the label that is shown, and all of its words folded: the same for every row of a list."""
    shown = {code: each[0] for code, each in labels}
    known = {code: {code.replace("_", " "), *map(fold, each)} - {""} for code, each in labels}
    return shown, known


def _decided(codes: list[str], written: str, shown: Mapping[str, str]) -> Parsed[str]:
    if len(codes) == 1:
        return Parsed(codes[0])
    return refused("choice_ambiguous", written=written, options=", ".join(shown[code] for code in codes))


def _codes(known: Mapping[str, set[str]], words: set[str]) -> list[str]:
    return [code for code, labels in known.items() if labels & words]


def _same_words(word: str) -> set[str]:
    return {other for group in _SAME if word in group for other in group}


def _by_initials(known: Mapping[str, set[str]], word: str) -> list[str]:
    """ "PTCA" or "p tr" for "phó trưởng …": each part begins the word in its place, or is all first letters."""
    parts = word.split()
    letters = word.replace(" ", "")

    def fits(label: str) -> bool:
        words = label.split()
        if len(words) < 2:
            return False
        if letters == "".join(each[0] for each in words):
            return True
        return len(parts) == len(words) and all(map(str.startswith, words, parts))

    return [code for code, labels in known.items() if any(map(fits, labels))]


def _beginning(known: Mapping[str, set[str]], word: str) -> list[str]:
    """The longest label with which the text begins: "tổ trưởng tổ tự quản số 5"."""
    found = {
        code: max(lengths)
        for code, labels in known.items()
        if (lengths := [len(label) for label in labels if re.match(rf"{re.escape(label)} ", word)])
    }
    return [code for code, length in found.items() if length == max(found.values())]


def _nearest(known: Mapping[str, set[str]], word: str) -> list[str]:
    if len(word) < _SHORTEST_NEAR:
        return []
    scores = {
        code: max((_likeness(word, label) for label in labels), default=0) for code, labels in known.items()
    }
    best = max(scores.values(), default=0)
    return [code for code, score in scores.items() if score == best] if best >= _NEAR else []


def _likeness(word: str, label: str) -> float:
    matcher = SequenceMatcher(None, word, label, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _NEAR else 0.0
