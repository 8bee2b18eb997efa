"""The wizard of a handover: six screens, kept at each step, ended by the minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.domain.handover import STEPS, Handover, HandoverPath
from desktop.domain.levels import superior
from desktop.services import handover as handing
from desktop.services import handover_paper, users
from desktop.services.handover import Finished
from desktop.ui.kit.door import Question
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.administration.lines import Line, LineList
from desktop.ui.pages.handover.attesting import AttestingDeeds
from desktop.ui.pages.handover.minutes import MinutesDeeds
from desktop.ui.pages.handover.screens import Screens
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import Page, PageContext

_WIDEST: Final = 640
_BEFORE: Final = 164
"""Three lines of those that are over; the others are scrolled to."""


class HandoverPage(Page):
    """First what there is to do, then one screen at a time.

    Attributes:
        handover: as far as it was filled in; None while none goes on.
        screens: what is filled in.
        before: those that are over.
        minutes: shows the paper, prints it and keeps it as a file.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._task: Task | None = None
        self._said = ""
        self._kept: Handover | None = None
        self._finished: Sequence[Finished] = ()
        self.handover: Handover | None = None
        self.minutes = MinutesDeeds(context, self)
        self.attesting = AttestingDeeds(context, self)
        self.screens = Screens(words, context.workspace)
        self.done = Notice("HandoverDone", Tone.DONE)
        self.error = ErrorLines(words, "HandoverError")
        self._title = label("HandoverStep", role=Role.SECTION, wrap=True)
        self.begin_button = Button("BeginHandover", words("handover.begin"), look=Look.PRIMARY)
        self.back = Button("HandoverBack", words("handover.back"))
        self.next = Button("HandoverNext", words("handover.next"), look=Look.PRIMARY)
        self.drop_button = Button("DropHandover", words("handover.drop"), look=Look.QUIET)
        self.attest_button = Button("AttestBelow", words("attesting.make"), icon_name="edit")
        self._attests = superior(context.workspace.station.level)
        self._lay_out()
        self.begin_button.clicked.connect(self.begin)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.drop_button.clicked.connect(self.give_up)
        self.screens.edited.connect(self._edited)
        self.screens.minutes_asked.connect(self._show_minutes)
        self.screens.code_asked.connect(self._open_code)
        self.screens.attestation_asked.connect(self.read_attestation)
        self.attest_button.clicked.connect(self.attesting.make)
        self.attesting.made.connect(self._say_done)

    # What the shell says

    def arrive(self, intent: Intent) -> None:
        self.error.clear()
        self.handover = self._kept = handing.current(self._context.workspace)
        self._show()

    def leave(self) -> None:
        self._keep()
        self.done.hide()

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()
        self._keep()

    # From screen to screen

    def begin(self) -> None:
        """Begin a handover; nothing is handed over before its end."""
        workspace = self._context.workspace
        self.done.hide()
        self.handover = self._kept = Handover(leaving=workspace.user.id, day=workspace.today().isoformat())
        handing.keep(workspace, self.handover)
        self._show()

    def go_on(self) -> None:
        """To the next screen, or to the end of it all."""
        if self.handover is None or self._task is not None:
            return
        if self.step == len(STEPS) - 1:
            self._end()
        else:
            self._go_to(self.step + 1)

    def go_back(self) -> None:
        if self.handover is not None and self.step:
            self._go_to(self.step - 1)

    def give_up(self) -> None:
        """Drop what was filled in, after asking."""
        if self._task is None and self._context.door.confirm(Question("handover.drop", danger=True)):
            handing.drop(self._context.workspace)
            self.handover = self._kept = None
            self._show()

    def read_attestation(self) -> None:
        """Take over what the level above attests, once its signature is found right."""
        if self.handover is None:
            return
        found = self.attesting.read()
        if found is None:
            return
        known = {each.name: each.id for each in users.list_users(self._context.workspace)}
        taken = replace(
            self.screens.read(self.handover),
            path=HandoverPath.UPPER,
            # In a register that was begun anew who leaves has no account.
            leaving=known.get(found.leaving, ""),
            leaving_name=found.leaving,
            attested_by=found.by,
            attestation=found.document,
            attested_on=found.on.isoformat(),
            attested_signed=True,
        )
        self.handover = taken
        self.screens.show_handover(taken)
        self._keep()
        facts = {"by": found.by, "person": found.person, "title": found.title, "on": found.on}
        self._say_done(self._words("attesting.proven", **facts, document=found.document, held=found.held))

    def _say_done(self, text: str) -> None:
        self.error.clear()
        self.done.say(text)
        self.done.show()

    @property
    def step(self) -> int:
        return self.handover.step if self.handover is not None else 0

    def _go_to(self, step: int) -> None:
        assert self.handover is not None
        self.handover = replace(self.screens.read(self.handover), step=step)
        self._keep()
        self._show()

    def _keep(self) -> None:
        if self.handover is None or self._task is not None:
            return
        self.handover = self.screens.read(self.handover)
        if self.handover != self._kept:
            handing.keep(self._context.workspace, self.handover)
            self._kept = self.handover

    # Its end

    def _end(self) -> None:
        self._keep()
        handover = self.handover
        assert handover is not None
        self.error.clear()
        workspace, words = self._context.workspace, self._words
        if lacks := handover.lacks():
            names = [words(f"handover.{name}") for name in lacks]
            self._says_lacking(words("handover.lacks", names=", ".join(names)))
            return
        known = {each.id: each.name for each in users.list_users(workspace)}
        facts = {
            "leaving": known.get(handover.leaving, handover.leaving_name),
            "successor": known.get(handover.successor, ""),
            "at": handing.ends_at(workspace, handover),
        }
        if not self._context.door.confirm(Question("handover.finish", facts, danger=True)):
            return
        self._busy(busy=True)
        self._said = words("handover.done", **facts)
        work = partial(self._work, handover)
        self._task = start_task(self, work, done=self._ended, failed=self._failed)

    def _says_lacking(self, text: str) -> None:
        self._lacking.setText(text)
        self._lacking.show()

    def _work(self, handover: Handover, progress: Progress, /) -> bool:
        # As it was signed: what the end itself changes is not in it.
        paper = handover_paper.draw_minutes(self._context.workspace, handover).pdf
        return handing.complete(self._context.workspace, handover, progress, paper)

    def _ended(self, _changed: object) -> None:
        self._task = None
        self._busy(busy=False)
        self.handover = self._kept = None
        self._show()
        self.done.say(self._said)
        self.done.show()

    def _failed(self, error: UserError) -> None:
        self._task = None
        self._busy(busy=False)
        self.error.tell(error)

    def _busy(self, *, busy: bool) -> None:
        for each in (self.back, self.next, self.drop_button):
            each.setEnabled(not busy)

    # What is shown

    def _show(self) -> None:
        handover, words = self.handover, self._words
        going = handover is not None
        for each in (self._title, self.screens, self.back, self.next, self.drop_button):
            each.setVisible(going)
        self._intro.setVisible(not going)
        self._room.setVisible(not going)
        self.begin_button.setVisible(not going)
        self.attest_button.setVisible(not going and self._attests)
        self._lacking.hide()
        self._show_before()
        if handover is None:
            self.setFocusProxy(self.begin_button)
            return
        name = STEPS[handover.step]
        step = words(
            "handover.step", number=handover.step + 1, count=len(STEPS), name=words(f"handover.step.{name}")
        )
        self._title.setText(step)
        self.screens.show_handover(handover)
        self.back.setEnabled(handover.step > 0)
        last = handover.step == len(STEPS) - 1
        self.next.setText(words("handover.finish" if last else "handover.next"))
        self.setFocusProxy(self.screens.fields.get(name, self.next))

    def _show_before(self) -> None:
        found = handing.finished(self._context.workspace) if self.handover is None else []
        self._finished = found
        for each in (self._before, self.before, self.again_button):
            each.setVisible(bool(found))
        known = {each.user.id: each.user.name for each in users.accounts_of(self._context.workspace)}
        self.before.show_lines([self._line(at, each, known) for at, each in enumerate(found)])

    def _line(self, at: int, finished: Finished, known: Mapping[str, str]) -> Line:
        told = finished.handover
        facts = {
            "leaving": known.get(told.leaving, told.leaving_name),
            "successor": known.get(told.successor, ""),
        }
        note = self._words("handover.paper.title" if finished.paper else "handover.paper.not_kept")
        return Line(str(at), self._words("handover.line", at=finished.at, **facts), note)

    def print_again(self, *_key: str) -> None:
        """The minutes of the handover that is marked, as they were."""
        if self.before.key():
            self.minutes.show_again(self._finished[int(self.before.key())])

    def _marked(self, key: str) -> None:
        self.again_button.setEnabled(bool(key) and bool(self._finished[int(key)].paper))

    def _lay_out(self) -> None:
        words = self._words
        self.done.hide()
        self._intro = label("HandoverIntro", words("handover.none"), wrap=True)
        self._before = label("HandoverBeforeTitle", words("handover.before"), Role.LABEL)
        self.before = LineList("HandoverBefore", words("handover.before"))
        self.before.setFixedHeight(current_theme().px(_BEFORE))
        self.before.setMaximumWidth(current_theme().px(_WIDEST))
        self.again_button = Button("PrintAgain", words("handover.print_again"), icon_name="print")
        self.before.changed.connect(self._marked)
        self.before.opened.connect(self.print_again)
        self.again_button.clicked.connect(self.print_again)
        again = row(self.again_button)
        again.addStretch(1)
        self._lacking = label("HandoverLacking", role=Role.PROBLEM, wrap=True)
        self._lacking.hide()
        begin = row(self.begin_button, self.attest_button)
        begin.addStretch(1)
        buttons = row(self.next, self.back, self.drop_button, margins=(Space.XL, Space.S, Space.XL, Space.L))
        buttons.addStretch(1)
        head = column(self.done, self.error, self._intro, begin, self._title, gap=Space.M)
        for widget in (self._before, self.before):
            head.insertWidget(head.count() - 1, widget)
        head.insertLayout(head.count() - 1, again)
        head.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        self._room = QWidget()
        whole = column(head, self.screens, self._room, self._lacking, buttons, gap=0)
        for at in (1, 2):
            whole.setStretch(at, 1)
        self._lacking.setContentsMargins(Space.XL, 0, Space.XL, 0)
        self.setLayout(whole)

    def _edited(self) -> None:
        """What depends on what was just chosen follows it."""
        self._keep()
        self._lacking.hide()
        if self.handover is not None:
            self.screens.show_facts(self.handover)

    def _show_minutes(self) -> None:
        self._keep()
        if self.handover is not None:
            self.minutes.show(self.handover)

    def _open_code(self) -> None:
        self._context.navigation.go(OpenPage("recovery", "rehearsal"))
