"""The page that prints: recipients and common lines on the left, the paper itself on the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.pdf.layout import load_layout
from desktop.services import certificates
from desktop.services.certificates import Batch, NoAwardsChosen
from desktop.services.views import Changes
from desktop.system.atomic import write_atomic
from desktop.ui.kit.door import FileKind, Question
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pdf_view import PdfView
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.tasks import Task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.awards.drawing import Drawing, Wish
from desktop.ui.pages.awards.lines_form import LinesForm
from desktop.ui.pages.awards.recipients import Recipients
from desktop.ui.shell.navigation import Intent, NewRecord, OpenRecord
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.printing import Paper, Printer
from desktop.ui.shell.shortcuts import Shortcut

LOOK_AGAIN_MS: Final = 400
"""The preview follows this long after the last stroke."""

_SIDE: Final = 360
_TWO_PANES_FROM: Final = 960
_ANY_WIDTH: Final = 16_777_215
"""Qt's word for no limit."""
_PDF: Final = FileKind("file.pdf", ("*.pdf",))

Use = Callable[[Wish, Batch], None]


class AwardsPage(Page):
    """Nothing is written before a person asks for the paper: until then the preview only looks."""

    keys = (Shortcut("Ctrl+P", "printing.print"),)

    def __init__(self, context: PageContext, printer: Printer) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = context.words
        self._printer = printer
        self._use: Use | None = None
        self._batch: Batch | None = None
        self._loaded = False
        layouts = tuple(load_layout(path) for path in certificates.layouts())
        self.recipients = Recipients(self._words)
        self.form = LinesForm(self._words, context.workspace.today, layouts, enter_moves=context.enter_moves)
        self.view = PdfView(self._words)
        self.strip = ProgressStrip(self._words)
        self._wait = label("PreviewWait", self._words("printing.wait"), Role.MUTED)
        self._misfits = Notice("MisfitNotice", Tone.DUE)
        self._misfits.hide()
        self._drawing = Drawing(context.workspace, self)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._print = Button(
            "PrintButton", self._words("printing.print"), look=Look.PRIMARY, icon_name="print"
        )
        self._save = Button("SavePdfButton", self._words("printing.save"), icon_name="save")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.recipients)

    def arrive(self, intent: Intent) -> None:
        self.reload()

    def follow(self, changes: Changes) -> None:
        if "award" in changes.registers and self.isVisible():
            self.reload()

    def finish(self) -> None:
        self._again.stop()
        self._drawing.finish()

    def leave(self) -> None:
        self._again.stop()
        if self._use is None:
            self._drawing.finish()

    def reload(self) -> None:
        workspace = self._context.workspace
        if not self._loaded:
            self._loaded = True
            self.form.show_lines(certificates.last_common_lines(workspace))
            default = certificates.default_layout().name
            names = [layout.name for layout in self.form.layouts]
            self.form.choose_layout(names.index(default))
        self.recipients.show_candidates(certificates.candidates(workspace))
        self._look_again()

    def print_sheets(self) -> None:
        """Write the lines onto the awards, number them, and print."""
        self._produce(self._send_to_printer)

    def save_pdf(self) -> None:
        """The same, to a file that is printed elsewhere."""
        if not self._something_chosen():
            return
        path = self._context.door.save_file("printing.save", self._words("printing.file"), (_PDF,))
        if path is not None:
            self._produce(partial(self._write, path))

    # What was asked for

    def _produce(self, use: Use) -> None:
        if not self._something_chosen():
            return
        facts = {"count": len(self.recipients.chosen()), "waiting": self.recipients.without_number()}
        if self._context.door.confirm(Question("printing.confirm", facts)):
            self._again.stop()
            self._use = use
            self._drawing.ask(self._wish(decide=True))

    def _something_chosen(self) -> bool:
        if self._use is not None:
            return False
        if not self.recipients.chosen():
            self._context.door.tell(NoAwardsChosen())
            return False
        return self.form.is_sound()

    def _wish(self, *, decide: bool = False) -> Wish:
        return Wish(self.recipients.chosen(), self.form.lines(), self.form.layout_chosen(), decide)

    def _look_again(self) -> None:
        if not self.recipients.chosen():
            self._batch = None
            self._wait.hide()
            self._show_nothing()
            self._say_misfits()
            return
        if self._use is None and self.form.is_sound():
            self._drawing.ask(self._wish())

    def _drawn(self, wish: Wish, batch: Batch) -> None:
        self._show(batch)
        use = self._use
        if wish.decide and use is not None:
            self._use = None
            if batch.awards:
                use(wish, batch)
            self.reload()

    def _failed(self, error: UserError) -> None:
        self._use = None
        self._context.door.tell(error)

    def _cancelled(self, wish: Wish) -> None:
        if wish.decide:
            self._use = None

    def _send_to_printer(self, wish: Wish, batch: Batch) -> None:
        layout = wish.layout
        render = partial(certificates.render_page, batch.pdf)
        paper = Paper(self._words("printing.title"), len(batch.awards), render, layout.width, layout.height)
        if self._printer.print_paper(self.window(), paper):
            certificates.printed(self._context.workspace, batch.awards)

    def _write(self, path: Path, _wish: Wish, batch: Batch) -> None:
        try:
            write_atomic(path, batch.pdf)
        except UserError as error:
            self._context.door.tell(error)
            return
        self._context.workspace.log_access("export", f"award:{len(batch.awards)}")
        self._saved.say(self._words("printing.saved", count=len(batch.awards), path=str(path)))
        self._saved.show()

    # What is shown

    def _show(self, batch: Batch) -> None:
        page = self.view.page
        self._batch = batch
        self._wait.hide()
        self.recipients.show_problems(batch.problems)
        self._papers.setCurrentWidget(self.view)
        if batch.awards:
            self.view.show_document(len(batch.awards), partial(certificates.render_page, batch.pdf), page)
        else:
            self.view.clear()
        self._say_misfits()

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

    def _open_misfit(self, _name: str) -> None:
        if self._batch is not None and self._batch.problems:
            self._context.navigation.go(OpenRecord("award", next(iter(self._batch.problems))))

    def _point(self, award: str) -> None:
        if self._batch is not None and award in self._batch.awards:
            self.view.go_to(self._batch.awards.index(award))

    def _show_progress(self, task: Task) -> None:
        if self._use is not None:
            self.strip.show_task(task, self._words("printing.drawing"))

    # Looks

    def _connect(self) -> None:
        for changed in (self.recipients.changed, self.form.changed):
            changed.connect(self._saved.hide)
            changed.connect(self._again.start)
        self.recipients.pointed.connect(self._point)
        self._again.timeout.connect(self._look_again)
        self._drawing.started.connect(self._show_progress)
        self._drawing.drawn.connect(self._drawn)
        self._drawing.failed.connect(self._failed)
        self._drawing.cancelled.connect(self._cancelled)
        self._misfits.acted.connect(self._open_misfit)
        self._print.clicked.connect(self.print_sheets)
        self._save.clicked.connect(self.save_pdf)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_sheets)

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

    def _lay_out(self) -> None:
        self._misfits.offer("open", self._words("printing.open_misfit"))
        self._saved = Notice("SavedNotice", Tone.DONE)
        self._saved.hide()
        self._one_pane = False
        self._look = Button("LookButton", self._words("printing.look"), icon_name="show")
        self._look.setCheckable(True)
        self._look.toggled.connect(self._arrange)
        head = row(label("PrintingTitle", self._words("printing.title"), Role.TITLE))
        head.addStretch(1)
        for button in (self._print, self._save, self._look):
            head.addWidget(button)
        self._left = ScrollColumn(Space.L, (0, 0, Space.S, 0))
        self._left.body.addWidget(self.recipients)
        self._left.body.addWidget(self.form)
        self._paper = named(QFrame(), "PaperPane")
        self.empty = EmptyState("PrintingEmpty")
        self.empty.acted.connect(self._add_award)
        self._papers = QStackedWidget()
        for each in (self.view, self.empty):
            self._papers.addWidget(each)
        self._paper.setLayout(column(self._misfits, self._wait, self._papers))
        both = QHBoxLayout()
        both.setSpacing(Space.L)
        both.addWidget(self._left)
        both.addWidget(self._paper, 1)
        whole = column(head, self.strip, self._saved, gap=Space.M)
        whole.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        whole.addLayout(both, 1)
        self.setLayout(whole)
