"""Failures that the user can mend, apart from bugs.

A :class:`UserError` carries a code and facts, never a sentence: the screen translates the keys
``error.<code>.what``, ``error.<code>.safe`` and ``error.<code>.next`` with the facts. Any other exception
is a bug and goes to the crash dialog with the log.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar


class UserError(Exception):
    """What happened, as a code with named facts.

    Attributes:
        code: the key of its sentences, in ``snake_case``, stable over releases.
        facts: named values for the sentences; text, numbers or dates, never objects of the program.
    """

    code: ClassVar[str] = "unknown"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts

    def __reduce__(self) -> tuple[partial[UserError], tuple[()]]:
        """As itself also where another process hears of it."""
        return partial(type(self), **self.facts), ()

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})"


class Cancelled(Exception):  # it is not an error: the person pressed Cancel
    """Raised at the next step of a long task whose person pressed Cancel; everything is rolled back."""
