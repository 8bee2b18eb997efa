"""What the ward official exchanges with the station: print packs in, results out, what was changed on both sides."""

from __future__ import annotations

from functools import partial

from desktop.services import bundle_export, places
from desktop.ui.pages.sync.attention import AttentionSection
from desktop.ui.pages.sync.pack_open import OpenPackSection
from desktop.ui.pages.sync.pack_results import ResultsSection
from desktop.ui.pages.sync.place_chips import FindSticks
from desktop.ui.shell.page import MakePage, PageContext
from desktop.ui.shell.tabs import TabbedPage


class PacksPage(TabbedPage):
    """Tabs ``open``, ``results`` (where there is a station to give them to) and ``attention``."""

    def __init__(self, context: PageContext, find_sticks: FindSticks = places.sticks) -> None:
        sections: dict[str, MakePage] = {"open": partial(OpenPackSection, context)}
        if bundle_export.results_waiting(context.workspace) is not None:
            sections["results"] = partial(ResultsSection, context, find_sticks)
        sections["attention"] = partial(AttentionSection, context)
        super().__init__(
            [(name, context.words(f"packs.tab.{name}"), maker) for name, maker in sections.items()]
        )
