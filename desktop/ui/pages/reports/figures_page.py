"""The figures of a period: four columns, what was assigned, and the way into the very records."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.i18n.figures import period_words
from desktop.services import indicators
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar
from desktop.services.views import Changes
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.period_picker import PeriodPicker
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, ElidedLabel, Notice, Role, column, row
from desktop.ui.pages.reports.figure_model import Column
from desktop.ui.pages.reports.figure_opening import open_figure
from desktop.ui.pages.reports.figure_table import FigureTable
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.shortcuts import Shortcut
from desktop.ui.shell.statistics_taking import take_statistics


class FiguresPage(Page):
    """Shows the figures of a period and leads to what they count.

    Attributes:
        picker, table, notice, more_button: its parts.
    """

    keys = (
        Shortcut("Alt+Left", "figures.keys.previous"),
        Shortcut("Alt+Right", "figures.keys.next"),
        Shortcut("Return", "figures.keys.rows"),
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        workspace = context.workspace
        self._stale = True
        self._title = ElidedLabel("FiguresTitle", role=Role.SECTION)
        self.picker = PeriodPicker(words, calendar(workspace), workspace.today())
        self.more_button = Button("FiguresMenu", icon_name="more", tip=words("figures.menu"))
        menu = named(QMenu(self.more_button), "FiguresMore")
        menu.addAction(words("figures.take_anonymous")).triggered.connect(self._take)
        self.more_button.setMenu(menu)
        if not workspace.may(Permission.SEND):
            self.more_button.hide()
        self.notice = Notice("FiguresNotice", Tone.INFO)
        self.notice.hide()
        self.table = FigureTable(words)
        self.empty = EmptyState("FiguresEmpty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        head = row(self._title, self.picker, self.more_button, gap=Space.S)
        head.setStretch(0, 1)
        whole = column(
            head,
            self.picker.free,
            self.notice,
            self._stack,
            gap=Space.S,
            margins=(Space.L, Space.S, Space.L, Space.S),
        )
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.table)
        self.picker.changed.connect(self.reload)
        self.table.opened.connect(self._open)
        for keys, step in (("Alt+Left", self._back), ("Alt+Right", self._on)):
            QShortcut(QKeySequence(keys), self).activated.connect(step)

    def arrive(self, intent: Intent) -> None:
        if self._stale:
            self._read_again()

    def follow(self, changes: Changes) -> None:
        self._stale = True
        if self.isVisible():
            self._read_again()

    def _read_again(self) -> None:
        workspace = self._context.workspace
        self.picker.set_calendar(calendar(workspace), workspace.today())
        self.reload()

    def reload(self) -> None:
        """Count everything anew."""
        self._stale = False
        self.notice.hide()
        workspace, words = self._context.workspace, self._words
        period = self.picker.period()
        self._title.set_full_text(period_words(words, period, words.language))
        areas = meanwhile(partial(indicators.areas, workspace))
        self.picker.areas.setVisible(bool(areas))
        self.picker.areas.show_areas(areas)
        try:
            rows = meanwhile(partial(indicators.table, workspace, None, period, self.picker.area()))
        except UserError as error:
            text = words.error(error)
            self._say(Nothing(Cause.ERROR, text.what, f"{text.safe} {text.next}"))
            return
        if not rows:
            self._say(Nothing(Cause.NO_PERMISSION, words("figures.none"), words("list.role")))
            return
        self.table.show_rows(rows)
        self._stack.setCurrentWidget(self.table)

    def title(self) -> str:
        """The period as it is shown."""
        return self._title.full_text()

    def _say(self, nothing: Nothing) -> None:
        self.empty.say(nothing)
        self._stack.setCurrentWidget(self.empty)

    def _back(self) -> None:
        self.picker.go(-1)

    def _on(self) -> None:
        self.picker.go(1)

    def _take(self) -> None:
        if take_statistics(self._context, self.picker.period()):
            self.notice.say(self._words("statistics.saved"))
            self.notice.show()

    def _open(self, row: FigureRow, column: Column) -> None:
        said = open_figure(self._context, row, column, self.picker.period(), self.picker.area())
        if said:
            self.notice.say(self._words(said))
            self.notice.show()
