"""The answers to one name: records it may mean, or a new one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.domain.importing.names import NEW, NameQuestion
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Button, Look, set_property
from desktop.ui.kit.words import Words


class AnswerChips(QWidget):
    """None is marked while nobody has decided.

    Signals:
        answered: the :class:`NameQuestion` and a record's id or ``NEW``.
    """

    answered = Signal(object, str)

    def __init__(self, question: NameQuestion, words: Words, answer: str | None) -> None:
        super().__init__()
        self.question = question
        self._answers = [match.record for match in question.matches]
        titles = [match.title for match in question.matches]
        if question.otherwise is not None:
            self._answers.append(question.otherwise)
            titles.append(words(f"importing.names.{question.otherwise}"))
        self._group = QButtonGroup(self)
        flow = FlowLayout(self, gap=Space.S)
        for at, title in enumerate(titles):
            icon = "add" if self._answers[at] == NEW else None
            chip = Button(f"Answer_{at}", title, look=Look.CHIP, small=True, icon_name=icon)
            chip.setCheckable(True)
            self._group.addButton(chip, at)
            flow.addWidget(chip)
        if answer in self._answers:
            self._group.button(self._answers.index(answer)).setChecked(True)
        self._mark()
        self._group.idClicked.connect(self._clicked)
        self.setFocusProxy(self._group.button(0))

    def titles(self) -> list[str]:
        return [button.text() for button in self._group.buttons()]

    def answer(self) -> str | None:
        at = self._group.checkedId()
        return self._answers[at] if at >= 0 else None

    def _clicked(self, at: int) -> None:
        self._mark()
        self.answered.emit(self.question, self._answers[at])

    def _mark(self) -> None:
        for button in self._group.buttons():
            set_property(button, "active", "true" if button.isChecked() else "false")
