"""The deeds of the way of an award: each is one operation over one or many awards, and their set follows.

What a deed writes stands in each award, so that an award tells its own history when it leaves the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.domain.access import Permission
from desktop.domain.awarding import LINE_FIELDS, STEPS, Deed, PrintedLine, line_of, may_follow
from desktop.domain.errors import UserError
from desktop.services.award_money import money_values
from desktop.services.certificates import NoAwardsChosen
from desktop.services.change import Change
from desktop.services.registers import RecordGone
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

_ALL = 100_000


class AwardStepRefused(UserError):
    """An award stands where this cannot be done to it. Facts: ``name``, ``stage`` (its words in Vietnamese)."""

    code = "award_step_refused"


class ReasonMissing(UserError):
    """A deed that needs a reason or a number was given none."""

    code = "award_reason_missing"


@dataclass(frozen=True)
class Decision:
    """A decision as it was signed.

    Attributes:
        number: as văn thư gives it, such as "15/QĐ-UBND".
        grantor: who awards; signer: who signed, with title and rank where one has a rank.
    """

    number: str
    on: date
    grantor: str
    signer_title: str = ""
    signer_name: str = ""
    signer_rank: str = ""
    place: str = ""

    def values(self) -> dict[str, Any]:
        return {
            "decision_number": self.number,
            "decision_on": self.on.isoformat(),
            "grantor": self.grantor,
            "signer_title": self.signer_title,
            "signer_rank": self.signer_rank,
            "signer_name": self.signer_name,
            "place": self.place,
        }


def awards_of_set(workspace: Workspace, award_set: str, *stages: str) -> list[str]:
    """The awards of a set that are still there, in those stages if some are named."""
    with workspace.reading(register="award") as reader:
        return [
            row.id
            for row in rows_of_set(reader, award_set)
            if not stages or (row.values["stage"] or "draft") in stages
        ]


def rows_of_set(reader: Reader, award_set: str) -> list[Stored]:
    """The awards of a set that are still there."""
    return reader.records.page("award", Selection(filters=(("award_set", (award_set,)),)), 0, _ALL)


def submit(workspace: Workspace, awards: Sequence[str], number: str, on: date) -> Changes:
    """The chief sends the proposal on, under a submission's number and day; an open number is filled in later."""
    values = {"submission_number": number, "submission_on": on.isoformat()}
    return _do(workspace, Deed.SUBMIT, awards, lambda _change, _row: values, values)


def send_back(workspace: Workspace, awards: Sequence[str], reason: str, on: date) -> Changes:
    """The proposal comes back, and why."""
    values = {"returned_on": on.isoformat(), "return_reason": reason}
    return _do(workspace, Deed.SEND_BACK, awards, lambda _change, _row: values)


def decide(workspace: Workspace, awards: Sequence[str], decision: Decision) -> Changes:
    """Records a decision on each award, with the line it was decided by and the money that goes with it."""
    values = decision.values()

    def of_one(change: Change, row: Stored) -> dict[str, Any]:
        return {
            **values,
            **money_values(change.writer, row, decision.on),
            "decided_lines": line_of(row.values).text(),
        }

    return _do(workspace, Deed.DECIDE, awards, of_one, values)


def hand_over(workspace: Workspace, awards: Sequence[str], on: date) -> Changes:
    values = {"handed_on": on.isoformat(), "not_handed_reason": None}
    return _do(workspace, Deed.HAND_OVER, awards, lambda _change, _row: values)


def not_handed(workspace: Workspace, awards: Sequence[str], reason: str) -> Changes:
    """It will not be handed over; the number stays in the book."""
    values = {"handed_on": None, "not_handed_reason": reason}
    return _do(workspace, Deed.NOT_HANDED, awards, lambda _change, _row: values)


def correct(workspace: Workspace, awards: Sequence[str], number: str, on: date, reason: str) -> Changes:
    """A decision that corrects the one before; the award stays where it is."""
    values = {"correction_number": number, "correction_on": on.isoformat(), "correction_reason": reason}
    return _do(workspace, Deed.CORRECT, awards, lambda _change, _row: values)


def revoke(workspace: Workspace, awards: Sequence[str], number: str, on: date, reason: str) -> Changes:
    """The decision is cancelled, certificate and money are taken back (Luật 06/2022/QH15, Chương VII)."""
    values = {"revocation_number": number, "revocation_on": on.isoformat(), "revocation_reason": reason}
    return _do(workspace, Deed.REVOKE, awards, lambda _change, _row: values)


def rewrite(workspace: Workspace, award: str, line: PrintedLine, reason: str) -> Changes:
    """Changes what is printed for one recipient, and says why; the register it came from stays as it is.

    Raises :class:`ReasonMissing` and :class:`RecordGone`.
    """
    with workspace.change("award.rewrite", Permission.EDIT, "award") as change:
        if not reason.strip():
            raise ReasonMissing()
        row = _there(change, award)
        before = {name: row.values.get(name) for name in LINE_FIELDS}
        changed = {
            name: value for name, value in line.values().items() if (before[name] or "") != (value or "")
        }
        if changed:
            change.edit("award", award, {**changed, "line_reason": reason.strip()})
        change.subject = line.name
    return change.result


def _there(change: Change, award: str) -> Stored:
    row = change.writer.records.get("award", award)
    if row is None or row.standing != "active":
        raise RecordGone(register="award")
    return row


def _do(
    workspace: Workspace,
    deed: Deed,
    awards: Sequence[str],
    values: Callable[[Change, Stored], Mapping[str, Any]],
    of_set: Mapping[str, Any] | None = None,
) -> Changes:
    step = STEPS[deed]
    with workspace.change(f"award.{deed.value}", step.needs, "award") as change:
        if not awards:
            raise NoAwardsChosen()
        rows = [_there(change, award) for award in dict.fromkeys(awards)]
        for row in rows:
            _refuse_wrong_stage(workspace, row, deed)
            written = dict(values(change, row))
            if step.after is not None:
                written["stage"] = step.after
            if any(not written.get(name) for name in step.wants if name != "decision_number"):
                raise ReasonMissing()
            change.edit("award", row.id, _changed(row, written))
        if of_set is not None:
            for award_set in {row.values["award_set"] for row in rows if row.values["award_set"]}:
                _tell_set(change, award_set, {row.id for row in rows}, of_set)
        change.subject = str(rows[0].values["printed_name"] or "") if len(rows) == 1 else str(len(rows))
    return change.result


def _changed(row: Stored, written: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in written.items() if (row.values.get(name) or None) != (value or None)
    }


def _refuse_wrong_stage(workspace: Workspace, row: Stored, deed: Deed) -> None:
    stage = row.values["stage"] or "draft"
    if not may_follow(stage, deed):
        said = workspace.catalogues.label("award_stage", stage, "vi")
        raise AwardStepRefused(name=row.values["printed_name"] or "", stage=said)


def _tell_set(change: Change, award_set: str, awards: set[str], values: Mapping[str, Any]) -> None:
    """The set's papers are these, unless some of its awards went another way under papers of their own."""
    stored = change.writer.records.get("award_set", award_set)
    if stored is None or stored.standing != "active":
        return
    whole = {row.id for row in rows_of_set(change.writer, award_set)} <= awards
    given = {name: value for name, value in values.items() if whole or not stored.values.get(name)}
    changed = _changed(stored, given)
    if changed:
        change.edit("award_set", award_set, changed)
