"""The steps of a report as a person takes them: what is asked before each, and what is told when it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.domain.periods import Period, PeriodKind, campaign
from desktop.domain.reporting import ReportDeed, next_deed, possible
from desktop.services import reports
from desktop.services.periods import calendar
from desktop.services.reports import Report, Sending, Signing
from desktop.services.views import Value
from desktop.ui.kit.door import Input, Question
from desktop.ui.shell.page import PageContext

NEW: Final = "new"
SUPPLEMENT: Final = "supplement"


class ReportDeeds(QObject):
    """Asks, does, and tells what came of it.

    Signals:
        done: the key of what is said now, and the id of the report to be shown.
    """

    done = Signal(str, str)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def next_of(self, held: Report | None) -> str | None:
        """The name of the next deed that this person may do; None where there is none."""
        if held is None:
            return NEW if self._may(Permission.EDIT) else None
        deed = next_deed(held.state)
        if not held.line.own or deed is None:
            return None
        needs = Permission.SIGN if deed is ReportDeed.SIGN else Permission.EDIT
        return deed.value if self._may(needs) else None

    def others_of(self, held: Report | None) -> list[str]:
        """What else may be done, beside the next deed."""
        if held is None or not held.line.own or not self._may(Permission.EDIT):
            return []
        following = self.next_of(held)
        names = [deed.value for deed in possible(held.state) if deed is not ReportDeed.SIGN]
        return [name for name in names if name != following]

    def may_supplement(self, held: Report | None) -> bool:
        """Whether what changed since is told by a supplement: its figures can no longer be let go."""
        if held is None or not held.line.own or not self._may(Permission.EDIT):
            return False
        return held.state.has_frozen_figures and ReportDeed.UNFREEZE not in possible(held.state)

    def do(self, name: str, held: Report | None, period: Period, lacking: int) -> None:
        """Do one of them, by its name."""
        if held is None:
            self._do("reports.begun", lambda: reports.new_report(self._context.workspace, period))
            return
        steps: Mapping[str, Callable[[Report], None]] = {
            ReportDeed.SIGN.value: self._sign,
            ReportDeed.SEND.value: self._send,
            ReportDeed.RECEIVE.value: self._receive,
            ReportDeed.RETURN.value: self._return,
            ReportDeed.UNFREEZE.value: self._unfreeze,
            SUPPLEMENT: self._supplement,
        }
        if name == ReportDeed.FREEZE.value:
            self._freeze(held, lacking)
        else:
            steps[name](held)

    def another(self) -> None:
        """The report of another kind or time."""
        workspace = self._context.workspace
        today = workspace.today().isoformat()
        answer = self._ask(
            "reports.ask.another",
            Input("kind", "figures.kind", Kind.CHOICE, True, PeriodKind.MONTH.value, "period_kind"),
            Input("first", "reports.ask.day", Kind.DAY, True, today),
            Input("last", "reports.ask.last", Kind.DAY),
        )
        if answer is None:
            return
        kind, first = PeriodKind(str(answer["kind"])), date.fromisoformat(str(answer["first"]))
        last = date.fromisoformat(str(answer["last"])) if answer["last"] else first
        if kind is PeriodKind.CAMPAIGN:
            period = campaign(first, max(first, last))
        else:
            period = calendar(workspace).period_of(kind, first)
        there = next(
            (
                each.id
                for each in reports.reports(workspace)
                if each.own and each.period == period and not each.supplements
            ),
            None,
        )
        if there is not None:
            self.done.emit("", there)
        else:
            self._do("reports.begun", lambda: reports.new_report(workspace, period))

    def note_paper(self, held: Report) -> None:
        """Where the signed paper lies."""
        answer = self._ask(
            "reports.ask.paper",
            Input("place", "field.report.paper_location", value=held.said["paper_location"] or None),
            Input("outside", "field.report.signed_outside", Kind.FLAG, value=held.signed_outside),
        )
        if answer is not None:
            place, outside = _text(answer, "place"), answer["outside"] is True
            workspace = self._context.workspace
            self._step(
                "reports.kept", held, lambda: reports.note_paper(workspace, held.id, place, outside=outside)
            )

    # One by one

    def _freeze(self, held: Report, lacking: int) -> None:
        if lacking and not self._context.door.confirm(Question("reports.ask.freeze", {"count": lacking})):
            return
        self._step("reports.frozen", held, lambda: reports.freeze_figures(self._context.workspace, held.id))

    def _unfreeze(self, held: Report) -> None:
        answer = self._ask("reports.ask.unfreeze", Input("reason", "reports.ask.reason", required=True))
        if answer is not None:
            reason = _text(answer, "reason")
            self._step(
                "reports.unfrozen", held, lambda: reports.unfreeze(self._context.workspace, held.id, reason)
            )

    def _sign(self, held: Report) -> None:
        workspace = self._context.workspace
        known = reports.signing_to_propose(workspace, held)
        answer = self._ask(
            "reports.ask.sign",
            Input("number", "field.report.number", value=known.number or None),
            Input("symbol", "field.report.symbol", value=known.symbol or None),
            Input("signed_on", "field.report.signed_on", Kind.DAY, True, workspace.today().isoformat()),
            Input("title", "field.report.signer_title", value=known.title or None),
            Input("rank", "field.report.signer_rank", value=known.rank or None),
            Input("name", "field.report.signer_name", required=True, value=known.name or None),
        )
        if answer is None:
            return
        signing = Signing(
            _text(answer, "number"),
            _text(answer, "symbol"),
            _day(answer, "signed_on"),
            _text(answer, "title"),
            _text(answer, "rank"),
            _text(answer, "name"),
        )
        self._step("reports.signed", held, lambda: reports.sign(workspace, held.id, signing))

    def _send(self, held: Report) -> None:
        workspace = self._context.workspace
        answer = self._ask(
            "reports.ask.send",
            Input("sent_on", "field.report.sent_on", Kind.DAY, True, workspace.today().isoformat()),
            Input("sent_to", "field.report.sent_to", value=workspace.station.upper_name or None),
            Input("sent_by", "field.report.sent_by"),
        )
        if answer is not None:
            sending = Sending(_day(answer, "sent_on"), _text(answer, "sent_to"), _text(answer, "sent_by"))
            self._step("reports.sent", held, lambda: reports.send(workspace, held.id, sending))

    def _receive(self, held: Report) -> None:
        workspace = self._context.workspace
        answer = self._ask(
            "reports.ask.receive",
            Input("on", "field.report.received_on", Kind.DAY, True, workspace.today().isoformat()),
        )
        if answer is not None:
            on = _day(answer, "on")
            self._step("reports.received", held, lambda: reports.mark_received(workspace, held.id, on))

    def _return(self, held: Report) -> None:
        workspace = self._context.workspace
        answer = self._ask(
            "reports.ask.return",
            Input("on", "field.report.returned_on", Kind.DAY, True, workspace.today().isoformat()),
            Input("reason", "field.report.return_reason", required=True),
        )
        if answer is not None:
            on, reason = _day(answer, "on"), _text(answer, "reason")
            self._step(
                "reports.returned", held, lambda: reports.mark_returned(workspace, held.id, on, reason)
            )

    def _supplement(self, held: Report) -> None:
        self._do("reports.begun", lambda: reports.supplement(self._context.workspace, held.id))

    # How

    def _ask(self, key: str, *inputs: Input) -> Mapping[str, Value] | None:
        return self._context.door.ask(Question(key, inputs=inputs))

    def _do(self, said: str, deed: Callable[[], str]) -> None:
        try:
            record = deed()
        except UserError as error:
            self._context.door.tell(error)
            return
        self.done.emit(said, record)

    def _step(self, said: str, held: Report, deed: Callable[[], object]) -> None:
        def act() -> str:
            deed()
            return held.id

        self._do(said, act)

    def _may(self, permission: Permission) -> bool:
        return self._context.workspace.may(permission)


def _text(answer: Mapping[str, Value], name: str) -> str:
    return str(answer[name] or "")


def _day(answer: Mapping[str, Value], name: str) -> date:
    return date.fromisoformat(str(answer[name]))
