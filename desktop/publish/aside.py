"""Operations that the upper level has set aside: kept on the server and not folded, as in its file.

For the sake of which bundle, the file alone knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from desktop.domain.journal.aside import OperationId
from desktop.publish.server import Server
from desktop.store.held import Place

_NO_BUNDLE = ""
_MARKED = (
    "(device, seq) IN (SELECT * FROM unnest(%(devices)s::text[], %(numbers)s::bigint[])) AND aside = %(was)s"
)


def marked(server: Server) -> dict[OperationId, str]:
    """Every operation that is set aside."""
    rows = server.execute("SELECT device, seq FROM journal_operation WHERE aside = 1")
    return dict.fromkeys(((device, seq) for device, seq in rows), _NO_BUNDLE)


class ServedAside:
    """The marks over one connection, inside the caller's transaction; ``again`` hears of records to be folded anew."""

    def __init__(self, server: Server, again: Callable[[Iterable[Place]], None]) -> None:
        self._server = server
        self._again = again

    def all(self) -> dict[OperationId, str]:
        return marked(self._server)

    def put(self, operations: Mapping[OperationId, str]) -> None:
        """Sets operations aside, as far as they are here and count."""
        self._mark(operations, was=0, now=1)

    def take(self, operations: Iterable[OperationId]) -> None:
        """Lets operations count again."""
        self._mark(operations, was=1, now=0)

    def _mark(self, operations: Iterable[OperationId], *, was: int, now: int) -> None:
        places = list(operations)
        if not places:
            return
        facts = {
            "devices": [device for device, _ in places],
            "numbers": [seq for _, seq in places],
            "was": was,
            "now": now,
        }
        self._server.execute(f"UPDATE journal_operation SET aside = %(now)s WHERE {_MARKED}".encode(), facts)
        entries = self._server.execute(
            f"UPDATE journal_entry SET aside = %(now)s WHERE {_MARKED} RETURNING register, record".encode(),
            facts,
        )
        self._again({(register, record) for register, record in entries if record is not None})
