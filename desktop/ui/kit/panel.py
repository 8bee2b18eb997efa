"""The panel beside a table: one record with its values, what points to it, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QTabBar

from desktop.base.values import dataclass
from desktop.domain.fields import Registry
from desktop.i18n.dates import short_date
from desktop.services.handed import Handed
from desktop.services.views import Cell, Form, HistoryEntry, ListQuery, Standing
from desktop.ui.kit.details import NO_RIGHTS, Chip, Details, Rights
from desktop.ui.kit.history_list import HistoryList
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.shown import BULLETS, cell_text
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, line, row
from desktop.ui.kit.words import Words

WIDTH: Final = 360

Related = tuple[str, int, ListQuery]
"""A register, how many of its records point here, and the query that lists them."""


@dataclass(frozen=True)
class RecordView:
    """All that the panel shows of a record, and what the person may do with it.

    ``papers`` are the codes of the papers that may be made of it; their words are ``papers.<code>``. ``person`` is whom
    it is about, where that may be seen as a whole.
    """

    form: Form
    standing: Standing
    history: Sequence[HistoryEntry] = ()
    related: Sequence[Related] = ()
    may_edit: bool = False
    rights: Rights = NO_RIGHTS
    papers: Sequence[str] = ()
    handed: Handed | None = None
    person: str = ""


class RelatedList(ScrollColumn):
    """What points to a record, register by register.

    Signals:
        opened: a register and the query that lists what was clicked.
    """

    opened = Signal(str, object)

    def __init__(self, words: Words) -> None:
        super().__init__(Space.XS, (Space.L, Space.M, Space.L, Space.L))
        self.setObjectName("RelatedList")
        self._words = words
        self._related: Sequence[Related] = ()

    def show_related(self, related: Sequence[Related]) -> None:
        self.clear()
        self._related = related
        for at, (register, count, _) in enumerate(related):
            text = self._words("kit.related", register=self._words.plural(register), count=count)
            button = Button(f"Related_{at}", text, look=Look.LINK, icon_name="next")
            button.clicked.connect(self._clicked)
            self.body.addWidget(button)
        if not related:
            self.body.addWidget(label("NoRelated", self._words("kit.related.none"), Role.MUTED, wrap=True))

    def _clicked(self) -> None:
        register, _, query = self._related[int(self.sender().objectName().removeprefix("Related_"))]
        self.opened.emit(register, query)


class RecordPanel(QFrame):
    """Shows a :class:`RecordView`; acts by signals only.

    Signals:
        edit_asked, retire_asked, restore_asked, closed: as they say.
        reveal_asked: register, record and field of a masked value.
        record_opened: register and record of a reference.
        list_opened: a register and a query.
        undo_asked: an operation of the history.
        reject_asked: an entry of the history that a unit below wrote.
        paper_asked: the code of a paper.
        person_asked: the person it is about.
    """

    edit_asked = Signal()
    retire_asked = Signal()
    restore_asked = Signal()
    closed = Signal()
    reveal_asked = Signal(str, str, str)
    record_opened = Signal(str, str)
    list_opened = Signal(str, object)
    undo_asked = Signal(object)
    reject_asked = Signal(object)
    paper_asked = Signal(str)
    person_asked = Signal(str)

    def __init__(self, registry: Registry, register: str, words: Words, privacy: Privacy) -> None:
        super().__init__()
        self.setObjectName("Panel")
        self._registry = registry
        self._register = registry[register]
        self._words = words
        self._privacy = privacy
        self._view: RecordView | None = None
        self._title = label("PanelTitle", role=Role.SECTION, wrap=True)
        self._retired = Chip(Tone.NEUTRAL, words(f"retired.{register}"))
        self._handed = Notice("HandedNotice")
        self.close_button = Button(
            "PanelClose", icon_name="close", look=Look.QUIET, tip=words("kit.close"), shortcut="Esc"
        )
        self.edit_button = Button("PanelEdit", words("kit.edit"), icon_name="edit", shortcut="F2")
        self.retire_button = Button("PanelRetire", words(f"retire.{register}"), look=Look.QUIET)
        self.restore_button = Button("PanelRestore", words("action.restore"), icon_name="restore")
        self.paper_button = Button(
            "PanelPapers",
            words("papers.menu"),
            icon_name="print",
            look=Look.QUIET,
            tip=words("papers.menu.tip"),
        )
        self.paper_button.setMenu(named(QMenu(self), "PapersMenu"))
        self.person_button = Button(
            "PanelPerson", words("person.see"), icon_name="user", look=Look.LINK, small=True
        )
        self.details = Details(registry, words, privacy)
        self.related = RelatedList(words)
        self.history = HistoryList(registry, words, privacy)
        self.tabs = named(QTabBar(), "PanelTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._pages = QStackedWidget()
        for key, page in (("info", self.details), ("related", self.related), ("history", self.history)):
            self.tabs.addTab(words(f"kit.panel.{key}"))
            self._pages.addWidget(page)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.tabs)

    def show_record(self, view: RecordView) -> None:
        """Show a record, on the tab that was open."""
        self._view = view
        active, ours = view.standing is Standing.ACTIVE, view.handed is None
        self._retired.setVisible(not active)
        self._handed.setVisible(not ours)
        if view.handed is not None:
            day = short_date(view.handed.on, self._words.language) if view.handed.on is not None else ""
            key = "handed.to.since" if day else "handed.to"
            self._handed.say(self._words(key, station=view.handed.station, day=day))
        self.edit_button.setVisible(ours and active and view.may_edit)
        self.retire_button.setVisible(ours and active and view.may_edit)
        self.restore_button.setVisible(ours and not active and view.may_edit)
        self.person_button.setVisible(bool(view.person))
        self._offer_papers(view.papers)
        self.details.show_record(view.form, view.rights)
        self.related.show_related(view.related)
        self.history.show_entries(view.history, may_undo=view.may_edit, may_reject=True)
        self._name()

    def set_alone(self, *, alone: bool) -> None:
        """Whether it stands in place of the list: the way back is then an arrow before the title."""
        self._head.removeWidget(self.close_button)
        self._head.insertWidget(0 if alone else 1, self.close_button)
        self._head.setStretch(0, 0 if alone else 1)
        self._head.setStretch(1, 1 if alone else 0)
        self.close_button.set_icon("back" if alone else "close")

    def record(self) -> str | None:
        """The id of the record that is shown."""
        return self._view.form.record if self._view is not None else None

    def title(self) -> str:
        """The name under which the record is shown."""
        return self._title.text()

    def show_cell(self, register: str, record: str, field: str, cell: Cell) -> None:
        """Show what a look revealed."""
        self.details.show_cell(register, record, field, cell)

    def _offer_papers(self, papers: Sequence[str]) -> None:
        menu = self.paper_button.menu()
        assert menu is not None
        menu.clear()
        for code in papers:
            action = named(menu.addAction(self._words(f"papers.{code}")), f"Paper_{code}")
            action.triggered.connect(partial(self.paper_asked.emit, code))
        self.paper_button.setVisible(bool(papers))

    def _name(self) -> None:
        if self._view is None:
            return
        field = self._register.by_name[self._register.title]
        cell = self._view.form.cells.get(field.name, Cell())
        text = cell_text(self._words, field, cell, private=self._privacy.hidden)
        # A masked name is no name: the kind of record is said in its place.
        self._title.setText(text if text and text != BULLETS else self._words.register(self._register.name))

    def _see_person(self) -> None:
        if self._view is not None:
            self.person_asked.emit(self._view.person)

    def _lay_out(self) -> None:
        self._head = row(self._title, self.close_button, gap=Space.S)
        self._head.setStretch(0, 1)
        deeds = row(self.edit_button, self.restore_button, self.paper_button, self.retire_button, gap=Space.S)
        deeds.addStretch(1)
        seen = row(self.person_button)
        seen.addStretch(1)
        top = column(
            self._head,
            self._retired,
            self._handed,
            deeds,
            seen,
            gap=Space.S,
            margins=(Space.L, Space.M, Space.M, Space.XS),
        )
        # Their words stand over the words below them.
        tabs = row(self.tabs, margins=(Space.XS, 0, 0, 0))
        tabs.addStretch(1)
        whole = column(top, tabs, line(), self._pages, gap=0)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.close_button.clicked.connect(self.closed)
        self.edit_button.clicked.connect(self.edit_asked)
        self.person_button.clicked.connect(self._see_person)
        self.retire_button.clicked.connect(self.retire_asked)
        self.restore_button.clicked.connect(self.restore_asked)
        self.details.reveal_asked.connect(self.reveal_asked)
        self.details.opened.connect(self.record_opened)
        self.related.opened.connect(self.list_opened)
        self.history.undo_asked.connect(self.undo_asked)
        self.history.reject_asked.connect(self.reject_asked)
        self._privacy.changed.connect(self._name)
