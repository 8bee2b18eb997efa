"""What a person is asked before sheets are made: numbers that no one takes back, and why a sheet is printed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.domain.fields import Kind
from desktop.services.certificates import Candidate, CommonLines, Prospect
from desktop.ui.kit.door import Door, Input, Question

_NAMED: Final = 3
_NUMBERS: Final = Input("numbers", "printing.undecided.numbers", Kind.FLAG, value=False)
_REASON: Final = Input("reason", "awards.ask.reason", required=True)


@dataclass(frozen=True)
class Consent:
    """What the person agreed to: which awards get a number of the book, and the reason for those printed again."""

    numbered: frozenset[str]
    reason: str = ""


def consent(
    door: Door,
    prospect: Prospect,
    lines: CommonLines,
    people: Mapping[str, Candidate],
    *,
    printing: bool,
) -> Consent | None:
    """Asks what must be asked; None when the person thought better of it. ``printing``: not into a file."""
    reason = ""
    if printing and prospect.again:
        names = [each.name for award, each in people.items() if award in prospect.again]
        named = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
        answer = door.ask(
            Question("printing.again", {"count": len(names), "names": named}, inputs=(_REASON,))
        )
        if answer is None:
            return None
        reason = str(answer["reason"])
        if len(prospect.again) == prospect.count and not prospect.waiting:
            return Consent(frozenset(), reason)
    numbered = _numbers(door, prospect, lines)
    return None if numbered is None else Consent(numbered, reason)


def _numbers(door: Door, prospect: Prospect, lines: CommonLines) -> frozenset[str] | None:
    sure, doubtful = prospect.waiting - prospect.undecided, prospect.waiting & prospect.undecided
    facts = {"count": prospect.count, "undecided": len(prospect.undecided)}
    if prospect.undecided and lines.decision_number and lines.decision_on:
        facts |= {"waiting": len(prospect.waiting)}
        question = Question("printing.decides", {**facts, "number": lines.decision_number})
        return prospect.waiting if door.confirm(question) else None
    if not doubtful:
        question = Question("printing.confirm", {"count": prospect.count, "waiting": len(sure)})
        return sure if door.confirm(question) else None
    answer = door.ask(Question("printing.undecided", {**facts, "waiting": len(sure)}, inputs=(_NUMBERS,)))
    if answer is None:
        return None
    return prospect.waiting if answer["numbers"] else sure
