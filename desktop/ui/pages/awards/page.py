"""The page that prints: recipients and common lines on the left, the paper itself on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.domain.errors import UserError
from desktop.domain.print_run import PrintRun, Scope, paper_order
from desktop.pdf.certificate import Stock
from desktop.pdf.errors import LayoutNotFound
from desktop.pdf.layout import Layout
from desktop.services import certificates, layout_files, print_setup
from desktop.services.certificates import Batch, NoAwardsChosen, RenderedPage
from desktop.services.layout_files import LayoutChoice
from desktop.services.print_setup import KeptRun
from desktop.services.views import Changes
from desktop.ui.kit.door import FileKind, Question
from desktop.ui.kit.tasks import Task
from desktop.ui.pages.awards.consent import consent
from desktop.ui.pages.awards.drawing import Drawing, Wish
from desktop.ui.pages.awards.layout_dialog import LayoutDialog
from desktop.ui.pages.awards.look import PrintingLook
from desktop.ui.pages.awards.paper_deeds import PaperDeeds
from desktop.ui.pages.awards.paper_form import Mode, stock_of
from desktop.ui.pages.awards.press import Job, Press
from desktop.ui.pages.awards.saving import Saving
from desktop.ui.shell.navigation import Intent, OpenRecord
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.printing import Paper, Printer
from desktop.ui.shell.shortcuts import Shortcut

LOOK_AGAIN_MS: Final = 400
"""The preview follows this long after the last stroke."""

_PDF: Final = FileKind("file.pdf", ("*.pdf",))

Use = Callable[[Wish, Batch], None]


class AwardsPage(PrintingLook):
    """Nothing is written before a person asks for the paper: until then the preview only looks."""

    keys = (Shortcut("Ctrl+P", "printing.print"),)

    def __init__(self, context: PageContext, printer: Printer) -> None:
        super().__init__(context, printer.names())
        self._printer = printer
        self._use: Use | None = None
        self._loaded = False
        self._drawing = Drawing(context.workspace, self)
        self._press = Press(context, printer, self.run, self)
        self._deeds = PaperDeeds(context, printer, self.paper, self)
        self._saving = Saving(context, self.strip, self)
        self._trials: set[tuple[str, str, float, float]] = set()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._connect()

    def arrive(self, intent: Intent) -> None:
        self.reload()

    def follow(self, changes: Changes) -> None:
        if "award" in changes.registers and self.isVisible():
            self.reload()

    def finish(self) -> None:
        self._again.stop()
        self._drawing.finish()
        self._saving.finish()

    def leave(self) -> None:
        self._again.stop()
        if self._use is None:
            self._drawing.finish()

    def reload(self) -> None:
        workspace = self._context.workspace
        if not self._loaded:
            self._loaded = True
            self.form.show_lines(certificates.last_common_lines(workspace))
            self._deeds.load()
        self.recipients.show_candidates(certificates.candidates(workspace))
        self._say_kept(None if self._press.busy else print_setup.kept_run(workspace))
        self._look_again()

    def print_sheets(self) -> None:
        """Write the lines onto the awards, number them, and print lot by lot."""
        if self._something_chosen() and self._tried():
            self._produce(self._begin, printing=True)

    def save_pdf(self) -> None:
        """The same, to a file that is printed elsewhere."""
        if not self._something_chosen():
            return
        path = self._context.door.save_file("printing.save", self._words("printing.file"), (_PDF,))
        if path is not None:
            self._produce(partial(self._write, path))

    def save_each(self) -> None:
        """A file for each certificate, into a folder."""
        if not self._something_chosen():
            return
        folder = self._context.door.choose_folder("press.save_each")
        if folder is not None:
            self._produce(partial(self._write_each, folder))

    def print_trial(self, name: str) -> None:
        """One certificate on plain paper, to be held against the light with a blank. Writes nothing."""
        if name == "trial" and self._something_chosen():
            award = self.recipients.pointed_at() or self.recipients.chosen()[0]
            self._ask_for(self._wish([award], use=True), self._send_trial)

    def edit_layout(self) -> None:
        """The layout is changed beside the certificate that is looked at, and kept as the unit's own."""
        if not self._something_chosen():
            return
        choice = self.paper.choice()
        layout = choice.layout
        if not choice.own:
            # What comes with the program is never written over.
            layout = replace(layout, name=self._words("press.layout.own", name=layout.name))
        dialog = LayoutDialog(self.window(), self._words, layout, self._drawn_on, self.window().size())
        agreed = dialog.exec() == LayoutDialog.DialogCode.Accepted
        made = dialog.layout_made()
        dialog.deleteLater()
        if not agreed:
            return
        try:
            over = choice.stem if choice.own and made.name == layout.name else None
            kept = layout_files.keep_layout(self._context.workspace, made, over=over)
            self._deeds.took(kept, over=choice.stem)
        except UserError as error:
            self._context.door.tell(error)

    def _drawn_on(self, layout: Layout) -> Callable[[int, int], RenderedPage] | None:
        award = self.recipients.pointed_at() or self.recipients.chosen()[0]
        wish = self._wish([award], use=False)
        # With everything that may stand on it, dots for what is not known among it.
        printing = replace(wish.stocks[award].printing, code=True, frame=True)
        stock = Stock(layout, printing)
        batch = certificates.draw(self._context.workspace, wish.awards, wish.lines, stock)
        return partial(certificates.render_page, batch.pdf) if batch.awards else None

    # What was asked for

    def _produce(self, use: Use, *, printing: bool = False) -> None:
        """Ask what must be asked, then draw; ``printing``: not into a file."""
        chosen = self.recipients.chosen()
        second = self.paper.mode() is Mode.SECOND
        told = certificates.prospect(self._context.workspace, chosen, second=second)
        people = self.recipients.people()
        agreed = consent(self._context.door, told, self.form.lines(), people, printing=printing)
        if agreed is not None:
            wish = replace(self._wish(chosen, use=True), numbered=agreed.numbered, reason=agreed.reason)
            self._ask_for(wish, use)

    def _ask_for(self, wish: Wish, use: Use) -> None:
        self._again.stop()
        self._use = use
        self._drawing.ask(wish)

    def _something_chosen(self) -> bool:
        if self._use is not None or self._press.busy or self._saving.busy:
            return False
        if not self.recipients.chosen():
            self._context.door.tell(NoAwardsChosen())
            return False
        return self.form.is_sound() and self.paper.is_sound()

    def _tried(self) -> bool:
        """Whether a trial sheet showed where this printer prints, or the person does without."""
        people = self.recipients.people()
        scopes = {people[award].scope for award in self.recipients.chosen()}
        if self.paper.mode() is Mode.PLAIN or {self._trial(each) for each in scopes} <= self._trials:
            return True
        return self._context.door.confirm(Question("press.untried"))

    def _trial(self, scope: Scope) -> tuple[str, str, float, float]:
        feed = self.paper.feed.feed()
        return (
            self.paper.layouts.choice(scope).stem,
            self.paper.feed.source().told,
            feed.shift_x,
            feed.shift_y,
        )

    def _wish(self, awards: Sequence[str], *, use: bool) -> Wish:
        people = self.recipients.people()
        stocks = {scope: self._stock(scope, use=use) for scope in {people[award].scope for award in awards}}
        papers = {award: stocks[people[award].scope] for award in awards}
        return Wish(awards, self.form.lines(), papers, leave_open=self.paper.leaves_open(), use=use)

    def _stock(self, scope: Scope, *, use: bool) -> Stock:
        stock = self.paper.stock(scope)
        if stock.layout.emblem is not None:
            picture = layout_files.emblem(self._context.workspace)
            stock = replace(stock, printing=replace(stock.printing, emblem=picture))
        if use or self.paper.mode() is Mode.PLAIN:
            return stock
        # The printer is moved, not the print: on the blank it stands where the layout has it.
        stem = self.paper.layouts.choice(scope).stem
        under = layout_files.blank_picture(self._context.workspace, stem)
        return replace(stock, printing=replace(stock.printing, shift_x=0.0, shift_y=0.0, under=under))

    def _look_again(self) -> None:
        people = self.recipients.people()
        scopes = dict.fromkeys(people[award].scope for award in self.recipients.chosen())
        self.paper.layouts.show_scopes(list(scopes))
        if not self.recipients.chosen():
            self._batch = None
            self._wait.hide()
            self._show_nothing()
            self._say_misfits()
            return
        if self._use is None and self.form.is_sound() and self.paper.is_sound():
            self._drawing.ask(self._wish(self.recipients.chosen(), use=False))

    def _drawn(self, wish: Wish, batch: Batch) -> None:
        use = self._use
        if wish.use and use is not None:
            self._use = None
            if batch.awards:
                use(wish, batch)
            else:
                self._show(batch)
            self.reload()
            return
        self._show(batch)

    def _failed(self, error: UserError) -> None:
        self._use = None
        self._context.door.tell(error)

    def _cancelled(self, wish: Wish) -> None:
        if wish.use:
            self._use = None

    def _begin(self, wish: Wish, batch: Batch) -> None:
        paper, people = self.paper, self.recipients.people()
        reverse = paper.reverse.isChecked()
        dividers = paper.dividers.isChecked() and paper.mode() is not Mode.SECOND
        awards = paper_order(batch.awards, reverse=reverse)
        run = PrintRun(awards, 0, tuple(paper.layouts.choice(people[award].scope).stem for award in awards))
        code = paper.code.isChecked()
        kept = KeptRun(run, paper.mode().value, reverse, dividers, wish.reason, wish.leave_open, code)
        self._go_on(kept, wish, batch)

    def _go_on(self, kept: KeptRun, _wish: Wish, batch: Batch) -> None:
        run = kept.run.among(set(batch.awards))
        choices = {each.stem: each for each in self._layouts()}
        job = Job(replace(kept, run=run), batch, choices, self.paper.feed.printer(), self.recipients.people())
        self._kept.hide()
        self._press.begin(job)

    def _layouts(self) -> tuple[LayoutChoice, ...]:
        return layout_files.layouts(self._context.workspace).choices

    def _send_trial(self, wish: Wish, batch: Batch) -> None:
        layout = wish.stocks[wish.awards[0]].layout
        render = partial(certificates.render_page, batch.pdf)
        paper = Paper(
            self._words("press.trial"),
            1,
            render,
            layout.width,
            layout.height,
            exact=True,
            printer=self.paper.feed.printer(),
        )
        try:
            if self._printer.print_paper(self.window(), paper):
                self._trials.add(self._trial(self.recipients.people()[wish.awards[0]].scope))
        except UserError as error:
            self._context.door.tell(error)

    def _kept_acted(self, name: str) -> None:
        """Go on with the print that was broken off, or forget it."""
        kept = print_setup.kept_run(self._context.workspace)
        if name == "forget" or kept is None:
            print_setup.keep_run(self._context.workspace, None)
            self._kept.hide()
            return
        stems = dict(zip(kept.run.awards, kept.run.papers, strict=True))
        known = {each.stem: each for each in self._layouts()}
        gone = next((stem for stem in stems.values() if stem not in known), None)
        if gone is not None:
            self._context.door.tell(LayoutNotFound(file=gone))
            return
        feed, mode = self.paper.feed.feed(), Mode(kept.mode)
        picture = layout_files.emblem(self._context.workspace)
        stocks = {
            stem: stock_of(mode, known[stem], feed, code=kept.code, emblem=picture)
            for stem in set(stems.values())
        }
        awards = [award for award in self.recipients.people() if award in stems]
        if awards and self._use is None and not self._press.busy and self.form.is_sound():
            papers = {award: stocks[stems[award]] for award in awards}
            wish = Wish(awards, self.form.lines(), papers, leave_open=kept.leave_open, use=True)
            self._ask_for(wish, partial(self._go_on, kept))

    def _write(self, path: Path, _wish: Wish, batch: Batch) -> None:
        self._saving.one(path, batch)

    def _write_each(self, folder: Path, _wish: Wish, batch: Batch) -> None:
        names = {award: person.name for award, person in self.recipients.people().items()}
        self._saving.each(folder, names, batch)

    def _open_misfit(self, _name: str) -> None:
        if self._batch is not None and self._batch.problems:
            self._context.navigation.go(OpenRecord("award", next(iter(self._batch.problems))))

    def _pressed(self) -> None:
        self._deeds.show_use()
        self.reload()

    def _show_progress(self, task: Task) -> None:
        if self._use is not None:
            self.strip.show_task(task, self._words("printing.drawing"))

    def _connect(self) -> None:
        for changed in (
            self.recipients.changed,
            self.form.changed,
            self.paper.changed,
            self._deeds.changed,
        ):
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
        self._save_each.clicked.connect(self.save_each)
        self.paper.feed.asked.connect(self.print_trial)
        self._press.moved.connect(self._pressed)
        self._deeds.edit_wanted.connect(self.edit_layout)
        self._deeds.refused.connect(self._refused)
        self._kept.acted.connect(self._kept_acted)
        self._saving.saved.connect(self._say_saved)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_sheets)
