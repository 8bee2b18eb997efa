"""The sheet of F1: every key of this page and of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.kit.dialogs import Dialog
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, label
from desktop.ui.kit.words import Words
from desktop.ui.shell.shortcuts import Shortcut


def native_keys(keys: str) -> str:
    """Keys as the machine writes them."""
    # The key is called Enter on every keyboard of an office.
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


class HelpSheet(Dialog):
    """Keys and what they do, in groups; a group without keys is left out.

    Attributes:
        groups: heading, and (keys, what they do) as shown.

    Signals:
        print_asked: the person wants it on paper.
    """

    print_asked = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        words: Words,
        title: str,
        groups: Sequence[tuple[str, Sequence[Shortcut]]],
    ) -> None:
        super().__init__(parent, "HelpSheet", title)
        self.groups = [
            (words(heading), [(native_keys(each.keys), words(each.label)) for each in shortcuts])
            for heading, shortcuts in groups
            if shortcuts
        ]
        for shown, lines in self.groups:
            self._add_group(shown, lines)
        self.body.addStretch(1)
        self.print_button = self.add_button(
            Button("HelpPrint", words("help.print"), icon_name="print", shortcut="Ctrl+P")
        )
        self.print_button.clicked.connect(self.print_asked)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_asked)
        close = self.add_button(Button("HelpClose", words("kit.close"), look=Look.PRIMARY))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        self.fit()

    def lines(self) -> list[tuple[str, str]]:
        """Every key and what it does, as shown."""
        return [line for _, lines in self.groups for line in lines]

    def _add_group(self, heading: str, lines: Sequence[tuple[str, str]]) -> None:
        self.body.addWidget(label("HelpGroup", heading, Role.LABEL))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for keys, what in lines:
            at = grid.rowCount()
            key = label("HelpKey", keys, Role.STRONG)
            key.setMinimumWidth(120)
            grid.addWidget(key, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label("HelpWhat", what, wrap=True), at, 1)
        self.body.addLayout(grid)
