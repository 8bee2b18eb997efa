"""Records that contradict each other or the rules: what is wrong above, the records of it below, one click to mend."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.domain.checks import Check, Deed, Weight
from desktop.i18n.numbers import grouped
from desktop.services import checking
from desktop.services.checking import Finding, Found
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.empty import Cause, Nothing
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label
from desktop.ui.pages.people.looking_page import LOW, LookingPage
from desktop.ui.shell.navigation import OpenPage, OpenRecord
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.shortcuts import Shortcut

AT_ONCE: Final = 100
"""Records on one page of the list."""

_TONES: Final = {Weight.WRONG: Tone.LATE, Weight.LACKING: Tone.DUE, Weight.DOUBTFUL: Tone.NEUTRAL}


def _look(workspace: Workspace, progress: Progress, /) -> list[Found]:
    return checking.find(workspace, progress)


class FindingsPage(LookingPage):
    """What was found, by kind; the records of the current kind a page at a time.

    Attributes:
        kinds, table: the two lists.
    """

    keys = (Shortcut("Return", "findings.open"), Shortcut("Ctrl+Z", "keys.undo"))

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Findings", _look)
        words = self._words
        self._found: list[Found] = []
        self._looked_once = False
        self._shown: list[Finding] = []
        self._offset = 0
        self._lead = label("FindingsLead", words("findings.lead"), Role.MUTED, wrap=True)
        self.kinds = PinnedTable("FindingKinds", words("findings.kinds"), whole_rows=True)
        self.kinds.setMinimumHeight(current_theme().px(LOW))
        self._why = label("FindingsWhy", role=Role.BODY, wrap=True)
        self.table = PinnedTable("Findings", words("nav.tab.findings"), whole_rows=True)
        self.table.setMinimumHeight(current_theme().px(LOW))
        self.open_button = Button("OpenFinding", words("findings.open"), look=Look.PRIMARY)
        self.mend_button = Button("MendFinding", words("check.deed.remove"))
        self.before_button = Button("FindingsBefore", words("findings.before"), look=Look.QUIET, small=True)
        self.after_button = Button("FindingsAfter", words("findings.after"), look=Look.QUIET, small=True)
        self._place = label("FindingsPlace", role=Role.CAPTION)
        self._lay_out()
        self._connect()

    # What the shell says

    def concerns(self, changes: Changes) -> bool:
        return True

    # What is shown

    def about_to_look(self) -> None:
        if not self._looked_once:
            self._say_nothing(Nothing(Cause.LOADING, self._words("findings.looking")))

    def check(self) -> Check | None:
        """The kind that is current."""
        at = self.kinds.current()
        return self._found[at[0]].check if at is not None and at[0] < len(self._found) else None

    def finding(self) -> Finding | None:
        """The record that is current."""
        at = self.table.current()
        return self._shown[at[0]] if at is not None and at[0] < len(self._shown) else None

    def show_found(self, found: object) -> None:
        assert isinstance(found, list)
        first, self._looked_once = not self._looked_once, True
        before = self.check()
        self._found = found
        if not found:
            words = self._words
            self._say_nothing(Nothing(Cause.DONE, words("findings.none"), words("findings.none.why")))
            return
        self._show_kinds(before)
        if first and self.isAncestorOf(self.focusWidget() or self):
            self.setFocus()

    def _show_kinds(self, before: Check | None) -> None:
        words = self._words
        heads = [
            Head(words("findings.what")),
            Head(words("findings.register")),
            Head(words("findings.weight")),
            Head(words("findings.count"), right=True),
        ]
        lines = [
            [
                PinnedCell(self._title(each.check)),
                PinnedCell(words.register(each.check.register)),
                PinnedCell(words(f"check.weight.{each.check.weight.value}"), tone=_TONES[each.check.weight]),
                PinnedCell(grouped(each.count, words.language), right=True),
            ]
            for each in self._found
        ]
        self.kinds.show_lines(heads, lines)
        at = next((at for at, each in enumerate(self._found) if each.check == before), None)
        if at is not None:
            self.kinds.go_to(at, 0)
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.kinds)
        self._show_records(self._offset if at is not None else 0)

    def _title(self, check: Check) -> str:
        facts = {"field": self._words.field(check.register, check.field)} if check.field else {}
        return self._words(f"check.{check.kind}", **facts)

    def _show_records(self, offset: int) -> None:
        check = self.check()
        if check is None:
            return
        words, count = self._words, next(each.count for each in self._found if each.check == check)
        self._offset = offset if offset < count else 0
        workspace = self.context.workspace
        self._shown = checking.records(workspace, check, self._offset, AT_ONCE, words.language)
        lines = [
            [PinnedCell(each.title or words.register(each.register)), PinnedCell(each.subtitle)]
            for each in self._shown
        ]
        self.table.show_lines([Head(words("findings.record")), Head(words("findings.about"))], lines)
        self._why.setText(words(f"check.{check.kind}.why"))
        last = self._offset + len(self._shown)
        facts = {"first": self._offset + 1, "last": last}
        self._place.setText(words("findings.place", count=count, **facts))
        self.before_button.setVisible(self._offset > 0)
        self.after_button.setVisible(last < count)
        self._place.setVisible(count > AT_ONCE)
        self.open_button.show()
        self._show_deed()

    def _show_deed(self) -> None:
        finding = self.finding()
        deed = finding.deed if finding is not None else Deed.OPEN
        self.mend_button.setVisible(deed not in (Deed.OPEN, Deed.DECIDE))
        self.mend_button.setText(self._words(f"check.deed.{deed.value}"))

    def _say_nothing(self, nothing: Nothing) -> None:
        self.say_nothing(nothing, self._foot, self.empty)

    # What is done

    def open(self) -> None:
        """Go where it is mended."""
        finding = self.finding()
        if finding is not None:
            doubles = finding.deed is Deed.DECIDE
            at = OpenRecord(*finding.opens, finding.field, finding.child)
            place = OpenPage("people", "doubles") if doubles else at
            self.context.navigation.go(place)

    def mend(self) -> None:
        """Do what one click can do."""
        check, finding = self.check(), self.finding()
        if check is not None and finding is not None and not self.mend_button.isHidden():
            self.do("findings.mended", partial(checking.mend, self.context.workspace, check, finding.record))

    def told(self, said: str, changes: Changes) -> tuple[str, str]:
        return self._words(said), self._words(said)

    def _kind_moved(self, _row: int, _column: int) -> None:
        self._show_records(0)

    def _moved(self, _row: int, _column: int) -> None:
        self._show_deed()

    def _opened(self, _row: int, _column: int) -> None:
        self.open()

    def _before(self) -> None:
        self._show_records(max(self._offset - AT_ONCE, 0))

    def _after(self) -> None:
        self._show_records(self._offset + AT_ONCE)

    def _lay_out(self) -> None:
        parts = column(self.kinds, self._why, self.table, gap=Space.S)
        parts.setStretch(0, 2)
        parts.setStretch(2, 3)
        self.lay_out([self._lead], parts, self._foot)
        self.setFocusProxy(self.kinds)

    @property
    def _foot(self) -> list[QWidget]:
        return [self.open_button, self.mend_button, self.before_button, self.after_button, self._place]

    def _connect(self) -> None:
        self.kinds.moved.connect(self._kind_moved)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        self.open_button.clicked.connect(self.open)
        self.mend_button.clicked.connect(self.mend)
        self.before_button.clicked.connect(self._before)
        self.after_button.clicked.connect(self._after)
