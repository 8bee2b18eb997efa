"""What is printed on: plain paper, blanks, or sheets that lack their number; the layout; the order of the stack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.pdf.certificate import Printing
from desktop.services.layout_files import LayoutChoice, choice_of
from desktop.services.print_setup import Feed
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, set_property
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.feed_form import FeedForm
from desktop.ui.shell.choice_chips import ChoiceChips


class Mode(StrEnum):
    """On what, and so which lines: all with a frame, all but the preprinted ones, or number and day alone."""

    PLAIN = "plain"
    BLANKS = "blanks"
    SECOND = "second"


def printing_of(mode: Mode, choice: LayoutChoice, feed: Feed) -> Printing:
    """How sheets are put on paper; only what must meet a printed sheet is moved."""
    if mode is Mode.PLAIN:
        return Printing()
    moved = Printing(shift_x=feed.shift_x, shift_y=feed.shift_y).on_blanks(choice.layout)
    return moved.second_pass() if mode is Mode.SECOND else moved


class PaperForm(QWidget):
    """Holds no file and no printer of its own; the page acts.

    Attributes:
        feed: how the printer takes paper, shown where sheets must be met.

    Signals:
        changed: the preview is another one.
        asked: the name of a button, ``edit``, ``import`` or ``export``.
    """

    changed = Signal()
    asked = Signal(str)

    def __init__(self, words: Words, printers: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("PaperForm")
        self._words = words
        self._choices: tuple[LayoutChoice, ...] = ()
        self._stem = ""
        self._buttons: list[Button] = []
        modes = [(mode.value, words(f"press.mode.{mode}")) for mode in Mode]
        self.modes = ChoiceChips("Mode", modes, Mode.PLAIN)
        self.feed = FeedForm(words, printers)
        self.reverse = named(QCheckBox(words("press.reverse")), "Reverse")
        self.dividers = named(QCheckBox(words("press.dividers")), "Dividers")
        self.open_lines = named(QCheckBox(words("printing.leave_open")), "LeaveOpen")
        self.open_lines.setChecked(True)
        self.code = named(QCheckBox(words("printing.code")), "PrintCode")
        self._papers = QWidget()
        self._flow = FlowLayout(self._papers, gap=Space.S)
        deeds = QWidget()
        links = FlowLayout(deeds, gap=Space.S)
        for name in ("edit", "import", "export"):
            link = Button(f"Layouts_{name}", words(f"press.layout.{name}"), look=Look.LINK, small=True)
            link.clicked.connect(self._deed)
            links.addWidget(link)
        whole = column(label("PaperTitle", words("press.title"), Role.SECTION), self.modes, gap=Space.S)
        whole.addWidget(self.feed)
        whole.addWidget(label("LayoutLabel", words("printing.paper"), Role.LABEL))
        whole.addWidget(self._papers)
        whole.addWidget(deeds)
        whole.addWidget(label("LayoutNote", words("printing.paper.note"), Role.CAPTION, wrap=True))
        for box in (self.code, self.open_lines, self.reverse, self.dividers):
            whole.addWidget(box)
        self.setLayout(whole)
        self.feed.hide()
        self.modes.chosen.connect(self._mode_chosen)
        for box in (self.open_lines, self.code):
            box.clicked.connect(self.changed)

    def show_layouts(self, choices: tuple[LayoutChoice, ...], stem: str) -> None:
        """The layouts to choose from, and which is chosen."""
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._choices = choices
        self._stem = stem if choice_of(choices, stem) is not None else choices[0].stem
        self._buttons = []
        for at, each in enumerate(choices):
            tip = each.layout.note.strip()
            button = Button(f"Layout_{at}", each.layout.name, look=Look.CHIP, small=True, tip=tip)
            button.setCheckable(True)
            # The words of the layout's file, in its own language.
            button.setProperty("quoted", True)
            button.clicked.connect(self._layout_clicked)
            self._flow.addWidget(button)
            self._buttons.append(button)
        self._mark()

    def choice(self) -> LayoutChoice:
        found = choice_of(self._choices, self._stem)
        assert found is not None
        return found

    def mode(self) -> Mode:
        return Mode(self.modes.value())

    def printing(self) -> Printing:
        """As it goes to the printer."""
        printing = printing_of(self.mode(), self.choice(), self.feed.feed())
        return replace(printing, code=self.code.isChecked())

    def leaves_open(self) -> bool:
        """Whether what is not known yet is left white; a second pass never prints dots over a sheet."""
        return self.open_lines.isChecked() or self.mode() is Mode.SECOND

    def is_sound(self) -> bool:
        return self.mode() is Mode.PLAIN or self.feed.is_sound()

    def _mark(self) -> None:
        for button, each in zip(self._buttons, self._choices, strict=True):
            button.setChecked(each.stem == self._stem)
            set_property(button, "active", "true" if button.isChecked() else "false")
        self._offer_code()

    def _offer_code(self) -> None:
        """On plain paper with a place for it unless a person does without; on blanks only where one asks."""
        has_place, mode = self.choice().layout.code is not None, self.mode()
        self.code.setVisible(has_place and mode is not Mode.SECOND)
        self.code.setChecked(has_place and mode is Mode.PLAIN)

    def _layout_clicked(self) -> None:
        self._stem = self._choices[int(self.sender().objectName().removeprefix("Layout_"))].stem
        self._mark()
        self.changed.emit()

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
