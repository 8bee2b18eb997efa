"""The forms of the level above: cells are pointed at figures once, and each period they are filled."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop.domain.errors import UserError
from desktop.i18n.figures import period_words
from desktop.office.forms.form import Spot
from desktop.services.form_cells import Trouble
from desktop.services.periods import calendar
from desktop.services.views import Changes
from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.meanwhile import meanwhile
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.period_picker import PeriodPicker
from desktop.ui.kit.theme import Space
from desktop.ui.kit.toast import Toast
from desktop.ui.kit.widgets import ElidedLabel, Notice, Role, column, label, row
from desktop.ui.pages.reports.cell_panel import CellPanel
from desktop.ui.pages.reports.form_deeds import FormDeeds
from desktop.ui.pages.reports.form_work import FormWork
from desktop.ui.pages.reports.forms_head import ADD, FILL, FormsHead
from desktop.ui.pages.reports.sheet_view import SheetView
from desktop.ui.shell.navigation import Intent, OpenRecord
from desktop.ui.shell.page import Page, PageContext
from desktop.ui.shell.shortcuts import Shortcut


class FormsPage(Page):
    """Shows a form as it is read, with the figures of the period in the cells that take some.

    Attributes:
        head, picker, sheets, view, panel: its parts.
        proposals, troubles: what is to be decided first.
    """

    keys = (
        Shortcut(ADD, "forms.add"),
        Shortcut(FILL, "forms.fill"),
        Shortcut("F4", "forms.keys.choose"),
        Shortcut("Del", "forms.keys.clear"),
        Shortcut("F8", "keys.next_problem"),
        Shortcut("Alt+Left", "figures.keys.previous"),
        Shortcut("Alt+Right", "figures.keys.next"),
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Page")
        self._context = context
        self._words = words = context.words
        workspace = context.workspace
        self._stale = True
        self._spot: Spot | None = None
        self.work = FormWork(workspace, words)
        self.head = FormsHead(words)
        self._title = ElidedLabel("FormPeriod", role=Role.STRONG)
        self.picker = PeriodPicker(words, calendar(workspace), workspace.today())
        self.picker.areas.hide()
        self.proposals = self._notice("FormProposals", Tone.INFO)
        self.accept_all = self.proposals.offer("AcceptAll", "")
        self.proposals.offer("DropAll", words("forms.drop_all"))
        self.troubles = self._notice("FormTroubles", Tone.DUE)
        self.troubles.offer("NextTrouble", words("forms.next"))
        self.move_all = self.troubles.offer("MoveAll", "")
        self.all_right = self.troubles.offer("AllRight", "")
        self.drop_gone = self.troubles.offer("DropGone", "")
        self.sheets = named(QTabBar(), "FormSheets")
        self.sheets.setDrawBase(False)
        self.sheets.setExpanding(False)
        self.view = SheetView(words)
        self.panel = CellPanel(words)
        self.empty = EmptyState("FormsEmpty")
        self.toast = Toast(self, context.privacy)
        self.deeds = FormDeeds(context, self.work, self.toast)
        self._shown: tuple[str, str] | None = None
        self._lay_out()
        self._connect()

    def _notice(self, name: str, tone: Tone) -> Notice:
        made = Notice(name, tone)
        made.hide()
        return made

    def _lay_out(self) -> None:
        grid = row(self.view, self.panel, gap=Space.S)
        grid.setStretch(0, 1)
        whole = column(self.proposals, self.troubles, self.sheets, grid, gap=Space.S)
        whole.setStretch(3, 1)
        body = QWidget()
        body.setLayout(whole)
        self._stack = QStackedWidget()
        self._stack.addWidget(body)
        self._stack.addWidget(self.empty)
        self._period = QWidget()
        days = row(self._title, self.picker)
        days.setStretch(0, 1)
        self._period.setLayout(column(days, self.picker.free, gap=Space.S))
        page = column(
            self.head,
            self._period,
            self._stack,
            label("FileNotice", self._words("kit.classified.file"), Role.CAPTION, wrap=True),
            gap=Space.S,
            margins=(Space.L, Space.S, Space.L, Space.S),
        )
        page.setStretch(2, 1)
        self.setLayout(page)

    def _connect(self) -> None:
        head, deeds = self.head, self.deeds
        for signal, deed in (
            (head.add_asked, deeds.add),
            (head.rename_asked, deeds.rename),
            (head.replace_asked, deeds.replace),
            (head.stop_asked, deeds.stop),
            (head.fill_asked, self.fill),
            (self.empty.acted, self._empty_acted),
        ):
            signal.connect(deed)
        head.picked.connect(self.open)
        deeds.added.connect(self.open)
        deeds.changed.connect(self.reload)
        self.picker.changed.connect(self._count)
        self.proposals.acted.connect(self._decided)
        self.troubles.acted.connect(self._decided)
        self.sheets.currentChanged.connect(self._sheet_chosen)
        self.view.moved.connect(self._moved)
        self.view.asked.connect(self.panel.choose)
        self.view.cleared.connect(self._clear)
        self.panel.chosen.connect(deeds.point)
        self.panel.accepted.connect(self._accept)
        self.panel.cleared.connect(self._clear)
        self.panel.done.connect(self.view.setFocus)
        for keys, step in (
            (ADD, deeds.add),
            (FILL, self.fill),
            ("F8", self.next_trouble),
            ("Alt+Left", partial(self.picker.go, -1)),
            ("Alt+Right", partial(self.picker.go, 1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(step)

    # Reading

    def arrive(self, intent: Intent) -> None:
        if isinstance(intent, OpenRecord):
            self.open(intent.record)
        elif self._stale:
            self.reload()

    def follow(self, changes: Changes) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def open(self, record: str) -> None:
        """Show a form, in the period that is due of its kind."""
        if record != self.work.record():
            self._shown = self._spot = None
        self.reload(record)

    def reload(self, record: str | None = None) -> None:
        """Read the list, the form and its figures anew; the current cell stays."""
        self._stale = False
        workspace = self._context.workspace
        before = self.work.record()
        self.picker.set_calendar(calendar(workspace), workspace.today())
        try:
            meanwhile(partial(self.work.read, record))
            opened = self.work.opened
            if opened is not None and opened.view.id != before:
                due = calendar(workspace).due(opened.view.kind, workspace.today())
                self.picker.show_period(due)
            self.work.count(self.picker.period())
        except UserError as error:
            text = self._words.error(error)
            self._say(Nothing(Cause.ERROR, text.what, f"{text.safe} {text.next}"))
            return
        self._show()

    def title(self) -> str:
        """The period as it is shown."""
        return self._title.full_text()

    def _count(self) -> None:
        self.work.count(self.picker.period())
        self._show()

    # Showing

    def _show(self) -> None:
        work, words = self.work, self._words
        self.head.show_forms(work.views, work.record(), fills=work.fills())
        self._title.set_full_text(period_words(words, self.picker.period(), words.language))
        self._period.setVisible(work.opened is not None)
        if work.opened is None:
            self._say(Nothing(Cause.EMPTY, words("forms.none"), words("forms.none.why")))
            return
        if not work.sheets():
            facts = {"name": work.opened.view.file_name, "count": len(work.opened.cells)}
            why = words("forms.no_file.why", **facts)
            self._say(Nothing(Cause.EMPTY, words("forms.no_file", **facts), why, words("forms.bring")))
            return
        self._show_sheets()
        self._show_notices()
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.view)

    def _say(self, nothing: Nothing) -> None:
        self.empty.say(nothing)
        self._stack.setCurrentWidget(self.empty)
        self.setFocusProxy(self.head.add_button)

    def _show_sheets(self) -> None:
        names = [each.name for each in self.work.sheets()]
        titles = (
            names if self.work.is_workbook else [self._words("forms.table", number=name) for name in names]
        )
        if titles != [self.sheets.tabText(at) for at in range(self.sheets.count())]:
            self.sheets.blockSignals(True)
            while self.sheets.count():
                self.sheets.removeTab(0)
            for title in titles:
                self.sheets.addTab(title.replace("&", "&&"))
            self.sheets.blockSignals(False)
        self.sheets.setVisible(len(names) > 1)
        self._show_sheet()

    def _show_sheet(self) -> None:
        """The chosen sheet: read anew only where it is another, so that the person stays where they are."""
        sheet = self.work.sheets()[max(self.sheets.currentIndex(), 0)]
        opened = self.work.opened
        assert opened is not None
        shown = (f"{opened.view.id} {opened.view.mark}", sheet.name)
        other = shown != self._shown
        if other:
            self._shown = shown
            self.view.show_sheet(self.work.sheet(sheet.name), letters=self.work.is_workbook)
        marks = self.work.marks(sheet)
        self.view.set_marks(marks)
        first = min((place for place, mark in marks.items() if mark.text is not None), default=None)
        if other and first is not None and self.work.is_there(Spot(sheet.name, *first)):
            self.view.go_to(first)
        self._show_cell()

    def _show_cell(self) -> None:
        if self._spot is None:
            self.panel.show_cell(None, (), ())
            return
        shown = self.work.shown(self._spot)
        parts = self.work.parts(shown.pointer, self.picker.period())
        self.panel.show_cell(shown, parts, self.work.areas())

    def _show_notices(self) -> None:
        """What stands in the way of filling first; then what is proposed."""
        words, proposed = self._words, len(self.work.proposed)
        doubtful, gone = (len(self.work.of_trouble(each)) for each in (Trouble.OTHER, Trouble.GONE))
        every = len(self.work.of_trouble())
        self.troubles.setVisible(bool(every))
        self.troubles.say(words("forms.troubles", count=every))
        # Words that only went elsewhere come first: what is left then is really to be looked at.
        moves = len(self.work.moves)
        self.move_all.setVisible(bool(moves))
        self.move_all.setText(words("forms.move_all", count=moves))
        self.all_right.setVisible(bool(doubtful) and not moves)
        self.all_right.setText(words("forms.all_right", count=doubtful))
        self.drop_gone.setVisible(bool(gone) and not moves)
        self.drop_gone.setText(words("forms.drop_gone", count=gone))
        self.proposals.setVisible(bool(proposed) and not every)
        self.proposals.say(words("forms.proposals", count=proposed))
        self.accept_all.setText(words("forms.accept_all", count=proposed))

    # What a person does

    def _sheet_chosen(self, _at: int) -> None:
        if self.work.sheets():
            self._show_sheet()

    def _moved(self) -> None:
        place = self.view.place()
        sheets = self.work.sheets()
        if place is not None and sheets and self._shown is not None:
            self._spot = Spot(self._shown[1], *place)
            self._show_cell()

    def go_to(self, spot: Spot) -> None:
        """Show a cell; one that the form has not is told of in the panel."""
        names = [each.name for each in self.work.sheets()]
        if self.work.is_there(spot):
            self.sheets.setCurrentIndex(names.index(spot.sheet))
            self._show_sheet()
            self.view.go_to((spot.row, spot.column))
        self._spot = spot
        self._show_cell()

    def next_trouble(self) -> None:
        """The next cell that is to be looked at; after the last, the first."""
        order = {each.name: at for at, each in enumerate(self.work.sheets())}
        spots = [each.pointer.spot for each in self.work.of_trouble()] or list(self.work.proposed)

        def place(spot: Spot) -> tuple[int, int, int]:
            return order.get(spot.sheet, len(order)), spot.row, spot.column

        spots.sort(key=place)
        if spots:
            here = place(self._spot) if self._spot is not None else (-1, 0, 0)
            self.go_to(next((each for each in spots if place(each) > here), spots[0]))
            self.view.setFocus()

    def fill(self) -> None:
        """Ask where to, and put the filled form there."""
        if self.work.fills():
            self.deeds.fill(self.picker.period())

    def _accept(self) -> None:
        if self._spot is not None:
            self.deeds.accept([self._spot])

    def _clear(self) -> None:
        if self._spot is not None:
            self.deeds.clear([self._spot])

    def _decided(self, name: str) -> None:
        match name:
            case "AcceptAll":
                self.deeds.accept(list(self.work.proposed))
            case "DropAll":
                self.deeds.clear(list(self.work.proposed))
            case "MoveAll":
                self.deeds.move()
            case "AllRight":
                self.deeds.accept([each.pointer.spot for each in self.work.of_trouble(Trouble.OTHER)])
            case "DropGone":
                self.deeds.clear([each.pointer.spot for each in self.work.of_trouble(Trouble.GONE)])
            case _:
                self.next_trouble()

    def _empty_acted(self) -> None:
        self.deeds.replace()
