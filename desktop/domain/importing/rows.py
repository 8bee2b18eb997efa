"""Reading one row: each cell to the value of its field, and what several cells tell together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.base.ids import is_id
from desktop.domain.importing.said import (
    LEFT_ON,
    CellReader,
    Choices,
    Note,
    Said,
    letters_composed,
    said_by,
    spaces_left_out,
)
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
from desktop.domain.values.cells import Cell, cell_text
from desktop.domain.values.dates import parse_date
from desktop.domain.values.flags import parse_flag
from desktop.domain.values.gone import says_it_is_gone
from desktop.domain.values.parsed import Parsed
from desktop.domain.values.parties import PartyText, parse_parties
from desktop.domain.values.remarks import RemarkKind, find_remark

_MONTHS = 12


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


class RowReader:
    """Reads the rows of one list, by the ``mapping`` of its columns to keys of the target."""

    def __init__(self, target: Target, mapping: Mapping[int, str], choices: Choices, today: date) -> None:
        self._target = target
        self._today = today
        self._cells = CellReader(target, choices, today)
        # What is compared with others comes after them.
        self._columns = sorted(mapping.items(), key=lambda each: each[1] in target.compared)
        self._remarks = [(column, key) for column, key in mapping.items() if key.endswith(".note")]
        self._given = frozenset(mapping.values())

    def read(self, number: int, cells: Sequence[Cell]) -> RowReading:
        row = _Row(self._target, self._cells, self._today)
        for column, key in self._columns:
            if column < len(cells):
                row.read(key, cells[column])
        for column, key in self._remarks:
            if column < len(cells):
                row.remark(key, cells[column])
        row.ages()
        for key in self._target.required:
            if key not in row.values and not any(note.key == key for note in row.problems):
                # A list that the program wrote leaves out what is masked: only a row that is new lacks it.
                code = "not_here" if key in row.gone else "required" if key in self._given else "no_column"
                row.problems.append(Note(key, code))
        return RowReading(
            number,
            tuple(cells),
            row.values,
            row.parties,
            tuple(row.repairs),
            tuple(row.doubts),
            tuple(row.problems),
            row.code,
        )


class _Row:
    """Gathers what one row says."""

    def __init__(self, target: Target, cells: CellReader, today: date) -> None:
        self._target = target
        self._cells = cells
        self._today = today
        self.values: dict[str, Any] = {}
        self.parties: tuple[PartyText, ...] = ()
        self.code: str | None = None
        self.gone: set[str] = set()
        self.repairs: list[Note] = []
        self.doubts: list[Note] = []
        self.problems: list[Note] = []

    def read(self, key: str, cell: Cell) -> None:
        if key in self._target.compared:
            born, sex = self.values.get("person.born"), self.values.get("person.sex")
            self._keep(key, self._cells.citizen_id(key, cell, born, sex))
        elif key in self._target.fields:
            self._keep(key, self._cells.said(key, cell))
        else:
            self._read_special(key, cell)

    def _keep(self, key: str, said: Said) -> None:
        value, repairs, doubts, problems, gone = said
        if value is not None:
            self.values[key] = value
        if repairs:
            self.repairs += repairs
        if doubts:
            self.doubts += doubts
        if problems:
            self.problems += problems
        if gone:
            self.gone.add(key)

    def _take(self, key: str, parsed: Parsed[Any], convert: Callable[[Any], Any] = str) -> Any:
        """Keeps a parsed value and its notes; gives the parsed value."""
        self._keep(key, said_by(key, parsed, convert))
        return parsed.value

    # Columns that are more than one field

    def _read_special(self, key: str, cell: Cell) -> None:
        if says_it_is_gone(cell):
            self.gone.add(key)
            return
        repairs = len(self.repairs)
        self.repairs += letters_composed(key, cell)
        if key in (BORN_MALE, BORN_FEMALE):
            self._born_in_column_of_sex(key, cell)
        elif key in (MALE, FEMALE):
            self._mark_in_column_of_sex(key, cell)
        elif key == PARTIES:
            self.parties = self._take(key, parse_parties(cell), lambda _: None) or ()
        elif key in (SETTLED, NOT_SETTLED):
            self._outcome(key, cell)
        elif key == code_key(self._target.register):
            code = cell_text(cell).lower()
            self.code = code if is_id(code) else None
            return
        if len(self.repairs) == repairs:
            self.repairs += spaces_left_out(key, cell, lines=key == PARTIES)

    def _born_in_column_of_sex(self, key: str, cell: Cell) -> None:
        if self._take("person.born", parse_date(cell, self._today, past_only=True)) is not None:
            self._sex(key, "male" if key == BORN_MALE else "female")

    def _mark_in_column_of_sex(self, key: str, cell: Cell) -> None:
        """A cross under "Nam" or "Nữ"; where a day or a year of birth stands instead, it tells both."""
        mark = parse_flag(cell)
        if mark.value and mark.doubt is None:
            self._sex(key, "male" if key == MALE else "female")
        elif mark.value:
            self._born_in_column_of_sex(BORN_MALE if key == MALE else BORN_FEMALE, cell)
        elif mark.problem is not None:
            self._take(key, mark)

    def _sex(self, key: str, sex: str) -> None:
        if self.values.setdefault("person.sex", sex) != sex:
            self.doubts.append(Note(key, "two_sexes"))

    def _outcome(self, key: str, cell: Cell) -> None:
        if self._take(key, parse_flag(cell)):
            outcome = "settled" if key == SETTLED else "not_settled"
            if self.values.get("dispute.outcome", outcome) != outcome:
                self.doubts.append(Note(key, "two_outcomes"))
            self.values["dispute.outcome"] = outcome
        self.values.pop(key, None)

    # What several cells tell together

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
            left = self.values.setdefault(LEFT_ON, min(remark.date.latest, self._today).isoformat())
            self.doubts.append(
                Note(key, "remark_left", {"written": remark.text, "day": date.fromisoformat(left)})
            )
        elif self._target.register == "dispute" and remark.kind is RemarkKind.REFERRED:
            self.values["dispute.outcome"] = "referred"
            self.values["dispute.referred_to"] = remark.target or remark.text
            self.doubts.append(Note(key, "remark_referred", {"written": remark.text}))


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
