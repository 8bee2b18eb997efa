"""A change that the level above did not accept: what, why, who, and the way to correct it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.i18n.dates import short_moment
from desktop.services.rejecting import Rejection
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Role, column, label, row
from desktop.ui.kit.words import Words


class RejectionCard(QFrame):
    """What a person is told of one rejection.

    Signals:
        correct_asked: the rejection whose record shall be opened, brought back first if it was removed.
        read_asked: the rejection that needs no correction.
    """

    correct_asked = Signal(object)
    read_asked = Signal(object)

    def __init__(self, rejection: Rejection, words: Words, *, may_open: bool) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._rejection = rejection
        self._words = words
        title, *lines = self.texts()
        whole = column(gap=Space.XS, margins=(Space.L, Space.S, Space.L, Space.M))
        whole.addWidget(label("RejectionTitle", title, Role.STRONG, wrap=True))
        for text in lines:
            whole.addWidget(label("RejectionLine", text, wrap=True))
        key = "attention.rejected.restore" if rejection.removed else "attention.rejected.correct"
        self.correct_button = Button("RejectionCorrect", words(key), small=True)
        self.correct_button.setVisible(may_open)
        self.read_button = Button("RejectionRead", words("attention.rejected.read"), small=True)
        self.correct_button.clicked.connect(self._correct)
        self.read_button.clicked.connect(self._read)
        whole.addSpacing(Space.XS)
        foot = row(self.correct_button, self.read_button)
        foot.addStretch(1)
        whole.addLayout(foot)
        self.setLayout(whole)

    def texts(self) -> list[str]:
        """Which record; why; what; who and when."""
        words, rejection = self._words, self._rejection
        register = words.register(rejection.hit.register)
        title = rejection.hit.title
        lines = [
            words(
                "attention.rejected",
                unit=rejection.unit,
                record=words("attention.record", register=register, title=title) if title else register,
            ),
            words("attention.reason", reason=rejection.reason),
        ]
        if rejection.removed:
            lines.append(words("attention.rejected.whole"))
        elif rejection.fields:
            names = ", ".join(words.field(rejection.hit.register, name) for name in rejection.fields)
            lines.append(words("attention.rejected.fields", fields=names))
        at = short_moment(rejection.at, words.language)
        lines.append(words("kit.history.by", actor=rejection.actor, at=at))
        return lines

    def _correct(self) -> None:
        self.correct_asked.emit(self._rejection)

    def _read(self) -> None:
        self.read_asked.emit(self._rejection)
