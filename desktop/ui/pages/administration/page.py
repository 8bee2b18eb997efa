"""The page of the administrator; whoever is none finds the looks of the window here and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop.domain.access import Permission
from desktop.services import users
from desktop.ui.pages.administration.appearance import AppearancePage
from desktop.ui.pages.administration.backup import BackupPage, CopyDoors
from desktop.ui.pages.administration.catalogues import CataloguesPage
from desktop.ui.pages.administration.oversight import OversightPage
from desktop.ui.pages.administration.rules import RulesPage
from desktop.ui.pages.administration.station import StationPage
from desktop.ui.pages.administration.update import UpdateDoors, UpdatePage
from desktop.ui.pages.administration.users import AddUser, ResetPassword, UsersPage
from desktop.ui.shell.appearance import Appearance
from desktop.ui.shell.page import MakePage, PageContext
from desktop.ui.shell.tabs import TabbedPage


class AdministrationPage(TabbedPage):
    """Tabs ``station``, ``users``, ``catalogues``, ``rules``, ``backup``, ``handover``, ``audit``, ``update``
    and ``appearance``, each for whom it is.

    Copies are made by whoever sends. ``change_appearance`` makes the window look and speak otherwise at once;
    ``add_user`` and ``reset`` are slow on purpose. ``handover`` makes one more tab, which is a page of its own.
    """

    def __init__(
        self,
        context: PageContext,
        appearance: Appearance,
        change_appearance: Callable[[Appearance], None],
        *,
        doors: CopyDoors | None = None,
        update: UpdateDoors | None = None,
        handover: MakePage | None = None,
        add_user: AddUser = users.add_user,
        reset: ResetPassword = users.reset_password,
    ) -> None:
        makers: dict[str, MakePage] = {}
        administers = context.workspace.may(Permission.ADMINISTER)
        if administers:
            makers["station"] = partial(StationPage, context)
            makers["users"] = partial(UsersPage, context, add_user, reset)
            makers["catalogues"] = partial(CataloguesPage, context)
            makers["rules"] = partial(RulesPage, context)
        if context.workspace.may(Permission.SEND) and not context.workspace.practice:
            makers["backup"] = partial(BackupPage, context, doors or CopyDoors())
        if administers and handover is not None and not context.workspace.practice:
            makers["handover"] = handover
        if context.workspace.may(Permission.AUDIT):
            makers["audit"] = partial(OversightPage, context)
        if administers and not context.workspace.practice:
            makers["update"] = partial(UpdatePage, context, update or UpdateDoors())
        makers["appearance"] = partial(AppearancePage, context, appearance, change_appearance)
        words = context.words
        super().__init__([(name, words(f"administration.tab.{name}"), make) for name, make in makers.items()])
