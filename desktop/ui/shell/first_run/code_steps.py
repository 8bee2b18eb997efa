"""The recovery code: shown large, printed or written down, then read back group by group."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QGridLayout

from desktop.ui.kit.door import Door, FileKind
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Notice, Role, label, row
from desktop.ui.kit.words import Words
from desktop.ui.shell.code_lines import COLUMNS, CodeLines, GroupLine, group_card
from desktop.ui.shell.first_run.code_paper import code_paper
from desktop.ui.shell.first_run.step import Step
from desktop.ui.shell.printing import Printer
from desktop.vault.recovery import GroupState, RecoveryCode, check_group

PDF: Final = FileKind("file.pdf", ("*.pdf",))


class CodeStep(Step):
    """Eight groups of six, large enough for bifocals."""

    number = 4

    def __init__(self, words: Words, door: Door, code: RecoveryCode, printer: Printer) -> None:
        super().__init__(words, "code")
        self._door = door
        self._code = code
        self._printer = printer
        grid = QGridLayout()
        grid.setSpacing(Space.S)
        for place, group in enumerate(code.groups):
            grid.addWidget(group_card(words, place, group), place // COLUMNS, place % COLUMNS)
        self.add(grid)
        self._print = Button("PrintCode", words("first_run.code.print"), icon_name="print")
        self._save = Button("SaveCode", words("first_run.code.save"), icon_name="save")
        buttons = row(self._print, self._save)
        buttons.addStretch(1)
        self.add(buttons)
        self._said = Notice("CodeSaid", Tone.INFO)
        self._said.say(words("first_run.code.envelope"))
        self.add(self._said)
        self.body.addStretch(1)
        self._print.clicked.connect(self._print_code)
        self._save.clicked.connect(self._save_code)

    def begin(self) -> None:
        self._print.setFocus()

    def _print_code(self) -> None:
        paper = code_paper(self._code, self.words)
        self._printer.print_paper(self.window(), paper.for_printer())

    def _save_code(self) -> None:
        path = self._door.save_file("first_run.code.save", self.words("first_run.code.file"), (PDF,))
        if path is not None:
            path.write_bytes(code_paper(self._code, self.words).pdf)
            self._said.say(self.words("first_run.code.saved", path=str(path)))


class ReadBackStep(Step):
    """The proof that the paper says what the screen said: a tick beside each right group."""

    number = 4
    may_skip = True

    def __init__(self, words: Words, code: RecoveryCode) -> None:
        super().__init__(words, "read_back")
        self._code = code
        self._groups = CodeLines(words, self._state)
        self._problem = label("ReadBackProblem", role=Role.PROBLEM, wrap=True)
        self._problem.hide()
        self.add(self._groups, self._problem)
        self.body.addStretch(1)
        self._groups.typed.connect(self._problem.hide)
        self._groups.entered.connect(self.entered)

    @property
    def lines(self) -> list[GroupLine]:
        return self._groups.lines

    def begin(self) -> None:
        self.lines[0].setFocus()

    def accept(self) -> bool:
        wrong = self._groups.wrong()
        if wrong:
            groups = ", ".join(str(place + 1) for place in wrong)
            self._problem.setText(self.words("first_run.read_back.wrong", groups=groups))
        self._problem.setVisible(bool(wrong))
        return not wrong

    def marks(self) -> list[str]:
        """What is said beside each group now."""
        return self._groups.marks()

    def _state(self, place: int, text: str) -> GroupState:
        state = check_group(place, text)
        # A group may be sound by its check digit and still be of another code.
        if state is GroupState.RIGHT and text != self._code.groups[place]:
            return GroupState.WRONG
        return state
