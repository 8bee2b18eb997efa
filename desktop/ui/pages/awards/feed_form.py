"""How the chosen printer takes the blank: which marks touch the edge, tray and turn, and what was used today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.pdf.calibration import REACH_MM
from desktop.services.print_setup import SIDES, TRAYS, BlankUse, Feed, Source
from desktop.ui.kit.editor import LineEditor
from desktop.ui.kit.readings import TextReader
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.millimetres import MeasureBox
from desktop.ui.shell.choice_chips import ChoiceChips

SYSTEM: Final = ""
"""The printer that the system chooses, where it names none."""


class FeedForm(QWidget):
    """Nothing is kept here: the page keeps what was typed when ``changed``.

    Signals:
        changed: another mark was read, or another note typed.
        printer_changed: another printer was chosen.
        source_changed: another tray or side was chosen.
        asked: the name of a button, ``calibrate``, ``trial`` or ``picture``.
    """

    changed = Signal()
    printer_changed = Signal()
    source_changed = Signal()
    asked = Signal(str)

    def __init__(self, words: Words, printers: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("FeedForm")
        self._words = words
        names = list(printers) or [SYSTEM]
        chips = [(name, name or words("press.printer.system")) for name in names]
        self.printers = ChoiceChips("Printer", chips, names[0])
        self.trays = ChoiceChips("Tray", [(each, words(f"press.tray.{each}")) for each in TRAYS], TRAYS[0])
        self.sides = ChoiceChips("Side", [(each, words(f"press.side.{each}")) for each in SIDES], SIDES[0])
        self.across = MeasureBox("ReadAcross", words, -REACH_MM, REACH_MM)
        self.down = MeasureBox("ReadDown", words, -REACH_MM, REACH_MM)
        self.note = LineEditor("FeedNote", words, TextReader())
        self._moved = label("FeedMoved", role=Role.CAPTION, wrap=True)
        self._used = label("BlankUse", role=Role.CAPTION, wrap=True)
        self._lay_out()
        for box in (self.across, self.down, self.note):
            box.edited.connect(self._edited)
        self.across.entered.connect(self.down.setFocus)
        self.down.entered.connect(self.note.setFocus)
        self.printers.chosen.connect(self._printer_chosen)
        for each in (self.trays, self.sides):
            each.chosen.connect(self._source_chosen)

    def printer(self) -> str:
        return self.printers.value()

    def source(self) -> Source:
        return Source(self.printer(), self.trays.value(), self.sides.value())

    def show_source(self, source: Source) -> None:
        self.trays.show_value(source.tray)
        self.sides.show_value(source.side)

    def show_feed(self, feed: Feed) -> None:
        self.across.show_measure(-feed.shift_x)
        self.down.show_measure(-feed.shift_y)
        self.note.set_value(feed.note)
        self._say_moved()

    def feed(self) -> Feed:
        """What makes up for the marks that were read: the print moves the other way."""
        note = self.note.value()
        # (0.0 rather than -0.0, which would be another trial.)
        across, down = 0.0 - self.across.measure(), 0.0 - self.down.measure()
        return Feed(across, down, note if isinstance(note, str) else "")

    def is_sound(self) -> bool:
        return self.across.trouble() is None and self.down.trouble() is None

    def show_use(self, uses: Sequence[BlankUse]) -> None:
        """What became of blanks, the latest days first."""
        lines = [
            self._words(
                "press.used", day=use.day, layout=use.layout, printed=use.printed, spoiled=use.spoiled
            )
            for use in uses[:3]
        ]
        self._used.setText("\n".join(lines) or self._words("press.used.none"))

    def _edited(self) -> None:
        self._say_moved()
        self.changed.emit()

    def _printer_chosen(self, _name: str) -> None:
        self.printer_changed.emit()

    def _source_chosen(self, _value: str) -> None:
        self.source_changed.emit()

    def _say_moved(self) -> None:
        feed = self.feed()
        across = self._words(
            "press.moved.right" if feed.shift_x > 0 else "press.moved.left", mm=_mm(feed.shift_x)
        )
        down = self._words("press.moved.down" if feed.shift_y > 0 else "press.moved.up", mm=_mm(feed.shift_y))
        parts = [text for text, shift in ((across, feed.shift_x), (down, feed.shift_y)) if shift]
        moved = (
            self._words("press.moved", parts=", ".join(parts)) if parts else self._words("press.moved.none")
        )
        self._moved.setText(moved)

    def _lay_out(self) -> None:
        words = self._words
        marks = row(gap=Space.L)
        for name, box in (("across", self.across), ("down", self.down)):
            marks.addLayout(
                column(label(f"Read_{name}_Label", words(f"press.{name}"), Role.LABEL), box, gap=0)
            )
        marks.addStretch(1)
        whole: QVBoxLayout = column(
            label("PrinterLabel", words("press.printer"), Role.LABEL),
            self.printers,
            label("ScaleNote", words("press.scale"), Role.CAPTION, wrap=True),
            gap=Space.XS,
        )
        for name, chips in (("tray", self.trays), ("side", self.sides)):
            whole.addWidget(label(f"Feed_{name}_Label", words(f"press.{name}"), Role.LABEL))
            whole.addWidget(chips)
        calibrate = row(self._button("calibrate"))
        calibrate.addStretch(1)
        whole.addLayout(calibrate)
        whole.addLayout(marks)
        whole.addWidget(self._moved)
        whole.addWidget(label("FeedNoteLabel", words("press.note"), Role.LABEL))
        whole.addWidget(self.note)
        both = row(self._button("trial"), self._button("picture"))
        both.addStretch(1)
        whole.addLayout(both)
        whole.addWidget(label("FileNotice", words("kit.classified.file"), Role.CAPTION, wrap=True))
        whole.addWidget(self._used)
        self.setLayout(whole)

    def _button(self, name: str) -> Button:
        button = Button(f"Feed_{name}", self._words(f"press.{name}"), look=Look.SECONDARY, small=True)
        button.clicked.connect(self._clicked)
        return button

    def _clicked(self) -> None:
        self.asked.emit(self.sender().objectName().removeprefix("Feed_"))


def _mm(shift: float) -> str:
    return f"{abs(shift):g}".replace(".", ",")
