"""What one cell of a list says of one field: its value, with what was mended, doubted or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from desktop.base.text import is_composed
from desktop.domain.fields import Field, Kind
from desktop.domain.importing.targets import Target
from desktop.domain.values.cells import Cell, cell_lines, cell_text, unreadable
from desktop.domain.values.citizen_id import parse_citizen_id
from desktop.domain.values.dates import parse_date
from desktop.domain.values.flags import parse_flag
from desktop.domain.values.gone import says_it_is_gone
from desktop.domain.values.mediators import parse_mediators
from desktop.domain.values.names import parse_person_name
from desktop.domain.values.numbers import parse_count, parse_money
from desktop.domain.values.parsed import Parsed
from desktop.domain.values.phone import parse_phone
from desktop.domain.values.sex import Sex
from desktop.domain.values.synonyms import match_choice

Choices = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By catalogue: code -> its labels, the shown one first."""

SPACES = "spaces"
"""The code of the slightest repair: nothing but needless white space was left out."""

LEFT_ON = "member.left_on"
_MEDIATORS = "dispute.mediators"
_OF_LINES = (Kind.LONG_TEXT, Kind.TAGS)
_READ_ALIKE = (Kind.TEXT, Kind.LONG_TEXT, Kind.NAME, Kind.PHONE)
"""Kinds whose reading depends on nothing but the cell, and may be shorter than what was written."""
_REMEMBERED = 2_048


@dataclass(frozen=True)
class Note:
    """A repair, a doubt or a problem at one column; the sentence is ``value.<code>`` with the facts."""

    key: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Said(NamedTuple):
    """``gone``: it says that what stood there is not here, which is neither a value nor a change."""

    value: Any = None
    repairs: tuple[Note, ...] = ()
    doubts: tuple[Note, ...] = ()
    problems: tuple[Note, ...] = ()
    gone: bool = False


NOTHING = Said()
GONE = Said(gone=True)


def said_by(key: str, parsed: Parsed[Any], convert: Callable[[Any], Any] = str) -> Said:
    """What a parsed cell says."""
    return Said(
        None if parsed.value is None else convert(parsed.value),
        () if parsed.repair is None else (Note(key, parsed.repair.code, parsed.repair.facts),),
        () if parsed.doubt is None else (Note(key, parsed.doubt, parsed.facts),),
        () if parsed.problem is None else (Note(key, parsed.problem, parsed.facts),),
    )


def letters_composed(key: str, cell: Cell) -> tuple[Note, ...]:
    """That letters were put together; on the screen both look alike, so only what is left is told."""
    if not isinstance(cell, str) or is_composed(cell):
        return ()
    return (Note(key, "letters_composed", {"after": cell_text(cell)}),)


def spaces_left_out(key: str, cell: Cell, *, lines: bool) -> tuple[Note, ...]:
    """What of white space was left out, to be told where nothing else of the cell was mended that tells it too."""
    if not isinstance(cell, str):
        return ()
    left = cell_lines(cell) if lines else cell_text(cell)
    written = "\n".join(cell.splitlines()) if lines else cell
    return (Note(key, SPACES, {"before": written, "after": left}),) if left and left != written else ()


class CellReader:
    """Reads the cells of the fields of one list; a text that comes again in a column says what it said before."""

    def __init__(self, target: Target, choices: Choices, today: date) -> None:
        self._target = target
        self._choices = choices
        self._today = today
        self._readers: dict[str, Callable[[Cell], Said]] = {}
        self._remembered: dict[str, dict[str, Said]] = defaultdict(dict)

    def said(self, key: str, cell: Cell) -> Said:
        """What a cell says that is compared with no other."""
        declared = self._target.fields[key]
        # A list of tags is no value that two rows may share.
        if type(cell) is not str or declared.kind is Kind.TAGS:
            return self._said(key, declared, cell)
        remembered = self._remembered[key]
        said = remembered.get(cell)
        if said is None:
            if len(remembered) >= _REMEMBERED:
                remembered.clear()
            said = remembered[cell] = self._said(key, declared, cell)
        return said

    def citizen_id(self, key: str, cell: Cell, born: object, sex: object) -> Said:
        """A number, whose digits are compared with the birth and the sex that the row tells."""
        if says_it_is_gone(cell):
            return GONE
        year = int(born[:4]) if isinstance(born, str) else None
        known = Sex(sex) if sex in ("male", "female") else None
        return _mended(key, cell, said_by(key, parse_citizen_id(cell, year, known)), lines=False)

    def _said(self, key: str, declared: Field, cell: Cell) -> Said:
        if says_it_is_gone(cell):
            return GONE
        reader = self._readers.get(key)
        if reader is None:
            reader = self._readers[key] = self._reader(key, declared)
        lines = key == _MEDIATORS or declared.kind in _OF_LINES
        return _mended(key, cell, reader(cell), lines=lines)

    def _reader(self, key: str, declared: Field) -> Callable[[Cell], Said]:
        match declared.kind:
            case Kind.NAME:
                return partial(_name, key, declared)
            case Kind.DAY | Kind.PARTIAL_DAY:
                return partial(self._day, key, declared)
            case Kind.PHONE:
                return lambda cell: said_by(key, parse_phone(cell))
            case Kind.COUNT:
                return lambda cell: said_by(key, parse_count(cell), int)
            case Kind.MONEY:
                return lambda cell: said_by(key, parse_money(cell), int)
            case Kind.FLAG:
                return lambda cell: said_by(key, parse_flag(cell), bool)
            case Kind.CHOICE:
                choices = self._choices.get(declared.catalogue or "", {})
                return lambda cell: said_by(key, match_choice(cell, choices))
            case Kind.TAGS:
                return partial(_tags, key, self._choices.get(declared.catalogue or "", {}))
        if key == _MEDIATORS:
            return partial(_mediators, key)
        return partial(_text, key, lines=declared.kind is Kind.LONG_TEXT)

    def _day(self, key: str, declared: Field, cell: Cell) -> Said:
        parsed = parse_date(cell, self._today, past_only=not declared.ahead)
        told = parsed.value
        if declared.kind is Kind.PARTIAL_DAY or told is None or told.is_full:
            return said_by(key, parsed)
        written = {"written": cell_text(cell)}
        if key == LEFT_ON:
            # As of a remark: whoever left in a year was there until then.
            day = min(told.latest, self._today)
            return Said(day.isoformat(), doubts=(Note(key, "last_day_taken", {**written, "day": day}),))
        if declared.required:
            # Without its day it would be in no report, or in the wrong one.
            return Said(problems=(Note(key, "needs_whole_day", written),))
        return Said(doubts=(Note(key, "day_left_out", written),))


def _mended(key: str, cell: Cell, said: Said, *, lines: bool) -> Said:
    letters = letters_composed(key, cell)
    if letters:
        return said._replace(repairs=(*letters, *said.repairs))
    spaces = () if said.repairs else spaces_left_out(key, cell, lines=lines)
    return said._replace(repairs=spaces) if spaces else said


def _name(key: str, declared: Field, cell: Cell) -> Said:
    return said_by(key, parse_person_name(cell)) if cell_text(cell) or declared.required else NOTHING


def _text(key: str, cell: Cell, *, lines: bool) -> Said:
    barred: Parsed[str] | None = unreadable(cell)
    if barred is not None:
        return said_by(key, barred)
    text = cell_lines(cell) if lines else cell_text(cell)
    if not text:
        return NOTHING
    # A number such as 12/5 that a spreadsheet took for a day cannot be told from a day that was meant.
    doubts = (Note(key, "text_from_day", {"written": text}),) if isinstance(cell, date) else ()
    return Said(text, doubts=doubts)


def _mediators(key: str, cell: Cell) -> Said:
    said = said_by(key, parse_mediators(cell), lambda found: ", ".join(one.name for one in found))
    if said.value is None or said.value == cell_text(cell):
        return said
    named = Note(key, "mediators_named", {"before": cell_text(cell), "after": said.value})
    return said._replace(repairs=(*said.repairs, named))


def _tags(key: str, choices: Mapping[str, tuple[str, ...]], cell: Cell) -> Said:
    found: list[Said] = []
    for part in cell_lines(cell).replace("\n", ";").split(";"):
        # A label may have commas of its own.
        whole = match_choice(part, choices)
        sure = whole.problem is None and whole.doubt is None
        parsed = [whole] if sure else [match_choice(each, choices) for each in part.split(",")]
        found += [said_by(key, each) for each in parsed]
    codes = list(dict.fromkeys(each.value for each in found if each.value is not None))
    return Said(
        codes or None,
        tuple(note for each in found for note in each.repairs),
        tuple(note for each in found for note in each.doubts),
        tuple(note for each in found for note in each.problems),
    )


def as_read(target: Target, key: str, held: Any) -> Any:
    """What the register holds, as it would be read from a list: a text on one line, a name in proper case."""
    declared = target.fields.get(key)
    if declared is None or declared.kind not in _READ_ALIKE or not isinstance(held, str):
        return held
    return CellReader(target, {}, date.min).said(key, held).value
