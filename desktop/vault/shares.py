"""A recovery code in shares, any two of which give it back and one of which tells nothing.

Adi Shamir's method (Communications of the ACM 22, 1979) with a threshold of two: the code, as a number, is where a
line meets the axis; a share is the point of the line at the share's number. Through one point go lines to every
code, each as likely as the next; through two points goes one line. It was chosen over a one-time pad for each pair
of people, since everybody then keeps one sheet however many they are, and over a third program, since it is one
line of arithmetic that anybody can do again.

The field is that of the smallest prime above 10^40, so that a share has 40 digits like the code. It is written in
eight groups of six with check digits like the code's, but each group starts Damm's table at its place plus the
number of the share: a share under another number, and a code taken for a share, are found as they are typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from desktop.vault.errors import RecoveryCodeIncomplete, RecoveryCodeMistyped, SharesForeign, SharesSame
from desktop.vault.randomness import SYSTEM, Randomness
from desktop.vault.recovery import (
    GROUP_SIZE,
    GROUPS,
    GroupState,
    RecoveryCode,
    check_digit,
    check_group,
    digits_of,
)

PRIME: Final = 10**40 + 121
MOST_PEOPLE: Final = 5

_DIGITS: Final = 40
_FREE: Final = GROUP_SIZE - 1


@dataclass(frozen=True)
class CodeShare:
    """One person's share. ``number`` is 1 to :data:`MOST_PEOPLE`; made by :func:`split` and :meth:`parse` only."""

    number: int
    groups: tuple[str, ...] = field(repr=False)

    @classmethod
    def parse(cls, number: int, text: str) -> CodeShare:
        """From what a person typed. Raises :class:`RecoveryCodeIncomplete` or :class:`RecoveryCodeMistyped`."""
        digits = digits_of(text)
        if not (digits.isascii() and digits.isdigit()) or len(digits) != GROUPS * GROUP_SIZE:
            typed = sum(letter in "0123456789" for letter in digits)
            raise RecoveryCodeIncomplete(digits=typed, expected=GROUPS * GROUP_SIZE)
        groups = tuple(digits[start : start + GROUP_SIZE] for start in range(0, len(digits), GROUP_SIZE))
        states = [check_share(number, place, group) for place, group in enumerate(groups)]
        wrong = [str(place + 1) for place, state in enumerate(states) if state is not GroupState.RIGHT]
        if wrong:
            raise RecoveryCodeMistyped(groups=", ".join(wrong))
        return cls(number, groups)

    @property
    def value(self) -> int:
        """Where the line stands at the share's number."""
        return int("".join(group[:_FREE] for group in self.groups))


def check_share(number: int, place: int, text: str) -> GroupState:
    """Whether ``text`` is right as the group at ``place`` (0 to 7) of the share with that number."""
    return check_group((place + number) % 10, text)


def split(code: RecoveryCode, people: int, randomness: Randomness = SYSTEM) -> tuple[CodeShare, ...]:
    """The code in shares for two to :data:`MOST_PEOPLE` people; a ValueError for other numbers."""
    if not 2 <= people <= MOST_PEOPLE:
        raise ValueError("shares are for two to five people")
    secret = int(code.secret)
    while True:
        # 256 random bits leave no lean worth naming (2^-123) in a slope of 133 bits.
        slope = int.from_bytes(randomness(32), "big") % PRIME
        values = [(secret + slope * number) % PRIME for number in range(1, people + 1)]
        # One slope in 10^38 gives a share of 41 digits.
        if all(value < 10**_DIGITS for value in values):
            return tuple(CodeShare(at + 1, _groups(value, at + 1)) for at, value in enumerate(values))


def join(one: CodeShare, other: CodeShare) -> RecoveryCode:
    """The code of two shares. Raises :class:`SharesSame`, or :class:`SharesForeign` where no code has both.

    Shares of two different splittings may give a code that opens nothing.
    """
    if one.number == other.number:
        raise SharesSame(number=one.number)
    across = pow(other.number - one.number, -1, PRIME)
    secret = (one.value * other.number - other.value * one.number) * across % PRIME
    if secret >= 10**_DIGITS:
        raise SharesForeign()
    return RecoveryCode(_groups(secret, 0))


def _groups(value: int, shift: int) -> tuple[str, ...]:
    digits = f"{value:0{_DIGITS}d}"
    free = [digits[start : start + _FREE] for start in range(0, _DIGITS, _FREE)]
    return tuple(part + check_digit((place + shift) % 10, part) for place, part in enumerate(free))
