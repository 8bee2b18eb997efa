"""A computer whose folder was copied and used twice: what happened, what is safe, and the one button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.services.forks import Waiting
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words


class ForkCard(QFrame):
    """What a person is told of one fork.

    Signals:
        heal_asked: the fork, which is this computer's own.
        send_asked: the person wants to send a bundle, by which the other computer hears of it.
    """

    heal_asked = Signal(object)
    send_asked = Signal()

    def __init__(self, waiting: Waiting, words: Words, *, may_send: bool) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._waiting = waiting
        self._words = words
        title, *lines = self.texts()
        whole = column(gap=Space.XS, margins=(Space.L, Space.S, Space.L, Space.M))
        whole.addWidget(label("ForkTitle", title, Role.STRONG, wrap=True))
        for at, text in enumerate(lines):
            whole.addWidget(label(f"ForkLine_{at}", text, wrap=True))
        self.button = self._make_button()
        self.button.setVisible(waiting.own or may_send)
        whole.addSpacing(Space.XS)
        foot = row(self.button)
        foot.addStretch(1)
        whole.addLayout(foot)
        self.setLayout(whole)

    def texts(self) -> list[str]:
        """What happened, in short; then what, what is safe, and what to do."""
        words, waiting = self._words, self._waiting
        if waiting.own:
            what = "fork.own.what" if waiting.operations else "fork.own.empty"
            facts = {"count": waiting.operations} if waiting.operations else {}
            return [
                words("fork.own"),
                words(what, **facts),
                words("fork.own.safe"),
                words("fork.own.next"),
            ]
        return [
            words("fork.other", station=waiting.station),
            words("fork.other.what", copy=waiting.fork.copy),
            words("fork.other.safe"),
            words("fork.other.next"),
        ]

    def _make_button(self) -> Button:
        if self._waiting.own:
            made = Button("ForkHeal", self._words("fork.own.heal"), look=Look.PRIMARY)
            made.clicked.connect(self._heal)
            return made
        made = Button("ForkSend", self._words("fork.other.send"))
        made.clicked.connect(self.send_asked)
        return made

    def _heal(self) -> None:
        self.heal_asked.emit(self._waiting.fork)
