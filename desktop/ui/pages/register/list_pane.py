"""The list of a register's page: count, filters, and the table or why it is empty."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.base.text import nfc, tidy
from desktop.domain.access import NotAllowed
from desktop.domain.errors import UserError
from desktop.services.views import ListQuery
from desktop.ui.kit.chips import FilterBar
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.rows import NoRows
from desktop.ui.kit.table import RowTable
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.register.head import ListHead
from desktop.ui.pages.register.work import ListedRows, RegisterWork

PAUSE_MS: Final = 120
"""After the last stroke, so that a word that UniKey rewrites is looked up once."""


class ListPane(QWidget):
    """Shows what a query finds, and lets a person change the query.

    Attributes:
        head, mine, filters, about, table, empty: its parts; ``about`` says what a register is not.
        notices: the place for bars above the list.

    Signals:
        new_asked: the person wants a new record.
    """

    new_asked = Signal()

    def __init__(self, work: RegisterWork, words: Words, privacy: Privacy) -> None:
        super().__init__()
        self.setObjectName("ListPane")
        self._work = work
        self._words = words
        self._query = ListQuery()
        self._turn = 0
        register = work.register
        self.head = ListHead(register.name, words, may_add=work.may_edit, rounds=register.round is not None)
        self.filters = FilterBar(register, words, work.choices)
        self.mine = Button("MyAreas", words("list.mine"), look=Look.CHIP, small=True)
        self.mine.setCheckable(True)
        self.mine.hide()
        self.notices = QVBoxLayout()
        about = f"list.about.{register.name}"
        self.about = label("ListAbout", words(about) if words.has(about) else "", Role.CAPTION, wrap=True)
        if not words.has(about):
            self.about.hide()
        self.table = RowTable("RowTable", register, words, privacy)
        self.empty = EmptyState("Empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        narrowing = row(self.mine, self.filters, self.about)
        narrowing.setStretch(1, 3)
        narrowing.setStretch(2, 2)
        whole = column(
            self.head,
            self.notices,
            narrowing,
            self._stack,
            gap=Space.S,
            margins=(Space.L, Space.S, Space.L, Space.S),
        )
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(PAUSE_MS)
        self._typing.timeout.connect(self._filters_changed)
        self._connect()
        # What is seen until the list was read; a slow disk makes that a while.
        self._show_state(Nothing(Cause.LOADING, words("list.loading")))

    @property
    def register(self) -> str:
        """The name of what is listed."""
        return self._work.register.name

    def query(self) -> ListQuery:
        """What is shown; what was typed a moment ago counts already."""
        if self._typing.isActive():
            self._typing.stop()
            self._filters_changed()
        return self._query

    def show_query(self, query: ListQuery) -> None:
        """Show what a query finds, its filters in sight."""
        self.head.line.setText(query.text)
        self.mine.setChecked(False)
        self.filters.show_filters(query.filters, retired=query.retired, title=self._work.title)
        self.filters.show_figure(self._work.figure_words(query, self._words))
        self._query = query
        self.reload()

    def reload(self) -> None:
        """Read the list anew."""
        self._turn += 1
        query, turn = self._query, self._turn
        try:
            found, everything, has_areas = meanwhile(partial(self._counts, query))
            if turn != self._turn or not self.table.show_rows(ListedRows(self._work, query, found)):
                return  # it was read anew meanwhile, and that is shown
            self.mine.setVisible(self.mine.isChecked() or has_areas)
        except UserError as error:
            self._show_failure(error)
            return
        self.head.show_count(everything, found if self._narrowed() else None)
        self.head.set_filled(filled=found > 0)
        self.filters.show_clear(shown=self._narrowed() or self._query.retired)
        field, descending = self._sorting()
        self.table.show_sorting(field, descending=descending)
        if found:
            self._stack.setCurrentWidget(self.table)
        else:
            self._show_nothing()

    def _counts(self, query: ListQuery) -> tuple[int, int, bool]:
        """How many rows are found, how many there are, and whether the user is in charge of areas."""
        found = self._work.count(query)
        everything = self._work.count(ListQuery()) if _narrows(query) else found
        return found, everything, self._work.my_areas() is not None

    def focus_list(self) -> None:
        """Put the keyboard into the table, on its first row when none is current."""
        if self._stack.currentWidget() is self.table and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.focus_target().setFocus()

    def focus_target(self) -> QWidget:
        """What has the keyboard when the page is shown."""
        return self.table if self._stack.currentWidget() is self.table else self.empty.button

    def _connect(self) -> None:
        self.head.new_asked.connect(self.new_asked)
        self.head.typed.connect(self._typing.start)
        self.head.entered.connect(self.focus_list)
        self.filters.changed.connect(self._filters_changed)
        self.mine.clicked.connect(self._filters_changed)
        self.filters.cleared.connect(self._cleared)
        self.filters.figure_dropped.connect(self._drop_figure)
        self.table.sort_asked.connect(self._sort)
        self.empty.acted.connect(self._act)

    def _narrowed(self) -> bool:
        return _narrows(self._query)

    def _sorting(self) -> tuple[str, bool]:
        if self._query.sort is not None:
            return self._query.sort, self._query.descending
        register = self._work.register
        by_day = register.newest_first is not None
        return register.newest_first or register.title, by_day

    def _filters_changed(self) -> None:
        text = tidy(nfc(self.head.line.text()))
        mine = self._work.my_areas() if self.mine.isChecked() else None
        filters = (*self.filters.filters(), *((mine,) if mine is not None else ()))
        self._query = replace(self._query, filters=filters, text=text, retired=self.filters.retired())
        self.reload()

    def _cleared(self) -> None:
        self.head.line.clear()
        self.mine.setChecked(False)
        self._typing.stop()
        self._query = replace(self._query, figure=None)
        self._filters_changed()

    def _drop_figure(self) -> None:
        self.filters.show_figure("")
        self._query = replace(self._query, figure=None)
        self._filters_changed()

    def _sort(self, field: str, descending: bool) -> None:  # noqa: FBT001 - a slot of Qt
        self._query = replace(self._query, sort=field, descending=descending)
        self.reload()

    def _show_nothing(self) -> None:
        words, name = self._words, self._work.register.name
        if self._narrowed():
            nothing = Nothing(
                Cause.FILTERED, words("list.none_found"), self._filter_words(), words("kit.filter.clear")
            )
        else:
            what = words.first(f"list.belongs.{name}", "list.belongs")
            add = self.head.add_text() if self._work.may_edit else ""
            nothing = Nothing(Cause.EMPTY, what, words("list.nothing_yet"), add)
        self._show_state(nothing)

    def _filter_words(self) -> str:
        said = [self.filters.chip(each.field).text() for each in self.filters.filters()]
        if self.mine.isChecked():
            said.append(self.mine.text())
        if self._query.figure is not None:
            said.append(self.filters.figure())
        if self._query.text:
            said.append(self._words("list.typed", text=self._query.text))
        return self._words("list.filters", filters="; ".join(said))

    def _show_failure(self, error: UserError) -> None:
        words = self._words
        if isinstance(error, NotAllowed):
            nothing = Nothing(Cause.NO_PERMISSION, words("list.no_permission"), words("list.role"))
        else:
            text = words.error(error)
            nothing = Nothing(Cause.ERROR, text.what, f"{text.safe} {text.next}", words("list.retry"))
        self.table.show_rows(NoRows())
        self.head.show_count(None, None)
        self.head.set_filled(filled=False)
        self._show_state(nothing)

    def _show_state(self, nothing: Nothing) -> None:
        self.empty.say(nothing)
        self._stack.setCurrentWidget(self.empty)

    def _act(self) -> None:
        if self.empty.cause is Cause.FILTERED:
            self.filters.clear()
        elif self.empty.cause is Cause.EMPTY:
            self.new_asked.emit()
        else:
            self.reload()


def _narrows(query: ListQuery) -> bool:
    return bool(query.filters or query.text or query.figure)
