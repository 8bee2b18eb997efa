"""The lists of choices: what may be chosen, how it reads in each language, and how people write it in workbooks.

They are data in ``resources/catalogues``, one file each, so that a word or a legal reference changes without code;
what a unit or the level above it added or changed comes over them (register ``catalogue_entry``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from desktop.base.resources import resource
from desktop.base.text import fold
from desktop.domain.choices import Catalogue, Choice, EnteredChoice, merged, synonyms_of
from desktop.domain.rules import VISIT_INTERVAL, Origin, origin_of
from desktop.store.register_file import Reader

__all__ = ["ENTRIES", "Catalogue", "Catalogues", "Choice", "entered_choices", "load_catalogues"]

ENTRIES: Final = "catalogue_entry"


class Catalogues(Mapping[str, tuple[Choice, ...]]):
    """All catalogues by name; an entry is the choices in the order of the screen.

    They follow what was entered over them: whoever holds them sees the choices as they are now.
    """

    def __init__(self, shipped: Mapping[str, Catalogue]) -> None:
        self._shipped = shipped
        self._now = _Tables(shipped, ())

    def follow(self, entered: Iterable[EnteredChoice]) -> None:
        """Take over what was entered, in place of what was followed before."""
        # One assignment, so that a thread that reads meanwhile sees the former or the new.
        self._now = _Tables(self._shipped, tuple(entered))

    def __getitem__(self, name: str) -> tuple[Choice, ...]:
        return self._now[name].listed

    def __iter__(self) -> Iterator[str]:
        return iter(self._shipped)

    def __len__(self) -> int:
        return len(self._shipped)

    def catalogue(self, name: str) -> Catalogue:
        """Give a catalogue with all there is to know of it, what was taken back included."""
        return self._now[name].catalogue

    def title(self, name: str, language: str) -> str:
        """Give the name of a catalogue itself, such as "Chức danh trong tổ"."""
        catalogue = self._now[name].catalogue
        return catalogue.en if language == "en" else catalogue.vi

    def choice(self, name: str, code: str) -> Choice | None:
        """Give the choice of a code; None when this version knows no such catalogue or code."""
        return self._now[name].by_code.get(code) if name in self._shipped else None

    def label(self, name: str, code: str, language: str) -> str:
        """Give the words of a code; a code from a newer version shows as itself."""
        choice = self.choice(name, code)
        return code if choice is None else choice.label(language)

    def find(self, name: str, text: str) -> Choice | None:
        """Give the choice that somebody's words mean: its code, a label or a synonym, with accents or without.

        Raises:
            KeyError: no catalogue has this name.
        """
        return self._now[name].by_word.get(fold(text))

    def in_force(self, name: str, on: date) -> tuple[Choice, ...]:
        """Give what may be chosen for something that happened on a day."""
        return tuple(choice for choice in self[name] if choice.in_force(on))

    def counted_as(self, name: str, code: str) -> tuple[str, ...]:
        """Give the codes that count as this one: itself, and what units put in its place."""
        return (code, *(each.code for each in self._now[name].listed if each.maps_to == code))


class _Tables:
    """The catalogues of a moment, each made when it is first asked for: a window needs few of them to begin with."""

    def __init__(self, shipped: Mapping[str, Catalogue], rows: tuple[EnteredChoice, ...]) -> None:
        self._shipped = shipped
        self._rows = rows
        self._made: dict[str, _Table] = {}

    def __getitem__(self, name: str) -> _Table:
        made = self._made.get(name)
        if made is None:
            over = _with_intervals(self._shipped[name], self._rows)
            made = self._made[name] = _Table(merged(over, self._rows))
        return made


class _Table:
    """A catalogue by what it is asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.listed = tuple(choice for choice in catalogue.choices if not choice.withdrawn)
        self.by_code = {choice.code: choice for choice in catalogue.choices}

    @cached_property
    def by_word(self) -> dict[str, Choice]:
        """What people write, folded; hardly anybody asks before a list is brought in."""
        return _by_word(self.listed)


def entered_choices(reader: Reader, own: str, level: str) -> list[EnteredChoice]:
    """Every row about a choice, those taken back too, as the unit ``own`` of a level sees them."""
    if ENTRIES not in reader.registry:
        return []
    found = []
    for stored in reader.records.whole(ENTRIES):
        values = stored.values
        if values["catalogue"] and values["code"]:
            found.append(
                EnteredChoice(
                    stored.id,
                    values["catalogue"],
                    values["code"],
                    origin_of(stored.station, own, level, reader.level_of_station(stored.station)),
                    values["vi"] or None,
                    values["en"] or None,
                    synonyms_of(values["synonyms"]),
                    values["counts_as"] or None,
                    synonyms_of(values["applies_to"]),
                    _day(values["since"]),
                    _day(values["until"]),
                    values["position"],
                    values["source"] or None,
                    withdrawn=stored.standing == "removed",
                )
            )
    return found


def _day(text: str | None) -> date | None:
    """A day of a table; one that only a stranger's program could write is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _with_intervals(catalogue: Catalogue, rows: Iterable[EnteredChoice]) -> Catalogue:
    """A category of household that a unit added has an interval between visits too."""
    if catalogue.name != "rule":
        return catalogue
    more = {
        f"{VISIT_INTERVAL}{row.code}": row
        for row in rows
        if row.catalogue == "household_category" and row.vi and row.origin is not Origin.BELOW
    }
    own = {choice.code for choice in catalogue.choices}
    added = (
        Choice(key, f"Định kỳ thăm gặp: {row.vi}", f"Visiting interval: {row.en or row.vi}")
        for key, row in more.items()
        if key not in own
    )
    return replace(catalogue, choices=(*catalogue.choices, *added))


def load_catalogues(folder: Path | None = None) -> Catalogues:
    """Read every catalogue of a folder, by default the program's own.

    Raises:
        FileNotFoundError: the folder is not there, so the installation is damaged.
        ValueError: a file has an unknown or missing key, or contradicts itself.
    """
    return Catalogues(_whole(folder) if folder else _shipped())


def _whole(folder: Path) -> Mapping[str, Catalogue]:
    return dict(_Files(folder).items())


@cache
def _shipped() -> Mapping[str, Catalogue]:
    return _Files(resource("catalogues"), {"rule": _rules})


class _Files(Mapping[str, Catalogue]):
    """The catalogues of a folder, each read and checked when it is first asked for.

    Attributes:
        more: what stands in no file of the folder, by name.
    """

    def __init__(
        self, folder: Path, more: Mapping[str, Callable[[], Catalogue]] = MappingProxyType({})
    ) -> None:
        self.more = more
        self._files = {file.stem: file for file in sorted(folder.glob("*.toml"))}
        self._read: dict[str, Catalogue] = {}

    def __getitem__(self, name: str) -> Catalogue:
        held = self._read.get(name)
        if held is None:
            held = self.more[name]() if name in self.more else _catalogue(self._files[name])
            self._read[name] = held
            self._check(held)
        return held

    def __iter__(self) -> Iterator[str]:
        return iter((*self._files, *self.more))

    def __len__(self) -> int:
        return len(self._files) + len(self.more)

    def _check(self, catalogue: Catalogue) -> None:
        """A mistake in the files is found before anybody chooses from them; what users entered never raises."""
        _check_words(catalogue)
        other = catalogue.counted_in
        counted = self[other].choices if other is not None and other in self else ()
        known = {each.code for each in counted}
        for choice in catalogue.choices:
            if choice.counts_as is not None and choice.counts_as not in known:
                raise ValueError(f"{catalogue.name}.{choice.code} counts as nothing known")


def _rules() -> Catalogue:
    """The rules as a list of choices, so that whatever names a choice names them too."""
    table = tomllib.loads(resource("rules.toml").read_text("utf-8"))
    choices = tuple(Choice(each["key"], each["vi"], each["en"]) for each in table["rule"])
    return Catalogue("rule", table["vi"], table["en"], choices, fixed=True)


def _check_words(catalogue: Catalogue) -> None:
    words: set[str] = set()
    codes: set[str] = set()
    for choice in catalogue.choices:
        if choice.code in codes:
            raise ValueError(f"{catalogue.name} has two choices {choice.code}")
        codes.add(choice.code)
        for word in choice.words:
            if word in words:
                raise ValueError(f"{catalogue.name} has two choices that mean {word!r}")
            words.add(word)


def _by_word(choices: Iterable[Choice]) -> dict[str, Choice]:
    """Of two that say the same, which two units may have added, the first of the list."""
    found: dict[str, Choice] = {}
    for choice in choices:
        for word in choice.words:
            found.setdefault(word, choice)
    return found


_CATALOGUE_NEEDS: Final = {"vi", "en", "choice"}
_CATALOGUE_MAY: Final = {"counted_in", "for_kinds_of", "fixed"}
_CHOICE_NEEDS: Final = {"code", "vi", "en"}
_CHOICE_MAY: Final = {"synonyms", "counts_as", "source", "from", "until", "for"}


def _catalogue(file: Path) -> Catalogue:
    table = tomllib.loads(file.read_text("utf-8"))
    _check_keys(file, table, _CATALOGUE_NEEDS, _CATALOGUE_MAY)
    choices = tuple(_choice(file, entry) for entry in table["choice"])
    return Catalogue(
        file.stem,
        table["vi"],
        table["en"],
        choices,
        table.get("counted_in"),
        table.get("for_kinds_of"),
        fixed=table.get("fixed", False),
    )


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
        applies_to=tuple(entry.get("for", ())),
    )


def _check_keys(file: Path, table: dict[str, Any], needs: set[str], may: set[str]) -> None:
    if missing := needs - table.keys():
        raise ValueError(f"{file.name} lacks {', '.join(sorted(missing))}")
    if unknown := table.keys() - needs - may:
        raise ValueError(f"{file.name} has keys nobody reads: {', '.join(sorted(unknown))}")
