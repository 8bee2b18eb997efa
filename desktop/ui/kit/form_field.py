"""One field of a form: its label, its editor or what stands in its place, and the problem told about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.fields import Field, Kind
from desktop.services.change import unchanged
from desktop.services.views import GONE, Cell, Mark, Value
from desktop.ui.kit.choosing import ChoiceEditor, RefEditor
from desktop.ui.kit.details import Chip
from desktop.ui.kit.editor import Editor, LineEditor, Trouble
from desktop.ui.kit.editors import Choices, make_editor
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.shown import BULLETS
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words

TITLE = "@title"
"""After a field's name in a draft: the title of the record that a reference points to."""


class FormField(QWidget):
    """Holds what was loaded and what a person made of it.

    Attributes:
        editor: where it is typed.

    Signals:
        edited: the person changed it.
        entered: the person wants the next field.
        reveal_asked: the person wants to see, and then edit, what is masked.
    """

    edited = Signal()
    entered = Signal()
    reveal_asked = Signal()

    def __init__(  # a field is made of what its form is made of
        self,
        register: str,
        field: Field,
        words: Words,
        privacy: Privacy,
        today: Callable[[], date],
        choices: Choices,
    ) -> None:
        super().__init__()
        self.setObjectName(f"Field_{register}_{field.name}")
        self.field = field
        self._words = words
        self._privacy = privacy
        self._cell = Cell()
        self._touched = False
        self._problem = False
        self._bare = False
        self.title = words.field(register, field.name)
        self.editor: Editor = make_editor(
            field, f"Edit_{register}_{field.name}", self.title, words, today, choices
        )
        self._closed = label(f"Closed_{field.name}", role=Role.MUTED, wrap=True)
        self._reveal = Button(
            f"RevealEdit_{field.name}", words("kit.reveal_edit"), look=Look.LINK, small=True
        )
        self._conflict = Chip(Tone.DUE, words("kit.mark.conflict"))
        self._keep = Button(f"Keep_{field.name}", words("kit.keep_this"), look=Look.LINK, small=True)
        self._told = label(f"Problem_{field.name}", role=Role.PROBLEM, wrap=True)
        self._told.hide()
        self._lay_out()
        self.editor.edited.connect(self._edited)
        self.editor.entered.connect(self.entered)
        self._reveal.clicked.connect(self.reveal_asked)
        self._keep.clicked.connect(self._kept)
        privacy.changed.connect(self._arrange)
        self.setFocusProxy(self.editor)

    def load(self, cell: Cell) -> None:
        """Show what the record holds."""
        self._cell = cell
        self._touched = False
        unnamed = cell.unnamed in GONE
        self.editor.set_value(
            cell.value, self._words(f"kit.mark.{cell.unnamed.value}") if unnamed else cell.text
        )
        self.tell(None)
        self._arrange()

    def load_draft(self, draft: Mapping[str, Value]) -> None:
        """Show what was typed before, over what the record holds."""
        name = self.field.name
        if name not in draft or self._cell.mark in GONE:
            return
        if self._cell.mark is Mark.MASKED:
            # What was typed after a look is the person's own and is seen without another.
            self._cell = Cell()
        title = draft.get(f"{name}{TITLE}")
        self.editor.set_draft(draft[name], title if isinstance(title, str) else None)
        self._touched = True
        self._arrange()

    def put(self, value: Value) -> None:
        """Take a value over that the person chose elsewhere in the form."""
        self.editor.set_value(value)
        self._edited()

    def go_bare(self) -> None:
        """Say what it is in the empty line instead of above it."""
        self._bare = True
        if isinstance(self.editor, LineEditor):
            self.editor.line.setPlaceholderText(self.title)
        self._arrange()

    def draft(self) -> dict[str, Value]:
        """What to keep against a crash, if the person touched it."""
        if not self._touched:
            return {}
        kept: dict[str, Value] = {self.field.name: self.editor.draft()}
        if isinstance(self.editor, RefEditor) and self.editor.value() is not None:
            kept[f"{self.field.name}{TITLE}"] = self.editor.line.text()
        return kept

    def value(self) -> Value:
        return self.editor.value()

    def is_changed(self) -> bool:
        """Whether the person made it another value, or settled which of two it is."""
        if not self._touched:
            return False
        return self._cell.mark is Mark.CONFLICT or not unchanged(self._cell.value, self.value())

    def trouble(self) -> Trouble | None:
        """Why what is typed is no value."""
        return self.editor.trouble() if self._touched else None

    def tell(self, problem: str | None) -> None:
        """Show a problem under the field, or none."""
        self._problem = problem is not None
        self._told.setText(problem or "")
        self._told.setVisible(self._problem)
        self.editor.set_wrong(wrong=self._problem)

    def problem(self) -> str:
        """The problem that is told now."""
        return self._told.text() if self._problem else ""

    @property
    def stop(self) -> QWidget:
        """Where the keyboard stops in the editor."""
        return self.editor.focusProxy() or self.editor

    def is_in_conflict(self) -> bool:
        """Whether two places gave it different values and nobody chose yet."""
        return self._cell.mark is Mark.CONFLICT

    def is_open(self) -> bool:
        """Whether it can be typed into now."""
        return not self.editor.isHidden()

    def _lay_out(self) -> None:
        required = self.field.required or self.field.then_required
        head = self._words("kit.required", label=self.title) if required else self.title
        self._label = label(f"Label_{self.field.name}", head, Role.LABEL, wrap=True)
        self._label.setBuddy(self.editor)
        closed = row(self._closed, self._reveal)
        closed.setStretch(0, 1)
        conflict = row(self._conflict, self._keep)
        conflict.setStretch(0, 1)
        # The ring around the editor must not touch the tails of its label's letters.
        self.setLayout(column(self._label, closed, self.editor, conflict, self._told, gap=Space.XS))

    def _arrange(self) -> None:
        mark = self._cell.mark
        gone = mark in GONE
        masked = mark is Mark.MASKED
        covered = self.field.sensitive and self._privacy.hidden and not unchanged(None, self.editor.draft())
        closed = gone or masked or covered
        self._closed.setText(self._words(f"kit.mark.{mark.value}") if gone else BULLETS)
        self._closed.setVisible(closed)
        self._reveal.setVisible(masked and not self._privacy.hidden)
        self.editor.setVisible(not closed)
        self._label.setVisible(closed or not (self._bare or self.field.kind is Kind.FLAG))
        settled = mark is not Mark.CONFLICT or self._touched
        self._conflict.setVisible(not settled)
        self._keep.setVisible(not settled)

    def _edited(self) -> None:
        self._touched = True
        self.tell(None)
        self.edited.emit()
        if self._cell.mark is Mark.CONFLICT:
            self._arrange()

    def _kept(self) -> None:
        self._edited()


class FieldSet(QWidget):
    """The fields of one record, those of detail folded away under a button.

    Signals:
        edited: something changed.
        entered: Enter in a field; ask which by ``sender``.
        reveal_asked: the name of a masked field.
    """

    edited = Signal()
    entered = Signal(object)
    reveal_asked = Signal(str)

    def __init__(self, fields: list[FormField], words: Words) -> None:
        super().__init__()
        self.fields = fields
        self._words = words
        first = [each for each in fields if not each.field.more]
        more = [each for each in fields if each.field.more]
        self._more = QWidget()
        self._more.setLayout(column(*more, gap=Space.S))
        self.more_button = Button(
            "MoreFields", words("kit.more_fields"), look=Look.LINK, icon_name="chevron-down"
        )
        self.more_button.setCheckable(True)
        if not more:
            self.more_button.hide()
        self.more_button.toggled.connect(self._more.setVisible)
        self._more.hide()
        self.setLayout(column(*first, row(self.more_button), self._more, gap=Space.S))
        for each in fields:
            each.edited.connect(self._hide_what_says_nothing)
            each.edited.connect(self.edited)
            each.entered.connect(self._entered)
            each.reveal_asked.connect(self._reveal_asked)

    def stand_beside(self) -> None:
        """Put the fields beside each other instead of under each other, the last one as wide as there is room."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        first = [each for each in self.fields if not each.field.more]
        for each in first:
            layout.removeWidget(each)
            each.go_bare()
        beside = row(*first, gap=Space.M)
        beside.setStretch(len(first) - 1, 1)
        layout.insertLayout(0, beside)

    def load(self, cells: Mapping[str, Cell]) -> None:
        for each in self.fields:
            each.load(cells.get(each.field.name, Cell()))
        self._hide_what_says_nothing()

    def set_day(self, day: date | None) -> None:
        """Offer the choices that were in force on a day; None is today."""
        for each in self.fields:
            if isinstance(each.editor, ChoiceEditor):
                each.editor.set_day(day)

    def day(self, name: str) -> date | None:
        """The day that a field holds; None while it holds none."""
        field = self.field(name)
        value = field.value() if field is not None else None
        try:
            return date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None

    def load_draft(self, draft: Mapping[str, Value]) -> None:
        for each in self.fields:
            each.load_draft(draft)
        if any(each.field.more and each.field.name in draft for each in self.fields):
            self.more_button.setChecked(True)
        self._hide_what_says_nothing()

    def draft(self) -> dict[str, Value]:
        return {name: value for each in self.fields for name, value in each.draft().items()}

    def changes(self) -> dict[str, Value]:
        """What a person changed, by field; what says nothing without its flag is emptied with it."""
        changed = {each.field.name: each.value() for each in self.fields if each.is_changed()}
        hidden = {each.field.name for each in self.fields if each.field.when in changed and each.isHidden()}
        return changed | dict.fromkeys(hidden)

    def _hide_what_says_nothing(self) -> None:
        """A field that hangs on a flag is shown while that is set, and while two places disagree about it."""
        for each in self.fields:
            flag = self.field(each.field.when) if each.field.when is not None else None
            if flag is not None:
                each.setVisible(flag.value() is True or each.is_in_conflict())

    def field(self, name: str) -> FormField | None:
        return next((each for each in self.fields if each.field.name == name), None)

    def tell_troubles(self) -> bool:
        """Tell under each field why what is typed is no value; whether there was any."""
        found = False
        for each in self.fields:
            trouble = each.trouble()
            each.tell(None if trouble is None else self._words(trouble.key, **trouble.facts))
            found = found or trouble is not None
        return found

    def show_field(self, field: FormField) -> None:
        """Unfold the details if the field is among them."""
        if field.field.more:
            self.more_button.setChecked(True)

    def in_order(self) -> list[FormField]:
        """The fields as they stand under each other, those that can be typed into now."""
        folded = not self.more_button.isChecked()
        ordered = sorted(self.fields, key=lambda each: each.field.more)
        return [
            each
            for each in ordered
            if each.is_open() and not each.isHidden() and not (each.field.more and folded)
        ]

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, from top to bottom."""
        first = [each.stop for each in self.fields if not each.field.more]
        more = [each.stop for each in self.fields if each.field.more]
        return [*first, self.more_button, *more]

    def _entered(self) -> None:
        self.entered.emit(self.sender())

    def _reveal_asked(self) -> None:
        field = self.sender()
        assert isinstance(field, FormField)
        self.reveal_asked.emit(field.field.name)
