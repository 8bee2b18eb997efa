"""The top line of a register's page: its name and count, the filter line, and the one primary button."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.kit.editor import Line
from desktop.ui.kit.icons import icon
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.shortcuts import EXPORT_LIST, PRINT_LIST

_TITLE_WIDTH: Final = 260
_ROOMY: Final = 760
"""From here on the quiet button has room for its words."""


class ListHead(QWidget):
    """Emits what a person asks of it.

    Attributes:
        line: what narrows the list by words.
        out_button: its menu takes the list in view out of the program.
        round_button: to where many records are typed at once, for a register with ``rounds``.

    Signals:
        new_asked: the primary button.
        typed: the words of the filter line changed.
        entered: the person wants to go on to the list.
        export_asked, print_asked: the list in view shall be taken out of the program.
        paper_asked: the code of a paper that is offered over the list.
    """

    new_asked = Signal()
    typed = Signal()
    entered = Signal()
    export_asked = Signal()
    print_asked = Signal()
    paper_asked = Signal(str)

    def __init__(self, register: str, words: Words, *, may_add: bool, rounds: bool = False) -> None:
        super().__init__()
        self._register = register
        self._words = words
        self._title = ElidedLabel("ListTitle", words.plural(register), Role.SECTION)
        self.line = named(Line(), "FilterLine")
        self.line.setPlaceholderText(words("list.filter"))
        self.line.setToolTip(words("list.filter.tip"))
        self.line.setClearButtonEnabled(False)
        self.line.setMinimumWidth(current_theme().px(88))
        self.line.setMaximumWidth(current_theme().px(220))
        self.line.textEdited.connect(self.typed)
        self.line.returnPressed.connect(self.entered)
        self.line.installEventFilter(self)
        self._picture = self.line.addAction(_picture(), Line.ActionPosition.LeadingPosition)
        self.add_button = Button(
            "AddRecord", self.add_text(), look=Look.PRIMARY, icon_name="add", shortcut="Ctrl+N"
        )
        if not may_add:
            self.add_button.hide()
        self.add_button.clicked.connect(self.new_asked)
        self.round_button = Button("EnterRound", words("list.round"), shortcut="Ctrl+G")
        self.out_button = Button(
            "TakeOut",
            words("takeout.menu"),
            icon_name="print",
            look=Look.QUIET,
            tip=words("takeout.menu.tip"),
        )
        # Where there is no room for words, whoever cannot see the picture still hears them.
        self.out_button.setAccessibleName(words("takeout.menu"))
        self.out_button.setMenu(self._out_menu())
        whole = row(self._title, self.line, self.add_button, self.round_button, self.out_button, gap=Space.S)
        if not (rounds and may_add):
            self.round_button.hide()
        whole.setStretch(0, 1)
        whole.setStretch(1, 100)  # the line takes what there is, up to its bound
        self.setLayout(whole)

    def add_text(self) -> str:
        """The words of the primary button."""
        return self._words.first(f"list.add.{self._register}", "list.add")

    def show_count(self, everything: int | None, found: int | None) -> None:
        """Say how many there are, and how many the filters leave."""
        name = self._words.plural(self._register)
        if everything is None:
            title = name
        elif found is None:
            title = self._words("list.count", register=name, count=everything)
        else:
            title = self._words("list.count.filtered", register=name, count=everything, found=found)
        self._title.set_full_text(title)
        # The count gets its room before the filter line does.
        widest = current_theme().px(_TITLE_WIDTH)
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), widest))

    def title(self) -> str:
        return self._title.full_text()

    def set_filled(self, *, filled: bool) -> None:
        """Whether there is anything to take out."""
        self.out_button.setEnabled(filled)

    def offer_papers(self, papers: Sequence[str]) -> None:
        """Offer papers that are made of more than the list in view, under what takes the list out."""
        menu = self.out_button.menu()
        assert menu is not None
        if papers:
            menu.addSeparator()
        for code in papers:
            action = named(menu.addAction(self._words(f"papers.{code}")), f"Paper_{code}")
            action.triggered.connect(partial(self.paper_asked.emit, code))

    def set_quiet(self, *, quiet: bool) -> None:
        """Let the form's button be the only primary one while a form is open."""
        self.add_button.set_look(Look.SECONDARY if quiet else Look.PRIMARY)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.entered.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.line.text():
                self.line.clear()
                self.typed.emit()
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._picture.setIcon(_picture())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= current_theme().px(_ROOMY)
        self.out_button.setText(self._words("takeout.menu") if roomy else "")

    def _out_menu(self) -> QMenu:
        menu = named(QMenu(self), "TakeOutMenu")
        for name, key, keys, signal in (
            ("ExportList", "takeout.export", EXPORT_LIST, self.export_asked),
            ("PrintList", "takeout.print", PRINT_LIST, self.print_asked),
        ):
            # The tab puts the keys at the right edge; the page itself binds them.
            native = QKeySequence(keys.keys).toString(QKeySequence.SequenceFormat.NativeText)
            action = named(QAction(f"{self._words(key)}\t{native}", menu), name)
            action.triggered.connect(signal)
            menu.addAction(action)
        return menu


def _picture() -> QIcon:
    return icon("search", current_theme().colours.muted)
