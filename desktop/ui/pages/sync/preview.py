"""What a bundle would do, in plain words: whose it is, how many records meet which fate, and each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop.domain.fields import Registry
from desktop.i18n.dates import short_date, short_moment
from desktop.i18n.numbers import grouped
from desktop.services.bundles import Counted, Fate, Received
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Notice, Role, column, label
from desktop.ui.kit.words import Words
from desktop.ui.pages.sync.lines import LinesList
from desktop.ui.pages.sync.section import empty

FATES: Final = (Fate.NEW, Fate.CHANGED, Fate.MERGED, Fate.CONFLICTING, Fate.ALREADY_HERE)
_NONE: Final = "–"


def changing(counted: Counted) -> int:
    """How many records of a register are no longer as they were."""
    return counted.new + counted.changed + counted.merged + counted.conflicting + counted.gone


class CountsTable(QFrame):
    """One row for each register, one column for each fate; nothing is a dash."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._words = words
        self._rows: list[list[str]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self.setLayout(column(self._grid, margins=(Space.L, Space.S, Space.L, Space.S)))

    def show_counts(self, counts: Mapping[str, Counted], fates: Sequence[Fate] = FATES) -> None:
        empty(self._grid)
        words = self._words
        self._rows = [[words("sync.counts.register"), *(words(f"sync.counts.{f.value}") for f in fates)]]
        for register, counted in counts.items():
            numbers = (getattr(counted, fate.value) for fate in fates)
            shown = [grouped(each, words.language) if each else _NONE for each in numbers]
            self._rows.append([words.plural(register), *shown])
        for at, texts in enumerate(self._rows):
            for place, text in enumerate(texts):
                role = Role.MUTED if at == 0 else Role.BODY
                side = Qt.AlignmentFlag.AlignLeft if place == 0 else Qt.AlignmentFlag.AlignRight
                self._grid.addWidget(label("Count", text, role), at, place, side)

    def rows(self) -> list[list[str]]:
        """The table in words, its heads first."""
        return [list(each) for each in self._rows]


class Preview(QWidget):
    """All that is known of a bundle before it is taken in.

    Attributes:
        counts, lines: the table on top, and every record under it.
    """

    def __init__(self, registry: Registry, words: Words, privacy: Privacy) -> None:
        super().__init__()
        self.setObjectName("Preview")
        self._words = words
        self._from = label("PreviewFrom", role=Role.TITLE, wrap=True)
        self._told = label("PreviewTold", role=Role.MUTED, wrap=True)
        self.expired = Notice("ExpiredNotice", Tone.DUE)
        self.replaced = Notice("SenderReplacedNotice", Tone.DUE)
        self.conflicts = Notice("ConflictsNotice", Tone.DUE)
        self.nothing = label("PreviewNothing", words("sync.receive.nothing"), Role.STRONG, wrap=True)
        self.counts = CountsTable(words)
        self.back = label("PreviewBack", role=Role.CAPTION, wrap=True)
        self.aside = label("PreviewAside", role=Role.CAPTION, wrap=True)
        self.withheld = label("PreviewWithheld", role=Role.CAPTION, wrap=True)
        self.cut = label("PreviewCut", role=Role.CAPTION, wrap=True)
        self.lines = LinesList(registry, words, privacy)
        self._card = named(QFrame(), "Card")
        self._card.setLayout(column(self.lines, margins=(1, Space.XS, 1, Space.XS)))
        above = (self._from, self._told, self.expired, self.replaced, self.conflicts, self.nothing)
        self.setLayout(
            column(*above, self.counts, self.back, self.aside, self.withheld, self.cut, self._card)
        )

    def show_received(self, received: Received) -> None:
        words, effect = self._words, received.effect
        key = "packs.results.from" if received.of_pack else "sync.receive.from"
        self._from.setText(words(key, station=received.station))
        self._told.setText(self._told_words(received))
        self.expired.say(words("sync.expired", station=received.station))
        self.expired.setVisible(received.expired)
        self.replaced.setVisible(received.replaced_on is not None)
        if received.replaced_on is not None:
            day = short_date(received.replaced_on, words.language)
            self.replaced.say(words("sync.receive.replaced", station=received.station, day=day))
        conflicts = sum(each.conflicting for each in effect.counts.values())
        self.conflicts.say(words("sync.receive.conflicts", count=conflicts))
        self.conflicts.setVisible(bool(conflicts))
        self.nothing.setVisible(not any(changing(each) for each in effect.counts.values()))
        self.counts.show_counts(effect.counts)
        self.counts.setVisible(bool(effect.counts))
        self.back.setText(words("sync.receive.back", count=received.back))
        self.back.setVisible(bool(received.back))
        self.aside.setText(words("sync.receive.aside", count=received.aside))
        self.aside.setVisible(bool(received.aside))
        self.withheld.setText(words("sync.receive.withheld", count=received.withheld))
        self.withheld.setVisible(bool(received.withheld))
        left = sum(changing(each) for each in effect.counts.values()) - len(effect.lines)
        self.cut.setText(words("sync.receive.more", count=left))
        self.cut.setVisible(left > 0)
        self.lines.show_lines(effect.lines)
        self._card.setVisible(bool(effect.lines))

    def texts(self) -> tuple[str, str]:
        """From whom, and what is told of the whole."""
        return self._from.text(), self._told.text()

    def _told_words(self, received: Received) -> str:
        words, period = self._words, received.effect.period
        parts = [words("sync.receive.made", at=short_moment(received.made_at, words.language))]
        if period.first is not None and period.last is not None:
            first, last = (short_date(day, words.language) for day in (period.first, period.last))
            parts.append(words("sync.receive.period", first=first, last=last))
        parts.append(words("sync.receive.new", count=received.new))
        if received.already:
            parts.append(words("sync.receive.already", count=received.already))
        return " · ".join(parts)
