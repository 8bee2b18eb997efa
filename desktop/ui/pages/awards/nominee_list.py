"""Who is proposed: whom a person picked, and those with a merit that waits, each with a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.i18n.dates import short_date
from desktop.services.award_merits import Merit
from desktop.ui.kit.icons import icon
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.kit.words import Words
from desktop.ui.shell.quiet_list import quiet_list

_KEY: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Choice:
    """A record that may be proposed, and what is said of it."""

    register: str
    record: str
    title: str
    why: str = ""
    late: bool = False


class NomineeList(QWidget):
    """Those picked stand first and are ticked; those suggested are not, until a person ticks them.

    Signals:
        changed: others are ticked.
    """

    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("NomineeList")
        self._words = words
        self._title = label("NomineeTitle", role=Role.LABEL)
        self.list: QListWidget = quiet_list("NomineeLines")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(16, 16))
        self.list.setMinimumHeight(5 * current_theme().px(32))
        self.list.setAccessibleName(words("awards.nominees.list"))
        self.setLayout(column(self._title, self.list, gap=Space.XS))
        self.setFocusProxy(self.list)
        self.list.itemChanged.connect(self._ticked)
        self._choices: list[Choice] = []

    def begin(self, merits: Sequence[Merit], *, ticked: bool) -> None:
        """Begin with those whose merit waits, all ticked if the person came for them."""
        self._choices = [self._of(each) for each in merits]
        self._fill(set(range(len(merits))) if ticked else set())

    def add(self, choice: Choice) -> None:
        """Put somebody first, ticked; one that is there is only ticked."""
        known = [(each.register, each.record) for each in self._choices]
        ticked = {self._choices[at] for at in self._marks()}
        if (choice.register, choice.record) in known:
            choice = self._choices.pop(known.index((choice.register, choice.record)))
        self._choices.insert(0, choice)
        ticked.add(choice)
        self._fill({at for at, each in enumerate(self._choices) if each in ticked})

    def chosen(self) -> list[Choice]:
        return [self._choices[at] for at in self._marks()]

    def texts(self) -> list[str]:
        return [self.list.item(at).text() for at in range(self.list.count())]

    def _marks(self) -> list[int]:
        items = (self.list.item(at) for at in range(self.list.count()))
        return [int(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _fill(self, ticked: set[int]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for at, each in enumerate(self._choices):
            item = QListWidgetItem(" · ".join(part for part in (each.title, each.why) if part))
            item.setData(_KEY, at)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if at in ticked else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, current_theme().px(32)))
            item.setToolTip(item.text())
            if each.late:
                item.setIcon(icon("due", current_theme().colours.chips[Tone.DUE].ink))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._say_count()
        self.changed.emit()

    def _of(self, merit: Merit) -> Choice:
        words = self._words
        parts = [words(f"merit.{reason.value}", count=merit.facts.get(reason, 0)) for reason in merit.reasons]
        if merit.late:
            parts.append(words("merit.late"))
        if merit.last_on is not None:
            day = short_date(merit.last_on, words.language)
            parts.append(words("merit.before", count=merit.awards, day=day))
        return Choice(merit.register, merit.record, merit.name, ", ".join(parts), merit.late)

    def _say_count(self) -> None:
        self._title.setText(
            self._words("awards.nominees", chosen=len(self._marks()), count=len(self._choices))
        )

    def _ticked(self, _item: QListWidgetItem) -> None:
        self._say_count()
        self.changed.emit()
