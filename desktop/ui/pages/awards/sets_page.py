"""Sets of awards on their way: what is proposed, what is decided, and the deeds that lead on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from desktop.domain.access import Permission, sees
from desktop.domain.awarding import STEPS
from desktop.domain.errors import UserError
from desktop.services import award_papers, award_proposals, award_sets
from desktop.services.award_merits import Merit, merits_waiting
from desktop.services.award_papers import PaperKind
from desktop.services.award_proposals import NewSet, Nominee
from desktop.services.certificates import NoAwardsChosen
from desktop.services.views import Changes
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.meanwhile import meanwhile
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
from desktop.ui.pages.awards.tab import PROPOSALS, WHOLE_SETS, Tab
from desktop.ui.shell.navigation import Intent, NewRecord, OpenPage, OpenRecord
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.printing import Printer
from desktop.ui.shell.shortcuts import Shortcut

_PICKER: Final = 320
_SETTLES_MS: Final = 800
"""An order is kept this long after the last line was moved: many moves are one operation."""
_WATCHED: Final = frozenset({"award", "award_set", "award_book", "review", "member", "rule"})


_NEEDS: Final[Mapping[str, Permission]] = {each.value: step.needs for each, step in STEPS.items()}


class SetsPage(Page):
    """One page for both tabs.

    Attributes:
        picker, list, merits, paper, proposal: its parts.
    """

    keys = (
        Shortcut("Ctrl+P", "awards.papers"),
        Shortcut("Alt+Up", "awards.order.up"),
        Shortcut("Alt+Down", "awards.order.down"),
    )

    def __init__(self, context: PageContext, printer: Printer, tab: Tab) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._tab = tab
        self._waiting: list[Merit] = []
        self._stale = True
        self._on_paper: list[str] = []
        self._order: tuple[str, list[str]] | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLES_MS)
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
        self._pack = Button("MakePackLink", words("packs.make.link"), look=Look.QUIET, icon_name="usb")
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

    def leave(self) -> None:
        self._keep_order()

    def finish(self) -> None:
        self._keep_order()

    def reload(self) -> None:
        self._stale = False
        workspace = self._context.workspace
        self.picker.show_sets(meanwhile(partial(award_sets.sets, workspace)))
        if self._tab is PROPOSALS and workspace.may(Permission.EDIT):
            self._waiting = meanwhile(partial(merits_waiting, workspace))
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
            self._on_paper = self._chosen_or_all()
            self._draw_paper(kind)
        except UserError as error:
            self._context.door.tell(error)
            return
        self._show_pane(self.paper)

    def _draw_paper(self, kind: PaperKind) -> None:
        self.paper.show_paper(award_papers.draw_paper(self._context.workspace, kind, self._on_paper))

    def _correct(self, award: str) -> None:
        """A mistake was found on the proof: the line is changed, and the proof drawn anew."""
        self._deeds.rewrite([award])
        self._draw_paper(PaperKind.PROOF)

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
        before = WHOLE_SETS.get(name)
        if ticked or self.picker.chosen() is None or before is None:
            return ticked
        lines = (self.list.line(award) for award in self.list.all())
        return [each.id for each in lines if each is not None and each.stage in before]

    def _chosen_or_all(self) -> list[str]:
        awards = self.list.ticked() or self.list.all()
        if not awards:
            raise NoAwardsChosen()
        return awards

    def _arranged(self) -> None:
        chosen = self.picker.chosen()
        if chosen is not None:
            self._order = chosen.id, self.list.all()
            self._settling.start()

    def _keep_order(self) -> None:
        """Keep the order that the lines were moved to."""
        self._settling.stop()
        if self._order is not None:
            (award_set, shown), self._order = self._order, None
            self._deeds.arrange(award_set, shown)

    # What is shown

    def _show(self) -> None:
        self._keep_order()
        workspace, chosen = self._context.workspace, self.picker.chosen()
        award_set = chosen.id if chosen is not None else None
        lines = meanwhile(partial(award_sets.award_lines, workspace, award_set, self.chips.stages()))
        self.list.show_lines(lines)
        self.list.let_arrange(chosen is not None and workspace.may(Permission.EDIT))
        self._open_set.setVisible(chosen is not None and workspace.may(Permission.EDIT))
        if "add" in self.buttons:
            self.buttons["add"].setVisible(chosen is not None and self._may("add"))
        self._papers.setEnabled(bool(lines))
        drafts = [each.id for each in lines if each.stage == "draft"]
        told = meanwhile(partial(award_proposals.seconds, workspace, drafts))
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

    def _make_pack(self) -> None:
        self._context.navigation.go(OpenPage("sync", "pack"))

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
        if self._tab.name != "decisions" or not workspace.may(Permission.SEND):
            self._pack.hide()
        head = row(
            label("SetLabel", words("awards.set"), Role.LABEL), self.picker, self._open_set, self._pack
        )
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
        self.list.arranged.connect(self._arranged)
        self._settling.timeout.connect(self._keep_order)
        self.merits.acted.connect(self._merits_acted)
        self._open_set.clicked.connect(self._edit_set)
        self._pack.clicked.connect(self._make_pack)
        self._deeds.done.connect(self.reload)
        self.paper.left.connect(self.leave_pane)
        self.paper.corrects.connect(self._correct)
        self.proposal.left.connect(self.leave_pane)
        self.proposal.proposed.connect(self._propose)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self._print)
        if self._tab is PROPOSALS:
            QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.propose)
