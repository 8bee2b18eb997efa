"""A door whose answers are written beforehand; an unexpected question fails the test."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.domain.errors import UserError
from desktop.services.views import Value
from desktop.ui.kit.door import FileKind, Message, Question


class UnexpectedQuestion(AssertionError):
    """The program asked what the test did not foresee."""


class ScriptedDoor:
    """Answers in the order they were scripted, each only to the key it was scripted for.

    Attributes:
        told: keys of messages and codes of errors that were told, in order.
        messages: the messages among them, with their facts.
        questions: every question that was asked, in order.
    """

    def __init__(self) -> None:
        self.told: list[str] = []
        self.messages: list[Message] = []
        self.questions: list[Question] = []
        self._answers: deque[tuple[str, object]] = deque()
        self._expected_errors: set[str] = set()

    def will_answer(self, key: str, answer: bool | Mapping[str, Value] | Path | None) -> None:
        """Foresee a question: a key and True, False, the values typed, a path, or None for Cancel."""
        self._answers.append((key, answer))

    def will_hear(self, key: str) -> None:
        """Foresee that a message or an error of this key or code is told."""
        self._expected_errors.add(key)

    def assert_all_asked(self) -> None:
        assert not self._answers, f"never asked: {[key for key, _ in self._answers]}"

    def tell(self, message: Message | UserError) -> None:
        key = message.code if isinstance(message, UserError) else message.key
        self.told.append(key)
        if isinstance(message, Message):
            self.messages.append(message)
        if key not in self._expected_errors:
            raise UnexpectedQuestion(f"told: {message}")

    def confirm(self, question: Question) -> bool:
        self.questions.append(question)
        answer = self._answer(question.key)
        assert isinstance(answer, bool)
        return answer

    def ask(self, question: Question) -> Mapping[str, Value] | None:
        self.questions.append(question)
        answer = self._answer(question.key)
        assert answer is None or isinstance(answer, Mapping)
        return answer

    def choose_file(self, title: str, kinds: Sequence[FileKind]) -> Path | None:
        return self._path(title)

    def choose_folder(self, title: str, start: Path | None = None) -> Path | None:
        return self._path(title)

    def save_file(self, title: str, name: str, kinds: Sequence[FileKind]) -> Path | None:
        return self._path(title)

    def _path(self, title: str) -> Path | None:
        answer = self._answer(title)
        assert answer is None or isinstance(answer, Path)
        return answer

    def _answer(self, key: str) -> object:
        if not self._answers or self._answers[0][0] != key:
            raise UnexpectedQuestion(key)
        return self._answers.popleft()[1]
