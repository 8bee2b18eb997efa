"""What the law of grassroots mediation asks of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.mediation import Case, Earlier, Likeness, Point, likeness, points

PLAIN = Case(parties=("Nguyễn Văn Sáu", "Lê Thị Bé"))
NOW = Earlier("2", date(2026, 11, 5), "ap-dong", "land", frozenset({"Nguyễn Văn Sáu", "Lê Thị Bé"}))


def told(case: Case) -> list[Point]:
    return [point for point, _ in points(case)]


@pytest.mark.parametrize(
    ("case", "point"),
    [
        (replace(PLAIN, violence_risk=True), Point.VIOLENCE),
        (replace(PLAIN, violation_signs="criminal"), Point.VIOLATION),
        (replace(PLAIN, scope="offence"), Point.NOT_MEDIATED),
        (replace(PLAIN, mediators=("nguyen van sau",)), Point.INTERESTED),
        (replace(PLAIN, outcome="settled"), Point.NO_AGREEMENT),
        (replace(PLAIN, outcome="referred"), Point.NO_REFERRAL),
        (replace(PLAIN, outcome="not_settled", parties=("Lê Thị Bé",)), Point.ONE_PARTY),
    ],
)
def test_what_is_wanting_in_a_case_is_told(case: Case, point: Point) -> None:
    assert told(case) == [point]


@pytest.mark.parametrize(
    "case",
    [
        PLAIN,
        replace(PLAIN, violence_risk=True, escalated=True),
        replace(PLAIN, violation_signs="none"),
        replace(PLAIN, violation_signs="criminal", outcome="referred", referred_to="Công an tỉnh"),
        replace(PLAIN, scope="offence", outcome="out_of_scope"),
        replace(PLAIN, outcome="settled", has_agreement=True),
        replace(PLAIN, outcome="open", parties=()),
    ],
)
def test_nothing_is_told_of_a_case_in_order(case: Case) -> None:
    assert told(case) == []


def test_the_gravest_comes_first() -> None:
    case = replace(PLAIN, violence_risk=True, scope="offence", outcome="settled")
    assert told(case) == [Point.VIOLENCE, Point.NOT_MEDIATED, Point.NO_AGREEMENT]


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (replace(NOW, id="1", received_on=date(2025, 1, 9)), Likeness.PARTIES),
        (
            replace(NOW, id="1", received_on=date(2025, 1, 9), parties=frozenset({"LE THI BE"})),
            Likeness.PARTIES,
        ),
        (
            replace(
                NOW, id="1", received_on=date(2025, 1, 9), parties=frozenset({"Lê Thị Bé"}), area="khom-3"
            ),
            None,
        ),
        (
            replace(NOW, id="1", received_on=date(2025, 1, 9), parties=frozenset({"Trần An"})),
            Likeness.PLACE_AND_KIND,
        ),
        (
            replace(
                NOW, id="1", received_on=date(2025, 1, 9), parties=frozenset({"Trần An"}), kind="marriage"
            ),
            None,
        ),
        (replace(NOW, id="1", received_on=date(2020, 1, 9)), None),
        (replace(NOW, id="3", received_on=date(2026, 11, 6)), None),
        (NOW, None),
    ],
)
def test_an_earlier_case_is_like_this_one_by_its_people_or_by_place_and_subject(
    before: Earlier, why: Likeness | None
) -> None:
    assert likeness(NOW, before) is why


def test_the_same_person_of_the_list_is_enough_whatever_the_names() -> None:
    one = replace(NOW, parties=frozenset({"Sáu"}), person_ids=frozenset({"p1"}))
    before = replace(
        one, id="1", received_on=date(2026, 1, 1), parties=frozenset({"Ông Sáu"}), area=None, kind=None
    )
    assert likeness(one, before) is Likeness.PARTIES
