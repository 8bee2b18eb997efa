"""What has been kept for as long as the unit decided: looked through one by one, kept with a reason or erased."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.i18n.dates import short_date
from desktop.services import retention
from desktop.services.retention import DueRecord, Term
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.administration.lines import Line, LineList
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent, OpenPage, OpenRecord
from desktop.ui.shell.page import Page, PageContext

_LIST = 320


class RetentionSide(Page):
    """Registers with their years on the left, what is due of one of them on the right.

    Attributes:
        terms: the registers.
        table: what is due.
        done: what was done last.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._register = ""
        self._due: list[DueRecord] = []
        self.terms = LineList("RetentionTerms", words("oversight.side.retention"))
        self.terms.setFixedWidth(current_theme().px(_LIST))
        self.table = PinnedTable("RetentionTable", words("retention.due"), whole_rows=True)
        self._said = label("RetentionSaid", role=Role.MUTED, wrap=True)
        self.done = Notice("RetentionDone", Tone.DONE)
        self.done.hide()
        self.error = ErrorLines(words, "RetentionError")
        self.keep_button = Button("RetentionKeep", words("retention.keep"), look=Look.PRIMARY)
        self.erase_button = Button("RetentionErase", words("retention.erase"), look=Look.DANGER)
        self.open_button = Button("RetentionOpen", words("retention.open"))
        self.rules_button = Button("RetentionRules", words("retention.rules"), look=Look.LINK, small=True)
        deeds = row(self.keep_button, self.open_button, self.erase_button)
        deeds.addStretch(1)
        deeds.addWidget(self.rules_button)
        right = column(self.done, self.error, self._said, self.table, deeds, gap=Space.S)
        right.setStretch(3, 1)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        both = row(self.terms, right, gap=Space.L)
        both.setStretch(1, 1)
        both.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        self.setLayout(both)
        self.setFocusProxy(self.terms)
        self.terms.changed.connect(self._term_changed)
        self.keep_button.clicked.connect(self.keep)
        self.erase_button.clicked.connect(self.erase)
        self.open_button.clicked.connect(self.open)
        self.table.opened.connect(self.open)
        self.rules_button.clicked.connect(self._open_rules)

    def arrive(self, intent: Intent) -> None:
        self.done.hide()
        self.error.clear()
        self.reload()

    def reload(self) -> None:
        """Read everything anew."""
        found = retention.terms(self._context.workspace)
        first = next((each.register for each in found if each.due), found[0].register)
        # Showing the lines makes the first of them current.
        kept = self._register or first
        self.terms.show_lines([self._line(each) for each in found])
        self.terms.go_to(kept)
        self._register = kept
        self._show_due()

    def current(self) -> DueRecord | None:
        at = self.table.current()
        return self._due[at[0]] if at is not None and at[0] < len(self._due) else None

    def keep(self) -> None:
        """Keep the current record, with a reason and a day of another look."""
        record = self.current()
        if record is None:
            return
        today = self._context.workspace.today()
        inputs = (
            Input("reason", "retention.reason", required=True),
            Input("until", "retention.until", Kind.DAY, required=True, value=_next_year(today).isoformat()),
        )
        answers = self._context.door.ask(
            Question("retention.keep", {"title": self._name(record)}, inputs=inputs)
        )
        if answers is None:
            return
        until = date.fromisoformat(str(answers["until"]))
        try:
            retention.keep(
                self._context.workspace,
                self._register,
                [record.hit.record],
                until,
                str(answers["reason"] or ""),
            )
        except UserError as error:
            self.error.tell(error)
            return
        self._say(self._words("retention.kept", until=until))

    def erase(self) -> None:
        """Erase the current record for good, after asking why."""
        record = self.current()
        if record is None:
            return
        inputs = (Input("reason", "retention.reason", required=True),)
        question = Question("retention.erase", {"title": self._name(record)}, danger=True, inputs=inputs)
        answers = self._context.door.ask(question)
        if answers is None:
            return
        try:
            erased, elsewhere = retention.erase(
                self._context.workspace,
                self._register,
                [record.hit.record],
                str(answers["reason"] or ""),
            )
        except UserError as error:
            self.error.tell(error)
            return
        self._say(
            self._words("retention.erased" if erased else "retention.elsewhere", count=erased + elsewhere)
        )

    def open(self, *_place: int) -> None:
        """The record itself, where it is looked through."""
        record = self.current()
        if record is not None:
            self._context.navigation.go(OpenRecord(record.hit.register, record.hit.record))

    def _open_rules(self) -> None:
        self._context.navigation.go(OpenPage("administration", "rules"))

    def _say(self, text: str) -> None:
        self.reload()
        self.error.clear()
        self.done.say(text)
        self.done.show()
        self.table.setFocus()

    def _term_changed(self, register: str) -> None:
        if register and register != self._register:
            self._register = register
            self.done.hide()
            self.error.clear()
            self._show_due()

    def _line(self, term: Term) -> Line:
        words = self._words
        if term.years is None:
            return Line(term.register, words.plural(term.register), words("retention.unset"))
        chip = (Tone.DUE, words("retention.count", count=term.due)) if term.due else None
        return Line(
            term.register, words.plural(term.register), words("retention.years", years=term.years), chip
        )

    def _show_due(self) -> None:
        workspace, words = self._context.workspace, self._words
        self._due = retention.due(workspace, self._register, words.language)
        heads = [Head(words(f"retention.head.{name}")) for name in ("title", "since", "over")]
        self.table.show_lines(heads, [self._cells(each) for each in self._due])
        if self._due:
            self.table.go_to(0, 0)
        for each in (self.table, self.keep_button, self.erase_button, self.open_button):
            each.setVisible(bool(self._due))
        self._said.setText(words("retention.text" if self._due else "retention.none"))

    def _cells(self, record: DueRecord) -> list[PinnedCell]:
        language = self._words.language
        return [
            PinnedCell(self._name(record), strong=True),
            PinnedCell(short_date(record.since, language)),
            PinnedCell(short_date(record.over_on, language)),
        ]

    def _name(self, record: DueRecord) -> str:
        hit = record.hit
        return " · ".join(part for part in (hit.title, hit.subtitle) if part) or self._words.register(
            hit.register
        )


def _next_year(today: date) -> date:
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today.replace(year=today.year + 1, day=28)
