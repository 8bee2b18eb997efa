"""Codes of digits that go from paper to keyboard: the recovery code, and the code that opens a print pack once.

Groups of six digits; the last digit of each is a check digit by H. Michael Damm's method (dissertation, Marburg 2004),
which finds every single wrong digit and every swap of two neighbours. Each group starts Damm's table at its own place
in the code, so a right group in a wrong place is found too. The eight groups of a recovery code have 40 free digits,
132 bits; the four of a pack code 20, 66 bits, each guess of which costs a whole derivation.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field
from enum import Enum
from typing import ClassVar, Self

from desktop.base.values import dataclass
from desktop.vault.errors import RecoveryCodeIncomplete, RecoveryCodeMistyped
from desktop.vault.randomness import SYSTEM, Randomness

GROUPS = 8
PACK_GROUPS = 4
GROUP_SIZE = 6
_FREE = GROUP_SIZE - 1

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_BETWEEN = re.compile(r"[\s.·_\-\u2010-\u2015\u2212]+")


class GroupState(Enum):
    """What to show beside one group while it is being typed."""

    INCOMPLETE = "incomplete"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True)
class _DigitCode:
    """A code whose check digits are right: made by :meth:`generate` and :meth:`parse` only."""

    SIZE: ClassVar[int]
    """Of how many groups it is."""

    groups: tuple[str, ...] = field(repr=False)

    @classmethod
    def generate(cls, randomness: Randomness = SYSTEM) -> Self:
        # 256 random bits leave no lean worth naming (2^-123) in 40 digits.
        free = cls.SIZE * _FREE
        digits = f"{int.from_bytes(randomness(32), 'big') % 10**free:0{free}d}"
        parts = (digits[start : start + _FREE] for start in range(0, free, _FREE))
        return cls(tuple(part + str(_damm(place, part)) for place, part in enumerate(parts)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """From what a person typed or pasted, with any spaces, dots and dashes.

        Raises :class:`RecoveryCodeIncomplete` unless all digits are there and nothing else, and
        :class:`RecoveryCodeMistyped` naming the groups whose check digit does not agree.
        """
        digits, expected = _plain(text), cls.SIZE * GROUP_SIZE
        if not _only_digits(digits) or len(digits) != expected:
            typed = sum(letter in "0123456789" for letter in digits)
            raise RecoveryCodeIncomplete(digits=typed, expected=expected)
        groups = tuple(digits[start : start + GROUP_SIZE] for start in range(0, len(digits), GROUP_SIZE))
        wrong = [str(place + 1) for place, group in enumerate(groups) if _damm(place, group)]
        if wrong:
            raise RecoveryCodeMistyped(groups=", ".join(wrong))
        return cls(groups)

    @property
    def secret(self) -> bytes:
        """The free digits in ASCII, from which a key is derived."""
        return "".join(group[:_FREE] for group in self.groups).encode("ascii")


class RecoveryCode(_DigitCode):
    """What a person keeps on paper against the day no password is left."""

    SIZE: ClassVar[int] = GROUPS


class PackCode(_DigitCode):
    """What is given by hand to whoever opens a print pack."""

    SIZE: ClassVar[int] = PACK_GROUPS


def check_group(place: int, text: str) -> GroupState:
    """Whether ``text`` is right as the group at ``place`` (0 to 7), for the tick beside it."""
    digits = _plain(text)
    if (digits and not _only_digits(digits)) or len(digits) > GROUP_SIZE:
        return GroupState.WRONG
    if len(digits) < GROUP_SIZE:
        return GroupState.INCOMPLETE
    return GroupState.WRONG if _damm(place, digits) else GroupState.RIGHT


def _damm(start: int, digits: str) -> int:
    """The check digit of ``digits``, or 0 if they end with the right one."""
    state = start
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return state


def _only_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _plain(text: str) -> str:
    # A telephone or a Word file may give full-width digits and other dashes.
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text))


def check_digit(start: int, digits: str) -> str:
    """The digit that makes ``digits`` right as a group that starts Damm's table at ``start`` (0 to 9)."""
    return str(_damm(start, digits))


def digits_of(text: str) -> str:
    """What was typed without its spaces, dots and dashes."""
    return _plain(text)
