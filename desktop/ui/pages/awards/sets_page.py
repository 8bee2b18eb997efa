"""Sets of awards on their way: what is proposed, what is decided, and the deeds that lead on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from desktop.domain.access import Permission, sees
from desktop.domain.awarding import STEPS, Deed
from desktop.domain.errors import UserError
from desktop.services import award_papers, award_proposals, award_sets
from desktop.services.award_merits import Merit, merits_waiting
from desktop.services.award_papers import PaperKind
from desktop.services.award_proposals import NewSet, Nominee
from desktop.services.certificates import NoAwardsChosen
from desktop.services.views import Changes
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.awards.award_list import AwardList
from desktop.ui.pages.awards.deeds import AwardDeeds
from desktop.ui.pages.awards.paper_pane import PaperPane
from desktop.ui.pages.awards.proposing import ProposalPane
from desktop.ui.pages.awards.set_picker import SetPicker
from desktop.ui.pages.awards.stage_chips import StageChips
from desktop.ui.shell.navigation import Intent, NewRecord, OpenRecord
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.printing import Printer
from desktop.ui.shell.shortcuts import Shortcut

_PICKER: Final = 320
_WATCHED: Final = frozenset({"award", "award_set", "award_book", "review", "member", "rule"})


@dataclass(frozen=True)
class Tab:
    """What one tab shows and what may be done there; the first deed is the page's own.

    Attributes:
        views: by name the stages of what may be shown alone; the first is everything.
        papers: the first is shown by Ctrl+P.
    """

    name: str
    views: Mapping[str, tuple[str, ...]]
    deeds: tuple[str, ...]
    papers: tuple[PaperKind, ...]


PROPOSALS: Final = Tab(
    "award_set",
    {
        "all": ("draft", "returned", "submitted"),
        "draft": ("draft",),
        "returned": ("returned",),
        "submitted": ("submitted",),
    },
    ("propose", "add", "submit", "send_back", "rewrite"),
    (PaperKind.SUBMISSION,),
)
DECISIONS: Final = Tab(
    "decisions",
    {
        "all": ("submitted", "decided", "printed", "handed", "not_handed", "revoked"),
        "submitted": ("submitted",),
        "unhanded": ("decided", "printed"),
        "handed": ("handed",),
    },
    ("decide", "number", "hand_over", "not_handed", "rewrite", "correct", "revoke"),
    (
        PaperKind.DECISION,
        PaperKind.SIGN_OFF,
        PaperKind.PROOF,
        PaperKind.CALLING,
        PaperKind.LABELS,
        PaperKind.INVITATION,
    ),
)
_WHOLE_SETS: Final = {
    "submit": STEPS[Deed.SUBMIT].before,
    "send_back": STEPS[Deed.SEND_BACK].before,
    "decide": STEPS[Deed.DECIDE].before,
    # A number is never taken back: of those not decided yet, only the ones a person ticks.
    "number": frozenset({"decided", "printed"}),
}
"""What may be done to a whole set without a tick, and to which of its awards; the rest goes by ticks alone."""
_NEEDS: Final[Mapping[str, Permission]] = {each.value: step.needs for each, step in STEPS.items()}


class SetsPage(Page):
    """One page for both tabs.

    Attributes:
        picker, list, merits, paper, proposal: its parts.
    """

    keys = (Shortcut("Ctrl+P", "awards.papers"),)

    def __init__(self, context: PageContext, printer: Printer, tab: Tab) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._tab = tab
        self._waiting: list[Merit] = []
        self._stale = True
        self.picker = SetPicker(words)
        self.chips = StageChips(words, tab.views)
        self.list = AwardList(words)
        self.merits = Notice("MeritNotice", Tone.INFO)
        self.seconds = Notice("SecondNotice", Tone.DUE)
        self.empty = EmptyState("AwardsEmpty")
        self.paper = PaperPane(context, printer)
        self.proposal = ProposalPane(context)
        self._toast = Toast(self, context.privacy)
        self._deeds = AwardDeeds(context, self._toast, self)
        self._acts: Mapping[str, Callable[[list[str]], None]] = self._deeds.by_name()
        self.buttons: dict[str, Button] = {}
        self._open_set = Button("OpenAwardSet", words("awards.open_set"), look=Look.QUIET, icon_name="edit")
        self._papers = Button("AwardPapers", words("awards.papers"), icon_name="print", shortcut="Ctrl+P")
        self._lists = QStackedWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)

    # What the window tells

    def arrive(self, intent: Intent) -> None:
        if self._stale:
            self.reload()
        match intent:
            case OpenRecord(_, record):
                self.leave_pane()
                self.picker.choose(record)
                self._show()
            case NewRecord() if self._tab is PROPOSALS:
                self.propose()
            case _:
                pass

    def follow(self, changes: Changes) -> None:
        if changes.registers & _WATCHED:
            self._stale = True
            if self.isVisible():
                self.reload()

    def reload(self) -> None:
        self._stale = False
        workspace = self._context.workspace
        self.picker.show_sets(award_sets.sets(workspace))
        if self._tab is PROPOSALS and workspace.may(Permission.EDIT):
            self._waiting = merits_waiting(workspace)
            self.merits.say(self._words("awards.merits", count=len(self._waiting)))
            self.merits.setVisible(bool(self._waiting))
        self._show()

    # What a person does

    def propose(self, *, ticked: bool = False) -> None:
        """Begin a proposal in a new set."""
        self._begin(None, ticked=ticked)

    def add(self) -> None:
        """Propose more in the set that is shown."""
        chosen = self.picker.chosen()
        if chosen is None:
            self.propose()
        else:
            self._begin(chosen, ticked=False)

    def show_paper(self, kind: PaperKind) -> None:
        """A paper of those ticked, or of all that are listed."""
        try:
            self.paper.show_paper(
                award_papers.draw_paper(self._context.workspace, kind, self._chosen_or_all())
            )
        except UserError as error:
            self._context.door.tell(error)
            return
        self._show_pane(self.paper)

    def leave_pane(self) -> None:
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.list)
        self.list.setFocus()

    def _begin(self, chosen: award_sets.SetView | None, *, ticked: bool) -> None:
        if self._may("propose"):
            self.proposal.begin(chosen, self._waiting, ticked=ticked)
            self._show_pane(self.proposal)

    def _propose(self, award_set: NewSet | str, nominees: list[Nominee]) -> None:
        changes = self._deeds.propose(award_set, nominees)
        if changes is None:
            return
        made = next((record for register, record in changes.records if register == "award_set"), award_set)
        self.reload()
        self.picker.choose(str(made))
        self._show()
        self.leave_pane()

    def _do(self, name: str) -> None:
        if name == "propose":
            self.propose()
        elif name == "add":
            self.add()
        else:
            self._acts[name](self._for(name))

    def _for(self, name: str) -> list[str]:
        """The awards that a deed is about: those ticked; a decision or numbers without ticks are for all of a set."""
        ticked = self.list.ticked()
        before = _WHOLE_SETS.get(name)
        if ticked or self.picker.chosen() is None or before is None:
            return ticked
        lines = (self.list.line(award) for award in self.list.all())
        return [each.id for each in lines if each is not None and each.stage in before]

    def _chosen_or_all(self) -> list[str]:
        awards = self.list.ticked() or self.list.all()
        if not awards:
            raise NoAwardsChosen()
        return awards

    # What is shown

    def _show(self) -> None:
        workspace, chosen = self._context.workspace, self.picker.chosen()
        award_set = chosen.id if chosen is not None else None
        lines = award_sets.award_lines(workspace, award_set, self.chips.stages())
        self.list.show_lines(lines)
        self._open_set.setVisible(chosen is not None and workspace.may(Permission.EDIT))
        if "add" in self.buttons:
            self.buttons["add"].setVisible(chosen is not None and self._may("add"))
        self._papers.setEnabled(bool(lines))
        told = award_proposals.seconds(workspace, [each.id for each in lines if each.stage == "draft"])
        names = ", ".join(dict.fromkeys(each.name for each in told[:3]))
        self.seconds.say(self._words("awards.seconds", count=len(told), names=names))
        self.seconds.setVisible(bool(told) and self._tab is PROPOSALS)
        self._lists.setCurrentWidget(self.list if lines else self.empty)
        if not lines:
            self._say_nothing()

    def _say_nothing(self) -> None:
        key = f"awards.{self._tab.name}.empty"
        whole = self.chips.stages() == self._tab.views["all"] and self.picker.chosen() is None
        why = f"{key}.why" if whole else "awards.filtered"
        cause = Cause.EMPTY if whole else Cause.FILTERED
        self.empty.say(Nothing(cause, self._words(key), self._words(why)))

    def _show_pane(self, pane: QWidget) -> None:
        self._toast.hide()
        self._stack.setCurrentWidget(pane)
        self.setFocusProxy(pane)
        pane.setFocus()

    def _edit_set(self) -> None:
        chosen = self.picker.chosen()
        if chosen is not None:
            self._deeds.edit_set(chosen.id)

    def _open(self, award: str) -> None:
        self._context.navigation.go(OpenRecord("award", award))

    def _merits_acted(self, _name: str) -> None:
        self.propose(ticked=True)

    def _print(self) -> None:
        if self._stack.currentWidget() is self.paper:
            self.paper.print_paper()
        elif self._stack.currentIndex() == 0 and not self._papers.isHidden():
            self.show_paper(self._tab.papers[0])

    # Looks

    def _lay_out(self) -> None:
        words, workspace = self._words, self._context.workspace
        self.picker.setFixedWidth(current_theme().px(_PICKER))
        self.merits.offer("ProposeMerits", words("awards.merits.propose"))
        for each in (self.merits, self.seconds):
            each.hide()
        head = row(label("SetLabel", words("awards.set"), Role.LABEL), self.picker, self._open_set)
        head.addStretch(1)
        bar = QWidget()
        flow = FlowLayout(bar, gap=Space.S)
        for name in self._tab.deeds:
            button = Button(f"Award_{name}", words(f"awards.deed.{name}"))
            if not self._may(name):
                button.hide()
            button.clicked.connect(self._deed_clicked)
            self.buttons[name] = button
            flow.addWidget(button)
        first_deed = next((each for each in self.buttons.values() if not each.isHidden()), None)
        if first_deed is not None:
            first_deed.set_look(Look.PRIMARY)
        self._papers.setMenu(self._menu())
        if not workspace.may(Permission.PRINT):
            self._papers.hide()
        flow.addWidget(self._papers)
        for widget in (self.list, self.empty):
            self._lists.addWidget(widget)
        views = row(self.chips)
        views.addStretch(1)
        inside = column(head, bar, views, self.merits, self.seconds, self._lists, gap=Space.S)
        inside.setStretch(5, 1)
        first = QWidget()
        first.setLayout(inside)
        for pane in (first, self.paper, self.proposal):
            self._stack.addWidget(pane)
        self.setLayout(column(self._stack, margins=(Space.L, Space.S, Space.L, Space.S)))

    def _may(self, name: str) -> bool:
        """Whether the user's role has a deed: who does not see the registers proposes nobody from them."""
        workspace = self._context.workspace
        if name in ("propose", "add") and not sees(workspace.role, "person"):
            return False
        return workspace.may(_NEEDS.get(name, Permission.EDIT))

    def _menu(self) -> QMenu:
        menu = named(QMenu(self), "AwardPapersMenu")
        for kind in self._tab.papers:
            action = QAction(self._words(f"awards.paper.{kind.value}"), menu)
            action.setData(kind.value)
            action.triggered.connect(self._paper_chosen)
            menu.addAction(action)
        return menu

    def _paper_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.show_paper(PaperKind(str(action.data())))

    def _deed_clicked(self) -> None:
        self._do(self.sender().objectName().removeprefix("Award_"))

    def _connect(self) -> None:
        self.picker.edited.connect(self._show)
        self.chips.chosen.connect(self._show)
        self.list.opened.connect(self._open)
        self.merits.acted.connect(self._merits_acted)
        self._open_set.clicked.connect(self._edit_set)
        self._deeds.done.connect(self.reload)
        self.paper.left.connect(self.leave_pane)
        self.proposal.left.connect(self.leave_pane)
        self.proposal.proposed.connect(self._propose)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self._print)
        if self._tab is PROPOSALS:
            QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.propose)
