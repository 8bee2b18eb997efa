"""A further print pack: file and code, what it would change, and it is taken in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFrame, QWidget

from desktop.services import backups, pack_opening
from desktop.services.bundles import Received
from desktop.services.pack_opening import Pack, Tries
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import Question
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label
from desktop.ui.pages.sync.preview import Preview, changing
from desktop.ui.pages.sync.section import Section
from desktop.ui.pages.sync.states import DonePane, States
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.pack_chooser import PackChooser, pack_words
from desktop.ui.shell.page import PageContext
from desktop.vault.recovery import PackCode

CHOOSING, READING, DONE = range(3)
_STATES: Final = ("packs.state.1", "packs.state.2", "packs.state.3")
_WIDEST: Final = 900


class OpenPackSection(Section):
    """Three states: choose, read, done. Nothing is kept before the button of the second."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Pack", _WIDEST)
        words = self.words
        self._pack: Pack | None = None
        self._tries = Tries(context.workspace.environment.clock)
        self._seen: Received | None = None
        self._compared = False
        self.states = States(words, _STATES)
        self.chooser = PackChooser(words, context.door)
        self.told = Notice("PackTold", Tone.INFO)
        self.preview = Preview(context.workspace.registry, words, context.privacy)
        self.done = DonePane("PackDone")
        self.open_button = Button("PackOpen", words("packs.open"), look=Look.PRIMARY)
        self.take_button = Button("PackTake", words("packs.take"), look=Look.PRIMARY, icon_name="check")
        self.refuse_button = Button("PackRefuse", words("sync.receive.refuse"))
        self.print_button = Button("PackToPrint", words("packs.to_print"), look=Look.PRIMARY)
        self.end_button = Button("PackAgain", words("packs.again"))
        self._choose = named(QFrame(), "Card")
        text = label("PackText", words("packs.open.text"), Role.MUTED, wrap=True)
        margins = (Space.L, Space.S, Space.L, Space.M)
        self._choose.setLayout(column(text, self.chooser, gap=Space.S, margins=margins))
        self.add(self.states, self.error, self._choose, self.strip, self.told, self.preview, self.done)
        self.pin(self.open_button, self.take_button, self.refuse_button, self.print_button, self.end_button)
        self.chooser.entered.connect(self.open_pack)
        self.chooser.edited.connect(self.error.clear)
        self.open_button.clicked.connect(self.open_pack)
        self.take_button.clicked.connect(self.take)
        self.refuse_button.clicked.connect(self.begin)
        self.end_button.clicked.connect(self.begin)
        self.print_button.clicked.connect(self._to_print)
        self._show(CHOOSING)

    def arrive(self, intent: Intent) -> None:
        if self.task is None and self.states.state() == CHOOSING:
            self.begin()

    def leave(self) -> None:
        """What is being taken in goes on unseen; what was only being looked at ends."""
        if self._seen is None:
            self.finish()
        if self.states.state() == DONE:
            self.states.set_state(CHOOSING)

    def begin(self) -> None:
        """Ask for a pack and its code."""
        self._pack = self._seen = None
        self.chooser.clear()
        self.error.clear()
        self._show(CHOOSING)
        self.setFocusProxy(self.chooser)

    def open_pack(self) -> None:
        """Open the pack, slowly, and show what it would change."""
        if self.task is None and self.chooser.ready():
            path, code = self.chooser.chosen()
            self.run(
                partial(_look, self._tries, self.context.workspace, path, code), self._opened, "packs.opening"
            )

    def take(self) -> None:
        """Take in what was shown, whole."""
        if self._pack is not None and self._seen is not None:
            work = partial(_take, self.context.workspace, self._pack, self._seen)
            self.run(work, self._taken, "sync.receive.taking")

    def back(self) -> None:
        if self.task is None and self.states.state() == READING:
            self.begin()

    def busy(self, *, busy: bool) -> None:
        for each in (self._choose, self.open_button, self.take_button, self.refuse_button, self.preview):
            each.setEnabled(not busy)

    def stopped(self, *, cancelled: bool) -> None:
        self._pack = self._seen = None
        self._show(CHOOSING)
        self.chooser.code.setFocus()

    def _opened(self, pack: object) -> None:
        assert isinstance(pack, Pack)
        workspace = self.context.workspace
        self._pack = pack
        self._compared = False
        if (
            pack_opening.is_strange(workspace, pack)
            and pack.opened.letter.station["code"] == workspace.station.code
        ):
            facts = {"station": pack.station, "digits": pack.digits}
            self._compared = self.context.door.confirm(Question("packs.stranger", facts))
            if not self._compared:
                self.begin()
                return
        work = partial(_preview, workspace, pack, self._compared)
        self.run(work, self._looked, "sync.receive.reading")

    def _looked(self, received: object) -> None:
        assert isinstance(received, Received)
        assert self._pack is not None
        if received.received_at is not None:
            self._tell_replay(received)
            return
        self._seen = received
        self.chooser.clear()
        self.told.say(pack_words(self.words, self._pack))
        self.preview.show_received(received)
        self._show(READING)
        self.scroller.verticalScrollBar().setValue(0)
        self.take_button.setFocus()

    def _taken(self, received: object) -> None:
        assert isinstance(received, Received)
        assert self._pack is not None
        words, counts = self.words, received.effect.counts
        parts = [
            words("sync.records", register=words.register(name), count=changing(each))
            for name, each in counts.items()
            if changing(each)
        ]
        conflicts = sum(each.conflicting for each in counts.values())
        self.done.say(
            words("packs.taken"),
            ("; ".join(self._pack.sets), Role.TITLE),
            (" · ".join(parts), Role.BODY),
            (words("sync.receive.done.conflicts", count=conflicts) if conflicts else "", Role.BODY),
        )
        self._end()

    def _tell_replay(self, received: Received) -> None:
        assert received.received_at is not None
        words = self.words
        self.done.say(
            words("packs.replay"),
            (words("sync.already_received", day=received.received_at.date()), Role.BODY),
        )
        self._end()

    def _end(self) -> None:
        self._pack = self._seen = None
        self.chooser.clear()
        self._show(DONE)
        self.print_button.setFocus()

    def _to_print(self) -> None:
        self.begin()
        self.context.navigation.go(OpenPage("press"))

    def _show(self, state: int) -> None:
        self.states.set_state(state)
        shown: dict[int, tuple[QWidget, ...]] = {
            CHOOSING: (self._choose, self.open_button),
            READING: (self.told, self.preview, self.take_button, self.refuse_button),
            DONE: (self.done, self.print_button, self.end_button),
        }
        for of, widgets in shown.items():
            for each in widgets:
                each.setVisible(of == state)


def _look(tries: Tries, workspace: Workspace, path: Path, code: PackCode, progress: Progress, /) -> Pack:
    return tries.look(path, code, workspace.today(), progress)


def _preview(workspace: Workspace, pack: Pack, compared: bool, progress: Progress, /) -> Received:  # noqa: FBT001
    return pack_opening.preview(workspace, pack, progress, compared=compared)


def _take(workspace: Workspace, pack: Pack, seen: Received, progress: Progress, /) -> Received:
    backups.before_import(workspace, progress)
    return pack_opening.receive(workspace, pack, progress, seen)
