"""Names of groups and areas: taken apart into kind, number, name and area, and likened to each other.

"Tổ 5", "tổ số 05" and "TỔ 5" are one name; so are "KP 3", "Khu phố 3" and "khu phố số 03". Numbers and the
words for kinds compare without accents, proper names with them: ấp Đông Hưng is not ấp Đồng Hưng.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from desktop.base.text import exact, fold, has_marks, tidy

# As written, in lower case -> the kind of area.
_AREA_KINDS: dict[tuple[str, ...], str] = {
    ("tổ", "dân", "phố"): "tổ dân phố", ("tdp",): "tổ dân phố",
    ("khu", "dân", "cư"): "khu dân cư", ("kdc",): "khu dân cư",
    ("khu", "phố"): "khu phố", ("kp",): "khu phố",
    ("khu", "vực"): "khu vực", ("kv",): "khu vực",
    ("khối", "phố"): "khối phố", ("phum", "sóc"): "phum sóc",
    **{(word,): word for word in ("ấp", "khóm", "thôn", "bản", "làng", "buôn", "bon", "plei", "phum", "sóc", "xóm")},
    ("khối",): "khối", ("khu",): "khu",
}  # fmt: skip
_PLAIN_AREA_KINDS = {tuple(map(fold, words)): kind for words, kind in _AREA_KINDS.items()}
_MOST_TOKENS = 60
# A kind of three words and what follows it.
_AREA_WORDS = 4
_SHORT_KINDS = {"tq": "tu quan", "hg": "hoa giai", "ndtq": "nhan dan tu quan", "lg": "lien gia"}

_TOKEN = re.compile(r"[0-9]+[^\W\d_]?(?![^\W\d_])|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"([0-9]{1,9})([^\W\d_]?)")
_ROMAN = re.compile(r"(X{0,2})(IX|IV|V?I{0,3})")
_ROMAN_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_BRACKETS = " ,;:.-–/()[]"

_AT_LEAST = 0.6
# What is said of one name and not of the other lowers the likeness, but does not speak against it.
_NO_AREA, _NO_NUMBER, _NO_NAME = 0.9, 0.75, 0.8
_GENERAL_KIND, _OTHER_KIND, _OTHER_ACCENTS = 0.95, 0.7, 0.95
_NEAR_WORD = 0.7


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name taken apart.

    Attributes:
        kind: the words for what it is, such as "tổ tự quản" or "khu phố"; ``""`` when only a name was written.
        number: the number in the name, 5 for "số 05"; None without one.
        suffix: a letter that follows the number, "A" for "5A".
        name: the proper name, as written.
        area: for a group, the area at the end of its name.
        text: the whole, tidied.
        area_text: the area as written, or ``""``.
    """

    kind: str
    number: int | None
    suffix: str
    name: str
    area: PlaceName | None
    text: str
    area_text: str = ""

    @property
    def kind_key(self) -> str:
        return " ".join(_SHORT_KINDS.get(word, word) for word in fold(self.kind).split())

    @property
    def number_key(self) -> str:
        return "" if self.number is None else f"{self.number}{self.suffix.lower()}"

    @property
    def name_key(self) -> str:
        # ấp Đông Hưng 02 is ấp Đông Hưng 2.
        return re.sub(r"\b0+(?=[0-9])", "", exact(self.name))

    @property
    def key(self) -> str:
        """Equal for two spellings of one name, and only then."""
        own = "|".join((self.kind_key, self.number_key, self.name_key))
        return f"{own}|{self.area.key}" if self.area else own


def parse_group_name(text: str) -> PlaceName:
    """Take a group's name apart: "Tổ tự quản số 05 ấp Đông Hưng" -> tổ tự quản, 5, and the area "ấp Đông Hưng"."""
    text = tidy(text)
    tokens = _tokens(text)
    kinds = enumerate(_area_kinds(tokens, marked=has_marks(text)))
    start = next((at for at, kind in kinds if at and kind), None)
    own = tokens[:start]
    area_text = "" if start is None else text[tokens[start].start() :].strip(_BRACKETS)
    area = parse_area_name(area_text) if area_text else None
    numbers = [_number(token[0], roman=0 < at == len(own) - 1) for at, token in enumerate(own)]
    found = next((at for at, number in enumerate(numbers) if number), None)
    split = _proper_start(own) if found is None else found
    number, suffix = (found is not None and numbers[found]) or (None, "")
    kind, name = own[:split], own[split if found is None else split + 1 :]
    while kind and fold(kind[-1][0]) == "so":
        kind = kind[:-1]
    return PlaceName(_joined(kind).lower(), number, suffix, _joined(name), area, text, area_text)


def parse_area_name(text: str) -> PlaceName:
    """Take an area's name apart: "KP 03" -> khu phố, 3; "Ấp Đông Hưng" -> ấp, Đông Hưng."""
    text = tidy(text)
    tokens = _tokens(text)
    kind, length = next(_area_kinds(tokens[:_AREA_WORDS], marked=has_marks(text)), None) or ("", 0)
    rest = tokens[length:]
    if len(rest) > 1 and fold(rest[0][0]) == "so" and _number(rest[1][0], roman=False):
        rest = rest[1:]
    first = _number(rest[0][0], roman=len(rest) == 1) if rest and kind else None
    number, suffix = first or (None, "")
    return PlaceName(kind, number, suffix, _joined(rest[1:] if first else rest), None, text)


def group_name_key(text: str) -> str:
    """A key that is equal for two spellings of one group's name: "Tổ 5" and "tổ số 05"."""
    return parse_group_name(text).key


def area_name_key(text: str) -> str:
    """A key that is equal for two spellings of one area's name: "KP 3" and "khu phố số 03"."""
    return parse_area_name(text).key


def _tokens(text: str) -> list[re.Match[str]]:
    """Words and numbers; of a text that is too long for a name, only the first ones."""
    return list(islice(_TOKEN.finditer(text), _MOST_TOKENS))


def _joined(tokens: list[re.Match[str]]) -> str:
    return " ".join(token[0] for token in tokens)


def _area_kinds(tokens: list[re.Match[str]], *, marked: bool) -> Iterator[tuple[str, int] | None]:
    """At each token: the kind of area that begins there and how many words it has, if a number or a name follows."""
    # Without accents "ban" may be bản; with them only what is written counts (ban chỉ đạo, bản Nà Lìm).
    read, kinds = (exact, _AREA_KINDS) if marked else (fold, _PLAIN_AREA_KINDS)
    words = [read(token[0]) for token in tokens]
    for at in range(len(words)):
        lengths = range(min(_AREA_WORDS, len(words) - at) - 1, 0, -1)
        yield next(
            ((kinds[own], length) for length in lengths if (own := tuple(words[at : at + length])) in kinds),
            None,
        )


def _number(token: str, *, roman: bool) -> tuple[int, str] | None:
    """Read a number with the letter after it; a Roman one (in capitals) only where a number is likely."""
    if found := _NUMBER.fullmatch(token):
        return int(found[1]), found[2].upper()
    if roman and token and (found := _ROMAN.fullmatch(token)):
        return 10 * len(found[1]) + _ROMAN_ONES.index(found[2]), ""
    return None


def _proper_start(tokens: list[re.Match[str]]) -> int:
    """Where the proper name begins in a name without a number: at the first capital after the kind."""
    for at, token in enumerate(tokens):
        word = token[0]
        if at and word[0].isupper() and not (len(word) > 1 and word.isupper()):
            return at
    return len(tokens)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A candidate with its likeness from 0 to 1; ``same`` when it is another spelling of the very name."""

    candidate: str
    score: float
    same: bool


def similar_names(
    name: str,
    candidates: Iterable[str],
    *,
    of: Callable[[str], PlaceName] = parse_group_name,
    limit: int = 5,
) -> tuple[NameMatch, ...]:
    """Rank the candidates that may be meant by ``name``, the most likely first.

    Args:
        of: takes a name apart: ``parse_group_name`` or ``parse_area_name``.

    Another number or another area is never alike: "Tổ 5" is not "Tổ 6". One match that is ``same`` needs no
    question; several alike are a question "which one?"; none is a new name.
    """
    wanted = of(name)
    matches: list[NameMatch] = []
    if not wanted.text:
        return ()
    number = wanted.number_key
    for candidate in candidates:
        other = of(candidate)
        # Most of the groups of a unit differ by their number alone; the rest of the likeness is slow.
        if number and other.number is not None and other.number_key != number:
            continue
        score = likeness(wanted, other)
        if score >= _AT_LEAST:
            matches.append(NameMatch(candidate, round(score, 3), wanted.key == other.key))
    return tuple(sorted(matches, key=lambda match: (-match.score, match.candidate))[:limit])


def likeness(one: PlaceName, other: PlaceName) -> float:
    """How likely two names mean the same, 0 to 1; 1 only for spellings of one name."""
    if one.key == other.key:
        return 1.0
    score = _numbers(one, other) * _kinds(one.kind_key, other.kind_key) * _names(one, other)
    if one.area and other.area:
        return score * likeness(one.area, other.area)
    return score * _NO_AREA if one.area or other.area else score


def _numbers(one: PlaceName, other: PlaceName) -> float:
    if one.number_key == other.number_key:
        return 1.0
    return 0.0 if one.number_key and other.number_key else _NO_NUMBER


def _kinds(one: str, other: str) -> float:
    if one == other:
        return 1.0
    general = set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split())
    return _GENERAL_KIND if general else _OTHER_KIND


def _names(one: PlaceName, other: PlaceName) -> float:
    if one.name_key == other.name_key:
        return 1.0
    if not (one.name_key and other.name_key):
        return _NO_NAME
    first, second = fold(one.name), fold(other.name)
    if first == second:
        return _OTHER_ACCENTS
    words = list(zip(first.split(), second.split(), strict=False))
    if first.count(" ") != second.count(" ") or any(_ratio(*pair) < _NEAR_WORD for pair in words):
        return 0.0
    return min(_ratio(first, second), _OTHER_ACCENTS)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
