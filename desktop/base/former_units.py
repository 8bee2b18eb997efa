"""The communes as they were until 30 June 2025, and today's that took their place: ``resources/units/former.tsv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from desktop.base.resources import resource
from desktop.base.text import exact, fold, has_marks


@dataclass(frozen=True)
class FormerUnit:
    """A commune of three tiers.

    Attributes:
        now: codes of today's communes; of several, the first took the larger part.
        kind: ``xã``, ``phường`` or ``thị trấn``.
        name: without the kind; of a numbered one with it: ``Phường 5``.
        district, province: with their kinds: ``Thị xã Tịnh Biên``, ``Tỉnh An Giang``.
    """

    now: tuple[str, ...]
    kind: str
    name: str
    district: str
    province: str

    @property
    def own_name(self) -> str:
        """As in the middle of a sentence: ``phường Nhơn Hưng``, ``phường 5``."""
        numbered = self.name.lower().startswith(f"{self.kind} ")
        return f"{self.kind}{self.name[len(self.kind) :]}" if numbered else f"{self.kind} {self.name}"

    @property
    def full_name(self) -> str:
        """``phường Nhơn Hưng, thị xã Tịnh Biên, tỉnh An Giang``."""
        return ", ".join((self.own_name, _inside(self.district), _inside(self.province)))

    @cached_property
    def folded(self) -> str:
        """Without accents and signs, each word with a space before it."""
        return f" {fold(self.full_name)}"

    @cached_property
    def exact(self) -> str:
        """In lower case and one spelling, each word with a space before it."""
        return f" {exact(self.full_name)}"


def _inside(name: str) -> str:
    """A name with its kind as in the middle of a sentence; a numbered district keeps its capital (Quận 1)."""
    last = name.rsplit(" ", 1)[-1]
    return name if last.isdecimal() else name[:1].lower() + name[1:]


@lru_cache(maxsize=1)
def load_former_units() -> tuple[FormerUnit, ...]:
    lines = resource("units", "former.tsv").read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return tuple(
        FormerUnit(tuple(now.split(",")), kind, name, district, province)
        for now, kind, name, district, province in table
    )


def find_former_units(query: str, limit: int = 20) -> list[FormerUnit]:
    """Those that have every word of the query, or its beginning; accents count where they are typed.

    Names that begin with the query stand first.
    """
    words = [f" {word}" for word in fold(query).split()]
    if not words:
        return []
    found = [unit for unit in load_former_units() if all(word in unit.folded for word in words)]
    if has_marks(query):
        accented = [f" {word}" for word in exact(query).split()]
        found = [unit for unit in found if all(word in unit.exact for word in accented)] or found
    phrase = "".join(words)
    return sorted(found, key=lambda unit: _rank(unit, phrase))[:limit]


def _rank(unit: FormerUnit, phrase: str) -> int:
    names = (unit.folded, unit.folded[len(unit.kind) + 1 :])
    if any(f"{name} ".replace(",", " ").startswith(f"{phrase} ") for name in names):
        return 0
    return 1 if any(name.startswith(phrase) for name in names) else 2
