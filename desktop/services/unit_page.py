"""The unit on one page: what a successor sees first, and everybody who administers when they ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.access import Permission
from desktop.services import backup_away, handover, report_views, today, users
from desktop.services.backup_away import AwayStanding
from desktop.services.handover import BookLine, Unfinished
from desktop.services.report_views import DueReport
from desktop.services.today import Due
from desktop.services.users import Account
from desktop.services.views import Hit
from desktop.services.workspace import Workspace
from desktop.store.due import Dates

_MOST: int = 20


@dataclass(frozen=True)
class UnitPage:
    """What there is to know on the first day.

    Attributes:
        violent: open disputes that may turn violent.
        late: what is overdue, the oldest first.
        report: of the period that is due.
        away: how old the copy off the machine is; None for sample data and an empty register.
    """

    books: tuple[BookLine, ...]
    work: Unfinished
    violent: tuple[Hit, ...]
    late: tuple[Due, ...]
    report: DueReport | None
    away: AwayStanding | None
    accounts: tuple[Account, ...]


@dataclass(frozen=True)
class PartPage:
    """What there is to know for who has a part of the registers: the justice official, the ward official."""

    books: tuple[BookLine, ...]
    due: int
    late: tuple[Due, ...]


def part_page(workspace: Workspace) -> PartPage:
    """Nothing in it goes beyond what the role sees anyway."""
    with workspace.reading():
        pass
    found = today.due(workspace)
    late = tuple(each for each in found if each.late)
    return PartPage(tuple(handover.own_books(workspace)), len(found) - len(late), late[:_MOST])


def unit_page(workspace: Workspace) -> UnitPage:
    """Raises :class:`NotAllowed`: it tells of all books and accounts at once."""
    with workspace.reading(Permission.SEND) as reader:
        risky = [record for record, _ in Dates(reader.connection).open_with_risk(_MOST)]
    found = today.due(workspace)
    hits = {each.hit.record: each.hit for each in found}
    return UnitPage(
        tuple(handover.books(workspace)),
        handover.unfinished(workspace, workspace.user.id),
        tuple(hits.get(record, Hit("dispute", record, "", "")) for record in risky),
        tuple(each for each in found if each.late)[:_MOST],
        report_views.due(workspace),
        backup_away.away_standing(workspace),
        tuple(each for each in users.accounts_of(workspace) if each.left_on is None),
    )
