"""The first page of the visits: what is due this week, why and by whom; from here a visit, a round, a slip begin."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.i18n.dates import short_date
from desktop.services import visit_slips
from desktop.services.views import Changes
from desktop.services.visit_plan import DueVisit, VisitPlan, visit_plan
from desktop.system.atomic import write_atomic
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Notice, Role, column, row
from desktop.ui.pages.visits.area_picker import AreaPicker
from desktop.ui.pages.visits.due_view import DueView
from desktop.ui.pages.visits.slip_pane import SlipPane
from desktop.ui.shell.navigation import Intent, NewRecord, OpenPage
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.printing import Paper, Printer
from desktop.ui.shell.shortcuts import ENTER_ROUND, Shortcut

_PDF: Final = FileKind("file.pdf", ("*.pdf",))
_PICKER: Final = 220


class DueVisitsPage(Page):
    """A list, and the paper of a slip in its place while one is being printed."""

    keys = (
        Shortcut("Ctrl+N", "visits.due.record"),
        ENTER_ROUND,
        Shortcut("Ctrl+P", "visits.due.slip"),
    )

    def __init__(self, context: PageContext, printer: Printer) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._printer = printer
        self._plan: VisitPlan | None = None
        self._title = ElidedLabel("DueTitle", role=Role.SECTION)
        self.picker = AreaPicker(words)
        self.record_button = Button(
            "RecordVisit", words("visits.due.record"), look=Look.PRIMARY, icon_name="add", shortcut="Ctrl+N"
        )
        self.round_button = Button("RecordRound", words("visits.due.round"), shortcut="Ctrl+G")
        self.slip_button = Button("MakeSlip", words("visits.due.slip"), icon_name="print", shortcut="Ctrl+P")
        self.suggested = Notice("SuggestedIntervals", Tone.INFO)
        self.kept = Notice("SlipKept", Tone.DONE)
        self.view = DueView(words, context.privacy)
        self.empty = EmptyState("DueEmpty")
        self.slip = SlipPane(words)
        self._list = QStackedWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.view)

    # What the window tells

    def arrive(self, intent: Intent) -> None:
        self.reload()

    def follow(self, changes: Changes) -> None:
        if self.isVisible() and changes.registers & {"visit", "household", "area", "rule"}:
            self.reload()

    def reload(self) -> None:
        """Read the plan anew."""
        workspace = self._context.workspace
        self._plan = meanwhile(partial(visit_plan, workspace))
        self.picker.show_areas(self._plan.areas)
        self.suggested.setVisible(self._plan.suggested and bool(self._plan.due))
        self._show()

    # What a person does

    def print_slip(self) -> None:
        """Show the slip of what is listed; on the slip itself: print it."""
        if self._slip_is_shown():
            self._send_to_printer()
        elif self._plan is not None and not self.slip_button.isHidden():
            # Where nothing is due, the slip of an area is of all its households.
            self._draw(whole=not self._shown() and self.picker.area() is not None)

    def leave_slip(self) -> None:
        self._stack.setCurrentIndex(0)
        self._focus_list()

    def _draw(self, *, whole: bool) -> None:
        assert self._plan is not None
        area = self.picker.area()
        workspace = self._context.workspace
        try:
            if whole and area is not None:
                draft = visit_slips.slip_of_area(workspace, area.id)
            else:
                draft = visit_slips.slip_of_due(self._plan, self._shown())
            drawn = visit_slips.draw_slip(workspace, draft)
        except UserError as error:
            self._context.door.tell(error)
            return
        self.kept.hide()
        self.slip.show_slip(drawn, whole=whole, one_area=area is not None)
        self._stack.setCurrentWidget(self.slip)
        self.setFocusProxy(self.slip)
        self.slip.setFocus()

    def _send_to_printer(self) -> None:
        drawn = self.slip.drawn
        assert drawn is not None
        facts = {"number": drawn.slip.number, "count": len(drawn.slip.rows)}
        render = partial(visit_slips.render_page, drawn.pdf)
        pages = visit_slips.page_count(drawn.pdf)
        paper = Paper(self._words("visits.slip.title", **facts), pages, render, *visit_slips.PAPER_MM)
        if self._printer.print_paper(self.window(), paper):
            self._keep("print")

    def _save(self) -> None:
        drawn = self.slip.drawn
        assert drawn is not None
        name = self._words("visits.slip.file", number=drawn.slip.number)
        path = self._context.door.save_file("visits.slip.save", name, (_PDF,))
        if path is not None and self._write(path, drawn.pdf):
            self._keep("export")

    def _write(self, path: Path, pdf: bytes) -> bool:
        try:
            write_atomic(path, pdf)
        except UserError as error:
            self._context.door.tell(error)
            return False
        return True

    def _keep(self, how: str) -> None:
        """The paper is out: its number stands for its rows from now on."""
        assert self.slip.drawn is not None
        visit_slips.keep_slip(self._context.workspace, self.slip.drawn, how)
        self.kept.say(self._words("visits.slip.kept", number=self.slip.drawn.slip.number))
        self.kept.show()
        self.leave_slip()

    def _record(self) -> None:
        self._context.navigation.go(NewRecord("visit"))

    def _record_due(self, due: DueVisit) -> None:
        if self._context.workspace.may(Permission.EDIT):
            household = (("household", due.household, due.head),)
            self._context.navigation.go(NewRecord("visit", household))

    def _round(self) -> None:
        self._context.navigation.go(OpenPage("visits", "round"))

    def _change_rules(self) -> None:
        self._context.navigation.go(OpenPage("administration", "rules"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._slip_is_shown():
            self.leave_slip()
        else:
            super().keyPressEvent(event)

    # What is shown

    def _shown(self) -> list[DueVisit]:
        return self.picker.chosen(self._plan.due) if self._plan is not None else []

    def _slip_is_shown(self) -> bool:
        return self._stack.currentWidget() is self.slip

    def _show(self) -> None:
        assert self._plan is not None
        shown, count = self._shown(), len(self._plan.due)
        self.view.show_due(shown, self._context.workspace.today())
        until = short_date(self._plan.until, self._words.language)
        key = "visits.due.title" if len(shown) == count else "visits.due.filtered"
        self._title.set_full_text(self._words(key, until=until, count=count, found=len(shown)))
        self._list.setCurrentWidget(self.view if shown else self.empty)
        if not shown:
            self._show_nothing(filtered=count > 0)
        if not self._slip_is_shown():
            self._focus_list()

    def _focus_list(self) -> None:
        self.setFocusProxy(self.view if self._list.currentWidget() is self.view else self.record_button)

    def _show_nothing(self, *, filtered: bool) -> None:
        words = self._words
        if filtered:
            all_areas = words("visits.due.all_areas")
            self.empty.say(
                Nothing(Cause.FILTERED, words("visits.due.none_in_area"), self.picker.line.text(), all_areas)
            )
        else:
            self.empty.say(Nothing(Cause.EMPTY, words("visits.due.nothing"), words("visits.due.nothing.why")))

    def _show_all(self) -> None:
        self.picker.show_all()
        self._show()

    def _lay_out(self) -> None:
        words, workspace = self._words, self._context.workspace
        self.picker.setFixedWidth(current_theme().px(_PICKER))
        self.suggested.say(words("visits.due.suggested"))
        if workspace.may(Permission.ADMINISTER):
            self.suggested.offer("ChangeRules", words("visits.due.change_rules"))
        for each in (self.suggested, self.kept):
            each.hide()
        if not workspace.may(Permission.EDIT):
            self.record_button.hide()
            self.round_button.hide()
        if not workspace.may(Permission.PRINT):
            self.slip_button.hide()
        head = row(self._title, self.picker, self.record_button, self.round_button, self.slip_button)
        head.setStretch(0, 1)
        self._list.addWidget(self.view)
        self._list.addWidget(self.empty)
        inside = column(head, self.kept, self.suggested, self._list, gap=Space.S)
        inside.setStretch(3, 1)
        first = QWidget()
        first.setLayout(inside)
        self._stack.addWidget(first)
        self._stack.addWidget(self.slip)
        self.setLayout(column(self._stack, margins=(Space.L, Space.S, Space.L, Space.S)))

    def _connect(self) -> None:
        self.picker.edited.connect(self._show)
        self.picker.entered.connect(self.view.setFocus)
        self.view.opened.connect(self._record_due)
        self.empty.acted.connect(self._show_all)
        self.suggested.acted.connect(self._change_rules)
        for button, slot in (
            (self.record_button, self._record),
            (self.round_button, self._round),
            (self.slip_button, self.print_slip),
        ):
            button.clicked.connect(slot)
        self.slip.print_asked.connect(self._send_to_printer)
        self.slip.save_asked.connect(self._save)
        self.slip.back_asked.connect(self.leave_slip)
        self.slip.whole_asked.connect(self._draw_again)
        for keys, button in (
            ("Ctrl+N", self.record_button),
            (ENTER_ROUND.keys, self.round_button),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(button.click)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_slip)

    def _draw_again(self, whole: bool) -> None:  # noqa: FBT001 - a slot of Qt
        self._draw(whole=whole)
