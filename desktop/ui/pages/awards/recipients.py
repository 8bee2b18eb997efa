"""The awards that can be printed, each with a tick; what does not fit stands first, then what only just does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from desktop.pdf.layout import Item
from desktop.pdf.typesetting import FitProblem
from desktop.services.certificates import Candidate
from desktop.ui.kit.icons import icon
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row, set_property
from desktop.ui.kit.words import Words
from desktop.ui.shell.quiet_list import quiet_list

_ID: Final = Qt.ItemDataRole.UserRole
_SOUND: Final = 2


class Recipients(QWidget):
    """A list to tick.

    Signals:
        changed: other awards are ticked.
        pointed: the id of the award that the person looks at.
        only_to_see: whether just those that must be looked at are listed.
    """

    changed = Signal()
    pointed = Signal(str)
    only_to_see = Signal(bool)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("Recipients")
        self._words = words
        self._candidates: Sequence[Candidate] = ()
        self._problems: Mapping[str, Sequence[FitProblem]] = {}
        self._squeezed: Mapping[str, frozenset[Item]] = {}
        self._count = label("RecipientCount", role=Role.SECTION)
        self._all = Button("TickAll", words("printing.all"), look=Look.LINK, small=True)
        self._none = Button("TickNone", words("printing.none"), look=Look.LINK, small=True)
        self._list = quiet_list("RecipientList")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setIconSize(QSize(16, 16))
        self._list.setMinimumHeight(4 * current_theme().px(32))
        self._only = Button("OnlyToSee", look=Look.CHIP, small=True)
        self._only.setCheckable(True)
        self._only.hide()
        ticks = row(self._all, self._none, self._only)
        ticks.addStretch(1)
        self.setLayout(column(self._count, self._list, ticks, gap=Space.XS))
        self._list.itemChanged.connect(self._ticked)
        self._list.currentItemChanged.connect(self._pointed)
        self._all.clicked.connect(self.tick_all)
        self._none.clicked.connect(self.tick_none)
        self._only.toggled.connect(self._filter)
        self._only.toggled.connect(self.only_to_see)
        self.setFocusProxy(self._list)

    def show_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Show these; those ticked before stay so, at first those decided that were not printed yet.

        Where nothing is decided, all that were not printed: sheets are often wanted before văn thư has the number.
        """
        before = set(self.chosen()) if self._candidates else None
        self._candidates = candidates
        if before is None:
            waiting = [each for each in candidates if not each.times]
            before = {each.id for each in waiting if each.decided} or {each.id for each in waiting}
        self._fill(before & {each.id for each in candidates})

    def show_problems(
        self,
        problems: Mapping[str, Sequence[FitProblem]],
        squeezed: Mapping[str, frozenset[Item]],
    ) -> None:
        """Mark what does not fit, and put it first; after it what is set smaller or wrapped."""
        if (problems, squeezed) == (self._problems, self._squeezed):
            return
        self._problems, self._squeezed = problems, squeezed
        self._fill(set(self.chosen()))

    def chosen(self) -> list[str]:
        """The ids of the awards that are ticked, in the order of the register."""
        ticked = {str(item.data(_ID)) for item in self._items() if item.checkState() == Qt.CheckState.Checked}
        return [each.id for each in self._candidates if each.id in ticked]

    def people(self) -> dict[str, Candidate]:
        """Everybody, ticked or not, by the id of the award, in the order of the register."""
        return {each.id: each for each in self._candidates}

    def pointed_at(self) -> str | None:
        """The award that is looked at."""
        item = self._list.currentItem()
        return str(item.data(_ID)) if item is not None else None

    def only(self) -> bool:
        """Whether just those that must be looked at are listed."""
        return self._only.isChecked()

    def to_see(self) -> list[tuple[str, str]]:
        """(award, its name and why) of those that must be looked at, what does not fit first."""
        found = sorted(self._candidates, key=self._urgency)
        return [(each.id, self._why(each)) for each in found if self._urgency(each) < _SOUND]

    def lines(self) -> list[str]:
        return [item.text() for item in self._items()]

    def tick_all(self) -> None:
        self._fill({each.id for each in self._candidates})
        self.changed.emit()

    def tick_none(self) -> None:
        self._fill(set())
        self.changed.emit()

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(at) for at in range(self._list.count())]

    def _fill(self, ticked: set[str]) -> None:
        at = self._list.currentItem()
        current = str(at.data(_ID)) if at is not None else ""
        self._list.blockSignals(True)
        self._list.clear()
        for each in sorted(self._candidates, key=self._urgency):
            self._list.addItem(self._item(each, ticked=each.id in ticked))
            if each.id == current:
                self._list.setCurrentRow(self._list.count() - 1)
        self._list.blockSignals(False)
        self._say_count()
        self._filter()

    def _urgency(self, each: Candidate) -> int:
        return 0 if each.id in self._problems else 1 if each.id in self._squeezed else _SOUND

    def _filter(self) -> None:
        """Only what must be looked at, where that is asked for; ticks stay as they are."""
        to_see = {*self._problems, *self._squeezed}
        self._only.setVisible(bool(to_see))
        self._only.setText(self._words("press.to_see", count=len(to_see)))
        if not to_see:
            self._only.setChecked(False)
        only = self._only.isChecked()
        set_property(self._only, "active", "true" if only else "false")
        for item in self._items():
            item.setHidden(only and str(item.data(_ID)) not in to_see)

    def _item(self, each: Candidate, *, ticked: bool) -> QListWidgetItem:
        item = QListWidgetItem(self._line(each))
        item.setData(_ID, each.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        item.setSizeHint(QSize(0, current_theme().px(32)))
        problems = self._problems.get(each.id, ())
        if problems:
            item.setIcon(icon("due", current_theme().colours.chips[Tone.DUE].ink))
            item.setToolTip("\n".join(self._problem(problem) for problem in problems))
        else:
            item.setToolTip(item.text())
        return item

    def _line(self, each: Candidate) -> str:
        """The name; what is wrong with it; its place, its number."""
        why = self._why(each)
        number = (
            self._words("printing.number", number=each.number)
            if each.number is not None
            else self._words("awards.waits")
        )
        kind = self._words.choice("recipient_kind", each.kind)
        marks = [] if each.decided else [self._words("printing.undecided_mark")]
        if each.times:
            marks.append(self._words("printing.times", count=each.times))
        return " · ".join(part for part in (why, *marks, number, kind) if part)

    def _why(self, each: Candidate) -> str:
        """The name, and why it must be looked at."""
        problems = [self._problem(problem) for problem in self._problems.get(each.id, ())]
        problems += [
            self._words(f"press.squeezed.{item.value}") for item in sorted(self._squeezed.get(each.id, ()))
        ]
        return " · ".join((each.name, *problems))

    def _problem(self, problem: FitProblem) -> str:
        field = self._words(f"paper.line.{problem.field.value}")
        facts = {"detail": problem.detail} if problem.detail else {}
        reason = self._words(f"paper.misfit.{problem.reason.value}", **facts)
        return self._words("printing.misfit", field=field, reason=reason)

    def _say_count(self) -> None:
        ticked, count = len(self.chosen()), len(self._candidates)
        self._count.setText(self._words("printing.chosen", chosen=ticked, count=count))

    def _ticked(self, _item: QListWidgetItem) -> None:
        self._say_count()
        self.changed.emit()

    def _pointed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.pointed.emit(str(item.data(_ID)))
