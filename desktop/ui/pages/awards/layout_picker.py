"""Which layout is for whom: one choice for each form of award and kind of recipient that is to be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.print_run import POSTHUMOUS, Scope
from desktop.services.layout_files import LayoutChoice, choice_of
from desktop.services.print_setup import usual_layout
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, Role, column, label, set_property
from desktop.ui.kit.words import Words

_NOBODY: Final = Scope("giay_khen", "individual")
"""Whom a layout is chosen for while nobody is ticked."""


class LayoutPicker(QWidget):
    """Chips of the recipients where there are several kinds of them, and chips of the layouts under them.

    At first a layout is chosen for everybody; who wants another one for some looks at those alone.

    Signals:
        changed: the preview is another one.
        shown: other layouts are in sight.
        chosen: for whom a person chose a layout, as :class:`Scope`, and its stem.
    """

    changed = Signal()
    shown = Signal()
    chosen = Signal(object, str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("LayoutPicker")
        self._words = words
        self._choices: tuple[LayoutChoice, ...] = ()
        self._stems: dict[Scope, str] = {}
        self._scopes: list[Scope] = [_NOBODY]
        self._alone: Scope | None = None
        self._layouts: list[Button] = []
        self._kinds: list[Button] = []
        self._for = QWidget()
        self._for_flow = FlowLayout(self._for, gap=Space.S)
        self._papers = QWidget()
        self._flow = FlowLayout(self._papers, gap=Space.S)
        title = label("LayoutLabel", words("printing.paper"), Role.LABEL)
        self.setLayout(column(title, self._for, self._papers, gap=Space.S))
        self._for.hide()

    def show_layouts(self, choices: tuple[LayoutChoice, ...], kept: Mapping[Scope, str]) -> None:
        """The layouts to choose from, and which was chosen for whom."""
        self._choices, self._stems = choices, dict(kept)
        _clear(self._flow, self._layouts)
        for at, each in enumerate(choices):
            tip = each.layout.note.strip()
            button = Button(f"Layout_{at}", each.layout.name, look=Look.CHIP, small=True, tip=tip)
            button.setCheckable(True)
            # The words of the layout's file, in its own language.
            button.setProperty("quoted", True)
            button.clicked.connect(self._layout_clicked)
            self._flow.addWidget(button)
            self._layouts.append(button)
        self._mark()

    def show_scopes(self, scopes: Sequence[Scope]) -> None:
        """Who is to be printed; what was looked at stays so where it is still there."""
        scopes = scopes or [_NOBODY]
        if list(scopes) == self._scopes:
            return
        self._scopes = list(scopes)
        self._alone = self._alone if self._alone in scopes else None
        _clear(self._for_flow, self._kinds)
        for at, said in enumerate([self._words("printing.paper.all"), *map(self._said, scopes)]):
            button = Button(f"LayoutFor_{at}", said, look=Look.CHIP, small=True)
            button.setCheckable(True)
            button.clicked.connect(self._scope_clicked)
            self._for_flow.addWidget(button)
            self._kinds.append(button)
        self._for.setVisible(len(scopes) > 1)
        self._mark()

    def chips(self) -> list[Button]:
        """All of them, in the order in which they are read."""
        return [*self._kinds, *self._layouts]

    def in_sight(self) -> list[Scope]:
        """For whom a layout would be chosen now."""
        return self._scopes if self._alone is None else [self._alone]

    def choice(self, scope: Scope | None = None) -> LayoutChoice:
        """The layout for some recipients, else for the first of those in sight."""
        scope = scope or self.in_sight()[0]
        kept = choice_of(self._choices, self._stems.get(scope, ""))
        return kept or choice_of(self._choices, usual_layout(scope)) or self._choices[0]

    def choose(self, stem: str, *, over: str | None = None) -> None:
        """This layout is for those in sight from now on; with ``over`` only for those who had that one."""
        for scope in self.in_sight():
            if over in (None, self.choice(scope).stem):
                self._stems[scope] = stem
                self.chosen.emit(scope, stem)
        self._mark()
        self.changed.emit()

    def _said(self, scope: Scope) -> str:
        words = self._words
        kind = (
            words("printing.posthumous")
            if scope.kind == POSTHUMOUS
            else words.choice("recipient_kind", scope.kind)
        )
        several = len({each.form for each in self._scopes}) > 1
        return f"{words.choice('award_form', scope.form)} · {kind}" if several else kind

    def _mark(self) -> None:
        stems = {self.choice(scope).stem for scope in self.in_sight()} if self._choices else set()
        marks = [
            (button, each.stem in stems) for button, each in zip(self._layouts, self._choices, strict=True)
        ]
        scopes = [None, *self._scopes] if self._kinds else []
        marks += [(button, each == self._alone) for button, each in zip(self._kinds, scopes, strict=True)]
        for button, active in marks:
            button.setChecked(active)
            set_property(button, "active", "true" if active else "false")
        if self._choices:
            self.shown.emit()

    def _layout_clicked(self) -> None:
        at = int(self.sender().objectName().removeprefix("Layout_"))
        self.choose(self._choices[at].stem)

    def _scope_clicked(self) -> None:
        at = int(self.sender().objectName().removeprefix("LayoutFor_"))
        self._alone = self._scopes[at - 1] if at else None
        self._mark()
        self.changed.emit()


def _clear(flow: FlowLayout, buttons: list[Button]) -> None:
    for button in buttons:
        flow.removeWidget(button)
        button.hide()
        button.deleteLater()
    buttons.clear()
