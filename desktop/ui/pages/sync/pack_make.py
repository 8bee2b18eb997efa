"""Making a print pack: which set, where to, and the code that is given by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QGridLayout, QListWidgetItem

from desktop.domain.paper import Align
from desktop.i18n.dates import short_date
from desktop.pdf.document import Column, Table, draw_log
from desktop.pdf.render import page_count, render_page
from desktop.services import award_packs, places
from desktop.services.award_packs import MadePack, PackOffer
from desktop.services.places import Place
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.ui.kit.named import named
from desktop.ui.kit.tasks import Progress
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label
from desktop.ui.kit.words import Words
from desktop.ui.pages.sync.place_chips import FindSticks
from desktop.ui.pages.sync.place_picker import PlacePicker
from desktop.ui.pages.sync.section import Section, empty
from desktop.ui.pages.sync.states import DonePane, States
from desktop.ui.shell.code_lines import group_card
from desktop.ui.shell.navigation import Intent
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.printing import Paper
from desktop.ui.shell.quiet_list import quiet_list

CHOOSING, WRITING, DONE = range(3)
_STATES: Final = ("packs.make.state.1", "sync.send.state.2", "packs.make.state.3")
_A4_MM: Final = (210.0, 297.0)
_ROWS: Final = 6


class MakePackSection(Section):
    """Three states: choose, write, and the code, which is shown this once."""

    def __init__(self, context: PageContext, find_sticks: FindSticks) -> None:
        super().__init__(context, "MakePack")
        words = self.words
        self._offers: Sequence[PackOffer] = ()
        self._made: MadePack | None = None
        self.states = States(words, _STATES)
        self.list = quiet_list("PackSets")
        self.list.setAccessibleName(words("packs.make.set"))
        self._none = label("NoPackSets", words("packs.make.none"), Role.MUTED, wrap=True)
        self.places = PlacePicker(words, context.door, find_sticks, "packs.make.folder")
        self.done = DonePane("MakePackDone")
        self._code_head = label("PackCodeHead", words("packs.make.code"), Role.SECTION, wrap=True)
        self._code_text = label("PackCodeText", role=Role.MUTED, wrap=True)
        self._groups = QGridLayout()
        self._groups.setSpacing(Space.S)
        self._card = named(QFrame(), "Card")
        margins = (Space.L, Space.S, Space.L, Space.M)
        self._card.setLayout(
            column(self._code_head, self._groups, self._code_text, gap=Space.S, margins=margins)
        )
        self.write_button = Button(
            "MakePack", words("packs.make.write"), look=Look.PRIMARY, icon_name="award"
        )
        self.slip_button = Button("PackSlip", words("packs.make.slip"), look=Look.PRIMARY, icon_name="print")
        self.end_button = Button("MakePackAgain", words("packs.make.end"))
        text = label("MakePackText", words("packs.make.text"), Role.MUTED, wrap=True)
        head = label("PackSetsLabel", words("packs.make.set"), Role.LABEL)
        self._choose = named(QFrame(), "Card")
        self._choose.setLayout(
            column(text, head, self.list, self._none, self.places, gap=Space.S, margins=margins)
        )
        # The code before all: it is shown this once, and a low window begins at the top.
        self.add(self.states, self.error, self._choose, self.strip, self._card, self.done)
        self.pin(self.write_button, self.slip_button, self.end_button)
        self.write_button.clicked.connect(self.write)
        self.slip_button.clicked.connect(self.print_slip)
        self.end_button.clicked.connect(self.prepare)
        self.list.itemActivated.connect(self.write)
        self._show(CHOOSING)

    def arrive(self, intent: Intent) -> None:
        if self.task is None and self.states.state() != DONE:
            self.prepare()

    def leave(self) -> None:
        """A writing goes on unseen; a code is gone when the person turns away."""
        if self.states.state() == DONE:
            self.prepare()

    def follow(self, changes: Changes) -> None:
        if self.isVisible() and self.task is None and self.states.state() == CHOOSING:
            self._show_offers()

    def prepare(self) -> None:
        """Look anew for sets and sticks; nothing of a code stays."""
        self._made = None
        empty(self._groups)
        self.error.clear()
        self.places.search()
        self._show(CHOOSING)
        self._show_offers()

    def offers(self) -> list[str]:
        """The sets as they are listed."""
        return [self.list.item(at).text() for at in range(self.list.count())]

    def write(self) -> None:
        """Write a pack of the marked set; without a place the person is asked for it first."""
        at = self.list.currentRow()
        if self.task is not None or not 0 <= at < len(self._offers):
            return
        place = self.places.chosen()
        if place is not None:
            self._show(WRITING)
            work = partial(_make, self.context.workspace, self._offers[at].id, place)
            self.run(work, self._written, "sync.send.stay" if place.stick else "sync.send.checking")

    def print_slip(self) -> None:
        """The code on paper, for the hand of whoever opens the pack."""
        if self._made is not None:
            self.context.printer.print_paper(self.window(), slip_paper(self._made, self.words))

    def stopped(self, *, cancelled: bool) -> None:
        self.prepare()

    def _written(self, made: object) -> None:
        assert isinstance(made, MadePack)
        self._made = made
        words = self.words
        until = short_date(made.open_until, words.language)
        self.done.say(
            words("sync.send.done.stick" if self.places.is_stick() else "sync.send.done.folder"),
            (made.path.name, Role.TITLE),
            (words("sync.send.done.where", folder=str(made.path.parent)), Role.BODY),
            (words("packs.make.detail", name=made.name, count=made.awards, until=until), Role.BODY),
        )
        for place, group in enumerate(made.code.groups):
            self._groups.addWidget(group_card(words, place, group), 0, place)
        self._code_text.setText(words("packs.make.code.text", digits=made.digits))
        self._show(DONE)
        self.slip_button.setFocus()

    def _show_offers(self) -> None:
        marked = self.list.currentRow()
        self._offers = [each for each in award_packs.offers(self.context.workspace) if each.awards]
        height = current_theme().row_height
        self.list.clear()
        for each in self._offers:
            item = QListWidgetItem(self._line(each))
            item.setSizeHint(QSize(0, height))
            self.list.addItem(item)
        self.list.setFixedHeight(height * min(max(len(self._offers), 1), _ROWS) + Space.XS)
        self.list.setCurrentRow(min(max(marked, 0), len(self._offers) - 1))
        self.list.setVisible(bool(self._offers))
        self._none.setVisible(not self._offers)
        self.write_button.setEnabled(bool(self._offers))
        self.setFocusProxy(self.list if self._offers else self.write_button)

    def _line(self, each: PackOffer) -> str:
        key = "packs.make.offer" if each.packed_on is None else "packs.make.offer.again"
        day = short_date(each.packed_on, self.words.language) if each.packed_on is not None else ""
        return self.words(key, name=each.name, count=each.awards, day=day)

    def _show(self, state: int) -> None:
        self.states.set_state(state)
        for each in (self._choose, self.write_button):
            each.setVisible(state == CHOOSING)
        for each in (self.done, self._card, self.slip_button, self.end_button):
            each.setVisible(state == DONE)


def slip_paper(made: MadePack, words: Words) -> Paper:
    """The code with what it opens and until when; it is kept in memory only."""
    groups = [words("first_run.group", number=at + 1) for at in range(len(made.code.groups))]
    title = words("packs.slip.title")
    facts = {"name": made.name, "count": made.awards, "file": made.path.name, "digits": made.digits}
    out = BytesIO()
    draw_log(
        title,
        [
            words("packs.slip.what", until=short_date(made.open_until, words.language), **facts),
            Table(tuple(Column(each, align=Align.CENTER) for each in groups), [made.code.groups]),
            words("packs.slip.digits", **facts),
            words("packs.slip.keep"),
        ],
        out,
    )
    pdf = out.getvalue()
    return Paper(title, page_count(pdf), partial(render_page, pdf), *_A4_MM)


def _make(workspace: Workspace, award_set: str, place: Place, progress: Progress, /) -> MadePack:
    # A folder that is gone would be taken for the name of a file.
    places.refuse_gone(place.folder)
    return award_packs.make_pack(workspace, award_set, place.folder, progress)
