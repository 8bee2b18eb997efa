"""What came: bundles that wait for earlier ones, bundles that were received, and the way back from each."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QFrame, QWidget

from desktop.services import bundle_undo, holding, past_bundles
from desktop.services.bundle_effect import Fate
from desktop.services.bundle_undo import Undone
from desktop.services.past_bundles import PastBundle
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Question
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.theme import Space
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label
from desktop.ui.pages.sync.lines import LinesList
from desktop.ui.pages.sync.past_cards import PastCard, WaitingCard
from desktop.ui.pages.sync.preview import CountsTable, changing
from desktop.ui.pages.sync.section import Section, empty
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext

_WIDEST: Final = 900
_FATES: Final = (Fate.GONE, Fate.NEW, Fate.CHANGED, Fate.CONFLICTING)


class UndonePreview(QWidget):
    """What setting a bundle aside, or taking it again, would change."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._words = context.words
        self._title = label("UndonePreviewTitle", role=Role.TITLE, wrap=True)
        self._lines = column(gap=Space.XS)
        self.counts = CountsTable(context.words)
        self.lines = LinesList(context.workspace.registry, context.words, context.privacy)
        self._card = named(QFrame(), "Card")
        self._card.setLayout(column(self.lines, margins=(1, Space.XS, 1, Space.XS)))
        self._cut = label("UndonePreviewCut", role=Role.CAPTION, wrap=True)
        self._said: list[str] = []
        self.setLayout(column(self._title, self._lines, self.counts, self._cut, self._card))

    def show_undone(self, past: PastBundle, undone: Undone, *, again: bool) -> None:
        words, effect = self._words, undone.effect
        verb = "again" if again else "undo"
        self._title.setText(words(f"received.{verb}.title", station=past.station))
        facts = (
            (f"received.{verb}.what", undone.operations),
            (f"received.{verb}.later", undone.later),
            ("received.undo.ours", 0 if again else undone.ours),
            ("received.undo.erased", 0 if again else undone.erased),
        )
        self._said = [words(key, count=count) for key, count in facts if count]
        self._said.append(words(f"received.{verb}.safe", station=past.station))
        empty(self._lines)
        for text in self._said:
            self._lines.addWidget(label("UndoneLine", text, wrap=True))
        self.counts.show_counts(effect.counts, _FATES)
        self.counts.setVisible(bool(effect.counts))
        left = sum(changing(each) for each in effect.counts.values()) - len(effect.lines)
        self._cut.setText(words("sync.receive.more", count=left))
        self._cut.setVisible(left > 0)
        self.lines.show_lines(effect.lines)
        self._card.setVisible(bool(effect.lines))

    def texts(self) -> list[str]:
        return [self._title.text(), *self._said]


class ReceivedSection(Section):
    """The list, or the preview of what one of its bundles would take with it.

    Attributes:
        waiting, past: the cards that are shown.
        preview: what would change.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Received", _WIDEST)
        words = self.words
        self._asked: tuple[PastBundle, bool] | None = None
        self.waiting: list[WaitingCard] = []
        self.past: list[PastCard] = []
        self.gone = Notice("HoldingGone", Tone.DUE)
        self.gone.offer("told", words("received.gone.told"))
        self._waiting_title = label("WaitingTitleAll", words("received.waiting"), Role.SECTION)
        self._waiting_lead = label("WaitingLead", words("received.waiting.lead"), Role.MUTED, wrap=True)
        self._past_title = label("PastTitleAll", words("received.past"), Role.SECTION)
        self.none = EmptyState("ReceivedNone")
        self.none.say(Nothing(Cause.EMPTY, words("received.none"), words("received.none.why")))
        self._waiting_rows, self._past_rows = column(gap=Space.S), column(gap=Space.S)
        self.preview = UndonePreview(context)
        self.yes_button = Button("UndoneYes", look=Look.PRIMARY)
        self.no_button = Button("UndoneNo", words("received.no"))
        self._list: tuple[QWidget, ...] = (self._waiting_title, self._waiting_lead, self._past_title)
        self.add(self.error, self.gone, self._waiting_title, self._waiting_lead, self._waiting_rows)
        self.add(self._past_title, self.none, self._past_rows, self.strip, self.preview)
        self.pin(self.yes_button, self.no_button)
        self.toast = Toast(self, context.privacy)
        self.gone.acted.connect(self._told)
        self.yes_button.clicked.connect(self.do)
        self.no_button.clicked.connect(self.back)
        self._show_list()

    def arrive(self, intent: Intent) -> None:
        if self.task is None and self._asked is None:
            self.error.clear()
            self.reload()

    def follow(self, changes: Changes) -> None:
        if self.isVisible() and self.task is None and self._asked is None:
            self.reload()

    def leave(self) -> None:
        if self.task is None:
            self._asked = None

    def reload(self) -> None:
        """Read anew what waits and what came."""
        workspace, words = self.context.workspace, self.words
        gone = holding.let_go(workspace)
        names = ", ".join(dict.fromkeys(each.station for each in gone))
        self.gone.say(words("received.gone", count=len(gone), units=names))
        empty(self._waiting_rows)
        self.waiting = [WaitingCard(each, words) for each in holding.find(workspace)]
        for waiting in self.waiting:
            waiting.discard_asked.connect(self.discard)
            self._waiting_rows.addWidget(waiting)
        empty(self._past_rows)
        self.past = [PastCard(each, words) for each in past_bundles.received(workspace)]
        for past in self.past:
            past.undo_asked.connect(self.ask_undo)
            past.again_asked.connect(self.ask_again)
            past.merged_asked.connect(self._show_merged)
            self._past_rows.addWidget(past)
        self._show_list()
        self.gone.setVisible(bool(gone))

    def discard(self, bundle: str) -> None:
        """Throw a waiting bundle away, after asking."""
        if self.context.door.confirm(Question("received.discard", danger=True)):
            holding.discard(self.context.workspace, bundle)
            self.reload()

    def ask_undo(self, past: PastBundle) -> None:
        """Show what setting the bundle aside would change."""
        self._ask(past, again=False)

    def ask_again(self, past: PastBundle) -> None:
        """Show what taking the bundle again would change."""
        self._ask(past, again=True)

    def do(self) -> None:
        """What was shown."""
        if self._asked is not None:
            past, again = self._asked
            self.run(partial(_do, self.context.workspace, past, again), self._was_done, "received.working")

    def back(self) -> None:
        if self.task is None and self._asked is not None:
            self._asked = None
            self.reload()

    def busy(self, *, busy: bool) -> None:
        for each in (self.preview, self.yes_button, self.no_button):
            each.setVisible(not busy and self._asked is not None)
        if busy:
            self._hide_list()

    def stopped(self, *, cancelled: bool) -> None:
        self._asked = None
        self._show_list()

    def _ask(self, past: PastBundle, *, again: bool) -> None:
        self._asked = (past, again)
        self.run(partial(_look, self.context.workspace, past, again), self._looked, "received.looking")

    def _looked(self, undone: object) -> None:
        assert isinstance(undone, Undone)
        assert self._asked is not None
        past, again = self._asked
        self.preview.show_undone(past, undone, again=again)
        self.yes_button.setText(self.words("received.again" if again else "received.undo"))
        self._hide_list()
        for each in (self.preview, self.yes_button, self.no_button):
            each.show()
        self.scroller.verticalScrollBar().setValue(0)
        self.no_button.setFocus()

    def _was_done(self, undone: object) -> None:
        assert isinstance(undone, Undone)
        assert self._asked is not None
        past, again = self._asked
        self._asked = None
        self.reload()
        text = self.words("received.again.done" if again else "received.undo.done", station=past.station)
        self.toast.say(text, text)

    def _show_merged(self, past: PastBundle) -> None:
        found = past_bundles.merged_in(self.context.workspace, past.bundle, self.words.language)
        card = next(each for each in self.past if each.past == past)
        card.show_merged(found)

    def _told(self, _name: str) -> None:
        holding.told(self.context.workspace)
        self.reload()

    # What is shown

    def _show_list(self) -> None:
        for each in (self.preview, self.yes_button, self.no_button):
            each.hide()
        for waiting in (self._waiting_title, self._waiting_lead, *self.waiting):
            waiting.setVisible(bool(self.waiting))
        self._past_title.setVisible(bool(self.past))
        for past in self.past:
            past.show()
        self.none.setVisible(not self.past and not self.waiting)
        first = (
            self.waiting[0].button if self.waiting else self.past[0].button if self.past else self.scroller
        )
        self.setFocusProxy(first)

    def _hide_list(self) -> None:
        for each in (*self._list, *self.waiting, *self.past, self.none, self.gone):
            each.hide()


def _look(workspace: Workspace, past: PastBundle, again: bool, progress: Progress, /) -> Undone:  # noqa: FBT001
    deed = bundle_undo.preview_again if again else bundle_undo.preview
    return deed(workspace, past.bundle, progress)


def _do(workspace: Workspace, past: PastBundle, again: bool, progress: Progress, /) -> Undone:  # noqa: FBT001
    deed = bundle_undo.take_again if again else bundle_undo.set_aside
    return deed(workspace, past.bundle, progress)
