"""The totals of a period: all units together, whose figures are in it, what changed since they were frozen."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.i18n.figures import change_text, figure_text, period_words
from desktop.services import forms, totals, totals_paper
from desktop.services.indicators import FigureRow
from desktop.services.periods import calendar
from desktop.services.totals import REGISTER, FrozenTotals, Totals
from desktop.services.views import Changes, Hit
from desktop.ui.kit.door import FileKind, Input, Question
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.period_picker import PeriodPicker
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.theme import Space
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Notice, Role, column, label, row
from desktop.ui.shell.entries import COMPARISON
from desktop.ui.shell.navigation import Intent, OpenPage
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.paper_taking import PaperTaking
from desktop.ui.shell.shortcuts import Shortcut
from desktop.ui.shell.statistics_taking import take_statistics

_COLUMNS: Final = ("this", "before", "last_year", "change", "to_date")
_SHOWN: Final = 4
"""Lines of what changed that the notice says; the paper says all."""


class TotalsPage(Page):
    """Indicators of all units together.

    Attributes:
        table, picker, notice: its parts.
    """

    keys = (
        Shortcut("Alt+Left", "figures.keys.previous"),
        Shortcut("Alt+Right", "figures.keys.next"),
        Shortcut("Return", "totals.keys.units"),
        Shortcut("Ctrl+P", "totals.keys.print"),
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        workspace = context.workspace
        self._stale = True
        self._found: Totals | None = None
        self._held: FrozenTotals | None = None
        self._rows: list[FigureRow | None] = []
        self._title = ElidedLabel("TotalsTitle", role=Role.SECTION)
        self.picker = PeriodPicker(words, calendar(workspace), workspace.today())
        self.picker.areas.hide()
        self._whose = label("TotalsWhose", role=Role.MUTED, wrap=True)
        self.notice = Notice("TotalsNotice", Tone.INFO)
        self.notice.hide()
        self.take_button = Button("TakeTotals", words("totals.take"), look=Look.PRIMARY, icon_name="excel")
        self._menu = QMenu(self)
        self._fill_menu()
        self.freeze_button = Button("FreezeTotals", words("totals.freeze"))
        self.table = PinnedTable("TotalsTable", words("nav.totals"), whole_rows=True)
        self.empty = EmptyState("TotalsEmpty")
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
        """Add everything up anew."""
        workspace, words = self._context.workspace, self._words
        self._stale = False
        self.picker.set_calendar(calendar(workspace), workspace.today())
        period = self.picker.period()
        self._title.set_full_text(period_words(words, period, words.language))
        try:
            self._found = totals.totals(workspace, period)
            self._held = totals.frozen(workspace, period)
        except UserError as error:
            text = words.error(error)
            self._say(Nothing(Cause.ERROR, text.what, f"{text.safe} {text.next}"))
            return
        self._show()

    def texts(self) -> list[list[str]]:
        """Every line as it is shown."""
        return self.table.texts()

    def whose(self) -> str:
        """Whose figures are in it."""
        return self._whose.text()

    def _show(self) -> None:
        found, held, words = self._found, self._held, self._words
        assert found is not None
        self._whose.setText(totals_paper.summary(found, words))
        self.freeze_button.setText(words("totals.unfreeze" if held else "totals.freeze"))
        self.freeze_button.setVisible(
            self._context.workspace.may(Permission.EDIT) and bool(held or found.there)
        )
        self.take_button.setVisible(
            self._context.workspace.may(Permission.PRINT) and bool(held or found.there)
        )
        self._tell_frozen()
        if not found.there and held is None:
            self._say(Nothing(Cause.EMPTY, words("totals.none"), words("totals.none.why")))
            return
        rows = held.rows if held is not None else found.rows
        self._show_rows(rows, found)
        self._stack.setCurrentWidget(self.table)
        self.setFocusProxy(self.table)

    def _tell_frozen(self) -> None:
        held, words = self._held, self._words
        self.notice.setVisible(held is not None)
        if held is None:
            return
        lines = [words("totals.frozen", on=held.on, by=held.by, there=len(held.units), all=held.expected)]
        changed = totals_paper.change_lines(self._context.workspace, held.changes, words, words.language)
        lines += changed[:_SHOWN]
        if len(changed) > _SHOWN:
            lines.append(words("totals.more_changes", count=len(changed) - _SHOWN))
        self.notice.set_tone(Tone.DUE if changed else Tone.INFO)
        self.notice.say("\n".join(lines))

    def _show_rows(self, rows: tuple[FigureRow, ...], found: Totals) -> None:
        words = self._words
        heads = [Head(words("figures.column.indicator")), Head(words("figures.column.unit"))]
        heads += [Head(words(f"figures.column.{name}"), right=name != "change") for name in _COLUMNS]
        heads.append(Head(words("totals.column.units"), right=True, tip=words("totals.column.units.tip")))
        lines: list[list[PinnedCell]] = []
        self._rows = []
        theme = None
        for each in rows:
            if each.part is not None:
                continue
            if each.theme is not theme:
                theme = each.theme
                self._rows.append(None)
                name = words(f"theme.{theme.value}")
                lines.append([PinnedCell(name, strong=True), *(PinnedCell() for _ in heads[1:])])
            self._rows.append(each)
            lines.append(self._line(each, found))
        fresh = self.table.current() is None
        self.table.show_lines(heads, lines)
        if fresh:
            # The first line is the head of a theme.
            self.table.go_to(1, 2)

    def _line(self, each: FigureRow, found: Totals) -> list[PinnedCell]:
        words = self._words
        figures = (each.this, each.before, each.last_year, each.to_date)
        cells = [
            PinnedCell(
                figure_text(figure.value, words.language),
                right=True,
                muted=figure.value is None,
                mark="half" if figure.partial and figure.value is not None else "",
                tip=words("totals.partial") if figure.partial else "",
            )
            for figure in figures
        ]
        cells.insert(3, PinnedCell(change_text(words, each.change, words.language)))
        known = words("totals.of", known=found.known.get(each.code, 0), all=found.expected)
        return [
            PinnedCell(words.choice("indicator", each.code)),
            PinnedCell(words(f"unit.{each.unit}"), muted=True),
            *cells,
            PinnedCell(known, right=True, muted=True),
        ]

    def _say(self, nothing: Nothing) -> None:
        self.empty.say(nothing)
        self._stack.setCurrentWidget(self.empty)
        self.setFocusProxy(self.picker)

    # What a person does

    def _freeze(self) -> None:
        workspace, door, period = self._context.workspace, self._context.door, self.picker.period()
        try:
            if self._held is None:
                facts = self._facts()
                if not door.confirm(Question("totals.ask.freeze", facts)):
                    return
                totals.freeze_totals(workspace, period)
                self._done("totals.frozen_now")
                return
            answer = door.ask(
                Question(
                    "totals.ask.unfreeze", inputs=(Input("reason", "reports.ask.reason", required=True),)
                )
            )
            if answer is not None:
                totals.unfreeze_totals(workspace, period, str(answer["reason"] or ""))
                self._done("totals.unfrozen_now")
        except UserError as error:
            door.tell(error)

    def _facts(self) -> dict[str, object]:
        assert self._found is not None
        return {"there": len(self._found.there), "all": self._found.expected}

    def _take(self, kind: str) -> None:
        workspace, found, held = self._context.workspace, self._found, self._held
        if found is None:
            return
        try:
            if kind == "form":
                self._fill_form(found, held)
            elif kind == "anonymous":
                if take_statistics(self._context, found.period):
                    self._say_done("statistics.saved")
            elif kind == "excel":
                name = totals_paper.file_name(found)
                self._taking.save(
                    kind, name, REGISTER, lambda: totals_paper.write_excel(workspace, found, held)
                )
            elif kind == "print":
                self._taking.show_paper(totals_paper.paper(workspace, found, held))
            else:
                self._taking.save_paper(kind, totals_paper.paper(workspace, found, held))
        except UserError as error:
            self._context.door.tell(error)

    def _fill_form(self, found: Totals, held: FrozenTotals | None) -> None:
        workspace, door = self._context.workspace, self._context.door
        mapped = [each for each in forms.forms(workspace) if each.kind is found.period.kind and each.cells]
        if not mapped:
            if door.confirm(Question("board.ask.no_form")):
                self._context.navigation.go(OpenPage("reports", forms.UPPER_FORM))
            return
        record = mapped[0].id
        if len(mapped) > 1:
            chosen = Input(
                "form",
                "register.upper_form",
                Kind.REF,
                True,
                record,
                to=forms.UPPER_FORM,
                choices=self._forms,
            )
            answer = door.ask(Question("totals.ask.form", inputs=(chosen,)))
            if answer is None:
                return
            record = str(answer["form"])
        opened = forms.open_form(workspace, record)
        kind = FileKind("board.file", (f"*.{opened.view.file_name.rpartition('.')[2].lower()}",))
        path = door.save_file("totals.save_form", opened.view.file_name, (kind,))
        if path is not None:
            totals_paper.fill_totals(workspace, opened, found, held, path)
            self._say_done("reports.saved")

    def _forms(self, _register: str, _text: str) -> list[Hit]:
        return [
            Hit(forms.UPPER_FORM, each.id, each.name, each.document)
            for each in forms.forms(self._context.workspace)
            if each.cells
        ]

    def _done(self, key: str) -> None:
        self.reload()
        self._say_done(key)

    def _say_done(self, key: str) -> None:
        text = self._words(key)
        self._toast.say(text, text)

    def _opened(self, _row: int, _column: int) -> None:
        self._context.navigation.go(OpenPage("reports", COMPARISON))

    def _fill_menu(self) -> None:
        for kind in ("excel", "form", "pdf", "word", "print", "anonymous"):
            action = self._menu.addAction(self._words(f"totals.take.{kind}"))
            action.setData(kind)
            action.triggered.connect(self._taken)
        self.take_button.setMenu(self._menu)

    def _taken(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._take(str(action.data()))

    def _print(self) -> None:
        self._take("print")

    def _back(self) -> None:
        self.picker.go(-1)

    def _on(self) -> None:
        self.picker.go(1)

    def _lay_out(self) -> None:
        for each in (self.table, self.empty):
            self._stack.addWidget(each)
        buttons = row(self.take_button, self.freeze_button, self.picker, gap=Space.S)
        head = row(self._title, buttons)
        head.setStretch(0, 1)
        whole = column(
            head,
            self.picker.free,
            self._whose,
            self.notice,
            self._stack,
            gap=Space.S,
            margins=(Space.L, Space.S, Space.L, Space.S),
        )
        whole.setStretch(4, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.picker.changed.connect(self.reload)
        self.freeze_button.clicked.connect(self._freeze)
        self.table.opened.connect(self._opened)
        self._taking.taken.connect(self._say_done)
        for keys, slot in (("Alt+Left", self._back), ("Alt+Right", self._on), ("Ctrl+P", self._print)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
