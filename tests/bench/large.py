"""Data set L of the design: an upper level's register after ten years, written through the journal.

Names are put together by chance from common parts; no record is of a living person.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from desktop.domain.journal.compose import Intent, Meta, Tip, compose
from desktop.domain.journal.operation import Operation
from desktop.services.workspace import SALT_SIZE, Workspace

Item = TypeVar("Item")
Values = Mapping[str, Any]
Action = list[tuple[str, str, Values]]
"""One operation: the (register, record, values) that it creates."""

BATCH = 20_000
"""Operations in one transaction."""

FAMILIES = ("Nguyễn",) * 31 + ("Trần",) * 11 + ("Lê",) * 10 + ("Phạm",) * 7 + ("Huỳnh",) * 5 + (
    "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Thạch", "Danh", "Châu", "Neáng",
    "Đinh", "Trịnh", "Mai", "Tô", "Tạ",
)  # fmt: skip
MIDDLE = (
    "Văn",
    "Hữu",
    "Minh",
    "Quốc",
    "Thanh",
    "Công",
    "Đức",
    "Thị",
    "Thị",
    "Ngọc",
    "Kim",
    "Mỹ",
    "Thúy",
    "Hồng",
)
GIVEN = (
    "An", "Anh", "Ánh", "Bích", "Bình", "Cường", "Diễm", "Dũng", "Đào", "Đạt", "Hà", "Hạ", "Hải", "Hằng", "Hòa",
    "Hùng", "Khánh", "Lan", "Liên", "Loan", "Long", "Mai", "Mạnh", "Nga", "Nghĩa", "Nhẫn", "Nhung", "Oanh", "Phúc",
    "Phượng", "Quang", "Sơn", "Thắng", "Thủy", "Trang", "Tuấn", "Uyên", "Ước", "Vinh", "Xuân", "Ý", "Yến",
)  # fmt: skip
PLACES = ("Đông Hưng", "Tây Hưng", "Hòa Thuận", "Trung Bắc", "Vĩnh Mỹ", "Long Bình", "Phú Quới", "An Phước")
_KINDS_OF_PLACE = ("Ấp", "Khóm", "Khu phố", "Tổ dân phố", "Thôn")
_TALK = (
    "Thăm hỏi sức khỏe, việc làm; động viên gia đình chấp hành tốt quy định tại địa phương",
    "Gia đình cam kết không vi phạm giờ giấc, hát karaoke gây ồn; đề nghị hỗ trợ vay vốn làm ăn",
    "Nhắc nhở việc đăng ký tạm trú cho người thuê trọ, kiểm tra bình chữa cháy tại nhà",
    "Hộ phản ánh lối đi chung bị lấn chiếm, đề nghị tổ hòa giải mời hai bên làm việc",
)
_QUARRELS = (
    "Tranh chấp lối đi chung", "Nước thải chảy sang nhà liền kề", "Mâu thuẫn về giờ giấc, hát karaoke gây ồn",
    "Tranh chấp ranh giới thửa đất", "Thừa kế ngôi nhà của cha mẹ để lại", "Vợ chồng mâu thuẫn do nợ nần",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How many records of each register."""

    areas: int
    groups: int
    members: int
    households: int
    visits: int
    disputes: int
    awards: int

    def scaled(self, by: float) -> Size:
        """The same in small, at least one of each."""
        return Size(*(max(1, round(number * by)) for number in vars(self).values()))


LARGE = Size(
    areas=741, groups=2_223, members=10_349, households=20_000, visits=200_000, disputes=50_000, awards=3_500
)


def make_large(
    workspace: Workspace,
    size: Size = LARGE,
    *,
    seed: int = 2026,
    progress: Callable[[int], None] = lambda _done: None,
) -> None:
    """Fills an empty register. Members come one operation for each group, all else one for each record."""
    writer = _Journalist(workspace)
    batch: list[Action] = []
    done = 0
    for action in _Chronicle(workspace, size, seed).actions():
        batch.append(action)
        if len(batch) == BATCH:
            writer.write(batch)
            done += len(batch)
            progress(done)
            batch = []
    writer.write(batch)
    progress(done + len(batch))


class _Journalist:
    """Writes many operations in one transaction."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._chance = random.Random(1)

    def write(self, batch: Sequence[Action]) -> None:
        with self._workspace.file.writing() as writer:
            operations = list(self._composed(writer.journal.tip(self._workspace.device), batch))
            writer.refold(writer.append_all(operations))
        if operations:
            self._workspace.keep_anchor(operations[-1])

    def _composed(self, tip: Tip, batch: Sequence[Action]) -> Iterator[Operation]:
        user = self._workspace.user
        for action in batch:
            meta = Meta(user.id, user.name, f"{action[0][0]}.create", "2026-11-20T08:00:00+07:00")
            intents = [
                Intent(register, record, name, value)
                for register, record, values in action
                for name, value in values.items()
                if value is not None
            ]
            operation = compose(tip, meta, intents, wall_ms=tip.last_hlc + 1000, salt=self._salt)
            tip = Tip(operation.device, operation.seq, operation.hash, operation.hlc)
            yield operation

    def _salt(self) -> bytes:
        return self._chance.randbytes(SALT_SIZE)


class _Chronicle:
    """Tells ten years of work, area by area and day by day."""

    def __init__(self, workspace: Workspace, size: Size, seed: int) -> None:
        self._new_id = workspace.new_id
        self._size = size
        self._chance = random.Random(seed)
        self._end = workspace.today()
        self._areas: list[str] = []
        self._groups: list[str] = []
        self._names: list[str] = []
        self._households: list[str] = []

    def actions(self) -> Iterator[Action]:
        yield from self._of_areas()
        yield from self._of_groups()
        yield from self._of_households()
        yield from self._of_visits()
        yield from self._of_disputes()
        yield from self._of_awards()

    def _pick(self, items: Sequence[Item]) -> Item:
        return items[int(self._chance.random() * len(items))]

    def _name(self) -> str:
        return f"{self._pick(FAMILIES)} {self._pick(MIDDLE)} {self._pick(GIVEN)}"

    def _address(self) -> str:
        return (
            f"Số {self._chance.randrange(1, 900)}, {self._pick(_KINDS_OF_PLACE).lower()} {self._pick(PLACES)}"
        )

    def _days(self, number: int) -> Iterator[date]:
        """So many days, in order, over ten years."""
        return (self._end - timedelta(days=3650 - 3650 * each // number) for each in range(number))

    def _of_areas(self) -> Iterator[Action]:
        for number in range(self._size.areas):
            area = self._new_id()
            self._areas.append(area)
            name = f"{self._pick(_KINDS_OF_PLACE)} {self._pick(PLACES)} {number + 1}"
            values = {
                "name": name,
                "kind": "ap",
                "officer": self._name(),
                "households": 300,
                "residents": 1200,
            }
            yield [("area", area, values)]

    def _of_groups(self) -> Iterator[Action]:
        left = self._size.members
        for number in range(self._size.groups):
            group = self._new_id()
            self._groups.append(group)
            name = f"Tổ tự quản số {number + 1:02d} {self._pick(PLACES)}"
            values = {"name": name, "kind": "self_management", "area": self._pick(self._areas)}
            yield [("group", group, values)]
            here = left // (self._size.groups - number)
            left -= here
            if here:
                yield [part for place in range(here) for part in self._member(group, place)]

    def _member(self, group: str, place: int) -> Action:
        person, name = self._new_id(), self._name()
        self._names.append(name)
        born = date(1950, 1, 1) + timedelta(days=self._chance.randrange(20_000))
        values = {
            "full_name": name,
            "sex": "male",
            "born": born.isoformat(),
            "citizen_id": f"089{self._chance.randrange(10**9):09d}",
            "phone": f"09{self._chance.randrange(10**8):08d}",
            "address": self._address(),
            "area": self._pick(self._areas),
        }
        role = {
            "person": person,
            "group": group,
            "role": "leader" if place == 0 else "member",
            "joined_on": "2019-05",
        }
        return [("person", person, values), ("member", self._new_id(), role)]

    def _of_households(self) -> Iterator[Action]:
        for _ in range(self._size.households):
            household = self._new_id()
            self._households.append(household)
            values = {
                "head_name": self._name(),
                "area": self._pick(self._areas),
                "address": self._address(),
                "categories": ["policy"],
                "people": self._chance.randrange(2, 7),
            }
            yield [("household", household, values)]

    def _of_visits(self) -> Iterator[Action]:
        for day in self._days(self._size.visits):
            values = {
                "household": self._pick(self._households),
                "visited_on": day.isoformat(),
                "purpose": self._pick(("encourage", "know", "persuade", "guide")),
                "visitors": self._pick(self._names),
                "result": self._pick(("stable", "stable", "improved", "watch")),
                "content": self._pick(_TALK),
                "next_visit_on": (day + timedelta(days=60)).isoformat(),
            }
            yield [("visit", self._new_id(), values)]

    def _of_disputes(self) -> Iterator[Action]:
        for day in self._days(self._size.disputes):
            dispute = self._new_id()
            values = {
                "summary": self._pick(_QUARRELS),
                "received_on": day.isoformat(),
                "kind": "land",
                "mediated_by": "mediation_group",
                "area": self._pick(self._areas),
                "mediators": self._pick(self._names),
                "violence_risk": self._chance.random() < 0.05,
                "outcome": "settled",
                "outcome_on": (day + timedelta(days=9)).isoformat(),
            }
            parties = [
                (
                    "party",
                    self._new_id(),
                    {"dispute": dispute, "name": self._name(), "age": 40, "address": self._address()},
                )
                for _ in range(2)
            ]
            yield [("dispute", dispute, values), *parties]

    def _of_awards(self) -> Iterator[Action]:
        for number, day in enumerate(self._days(self._size.awards), start=1):
            values = {
                "printed_name": self._pick(self._names),
                "recipient_kind": "individual",
                "form": "giay_khen",
                "achievement": "Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc",
                "stage": "printed",
                "decision_number": f"{number}/QĐ-UBND",
                "decision_on": day.isoformat(),
                "book": "so",
                "book_year": day.year,
                "book_number": number,
            }
            yield [("award", self._new_id(), values)]
