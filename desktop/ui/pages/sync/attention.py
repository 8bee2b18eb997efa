"""What waits for a person: every content that two places changed, in one place, one click each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services import conflicts, forks, rejecting
from desktop.services.conflicts import Conflict
from desktop.services.forks import Fork, Waiting
from desktop.services.rejecting import Rejection
from desktop.services.views import Changes
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.theme import Space
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.pages.sync.conflict_card import ConflictCard, ConflictTexts
from desktop.ui.pages.sync.fork_card import ForkCard
from desktop.ui.pages.sync.rejection_card import RejectionCard
from desktop.ui.pages.sync.section import Section, empty
from desktop.ui.shell.entries import entries_of, entry_of
from desktop.ui.shell.navigation import Intent, OpenPage, OpenRecord
from desktop.ui.shell.page import PageContext

_WIDEST: Final = 900


@dataclass(frozen=True)
class _Settled:
    """What was chosen last, for its undo."""

    conflict: Conflict
    changes: Changes


class AttentionSection(Section):
    """The count on top, then one card for each choice; a look at masked values lasts until the page is left.

    Attributes:
        forks, rejections, cards: what is shown, in order.
        toast: the word after a choice, with its undo.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Attention", _WIDEST)
        words, workspace = self.words, context.workspace
        self._entries = entries_of(workspace)
        self._texts = ConflictTexts(workspace.registry, words, context.privacy)
        self._revealed: dict[tuple[str, str, tuple[str, ...]], Conflict] = {}
        self._settled: _Settled | None = None
        self.forks: list[ForkCard] = []
        self.rejections: list[RejectionCard] = []
        self.cards: list[ConflictCard] = []
        self._count = label("AttentionCount", role=Role.SECTION)
        self._lead = label("AttentionLead", words("attention.lead"), Role.MUTED, wrap=True)
        self.none = EmptyState("AttentionNone")
        self.none.say(Nothing(Cause.EMPTY, words("attention.none"), words("attention.none.why")))
        self._asked = (workspace, words.language)
        self._fork_rows, self._rejection_rows, self._rows = (column(gap=Space.M) for _ in range(3))
        self._more = label("AttentionMore", role=Role.CAPTION, wrap=True)
        self._elsewhere = label("AttentionElsewhere", role=Role.CAPTION, wrap=True)
        self.add(self._count, self.error, self._fork_rows, self._rejection_rows)
        self.add(self._lead, self.none, self._rows)
        self.add(self._more, self._elsewhere)
        self.toast = Toast(self, context.privacy)
        self.toast.acted.connect(self._take_back)
        context.privacy.changed.connect(self._privacy_changed)

    def arrive(self, intent: Intent) -> None:
        self.error.clear()
        self.reload()

    def follow(self, changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    def leave(self) -> None:
        # The next look is asked for again, and logged.
        self._revealed.clear()

    def count_text(self) -> str:
        return self._count.text()

    def reload(self) -> None:
        """Show what waits now."""
        found = conflicts.find(self.context.workspace, self.words.language)
        shown = [self._as_revealed(each) for each in found.conflicts]
        empty(self._rows)
        self.forks = [self._fork_card(each) for each in forks.find(self.context.workspace)]
        empty(self._fork_rows)
        for fork in self.forks:
            self._fork_rows.addWidget(fork)
        self.rejections = [self._rejection_card(each) for each in rejecting.find(*self._asked)]
        empty(self._rejection_rows)
        for rejection in self.rejections:
            self._rejection_rows.addWidget(rejection)
        self.cards = [self._card(each) for each in shown]
        for card in self.cards:
            self._rows.addWidget(card)
        left = found.count - len(shown)
        count = found.count + len(self.forks) + len(self.rejections)
        self._count.setText(self.words("attention.count", count=count))
        self._more.setText(self.words("attention.more", count=left))
        self._elsewhere.setText(self.words("attention.elsewhere", count=found.elsewhere))
        self._count.setVisible(bool(count))
        self._lead.setVisible(bool(found.count))
        self.none.setVisible(not count)
        self._more.setVisible(left > 0)
        self._elsewhere.setVisible(bool(found.elsewhere))
        self.setFocusProxy(self._first_button())

    def _as_revealed(self, conflict: Conflict) -> Conflict:
        """As it was looked at, unless something was written since."""
        seen = self._revealed.get(conflict.place)
        return seen if seen is not None and seen.basis == conflict.basis else conflict

    def _card(self, conflict: Conflict) -> ConflictCard:
        top = (conflict.within or conflict.hit).register
        card = ConflictCard(
            conflict,
            self._texts,
            self.words,
            may_reveal=self.context.workspace.may(Permission.REVEAL) and not self.context.privacy.hidden,
            may_open=entry_of(top, self._entries) is not None,
        )
        card.chosen.connect(self._choose)
        card.reveal_asked.connect(self._reveal)
        card.open_asked.connect(self._open)
        return card

    def _fork_card(self, waiting: Waiting) -> ForkCard:
        card = ForkCard(waiting, self.words, may_send=self.context.workspace.may(Permission.SEND))
        card.heal_asked.connect(self._heal)
        card.send_asked.connect(self._send)
        return card

    def _rejection_card(self, rejection: Rejection) -> RejectionCard:
        may_open = entry_of(rejection.hit.register, self._entries) is not None
        card = RejectionCard(rejection, self.words, may_open=may_open)
        card.correct_asked.connect(self._correct)
        card.read_asked.connect(self._read)
        return card

    def _correct(self, rejection: Rejection) -> None:
        """Open the record; one that was rejected as such is brought back first."""
        hit = rejection.hit
        if rejection.removed:
            try:
                rejecting.bring_back(self.context.workspace, rejection)
            except UserError as error:
                self._fail(error)
                return
        self.context.navigation.go(OpenRecord(hit.register, hit.record))

    def _read(self, rejection: Rejection) -> None:
        rejecting.mark_read(self.context.workspace, rejection)
        self._show_again()

    def _first_button(self) -> QWidget:
        if self.rejections:
            first = self.rejections[0]
            return first.correct_button if not first.correct_button.isHidden() else first.read_button
        buttons = [card.first_button() for card in self.cards]
        return next((each for each in buttons if each is not None), self.scroller)

    def _heal(self, fork: Fork) -> None:
        try:
            forks.heal(self.context.workspace, fork)
        except UserError as error:
            self._fail(error)
            return
        self._settled = None
        self._show_again()
        text = self.words("fork.healed")
        self.toast.say(text, text)

    def _send(self) -> None:
        self.context.navigation.go(OpenPage("sync", "send"))

    def _choose(self, conflict: Conflict, side: int) -> None:
        try:
            changes = conflicts.settle(self.context.workspace, conflict, side)
        except UserError as error:
            self._fail(error)
            return
        self._settled = _Settled(conflict, changes)
        self._show_again()
        plain = self.words("attention.settled")
        named = self.words("attention.settled.named", subject=changes.subject) if changes.subject else plain
        self.toast.say(named, plain, self.words("kit.undo"))

    def _take_back(self) -> None:
        if self._settled is None:
            return
        settled, self._settled = self._settled, None
        try:
            conflicts.reopen(self.context.workspace, settled.conflict, settled.changes)
        except UserError as error:
            self._fail(error)
            return
        self._show_again()
        text = self.words("attention.reopened")
        self.toast.say(text, text)

    def _reveal(self, conflict: Conflict) -> None:
        try:
            self._revealed[conflict.place] = conflicts.reveal(self.context.workspace, conflict)
        except UserError as error:
            self._fail(error)
            return
        self.error.clear()
        self.reload()

    def _open(self, conflict: Conflict) -> None:
        hit = conflict.within or conflict.hit
        self.context.navigation.go(OpenRecord(hit.register, hit.record))

    def _show_again(self) -> None:
        self.error.clear()
        self.reload()
        self.setFocus()

    def _fail(self, error: UserError) -> None:
        self.reload()
        self.error.tell(error)

    def _privacy_changed(self) -> None:
        if self.isVisible():
            self.reload()
