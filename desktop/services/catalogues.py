"""The lists of choices: what may be chosen, how it reads in each language, and how people write it in workbooks.

They are data in ``resources/catalogues``, one file each, so that a word or a legal reference changes without code.
A code is for ever: it is stored, signed and sent, so a choice that is no longer in force keeps its label.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from desktop.base.resources import resource
from desktop.base.text import fold


@dataclass(frozen=True)
class Choice:
    """One entry of a catalogue.

    Attributes:
        synonyms: what people write for it in workbooks, apart from its code and its two labels.
        counts_as: the code it counts under in statistics, in the catalogue's ``counted_in``.
        source: the law or circular that has the word; None where it is customary.
        since: the first day on which it may be chosen, if it has one.
        until: the last such day, if it has one.
    """

    code: str
    vi: str
    en: str
    synonyms: tuple[str, ...] = ()
    counts_as: str | None = None
    source: str | None = None
    since: date | None = None
    until: date | None = None

    def label(self, language: str) -> str:
        """Give its words in English for ``en``, else in Vietnamese."""
        return self.en if language == "en" else self.vi

    def in_force(self, on: date) -> bool:
        """Tell whether it may be chosen for something that happened on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @property
    def words(self) -> frozenset[str]:
        """All that means this choice, folded."""
        return frozenset(fold(word) for word in (self.code, self.vi, self.en, *self.synonyms))


@dataclass(frozen=True)
class Catalogue:
    """A list of choices in the order of the screen.

    Attributes:
        counted_in: the catalogue under whose codes its choices count in statistics.
    """

    name: str
    vi: str
    en: str
    choices: tuple[Choice, ...]
    counted_in: str | None = None


class Catalogues(Mapping[str, tuple[Choice, ...]]):
    """All catalogues by name; an entry is the choices in the order of the screen.

    Raises:
        ValueError: two choices share a code or a word, or one counts under a code that is not there. It is a
            mistake in the files, never in what a user entered.
    """

    def __init__(self, catalogues: tuple[Catalogue, ...]) -> None:
        self._catalogues = {catalogue.name: catalogue for catalogue in catalogues}
        self._by_code = {
            catalogue.name: {choice.code: choice for choice in catalogue.choices} for catalogue in catalogues
        }
        self._by_word = {catalogue.name: _by_word(catalogue) for catalogue in catalogues}
        for catalogue in catalogues:
            self._check_statistics(catalogue)

    def __getitem__(self, name: str) -> tuple[Choice, ...]:
        return self._catalogues[name].choices

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogues)

    def __len__(self) -> int:
        return len(self._catalogues)

    def title(self, name: str, language: str) -> str:
        """Give the name of a catalogue itself, such as "Chức danh trong tổ"."""
        catalogue = self._catalogues[name]
        return catalogue.en if language == "en" else catalogue.vi

    def choice(self, name: str, code: str) -> Choice | None:
        """Give the choice of a code; None when this version knows no such catalogue or code."""
        return self._by_code.get(name, {}).get(code)

    def label(self, name: str, code: str, language: str) -> str:
        """Give the words of a code; a code from a newer version shows as itself."""
        choice = self.choice(name, code)
        return code if choice is None else choice.label(language)

    def find(self, name: str, text: str) -> Choice | None:
        """Give the choice that somebody's words mean: its code, a label or a synonym, with accents or without.

        Raises:
            KeyError: no catalogue has this name.
        """
        return self._by_word[name].get(fold(text))

    def in_force(self, name: str, on: date) -> tuple[Choice, ...]:
        """Give what may be chosen for something that happened on a day."""
        return tuple(choice for choice in self[name] if choice.in_force(on))

    def _check_statistics(self, catalogue: Catalogue) -> None:
        for choice in catalogue.choices:
            if (
                choice.counts_as is not None
                and self.choice(catalogue.counted_in or "", choice.counts_as) is None
            ):
                raise ValueError(f"{catalogue.name}.{choice.code} counts as nothing known")


def load_catalogues(folder: Path | None = None) -> Catalogues:
    """Read every catalogue of a folder, by default the program's own.

    Raises:
        FileNotFoundError: the folder is not there, so the installation is damaged.
        ValueError: a file has an unknown or missing key, or contradicts itself.
    """
    files = sorted((folder or resource("catalogues")).glob("*.toml"))
    read = tuple(_catalogue(file) for file in files)
    return Catalogues(read if folder else (*read, _rules()))


def _rules() -> Catalogue:
    """The rules as a list of choices, so that whatever names a choice names them too."""
    table = tomllib.loads(resource("rules.toml").read_text("utf-8"))
    choices = tuple(Choice(each["key"], each["vi"], each["en"]) for each in table["rule"])
    return Catalogue("rule", table["vi"], table["en"], choices)


def _by_word(catalogue: Catalogue) -> dict[str, Choice]:
    found: dict[str, Choice] = {}
    codes: set[str] = set()
    for choice in catalogue.choices:
        if choice.code in codes:
            raise ValueError(f"{catalogue.name} has two choices {choice.code}")
        codes.add(choice.code)
        for word in choice.words:
            if word in found:
                raise ValueError(f"{catalogue.name} has two choices that mean {word!r}")
            found[word] = choice
    return found


_CATALOGUE_NEEDS: Final = {"vi", "en", "choice"}
_CATALOGUE_MAY: Final = {"counted_in"}
_CHOICE_NEEDS: Final = {"code", "vi", "en"}
_CHOICE_MAY: Final = {"synonyms", "counts_as", "source", "from", "until"}


def _catalogue(file: Path) -> Catalogue:
    table = tomllib.loads(file.read_text("utf-8"))
    _check_keys(file, table, _CATALOGUE_NEEDS, _CATALOGUE_MAY)
    choices = tuple(_choice(file, entry) for entry in table["choice"])
    return Catalogue(file.stem, table["vi"], table["en"], choices, table.get("counted_in"))


def _choice(file: Path, entry: dict[str, Any]) -> Choice:
    _check_keys(file, entry, _CHOICE_NEEDS, _CHOICE_MAY)
    return Choice(
        code=entry["code"],
        vi=entry["vi"],
        en=entry["en"],
        synonyms=tuple(entry.get("synonyms", ())),
        counts_as=entry.get("counts_as"),
        source=entry.get("source"),
        since=entry.get("from"),
        until=entry.get("until"),
    )


def _check_keys(file: Path, table: dict[str, Any], needs: set[str], may: set[str]) -> None:
    if missing := needs - table.keys():
        raise ValueError(f"{file.name} lacks {', '.join(sorted(missing))}")
    if unknown := table.keys() - needs - may:
        raise ValueError(f"{file.name} has keys nobody reads: {', '.join(sorted(unknown))}")
