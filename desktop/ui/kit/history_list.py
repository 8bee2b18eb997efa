"""The history of a record: who did what and when, from what to what, and a way to take one step back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.domain.fields import STATE, Registry
from desktop.i18n.dates import short_date, short_moment
from desktop.services.registers import IMPORT, SINGLE
from desktop.services.views import Cell, FieldChange, HistoryEntry, Passage
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.shown import cell_text
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, line, row
from desktop.ui.kit.words import Words


class HistoryList(ScrollColumn):
    """Newest first.

    Signals:
        undo_asked: the operation to take back, as (device, number).
        reject_asked: the entry of a unit below that shall not stand.
    """

    undo_asked = Signal(object)
    reject_asked = Signal(object)

    def __init__(self, registry: Registry, words: Words, privacy: Privacy) -> None:
        super().__init__(Space.S, (Space.L, Space.M, Space.L, Space.L))
        self.setObjectName("HistoryList")
        self._registry = registry
        self._words = words
        self._privacy = privacy
        self._entries: Sequence[HistoryEntry] = ()
        self._may_undo = False
        self._may_reject = False
        privacy.changed.connect(self._refresh)

    def show_entries(
        self, entries: Sequence[HistoryEntry], *, may_undo: bool, may_reject: bool = False
    ) -> None:
        self._entries = entries
        self._may_undo = may_undo
        self._may_reject = may_reject
        self._refresh()

    def texts(self) -> list[list[str]]:
        """The lines of each entry."""
        return [self._lines(entry) for entry in self._entries]

    def _refresh(self) -> None:
        self.clear()
        for at, entry in enumerate(self._entries):
            if at:
                self.body.addWidget(line())
            self.body.addWidget(self._entry(entry, at))

    def _entry(self, entry: HistoryEntry, at: int) -> QFrame:
        head, when, *changes = self._lines(entry)
        top = row(label("HistoryAction", head, Role.STRONG, wrap=True))
        top.setStretch(0, 1)
        whole_list = entry.action == IMPORT
        if self._may_undo and entry.undoable and (whole_list or _verb(entry) in SINGLE):
            said = self._words("kit.undo.import" if whole_list else "kit.undo")
            undo = Button(f"Undo_{at}", said, look=Look.LINK, small=True)
            undo.clicked.connect(self._undo_clicked)
            top.addWidget(undo)
        elif self._may_reject and entry.rejectable:
            reject = Button(f"Reject_{at}", self._words("kit.reject"), look=Look.LINK, small=True)
            reject.clicked.connect(self._reject_clicked)
            top.addWidget(reject)
        whole = column(top, label("HistoryWhen", when, Role.CAPTION, wrap=True), gap=0)
        for change in changes:
            whole.addWidget(label("HistoryChange", change, wrap=True))
        frame = QFrame()
        frame.setLayout(whole)
        return frame

    def _lines(self, entry: HistoryEntry) -> list[str]:
        when = self._words(
            "kit.history.by", actor=entry.actor, at=short_moment(entry.at, self._words.language)
        )
        action = self._words.first(f"action.{entry.action}", f"action.{_verb(entry)}", "action.unknown")
        changes = sorted((each for each in entry.changes if each.field != STATE), key=self._place)
        why = [self._words("kit.history.reason", reason=entry.reason)] if entry.reason else []
        why += [self._words("kit.history.aside")] if entry.aside else []
        return [action, when, *why, *map(self._change, changes), *map(self._way, entry.passages)]

    def _way(self, passage: Passage) -> str:
        """How far it has come on its way to others."""
        words = self._words
        if passage.units > 1:
            return words("kit.history.way.many", units=passage.units, received=passage.acknowledged)
        if passage.aside:
            return words("kit.history.way.aside", to=passage.to)
        written, received = (
            short_date(at.date(), words.language) if at is not None else ""
            for at in (passage.written_on, passage.acknowledged_on)
        )
        if received:
            return words(
                "kit.history.way.received", to=passage.to, written=written or received, received=received
            )
        if written:
            return words("kit.history.way.written", to=passage.to, written=written)
        return words("kit.history.way.waiting", to=passage.to)

    def _place(self, change: FieldChange) -> tuple[str, str, int]:
        """The order of the form: the record itself, then its rows, each field where it stands."""
        register = self._registry[change.register]
        child = "" if register.parent is None else register.name
        names = [field.name for field in register.fields]
        return child, change.record, names.index(change.field)

    def _change(self, change: FieldChange) -> str:
        register = self._registry[change.register]
        field = register.by_name[change.field]
        title = self._words.field(change.register, change.field)
        hidden = self._privacy.hidden
        before, after = (
            cell_text(self._words, field, cell, private=hidden) or self._words("kit.nothing")
            for cell in (change.before, change.after)
        )
        if change.before == Cell():
            return self._words("kit.history.set", field=title, after=after)
        return self._words("kit.history.changed", field=title, before=before, after=after)

    def _reject_clicked(self) -> None:
        at = int(self.sender().objectName().removeprefix("Reject_"))
        self.reject_asked.emit(self._entries[at])

    def _undo_clicked(self) -> None:
        at = int(self.sender().objectName().removeprefix("Undo_"))
        self.undo_asked.emit(self._entries[at].operation)


def _verb(entry: HistoryEntry) -> str:
    """What was done, without the register; batches are taken back only by a button of their own."""
    return entry.action.rsplit(".", 1)[-1]
