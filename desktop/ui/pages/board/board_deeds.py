"""What is done about a cell of the board: asked where something is to be known, then done by the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.board import Source
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.services import forms, received_reports, report_answers
from desktop.services.forms import OpenedForm
from desktop.services.received_reports import Entered
from desktop.services.views import Hit
from desktop.ui.kit.door import FileKind, Input, Question
from desktop.ui.pages.board import cell_panel as panel
from desktop.ui.pages.board.cell_panel import CellView
from desktop.ui.shell.navigation import OpenPage, OpenRecord
from desktop.ui.shell.page import PageContext

FILLED = FileKind("board.file", ("*.xlsx", "*.docx", "*.XLSX", "*.DOCX"))


class BoardDeeds(QObject):
    """One deed at a time.

    Signals:
        done: the key of what is said now.
        entering: (an :class:`Entered`, what is to be known of it) that a person is to look over or type.
    """

    done = Signal(str)
    entering = Signal(object, str)

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self._context = context

    def do(self, name: str, view: CellView) -> None:
        """Do one of the deeds of a cell."""
        steps: Mapping[str, Callable[[CellView], None]] = {
            panel.RECEIVE: self._receive,
            panel.RETURN: self._return,
            panel.OPEN: self._open,
            panel.EXCEL: self._read_form,
            panel.PAPER: self._type,
            panel.STRIKE: self._strike,
            panel.CHOOSE: self._choose,
        }
        steps[name](view)

    def keep(self, view: CellView, given: Entered) -> bool:
        """Keep figures that were typed or looked over; whether they are."""
        workspace = self._context.workspace
        return self._try(
            "board.entered", lambda: received_reports.enter(workspace, view.unit, view.period, given)
        )

    def _receive(self, view: CellView) -> None:
        workspace, report = self._context.workspace, view.report
        if report is not None:
            self._try(
                "board.received",
                lambda: report_answers.receive(workspace, report.record, workspace.today()),
            )

    def _return(self, view: CellView) -> None:
        workspace, report = self._context.workspace, view.report
        if report is None:
            return
        answer = self._context.door.ask(
            Question(
                "board.ask.return",
                {"unit": view.unit.name},
                inputs=(
                    Input("reason", "field.report.return_reason", Kind.LONG_TEXT, required=True),
                    Input("on", "field.report.returned_on", Kind.DAY, True, workspace.today().isoformat()),
                ),
            )
        )
        if answer is not None:
            on, reason = date.fromisoformat(str(answer["on"])), str(answer["reason"] or "")
            self._try(
                "board.returned",
                lambda: report_answers.return_report(workspace, report.record, on, reason),
            )

    def _open(self, view: CellView) -> None:
        if view.report is not None:
            self._context.navigation.go(OpenRecord("report", view.report.record))

    def _choose(self, view: CellView) -> None:
        sources = list(dict.fromkeys(each.source for each in view.cell.offers if each.stands))
        chosen = view.cell.counting
        answer = self._context.door.ask(
            Question(
                "board.ask.choose",
                {"unit": view.unit.name},
                inputs=(
                    Input(
                        "source",
                        "field.received_report.source",
                        Kind.CHOICE,
                        True,
                        chosen.source.value if chosen is not None else sources[0].value,
                        "figure_source",
                    ),
                    Input("reason", "field.received_report.use_reason", required=True),
                ),
            )
        )
        if answer is not None:
            source, reason = Source(str(answer["source"])), str(answer["reason"] or "")
            workspace = self._context.workspace
            self._try(
                "board.chosen",
                lambda: received_reports.choose(workspace, view.unit, view.period, source, reason),
            )

    def _type(self, view: CellView) -> None:
        _, held = received_reports.entered(self._context.workspace, view.unit.code, view.period, Source.PAPER)
        self.entering.emit(held, "")

    def _strike(self, view: CellView) -> None:
        entered = [each for each in view.cell.offers if each.source is not Source.BUNDLE]
        if entered and self._context.door.confirm(
            Question("board.ask.strike", {"unit": view.unit.name}, danger=True)
        ):
            workspace = self._context.workspace
            self._try("board.struck", lambda: received_reports.strike(workspace, entered[0].record))

    # From the form in Excel

    def _read_form(self, view: CellView) -> None:
        workspace, door = self._context.workspace, self._context.door
        held = [each for each in forms.forms(workspace) if each.kind is view.period.kind and each.cells]
        if not held:
            if door.confirm(Question("board.ask.no_form")):
                self._context.navigation.go(OpenPage("reports", forms.UPPER_FORM))
            return
        record = held[0].id
        if len(held) > 1:
            answer = door.ask(
                Question(
                    "board.ask.form",
                    inputs=(
                        Input(
                            "form",
                            "register.upper_form",
                            Kind.REF,
                            True,
                            record,
                            to=forms.UPPER_FORM,
                            choices=self._forms,
                        ),
                    ),
                )
            )
            if answer is None:
                return
            record = str(answer["form"])
        path = door.choose_file("board.choose_file", (FILLED,))
        if path is None:
            return
        try:
            opened: OpenedForm = forms.open_form(workspace, record)
            read = received_reports.read_filled(workspace, opened, path)
        except UserError as error:
            door.tell(error)
            return
        words = self._context.words
        said = words("board.enter.read", file=read.file_name, count=len(read.values))
        if read.left:
            names = ", ".join(words.choice("indicator", each) for each in read.left)
            said = words("board.enter.left", said=said, count=len(read.left), names=names)
        given = Entered(Source.EXCEL, read.values, workspace.today(), file_name=read.file_name)
        self.entering.emit(given, said)

    def _forms(self, _register: str, _text: str) -> list[Hit]:
        return [
            Hit(forms.UPPER_FORM, each.id, each.name, each.document)
            for each in forms.forms(self._context.workspace)
            if each.cells
        ]

    def _try(self, said: str, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except UserError as error:
            self._context.door.tell(error)
            return False
        self.done.emit(said)
        return True
