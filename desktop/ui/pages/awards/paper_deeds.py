"""What is done about the paper itself: layouts in and out, the sheet that measures a printer, the scan of a blank."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import UserError
from desktop.domain.print_run import Scope
from desktop.services import certificates, layout_files, print_setup
from desktop.services.layout_files import LayoutChoice
from desktop.services.print_setup import CalibrationTexts
from desktop.ui.kit.door import FileKind
from desktop.ui.pages.awards.paper_form import PaperForm
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.printing import Paper, Printer

_PICTURES: Final = FileKind("file.picture", ("*.png", "*.jpg", "*.jpeg"))
_LAYOUTS: Final = FileKind("file.layout", ("*.toml",))


class PaperDeeds(QObject):
    """Acts for the form of the paper.

    Signals:
        changed: the preview is another one.
        edit_wanted: the chosen layout is to be changed by hand.
        refused: a file of the unit's layouts cannot be used, as a :class:`UserError`.
    """

    changed = Signal()
    edit_wanted = Signal()
    refused = Signal(object)

    def __init__(self, context: PageContext, printer: Printer, form: PaperForm, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._printer = printer
        self._form = form
        self._window = parent
        form.asked.connect(self._layout_deed)
        form.layouts.chosen.connect(self._keep_choice)
        form.feed.asked.connect(self._feed_deed)
        form.feed.changed.connect(self._keep_feed)
        form.feed.printer_changed.connect(self.load_printer)
        form.feed.source_changed.connect(self._source_changed)

    def load(self) -> None:
        """Show what there is."""
        workspace = self._context.workspace
        found = layout_files.layouts(workspace)
        self._form.layouts.show_layouts(found.choices, print_setup.layout_choices(workspace))
        for error in found.refused[:1]:
            self.refused.emit(error)
        self.load_printer()

    def load_printer(self) -> None:
        """The printer that is chosen, as it was last used."""
        feed = self._form.feed
        feed.show_source(print_setup.source_of(self._context.workspace, feed.printer()))
        self._load_feed()
        self.show_use()

    def _source_changed(self) -> None:
        self._load_feed()
        self.changed.emit()

    def _load_feed(self) -> None:
        feed = self._form.feed
        feed.show_feed(print_setup.feed_of(self._context.workspace, feed.source()))

    def show_use(self) -> None:
        self._form.feed.show_use(print_setup.blank_use(self._context.workspace))

    def took(self, choice: LayoutChoice, *, over: str | None = None) -> None:
        """A layout was kept: it is for those in sight; one that was changed for those who had it ``over`` which."""
        self.load()
        self._form.layouts.choose(choice.stem, over=over)

    def _keep_choice(self, scope: Scope, stem: str) -> None:
        print_setup.keep_layout_choice(self._context.workspace, scope, stem)

    def _keep_feed(self) -> None:
        feed = self._form.feed
        if feed.is_sound():
            print_setup.keep_feed(self._context.workspace, feed.source(), feed.feed())

    def _feed_deed(self, name: str) -> None:
        if name == "calibrate":
            self._calibrate()
        elif name == "picture":
            self._choose_picture()

    def _calibrate(self) -> None:
        words, layout = self._context.words, self._form.choice().layout
        steps = [words(f"press.sheet.step{number}") for number in (1, 2, 3)]
        texts = CalibrationTexts(
            words("press.sheet"),
            steps,
            words("press.sheet.across"),
            words("press.sheet.down"),
            words("press.sheet.hundred"),
        )
        render = partial(certificates.render_page, print_setup.calibration_sheet(layout, texts))
        name = self._form.feed.printer()
        paper = Paper(texts.title, 1, render, layout.width, layout.height, exact=True, printer=name)
        try:
            self._printer.print_paper(self._window.window(), paper)
        except UserError as error:
            self._context.door.tell(error)

    def _choose_picture(self) -> None:
        path = self._context.door.choose_file("press.picture", (_PICTURES,))
        if path is None:
            return
        try:
            layout_files.keep_blank_picture(self._context.workspace, self._form.choice().stem, path)
        except UserError as error:
            self._context.door.tell(error)
            return
        self.changed.emit()

    def _layout_deed(self, name: str) -> None:
        if name == "edit":
            self.edit_wanted.emit()
            return
        try:
            {"import": self._import, "export": self._export, "emblem": self._choose_emblem}[name]()
        except UserError as error:
            self._context.door.tell(error)

    def _import(self) -> None:
        path = self._context.door.choose_file("press.layout.import", (_LAYOUTS,))
        if path is not None:
            self.took(layout_files.import_layout(self._context.workspace, path))

    def _choose_emblem(self) -> None:
        path = self._context.door.choose_file("press.emblem", (_PICTURES,))
        if path is not None:
            layout_files.keep_emblem(self._context.workspace, path)
            self.changed.emit()

    def _export(self) -> None:
        choice = self._form.choice()
        path = self._context.door.save_file("press.layout.export", f"{choice.stem}.toml", (_LAYOUTS,))
        if path is not None:
            layout_files.export_layout(choice.layout, path)
