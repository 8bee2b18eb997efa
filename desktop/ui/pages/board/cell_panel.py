"""One unit in one period: what came, by which way, its figures beside each other, and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.domain.board import BoardCell, Chip, Offer, Source
from desktop.domain.indicators import INDICATORS
from desktop.domain.indicators.comparing import Number
from desktop.domain.periods import Period
from desktop.domain.reporting import ReportState
from desktop.i18n.dates import short_date
from desktop.i18n.figures import figure_text, period_words
from desktop.services.reporting_units import ReportingUnit
from desktop.services.unit_figures import Origin
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.named import named
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.pinned_table import PinnedTable
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.board.words import chip_words, offer_words, origin_words

WIDTH: Final = 380

RECEIVE: Final = "receive"
RETURN: Final = "return"
OPEN: Final = "open"
BUNDLE: Final = "bundle"
EXCEL: Final = "excel"
PAPER: Final = "paper"
STRIKE: Final = "strike"
CHOOSE: Final = "choose"
"""What may be done; the word on the button is ``board.deed.<name>``."""


@dataclass(frozen=True)
class CellView:
    """All that the panel shows.

    Attributes:
        values: by source, the figures of the period.
        reason: why the report was returned.
        origin: the bundle it came in, when, and by which operation; None for nothing.
        may_edit: whether the user may enter, answer and choose.
    """

    unit: ReportingUnit
    period: Period
    cell: BoardCell
    values: Mapping[Source, Mapping[str, Number]] = field(default_factory=dict)
    reason: str = ""
    origin: Origin | None = None
    may_edit: bool = False

    @property
    def report(self) -> Offer | None:
        """The report that came in a bundle."""
        return next((each for each in self.cell.offers if each.source is Source.BUNDLE), None)


def deeds(view: CellView) -> list[str]:
    """What may be done, the most likely first."""
    found = []
    report, may = view.report, view.may_edit
    if report is not None and may and report.state is not None and not report.state.text_is_open:
        if report.state is not ReportState.RECEIVED:
            found.append(RECEIVE)
        if report.state is not ReportState.RETURNED:
            found.append(RETURN)
    if may and view.cell.undecided:
        found.insert(0, CHOOSE)
    elif may and len({each.source for each in view.cell.offers}) > 1:
        found.append(CHOOSE)
    if report is not None:
        found.append(OPEN)
    if may and view.cell.chip is not Chip.OUTSIDE:
        found += [EXCEL, PAPER]
    if may and any(each.source is not Source.BUNDLE for each in view.cell.offers):
        found.append(STRIKE)
    return found


class CellPanel(QFrame):
    """Shows a :class:`CellView`.

    Signals:
        asked: the name of a deed.
        figure_asked: the code of an indicator whose records a person wants to see.
        closed: the person has seen enough.
    """

    asked = Signal(str)
    figure_asked = Signal(str)
    closed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._words = words
        self._codes: list[str] = []
        self._unit = ElidedLabel("CellUnit", role=Role.SECTION)
        self._period = label("CellPeriod", role=Role.MUTED, wrap=True)
        self.close_button = Button(
            "CloseCell",
            icon_name="close",
            look=Look.QUIET,
            small=True,
            tip=words("board.close"),
            shortcut="Esc",
        )
        self._told = QVBoxLayout()
        self._told.setSpacing(Space.XS)
        self._deeds = named(QFrame(), "CellDeeds")
        self._flow = FlowLayout(self._deeds, gap=Space.S)
        self.figures = PinnedTable("CellFigures", words("board.figures"), whole_rows=True)
        head = row(self._unit, self.close_button)
        head.setStretch(0, 1)
        whole = column(
            head,
            self._period,
            self._told,
            self._deeds,
            self.figures,
            gap=Space.S,
            margins=(Space.M, Space.M, Space.M, Space.M),
        )
        whole.setStretch(4, 1)
        # Where nothing came there are no figures, and the words stay on top.
        whole.addStretch()
        self.setLayout(whole)
        self.setFixedWidth(current_theme().px(WIDTH))
        self.setFocusProxy(self.figures)
        self.close_button.clicked.connect(self.closed)
        self.figures.opened.connect(self._opened)

    def show_view(self, view: CellView) -> None:
        words = self._words
        self._unit.set_full_text(view.unit.name)
        self._period.setText(period_words(words, view.period, words.language))
        self._tell(view)
        self._offer(deeds(view))
        self._show_figures(view)

    def texts(self) -> list[str]:
        """The lines that are told."""
        items = [self._told.itemAt(at) for at in range(self._told.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [each.text() for each in widgets if isinstance(each, type(self._period))]

    def deed(self, name: str) -> Button | None:
        """The button of a deed, where it is offered."""
        return self._deeds.findChild(Button, f"Deed_{name}")

    def _tell(self, view: CellView) -> None:
        words = self._words
        while self._told.count():
            item = self._told.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        lines = [(chip_words(words, view.cell), Role.STRONG)]
        for at, each in enumerate(view.cell.offers):
            key = "board.offer.counts" if at == 0 and view.cell.counting is not None else "board.offer"
            on = short_date(each.on) if each.on is not None else "–"
            lines.append((words(key, source=offer_words(words, each), day=on), Role.BODY))
        if view.origin is not None:
            lines.append((origin_words(words, view.origin), Role.MUTED))
        if view.reason:
            lines.append((words("board.reason", reason=view.reason), Role.PROBLEM))
        if view.cell.undecided:
            lines.append((words("board.undecided"), Role.HINT))
        for at, (text, role) in enumerate(lines):
            self._told.addWidget(label(f"CellLine_{at}", text, role, wrap=True))

    def _offer(self, names: Sequence[str]) -> None:
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setObjectName("")
                widget.hide()
                widget.deleteLater()
        for name in names:
            button = Button(f"Deed_{name}", self._words(f"board.deed.{name}"), small=True)
            button.clicked.connect(self._clicked)
            self._flow.addWidget(button)
            button.show()

    def _show_figures(self, view: CellView) -> None:
        words = self._words
        sources = list(dict.fromkeys(each.source for each in view.cell.offers))
        sources = [each for each in sources if each in view.values]
        heads = [Head(words("figures.column.indicator"))]
        heads += [Head(words.choice("figure_source", each.value), right=True) for each in sources]
        known = [code for code in INDICATORS if any(code in view.values[each] for each in sources)]
        self._codes = known
        lines = []
        for code in known:
            numbers = [view.values[each].get(code) for each in sources]
            differ = len({each for each in numbers if each is not None}) > 1
            name = words.choice("indicator", code)
            lines.append(
                [
                    PinnedCell(name, mark="conflict" if differ else "", strong=differ),
                    *(
                        PinnedCell(figure_text(each, words.language), right=True, strong=differ)
                        for each in numbers
                    ),
                ]
            )
        self.figures.setVisible(bool(lines))
        self.figures.show_lines(heads, lines)

    def _clicked(self) -> None:
        self.asked.emit(self.sender().objectName().removeprefix("Deed_"))

    def _opened(self, at: int, _column: int) -> None:
        self.figure_asked.emit(self._codes[at])
