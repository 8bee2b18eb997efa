"""Sealed copies held for the units below: kept from the sticks that bring them, given back to who lost a computer."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from desktop.i18n.dates import short_moment
from desktop.services import kept_copies, places
from desktop.services.backup_files import Copy
from desktop.services.kept_copies import Collected, Kept
from desktop.services.places import Place
from desktop.services.workspace import Workspace
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label
from desktop.ui.pages.sync.place_chips import FindSticks, place_name, size_words
from desktop.ui.pages.sync.place_picker import PlacePicker
from desktop.ui.pages.sync.section import Section
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext

_ROWS: Final = 8


class KeptSection(Section):
    """What is held of which unit and of when; the stick or folder below is where copies come from and go to."""

    def __init__(self, context: PageContext, find_sticks: FindSticks) -> None:
        super().__init__(context, "Kept")
        words = self.words
        self._kept: list[Kept] = []
        self._place: Place | None = None
        self.said = Notice("KeptSaid", Tone.NEUTRAL)
        self.list = named(QListWidget(), "KeptList")
        self.list.setAccessibleName(words("sync.tab.kept"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        colours = current_theme().colours
        self.list.setStyleSheet(
            "QListWidget::item { padding: 0 8px; border: 0; }"
            f"QListWidget::item:selected {{ background: {colours.selected}; color: {colours.text}; }}"
        )
        self._none = label("NothingKept", words("sync.kept.nothing"), Role.MUTED, wrap=True)
        self.places = PlacePicker(words, context.door, find_sticks, "sync.kept.folder", "sync.kept.place")
        self.collect_button = Button(
            "KeptCollect", words("sync.kept.collect"), look=Look.PRIMARY, icon_name="usb"
        )
        self.give_button = Button("KeptGive", words("sync.kept.give"))
        text = label("KeptText", words("sync.kept.text"), Role.MUTED, wrap=True)
        self._card = named(QFrame(), "Card")
        margins = (Space.L, Space.S, Space.L, Space.M)
        self._card.setLayout(column(text, self.list, self._none, self.places, gap=Space.S, margins=margins))
        self.add(self.error, self.said, self._card, self.strip)
        self.pin(self.collect_button, self.give_button)
        self.collect_button.clicked.connect(self.collect)
        self.give_button.clicked.connect(self.give_back)
        self.list.itemActivated.connect(self.give_back)
        self.setFocusProxy(self.collect_button)

    def arrive(self, intent: Intent) -> None:
        if self.task is None:
            self.error.clear()
            self.said.hide()
            self.places.search()
            self._show_kept()

    def collect(self) -> None:
        """Keep what the marked stick or folder brings; without one the person is asked for it first."""
        self._place = self.places.chosen()
        if self._place is not None:
            self.said.hide()
            self.run(
                partial(_collect, self.context.workspace, self._place),
                self._collected,
                "sync.kept.collecting",
            )

    def give_back(self) -> None:
        """Write the marked copy for its unit onto the marked stick or into the folder."""
        at = self.list.currentRow()
        if not 0 <= at < len(self._kept):
            return
        self._place = self.places.chosen()
        if self._place is not None:
            self.said.hide()
            held = self._kept[at]
            work = partial(_give_back, self.context.workspace, held, self._place)
            self.run(work, partial(self._given, held), "sync.kept.giving")

    def listed(self) -> list[str]:
        """The copies that are held, as they are listed."""
        return [self.list.item(at).text() for at in range(self.list.count())]

    def busy(self, *, busy: bool) -> None:
        for each in (self.collect_button, self.give_button, self._card):
            each.setEnabled(not busy)
        if not busy:
            self.give_button.setEnabled(bool(self._kept))

    def stopped(self, *, cancelled: bool) -> None:
        self._show_kept()
        if cancelled:
            self._say(self.words("sync.kept.stopped"))
        self.collect_button.setFocus()

    def _collected(self, done: object) -> None:
        assert isinstance(done, Collected)
        assert self._place is not None
        words = self.words
        said = []
        if done.kept:
            said.append(words("sync.kept.collected", units=", ".join(each.unit for each in done.kept)))
        if done.held:
            said.append(words("sync.kept.held", units=", ".join(dict.fromkeys(done.held))))
        if done.refused:
            said.append(words("sync.kept.refused", count=done.refused))
        self._say("\n".join(said) or words("sync.kept.none", place=place_name(self._place)))
        self._show_kept()
        self.collect_button.setFocus()

    def _given(self, held: Kept, copy: object) -> None:
        assert isinstance(copy, Copy)
        assert self._place is not None
        words = self.words
        done = words("sync.send.done.stick" if self._place.stick else "sync.send.done.folder")
        self._say(words("sync.kept.given", done=done, unit=held.unit, name=copy.folder.name))
        self.give_button.setFocus()

    def _say(self, text: str) -> None:
        self.said.say(text)
        self.said.show()

    def _show_kept(self) -> None:
        words, height = self.words, current_theme().row_height
        self._kept = kept_copies.kept(self.context.workspace)
        self.list.clear()
        for each in self._kept:
            facts = {
                "unit": each.unit,
                "at": short_moment(each.copy.at, words.language),
                "count": each.copy.operations,
                "size": size_words(words, places.size_of(each.copy.size)),
            }
            item = QListWidgetItem(words("sync.kept.item", **facts))
            item.setSizeHint(QSize(0, height))
            self.list.addItem(item)
        self.list.setFixedHeight(height * min(max(len(self._kept), 1), _ROWS) + Space.XS)
        self.list.setVisible(bool(self._kept))
        self.list.setCurrentRow(0 if self._kept else -1)
        self._none.setVisible(not self._kept)
        self.give_button.setEnabled(bool(self._kept))


def _collect(workspace: Workspace, place: Place, progress: Progress, /) -> Collected:
    return kept_copies.collect(workspace, place, progress)


def _give_back(workspace: Workspace, held: Kept, place: Place, progress: Progress, /) -> Copy:
    return kept_copies.give_back(workspace, held, place, progress)
