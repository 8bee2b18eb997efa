"""The questions that are asked of a file can be asked of the server too: tables and columns have the same names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from desktop.publish.server import Server


class Asking:
    """The server's connection as the parts of the store know one: ``?`` stands for an argument.

    Only for what means the same in both.
    """

    def __init__(self, server: Server) -> None:
        self._server = server

    def execute(self, query: str, arguments: Sequence[Any] = ()) -> Any:
        """A cursor that was asked."""
        return self._server.execute(_spoken(query), list(arguments))

    def executemany(self, query: str, arguments: Iterable[Sequence[Any]]) -> None:
        self._server.cursor().executemany(_spoken(query), list(arguments))


def _spoken(query: str) -> bytes:
    # The texts come from declarations and constants of the program.
    return query.replace("%", "%%").replace("?", "%s").encode()
