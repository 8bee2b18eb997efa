"""Typing the figures of a unit: from its letter, or as they were read from its form and are looked over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeySequence, QRegularExpressionValidator, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.domain.board import Source
from desktop.domain.fields import Field, day, text
from desktop.domain.indicators import INDICATORS
from desktop.domain.periods import Period
from desktop.i18n.figures import period_words
from desktop.i18n.numbers import grouped
from desktop.services.received_reports import Entered, Letter, enterable
from desktop.services.reporting_units import ReportingUnit
from desktop.ui.kit.editor import Editor
from desktop.ui.kit.editors import make_editor, no_choices
from desktop.ui.kit.rows import Index
from desktop.ui.kit.table import Header
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, ElidedLabel, Look, Role, column, label, row
from desktop.ui.kit.words import Words

_NUMBER: Final = 148
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_DIGITS: Final = QRegularExpression("[0-9]{0,15}")


class EnteringModel(QAbstractTableModel):
    """An indicator in each row, its number beside it."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.codes: tuple[str, ...] = enterable()
        self.values: dict[str, int] = {}
        self.changed = False

    def show(self, values: Mapping[str, int]) -> None:
        self.beginResetModel()
        self.values = dict(values)
        self.changed = False
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self.codes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if index.column() == 1 else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        code = self.codes[index.row()]
        value = self.values.get(code)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Qt.ItemDataRole.EditRole:
            return "" if value is None else str(value)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if index.column():
                return "" if value is None else grouped(value, self._words.language)
            unit = self._words(f"unit.{INDICATORS[code].unit}")
            return self._words("board.enter.indicator", name=self._words.choice("indicator", code), unit=unit)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        code, typed = self.codes[index.row()], str(value).strip()
        before = self.values.get(code)
        if typed.isdigit():
            self.values[code] = int(typed)
        else:
            self.values.pop(code, None)
        self.changed = self.changed or self.values.get(code) != before
        self.dataChanged.emit(index, index)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words("board.enter.value" if section else "figures.column.indicator")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        return None


class NumberDelegate(QStyledItemDelegate):
    """Digits only; what is typed over a cell is its new number."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setAlignment(_RIGHT)
        line.setValidator(QRegularExpressionValidator(_DIGITS, line))
        return line


class EnteringPane(QWidget):
    """A letter's number and day, and a number for each indicator; Enter goes to the next one.

    Signals:
        saved: an :class:`Entered`.
        given_up: nothing is kept.
    """

    saved = Signal(object)
    given_up = Signal()

    def __init__(self, words: Words, today: date) -> None:
        super().__init__()
        self.setObjectName("EnteringPane")
        self._words = words
        self._today = today
        self._source = Source.PAPER
        self._file = ""
        self._title = ElidedLabel("EnteringTitle", role=Role.SECTION)
        self._why = label("EnteringWhy", role=Role.MUTED, wrap=True)
        self.number = self._editor(text("number"), "field.received_report.document_number")
        self.on = self._editor(day("on"), "field.received_report.document_on")
        self.received = self._editor(day("received"), "field.received_report.received_on")
        self.model = EnteringModel(words)
        self.table = self._make_table()
        self.save_button = Button(
            "SaveFigures", words("board.enter.save"), look=Look.PRIMARY, shortcut="Ctrl+S"
        )
        self.cancel_button = Button("CancelFigures", words("board.enter.cancel"), shortcut="Esc")
        self._lay_out()
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.given_up)
        for keys, step in (("Ctrl+S", self.save), ("Esc", self.given_up.emit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(step)

    def begin(self, unit: ReportingUnit, period: Period, given: Entered, said: str = "") -> None:
        """Show what there is; ``said`` is to be known of it, such as cells without a number."""
        words = self._words
        self._source, self._file = given.source, given.file_name
        facts = {
            "unit": unit.name,
            "period": period_words(words, period, words.language),
            "source": words.choice("figure_source", given.source.value),
        }
        self._title.set_full_text(words("board.enter.title", **facts))
        self._why.setText(said or words(f"board.enter.why.{given.source.value}", file=given.file_name))
        self.number.set_value(given.letter.number or None)
        self.on.set_value(given.letter.on.isoformat() if given.letter.on else None)
        self.received.set_value(given.received_on.isoformat())
        self.model.show(given.values)
        self.table.setCurrentIndex(self.model.index(0, 1))
        (self.number if given.source is Source.PAPER else self.table).setFocus()

    def entered(self) -> Entered:
        """What is typed now."""
        on, received = self.on.value(), self.received.value()
        letter = Letter(str(self.number.value() or ""), date.fromisoformat(str(on)) if on else None)
        came = date.fromisoformat(str(received)) if received else self._today
        return Entered(self._source, dict(self.model.values), came, letter, self._file)

    def save(self) -> None:
        # What is being typed in a cell is taken over first.
        self.table.setFocus()
        self.saved.emit(self.entered())

    def _editor(self, declared: Field, key: str) -> Editor:
        name, title = f"Entering_{declared.name}", self._words(key)
        return make_editor(declared, name, title, self._words, lambda: self._today, no_choices)

    def _make_table(self) -> QTableView:
        theme = current_theme()
        table = QTableView()
        table.setObjectName("EnteringTable")
        table.setAccessibleName(self._words("board.figures"))
        table.setModel(self.model)
        self.model.setParent(table)
        table.setHorizontalHeader(Header(table))
        table.setItemDelegateForColumn(1, NumberDelegate(table))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.row_height)
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        table.setColumnWidth(1, theme.px(_NUMBER))
        return table

    def _lay_out(self) -> None:
        words = self._words
        fields = row(gap=Space.L)
        for key, editor in (
            ("field.received_report.document_number", self.number),
            ("field.received_report.document_on", self.on),
            ("field.received_report.received_on", self.received),
        ):
            fields.addLayout(column(label(f"Label_{key}", words(key), Role.LABEL), editor, gap=Space.XS), 1)
        buttons = row(self.save_button, self.cancel_button)
        buttons.addStretch(1)
        notice = label("FileNotice", words("kit.classified.file"), Role.CAPTION, wrap=True)
        whole = column(self._title, self._why, fields, self.table, notice, buttons, gap=Space.S)
        whole.setStretch(3, 1)
        self.setLayout(whole)
