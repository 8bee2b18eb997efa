"""The questions that are asked of a file can be asked of the server too: tables and columns have the same names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.publish.server import Server


class Asking:
    """The server's connection as the parts of the store know one: ``?`` stands for an argument.

    Only for questions that mean the same in both; whoever writes speaks to the server itself.
    """

    def __init__(self, server: Server) -> None:
        self._server = server

    def execute(self, query: str, arguments: Sequence[Any] = ()) -> Any:
        """A cursor that was asked."""
        # The texts come from declarations and constants of the program.
        return self._server.execute(query.replace("%", "%%").replace("?", "%s").encode(), list(arguments))
