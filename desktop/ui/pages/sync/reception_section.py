"""Before and after reception mode: where it begins, which folder it watches, and what it left to a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QWidget

from desktop.domain.errors import UserError
from desktop.services import places, reception_queue
from desktop.services.reception_queue import Waiting
from desktop.services.reporting_units import bare_name
from desktop.services.views import Changes
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import current_theme
from desktop.ui.kit.widgets import Button, Look, Role, label, row
from desktop.ui.pages.sync.place_chips import FindSticks
from desktop.ui.pages.sync.reception import ReceptionWindow, waiting_words
from desktop.ui.pages.sync.section import Section
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.window import MainWindow

_WIDEST: Final = 900
_QUEUE: Final = 168


class ReceptionSection(Section):
    """One button begins it.

    Attributes:
        window_over: reception mode while it lies over the window; None otherwise.

    Signals:
        opened: the :class:`Waiting` that a person wants to see to.
    """

    opened = Signal(object)

    def __init__(
        self,
        context: PageContext,
        find_sticks: FindSticks,
        beep: Callable[[], None] = QApplication.beep,
    ) -> None:
        super().__init__(context, "Reception", _WIDEST)
        words = self.words
        self._find_sticks = find_sticks
        self._beep = beep
        self._items: list[Waiting] = []
        self.window_over: ReceptionWindow | None = None
        self._folder = label("WatchedFolder", wrap=True)
        self.folder_button = Button("WatchFolder", words("reception.choose_folder"), small=True)
        self.sticks_button = Button("SticksOnly", words("reception.sticks_only"), look=Look.LINK, small=True)
        self._title = label("WaitingTitle", role=Role.SECTION)
        self.queue = named(QListWidget(), "WaitingList")
        self.queue.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.queue.setWordWrap(True)
        self.queue.setFixedHeight(current_theme().px(_QUEUE))
        self._none = label("NothingWaits", words("reception.queue.none"), Role.MUTED, wrap=True)
        self._answers = label("WaitingAnswers", role=Role.HINT, wrap=True)
        self.begin_button = Button(
            "BeginReception", words("reception.begin"), look=Look.PRIMARY, icon_name="usb"
        )
        self.open_button = Button("OpenWaiting", words("reception.open"))
        self.drop_button = Button("DropWaiting", words("reception.drop"))
        self.add(label("ReceptionText", words("reception.text"), wrap=True))
        links = row(self.folder_button, self.sticks_button)
        links.addStretch(1)
        self.add(self._folder, links, self._title, self.queue, self._none, self._answers)
        self.pin(self.begin_button, self.open_button, self.drop_button)
        self.setFocusProxy(self.begin_button)
        self.begin_button.clicked.connect(self.begin)
        self.folder_button.clicked.connect(self._choose)
        self.sticks_button.clicked.connect(self._sticks_only)
        self.open_button.clicked.connect(self._open)
        self.drop_button.clicked.connect(self._drop)
        self.queue.itemActivated.connect(self._open)

    def arrive(self, intent: Intent) -> None:
        self.reload()

    def follow(self, changes: Changes) -> None:
        if self.isVisible() and self.window_over is None:
            self.reload()

    def leave(self) -> None:
        self._end()

    def finish(self) -> None:
        super().finish()
        self._end()

    def reload(self) -> None:
        """Read anew what waits."""
        workspace, words = self.context.workspace, self.words
        folder = reception_queue.watched(workspace)
        self._folder.setText(
            words("reception.watching", folder=str(folder)) if folder else words("reception.no_folder")
        )
        self.sticks_button.setVisible(folder is not None)
        self._items = reception_queue.waiting(workspace)
        self.queue.clear()
        for each in self._items:
            self.queue.addItem(QListWidgetItem(waiting_words(self.context, each)))
        self.queue.setCurrentRow(0 if self._items else -1)
        for widget in (self.queue, self.open_button, self.drop_button):
            widget.setVisible(bool(self._items))
        self._none.setVisible(not self._items)
        self._title.setText(words("reception.queue", count=len(self._items)))
        owed = reception_queue.answers(workspace)
        units = ", ".join(bare_name(name) for _, name in owed)
        self._answers.setText(words("reception.answers", count=len(owed), units=units))
        self._answers.setVisible(bool(owed))

    def waiting(self) -> list[str]:
        """What waits, as it is listed."""
        return [self.queue.item(at).text() for at in range(self.queue.count())]

    def begin(self) -> None:
        """Let reception mode have the whole window."""
        if self.window_over is not None:
            return
        folder = reception_queue.watched(self.context.workspace)
        self.window_over = ReceptionWindow(
            self.context, self._whole_window(), self._find_sticks, folder, self._beep
        )
        self.window_over.closed.connect(self._closed)
        self.window_over.opened.connect(self.opened)
        self.window_over.begin()

    def _whole_window(self) -> QWidget:
        """The window of the user who is logged in: while it is locked, nothing lies over the lock."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, MainWindow):
            above = above.parentWidget()
        return above or self.window()

    def _end(self) -> None:
        if self.window_over is not None:
            self.window_over.leave()

    def _closed(self) -> None:
        window, self.window_over = self.window_over, None
        if window is not None:
            window.deleteLater()
        self.reload()
        self.begin_button.setFocus()

    def _choose(self) -> None:
        folder = self.context.door.choose_folder("reception.choose_folder")
        if folder is not None:
            self._watch(folder)

    def _sticks_only(self) -> None:
        self._watch(None)

    def _watch(self, folder: Path | None) -> None:
        try:
            if folder is not None:
                places.refuse_gone(folder)
            reception_queue.watch(self.context.workspace, folder)
        except UserError as error:
            self.error.tell(error)
            return
        self.reload()

    def _current(self) -> Waiting | None:
        at = self.queue.currentRow()
        return self._items[at] if 0 <= at < len(self._items) else None

    def _open(self) -> None:
        item = self._current()
        if item is not None:
            self.opened.emit(item)

    def _drop(self) -> None:
        item = self._current()
        if item is not None:
            reception_queue.done(self.context.workspace, item)
            self.reload()
