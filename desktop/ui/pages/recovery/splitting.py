"""A new recovery code for several people: a sheet for each, and two of them read back before it is in force."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services import sharing
from desktop.services.sharing import NewShares
from desktop.ui.kit.door import FileKind
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.pages.recovery.share_paper import for_printer, share_sheet
from desktop.ui.shell.choice_chips import ChoiceChips
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.two_shares import TwoShares
from desktop.vault.shares import MOST_PEOPLE

PDF: Final = FileKind("file.pdf", ("*.pdf",))
_USUAL: Final = 3


class Splitting(QWidget):
    """How many people, their sheets, and the rehearsal that opens the keyring.

    Attributes:
        new: the code and its shares, which nothing knows yet.
        two: the shares that are read back.

    Signals:
        proved: two sheets were read back and the code may take force.
        given_up: the person wants the old one to stay.
    """

    proved = Signal()
    given_up = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("Splitting")
        self._context = context
        self._words = words = context.words
        options = [(str(count), words("shares.people", count=count)) for count in range(2, MOST_PEOPLE + 1)]
        self.people = ChoiceChips("SharePeople", options, str(_USUAL))
        self._sheets = QWidget()
        self._sheets.setLayout(column(gap=Space.S))
        self._said = Notice("SharesSaid", Tone.INFO)
        self._said.say(words("shares.sheets"))
        self.two = TwoShares(words)
        self._first, self._second = QWidget(), QWidget()
        self._first.setLayout(
            column(
                label("SharesText", words("shares.text"), Role.MUTED, wrap=True),
                label("SharesPeopleLabel", words("shares.how_many"), Role.LABEL),
                self.people,
                self._sheets,
                self._said,
                gap=Space.M,
            )
        )
        self._second.setLayout(
            column(
                label("SharesBack", words("shares.read_back"), Role.MUTED, wrap=True), self.two, gap=Space.M
            )
        )
        self._next = Button("SplittingNext", words("first_run.next"), look=Look.PRIMARY)
        self._back = Button("SplittingBack", words("first_run.back"))
        self._stop = Button("SplittingStop", words("kit.cancel"), look=Look.QUIET)
        buttons = row(self._next, self._back, self._stop)
        buttons.addStretch(1)
        self.setLayout(column(self._first, self._second, buttons, gap=Space.M))
        self.people.chosen.connect(self._split)
        self._next.clicked.connect(self.go_on)
        self._back.clicked.connect(self._go_back)
        self._stop.clicked.connect(self.given_up)
        self.two.entered.connect(self.go_on)
        self.new: NewShares
        self._split(self.people.value())
        self._go_back()

    def go_on(self) -> None:
        """From the sheets to reading two of them back; then it may take force."""
        if not self._first.isHidden():
            self._show(back=False)
            self.two.setFocus()
        elif self.two.ready():
            self.proved.emit()

    def _go_back(self) -> None:
        self.two.clear()
        self._show(back=True)
        self._next.setFocus()

    def _show(self, *, back: bool) -> None:
        self._first.setVisible(back)
        for each in (self._second, self._back):
            each.setVisible(not back)

    def _split(self, people: str) -> None:
        self.new = sharing.new_shares(self._context.workspace, int(people))
        layout = self._sheets.layout()
        assert layout is not None
        while layout.count():
            old = layout.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        words = self._words
        for share in self.new.shares:
            name = label(
                f"Sheet_{share.number}", words("shares.paper.title", number=share.number), Role.STRONG
            )
            printing = Button(
                f"PrintShare_{share.number}", words("shares.print"), small=True, icon_name="print"
            )
            saving = Button(f"SaveShare_{share.number}", words("shares.save"), look=Look.QUIET, small=True)
            printing.clicked.connect(self._print)
            saving.clicked.connect(self._save)
            line = QWidget()
            parts = row(name, printing, saving, gap=Space.M)
            parts.addStretch(1)
            line.setLayout(parts)
            layout.addWidget(line)

    def _sheet(self) -> tuple[int, bytes]:
        number = int(self.sender().objectName().rpartition("_")[2])
        share = self.new.shares[number - 1]
        station = self._context.workspace.station
        return number, share_sheet(share, len(self.new.shares), station, self._words)

    def _print(self) -> None:
        number, pdf = self._sheet()
        paper = for_printer(pdf, self._words("shares.paper.title", number=number))
        self._context.printer.print_paper(self.window(), paper)

    def _save(self) -> None:
        number, pdf = self._sheet()
        path = self._context.door.save_file("shares.save", self._words("shares.file", number=number), (PDF,))
        if path is not None:
            path.write_bytes(pdf)
            self._said.say(self._words("shares.saved", path=str(path)))
