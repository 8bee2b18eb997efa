"""Records that may be one: pairs to decide on, side by side, and what was joined, to be taken apart again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.domain.access import sees
from desktop.domain.errors import UserError
from desktop.domain.likeness import Double, Reason, Strength
from desktop.services import doubles, sameness
from desktop.services.views import Changes, Hit
from desktop.services.workspace import Workspace
from desktop.ui.kit.empty import Cause, Nothing
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.pages.people.beside import Beside
from desktop.ui.pages.people.looking_page import LOW, LookingPage
from desktop.ui.shell.choice_chips import ChoiceChips
from desktop.ui.shell.navigation import OpenRecord
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.shortcuts import Shortcut

MOST_SHOWN: Final = 200
"""Pairs in the list at once; those that follow come when some of these are decided."""

_TELLING: Final = frozenset({"person", "household", "same_person", "same_household", "member"})
_OPEN, _JOINED = "open", "joined"
_TONES: Final = {Strength.CERTAIN: Tone.LATE, Strength.LIKELY: Tone.DUE, Strength.POSSIBLE: Tone.NEUTRAL}


@dataclass(frozen=True)
class Found:
    """What there is: pairs that nobody decided on, and (record, the one that stands for it), by register."""

    pairs: dict[str, list[Double]]
    joined: dict[str, list[tuple[str, str]]]


def look(workspace: Workspace, progress: Progress) -> Found:
    """Everything of the registers that the user may know of."""
    seen = [each for each in doubles.REGISTERS if sees(workspace.role, each)]
    pairs = {each: doubles.find_doubles(workspace, each, progress) for each in seen}
    joined = {
        each: [(record, first) for first, *others in sameness.sets(workspace, each) for record in others]
        for each in seen
    }
    return Found(pairs, joined)


class DoublesPage(LookingPage):
    """A list above, what its current line is about below; one deed at a time, each with its undo.

    Attributes:
        table: the pairs, or what was joined.
        beside: the two records of the current pair; None while there is none.
    """

    keys = (Shortcut("Ctrl+Z", "keys.undo"),)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Doubles", look)
        words = self._words
        self._found = Found({}, {})
        self.beside: Beside | None = None
        seen = [each for each in doubles.REGISTERS if sees(context.workspace.role, each)]
        self.kinds = ChoiceChips("DoublesKind", [(each, words.register(each)) for each in seen], seen[0])
        shown = [(each, words(f"doubles.{each}")) for each in (_OPEN, _JOINED)]
        self.shown = ChoiceChips("DoublesShown", shown, _OPEN)
        self._lead = label("DoublesLead", role=Role.MUTED, wrap=True)
        self.table = PinnedTable("DoublesTable", words("nav.tab.doubles"), whole_rows=True)
        self.table.setMinimumHeight(current_theme().px(LOW))
        self._scroll = ScrollColumn(Space.S, (0, 0, Space.M, 0))
        self._scroll.widget().setMaximumWidth(current_theme().px(1100))
        self.merge_button = Button("Merge", words("doubles.merge"), look=Look.PRIMARY, icon_name="check")
        self.apart_button = Button("Apart", words("doubles.apart"))
        self.split_button = Button("Split", words("doubles.split"), look=Look.PRIMARY)
        self.open_button = Button("OpenRecord", words("doubles.see"), look=Look.QUIET)
        self._lay_out()
        self._connect()

    # What the shell says

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.registers & _TELLING)

    # What is shown

    def about_to_look(self) -> None:
        if not self._found.pairs:
            self._say_nothing(Nothing(Cause.LOADING, self._words("doubles.looking")))

    def pair(self) -> Double | None:
        """The pair that is current."""
        at = self.table.current()
        found = self._pairs()
        return found[at[0]] if self.shown.value() == _OPEN and at is not None and at[0] < len(found) else None

    def _pairs(self) -> list[Double]:
        return self._found.pairs.get(self.kinds.value(), [])[:MOST_SHOWN]

    def _joined(self) -> list[tuple[str, str]]:
        return self._found.joined.get(self.kinds.value(), [])

    def show_found(self, found: object) -> None:
        assert isinstance(found, Found)
        first, self._found = not self._found.pairs, found
        self._show()
        if first and self.kinds.isAncestorOf(self.focusWidget() or self):
            self.setFocus()

    def _show(self) -> None:
        words, open_ones = self._words, self.shown.value() == _OPEN
        count = len(self._found.pairs.get(self.kinds.value(), ()))
        for key, number in ((_OPEN, count), (_JOINED, len(self._joined()))):
            self.shown.chip(key).setText(words("doubles.chip", text=words(f"doubles.{key}"), count=number))
        self._drop_beside()
        more = count - MOST_SHOWN
        lead = words("doubles.lead" if open_ones else "doubles.lead.joined")
        self._lead.setText(words("doubles.more", lead=lead, count=more) if open_ones and more > 0 else lead)
        lines = self._open_lines() if open_ones else self._joined_lines()
        for button in (self.merge_button, self.apart_button):
            button.setVisible(bool(lines) and open_ones)
        self.split_button.setVisible(bool(lines) and not open_ones)
        self.open_button.setVisible(bool(lines))
        if not lines:
            key = "doubles.none" if open_ones else "doubles.none.joined"
            self._say_nothing(
                Nothing(Cause.DONE if open_ones else Cause.EMPTY, words(key), words(f"{key}.why"))
            )
            return
        self.table.show_lines(self._heads(), lines)
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.table)
        self._show_current()

    def _heads(self) -> list[Head]:
        keys = ["doubles.record", "doubles.into"]
        if self.shown.value() == _OPEN:
            keys = ["doubles.first", "doubles.second", "doubles.alike", "doubles.strength"]
        return [Head(self._words(key)) for key in keys]

    def _open_lines(self) -> list[list[PinnedCell]]:
        pairs = self._pairs()
        hits = self._names([each for pair in pairs for each in (pair.first, pair.second)])
        return [
            [
                self._named(hits.get(pair.first)),
                self._named(hits.get(pair.second)),
                PinnedCell(", ".join(self._words(f"doubles.reason.{each.value}") for each in _told(pair))),
                PinnedCell(
                    self._words(f"doubles.strength.{pair.strength.name.lower()}"), tone=_TONES[pair.strength]
                ),
            ]
            for pair in pairs
        ]

    def _joined_lines(self) -> list[list[PinnedCell]]:
        joined = self._joined()[:MOST_SHOWN]
        hits = self._names([each for pair in joined for each in pair])
        return [[self._named(hits.get(each)) for each in pair] for pair in joined]

    def _names(self, records: list[str]) -> dict[str, Hit]:
        kind, words = self.kinds.value(), self._words
        return doubles.names(self.context.workspace, kind, list(dict.fromkeys(records)), words.language)

    def _named(self, hit: Hit | None) -> PinnedCell:
        if hit is None:
            return PinnedCell(self._words("kit.nothing"), muted=True)
        # The rest stands below, side by side.
        beside = hit.subtitle.split(" · ")[0]
        return PinnedCell(" · ".join(filter(None, (hit.title, beside))))

    def _show_current(self) -> None:
        self._drop_beside()
        pair = self.pair()
        if pair is None:
            return
        workspace = self.context.workspace
        try:
            found = doubles.compare(workspace, self.kinds.value(), pair.first, pair.second)
        except UserError as error:
            self.error.tell(error)
            return
        self.beside = Beside(found, workspace.registry, self._words, self.context.privacy)
        self._scroll.body.addWidget(self.beside)
        stops = [self.table, *self.beside.stops(), self.merge_button]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def _drop_beside(self) -> None:
        self._scroll.clear()
        self.beside = None

    def _say_nothing(self, nothing: Nothing) -> None:
        self.say_nothing(nothing, self._foot, self.kinds)

    # What is done

    def merge(self) -> None:
        """The two are one; what was picked shows."""
        pair, beside = self.pair(), self.beside
        if pair is not None and beside is not None:
            workspace, kind, kept = self.context.workspace, self.kinds.value(), beside.kept()
            self.do("doubles.merged", partial(sameness.merge, workspace, kind, pair.first, pair.second, kept))

    def apart(self) -> None:
        """The two are not one, and nobody is asked again."""
        pair = self.pair()
        if pair is not None:
            workspace, kind = self.context.workspace, self.kinds.value()
            self.do("doubles.told_apart", partial(sameness.apart, workspace, kind, pair.first, pair.second))

    def split(self) -> None:
        """What was joined is a record of its own again."""
        at, joined = self.table.current(), self._joined()
        if self.shown.value() == _JOINED and at is not None and at[0] < len(joined):
            workspace, kind = self.context.workspace, self.kinds.value()
            self.do("doubles.taken_apart", partial(sameness.split, workspace, kind, joined[at[0]][0]))

    def told(self, said: str, changes: Changes) -> tuple[str, str]:
        return self._words(said, subject=changes.subject), self._words(f"{said}.private")

    def _open_record(self) -> None:
        pair, at = self.pair(), self.table.current()
        record = pair.first if pair is not None else None
        if record is None and at is not None and at[0] < len(self._joined()):
            record = self._joined()[at[0]][1]
        if record is not None:
            self.context.navigation.go(OpenRecord(self.kinds.value(), record))

    def _chosen(self, _value: str) -> None:
        self.error.clear()
        self._show()

    def _moved(self, _row: int, _column: int) -> None:
        self._show_current()

    def _lay_out(self) -> None:
        parts = column(self.table, self._scroll, gap=Space.S)
        parts.setStretch(0, 1)
        parts.setStretch(1, 2)
        chips = row(self.kinds, self.shown, gap=Space.L)
        chips.setStretch(0, 1)
        chips.setStretch(1, 2)
        self.lay_out([chips, self._lead], parts, self._foot)
        self.setFocusProxy(self.kinds)

    @property
    def _foot(self) -> list[QWidget]:
        return [self.merge_button, self.apart_button, self.split_button, self.open_button]

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._chosen)
        self.shown.chosen.connect(self._chosen)
        self.table.moved.connect(self._moved)
        self.merge_button.clicked.connect(self.merge)
        self.apart_button.clicked.connect(self.apart)
        self.split_button.clicked.connect(self.split)
        self.open_button.clicked.connect(self._open_record)


def _told(pair: Double) -> list[Reason]:
    """Who lives at one address lives in one area."""
    return [each for each in pair.reasons if each is not Reason.AREA or Reason.ADDRESS not in pair.reasons]
