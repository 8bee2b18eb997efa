"""How much of the journal goes to whom: the table of scopes, asked for every change that leaves the machine.

What is named there leaves; everything else stays, a register or a field of a newer version too. Inside one
station everything goes, since its computers are one register kept in several places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from desktop.domain.fields import SEEN, STATE, Registry
from desktop.domain.frozen_figures import read_figures
from desktop.domain.indicators import INDICATORS, counted_of
from desktop.domain.indicators.definition import reads
from desktop.domain.journal.chain import withhold
from desktop.domain.journal.operation import Hidden, Leaf, Operation, Whole, closed, hidden
from desktop.domain.levels import adjoins, is_above
from desktop.domain.registers import REGISTRY
from desktop.domain.scope_table import DEFAULTS, DOWN, NEEDED_ABOVE, UP, Reach, given
from desktop.domain.transfer import TRANSFER_LIST, read_list

Way: TypeAlias = Literal["whole", "closed", "hidden"]
"""What a reader gets of a change: all of it, its place without its value, or nothing but its hash."""


@dataclass(frozen=True)
class Scope:
    """What one reader may have.

    Attributes:
        reaches: by register; a register that is not named is hidden. None: everything is whole.
        stations: only changes of these stations' records are shown at all; None: of everybody's.
        common, setters: registers of which those of the stations that set them for all are shown too.
        handed: by what records came to the stations that were others' before (``transfer``).
        came, went: what was assigned to the stations that was another's or nobody's before, and the targets that went
            from them, of which only to whom is shown.
        records: only changes of these (register, record) are shown at all; None: of all.
        fields: by register, of which fields anything is shown; a register that is not named shows all of them.
    """

    name: str
    reaches: Mapping[str, Reach] | None
    registry: Registry = REGISTRY
    stations: frozenset[str] | None = None
    common: frozenset[str] = frozenset()
    setters: frozenset[str] = frozenset()
    handed: frozenset[str] = frozenset()
    came: frozenset[str] = frozenset()
    went: frozenset[str] = frozenset()
    records: frozenset[tuple[str, str]] | None = None
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def tells_where(self, leaf: Leaf) -> bool:
        """Whether a change says to whom something went that was theirs."""
        if isinstance(leaf, Hidden):
            return False
        return (leaf.register, leaf.field) == (TARGET, ASSIGNED_TO) and leaf.record in self.went

    def shows_record(self, register: str, record: str, station_of: Callable[[str, str], str | None]) -> bool:
        """Whether anything of a record is shown; ``station_of(register, record)`` says whose it is."""
        if self.records is not None and (register, record) not in self.records:
            return False
        return self.stations is None or self.shows_records_of(register, station_of(register, record))

    def shows_records_of(self, register: str, station: str | None) -> bool:
        if self.stations is None or station in self.stations:
            return True
        return register in self.common and station in self.setters

    def opens(self, leaf: Whole) -> bool:
        """Whether what a change holds may go as far as its field may: a list of records of which the reader gets no
        rows would tell of them, and so would figures of what it gets nothing of."""
        if self.reaches is None or self.name != UP:
            return True
        if (leaf.register, leaf.field) == (TRANSFER_LIST, "records"):
            return self.reach(read_list(leaf.value)[0]).shows_rows
        if leaf.register == "report" and leaf.field in FIGURES and leaf.value is not None:
            frozen = read_figures(leaf.value if isinstance(leaf.value, str) else None)
            return frozen is not None and all(self.tells(row.code) for row in frozen.rows)
        return True

    def tells(self, code: str) -> bool:
        """Whether the reader may have the number of an indicator."""
        if code not in INDICATORS or self.reaches is None:
            return self.reaches is None
        read = {name for each in counted_of(code) for name in reads(self.registry, each)}
        return all(self.reach(name) is not Reach.NOTHING for name in read)

    def reach(self, register: str) -> Reach:
        if self.reaches is None:
            return Reach.ROWS
        return self.reaches.get(register, Reach.NOTHING)

    def show(self, register: str, name: str) -> Way:
        if self.reaches is None:
            return "whole"
        reach, declared = self.reach(register), self.registry.get(register)
        if not reach.shows_rows or declared is None:
            return "hidden"
        if name in (STATE, SEEN):
            return "whole"
        known = declared.by_name.get(name)
        if known is None or name not in self.fields.get(register, declared.by_name):
            return "hidden"
        return "whole" if given(reach, register, known) else "closed"


TARGET: Final = "target"
"""What the level above assigns: it is the unit's that its field ``unit`` names."""
ASSIGNED_TO: Final = "unit"

FIGURES: Final = ("figures", "figures_above")
"""Of a report, the fields that hold frozen figures."""

STATION_SCOPE: Final = Scope("station", None)

_COMMON: Final = frozenset({"rule", "catalogue_entry", "scope_cell", "upper_form", "form_cell"})
"""What a level above sets, or asks, of all below it."""


def upper_scope(decided: Mapping[str, Reach] | None = None) -> Scope:
    """What the level above gets of a unit's registers, with what that unit has decided over the table."""
    changed = {name: reach for name, reach in (decided or {}).items() if name not in NEEDED_ABOVE}
    return Scope(UP, {**DEFAULTS[UP], **changed})


UPPER_SCOPE: Final = upper_scope()
"""What it gets where nobody has decided anything."""


def scope_for(
    own: tuple[str, str],
    other: tuple[str, str],
    *,
    beneath: frozenset[str] = frozenset(),
    over: frozenset[str] = frozenset(),
    decided: Mapping[str, Reach] | None = None,
    handed: frozenset[str] = frozenset(),
    came: frozenset[str] = frozenset(),
    went: frozenset[str] = frozenset(),
) -> Scope | None:
    """What a device of station and level ``own`` gives one of ``other``; None when the two exchange nothing.

    ``beneath`` are the stations below the other, ``over`` those that stand over our own; ``decided`` is what our own
    gives the level above, over the table. A commune never gets anything of another commune, neither from it nor
    through the upper level, but what was handed over to it: ``handed`` says by what.
    """
    if own[0] == other[0]:
        return STATION_SCOPE
    if own[1] == other[1] and handed:
        return Scope("transfer", None, stations=frozenset({other[0]}), handed=handed)
    if not adjoins(own[1], other[1]):
        return None
    if is_above(other[1], own[1]):
        return upper_scope(decided) if decided else UPPER_SCOPE
    return Scope(
        DOWN,
        DEFAULTS[DOWN],
        stations=beneath | {other[0]},
        common=_COMMON,
        setters=over | {own[0]},
        handed=handed,
        came=came,
        went=went,
    )


def grant(
    operation: Operation, scope: Scope, station_of: Callable[[str, str], str | None]
) -> Operation | None:
    """An operation as the reader may have it; None when all of it is withheld.

    ``station_of(register, record)`` says whose a record is.
    """
    leaves = list(operation.leaves)
    for index, leaf in operation.changes():
        shown = scope.shows_record(leaf.register, leaf.record, station_of) or scope.tells_where(leaf)
        if index != operation.erasing and not shown:
            leaves[index] = hidden(leaf)
        elif isinstance(leaf, Whole) and not scope.opens(leaf):
            leaves[index] = closed(leaf)
    operation = operation.with_leaves(leaves)
    return withhold(operation, scope.show)
