"""Records that are one and the same, on the server: the sets of the file's own rules, and what a row then says."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.fields import Register, Registry
from desktop.domain.journal.merge import RecordState
from desktop.domain.sameness import linked, whole
from desktop.publish.asking import Asking
from desktop.publish.schema import Row
from desktop.publish.server import Server
from desktop.store.sames import Sames, Sets
from desktop.store.tables import STANDING, STANDINGS, RowShape
from desktop.store.written import Written

_REMOVED = STANDINGS.index("removed")
_MERGED = STANDINGS.index("merged")


class ServedSames(Sames):
    """The sets over a server's connection."""

    def __init__(self, server: Server, registry: Registry) -> None:
        super().__init__(Asking(server), registry)
        self._server = server

    def _level(self, station: str | None) -> str | None:
        row = self._server.execute(
            "SELECT level FROM journal_device WHERE station = %s AND level IS NOT NULL LIMIT 1", [station]
        ).fetchone()
        return row[0] if row is not None else None


class RowsOfSets:
    """What the row of a record says where some records are one; see ``store.rows``."""

    def __init__(self, registry: Registry) -> None:
        links = linked(registry)
        self._shapes = {register.name: RowShape(register, ordered=False) for register in registry}
        self._joinable = {
            register.name: tuple(
                field
                for field in register.fields
                if field.to in links and register.name not in links.values()
            )
            for register in registry
        }

    def row(
        self, register: Register, state: RecordState, others: Sequence[RecordState], station: str, sets: Sets
    ) -> Row:
        """A folded record as its row; ``others`` are those that it stands for."""
        row = self._shapes[register.name].row(whole([state, *others]) if others else state, station)
        return self._joined(register, row, sets)

    def row_of_one(self, register: Register, written: Written, station: str, sets: Sets) -> Row | None:
        """The row of a record of which nothing else is known and nothing erased; None where it takes a fold to tell."""
        if sets.others(register.name, written.record):
            return None
        shape = self._shapes[register.name]
        row = shape.row_of_one(written.record, written.items, written.hlc, station)
        return None if row is None else self._joined(register, row, sets)

    def _joined(self, register: Register, row: Row, sets: Sets) -> Row:
        for field in self._joinable[register.name]:
            if row[field.name] is not None:
                row[field.name] = sets.first(str(field.to), row[field.name])
        stood_for = register.same is not None and sets.first(register.name, row["id"]) != row["id"]
        if stood_for and row[STANDING] != _REMOVED:
            row[STANDING] = _MERGED
        return row
