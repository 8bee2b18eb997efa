"""What an import has done, and the way to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Notice, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.pages.importing.work import ImportWork

_ORDER: Final = (
    *("person", "group", "area", "member", "household", "visit", "dispute", "party", "model", "point"),
    *("equipment", "event", "opinion", "tip", "contribution", "review", "recognition", "award", "award_set"),
    *("target", "opening_figure", "blank_use", "reporting_unit"),
)
"""What a person counts first stands first."""


class ResultPane(QWidget):
    """Shown in place of the steps once the rows are stored.

    Signals:
        undo_asked, rejects_asked, again_asked, list_asked: what the person wants next.
    """

    undo_asked = Signal()
    rejects_asked = Signal()
    again_asked = Signal()
    list_asked = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("ImportResult")
        self._words = words
        self._title = label("ResultTitle", role=Role.TITLE, wrap=True)
        self._text = label("ResultText", wrap=True)
        self._refused = Notice("ResultRefused", Tone.DUE)
        self._rejects = Button("SaveRejects", words("importing.rejects"), icon_name="save")
        self._open = Button("OpenList", words("importing.open_list"), look=Look.PRIMARY)
        self._again = Button("ImportAgain", words("importing.again"))
        self._undo = Button("UndoImport", words("importing.undo"), icon_name="undo", look=Look.DANGER)
        first = row(self._open, self._again, self._undo)
        first.addStretch(1)
        second = row(self._rejects)
        second.addStretch(1)
        whole = column(self._title, self._text, self._refused, second, first, gap=Space.M)
        whole.addStretch(1)
        self.setLayout(whole)
        self._rejects.clicked.connect(self.rejects_asked)
        self._open.clicked.connect(self.list_asked)
        self._again.clicked.connect(self.again_asked)
        self._undo.clicked.connect(self.undo_asked)
        self.setFocusProxy(self._open)

    def show_result(self, work: ImportWork) -> None:
        """Say what was made and what was left out."""
        imported, preview = work.imported, work.preview
        assert imported is not None
        assert preview is not None
        made = self._made(imported.made)
        self._title.setText(
            self._words("importing.done", made=made) if made else self._words("importing.done.none")
        )
        self._text.setText(self._words("importing.done.changed", count=imported.changed))
        self._text.setVisible(imported.changed > 0)
        refused = len(preview.refused)
        self._refused.say(self._words("importing.done.refused", count=refused))
        for each in (self._refused, self._rejects):
            each.setVisible(refused > 0)
        self._undo.setVisible(True)

    def show_taken_back(self) -> None:
        self._title.setText(self._words("importing.undone"))
        for each in (self._text, self._refused, self._rejects, self._undo):
            each.hide()

    def title(self) -> str:
        return self._title.text()

    def _made(self, made: Mapping[str, int]) -> str:
        parts = [
            self._words(f"importing.made.{register}", count=count)
            for register in _ORDER
            if (count := made.get(register, 0))
        ]
        return ", ".join(parts)
