"""Whether two records may be of one human being, or of one household: rules over what is written in both.

Nothing is decided here: a person looks at each pair. A name alone never makes one; accents that somebody left out,
the order of its words, đ written d and the old place of a tone do not keep two names apart, other accents do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import combinations
from typing import Final

from desktop.base.text import exact, fold, has_marks

MOST_ALIKE: Final = 40
"""So many records of one number, one telephone or one name with its year: more tell of a habit, not of doubles."""
_AT_ONCE: Final = 2_000
_REMEMBERED: Final = 1 << 15
"""Names whose key is kept at hand: a country has many people and few names."""

_FULL_DAY: Final = len("1953-11-18")
_OLD_NUMBER, _NUMBER = 9, 12


Progress = Callable[[int, int], None]


class Reason(Enum):
    """What two records have in common; the words are ``doubles.reason.<value>``."""

    NUMBER = "number"
    NAME = "name"
    DAY = "day"
    YEAR = "year"
    PHONE = "phone"
    ADDRESS = "address"
    AREA = "area"


class Strength(Enum):
    """How much speaks for it, the most first."""

    CERTAIN = 0
    LIKELY = 1
    POSSIBLE = 2


@dataclass(frozen=True, slots=True)
class Face:
    """What of a record tells one from another; what is not known, or not to be asked, is empty."""

    record: str
    name: str
    born: str = ""
    sex: str = ""
    number: str = ""
    phone: str = ""
    address: str = ""
    area: str = ""


@dataclass(frozen=True)
class Double:
    """Two records that may be one, the smaller id first."""

    first: str
    second: str
    reasons: tuple[Reason, ...]
    strength: Strength


def doubles(faces: Iterable[Face], progress: Progress = lambda _done, _total: None) -> list[Double]:
    """Every pair that may be one, the surest first. Only records that share something are ever compared.

    Whatever ``progress`` raises stops it.
    """
    found = {}
    for one, other in _pairs(list(faces), progress):
        pair = (min(one.record, other.record), max(one.record, other.record))
        if pair not in found and (double := alike(one, other)) is not None:
            found[pair] = double
    return sorted(found.values(), key=lambda each: (each.strength.value, each.first, each.second))


def alike(one: Face, other: Face) -> Double | None:
    """What speaks for two records being one; None where too little does, or something speaks against it."""
    if _against(one, other):
        return None
    reasons = _reasons(one, other)
    strength = _strength(one, other, set(reasons))
    if strength is None:
        return None
    first, second = sorted((one.record, other.record))
    return Double(first, second, tuple(reasons), strength)


def _reasons(one: Face, other: Face) -> list[Reason]:
    days = len(one.born) == len(other.born) == _FULL_DAY
    said = (
        (Reason.NUMBER, bool(one.number) and one.number == other.number),
        (Reason.NAME, same_name(one.name, other.name)),
        (Reason.DAY, days and one.born == other.born),
        (Reason.YEAR, bool(one.born) and one.born[:4] == other.born[:4]),
        (Reason.PHONE, bool(one.phone) and one.phone == other.phone),
        (Reason.ADDRESS, same_address(one.address, other.address)),
        (Reason.AREA, bool(one.area) and one.area == other.area),
    )
    reasons = [reason for reason, holds in said if holds]
    return [each for each in reasons if each is not Reason.YEAR or Reason.DAY not in reasons]


def _strength(one: Face, other: Face, reasons: set[Reason]) -> Strength | None:
    if Reason.NUMBER in reasons:
        return Strength.CERTAIN if Reason.NAME in reasons else Strength.POSSIBLE
    if Reason.NAME not in reasons:
        return None
    beside = reasons & {Reason.PHONE, Reason.ADDRESS}
    if Reason.DAY in reasons:
        return Strength.LIKELY
    if len(one.born) == len(other.born) == _FULL_DAY:
        return Strength.POSSIBLE if beside else None
    if Reason.YEAR in reasons:
        return Strength.LIKELY if beside or Reason.AREA in reasons else Strength.POSSIBLE
    if beside:
        return Strength.LIKELY
    return Strength.POSSIBLE if Reason.AREA in reasons else None


def _against(one: Face, other: Face) -> bool:
    """Two numbers of one kind, two sexes, two years of birth: two people. One number outweighs all of that."""
    if one.number and one.number == other.number:
        return False
    kinds = {len(one.number), len(other.number)}
    numbers = one.number != other.number and kinds in ({_NUMBER}, {_OLD_NUMBER})
    sexes = bool(one.sex and other.sex) and one.sex != other.sex
    years = bool(one.born and other.born) and one.born[:4] != other.born[:4]
    return numbers or sexes or years


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one, in any order of their words: an accent counts where both have written it.

    >>> same_name("Nguyễn Văn Hoà", "VAN HOA NGUYEN"), same_name("Nguyễn Văn Hòa", "Nguyễn Văn Hóa")
    (True, False)
    """
    if name_key(one) != name_key(other) or not name_key(one):
        return False
    if one == other:
        return True
    first, second = Counter(exact(one).split()), Counter(exact(other).split())
    left, right = first - second, second - first
    sounds = {fold(word) for word in (*left, *right)}
    return all(_may_pair(left, right, sound) for sound in sounds)


def _may_pair(left: Counter[str], right: Counter[str], sound: str) -> bool:
    """Whether the words of one sound go together so that none is written with two kinds of accents."""
    sides = [[word for word in side.elements() if fold(word) == sound] for side in (left, right)]
    marked = [sum(map(has_marks, side)) for side in sides]
    return len(sides[0]) == len(sides[1]) and sum(marked) <= len(sides[0])


@lru_cache(maxsize=_REMEMBERED)
def name_key(name: str) -> str:
    """The same for all spellings of a name."""
    return " ".join(sorted(fold(name).split()))


def same_address(one: str, other: str) -> bool:
    """Whether one address is the other, or its beginning: a hamlet, with or without the commune after it."""
    first, second = fold(one).split(), fold(other).split()
    short, long = sorted((first, second), key=len)
    return len(short) > 1 and long[: len(short)] == short


def better(field: str, one: str, other: str) -> str | None:
    """Which of two values of a field says more; None where neither does and the later one may stand."""
    if fold(one) == fold(other) and has_marks(one) != has_marks(other):
        return one if has_marks(one) else other
    if field == "born" and one != other and (one.startswith(other) or other.startswith(one)):
        return max(one, other, key=len)
    if field == "citizen_id" and len(one) != len(other):
        return max(one, other, key=len)
    return None


def _pairs(faces: Sequence[Face], progress: Progress) -> Iterator[tuple[Face, Face]]:
    """One kind of key after the other, so that no more than one is held at a time."""
    for kind, key_of in enumerate(_KEYS):
        blocks: dict[Hashable, list[Face]] = defaultdict(list)
        for at, face in enumerate(faces):
            if at % _AT_ONCE == 0:
                progress(kind * len(faces) + at, len(_KEYS) * len(faces))
            key = key_of(face)
            if key is not None:
                blocks[key].append(face)
        for block in blocks.values():
            if 1 < len(block) <= MOST_ALIKE:
                yield from combinations(block, 2)


def _by_number(face: Face) -> Hashable | None:
    return face.number or None


def _named_with(value: str, face: Face) -> Hashable | None:
    name = name_key(face.name) if value else ""
    return (name, value) if name else None


_KEYS: Final[tuple[Callable[[Face], Hashable | None], ...]] = (
    _by_number,
    lambda face: _named_with(face.born[:4], face),
    lambda face: _named_with(face.phone, face),
    lambda face: _named_with(" ".join(fold(face.address).split()[:2]), face),
    lambda face: _named_with(face.area, face),
)
"""What two records must share to be compared at all: each is shared by few."""
