"""Which new passwords are taken. At log-in any text may be tried."""

from __future__ import annotations

import unicodedata
from enum import Enum

SHORTEST = 10
LONGEST = 128
FEWEST_KINDS = 5
"""Different characters in a password: ``aaaaaaaaaa`` and ``1212121212`` are no secrets."""

_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


class PasswordProblem(Enum):
    """Why a new password is not taken; the sentences are at ``password.problem.<value>``."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_ASCII = "not_ascii"
    """A letter that a Vietnamese keyboard program makes, and another PC may not."""
    SPACE_AT_EDGE = "space_at_edge"
    TOO_SIMPLE = "too_simple"


def check_new_password(text: str) -> list[PasswordProblem]:
    """Every problem of a new password, none if it may be taken."""
    problems = {
        PasswordProblem.TOO_SHORT: len(text) < SHORTEST,
        PasswordProblem.TOO_LONG: len(text) > LONGEST,
        PasswordProblem.NOT_ASCII: not (text.isascii() and text.isprintable()),
        PasswordProblem.SPACE_AT_EDGE: text != text.strip(),
        PasswordProblem.TOO_SIMPLE: len(text) >= SHORTEST and _is_simple(text.lower()),
    }
    return [problem for problem, found in problems.items() if found]


def password_bytes(text: str) -> bytes:
    """What is derived from: the same bytes however the keyboard composed the letters."""
    # Half a surrogate pair may come from a broken keyboard program; it is a wrong password and no crash.
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")


def _is_simple(text: str) -> bool:
    runs = (*_RUNS, *(run[::-1] for run in _RUNS))
    return len(set(text)) < FEWEST_KINDS or any(text in run for run in runs)
