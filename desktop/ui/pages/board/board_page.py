"""The first page of the upper level: who reported for the period that is due, and for those before it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.access import Permission
from desktop.domain.board import BoardCell, Chip
from desktop.domain.errors import UserError
from desktop.domain.periods import Period
from desktop.i18n.figures import period_words
from desktop.services import board as boards
from desktop.services import reporting_units
from desktop.services.board import Board, BoardRow
from desktop.services.periods import calendar
from desktop.services.received_reports import Entered
from desktop.services.report_views import report
from desktop.services.unit_figures import origin_of, values_of
from desktop.services.views import Changes
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.period_picker import PeriodPicker
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, column, label, row
from desktop.ui.pages.board import words as said
from desktop.ui.pages.board.board_deeds import BoardDeeds
from desktop.ui.pages.board.cell_panel import CellPanel, CellView
from desktop.ui.pages.board.entering import EnteringPane
from desktop.ui.shell.entries import COMPARISON, REMINDERS, entries_of
from desktop.ui.shell.navigation import Intent, OpenPage, OpenRecord
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.shortcuts import Shortcut

RECEPTION: Final = "reception"
_NARROW: Final = 900
_COUNTED: Final = (
    Chip.RECEIVED,
    Chip.WAITING,
    Chip.EXCEL,
    Chip.PAPER,
    Chip.RETURNED,
    Chip.GAP,
    Chip.LATE,
    Chip.NONE,
)


class BoardPage(Page):
    """Units by periods; Enter opens a cell.

    Attributes:
        table, panel, entering, picker: its parts.
        only_late: shows the units of which nothing that counts is there.
    """

    keys = (
        Shortcut("Return", "board.keys.open"),
        Shortcut("Alt+Left", "figures.keys.previous"),
        Shortcut("Alt+Right", "figures.keys.next"),
        Shortcut("Ctrl+P", "board.keys.remind"),
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        workspace = context.workspace
        self._stale = True
        self._board = Board((), ())
        self._rows: list[BoardRow] = []
        self._view: CellView | None = None
        self._title = ElidedLabel("BoardTitle", role=Role.SECTION)
        self._counts = label("BoardCounts", role=Role.MUTED, wrap=True)
        self.picker = PeriodPicker(words, calendar(workspace), workspace.today())
        self.picker.areas.hide()
        self.receive_button = Button(
            "OpenReception", words("board.reception"), look=Look.PRIMARY, icon_name="usb"
        )
        self.remind_button = Button(
            "OpenReminder", words("board.remind"), icon_name="print", shortcut="Ctrl+P"
        )
        self.only_late = Button("OnlyLate", look=Look.CHIP, small=True)
        self.only_late.setCheckable(True)
        self.table = PinnedTable("BoardTable", words("nav.board"))
        self.empty = EmptyState("BoardEmpty")
        self.panel = CellPanel(words)
        self.entering = EnteringPane(words, workspace.today())
        self.deeds = BoardDeeds(context, self)
        self._toast = Toast(self, context.privacy)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    # What the window tells

    def arrive(self, intent: Intent) -> None:
        if self._stale:
            self.reload()
        if isinstance(intent, OpenRecord):
            self._open_record(intent.record)

    def follow(self, changes: Changes) -> None:
        self._stale = True
        if self.isVisible() and self._stack.currentWidget() is not self.entering:
            self.reload()

    def reload(self) -> None:
        """Read everything anew."""
        workspace, words = self._context.workspace, self._words
        self._stale = False
        self.picker.set_calendar(calendar(workspace), workspace.today())
        period = self.picker.period()
        try:
            self._board = boards.board(workspace, period)
        except UserError as error:
            text = words.error(error)
            self._say(Nothing(Cause.ERROR, text.what, f"{text.safe} {text.next}"))
            return
        self._title.set_full_text(period_words(words, period, words.language))
        self._tell_counts(period)
        self._show_rows()
        if self._view is not None:
            self._open(self._view.unit.code, self._view.period)

    # What is shown

    def current(self) -> tuple[BoardRow, Period] | None:
        """The unit and the period of the current cell."""
        at = self.table.current()
        if at is None or at[0] >= len(self._rows):
            return None
        return self._rows[at[0]], self._board.periods[max(at[1] - 1, 0)]

    def go_to(self, code: str, period: Period) -> None:
        """Make the cell of a unit and a period current."""
        for at, each in enumerate(self._rows):
            if each.unit.code == code and period in self._board.periods:
                self.table.go_to(at, 1 + self._board.periods.index(period))

    def _tell_counts(self, period: Period) -> None:
        words, counts = self._words, self._board.counts(period)
        expected = sum(number for chip, number in counts.items() if chip is not Chip.OUTSIDE)
        there = sum(counts.get(each, 0) for each in (Chip.RECEIVED, Chip.WAITING, Chip.EXCEL, Chip.PAPER))
        parts = [words("board.of_all", there=there, all=expected)]
        parts += [
            words(f"board.count.{each.value}", count=counts[each]) for each in _COUNTED if counts.get(each)
        ]
        self._counts.setText(" · ".join(parts) if self._board.rows else "")
        late = sum(counts.get(each, 0) for each in (Chip.LATE, Chip.GAP, Chip.RETURNED))
        self.only_late.setText(words("board.only_late", count=late))
        self.only_late.setVisible(bool(late))
        self.remind_button.setVisible(bool(late) and self._has(REMINDERS))
        if not late:
            self.only_late.setChecked(False)

    def _show_rows(self) -> None:
        words, found = self._words, self._board
        only = self.only_late.isChecked()
        late = (Chip.LATE, Chip.GAP, Chip.RETURNED)
        self._rows = [each for each in found.rows if not only or each.cells[-1].chip in late]
        if not found.rows:
            button = words("board.fill") if self._may_edit() else ""
            self._say(Nothing(Cause.EMPTY, words("board.empty"), words("board.empty.why"), button))
            return
        fresh = self.table.current() is None
        lines = [said.line(words, each, found.periods) for each in self._rows]
        self.table.show_lines(said.heads(words, found), lines)
        if fresh:
            self.table.go_to(0, len(found.periods))
        self._stack.setCurrentWidget(self._body)
        self.setFocusProxy(self.table)

    def _say(self, nothing: Nothing) -> None:
        self.empty.say(nothing)
        self._stack.setCurrentWidget(self.empty)
        self.setFocusProxy(self.empty.button if nothing.button else self.picker)

    # One cell

    def open_current(self) -> None:
        """Show the current cell in the panel."""
        at = self.current()
        if at is not None:
            self._open(at[0].unit.code, at[1])
            self.panel.setFocus()

    def _open(self, code: str, period: Period) -> None:
        found = next((each for each in self._board.rows if each.unit.code == code), None)
        if found is None or period not in self._board.periods:
            self._close()
            return
        cell = found.cells[self._board.periods.index(period)]
        self._view = self._look(found, cell, period)
        self.panel.show_view(self._view)
        self.panel.show()
        self._arrange()

    def _look(self, found: BoardRow, cell: BoardCell, period: Period) -> CellView:
        workspace = self._context.workspace
        first: dict[object, bool] = {}
        values = {}
        for each in cell.offers:
            if each.source not in first:
                first[each.source] = True
                values[each.source] = values_of(workspace, each)
        view = CellView(found.unit, period, cell, values, may_edit=self._may_edit())
        origin = origin_of(workspace, cell.offers[0]) if cell.offers else None
        reason = ""
        if view.report is not None:
            reason = report(workspace, view.report.record).said["return_reason"]
        return CellView(found.unit, period, cell, values, reason, origin, self._may_edit())

    def _close(self) -> None:
        self._view = None
        self.panel.hide()
        self._arrange()
        self.table.setFocus()

    def _moved(self, _row: int, _column: int) -> None:
        """Once a cell is open, the panel follows."""
        at = self.current()
        if self._view is not None and at is not None:
            self._open(at[0].unit.code, at[1])

    def _opened(self, _row: int, _column: int) -> None:
        self.open_current()

    def _open_record(self, record: str) -> None:
        for found in self._board.rows:
            for cell, period in zip(found.cells, self._board.periods, strict=True):
                if any(each.record == record for each in cell.offers):
                    self.go_to(found.unit.code, period)
                    self._open(found.unit.code, period)

    # What a person does

    def _deed(self, name: str) -> None:
        if self._view is not None:
            self.deeds.do(name, self._view)

    def _enter(self, given: Entered, text: str) -> None:
        if self._view is not None:
            self.entering.begin(self._view.unit, self._view.period, given, text)
            self._head.hide()
            self._stack.setCurrentWidget(self.entering)

    def _keep(self, given: Entered) -> None:
        if self._view is not None and self.deeds.keep(self._view, given):
            self._back()

    def _back(self) -> None:
        self._head.show()
        self._stack.setCurrentWidget(self._body)
        self.reload()
        self.table.setFocus()

    def _done(self, key: str) -> None:
        text = self._words(key)
        self._toast.say(text, text)
        if self._stack.currentWidget() is not self.entering:
            self.reload()

    def _compare(self, _code: str) -> None:
        if self._has(COMPARISON):
            self._context.navigation.go(OpenPage("reports", COMPARISON))

    def _fill(self) -> None:
        try:
            changes = reporting_units.add_communes(self._context.workspace)
        except UserError as error:
            self._context.door.tell(error)
            return
        if changes.operation is None:
            self._context.navigation.go(OpenPage("units"))
        else:
            self.reload()

    def _receive(self) -> None:
        self._context.navigation.go(OpenPage("sync", RECEPTION))

    def _remind(self) -> None:
        if not self.remind_button.isHidden():
            self._context.navigation.go(OpenPage("board", REMINDERS))

    def _step(self, by: int) -> None:
        self.picker.go(by)

    def _may_edit(self) -> bool:
        return self._context.workspace.may(Permission.EDIT)

    def _has(self, tab: str) -> bool:
        return any(tab in entry.tabs for entry in entries_of(self._context.workspace))

    # Put together

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where there is little room, an open cell takes the place of the table."""
        narrow = self.width() < current_theme().px(_NARROW)
        opened = not self.panel.isHidden()
        self.table.setVisible(not (narrow and opened))
        self.panel.setMaximumWidth(16_777_215 if narrow else current_theme().px(380))

    def _lay_out(self) -> None:
        self._head = QWidget()
        buttons = row(self.receive_button, self.remind_button, self.picker, gap=Space.S)
        title = row(self._title, buttons)
        title.setStretch(0, 1)
        told = row(self._counts, self.only_late)
        told.setStretch(0, 1)
        self._head.setLayout(column(title, self.picker.free, told, gap=Space.S))
        self._body = QWidget()
        body = row(self.table, self.panel, gap=Space.M)
        body.setStretch(0, 1)
        self._body.setLayout(body)
        self.panel.hide()
        for each in (self._body, self.empty, self.entering):
            self._stack.addWidget(each)
        whole = column(self._head, self._stack, gap=Space.S, margins=(Space.L, Space.S, Space.L, Space.S))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.picker.changed.connect(self.reload)
        self.only_late.toggled.connect(self._show_rows)
        self.table.opened.connect(self._opened)
        self.table.moved.connect(self._moved)
        self.panel.closed.connect(self._close)
        self.panel.asked.connect(self._deed)
        self.panel.figure_asked.connect(self._compare)
        self.deeds.done.connect(self._done)
        self.deeds.entering.connect(self._enter)
        self.entering.saved.connect(self._keep)
        self.entering.given_up.connect(self._back)
        self.receive_button.clicked.connect(self._receive)
        self.remind_button.clicked.connect(self._remind)
        self.empty.acted.connect(self._fill)
        for keys, slot in (
            ("Alt+Left", self._previous),
            ("Alt+Right", self._next),
            ("Ctrl+P", self._remind),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._body)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._close)

    def _previous(self) -> None:
        self._step(-1)

    def _next(self) -> None:
        self._step(1)
