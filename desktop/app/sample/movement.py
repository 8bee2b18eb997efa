"""What a station does beside visits and disputes: models and points, equipment, events, tips, reviews, recognition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from desktop.app.sample.names import Chance
from desktop.app.sample.phrases import ANSWERS, EVENT_NAMES, OPINIONS, SHORTCOMINGS, TIPS
from desktop.services.change import Change

# Name, field of work, what it is of the four selfs, where, stage, rating, years since its launch.
_MODELS: Final = (
    ("Tổ tự quản về an ninh, trật tự", "public_order", ("self_management",), "residential", "active", "effective", 6),
    ("Tổ liên gia an toàn PCCC", "fire", ("self_prevention",), "residential", "replicated", "effective", 3),
    ("Camera an ninh", "crime", ("self_prevention", "self_protection"), "residential", "active", "fair", 4),
    ("Cơ sở thờ tự tự quản về an ninh, trật tự", "ethnic_religion", ("self_management",), "worship", "active", None, 2),
    ("Cổng trường an toàn giao thông", "traffic", ("self_management",), "workplace", "consolidating", "average", 2),
    ("Xe ba gác chữa cháy lưu động", "fire", ("self_protection",), "residential", "launched", None, 0),
    ("Gia đình giúp nhau cai nghiện", "drugs", ("self_prevention",), "residential", "proposed", None, None),
)  # fmt: skip
_EQUIPMENT: Final = (
    ("Bình chữa cháy bột 4 kg", "extinguisher", 6),
    ("Chuông báo cháy liên gia", "alarm_bell", 4),
    ("Camera an ninh cổng ấp", "camera", 2),
    ("Kẻng báo động", "gong", 1),
    ("Loa cầm tay", "loudspeaker", 1),
    ("Đèn pin tuần tra", "torch", 5),
)
_EVENTS: Final = (
    ("listening", 4), ("festival", 1), ("propaganda", 6), ("patrol", 10), ("training", 2), ("group_meeting", 8),
    ("drill", 1), ("conference", 1),
)  # fmt: skip
_GIVERS: Final = (
    ("Công ty TNHH Chế biến gạo Hòa Thuận", "money", 15_000_000),
    ("Hội Nông dân phường", "goods", None),
    ("Bà con ấp Đông Hưng", "labour", None),
    ("Chùa Phước Lâm", "money", 5_000_000),
    ("Tiểu thương chợ Trung Bắc", "money", 8_500_000),
    ("Hộ ông Danh Quang", "goods", None),
)
_TARGETS: Final = (
    ("visits", 260), ("listening_conferences", 6), ("points_new", 4), ("disputes_settled", 30), ("tips_valuable", 12),
)  # fmt: skip
_CRITERIA: Final = ("r_registered", "r_households", "r_policies", "r_no_serious_case", "r_core_force")
_YEAR: Final = timedelta(days=320)


class Movement:
    """Makes the records of one station; the areas are there already."""

    def __init__(self, seed: int, today: date, areas: Sequence[str]) -> None:
        self._chance = Chance(seed)
        self._today = today
        self._areas = areas
        self._models: list[str] = []

    def models(self, change: Change) -> list[str]:
        """Models at their points. Gives for each area the point of the first model, which is everywhere."""
        first: list[str] = []
        for name, field, selfs, setting, stage, rating, years in _MODELS:
            launched = None if years is None else self._today - timedelta(days=365 * years + 40)
            model = change.create(
                "model",
                {
                    "name": name,
                    "field_of_work": field,
                    "selfs": list(selfs),
                    "setting": setting,
                    "stage": stage,
                    "rating": rating,
                    "launched_on": launched.isoformat() if launched else None,
                    "replicated_on": (launched + timedelta(days=200)).isoformat()
                    if launched and stage == "replicated"
                    else None,
                    "proposer": "Công an phường",
                },
            )
            self._models.append(model)
            if launched is not None:
                areas = (
                    self._areas if not first else self._chance.some(self._areas, self._chance.number(2, 5))
                )
                points = [self._point(change, model, area, launched) for area in areas]
                first = first or points
        change.create(
            "acknowledgement",
            {
                "model": self._models[1],
                "year": self._today.year,
                "acknowledged_by": "Công an tỉnh",
                "document": "Thông báo số 12/TB-CAT",
            },
        )
        return first

    def go_on(self, change: Change, groups: Sequence[str]) -> None:
        """Everything else, of the year up to today."""
        self._equipment(change, groups)
        self._events(change, groups)
        self._tips(change)
        self._contributions(change, groups)
        self._reviews(change, groups)
        self._recognition(change)
        for indicator, value in _TARGETS:
            values = {"indicator": indicator, "year": self._today.year, "period_kind": "year", "value": value}
            change.create("target", {**values, "assigned_by": "Công an tỉnh"})

    def _day(self) -> date:
        return self._chance.day(self._today - _YEAR, self._today)

    def _point(self, change: Change, model: str, area: str, launched: date) -> str:
        started = self._chance.day(launched, min(launched + timedelta(days=300), self._today))
        values = {"model": model, "area": area, "started_on": started.isoformat()}
        return change.create("point", {**values, "households": self._chance.number(15, 80)})

    def _equipment(self, change: Change, groups: Sequence[str]) -> None:
        for group in self._chance.some(groups, min(5, len(groups))):
            for name, kind, quantity in self._chance.some(_EQUIPMENT, 3):
                checked = self._day()
                change.create(
                    "equipment",
                    {
                        "name": name,
                        "kind": kind,
                        "quantity": quantity,
                        "condition": self._chance.pick(("good", "good", "good", "repair")),
                        "group": group,
                        "checked_on": checked.isoformat(),
                        "next_check_on": (checked + timedelta(days=180)).isoformat(),
                    },
                )

    def _events(self, change: Change, groups: Sequence[str]) -> None:
        for kind, times in _EVENTS:
            for _ in range(times):
                day = self._day()
                area = self._chance.pick(self._areas)
                values: dict[str, Any] = {
                    "name": EVENT_NAMES[kind],
                    "kind": kind,
                    "held_on": day.isoformat(),
                    "area": area,
                    "attendances": self._chance.number(12, 90),
                    "group": self._chance.pick(groups) if kind in ("patrol", "group_meeting") else None,
                }
                event = change.create("event", values)
                if kind == "listening":
                    self._opinions(change, event, area, day)

    def _opinions(self, change: Change, event: str, area: str, day: date) -> None:
        for topic, content in self._chance.some(OPINIONS, self._chance.number(2, 5)):
            due = day + timedelta(days=15)
            answered = not self._chance.once_in(4)
            change.create(
                "opinion",
                {
                    "content": content,
                    "topic": topic,
                    "received_on": day.isoformat(),
                    "event": event,
                    "area": area,
                    "answered_by": "Công an phường",
                    "due_on": due.isoformat(),
                    "answered_on": min(due, self._today).isoformat() if answered else None,
                    "answer": self._chance.pick(ANSWERS) if answered else None,
                },
            )

    def _tips(self, change: Change) -> None:
        for _ in range(14):
            day = self._day()
            topic, summary = self._chance.pick(TIPS)
            valuable = not self._chance.once_in(3)
            solved = valuable and not self._chance.once_in(3)
            change.create(
                "tip",
                {
                    "summary": summary,
                    "topic": topic,
                    "received_on": day.isoformat(),
                    "area": self._chance.pick(self._areas),
                    "valuable": valuable,
                    "result_on": min(day + timedelta(days=10), self._today).isoformat() if solved else None,
                    "cases": 1 if solved else None,
                    "subjects": self._chance.number(1, 4) if solved else None,
                },
            )

    def _contributions(self, change: Change, groups: Sequence[str]) -> None:
        for giver, kind, amount in _GIVERS:
            change.create(
                "contribution",
                {
                    "giver": giver,
                    "given_on": self._day().isoformat(),
                    "kind": kind,
                    "amount": amount,
                    "goods": "Bình chữa cháy, đèn pin" if kind == "goods" else None,
                    "workdays": self._chance.number(5, 30) if kind == "labour" else None,
                    "purpose": "Ủng hộ hoạt động của tổ tự quản",
                    "group": self._chance.pick(groups),
                },
            )

    def _reviews(self, change: Change, groups: Sequence[str]) -> None:
        plan = (
            ("interim", "Sơ kết 6 tháng phong trào Toàn dân bảo vệ an ninh Tổ quốc", 140),
            ("inspection", "Kiểm tra hoạt động của tổ tự quản", 90),
            ("inspection", "Kiểm tra phương tiện chữa cháy của tổ liên gia", 35),
        )
        for kind, name, ago in plan:
            day = self._today - timedelta(days=ago)
            review = change.create(
                "review",
                {
                    "name": name,
                    "kind": kind,
                    "model": self._models[0],
                    "group": self._chance.pick(groups) if kind == "inspection" else None,
                    "held_on": day.isoformat(),
                    "led_by": "Ban Chỉ đạo 138 phường",
                    "rating": self._chance.pick(("effective", "fair")),
                    "results": "Các tổ duy trì hoạt động, phối hợp tốt với cán bộ phụ trách địa bàn",
                },
            )
            for at, content in enumerate(self._chance.some(SHORTCOMINGS, 2)):
                mended = day + timedelta(days=20) if at == 0 else None
                change.create(
                    "shortcoming",
                    {
                        "review": review,
                        "content": content,
                        "responsible": "Tổ trưởng",
                        "due_on": (day + timedelta(days=45)).isoformat(),
                        "mended_on": mended.isoformat() if mended else None,
                        "mending": "Đã khắc phục" if mended else None,
                    },
                )
        name = "Tổng kết phong trào Toàn dân bảo vệ an ninh Tổ quốc năm"
        planned = (self._today + timedelta(days=20)).isoformat()
        change.create("review", {"name": name, "kind": "final", "planned_on": planned})

    def _recognition(self, change: Change) -> None:
        year = self._today.year - 1
        for at, area in enumerate(self._areas):
            passed = at != 3
            recognition = change.create(
                "recognition",
                {
                    "area": area,
                    "work_year": year,
                    "subject_kind": "residential",
                    "result": "passed" if passed else "not_passed",
                    "grade": self._chance.pick(("excellent", "good", "good")) if passed else "average",
                    "decided_on": date(year, 11, 10).isoformat(),
                    "decision_number": "215/QĐ-UBND" if passed else None,
                },
            )
            for criterion in _CRITERIA:
                met = passed or criterion != "r_no_serious_case"
                mark = {"recognition": recognition, "criterion": criterion, "met": met}
                change.create("criterion_mark", mark)
            registered = date(year + 1, 1, 20)
            if registered <= self._today:
                values = {"area": area, "work_year": year + 1, "subject_kind": "residential"}
                change.create(
                    "recognition", {**values, "registered_on": registered.isoformat(), "result": "pending"}
                )
