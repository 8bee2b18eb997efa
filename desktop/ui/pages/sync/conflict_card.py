"""One choice to be made: the record, and what stands beside each other in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout

from desktop.domain.fields import Registry
from desktop.i18n.dates import partial_date, short_moment
from desktop.services.conflicts import Author, Conflict, Side
from desktop.services.views import Cell, Hit, Mark, Standing
from desktop.ui.kit.details import Chip
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.privacy import Privacy
from desktop.ui.kit.shown import cell_text
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, row
from desktop.ui.kit.words import Words

_BESIDE: Final = 2
_MARGINS: Final = (Space.L, Space.S, Space.L, Space.M)


class ConflictTexts:
    """The words of a conflict; sensitive values are bullets while they are masked or F9 is pressed."""

    def __init__(self, registry: Registry, words: Words, privacy: Privacy) -> None:
        self._registry = registry
        self._words = words
        self._privacy = privacy

    def name(self, hit: Hit) -> str:
        """The record, by its kind alone where its title is sensitive."""
        register = self._words.register(hit.register)
        return self._words("attention.record", register=register, title=hit.title) if hit.title else register

    def title(self, conflict: Conflict) -> str:
        if not conflict.fields:
            return self._words("attention.standing")
        return ", ".join(self._words.field(conflict.register, name) for name in _filled(conflict))

    def content(self, conflict: Conflict, side: Side) -> str:
        """What the side says, in one text."""
        if side.standing is not None:
            return self._standing(conflict, side)
        names = _filled(conflict)
        if len(names) == 1:
            return self._cell(conflict.register, names[0], side.cells[names[0]])
        return "\n".join(self._value(conflict.register, name, side.cells[name]) for name in names)

    def notes(self, side: Side) -> Iterator[str]:
        """Since when, why, and what others went on changing."""
        if side.on:
            yield self._words("attention.on", day=partial_date(side.on, self._words.language))
        if side.reason:
            yield self._words("attention.reason", reason=side.reason)
        if side.edits:
            changes = (self._value(each.register, each.field, each.after) for each in side.edits)
            yield self._words("attention.edited", changes="; ".join(changes))

    def author(self, author: Author) -> str:
        words, computer = self._words, author.computer
        where = computer.station or words("attention.computer.unknown")
        if computer.own:
            where = words("attention.computer.own")
        elif computer.fellow:
            where = words("attention.computer.fellow", digits=computer.digits)
        if author.at is None:
            return where
        at = short_moment(author.at, words.language)
        return words("attention.by", actor=author.name, at=at, computer=where)

    def button(self, conflict: Conflict, side: Side) -> str:
        if side.standing is None:
            return self._words("kit.keep_this")
        if side.standing is Standing.ACTIVE:
            return self._words("attention.keep")
        if side.standing is Standing.REMOVED:
            return self._words("attention.let_go")
        return self._words(f"retire.{conflict.register}")

    def covered(self, conflict: Conflict) -> bool:
        """Whether a person sees what they would choose from."""
        fields = self._registry[conflict.register].by_name
        secret = any(fields[name].sensitive for name in conflict.fields)
        return conflict.masked or (secret and self._privacy.hidden)

    def _standing(self, conflict: Conflict, side: Side) -> str:
        if side.standing is Standing.ACTIVE:
            return self._words("attention.kept")
        if side.standing is Standing.REMOVED:
            return self._words("attention.removed")
        return self._words(f"retired.{conflict.register}")

    def _value(self, register: str, name: str, cell: Cell) -> str:
        title = self._words.field(register, name)
        return self._words("attention.value", field=title, value=self._cell(register, name, cell))

    def _cell(self, register: str, name: str, cell: Cell) -> str:
        field = self._registry[register].by_name[name]
        text = cell_text(self._words, field, cell, private=self._privacy.hidden)
        return text or self._words("kit.nothing")


def _filled(conflict: Conflict) -> list[str]:
    """The fields that hold anything on any side: what is empty everywhere is nothing to choose from."""
    return [name for name in conflict.fields if any(side.cells[name] != Cell() for side in conflict.sides)]


class ConflictCard(QFrame):
    """Every side has its own button: one click chooses.

    Attributes:
        conflict: what is shown.

    Signals:
        chosen: the number of a side.
        reveal_asked, open_asked: the person wants to see what is masked, or the record in its register.
    """

    chosen = Signal(object, int)
    reveal_asked = Signal(object)
    open_asked = Signal(object)

    def __init__(
        self, conflict: Conflict, texts: ConflictTexts, words: Words, *, may_reveal: bool, may_open: bool
    ) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.conflict = conflict
        self._texts = texts
        self._words = words
        self._covered = texts.covered(conflict)
        self._buttons: list[Button] = []
        whole = column(gap=Space.S, margins=_MARGINS)
        whole.addLayout(self._head(may_open=may_open))
        about = label("ConflictField", texts.title(conflict), Role.LABEL, wrap=True)
        reveal = Button("ConflictReveal", words("attention.reveal"), look=Look.LINK, small=True)
        reveal.setVisible(conflict.masked and may_reveal)
        reveal.clicked.connect(self._reveal)
        line = row(about, reveal, gap=Space.M)
        line.setStretch(0, 1)
        whole.addLayout(line)
        whole.addLayout(self._sides())
        self.setLayout(whole)

    def texts(self) -> list[list[str]]:
        """The words of each side: what it says, then its notes and its authors."""
        return [self._side_texts(side) for side in self.conflict.sides]

    def first_button(self) -> Button | None:
        """The first that a person may press to choose."""
        return next((each for each in self._buttons if each.isEnabled()), None)

    def _side_texts(self, side: Side) -> list[str]:
        texts = self._texts
        authors = [texts.author(each) for each in side.authors]
        return [texts.content(self.conflict, side), *texts.notes(side), *authors]

    def _head(self, *, may_open: bool) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        hit, within = self.conflict.hit, self.conflict.within
        grid.addWidget(label("ConflictRecord", self._texts.name(hit), Role.STRONG, wrap=True), 0, 0)
        under = [hit.subtitle, self._texts.name(within) if within is not None else ""]
        told = " · ".join(each for each in under if each)
        if told:
            grid.addWidget(label("ConflictUnder", told, Role.CAPTION, wrap=True), 1, 0)
        if may_open:
            opening = Button("ConflictOpen", self._words("attention.open"), look=Look.LINK, small=True)
            opening.clicked.connect(self._open)
            grid.addWidget(opening, 0, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _sides(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Space.M)
        for at, side in enumerate(self.conflict.sides):
            grid.addWidget(self._side(at, side), at // _BESIDE, at % _BESIDE)
        for at in range(_BESIDE):
            grid.setColumnStretch(at, 1)
        return grid

    def _side(self, at: int, side: Side) -> QFrame:
        said, *rest = self._side_texts(side)
        button = Button(f"Choose_{at}", self._texts.button(self.conflict, side), icon_name="check")
        button.setEnabled(side.known and not self._covered)
        button.clicked.connect(self._choose)
        self._buttons.append(button)
        foot = row(button, gap=Space.M)
        if side.shown:
            foot.addWidget(Chip(Tone.NEUTRAL, self._words("attention.shown")))
        foot.addStretch(1)
        body = column(label("SideContent", said, Role.BODY, wrap=True), gap=Space.XS)
        body.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        for text in rest:
            body.addWidget(label("SideNote", text, Role.CAPTION, wrap=True))
        if not side.known and not any(cell.mark is Mark.MASKED for cell in side.cells.values()):
            body.addWidget(label("SideUnknown", self._words("attention.unknown"), Role.CAPTION, wrap=True))
        body.addStretch(1)
        body.addSpacing(Space.XS)
        body.addLayout(foot)
        frame = named(QFrame(), "Choice")
        frame.setLayout(body)
        return frame

    def _choose(self) -> None:
        self.chosen.emit(self.conflict, int(self.sender().objectName().removeprefix("Choose_")))

    def _reveal(self) -> None:
        self.reveal_asked.emit(self.conflict)

    def _open(self) -> None:
        self.open_asked.emit(self.conflict)
