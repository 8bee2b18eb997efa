"""A run of sheets through a printer that may jam: its order, its lots, and where it goes on.

Nobody at a printer knows "sheet 213"; they know whose sheet came out last. So a run goes on by a name.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import compress, groupby, takewhile
from typing import Final

LOT: Final = 20
"""Sheets that are sent at once: so many at the most are lost in a printer's memory."""


POSTHUMOUS: Final = "posthumous"
"""Those awarded after their death, of whatever kind."""


@dataclass(frozen=True, order=True)
class Scope:
    """Whom a paper is for: the form of the award, and the kind of recipient or :data:`POSTHUMOUS`."""

    form: str
    kind: str


@dataclass(frozen=True)
class Divider:
    """A coloured sheet before the recipients of one kind; ``count`` are the sheets that follow it in the stack."""

    kind: str
    count: int


@dataclass(frozen=True)
class PrintRun:
    """What is left of a print.

    Attributes:
        awards: all sheets in the order in which they go through the printer.
        done: how many of them are out and good.
        papers: the name of the paper that each goes on; empty where all go on the same.
    """

    awards: tuple[str, ...]
    done: int = 0
    papers: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.done >= len(self.awards)

    def lot(self) -> tuple[str, ...]:
        """The sheets that are sent next: of one paper, since a tray holds one."""
        lot = self.awards[self.done : self.done + LOT]
        papers = self.papers[self.done : self.done + LOT]
        same = list(takewhile(lambda paper: paper == papers[0], papers))
        return lot[: len(same)] if papers else lot

    @property
    def paper(self) -> str:
        """The paper of the next lot; nothing where all go on the same."""
        return self.papers[self.done] if self.papers and not self.is_over else ""

    def among(self, awards: Container[str]) -> PrintRun:
        """The same run without sheets that are no longer wanted."""
        wanted = [award in awards for award in self.awards]
        left = tuple(compress(self.awards, wanted))
        return PrintRun(left, sum(wanted[: self.done]), tuple(compress(self.papers, wanted)))

    def after(self, last_good: str | None) -> PrintRun:
        """What is left when the last good sheet of the lot is known; None where not one came out."""
        if last_good is None:
            return self
        return replace(self, done=self.done + self.lot().index(last_good) + 1)


def paper_order(awards: Sequence[str], *, reverse: bool) -> tuple[str, ...]:
    """In the order of the ceremony; backwards for a tray that lays each sheet face up on the one before."""
    return tuple(reversed(awards)) if reverse else tuple(awards)


def with_dividers(
    lot: Sequence[str], whole: Sequence[tuple[str, str]], *, reverse: bool
) -> list[str | Divider]:
    """A lot with the dividers that belong in it; ``whole`` is the run's (award, kind) in the order of the ceremony.

    In the finished stack a divider lies above its group, so a reversed print brings it after them.
    """
    first: dict[str, Divider] = {}
    for kind, group in groupby(whole, key=lambda each: each[1]):
        members = [award for award, _ in group]
        first[members[0]] = Divider(kind, len(members))
    sheets: list[str | Divider] = []
    for award in lot:
        parts: list[str | Divider] = [first[award], award] if award in first else [award]
        sheets.extend(reversed(parts) if reverse else parts)
    return sheets
