"""The award book of a year: every number with what became of it, on the screen and on paper; who gives the numbers."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.i18n.dates import partial_date
from desktop.i18n.numbers import grouped
from desktop.services import award_book, award_papers, devices
from desktop.services.award_book import BookLine
from desktop.services.certificate_lines import reprints
from desktop.services.views import Changes
from desktop.ui.kit.door import Question
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.table import Header
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Notice, Role, column, row, set_property
from desktop.ui.pages.awards.paper_pane import PaperPane
from desktop.ui.shell.navigation import Intent, OpenRecord
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.printing import Printer
from desktop.ui.shell.shortcuts import Shortcut

_COLUMNS: Final = (
    ("number", 52),
    ("decision_number", 116),
    ("decision_on", 104),
    ("recipient", 204),
    ("unit", 200),
    ("form", 96),
    ("money", 96),
    ("handed_on", 104),
    ("note", 130),
)
_RIGHT: Final = ("number", "money")
_FEW_DIGITS: Final = 11
_INSET: Final = 3
"""What the style adds to the side of every cell."""


class BookPage(Page):
    """Read only: what stands in it came from the awards.

    Attributes:
        table, holder, paper: its parts.
    """

    keys = (Shortcut("Ctrl+P", "awards.book.print"),)

    def __init__(self, context: PageContext, printer: Printer) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        self._year = context.workspace.today().year
        self._lines: list[BookLine] = []
        self._others: dict[str, str] = {}
        self._title = ElidedLabel("BookTitle", role=Role.SECTION)
        self.print_button = Button(
            "PrintBook", words("awards.book.print"), look=Look.PRIMARY, icon_name="print", shortcut="Ctrl+P"
        )
        if not context.workspace.may(Permission.PRINT):
            self.print_button.hide()
        self.holder = Notice("BookHolder", Tone.INFO)
        self._years = QWidget()
        self._flow = FlowLayout(self._years, gap=Space.S)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.table = QTableWidget(0, len(_COLUMNS))
        self.empty = EmptyState("BookEmpty")
        self.paper = PaperPane(context, printer)
        self._toast = Toast(self, context.privacy)
        self._lists = QStackedWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self.print_button.clicked.connect(self.show_paper)
        self.paper.left.connect(self.leave_paper)
        self.holder.acted.connect(self._pass_on)
        self._group.idClicked.connect(self._year_chosen)
        self.table.cellActivated.connect(self._open)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self._print)
        self.setFocusProxy(self.table)

    def arrive(self, intent: Intent) -> None:
        self.reload()

    def follow(self, changes: Changes) -> None:
        if self.isVisible() and changes.registers & {"award", "award_book"}:
            self.reload()

    def reload(self) -> None:
        workspace, words = self._context.workspace, self._words
        self._show_years(award_book.book_years(workspace))
        self._lines = award_book.book_lines(workspace, self._year)
        facts = {"year": self._year, "count": len(self._lines)}
        self._title.set_full_text(words("awards.book.title", **facts))
        self._fill()
        self._fit()
        self._show_holder()
        if self._lines and self.table.currentRow() < 0:
            self.table.setCurrentCell(0, 0)
        self._lists.setCurrentWidget(self.table if self._lines else self.empty)
        if not self._lines:
            nothing = Nothing(Cause.EMPTY, words("awards.book.empty"), words("awards.book.empty.why"))
            self.empty.say(nothing)

    def show_paper(self) -> None:
        """The book as it is printed."""
        try:
            self.paper.show_paper(award_papers.draw_book(self._context.workspace, self._year))
        except UserError as error:
            self._context.door.tell(error)
            return
        self._stack.setCurrentWidget(self.paper)
        self.paper.setFocus()

    def leave_paper(self) -> None:
        self._stack.setCurrentIndex(0)
        self.table.setFocus()

    def texts(self) -> list[list[str]]:
        """Every line as it is shown."""
        return [
            [item.text() if (item := self.table.item(at, place)) else "" for place in range(len(_COLUMNS))]
            for at in range(self.table.rowCount())
        ]

    def _print(self) -> None:
        if self._stack.currentWidget() is self.paper:
            self.paper.print_paper()
        elif not self.print_button.isHidden():
            self.show_paper()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The units take what the other columns leave, and no less than they need."""
        theme, header = current_theme(), self.table.horizontalHeader()
        unit = [name for name, _ in _COLUMNS].index("unit")
        others = sum(theme.px(width) for name, width in _COLUMNS if name != "unit")
        least = theme.px(dict(_COLUMNS)["unit"])
        header.resizeSection(unit, max(least, self.table.viewport().width() - others))

    # Who gives the numbers

    def _show_holder(self) -> None:
        workspace, words = self._context.workspace, self._words
        held = award_book.book(workspace)
        if held.here:
            self.holder.say(words("awards.book.here"))
        else:
            self.holder.say(words("awards.book.elsewhere", device=self._name(held.holder or "")))

    def _offer_others(self) -> None:
        """A button for each computer of the station that might hold the book."""
        workspace = self._context.workspace
        if not workspace.may(Permission.SIGN):
            return
        here = award_book.book(workspace).here
        for each in devices.devices(workspace):
            own = each.id == workspace.device
            if each.station == workspace.station.code and own is not here:
                name = f"PassBook_{len(self._others)}"
                self._others[name] = each.id
                key = "awards.book.take" if own else "awards.book.pass"
                self.holder.offer(name, self._words(key, device=self._name(each.id)))

    def _pass_on(self, name: str) -> None:
        device = self._others[name]
        workspace = self._context.workspace
        taking = device == workspace.device
        question = Question("awards.book.take_over" if taking else "awards.book.pass_on", danger=taking)
        if not self._context.door.confirm(question):
            return
        try:
            award_book.pass_book_on(workspace, device)
        except UserError as error:
            self._context.door.tell(error)
            return
        self._toast.say(self._words("awards.book.passed"), self._words("awards.book.passed"))
        self.reload()

    def _name(self, device: str) -> str:
        """The first digits by which a computer is known on the page of sending."""
        known = {each.id: each.fingerprint for each in devices.devices(self._context.workspace)}
        return known.get(device, device)[:_FEW_DIGITS]

    # What is shown

    def _show_years(self, years: list[int]) -> None:
        known = [self._group.id(button) for button in self._group.buttons()]
        for year in years:
            if year not in known:
                button = Button(f"BookYear_{year}", str(year), look=Look.CHIP, small=True)
                button.setCheckable(True)
                self._group.addButton(button, year)
                self._flow.addWidget(button)
        for chip in self._group.buttons():
            chip.setChecked(self._group.id(chip) == self._year)
            set_property(chip, "active", "true" if chip.isChecked() else "false")
        self._years.setVisible(len(self._group.buttons()) > 1)

    def _year_chosen(self, year: int) -> None:
        self._year = year
        self.reload()

    def _fill(self) -> None:
        self.table.setRowCount(len(self._lines))
        for at, line in enumerate(self._lines):
            cells = self._cells(line)
            for place, (name, _) in enumerate(_COLUMNS):
                item = QTableWidgetItem(cells[name])
                item.setToolTip(cells[name])
                side = Qt.AlignmentFlag.AlignRight if name in _RIGHT else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(at, place, item)

    def _cells(self, line: BookLine) -> dict[str, str]:
        values, words = line.values, self._words
        days = {
            name: partial_date(values[name], words.language) if values[name] else ""
            for name in ("decision_on", "handed_on")
        }
        return {
            "number": str(line.number),
            "decision_number": values["decision_number"] or "",
            "recipient": f"{values['honorific'] or ''} {values['printed_name'] or ''}".strip(),
            "unit": values["printed_unit"] or "",
            "form": words.choice("award_form", values["form"] or "giay_khen"),
            "money": grouped(values["money"], words.language) if values["money"] is not None else "",
            "note": self._note(line),
            **days,
        }

    def _note(self, line: BookLine) -> str:
        words, stage = self._words, line.values["stage"] or "draft"
        if not line.given:
            said = words.choice("award_stage", "revoked" if stage == "revoked" else "not_handed")
        else:
            said = "" if stage == "handed" else words.choice("award_stage", stage)
        return " · ".join(part for part in (said, self._again(line)) if part)

    def _again(self, line: BookLine) -> str:
        """How often its sheet was printed once more, and why the last time."""
        count, reason = reprints(line.values), line.values["reprint_reason"]
        if not count:
            return ""
        facts = {"count": count, "reason": reason}
        return self._words("awards.reprinted_why" if reason else "awards.reprinted", **facts)

    def _open(self, at: int, _place: int) -> None:
        self._context.navigation.go(OpenRecord("award", self._lines[at].award))

    def _lay_out(self) -> None:
        words, theme, table = self._words, current_theme(), self.table
        table.setObjectName("BookTable")
        table.setAccessibleName(words("nav.tab.award_book"))
        header = Header(table)
        header.setObjectName("BookHeader")
        table.setHorizontalHeader(header)
        table.setHorizontalHeaderLabels([words(f"awards.book.{name}") for name, _ in _COLUMNS])
        for at, (name, width) in enumerate(_COLUMNS):
            header.resizeSection(at, theme.px(width))
            head = table.horizontalHeaderItem(at)
            if head is not None:
                side = Qt.AlignmentFlag.AlignRight if name in _RIGHT else Qt.AlignmentFlag.AlignLeft
                head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        colours = theme.colours
        table.setStyleSheet(
            f"QTableWidget::item {{ padding: 0 {Space.S - _INSET}px; border-bottom: 1px solid {colours.divider}; }}"
            f"QTableWidget::item:selected {{ background: {colours.selected}; color: {colours.text}; }}"
        )
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.row_height)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._offer_others()
        head_row = row(self._title, self.print_button)
        head_row.setStretch(0, 1)
        for widget in (self.table, self.empty):
            self._lists.addWidget(widget)
        inside = column(head_row, self._years, self.holder, self._lists, gap=Space.S)
        inside.setStretch(3, 1)
        first = QWidget()
        first.setLayout(inside)
        self._stack.addWidget(first)
        self._stack.addWidget(self.paper)
        self.setLayout(column(self._stack, margins=(Space.L, Space.S, Space.L, Space.S)))
