"""A print pack and the code that opens it: the same on the first page and in a file that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n.dates import short_date
from desktop.services import pack_opening
from desktop.services.pack_opening import Pack
from desktop.ui.kit.door import Door, FileKind
from desktop.ui.kit.editor import Line
from desktop.ui.kit.named import named
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Role, column, label, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.code_lines import CodeLines
from desktop.vault.recovery import PACK_GROUPS, PackCode

PACKS: Final = FileKind("file.pack", (f"*{pack_opening.SUFFIX}", f"*{pack_opening.SUFFIX.upper()}"))


class PackChooser(QWidget):
    """A line with the file, and four groups of digits.

    Attributes:
        path: the file that was chosen, None before.

    Signals:
        entered: Enter in the last group.
        edited: another file or another digit.
    """

    entered = Signal()
    edited = Signal()

    def __init__(self, words: Words, door: Door) -> None:
        super().__init__()
        self.setObjectName("PackChooser")
        self._words = words
        self._door = door
        self.path: Path | None = None
        self._line = named(Line(), "PackLine")
        self._line.setReadOnly(True)
        self._line.setAccessibleName(words("packs.file"))
        self.choose_button = Button("ChoosePack", words("packs.choose"), icon_name="usb")
        self.code = CodeLines(words, groups=PACK_GROUPS)
        self._problem = label("PackProblem", role=Role.PROBLEM, wrap=True)
        self._problem.hide()
        line = row(self._line, self.choose_button)
        line.setStretch(0, 1)
        self.setLayout(
            column(
                label("PackFileLabel", words("packs.file"), Role.LABEL),
                line,
                label("PackCodeLabel", words("packs.code"), Role.LABEL),
                self.code,
                self._problem,
                gap=Space.S,
            )
        )
        self.setFocusProxy(self.choose_button)
        self.choose_button.clicked.connect(self.choose)
        self.code.entered.connect(self.entered)
        self.code.typed.connect(self._typed)

    def choose(self) -> None:
        """Ask for the file; the keyboard then goes to the code."""
        path = self._door.choose_file("packs.choose", (PACKS,))
        if path is not None:
            self.show_file(path)

    def show_file(self, path: Path) -> None:
        """This is the file."""
        self.path = path
        self._line.setText(str(path))
        self._line.setToolTip(str(path))
        self._typed()
        self.code.lines[0].setFocus()

    def ready(self) -> bool:
        """Whether file and code may be tried; if not, it is said what is missing."""
        if self.path is None:
            self._say(self._words("packs.file.missing"))
            self.choose_button.setFocus()
            return False
        wrong = self.code.wrong()
        if wrong:
            groups = ", ".join(str(place + 1) for place in wrong)
            self._say(self._words("packs.code.wrong", groups=groups))
        return not wrong

    def chosen(self) -> tuple[Path, PackCode]:
        """File and code; call it after :meth:`ready`."""
        assert self.path is not None
        return self.path, PackCode.parse(self.code.text())

    def clear(self) -> None:
        """Nothing of a code stays on the screen."""
        self.path = None
        self._line.clear()
        self.code.clear()
        self._problem.hide()

    def _typed(self) -> None:
        self._problem.hide()
        self.edited.emit()

    def _say(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.show()


def pack_words(words: Words, pack: Pack) -> str:
    """Whose pack it is and what is in it."""
    return words(
        "packs.told",
        station=pack.station,
        sets="; ".join(pack.sets),
        count=pack.awards,
        made=short_date(pack.made_on, words.language),
        digits=pack.digits,
    )
