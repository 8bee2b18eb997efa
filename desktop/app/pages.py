"""Which page stands behind each entry of the navigation: the one place that knows them all."""

from __future__ import annotations

from functools import partial

from desktop.ui.pages.administration.backup import CopyDoors
from desktop.ui.pages.administration.catalogues import CataloguesPage
from desktop.ui.pages.administration.own_password import OwnPasswordPage
from desktop.ui.pages.administration.page import AdministrationPage
from desktop.ui.pages.administration.update import UpdateDoors
from desktop.ui.pages.awards.book_page import BookPage
from desktop.ui.pages.awards.page import AwardsPage
from desktop.ui.pages.awards.proof_page import ProofPage
from desktop.ui.pages.awards.sets_page import SetsPage
from desktop.ui.pages.awards.tab import DECISIONS as DECISIONS_TAB
from desktop.ui.pages.awards.tab import PROPOSALS as PROPOSALS_TAB
from desktop.ui.pages.board.board_page import BoardPage
from desktop.ui.pages.board.reminders_page import RemindersPage
from desktop.ui.pages.handover.page import HandoverPage
from desktop.ui.pages.handover.unit import UnitOnePage
from desktop.ui.pages.importing.page import ImportingPage
from desktop.ui.pages.people.doubles_page import DoublesPage
from desktop.ui.pages.people.findings_page import FindingsPage
from desktop.ui.pages.people.person_page import PersonPage
from desktop.ui.pages.recovery.page import RecoveryPage
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.reports.figures_page import FiguresPage
from desktop.ui.pages.reports.forms_page import FormsPage
from desktop.ui.pages.reports.report_page import ReportsPage
from desktop.ui.pages.sync.enrol import EnrolSection
from desktop.ui.pages.sync.packs_page import PacksPage
from desktop.ui.pages.sync.page import SyncPage
from desktop.ui.pages.today.page import TodayPage
from desktop.ui.pages.totals.comparison_page import ComparisonPage
from desktop.ui.pages.totals.totals_page import TotalsPage
from desktop.ui.pages.visits.due_page import DueVisitsPage
from desktop.ui.pages.visits.round_page import RoundPage
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
        "today": partial(TodayPage, context),
        "importing": partial(ImportingPage, context),
        "sync": partial(SyncPage, context),
        "packs": partial(PacksPage, context),
        "recovery": partial(RecoveryPage, context),
        "password": partial(OwnPasswordPage, context),
        "unit": partial(UnitOnePage, context),
        "person": partial(PersonPage, context),
        "administration": partial(
            AdministrationPage,
            context,
            shell.appearance,
            change_looks,
            doors=CopyDoors(
                shell.restore_here, shell.tell_copies, rescue=partial(shell.restore_here, rescue=True)
            ),
            handover=partial(HandoverPage, context),
            update=UpdateDoors(close=shell.close),
        ),
    }
    for entry in entries_of(context.workspace):
        if entry.tabs:
            makers[entry.id] = partial(_register_pages, context, entry, printer)
    return makers


def _register_pages(context: PageContext, entry: Entry, printer: Printer) -> Page:
    """One page, or several behind tabs."""
    tabs: list[tuple[str, str, MakePage]] = [
        (name, context.words.plural(name), partial(RegisterPage, context, name)) for name in entry.registers
    ]
    after: dict[str, MakePage] = {
        PRINTING: partial(AwardsPage, context, printer),
        AWARD_BOOK: partial(BookPage, context, printer),
        PROOF: partial(ProofPage, context),
        CATALOGUES: partial(CataloguesPage, context),
        DEVICES: partial(EnrolSection, context),
        DOUBLES: partial(DoublesPage, context),
        FINDINGS: partial(FindingsPage, context),
    }
    tabs += [(name, context.words(f"nav.tab.{name}"), after[name]) for name in entry.extra]
    before: dict[str, MakePage] = {
        BOARD: partial(BoardPage, context),
        TODAY: partial(TodayPage, context),
        REMINDERS: partial(RemindersPage, context),
        TOTALS: partial(TotalsPage, context),
        COMPARISON: partial(ComparisonPage, context),
        REPORT: partial(ReportsPage, context),
        FIGURES: partial(FiguresPage, context),
        FORMS: partial(FormsPage, context),
        PROPOSALS: partial(SetsPage, context, printer, PROPOSALS_TAB),
        DECISIONS: partial(SetsPage, context, printer, DECISIONS_TAB),
        DUE: partial(DueVisitsPage, context, printer),
        ROUND: partial(RoundPage, context, *entry.registers[:1]),
    }
    tabs = [*((name, context.words(f"nav.tab.{name}"), before[name]) for name in entry.first), *tabs]
    if len(tabs) == 1:
        return tabs[0][2]()
    return TabbedPage(tabs)
