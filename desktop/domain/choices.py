"""Lists of choices as they are after what units changed: what came with the program, and rows entered over it.

A code is for ever: it is stored, signed and sent, so a choice that is no longer in force keeps its label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from desktop.base.text import fold, tidy
from desktop.base.values import dataclass
from desktop.domain.rules import Origin

STEP: Final = 1000
"""Between the places of two choices that came with the program."""


@dataclass(frozen=True)
class Choice:
    """One entry of a catalogue.

    Attributes:
        synonyms: what people write for it in workbooks, apart from its code and its two labels.
        counts_as: the code it counts under in statistics, in the catalogue's ``counted_in``.
        source: the law or circular that has the word; None where it is customary.
        since: the first day on which it may be chosen, if it has one.
        until: the last such day, if it has one.
        applies_to: the kinds of subject it is for; empty for all.
        origin: who made it; what a unit below uses shows its label and is not chosen here.
        set_above: the level above made or changed it, so it is not changed here.
        maps_to: of a unit's own, the choice of the same catalogue that it stands for where the other is asked for.
        changed: a choice of the program that somebody changed.
        withdrawn: made by mistake and taken back; only its label stays.
    """

    code: str
    vi: str
    en: str
    synonyms: tuple[str, ...] = ()
    counts_as: str | None = None
    source: str | None = None
    since: date | None = None
    until: date | None = None
    applies_to: tuple[str, ...] = ()
    position: int = 0
    origin: Origin = Origin.PROGRAM
    set_above: bool = False
    maps_to: str | None = None
    changed: bool = False
    withdrawn: bool = False

    def label(self, language: str) -> str:
        """Give its words in English for ``en``, else in Vietnamese."""
        return (self.en or self.vi) if language == "en" else self.vi

    def in_force(self, on: date) -> bool:
        """Tell whether it may be chosen for something that happened on a day."""
        if self.withdrawn or self.origin is Origin.BELOW:
            return False
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def is_for(self, subject: str) -> bool:
        """Tell whether it is meant for a kind of subject."""
        return not self.applies_to or subject in self.applies_to

    @property
    def words(self) -> frozenset[str]:
        """All that means this choice, folded."""
        folded = (fold(word) for word in (self.code, self.vi, self.en, *self.synonyms))
        return frozenset(word for word in folded if word)


@dataclass(frozen=True)
class Catalogue:
    """A list of choices in the order of the screen.

    Attributes:
        counted_in: the catalogue under whose codes its choices count in statistics.
        for_kinds_of: the catalogue of the kinds of subject that ``applies_to`` of its choices speaks of.
        fixed: the program reckons with its codes: choices are renamed and moved, but none comes or goes.
    """

    name: str
    vi: str
    en: str
    choices: tuple[Choice, ...]
    counted_in: str | None = None
    for_kinds_of: str | None = None
    fixed: bool = False


@dataclass(frozen=True)
class EnteredChoice:
    """One row of the register ``catalogue_entry``; what is None stays as it was before.

    Attributes:
        record: its id; of two rows about one choice the later counts.
        counts_as: a code of the catalogue's ``counted_in``, or of the catalogue itself.
    """

    record: str
    catalogue: str
    code: str
    origin: Origin
    vi: str | None = None
    en: str | None = None
    synonyms: tuple[str, ...] = ()
    counts_as: str | None = None
    applies_to: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    position: int | None = None
    source: str | None = None
    withdrawn: bool = False


_ORDER: Final = (Origin.UPPER, Origin.UNIT, Origin.BELOW)
"""Whoever comes later adds choices of its own and leaves those of the others as they are."""


def merged(catalogue: Catalogue, entered: Iterable[EnteredChoice]) -> Catalogue:
    """A catalogue with the rows entered over it, in the order of the screen."""
    found = {each.code: replace(each, position=_place(at)) for at, each in enumerate(catalogue.choices)}
    rows = [each for each in entered if each.catalogue == catalogue.name]
    for row in sorted(rows, key=lambda each: (_ORDER.index(each.origin), each.record)):
        before = found.get(row.code)
        if before is not None:
            found[row.code] = _over(before, row)
        elif row.vi:
            found[row.code] = _over(Choice(row.code, row.vi, "", origin=row.origin, position=_LAST), row)
    choices = (_counted(catalogue, found, each) for each in found.values())
    return replace(catalogue, choices=tuple(sorted(choices, key=_on_screen)))


_LAST: Final = 2**53


def _on_screen(choice: Choice) -> tuple[bool, int, str]:
    return (choice.origin is Origin.BELOW, choice.position, choice.code)


def _place(at: int) -> int:
    return (at + 1) * STEP


def _over(choice: Choice, row: EnteredChoice) -> Choice:
    """A choice as a row changes it: nobody changes another's, but each unit has an order of its own."""
    shipped = choice.origin is Origin.PROGRAM
    placed = choice if row.position is None else replace(choice, position=row.position)
    if row.origin is Origin.BELOW and choice.origin is not Origin.BELOW:
        return choice
    if row.origin is Origin.UNIT and choice.set_above:
        return placed
    if row.withdrawn:
        # What came with the program is as it was when its change is taken back.
        return choice if shipped else replace(choice, withdrawn=True)
    return replace(
        placed,
        vi=row.vi or choice.vi,
        en=row.en or choice.en,
        synonyms=row.synonyms or choice.synonyms,
        counts_as=row.counts_as or choice.counts_as,
        source=row.source or choice.source,
        since=row.since or choice.since,
        until=row.until or choice.until,
        applies_to=row.applies_to or choice.applies_to,
        set_above=row.origin is Origin.UPPER,
        changed=shipped
        and any((row.vi, row.en, row.synonyms, row.counts_as, row.source, row.since, row.until)),
    )


def _counted(catalogue: Catalogue, found: dict[str, Choice], choice: Choice) -> Choice:
    """A choice that counts as another of its own catalogue counts in statistics where that one does."""
    if choice.origin is Origin.PROGRAM or choice.counts_as is None:
        return choice
    target = found.get(choice.counts_as)
    if target is None or target.code == choice.code:
        return choice
    inherited = target.counts_as if catalogue.counted_in else None
    return replace(choice, maps_to=target.code, counts_as=inherited)


def synonyms_of(text: str | None) -> tuple[str, ...]:
    """The ways to write a choice, as they are kept in one line with semicolons between."""
    return tuple(word for each in (text or "").split(";") if (word := tidy(each)))


def exchanged(choices: Sequence[Choice], code: str, step: int) -> dict[str, int]:
    """The new places of two neighbours that change them; empty where there is no neighbour on that side."""
    at = next(index for index, each in enumerate(choices) if each.code == code)
    to = at + step
    if not 0 <= to < len(choices):
        return {}
    one, other = choices[at], choices[to]
    if one.position != other.position:
        return {one.code: other.position, other.code: one.position}
    # Two computers moved things at once: that both stand on one place is mended by whoever moves next.
    order = [*choices]
    order[at], order[to] = other, one
    places = {each.code: _place(index) for index, each in enumerate(order)}
    return {each.code: places[each.code] for each in order if each.position != places[each.code]}
