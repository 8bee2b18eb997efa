"""The way of an award from its proposal to the hand of its recipient: which deed may follow which stage.

Luật Thi đua, khen thưởng 06/2022/QH15; a decision is cancelled after Chương VII. What was done stands in the award's
fields, so that a list imported from paper and a deed done here read alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from desktop.base.text import fold
from desktop.domain.access import Permission


class Deed(StrEnum):
    """One thing done to awards; the value is the verb of its operation, ``award.<value>``."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    DECIDE = "decide"
    NUMBER = "number"
    PRINT = "print"
    HAND_OVER = "hand_over"
    NOT_HANDED = "not_handed"
    CORRECT = "correct"
    REVOKE = "revoke"


@dataclass(frozen=True)
class Step:
    """Where a deed leads.

    Attributes:
        before: the stages in which it may be done.
        after: the stage it leads to; None where the award stays in its stage.
        needs: what doing it takes.
        wants: the fields without which it has not been done.
    """

    before: frozenset[str]
    after: str | None
    needs: Permission
    wants: tuple[str, ...] = ()


_DECIDED: Final = frozenset({"decided", "printed", "handed", "not_handed"})

STEPS: Final[Mapping[Deed, Step]] = {
    Deed.SUBMIT: Step(frozenset({"draft", "returned"}), "submitted", Permission.SIGN, ("submission_on",)),
    Deed.SEND_BACK: Step(frozenset({"submitted"}), "returned", Permission.EDIT, ("return_reason",)),
    # What another authority decided may never have been submitted by this unit.
    Deed.DECIDE: Step(
        frozenset({"draft", "submitted"}), "decided", Permission.EDIT, ("decision_number", "decision_on")
    ),
    Deed.NUMBER: Step(
        frozenset({"draft", "submitted", "decided", "printed", "handed"}), None, Permission.PRINT
    ),
    Deed.PRINT: Step(frozenset({"decided"}), "printed", Permission.PRINT),
    Deed.HAND_OVER: Step(
        frozenset({"decided", "printed", "not_handed"}), "handed", Permission.PRINT, ("handed_on",)
    ),
    Deed.NOT_HANDED: Step(
        frozenset({"decided", "printed"}), "not_handed", Permission.PRINT, ("not_handed_reason",)
    ),
    Deed.CORRECT: Step(
        _DECIDED, None, Permission.EDIT, ("correction_number", "correction_on", "correction_reason")
    ),
    Deed.REVOKE: Step(
        _DECIDED, "revoked", Permission.EDIT, ("revocation_number", "revocation_on", "revocation_reason")
    ),
}


def may_follow(stage: str | None, deed: Deed) -> bool:
    """Whether a deed may be done to an award in a stage; one without a stage is only proposed."""
    return (stage or "draft") in STEPS[deed].before


def step_between(before: str | None, after: str | None) -> Deed | None:
    """The deed that leads from one stage to another; None where none does."""
    found = (deed for deed, step in STEPS.items() if step.after == after and may_follow(before, deed))
    return next(found, None)


def is_decided(stage: str | None) -> bool:
    """Whether a decision stands behind the award, so that its lines are no longer free."""
    return stage in _DECIDED


# The printed line


@dataclass(frozen=True)
class PrintedLine:
    """What stands on the certificate of one recipient."""

    honorific: str
    name: str
    unit: str
    achievement: str

    def values(self) -> dict[str, str]:
        """As the fields of an award."""
        return dict(zip(LINE_FIELDS, (self.honorific, self.name, self.unit, self.achievement), strict=True))

    def text(self) -> str:
        """All of it as one text, to be compared."""
        return "\n".join((self.honorific, self.name, self.unit, self.achievement))


LINE_FIELDS: Final = ("honorific", "printed_name", "printed_unit", "achievement")


def line_of(values: Mapping[str, Any]) -> PrintedLine:
    """The line that an award keeps."""
    return PrintedLine(*(str(values.get(name) or "") for name in LINE_FIELDS))


def needs_correction(values: Mapping[str, Any]) -> bool:
    """Whether the line is no longer that of the decision, and no correction names it."""
    decided = values.get("decided_lines")
    if not decided or values.get("correction_number"):
        return False
    return line_of(values).text() != str(decided)


def without_title(name: str, *titles: str) -> str:
    """A unit's name without what it is as an office: "phường Nhơn Hưng" of "Công an phường Nhơn Hưng"."""
    for title in titles:
        if fold(name).startswith(f"{fold(title)} "):
            return name[len(title) + 1 :].strip()
    return name


# One achievement, one award


@dataclass(frozen=True)
class Awarded:
    """Of an award, who got it and for what: enough to find a second one for the same."""

    id: str
    recipients: frozenset[tuple[str, str]]
    name: str
    achievement: str
    on: str | None = None


def second_for_the_same(one: Awarded, others: Iterable[Awarded]) -> list[Awarded]:
    """Other awards of the same recipient for the same achievement: the law gives one only."""
    return [
        each for each in others if each.id != one.id and _same_recipient(one, each) and _same_merit(one, each)
    ]


def _same_recipient(one: Awarded, other: Awarded) -> bool:
    if one.recipients and other.recipients:
        return bool(one.recipients & other.recipients)
    return bool(fold(one.name)) and fold(one.name) == fold(other.name)


def _same_merit(one: Awarded, other: Awarded) -> bool:
    merit = " ".join(fold(one.achievement).split())
    return bool(merit) and merit == " ".join(fold(other.achievement).split())


# What somebody has done


class Reason(StrEnum):
    """Why somebody may be proposed; the words are ``merit.<value>``."""

    SERVICE_YEARS = "service_years"
    VISITS = "visits"
    DISPUTES = "disputes"
    EFFECTIVE = "effective"


def days_to_award(merit_on: str | None, decided_on: str | None, today: date) -> int | None:
    """Days from a merit to the decision on it, or to today while there is none; None where no day is known."""
    if not merit_on:
        return None
    end = date.fromisoformat(decided_on) if decided_on else today
    return (end - date.fromisoformat(merit_on)).days


def years_between(periods: Iterable[tuple[date, date]]) -> int:
    """Whole years of all periods together; days that two of them share count once."""
    days, last = 0, date.min
    for first, end in sorted(periods):
        begin = max(first, last)
        if end > begin:
            days += (end - begin).days
            last = end
    return days * 100 // 36_525
