"""How long what is recorded of people is kept: from which day the years count, and when they are over.

The years themselves are data (group ``retention`` of ``rules.toml``) and have no value until a unit sets one: no law
that the program could show gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

RULE: Final = "retention_"
"""Before the name of a register: the key of its rule."""


@dataclass(frozen=True)
class Counted:
    """From when the years of a register's records count.

    Attributes:
        days: the latest of these that a record has; without any the record is not over yet.
        retired: from the day on which the record was taken out of use instead.
        needs: the one of ``days`` without which a record is still in use.
    """

    days: tuple[str, ...] = ()
    retired: bool = False
    needs: str | None = None


COUNTED: Final[Mapping[str, Counted]] = {
    "person": Counted(retired=True),
    "member": Counted(retired=True),
    "household": Counted(retired=True),
    "visit": Counted(("visited_on",)),
    "dispute": Counted(("outcome_on", "followed_on"), needs="outcome_on"),
    "opinion": Counted(("received_on", "answered_on")),
    "tip": Counted(("received_on", "result_on")),
    "contribution": Counted(("given_on",)),
}
"""The registers that hold data of people; awards are kept with the book of awards."""


def cut_off(today: date, years: int) -> date:
    """What was over before this day has been kept for its years."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        # 29 February of a year that has none.
        return today.replace(year=today.year - years, day=28)
