"""Receiving: choose a bundle, read what it would change, take it in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from desktop.domain.errors import UserError
from desktop.i18n.dates import short_date, short_moment
from desktop.services import bundles, devices
from desktop.services.bundles import Counted, Received
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.sync.effect_list import EffectList
from desktop.ui.pages.sync.places import SUFFIX, FindSticks, bundles_in, stick_places
from desktop.ui.pages.sync.section import Section
from desktop.ui.pages.sync.states import DonePane, States
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext

BUNDLES: Final = FileKind("file.bundle", (f"*{SUFFIX}",))
_STATES: Final = ("sync.receive.state.1", "sync.receive.state.2", "sync.receive.state.3")
_ROWS: Final = 5
_PATH: Final = Qt.ItemDataRole.UserRole


class ReceiveSection(Section):
    """Three states: choose, read, done. Nothing is kept before the button of the second."""

    def __init__(self, context: PageContext, find_sticks: FindSticks) -> None:
        super().__init__(context, "Receive")
        self._find_sticks = find_sticks
        self._folder: Path | None = None
        self._received: Received | None = None
        words = self.words
        self.states = States(words, _STATES)
        self._choose = named(QFrame(), "ReceiveChoose")
        self._list = named(QListWidget(), "BundleList")
        self._list.setFixedHeight(current_theme().row_height * _ROWS)
        self._none = label("NoBundles", words("sync.receive.none"), Role.MUTED, wrap=True)
        self._open = Button("ReceiveOpen", words("sync.receive.open"), look=Look.PRIMARY)
        self._file = Button("ReceiveFile", words("sync.receive.file"))
        self._other = Button("ReceiveFolder", words("sync.other_folder"))
        self._read = named(QFrame(), "ReceiveRead")
        self._head = label("ReceiveHead", role=Role.SECTION, wrap=True)
        self._sums = label("ReceiveSums", wrap=True)
        self._warning = Notice("ReceiveWarning", Tone.DUE)
        self.effects = EffectList(words, context.workspace.registry, context.privacy)
        self._take = Button("ReceiveTake", words("sync.receive.take"), look=Look.PRIMARY)
        self._not_now = Button("ReceiveNotNow", words("kit.cancel"))
        self.done = DonePane("ReceiveDone")
        self._again = Button("ReceiveAgain", words("sync.receive.again"))
        self._lay_out()
        self._list.itemActivated.connect(self._item_opened)
        self._open.clicked.connect(self._open_marked)
        self._file.clicked.connect(self._choose_file)
        self._other.clicked.connect(self._choose_folder)
        self._take.clicked.connect(self.take)
        self._not_now.clicked.connect(self.begin)
        self._again.clicked.connect(self.begin)
        self.setFocusProxy(self._list)

    def arrive(self, intent: Intent) -> None:
        if self.task is None and self.states.state() != 1:
            self.begin()

    def begin(self) -> None:
        """Look for bundles on the sticks and in the folder that was chosen."""
        self._received = None
        self.error.clear()
        self._show_state(0)
        try:
            devices.refuse_practice(self.context.workspace)
        except UserError as error:
            self._choose.hide()
            self.error.tell(error)
            return
        self._show_bundles()

    def open_bundle(self, path: Path) -> None:
        """Prove a bundle and show what it would change."""
        self.run(partial(self._look, path), self._looked, "sync.receive.reading")

    def take(self) -> None:
        """Take the bundle in, whole."""
        if self._received is not None:
            self.run(partial(self._import, self._received), self._taken, "sync.receive.taking")

    def busy(self, *, busy: bool) -> None:
        self._choose.setEnabled(not busy)
        self._read.setEnabled(not busy)

    def found(self) -> list[str]:
        """The names of the bundles that were found."""
        return [self._list.item(at).text() for at in range(self._list.count())]

    def texts(self) -> tuple[str, str]:
        """What is said of the bundle: from whom, and the sums."""
        return self._head.text(), self._sums.text()

    def _look(self, path: Path, progress: object) -> Received:
        assert callable(progress)
        return bundles.preview(self.context.workspace, path, progress)

    def _import(self, received: Received, progress: object) -> Received:
        assert callable(progress)
        return bundles.import_bundle(self.context.workspace, received, progress)

    def _looked(self, received: object) -> None:
        assert isinstance(received, Received)
        self._received = received
        words = self.words
        at = short_moment(received.made_at, words.language)
        self._head.setText(words("sync.receive.from", station=received.station, at=at))
        self._sums.setText(self._sums_of(received))
        self.effects.show_lines(received.effect.lines)
        self._warn(received)
        self._take.setVisible(received.received_at is None)
        self._show_state(1)
        (self._take if received.received_at is None else self._not_now).setFocus()

    def _warn(self, received: Received) -> None:
        words, day = self.words, received.received_at
        if day is not None:
            self._warning.say(words("sync.already_received", day=day.date()))
        elif received.expired:
            self._warning.say(words("sync.expired", station=received.station))
        self._warning.setVisible(day is not None or received.expired)

    def _sums_of(self, received: Received) -> str:
        words, period = self.words, received.effect.period
        parts = []
        if period.first is not None and period.last is not None:
            first, last = (short_date(day, words.language) for day in (period.first, period.last))
            parts.append(words("sync.receive.period", first=first, last=last))
        parts += [self._counts(name, counted) for name, counted in received.effect.counts.items()]
        if received.withheld:
            parts.append(words("sync.receive.withheld", count=received.withheld))
        return "\n".join(parts) or words("sync.receive.nothing")

    def _counts(self, register: str, counted: Counted) -> str:
        told = [
            self.words("sync.receive.count", fate=self.words(f"fate.{name}"), count=count)
            for name in ("conflicting", "merged", "changed", "new", "already_here")
            if (count := getattr(counted, name))
        ]
        return self.words(
            "sync.receive.register", register=self.words.plural(register), counts=", ".join(told)
        )

    def _taken(self, received: object) -> None:
        assert isinstance(received, Received)
        self._show_state(2)
        detail = self.words(
            "sync.receive.done.detail", station=received.station, file=received.path.name, count=received.new
        )
        self.done.say(self.words("sync.receive.done"), detail)
        self._again.setFocus()

    # Choosing

    def _show_bundles(self) -> None:
        folders = [place.folder for place in stick_places(self._find_sticks)]
        if self._folder is not None:
            folders.append(self._folder)
        self._list.clear()
        for folder in folders:
            for file in bundles_in(folder):
                item = QListWidgetItem(
                    self.words("sync.receive.item", file=file.name, folder=str(file.parent))
                )
                item.setData(_PATH, str(file))
                self._list.addItem(item)
        found = self._list.count() > 0
        self._list.setVisible(found)
        self._open.setVisible(found)
        self._none.setVisible(not found)
        if found:
            self._list.setCurrentRow(0)

    def _open_marked(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self._item_opened(item)

    def _item_opened(self, item: QListWidgetItem) -> None:
        self.open_bundle(Path(str(item.data(_PATH))))

    def _choose_file(self) -> None:
        path = self.context.door.choose_file("sync.receive.file", (BUNDLES,))
        if path is not None:
            self.open_bundle(path)

    def _choose_folder(self) -> None:
        folder = self.context.door.choose_folder("sync.receive.folder")
        if folder is not None:
            self._folder = folder
            self._show_bundles()

    def _show_state(self, at: int) -> None:
        self.states.set_state(at)
        for number, pane in enumerate((self._choose, self._read, self.done)):
            pane.setVisible(number == at)

    def _lay_out(self) -> None:
        words = self.words
        buttons = row(self._open, self._file, self._other)
        buttons.addStretch(1)
        text = label("ReceiveText", words("sync.receive.text"), Role.MUTED, wrap=True)
        self._choose.setLayout(column(text, self._list, self._none, buttons, gap=Space.S))
        deeds = row(self._take, self._not_now)
        deeds.addStretch(1)
        self.effects.setMinimumHeight(current_theme().px(200))
        self._read.setLayout(column(self._head, self._warning, self._sums, deeds, self.effects, gap=Space.S))
        again = row(self._again)
        again.addStretch(1)
        self.done.buttons.setLayout(again)
        self.add(self.states, self.error, self.strip, self._choose, self._read, self.done)
