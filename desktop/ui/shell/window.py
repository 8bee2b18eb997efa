"""The window of one logged-in user: navigation, top bar, the page, and the status line.

It knows pages by name only. What a person asks for arrives as an intent, what was written as :class:`Changes`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop.domain.access import Permission
from desktop.domain.importing.targets import IMPORTED
from desktop.services.views import Changes, Hit
from desktop.services.workspace import Workspace
from desktop.ui.kit.meanwhile import meanwhile, when_free
from desktop.ui.kit.named import named
from desktop.ui.kit.stack import PageStack
from desktop.ui.kit.widgets import column
from desktop.ui.shell.entries import entries_of, entry_of, home, listed
from desktop.ui.shell.findings_watch import FindingsWatch
from desktop.ui.shell.help_desk import HelpDesk
from desktop.ui.shell.layouts import Layout, layout_for
from desktop.ui.shell.navigation import ImportTable, Intent, OpenPage, OpenPerson, OpenRecord
from desktop.ui.shell.navigation_bar import NavigationBar
from desktop.ui.shell.own_keys import OwnKeys
from desktop.ui.shell.page import Page, PageContext, PageMakers
from desktop.ui.shell.search import Search
from desktop.ui.shell.shortcuts import (
    EVERYWHERE,
    HELP,
    LOCK,
    NEXT_PANE,
    PRIVACY,
    SEARCH,
    navigation_shortcuts,
)
from desktop.ui.shell.status_line import StatusFacts, StatusLine
from desktop.ui.shell.tabs import TabbedPage
from desktop.ui.shell.top_bar import TopBar

if TYPE_CHECKING:
    from desktop.ui.shell.help import HelpSheet

COUNTED_AFTER_MS: Final = 1_000
"""What waits is counted when the first page stands there, its rows too: nobody waits for that."""


class MainWindow(QWidget):
    """The frame around the pages of one user.

    Attributes:
        context: what pages were given.
        top_bar, navigation_bar, status_line, search: its parts.

    Signals:
        lock_asked, change_user_asked: the shell does it.
    """

    lock_asked = Signal()
    change_user_asked = Signal()

    def __init__(self, context: PageContext, makers: PageMakers, *, looks: bool = False) -> None:
        """``looks``: what has to be looked at in the records is counted while the window is there."""
        super().__init__()
        self.setObjectName("MainWindow")
        self.context = context
        words, workspace = context.words, context.workspace
        self._makers = makers
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._layout: Layout | None = None
        self._entries = entries_of(workspace)
        self.navigation_bar = NavigationBar(listed(self._entries), words)
        self.top_bar = TopBar(words, workspace.user.name)
        acts = workspace.role is not workspace.user.role
        role = words("role.acting" if acts else f"role.{workspace.role.value}")
        self.status_line = StatusLine(words, workspace.user.name, role)
        self.search = Search(self.top_bar.search, words, self._find)
        self._stack = named(PageStack(), "Page")
        # A wide page must not keep the window from being made narrow: it arranges itself by the room it gets.
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(0)
        self._columns.addWidget(self.navigation_bar)
        # The stylesheet gives the bars their ground by name.
        right = named(QFrame(), "Ground")
        right.setLayout(column(self.top_bar, self._stack, gap=0))
        self._columns.addWidget(right, 1)
        whole = column(gap=0)
        if workspace.practice:
            from desktop.ui.shell.practice_bar import PracticeBar

            whole.addWidget(PracticeBar(words))
        whole.addLayout(self._columns, 1)
        whole.addWidget(self.status_line)
        self.setLayout(whole)
        self._findings: FindingsWatch | None = None
        self.help = HelpDesk(self, context, self._keys_sheet)
        self._connect()
        self._bind_keys()
        self._painted = False
        self._finished = False
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self.tell_what_waits)
        if looks:
            self.watch_findings()

    def show_page(self, name: str, intent: Intent | None = None) -> None:
        """Show a page by its entry's or its own name, made the first time."""
        if self._current and self._current != name:
            self._pages[self._current].leave()
        if name not in self._pages:
            self._pages[name] = self._makers[name]()
            self._stack.addWidget(self._pages[name])
        self._current = name
        self._stack.setCurrentWidget(self._pages[name])
        self.navigation_bar.mark(name)
        self.top_bar.set_title(self.context.words(self._title_of(name)))
        self.top_bar.offer_import(offered=self._takes_lists(name))
        self._hide_drawer()
        self._pages[name].arrive(intent or OpenPage(name))
        self._pages[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, intent: Intent) -> None:
        """Show what a page or the search asked for; a register that the role has no page for is left alone."""
        when_free(partial(self._go, intent), alone=True)

    def _go(self, intent: Intent) -> None:
        if self._finished:
            return  # it was closed before its turn came
        if isinstance(intent, OpenPage):
            self.show_page(intent.page, intent)
            return
        if isinstance(intent, OpenPerson):
            self.show_page("person", intent)
            return
        if isinstance(intent, ImportTable):
            self.show_page("importing", intent)
            return
        entry = entry_of(intent.register, self._entries)
        if entry is not None:
            self.show_page(entry.id, intent)

    def finish(self) -> None:
        """Before the register is closed: no page may go on working in it."""
        self._finished = True
        self._counting.stop()
        if self._findings is not None:
            self._findings.finish()
        self.page().leave()
        for page in self._pages.values():
            page.finish()

    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._current]

    def page_name(self) -> str:
        return self._current

    def home(self) -> str:
        """The page that this user begins with."""
        return home(self._entries)

    def watch_findings(self) -> FindingsWatch:
        """Count from now on, when it has been quiet for a while, how many records have to be looked at."""
        self._findings = FindingsWatch(self.context.workspace, self.context.feed, self)
        self._findings.counted.connect(self._show_findings)
        return self._findings

    def _show_findings(self, count: int) -> None:
        self.navigation_bar.show_count("people", count)

    def show_status(self, facts: StatusFacts) -> None:
        self.status_line.show_facts(facts)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self._counting.start(COUNTED_AFTER_MS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(layout_for(self.width()))

    def _connect(self) -> None:
        self.navigation_bar.chosen.connect(self._entry_chosen)
        self.navigation_bar.escaped.connect(self._hide_drawer)
        self.context.navigation.asked.connect(self.go)
        self.context.privacy.changed.connect(self.top_bar.show_privacy)
        self.search.opened.connect(self._open_hit)
        bar = self.top_bar
        bar.menu_asked.connect(self._toggle_drawer)
        bar.import_asked.connect(self._show_import)
        bar.privacy_asked.connect(self.context.privacy.toggle)
        bar.lock_asked.connect(self.lock_asked)
        bar.change_user_asked.connect(self.change_user_asked)
        bar.appearance_asked.connect(self._show_appearance)
        bar.password_asked.connect(self._show_password)
        bar.help_asked.connect(self._show_help)
        self.context.feed.changed.connect(self._follow)

    def _bind_keys(self) -> None:
        OwnKeys(self, (each.keys for each in EVERYWHERE if each.keys != "Esc"))
        for keys, slot in (
            (SEARCH.keys, self.search.begin),
            (PRIVACY.keys, self.context.privacy.toggle),
            (LOCK.keys, self.lock_asked),
            (HELP.keys, self._show_help),
            (NEXT_PANE.keys, self._next_pane),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        for entry in self._entries:
            if entry.shortcut is not None:
                shortcut = named(QShortcut(QKeySequence(entry.shortcut), self), entry.id)
                shortcut.activated.connect(self._entry_key)

    def _entry_chosen(self, entry: str) -> None:
        walking = self.navigation_bar.isAncestorOf(self.focusWidget() or self)
        self.show_page(entry)
        # Whoever walks through the navigation with the arrow keys stays in it.
        if walking and self._layout is not Layout.NARROW:
            self.navigation_bar.take_focus()

    def _entry_key(self) -> None:
        self.show_page(self.sender().objectName())

    def _title_of(self, name: str) -> str:
        return next((entry.words for entry in self._entries if entry.id == name), f"nav.{name}")

    def _takes_lists(self, name: str) -> bool:
        registers = next((entry.registers for entry in self._entries if entry.id == name), ())
        return self.context.workspace.may(Permission.IMPORT) and not set(IMPORTED).isdisjoint(registers)

    def _show_import(self) -> None:
        self.show_page("importing")

    def _find(self, text: str, limit: int, /) -> list[Hit]:
        from desktop.services import search

        context = self.context
        return meanwhile(partial(search.find, context.workspace, text, limit, context.words.language))

    def _open_hit(self, hit: Hit) -> None:
        self.go(OpenRecord(hit.register, hit.record))

    def _follow(self, changes: Changes) -> None:
        self.status_line.saved(self.context.workspace.now())
        self.tell_what_waits()
        for page in self._pages.values():
            page.follow(changes)

    def tell_what_waits(self) -> None:
        """Read anew what the status line and the navigation say."""
        facts, waiting = meanwhile(partial(_what_waits, self.context.workspace))
        self.show_status(facts)
        self.navigation_bar.show_count("sync", waiting)

    def _show_appearance(self) -> None:
        self.show_page("administration", OpenPage("administration", "appearance"))

    def _show_password(self) -> None:
        self.show_page("password")

    def _show_help(self) -> None:
        from desktop.ui.shell.handbook import place_for

        page = self.page()
        tab = page.tab() if isinstance(page, TabbedPage) else None
        self.help.open_at(place_for(self._current, tab))

    def _keys_sheet(self) -> HelpSheet:
        """The sheet of keys of the page that is shown."""
        from desktop.ui.shell.help import HelpSheet

        words = self.context.words
        title = words("help.title", page=self.top_bar.title())
        groups = (
            ("help.page", self.page().keys),
            ("help.everywhere", EVERYWHERE),
            ("help.navigation", navigation_shortcuts(self._entries)),
        )
        return HelpSheet(self, words, title, groups)

    def _next_pane(self) -> None:
        """From the navigation to the page and back."""
        if self.navigation_bar.isAncestorOf(self.focusWidget() or self):
            self.page().setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._layout is Layout.NARROW:
            self._toggle_drawer()
        else:
            self.navigation_bar.take_focus()

    # Room

    def _arrange(self, layout: Layout) -> None:
        if layout is self._layout:
            self._place_drawer()
            return
        self._layout = layout
        self.top_bar.set_layout_kind(layout)
        self.navigation_bar.set_layout_kind(layout)
        if layout is Layout.NARROW:
            self._columns.removeWidget(self.navigation_bar)
            self.navigation_bar.hide()
            self._place_drawer()
        else:
            self._columns.insertWidget(0, self.navigation_bar)
            self.navigation_bar.show()

    def _place_drawer(self) -> None:
        if self._layout is Layout.NARROW:
            top = self.top_bar.mapTo(self, QPoint(0, self.top_bar.height())).y()
            height = self.height() - top - self.status_line.height()
            self.navigation_bar.setGeometry(0, top, self.navigation_bar.width(), height)

    def _toggle_drawer(self) -> None:
        if self._layout is not Layout.NARROW:
            return
        if self.navigation_bar.isVisible():
            self.navigation_bar.hide()
            return
        self._place_drawer()
        self.navigation_bar.show()
        self.navigation_bar.raise_()
        self.navigation_bar.take_focus()

    def _hide_drawer(self) -> None:
        if self._layout is Layout.NARROW:
            self.navigation_bar.hide()


def _what_waits(workspace: Workspace) -> tuple[StatusFacts, int]:
    """What the status line says, and how many things wait for somebody's word."""
    from desktop.services import conflicts, forks, reception_queue, rejecting

    counts = (conflicts.count, forks.count, rejecting.count, reception_queue.count)
    return status_facts(workspace), sum(count(workspace) for count in counts)


def status_facts(workspace: Workspace) -> StatusFacts:
    """What the status line says of a register."""
    from desktop.services import backup_away, bundles

    sending = bundles.waiting(workspace)
    waiting = sending.pending if sending is not None else None
    unconfirmed = sending.unconfirmed if sending is not None else 0
    standing = backup_away.away_standing(workspace)
    if standing is None:
        return StatusFacts(waiting=waiting, unconfirmed=unconfirmed)
    return StatusFacts(
        standing.days if standing.days is not None else -1,
        waiting,
        standing.away.place if standing.away is not None else "",
        standing.amber,
        standing.red,
        unconfirmed,
    )
