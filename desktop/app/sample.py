"""Made-up people for practice, demonstrations and tests: a station's register with a year of work in it.

Names are put together by chance from common parts; no record is of a living person.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from desktop.services.workspace import Change, Workspace

Item = TypeVar("Item")

_FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Thạch",
    "Danh",
    "Châu",
    "Neáng",
)
_MEN = ("Văn", "Hữu", "Minh", "Quốc", "Thanh", "Công", "Đức")
_WOMEN = ("Thị", "Ngọc", "Kim", "Mỹ", "Thúy", "Hồng", "Trần Thanh")
_MEN_GIVEN = (
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Đạt",
    "Hải",
    "Hùng",
    "Khánh",
    "Long",
    "Mạnh",
    "Nghĩa",
    "Nhẫn",
    "Phúc",
    "Quang",
    "Sơn",
    "Thắng",
    "Tuấn",
    "Vinh",
    "Ước",
    "Ý",
)
_WOMEN_GIVEN = (
    "Anh",
    "Ánh",
    "Bích",
    "Diễm",
    "Đào",
    "Hằng",
    "Lan",
    "Liên",
    "Loan",
    "Mai",
    "Nga",
    "Nhung",
    "Oanh",
    "Phượng",
    "Thủy",
    "Trang",
    "Uyên",
    "Xuân",
    "Yến",
)
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
_QUARRELS = (
    ("shared_path", "Tranh chấp lối đi chung"),
    ("sanitation", "Nước thải chảy sang nhà liền kề"),
    ("quiet_hours", "Mâu thuẫn về giờ giấc, hát karaoke gây ồn"),
    ("land", "Tranh chấp ranh giới thửa đất"),
    ("inheritance", "Thừa kế ngôi nhà của cha mẹ để lại"),
    ("marriage", "Vợ chồng mâu thuẫn do nợ nần"),
)
_OUTCOMES = ("settled", "settled", "settled", "not_settled", "open", "referred")
_ACHIEVEMENTS = (
    "Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026",
    "Đã có thành tích trong công tác hòa giải ở cơ sở, góp phần giữ gìn an ninh, trật tự tại địa phương năm 2026",
    "Đã tích cực cung cấp tin báo có giá trị, giúp lực lượng Công an đấu tranh phòng, chống tội phạm",
)
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
        self._chance = random.Random(seed)  # noqa: S311  # chance, not a secret
        self._today = workspace.today()
        self._areas: list[str] = []
        self._groups: list[str] = []
        self._people: list[tuple[str, str, bool]] = []
        self._households: list[str] = []

    def run(self, progress: Callable[[int, int], None]) -> None:
        steps = (
            self._make_areas,
            self._make_groups,
            self._make_members,
            self._make_households,
            self._make_visits,
            self._make_disputes,
            self._make_awards,
        )
        for done, step in enumerate(steps):
            progress(done, len(steps))
            with self._workspace.change("sample") as change:
                step(change)
        progress(len(steps), len(steps))

    def _pick(self, items: Sequence[Item]) -> Item:
        return self._chance.choice(items)

    def _day(self, within: int = 320) -> date:
        return self._today - timedelta(days=self._chance.randrange(1, within))

    def _name(self) -> tuple[str, bool]:
        woman = self._chance.random() < 0.4
        middle, given = (_WOMEN, _WOMEN_GIVEN) if woman else (_MEN, _MEN_GIVEN)
        return f"{self._pick(_FAMILIES)} {self._pick(middle)} {self._pick(given)}", woman

    def _make_areas(self, change: Change) -> None:
        for name, kind in _AREAS:
            households = self._chance.randrange(180, 620)
            self._areas.append(
                change.create(
                    "area",
                    {
                        "name": name,
                        "kind": kind,
                        "officer": self._pick(_OFFICERS),
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
                        "name": f"{title} số {number:02d} {_AREAS[place][0][0].lower()}{_AREAS[place][0][1:]}",
                        "kind": kind,
                        "area": self._areas[place],
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
                            2019 + self._chance.randrange(7), 1 + self._chance.randrange(12), 10
                        ).isoformat(),
                    },
                )

    def _make_person(self, change: Change) -> str:
        name, woman = self._name()
        year = self._chance.randrange(1950, 2005)
        born = f"{year}-{self._chance.randrange(1, 13):02d}-{self._chance.randrange(1, 28):02d}"
        century = (1 if woman else 0) + (2 if year >= 2000 else 0)
        person = change.create(
            "person",
            {
                "full_name": name,
                "sex": "female" if woman else "male",
                "born": born,
                "citizen_id": f"089{century}{year % 100:02d}{self._chance.randrange(10**6):06d}",
                "phone": f"09{self._chance.randrange(10**8):08d}",
                "address": self._pick(_AREAS)[0],
                "area": self._pick(self._areas),
            },
        )
        self._people.append((person, name, woman))
        return person

    def _make_households(self, change: Change) -> None:
        for _ in range(self._size.households):
            self._households.append(
                change.create(
                    "household",
                    {
                        "head_name": self._name()[0],
                        "area": self._pick(self._areas),
                        "address": f"Số {self._chance.randrange(1, 300)}, {self._pick(_AREAS)[0].lower()}",
                        "categories": [self._pick(_CATEGORIES)],
                        "people": self._chance.randrange(2, 7),
                    },
                )
            )

    def _make_visits(self, change: Change) -> None:
        for _ in range(self._size.visits):
            day = self._day()
            change.create(
                "visit",
                {
                    "household": self._pick(self._households),
                    "visited_on": day.isoformat(),
                    "purpose": self._pick(("encourage", "know", "persuade", "guide")),
                    "visitors": self._pick(self._people)[1],
                    "result": self._pick(("stable", "stable", "improved", "watch")),
                    "content": "Thăm hỏi sức khỏe, việc làm; động viên gia đình chấp hành tốt quy định tại địa phương",
                    "next_visit_on": (day + timedelta(days=self._pick((30, 60, 90)))).isoformat(),
                },
            )

    def _make_disputes(self, change: Change) -> None:
        for _ in range(self._size.disputes):
            kind, summary = self._pick(_QUARRELS)
            outcome = self._pick(_OUTCOMES)
            day = self._day(300)
            values: dict[str, Any] = {
                "summary": summary,
                "received_on": day.isoformat(),
                "kind": kind,
                "mediated_by": self._pick(("mediation_group", "mediation_group", "self_management_group")),
                "area": self._pick(self._areas),
                "mediators": self._pick(self._people)[1],
                "violence_risk": outcome == "open" and self._chance.random() < 0.3,
                "outcome": outcome,
                "outcome_on": None if outcome == "open" else (day + timedelta(days=9)).isoformat(),
            }
            dispute = change.create("dispute", values)
            for _ in range(2):
                change.create(
                    "party",
                    {
                        "dispute": dispute,
                        "name": self._name()[0],
                        "age": self._chance.randrange(20, 79),
                        "address": self._pick(_AREAS)[0].lower(),
                    },
                )

    def _make_awards(self, change: Change) -> None:
        chosen = self._chance.sample(self._people, min(self._size.awards - 2, len(self._people)))
        for person, name, woman in chosen:
            self._make_award(
                change,
                {
                    "person": person,
                    "printed_name": name,
                    "honorific": "Bà" if woman else "Ông",
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
                "printed_name": self._name()[0],
                "honorific": "Hộ gia đình ông",
                "printed_unit": "Khóm Hòa Thuận, phường Nhơn Hưng, tỉnh An Giang",
                "recipient_kind": "household",
            },
        )

    def _make_award(self, change: Change, values: dict[str, Any]) -> None:
        change.create(
            "award",
            {**values, "form": "giay_khen", "achievement": self._pick(_ACHIEVEMENTS), "stage": "draft"},
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
