"""What is done in a made-up province: visits, tips, conferences, disputes, awards, reviews, recognition."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

from desktop.app.sample.names import inside
from desktop.app.sample.phrases import (
    ACHIEVEMENTS,
    ANSWERS,
    EVENT_NAMES,
    OPINIONS,
    QUARRELS,
    SHORTCOMINGS,
    TIPS,
    VISIT_TALK,
)
from desktop.app.sample.story import Story

if TYPE_CHECKING:
    from desktop.app.sample.province import Province

_VISITS_EACH: Final = 5
_OTHER_CATEGORIES: Final = ("after_treatment", "reintegration", "policy", "respected_person")
_OTHER_EVENTS: Final = (
    "festival",
    "propaganda",
    "patrol",
    "training",
    "group_meeting",
    "drill",
    "conference",
)
_OUTCOMES: Final = ("settled", "settled", "settled", "not_settled", "open", "referred")


def work_of(province: Province) -> Story:
    """A year of it."""
    yield from _visits(province)
    yield from _tips(province)
    yield from _conferences(province)
    yield from _other_events(province)
    yield from _disputes(province)
    yield from _awards(province)
    yield from _reviews(province)
    yield from _recognition(province)
    yield from _gifts(province)


def _visits(province: Province) -> Story:
    chance, count = province.chance, province.figures.visits_addiction
    # Families with nobody addicted are visited too, and count elsewhere.
    for categories, visits in (
        (("addiction",), count),
        (_OTHER_CATEGORIES, count // 10),
    ):
        households = []
        for _ in range(-(-visits // _VISITS_EACH)):
            at = chance.number(0, len(province.areas))
            values = {
                "head_name": chance.human().name,
                "area": province.areas[at],
                "address": f"Số {chance.number(1, 900)}, {inside(province.area_names[at])}",
                "categories": [chance.pick(categories)],
                "people": chance.number(2, 7),
            }
            households.append((yield "household", values))
        for _ in range(visits):
            yield "visit", _visit(province, chance.pick(households))


def _visit(province: Province, household: str) -> dict[str, Any]:
    chance = province.chance
    return {
        "household": household,
        "visited_on": province.day(),
        "purpose": chance.pick(("encourage", "know", "persuade", "guide")),
        "visitors": chance.pick(province.people)[1].name if province.people else None,
        "result": chance.pick(("stable", "stable", "improved", "watch")),
        "content": chance.pick(VISIT_TALK),
    }


def _tips(province: Province) -> Story:
    chance, figures = province.chance, province.figures
    told = figures.tips_valuable
    # Not every tip of value has a result yet; what came of tips is divided among those that have.
    solved = max(1, told * 3 // 4) if told else 0
    cases = chance.shares(figures.cases, solved)
    # Every case has one subject at least.
    more = chance.shares(figures.subjects - figures.cases, solved)
    wanted, files = chance.shares(figures.wanted, solved), chance.shares(figures.files, solved)
    for number in range(told + told // 8):
        topic, summary = chance.pick(TIPS)
        day = province.day()
        values: dict[str, Any] = {
            "summary": summary,
            "topic": topic,
            "received_on": day,
            "area": chance.pick(province.areas),
            "valuable": number < told,
        }
        if number < solved:
            values |= {
                "result_on": province.day(date.fromisoformat(day)),
                "cases": cases[number],
                "subjects": cases[number] + more[number],
                "wanted": wanted[number],
                "files": files[number],
            }
        yield "tip", values


def _conferences(province: Province) -> Story:
    chance, figures = province.chance, province.figures
    count = figures.listening_conferences
    opinions = chance.shares(figures.opinions, count)
    for attended, stated in zip(
        chance.shares(figures.listening_attendances, count, 1), opinions, strict=True
    ):
        day, area = province.day(), chance.pick(province.areas)
        values = {
            "name": EVENT_NAMES["listening"],
            "kind": "listening",
            "held_on": day,
            "area": area,
            "attendances": attended,
        }
        event = yield "event", values
        for _ in range(stated):
            yield "opinion", _opinion(province, event, area, day)


def _opinion(province: Province, event: str, area: str, day: str) -> dict[str, Any]:
    chance = province.chance
    topic, content = chance.pick(OPINIONS)
    answered = not chance.once_in(5)
    return {
        "content": content,
        "topic": topic,
        "received_on": day,
        "event": event,
        "area": area,
        "due_on": (date.fromisoformat(day) + timedelta(days=15)).isoformat(),
        "answered_on": province.day(date.fromisoformat(day)) if answered else None,
        "answer": chance.pick(ANSWERS) if answered else None,
    }


def _other_events(province: Province) -> Story:
    chance = province.chance
    for area in province.areas:
        kind = chance.pick(_OTHER_EVENTS)
        values = {"name": EVENT_NAMES[kind], "kind": kind, "held_on": province.day(), "area": area}
        yield "event", {**values, "attendances": chance.number(10, 120)}


def _disputes(province: Province) -> Story:
    chance = province.chance
    for _ in range(len(province.areas)):
        kind, summary = chance.pick(QUARRELS)
        outcome, day = chance.pick(_OUTCOMES), province.day()
        ended = outcome != "open"
        values = {
            "summary": summary,
            "received_on": day,
            "kind": kind,
            "mediated_by": chance.pick(
                ("mediation_group", "mediation_group", "self_management_group", "police")
            ),
            "area": chance.pick(province.areas),
            "mediators": chance.human().name,
            "violence_risk": chance.once_in(20),
            "outcome": outcome,
            "outcome_on": province.day(date.fromisoformat(day)) if ended else None,
        }
        dispute = yield "dispute", values
        for _ in range(2):
            yield "party", {"dispute": dispute, "name": chance.human().name, "age": chance.number(20, 79)}


def _awards(province: Province) -> Story:
    chance = province.chance
    people = cycle(province.people)
    names = cycle(province.area_names)
    for number, awarded in enumerate(province.figures.awarded, start=1):
        decided = province.day()
        for place in range(awarded.count):
            values: dict[str, Any] = {
                "recipient_kind": awarded.recipient,
                "form": awarded.form,
                "grantor": awarded.grantor,
                "achievement": chance.pick(ACHIEVEMENTS),
                "stage": "handed",
                "decision_number": f"{100 + number}/QĐ",
                "decision_on": decided,
                "book": "mau",
                "book_year": int(decided[:4]),
                "book_number": 1000 * number + place + 1,
            }
            name = next(names)
            group = f"Tổ nòng cốt {inside(name)}"
            if awarded.recipient == "individual" and province.people:
                person, human = next(people)
                values |= {"person": person, "printed_name": human.name, "honorific": human.honorific}
            elif awarded.recipient == "individual":
                human = chance.human()
                values |= {"printed_name": human.name, "honorific": human.honorific}
            else:
                values |= {"printed_name": group, "honorific": "Tập thể"}
            yield "award", {**values, "printed_unit": group}


def _reviews(province: Province) -> Story:
    chance = province.chance
    for area, area_name in zip(province.areas, province.area_names, strict=True):
        if not chance.once_in(8):
            continue
        kind, day = chance.pick(("interim", "final", "inspection", "inspection")), province.day()
        values = {
            "name": f"Kiểm tra, đánh giá mô hình tại {area_name}",
            "kind": kind,
            "area": area,
            "held_on": day,
            "rating": chance.pick(("effective", "fair")),
        }
        review = yield "review", values
        if kind == "inspection":
            mended = province.day(date.fromisoformat(day)) if chance.once_in(2) else None
            content = chance.pick(SHORTCOMINGS)
            yield "shortcoming", {"review": review, "content": content, "due_on": day, "mended_on": mended}


def _recognition(province: Province) -> Story:
    chance = province.chance
    for area in province.areas:
        passed = not chance.once_in(15)
        yield (
            "recognition",
            {
                "area": area,
                "work_year": province.period.year,
                "subject_kind": "residential",
                "result": "passed" if passed else "not_passed",
                "grade": chance.pick(("excellent", "good", "good")) if passed else "average",
            },
        )


def _gifts(province: Province) -> Story:
    chance = province.chance
    for area in province.areas:
        if chance.once_in(6):
            values = {
                "giver": f"Hộ {chance.human().name}",
                "given_on": province.day(),
                "kind": "money",
                "area": area,
            }
            yield "contribution", {**values, "amount": 100_000 * chance.number(2, 90)}
