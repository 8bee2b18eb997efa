"""Awards to tick: whom, where they stand, what they wait for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.i18n.numbers import money
from desktop.services.award_sets import AwardLine
from desktop.ui.kit.icons import icon
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.awards.reordering import Reordering
from desktop.ui.shell.quiet_list import quiet_list

_ID: Final = Qt.ItemDataRole.UserRole
_HEIGHT: Final = 32
_OPENS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AwardList(QWidget):
    """A list in the order of the ceremony; nothing is ticked at first.

    Signals:
        changed: others are ticked.
        opened: the id of an award that a person wants to see whole.
        arranged: the lines stand in another order.
    """

    changed = Signal()
    opened = Signal(str)
    arranged = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("AwardList")
        self._words = words
        self._lines: Sequence[AwardLine] = ()
        self._count = ElidedLabel("AwardCount", role=Role.SECTION)
        self._all = Button("TickAllAwards", words("printing.all"), look=Look.LINK, small=True)
        self._none = Button("TickNoAward", words("printing.none"), look=Look.LINK, small=True)
        self.list: QListWidget = quiet_list("AwardLines")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(16, 16))
        self.list.setAccessibleName(words("awards.list"))
        self.list.installEventFilter(self)
        self._hint = label("OrderHint", words("awards.order.hint"), Role.CAPTION, wrap=True)
        self._hint.hide()
        self._reordering = Reordering(self.list)
        head = row(self._count, self._all, self._none, gap=Space.M)
        head.setStretch(0, 1)
        whole = column(head, self._hint, self.list, gap=Space.XS)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.list)
        self._reordering.moved.connect(self.arranged)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemDoubleClicked.connect(self._open)
        self._all.clicked.connect(self.tick_all)
        self._none.clicked.connect(self.tick_none)

    def show_lines(self, lines: Sequence[AwardLine]) -> None:
        """Show these; those ticked before stay so."""
        self._fill(lines, set(self.ticked()))

    def let_arrange(self, allowed: bool) -> None:  # noqa: FBT001 - the one thing that is said
        """Whether lines may be moved: those of one set, by who may change it."""
        self._reordering.allow(allowed)
        self._hint.setVisible(allowed)

    def ticked(self) -> list[str]:
        """The ids of those ticked, in the order of the ceremony."""
        return [str(item.data(_ID)) for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def all(self) -> list[str]:
        """The ids of all of them."""
        return [str(item.data(_ID)) for item in self._items()]

    def line(self, award: str) -> AwardLine | None:
        return next((each for each in self._lines if each.id == award), None)

    def texts(self) -> list[str]:
        return [item.text() for item in self._items()]

    def tick_all(self) -> None:
        self._fill(self._lines, set(self.all()))
        self.changed.emit()

    def tick_none(self) -> None:
        self._fill(self._lines, set())
        self.changed.emit()

    def eventFilter(self, watched: object, event: object) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == event.Type.KeyPress:
            current = self.list.currentItem()
            if event.key() in _OPENS and current is not None:
                self._open(current)
                return True
        return False

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def _fill(self, lines: Sequence[AwardLine], ticked: set[str]) -> None:
        current = self.list.currentItem()
        kept = str(current.data(_ID)) if current is not None else ""
        self._lines = lines
        self.list.blockSignals(True)
        self.list.clear()
        for each in lines:
            self.list.addItem(self._item(each, ticked=each.id in ticked))
            if each.id == kept:
                self.list.setCurrentRow(self.list.count() - 1)
        if self.list.currentItem() is None and lines:
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._say_count()

    def _item(self, each: AwardLine, *, ticked: bool) -> QListWidgetItem:
        item = QListWidgetItem(self._text(each))
        item.setData(_ID, each.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        item.setSizeHint(QSize(0, current_theme().px(_HEIGHT)))
        item.setToolTip(item.text())
        if each.corrects or each.stage == "returned":
            item.setIcon(icon("due", current_theme().colours.chips[Tone.DUE].ink))
        return item

    def _text(self, each: AwardLine) -> str:
        words = self._words
        number = ""
        if each.number is not None:
            number = words("printing.number", number=each.number)
        elif each.waits:
            number = words("awards.waits")
        parts = (
            each.called,
            each.unit,
            words.choice("award_stage", each.stage),
            each.reason,
            words("awards.days", count=each.days) if each.days is not None else "",
            number,
            money(each.money, words.language) if each.money is not None else "",
            words("awards.posthumous") if each.posthumous else "",
            words("awards.corrects") if each.corrects else "",
            words("awards.reprinted", count=each.reprints) if each.reprints else "",
        )
        return " · ".join(part for part in parts if part)

    def _say_count(self) -> None:
        facts = {"chosen": len(self.ticked()), "count": len(self._lines)}
        self._count.set_full_text(self._words("awards.count", **facts))

    def _ticked(self, _item: QListWidgetItem) -> None:
        self._say_count()
        self.changed.emit()

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(str(item.data(_ID)))
