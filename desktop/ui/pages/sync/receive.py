"""Receiving: choose a bundle, read what it would change, take it in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.i18n.dates import short_moment
from desktop.services import arrivals, backups, bundles, places
from desktop.services.arrivals import Arrival, State
from desktop.services.bundles import Received
from desktop.services.places import BundleFile
from desktop.services.workspace import Workspace
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.sync.place_chips import FindSticks, place_name, size_words
from desktop.ui.pages.sync.preview import Preview, changing
from desktop.ui.pages.sync.salvage import Salvager
from desktop.ui.pages.sync.section import Section
from desktop.ui.pages.sync.states import DonePane, States
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import PageContext

BUNDLES: Final = FileKind("file.bundle", (f"*{places.BUNDLE_SUFFIX}", f"*{places.BUNDLE_SUFFIX.upper()}"))
CHOOSING, READING, DONE = range(3)
_STATES: Final = ("sync.receive.state.1", "sync.receive.state.2", "sync.receive.state.3")
_ROWS: Final = 5
_WIDEST: Final = 900
"""What stood before and what stands now are read side by side."""


@dataclass(frozen=True)
class Found:
    """A bundle, the name of the stick or folder it lies on, and what its head says."""

    file: BundleFile
    where: str
    arrival: Arrival


class ReceiveSection(Section):
    """Three states: choose, read, done. Nothing is kept before the button of the second."""

    def __init__(self, context: PageContext, find_sticks: FindSticks) -> None:
        super().__init__(context, "Receive", _WIDEST)
        words = self.words
        self._find_sticks = find_sticks
        self._folder: Path | None = None
        self._files: list[Found] = []
        self._received: Received | None = None
        self.states = States(words, _STATES)
        self.said = Notice("ReceiveSaid", Tone.NEUTRAL)
        self.list = named(QListWidget(), "BundleList")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        colours = current_theme().colours
        self.list.setStyleSheet(
            "QListWidget::item { padding: 0 8px; border: 0; }"
            f"QListWidget::item:selected {{ background: {colours.selected}; color: {colours.text}; }}"
        )
        self._none = label("NoBundles", role=Role.MUTED, wrap=True)
        self.file_button = Button("ReceiveFile", words("sync.receive.file"))
        self.folder_button = Button("ReceiveFolder", words("sync.other_folder"), look=Look.LINK, small=True)
        self.again_button = Button("FindBundles", words("sync.find_sticks"), look=Look.LINK, small=True)
        self._reading = label("ReceiveReading", role=Role.STRONG, wrap=True)
        self.preview = Preview(context.workspace.registry, words, context.privacy)
        self.done = DonePane("ReceiveDone")
        self.open_button = Button("ReceiveOpen", words("sync.receive.open"), look=Look.PRIMARY)
        self.take_button = Button(
            "ReceiveTake", words("sync.receive.take"), look=Look.PRIMARY, icon_name="check"
        )
        self.refuse_button = Button("ReceiveRefuse", words("sync.receive.refuse"))
        self.settle_button = Button("ReceiveSettle", words("sync.receive.settle"))
        self.settle_button.hide()
        self.end_button = Button("ReceiveAgain", words("sync.receive.end"), look=Look.PRIMARY)
        self.salvager = Salvager(self, self._tell_salvaged)
        # A long preview is scrolled by the keyboard too.
        self.scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._choose = self._make_choose()
        self.add(self.states, self.error, self.salvager.offer, self.said, self._choose)
        self.add(self._reading, self.strip, self.preview, self.done)
        self.pin(self.open_button, self.file_button, self.take_button, self.refuse_button)
        self.pin(self.end_button, self.settle_button, self.salvager.slip_button)
        self._connect()

    def arrive(self, intent: Intent) -> None:
        if self.task is None and self.states.state() == CHOOSING:
            self.begin()

    def leave(self) -> None:
        """What is being taken in goes on unseen; what was only being looked at ends."""
        if self._received is None:
            self.finish()
        if self.states.state() == DONE:
            self._received = None
            self.states.set_state(CHOOSING)

    def begin(self) -> None:
        """Look for bundles on the sticks and in the folder that was chosen."""
        self._received = None
        self.error.clear()
        self.salvager.forget()
        self.said.hide()
        self.states.call(DONE, self.words(_STATES[DONE]))
        self._show_files()
        self._show(CHOOSING)
        self.setFocusProxy(self.list if self._files else self.file_button)

    def open_bundle(self, path: Path) -> None:
        """Prove a bundle and show what it would change."""
        self._received = None
        self.salvager.looking_at(path)
        self.said.hide()
        self._reading.setText(path.name)
        self.run(partial(_look, self.context.workspace, path), self._looked, "sync.receive.reading")

    def take(self) -> None:
        """Take the bundle in that was shown, whole."""
        if self._received is not None:
            work = partial(_take, self.context.workspace, self._received)
            self.run(work, self._taken, "sync.receive.taking")

    def back(self) -> None:
        if self.task is None and self.states.state() == READING:
            self.begin()

    def busy(self, *, busy: bool) -> None:
        if busy:
            self._show(READING)
            for each in (self.preview, self.take_button, self.refuse_button):
                each.hide()
        self._reading.setVisible(busy)

    def stopped(self, *, cancelled: bool) -> None:
        self._received = None
        self._show(CHOOSING)
        if cancelled:
            self.said.say(self.words("sync.receive.stopped"))
            self.said.show()
        (self.list if self._files else self.file_button).setFocus()

    def found(self) -> list[str]:
        """The bundles that were found, as they are listed."""
        return [self.list.item(at).text() for at in range(self.list.count())]

    def _looked(self, received: object) -> None:
        assert isinstance(received, Received)
        if received.received_at is not None:
            self._tell_replay(received)
            return
        self._received = received
        self.preview.show_received(received)
        self._show(READING)
        self.scroller.verticalScrollBar().setValue(0)
        self.take_button.setFocus()

    def _taken(self, received: object) -> None:
        assert isinstance(received, Received)
        if received.received_at is not None:
            self._tell_replay(received)
            return
        words, counts = self.words, received.effect.counts
        parts = [
            words("sync.records", register=words.register(name), count=changing(each))
            for name, each in counts.items()
            if changing(each)
        ]
        conflicts = sum(each.conflicting for each in counts.values())
        self.done.say(
            words("sync.receive.done"),
            (words("sync.receive.done.detail", station=received.station, count=received.new), Role.TITLE),
            (" · ".join(parts), Role.BODY),
            (words("sync.receive.done.conflicts", count=conflicts) if conflicts else "", Role.BODY),
            (self._followed(received), Role.BODY),
            (words("sync.receive.done.answer"), Role.MUTED),
        )
        self._end()
        may = self.context.workspace.may(Permission.EDIT)
        self.settle_button.setVisible(bool(conflicts) and may)

    def _followed(self, received: Received) -> str:
        """The bundles that had waited for this one."""
        if not received.followed:
            return ""
        units = ", ".join(dict.fromkeys(each.station for each in received.followed))
        return self.words("sync.receive.done.followed", count=len(received.followed), units=units)

    def _tell_replay(self, received: Received) -> None:
        assert received.received_at is not None
        words = self.words
        self.done.say(
            words("sync.receive.replay"),
            (received.path.name, Role.TITLE),
            (words("sync.already_received", day=received.received_at.date()), Role.BODY),
        )
        self._end()

    def _failed(self, error: UserError) -> None:
        super()._failed(error)
        self.salvager.refused(error)

    def _tell_salvaged(self, sentence: str, lines: tuple[tuple[str, Role], ...], *, whole: bool) -> None:
        self.done.say(sentence, *lines)
        self._end()
        if not whole:
            # Nothing was taken in, and the stick goes back with the slip.
            self.states.call(DONE, self.words("sync.receive.state.kept"))

    def _end(self) -> None:
        self._show(DONE)
        self.end_button.setFocus()

    # Choosing

    def _show_files(self) -> None:
        words = self.words
        self._files = self._bundles()
        self.list.clear()
        height = current_theme().row_height
        for found in self._files:
            file = found.file
            facts = {
                "file": file.path.name,
                "whose": whose(words, found.arrival),
                "at": short_moment(file.changed, words.language),
                "size": size_words(words, places.size_of(file.size)),
                "where": found.where,
            }
            item = QListWidgetItem(words("sync.receive.item", **facts))
            item.setToolTip(str(file.path))
            item.setSizeHint(QSize(0, height))
            self.list.addItem(item)
        self.list.setFixedHeight(height * min(max(len(self._files), 1), _ROWS) + Space.XS)
        self.list.setVisible(bool(self._files))
        key = "sync.receive.none" if self._folder is None else "sync.receive.none_in"
        self._none.setText(words(key, folder=str(self._folder)))
        self._none.setVisible(not self._files)
        self.list.setCurrentRow(0 if self._files else -1)

    def _bundles(self) -> list[Found]:
        """Those of the folder that was chosen, then those of every stick; what is new for this unit on top."""
        found: list[tuple[BundleFile, str]] = []
        if self._folder is not None:
            found = [(each, self._folder.name) for each in places.bundle_files(self._folder)]
        known = {file.path for file, _ in found}
        for stick in self._find_sticks():
            try:
                files = places.bundle_files(stick.folder)
            except UserError:
                # A stick that is pulled out while it is looked at has nothing to offer.
                continue
            found += [(each, place_name(stick)) for each in files if each.path not in known]
        heads = arrivals.look_through(self.context.workspace, [file.path for file, _ in found])
        listed = [Found(file, where, head) for (file, where), head in zip(found, heads, strict=True)]
        return sorted(listed, key=lambda each: each.arrival.state is not State.NEW)

    def _open_marked(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._files):
            self.open_bundle(self._files[at].file.path)

    def _choose_file(self) -> None:
        path = self.context.door.choose_file("sync.receive.file", (BUNDLES,))
        if path is not None:
            self.open_bundle(path)

    def _choose_folder(self) -> None:
        folder = self.context.door.choose_folder("sync.receive.folder")
        if folder is None:
            return
        self._folder = folder
        try:
            self.begin()
        except UserError as error:
            self._folder = None
            self.begin()
            self.error.tell(error)

    def _settle(self) -> None:
        self.context.navigation.go(OpenPage("sync", "attention"))

    # What is shown

    def _show(self, state: int) -> None:
        self.states.set_state(state)
        self._choose.setVisible(state == CHOOSING)
        self.open_button.setVisible(state == CHOOSING and bool(self._files))
        self.file_button.setVisible(state == CHOOSING)
        self.file_button.set_look(Look.SECONDARY if self._files else Look.PRIMARY)
        for each in (self.preview, self.take_button, self.refuse_button):
            each.setVisible(state == READING)
        self._reading.hide()
        self.done.setVisible(state == DONE)
        self.end_button.setVisible(state == DONE)
        self.settle_button.hide()

    def _make_choose(self) -> QFrame:
        links = row(self.again_button, self.folder_button, gap=Space.L)
        links.addStretch(1)
        text = label("ReceiveText", self.words("sync.receive.text"), Role.MUTED, wrap=True)
        made = named(QFrame(), "Card")
        margins = (Space.L, Space.S, Space.L, Space.M)
        made.setLayout(column(text, self.list, self._none, links, gap=Space.S, margins=margins))
        return made

    def _connect(self) -> None:
        self.list.itemActivated.connect(self._open_marked)
        self.open_button.clicked.connect(self._open_marked)
        self.file_button.clicked.connect(self._choose_file)
        self.folder_button.clicked.connect(self._choose_folder)
        self.again_button.clicked.connect(self.begin)
        self.take_button.clicked.connect(self.take)
        self.refuse_button.clicked.connect(self.begin)
        self.end_button.clicked.connect(self.begin)
        self.settle_button.clicked.connect(self._settle)


def whose(words: Words, arrival: Arrival) -> str:
    """Whose a bundle is and what can be done with it, in short."""
    to = ", ".join(arrival.to)
    if arrival.state is State.RECEIVED:
        return words("sync.whose.received", owner=arrival.owner, day=arrival.received_on)
    if arrival.state in (State.OTHERS, State.OURS) and not to:
        return words("sync.whose.elsewhere")
    if arrival.state is State.NEW and not arrival.owner:
        return words("sync.whose.unknown")
    return words(f"sync.whose.{arrival.state.value}", owner=arrival.owner, to=to)


def _look(workspace: Workspace, path: Path, progress: Progress, /) -> Received:
    return bundles.preview(workspace, path, progress)


def _take(workspace: Workspace, seen: Received, progress: Progress, /) -> Received:
    backups.before_import(workspace, progress)
    return bundles.import_bundle(workspace, seen, progress)
