"""Names put together by chance from common parts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

Item = TypeVar("Item")

FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Thạch", "Danh",
    "Châu", "Neáng",
)  # fmt: skip
MEN = ("Văn", "Hữu", "Minh", "Quốc", "Thanh", "Công", "Đức")
WOMEN = ("Thị", "Ngọc", "Kim", "Mỹ", "Thúy", "Hồng", "Trần Thanh")
MEN_GIVEN = (
    "An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hùng", "Khánh", "Long", "Mạnh", "Nghĩa", "Nhẫn", "Phúc", "Quang",
    "Sơn", "Thắng", "Tuấn", "Vinh", "Ước", "Ý",
)  # fmt: skip
WOMEN_GIVEN = (
    "Anh", "Ánh", "Bích", "Diễm", "Đào", "Hằng", "Lan", "Liên", "Loan", "Mai", "Nga", "Nhung", "Oanh", "Phượng",
    "Thủy", "Trang", "Uyên", "Xuân", "Yến",
)  # fmt: skip


def inside(name: str) -> str:
    """The name of an area as in the middle of a sentence: "ấp Đông Hưng"."""
    return f"{name[:1].lower()}{name[1:]}"


@dataclass(frozen=True)
class Named:
    """A made-up human being."""

    name: str
    woman: bool

    @property
    def honorific(self) -> str:
        return "Bà" if self.woman else "Ông"


class Chance:
    """What is left to chance: the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # chance, not a secret

    def pick(self, items: Sequence[Item]) -> Item:
        return self._random.choice(items)

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """So many different ones of them."""
        return self._random.sample(items, count)

    def number(self, low: int, high: int) -> int:
        """From ``low`` to below ``high``."""
        return self._random.randrange(low, high)

    def once_in(self, times: float) -> bool:
        return self._random.random() * times < 1

    def day(self, first: date, last: date) -> date:
        """A day of a span, both ends in it."""
        return first + timedelta(days=self.number(0, (last - first).days + 1))

    def shares(self, total: int, parts: int, least: int = 0) -> list[int]:
        """``total`` divided among so many by chance, each at least ``least``."""
        if parts * least > total or (parts == 0 and total):
            raise ValueError("not enough to divide")
        found = [least] * parts
        for _ in range(total - parts * least):
            found[self.number(0, parts)] += 1
        return found

    def human(self) -> Named:
        woman = self._random.random() < 0.4
        middle, given = (WOMEN, WOMEN_GIVEN) if woman else (MEN, MEN_GIVEN)
        return Named(f"{self.pick(FAMILIES)} {self.pick(middle)} {self.pick(given)}", woman)

    def person(self, human: Named) -> dict[str, Any]:
        """The values of a person; the number's parts fit sex and year, as the law has them."""
        year = self.number(1950, 2005)
        born = f"{year}-{self.number(1, 13):02d}-{self.number(1, 28):02d}"
        century = (1 if human.woman else 0) + (2 if year >= 2000 else 0)
        return {
            "full_name": human.name,
            "sex": "female" if human.woman else "male",
            "born": born,
            "citizen_id": f"089{century}{year % 100:02d}{self.number(0, 10**6):06d}",
            "phone": f"09{self.number(0, 10**8):08d}",
        }
