"""What a ward official printed and handed over, and the station has not confirmed."""

from __future__ import annotations

from desktop.ui.kit.palette import Tone
from desktop.ui.kit.widgets import Notice
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.page import PageContext


class ResultsNotice(Notice):
    """Leads to the page that gives results back."""

    def __init__(self, context: PageContext, count: int) -> None:
        super().__init__("ResultsNotice", Tone.DUE)
        self._navigation = context.navigation
        self.say(context.words("today.results", count=count))
        self.offer("results", context.words("today.results.write"))
        self.acted.connect(self._open)

    def _open(self, _name: str) -> None:
        self._navigation.go(OpenPage("packs", "results"))
