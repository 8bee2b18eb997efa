"""Answers the window's questions in a demonstration, as they were laid out beforehand."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.domain.errors import UserError
from desktop.services.views import Value
from desktop.ui.kit.door import FileKind, Message, Question


class DemoDoor:
    """Gives the next path that was laid out, and agrees to what is asked.

    Attributes:
        told: what the program told, by key or code, in order.
    """

    def __init__(self) -> None:
        self.told: list[str] = []
        self._paths: deque[Path] = deque()
        self._answers: deque[Mapping[str, Value]] = deque()

    def lay_out_answer(self, values: Mapping[str, Value]) -> None:
        """What is typed into the next question that has something to type; what it proposes stays otherwise."""
        self._answers.append(values)

    def lay_out(self, path: Path) -> None:
        """The next file or folder to choose."""
        self._paths.append(path)

    def tell(self, message: Message | UserError) -> None:
        if isinstance(message, UserError):
            # A demonstration that meets an error has failed, and says which.
            raise message
        self.told.append(message.key)

    def confirm(self, question: Question) -> bool:
        self.told.append(question.key)
        return True

    def ask(self, question: Question) -> Mapping[str, Value] | None:
        self.told.append(question.key)
        typed = self._answers.popleft() if self._answers else {}
        return {each.name: typed.get(each.name, each.value) for each in question.inputs}

    def choose_file(self, _title: str, _kinds: Sequence[FileKind]) -> Path | None:
        return self._paths.popleft()

    def choose_folder(self, _title: str, _start: Path | None = None) -> Path | None:
        return self._paths.popleft()

    def save_file(self, _title: str, _name: str, _kinds: Sequence[FileKind]) -> Path | None:
        return self._paths.popleft()
