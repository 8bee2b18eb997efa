"""What is worth knowing of what is being typed, in bars above the fields; none of it stops the saving."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.views import Remark
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Notice, column
from desktop.ui.kit.words import Words


class RemarkList(QWidget):
    """Bars, one for each remark; hidden while there is none.

    Signals:
        opened: register and record of another record that the person wants to look at.
    """

    opened = Signal(str, str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("Remarks")
        self._words = words
        self._shown: Sequence[Remark] = ()
        self._bars: list[Notice] = []
        self._column = column(gap=Space.XS, margins=(Space.L, 0, Space.L, Space.XS))
        self.setLayout(self._column)
        self.hide()

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        if remarks == self._shown:
            return
        self._shown = remarks
        for bar in self._bars:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self._bars = [self._bar(place, remark) for place, remark in enumerate(remarks)]
        for bar in self._bars:
            self._column.addWidget(bar)
        self.setVisible(bool(remarks))

    def texts(self) -> list[str]:
        """What is told now."""
        return [bar.text() for bar in self._bars]

    def _bar(self, place: int, remark: Remark) -> Notice:
        bar = Notice(f"Remark{place}", Tone.DUE)
        bar.say(self._words(f"remark.{remark.code}", **remark.facts))
        if remark.record is not None:
            bar.offer(f"OpenRemark{place}", self._words("kit.remark.open"))
            bar.acted.connect(self._open)
        return bar

    def _open(self, name: str) -> None:
        record = self._shown[int(name.removeprefix("OpenRemark"))].record
        if record is not None:
            self.opened.emit(*record)
