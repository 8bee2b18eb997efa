"""The values of one record under their labels, the masked ones with a way to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.base.values import dataclass
from desktop.domain.fields import Field, Register, Registry
from desktop.services.views import Cell, Form, Mark
from desktop.ui.kit.cells import CHIP_HEIGHT, chip_width, draw_chip
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.shown import BULLETS, cell_text
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.tones import tone_of
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words


class Chip(QWidget):
    """Words in a tone, as a table draws them."""

    def __init__(self, tone: Tone, text: str) -> None:
        super().__init__()
        self.tone = tone
        self.text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        self.setFont(theme.font(Type.CAPTION))
        measure = self.fontMetrics().horizontalAdvance(self.text)
        return QSize(chip_width(theme, self.text, measure) + Space.S, theme.px(CHIP_HEIGHT) + Space.XS)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_chip(painter, current_theme(), self.tone, self.text, self.rect())
        painter.end()


@dataclass(frozen=True)
class Rights:
    """What a person may do with the values of a record.

    Attributes:
        reveal: look at what is masked.
        open: the registers whose records they may open.
    """

    reveal: bool = False
    open: frozenset[str] = frozenset()


NO_RIGHTS: Final = Rights()


class ValueRow(QWidget):
    """One label over one value.

    Signals:
        reveal_asked: the person wants to see what is masked.
        opened: the person wants to see the record that a reference points to.
    """

    reveal_asked = Signal(str, str, str)
    opened = Signal(str, str)

    def __init__(
        self,
        register: str,
        record: str,
        field: Field,
        cell: Cell,
        words: Words,
        privacy: Privacy,
        rights: Rights,
    ) -> None:
        super().__init__()
        self.setObjectName(f"Value_{register}_{field.name}")
        self.place = (register, record, field.name)
        self._words = words
        self._field = field
        self._privacy = privacy
        self._rights = rights
        self._text = label(f"Text_{field.name}", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._chip: Chip | None = None
        self._reveal = Button(f"Reveal_{field.name}", words("kit.reveal"), look=Look.LINK, small=True)
        self._reveal.clicked.connect(self._ask)
        self._open = Button(f"Open_{field.name}", look=Look.LINK, small=True)
        self._open.clicked.connect(self._follow)
        self._conflict = Chip(Tone.DUE, words("kit.mark.conflict"))
        self._line = row(self._text, self._open, self._reveal)
        self._line.setStretch(0, 1)
        title = label(f"Label_{field.name}", words.field(register, field.name), Role.CAPTION, wrap=True)
        self.setLayout(column(title, self._line, self._conflict, gap=0))
        privacy.changed.connect(self.refresh)
        self.show_cell(cell)

    def show_cell(self, cell: Cell) -> None:
        """Show a value in place of the one before, such as what was revealed."""
        self._cell = cell
        self.refresh()

    def text(self) -> str:
        """What it says now."""
        if self._chip is not None:
            return self._chip.text
        return self._open.text() if not self._open.isHidden() else self._text.text()

    def refresh(self) -> None:
        cell, hidden = self._cell, self._privacy.hidden
        text = cell_text(self._words, self._field, cell, private=hidden)
        if self._chip is not None:
            self._line.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None
        tone = tone_of(self._field, cell.value) if text != BULLETS else None
        if tone is not None:
            self._chip = Chip(tone, text)
            self._line.insertWidget(0, self._chip)
        openable = self._field.to is not None and self._field.to in self._rights.open
        link = openable and isinstance(cell.value, str) and text != BULLETS
        self._text.setText(text)
        self._open.setText(text)
        self._text.setVisible(tone is None and not link)
        self._open.setVisible(link)
        self._reveal.setVisible(cell.mark is Mark.MASKED and self._rights.reveal and not hidden)
        self._conflict.setVisible(cell.mark is Mark.CONFLICT and not hidden)

    def _ask(self) -> None:
        self.reveal_asked.emit(*self.place)

    def _follow(self) -> None:
        assert self._field.to is not None
        self.opened.emit(self._field.to, str(self._cell.value))


class Details(ScrollColumn):
    """All that is known of a record; what is empty is only named.

    Signals:
        reveal_asked: register, record and field of a masked value.
        opened: register and record of a reference.
    """

    reveal_asked = Signal(str, str, str)
    opened = Signal(str, str)

    def __init__(self, registry: Registry, words: Words, privacy: Privacy) -> None:
        super().__init__(Space.S, (Space.L, Space.M, Space.L, Space.L))
        self.setObjectName("Details")
        self._registry = registry
        self._words = words
        self._privacy = privacy
        self._rows: dict[tuple[str, str, str], ValueRow] = {}

    def show_record(self, form: Form, rights: Rights) -> None:
        """Show a record with its child rows."""
        self.clear()
        self._rows = {}
        assert form.record is not None
        register = self._registry[form.register]
        self._add_values(register, form.record, form.cells, rights)
        for name, records in form.children.items():
            for number, (record, cells) in enumerate(records, 1):
                facts = {"register": self._words.register(name), "number": number}
                self.body.addWidget(label("ChildTitle", self._words("kit.child", **facts), Role.STRONG))
                self._add_values(self._registry[name], record, cells, rights)

    def show_cell(self, register: str, record: str, field: str, cell: Cell) -> None:
        """Show what a look revealed."""
        self._rows[register, record, field].show_cell(cell)

    def texts(self) -> dict[str, str]:
        """What stands under each field of the record and its children, by field."""
        return {field: value.text() for (_, _, field), value in self._rows.items()}

    def _add_values(self, register: Register, record: str, cells: Mapping[str, Cell], rights: Rights) -> None:
        fields = [field for field in register.fields if not field.parent]
        filled = [field for field in fields if not _is_empty(cells.get(field.name, Cell()))]
        for field in filled:
            cell = cells[field.name]
            made = ValueRow(register.name, record, field, cell, self._words, self._privacy, rights)
            made.reveal_asked.connect(self.reveal_asked)
            made.opened.connect(self.opened)
            self._rows[made.place] = made
            self.body.addWidget(made)
        self._name_empty(register, [field for field in fields if field not in filled])

    def _name_empty(self, register: Register, empty: Sequence[Field]) -> None:
        if empty:
            titles = ", ".join(self._words.field(register.name, field.name) for field in empty)
            self.body.addWidget(
                label("NotFilled", self._words("kit.not_filled", fields=titles), Role.CAPTION, wrap=True)
            )


def _is_empty(cell: Cell) -> bool:
    return cell.mark is Mark.NONE and (cell.value is None or cell.value in ("", []))
