"""The entries of the navigation, and which of them a role has: one it may not use is absent, not grey."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desktop.base.values import dataclass
from desktop.domain.access import Permission, Role, allowed, sees
from desktop.domain.levels import COMMUNE, superior
from desktop.domain.registers import REGISTRY
from desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Entry:
    """One entry. Its words are ``nav.<id>``; those of a tab that is no register, ``nav.tab.<tab>``.

    Attributes:
        digit: pressed with Alt; None for an entry without a key of its own.
        registers: those shown as tabs, in order; a page of its own has none.
        first: tabs before them that are pages of their own, for whoever may write in it.
        extra: such tabs after them, for whoever may print.
        needs: any one of these permissions; none for everybody.
        named: what its words are kept under, where an entry is called otherwise than by its id.
        listed: whether it stands in the navigation; other pages are reached from figures and by searching.
    """

    id: str
    icon: str
    digit: int | None
    registers: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    needs: tuple[Permission, ...] = ()
    first: tuple[str, ...] = ()
    named: str = ""
    listed: bool = True

    @property
    def words(self) -> str:
        """The key of its words."""
        return f"nav.{self.named or self.id}"

    @property
    def tabs(self) -> tuple[str, ...]:
        return (*self.first, *self.registers, *self.extra)

    @property
    def shortcut(self) -> str | None:
        return None if self.digit is None else f"Alt+{self.digit}"


PRINTING: Final = "printing"
DECISIONS: Final = "decisions"
PROPOSALS: Final = "award_set"
AWARD_BOOK: Final = "award_book"
PROOF: Final = "proof"
DUE: Final = "due"
ROUND: Final = "round"
FIGURES: Final = "figures"
FORMS: Final = "upper_form"
REPORT: Final = "report"
BOARD: Final = "received_report"
REMINDERS: Final = "reminder"
TOTALS: Final = "frozen_total"
COMPARISON: Final = "comparison"
DEVICES: Final = "devices"
CATALOGUES: Final = "catalogues"
TODAY: Final = "today"
DOUBLES: Final = "doubles"
FINDINGS: Final = "findings"
"""Registers whose tabs are pages made for them."""

_COUNTS: Final = (Permission.IMPORT, Permission.SEND)
"""Who reports figures: not the ward official, whose file holds awards only."""

ENTRIES: Final = (
    Entry("today", "today", 1),
    Entry("areas", "areas", 2, ("area", "model", "point", "group", "equipment", "succession")),
    Entry("people", "people", 3, ("member", "person", "household"), (DOUBLES, FINDINGS)),
    Entry("visits", "visit", 4, ("visit",), first=(DUE, ROUND)),
    Entry("mediation", "mediation", 5, ("dispute",)),
    Entry("activities", "activity", 6, ("event", "opinion", "tip", "contribution")),
    Entry(
        "awards",
        "award",
        7,
        ("award", "blank_use"),
        (PRINTING, AWARD_BOOK, PROOF),
        first=(PROPOSALS, DECISIONS),
    ),
    Entry("reviews", "review", 8, ("review", "recognition", "target")),
    Entry(
        "reports", "report", 9, ("opening_figure", "cut_off"), first=(REPORT, FIGURES, FORMS), needs=_COUNTS
    ),
    Entry("sync", "sync", 0, needs=(Permission.SEND, Permission.RECEIVE)),
    Entry("administration", "admin", None, needs=(Permission.ADMINISTER, Permission.AUDIT)),
)

_BY_ID: Final = {each.id: each for each in ENTRIES}

UPPER_ENTRIES: Final = (
    Entry("sync", "usb", 1, needs=(Permission.SEND, Permission.RECEIVE), named="reception"),
    Entry("board", "report", 2, first=(BOARD, REMINDERS, TODAY), needs=_COUNTS),
    Entry(
        "reports",
        "review",
        3,
        ("opening_figure",),
        first=(TOTALS, COMPARISON, REPORT, FIGURES, FORMS),
        needs=_COUNTS,
        named="totals",
    ),
    replace(_BY_ID["awards"], digit=4),
    Entry("targets", "edit", 5, ("target", "cut_off"), (CATALOGUES,), needs=_COUNTS),
    Entry("units", "areas", 6, ("reporting_unit",), (DEVICES,), needs=_COUNTS),
    # What stands behind the figures: reached from them, and by searching.
    *(replace(_BY_ID[each], digit=None, listed=False) for each in ("areas", "people", "visits", "mediation")),
    replace(_BY_ID["activities"], digit=None, listed=False),
    replace(_BY_ID["reviews"], digit=None, listed=False, registers=("review", "recognition")),
    _BY_ID["administration"],
)
"""Of the level above, whose work is what others send."""

WARD_ENTRIES: Final = (
    Entry("today", "today", 1),
    Entry("awards", "award", 2, ("award", "blank_use"), (AWARD_BOOK, PROOF), first=(DECISIONS,)),
    Entry("press", "print", 3, extra=(PRINTING,)),
    Entry("packs", "usb", 4, needs=(Permission.RECEIVE,)),
)
"""Of the ward official, whose file is fed by print packs: printing stands by itself."""

_ADMINISTERED: Final = frozenset({CATALOGUES})
"""Tabs for administrators."""


def entries_for(role: Role, level: str = COMMUNE) -> tuple[Entry, ...]:
    """What a role has in its navigation, in order, and the pages that are reached otherwise."""
    every = WARD_ENTRIES if role is Role.WARD else UPPER_ENTRIES if superior(level) else ENTRIES
    return tuple(entry for each in every if (entry := _seen_by(role, each)) is not None)


def entries_of(workspace: Workspace) -> tuple[Entry, ...]:
    """What the user of a register has."""
    return entries_for(workspace.role, workspace.station.level)


def listed(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Those that stand in the navigation."""
    return tuple(each for each in entries if each.listed)


def home(entries: tuple[Entry, ...]) -> str:
    """The page that is shown first: of the level above the board, of all others what is to be done today."""
    return next((each.id for each in entries if BOARD in each.tabs), TODAY)


def entry_of(register: str, entries: tuple[Entry, ...]) -> Entry | None:
    """The entry that shows a register, if there is one."""
    return next((entry for entry in entries if register in entry.tabs), None)


def _seen_by(role: Role, entry: Entry) -> Entry | None:
    if entry.needs and not any(allowed(role, each) for each in entry.needs):
        return None
    registers = tuple(each for each in entry.registers if sees(role, each))
    administers = allowed(role, Permission.ADMINISTER)
    extra = tuple(
        each
        for each in (entry.extra if allowed(role, Permission.PRINT) else ())
        if administers or each not in _ADMINISTERED
    )
    first = entry.first if allowed(role, Permission.EDIT) else ()
    first = tuple(each for each in first if each not in REGISTRY or sees(role, each))
    if entry.registers and not registers and FIGURES not in first:
        return None
    return replace(entry, registers=registers, first=first, extra=extra)
