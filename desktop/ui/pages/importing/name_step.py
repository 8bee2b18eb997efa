"""Step 3: the names of groups and areas, decided once for each distinct name and not once per row."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.importing.names import NEW, NameQuestion
from desktop.ui.kit.named import named
from desktop.ui.kit.palette import Tone
from desktop.ui.kit.scroll import ScrollColumn
from desktop.ui.kit.theme import Space
from desktop.ui.kit.widgets import Notice, Role, column, label
from desktop.ui.kit.words import Words
from desktop.ui.pages.importing.answer_chips import AnswerChips
from desktop.ui.pages.importing.step import Step
from desktop.ui.pages.importing.work import ImportWork, answer_key

MOST_SHOWN: Final = 120
"""Names shown with their answers; those that must be decided are always among them."""


class NameStep(Step):
    """Undecided names first; each with what it may be, or a new record."""

    def __init__(self, words: Words, work: ImportWork) -> None:
        super().__init__(words, work, "names")
        self._sum = Notice("NameSum", Tone.INFO)
        self._scroll = ScrollColumn(Space.S, (Space.XS, 0, Space.S, 0))
        self._shown: object = None
        self.chips: list[AnswerChips] = []
        self.add(self._sum)
        self.add(self._scroll, stretch=1)

    def begin(self) -> None:
        if self._shown is not self.work.questions:
            self._shown = self.work.questions
            self._make_rows()
        self._say_sum()
        if self.chips:
            self.setFocusProxy(self.chips[0])

    def problem(self) -> str:
        count = len(self.work.unanswered())
        return self.words("importing.names.undecided", count=count) if count else ""

    def summary(self) -> str:
        return self._sum.text()

    def _make_rows(self) -> None:
        self._scroll.clear()
        self.chips = []
        undecided = self.work.unanswered()
        others = [each for each in self.work.questions if each not in undecided]
        shown = [*undecided, *others[: max(MOST_SHOWN - len(undecided), 0)]]
        for question in shown:
            self._scroll.body.addWidget(self._row(question))
        left = len(self.work.questions) - len(shown)
        if left:
            text = self.words("importing.names.more", count=left)
            self._scroll.body.addWidget(label("NamesLeft", text, Role.MUTED, wrap=True))

    def _row(self, question: NameQuestion) -> QWidget:
        register = self.words.register(question.register)
        rows = self.words("importing.names.rows", count=len(question.rows), first=question.rows[0])
        chips = AnswerChips(question, self.words, self.work.answers.get(answer_key(question)))
        chips.answered.connect(self._answered)
        self.chips.append(chips)
        card = named(QFrame(), "Card")
        card.setLayout(
            column(
                label("NameText", question.text, Role.STRONG, wrap=True),
                label("NameRows", f"{register} · {rows}", Role.CAPTION),
                chips,
                gap=Space.XS,
                margins=(Space.M, Space.S, Space.M, Space.S),
            )
        )
        return card

    def _answered(self, question: NameQuestion, answer: str) -> None:
        self.work.answers[answer_key(question)] = answer
        self._say_sum()
        self.changed.emit()

    def _say_sum(self) -> None:
        answers = [self.work.answers.get(answer_key(each)) for each in self.work.questions]
        new = sum(answer == NEW for answer in answers)
        undecided = sum(answer is None for answer in answers)
        facts = {"matched": len(answers) - new - undecided, "new": new, "undecided": undecided}
        self._sum.say(self.words("importing.names.sum", **facts))
