"""The page of reports: it opens on the period that is due, with what is missing, the figures, the words, the paper."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.i18n.figures import period_words
from desktop.services import devices, indicators, registers, reports
from desktop.services.history import history_of
from desktop.services.indicators import FigureRow
from desktop.services.report_views import ReportLine
from desktop.services.reports import Difference, Missing, Report
from desktop.services.views import Changes
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Button, Notice, column, row
from desktop.ui.pages.reports.figure_model import Column
from desktop.ui.pages.reports.figure_opening import open_figure
from desktop.ui.pages.reports.report_deeds import SUPPLEMENT, ReportDeeds
from desktop.ui.pages.reports.report_head import NEXT, PAPER, ReportHead
from desktop.ui.pages.reports.report_list import Listed, ReportList, chip_of
from desktop.ui.pages.reports.report_parts import Part, ReportParts
from desktop.ui.pages.reports.report_taking import ReportTaking
from desktop.ui.pages.reports.report_words import change_line, missing_lines, steps
from desktop.ui.pages.reports.text_drafts import TextDrafts
from desktop.ui.shell.entries import REPORT
from desktop.ui.shell.navigation import Intent, OpenList, OpenRecord, ResumeDraft
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.shortcuts import Shortcut

_LIST: Final = 232
_LIST_NARROW: Final = 188
_NARROW: Final = 960


class ReportsPage(Page):
    """A list of reports, and beside it the one that is current.

    Attributes:
        list, head, parts, notice, taking, deeds: what it is made of.
    """

    keys = (
        Shortcut(NEXT, "reports.keys.next"),
        Shortcut("Ctrl+S", "reports.save_text"),
        Shortcut("Ctrl+P", "reports.print"),
        Shortcut("Delete", "reports.leave_out"),
        Shortcut("Return", "figures.keys.rows"),
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._stale = True
        self._held: Report | None = None
        self._lacking: list[Missing] = []
        self._differences: list[Difference] = []
        self.deeds = ReportDeeds(context, self)
        self.list = ReportList(words)
        self.another = Button("AnotherReport", words("reports.another"), icon_name="add")
        self.head = ReportHead(words)
        self.notice = Notice("ReportNotice", Tone.DUE)
        self.notice.offer("ShowChanges", words("reports.changes.show"))
        self._supplement = self.notice.offer("MakeSupplement", words("reports.deed.supplement"))
        self.parts = ReportParts(context)
        self.taking = ReportTaking(context, self, self.parts.paper.view)
        self._drafts = TextDrafts(context.workspace, self.parts.text)
        self._toast = Toast(self, context.privacy)
        self._lay_out()
        self._connect()

    # What the window tells

    def arrive(self, intent: Intent) -> None:
        wanted = intent.record if isinstance(intent, OpenRecord | ResumeDraft) else None
        if self._stale or wanted is not None:
            self.reload(wanted)
        if isinstance(intent, ResumeDraft):
            self.go_to(Part.TEXT)

    def follow(self, changes: Changes) -> None:
        self._stale = True
        # What is being typed is kept first, by leaving or by saving.
        if self.isVisible() and not self.parts.text.changed:
            self.reload()

    def leave(self) -> None:
        self._keep_text()

    def finish(self) -> None:
        self.taking.finish()

    def reload(self, wanted: str | None = None) -> None:
        """Read everything anew; ``wanted`` is the id of the report to be shown."""
        self._stale = False
        current = self.list.current()
        key = wanted or (current.key if current is not None else None)
        items = self._items()
        self.list.show_items(items, key)
        self.setFocusProxy(self.list)
        self._show(self.list.current())

    # What is shown

    def _items(self) -> list[Listed]:
        workspace = self._context.workspace
        lines = reports.reports(workspace)
        due = reports.due(workspace)
        units = self._units(lines)
        begun = [
            Listed(each.period, each, station="" if each.own else units.get(each.station or "", ""))
            for each in lines
        ]
        if due is None or due.report is not None or not workspace.may(Permission.EDIT):
            return begun
        return [Listed(due.period, late=due.late), *begun]

    def _units(self, lines: list[ReportLine]) -> dict[str, str]:
        """The names of other units, by their codes, where there are reports of others."""
        if all(each.own for each in lines):
            return {}
        known = devices.devices(self._context.workspace)
        return {each.station: each.station_name for each in known}

    def _show(self, listed: Listed | None) -> None:
        workspace, words = self._context.workspace, self._words
        held = self._read(listed)
        self._held = held
        shown = listed is not None
        for widget in (self.head, self.parts):
            widget.setVisible(shown)
        if listed is None:
            self.notice.hide()
            return
        period = listed.period
        own = held is None or held.line.own
        self._lacking = meanwhile(partial(reports.missing, workspace, period)) if own else []
        self._differences = reports.differences(workspace, held) if held is not None and held.line.own else []
        own = held is not None and held.line.own and held.state.text_is_open
        carried = reports.carried_over(workspace, held) if held is not None and own else 0
        title = period_words(words, period, words.language)
        if held is not None and held.line.supplements:
            title = words("reports.supplement.named", period=title)
        self.head.show_title(title, chip_of(listed, words), steps(words, held))
        changed = bool(self._differences)
        following, others = self.deeds.next_of(held), self.deeds.others_of(held)
        self._supplement.setVisible(changed and self.deeds.may_supplement(held))
        self.head.show_deeds(
            following,
            others,
            exists=held is not None,
        )
        self.parts.paper.show_place(signed=held is not None and bool(held.signing.name))
        self._tell_changes()
        self.parts.show_missing(missing_lines(words, self._lacking, held, carried))
        self._show_figures(listed, held)
        self._show_text()
        self._show_history()
        self.parts.name_tabs(begun=held is not None)
        self._show_paper()

    def _read(self, listed: Listed | None) -> Report | None:
        if listed is None or listed.line is None:
            return None
        try:
            return reports.report(self._context.workspace, listed.line.id)
        except UserError as error:
            self._context.door.tell(error)
            return None

    def _tell_changes(self) -> None:
        self.notice.say(self._words("reports.changes", count=len(self._differences)))
        self.notice.setVisible(bool(self._differences))
        self.parts.changed.show_lines([change_line(self._words, each) for each in self._differences])

    def _show_figures(self, listed: Listed, held: Report | None) -> None:
        workspace = self._context.workspace
        if held is not None:
            rows = meanwhile(partial(reports.figures, workspace, held))
        else:
            rows = meanwhile(partial(indicators.table, workspace, None, listed.period))
        drafted = held is not None and not held.state.has_frozen_figures and held.line.own
        left_out = len(held.left_out) if held is not None else 0
        self.parts.figures.show_figures(rows, left_out, may_choose=drafted and workspace.may(Permission.EDIT))

    def _show_text(self) -> None:
        held = self._held
        if held is not None:
            may = held.line.own and self._context.workspace.may(Permission.EDIT)
            self.parts.text.show_report(held, is_open=held.state.text_is_open and may)
            if held.state.text_is_open and may:
                self._drafts.follow(held.id)

    def _show_history(self) -> None:
        held = self._held
        if held is not None:
            entries = history_of(self._context.workspace, REPORT, held.id)
            self.parts.history.show_entries(
                entries, may_undo=held.line.own and self._context.workspace.may(Permission.EDIT)
            )

    def _show_paper(self) -> None:
        if self._held is None:
            self.taking.clear()
        elif self.parts.current is Part.PAPER:
            self.taking.preview(self._held.id)

    # What a person does

    def _chosen(self, listed: Listed) -> None:
        self._keep_text()
        self._show(listed)

    def _turned(self, at: int) -> None:
        """Another part is looked at."""
        if at != Part.TEXT:
            self._keep_text()
        self._show_paper()

    def go_to(self, part: Part) -> None:
        """Show a part of the report."""
        self.parts.go_to(part)

    def _deed(self, name: str) -> None:
        listed = self.list.current()
        if listed is None or not self._keep_text():
            return
        if name == PAPER:
            self.go_to(Part.PAPER)
            return
        self.deeds.do(name, self._held, listed.period, self.parts.lacking)

    def _next(self) -> None:
        if self.head.primary.isVisible():
            self.head.primary.click()

    def _done(self, said: str, record: str) -> None:
        self.reload(record)
        if said:
            self._say(said)

    def _say(self, key: str) -> None:
        text = self._words(key)
        self._toast.say(text, text)

    def _take(self, how: str) -> None:
        if self._held is None or not self._keep_text():
            return
        if how == "print":
            self.taking.print_paper(self._held.id)
        else:
            self.taking.save(self._held.id, how)

    def _print(self) -> None:
        if self._held is not None:
            self._take("print")

    def _note_paper(self) -> None:
        if self._held is not None:
            self.deeds.note_paper(self._held)

    def _save_text(self) -> None:
        if self.parts.text.changed and self._keep_text():
            self._say("reports.text.saved")

    def _keep_text(self) -> bool:
        """Save what is typed; whether there is nothing left to be saved."""
        held = self._held
        if held is None or not self.parts.text.changed:
            return True
        subject, sections = self.parts.text.words_typed()
        # Whoever goes on typing meanwhile must not find it read anew.
        self.parts.text.changed = False
        # A draft would be shown again by the reload that follows.
        self._drafts.drop(held.id)
        try:
            reports.save_text(self._context.workspace, held.id, subject, sections)
        except UserError as error:
            self.parts.text.changed = True
            self._drafts.keep()
            self._context.door.tell(error)
            return False
        return True

    def _open_missing(self, at: int) -> None:
        if at < len(self._lacking):
            each = self._lacking[at]
            self._context.navigation.go(OpenList(each.register, each.query))
        else:
            self.go_to(Part.TEXT)
            self.parts.text.setFocus()

    def _open_change(self, at: int) -> None:
        each = self._differences[at]
        if each.register is not None and each.query is not None:
            self._context.navigation.go(OpenList(each.register, each.query))
        else:
            self._say("reports.change.no_records")

    def _open_figure(self, figure: FigureRow, at: Column) -> None:
        listed = self.list.current()
        if listed is not None and self._keep_text():
            said = open_figure(self._context, figure, at, listed.period)
            if said:
                self._say(said)

    def _leave_out(self, code: str) -> None:
        held = self._held
        if held is not None:
            codes = held.left_out | {code} if code else frozenset()
            try:
                reports.leave_out(self._context.workspace, held.id, codes)
            except UserError as error:
                self._context.door.tell(error)

    def _undo(self, operation: tuple[str, int]) -> None:
        try:
            registers.undo(self._context.workspace, operation)
        except UserError as error:
            self._context.door.tell(error)

    def _noticed(self, button: str) -> None:
        if button == self._supplement.objectName():
            self._deed(SUPPLEMENT)
        else:
            self.go_to(Part.CHANGED)
            self.parts.changed.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = current_theme()
        narrow = self.width() < theme.px(_NARROW)
        self._left.setFixedWidth(theme.px(_LIST_NARROW if narrow else _LIST))

    # Put together

    def _lay_out(self) -> None:
        self.notice.hide()
        self._left = left = QWidget()
        left.setLayout(column(self.list, self.another, gap=Space.S))
        # Only now: a button without a parent that is made visible is a window, and takes the keyboard.
        self.another.setVisible(self._context.workspace.may(Permission.EDIT))
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        for each in (self.head, self.notice, self.taking.strip):
            right.addWidget(each)
        right.addWidget(self.parts, 1)
        whole = row(left, right, gap=Space.L, margins=(Space.L, Space.S, Space.L, Space.S))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.another.clicked.connect(self.deeds.another)
        self.head.deed_asked.connect(self._deed)
        self.parts.paper.taking_asked.connect(self._take)
        self.parts.paper.place_asked.connect(self._note_paper)
        self.notice.acted.connect(self._noticed)
        self.parts.turned.connect(self._turned)
        self.parts.missing.opened.connect(self._open_missing)
        self.parts.changed.opened.connect(self._open_change)
        self.parts.figures.opened.connect(self._open_figure)
        self.parts.figures.left_out.connect(self._leave_out)
        self.parts.text.save_asked.connect(self._save_text)
        self.parts.history.undo_asked.connect(self._undo)
        self.deeds.done.connect(self._done)
        self.taking.taken.connect(self._say)
        for keys, step in (
            (NEXT, self._next),
            ("Ctrl+S", self._save_text),
            ("Ctrl+P", self._print),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(step)
