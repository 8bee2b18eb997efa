"""How the window looks and speaks on this machine; each choice is taken at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QFrame

from desktop.ui.kit.named import named
from desktop.ui.kit.theme import SCALES, Density, Space
from desktop.ui.kit.widgets import Role, column, label
from desktop.ui.pages.administration.section import Section
from desktop.ui.shell.appearance import Appearance, Ground
from desktop.ui.shell.choice_chips import ChoiceChips
from desktop.ui.shell.page import PageContext

LANGUAGES = ("vi", "en")
ENTER = ("next", "stay")
AT_LOGON = ("no", "today")


class AppearancePage(Section):
    """Language, ground, size of text, height of rows, what Enter does in a form, and what opens at log-on.

    Attributes:
        appearance: what holds now.
        language, ground, scale, density, enter, at_logon: the chips of each choice.
    """

    def __init__(
        self, context: PageContext, appearance: Appearance, change: Callable[[Appearance], None]
    ) -> None:
        super().__init__(context, context.words("administration.tab.appearance"))
        self.appearance = appearance
        self._change = change
        self._rows = column(gap=Space.XS, margins=(Space.L, Space.M, Space.L, Space.L))
        # A language is named in itself, so that whoever cannot read the other finds it.
        self.language = self._chips("language", LANGUAGES, appearance.language)
        self.ground = self._chips("ground", [each.value for each in Ground], appearance.ground.value)
        self.scale = self._chips("scale", [str(each) for each in SCALES], str(appearance.scale))
        names = [each.name.lower() for each in Density]
        self.density = self._chips("density", names, appearance.density.name.lower())
        self.enter = self._chips("enter", ENTER, ENTER[0] if appearance.enter_moves else ENTER[1])
        self.at_logon = self._chips("at_logon", AT_LOGON, AT_LOGON[int(appearance.at_logon)])
        card = named(QFrame(), "Card")
        card.setLayout(self._rows)
        note = label("AppearanceNote", self.words("administration.appearance.note"), Role.CAPTION, wrap=True)
        self.add(card, note)
        self.setFocusProxy(self.language)
        self.language.chosen.connect(self._choose_language)
        self.ground.chosen.connect(self._choose_ground)
        self.scale.chosen.connect(self._choose_scale)
        self.density.chosen.connect(self._choose_density)
        self.enter.chosen.connect(self._choose_enter)
        self.at_logon.chosen.connect(self._choose_at_logon)

    def _chips(self, kind: str, values: Sequence[str], chosen: str) -> ChoiceChips:
        key = f"administration.{kind}"
        options = [(value, self.words(f"{key}.{value}")) for value in values]
        chips = ChoiceChips(kind.capitalize(), options, chosen)
        if self._rows.count():
            self._rows.addSpacing(Space.S)
        self._rows.addWidget(label(f"{kind.capitalize()}Label", self.words(key), Role.STRONG))
        self._rows.addWidget(chips)
        return chips

    def _choose_language(self, value: str) -> None:
        self._take(replace(self.appearance, language=value))

    def _choose_ground(self, value: str) -> None:
        self._take(replace(self.appearance, ground=Ground(value)))

    def _choose_scale(self, value: str) -> None:
        self._take(replace(self.appearance, scale=int(value)))

    def _choose_density(self, value: str) -> None:
        self._take(replace(self.appearance, density=Density[value.upper()]))

    def _choose_enter(self, value: str) -> None:
        self._take(replace(self.appearance, enter_moves=value == ENTER[0]))

    def _choose_at_logon(self, value: str) -> None:
        self._take(replace(self.appearance, at_logon=value == AT_LOGON[1]))

    def _take(self, appearance: Appearance) -> None:
        if appearance != self.appearance:
            self.appearance = appearance
            self._change(appearance)
