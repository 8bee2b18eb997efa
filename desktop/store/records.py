"""Reading and writing the derived tables: pages of rows for a list, titles of what references point to."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from desktop.base.values import dataclass
from desktop.domain.fields import Kind, Register, Registry
from desktop.domain.values.gone import ERASED, WITHHELD
from desktop.store.listing import Listing, Selection, Sql
from desktop.store.search import SearchIndex
from desktop.store.tables import CONFLICTS, MARKS, STANDING, STANDINGS, STATION, value_of

__all__ = ["Records", "Selection", "Stored"]

_REMOVED = STANDINGS.index("removed")
_AT_ONCE = 500


@dataclass(frozen=True)
class Stored:
    """A row of a derived table. ``marks`` says of a field ``withheld``, ``erased`` or ``conflict``."""

    id: str
    station: str | None
    standing: str
    values: Mapping[str, Any]
    marks: Mapping[str, str]
    conflicts: int


class Records:
    """The derived tables over one connection; ``narrowed`` are those of which it sees a part only."""

    def __init__(
        self,
        connection: Any,
        registry: Registry,
        search: SearchIndex,
        narrowed: frozenset[str] = frozenset(),
    ) -> None:
        self._narrowed = narrowed
        self._connection = connection
        self._registry = registry
        self._search = search

    def get(self, register: str, record: str) -> Stored | None:
        return self.get_many(register, [record]).get(record)

    def has(self, register: str, record: str) -> bool:
        """Whether there is a row of the record, in use or not."""
        row = self._connection.execute(f'SELECT 1 FROM "{register}" WHERE id = ?', [record]).fetchone()
        return row is not None

    def get_many(self, register: str, records: Sequence[str]) -> dict[str, Stored]:
        declared = self._registry[register]
        found: dict[str, Stored] = {}
        for start in range(0, len(records), _AT_ONCE):
            some = list(records[start : start + _AT_ONCE])
            rows = self._connection.execute(
                f'SELECT {_columns(declared, "r")} FROM "{register}" r WHERE r.id IN ({_marks(some)})', some
            )
            for row in rows:
                stored = _stored(declared, row)
                found[stored.id] = stored
        return found

    def conflicts_of(self, register: str, records: Sequence[str]) -> dict[str, int]:
        """Of those of the records that are there, how many of their fields are in conflict."""
        found: dict[str, int] = {}
        for start in range(0, len(records), _AT_ONCE):
            some = records[start : start + _AT_ONCE]
            rows = self._connection.execute(
                f'SELECT id, "{CONFLICTS}" FROM "{register}" WHERE id IN ({_marks(some)})', some
            )
            found.update((record, conflicts or 0) for record, conflicts in rows)
        return found

    def each(
        self, register: str, names: Sequence[str], among: tuple[str, Collection[str]] | None = None
    ) -> Iterator[Sequence[Any]]:
        """The number, the id and some fields of every record, in use or retired, in no order and one at a time.

        ``among``: only of those of which a column says one of these.
        """
        declared = self._registry[register]
        columns = ", ".join(f'r."{name}"' for name in names)
        asked = f'SELECT r.rowid, r.id, {columns or 1} FROM "{register}" r WHERE r."{STANDING}" < {_REMOVED}'
        fields = [declared.by_name[name] for name in names]
        told = [
            (at, field) for at, field in enumerate(fields, start=2) if field.kind in (Kind.FLAG, Kind.TAGS)
        ]
        for row in self._each(asked, among):
            values = list(row)
            for at, field in told:
                values[at] = value_of(field, values[at])
            yield values

    def _each(self, asked: str, among: tuple[str, Collection[str]] | None) -> Iterator[Sequence[Any]]:
        if among is None:
            yield from self._connection.execute(asked)
            return
        column, accepted = among
        wanted = sorted(accepted)
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            yield from self._connection.execute(f'{asked} AND r."{column}" IN ({_marks(some)})', some)

    def numbered(self, register: str, numbers: Collection[int]) -> list[Stored]:
        """The records of these numbers, in use or retired, in the order of their list."""
        chosen = Sql("SELECT value FROM json_each(?)", (json.dumps(sorted(numbers)),))
        return self.page(register, Selection(numbers=chosen), 0, -1) if numbers else []

    def whole(self, register: str) -> list[Stored]:
        """Every row of a small register, by id; removed ones too."""
        declared = self._registry[register]
        rows = self._connection.execute(f'SELECT {_columns(declared, "r")} FROM "{register}" r ORDER BY r.id')
        return [_stored(declared, row) for row in rows]

    def count(self, register: str, selection: Selection) -> int:
        return self._listing(register, selection).count()

    def count_there(self, register: str) -> int:
        """How many records of a register there are, those that were taken out of use among them."""
        (count,) = self._connection.execute(
            f'SELECT count(*) FROM "{register}" WHERE "{STANDING}" < ?', [STANDINGS.index("removed")]
        ).fetchone()
        return int(count)

    def ids(self, register: str, selection: Selection) -> list[str]:
        """Of all that a list shows, in its order."""
        return self._listing(register, selection).page(0, -1)

    def page(self, register: str, selection: Selection, offset: int, limit: int) -> list[Stored]:
        records = self._listing(register, selection).page(offset, limit)
        stored = self.get_many(register, records)
        return [stored[record] for record in records if record in stored]

    def _listing(self, register: str, selection: Selection) -> Listing:
        declared = self._registry[register]
        whole = register not in self._narrowed
        return Listing(self._connection, self._registry, self._search, declared, selection, whole=whole)

    def children(self, register: str, record: str) -> list[Stored]:
        """The rows of a child register that belong to ``record``, oldest first; removed ones too."""
        declared = self._registry[register]
        parent = declared.parent
        if parent is None:
            raise ValueError(f"{register} belongs to no other register")
        rows = self._connection.execute(
            f'SELECT {_columns(declared, "r")} FROM "{register}" r WHERE r."{parent.name}" = ? ORDER BY r.id',
            [record],
        )
        return [_stored(declared, row) for row in rows]

    def pointing_at(self, record: str, target: str) -> list[tuple[str, str, int]]:
        """(register, field, count) of the references to a record of ``target``."""
        found = []
        for register in self._registry:
            for field in register.fields:
                if field.to == target:
                    number = self._connection.execute(
                        f'SELECT count(*) FROM "{register.name}" WHERE "{field.name}" = ?'
                        f' AND "{STANDING}" < {_REMOVED}',
                        [record],
                    ).fetchone()[0]
                    if number:
                        found.append((register.name, field.name, number))
        return found

    def titles(self, register: str, records: Sequence[str]) -> dict[str, str | None]:
        """What names each of the records; None where that is withheld or erased."""
        declared = self._registry[register]
        title = declared.by_name[declared.title]
        values: dict[str, str | None] = {}
        for start in range(0, len(records), _AT_ONCE):
            some = list(records[start : start + _AT_ONCE])
            rows = self._connection.execute(
                f'SELECT id, "{title.name}" FROM "{register}" WHERE id IN ({_marks(some)})', some
            )
            values.update(rows.fetchall())
        if title.to is not None:
            pointed = [value for value in values.values() if value]
            names = self.titles(title.to, pointed)
            return {record: names.get(value) if value else None for record, value in values.items()}
        return values

    def without_title(self, register: str, records: Sequence[str]) -> dict[str, str]:
        """Of these, the ones whose title is not here, with the mark that says why.

        A record of which nothing came is ``withheld`` as a whole.
        """
        declared = self._registry[register]
        title = declared.by_name[declared.title]
        stored = self.get_many(register, list(records))
        found = {record: WITHHELD for record in records if record not in stored}
        found |= {
            record: mark
            for record, row in stored.items()
            if (mark := row.marks.get(title.name)) in (WITHHELD, ERASED)
        }
        if title.to is not None:
            pointed = {record: row.values[title.name] for record, row in stored.items()}
            beyond = self.without_title(title.to, [value for value in pointed.values() if value])
            found |= {record: beyond[value] for record, value in pointed.items() if value in beyond}
        return found


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))


def _columns(register: Register, alias: str) -> str:
    names = ["id", STATION, STANDING, MARKS, CONFLICTS, *(field.name for field in register.fields)]
    return ", ".join(f'{alias}."{name}"' for name in names)


def _stored(register: Register, row: Sequence[Any]) -> Stored:
    record, station, standing, marks, conflicts, *values = row
    return Stored(
        record,
        station,
        STANDINGS[standing],
        {field.name: value_of(field, value) for field, value in zip(register.fields, values, strict=True)},
        json.loads(marks) if marks else {},
        conflicts or 0,
    )
