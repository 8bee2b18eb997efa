"""The unit on one page: counts, what is overdue, the report, the copies, who has an account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from desktop.domain.access import Permission
from desktop.i18n.dates import short_date
from desktop.i18n.figures import period_words
from desktop.services import handover as handing
from desktop.services.handover_paper import WORK
from desktop.services.today import Due
from desktop.services.unit_page import UnitPage, part_page, unit_page
from desktop.services.views import Changes
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Button, Look, Notice, row
from desktop.ui.pages.administration.section import Facts, Section
from desktop.ui.pages.handover.words import book_words
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import PageContext

_SHOWN: Final = 8
_OF_WHO_LEAVES: Final = ("drafts", "areas")
_CARDS: Final = ("work", "state", "books", "accounts")
WELCOME: Final = "welcome"
"""In place of a tab: this is a successor's first log-in."""


class UnitOnePage(Section):
    """Reads what there is; everything is opened where it lies.

    Attributes:
        facts: the cards, by name.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, context.words("nav.unit"))
        words = self.words
        self.welcome = Notice("UnitWelcome", Tone.INFO)
        self.welcome.say(words("unit.welcome"))
        self.welcome.hide()
        self.facts = {
            name: Facts(f"Unit_{name}", words(f"unit.{name}"))
            for name in ("work", "state", "books", "accounts")
        }
        self.today = Button("UnitToday", words("unit.today"), look=Look.PRIMARY)
        self.today.clicked.connect(self._go_on)
        line = row(self.today)
        line.addStretch(1)
        self.add(self.welcome, line, *self.facts.values())
        self.add_room()
        self.setFocusProxy(self.today)

    def arrive(self, intent: Intent) -> None:
        self.welcome.setVisible(isinstance(intent, OpenPage) and intent.tab == WELCOME)
        self.reload()

    def follow(self, changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read everything anew; whoever has a part of the books is told of that part."""
        workspace, words = self.context.workspace, self.words
        whole = workspace.may(Permission.SEND)
        self.facts["accounts"].setVisible(whole)
        if not whole:
            self._show_part()
            return
        found = unit_page(workspace)
        self.facts["work"].show_facts(
            [
                (words(f"handover.work.{name}"), str(getattr(found.work, name)))
                for name in WORK
                if name not in _OF_WHO_LEAVES
            ]
        )
        self.facts["state"].show_facts(list(self._state(found)))
        self.facts["books"].show_facts(
            [(words.plural(each.register), book_words(words, each)) for each in found.books]
        )
        self.facts["accounts"].show_facts(
            [(each.user.name, words(f"role.{each.user.role.value}")) for each in found.accounts]
        )

    def _show_part(self) -> None:
        words = self.words
        found = part_page(self.context.workspace)
        self.facts["work"].show_facts(
            [
                (words("handover.work.overdue"), str(len(found.late))),
                (words("handover.work.due_soon"), str(found.due)),
            ]
        )
        late = "\n".join(self._late(found.late))
        self.facts["state"].show_facts([(words("unit.late"), late)] if late else [])
        self.facts["state"].setVisible(bool(late))
        self.facts["books"].show_facts(
            [(words.plural(each.register), book_words(words, each)) for each in found.books]
        )

    def _state(self, found: UnitPage) -> Iterator[tuple[str, str]]:
        words = self.words
        if found.violent:
            said = [hit.subtitle or words.register(hit.register) for hit in found.violent[:_SHOWN]]
            yield words("unit.violent"), "\n".join(said)
        if found.late:
            yield words("unit.late"), "\n".join(self._late(found.late))
        if found.report is not None:
            yield words("unit.report"), self._report(found)
        away = found.away.away if found.away is not None else None
        days = found.away.days if found.away is not None else None
        said_away = (
            words("unit.away.none")
            if away is None
            else words("unit.away.days", days=days or 0, place=away.place)
        )
        yield words("unit.away"), said_away
        yield words("unit.code"), handing.chain_code(self.context.workspace)

    def _late(self, late: Sequence[Due]) -> Iterator[str]:
        words = self.words
        for each in late[:_SHOWN]:
            what = words(f"due.{each.kind}")
            what = words("due.taken_over", what=what) if each.taken_over else what
            parts = (short_date(each.on, words.language), what, each.hit.title, each.hit.subtitle)
            yield " · ".join(part for part in parts if part)

    def _report(self, found: UnitPage) -> str:
        words, due = self.words, found.report
        assert due is not None
        period = period_words(words, due.period, words.language)
        if due.report is None:
            return words("unit.report.none", period=period)
        state = words.choice("report_state", due.report.state.value)
        return words("unit.report.late" if due.late else "unit.report.state", period=period, state=state)

    def _go_on(self) -> None:
        self.context.navigation.go(OpenPage("today"))
