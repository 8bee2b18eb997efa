"""The page of sending and receiving: what a role may not do is absent."""

from __future__ import annotations

from functools import partial

from desktop.domain.access import Permission
from desktop.ui.pages.sync.enrol import EnrolSection
from desktop.ui.pages.sync.places import FindSticks, plugged_in
from desktop.ui.pages.sync.receive import ReceiveSection
from desktop.ui.pages.sync.send import SendSection
from desktop.ui.shell.page import MakePage, PageContext
from desktop.ui.shell.tabs import TabbedPage


class SyncPage(TabbedPage):
    """Tabs ``send``, ``receive`` and ``devices``; ``find_sticks`` tells which sticks are plugged in."""

    def __init__(self, context: PageContext, find_sticks: FindSticks = plugged_in) -> None:
        sections: dict[str, MakePage] = {}
        if context.workspace.may(Permission.SEND):
            sections["send"] = partial(SendSection, context, find_sticks)
        if context.workspace.may(Permission.RECEIVE):
            sections["receive"] = partial(ReceiveSection, context, find_sticks)
            sections["devices"] = partial(EnrolSection, context)
        super().__init__(
            [(name, context.words(f"sync.tab.{name}"), maker) for name, maker in sections.items()]
        )
