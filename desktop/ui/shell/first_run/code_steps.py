"""The recovery code: shown large, printed or written down, then read back group by group."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout

from desktop.ui.kit.door import Door, FileKind
from desktop.ui.kit.editor import Line
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.theme import Space, Type, current_theme
from desktop.ui.kit.widgets import Button, Notice, Role, column, label, row, set_property
from desktop.ui.kit.words import Words
from desktop.ui.shell.first_run.code_paper import code_paper
from desktop.ui.shell.first_run.step import Step
from desktop.ui.shell.printing import Printer
from desktop.vault.recovery import GROUP_SIZE, GROUPS, GroupState, RecoveryCode, check_group

_COLUMNS: Final = 4
DIGITS: Final = ("", *"0123456789")
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
            grid.addWidget(_group_card(words, place, group), place // _COLUMNS, place % _COLUMNS)
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


class GroupLine(Line):
    """Takes digits only, six of them; what else is typed or pasted is left out."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.setObjectName(f"Group_{place}")
        self.setMaxLength(GROUP_SIZE)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setFont(current_theme().font(Type.SECTION))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # UniKey may turn digits into tone marks (VNI): only plain digits pass.
        if event.text().isprintable() and event.text() not in DIGITS:
            return
        super().keyPressEvent(event)


class ReadBackStep(Step):
    """The proof that the paper says what the screen said: a tick beside each right group."""

    number = 4

    def __init__(self, words: Words, code: RecoveryCode) -> None:
        super().__init__(words, "read_back")
        self._code = code
        self.lines = [GroupLine(place) for place in range(GROUPS)]
        self._marks = [label(f"Mark_{place}", role=Role.CAPTION) for place in range(GROUPS)]
        grid = QGridLayout()
        grid.setSpacing(Space.S)
        for place, (line, mark) in enumerate(zip(self.lines, self._marks, strict=True)):
            head = label(f"GroupLabel_{place}", words("first_run.group", number=place + 1), Role.LABEL)
            cell = named(QFrame(), f"GroupCell_{place}")
            cell.setLayout(column(row(head, mark), line, gap=0))
            grid.addWidget(cell, place // _COLUMNS, place % _COLUMNS)
            line.textEdited.connect(self._typed)
            line.returnPressed.connect(self._next)
        self._problem = label("ReadBackProblem", role=Role.PROBLEM, wrap=True)
        self._problem.hide()
        self.add(grid, self._problem)
        self.body.addStretch(1)

    def begin(self) -> None:
        self.lines[0].setFocus()

    def accept(self) -> bool:
        wrong = [place for place in range(GROUPS) if self._state(place) is not GroupState.RIGHT]
        if wrong:
            groups = ", ".join(str(place + 1) for place in wrong)
            self._problem.setText(self.words("first_run.read_back.wrong", groups=groups))
            self.lines[wrong[0]].setFocus()
            self.lines[wrong[0]].selectAll()
        self._problem.setVisible(bool(wrong))
        return not wrong

    def marks(self) -> list[str]:
        """What is said beside each group now."""
        return [mark.text() for mark in self._marks]

    def _state(self, place: int) -> GroupState:
        state = check_group(place, self.lines[place].text())
        # A group may be sound by its check digit and still be of another code.
        if state is GroupState.RIGHT and self.lines[place].text() != self._code.groups[place]:
            return GroupState.WRONG
        return state

    def _typed(self) -> None:
        place = self.lines.index(self.sender())  # type: ignore[arg-type]  # only the lines are connected
        state = self._state(place)
        key = {GroupState.RIGHT: "first_run.right", GroupState.WRONG: "first_run.wrong"}.get(state)
        self._marks[place].setText(self.words(key) if key else "")
        role = Role.PROBLEM if state is GroupState.WRONG else Role.STRONG
        set_property(self._marks[place], "role", role.value)
        set_property(self.lines[place], "wrong", "true" if state is GroupState.WRONG else "false")
        self._problem.hide()
        if state is GroupState.RIGHT and place + 1 < GROUPS:
            self.lines[place + 1].setFocus()
            self.lines[place + 1].selectAll()

    def _next(self) -> None:
        place = self.lines.index(self.sender())  # type: ignore[arg-type]  # only the lines are connected
        if place + 1 < GROUPS:
            self.lines[place + 1].setFocus()
        else:
            self.entered.emit()


def _group_card(words: Words, place: int, group: str) -> QFrame:
    card = named(QFrame(), "Card")
    number = label(f"CodeNumber_{place}", words("first_run.group", number=place + 1), Role.CAPTION)
    digits = label(f"Code_{place}", group, Role.FIGURE)
    digits.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    card.setLayout(column(number, digits, gap=0, margins=(Space.M, Space.XS, Space.M, Space.XS)))
    return card
