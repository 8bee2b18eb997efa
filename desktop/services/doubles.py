"""Records that may be of one person or of one household, for a person to look at side by side.

Numbers and telephones are compared only for those who may look at them, so that nobody learns from a pair what is
masked; nor is a pair kept from anybody because of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.access import Permission, sees
from desktop.domain.fields import Field, Kind, Register
from desktop.domain.likeness import Double, Face, Progress, better, doubles
from desktop.domain.sameness import linked, whole
from desktop.services.cells import cell_of, day_of, titles_of
from desktop.services.describe import describe
from desktop.services.registers import RecordGone
from desktop.services.views import Cell, Hit
from desktop.services.workspace import Workspace
from desktop.store.faces import Faces
from desktop.store.records import Stored
from desktop.store.register_file import Reader

REGISTERS: Final = ("person", "household")
_FACE: Final[Mapping[str, Mapping[str, str]]] = {
    "person": {
        "name": "full_name",
        "born": "born",
        "sex": "sex",
        "number": "citizen_id",
        "phone": "phone",
        "address": "address",
        "area": "area",
    },
    "household": {"name": "head_name", "phone": "phone", "address": "address", "area": "area"},
}
"""By register, which field is what of a face."""


@dataclass(frozen=True)
class Line:
    """One field of two records side by side.

    Attributes:
        cells: of either record; masked where they are sensitive.
        differs: whether both say something, and not the same. Of what is masked it is told to nobody who may not look.
        kept: the place (0 or 1) of the record whose value shows once they are one, where they differ.
    """

    field: str
    cells: tuple[Cell, Cell]
    differs: bool
    kept: int


@dataclass(frozen=True)
class Comparison:
    """Two records as they stand beside each other.

    Attributes:
        records: their ids, in the order of the cells.
        counts: for either, (register, how many records) of what points at it.
        yours: whether this unit writes in both, so that a value may be chosen.
    """

    register: str
    records: tuple[str, str]
    titles: tuple[str, str]
    lines: tuple[Line, ...]
    counts: tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]
    yours: bool


def find_doubles(
    workspace: Workspace, register: str, progress: Progress = lambda _done, _total: None
) -> list[Double]:
    """Every pair that nobody has decided on, the surest first. Reading is short; comparing holds nobody up."""
    fields = _asked(workspace, register)
    with workspace.reading(Permission.EDIT, register) as reader:
        rows = list(Faces(reader.connection).all(register, list(fields.values())))
        apart = Faces(reader.connection).told_apart(linked(workspace.registry)[register])
        sets = reader.sames.sets()
    faces = [Face(row[0], **dict(zip(fields, row[1:], strict=True))) for row in rows]
    decided = {frozenset(sets.first(register, each) for each in pair) for pair in apart}
    return [each for each in doubles(faces, progress) if frozenset((each.first, each.second)) not in decided]


def compare(workspace: Workspace, register: str, first: str, second: str) -> Comparison:
    """Two records side by side. Raises :class:`RecordGone`."""
    with workspace.reading(Permission.EDIT, register) as reader:
        declared = workspace.registry[register]
        rows = reader.records.get_many(register, [first, second])
        if len(rows) < 2 or any(row.standing in ("removed", "merged") for row in rows.values()):
            raise RecordGone(register=register)
        pair = (rows[first], rows[second])
        own = workspace.station.code
        return Comparison(
            register,
            (first, second),
            (_title(declared, pair[0]), _title(declared, pair[1])),
            tuple(_lines(workspace, reader, declared, pair)),
            (_counts(workspace, reader, register, first), _counts(workspace, reader, register, second)),
            all(row.station in (None, own) for row in pair),
        )


def names(
    workspace: Workspace, register: str, records: Sequence[str], language: str = "vi"
) -> dict[str, Hit]:
    """How each of the records is named in a list; those that are joined with others too."""
    with workspace.reading(register=register) as reader:
        hits = describe(workspace, reader, [(register, each) for each in records], language)
    return {hit.record: hit for hit in hits}


def _asked(workspace: Workspace, register: str) -> dict[str, str]:
    """What of a face this user may have compared."""
    declared, reveal = workspace.registry[register], workspace.may(Permission.REVEAL)
    return {
        part: name for part, name in _FACE[register].items() if reveal or not declared.by_name[name].sensitive
    }


def _title(register: Register, row: Stored) -> str:
    return str(row.values.get(register.title) or "")


def _lines(
    workspace: Workspace, reader: Reader, register: Register, pair: tuple[Stored, Stored]
) -> list[Line]:
    titles = titles_of(reader, register.fields, [row.values for row in pair])
    later = _later(reader, register.name, pair)
    lines = []
    for field in register.fields:
        cells = (
            cell_of(field, pair[0], titles, day_of(register, pair[0])),
            cell_of(field, pair[1], titles, day_of(register, pair[1])),
        )
        if cells != (Cell(), Cell()):
            lines.append(_line(workspace, field, pair, cells, later))
    return lines


def _line(
    workspace: Workspace,
    field: Field,
    pair: tuple[Stored, Stored],
    cells: tuple[Cell, Cell],
    later: Mapping[str, object],
) -> Line:
    one, other = (row.values.get(field.name) for row in pair)
    told = not field.sensitive or workspace.may(Permission.REVEAL)
    differs = told and one is not None and other is not None and one != other
    kept = 0 if one is not None else 1
    if differs:
        said = None
        if isinstance(one, str) and isinstance(other, str) and field.kind is not Kind.REF:
            said = better(field.name, one, other)
        kept = int((later.get(field.name) if said is None else said) == other)
    return Line(field.name, cells, differs, kept)


def _later(reader: Reader, register: str, pair: tuple[Stored, Stored]) -> Mapping[str, object]:
    """What would show of each field if nobody chose: the latest word."""
    members = [each for row in pair for each in reader.sames.members(register, row.id)]
    states = [state for each in sorted(members) if (state := reader.state(register, each)) is not None]
    return {name: held.value for name, held in whole(states).fields.items()}


def _counts(workspace: Workspace, reader: Reader, register: str, record: str) -> tuple[tuple[str, int], ...]:
    links = set(linked(workspace.registry).values())
    return tuple(
        (name, number)
        for name, _, number in reader.records.pointing_at(record, register)
        if sees(workspace.role, name) and name not in links
    )
