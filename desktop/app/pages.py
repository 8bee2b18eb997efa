"""Which page stands behind each entry of the navigation: the one place that knows them all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import ModuleType

from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.shell.appearance import Appearance
from desktop.ui.shell.entries import (
    AWARD_BOOK,
    BOARD,
    CATALOGUES,
    COMPARISON,
    DECISIONS,
    DEVICES,
    DOUBLES,
    DUE,
    FIGURES,
    FINDINGS,
    FORMS,
    PRINTING,
    PROOF,
    PROPOSALS,
    REMINDERS,
    REPORT,
    ROUND,
    TODAY,
    TOTALS,
    Entry,
    entries_of,
)
from desktop.ui.shell.navigation import OpenPage
from desktop.ui.shell.page import MakePage, Page, PageContext, PageMakers
from desktop.ui.shell.printing import Printer
from desktop.ui.shell.shell import Shell
from desktop.ui.shell.tabs import TabbedPage


def make_pages(context: PageContext, shell: Shell, printer: Printer) -> PageMakers:
    """How each page is made for the user who is logged in."""

    def change_looks(appearance: Appearance) -> None:
        # The window is made anew; the person goes on where they were choosing.
        shell.change_appearance(appearance)
        shell.main_window().go(OpenPage("administration", "appearance"))

    makers: dict[str, MakePage] = {
        "today": _page("today.page", "TodayPage", context),
        "importing": _page("importing.page", "ImportingPage", context),
        "sync": _page("sync.page", "SyncPage", context),
        "packs": _page("sync.packs_page", "PacksPage", context),
        "recovery": _page("recovery.page", "RecoveryPage", context),
        "password": _page("administration.own_password", "OwnPasswordPage", context),
        "unit": _page("handover.unit", "UnitOnePage", context),
        "person": _page("people.person_page", "PersonPage", context),
        "administration": partial(_administration, context, shell, change_looks),
    }
    for entry in entries_of(context.workspace):
        if entry.tabs:
            makers[entry.id] = partial(_register_pages, context, entry, printer)
    return makers


def _page(module: str, name: str, *parts: object) -> MakePage:
    """How a page is made, whose module is read when somebody first looks at it: all of them are half of a start."""

    def make() -> Page:
        made: Page = getattr(_module(module), name)(*parts)
        return made

    return make


def _module(name: str) -> ModuleType:
    """One of the modules of pages. A slow disk takes its time over some of them: the window lives on."""
    return meanwhile(partial(import_module, f"desktop.ui.pages.{name}"))


def _administration(context: PageContext, shell: Shell, change_looks: Callable[[Appearance], None]) -> Page:
    _module("administration.page")
    from desktop.ui.pages.administration.backup import CopyDoors
    from desktop.ui.pages.administration.page import AdministrationPage
    from desktop.ui.pages.administration.update import UpdateDoors

    return AdministrationPage(
        context,
        shell.appearance,
        change_looks,
        doors=CopyDoors(
            shell.restore_here, shell.tell_copies, rescue=partial(shell.restore_here, rescue=True)
        ),
        handover=_page("handover.page", "HandoverPage", context),
        update=UpdateDoors(close=shell.close),
    )


def _sets(context: PageContext, printer: Printer, name: str) -> Page:
    _module("awards.sets_page")
    from desktop.ui.pages.awards import tab
    from desktop.ui.pages.awards.sets_page import SetsPage

    return SetsPage(context, printer, tab.PROPOSALS if name == PROPOSALS else tab.DECISIONS)


def _register_pages(context: PageContext, entry: Entry, printer: Printer) -> Page:
    """One page, or several behind tabs."""
    tabs: list[tuple[str, str, MakePage]] = [
        (name, context.words.plural(name), _page("register.page", "RegisterPage", context, name))
        for name in entry.registers
    ]
    after: dict[str, MakePage] = {
        PRINTING: _page("awards.page", "AwardsPage", context, printer),
        AWARD_BOOK: _page("awards.book_page", "BookPage", context, printer),
        PROOF: _page("awards.proof_page", "ProofPage", context),
        CATALOGUES: _page("administration.catalogues", "CataloguesPage", context),
        DEVICES: _page("sync.enrol", "EnrolSection", context),
        DOUBLES: _page("people.doubles_page", "DoublesPage", context),
        FINDINGS: _page("people.findings_page", "FindingsPage", context),
    }
    tabs += [(name, context.words(f"nav.tab.{name}"), after[name]) for name in entry.extra]
    before: dict[str, MakePage] = {
        BOARD: _page("board.board_page", "BoardPage", context),
        TODAY: _page("today.page", "TodayPage", context),
        REMINDERS: _page("board.reminders_page", "RemindersPage", context),
        TOTALS: _page("totals.totals_page", "TotalsPage", context),
        COMPARISON: _page("totals.comparison_page", "ComparisonPage", context),
        REPORT: _page("reports.report_page", "ReportsPage", context),
        FIGURES: _page("reports.figures_page", "FiguresPage", context),
        FORMS: _page("reports.forms_page", "FormsPage", context),
        PROPOSALS: partial(_sets, context, printer, PROPOSALS),
        DECISIONS: partial(_sets, context, printer, DECISIONS),
        DUE: _page("visits.due_page", "DueVisitsPage", context, printer),
        ROUND: _page("visits.round_page", "RoundPage", context, *entry.registers[:1]),
    }
    tabs = [*((name, context.words(f"nav.tab.{name}"), before[name]) for name in entry.first), *tabs]
    if len(tabs) == 1:
        return tabs[0][2]()
    return TabbedPage(tabs)
