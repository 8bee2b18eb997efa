"""The unit, where its data lies and how much there is, and the envelope that opens it when nobody else can."""

from __future__ import annotations

from desktop.services import places
from desktop.services.views import Changes
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Notice, Role, label
from desktop.ui.pages.administration.section import Facts, Section
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import PageContext


class StationPage(Section):
    """Reads what is there; nothing is changed here.

    Attributes:
        unit, home: the facts of the unit and of its data folder.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, context.words("administration.tab.station"))
        words = self.words
        self.unit = Facts("Unit", words("administration.unit"))
        self.home = Facts("Home", words("administration.home"))
        why = label("HomeWhy", words("administration.home.why"), Role.CAPTION, wrap=True)
        envelope = Notice("EnvelopeNotice", Tone.DUE)
        envelope.say(words("administration.envelope"))
        envelope.offer("recovery", words("recovery.check"))
        envelope.acted.connect(self._open_recovery)
        self.add(self.home, why, self.unit, envelope)

    def arrive(self, intent: Intent) -> None:
        self.reload()

    def follow(self, changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read everything anew."""
        words, station = self.words, self.context.workspace.station
        home = places.home(self.context.workspace)
        self.home.show_facts(
            [
                (words("administration.home.folder"), str(home.folder)),
                (words("administration.home.size"), self._size(home.size)),
                (words("administration.home.free"), self._size(home.free)),
                (words("administration.home.changes"), words("administration.changes", count=home.changes)),
            ]
        )
        self.unit.show_facts(
            [
                (words("administration.unit.name"), station.name),
                (words("administration.unit.level"), words(f"administration.level.{station.level}")),
                (words("administration.unit.upper"), station.upper_name),
                (words("administration.unit.place"), station.place or words("administration.not_given")),
            ]
        )

    def _open_recovery(self, _name: str) -> None:
        self.context.navigation.go(OpenPage("recovery"))

    def _size(self, count: int) -> str:
        size = places.size_of(count)
        return self.words(f"size.{size.unit}", amount=size.amount)
