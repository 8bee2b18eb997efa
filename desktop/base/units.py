"""The provinces and communes of Việt Nam, from ``resources/units``, and finding one as people type its name.

They are a starting point only: a station's own name is entered from here once, and is its own data after that.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from desktop.base.collation import collation_key
from desktop.base.resources import resource
from desktop.base.text import exact, fold, has_marks

if TYPE_CHECKING:
    from collections.abc import Iterable

# Names such as Cư M'gar are typed with either sign, or with none.
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’"))
# The beginning of a word finds it, so that only these need to be known.
_SHORT: Final = {"tp": " thanh pho", "dk": " dac khu"}


@dataclass(frozen=True)
class Province:
    """A unit of the upper tier.

    Attributes:
        code: two digits, of the General Statistics Office.
        kind: ``tỉnh`` or ``thành phố``, as in the middle of a sentence.
        name: without the kind.
    """

    code: str
    kind: str
    name: str

    @property
    def full_name(self) -> str:
        """The name as in the middle of a sentence: ``tỉnh An Giang``."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True)
class Unit:
    """A commune: a unit of the lower tier.

    Attributes:
        code: five digits, of the General Statistics Office.
        kind: ``xã``, ``phường`` or ``đặc khu``.
        name: without the kind.
    """

    code: str
    kind: str
    name: str
    province: Province

    @property
    def own_name(self) -> str:
        """The name with its kind: ``Phường Nhơn Hưng``."""
        return f"{self.kind.capitalize()} {self.name}"

    @property
    def full_name(self) -> str:
        """The name with its province: ``Phường Nhơn Hưng, tỉnh An Giang``."""
        return f"{self.own_name}, {self.province.full_name}"

    @cached_property
    def folded(self) -> str:
        """The full name without accents and signs, each word with a space before it."""
        return f" {fold(self.full_name.translate(_APOSTROPHES))}"

    @cached_property
    def exact(self) -> str:
        """The full name in lower case, each word with a space before it."""
        return f" {exact(self.full_name.translate(_APOSTROPHES))}"


def load_units() -> tuple[Unit, ...]:
    """Read all communes, in the order of their names and then of their provinces."""
    provinces: dict[str, Province] = {}
    units = []
    lines = resource("units", "units.tsv").read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("#")]
    for code, province, kind, name in table[1:]:
        if province:
            units.append(Unit(code, kind, name, provinces[province]))
        else:
            provinces[code] = Province(code, kind, name)
    order = {code: collation_key(province.name) for code, province in provinces.items()}
    return tuple(sorted(units, key=lambda unit: (collation_key(unit.name), order[unit.province.code])))


def find_units(query: str, units: Iterable[Unit], limit: int = 20) -> list[Unit]:
    """Find the units that have every word of the query, or its beginning, in their full name.

    Accents may be left out; where they are typed, names that have them as typed stand before the others. Names that
    begin with the query stand first of all. If there are none at all, numbers in the query do not count: the
    ``phường 5`` of a town that is one ward now still finds the ward.
    """
    asked = query.translate(_APOSTROPHES)
    words = [_SHORT.get(word, f" {word}") for word in fold(asked).split()]
    if not words:
        return []
    units = tuple(units)
    found = _having(words, units) or _having([word for word in words if not word[1:].isdecimal()], units)
    accented = [f" {word}" for word in exact(asked).split()] if has_marks(asked) else []
    return sorted(found, key=lambda unit: _rank(unit, "".join(words), accented))[:limit]


def _having(words: list[str], units: tuple[Unit, ...]) -> list[Unit]:
    return [unit for unit in units if all(word in unit.folded for word in words)] if words else []


def _rank(unit: Unit, phrase: str, accented: list[str]) -> tuple[int, int]:
    name = unit.folded[len(unit.kind) + 1 :]
    start = min(_start(name, phrase), _start(unit.folded, phrase))
    return start, sum(word not in unit.exact for word in accented)


def _start(name: str, phrase: str) -> int:
    if f"{name} ".startswith(f"{phrase} "):
        return 0
    return 1 if name.startswith(phrase) else 2
