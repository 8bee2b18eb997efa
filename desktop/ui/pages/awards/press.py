"""Sends a print to the printer lot by lot, and remembers where it stands before it does anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.domain.print_run import Divider, with_dividers
from desktop.pdf.layout import Layout
from desktop.services import certificates, print_setup
from desktop.services.certificates import Batch, Candidate, RenderedPage
from desktop.services.layout_files import LayoutChoice
from desktop.services.print_setup import KeptRun
from desktop.ui.pages.awards.paper_form import Mode
from desktop.ui.pages.awards.run_panel import LotView, RunPanel
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.printing import Paper, Printer


@dataclass(frozen=True)
class Job:
    """A print that goes on: how far it is, its drawn sheets, on what, and whose sheet each is.

    Attributes:
        choices: by the name of a paper of its run, its layout.
    """

    kept: KeptRun
    batch: Batch
    choices: Mapping[str, LayoutChoice]
    printer: str
    people: Mapping[str, Candidate]

    @property
    def choice(self) -> LayoutChoice:
        """The layout of the next lot."""
        return self.choices[self.kept.run.paper]

    def layout_of(self, award: str) -> Layout:
        run = self.kept.run
        return self.choices[run.papers[run.awards.index(award)]].layout


class Press(QObject):
    """One print at a time.

    Signals:
        moved: sheets came out, or the print is over.
    """

    moved = Signal()

    def __init__(self, context: PageContext, printer: Printer, panel: RunPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._printer = printer
        self._panel = panel
        self._window = parent
        self._job: Job | None = None
        self._dividers: Mapping[Divider, bytes] = {}
        panel.send.connect(self._send)
        panel.told.connect(self._told)
        panel.stopped.connect(self._end)

    @property
    def busy(self) -> bool:
        return self._job is not None

    def begin(self, job: Job) -> None:
        """Keep it, and send the first lot."""
        self._job = job
        print_setup.keep_run(self._context.workspace, job.kept)
        self._dividers = self._draw_dividers(job) if job.kept.dividers else {}
        self._send()

    def _send(self) -> None:
        job = self._job
        if job is None:
            return
        sheets = self._sheets(job)
        layout = job.choice.layout
        paper = Paper(
            self._context.words("printing.title"),
            len(sheets),
            partial(_render, sheets),
            layout.width,
            layout.height,
            exact=True,
            printer=job.printer,
        )
        sent = False
        try:
            sent = self._printer.print_paper(self._window.window(), paper)
        except UserError as error:
            self._context.door.tell(error)
        (self._panel.ask if sent else self._panel.offer)(self._lot(job))

    def _told(self, last: int, spoiled: int) -> None:
        job = self._job
        if job is None:
            return
        workspace = self._context.workspace
        good = job.kept.run.lot()[: last + 1]
        if job.kept.mode == Mode.BLANKS and (good or spoiled):
            print_setup.count_blanks(workspace, job.choice.layout.name, len(good), spoiled)
        if good:
            certificates.printed(
                workspace,
                good,
                job.kept.reason,
                lacking=job.batch.lacking,
                second=job.kept.mode == Mode.SECOND,
            )
        kept = replace(job.kept, run=job.kept.run.after(good[-1] if good else None))
        print_setup.keep_run(workspace, kept)
        if kept.run.is_over:
            self._end()
            return
        self._job = replace(job, kept=kept)
        self.moved.emit()
        # After a jam the person clears the printer first.
        if len(good) == len(job.kept.run.lot()):
            self._send()
        else:
            self._panel.offer(self._lot(self._job))

    def _end(self) -> None:
        """What is left stays known; the page offers it again."""
        self._job = None
        self._panel.put_away()
        self.moved.emit()

    def _lot(self, job: Job) -> LotView:
        run = job.kept.run
        names = [job.people[award].name for award in run.lot()]
        several = len(set(run.papers)) > 1
        paper = job.choice.layout.name if several else ""
        return LotView(names, run.done, len(run.awards), job.kept.mode == Mode.BLANKS, paper)

    def _sheets(self, job: Job) -> list[tuple[bytes, int]]:
        """The lot's pages in the order of the printer, as (PDF, page)."""
        lot: list[str | Divider] = list(job.kept.run.lot())
        if self._dividers:
            whole = [(award, job.people[award].kind) for award in job.batch.awards]
            lot = with_dividers(job.kept.run.lot(), whole, reverse=job.kept.reverse)
        pages = {award: page for page, award in enumerate(job.batch.awards)}
        return [
            (self._dividers[each], 0) if isinstance(each, Divider) else (job.batch.pdf, pages[each])
            for each in lot
        ]

    def _draw_dividers(self, job: Job) -> Mapping[Divider, bytes]:
        whole = [(award, job.people[award].kind) for award in job.batch.awards]
        sheets = with_dividers(job.batch.awards, whole, reverse=False)
        return {
            each: self._draw_divider(job.layout_of(str(award)), each)
            for each, award in pairwise(sheets)
            if isinstance(each, Divider)
        }

    def _draw_divider(self, layout: Layout, divider: Divider) -> bytes:
        words = self._context.words
        title = words.choice("recipient_kind", divider.kind).upper()
        return print_setup.dividers(layout, [(title, words("press.divider", count=divider.count))])


def _render(sheets: list[tuple[bytes, int]], page: int, width: int) -> RenderedPage:
    return certificates.render_page(*sheets[page], width)
