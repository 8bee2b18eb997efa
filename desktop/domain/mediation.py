"""What the law of grassroots mediation asks of a case: pure rules over what is known of it.

Sources: Luật Hòa giải ở cơ sở 35/2013/QH13 (Điều 3 what may not be mediated; Điều 10 and 18 a mediator with an
interest, and what must be reported at once), Nghị định 15/2014/NĐ-CP, Điều 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from desktop.base.text import fold

WITHIN: Final = "within"
OPEN: Final = "open"
SETTLED: Final = "settled"
_ENDED_ELSEWHERE: Final = frozenset({"referred", "out_of_scope"})
_NO_SIGNS: Final = frozenset({None, "", "none"})

REPEATED_WITHIN: Final = timedelta(days=3 * 365)
"""How far back an earlier case of the same people or place is brought to mind: a habit, not a rule of law."""


class Point(Enum):
    """What a person should know of a case while writing it down."""

    NOT_MEDIATED = "dispute_not_mediated"
    """The kind of case may not be mediated, and its outcome does not say so."""
    VIOLENCE = "dispute_violence"
    """It may turn violent or disturb public order, and nobody has been told."""
    VIOLATION = "dispute_violation"
    """There are signs of a violation, and the competent body has not been told."""
    INTERESTED = "dispute_interested"
    """A mediator is a party."""
    ONE_PARTY = "dispute_one_party"
    """A case was ended with fewer than two parties written down."""
    NO_AGREEMENT = "dispute_no_agreement"
    """It was settled, and what was agreed is not written down."""
    NO_REFERRAL = "dispute_no_referral"
    """It was referred, and nobody knows where to."""


@dataclass(frozen=True)
class Case:
    """What is known of a case while it is written down.

    Attributes:
        mediators, parties: names as written; None stands for parties that may not be seen.
        has_agreement: whether anything is written of what was agreed, be it masked.
    """

    scope: str | None = WITHIN
    outcome: str | None = OPEN
    violence_risk: bool = False
    violation_signs: str | None = None
    escalated: bool = False
    mediators: tuple[str, ...] = ()
    parties: tuple[str | None, ...] = ()
    has_agreement: bool = False
    referred_to: str = ""


def points(case: Case) -> Iterator[tuple[Point, str]]:
    """What to tell of a case, gravest first, each with the name or code it speaks of (or nothing)."""
    ended_elsewhere = case.outcome in _ENDED_ELSEWHERE
    if case.violence_risk and not case.escalated:
        yield Point.VIOLENCE, ""
    if case.violation_signs not in _NO_SIGNS and not case.escalated and case.outcome != "referred":
        yield Point.VIOLATION, ""
    if (case.scope or WITHIN) != WITHIN and not ended_elsewhere:
        yield Point.NOT_MEDIATED, case.scope or ""
    for name in interested(case.mediators, case.parties):
        yield Point.INTERESTED, name
    if case.outcome == SETTLED and not case.has_agreement:
        yield Point.NO_AGREEMENT, ""
    if case.outcome == "referred" and not case.referred_to.strip():
        yield Point.NO_REFERRAL, ""
    if (case.outcome or OPEN) != OPEN and not ended_elsewhere and len(case.parties) < 2:
        yield Point.ONE_PARTY, ""


def interested(mediators: Iterable[str], parties: Iterable[str | None]) -> list[str]:
    """The mediators who bear a party's name; whether it is the same person is for people to know."""
    names = {fold(party) for party in parties if party}
    return [mediator for mediator in mediators if fold(mediator) in names]


class Likeness(Enum):
    """Why an earlier case is brought to mind, the stronger first."""

    PARTIES = "parties"
    PLACE_AND_KIND = "place_and_kind"


@dataclass(frozen=True)
class Earlier:
    """A case of before.

    Attributes:
        person_ids: of the parties who are on the list of people.
    """

    id: str
    received_on: date
    area: str | None
    kind: str | None
    parties: frozenset[str]
    person_ids: frozenset[str] = frozenset()


def likeness(now: Earlier, before: Earlier) -> Likeness | None:
    """Whether an earlier case is of the same people, or of the same place and subject, not long ago.

    One same party is enough where it is the same record of the list of people, or in the same area; else names
    alone must be two, since names repeat.
    """
    if before.id == now.id or not timedelta(0) <= now.received_on - before.received_on <= REPEATED_WITHIN:
        return None
    same_names = {fold(name) for name in now.parties} & {fold(name) for name in before.parties}
    same_area = now.area is not None and now.area == before.area
    if now.person_ids & before.person_ids or len(same_names) >= (1 if same_area else 2):
        return Likeness.PARTIES
    if same_area and now.kind is not None and now.kind == before.kind:
        return Likeness.PLACE_AND_KIND
    return None
