"""The line at the bottom: when something was saved last, how old the copy elsewhere is, what waits, and who."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtWidgets import QFrame, QLabel

from desktop.base.values import dataclass
from desktop.i18n.dates import short_time
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Role, label, row, set_property
from desktop.ui.kit.words import Words

HEIGHT: Final = 28
COPY_DUE: Final = 7
COPY_LATE: Final = 14
"""Days since the newest copy off this machine before it is amber, and red."""
_PLACE_LETTERS: Final = 24


@dataclass(frozen=True)
class StatusFacts:
    """What the line says; None where nothing is known, which is then left out.

    Attributes:
        copy_days: days since the newest copy off this machine; negative for none at all.
        waiting: changes that wait to be sent.
        unconfirmed: changes that were sent and not acknowledged yet.
        copy_place: where that copy is, as its owner calls it.
        copy_due, copy_late: the unit's own terms in days.
    """

    copy_days: int | None = None
    waiting: int | None = None
    copy_place: str = ""
    copy_due: int = COPY_DUE
    copy_late: int = COPY_LATE
    unconfirmed: int = 0


def copy_tone(days: int, due: int = COPY_DUE, late: int = COPY_LATE) -> Tone | None:
    """How loud the age of the copy is told."""
    if days < 0 or days >= late:
        return Tone.LATE
    return Tone.DUE if days >= due else None


class StatusLine(QFrame):
    """Four short words, the loud ones marked by tone and by a sign."""

    def __init__(self, words: Words, user: str, role: str) -> None:
        super().__init__()
        self.setObjectName("StatusLine")
        self._words = words
        self._saved = label("StatusSaved", words("status.ready"), Role.CAPTION)
        self._copy = label("StatusCopy", role=Role.CAPTION)
        self._waiting = label("StatusWaiting", role=Role.CAPTION)
        self._user = label("StatusUser", words("status.user", name=user, role=role), Role.CAPTION)
        line = row(self._saved, self._copy, self._waiting, gap=Space.XL, margins=(Space.L, 0, Space.L, 0))
        line.addStretch(1)
        line.addWidget(self._user)
        self.setLayout(line)
        self.setFixedHeight(current_theme().px(HEIGHT))
        self.show_facts(StatusFacts())

    def saved(self, at: datetime) -> None:
        self._saved.setText(self._words("status.saved", time=short_time(at)))

    def show_facts(self, facts: StatusFacts) -> None:
        self._copy.setVisible(facts.copy_days is not None)
        if facts.copy_days is not None:
            self._say_copy(facts.copy_days, facts)
        self._waiting.setVisible(facts.waiting is not None)
        if facts.waiting is not None:
            self._waiting.setText(self._sending(facts.waiting, facts.unconfirmed))

    def texts(self) -> list[str]:
        """What is said now, from left to right."""
        shown = (self._saved, self._copy, self._waiting, self._user)
        return [each.text() for each in shown if not each.isHidden()]

    def _sending(self, waiting: int, unconfirmed: int) -> str:
        if not unconfirmed:
            return (
                self._words("status.waiting", count=waiting)
                if waiting
                else self._words("status.waiting.none")
            )
        if not waiting:
            return self._words("status.unconfirmed", count=unconfirmed)
        return self._words("status.waiting.both", count=waiting, unconfirmed=unconfirmed)

    def _say_copy(self, days: int, facts: StatusFacts) -> None:
        if days < 0:
            text = self._words("status.copy.none")
        elif days == 0:
            text = self._words("status.copy.today")
        else:
            text = self._words("status.copy", days=days)
        if facts.copy_place:
            self._copy.setToolTip(facts.copy_place)
            text = self._words("status.copy.place", copy=text, place=_short(facts.copy_place))
        self._copy.setText(text)
        self._tint(self._copy, copy_tone(days, facts.copy_due, facts.copy_late))

    def _tint(self, text: QLabel, tone: Tone | None) -> None:
        role = {None: Role.CAPTION, Tone.DUE: Role.HINT, Tone.LATE: Role.PROBLEM}[tone]
        set_property(text, "role", role.value)


def _short(place: str) -> str:
    """The end of a long folder's name says more than its beginning."""
    return place if len(place) <= _PLACE_LETTERS else f"…{place[-_PLACE_LETTERS:]}"
