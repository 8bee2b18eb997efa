"""What a bundle would change, record by record, in plain words: conflicts on top, before and after beside each."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.fields import STATE, Field, Registry
from desktop.services.bundles import Fate, Line
from desktop.services.views import Cell, FieldChange
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.shown import cell_text
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Notice, Role, column, label
from desktop.ui.kit.words import Words

MOST_SHOWN: Final = 60
"""Cards at once; the counts above tell of all."""

_TONES: Final = {
    Fate.CONFLICTING: Tone.LATE,
    Fate.MERGED: Tone.DUE,
    Fate.CHANGED: Tone.INFO,
    Fate.NEW: Tone.DONE,
    Fate.ALREADY_HERE: Tone.NEUTRAL,
}


class EffectList(ScrollColumn):
    """Cards of records."""

    def __init__(self, words: Words, registry: Registry, privacy: Privacy) -> None:
        super().__init__(Space.S, (0, 0, Space.S, 0))
        self.setObjectName("EffectList")
        self._words = words
        self._registry = registry
        self._privacy = privacy
        self._lines: tuple[Line, ...] = ()
        privacy.changed.connect(self._fill)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self._fill()

    def texts(self) -> list[str]:
        """Every card as it is read out."""
        return [self._sentence(line) for line in self._lines[:MOST_SHOWN]]

    def _fill(self) -> None:
        self.clear()
        for line in self._lines[:MOST_SHOWN]:
            self.body.addWidget(self._card(line))
        left = len(self._lines) - MOST_SHOWN
        if left > 0:
            text = self._words("sync.receive.more", count=left)
            self.body.addWidget(label("EffectMore", text, Role.MUTED, wrap=True))

    def _card(self, line: Line) -> QWidget:
        notice = Notice("EffectFate", _TONES[line.fate])
        notice.say(self._head(line))
        card = named(QFrame(), "Card")
        inner = column(notice, gap=Space.XS, margins=(Space.S, Space.S, Space.S, Space.S))
        for change in line.fields:
            inner.addWidget(label("EffectChange", self._change(change), wrap=True))
        card.setLayout(inner)
        return card

    def _sentence(self, line: Line) -> str:
        return " | ".join([self._head(line), *(self._change(change) for change in line.fields)])

    def _head(self, line: Line) -> str:
        words = self._words
        title = line.title or words.register(line.register)
        facts = {"fate": words(f"fate.{line.fate.value}"), "register": words.register(line.register)}
        if not line.title:
            return words("sync.receive.line.untitled", **facts)
        return words("sync.receive.line", title=title, **facts)

    def _change(self, change: FieldChange) -> str:
        words = self._words
        before, after = self._cell(change, change.before), self._cell(change, change.after)
        name = (
            words("sync.receive.state")
            if change.field == STATE
            else words.field(change.register, change.field)
        )
        if not before:
            return words("sync.receive.field.new", field=name, after=after)
        return words("sync.receive.field", field=name, before=before, after=after or "–")

    def _cell(self, change: FieldChange, cell: Cell) -> str:
        if change.field == STATE:
            return self._words(f"sync.standing.{cell.value}") if cell.value else ""
        declared: Field = self._registry[change.register].by_name[change.field]
        return cell_text(self._words, declared, cell, private=self._privacy.hidden)
