"""One lot of a print: what is sent next, and afterwards whose sheet came out last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidgetItem

from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.millimetres import MeasureBox
from desktop.ui.shell.quiet_list import quiet_list

_MOST_SPOILED = 99
_ROW = 28


@dataclass(frozen=True)
class LotView:
    """Where a print stands: the names of the next sheets, in the order of the printer.

    Attributes:
        paper: what to lay into the tray, where a print goes on several papers.
    """

    names: Sequence[str]
    done: int
    total: int
    blanks: bool
    paper: str = ""


class RunPanel(QFrame):
    """Asks for names, never for numbers of sheets.

    Signals:
        send: the lot that is shown goes to the printer.
        told: the place in the lot of the last good sheet (-1 for none) and the spoiled blanks.
        stopped: the person wants no more sheets.
        asking: whether names stand here, which need all the room.
    """

    send = Signal()
    told = Signal(int, int)
    stopped = Signal()
    asking = Signal(bool)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("RunPanel")
        self._words = words
        self._title = label("RunTitle", role=Role.STRONG, wrap=True)
        self._what = label("RunWhat", role=Role.BODY, wrap=True)
        self._names = quiet_list("RunNames")
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._names.setMinimumHeight(current_theme().px(96))
        self._spoiled_label = label("SpoiledLabel", words("press.spoiled"), Role.LABEL)
        self._spoiled = MeasureBox("Spoiled", words, 0, _MOST_SPOILED)
        self._send = Button("RunSend", words("press.send"), icon_name="print")
        self._go_on = Button("RunGoOn", words("press.go_on"), icon_name="check")
        self._nothing = Button("RunNothing", words("press.nothing"), look=Look.QUIET)
        self._stop = Button("RunStop", words("press.stop"), look=Look.QUIET)
        spoiled = row(self._spoiled_label, self._spoiled)
        spoiled.addStretch(1)
        deeds = row(self._send, self._go_on, self._nothing, self._stop)
        deeds.addStretch(1)
        whole = column(self._title, self._what, self._names, spoiled, deeds)
        whole.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self.setLayout(whole)
        self._send.clicked.connect(self.send)
        self._go_on.clicked.connect(self._tell_last)
        self._nothing.clicked.connect(self._tell_none)
        self._stop.clicked.connect(self.stopped)
        self._names.itemActivated.connect(self._tell_last)
        self.hide()

    def offer(self, lot: LotView) -> None:
        """Nothing was sent yet: say what would be."""
        self._show(lot, asking=False)
        self._send.setFocus()

    def ask(self, lot: LotView) -> None:
        """The lot was sent: whose sheet came out last?"""
        self._show(lot, asking=True)
        self._names.clear()
        for name in lot.names:
            item = QListWidgetItem(name)
            item.setSizeHint(QSize(0, current_theme().px(_ROW)))
            self._names.addItem(item)
        self._names.setCurrentRow(len(lot.names) - 1)
        self._spoiled.show_measure(0)
        self._names.setFocus()

    def put_away(self) -> None:
        """The print is over."""
        self.hide()
        self.asking.emit(False)

    def _show(self, lot: LotView, *, asking: bool) -> None:
        words = self._words
        facts = {"done": lot.done, "total": lot.total, "count": len(lot.names)}
        self._title.setText(words("press.lot", **facts))
        names = {"first": lot.names[0], "last": lot.names[-1]}
        following = "press.next_on" if lot.paper else "press.next"
        said = words("press.last") if asking else words(following, paper=lot.paper, **names)
        self._what.setText(said)
        for thing in (self._names, self._go_on, self._nothing):
            thing.setVisible(asking)
        self._spoiled_label.setVisible(asking and lot.blanks)
        self._spoiled.setVisible(asking and lot.blanks)
        self._send.setVisible(not asking)
        self.show()
        self.asking.emit(asking)

    def _tell_last(self, _item: QListWidgetItem | None = None) -> None:
        self._tell(self._names.currentRow())

    def _tell_none(self) -> None:
        self._tell(-1)

    def _tell(self, last: int) -> None:
        if self._spoiled.trouble() is None:
            self.told.emit(last, round(self._spoiled.measure()))
