"""The page on which a round of records is typed: a grid, what its rows are flagged for, one button that saves all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.domain.errors import UserError
from desktop.i18n.dates import short_moment
from desktop.services.entries import InvalidEntry
from desktop.services.views import Changes, ListQuery
from desktop.ui.kit.door import Question
from desktop.ui.kit.grid_model import GridNote
from desktop.ui.kit.grid_rows import GridDraft
from desktop.ui.kit.grid_view import EntryGrid
from desktop.ui.kit.meanwhile import is_at_work
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row, set_property
from desktop.ui.pages.visits.round_work import Given, RoundWork
from desktop.ui.pages.visits.slip_picker import SlipPicker
from desktop.ui.shell.navigation import Intent, OpenList
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.shortcuts import Shortcut

CHECK_MS: Final = 200
"""Rows are looked at so long after the last stroke."""
DRAFT_EVERY_MS: Final = 1500
"""At most this much typing is lost when the power fails."""
_PICKER: Final = 300
_ADVICE: Final = 44
"""Two lines, as the longest list of choices takes."""


class RoundPage(Page):
    """Nothing is stored before the one button; what was stored is taken back by another."""

    keys = (
        Shortcut("Ctrl+S", "round.save"),
        Shortcut("Ctrl+Return", "keys.next_row"),
        Shortcut("Return", "keys.next_field"),
        Shortcut("F4", "keys.open_list"),
        Shortcut("F8", "keys.next_problem"),
    )

    def __init__(self, context: PageContext, register: str) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._work = RoundWork(context.workspace, register, words)
        self._saved: tuple[tuple[str, int], GridDraft | None] | None = None
        self._asked_draft = False
        self.grid = EntryGrid(
            self._work.register, words, context.privacy, self._work.today, self._work.choices
        )
        self.picker = SlipPicker(words, self._work.slips)
        self.save_button = Button(
            "SaveRound", words("round.save"), look=Look.PRIMARY, icon_name="save", shortcut="Ctrl+S"
        )
        self.clear_button = Button("ClearRound", words("round.clear"), look=Look.QUIET)
        self._count = label("RoundCount", role=Role.MUTED)
        self._told = label("RoundProblem", role=Role.PROBLEM, wrap=True)
        self._advice = label("RoundAdvice", role=Role.MUTED, wrap=True)
        self.done_notice = Notice("RoundSaved", Tone.DONE)
        self.draft_notice = Notice("RoundDraft", Tone.INFO)
        self._lay_out()
        self._checking = self._timer(CHECK_MS, self._check)
        self._keeping = self._timer(DRAFT_EVERY_MS, self._keep)
        self._connect()
        self.setFocusProxy(self.grid)

    # What the window tells

    def arrive(self, intent: Intent) -> None:
        if not self._asked_draft:
            self._asked_draft = True
            self._load_draft()
            self._offer_last_round()
        self.grid.begin()

    def follow(self, changes: Changes) -> None:
        if self._work.register.name in changes.registers:
            self._checking.start()

    def leave(self) -> None:
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep()

    finish = leave

    # What a person does

    def save(self) -> None:
        """Store every row that counts as one operation."""
        if is_at_work():
            return  # asked for again by something that is no hand
        self.grid.settle()
        self._check(everything=True)
        wrong = [at for at, note in self.grid.notes().items() if note.tone is Tone.LATE]
        if wrong:
            self._go_to_note(min(wrong))
            return
        typed = GridDraft.read(self.grid.rows.draft())
        try:
            changes = self._work.save(self.grid.rows)
        except InvalidEntry:
            # Somebody else has removed what a row speaks of while it was typed.
            self._check(everything=True)
            return
        except UserError as error:
            self._context.door.tell(error)
            return
        assert changes.operation is not None
        self._saved = (changes.operation, typed)
        self._begin_anew(())
        self.done_notice.say(self._words("round.saved", count=len(changes.records)))
        self._show_done(undoable=True)
        self.grid.begin()

    def take_back(self) -> None:
        """Take the round that was stored last back, after saying what would become of it."""
        if self._saved is None:
            return
        operation, typed = self._saved
        would = self._work.would_take_back(operation)
        facts = {"going": would.going, "staying": would.staying}
        if not self._context.door.confirm(Question("round.undo", facts, danger=True)):
            return
        try:
            self._work.take_back(operation)
        except UserError as error:
            self._context.door.tell(error)
            return
        self._saved = None
        said = "round.taken_back.only"
        if typed is not None and not self.grid.rows.counting():
            self.grid.load_draft(typed)
            self._edited()
            said = "round.taken_back"
        self.done_notice.say(self._words(said))
        self._show_done(undoable=False)
        self.grid.begin()

    def next_problem(self) -> None:
        """Go to the next row that is flagged, after the last to the first."""
        self._check(everything=True)
        here, _ = self.grid.current()
        flagged = sorted(self.grid.notes())
        if flagged:
            self._go_to_note(next((at for at in flagged if at > here), flagged[0]))

    def clear(self) -> None:
        """Drop what is typed, after asking."""
        if self._may_drop():
            self._begin_anew(())
            self.grid.begin()

    def lay_out_slip(self, number: int) -> None:
        """Begin with the households of a printed slip, row by row as on paper."""
        try:
            given, gone = self._work.rows_of_slip(number)
        except UserError as error:
            self._context.door.tell(error)
            return
        if not self._may_drop():
            return
        self._begin_anew(given)
        if gone:
            self.draft_notice.say(self._words("round.slip.gone", rows=", ".join(map(str, gone))))
            self.draft_notice.show()
        self.grid.begin()

    # Inside

    def _may_drop(self) -> bool:
        count = len(self.grid.rows.counting())
        return not count or self._context.door.confirm(Question("round.drop", {"count": count}, danger=True))

    def _begin_anew(self, given: Given | tuple[()]) -> None:
        self._keeping.stop()
        self._work.drop_draft()
        self.grid.lay_out(given)
        self.done_notice.hide()
        self.draft_notice.hide()
        self._check()

    def _load_draft(self) -> None:
        kept = self._work.draft()
        if kept is None:
            return
        draft, at = kept
        self.grid.load_draft(draft)
        count = len(self.grid.rows.counting())
        self.draft_notice.say(self._words("round.draft", count=count, at=at))
        self.draft_notice.show()
        self._check()

    def _offer_last_round(self) -> None:
        """What was stored before a new start of the program can be taken back all the same."""
        last = self._work.last_round()
        if last is not None:
            self._saved = (last.operation, None)
            at = short_moment(datetime.fromisoformat(last.at), self._words.language)
            self.done_notice.say(self._words("round.last", count=last.count, at=at))
            self._show_done(undoable=True)

    def _edited(self) -> None:
        self._checking.start()
        if not self._keeping.isActive():
            self._keeping.start()
        self._advise()

    def _keep(self) -> None:
        self._work.keep_draft(self.grid.rows.draft())

    def _moved(self) -> None:
        self._check()

    def _check(self, *, everything: bool = False) -> None:
        self._checking.stop()
        here, _ = self.grid.current()
        self.grid.show_notes(self._work.notes(self.grid.rows, None if everything else here))
        self._sum_up()
        self._advise()

    def _sum_up(self) -> None:
        notes = self.grid.notes().values()
        count = len(self.grid.rows.counting())
        wrong = sum(note.tone is Tone.LATE for note in notes)
        parts: Mapping[str, int] = {
            "round.count": count,
            "round.wrong": wrong,
            "round.twice": len(notes) - wrong,
        }
        said = [self._words(key, count=number) for key, number in parts.items() if number]
        self._count.setText(" · ".join(said))
        self.clear_button.setEnabled(count > 0)

    def _advise(self) -> None:
        """Under the grid: what the current row is flagged for, and what can be typed into the current cell."""
        at, _ = self.grid.current()
        self._tell(self.grid.notes().get(at))
        choices = enumerate(self.grid.choices(), start=1)
        advice = self.grid.advice() or " · ".join(f"{number}\u00a0{title}" for number, title in choices)
        self._advice.setText(advice or self._words("round.keys"))

    def _go_to_note(self, at: int) -> None:
        note = self.grid.notes()[at]
        name = next(field.name for field in self.grid.rows.columns if field.name in note.fields)
        self.grid.go(at, name)
        self._tell(note)

    def _tell(self, note: GridNote | None) -> None:
        self._told.setText(note.text if note is not None else "")
        self._told.setVisible(note is not None)
        if note is not None:
            set_property(self._told, "role", (Role.PROBLEM if note.tone is Tone.LATE else Role.HINT).value)

    def _show_done(self, *, undoable: bool) -> None:
        self._undo_button.setVisible(undoable)
        self._list_button.setVisible(undoable)
        self.done_notice.show()

    def _act(self, name: str) -> None:
        if name == "TakeBackRound":
            self.take_back()
        else:
            self._context.navigation.go(OpenList(self._work.register.name, ListQuery()))

    def _slip_entered(self) -> None:
        number = self.picker.number()
        if number is not None:
            self.lay_out_slip(number)
        self.picker.set_value(None)

    # Looks

    def _timer(self, pause: int, slot: Any) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(pause)
        made.timeout.connect(slot)
        return made

    def _connect(self) -> None:
        self.grid.edited.connect(self._edited)
        self.grid.moved.connect(self._moved)
        self.save_button.clicked.connect(self.save)
        self.clear_button.clicked.connect(self.clear)
        self.done_notice.acted.connect(self._act)
        self.picker.entered.connect(self._slip_entered)
        self.picker.popup.picked.connect(self._slip_entered)
        for keys, slot in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.grid.next_row),
            ("Ctrl+Enter", self.grid.next_row),
            ("F8", self.next_problem),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _lay_out(self) -> None:
        words = self._words
        name = self._work.register.name
        title = label("RoundTitle", words.first(f"round.title.{name}", "round.title"), Role.SECTION)
        self.picker.setFixedWidth(current_theme().px(_PICKER))
        head = row(title, self._count)
        head.addStretch(1)
        for each in (self.picker, self.clear_button, self.save_button):
            head.addWidget(each)
        self._list_button = self.done_notice.offer("ShowRoundList", words("round.show_list"))
        self._undo_button = self.done_notice.offer("TakeBackRound", words("round.take_back"))
        for notice in (self.done_notice, self.draft_notice):
            notice.hide()
        # The grid must not jump while one goes from cell to cell.
        kept = self._told.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._told.setSizePolicy(kept)
        self._told.hide()
        self._advice.setText(words("round.keys"))
        self._advice.setMinimumHeight(current_theme().px(_ADVICE))
        self._advice.setAlignment(Qt.AlignmentFlag.AlignTop)
        foot = column(self._told, self._advice, gap=0)
        whole = column(head, self.done_notice, self.draft_notice, self.grid, foot, gap=Space.S)
        whole.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        whole.setStretch(3, 1)
        self.setLayout(whole)
