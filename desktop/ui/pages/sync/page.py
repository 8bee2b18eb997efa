"""The page of sending and receiving: what a role may not do is absent."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from desktop.domain.access import Permission, sees
from desktop.domain.levels import superior
from desktop.services import devices, places
from desktop.services.reception_queue import CHOOSE, GAPS, RETURNED, Waiting
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.widgets import column
from desktop.ui.pages.sync.attention import AttentionSection
from desktop.ui.pages.sync.enrol import EnrolSection
from desktop.ui.pages.sync.kept_section import KeptSection
from desktop.ui.pages.sync.pack_make import MakePackSection
from desktop.ui.pages.sync.place_chips import FindSticks
from desktop.ui.pages.sync.receive import ReceiveSection
from desktop.ui.pages.sync.received import ReceivedSection
from desktop.ui.pages.sync.reception_section import ReceptionSection
from desktop.ui.pages.sync.scopes_section import ScopesPage
from desktop.ui.pages.sync.send import SendSection
from desktop.ui.pages.sync.transfers_section import TransfersPage
from desktop.ui.shell.entries import BOARD
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import MakePage, Page, PageContext
from desktop.ui.shell.tabs import TabbedPage


class SyncPage(TabbedPage):
    """Tabs ``send``, ``receive``, ``received``, ``kept``, ``pack``, ``attention`` and ``devices``.

    A level that has units below also holds copies for them (``kept``); an administrator also says what goes to whom
    (``scopes``) and what goes over to another unit (``transfers``).

    ``find_sticks`` tells which sticks are plugged in. Where nobody is enrolled yet, the page leads to ``devices``.
    """

    def __init__(self, context: PageContext, find_sticks: FindSticks = places.sticks) -> None:
        self._context = context
        self._sends = context.workspace.may(Permission.SEND)
        sections: dict[str, MakePage] = {}
        if self._sends and superior(context.workspace.station.level):
            sections["reception"] = partial(self._make_reception, find_sticks)
        if self._sends:
            sections["send"] = partial(SendSection, context, find_sticks)
        if context.workspace.may(Permission.RECEIVE):
            sections["receive"] = partial(ReceiveSection, context, find_sticks)
            sections["received"] = partial(ReceivedSection, context)
        if "reception" in sections and context.workspace.may(Permission.RECEIVE):
            sections["kept"] = partial(KeptSection, context, find_sticks)
        if self._sends and sees(context.workspace.role, "award"):
            sections["pack"] = partial(MakePackSection, context, find_sticks)
        if context.workspace.may(Permission.EDIT):
            sections["attention"] = partial(AttentionSection, context)
        if context.workspace.may(Permission.RECEIVE):
            sections["devices"] = partial(EnrolSection, context)
        if context.workspace.may(Permission.ADMINISTER):
            sections["scopes"] = partial(ScopesPage, context)
            sections["transfers"] = partial(TransfersPage, context)
        if context.workspace.practice:
            sections = {"practice": partial(PracticePage, context)}
        super().__init__(
            [(name, context.words(f"sync.tab.{name}"), maker) for name, maker in sections.items()]
        )

    def arrive(self, intent: Intent) -> None:
        if isinstance(intent, OpenPage) and intent.tab is None and self._nobody_to_send_to():
            intent = OpenPage(intent.page, "devices")
        super().arrive(intent)

    def _make_reception(self, find_sticks: FindSticks) -> Page:
        section = ReceptionSection(self._context, find_sticks)
        section.opened.connect(self._see_to)
        return section

    def _see_to(self, item: Waiting) -> None:
        """Where a person does something about what reception mode left."""
        if item.code in (CHOOSE, RETURNED):
            self._context.navigation.go(OpenPage("board", BOARD))
            return
        if item.code in GAPS:
            super().arrive(OpenPage("sync", "received"))
            return
        super().arrive(OpenPage("sync", "receive"))
        if isinstance(self.current, ReceiveSection):
            self.current.open_bundle(Path(item.path))

    def _nobody_to_send_to(self) -> bool:
        """Asked only while nothing else was done here."""
        fresh = isinstance(self.current, SendSection) and self.current.task is None
        return fresh and not devices.recipients(self._context.workspace)


class PracticePage(Page):
    """Why sample data neither goes nor comes."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.why = EmptyState("PracticeWhy")
        words = context.words
        self.why.say(Nothing(Cause.NO_PERMISSION, words("sync.practice"), words("sync.practice.why")))
        self.setLayout(column(self.why))
