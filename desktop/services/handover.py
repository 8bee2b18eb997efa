"""Handing the register over: what is unfinished, where each book stands, and who has it from an hour on.

What is filled in is kept at each step, so that a crash loses nothing of it. At the end, in one deed: the rights of who
leaves end at the hour; their drafts and areas go to the successor, marked as taken over; papers that were signed keep
the names under them, since nothing of what was written is changed. All of it stands in the log of uses.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from desktop.domain.access import Permission, Role, sees
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.domain.handover import Handover, HandoverPath, read_handover, write_handover
from desktop.domain.hours import hour_of
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.short_code import short_code
from desktop.domain.officers import in_charge
from desktop.domain.registers import REGISTRY
from desktop.domain.reporting import ReportState
from desktop.services import (
    award_book,
    award_sets,
    bundles,
    key_change,
    report_views,
    taken_over,
    today,
    users,
    welcome,
)
from desktop.services.change import Change
from desktop.services.workspace import Workspace
from desktop.store.drafts import Drafts
from desktop.store.people import Handovers
from desktop.store.records import Selection

_PAPER: Final = "paper"
_ALL: Final = 100_000
_NOT_BOOKS: Final = frozenset(
    {"rule", "catalogue_entry", "award_book", "upper_form", "opening_figure", "cut_off"}
)

Progress = key_change.Progress


class HandoverIncomplete(UserError):
    """Something without which it cannot end was not said. Fact: ``lacks``, names of fields with commas."""

    code = "handover_incomplete"


@dataclass(frozen=True)
class Unfinished:
    """What is under way, in figures."""

    overdue: int
    due_soon: int
    open_disputes: int
    violent_disputes: int
    proposals: int
    open_reports: int
    waiting_to_send: int
    drafts: int
    areas: int


@dataclass(frozen=True)
class BookLine:
    """A register as it is handed over.

    Attributes:
        count: records that are in use.
        last_on: the newest day in it, in ISO form.
        number: the last number that was given in it, where the program gives numbers.
    """

    register: str
    count: int
    last_on: str | None
    number: str = ""


class Finished(NamedTuple):
    """A handover that is over. ``paper`` is its minutes as they were printed then (PDF); empty for one of before."""

    at: datetime
    handover: Handover
    paper: bytes


# While it is filled in


def current(workspace: Workspace) -> Handover | None:
    """The handover that was begun and not ended, as it was left."""
    with workspace.reading(Permission.ADMINISTER) as reader:
        held = Handovers(reader.connection).current()
    return read_handover(json.loads(held[1])) if held is not None else None


def keep(workspace: Workspace, handover: Handover) -> None:
    """Keeps what is filled in so far."""
    _write(workspace, handover, Handovers.OPEN)


def drop(workspace: Workspace) -> None:
    """Gives it up: nothing was handed over."""
    workspace.require(Permission.ADMINISTER)
    with workspace.file.writing() as writer:
        table = Handovers(writer.connection)
        held = table.current()
        if held is not None:
            table.drop(held[0])


def finished(workspace: Workspace) -> list[Finished]:
    """Those that are over, the newest first."""
    with workspace.reading(Permission.ADMINISTER) as reader:
        rows = Handovers(reader.connection).done()
    return [_finished(at, json.loads(content)) for _, at, content in rows]


def _finished(at: str, plain: dict[str, Any]) -> Finished:
    return Finished(datetime.fromisoformat(at), read_handover(plain), b64decode(plain.get(_PAPER, "")))


def _write(workspace: Workspace, handover: Handover, state: str, paper: bytes = b"") -> None:
    workspace.require(Permission.ADMINISTER)
    with workspace.file.writing() as writer:
        table = Handovers(writer.connection)
        held = table.current()
        key = held[0] if held is not None else workspace.new_id()
        plain = write_handover(handover)
        if paper:
            plain[_PAPER] = b64encode(paper).decode("ascii")
        content = json.dumps(plain, ensure_ascii=False, sort_keys=True)
        table.keep(key, workspace.now().isoformat(timespec="seconds"), state, content)


# What is handed over


def unfinished(workspace: Workspace, leaving: str = "") -> Unfinished:
    """What is under way in the unit; drafts and areas are those of the user who leaves."""
    workspace.require(Permission.SEND)
    found = today.due(workspace)
    name, waiting = _name(workspace, leaving), bundles.waiting(workspace)
    with workspace.reading() as reader:
        cases = reader.records.page("dispute", Selection(), 0, _ALL)
        areas = reader.records.page("area", Selection(), 0, _ALL)
        drafts = len(Drafts(reader.connection).of(leaving)) if leaving else 0
    open_cases = [row for row in cases if row.values["outcome"] in (None, "open")]
    states = [line.state for line in report_views.reports(workspace) if line.own]
    return Unfinished(
        sum(each.late for each in found),
        sum(not each.late for each in found),
        len(open_cases),
        sum(bool(row.values["violence_risk"]) for row in open_cases),
        len(award_sets.award_lines(workspace, None, ("draft",))),
        sum(state in (ReportState.DRAFT, ReportState.FROZEN) for state in states),
        waiting.pending if waiting is not None else 0,
        drafts,
        sum(in_charge(row.values["officer"], name) for row in areas) if name else 0,
    )


def books(workspace: Workspace) -> list[BookLine]:
    """Every register with something in it, in the order of the registers."""
    workspace.require(Permission.SEND)
    return own_books(workspace)


def own_books(workspace: Workspace) -> list[BookLine]:
    """Of those registers that the user may know of, and of the records of them: what a part of the unit takes over."""
    with workspace.reading() as reader:
        lines = []
        for register in REGISTRY:
            if (
                register.parent is not None
                or register.name in _NOT_BOOKS
                or not sees(workspace.role, register.name)
            ):
                continue
            count = reader.records.count(register.name, Selection())
            day = next(
                (
                    each.name
                    for each in register.fields
                    if each.name == register.newest_first and each.kind is Kind.DAY
                ),
                None,
            )
            newest = reader.records.page(register.name, Selection(), 0, 1) if day and count else []
            if count:
                last = str(newest[0].values[day]) if newest and day and newest[0].values[day] else None
                lines.append(BookLine(register.name, count, last))
    return [
        replace(line, number=_last_number(workspace)) if line.register == "award" else line for line in lines
    ]


def _last_number(workspace: Workspace) -> str:
    """The last number of the award book, of the newest year in which one was given: "45/2026"."""
    for year in award_book.book_years(workspace):
        if numbers := [line.number for line in award_book.book_lines(workspace, year)]:
            return f"{max(numbers)}/{year}"
    return ""


def chain_code(workspace: Workspace) -> str:
    """The short code of everything that this computer has written: whoever keeps the minutes can ask for it again."""
    with workspace.reading() as reader:
        tip: Tip = reader.journal.tip(workspace.device)
    return short_code(tip.device, tip.seq, tip.hash)


# Its end


def ends_at(workspace: Workspace, handover: Handover) -> datetime:
    """When the rights of who leaves end."""
    hour = hour_of(handover.hour) or datetime.max.time()
    return datetime.combine(date.fromisoformat(str(handover.day)), hour, workspace.now().tzinfo)


def complete(workspace: Workspace, handover: Handover, progress: Progress, paper: bytes = b"") -> bool:
    """Brings it to its end. Gives whether the key was changed already, where the hour is over.

    ``paper`` is kept, so that the minutes can be printed again as they were.

    Raises :class:`HandoverIncomplete`, and what keeps the last administrator in their place; nothing is then changed.
    """
    workspace.require(Permission.ADMINISTER)
    if lacks := handover.lacks():
        raise HandoverIncomplete(lacks=", ".join(lacks))
    accounts = {each.id: each for each in users.list_users(workspace)}
    leaving, successor = accounts.get(handover.leaving), accounts[handover.successor]
    name = leaving.name if leaving is not None else handover.leaving_name
    at = ends_at(workspace, handover)
    administrators = {each.id for each in accounts.values() if each.role is Role.ADMIN}
    # Who administers goes on doing so; else the successor takes the place with what it may do.
    stays = leaving is None or leaving.role is Role.OFFICER or successor.role is Role.ADMIN
    takes_role = successor.role if stays or leaving is None else leaving.role
    if administrators <= {handover.leaving} and takes_role is not Role.ADMIN:
        raise users.LastAdministrator()
    with workspace.change("handover") as change:
        areas = _pass_areas_on(workspace, change, name, successor.name) if name else []
        writer = change.writer
        if leaving is not None:
            Drafts(writer.connection).pass_on(leaving.id, leaving.name, successor.id)
            writer.people.set_until(leaving.id, at.isoformat(timespec="minutes"))
        writer.people.set_role(successor.id, takes_role.value)
        welcome.expect(writer, successor.id, workspace.today().isoformat())
        taken_over.keep(writer, areas, name, workspace.today())
        change.subject = successor.name
    _write(workspace, handover, Handovers.DONE, paper)
    said = f"{handover.path.value}:{handover.leaving}:{successor.id}:{at.isoformat(timespec='minutes')}"
    workspace.log_access("handover", said)
    if handover.path is HandoverPath.UPPER:
        workspace.log_access("attested", f"{handover.attested_by}: {handover.attestation}")
    if leaving is None or at > workspace.environment.clock.local_now() or leaving.id == workspace.user.id:
        return True
    users.close_ended(workspace)
    return key_change.change_if_asked(workspace, progress)


def _pass_areas_on(workspace: Workspace, change: Change, leaving: str, successor: str) -> list[str]:
    """The areas that somebody is in charge of become the successor's, and with them all reminders."""
    rows = change.writer.records.page("area", Selection(), 0, _ALL)
    own = [row.id for row in rows if in_charge(row.values["officer"], leaving)]
    for area in own:
        change.edit("area", area, {"officer": successor})
    return own


def _name(workspace: Workspace, user: str) -> str:
    return next((each.name for each in users.list_users(workspace) if each.id == user), "")
