"""The top line of the page of forms: which form, what may be done with it, and the one filled button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.base.text import fold
from desktop.services.forms import FormView
from desktop.ui.kit.choosing import PickEditor
from desktop.ui.kit.named import named
from desktop.ui.kit.popup import Item
from desktop.ui.kit.theme import Space, current_theme
from desktop.ui.kit.widgets import Button, Look, row
from desktop.ui.kit.words import Words

_LEAST: Final = 200
_MOST: Final = 460
ADD: Final = "Ctrl+N"
FILL: Final = "Ctrl+S"


class FormPick(PickEditor):
    """One of the forms; Esc and leaving it keep the one in view."""

    def __init__(self, words: Words) -> None:
        super().__init__("FormPick", words)
        self.line.setAccessibleName(words.register("upper_form"))
        self._views: Sequence[FormView] = ()

    def show_forms(self, views: Sequence[FormView], current: str | None) -> None:
        self._views = views
        self.set_value(current)

    def options(self, text: str) -> Sequence[Item]:
        items = [Item(view.id, view.name, view.document) for view in self._views]
        return [item for item in items if fold(text) in fold(f"{item.title} {item.subtitle}")]

    def title_of(self, key: str, text: str | None) -> str:
        return next((view.name for view in self._views if view.id == key), "")


class FormsHead(QWidget):
    """Emits what a person asks of it.

    Signals:
        picked: the id of a form.
        add_asked, fill_asked, rename_asked, replace_asked, stop_asked: what the buttons and the menu say.
    """

    picked = Signal(str)
    add_asked = Signal()
    fill_asked = Signal()
    rename_asked = Signal()
    replace_asked = Signal()
    stop_asked = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.pick = FormPick(words)
        self.pick.setMinimumWidth(current_theme().px(_LEAST))
        self.pick.setMaximumWidth(current_theme().px(_MOST))
        self.more_button = Button("FormMenu", icon_name="more", look=Look.SECONDARY, tip=words("forms.menu"))
        self.more_button.setMenu(self._menu())
        self.add_button = Button("AddForm", words("forms.add"), icon_name="add", shortcut=ADD)
        self.fill_button = Button("FillForm", words("forms.fill"), icon_name="save", shortcut=FILL)
        whole = row(self.pick, self.more_button, gap=Space.S)
        whole.setStretch(0, 100)
        whole.addStretch(1)
        whole.addWidget(self.add_button)
        whole.addWidget(self.fill_button)
        self.setLayout(whole)
        self.pick.edited.connect(self._picked)
        self.add_button.clicked.connect(self.add_asked)
        self.fill_button.clicked.connect(self.fill_asked)

    def show_forms(self, views: Sequence[FormView], current: str | None, *, fills: bool) -> None:
        """Show the list; the filled button is the one that is done next."""
        self.pick.show_forms(views, current)
        some = bool(views)
        self.pick.setVisible(some)
        self.more_button.setVisible(some)
        self.fill_button.setVisible(some)
        self.fill_button.setEnabled(fills)
        self.add_button.set_look(Look.SECONDARY if some else Look.PRIMARY)
        self.fill_button.set_look(Look.PRIMARY if some else Look.SECONDARY)

    def _picked(self) -> None:
        chosen = self.pick.value()
        if isinstance(chosen, str):
            self.picked.emit(chosen)

    def _menu(self) -> QMenu:
        menu = named(QMenu(self), "FormMenuList")
        for name, key, signal in (
            ("RenameForm", "forms.rename", self.rename_asked),
            ("ReplaceForm", "forms.replace", self.replace_asked),
            ("StopForm", "forms.stop", self.stop_asked),
        ):
            action = named(QAction(self._words(key), menu), name)
            action.triggered.connect(signal)
            menu.addAction(action)
        return menu
