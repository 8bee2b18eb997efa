"""What is looked for in the data: records that contradict each other or the rules, each with what mends it.

Each check is a value; which records it finds is for the store to ask. What every register has in common (what is
required, what points to nothing, what was entered twice) follows from the declarations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from desktop.domain.fields import Kind, Registry
from desktop.domain.sameness import linked

LEAST_AGE: Final = "member_least_age"
"""The rule (dated, editable) of how old a core member is at least, in years."""


class Weight(Enum):
    """How bad it is; the more so the first. The words are ``check.weight.<value>``."""

    WRONG = "wrong"
    LACKING = "lacking"
    DOUBTFUL = "doubtful"


class Deed(Enum):
    """What mends it with one click, as an operation that can be taken back; the words are ``check.deed.<value>``."""

    OPEN = "open"
    """Only a person knows: the record is opened."""
    REMOVE = "remove"
    """The later of two entries goes."""
    CLEAR = "clear"
    """What points to nothing points nowhere."""
    LEAVE = "leave"
    """Who served in a group that is no more has left it."""
    DECIDE = "decide"
    """The page of doubles is opened."""


@dataclass(frozen=True)
class Check:
    """One thing to look for.

    Attributes:
        kind: which question it is; its words are ``check.<kind>``.
        register: whose records it finds.
        field: the one that it is about, where it is about one.
        secret: it compares what is masked, and is for those who may look at that.
    """

    kind: str
    register: str
    weight: Weight
    deed: Deed = Deed.OPEN
    field: str = ""
    secret: bool = False

    @property
    def code(self) -> str:
        """Tells it from all others."""
        return ".".join(filter(None, (self.kind, self.register, self.field)))


OWN: Final = (
    Check("group_without_leader", "group", Weight.LACKING),
    Check("member_under_age", "member", Weight.WRONG, field="person"),
    Check("member_left_before", "member", Weight.WRONG, field="left_on"),
    Check("member_of_ended_group", "member", Weight.WRONG, Deed.LEAVE, field="left_on"),
    Check("member_twice", "member", Weight.WRONG, Deed.REMOVE),
    Check("dispute_without_outcome", "dispute", Weight.LACKING, field="outcome"),
    Check("dispute_without_end", "dispute", Weight.LACKING, field="outcome_on"),
    Check("dispute_ended_before", "dispute", Weight.WRONG, field="outcome_on"),
    Check("visit_after_leaving", "visit", Weight.WRONG, field="visited_on"),
    Check("number_against_person", "person", Weight.DOUBTFUL, field="citizen_id", secret=True),
    Check("same_and_not", "person", Weight.WRONG, Deed.DECIDE),
)
"""What only some registers ask for."""

MISSING, DANGLING, TWICE = "missing", "dangling", "twice"


def checks(registry: Registry) -> list[Check]:
    """Everything that is looked for, the worst first."""
    found = [each for each in OWN if each.register in registry]
    found += _declared(registry)
    weights = list(Weight)
    return sorted(found, key=lambda each: weights.index(each.weight))


def _declared(registry: Registry) -> Iterator[Check]:
    links = set(linked(registry).values())
    for register in registry:
        if register.name in links:
            continue
        if register.twice:
            yield Check(TWICE, register.name, Weight.DOUBTFUL, Deed.REMOVE)
        for field in register.fields:
            if field.required and not field.issued:
                yield Check(MISSING, register.name, Weight.LACKING, field=field.name)
            if field.kind is Kind.REF:
                deed = Deed.OPEN if field.required else Deed.CLEAR
                yield Check(DANGLING, register.name, Weight.WRONG, deed, field=field.name)
