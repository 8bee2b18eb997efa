"""What is printed on: plain paper, blanks, or sheets that lack their number; the layout; the order of the stack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.domain.print_run import Scope
from desktop.pdf.certificate import Printing, Stock
from desktop.services.layout_files import LayoutChoice
from desktop.services.print_setup import Feed
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.feed_form import FeedForm
from desktop.ui.pages.awards.layout_picker import LayoutPicker
from desktop.ui.shell.choice_chips import ChoiceChips


class Mode(StrEnum):
    """On what, and so which lines: all with a frame, all but the preprinted ones, or number and day alone."""

    PLAIN = "plain"
    BLANKS = "blanks"
    SECOND = "second"


def stock_of(
    mode: Mode, choice: LayoutChoice, feed: Feed, *, code: bool, emblem: bytes | None = None
) -> Stock:
    """How sheets are put on paper; only what must meet a printed sheet is moved."""
    printing = Printing()
    if mode is not Mode.PLAIN:
        printing = Printing(shift_x=feed.shift_x, shift_y=feed.shift_y).on_blanks(choice.layout)
    if mode is Mode.SECOND:
        printing = printing.second_pass()
    return Stock(choice.layout, replace(printing, code=code, emblem=emblem))


class PaperForm(QWidget):
    """Holds no file and no printer of its own; the page acts.

    Attributes:
        feed: how the printer takes paper, shown where sheets must be met.
        layouts: which layout is for whom.

    Signals:
        changed: the preview is another one.
        asked: the name of a button, ``edit``, ``import``, ``export`` or ``emblem``.
    """

    changed = Signal()
    asked = Signal(str)

    def __init__(self, words: Words, printers: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("PaperForm")
        self._words = words
        modes = [(mode.value, words(f"press.mode.{mode}")) for mode in Mode]
        self.modes = ChoiceChips("Mode", modes, Mode.PLAIN)
        self.feed = FeedForm(words, printers)
        self.reverse = named(QCheckBox(words("press.reverse")), "Reverse")
        self.dividers = named(QCheckBox(words("press.dividers")), "Dividers")
        self.open_lines = named(QCheckBox(words("printing.leave_open")), "LeaveOpen")
        self.open_lines.setChecked(True)
        self.code = named(QCheckBox(words("printing.code")), "PrintCode")
        self.layouts = LayoutPicker(words)
        self._links: dict[str, Button] = {}
        self._code_at: tuple[bool, Mode] | None = None
        deeds = QWidget()
        links = FlowLayout(deeds, gap=Space.S)
        for name in ("edit", "import", "export", "emblem"):
            key = "press.emblem" if name == "emblem" else f"press.layout.{name}"
            link = Button(f"Layouts_{name}", words(key), look=Look.LINK, small=True)
            link.clicked.connect(self._deed)
            links.addWidget(link)
            self._links[name] = link
        whole = column(label("PaperTitle", words("press.title"), Role.SECTION), self.modes, gap=Space.S)
        whole.addWidget(self.feed)
        whole.addWidget(self.layouts)
        whole.addWidget(deeds)
        whole.addWidget(label("LayoutNote", words("printing.paper.note"), Role.CAPTION, wrap=True))
        for box in (self.code, self.open_lines, self.reverse, self.dividers):
            whole.addWidget(box)
        self.setLayout(whole)
        self.feed.hide()
        self.modes.chosen.connect(self._mode_chosen)
        self.layouts.changed.connect(self.changed)
        self.layouts.shown.connect(self._offer_code)
        self.layouts.shown.connect(self._order_keys)
        for box in (self.open_lines, self.code):
            box.clicked.connect(self.changed)

    def choice(self) -> LayoutChoice:
        """The layout in sight."""
        return self.layouts.choice()

    def stock(self, scope: Scope) -> Stock:
        """The paper of some recipients, as it goes to the printer."""
        choice = self.layouts.choice(scope)
        return stock_of(self.mode(), choice, self.feed.feed(), code=self.code.isChecked())

    def mode(self) -> Mode:
        return Mode(self.modes.value())

    def leaves_open(self) -> bool:
        """Whether what is not known yet is left white; a second pass never prints dots over a sheet."""
        return self.open_lines.isChecked() or self.mode() is Mode.SECOND

    def is_sound(self) -> bool:
        return self.mode() is Mode.PLAIN or self.feed.is_sound()

    def _order_keys(self) -> None:
        """Chips that are made later are gone through where they stand: before the links under them."""
        last = self._links["edit"]
        before: QWidget = self.modes.chip(Mode.SECOND)
        ahead = last.previousInFocusChain()
        while ahead is not None and ahead is not before:
            if not self.layouts.isAncestorOf(ahead) and ahead.focusPolicy() & Qt.FocusPolicy.TabFocus:
                before = ahead
                break
            ahead = ahead.previousInFocusChain()
        for one, following in pairwise([before, *self.layouts.chips(), last]):
            QWidget.setTabOrder(one, following)

    def _offer_code(self) -> None:
        """On plain paper with a place for it unless a person does without; on blanks only where one asks."""
        choices = [self.layouts.choice(scope) for scope in self.layouts.in_sight()]
        has_place, mode = any(each.layout.code is not None for each in choices), self.mode()
        self._links["emblem"].setVisible(any(each.layout.emblem is not None for each in choices))
        if (has_place, mode) == self._code_at:
            return
        self._code_at = has_place, mode
        self.code.setVisible(has_place and mode is not Mode.SECOND)
        self.code.setChecked(has_place and mode is Mode.PLAIN)

    def _mode_chosen(self, _mode: str) -> None:
        mode = self.mode()
        self.feed.setVisible(mode is not Mode.PLAIN)
        # A second pass runs over the sheets as they lie, without any between them.
        self.dividers.setEnabled(mode is not Mode.SECOND)
        self.open_lines.setVisible(mode is not Mode.SECOND)
        self._offer_code()
        self.changed.emit()

    def _deed(self) -> None:
        self.asked.emit(self.sender().objectName().removeprefix("Layouts_"))
