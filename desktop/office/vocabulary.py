"""Which field a column head means, by the words people use for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from desktop.base.text import fold
from desktop.domain.values.sex import Sex, sex_of_word

BETWEEN = " / "
"""What joins the heads of several rows: "Ngày sinh / Nam"."""

_NEAR = 0.86
_SHORTEST_SLIP = 3
_REMEMBERED = 16_384
# How much is believed of a head that is not word for word a known one.
_PARENT, _SLIP, _CONTAINS, _CONTAINED = 0.95, 0.8, 0.75, 0.6
_ORDINALS = frozenset(("stt", "tt", "so tt", "so thu tu", "thu tu"))
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The field that a column is proposed for.

    Attributes:
        confidence: from 0 to 1; 1 for a known head, letter by letter.
        sex: for a column that holds the field of one sex only ("Năm sinh / Nữ"): whoever has a value there is of it.
    """

    field: str
    confidence: float
    sex: Sex | None = None


class Vocabulary:
    """The known heads of each field, folded once."""

    def __init__(self, synonyms: Mapping[str, Iterable[str]]) -> None:
        self._known = {name: {fold(head) for head in heads} - {""} for name, heads in synonyms.items()}

    def proposals(self, label: str) -> list[Proposal]:
        """What a head may mean, the likeliest first."""
        parts = [part for part in label.split(BETWEEN) if part]
        if not parts:
            return []
        sex = sex_of_word(parts[-1]) if len(parts) > 1 else None
        parent = BETWEEN.join(parts[:-1])
        found = {}
        for name, heads in self._known.items():
            scores = [self._score(label, heads), self._score(parts[-1], heads)]
            if parent:
                scores.append(_PARENT * self._score(parent, heads))
            if best := max(scores):
                found[name] = Proposal(name, round(best, 3), sex)
        return sorted(found.values(), key=lambda proposal: -proposal.confidence)

    @staticmethod
    def _score(label: str, heads: set[str]) -> float:
        words = {fold(label), fold(_BRACKETS.sub(" ", label))} - {""}
        if words & heads:
            return 1.0
        return max((_likeness(word, head) for word in words for head in heads), default=0.0)


@lru_cache(_REMEMBERED)
def _likeness(label: str, head: str) -> float:
    """Remembered, since a file is tried as a list of every register, and the registers share many heads."""
    shorter, longer = sorted((len(label), len(head)))
    if " " in head and label.startswith(f"{head} "):
        return _CONTAINS
    if f" {head} " in f" {label} ":
        # A short head inside a long sentence is chance: "tổ" in "danh sách thành viên tổ nòng cốt".
        return _CONTAINS * min(1.0, 2 * shorter / longer)
    if f" {label} " in f" {head} ":
        return _CONTAINED * min(1.0, 2 * shorter / longer)
    # Two of so different lengths cannot be near; to compare them all letter by letter would be slow.
    if len(label) <= _SHORTEST_SLIP or 2 * shorter < _NEAR * (shorter + longer):
        return 0.0
    return _SLIP if SequenceMatcher(None, label, head, autojunk=False).ratio() >= _NEAR else 0.0


def is_ordinal(label: str) -> bool:
    """Whether a head is that of the running numbers."""
    return fold(label) in _ORDINALS


def assign(labels: Sequence[str], vocabulary: Vocabulary, *, at_least: float = 0.5) -> dict[int, Proposal]:
    """Propose a field for each column: every field once, the surest columns first, the leftmost of equals.

    Columns for men and for women of one field are proposed together.
    """
    wishes = [
        (-proposal.confidence, column, proposal)
        for column, label in enumerate(labels)
        if not is_ordinal(label)
        for proposal in vocabulary.proposals(label)
        if proposal.confidence >= at_least
    ]
    given: dict[int, Proposal] = {}
    for _, column, proposal in sorted(wishes, key=lambda wish: wish[:2]):
        if column not in given and _is_free(proposal, given.values()):
            given[column] = proposal
    return dict(sorted(given.items()))


def _is_free(proposal: Proposal, given: Iterable[Proposal]) -> bool:
    taken = [other.sex for other in given if other.field == proposal.field]
    return not taken or (proposal.sex is not None and None not in taken and proposal.sex not in taken)
