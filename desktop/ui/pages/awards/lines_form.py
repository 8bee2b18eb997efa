"""The lines that all certificates of a batch share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.fields import Field, Kind
from desktop.services.certificates import CommonLines
from desktop.ui.kit.editor import Editor
from desktop.ui.kit.editors import make_editor, no_choices
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.kit.words import Words

_FIELDS: Final = {
    "issuer": Kind.TEXT,
    "signer_title": Kind.TEXT,
    "signer_name": Kind.TEXT,
    "place": Kind.TEXT,
    "decision_number": Kind.TEXT,
    "decision_on": Kind.DAY,
}


class LinesForm(QWidget):
    """Issuer, signer, place and decision.

    Signals:
        changed: a person typed something else.
    """

    changed = Signal()

    def __init__(
        self,
        words: Words,
        today: Callable[[], date],
        *,
        enter_moves: bool = True,
    ) -> None:
        super().__init__()
        self.setObjectName("LinesForm")
        self._editors: dict[str, Editor] = {}
        whole = column(label("LinesTitle", words("printing.lines"), Role.SECTION), gap=Space.XS)
        for name, kind in _FIELDS.items():
            whole.addWidget(label(f"Lines_{name}_Label", words(f"printing.{name}"), Role.LABEL))
            editor = make_editor(Field(name, kind), f"Lines_{name}", "", words, today, no_choices)
            editor.edited.connect(self.changed)
            self._editors[name] = editor
            whole.addWidget(editor)
        if enter_moves:
            for one, following in pairwise(self._editors.values()):
                one.entered.connect(following.setFocus)
        whole.addStretch(1)
        self.setLayout(whole)

    def show_lines(self, lines: CommonLines) -> None:
        for name, editor in self._editors.items():
            value = getattr(lines, name)
            editor.set_value(value.isoformat() if isinstance(value, date) else value)

    def lines(self) -> CommonLines:
        """What is typed; a day that is none counts as open."""
        texts = {name: str(editor.value() or "") for name, editor in self._editors.items()}
        day = texts.pop("decision_on")
        return CommonLines(**texts, decision_on=date.fromisoformat(day) if day else None)

    def is_sound(self) -> bool:
        """Whether everything that is typed means something."""
        return all(editor.trouble() is None for editor in self._editors.values())

    def editor(self, name: str) -> Editor:
        return self._editors[name]
