"""Who did what, whether all is as it was, and what becomes of people's data: the sides of one tab."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QStackedWidget

from desktop.domain.access import Permission
from desktop.services.views import Changes
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import column
from desktop.ui.pages.administration.audit import AuditSide
from desktop.ui.pages.administration.check import CheckPage
from desktop.ui.pages.administration.person_side import PersonSide
from desktop.ui.pages.administration.purposes_side import PurposesSide
from desktop.ui.pages.administration.retention_side import RetentionSide
from desktop.ui.shell.choice_chips import ChoiceChips
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import MakePage, Page, PageContext

AUDIT = "audit"


class OversightPage(Page):
    """Each side is made when it is first looked at.

    Attributes:
        chips: which of them is shown.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        words = context.words
        self.setAccessibleName(words("administration.tab.audit"))
        makers: dict[str, MakePage] = {AUDIT: partial(AuditSide, context)}
        if context.workspace.may(Permission.ADMINISTER):
            makers["check"] = partial(CheckPage, context)
        if context.workspace.may(Permission.ERASE):
            makers["retention"] = partial(RetentionSide, context)
        makers["person"] = partial(PersonSide, context)
        makers["purposes"] = partial(PurposesSide, context)
        self._makers: Mapping[str, MakePage] = makers
        self._made: dict[str, Page] = {}
        self._shown = AUDIT
        options = [(name, words(f"oversight.side.{name}")) for name in makers]
        self.chips = ChoiceChips("OversightSide", options, AUDIT)
        self._stack = QStackedWidget()
        whole = column(self.chips, self._stack, margins=(0, Space.S, 0, 0))
        self.chips.setContentsMargins(Space.XL, 0, Space.XL, 0)
        whole.setSpacing(0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.chips.chosen.connect(self._chosen)
        self.setFocusProxy(self.side(AUDIT))

    def side(self, name: str) -> Page:
        """One of the sides, made if it was not yet."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
            self._stack.addWidget(self._made[name])
        return self._made[name]

    def show_side(self, name: str, intent: Intent) -> None:
        """Another side, read anew."""
        if name != self._shown:
            self._made[self._shown].leave()
        self._shown = name
        self.chips.show_value(name)
        self._stack.setCurrentWidget(self.side(name))
        self.side(name).arrive(intent)
        self.setFocusProxy(self.side(name))

    # What the shell says

    def arrive(self, intent: Intent) -> None:
        self.show_side(self._shown, intent)

    def follow(self, changes: Changes) -> None:
        if self.isVisible():
            self._made[self._shown].follow(changes)

    def finish(self) -> None:
        for side in self._made.values():
            side.finish()

    def leave(self) -> None:
        self._made[self._shown].leave()

    def _chosen(self, name: str) -> None:
        self.show_side(name, OpenPage("administration", AUDIT))
        self.side(name).setFocus()
