"""Who reported, period by period: what one cell of the board says, and whose figures count.

Figures of a unit for a period may come in three ways: frozen and signed in a bundle, in the form in Excel, or on
paper. They stand beside each other; none replaces another in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from desktop.domain.periods import Period
from desktop.domain.reporting import ReportState


class Source(Enum):
    """The values are the codes of the catalogue ``figure_source``: they are stored and must not change."""

    BUNDLE = "bundle"
    EXCEL = "excel"
    PAPER = "paper"


class Use(Enum):
    """What a person decided of figures that came otherwise (catalogue ``figure_use``, stored)."""

    RULE = "rule"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class Offer:
    """Figures of one unit for one period, from one source.

    Attributes:
        record: of the report, or of what was received otherwise.
        on: the day they were frozen, or received.
        state: of a report in a bundle; None otherwise.
        use: what a person decided; of a report always the rule.
        document: number and day of the letter, as it is written; empty for the other sources.
    """

    source: Source
    record: str
    on: date | None
    state: ReportState | None = None
    use: Use = Use.RULE
    document: str = ""

    @property
    def stands(self) -> bool:
        """Whether these figures may count at all: a report that nobody signed or that was returned does not."""
        if self.state is None:
            return self.use is not Use.NO
        return self.state in (ReportState.SIGNED, ReportState.SENT, ReportState.RECEIVED)


def counting(offers: Sequence[Offer]) -> Offer | None:
    """The figures that count: those a person chose, else the signed report, else what was received last."""
    standing = [each for each in offers if each.stands]
    for wanted in (
        [each for each in standing if each.use is Use.YES],
        [each for each in standing if each.source is Source.BUNDLE],
        standing,
    ):
        if wanted:
            return max(wanted, key=lambda each: (each.on or date.min, each.record))
    return None


def undecided(offers: Sequence[Offer]) -> bool:
    """Whether figures of two sources stand beside each other and no person has chosen between them."""
    standing = [each for each in offers if each.stands]
    sources = {each.source for each in standing}
    return len(sources) > 1 and all(each.use is Use.RULE for each in standing)


class Chip(Enum):
    """What a cell of the board says; the values are parts of the keys of their words."""

    RECEIVED = "received"
    WAITING = "waiting"
    """The report is here and nobody has answered it."""
    RETURNED = "returned"
    EXCEL = "excel"
    PAPER = "paper"
    GAP = "gap"
    """A bundle before the one that came is missing."""
    LATE = "late"
    NONE = "none"
    """It is not due yet."""
    OUTSIDE = "outside"
    """The unit did not report then."""


@dataclass(frozen=True)
class BoardCell:
    """One unit in one period.

    Attributes:
        number: days late, or the number of the bundle that is missing, -1 where nobody knows it.
        offers: all figures there are, those that count first.
        undecided: figures of two sources, and no person has chosen.
    """

    chip: Chip
    number: int = 0
    offers: tuple[Offer, ...] = ()
    undecided: bool = False

    @property
    def counting(self) -> Offer | None:
        return counting(self.offers)


def cell(
    period: Period,
    offers: Sequence[Offer],
    today: date,
    due_on: date,
    *,
    gap: int = 0,
    since: date | None = None,
    until: date | None = None,
) -> BoardCell:
    """What stands in a cell.

    Args:
        due_on: the last day on which the report is in time.
        gap: the number of the bundle of this unit that is missing before one that came; -1 where nobody knows its
            number, 0 for none.
        since, until: the days from and to which the unit reports.
    """
    counts = counting(offers)
    ordered = tuple(sorted(offers, key=lambda each: each is not counts))
    both = undecided(offers)
    returned = any(each.state is ReportState.RETURNED for each in offers)
    if counts is not None:
        chip = {Source.EXCEL: Chip.EXCEL, Source.PAPER: Chip.PAPER}.get(counts.source)
        if chip is None:
            chip = Chip.RECEIVED if counts.state is ReportState.RECEIVED else Chip.WAITING
        return BoardCell(chip, 0, ordered, both)
    if returned:
        return BoardCell(Chip.RETURNED, 0, ordered)
    if (since is not None and period.last < since) or (until is not None and period.first > until):
        return BoardCell(Chip.OUTSIDE, 0, ordered)
    if gap and today > period.last:
        return BoardCell(Chip.GAP, gap, ordered)
    if today > due_on:
        return BoardCell(Chip.LATE, (today - due_on).days, ordered)
    return BoardCell(Chip.NONE, 0, ordered)
