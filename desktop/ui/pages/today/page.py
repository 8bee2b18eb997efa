"""What to do today: overdue and due first, then what is half typed, then the figures of the year."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.access import Permission, sees
from desktop.domain.access import Role as UserRole
from desktop.domain.errors import UserError
from desktop.domain.levels import superior
from desktop.domain.periods import PeriodKind
from desktop.i18n.dates import short_moment, weekday_date
from desktop.i18n.figures import period_words
from desktop.services import (
    drafts,
    indicators,
    recovery,
    rejecting,
    report_views,
    today,
    users,
)
from desktop.services.drafts import Draft
from desktop.services.periods import calendar
from desktop.services.report_views import ReturnedReport
from desktop.services.today import Due
from desktop.services.views import Changes
from desktop.ui.kit.door import Question
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.today.copy_notices import copy_notices
from desktop.ui.pages.today.due_list import DueList
from desktop.ui.pages.today.envelope_notices import envelope_notices
from desktop.ui.pages.today.figures import Figures
from desktop.ui.pages.today.officers_menu import OfficersMenu
from desktop.ui.pages.today.results_notice import ResultsNotice
from desktop.ui.shell.entries import ENTRIES, REPORT, ROUND, entries_of, entry_of
from desktop.ui.shell.key_notices import key_notices
from desktop.ui.shell.navigation import Intent, NewRecord, OpenList, OpenPage, OpenRecord, ResumeDraft
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.shortcuts import Shortcut

_SIDE = 328
_DRAFTS_SHOWN = 3
_FEWEST_ADMINISTRATORS = 2
_STACKED_BELOW = 800
_ANY_WIDTH = 16_777_215
"""Qt's word for no limit."""


class TodayPage(Page):
    """The first page of every role."""

    keys = (Shortcut("Ctrl+N", "today.keys.visit"), Shortcut("Return", "today.keys.first"))

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = context.words
        self._notices = QVBoxLayout()
        self._notices.setSpacing(Space.S)
        self._drafts: list[Draft] = []
        self._due_title = label("DueTitle", role=Role.SECTION)
        self.only_mine = Button("OnlyMine", look=Look.CHIP, small=True)
        self.only_mine.setCheckable(True)
        self.only_mine.toggled.connect(self._show_due)
        self._found: list[Due] = []
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self._count)
        self._empty = EmptyState("DueEmpty")
        self._empty.say(
            Nothing(Cause.DONE, self._words("today.nothing_due"), self._words("today.nothing_due.why"))
        )
        self.due_list = DueList(self._words)
        self.figures = Figures(self._words)
        self._due = QStackedWidget()
        self._side = QWidget()
        self._body = QHBoxLayout()
        self._lay_out()
        self.due_list.opened.connect(self._open_due)
        self.figures.opened.connect(self._open_list)
        self.setFocusProxy(self._first_action)

    def arrive(self, intent: Intent) -> None:
        self.reload()

    def follow(self, changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    def leave(self) -> None:
        self._counting.stop()

    def finish(self) -> None:
        self._counting.stop()

    def reload(self) -> None:
        """Read everything anew."""
        workspace = self._context.workspace
        self._found = meanwhile(partial(today.due, workspace))
        mine = sum(each.mine for each in self._found)
        self.only_mine.setText(self._words("today.only_mine", count=mine))
        self.only_mine.setVisible(0 < mine < len(self._found))
        if self.only_mine.isHidden():
            self.only_mine.setChecked(False)
        self._show_due()
        self._show_notices()
        # What is due is painted first: counting comes when it is in sight.
        self._counting.start()

    def _count(self) -> None:
        found = meanwhile(partial(today.figures, self._context.workspace))
        self._period.setText(period_words(self._words, found.period, self._words.language))
        self.figures.show_figures(found.rows)

    def _show_due(self) -> None:
        """What is due, of the user's own areas only where they asked for that."""
        only = self.only_mine.isChecked()
        found = [each for each in self._found if each.mine or not only]
        self.due_list.show_due(found, self._context.workspace.today())
        self._due.setCurrentWidget(self.due_list if found else self._empty)
        self.setFocusProxy(self.due_list if found else self._first_action)
        self._due_title.setText(self._words("today.due", count=len(found)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < current_theme().px(_STACKED_BELOW)
        self._body.setDirection(
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )
        side = current_theme().px(_SIDE)
        self._side.setMinimumWidth(0 if stacked else side)
        self._side.setMaximumWidth(_ANY_WIDTH if stacked else side)
        self.figures.set_columns(3 if stacked else 2)

    def _lay_out(self) -> None:
        day = weekday_date(self._context.workspace.today(), self._words.language)
        head = row(label("TodayDate", day[0].upper() + day[1:], Role.TITLE))
        head.addStretch(1)
        actions = self._actions()
        self._first_action = actions[0]
        for button in actions:
            head.addWidget(button)
        for each in (self.due_list, self._empty):
            self._due.addWidget(each)
        title = row(self._due_title, self.only_mine, gap=Space.M)
        title.addStretch(1)
        due = column(title, self._due)
        due.setStretch(1, 1)
        self._period = label("FiguresTitle", role=Role.SECTION, wrap=True)
        side = column(self._period, self.figures)
        side.addStretch(1)
        self._side.setLayout(side)
        self._body.setSpacing(Space.XL)
        self._body.addLayout(due, 1)
        self._body.addWidget(self._side)
        inside = named(QWidget(), "ScrollBody")
        whole = column(head, self._notices, self._body, gap=Space.M)
        whole.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        whole.setStretch(2, 1)
        inside.setLayout(whole)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        self.setLayout(column(scroll))

    def _actions(self) -> list[Button]:
        workspace, words = self._context.workspace, self._words
        buttons: list[Button] = []
        # The level above writes down no visits of its own: it reads of those of its communes.
        if workspace.may(Permission.EDIT) and not superior(workspace.station.level):
            wanted = (("visit", "today.record_visit"), ("dispute", "today.record_dispute"))
            for register, key in wanted:
                if sees(workspace.role, register):
                    look = Look.SECONDARY if buttons else Look.PRIMARY
                    button = Button(f"New_{register}", words(key), look=look, icon_name="add")
                    button.clicked.connect(self._new_clicked)
                    buttons.append(button)
        if buttons:
            shortcut = QShortcut(QKeySequence("Ctrl+N"), self)
            shortcut.activated.connect(buttons[0].click)
        look = Look.SECONDARY if buttons else Look.PRIMARY
        first = Button("OpenFirst", words("today.open_first"), look=look)
        first.clicked.connect(self.due_list.open_first)
        buttons.append(first)
        if workspace.may(Permission.PRINT) and sees(workspace.role, "visit"):
            self.print_button = Button("PrintTasks", words("today.print"), look=Look.QUIET, icon_name="print")
            self.print_button.setMenu(OfficersMenu(self._context, self))
            buttons.append(self.print_button)
        return buttons

    def _new_clicked(self) -> None:
        register = self.sender().objectName().removeprefix("New_")
        self._context.navigation.go(NewRecord(register))

    # Notices above the list

    def _show_notices(self) -> None:
        while self._notices.count():
            old = self._notices.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        self._drafts = drafts.drafts(self._context.workspace)
        if self._drafts:
            self._notices.addWidget(self._drafts_notice())
        if recovery.needs_check(self._context.workspace):
            notice = Notice("RecoveryNotice", Tone.DUE)
            notice.say(self._words("today.check_recovery"))
            notice.offer("recovery", self._words("recovery.check"))
            notice.acted.connect(self._open_recovery)
            self._notices.addWidget(notice)
        for notice in key_notices(self._context, deeds=False):
            notice.acted.connect(self._open_computers)
            self._notices.addWidget(notice)
        for notice in envelope_notices(self._context):
            self._notices.addWidget(notice)
        late = today.unsent(self._context.workspace)
        if late is not None:
            notice = Notice("UnsentNotice", Tone.DUE)
            notice.say(self._words("today.unsent", days=late.days, count=late.changes))
            notice.offer("sync", self._words("today.send"))
            notice.acted.connect(self._open_sync)
            self._notices.addWidget(notice)
        rejected = rejecting.count(self._context.workspace)
        if rejected:
            notice = Notice("RejectedNotice", Tone.DUE)
            notice.say(self._words("today.rejected", count=rejected))
            notice.offer("attention", self._words("sync.tab.attention"))
            notice.acted.connect(self._open_attention)
            self._notices.addWidget(notice)
        results = today.results(self._context.workspace)
        if results:
            self._notices.addWidget(ResultsNotice(self._context, results))
        for notice in copy_notices(self._context):
            notice.acted.connect(self._open_copies)
            self._notices.addWidget(notice)
        self._tell_report()
        if self._lacks_administrator():
            notice = Notice("AdministratorNotice", Tone.DUE)
            notice.say(self._words("today.second_administrator"))
            notice.offer("users", self._words("today.add_administrator"))
            notice.acted.connect(self._open_users)
            self._notices.addWidget(notice)

    def _open_attention(self, _name: str) -> None:
        self._context.navigation.go(OpenPage("sync", "attention"))

    def _tell_report(self) -> None:
        """The report of the period that has ended, while it was not sent."""
        workspace = self._context.workspace
        if not any(entry.id == "reports" and REPORT in entry.tabs for entry in entries_of(workspace)):
            return
        for each in report_views.returned(workspace):
            self._notices.addWidget(self._returned_notice(each))
        report = report_views.due(workspace)
        if report is None or not report.late:
            return
        notice = Notice("ReportNotice", Tone.DUE)
        period = period_words(self._words, report.period, self._words.language)
        notice.say(self._words("today.report", period=period))
        notice.offer("report", self._words("today.open_report"))
        notice.acted.connect(self._open_report)
        self._notices.addWidget(notice)

    def _returned_notice(self, report: ReturnedReport) -> Notice:
        """The level above sent a report back, and says why."""
        notice = Notice(f"Returned_{report.line.id}", Tone.DUE)
        period = period_words(self._words, report.line.period, self._words.language)
        facts = {"period": period, "day": report.on, "reason": report.reason}
        notice.say(self._words("today.returned", **facts))
        notice.offer(report.line.id, self._words("today.open_report"))
        notice.acted.connect(self._open_returned)
        return notice

    def _drafts_notice(self) -> Notice:
        notice = Notice("DraftsNotice", Tone.INFO)
        shown = [self._draft_words(draft) for draft in self._drafts[:_DRAFTS_SHOWN]]
        notice.say(self._words("today.drafts", count=len(self._drafts), names="; ".join(shown)))
        notice.offer("resume", self._words("today.resume"))
        notice.acted.connect(self._resume)
        return notice

    def _draft_words(self, draft: Draft) -> str:
        said = self._what_draft(draft)
        name = draft.taken_from
        return self._words("today.draft.taken_over", draft=said, name=name) if name else said

    def _what_draft(self, draft: Draft) -> str:
        at = short_moment(datetime.fromisoformat(draft.at), self._words.language)
        name = self._words.register(draft.register)
        if draft.record == drafts.ROUND:
            name = self._words.first(f"round.title.{draft.register}", "round.title")
        return self._words("today.draft", register=name, at=at)

    def _lacks_administrator(self) -> bool:
        workspace = self._context.workspace
        if workspace.practice or not workspace.may(Permission.ADMINISTER):
            return False
        roles = [user.role for user in users.list_users(workspace)]
        return roles.count(UserRole.ADMIN) < _FEWEST_ADMINISTRATORS

    def _resume(self, _name: str) -> None:
        newest = self._drafts[0]
        entry = entry_of(newest.register, ENTRIES)
        if newest.record == drafts.ROUND and entry is not None:
            self._context.navigation.go(OpenPage(entry.id, ROUND))
        else:
            self._context.navigation.go(ResumeDraft(newest.register, newest.record))

    def _open_users(self, _name: str) -> None:
        self._context.navigation.go(OpenPage("administration", "users"))

    def _open_copies(self, _name: str) -> None:
        self._context.navigation.go(OpenPage("administration", "backup"))

    def _open_returned(self, record: str) -> None:
        self._context.navigation.go(OpenRecord(REPORT, record))

    def _open_report(self, _name: str) -> None:
        self._context.navigation.go(OpenPage("reports", REPORT))

    def _open_computers(self, _name: str) -> None:
        self._context.navigation.go(OpenPage("sync", "devices"))

    def _open_sync(self, _name: str) -> None:
        self._context.navigation.go(OpenPage("sync"))

    def _open_recovery(self, _name: str) -> None:
        self._context.navigation.go(OpenPage("recovery"))

    def _open_due(self, due: Due) -> None:
        self._context.navigation.go(OpenRecord(due.hit.register, due.hit.record))

    def _open_list(self, code: str) -> None:
        workspace = self._context.workspace
        if indicators.is_secret(workspace, code) and not self._context.door.confirm(
            Question("figures.secret")
        ):
            return
        period = calendar(workspace).period_of(PeriodKind.MONTH, workspace.today())
        try:
            drill = indicators.drill(workspace, code, period)
        except UserError as error:
            self._context.door.tell(error)
            return
        self._context.navigation.go(OpenList(drill.register, drill.query))
