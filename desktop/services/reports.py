"""What is done to a report: begun, written, frozen, signed, sent, received or returned, supplemented.

Each step is a deed of its own with its day; nothing of it is taken back by undo, since others may have a paper of it:
figures are let go by a deed with a reason, and what was signed is followed by a supplement.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.base.resources import resource
from desktop.base.text import tidy
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.frozen_figures import FrozenFigures, write_figures
from desktop.domain.periods import Period
from desktop.domain.reporting import ReportDeed, ReportState, after
from desktop.domain.scope import upper_scope
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.figures import period_words
from desktop.services import indicators
from desktop.services.change import Change
from desktop.services.indicators import FigureRow
from desktop.services.paper_asked import acts_for_chief, chief_title
from desktop.services.report_figures import Difference, changed_since, freeze, moment, thaw
from desktop.services.report_missing import Missing, missing
from desktop.services.report_views import (
    REGISTER,
    SECTION,
    DueReport,
    Report,
    ReportGone,
    ReportLine,
    Section,
    Signing,
    due,
    first_of,
    latest_of,
    read_report,
    report,
    reports,
)
from desktop.services.scope_cells import decided_above
from desktop.services.views import Changes
from desktop.services.workspace import Workspace

__all__ = [
    "Difference",
    "DueReport",
    "Missing",
    "Report",
    "ReportGone",
    "ReportLine",
    "Section",
    "Sending",
    "Signing",
    "carried_over",
    "differences",
    "due",
    "figures",
    "freeze_figures",
    "leave_out",
    "mark_received",
    "mark_returned",
    "missing",
    "new_report",
    "note_paper",
    "report",
    "reports",
    "save_text",
    "send",
    "sign",
    "signing_to_propose",
    "supplement",
    "unfreeze",
]


class ReportExists(UserError):
    """The unit has a report of this period already."""

    code = "report_exists"


class ReasonNeeded(UserError):
    """This step is never taken without a reason."""

    code = "report_reason_needed"


class SectionNeedsHeading(UserError):
    """A part of the report has no heading."""

    code = "report_heading_needed"


@dataclass(frozen=True)
class Sending:
    """When a report was sent, to whom and how."""

    sent_on: date
    sent_to: str = ""
    sent_by: str = ""


# Begun and written


def new_report(workspace: Workspace, period: Period) -> str:
    """Begins the report of a period with what the last one of its kind says. Raises :class:`ReportExists`."""
    lines = reports(workspace, period.kind)
    if first_of(lines, period) is not None:
        raise ReportExists()
    before = latest_of(lines, period.kind)
    carried = report(workspace, before.id) if before is not None else None
    return _create(workspace, period, carried)


def supplement(workspace: Workspace, record: str) -> str:
    """Begins a supplement to a report that has left: the same period, the figures of today.

    Raises :class:`NotItsTurn` for one that was never signed, whose figures can still be let go.
    """
    first = report(workspace, record)
    if first.state in (ReportState.DRAFT, ReportState.FROZEN):
        after(first.state, ReportDeed.SEND)
    return _create(workspace, first.period, first, supplements=first.line.supplements or first.id)


def save_text(workspace: Workspace, record: str, subject: str, sections: Sequence[Section]) -> Changes:
    """The words of a report as they shall be, in this order; nothing changed is nothing written.

    Raises :class:`NotItsTurn` once it was signed, and :class:`SectionNeedsHeading`.
    """
    if any(not tidy(each.heading) for each in sections):
        raise SectionNeedsHeading()
    with _changing(workspace, record, "edit") as (change, held):
        if not held.state.text_is_open:
            after(held.state, ReportDeed.FREEZE)
        if tidy(subject) != held.subject:
            change.edit(REGISTER, record, {"subject": tidy(subject)})
        _write_sections(change, held, sections)
    return change.result


def carried_over(workspace: Workspace, held: Report) -> int:
    """How many parts still say word for word what the report before of its kind said."""
    lines = [each for each in reports(workspace, held.period.kind) if each.period.last < held.period.last]
    before = latest_of(lines, held.period.kind)
    if before is None:
        return 0
    said = {each.body for each in report(workspace, before.id).sections if each.body}
    return sum(1 for each in held.sections if each.body in said)


def leave_out(workspace: Workspace, record: str, codes: frozenset[str]) -> Changes:
    """Which indicators are not in a report. Raises :class:`NotItsTurn` once its figures are frozen."""
    with _changing(workspace, record, "edit") as (change, held):
        after(held.state, ReportDeed.FREEZE)
        if codes != held.left_out:
            change.edit(REGISTER, record, {"left_out": sorted(codes)})
    return change.result


# Its figures


def figures(workspace: Workspace, held: Report) -> list[FigureRow]:
    """The figures of a report: as they were frozen, or as they are now."""
    if held.frozen is not None:
        return thaw(held.frozen)
    codes = [code for code in indicators.visible_codes(workspace) if code not in held.left_out]
    return indicators.table(workspace, codes, held.period)


def differences(workspace: Workspace, held: Report) -> list[Difference]:
    """What became another figure since they were frozen; nothing while they are not."""
    return changed_since(workspace, held.frozen) if held.frozen is not None else []


def freeze_figures(workspace: Workspace, record: str) -> Changes:
    """Keeps the figures as they are now (chốt số liệu). Raises :class:`NotItsTurn`."""
    held = report(workspace, record)
    after(held.state, ReportDeed.FREEZE)
    at = moment(workspace)
    # Counted outside: a change has no second connection to count over.
    frozen = freeze(held.period, figures(workspace, held), at)
    with _step(workspace, record, ReportDeed.FREEZE) as change:
        change.edit(
            REGISTER,
            record,
            {
                "frozen_on": workspace.today().isoformat(),
                "frozen_by": workspace.user.name,
                "figures": write_figures(frozen),
                "figures_above": _for_the_level_above(change, frozen),
            },
        )
    return change.result


def unfreeze(workspace: Workspace, record: str, reason: str) -> Changes:
    """Lets the figures go again (bỏ chốt). Raises :class:`ReasonNeeded` and :class:`NotItsTurn`."""
    if not tidy(reason):
        raise ReasonNeeded()
    with _step(workspace, record, ReportDeed.UNFREEZE) as change:
        values = {"unfrozen_on": workspace.today().isoformat(), "unfreeze_reason": tidy(reason)}
        change.edit(REGISTER, record, values)
    return change.result


# Signed, sent, answered


def signing_to_propose(workspace: Workspace, held: Report) -> Signing:
    """Who signed the last report, under which symbol: what is proposed for this one."""
    if held.signing.name:
        return held.signing
    before = latest_of(reports(workspace, held.period.kind), held.period.kind, before=held.id)
    known = report(workspace, before.id).signing if before is not None else Signing()
    if acts_for_chief(workspace):
        # Whose rank is not known here is asked.
        rank = known.rank if known.name == workspace.user.name else ""
        return Signing("", known.symbol, None, chief_title(workspace), rank, workspace.user.name)
    return Signing("", known.symbol, None, known.title, known.rank, known.name)


def sign(workspace: Workspace, record: str, signing: Signing) -> Changes:
    """Notes that the paper was signed: by whom, when, under which number. Raises :class:`NotItsTurn`."""
    with _step(workspace, record, ReportDeed.SIGN, Permission.SIGN) as change:
        # What was answered to it before it was drawn up anew is answered.
        if _was_answered(change, record):
            change.edit(REGISTER, record, {"received_on": None, "returned_on": None, "return_reason": None})
        change.edit(
            REGISTER,
            record,
            {
                "number": tidy(signing.number),
                "symbol": tidy(signing.symbol),
                "signed_on": (signing.signed_on or workspace.today()).isoformat(),
                "signer_title": tidy(signing.title),
                "signer_rank": tidy(signing.rank),
                "signer_name": tidy(signing.name),
            },
        )
    return change.result


def send(workspace: Workspace, record: str, sending: Sending) -> Changes:
    """Notes that it was sent. Raises :class:`NotItsTurn`."""
    with _step(workspace, record, ReportDeed.SEND) as change:
        values = {
            "sent_on": sending.sent_on.isoformat(),
            "sent_to": tidy(sending.sent_to),
            "sent_by": tidy(sending.sent_by),
        }
        change.edit(REGISTER, record, values)
    return change.result


def mark_received(workspace: Workspace, record: str, on: date) -> Changes:
    """Notes that the level above has it. Raises :class:`NotItsTurn`."""
    with _step(workspace, record, ReportDeed.RECEIVE) as change:
        change.edit(
            REGISTER, record, {"received_on": on.isoformat(), "returned_on": None, "return_reason": ""}
        )
    return change.result


def mark_returned(workspace: Workspace, record: str, on: date, reason: str) -> Changes:
    """Notes that it came back, and why. Raises :class:`ReasonNeeded` and :class:`NotItsTurn`."""
    if not tidy(reason):
        raise ReasonNeeded()
    with _step(workspace, record, ReportDeed.RETURN) as change:
        change.edit(REGISTER, record, {"returned_on": on.isoformat(), "return_reason": tidy(reason)})
    return change.result


def note_paper(workspace: Workspace, record: str, place: str, *, outside: bool) -> Changes:
    """Where the signed paper lies, and whether it is a Word document that was changed outside the program."""
    with _changing(workspace, record, "edit") as (change, held):
        if (tidy(place), outside) != (held.said["paper_location"], held.signed_outside):
            change.edit(REGISTER, record, {"paper_location": tidy(place), "signed_outside": outside})
    return change.result


# Written down


def _for_the_level_above(change: Change, frozen: FrozenFigures) -> str | None:
    """The figures without those of what that level is to get nothing of; None where all of them go."""
    scope = upper_scope(decided_above(change.writer))
    rows = tuple(row for row in frozen.rows if scope.tells(row.code))
    return write_figures(replace(frozen, rows=rows)) if len(rows) < len(frozen.rows) else None


def _create(
    workspace: Workspace, period: Period, carried: Report | None, supplements: str | None = None
) -> str:
    outline = _outline()
    suggested = outline["outline"].get(period.kind.value, outline["outline"]["default"])
    sections = carried.sections if carried is not None else [Section(each) for each in suggested]
    words = Catalogue("vi")
    values = {
        "name": period_words(words.text, period, "vi"),
        "subject": carried.subject if carried is not None else outline["subject"],
        "period_kind": period.kind.value,
        "period_year": period.year,
        "period_number": period.number,
        "first_on": period.first.isoformat(),
        "last_on": period.last.isoformat(),
        "supplements": supplements,
        "state": ReportState.DRAFT.value,
        "left_out": sorted(carried.left_out) if carried is not None else None,
    }
    with workspace.change(f"{REGISTER}.create", register=REGISTER) as change:
        record = change.create(REGISTER, values)
        for position, each in enumerate(sections, start=1):
            _create_section(change, record, position, each)
        change.subject = str(values["name"])
    return record


def _create_section(change: Change, record: str, position: int, section: Section) -> None:
    values = {"report": record, "heading": tidy(section.heading), "body": section.body, "position": position}
    change.create(SECTION, values)


def _write_sections(change: Change, held: Report, sections: Sequence[Section]) -> None:
    known = {each.id: (at, each) for at, each in enumerate(held.sections, start=1)}
    for position, each in enumerate(sections, start=1):
        if each.id is None or each.id not in known:
            _create_section(change, held.id, position, each)
            continue
        place, before = known.pop(each.id)
        values: dict[str, Any] = {"heading": tidy(each.heading), "body": each.body, "position": position}
        was = {"heading": before.heading, "body": before.body, "position": place}
        changed = {name: value for name, value in values.items() if value != was[name]}
        if changed:
            change.edit(SECTION, each.id, changed)
    for gone in known:
        if gone is not None:
            change.set_state(SECTION, gone, {"is": "removed"})


def _was_answered(change: Change, record: str) -> bool:
    row = change.writer.records.get(REGISTER, record)
    return row is not None and any(row.values[name] is not None for name in ("received_on", "returned_on"))


@contextmanager
def _step(
    workspace: Workspace, record: str, deed: ReportDeed, needs: Permission = Permission.EDIT
) -> Iterator[Change]:
    with _changing(workspace, record, deed.value, needs) as (change, held):
        yield change
        change.edit(REGISTER, record, {"state": after(held.state, deed).value})


@contextmanager
def _changing(
    workspace: Workspace, record: str, verb: str, needs: Permission = Permission.EDIT
) -> Iterator[tuple[Change, Report]]:
    with workspace.change(f"{REGISTER}.{verb}", needs, REGISTER) as change:
        held = read_report(change.writer, record)
        change.subject = period_words(Catalogue("vi").text, held.period, "vi")
        yield change, held


def _outline() -> Mapping[str, Any]:
    """The program's own suggestion for a first report."""
    return tomllib.loads(resource("reports", "outline.toml").read_text("utf-8"))
