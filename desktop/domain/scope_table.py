"""Who gets what of each register: one table of data, register by reader, safe where nobody has decided anything.

Readers are the level above a commune, the communes below an upper level, and the two roles that have but a part of
a station's registers. What stands here for a level holds until the giving station decides otherwise; what stands
for a role is the program's own. A register that the table does not name goes to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from desktop.domain.fields import Field, Kind

UP: Final = "upper"
"""The level above: what a commune gives it."""
DOWN: Final = "below"
"""The communes: what an upper level gives each of them, of that commune's own and of what is set for all."""
AWARDS: Final = "awards"
MEDIATION: Final = "mediation"
READERS: Final = (UP, DOWN, AWARDS, MEDIATION)


class Reach(Enum):
    """How much of a register a reader gets, the most first: the values are stored and must not change."""

    ROWS = "rows"
    """Every field that is not sensitive."""
    MASKED = "masked"
    """The rows, with names and free text closed."""
    COUNTS = "counts"
    """No rows: their number comes with the figures of reports."""
    NOTHING = "nothing"

    @property
    def shows_rows(self) -> bool:
        return self in (Reach.ROWS, Reach.MASKED)

    def beyond(self, other: Reach) -> bool:
        """Whether this tells more than ``other``."""
        order = list(Reach)
        return order.index(self) < order.index(other)


_R, _M, _C, _N = Reach.ROWS, Reach.MASKED, Reach.COUNTS, Reach.NOTHING

_TABLE: Final[Mapping[str, tuple[Reach, Reach, Reach, Reach]]] = {
    # register: above, below, awards, mediation
    # What goes below of registers that come from there is what was rejected of them.
    "area": (_R, _R, _N, _R),
    "model": (_R, _R, _N, _N),
    "acknowledgement": (_R, _R, _N, _N),
    "point": (_R, _R, _N, _N),
    "person": (_M, _R, _N, _N),
    "group": (_R, _R, _N, _R),
    "member": (_R, _R, _N, _N),
    "equipment": (_R, _R, _N, _N),
    "household": (_C, _N, _N, _N),
    # Where the rows of people or households go, what is known of two of them goes too.
    "same_person": (_R, _R, _N, _N),
    "same_household": (_C, _N, _N, _N),
    "visit": (_C, _N, _N, _N),
    "dispute": (_C, _N, _N, _R),
    "party": (_C, _N, _N, _R),
    "session": (_C, _N, _N, _R),
    "event": (_R, _R, _N, _N),
    "opinion": (_C, _N, _N, _N),
    "tip": (_C, _N, _N, _N),
    # Who gave is a person as often as a firm.
    "contribution": (_M, _R, _N, _N),
    "review": (_R, _R, _N, _N),
    "shortcoming": (_R, _R, _N, _N),
    "recognition": (_R, _R, _N, _N),
    "criterion_mark": (_R, _R, _N, _N),
    "award_set": (_R, _R, _R, _N),
    "award": (_R, _R, _R, _N),
    "award_book": (_N, _N, _R, _N),
    "blank_use": (_N, _N, _R, _N),
    "target": (_R, _R, _N, _N),
    "report": (_R, _R, _N, _N),
    "report_section": (_R, _R, _N, _N),
    "opening_figure": (_N, _N, _N, _N),
    "cut_off": (_N, _N, _N, _N),
    # How the unit fills the form of the level above.
    "upper_form": (_R, _R, _N, _N),
    "form_cell": (_R, _R, _N, _N),
    # What the level above keeps of those below it is its own.
    "reporting_unit": (_N, _N, _N, _N),
    "received_report": (_N, _N, _N, _N),
    "received_figure": (_N, _N, _N, _N),
    "frozen_total": (_N, _N, _N, _N),
    "frozen_unit": (_N, _N, _N, _N),
    "reminder": (_N, _N, _N, _N),
    "succession": (_R, _R, _N, _N),
    "relocation": (_R, _R, _N, _N),
    "rule": (_N, _R, _N, _N),
    # So that what was recorded with a choice of the unit's own reads the same above.
    "catalogue_entry": (_R, _R, _N, _N),
    # What a station gives is no secret from whom it gives it to; what is asked for comes down.
    "scope_cell": (_R, _R, _N, _N),
    # Told to both sides of an order only.
    "transfer": (_R, _R, _N, _N),
    "transfer_list": (_R, _R, _N, _N),
    # What a station decides of the data it keeps is its own.
    "retention_keep": (_N, _N, _N, _N),
    "data_purpose": (_N, _N, _N, _N),
}

DEFAULTS: Final[Mapping[str, Mapping[str, Reach]]] = MappingProxyType(
    {
        reader: MappingProxyType({register: line[at] for register, line in _TABLE.items()})
        for at, reader in enumerate(READERS)
    }
)
"""By reader and register."""

NEEDED_ABOVE: Final = frozenset({"report", "scope_cell", "transfer", "transfer_list"})
"""Registers of which the level above always gets the rows: without them nobody knows what a missing row means."""

_GIVEN_MASKED: Final[Mapping[str, frozenset[str]]] = {
    # Who a member is, and no more: address, numbers and notes stay with the station.
    "person": frozenset({"full_name", "sex", "born", "area"}),
}
_PLAIN: Final = frozenset(
    {Kind.DAY, Kind.PARTIAL_DAY, Kind.CHOICE, Kind.TAGS, Kind.REF, Kind.COUNT, Kind.MONEY, Kind.FLAG}
)
"""What can be read without learning a name or a word that somebody wrote."""


def registers_of(role: str) -> frozenset[str]:
    """The registers of a role that has but a part of them; none for a role that this version does not know."""
    return frozenset(name for name, reach in DEFAULTS.get(role, {}).items() if reach.shows_rows)


def given(reach: Reach, register: str, field: Field) -> bool:
    """Whether a field's value goes with its row; what is sensitive never does."""
    if field.sensitive or not reach.shows_rows:
        return False
    if reach is Reach.ROWS:
        return True
    if register in _GIVEN_MASKED:
        return field.name in _GIVEN_MASKED[register]
    return field.kind in _PLAIN
