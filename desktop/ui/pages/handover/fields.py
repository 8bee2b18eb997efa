"""Fields under each other that keep what is typed by name: the parts of the wizard that are filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.fields import Field
from desktop.services.views import Hit, Value
from desktop.ui.kit.door import Input
from desktop.ui.kit.editor import Editor
from desktop.ui.kit.editors import make_editor, no_choices
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Role, label
from desktop.ui.kit.words import Words

Titles = Mapping[str, str]


class Fields(QWidget):
    """Editors by the names of their inputs.

    Signals:
        edited: the person changed something.
    """

    edited = Signal()

    def __init__(self, words: Words, inputs: Sequence[Input], today: Callable[[], date]) -> None:
        super().__init__()
        self.editors: dict[str, Editor] = {}
        self._inputs = {each.name: each for each in inputs}
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(Space.XS)
        for each in inputs:
            declared = Field(each.name, each.kind, to=each.to)
            title = words(each.label)
            editor = make_editor(
                declared, f"Handover_{each.name}", title, words, today, each.choices or no_choices
            )
            editor.edited.connect(self.edited)
            body.addWidget(label(f"HandoverLabel_{each.name}", title, Role.LABEL))
            body.addWidget(editor)
            self.editors[each.name] = editor

    def values(self) -> dict[str, Value]:
        """What is typed; nothing sound is None."""
        return {name: editor.value() for name, editor in self.editors.items()}

    def show_values(self, values: Mapping[str, Value]) -> None:
        for name, editor in self.editors.items():
            value = values.get(name) or None
            editor.set_value(value, self._title(name, value))

    def _title(self, name: str, value: Value) -> str | None:
        """The title of what a reference points to."""
        asked = self._inputs[name]
        if asked.choices is None or asked.to is None:
            return None
        hits: Sequence[Hit] = asked.choices(asked.to, "")
        return next((hit.title for hit in hits if hit.record == value), None)
