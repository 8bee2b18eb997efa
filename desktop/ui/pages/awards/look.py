"""The printing page as it is seen: who and on what on the left, the paper itself or the lot on the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services import certificates
from desktop.services.certificates import Batch
from desktop.services.print_setup import KeptRun
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pdf_view import PdfView
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.awards.lines_form import LinesForm
from desktop.ui.pages.awards.paper_form import PaperForm
from desktop.ui.pages.awards.recipients import Recipients
from desktop.ui.pages.awards.run_panel import RunPanel
from desktop.ui.pages.awards.thumbnails import Sight, Thumbnails
from desktop.ui.shell.navigation import NewRecord, OpenRecord
from desktop.ui.shell.page import Page, PageContext

_SIDE: Final = 360
_TWO_PANES_FROM: Final = 960
_ANY_WIDTH: Final = 16_777_215
"""Qt's word for no limit."""


class PrintingLook(Page):
    """Shows what it is told; what is done stands in the page that extends it.

    Attributes:
        recipients, paper, form: who, on what, and with which common lines.
        view: the paper itself.
        run: the lot that is being printed.
    """

    def __init__(self, context: PageContext, printers: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = context.words
        self._batch: Batch | None = None
        self.recipients = Recipients(self._words)
        self.form = LinesForm(self._words, context.workspace.today, enter_moves=context.enter_moves)
        self.paper = PaperForm(self._words, printers)
        self.view = PdfView(self._words)
        self.thumbnails = Thumbnails(self._words)
        self.strip = ProgressStrip(self._words)
        self.run = RunPanel(self._words)
        self._wait = label("PreviewWait", self._words("printing.wait"), Role.MUTED)
        self._misfits = Notice("MisfitNotice", Tone.DUE)
        self._misfits.hide()
        self._print = Button(
            "PrintButton", self._words("printing.print"), look=Look.PRIMARY, icon_name="print"
        )
        self._save = Button("SavePdfButton", self._words("printing.save"), icon_name="save")
        self._save_each = Button("SaveEachButton", self._words("press.save_each"), icon_name="save")
        self._lay_out()
        # First the room, then the question: both at once would need a taller window.
        self.run.asking.connect(self._papers.setHidden)
        self.run.asking.connect(self._show_run)
        self.recipients.only_to_see.connect(self._only_to_see)
        self.thumbnails.picked.connect(self._picked)
        self.setFocusProxy(self.recipients)

    def _show(self, batch: Batch) -> None:
        page = self.view.page
        self._batch = batch
        self._wait.hide()
        self.recipients.show_problems(batch.problems, batch.squeezed)
        self._papers.setCurrentWidget(self.view)
        if self.recipients.only():
            self._show_thumbnails()
        if batch.awards:
            self.view.show_document(len(batch.awards), partial(certificates.render_page, batch.pdf), page)
        else:
            self.view.clear()
        self._say_misfits()

    def _show_thumbnails(self) -> None:
        """Just the sheets that must be looked at."""
        batch = self._batch
        pages = {award: page for page, award in enumerate(batch.awards)} if batch is not None else {}
        sights = [Sight(award, said, pages.get(award)) for award, said in self.recipients.to_see()]
        render = partial(certificates.render_page, batch.pdf) if batch is not None and batch.awards else None
        self.thumbnails.show_sights(sights, render)
        self._papers.setCurrentWidget(self.thumbnails)

    def _only_to_see(self, only: bool) -> None:  # noqa: FBT001 - a slot of Qt
        if only:
            self._show_thumbnails()
        else:
            self._papers.setCurrentWidget(self.view if self._batch is not None else self.empty)

    def _picked(self, award: str) -> None:
        """One of the small pictures: it is shown large, or opened where it cannot be printed as it is."""
        if self._batch is not None and award in self._batch.awards:
            self._papers.setCurrentWidget(self.view)
            self.view.go_to(self._batch.awards.index(award))
        else:
            self._context.navigation.go(OpenRecord("award", award))

    def _show_nothing(self) -> None:
        """Nobody is ticked, or there is nobody yet."""
        words = self._words
        self.view.clear()
        if self.recipients.lines():
            nothing = Nothing(Cause.EMPTY, words("printing.none_chosen"), words("printing.none_chosen.why"))
        else:
            add = words("list.add.award") if self._context.workspace.may(Permission.EDIT) else ""
            nothing = Nothing(Cause.EMPTY, words("printing.nobody"), words("printing.nobody.why"), add)
        self.empty.say(nothing)
        self._papers.setCurrentWidget(self.empty)

    def _add_award(self) -> None:
        self._context.navigation.go(NewRecord("award"))

    def _say_misfits(self) -> None:
        count = len(self._batch.problems) if self._batch is not None else 0
        self._misfits.setVisible(bool(count))
        if count:
            self._misfits.say(self._words("printing.misfits", count=count))

    def _point(self, award: str) -> None:
        if self._batch is not None and award in self._batch.awards:
            self._papers.setCurrentWidget(self.view)
            self.view.go_to(self._batch.awards.index(award))

    def _say_saved(self, count: int, where: str) -> None:
        self._saved.say(self._words("printing.saved", count=count, path=where))
        self._saved.show()

    def _say_kept(self, kept: KeptRun | None) -> None:
        """A print that was broken off, if any."""
        people = self.recipients.people()
        left = [award for award in kept.run.awards[kept.run.done :] if award in people] if kept else []
        self._kept.setVisible(bool(left))
        if left:
            self._kept.say(self._words("press.kept", count=len(left), name=people[left[0]].name))

    def _refused(self, error: UserError) -> None:
        said = self._words.error(error)
        self._bad_layout.say(f"{said.what} {said.next}")
        self._bad_layout.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Both panes beside each other, or one at a time where there is no room for two."""
        self._one_pane = self.width() < current_theme().px(_TWO_PANES_FROM)
        self._look.setVisible(self._one_pane)
        looking = self._look.isChecked()
        self._left.setVisible(not (self._one_pane and looking))
        self._paper.setVisible(not self._one_pane or looking)
        side = current_theme().px(_SIDE)
        self._left.setMinimumWidth(0 if self._one_pane else side)
        self._left.setMaximumWidth(_ANY_WIDTH if self._one_pane else side)

    def _show_run(self, asking: bool) -> None:  # noqa: FBT001 - a slot of Qt
        """Where there is room for one pane only, the question stands in the other one."""
        if asking and self._one_pane:
            self._look.setChecked(True)

    def _lay_out(self) -> None:
        self._misfits.offer("open", self._words("printing.open_misfit"))
        self._saved = Notice("SavedNotice", Tone.DONE)
        self._kept = Notice("KeptRunNotice", Tone.DUE)
        self._kept.offer("resume", self._words("press.kept.resume"))
        self._kept.offer("forget", self._words("press.kept.forget"))
        self._bad_layout = Notice("BadLayoutNotice", Tone.DUE)
        for notice in (self._saved, self._kept, self._bad_layout):
            notice.hide()
        self._one_pane = False
        self._look = Button("LookButton", self._words("printing.look"), icon_name="show")
        self._look.setCheckable(True)
        self._look.toggled.connect(self._arrange)
        head = row(label("PrintingTitle", self._words("printing.title"), Role.TITLE))
        head.addStretch(1)
        for button in (self._print, self._save, self._save_each, self._look):
            head.addWidget(button)
        self._left = ScrollColumn(Space.L, (0, 0, Space.S, 0))
        for part in (self.recipients, self.paper, self.form):
            self._left.body.addWidget(part)
        self._paper = named(QFrame(), "PaperPane")
        self.empty = EmptyState("PrintingEmpty")
        self.empty.acted.connect(self._add_award)
        self._papers = QStackedWidget()
        for each in (self.view, self.empty, self.thumbnails):
            self._papers.addWidget(each)
        self._paper.setLayout(column(self.run, self._misfits, self._wait, self._papers))
        both = QHBoxLayout()
        both.setSpacing(Space.L)
        both.addWidget(self._left)
        both.addWidget(self._paper, 1)
        whole = column(head, self.strip, self._kept, self._bad_layout, self._saved, gap=Space.M)
        whole.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        whole.addLayout(both, 1)
        self.setLayout(whole)
