"""A grid in which many new records are typed, a row each: the row that is typed into has the editors of a form.

Enter goes to the next cell and past those that are filled from above or by a list; Tab stops at every cell;
the arrows up and down change the row where they open no list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTableView, QWidget

from desktop.domain.fields import Field, Kind, Register
from desktop.services.views import Value
from desktop.ui.kit.choosing import ChoiceEditor, PickEditor
from desktop.ui.kit.editor import LineEditor
from desktop.ui.kit.editors import Choices, make_editor
from desktop.ui.kit.grid_model import GridDelegate, GridModel, GridNote, RowNumbers
from desktop.ui.kit.grid_rows import GridCell, GridDraft, GridRows, Source
from desktop.ui.kit.named import named
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.table import Header
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.words import Words

_LEAST: Final = 12
_ANY: Final = 16_777_215
_WIDTHS: Final = {Kind.REF: 208, Kind.DAY: 112, Kind.CHOICE: 156, Kind.LONG_TEXT: 160}
_WIDTH: Final = 132

CellEditor = LineEditor | PickEditor


class EntryGrid(QTableView):
    """Rows of new records of one register.

    Attributes:
        rows: what is typed.

    Signals:
        edited: a person typed something.
        moved: another cell has the keyboard.
    """

    edited = Signal()
    moved = Signal()

    def __init__(
        self,
        register: Register,
        words: Words,
        privacy: Privacy,
        today: Callable[[], date],
        choices: Choices,
    ) -> None:
        super().__init__()
        self.setObjectName("EntryGrid")
        self._at = 0
        self._loading = False
        self._editors: list[CellEditor] = []
        assert register.round is not None
        self._register = register
        columns = [register.by_name[name] for name in register.round.columns]
        self.rows = GridRows(columns, register.round.carried)
        self.rows.lay_out((), _LEAST)
        self._model = GridModel(register.name, self.rows, words)
        self._model.setParent(self)
        self.setModel(self._model)
        self._delegate = GridDelegate(self)
        self.setItemDelegate(self._delegate)
        self._header = named(Header(self), "EntryGridHeader")
        self.setHorizontalHeader(self._header)
        self.setVerticalHeader(RowNumbers(self))
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._editors = [self._make_editor(field, words, today, choices) for field in columns]
        for one, other in zip(self._editors, self._editors[1:], strict=False):
            QWidget.setTabOrder(one.line, other.line)
        self.setFocusProxy(self._editors[0].line)
        privacy.changed.connect(self._privacy_changed)
        self._privacy_changed(privacy.hidden)
        self._dress()
        self._load()

    # What is in it

    def lay_out(self, given: Sequence[Mapping[str, tuple[Value, str]]] = ()) -> None:
        """Begin anew, with rows that a list gives or with none."""
        self.rows.lay_out(given, max(_LEAST, len(given) + 1))
        self._begin_anew()

    def load_draft(self, draft: GridDraft) -> None:
        """Show what was typed in an earlier sitting; it is read anew, as if it had just been typed."""
        self.rows.lay_out(draft.given, max(_LEAST, len(draft.typed) + 1, len(draft.given) + 1))
        self._loading = True
        for at, row in enumerate(draft.typed):
            for editor, field in zip(self._editors, self.rows.columns, strict=True):
                if field.name in row:
                    value, text = row[field.name]
                    # What was no value is read again as it was typed.
                    editor.set_draft(*((value, text) if value is not None else (text, None)))
                    self.rows.put(at, field.name, _typed(editor, field))
        self._loading = False
        self._begin_anew()

    def show_notes(self, notes: Mapping[int, GridNote]) -> None:
        """Flag rows."""
        self._model.notes = notes
        self.viewport().update()
        self.verticalHeader().viewport().update()

    def notes(self) -> Mapping[int, GridNote]:
        """What rows are flagged for now, by place."""
        return self._model.notes

    def texts(self, row: int) -> list[str]:
        """What the cells of a row say."""
        return [self._model.text(self._model.index(row, at)) for at in range(self._model.columnCount())]

    # Where the keyboard is

    def current(self) -> tuple[int, Field]:
        """The row that is typed into, and the field that has the keyboard, or had it last."""
        return self._at, self.rows.columns[self._column()]

    def begin(self) -> None:
        """Put the keyboard into the first cell of the current row that waits for something."""
        self._go(self._at, self._first_open(self._at))

    def go(self, row: int, field: str) -> None:
        """Put the keyboard into a cell."""
        names = [each.name for each in self.rows.columns]
        self._go(row, names.index(field))

    def settle(self) -> None:
        """Tidy what is half typed, as leaving its cell does."""
        self._editors[self._column()].line.left.emit()

    def next_row(self) -> None:
        """To the next row at once; what is marked in an open list is taken."""
        editor = self._editors[self._column()]
        if isinstance(editor, PickEditor):
            marked = editor.popup.current()
            if marked is not None and not marked.deed:
                editor.pick(marked)
        self._next_row()

    def advice(self) -> str:
        """What the editor of the current cell says of what is typed, or how it may be typed in short."""
        editor = self._editors[self._column()]
        tip = editor.line.toolTip() if isinstance(editor, LineEditor) else ""
        return editor.advice() or tip

    def choices(self) -> list[str]:
        """The words of the list of the current cell, in the order of their digits; none where it has no such list."""
        editor = self._editors[self._column()]
        return [item.title for item in editor.options("")] if isinstance(editor, ChoiceEditor) else []

    # Qt's words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
        elif 0 <= self._at + step < len(self.rows):
            self._go(self._at + step, self._column())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self._go(index.row(), index.column())

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - as Qt calls it
        at = self._column() + (1 if next else -1)
        if 0 <= at < len(self._editors):
            self._go(self._at, at)
            return True
        if next and (self._at + 1 < len(self.rows) or self.rows.counts(self._at)):
            self._go(self._at + 1, 0)
            return True
        if not next and self._at > 0:
            self._go(self._at - 1, len(self._editors) - 1)
            return True
        return super().focusNextPrevChild(next)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    # Inside

    def _make_editor(
        self, field: Field, words: Words, today: Callable[[], date], choices: Choices
    ) -> CellEditor:
        # A long text is one line here: who has more to say says it in the form.
        shown = replace(field, kind=Kind.TEXT) if field.kind is Kind.LONG_TEXT else field
        title = words.field(self._register.name, field.name)
        editor = make_editor(shown, f"Grid_{field.name}", title, words, today, choices)
        assert isinstance(editor, LineEditor | PickEditor)
        editor.setParent(self)
        editor.hide()
        # Only the line itself stands in the cell; what the editor says stands under the grid.
        editor.line.setParent(self.viewport())
        editor.line.setProperty("inside", "true")
        editor.line.show()
        editor.edited.connect(self._typed_in)
        editor.entered.connect(self._entered)
        return editor

    def _begin_anew(self) -> None:
        self._model.notes = {}
        self._at = 0
        self._model.refresh()
        self._load()

    def _column(self) -> int:
        focused = self.viewport().focusWidget()
        return next((at for at, editor in enumerate(self._editors) if editor.line is focused), 0)

    def _go(self, row: int, column: int) -> None:
        self._model.grow(row + 2)
        # What stands in the cell that is left is read from its beginning.
        self._editors[self._column()].line.setCursorPosition(0)
        if row != self._at:
            # What is half typed in the old row is tidied while its editors still stand in it.
            self.settle()
            self._at = row
            self._load()
        self.scrollTo(self._model.index(row, column))
        # Whoever gives the keyboard to the grid gives it to the cell that had it last.
        self.setFocusProxy(self._editors[column].line)
        self._editors[column].line.setFocus(Qt.FocusReason.TabFocusReason)
        self._editors[column].line.selectAll()
        self.moved.emit()

    def _load(self) -> None:
        """Let the editors show the current row."""
        self._loading = True
        for editor, field in zip(self._editors, self.rows.columns, strict=True):
            cell = self.rows.cell(self._at, field.name)
            if cell.trouble is not None:
                editor.set_draft(cell.text)
            else:
                editor.set_value(cell.value, cell.text)
        self._loading = False
        self._pass_day()
        self._delegate.current = self._at
        self._place()
        self.viewport().update()

    def _typed_in(self) -> None:
        if self._loading:
            return
        for editor, field in zip(self._editors, self.rows.columns, strict=True):
            if editor is self.sender():
                self.rows.put(self._at, field.name, _typed(editor, field))
        self._pass_day()
        self._model.repaint()
        self.edited.emit()

    def _pass_day(self) -> None:
        """What may be chosen depends on the day that the row tells of."""
        told = self._register.day_of
        value = self.rows.cell(self._at, told.name).value if told is not None else None
        for editor in self._editors:
            if isinstance(editor, ChoiceEditor):
                editor.set_day(date.fromisoformat(value) if isinstance(value, str) else None)

    def _entered(self) -> None:
        here = self._column()
        for at in range(here + 1, len(self._editors)):
            if not self._is_filled(self._at, at):
                self._go(self._at, at)
                return
        self._next_row()

    def _next_row(self) -> None:
        row = self._at + 1
        if row == len(self.rows) and not self.rows.counts(self._at):
            row = self._at
        self._model.grow(row + 1)
        self._go(row, self._first_open(row))

    def _first_open(self, row: int) -> int:
        columns = range(len(self._editors))
        return next((at for at in columns if not self._is_filled(row, at)), 0)

    def _is_filled(self, row: int, column: int) -> bool:
        cell = self.rows.cell(row, self.rows.columns[column].name)
        return cell.source in (Source.GIVEN, Source.CARRIED)

    def _place(self) -> None:
        """Lay the editors over the cells of the current row."""
        for at, editor in enumerate(self._editors):
            rect = self.visualRect(self._model.index(self._at, at))
            room = rect.adjusted(Space.XS // 2, 0, -Space.XS // 2, -1)
            height = editor.line.sizeHint().height()
            room.setTop(room.top() + max(0, (room.height() - height) // 2))
            room.setHeight(height)
            editor.line.setGeometry(room)

    def _privacy_changed(self, hidden: bool) -> None:  # noqa: FBT001 - a slot of Qt
        self._model.private = hidden
        mode = QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal
        for editor, field in zip(self._editors, self.rows.columns, strict=True):
            if field.sensitive:
                editor.line.setEchoMode(mode)
        self.viewport().update()

    def _dress(self) -> None:
        height = current_theme().row_height
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        for editor in self._editors:
            editor.line.setMinimumWidth(0)
            editor.line.setMaximumWidth(_ANY)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Every column its width; the last takes what is left."""
        px = current_theme().px
        widths = [px(_WIDTHS.get(field.kind, _WIDTH)) for field in self.rows.columns]
        widths[-1] = max(widths[-1], self.viewport().width() - sum(widths[:-1]))
        for at, width in enumerate(widths):
            self._header.resizeSection(at, width)
        self._place()


def _typed(editor: CellEditor, field: Field) -> GridCell:
    """What stands in an editor."""
    trouble = editor.trouble()
    if trouble is not None:
        return GridCell(None, editor.line.text(), trouble)
    text = editor.line.text() if field.kind is Kind.REF else None
    return GridCell(editor.value(), text or None)
