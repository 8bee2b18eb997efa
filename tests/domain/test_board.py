"""What a cell of the board says, and whose figures count when there are several."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.domain.board import BoardCell, Chip, Offer, Source, Use, cell, counting, undecided
from desktop.domain.periods import Period, PeriodKind
from desktop.domain.reporting import ReportState

NOVEMBER = Period(PeriodKind.MONTH, 2026, 11, date(2026, 10, 15), date(2026, 11, 14))
AFTER = date(2026, 11, 20)

SIGNED = Offer(Source.BUNDLE, "r", date(2026, 11, 15), ReportState.SIGNED)
RECEIVED = Offer(Source.BUNDLE, "r", date(2026, 11, 15), ReportState.RECEIVED)
RETURNED = Offer(Source.BUNDLE, "r", date(2026, 11, 15), ReportState.RETURNED)
UNSIGNED = Offer(Source.BUNDLE, "r", date(2026, 11, 15), ReportState.FROZEN)
EXCEL = Offer(Source.EXCEL, "e", date(2026, 11, 16))
PAPER = Offer(Source.PAPER, "p", date(2026, 11, 18), document="15/BC-CAP ngày 18/11/2026")


def shown(*offers: Offer, today: date = AFTER, gap: int = 0) -> BoardCell:
    return cell(NOVEMBER, offers, today, NOVEMBER.last, gap=gap)


@pytest.mark.parametrize(
    ("offers", "chip"),
    [
        ([SIGNED], Chip.WAITING),
        ([RECEIVED], Chip.RECEIVED),
        ([RETURNED], Chip.RETURNED),
        ([UNSIGNED], Chip.LATE),
        ([EXCEL], Chip.EXCEL),
        ([PAPER], Chip.PAPER),
        ([RETURNED, PAPER], Chip.PAPER),
        ([], Chip.LATE),
    ],
)
def test_a_cell_says_what_there_is(offers: list[Offer], chip: Chip) -> None:
    assert shown(*offers).chip is chip


def test_a_unit_is_late_from_the_day_after_the_period() -> None:
    assert shown(today=NOVEMBER.last) == BoardCell(Chip.NONE)
    assert shown(today=NOVEMBER.last + timedelta(days=3)) == BoardCell(Chip.LATE, 3)


def test_a_gap_is_told_with_what_is_missing() -> None:
    assert shown(gap=11) == BoardCell(Chip.GAP, 11)
    assert shown(RECEIVED, gap=11).chip is Chip.RECEIVED


def test_a_unit_that_does_not_report_yet_is_not_late() -> None:
    later = NOVEMBER.last + timedelta(days=1)
    assert cell(NOVEMBER, (), AFTER, NOVEMBER.last, since=later).chip is Chip.OUTSIDE
    assert cell(NOVEMBER, (), AFTER, NOVEMBER.last, until=NOVEMBER.first).chip is Chip.LATE


def test_a_signed_report_counts_before_what_came_otherwise_and_both_are_shown() -> None:
    found = shown(EXCEL, SIGNED)
    assert found.counting == SIGNED
    assert found.offers == (SIGNED, EXCEL)
    assert found.undecided


def test_a_report_that_nobody_signed_does_not_push_out_what_came_otherwise() -> None:
    assert counting([EXCEL, UNSIGNED]) == EXCEL
    assert not undecided([EXCEL, UNSIGNED])


def test_what_a_person_chose_counts() -> None:
    chosen = Offer(Source.PAPER, "p", date(2026, 11, 18), use=Use.YES)
    assert counting([RECEIVED, chosen]) == chosen
    assert not undecided([RECEIVED, chosen])


def test_what_a_person_refused_does_not_count() -> None:
    refused = Offer(Source.PAPER, "p", date(2026, 11, 18), use=Use.NO)
    assert counting([refused]) is None
    assert counting([RECEIVED, refused]) == RECEIVED


def test_of_what_was_received_the_last_counts() -> None:
    assert counting([EXCEL, PAPER]) == PAPER


def test_a_supplement_counts_after_its_report() -> None:
    supplement = Offer(Source.BUNDLE, "s", date(2026, 11, 19), ReportState.SIGNED)
    assert counting([RECEIVED, supplement]) == supplement
