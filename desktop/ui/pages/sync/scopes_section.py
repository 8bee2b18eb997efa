"""The table of scopes: register by reader, what is given, since when and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut

from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.domain.levels import superior
from desktop.domain.scope_table import READERS, UP, Reach
from desktop.i18n.dates import short_date
from desktop.services import scopes
from desktop.services.scope_cells import Decided
from desktop.services.scopes import ScopeLine
from desktop.services.views import Changes
from desktop.ui.kit.door import Input, Question
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.pinned_model import Head, PinnedCell
from desktop.ui.kit.widgets import Button, Look
from desktop.ui.pages.sync.table_page import TablePage
from desktop.ui.shell.page import PageContext
from desktop.ui.shell.shortcuts import Shortcut

_TONES: Final = {
    Reach.ROWS: Tone.DONE,
    Reach.MASKED: Tone.INFO,
    Reach.COUNTS: Tone.NEUTRAL,
}
"""What goes has a chip; nothing is said in plain words."""


class ScopesPage(TablePage):
    """Every register with what each reader gets of it; the unit changes what it gives the level above."""

    keys: Sequence[Shortcut] = (Shortcut("F2", "keys.edit"), Shortcut("Ctrl+Z", "keys.undo"))

    def __init__(self, context: PageContext) -> None:
        words = context.words
        self._lines: list[ScopeLine] = []
        self.change_button = Button(
            "ChangeScope", words("scopes.change"), look=Look.PRIMARY, icon_name="edit", shortcut="F2"
        )
        self.agree_button = Button("AgreeScope", words("scopes.agree"), icon_name="check")
        self.ask_button = Button("AskScope", words("scopes.ask"), icon_name="sync")
        super().__init__(
            context,
            "scopes",
            frozenset({"scope_cell"}),
            self.change_button,
            self.agree_button,
            self.ask_button,
        )
        self.ask_button.setVisible(superior(context.workspace.station.level))
        self.change_button.clicked.connect(self.change)
        self.agree_button.clicked.connect(self.agree)
        self.ask_button.clicked.connect(self.ask)
        self.table.opened.connect(self._opened)
        QShortcut(QKeySequence("F2"), self).activated.connect(self.change)

    # Showing

    def reload(self) -> None:
        words = self.words
        self._lines = scopes.scope_lines(self.context.workspace)
        heads = [Head(words("scopes.register")), *(Head(words(f"scopes.reader.{each}")) for each in READERS)]
        self.table.show_lines(heads, [self._cells(each) for each in self._lines])
        self.show_line(self.at())

    def _cells(self, line: ScopeLine) -> list[PinnedCell]:
        words = self.words
        cells = [PinnedCell(words.plural(line.register))]
        for reader in READERS:
            reach = line.given[reader]
            text = words(f"scopes.reach.{reach.value}")
            changed = reader == UP and reach is not line.shipped
            whole = words("scopes.changed", reach=text) if changed else text
            tip = words(f"scopes.means.{reach.value}")
            tone = _TONES.get(reach)
            cells.append(PinnedCell(whole, tone, muted=tone is None, tip=tip, said=f"{whole}. {tip}"))
        return cells

    def show_line(self, at: int) -> None:
        line = self._line(at)
        self.change_button.setEnabled(line is not None and not line.fixed)
        self.ask_button.setEnabled(line is not None and not line.fixed)
        asked = line.asked if line is not None and not line.fixed else None
        differs = line is not None and asked is not None and asked.reach is not line.given[UP]
        self.agree_button.setVisible(differs)
        self.said.setText(self._said(line) if line is not None else "")

    def _said(self, line: ScopeLine) -> str:
        words = self.words
        name = words.plural(line.register)
        parts = [words("scopes.shipped", register=name, reach=self._reach(line.shipped))]
        if line.fixed:
            parts.append(words("scopes.fixed"))
        parts += [
            self._told(key, told)
            for key, told in (("decided", line.decided), ("asked", line.asked), ("asking", line.asking))
            if told is not None
        ]
        if line.decided is not None and not line.decided.agreed:
            parts.append(words("scopes.not_agreed"))
        return "\n".join(parts)

    def _told(self, key: str, told: Decided) -> str:
        on = short_date(told.since, self.words.language) if told.since is not None else ""
        facts = {"reach": self._reach(told.reach), "on": on, "reason": told.reason}
        return self.words(f"scopes.{key}.why" if told.reason else f"scopes.{key}", **facts)

    def _reach(self, reach: Reach) -> str:
        return self.words(f"scopes.reach.{reach.value}").lower()

    def _line(self, at: int) -> ScopeLine | None:
        return self._lines[at] if 0 <= at < len(self._lines) else None

    # Doing

    def _opened(self, _row: int, _column: int) -> None:
        self.change()

    def change(self) -> None:
        """Ask how much the level above gets of the register from today on."""
        line = self._line(self.at())
        if line is None or line.fixed:
            return
        answer = self._answer("scopes.decide", line, line.given[UP])
        if answer is not None:
            self._decide(line, *answer)

    def agree(self) -> None:
        """Give what the level above asks for."""
        line = self._line(self.at())
        if line is not None and line.asked is not None:
            self._decide(line, line.asked.reach, line.asked.reason or self.words("scopes.agreed"))

    def ask(self) -> None:
        """Ask the units below for more, or less, of the register."""
        line = self._line(self.at())
        if line is None or line.fixed:
            return
        answer = self._answer("scopes.request", line, line.asking.reach if line.asking else line.shipped)
        if answer is not None:
            self._try(lambda: scopes.ask(self.context.workspace, line.register, *answer), "asked", line)

    def _answer(self, key: str, line: ScopeLine, now: Reach) -> tuple[Reach, str] | None:
        question = Question(
            key,
            {"register": self.words.plural(line.register)},
            inputs=(
                Input(
                    "reach",
                    "scopes.input.reach",
                    Kind.CHOICE,
                    required=True,
                    value=now.value,
                    catalogue="reach",
                ),
                Input("reason", "scopes.input.reason"),
            ),
        )
        answer = self.context.door.ask(question)
        if answer is None:
            return None
        return Reach(str(answer["reach"])), str(answer["reason"] or "")

    def _decide(self, line: ScopeLine, reach: Reach, reason: str) -> None:
        if reach.beyond(line.shipped) and reason:
            facts = {"register": self.words.plural(line.register), "reach": self._reach(reach)}
            if not self.context.door.confirm(Question("scopes.widen", facts, danger=True)):
                return
        self._try(lambda: scopes.decide(self.context.workspace, line.register, reach, reason), "set", line)

    def _try(self, deed: object, said: str, line: ScopeLine) -> None:
        assert callable(deed)
        try:
            changes = deed()
        except UserError as error:
            self.tell(error)
            return
        assert isinstance(changes, Changes)
        self.reload()
        self.say(changes, self.words(f"scopes.done.{said}", register=self.words.plural(line.register)))
        self.table.setFocus()
