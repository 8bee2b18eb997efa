"""Beside the form: which figure the current cell takes, chosen from lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from desktop.base.text import fold
from desktop.domain.form_words import FormColumn
from desktop.office.forms.form import Spot
from desktop.services.form_cells import Pointer
from desktop.ui.kit.choosing import ChoiceEditor, PickEditor
from desktop.ui.kit.named import named
from desktop.ui.kit.period_picker import ALL, AreaPick
from desktop.ui.kit.popup import Item
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words

_WIDTH: Final = 292
_WHOLE: Final = "@whole"


@dataclass(frozen=True)
class Shown:
    """What the panel says of a cell.

    Attributes:
        title, heads: where it is, and the words of its row and column.
        pointer: the figure it takes or is proposed; None for neither.
        guess: the column of figures that is most likely meant here.
        value: what stands in it for the period.
        why: why it takes nothing, or what is wrong with it.
        open: whether a figure may be chosen for it.
        stale: other words stand at it than when it was chosen.
        held: it takes a figure, which can be taken away.
    """

    spot: Spot
    title: str
    heads: str = ""
    pointer: Pointer | None = None
    guess: FormColumn | None = None
    proposed: bool = False
    value: str = ""
    why: str = ""
    open: bool = True
    stale: bool = False
    held: bool = False


class PartPick(PickEditor):
    """The whole of a figure, or one of the parts by which it can be told apart."""

    def __init__(self, words: Words) -> None:
        super().__init__("CellPart", words)
        self._parts: tuple[str, ...] = ()

    def show_parts(self, parts: Sequence[str], chosen: str | None) -> None:
        """Offer these, and the one that is chosen also when there is nothing of it now."""
        self._parts = tuple(dict.fromkeys([*parts, *([chosen] if chosen else [])]))
        self.set_value(chosen or _WHOLE)

    def options(self, text: str) -> Sequence[Item]:
        items = [Item(key, self.title_of(key, None)) for key in (_WHOLE, *self._parts)]
        return [item for item in items if fold(text) in fold(item.title)]

    def title_of(self, key: str, text: str | None) -> str:
        return self.words("forms.whole") if key == _WHOLE else key

    def part(self) -> str | None:
        chosen = self.value()
        return chosen if isinstance(chosen, str) and chosen != _WHOLE else None


class CellPanel(QScrollArea):
    """Emits what a person chose for the cell that is shown.

    Signals:
        chosen: a :class:`Pointer`.
        accepted: what is proposed, or in doubt, is right.
        cleared: no figure for this cell.
        done: the person wants to go back to the sheet.
    """

    chosen = Signal(object)
    accepted = Signal()
    cleared = Signal()
    done = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("CellPanel")
        self._words = words
        self._shown: Shown | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(current_theme().px(_WIDTH))
        self.place = label("CellPlace", role=Role.STRONG, wrap=True)
        self.heads = label("CellHeads", role=Role.MUTED, wrap=True)
        # Words of the form, in whatever language it is written.
        self.heads.setProperty("quoted", True)
        self.why = label("CellWhy", role=Role.PROBLEM, wrap=True)
        self.value = label("CellValue", role=Role.BODY, wrap=True)
        self.indicator = ChoiceEditor("CellIndicator", words, "indicator")
        self.figure = ChoiceEditor("CellFigure", words, "form_column")
        self.part = PartPick(words)
        self.area = AreaPick(words)
        self.accept_button = Button("AcceptCell", words("forms.accept"), icon_name="check", small=True)
        self.clear_button = Button(
            "ClearCell", words("forms.clear"), look=Look.QUIET, icon_name="close", small=True, shortcut="Del"
        )
        self._titles: dict[PickEditor, QLabel] = {
            each: label(f"Label_{each.objectName()}", words(f"forms.cell.{name}"), Role.LABEL)
            for name, each in (
                ("indicator", self.indicator),
                ("figure", self.figure),
                ("part", self.part),
                ("area", self.area),
            )
        }
        buttons = row(self.accept_button, self.clear_button, gap=Space.S)
        buttons.addStretch(1)
        whole = column(
            self.place,
            self.heads,
            self.why,
            self.value,
            buttons,
            gap=Space.XS,
            margins=(Space.M, 0, Space.XS, Space.S),
        )
        for editor, title in self._titles.items():
            whole.addWidget(title)
            whole.addWidget(editor)
            editor.line.setAccessibleName(title.text())
            editor.edited.connect(self._edited)
            editor.entered.connect(self._entered)
        whole.addStretch(1)
        body = named(QWidget(), "ScrollBody")
        body.setLayout(whole)
        self.setWidget(body)
        self.accept_button.clicked.connect(self.accepted)
        self.clear_button.clicked.connect(self.cleared)

    def show_cell(self, shown: Shown | None, parts: Sequence[str], areas: Sequence[tuple[str, str]]) -> None:
        """Show a cell, or that none is chosen."""
        self._shown = shown
        pointer = shown.pointer if shown is not None else None
        self.place.setText(shown.title if shown is not None else self._words("forms.no_cell"))
        self._say(self.heads, shown.heads if shown is not None else "")
        self._say(self.why, shown.why if shown is not None else "")
        self._say(self.value, shown.value if shown is not None else "")
        self.indicator.set_value(pointer.indicator if pointer is not None else None)
        self.figure.set_value(pointer.figure.value if pointer is not None else None)
        self.area.show_areas(areas)
        self.area.set_value(pointer.area if pointer is not None and pointer.area else ALL)
        self.part.show_parts(parts, pointer.part if pointer is not None else None)
        is_open = shown is not None and shown.open
        self._show(self.indicator, visible=is_open)
        self._show(self.figure, visible=is_open)
        self._show(self.part, visible=is_open and (bool(parts) or bool(pointer and pointer.part)))
        self._show(self.area, visible=is_open and pointer is not None and bool(areas))
        proposed = shown is not None and shown.proposed
        self.accept_button.setVisible(proposed or (shown is not None and shown.stale))
        self.accept_button.setText(self._words("forms.accept" if proposed else "forms.right"))
        self.clear_button.setVisible(proposed or (shown is not None and shown.held))
        self.clear_button.setText(self._words("forms.drop" if proposed else "forms.clear"))

    def choose(self) -> None:
        """Open the list of indicators."""
        if self.indicator.isVisible():
            self.indicator.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def _say(self, where: QLabel, text: str) -> None:
        where.setText(text)
        where.setVisible(bool(text))

    def _show(self, editor: PickEditor, *, visible: bool) -> None:
        editor.setVisible(visible)
        self._titles[editor].setVisible(visible)

    def _entered(self) -> None:
        """Back to the sheet, unless it is not known yet which column of figures is meant."""
        if self.indicator.value() is not None and self.figure.value() is None:
            self.figure.open()
        else:
            self.done.emit()

    def _edited(self) -> None:
        """Something was picked: it counts as soon as it says which figure."""
        shown, code = self._shown, self.indicator.value()
        if shown is None or not isinstance(code, str):
            return
        if self.figure.value() is None and not self.figure.line.text() and shown.guess is not None:
            self.figure.set_value(shown.guess.value)
        figure = self.figure.value()
        if not isinstance(figure, str):
            return
        same = shown.pointer is not None and shown.pointer.indicator == code
        part = self.part.part() if same else None
        self.chosen.emit(Pointer(shown.spot, code, FormColumn(figure), part, self.area.area()))
