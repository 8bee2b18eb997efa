"""The entries of the navigation, and which of them a role has: one it may not use is absent, not grey."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from desktop.domain.access import Permission, Role, allowed, sees
from desktop.domain.registers import REGISTRY


@dataclass(frozen=True)
class Entry:
    """One entry. Its words are ``nav.<id>``; those of a tab that is no register, ``nav.tab.<tab>``.

    Attributes:
        digit: pressed with Alt; None for an entry without a key of its own.
        registers: those shown as tabs, in order; a page of its own has none.
        first: tabs before them that are pages of their own, for whoever may write in it.
        extra: such tabs after them, for whoever may print.
        needs: any one of these permissions; none for everybody.
    """

    id: str
    icon: str
    digit: int | None
    registers: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    needs: tuple[Permission, ...] = ()
    first: tuple[str, ...] = ()

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
"""Registers whose tabs are pages made for them."""

_COUNTS: Final = (Permission.IMPORT, Permission.SEND)
"""Who reports figures: not the ward official, whose file holds awards only."""

ENTRIES: Final = (
    Entry("today", "today", 1),
    Entry("areas", "areas", 2, ("area", "model", "point", "group", "equipment", "succession")),
    Entry("people", "people", 3, ("member", "person", "household")),
    Entry("visits", "visit", 4, ("visit",), first=(DUE, ROUND)),
    Entry("mediation", "mediation", 5, ("dispute",)),
    Entry("activities", "activity", 6, ("event", "opinion", "tip", "contribution")),
    Entry("awards", "award", 7, ("award",), (PRINTING, AWARD_BOOK, PROOF), first=(PROPOSALS, DECISIONS)),
    Entry("reviews", "review", 8, ("review", "recognition", "target")),
    Entry(
        "reports", "report", 9, ("opening_figure", "cut_off"), first=(REPORT, FIGURES, FORMS), needs=_COUNTS
    ),
    Entry("sync", "sync", 0, needs=(Permission.SEND, Permission.RECEIVE)),
    Entry("administration", "admin", None, needs=(Permission.ADMINISTER,)),
)


def entries_for(role: Role) -> tuple[Entry, ...]:
    """What a role has in its navigation, in order."""
    return tuple(entry for each in ENTRIES if (entry := _seen_by(role, each)) is not None)


def entry_of(register: str, entries: tuple[Entry, ...]) -> Entry | None:
    """The entry that shows a register, if there is one."""
    return next((entry for entry in entries if register in entry.tabs), None)


def _seen_by(role: Role, entry: Entry) -> Entry | None:
    if entry.needs and not any(allowed(role, each) for each in entry.needs):
        return None
    registers = tuple(each for each in entry.registers if sees(role, each))
    extra = entry.extra if allowed(role, Permission.PRINT) else ()
    first = entry.first if allowed(role, Permission.EDIT) else ()
    first = tuple(each for each in first if each not in REGISTRY or sees(role, each))
    if entry.registers and not registers and FIGURES not in first:
        return None
    return replace(entry, registers=registers, first=first, extra=extra)
