"""The journal as it is handed on whole: rows as they stand in the file, chain after chain, and what has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from desktop.store.tables import CREATED, STATION


class Line(NamedTuple):
    """An operation without its changes; ``meta`` and ``salt`` are its first leaf as it is kept."""

    device: str
    seq: int
    hlc: int
    auto: bool
    prev: bytes
    hash: bytes
    meta: str
    salt: bytes
    aside: int


class Entry(NamedTuple):
    """The leaves of one record in one operation, as they are kept; hidden ones stand in no record."""

    device: str
    seq: int
    first: int
    register: str | None
    record: str | None
    leaves: str
    secrets: bytes


class Body(NamedTuple):
    """An operation of which only the body is held."""

    device: str
    seq: int
    body: bytes
    hash: bytes


class Chain(NamedTuple):
    """A device of which operations are held: whose it is, of which level, and the last number."""

    device: str
    station: str | None
    level: str | None
    last: int


class Outgoing:
    """The journal over one connection, for reading it from one end to the other."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def devices(self) -> list[Chain]:
        """Every device that is known, those above communes first: what they ordered counts for what comes after."""
        rows = self._connection.execute(
            "SELECT d.id, d.station, json_extract(d.certificate, '$.certificate.level'),"
            " max(coalesce((SELECT max(seq) FROM journal_operation o WHERE o.device = d.no), 0),"
            " coalesce((SELECT max(seq) FROM journal_withheld w WHERE w.device = d.no), 0))"
            " FROM journal_device d"
        )
        chains = [Chain(*row) for row in rows]
        return sorted(chains, key=lambda each: (each.level == "commune", each.device))

    def mark(self, device: str, last: int) -> str:
        """Another text whenever anything of the chain up to a number is held otherwise than before.

        Contents only ever come or are erased: with the same erasures, texts that are as long together are the same.
        """
        row = self._connection.execute(
            "SELECT (SELECT hex(hash) FROM journal_operation WHERE device = d.no AND seq = :last),"
            " (SELECT hex(hash) FROM journal_withheld WHERE device = d.no AND seq = :last),"
            " (SELECT count(*) FROM journal_withheld WHERE device = d.no AND seq <= :last),"
            " (SELECT sum(length(meta)) FROM journal_operation WHERE device = d.no AND seq <= :last),"
            " (SELECT group_concat(seq || ':' || aside) FROM journal_operation"
            "  WHERE device = d.no AND seq <= :last AND aside),"
            " (SELECT count(*) || ' ' || sum(leaf + 7919 * seq) FROM journal_erased"
            "  WHERE device = d.id AND seq <= :last),"
            " (SELECT sum(length(e.leaves)) FROM journal_operation o JOIN journal_entry e ON e.operation = o.no"
            "  WHERE o.device = d.no AND o.seq <= :last)"
            " FROM journal_device d WHERE d.id = :device",
            {"device": device, "last": last},
        ).fetchone()
        return repr(row)

    def lines(self, device: str, first: int, last: int) -> Iterator[tuple[Line, tuple[Entry, ...]] | Body]:
        """A stretch of a chain as it is held: operations with their changes in order, then bodies in order."""
        entries: dict[int, list[Entry]] = {}
        place = [device, first, last]
        for row in self._connection.execute(
            "SELECT d.id, o.seq, e.first, e.register, e.record, e.leaves, e.secrets FROM journal_device d"
            " JOIN journal_operation o ON o.device = d.no JOIN journal_entry e ON e.operation = o.no"
            " WHERE d.id = ? AND o.seq BETWEEN ? AND ? ORDER BY o.seq, e.first",
            place,
        ):
            entries.setdefault(row[1], []).append(Entry(*row))
        for device, seq, hlc, auto, *rest in self._connection.execute(
            "SELECT d.id, o.seq, o.hlc, o.auto, o.prev, o.hash, o.meta, o.salt, o.aside FROM journal_device d"
            " JOIN journal_operation o ON o.device = d.no"
            " WHERE d.id = ? AND o.seq BETWEEN ? AND ? ORDER BY o.seq",
            place,
        ):
            yield Line(device, seq, hlc, bool(auto), *rest), tuple(entries.get(seq, ()))
        for row in self._connection.execute(
            "SELECT d.id, w.seq, w.body, w.hash FROM journal_device d JOIN journal_withheld w ON w.device = d.no"
            " WHERE d.id = ? AND w.seq BETWEEN ? AND ? ORDER BY w.seq",
            place,
        ):
            yield Body(*row)

    def rows(self, register: str, columns: Sequence[str], day: str | None) -> Iterator[tuple[Any, ...]]:
        """(station, year, the columns in order) of every row, by station and year.

        The year is that of the day of which a record tells, else that in which it was first entered.
        """
        days = ", ".join(f'"{each}"' for each in (day, CREATED) if each is not None)
        year = f"CAST(substr(coalesce({days}, NULL), 1, 4) AS INTEGER)"
        told = "".join(f', "{name}"' for name in columns)
        yield from self._connection.execute(
            f'SELECT "{STATION}", {year}{told} FROM "{register}" ORDER BY 1, 2, id'
        )
