"""The sentences of the program, by key, in one language: ``resources/translations/<language>/*.json``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from desktop.base.resources import resource
from desktop.base.values import dataclass
from desktop.i18n.error_numbers import error_number
from desktop.i18n.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.domain.errors import UserError

LANGUAGES: Final = ("vi", "en")


class BrokenTranslation(Exception):
    """A translation file says a key twice, or something else than texts; a bug, found by the tests."""


class UnknownText(LookupError):
    """A text was asked for that is not there, or without a fact that it names; a bug, never shown."""


@dataclass(frozen=True)
class ErrorText:
    """What a person reads of a failure.

    Attributes:
        what: what happened.
        safe: whether the data is safe.
        next: what to do now.
        number: four digits for the phone, small at the end.
    """

    what: str
    safe: str
    next: str
    number: str


class Catalogue:
    """All sentences of one language.

    Attributes:
        language: ``vi`` or ``en``.
    """

    def __init__(self, language: str, folder: Path | None = None) -> None:
        """Read every area of the language, from the program's own translations unless a folder is named.

        Raises:
            ValueError: there is no such language.
            BrokenTranslation: a key stands in two files or twice in one, or a value is not text.
        """
        if language not in LANGUAGES:
            raise ValueError(f"no such language: {language}")
        self.language = language
        self._texts = load_texts((folder or resource("translations")) / language)

    def text(self, key: str, /, **facts: object) -> str:
        """Give the sentence of a key with its facts in place; see :mod:`desktop.i18n.facts` for their forms.

        Raises:
            UnknownText: there is no such key, or the sentence names a fact that was not given.
        """
        if key not in self._texts:
            raise UnknownText(key)
        given = {name: Fact(value, self.language) for name, value in facts.items()}
        try:
            return self._texts[key].format_map(given)
        except KeyError as missing:
            raise UnknownText(f"{key} names {missing}") from missing

    def has(self, key: str) -> bool:
        """Tell whether there is a sentence of this key."""
        return key in self._texts

    def error(self, error: UserError) -> ErrorText:
        """Give the sentences of a failure that the user can mend.

        Raises:
            UnknownText: its code has no sentences.
        """
        what, safe, next_step = (
            self.text(f"error.{error.code}.{part}", **error.facts) for part in ("what", "safe", "next")
        )
        return ErrorText(what, safe, next_step, error_number(error.code))


def load_texts(folder: Path) -> dict[str, str]:
    """Read all areas of one language's folder into one table.

    Raises:
        BrokenTranslation: a key stands in two files or twice in one, or a value is not text.
    """
    texts: dict[str, str] = {}
    for area in sorted(folder.glob("*.json")):
        for key, text in _pairs(area):
            if key in texts:
                raise BrokenTranslation(f"{key} stands twice, again in {area.name}")
            texts[key] = text
    return texts


def _pairs(area: Path) -> Iterator[tuple[str, str]]:
    # A plain JSON object would swallow the first of two equal keys.
    pairs = json.loads(area.read_text(encoding="utf-8"), object_pairs_hook=list)
    for key, text in pairs:
        if not isinstance(text, str):
            raise BrokenTranslation(f"{key} in {area.name} is not text")
        yield key, text
