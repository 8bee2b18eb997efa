"""A station's register with a year of work in it: its people, groups, households, visits, disputes and awards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desktop.app.sample.movement import Movement
from desktop.app.sample.names import Chance, Named, inside
from desktop.app.sample.phrases import ACHIEVEMENTS, QUARRELS
from desktop.app.sample.reports import add_report
from desktop.app.sample.slips import add_slips
from desktop.app.sample.upper_form import add_form
from desktop.services.change import Change
from desktop.services.workspace import Workspace

_AREAS = (
    ("Ấp Đông Hưng", "ap"),
    ("Ấp Tây Hưng", "ap"),
    ("Ấp Đông Thuận", "ap"),
    ("Khóm Trung Bắc", "khom"),
    ("Khóm Hòa Thuận", "khom"),
    ("Khu phố 3", "khu_pho"),
    ("Tổ dân phố số 5", "to_dan_pho"),
)
_OFFICERS = ("Thượng úy Lê Hoàng Nam", "Đại úy Trần Quốc Khởi", "Trung úy Phạm Thị Thu Hà")
_OUTCOMES = ("settled", "settled", "settled", "not_settled", "open", "referred")
_CATEGORIES = ("addiction", "after_treatment", "reintegration", "policy", "respected_person", "quarrel")


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    groups: int = 12
    members: int = 8
    """In each group."""
    households: int = 60
    visits: int = 240
    disputes: int = 48
    awards: int = 14


class _Maker:
    """Writes the sample through the one door, one operation for each register."""

    def __init__(self, workspace: Workspace, size: Size, seed: int) -> None:
        self._workspace = workspace
        self._size = size
        self._chance = Chance(seed)
        self._today = workspace.today()
        self._areas: list[str] = []
        # Chance of its own: whoever changes what is made there leaves the people as they were.
        self._movement = Movement(seed + 1, self._today, self._areas)
        self._groups: list[str] = []
        self._points: list[str] = []
        self._people: list[tuple[str, Named]] = []
        self._households: list[str] = []
        self._award_set = ""

    def run(self, progress: Callable[[int, int], None]) -> None:
        steps = (
            self._make_areas,
            self._make_models,
            self._make_groups,
            self._make_members,
            self._make_households,
            self._make_visits,
            self._make_disputes,
            self._make_awards,
            self._make_movement,
        )
        for done, step in enumerate(steps):
            progress(done, len(steps))
            with self._workspace.change("sample") as change:
                step(change)
        progress(len(steps), len(steps))

    def _day(self, within: int = 320) -> date:
        return self._today - timedelta(days=self._chance.number(1, within))

    def _make_areas(self, change: Change) -> None:
        for name, kind in _AREAS:
            households = self._chance.number(180, 620)
            self._areas.append(
                change.create(
                    "area",
                    {
                        "name": name,
                        "kind": kind,
                        "officer": self._chance.pick(_OFFICERS),
                        "households": households,
                        "residents": households * 4,
                        "is_key": name == "Khóm Trung Bắc",
                        "key_reason": "Nhiều nhà trọ, có tụ điểm phức tạp"
                        if name == "Khóm Trung Bắc"
                        else None,
                        "key_since": "2026-02-01" if name == "Khóm Trung Bắc" else None,
                    },
                )
            )

    def _make_models(self, change: Change) -> None:
        self._points = self._movement.models(change)

    def _make_movement(self, change: Change) -> None:
        self._movement.go_on(change, self._groups)

    def _make_groups(self, change: Change) -> None:
        for number in range(1, self._size.groups + 1):
            mediation = number % 6 == 0
            place = (number - 1) % len(self._areas)
            kind = "mediation" if mediation else "self_management"
            title = "Tổ hòa giải" if mediation else "Tổ tự quản"
            self._groups.append(
                change.create(
                    "group",
                    {
                        "name": f"{title} số {number:02d} {inside(_AREAS[place][0])}",
                        "kind": kind,
                        "area": self._areas[place],
                        "point": None if mediation else self._points[place],
                        "established_on": date(2019 + number % 6, 1 + number % 12, 15).isoformat(),
                    },
                )
            )

    def _make_members(self, change: Change) -> None:
        for group in self._groups:
            for place in range(self._size.members):
                person = self._make_person(change)
                change.create(
                    "member",
                    {
                        "person": person,
                        "group": group,
                        "role": "leader" if place == 0 else "deputy" if place == 1 else "member",
                        "joined_on": date(
                            2019 + self._chance.number(0, 7), 1 + self._chance.number(0, 12), 10
                        ).isoformat(),
                    },
                )

    def _make_person(self, change: Change) -> str:
        human = self._chance.human()
        values = self._chance.person(human)
        values |= {"address": self._chance.pick(_AREAS)[0], "area": self._chance.pick(self._areas)}
        person = change.create("person", values)
        self._people.append((person, human))
        return person

    def _make_households(self, change: Change) -> None:
        for _ in range(self._size.households):
            self._households.append(
                change.create(
                    "household",
                    {
                        "head_name": self._chance.human().name,
                        "area": self._chance.pick(self._areas),
                        "address": f"Số {self._chance.number(1, 300)}, {inside(self._chance.pick(_AREAS)[0])}",
                        "categories": [self._chance.pick(_CATEGORIES)],
                        "people": self._chance.number(2, 7),
                    },
                )
            )

    def _make_visits(self, change: Change) -> None:
        for _ in range(self._size.visits):
            day = self._day()
            change.create(
                "visit",
                {
                    "household": self._chance.pick(self._households),
                    "visited_on": day.isoformat(),
                    "purpose": self._chance.pick(("encourage", "know", "persuade", "guide")),
                    "visitors": self._chance.pick(self._people)[1].name,
                    "result": self._chance.pick(("stable", "stable", "improved", "watch")),
                    "content": "Thăm hỏi sức khỏe, việc làm; động viên gia đình chấp hành tốt quy định tại địa phương",
                    "next_visit_on": (day + timedelta(days=self._chance.pick((30, 60, 90)))).isoformat(),
                },
            )

    def _make_disputes(self, change: Change) -> None:
        for _ in range(self._size.disputes):
            kind, summary = self._chance.pick(QUARRELS)
            outcome = self._chance.pick(_OUTCOMES)
            day = self._day(300)
            values: dict[str, Any] = {
                "summary": summary,
                "received_on": day.isoformat(),
                "kind": kind,
                "mediated_by": self._chance.pick(
                    ("mediation_group", "mediation_group", "self_management_group")
                ),
                "area": self._chance.pick(self._areas),
                "mediators": self._chance.pick(self._people)[1].name,
                "violence_risk": outcome == "open" and self._chance.once_in(3),
                "outcome": outcome,
                "outcome_on": None if outcome == "open" else (day + timedelta(days=9)).isoformat(),
            }
            dispute = change.create("dispute", values)
            for _ in range(2):
                change.create(
                    "party",
                    {
                        "dispute": dispute,
                        "name": self._chance.human().name,
                        "age": self._chance.number(20, 79),
                        "address": inside(self._chance.pick(_AREAS)[0]),
                    },
                )

    def _make_awards(self, change: Change) -> None:
        self._award_set = change.create(
            "award_set",
            {
                "name": "Ngày hội toàn dân bảo vệ an ninh Tổ quốc",
                "kind": "thematic",
                "occasion": "phong trào Toàn dân bảo vệ an ninh Tổ quốc",
            },
        )
        chosen = self._chance.some(self._people, min(self._size.awards - 2, len(self._people)))
        for person, human in chosen:
            self._make_award(
                change,
                {
                    "person": person,
                    "printed_name": human.name,
                    "honorific": human.honorific,
                    "printed_unit": "Thành viên Tổ tự quản, phường Nhơn Hưng, tỉnh An Giang",
                    "recipient_kind": "individual",
                },
            )
        self._make_award(
            change,
            {
                "group": self._groups[0],
                "printed_name": "Tổ tự quản số 01 ấp Đông Hưng",
                "honorific": "Tập thể",
                "printed_unit": "Phường Nhơn Hưng, tỉnh An Giang",
                "recipient_kind": "collective",
            },
        )
        self._make_award(
            change,
            {
                "household": self._households[0],
                "printed_name": self._chance.human().name,
                "honorific": "Hộ gia đình ông",
                "printed_unit": "Khóm Hòa Thuận, phường Nhơn Hưng, tỉnh An Giang",
                "recipient_kind": "household",
            },
        )

    def _make_award(self, change: Change, values: dict[str, Any]) -> None:
        change.create(
            "award",
            {
                **values,
                "award_set": self._award_set,
                "form": "giay_khen",
                "achievement": self._chance.pick(ACHIEVEMENTS),
                "stage": "draft",
            },
        )


def make_sample(
    workspace: Workspace,
    size: Size = Size(),  # a frozen value
    *,
    seed: int = 2026,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Fills an empty register. The same seed on the same day makes the same people and work."""
    _Maker(workspace, size, seed).run(progress)
    add_form(workspace)
    add_report(workspace)
    add_slips(workspace)
