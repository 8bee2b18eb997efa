"""The one door through which a screen asks a person anything, so that a test can answer.

A question is a key with facts, as all text is: ``<key>.title``, ``<key>.text`` and ``<key>.yes`` (the word on the
button that does it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Protocol

from desktop.base.values import dataclass
from desktop.domain.errors import UserError
from desktop.domain.fields import Kind
from desktop.services.views import Hit, Value


@dataclass(frozen=True)
class Input:
    """Something to type in a question: ``label`` is the key of its label.

    Of a ``REF``, ``to`` names the register, and ``choices`` gives the records that fit what is typed, the name of
    the register first.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    value: Value = None
    catalogue: str | None = None
    to: str | None = None
    choices: Callable[[str, str], Sequence[Hit]] | None = None


@dataclass(frozen=True)
class Question:
    """What is asked. ``danger``: what it does cannot be taken back, so Enter does not do it.

    ``notice``: the key of a quiet line under it.
    """

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    danger: bool = False
    inputs: tuple[Input, ...] = ()
    notice: str = ""


@dataclass(frozen=True)
class Message:
    """Something told that went well or needs to be known: ``<key>.title`` and ``<key>.text``."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class FileKind:
    """Files to choose from: the key of their name and their patterns, such as ``("*.xlsx", "*.xls")``."""

    label: str
    patterns: tuple[str, ...]


class Door(Protocol):
    """Every question passes here; all methods return when the person has answered."""

    def tell(self, message: Message | UserError) -> None:
        """Say something, with one button. A :class:`UserError` is said in its three lines."""

    def confirm(self, question: Question) -> bool:
        """Whether the person wants it done."""

    def ask(self, question: Question) -> Mapping[str, Value] | None:
        """The values of the question's inputs by name, or None when the person thought better of it."""

    def choose_file(self, title: str, kinds: Sequence[FileKind]) -> Path | None:
        """A file that exists; ``title`` is a key."""

    def choose_folder(self, title: str, start: Path | None = None) -> Path | None:
        """A folder that exists; ``title`` is a key."""

    def save_file(self, title: str, name: str, kinds: Sequence[FileKind]) -> Path | None:
        """Where to write; ``name`` is proposed. Overwriting was already agreed to."""
