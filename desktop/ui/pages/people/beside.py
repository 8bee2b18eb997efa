"""Two records side by side: every field under its label, and where they differ the value that stays."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QSizePolicy, QWidget

from desktop.domain.fields import Registry
from desktop.services.doubles import Comparison, Line
from desktop.ui.kit.named import named
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.shown import cell_text
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Role, label
from desktop.ui.kit.words import Words

_LABELS: Final = 150
_SIDES: Final = (0, 1)


class Beside(QWidget):
    """What is said of two records; a person picks what shows afterwards.

    Attributes:
        comparison: what is shown.
    """

    def __init__(self, comparison: Comparison, registry: Registry, words: Words, privacy: Privacy) -> None:
        super().__init__()
        self.setObjectName("Beside")
        self.comparison = comparison
        self._fields = registry[comparison.register].by_name
        self._words = words
        self._privacy = privacy
        self._picks: dict[str, QButtonGroup] = {}
        self._values: list[tuple[Line, list[QWidget]]] = []
        # Where there is little room it is scrolled; its lines are not pushed into each other.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnMinimumWidth(0, current_theme().px(_LABELS))
        for side in _SIDES:
            self._grid.setColumnStretch(side + 1, 1)
        self._add_heads()
        for line in comparison.lines:
            self._add(line)
        self._add_counts()
        privacy.changed.connect(self._speak)
        self._speak()

    def kept(self) -> dict[str, str]:
        """By field that differs, the record whose value shows from now on."""
        return {name: self.comparison.records[group.checkedId()] for name, group in self._picks.items()}

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in the order of reading."""
        return [button for group in self._picks.values() for button in group.buttons()]

    def texts(self) -> list[tuple[str, str, str]]:
        """(label, what the first says, what the second says) as it is shown."""
        name = self._words.field
        return [
            (name(self.comparison.register, line.field), self._text(line, 0), self._text(line, 1))
            for line in self.comparison.lines
        ]

    def _add_heads(self) -> None:
        for side, key in zip(_SIDES, ("doubles.first", "doubles.second"), strict=True):
            self._grid.addWidget(label(f"BesideHead_{side}", self._words(key), Role.LABEL), 0, side + 1)

    def _add(self, line: Line) -> None:
        at = self._grid.rowCount()
        name = self._words.field(self.comparison.register, line.field)
        self._grid.addWidget(
            label(f"BesideLabel_{line.field}", name, Role.MUTED, wrap=True),
            at,
            0,
            Qt.AlignmentFlag.AlignVCenter,
        )
        picks = line.differs and self.comparison.yours
        made = [self._pick(line, side) if picks else self._plain(line, side) for side in _SIDES]
        for side, widget in zip(_SIDES, made, strict=True):
            self._grid.addWidget(widget, at, side + 1)
        self._values.append((line, made))

    def _plain(self, line: Line, side: int) -> QWidget:
        role = Role.STRONG if line.differs else Role.BODY
        made = label(f"Beside_{line.field}_{side}", role=role, wrap=True)
        made.setProperty("quoted", True)
        return made

    def _pick(self, line: Line, side: int) -> QWidget:
        group = self._picks.setdefault(line.field, QButtonGroup(self))
        made = named(QRadioButton(), f"Keep_{line.field}_{side}")
        made.setProperty("quoted", True)
        made.setChecked(line.kept == side)
        group.addButton(made, side)
        return made

    def _add_counts(self) -> None:
        at = self._grid.rowCount()
        self._grid.addWidget(
            label("BesideLabel_counts", self._words("doubles.pointing"), Role.MUTED, wrap=True),
            at,
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        for side in _SIDES:
            counts = self.comparison.counts[side]
            told = [
                self._words("doubles.count", count=number, register=self._words.plural(name))
                for name, number in counts
            ]
            text = "\n".join(told) or self._words("doubles.pointing.none")
            self._grid.addWidget(label(f"BesideCounts_{side}", text, wrap=True), at, side + 1)

    def _speak(self) -> None:
        for line, widgets in self._values:
            for side, widget in zip(_SIDES, widgets, strict=True):
                text = self._text(line, side)
                if isinstance(widget, QRadioButton):
                    widget.setText(text.replace("&", "&&"))
                    name = self._words.field(self.comparison.register, line.field)
                    widget.setAccessibleName(self._words("doubles.keep", field=name, value=text))
                else:
                    assert isinstance(widget, QLabel)
                    widget.setText(text)

    def _text(self, line: Line, side: int) -> str:
        field, cell = self._fields[line.field], line.cells[side]
        text = cell_text(self._words, field, cell, private=self._privacy.hidden)
        return text or self._words("kit.nothing")
