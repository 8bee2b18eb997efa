"""The log of uses: every change and every access on one page, narrowed, looked at, proven and printed."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.audit import AuditFilter
from desktop.domain.errors import UserError
from desktop.i18n.dates import short_moment
from desktop.services import audit, audit_paper, upper_papers
from desktop.services.audit import AT_ONCE, AuditLine, AuditPage, Place
from desktop.services.audit_proof import Proven
from desktop.services.audit_words import about_words, deed_words
from desktop.services.upper_papers import UpperPaper
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.history_list import HistoryList
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.progress import ProgressStrip
from desktop.ui.kit.tasks import Progress, Task, start_task
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, column, label, row
from desktop.ui.pages.administration.audit_filter import AuditFilterStrip
from desktop.ui.pages.administration.audit_proof import ProofView
from desktop.ui.shell.error_lines import ErrorLines
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.paper_dialog import PaperDialog
from desktop.ui.shell.printing import Paper
from desktop.ui.shell.shortcuts import Shortcut

_PDF: Final = FileKind("file.pdf", ("*.pdf",))
_DETAIL: Final = 132
_HEADS: Final = ("at", "person", "deed", "about")


class AuditSide(Page):
    """A hundred lines at a time, the newest first; what one of them changed stands below.

    Attributes:
        filter, table, detail, proof: its parts.
    """

    keys = (Shortcut("Ctrl+P", "audit.print"), Shortcut("F2", "audit.prove"))

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._lines: tuple[AuditLine, ...] = ()
        self._wanted = AuditFilter()
        self._places: list[Place] = [Place()]
        self._end: Place | None = None
        self._task: Task | None = None
        self._proven: Proven | None = None
        self.setAccessibleName(words("oversight.side.audit"))
        self._title = ElidedLabel("AuditTitle", role=Role.SECTION)
        self._range = label("AuditRange", role=Role.CAPTION)
        self.filter = AuditFilterStrip(context, context.workspace.today)
        self.prove_button = Button(
            "AuditProve", words("audit.prove"), look=Look.PRIMARY, icon_name="check", shortcut="F2"
        )
        self.print_button = Button("AuditPrint", words("audit.print"), icon_name="print", shortcut="Ctrl+P")
        self.detail_button = Button("AuditDetails", words("audit.details"), small=True)
        self.newer_button = Button("AuditNewer", words("audit.newer"), small=True)
        self.older_button = Button("AuditOlder", words("audit.older"), small=True)
        self.table = PinnedTable("AuditTable", words("oversight.side.audit"), whole_rows=True)
        self.detail = HistoryList(context.workspace.registry, words, context.privacy)
        self.empty = EmptyState("AuditEmpty")
        self.error = ErrorLines(words, "AuditError")
        self.strip = ProgressStrip(words, "AuditStrip")
        self.proof = ProofView(context)
        self._lists = QStackedWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # On a low window the list itself is worth more.
        self.detail.setFixedHeight(min(current_theme().px(_DETAIL), self.height() // 5))

    # What the shell says

    def arrive(self, intent: Intent) -> None:
        self.filter.person.offer_when_asked(lambda: meanwhile(partial(audit.actors, self._context.workspace)))
        self.reload()

    def finish(self) -> None:
        if self._task is not None:
            self._task.finish()
        self.proof.finish()

    # What is done

    def reload(self) -> None:
        """From the newest line on, anew."""
        self._wanted = self.filter.wanted()
        self._places = [Place()]
        # After ten years every line is looked at for this, which takes seconds on an old disk.
        count = meanwhile(partial(audit.count, self._context.workspace, self._wanted))
        key = "audit.title" if self._wanted == AuditFilter() else "audit.title.filtered"
        self._title.set_full_text(self._words(key, count=count))
        self.print_button.setEnabled(count > 0)
        self._show()

    def show_older(self) -> None:
        if self._end is not None and self.older_button.isEnabled():
            self._places.append(self._end)
            self._show()

    def show_newer(self) -> None:
        if len(self._places) > 1:
            self._places.pop()
            self._show()

    def show_proof(self) -> None:
        """The other side of the page: proving."""
        self._stack.setCurrentWidget(self.proof)
        self.proof.setFocus()

    def leave_proof(self) -> None:
        self._proven = self.proof.proven
        self._stack.setCurrentIndex(0)
        self.reload()
        self.table.setFocus()

    def print_log(self) -> None:
        """All that is wanted, on paper, with what the last proof found."""
        if self._task is not None or not self.print_button.isEnabled():
            return
        self._proven = self.proof.proven
        self.error.clear()
        self._stack.setCurrentIndex(0)
        self._task = start_task(
            self, self._draw, done=self._drawn, failed=self._failed, cancelled=self._end_task
        )
        self.strip.show_task(self._task, self._words("audit.printing"))

    def _draw(self, progress: Progress, /) -> tuple[UpperPaper, bytes]:
        made = audit_paper.draw_log(self._context.workspace, self._wanted, self._proven, progress)
        return made, upper_papers.draw_pdf(made)

    def _drawn(self, found: object) -> None:
        assert isinstance(found, tuple)
        self._end_task()
        made, pdf = found
        context, words = self._context, self._words
        count = audit.count(context.workspace, self._wanted)
        sheet = partial(upper_papers.render_page, pdf)
        paper = Paper(words("oversight.side.audit"), upper_papers.page_count(pdf), sheet, 297.0, 210.0)
        dialog = PaperDialog(
            self.window(),
            words,
            paper,
            context.printer,
            self.window().size(),
            save=partial(self._save, made, count),
        )
        if dialog.exec():
            audit_paper.log_left(context.workspace, count, "print")
        dialog.deleteLater()
        self.reload()

    def _save(self, made: UpperPaper, count: int) -> None:
        context = self._context
        path = context.door.save_file("reports.save.pdf", f"{made.name}.pdf", (_PDF,))
        if path is None:
            return
        try:
            audit_paper.save_log(context.workspace, made, count, path)
        except UserError as error:
            context.door.tell(error)

    def _failed(self, error: UserError) -> None:
        self._end_task()
        self.error.tell(error)

    def _end_task(self) -> None:
        self._task = None

    # Showing

    def _show(self) -> None:
        workspace, words = self._context.workspace, self._words
        page = meanwhile(
            partial(audit.lines, workspace, self._wanted, self._places[-1], AT_ONCE, words.language)
        )
        self._lines, self._end = page.lines, page.end
        self._show_range(page)
        self.error.clear()
        heads = [Head(words(f"audit.head.{name}")) for name in _HEADS]
        self.table.show_lines(heads, [self._cells(line) for line in page.lines])
        if page.lines:
            self.table.go_to(0, 0)
            self._lists.setCurrentIndex(0)
        else:
            self._lists.setCurrentWidget(self.empty)
            self.empty.say(Nothing(Cause.FILTERED, words("audit.empty"), words("audit.empty.why")))
        self._show_detail(0)

    def _show_range(self, page: AuditPage) -> None:
        first = (len(self._places) - 1) * AT_ONCE + 1
        self.newer_button.setEnabled(len(self._places) > 1)
        self.older_button.setEnabled(page.more)
        last = first + len(page.lines) - 1
        self._range.setText(self._words("audit.range", first=first, last=last) if page.lines else "")

    def _cells(self, line: AuditLine) -> list[PinnedCell]:
        words = self._words
        at = short_moment(line.at, words.language) if line.at is not None else ""
        return [
            PinnedCell(at),
            PinnedCell(line.actor or words("audit.program"), muted=not line.actor),
            PinnedCell(deed_words(words, line), strong=line.operation is not None),
            PinnedCell(about_words(words, line)),
        ]

    def _show_detail(self, at: int, _column: int = 0) -> None:
        line = self._lines[at] if at < len(self._lines) else None
        entry = None
        if line is not None and line.operation is not None:
            entry = audit.changes_of(self._context.workspace, line.operation)
        self.detail.show_entries([entry] if entry is not None else [], may_undo=False)
        self.detail_button.setEnabled(entry is not None)
        if entry is None:
            self.detail.hide()

    def show_detail(self, *_place: int) -> None:
        """Open or close what the current line changed, below the list."""
        self.detail.setVisible(self.detail.isHidden() and self.detail_button.isEnabled())

    def _connect(self) -> None:
        self.filter.changed.connect(self.reload)
        self.prove_button.clicked.connect(self.show_proof)
        self.print_button.clicked.connect(self.print_log)
        self.detail_button.clicked.connect(self.show_detail)
        self.table.opened.connect(self.show_detail)
        self.older_button.clicked.connect(self.show_older)
        self.newer_button.clicked.connect(self.show_newer)
        self.table.moved.connect(self._show_detail)
        self.proof.left.connect(self.leave_proof)
        self.proof.print_asked.connect(self.print_log)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_log)
        QShortcut(QKeySequence("F2"), self).activated.connect(self.show_proof)

    def _lay_out(self) -> None:
        head = row(self._title, self.print_button, self.prove_button)
        head.setStretch(0, 1)
        foot = row(self._range, self.detail_button)
        foot.addStretch(1)
        foot.addWidget(self.newer_button)
        foot.addWidget(self.older_button)
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.empty)
        self.detail.hide()
        whole = column(
            head,
            self.filter,
            self.error,
            self.strip,
            self._lists,
            foot,
            self.detail,
            margins=(Space.XL, Space.M, Space.XL, Space.M),
        )
        whole.setSpacing(Space.S)
        whole.setStretch(4, 1)
        log = QWidget()
        log.setLayout(whole)
        self._stack.addWidget(log)
        self._stack.addWidget(self.proof)
        self.setLayout(column(self._stack))
        self.setFocusProxy(self.table)
