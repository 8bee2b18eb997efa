"""What people tell and what came of it, what is done with them, what they give.

*Vụ* and *đối tượng* are a pair, *lượt* are attendances and not people.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.indicators.definition import Counted, Flow, Indicator, Measure, Records, Sum, Theme, Where

_TOLD: Final = Flow("received_on")
# A result without a day of its own is one of the day the tip came.
_RESULT: Final = Flow("result_on", otherwise="received_on")
_HELD: Final = Flow("held_on")
_GIVEN: Final = Flow("given_on")


def _result(code: str, unit: str, field: str) -> Counted:
    return Counted(code, Theme.TIPS, unit, "tip", _RESULT, (), Sum(field))


def _events(code: str, kind: str) -> Counted:
    return Counted(code, Theme.ACTIVITIES, "event", "event", _HELD, (Where("kind", (kind,)),))


def _attendances(code: str, kind: str) -> Counted:
    return Counted(
        code, Theme.ACTIVITIES, "attendance", "event", _HELD, (Where("kind", (kind,)),), Sum("attendances")
    )


def _opinions(code: str, day: str, *where: Where) -> Counted:
    return Counted(code, Theme.ACTIVITIES, "opinion", "opinion", Flow(day), where)


def _contributions(code: str, unit: str, measure: Measure) -> Counted:
    return Counted(code, Theme.ACTIVITIES, unit, "contribution", _GIVEN, (), measure)


TIPS: Final[tuple[Indicator, ...]] = (
    Counted("tips", Theme.TIPS, "tip", "tip", _TOLD),
    Counted("tips_valuable", Theme.TIPS, "tip", "tip", _TOLD, (Where("valuable", (True,)),)),
    _result("cases", "case", "cases"),
    _result("subjects", "subject", "subjects"),
    _result("wanted", "subject", "wanted"),
    _result("files", "file", "files"),
)

ACTIVITIES: Final[tuple[Indicator, ...]] = (
    _events("listening_conferences", "listening"),
    _attendances("listening_attendances", "listening"),
    _opinions("opinions_listening", "received_on", Where("event.kind", ("listening",))),
    _opinions("opinions", "received_on"),
    _opinions("opinions_answered", "answered_on"),
    _events("festivals", "festival"),
    _attendances("festival_attendances", "festival"),
    _events("propaganda", "propaganda"),
    _attendances("propaganda_attendances", "propaganda"),
    _events("patrols", "patrol"),
    _events("trainings", "training"),
    _events("drills", "drill"),
    _events("group_meetings", "group_meeting"),
    _events("conferences", "conference"),
    _contributions("contributors", "time", Records()),
    _contributions("contributions_money", "dong", Sum("amount")),
    _contributions("contributions_workdays", "workday", Sum("workdays")),
)
