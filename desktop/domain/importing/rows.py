"""Reading one row: each cell to the value of its field, with what was mended, doubted or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from desktop.base.ids import is_id
from desktop.base.text import is_composed
from desktop.domain.fields import Field, Kind
from desktop.domain.importing.targets import (
    BORN_FEMALE,
    BORN_MALE,
    FEMALE,
    MALE,
    NOT_SETTLED,
    PARTIES,
    SETTLED,
    Target,
    code_key,
)
from desktop.domain.values.cells import Cell, cell_lines, cell_text, unreadable
from desktop.domain.values.citizen_id import parse_citizen_id
from desktop.domain.values.dates import parse_date
from desktop.domain.values.flags import parse_flag
from desktop.domain.values.gone import says_it_is_gone
from desktop.domain.values.mediators import parse_mediators
from desktop.domain.values.names import parse_person_name
from desktop.domain.values.numbers import parse_count, parse_money
from desktop.domain.values.parsed import Parsed
from desktop.domain.values.parties import PartyText, parse_parties
from desktop.domain.values.phone import parse_phone
from desktop.domain.values.remarks import RemarkKind, find_remark
from desktop.domain.values.sex import Sex
from desktop.domain.values.synonyms import match_choice

Choices = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By catalogue: code -> its labels, the shown one first."""


@dataclass(frozen=True)
class Note:
    """A repair, a doubt or a problem at one column; the sentence is ``value.<code>`` with the facts."""

    key: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class RowReading:
    """A row as the registers would have it.

    Attributes:
        number: of the row in the file, from 1.
        values: by key ``register.field``; references still hold the text that was written.
        parties: of a dispute.
        code: of the record that the row says it is.
    """

    number: int
    cells: tuple[Cell, ...]
    values: Mapping[str, Any]
    parties: tuple[PartyText, ...] = ()
    repairs: tuple[Note, ...] = ()
    doubts: tuple[Note, ...] = ()
    problems: tuple[Note, ...] = ()
    code: str | None = None


SPACES = "spaces"
"""The code of the slightest repair: nothing but needless white space was left out."""

_MEDIATORS, _LEFT_ON = "dispute.mediators", "member.left_on"
_OF_LINES = (Kind.LONG_TEXT, Kind.TAGS)


class _Reader:
    """Gathers what one row says."""

    def __init__(self, target: Target, choices: Choices, today: date) -> None:
        self._target = target
        self._code_key = code_key(target.register)
        self._choices = choices
        self._today = today
        self.values: dict[str, Any] = {}
        self.parties: tuple[PartyText, ...] = ()
        self.code: str | None = None
        self.gone: set[str] = set()
        self.repairs: list[Note] = []
        self.doubts: list[Note] = []
        self.problems: list[Note] = []

    def take(self, key: str, parsed: Parsed[Any], convert: Callable[[Any], Any] = str) -> Any:
        """Keeps a parsed value and its notes; gives the parsed value."""
        if parsed.repair is not None:
            self.repairs.append(Note(key, parsed.repair.code, parsed.repair.facts))
        if parsed.doubt is not None:
            self.doubts.append(Note(key, parsed.doubt, parsed.facts))
        if parsed.problem is not None:
            self.problems.append(Note(key, parsed.problem, parsed.facts))
        if parsed.value is not None:
            self.values[key] = convert(parsed.value)
        return parsed.value

    def read(self, key: str, cell: Cell) -> None:
        if says_it_is_gone(cell):
            # What a list says is not here is neither a value nor a change.
            self.gone.add(key)
            return
        if not isinstance(cell, str):
            self._read(key, cell)
            return
        repairs = len(self.repairs)
        if not is_composed(cell):
            # On the screen both look alike, so only what is left is told.
            self.repairs.append(Note(key, "letters_composed", {"after": cell_text(cell)}))
        self._read(key, cell)
        if len(self.repairs) == repairs and key != self._code_key:
            self._spaces(key, cell)

    def _spaces(self, key: str, cell: str) -> None:
        """What of white space was left out, where nothing else of the cell was mended that would tell it too."""
        declared = self._target.fields.get(key)
        lines = key in (PARTIES, _MEDIATORS) or (declared is not None and declared.kind in _OF_LINES)
        left = cell_lines(cell) if lines else cell_text(cell)
        written = "\n".join(cell.splitlines()) if lines else cell
        if left and left != written:
            self.repairs.append(Note(key, SPACES, {"before": written, "after": left}))

    def _read(self, key: str, cell: Cell) -> None:
        declared = self._target.fields.get(key)
        if key in (BORN_MALE, BORN_FEMALE):
            self._born_in_column_of_sex(key, cell)
        elif key in (MALE, FEMALE):
            self._mark_in_column_of_sex(key, cell)
        elif key == PARTIES:
            self.parties = self.take(key, parse_parties(cell), lambda _: None) or ()
            self.values.pop(key, None)
        elif key in (SETTLED, NOT_SETTLED):
            self._outcome(key, cell)
        elif key == self._code_key:
            code = cell_text(cell).lower()
            self.code = code if is_id(code) else None
        elif declared is not None:
            self._field(key, declared, cell)

    def _born_in_column_of_sex(self, key: str, cell: Cell) -> None:
        if self.take("person.born", parse_date(cell, self._today, past_only=True)) is not None:
            self._sex(key, "male" if key == BORN_MALE else "female")

    def _mark_in_column_of_sex(self, key: str, cell: Cell) -> None:
        """A cross under "Nam" or "Nữ"; where a day or a year of birth stands instead, it tells both."""
        mark = parse_flag(cell)
        if mark.value and mark.doubt is None:
            self._sex(key, "male" if key == MALE else "female")
        elif mark.value:
            self._born_in_column_of_sex(BORN_MALE if key == MALE else BORN_FEMALE, cell)
        elif mark.problem is not None:
            self.take(key, mark)

    def _sex(self, key: str, sex: str) -> None:
        if self.values.setdefault("person.sex", sex) != sex:
            self.doubts.append(Note(key, "two_sexes"))

    def _outcome(self, key: str, cell: Cell) -> None:
        if self.take(key, parse_flag(cell)):
            outcome = "settled" if key == SETTLED else "not_settled"
            if self.values.get("dispute.outcome", outcome) != outcome:
                self.doubts.append(Note(key, "two_outcomes"))
            self.values["dispute.outcome"] = outcome
        self.values.pop(key, None)

    def _field(self, key: str, declared: Field, cell: Cell) -> None:
        kind = declared.kind
        if kind is Kind.NAME:
            if cell_text(cell) or declared.required:
                self.take(key, parse_person_name(cell))
        elif kind in (Kind.DAY, Kind.PARTIAL_DAY):
            self._day(key, declared, cell)
        elif kind is Kind.CITIZEN_ID:
            self._citizen_id(key, cell)
        elif kind is Kind.PHONE:
            self.take(key, parse_phone(cell))
        elif kind is Kind.COUNT:
            self.take(key, parse_count(cell), int)
        elif kind is Kind.MONEY:
            self.take(key, parse_money(cell), int)
        elif kind is Kind.FLAG:
            self.take(key, parse_flag(cell), bool)
        elif kind is Kind.CHOICE:
            self.take(key, match_choice(cell, self._choices.get(declared.catalogue or "", {})))
        elif kind is Kind.TAGS:
            self._tags(key, declared, cell)
        elif key == _MEDIATORS:
            self._mediators(key, cell)
        else:
            self._text(key, cell, lines=kind is Kind.LONG_TEXT)

    def _text(self, key: str, cell: Cell, *, lines: bool) -> None:
        barred: Parsed[str] | None = unreadable(cell)
        if barred is not None:
            self.take(key, barred)
            return
        text = cell_lines(cell) if lines else cell_text(cell)
        if not text:
            return
        self.values[key] = text
        if isinstance(cell, date):
            # A number such as 12/5 that a spreadsheet took for a day cannot be told from a day that was meant.
            self.doubts.append(Note(key, "text_from_day", {"written": text}))

    def _mediators(self, key: str, cell: Cell) -> None:
        people = self.take(key, parse_mediators(cell), lambda found: ", ".join(one.name for one in found))
        if people is None:
            self.values.pop(key, None)
        elif self.values[key] != cell_text(cell):
            self.repairs.append(
                Note(key, "mediators_named", {"before": cell_text(cell), "after": self.values[key]})
            )

    def _day(self, key: str, declared: Field, cell: Cell) -> None:
        parsed = parse_date(cell, self._today, past_only=not declared.ahead)
        told = parsed.value
        if declared.kind is Kind.PARTIAL_DAY or told is None or told.is_full:
            self.take(key, parsed)
            return
        written = {"written": cell_text(cell)}
        if key == _LEFT_ON:
            # As of a remark: whoever left in a year was there until then.
            day = min(told.latest, self._today)
            self.values[key] = day.isoformat()
            self.doubts.append(Note(key, "last_day_taken", {**written, "day": day}))
        elif declared.required:
            # Without its day it would be in no report, or in the wrong one.
            self.problems.append(Note(key, "needs_whole_day", written))
        else:
            self.doubts.append(Note(key, "day_left_out", written))

    def _citizen_id(self, key: str, cell: Cell) -> None:
        born = self.values.get("person.born")
        sex = self.values.get("person.sex")
        year = int(born[:4]) if isinstance(born, str) else None
        self.take(key, parse_citizen_id(cell, year, Sex(sex) if sex in ("male", "female") else None))

    def _tags(self, key: str, declared: Field, cell: Cell) -> None:
        choices = self._choices.get(declared.catalogue or "", {})
        codes = []
        for part in cell_lines(cell).replace("\n", ";").split(";"):
            # A label may have commas of its own.
            whole = match_choice(part, choices)
            sure = whole.problem is None and whole.doubt is None
            for parsed in [whole] if sure else [match_choice(each, choices) for each in part.split(",")]:
                code = self.take(key, parsed)
                if code is not None:
                    codes.append(code)
        if codes:
            self.values[key] = list(dict.fromkeys(codes))

    def ages(self) -> None:
        """The age of a party of whom the birth year was written: as on the day when the dispute was received."""
        received = self.values.get("dispute.received_on")
        year = int(received[:4]) if isinstance(received, str) else None
        told = []
        for party in self.parties:
            if party.age is None and party.birth_year is not None and year and year >= party.birth_year:
                party = replace(party, age=year - party.birth_year)
                facts = {"name": party.name, "year": str(party.birth_year), "age": party.age}
                self.repairs.append(Note(PARTIES, "party_age", facts))
            told.append(party)
        self.parties = tuple(told)

    def remark(self, key: str, cell: Cell) -> None:
        """What the column of remarks proposes; shown as a repair, since a person wrote it otherwise."""
        remark = find_remark(cell, self._today)
        if remark is None:
            return
        if self._target.register == "member" and remark.kind is not RemarkKind.REFERRED:
            self.values["member.left_reason"] = remark.text
            if remark.date is None:
                self.doubts.append(Note(key, "remark_left_undated", {"written": remark.text}))
                return
            left = self.values.setdefault(_LEFT_ON, min(remark.date.latest, self._today).isoformat())
            self.doubts.append(
                Note(key, "remark_left", {"written": remark.text, "day": date.fromisoformat(left)})
            )
        elif self._target.register == "dispute" and remark.kind is RemarkKind.REFERRED:
            self.values["dispute.outcome"] = "referred"
            self.values["dispute.referred_to"] = remark.target or remark.text
            self.doubts.append(Note(key, "remark_referred", {"written": remark.text}))


def read_row(
    target: Target,
    mapping: Mapping[int, str],
    number: int,
    cells: Sequence[Cell],
    choices: Choices,
    today: date,
) -> RowReading:
    """One row of a list, by the ``mapping`` of its columns to keys of the target."""
    reader = _Reader(target, choices, today)
    compared: list[tuple[int, str]] = []
    for column, key in mapping.items():
        if column >= len(cells):
            continue
        if key in target.compared:
            compared.append((column, key))
        else:
            reader.read(key, cells[column])
    for column, key in compared:
        reader.read(key, cells[column])
    for column, key in mapping.items():
        if key.endswith(".note") and column < len(cells):
            reader.remark(key, cells[column])
    given = set(mapping.values())
    reader.ages()
    for key in target.required:
        if key not in reader.values and not any(note.key == key for note in reader.problems):
            # A list that the program wrote leaves out what is masked: only a row that is new lacks it.
            code = "not_here" if key in reader.gone else "required" if key in given else "no_column"
            reader.problems.append(Note(key, code))
    return RowReading(
        number,
        tuple(cells),
        reader.values,
        reader.parties,
        tuple(reader.repairs),
        tuple(reader.doubts),
        tuple(reader.problems),
        reader.code,
    )


def swapped_doubts(cells: Sequence[Cell], columns: Mapping[int, str]) -> tuple[Note, ...]:
    """What is to be doubted of the real days in columns where a program has turned days and months about."""
    return tuple(
        Note(
            key,
            "maybe_swapped",
            {"written": cell_text(cell), "other": cell.replace(day=cell.month, month=cell.day)},
        )
        for column, key in columns.items()
        if column < len(cells) and isinstance(cell := cells[column], date) and cell.day <= _MONTHS
    )


_MONTHS = 12
_READ_ALIKE = (Kind.TEXT, Kind.LONG_TEXT, Kind.NAME, Kind.PHONE)
"""Kinds whose reading depends on nothing but the cell, and may be shorter than what was written."""


def as_read(target: Target, key: str, held: Any) -> Any:
    """What the register holds, as it would be read from a list: a text on one line, a name in proper case."""
    declared = target.fields.get(key)
    if declared is None or declared.kind not in _READ_ALIKE or not isinstance(held, str):
        return held
    reader = _Reader(target, {}, date.min)
    reader.read(key, held)
    return reader.values.get(key)
