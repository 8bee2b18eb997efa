"""A slip before it is printed: its very paper, of what is due or of every household of an area."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from desktop.services import visit_slips
from desktop.services.visit_slips import DrawnSlip
from desktop.ui.kit.named import named
from desktop.ui.kit.pdf_view import PdfView
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words


class SlipPane(QWidget):
    """Shows a drawn slip.

    Attributes:
        drawn: what is shown.

    Signals:
        print_asked, save_asked, back_asked: what the person wants next.
        whole_asked: whether every household of the area shall be on it, or those that are due.
    """

    print_asked = Signal()
    save_asked = Signal()
    back_asked = Signal()
    whole_asked = Signal(bool)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("SlipPane")
        self._words = words
        self.drawn: DrawnSlip | None = None
        self._title = label("SlipTitle", role=Role.SECTION)
        self._due = named(QRadioButton(words("visits.due.slip_due")), "SlipDue")
        self._whole = named(QRadioButton(words("visits.due.slip_area")), "SlipWhole")
        group = QButtonGroup(self)
        group.addButton(self._due)
        group.addButton(self._whole)
        self.view = PdfView(words, "SlipView")
        self.print_button = Button(
            "PrintSlip", words("visits.slip.print"), look=Look.PRIMARY, icon_name="print", shortcut="Ctrl+P"
        )
        self.save_button = Button("SaveSlip", words("visits.slip.save"), icon_name="save")
        self.back_button = Button("LeaveSlip", words("visits.slip.back"), icon_name="back", shortcut="Esc")
        head = row(self.back_button, self._title)
        head.addStretch(1)
        for each in (self.save_button, self.print_button):
            head.addWidget(each)
        which = row(self._due, self._whole, gap=Space.L)
        which.addStretch(1)
        whole = column(head, which, self.view, gap=Space.S)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.print_button)
        self.print_button.clicked.connect(self.print_asked)
        self.save_button.clicked.connect(self.save_asked)
        self.back_button.clicked.connect(self.back_asked)
        self._due.clicked.connect(self._chosen)
        self._whole.clicked.connect(self._chosen)

    def show_slip(self, drawn: DrawnSlip, *, whole: bool, one_area: bool) -> None:
        """Show a slip; only of one area can every household be on it."""
        self.drawn = drawn
        facts = {"number": drawn.slip.number, "count": len(drawn.slip.rows)}
        self._title.setText(self._words("visits.slip.title", **facts))
        (self._whole if whole else self._due).setChecked(True)
        self._whole.setVisible(one_area)
        self._due.setVisible(one_area)
        render = partial(visit_slips.render_page, drawn.pdf)
        self.view.show_document(visit_slips.page_count(drawn.pdf), render)

    def _chosen(self) -> None:
        self.whole_asked.emit(self._whole.isChecked())
