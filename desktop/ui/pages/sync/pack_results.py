"""What was printed, handed over and spoiled goes back to the station: what waits, where to, one file."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QFrame

from desktop.services import bundle_export, places
from desktop.services.bundle_export import Exported
from desktop.services.places import Place
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.named import named
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label
from desktop.ui.pages.sync.place_chips import FindSticks, size_words
from desktop.ui.pages.sync.place_picker import PlacePicker
from desktop.ui.pages.sync.section import Section
from desktop.ui.pages.sync.states import DonePane, States
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext

CHOOSING, WRITING, DONE = range(3)
_STATES: Final = ("sync.send.state.1", "sync.send.state.2", "sync.send.state.3")


class ResultsSection(Section):
    """Three states: choose, write, done."""

    def __init__(self, context: PageContext, find_sticks: FindSticks) -> None:
        super().__init__(context, "Results")
        words = self.words
        self.states = States(words, _STATES)
        self.waiting = label("ResultsWaiting", role=Role.STRONG, wrap=True)
        self.places = PlacePicker(words, context.door, find_sticks, "packs.results.folder")
        self.done = DonePane("ResultsDone")
        self.write_button = Button(
            "ResultsWrite", words("packs.results.write"), look=Look.PRIMARY, icon_name="usb"
        )
        self.end_button = Button("ResultsAgain", words("sync.send.end"), look=Look.PRIMARY)
        text = label("ResultsText", words("packs.results.text"), Role.MUTED, wrap=True)
        self._choose = named(QFrame(), "Card")
        margins = (Space.L, Space.S, Space.L, Space.M)
        self._choose.setLayout(column(self.waiting, text, self.places, gap=Space.S, margins=margins))
        self.add(self.states, self.error, self._choose, self.strip, self.done)
        self.pin(self.write_button, self.end_button)
        self.write_button.clicked.connect(self.write)
        self.end_button.clicked.connect(self.prepare)
        self.setFocusProxy(self.write_button)
        self._show(CHOOSING)

    def arrive(self, intent: Intent) -> None:
        if self.task is None:
            self.prepare()

    def follow(self, changes: Changes) -> None:
        if self.isVisible() and self.task is None and self.states.state() == CHOOSING:
            self._count()

    def prepare(self) -> None:
        """Look anew for what waits, and which sticks there are."""
        self.error.clear()
        self.places.search()
        self._show(CHOOSING)
        self._count()

    def write(self) -> None:
        """Write to the chosen place; without one the person is asked for it first."""
        place = self.places.chosen()
        if place is not None:
            self._show(WRITING)
            work = partial(_write, self.context.workspace, place)
            self.run(work, self._written, "sync.send.stay" if place.stick else "sync.send.checking")

    def stopped(self, *, cancelled: bool) -> None:
        self._show(CHOOSING)
        self._count()
        self.write_button.setFocus()

    def _count(self) -> None:
        count = bundle_export.results_waiting(self.context.workspace) or 0
        key = "packs.results.waiting" if count else "packs.results.nothing"
        self.waiting.setText(self.words(key, count=count))

    def _written(self, exported: object) -> None:
        assert isinstance(exported, Exported)
        words = self.words
        size = size_words(words, places.size_of(exported.size))
        self.done.say(
            words("sync.send.done.stick" if self.places.is_stick() else "sync.send.done.folder"),
            (exported.path.name, Role.TITLE),
            (words("sync.send.done.where", folder=str(exported.path.parent)), Role.BODY),
            (words("packs.results.detail", to=exported.recipient.name, size=size), Role.BODY),
            (words("packs.results.next"), Role.MUTED),
        )
        self._show(DONE)
        self.end_button.setFocus()

    def _show(self, state: int) -> None:
        self.states.set_state(state)
        for each in (self._choose, self.write_button):
            each.setVisible(state == CHOOSING)
        for each in (self.done, self.end_button):
            each.setVisible(state == DONE)


def _write(workspace: Workspace, place: Place, progress: Progress, /) -> Exported:
    # A folder that is gone would be taken for the name of a file.
    places.refuse_gone(place.folder)
    return bundle_export.export_results(workspace, place.folder, progress)
