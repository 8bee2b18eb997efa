"""Units set against each other: a matrix of indicators, the total on top, what stands out marked, each figure open."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from desktop.domain.board import Source
from desktop.domain.errors import UserError
from desktop.domain.indicators import INDICATORS, Theme, counted_of
from desktop.domain.indicators.comparing import Number
from desktop.domain.totals import FEWEST, LEAST_MEDIAN, TIMES, standing_out
from desktop.i18n.figures import figure_text, period_words
from desktop.services import indicators, totals, totals_paper
from desktop.services.figure_rows import shown_in
from desktop.services.periods import calendar
from desktop.services.totals import REGISTER, Totals
from desktop.services.unit_figures import UnitFigures, origin_of
from desktop.services.views import Changes, FigureFilter, ListQuery
from desktop.ui.kit.choosing import PickEditor
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.period_picker import PeriodPicker
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.popup import Item
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.board.words import offer_words, origin_words
from desktop.ui.shell.navigation import Intent, OpenList, OpenRecord
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.paper_taking import PaperTaking
from desktop.ui.shell.shortcuts import Shortcut

_TOTAL: Final = 0
_THEME: Final = 220


class ThemePick(PickEditor):
    """Whose indicators stand in the columns."""

    def __init__(self, words: Words) -> None:
        super().__init__("ComparisonTheme", words)
        self.line.setAccessibleName(words("comparison.theme"))
        self.set_value(Theme.MOVEMENT.value)

    def options(self, text: str) -> list[Item]:
        return [Item(each.value, self.words(f"theme.{each.value}")) for each in Theme]

    def title_of(self, key: str, text: str | None) -> str:
        return self.words(f"theme.{key}")

    def theme(self) -> Theme:
        value = self.value()
        return Theme(value) if isinstance(value, str) else Theme.MOVEMENT


class ComparisonPage(Page):
    """Units by indicators of one theme.

    Attributes:
        table, picker, themes: its parts.
    """

    keys = (
        Shortcut("Alt+Left", "figures.keys.previous"),
        Shortcut("Alt+Right", "figures.keys.next"),
        Shortcut("Return", "comparison.keys.rows"),
        Shortcut("Ctrl+E", "comparison.take"),
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        workspace = context.workspace
        self._stale = True
        self._found: Totals | None = None
        self._codes: list[str] = []
        self._title = ElidedLabel("ComparisonTitle", role=Role.SECTION)
        self.picker = PeriodPicker(words, calendar(workspace), workspace.today())
        self.picker.areas.hide()
        self.themes = ThemePick(words)
        self.themes.setFixedWidth(current_theme().px(_THEME))
        rule = words("comparison.rule", times=TIMES, fewest=FEWEST, least=LEAST_MEDIAN)
        self._rule = label("ComparisonRule", rule, Role.MUTED, wrap=True)
        self._told = label("ComparisonTold", role=Role.BODY, wrap=True)
        self.open_button = Button("OpenFigure", words("comparison.open"), small=True)
        self.board_button = Button("OpenOnBoard", words("comparison.board"), small=True)
        self.take_button = Button(
            "TakeMatrix", words("comparison.take"), look=Look.PRIMARY, icon_name="excel", shortcut="Ctrl+E"
        )
        self.table = PinnedTable("ComparisonTable", words("nav.tab.comparison"))
        self.empty = EmptyState("ComparisonEmpty")
        self._taking = PaperTaking(context, self)
        self._toast = Toast(self, context.privacy)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def arrive(self, intent: Intent) -> None:
        if self._stale:
            self.reload()

    def follow(self, changes: Changes) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read the figures of every unit anew."""
        workspace, words = self._context.workspace, self._words
        self._stale = False
        self.picker.set_calendar(calendar(workspace), workspace.today())
        period = self.picker.period()
        self._title.set_full_text(period_words(words, period, words.language))
        try:
            self._found = totals.totals(workspace, period)
        except UserError as error:
            text = words.error(error)
            self._say(Nothing(Cause.ERROR, text.what, f"{text.safe} {text.next}"))
            return
        self._show()

    def told(self) -> str:
        """What is said of the current figure."""
        return self._told.text()

    def current(self) -> tuple[UnitFigures | None, str] | None:
        """The unit (None: all together) and the indicator of the current cell."""
        at = self.table.current()
        if at is None or self._found is None or not 0 < at[1] <= len(self._codes):
            return None
        unit = None if at[0] == _TOTAL else self._found.units[at[0] - 1]
        return unit, self._codes[at[1] - 1]

    def _show(self) -> None:
        found, words = self._found, self._words
        assert found is not None
        may = set(indicators.visible_codes(self._context.workspace))
        self.take_button.setVisible(bool(found.there))
        if not found.there:
            self._say(Nothing(Cause.EMPTY, words("totals.none"), words("totals.none.why")))
            return
        theme = self.themes.theme()
        self._codes = [code for code, each in INDICATORS.items() if each.theme is theme and code in may]
        heads = [Head(words("board.unit"))]
        heads += [
            Head(words.choice("indicator", code), right=True, tip=words.choice("indicator", code))
            for code in self._codes
        ]
        whole = {each.code: each.this.value for each in found.rows}
        out = {
            code: standing_out(
                {each.unit.code: each.values[code] for each in found.units if code in each.values}
            )
            for code in self._codes
        }
        lines = [
            [
                PinnedCell(words("comparison.total"), strong=True),
                *(self._cell(whole.get(code), strong=True) for code in self._codes),
            ]
        ]
        for unit in found.units:
            cells = [
                self._cell(unit.values.get(code), high=out[code].get(unit.unit.code)) for code in self._codes
            ]
            lines.append([PinnedCell(unit.unit.name), *cells])
        fresh = self.table.current() is None
        self.table.show_lines(heads, lines)
        if fresh:
            self.table.go_to(_TOTAL, 1)
        self._tell()
        self._stack.setCurrentWidget(self.table)
        self.setFocusProxy(self.table)

    def _cell(self, value: Number | None, *, high: bool | None = None, strong: bool = False) -> PinnedCell:
        words = self._words
        text = figure_text(value, words.language)
        if high is None:
            return PinnedCell(text, right=True, strong=strong, muted=value is None)
        tip = words("comparison.high" if high else "comparison.low", times=TIMES)
        return PinnedCell(text, right=True, strong=True, mark="late" if high else "chevron-down", tip=tip)

    def _tell(self) -> None:
        """What the current figure is, where it comes from, and what may be opened."""
        at, words = self.current(), self._words
        self.open_button.hide()
        self.board_button.hide()
        if at is None:
            self._told.setText("")
            return
        unit, code = at
        found = self._found
        assert found is not None
        name = words.choice("indicator", code)
        if unit is None:
            facts = {"known": found.known.get(code, 0), "all": found.expected}
            self._told.setText(words("comparison.told.total", indicator=name, **facts))
            return
        value = figure_text(unit.values.get(code), words.language)
        parts = [words("comparison.told", unit=unit.unit.name, indicator=name, value=value)]
        if unit.offer is not None:
            parts.append(offer_words(words, unit.offer))
            origin = origin_of(self._context.workspace, unit.offer)
            if origin is not None:
                parts.append(origin_words(words, origin))
        self._told.setText(" · ".join(parts))
        self.open_button.setVisible(self._has_rows(unit, code))
        self.board_button.setVisible(unit.offer is not None)

    def _has_rows(self, unit: UnitFigures, code: str) -> bool:
        """Whether the very records are here: of a unit that sends them, in a register that comes up."""
        if unit.source is not Source.BUNDLE:
            return False
        workspace, period = self._context.workspace, self.picker.period()
        rows = meanwhile(lambda: indicators.table(workspace, [code], period, parts=False))
        return any(not each.this.reported for each in rows)

    def _moved(self, _row: int, _column: int) -> None:
        self._tell()

    def _opened(self, _row: int, _column: int) -> None:
        if not self.open_button.isHidden():
            self._open_rows()
        elif not self.board_button.isHidden():
            self._open_board()

    def _open_rows(self) -> None:
        at = self.current()
        if at is None or at[0] is None:
            return
        counted = counted_of(at[1])[-1]
        figure = FigureFilter(counted.code, self.picker.period(), station=at[0].unit.code)
        register = shown_in(self._context.workspace, counted)
        self._context.navigation.go(OpenList(register, ListQuery(figure=figure)))

    def _open_board(self) -> None:
        at = self.current()
        if at is not None and at[0] is not None and at[0].offer is not None:
            self._context.navigation.go(OpenRecord("received_report", at[0].offer.record))

    def _take(self) -> None:
        found, workspace = self._found, self._context.workspace
        if found is None or not found.there:
            return
        codes = indicators.visible_codes(workspace)
        name = totals_paper.file_name(found)
        self._taking.save("excel", name, REGISTER, lambda: totals_paper.write_matrix(workspace, found, codes))

    def _say(self, nothing: Nothing) -> None:
        self._told.setText("")
        self.open_button.hide()
        self.board_button.hide()
        self.empty.say(nothing)
        self._stack.setCurrentWidget(self.empty)
        self.setFocusProxy(self.picker)

    def _say_done(self, key: str) -> None:
        text = self._words(key)
        self._toast.say(text, text)

    def _back(self) -> None:
        self.picker.go(-1)

    def _on(self) -> None:
        self.picker.go(1)

    def _lay_out(self) -> None:
        for each in (self.table, self.empty):
            self._stack.addWidget(each)
        head = row(self._title, row(self.take_button, self.picker, gap=Space.S))
        head.setStretch(0, 1)
        ruled = row(self._rule, self.themes, gap=Space.M)
        ruled.setStretch(0, 1)
        told = row(self._told, self.open_button, self.board_button)
        told.setStretch(0, 1)
        whole = column(
            head,
            self.picker.free,
            ruled,
            self._stack,
            told,
            gap=Space.S,
            margins=(Space.L, Space.S, Space.L, Space.S),
        )
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.picker.changed.connect(self.reload)
        self.themes.edited.connect(self._themed)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(self._opened)
        self.open_button.clicked.connect(self._open_rows)
        self.board_button.clicked.connect(self._open_board)
        self.take_button.clicked.connect(self._take)
        self._taking.taken.connect(self._say_done)
        for keys, slot in (("Alt+Left", self._back), ("Alt+Right", self._on), ("Ctrl+E", self._take)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _themed(self) -> None:
        if self._found is not None and self.themes.value() is not None:
            self._show()
