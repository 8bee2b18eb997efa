"""Reminder letters: the late units of the period, the letter to them, and the letters that were written before."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.i18n.dates import short_date
from desktop.i18n.figures import period_name, period_words
from desktop.services import reminders
from desktop.services.periods import calendar
from desktop.services.reminders import Reminder
from desktop.services.report_views import Signing
from desktop.services.views import Changes
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.period_picker import PeriodPicker
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.theme import Space
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, column, label, row
from desktop.ui.shell.navigation import Intent, OpenRecord
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.paper_taking import PaperTaking
from desktop.ui.shell.shortcuts import Shortcut

_NAMED: Final = 12
"""Late units that are named on the page; the letter names all."""


class RemindersPage(Page):
    """The letters, the latest first.

    Attributes:
        table, picker, late: its parts.
    """

    keys = (Shortcut("Ctrl+N", "reminder.new"), Shortcut("Ctrl+P", "reminder.print"))

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        workspace = context.workspace
        self._items: list[Reminder] = []
        self._title = ElidedLabel("ReminderTitle", role=Role.SECTION)
        self.picker = PeriodPicker(words, calendar(workspace), workspace.today())
        self.picker.areas.hide()
        self.late = label("ReminderLate", role=Role.BODY, wrap=True)
        self.new_button = Button(
            "NewReminder", words("reminder.new"), look=Look.PRIMARY, icon_name="add", shortcut="Ctrl+N"
        )
        self.print_button = Button(
            "PrintReminder", words("reminder.print"), icon_name="print", shortcut="Ctrl+P"
        )
        self.pdf_button = Button("ReminderPdf", words("reports.take.pdf"))
        self.word_button = Button("ReminderWord", words("reports.take.word"))
        self.table = PinnedTable("ReminderTable", words("nav.tab.reminder"), whole_rows=True)
        self.empty = EmptyState("ReminderEmpty")
        self._taking = PaperTaking(context, self)
        self._toast = Toast(self, context.privacy)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def arrive(self, intent: Intent) -> None:
        self.reload()
        if isinstance(intent, OpenRecord):
            for at, each in enumerate(self._items):
                if each.id == intent.record:
                    self.table.go_to(at, 0)

    def follow(self, changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read who is late and what was written."""
        workspace, words = self._context.workspace, self._words
        self.picker.set_calendar(calendar(workspace), workspace.today())
        period = self.picker.period()
        self._title.set_full_text(period_words(words, period, words.language))
        units = reminders.to_remind(workspace, period)
        names = ", ".join(each.name for each in units[:_NAMED])
        key = "reminder.late.more" if len(units) > _NAMED else "reminder.late"
        told = words(key, count=len(units), names=names, more=len(units) - _NAMED)
        self.late.setText(told if units else words("reminder.nobody"))
        self.new_button.setVisible(bool(units) and workspace.may(Permission.EDIT))
        self._items = reminders.reminders(workspace)
        for each in (self.print_button, self.pdf_button, self.word_button):
            each.setVisible(bool(self._items) and workspace.may(Permission.PRINT))
        if not self._items:
            self.empty.say(Nothing(Cause.EMPTY, words("reminder.none"), words("reminder.none.why")))
            self._stack.setCurrentWidget(self.empty)
            self.setFocusProxy(self.new_button if units else self.picker)
            return
        self._show_letters()
        self._stack.setCurrentWidget(self.table)
        self.setFocusProxy(self.table)

    def _show_letters(self) -> None:
        words = self._words
        heads = [
            Head(words("field.reminder.name")),
            Head(words("field.reminder.number")),
            Head(words("field.reminder.signed_on")),
            Head(words("field.reminder.unit_count"), right=True),
            Head(words("field.reminder.send_before")),
        ]
        lines = []
        for each in self._items:
            signing = each.signing
            number = "/".join(filter(None, (signing.number, signing.symbol)))
            lines.append(
                [
                    PinnedCell(period_name(words, each.period)),
                    PinnedCell(number),
                    PinnedCell(short_date(signing.signed_on) if signing.signed_on else ""),
                    PinnedCell(str(len(each.units)), right=True),
                    PinnedCell(short_date(each.send_before) if each.send_before else ""),
                ]
            )
        self.table.show_lines(heads, lines)

    def write(self) -> None:
        """Ask for number, day and signer, and keep the letter to who is late now."""
        workspace, door = self._context.workspace, self._context.door
        known = reminders.signing_to_propose(workspace)
        answer = door.ask(
            Question(
                "reminder.ask",
                inputs=(
                    Input("number", "field.reminder.number"),
                    Input("symbol", "field.reminder.symbol", value=known.symbol or None),
                    Input("signed_on", "field.reminder.signed_on", Kind.DAY),
                    Input("before", "field.reminder.send_before", Kind.DAY),
                    Input("title", "field.reminder.signer_title", value=known.title or None),
                    Input("rank", "field.reminder.signer_rank", value=known.rank or None),
                    Input("name", "field.reminder.signer_name", value=known.name or None),
                ),
            )
        )
        if answer is None:
            return
        said = {name: str(answer[name] or "") for name in ("number", "symbol", "title", "rank", "name")}
        signing = Signing(
            said["number"],
            said["symbol"],
            _day(answer["signed_on"]),
            said["title"],
            said["rank"],
            said["name"],
        )
        try:
            record = reminders.remind(workspace, self.picker.period(), signing, _day(answer["before"]))
        except UserError as error:
            door.tell(error)
            return
        self.arrive(OpenRecord(reminders.REGISTER, record))
        self._say("reminder.written")

    def print_letter(self) -> None:
        """Show the current letter as it is printed; where there is none, write one."""
        held = self._current()
        if held is None:
            if not self.new_button.isHidden():
                self.write()
            return
        self._taking.show_paper(reminders.letter(self._context.workspace, held.id))

    def _save(self, kind: str) -> None:
        held = self._current()
        if held is not None:
            self._taking.save_paper(kind, reminders.letter(self._context.workspace, held.id))

    def _current(self) -> Reminder | None:
        at = self.table.current()
        return self._items[at[0]] if at is not None and at[0] < len(self._items) else None

    def _save_pdf(self) -> None:
        self._save("pdf")

    def _save_word(self) -> None:
        self._save("word")

    def _opened(self, _row: int, _column: int) -> None:
        self.print_letter()

    def _say(self, key: str) -> None:
        text = self._words(key)
        self._toast.say(text, text)

    def _lay_out(self) -> None:
        for each in (self.table, self.empty):
            self._stack.addWidget(each)
        head = row(self._title, row(self.new_button, self.picker, gap=Space.S))
        head.setStretch(0, 1)
        takings = row(self.print_button, self.pdf_button, self.word_button)
        takings.addStretch(1)
        whole = column(
            head,
            self.picker.free,
            self.late,
            takings,
            self._stack,
            gap=Space.S,
            margins=(Space.L, Space.S, Space.L, Space.S),
        )
        whole.setStretch(4, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.picker.changed.connect(self.reload)
        self.new_button.clicked.connect(self.write)
        self.print_button.clicked.connect(self.print_letter)
        self.pdf_button.clicked.connect(self._save_pdf)
        self.word_button.clicked.connect(self._save_word)
        self.table.opened.connect(self._opened)
        self._taking.taken.connect(self._say)
        for keys, slot in (("Ctrl+N", self.write), ("Ctrl+P", self.print_letter)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None
