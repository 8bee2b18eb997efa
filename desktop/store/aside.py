"""Operations that are set aside here: kept in the journal and not folded, each for the sake of a bundle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desktop.domain.journal.aside import OperationId


class Aside:
    """The table over one connection. What stands in it is marked in the journal too."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def brought(self, bundle: str) -> list[OperationId]:
        """The operations that a bundle was the first to bring."""
        rows = self._connection.execute(
            "SELECT d.id, o.seq FROM journal_operation o JOIN journal_device d ON d.no = o.device"
            " WHERE o.bundle = ? ORDER BY d.id, o.seq",
            [bundle],
        )
        return [(device, seq) for device, seq in rows]

    def all(self) -> dict[OperationId, str]:
        """Every operation that is set aside, with the bundle for which it is."""
        rows = self._connection.execute("SELECT device, seq, bundle FROM journal_aside ORDER BY device, seq")
        return {(device, seq): bundle for device, seq, bundle in rows}

    def bundles(self) -> set[str]:
        return {row[0] for row in self._connection.execute("SELECT DISTINCT bundle FROM journal_aside")}

    def ranges(self, device: str) -> tuple[tuple[int, int], ...]:
        """First and last numbers of a device's operations that are set aside."""
        found: list[tuple[int, int]] = []
        for (seq,) in self._connection.execute(
            "SELECT seq FROM journal_aside WHERE device = ? ORDER BY seq", [device]
        ):
            if found and found[-1][1] == seq - 1:
                found[-1] = (found[-1][0], seq)
            else:
                found.append((seq, seq))
        return tuple(found)

    def put(self, operations: Mapping[OperationId, str]) -> None:
        """Sets operations aside; one that is already stays with its bundle."""
        rows = [(device, seq, bundle) for (device, seq), bundle in operations.items()]
        self._connection.executemany("INSERT OR IGNORE INTO journal_aside VALUES (?, ?, ?)", rows)
        self._mark(operations, aside=True)

    def take(self, bundle: str) -> list[OperationId]:
        """Lets everything count again that is set aside for a bundle; gives what that is."""
        operations = [place for place, of in self.all().items() if of == bundle]
        self._connection.execute("DELETE FROM journal_aside WHERE bundle = ?", [bundle])
        self._mark(operations, aside=False)
        return operations

    def _mark(self, operations: Iterable[OperationId], *, aside: bool) -> None:
        self._connection.executemany(
            "UPDATE journal_operation SET aside = ? WHERE seq = ?"
            " AND device = (SELECT no FROM journal_device WHERE id = ?)",
            [(int(aside), seq, device) for device, seq in operations],
        )
