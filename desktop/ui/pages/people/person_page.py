"""One person as a whole: every record that tells of them in one list, each opened from here, and one page on paper."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services import person_view
from desktop.services.person_view import PersonLine, PersonView
from desktop.services.views import Changes
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.shown import BULLETS
from desktop.ui.kit.theme import Space
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent, OpenPerson, OpenRecord
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.paper_taking import PaperTaking
from desktop.ui.shell.shortcuts import Shortcut

PERSON: Final = "person"
_LONGEST: Final = 48
"""Letters of a line of the list; the whole of it is in its tip, in its record and on paper."""


class PersonPage(Page):
    """The person on top, then one line for each record.

    Attributes:
        table: the lines, section after section.
    """

    keys = (Shortcut("Return", "person.open"), Shortcut("Ctrl+P", "person.print"))

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.context = context
        self._words = words = context.words
        self._person = ""
        self._view: PersonView | None = None
        self._lines: list[PersonLine] = []
        self._name = label("PersonName", role=Role.TITLE, wrap=True)
        self._about = label("PersonAbout", role=Role.MUTED, wrap=True)
        self._counts = label("PersonCounts", wrap=True)
        for each in (self._name, self._about):
            each.setProperty("quoted", True)
        self._note = Notice("PersonNote", Tone.INFO)
        self.error = ErrorLines(words, "PersonError")
        self.table = PinnedTable("PersonTable", words("nav.person"), whole_rows=True)
        self.empty = EmptyState("PersonEmpty")
        self.print_button = Button(
            "PrintPerson", words("person.print"), look=Look.PRIMARY, icon_name="print", shortcut="Ctrl+P"
        )
        self.pdf_button = Button("PersonPdf", words("person.pdf"))
        self.word_button = Button("PersonWord", words("person.word"))
        self.line_button = Button("OpenLine", words("person.open"), look=Look.QUIET)
        self.record_button = Button("OpenPersonRecord", words("person.open_person"), look=Look.QUIET)
        self._stack = QStackedWidget()
        self._taking = PaperTaking(context, self)
        self._toast = Toast(self, context.privacy)
        self._lay_out()
        self._connect()
        self._show()

    # What the shell says

    def arrive(self, intent: Intent) -> None:
        self.error.clear()
        if isinstance(intent, OpenPerson):
            self._person = intent.person
        self.reload()

    def follow(self, changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    # What is shown

    def reload(self) -> None:
        """Read everything of the person anew."""
        self._view = None
        if self._person:
            try:
                self._view = person_view.person_view(
                    self.context.workspace, self._person, self._words.language
                )
            except UserError as error:
                self.error.tell(error)
        self._show()

    def line(self) -> PersonLine | None:
        """The line that is current."""
        at = self.table.current()
        return self._lines[at[0]] if at is not None and at[0] < len(self._lines) else None

    def name(self) -> str:
        """Who is shown."""
        return self._name.text()

    def _show(self) -> None:
        view, words = self._view, self._words
        sections = view.sections if view is not None else ()
        self._lines = [line for _, lines in sections for line in lines]
        prints = view is not None and self.context.workspace.may(Permission.PRINT)
        for each in (self.print_button, self.pdf_button, self.word_button):
            each.setVisible(prints)
        self.record_button.setVisible(view is not None)
        self.line_button.setVisible(bool(self._lines))
        for text in (self._name, self._about, self._counts):
            text.setVisible(view is not None)
        self._note.setVisible(view is not None and bool(self._notes(view)))
        if view is None:
            self._say_nothing("person.none")
            return
        self._name.setText(view.name)
        self._speak()
        told = [
            words("person.count", section=words(f"person.section.{name}"), count=len(lines))
            for name, lines in sections
        ]
        self._counts.setText(" · ".join(told))
        self._note.say(" ".join(self._notes(view)))
        if not self._lines:
            self._say_nothing("person.empty")
            return
        heads = [Head(words(f"person.{key}")) for key in ("section", "day", "what", "how")]
        rows = [
            [
                PinnedCell(words(f"person.section.{name}")),
                PinnedCell(line.day),
                PinnedCell(_short(line.what), tip=line.what if len(line.what) > _LONGEST else ""),
                PinnedCell(line.how),
            ]
            for name, lines in sections
            for line in lines
        ]
        self.table.show_lines(heads, rows)
        self._stack.setCurrentWidget(self.table)
        self.setFocusProxy(self.table)

    def _notes(self, view: PersonView) -> list[str]:
        notes = []
        if view.namesakes:
            notes.append(self._words("person.namesakes", count=view.namesakes))
        if view.joined > 1:
            notes.append(self._words("person.joined", count=view.joined))
        return notes

    def _say_nothing(self, key: str) -> None:
        self.empty.say(Nothing(Cause.EMPTY, self._words(key), self._words(f"{key}.why")))
        self._stack.setCurrentWidget(self.empty)
        self.setFocusProxy(self.record_button if self._view is not None else self.empty)

    def _speak(self) -> None:
        view = self._view
        if view is not None:
            self._about.setText(BULLETS if self.context.privacy.hidden else view.about)

    # What is done

    def open_line(self) -> None:
        """Show the record of the current line where it stands."""
        line = self.line()
        if line is not None:
            self.context.navigation.go(OpenRecord(line.register, line.record))

    def print_page(self) -> None:
        """The one page as it is printed."""
        if not self.print_button.isHidden():
            self._take("")

    def _take(self, kind: str) -> None:
        try:
            paper = person_view.person_paper(self.context.workspace, self._person)
        except UserError as error:
            self.error.tell(error)
            return
        if kind:
            self._taking.save_paper(kind, paper)
        else:
            self._taking.show_paper(paper)

    def _save_pdf(self) -> None:
        self._take("pdf")

    def _save_word(self) -> None:
        self._take("word")

    def _open_person(self) -> None:
        if self._view is not None:
            self.context.navigation.go(OpenRecord(PERSON, self._view.person))

    def _opened(self, _row: int, _column: int) -> None:
        self.open_line()

    def _say(self, key: str) -> None:
        text = self._words(key)
        self._toast.say(text, text)

    def _lay_out(self) -> None:
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        foot = row(self.print_button, self.pdf_button, self.word_button, self.line_button, self.record_button)
        foot.addStretch(1)
        whole = column(
            self._name,
            self._about,
            self._counts,
            self._note,
            self.error,
            self._stack,
            foot,
            gap=Space.S,
            margins=(Space.L, Space.S, Space.L, Space.S),
        )
        whole.setStretch(5, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.table.opened.connect(self._opened)
        self.line_button.clicked.connect(self.open_line)
        self.record_button.clicked.connect(self._open_person)
        self.print_button.clicked.connect(self.print_page)
        self.pdf_button.clicked.connect(self._save_pdf)
        self.word_button.clicked.connect(self._save_word)
        self._taking.taken.connect(self._say)
        self.context.privacy.changed.connect(self._speak)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_page)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
