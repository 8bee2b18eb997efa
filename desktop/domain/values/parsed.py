"""What a parser hands back: the value, and everything it did or doubted on the way.

Codes are stable keys; their sentences are the texts ``value.<code>`` with the facts of the parse. A blank cell is
neither a value nor a problem: whether a field may be blank is the register's rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of what was written that a person is shown, never made in silence.

    Attributes:
        before, after: both as text for the eye; the sentence of ``value.<code>`` takes them as facts.
    """

    code: str
    before: str
    after: str

    @property
    def facts(self) -> Mapping[str, object]:
        return {"before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """The outcome of one parse.

    Attributes:
        value: the parsed value; None when the cell was blank or refused.
        repair: what was mended, if anything was.
        doubt: the code of a warning beside a value that may be kept.
        problem: the code of a refusal; then ``value`` is None.
        facts: named values for the sentence of the doubt or the problem: text, numbers or days.
    """

    value: T | None = None
    repair: Repair | None = None
    doubt: str | None = None
    problem: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written: no value and no problem."""
        return self.value is None and self.problem is None

    def doubted(self, doubt: str, **facts: object) -> Parsed[T]:
        """The same with a doubt; the first doubt stays, since it is the one to settle first."""
        return self if self.doubt else Parsed(self.value, self.repair, doubt, self.problem, facts)

    def map(self, change: Callable[[T], U]) -> Parsed[U]:
        """The same outcome for a value made from this one."""
        made = None if self.value is None else change(self.value)
        return Parsed(made, self.repair, self.doubt, self.problem, self.facts)


def refused(problem: str, **facts: object) -> Parsed[T]:
    """A parse without a value, for the reason ``value.<problem>``."""
    return Parsed(problem=problem, facts=facts)
