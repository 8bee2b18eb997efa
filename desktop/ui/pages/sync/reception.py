"""Reception mode: the whole window waits for sticks, takes in what they bring, and says in large words what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QWidget

from desktop.domain.errors import UserError
from desktop.i18n.dates import short_moment
from desktop.i18n.figures import period_name
from desktop.services import reception, reception_queue
from desktop.services.reception import Outcome, Sitting
from desktop.services.reception_queue import Waiting
from desktop.services.reporting_units import bare_name
from desktop.services.workspace import Workspace
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row, set_property
from desktop.ui.pages.sync.desk import Desk, Job
from desktop.ui.pages.sync.place_chips import FindSticks
from desktop.ui.shell.page import PageContext

TICK_MS: Final = 1_000
"""Between two looks at the drives: nobody who has plugged in a stick waits longer to be seen."""

_HUGE: Final = 44
_LARGE: Final = 38
_KEPT: Final = 200
"""Lines of what was received that are shown."""

_WAITING, _WORKING, _DONE, _DOUBT = "waiting", "working", "done", "doubt"
_TONES: Final = {_WAITING: Tone.NEUTRAL, _WORKING: Tone.INFO, _DONE: Tone.DONE, _DOUBT: Tone.DUE}


class ReceptionWindow(QFrame):
    """Lies over the whole window until Esc.

    Attributes:
        desk: what was seen of sticks and files.
        state: ``waiting``, ``working``, ``done`` or ``doubt``.

    Signals:
        opened: the :class:`Waiting` that a person wants to see to.
        closed: it was left.
    """

    opened = Signal(object)
    closed = Signal()

    def __init__(
        self,
        context: PageContext,
        over: QWidget,
        find_sticks: FindSticks,
        folder: Path | None = None,
        beep: Callable[[], None] = QApplication.beep,
    ) -> None:
        super().__init__(over)
        self.setObjectName("ReceptionWindow")
        self._context = context
        self._words = context.words
        self._over = over
        self._find_sticks = find_sticks
        self._folder = folder
        self._beep = beep
        self._task: Task | None = None
        self._job: Job | None = None
        self._shown: Path | None = None
        self._items: list[Waiting] = []
        self.desk = Desk()
        self.state = _WAITING
        self._what = label("ReceptionWhat", wrap=True)
        self._do = label("ReceptionDo", wrap=True)
        self._more = label("ReceptionMore", role=Role.MUTED, wrap=True)
        self.log = self._list("ReceptionLog")
        self.queue = self._list("ReceptionQueue")
        self._queue_title = label("ReceptionQueueTitle", role=Role.SECTION)
        self._answers = label("ReceptionAnswers", role=Role.HINT, wrap=True)
        self.leave_button = Button(
            "LeaveReception", self._words("reception.leave"), look=Look.SECONDARY, shortcut="Esc"
        )
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)
        self._lay_out()
        over.installEventFilter(self)
        self.leave_button.clicked.connect(self.leave)
        self.queue.itemActivated.connect(self._open)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave)

    def begin(self) -> None:
        """Cover the window and wait."""
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self._show_state(_WAITING)
        self._show_queue()
        self.leave_button.setFocus()
        self._timer.start()
        self.look()

    def leave(self) -> None:
        """Give the window back; a bundle that is being taken in is taken in whole or not at all."""
        self.finish()
        self.hide()
        self.closed.emit()

    def finish(self) -> None:
        """Stop, and wait until what was under way has ended."""
        self._timer.stop()
        if self._task is not None:
            self._task.finish()

    def busy(self) -> bool:
        return self._task is not None

    def look(self) -> None:
        """One look at the drives and the folder. While the window is locked nobody receives."""
        if not self.isVisible():
            return
        gone = self.desk.look(self._find_sticks())
        if self._folder is not None:
            self.desk.watch(self._folder, reception.new_files(self._folder, self.desk.known))
        if self._task is None:
            if self._shown in gone:
                self._shown = None
                self._show_state(_WAITING)
            self._next()

    # One after the other

    def _next(self) -> None:
        if not self.desk.jobs:
            return
        self._job = job = self.desk.jobs.popleft()
        self._show_state(_WORKING, job.name)
        work = partial(_work, self._context.workspace, job)
        self._task = start_task(self, work, done=self._done, failed=self._failed, cancelled=self._cancelled)

    def _done(self, sitting: object) -> None:
        assert isinstance(sitting, Sitting)
        self._task = None
        job, self._job = self._job, None
        self._shown = sitting.folder if job is not None and job.stick else None
        self._tell(sitting)
        self._show_queue()
        self.look()

    def _failed(self, error: UserError) -> None:
        self._task, self._job = None, None
        self._context.door.tell(error)
        self.leave()

    def _cancelled(self) -> None:
        self._task, self._job = None, None

    # What is said

    def texts(self) -> tuple[str, str]:
        """The large words, and what to do now."""
        return self._what.text(), self._do.text()

    def lines(self) -> list[str]:
        """What was received, the latest first."""
        return [self.log.item(at).text() for at in range(self.log.count())]

    def waiting(self) -> list[str]:
        """What waits for a person, the latest first."""
        return [self.queue.item(at).text() for at in range(self.queue.count())]

    def queue_title(self) -> str:
        return self._queue_title.text()

    def answers(self) -> str:
        return self._answers.text() if not self._answers.isHidden() else ""

    def _tell(self, sitting: Sitting) -> None:
        words = self._words
        for each in sitting.outcomes:
            self.log.insertItem(0, QListWidgetItem(self._line(each)))
        while self.log.count() > _KEPT:
            self.log.takeItem(self.log.count() - 1)
        out = words("reception.pull_out") if self._shown is not None else words("reception.go_on")
        if sitting.pulled:
            self._show_state(_DOUBT, words("reception.pulled"), words("reception.plug_again"))
        elif not sitting.outcomes:
            self._show_state(_DOUBT, words("reception.nothing", name=sitting.name), out)
        elif sitting.received and not sitting.waits:
            self._show_state(_DONE, self._received(sitting.received), out, self._answer_words(sitting))
        elif sitting.waits:
            what = words("reception.waits", count=len(sitting.waits), what=self._waits(sitting.waits))
            if sitting.received:
                what = words("reception.both", received=self._received(sitting.received), waits=what)
            self._show_state(_DOUBT, what, out, self._answer_words(sitting))
        else:
            units = dict.fromkeys(bare_name(each.unit) for each in sitting.outcomes)
            what = words("reception.before", units=", ".join(units))
            self._show_state(_DONE, what, out, self._answer_words(sitting))
        self._beep()

    def _received(self, outcomes: Sequence[Outcome]) -> str:
        words = self._words
        units = {each.unit: each for each in outcomes}
        with_report = {each.unit: each for each in outcomes if each.period is not None}
        if len(units) > 1:
            return words("reception.many", count=len(units))
        (unit,) = units
        period = with_report[unit].period if unit in with_report else None
        if period is None:
            return words("reception.received", unit=bare_name(unit))
        return words("reception.report", unit=bare_name(unit), period=_lowered(period_name(words, period)))

    def _waits(self, outcomes: Sequence[Outcome]) -> str:
        first = outcomes[0]
        return bare_name(first.unit) if first.unit else first.file

    def _answer_words(self, sitting: Sitting) -> str:
        if sitting.unanswered:
            units = ", ".join(map(bare_name, sitting.unanswered))
            return self._words("reception.unanswered", units=units)
        answered = any(each.answered for each in sitting.outcomes)
        return self._words("reception.answered") if answered else ""

    def _line(self, outcome: Outcome) -> str:
        words = self._words
        at = short_moment(self._context.workspace.now(), words.language)
        unit = bare_name(outcome.unit) if outcome.unit else outcome.file
        if outcome.period is not None:
            unit = words(
                "reception.unit_report", unit=unit, period=_lowered(period_name(words, outcome.period))
            )
        return words("reception.line", at=at, unit=unit, fate=words(f"reception.fate.{outcome.fate.value}"))

    def _show_state(self, state: str, what: str = "", do: str = "", more: str = "") -> None:
        words = self._words
        self.state = state
        if state == _WAITING:
            what, do = words("reception.waiting"), words("reception.plug_in")
            if self._folder is not None:
                more = words("reception.watching", folder=str(self._folder))
        elif state == _WORKING:
            what, do = words("reception.working", name=what), words("reception.leave_in")
        self._what.setText(what)
        self._do.setText(do)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        set_property(self._panel, "notice", _TONES[state].value)
        for each in (self._what, self._do, self._more):
            each.style().unpolish(each)
            each.style().polish(each)

    def _show_queue(self) -> None:
        workspace, words = self._context.workspace, self._words
        self._items = reception_queue.waiting(workspace)
        self.queue.clear()
        for each in self._items:
            self.queue.addItem(QListWidgetItem(waiting_words(self._context, each)))
        self._queue_title.setText(words("reception.queue", count=len(self._items)))
        self.queue.setVisible(bool(self._items))
        owed = reception_queue.answers(workspace)
        units = ", ".join(bare_name(name) for _, name in owed)
        self._answers.setText(words("reception.answers", count=len(owed), units=units))
        self._answers.setVisible(bool(owed))

    def _open(self) -> None:
        at = self.queue.currentRow()
        if 0 <= at < len(self._items):
            item = self._items[at]
            self.leave()
            self.opened.emit(item)

    # Put together

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def _list(self, name: str) -> QListWidget:
        made = named(QListWidget(), name)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setWordWrap(True)
        made.setMinimumHeight(current_theme().px(72))
        return made

    def _lay_out(self) -> None:
        words, theme = self._words, current_theme()
        for text, size in ((self._what, _HUGE), (self._do, _LARGE)):
            text.setStyleSheet(f"font-size: {theme.px(size)}px; font-weight: 600;")
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._more.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._panel = named(QFrame(), "ReceptionPanel")
        big = column(gap=Space.L, margins=(Space.XL, Space.XL, Space.XL, Space.XL))
        big.addStretch(1)
        for each in (self._what, self._do, self._more):
            big.addWidget(each)
        big.addStretch(1)
        self._panel.setLayout(big)
        title = label("ReceptionTitle", words("board.reception"), Role.TITLE)
        head = row(title, self.leave_button)
        head.setStretch(0, 1)
        said = label("ReceptionLogTitle", words("reception.log"), Role.SECTION)
        left = column(said, self.log, gap=Space.S)
        right = column(self._queue_title, self.queue, self._answers, gap=Space.S)
        right.addStretch(1)
        below = row(gap=Space.L)
        below.addLayout(left, 1)
        below.addLayout(right, 1)
        whole = column(head, gap=Space.M, margins=(Space.XL, Space.L, Space.XL, Space.L))
        whole.addWidget(self._panel, 3)
        whole.addLayout(below, 2)
        self.setLayout(whole)
        self.setAutoFillBackground(True)

    def sizeHint(self) -> QSize:
        return self._over.size()


def waiting_words(context: PageContext, item: Waiting) -> str:
    """One thing that waits for a person, and why."""
    words = context.words
    who = bare_name(item.unit) if item.unit else item.file
    why = words.first(f"reception.why.{item.code}", f"error.{item.code}.what", **dict(item.facts))
    return words("reception.item", unit=who, why=why, at=short_moment(item.since, words.language))


def _work(workspace: Workspace, job: Job, progress: Progress, /) -> Sitting:
    return reception.receive_all(
        workspace, job.folder, job.name, stick=job.stick, only=job.only, progress=progress
    )


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]
