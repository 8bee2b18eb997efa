"""Filter chips over a list: each says what it keeps, none is hidden, one button drops them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Final, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.base.text import fold
from desktop.domain.fields import Field, Kind, Register
from desktop.services.views import Filter, Hit
from desktop.ui.kit.chip_list import ChipList
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.popup import Item
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, set_property
from desktop.ui.kit.words import Words

Kept: TypeAlias = "str | bool"
"""One value of a filter: a code, a record's id, or yes and no."""

_YES: Final = "yes"
_NO: Final = "no"
_NAMED: Final = 2
"""How many chosen values a chip names; more are counted."""


class FilterChip(Button):
    """A field to filter by.

    Attributes:
        list: what is chosen from.
        always: whether the chip stands there also when nothing is chosen.

    Signals:
        changed: a person chose other values.
    """

    changed = Signal()

    def __init__(
        self, register: Register, field: Field, words: Words, choices: Callable[[str, str], Sequence[Hit]]
    ) -> None:
        self._title = words.field(register.name, field.name)
        super().__init__(
            f"Chip_{field.name}", self._title, look=Look.CHIP, icon_name="chevron-down", small=True
        )
        # The arrow stands after the words.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.field = field
        self.always = not field.more and not (field.kind is Kind.REF and field.name == register.title)
        self._words = words
        self._choices = choices
        self._chosen: tuple[Item, ...] = ()
        self.clicked.connect(self._open)
        self._speak()

    @cached_property
    def list(self) -> ChipList:
        """What may be chosen; most chips are never opened."""
        made = ChipList(self, self._words, self._options)
        made.ticked.connect(self._ticked)
        return made

    def filter(self) -> Filter | None:
        """What it keeps, or None for everything."""
        if not self._chosen:
            return None
        keys = [item.key for item in self._chosen]
        if self.field.kind is Kind.FLAG:
            return Filter(self.field.name, tuple(key == _YES for key in keys))
        return Filter(self.field.name, tuple(keys))

    def set_filter(self, wanted: Filter | None, title: Callable[[str], str] = str) -> None:
        """Show a filter that came from elsewhere; ``title`` names the record a reference points to."""
        values = wanted.values if wanted is not None else ()
        self._chosen = tuple(self._item(value, title) for value in values)
        self._speak()

    def _item(self, value: Kept, title: Callable[[str], str]) -> Item:
        if isinstance(value, bool):
            key = _YES if value else _NO
            return Item(key, self._words(key))
        if self.field.catalogue is not None:
            return Item(value, self._words.choice(self.field.catalogue, value))
        return Item(value, title(value))

    def _options(self, text: str) -> Sequence[Item]:
        if self.field.kind is Kind.REF:
            assert self.field.to is not None
            return [Item(hit.record, hit.title, hit.subtitle) for hit in self._choices(self.field.to, text)]
        if self.field.kind is Kind.FLAG:
            return [Item(key, self._words(key)) for key in (_YES, _NO)]
        assert self.field.catalogue is not None
        choices = self._words.choices(self.field.catalogue)
        items = [Item(each.code, each.label(self._words.language)) for each in choices]
        return [item for item in items if fold(text) in fold(item.title)]

    def _open(self) -> None:
        if self.list.isVisible():
            self.list.close_list()
        else:
            self.list.open(self._chosen)

    def _ticked(self) -> None:
        self._chosen = self.list.chosen()
        self._speak()
        self.changed.emit()

    def _speak(self) -> None:
        set_property(self, "active", "true" if self._chosen else "false")
        titles = [item.title for item in self._chosen]
        if not titles:
            self.setText(self._title)
        elif len(titles) <= _NAMED:
            self.setText(self._words("kit.filter.is", field=self._title, values=", ".join(titles)))
        else:
            self.setText(self._words("kit.filter.many", field=self._title, count=len(titles)))
        self.setToolTip(", ".join(titles))


class FilterBar(QWidget):
    """All chips of a register, one for what was retired, and the button that drops every filter.

    Signals:
        changed: other filters; ask :meth:`filters` and :meth:`retired`.
        cleared: the person dropped them all; what else narrows the list should go too.
        figure_dropped: the person wants more than the records of one figure again.
    """

    changed = Signal()
    cleared = Signal()
    figure_dropped = Signal()

    def __init__(
        self, register: Register, words: Words, choices: Callable[[str, str], Sequence[Hit]]
    ) -> None:
        super().__init__()
        self.setObjectName("FilterBar")
        flow = FlowLayout(self, gap=Space.S)
        self._figure = Button(
            "ChipFigure", words("figures.chip.drop"), look=Look.CHIP, icon_name="close", small=True
        )
        self._figure.setToolTip(words("figures.chip.drop"))
        self._figure.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._figure.setProperty("active", "true")
        self._figure.clicked.connect(self.figure_dropped)
        self._figure.hide()
        flow.addWidget(self._figure)
        self._chips = [FilterChip(register, field, words, choices) for field in filterable(register)]
        for chip in self._chips:
            chip.changed.connect(self.changed)
            flow.addWidget(chip)
            chip.setVisible(chip.always)
        retired = words("kit.filter.retired", what=words(f"retired.{register.name}"))
        self._retired = Button("ChipRetired", retired, look=Look.CHIP, small=True)
        self._retired.setCheckable(True)
        self._retired.toggled.connect(self._retired_toggled)
        flow.addWidget(self._retired)
        self._clear = Button("ClearFilters", words("kit.filter.clear"), look=Look.LINK, small=True)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        flow.addWidget(self._clear)

    def filters(self) -> tuple[Filter, ...]:
        """What the chips keep."""
        return tuple(kept for chip in self._chips if (kept := chip.filter()) is not None)

    def retired(self) -> bool:
        """Whether retired records are wanted too."""
        return self._retired.isChecked()

    def show_filters(
        self, filters: Sequence[Filter], *, retired: bool, title: Callable[[Field, str], str]
    ) -> None:
        """Show filters that came from elsewhere, without telling anyone."""
        by_field = {each.field: each for each in filters}
        for chip in self._chips:
            field = chip.field
            chip.set_filter(by_field.get(field.name), partial(title, field))
            chip.setVisible(chip.always or field.name in by_field)
        self._retired.blockSignals(True)
        self._retired.setChecked(retired)
        self._retired.blockSignals(False)
        set_property(self._retired, "active", "true" if retired else "false")

    def show_figure(self, text: str) -> None:
        """Say which figure's records are shown alone; nothing hides the chip."""
        self._figure.setText(text)
        self._figure.setAccessibleName(text)
        self._figure.setVisible(bool(text))

    def figure(self) -> str:
        """What the chip of a figure says; nothing while it is not there."""
        return self._figure.text()

    def show_clear(self, *, shown: bool) -> None:
        """Offer to drop the filters, while there are any, those outside the chips included."""
        self._clear.setVisible(shown)

    def clear(self) -> None:
        """Drop every filter, as a click on the button does."""
        for chip in self._chips:
            chip.set_filter(None)
            chip.setVisible(chip.always)
        self._retired.blockSignals(True)
        self._retired.setChecked(False)
        self._retired.blockSignals(False)
        set_property(self._retired, "active", "false")
        self.show_figure("")
        self.cleared.emit()

    def chip(self, field: str) -> FilterChip:
        """The chip of a field."""
        return next(chip for chip in self._chips if chip.field.name == field)

    def _retired_toggled(self, wanted: bool) -> None:  # noqa: FBT001 - a slot of Qt
        set_property(self._retired, "active", "true" if wanted else "false")
        self.changed.emit()


def filterable(register: Register) -> tuple[Field, ...]:
    """The fields that can have a chip: choices, yes or no, and what is pointed to, unless they are masked."""
    return tuple(
        field
        for field in register.fields
        if field.kind in (Kind.CHOICE, Kind.FLAG, Kind.REF) and not field.sensitive
    )
