"""How much of the journal goes to whom: one table, asked for every change that leaves the machine.

What is named here leaves; everything else stays, a register or a field of a newer version too. Inside one
station everything goes, since its computers are one register kept in several places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias

from desktop.domain.fields import SEEN, STATE, Registry
from desktop.domain.journal.chain import withhold
from desktop.domain.journal.operation import Operation, hidden
from desktop.domain.levels import adjoins, is_above
from desktop.domain.registers import REGISTRY

Way: TypeAlias = Literal["whole", "closed", "hidden"]
"""What a reader gets of a change: all of it, its place without its value, or nothing but its hash."""


class Reach(Enum):
    """What a level gets of a register."""

    ROWS = "rows"
    COUNTS = "counts"
    """Its rows are hidden; their number comes with the reports."""
    NOTHING = "nothing"


@dataclass(frozen=True)
class Rule:
    """One line of the table. ``only`` names the fields that are given with their values; None is every field
    that is not sensitive. The other fields are closed."""

    reach: Reach
    only: frozenset[str] | None = None


@dataclass(frozen=True)
class Scope:
    """What one reader may have.

    Attributes:
        rules: by register; a register that is not named is hidden. None: everything is whole.
        stations: only changes of these stations' records are shown at all; None: of everybody's.
        common, setters: registers of which those of the stations that set them for all are shown too.
    """

    name: str
    rules: Mapping[str, Rule] | None
    registry: Registry = REGISTRY
    stations: frozenset[str] | None = None
    common: frozenset[str] = frozenset()
    setters: frozenset[str] = frozenset()

    def shows_records_of(self, register: str, station: str | None) -> bool:
        if self.stations is None or station in self.stations:
            return True
        return register in self.common and station in self.setters

    def show(self, register: str, field: str) -> Way:
        if self.rules is None:
            return "whole"
        rule, declared = self.rules.get(register), self.registry.get(register)
        if rule is None or rule.reach is not Reach.ROWS or declared is None:
            return "hidden"
        if field in (STATE, SEEN):
            return "whole"
        known = declared.by_name.get(field)
        if known is None:
            return "hidden"
        given = field in rule.only if rule.only is not None else not known.sensitive
        return "whole" if given and not known.sensitive else "closed"


_ROWS: Final = Rule(Reach.ROWS)
_COUNTS: Final = Rule(Reach.COUNTS)

STATION_SCOPE: Final = Scope("station", None)

UPPER_SCOPE: Final = Scope(
    "upper",
    {
        "area": _ROWS,
        "model": _ROWS,
        "acknowledgement": _ROWS,
        "point": _ROWS,
        "group": _ROWS,
        "member": _ROWS,
        "equipment": _ROWS,
        # Who a member is, and no more: address, numbers and notes stay with the station.
        "person": Rule(Reach.ROWS, frozenset({"full_name", "sex", "born", "area"})),
        "event": _ROWS,
        "contribution": _ROWS,
        "review": _ROWS,
        "shortcoming": _ROWS,
        "recognition": _ROWS,
        "criterion_mark": _ROWS,
        "target": _ROWS,
        # So that what was recorded with a choice of the unit's own reads the same above.
        "catalogue_entry": _ROWS,
        "succession": _ROWS,
        "relocation": _ROWS,
        "award": _ROWS,
        "award_set": _ROWS,
        "report": _ROWS,
        "report_section": _ROWS,
        # How the unit fills the form of the level above.
        "upper_form": _ROWS,
        "form_cell": _ROWS,
        "opinion": _COUNTS,
        "tip": _COUNTS,
        "visit": _COUNTS,
        "household": _COUNTS,
        "dispute": _COUNTS,
        "party": _COUNTS,
        "session": _COUNTS,
    },
)
"""What the upper level gets of a commune's registers."""

_COMMON: Final = frozenset({"rule", "catalogue_entry"})
"""What the upper level sets for all below it."""

_DOWN: Final = {"award": _ROWS, "award_set": _ROWS, **dict.fromkeys(_COMMON, _ROWS)}


def scope_for(
    own: tuple[str, str],
    other: tuple[str, str],
    *,
    beneath: frozenset[str] = frozenset(),
    over: frozenset[str] = frozenset(),
) -> Scope | None:
    """What a device of station and level ``own`` gives one of ``other``; None when the two exchange nothing.

    ``beneath`` are the stations below the other, ``over`` those that stand over our own. A commune never gets
    anything of another commune, neither from it nor through the upper level.
    """
    if own[0] == other[0]:
        return STATION_SCOPE
    if not adjoins(own[1], other[1]):
        return None
    if is_above(other[1], own[1]):
        return UPPER_SCOPE
    return Scope("down", _DOWN, stations=beneath | {other[0]}, common=_COMMON, setters=over | {own[0]})


def grant(
    operation: Operation, scope: Scope, station_of: Callable[[str, str], str | None]
) -> Operation | None:
    """An operation as the reader may have it; None when all of it is withheld.

    ``station_of(register, record)`` says whose a record is.
    """
    if scope.stations is not None:
        leaves = list(operation.leaves)
        for index, leaf in operation.changes():
            owner = station_of(leaf.register, leaf.record)
            if index != operation.erasing and not scope.shows_records_of(leaf.register, owner):
                leaves[index] = hidden(leaf)
        operation = operation.with_leaves(leaves)
    return withhold(operation, scope.show)
