"""Bundles that came and bundles that wait: one card each, with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel

from desktop.i18n.dates import short_moment
from desktop.services.holding import Waiting
from desktop.services.past_bundles import Merged, MergedSide, PastBundle
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words

_MARGINS = (Space.L, Space.S, Space.L, Space.S)


class WaitingCard(QFrame):
    """A bundle in the holding area: whose, what it waits for, and the way to throw it away.

    Signals:
        discard_asked: the bundle's id.
    """

    discard_asked = Signal(str)

    def __init__(self, waiting: Waiting, words: Words) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._bundle = waiting.bundle
        head = words(
            "received.title" if waiting.number else "received.title.plain",
            station=waiting.station,
            number=waiting.number,
            at=short_moment(waiting.made_at, words.language),
        )
        self._lines = [head, *_why(waiting, words)]
        self.button = Button("Discard", words("received.discard"), small=True)
        self.button.clicked.connect(self._clicked)
        top = row(label("WaitingTitle", head, Role.STRONG, wrap=True), self.button)
        top.setStretch(0, 1)
        whole = column(top, gap=Space.XS, margins=_MARGINS)
        for text in self._lines[1:]:
            whole.addWidget(label("WaitingLine", text, wrap=True))
        self.setLayout(whole)

    def texts(self) -> list[str]:
        return list(self._lines)

    def _clicked(self) -> None:
        self.discard_asked.emit(self._bundle)


def _why(waiting: Waiting, words: Words) -> list[str]:
    if waiting.refused is not None:
        return [words(f"error.{waiting.refused.code}.what", **waiting.refused.facts)]
    if waiting.packs is not None:
        first, last = waiting.packs
        key = "received.packs" if first != last else "received.pack"
        return [words(key, first=first, last=last)]
    return [
        words("received.operations", station=each.station, first=each.first, last=each.last)
        for each in waiting.missing
    ]


class PastCard(QFrame):
    """A bundle that was received, with its undo and what it merged.

    Signals:
        undo_asked, again_asked: the bundle, to be set aside or taken again.
        merged_asked: the bundle whose merged records shall be shown.
    """

    undo_asked = Signal(object)
    again_asked = Signal(object)
    merged_asked = Signal(object)

    def __init__(self, past: PastBundle, words: Words) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.past = past
        self._words = words
        title = words(
            "received.title" if past.number else "received.title.plain",
            station=past.station,
            number=past.number,
            at=short_moment(past.at, words.language),
        )
        told = words("received.operations.count", count=past.operations)
        if past.aside:
            told = words("received.aside", count=past.operations)
        self._lines = [title, told]
        self.button = self._make_button()
        self.button.setVisible(bool(past.operations))
        self.merged_button = Button(
            "PastMerged", words("received.merged", count=past.merged), look=Look.LINK, small=True
        )
        self.merged_button.clicked.connect(self._merged_clicked)
        self.merged_button.setVisible(bool(past.merged))
        self._found: list[QLabel] = []
        top = row(label("PastTitle", title, Role.STRONG, wrap=True), self.button)
        top.setStretch(0, 1)
        under = row(label("PastTold", told, Role.MUTED), self.merged_button, gap=Space.L)
        under.addStretch(1)
        self._body = column(top, under, gap=Space.XS, margins=_MARGINS)
        self.setLayout(self._body)

    def texts(self) -> list[str]:
        return [*self._lines, *(each.text() for each in self._found)]

    def show_merged(self, merged: Sequence[Merged]) -> None:
        """Under the bundle, each record in which two places changed different things."""
        words = self._words
        self.merged_button.hide()
        for each in merged:
            who = words.register(each.hit.register)
            title = f"{who}: {each.hit.title}" if each.hit.title else who
            sides = "; ".join(self._side(each.hit.register, side) for side in each.sides)
            self._add(words("received.merged.line", record=title, sides=sides))
        if not merged:
            self._add(words("received.merged.none"))

    def _add(self, text: str) -> None:
        self._found.append(label("MergedLine", text, wrap=True))
        self._body.addWidget(self._found[-1])

    def _side(self, register: str, side: MergedSide) -> str:
        words = self._words
        fields = ", ".join(words.field(register, name) for name in side.fields)
        at = short_moment(side.at, words.language) if side.at is not None else ""
        return words("received.merged.side", actor=side.actor or side.station, at=at, fields=fields)

    def _make_button(self) -> Button:
        if self.past.aside:
            made = Button("PastAgain", self._words("received.again"), small=True)
            made.clicked.connect(self._again_clicked)
            return made
        made = Button("PastUndo", self._words("received.undo"), small=True)
        made.clicked.connect(self._undo_clicked)
        return made

    def _undo_clicked(self) -> None:
        self.undo_asked.emit(self.past)

    def _again_clicked(self) -> None:
        self.again_asked.emit(self.past)

    def _merged_clicked(self) -> None:
        self.merged_asked.emit(self.past)
