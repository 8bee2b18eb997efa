"""The parts of a report behind tabs, in the order of the work: what is missing, the figures, the words, the paper."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop.ui.kit.empty import Cause, EmptyState, Nothing
from desktop.ui.kit.history_list import HistoryList
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import column
from desktop.ui.pages.reports.counted_lines import CountedLines, Line
from desktop.ui.pages.reports.figures_pane import FiguresPane
from desktop.ui.pages.reports.paper_pane import PaperPane
from desktop.ui.pages.reports.text_pane import TextPane
from desktop.ui.shell.page import PageContext


class Part(IntEnum):
    """The tabs, in order; their words are ``reports.tab.<name>``."""

    MISSING = 0
    FIGURES = 1
    TEXT = 2
    PAPER = 3
    CHANGED = 4
    HISTORY = 5


class ReportParts(QWidget):
    """One part at a time.

    Attributes:
        missing, figures, text, paper, changed, history: the parts.

    Signals:
        turned: another :class:`Part` is looked at.
    """

    turned = Signal(int)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("ReportPartsPane")
        self._words = words = context.words
        self.tabs = named(QTabBar(), "ReportParts")
        self.missing = CountedLines("MissingLines", words("reports.tab.missing"))
        self.figures = FiguresPane(words)
        self.text = TextPane(words)
        self.paper = PaperPane(words)
        self.changed = CountedLines("ChangedLines", words("reports.tab.changed"))
        self.history = HistoryList(context.workspace.registry, words, context.privacy)
        nothing = EmptyState("NothingMissing")
        nothing.say(Nothing(Cause.DONE, words("reports.missing.none"), words("reports.missing.none.why")))
        self._missing = QStackedWidget()
        self._missing.addWidget(self.missing)
        self._missing.addWidget(nothing)
        self._stack = QStackedWidget()
        for widget in (self._missing, self.figures, self.text, self.paper, self.changed, self.history):
            self._stack.addWidget(widget)
        for part in Part:
            self.tabs.addTab(words(f"reports.tab.{part.name.lower()}"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        whole = column(self.tabs, self._stack, gap=Space.S)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.tabs.currentChanged.connect(self._turn)

    @property
    def current(self) -> Part:
        return Part(max(self.tabs.currentIndex(), 0))

    @property
    def lacking(self) -> int:
        """How many kinds of things are missing."""
        return len(self.missing.texts())

    def go_to(self, part: Part) -> None:
        self.tabs.setCurrentIndex(part)

    def show_missing(self, lines: Sequence[Line]) -> None:
        self.missing.show_lines(lines)
        self._missing.setCurrentIndex(0 if lines else 1)

    def name_tabs(self, *, begun: bool) -> None:
        """Say how much there is behind the tabs; a report that nobody has begun has no words and no paper."""
        changed = len(self.changed.texts())
        counts = {Part.MISSING: self.lacking, Part.CHANGED: changed}
        for part in Part:
            name, count = self._words(f"reports.tab.{part.name.lower()}"), counts.get(part)
            text = self._words("reports.tab.count", tab=name, count=count) if count else name
            self.tabs.setTabText(part, text)
        if not begun and self.current is not Part.FIGURES:
            self.go_to(Part.MISSING)
        for part in (Part.TEXT, Part.PAPER, Part.HISTORY):
            self.tabs.setTabVisible(part, begun)
        self.tabs.setTabVisible(Part.CHANGED, changed > 0)

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(max(at, 0))
        self.turned.emit(at)
