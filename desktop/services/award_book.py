"""The award book: its numbers restart each year, are given once, and by one computer of the station only.

The book is named after the device that began it. Who holds it is a record of the journal, so that the other computers
know that their awards wait for a number; passing the book on is an operation of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desktop.bundle.trust import Trust
from desktop.domain.access import Permission
from desktop.domain.authority import is_whole
from desktop.domain.awarding import Deed, may_follow
from desktop.domain.errors import UserError
from desktop.services.change import Change
from desktop.services.devices import trusted
from desktop.services.paper_asked import said_values
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.books import Books
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

REGISTER: Final = "award_book"
_ALL: Final = 100_000
_OWN_NAME: Final = "award_book"
"""The setting that keeps under which name this computer wrote the book before it took a new identity."""


class BookElsewhere(UserError):
    """Another computer of the station holds the award book: numbers are given there."""

    code = "book_elsewhere"


class NoSuchHolder(UserError):
    """The computer that is to hold the book is not known here as one of the station's."""

    code = "no_such_holder"


@dataclass(frozen=True)
class Book:
    """The station's book.

    Attributes:
        id: what the numbers are of.
        holder: the device that gives numbers; None while no record says so.
        here: whether this computer gives the numbers.
    """

    id: str
    holder: str | None
    here: bool


@dataclass(frozen=True)
class BookLine:
    """One line of the book; ``values`` are the award's fields. ``retired``: taken out of the list later."""

    award: str
    number: int
    year: int
    values: Mapping[str, Any]
    retired: bool = False

    @property
    def given(self) -> bool:
        """Whether the number still stands for an award that was, or will be, handed over."""
        return not self.retired and self.values["stage"] not in ("not_handed", "revoked")


def book(workspace: Workspace) -> Book:
    with workspace.reading(register=REGISTER) as reader:
        return _book(workspace, reader)


def number(workspace: Workspace, awards: Sequence[str]) -> Changes:
    """Gives the awards their numbers, in this order; those that have one keep it.

    Raises :class:`BookElsewhere`.
    """
    with workspace.change("award.number", Permission.PRINT, "award") as change:
        stored = change.writer.records.get_many("award", list(awards))
        rows = [stored[award] for award in dict.fromkeys(awards) if award in stored]
        waiting = [row for row in rows if may_follow(row.values["stage"], Deed.NUMBER)]
        if (
            any(row.values["book_number"] is None for row in waiting)
            and not _book(workspace, change.writer).here
        ):
            raise BookElsewhere()
        for row, values in zip(waiting, numbers_for(workspace, change, waiting), strict=True):
            if values:
                change.edit("award", row.id, values)
        change.subject = str(len(waiting))
    return change.result


def numbers_for(
    workspace: Workspace, change: Change, rows: Sequence[Stored], year: int | None = None
) -> list[dict[str, Any]]:
    """For each award the fields of its number: empty for one that has a number, and where the book is elsewhere.

    ``year`` is that of the decision; without it, of each award's own, or this one.
    """
    held = _book(workspace, change.writer)
    if not held.here or all(row.values["book_number"] is not None for row in rows):
        return [{} for _ in rows]
    if held.holder is None:
        change.create(REGISTER, {"book": held.id, "holder": held.id})
    last: dict[int, int] = {}
    found: list[dict[str, Any]] = []
    for row in rows:
        if row.values["book_number"] is not None:
            found.append({})
            continue
        of = year or _year(workspace, row)
        if of not in last:
            last[of] = _last(workspace, change.writer, held.id, of)
        last[of] += 1
        found.append({"book": held.id, "book_year": of, "book_number": last[of]})
    for of, number_given in last.items():
        Books(change.writer.connection).keep_last(held.id, of, number_given)
    return found


def pass_book_on(workspace: Workspace, device: str) -> Changes:
    """From now on another computer of the station gives the numbers, going on after the last one given here.

    A computer that does not hold the book may take it, where the one that holds it is gone for good.
    Raises :class:`NoSuchHolder`.
    """
    with workspace.change("award_book.hand_over", Permission.SIGN, REGISTER) as change:
        if device not in _own_devices(workspace, change.writer):
            raise NoSuchHolder()
        held, row = _book(workspace, change.writer), _row(workspace, change.writer)
        name = held.id
        year = workspace.today().year
        values = {
            "holder": device,
            "last_year": year,
            "last_number": _last(workspace, change.writer, name, year),
        }
        if row is None:
            change.create(REGISTER, {"book": name, **values})
        else:
            change.edit(REGISTER, row.id, values)
    return change.result


def book_lines(workspace: Workspace, year: int) -> list[BookLine]:
    """All numbers of a year, those that were not handed over too."""
    with workspace.reading(register="award") as reader:
        rows = [row for row in reader.records.whole("award") if _is_own(workspace, row)]
    lines = [
        BookLine(
            row.id,
            row.values["book_number"],
            year,
            said_values(workspace.registry["award"], row),
            row.standing == "retired",
        )
        for row in rows
        if row.standing != "removed"
        and row.values["book_year"] == year
        and row.values["book_number"] is not None
    ]
    return sorted(lines, key=lambda each: (each.number, each.award))


def book_years(workspace: Workspace) -> list[int]:
    """The years in which numbers were given, the newest first; this year always."""
    with workspace.reading(register="award") as reader:
        years = Books(reader.connection).years()
    return sorted({*years, workspace.today().year}, reverse=True)


# Who holds it


def _book(workspace: Workspace, reader: Reader) -> Book:
    own = {each for each, known in trusted(workspace, reader).devices.items() if known.trust is Trust.OWN}
    own |= {workspace.device, _own_name(workspace, reader)}
    row = _row(workspace, reader)
    if row is not None:
        holder = str(row.values["holder"] or "")
        return Book(str(row.values["book"] or ""), holder, here=holder in own)
    if not is_whole(trusted(workspace, reader).devices[workspace.device].certificate.roles):
        # Whoever has awards only does not see whether numbers were given elsewhere, and begins no book.
        return Book(_own_name(workspace, reader), None, here=False)
    # Before anybody has said so, the one that has given numbers goes on giving them.
    begun = Books(reader.connection).begun(workspace.station.code) or _own_name(workspace, reader)
    return Book(begun, None, here=begun in own)


def _row(workspace: Workspace, reader: Reader) -> Stored | None:
    """The station's book: where two computers each began one, the first counts for both."""
    rows = reader.records.page(REGISTER, Selection(), 0, _ALL)
    own = [row for row in rows if _is_own(workspace, row)]
    return min(own, key=lambda row: row.id) if own else None


def _is_own(workspace: Workspace, row: Stored) -> bool:
    return row.station in (None, workspace.station.code)


def _own_name(workspace: Workspace, reader: Reader) -> str:
    return reader.local(_OWN_NAME) or workspace.device


def _own_devices(workspace: Workspace, reader: Reader) -> set[str]:
    known = trusted(workspace, reader)
    return {each for each, one in known.devices.items() if one.certificate.station == known.station}


def _last(workspace: Workspace, reader: Reader, name: str, year: int) -> int:
    """The last number of a year: of any book begun in this station, and what was told when it was passed on."""
    row = _row(workspace, reader)
    told = row.values["last_number"] if row is not None and row.values["last_year"] == year else None
    return max(Books(reader.connection).last(name, year, workspace.station.code), told or 0)


def _year(workspace: Workspace, row: Stored) -> int:
    decided = row.values["decision_on"]
    return int(decided[:4]) if decided else workspace.today().year
