"""The award book of a station: one computer gives the numbers, and passes the book on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.services import award_book, awarding, certificates
from desktop.services.award_book import BookElsewhere, NoSuchHolder
from desktop.services.award_money import award_money, total
from desktop.services.awarding import Decision
from desktop.services.rules import set_rule
from desktop.services.workspace import Workspace
from tests.kit.workspaces import NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, value

LINES = certificates.CommonLines("A", "B", "C", "D", "1/QĐ-UBND", date(2026, 11, 20))


def award(workspace: Workspace, **values: object) -> str:
    return put(
        workspace, "award", **{"printed_name": "Lê Mai", "achievement": "X", "stage": "decided", **values}
    )


def numbers(workspace: Workspace, year: int = 2026) -> list[int]:
    return [each.number for each in award_book.book_lines(workspace, year)]


def test_numbers_run_on_in_the_order_that_was_given(workspace: Workspace) -> None:
    awards = [award(workspace, decision_on="2026-11-20") for _ in range(3)]
    award_book.number(workspace, [awards[2], awards[0]])
    award_book.number(workspace, awards)
    lines = award_book.book_lines(workspace, 2026)
    assert [each.award for each in lines] == [awards[2], awards[0], awards[1]]
    assert [each.number for each in lines] == [1, 2, 3]


def test_each_award_is_numbered_in_the_year_of_its_decision(workspace: Workspace) -> None:
    award_book.number(
        workspace, [award(workspace, decision_on="2025-12-30"), award(workspace, decision_on="2026-01-05")]
    )
    assert (numbers(workspace, 2025), numbers(workspace, 2026)) == ([1], [1])
    assert award_book.book_years(workspace)[-1] == 2025


def test_a_proposal_that_was_returned_gets_no_number(workspace: Workspace) -> None:
    award_book.number(workspace, [award(workspace, stage="returned")])
    assert numbers(workspace, workspace.today().year) == []


@pytest.fixture
def first(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def second(make: WorkspaceMaker, first: Workspace) -> Workspace:
    """Another computer of the same station."""
    made = computer(make, NHON_HUNG, 3)
    acquaint(first, made)
    return made


def test_another_computer_of_the_station_waits_for_numbers(
    first: Workspace, second: Workspace, tmp_path: Path
) -> None:
    award_book.number(first, [award(first)])
    waiting = award(second)
    carry(first, second, tmp_path)
    with pytest.raises(BookElsewhere):
        award_book.number(second, [waiting])
    certificates.decide(second, [waiting], LINES)
    assert value(second, "award", waiting, "book_number") is None
    carry(second, first, tmp_path)
    award_book.number(first, [waiting])
    assert numbers(first) == [1, 2]


def test_the_book_is_passed_on_and_goes_on_after_its_last_number(
    first: Workspace, second: Workspace, tmp_path: Path
) -> None:
    gone = award(first, decision_on="2026-11-20")
    award_book.number(first, [gone])
    with first.change("award.edit") as change:
        change.set_state("award", gone, {"is": "removed"})
    award_book.pass_book_on(first, second.device)
    assert not award_book.book(first).here
    carry(first, second, tmp_path)
    assert award_book.book(second).here
    award_book.number(second, [award(second, decision_on="2026-11-20")])
    assert numbers(second) == [2]


def test_two_books_that_were_begun_apart_become_the_one_that_was_first(
    first: Workspace, second: Workspace, tmp_path: Path
) -> None:
    for each in (first, second):
        award_book.number(each, [award(each)])
    carry(first, second, tmp_path)
    carry(second, first, tmp_path)
    held = [award_book.book(each) for each in (first, second)]
    assert held[0].holder == held[1].holder
    assert [each.here for each in held].count(True) == 1


def test_money_goes_by_the_rates_of_the_day_of_the_decision(workspace: Workspace) -> None:
    paid = [
        award_money(workspace, "giay_khen", kind, date(2025, 8, 1)) for kind in ("individual", "household")
    ]
    assert paid == [702_000, 1_053_000]
    assert award_money(workspace, "giay_khen", "collective", date(2025, 8, 1)) is None
    assert award_money(workspace, "bang_khen", "individual", date(2025, 8, 1)) is None


def test_a_collectives_money_is_the_units_own_rate(workspace: Workspace) -> None:
    set_rule(workspace, "commendation_collective_percent", 200, date(2025, 7, 1))
    assert award_money(workspace, "giay_khen", "collective", date(2025, 8, 1)) == 1_404_000


def test_the_amount_stays_with_the_award(workspace: Workspace) -> None:
    one = award(workspace, stage="draft", recipient_kind="household")
    awarding.decide(workspace, [one], Decision("1/QĐ-UBND", date(2025, 8, 1), "CHỦ TỊCH"))
    set_rule(workspace, "commendation_household_percent", 100, date(2025, 7, 1))
    with workspace.reading(register="award") as reader:
        stored = reader.records.get("award", one)
    assert stored is not None
    assert stored.values["money"] == 1_053_000
    assert stored.values["money_basis"] == "Mức lương cơ sở 2.340.000\u00a0đ"


def test_a_sum_says_what_it_lacks() -> None:
    money = total([702_000, None, 1_053_000])
    assert (money.figures, money.unknown) == ("1.755.000\u00a0đ", 1)
    assert money.words == "Một triệu bảy trăm năm mươi lăm nghìn đồng"


def test_a_stranger_cannot_hold_the_book(workspace: Workspace) -> None:
    with pytest.raises(NoSuchHolder):
        award_book.pass_book_on(workspace, "0" * 32)
