"""A line to a server that is cut after so many bytes, at one moment for both sides."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock, Thread

_CHUNK = 4_096


@dataclass
class Line:
    """A line on loopback to another port.

    Attributes:
        limit: bytes to the server after which it is cut; None for never.
        sent: bytes that went to the server so far.
    """

    target: int
    limit: int | None = None
    sent: int = 0
    port: int = 0
    _lock: Lock = field(default_factory=Lock)

    def carry(self, client: socket.socket) -> None:
        """Both ways until one side ends, or the line is cut."""
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            back = Thread(target=_pour, args=(server, client), daemon=True)
            back.start()
            while not self._is_cut and (piece := self._allowed(client)):
                server.sendall(piece)
            for each in (server, client):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            back.join()

    @property
    def _is_cut(self) -> bool:
        return self.limit is not None and self.sent >= self.limit

    def _allowed(self, client: socket.socket) -> bytes:
        with suppress(OSError):
            piece = client.recv(_CHUNK)
            with self._lock:
                left = len(piece) if self.limit is None else max(0, self.limit - self.sent)
                self.sent += min(left, len(piece))
            return piece[:left]
        return b""


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_CHUNK):
            target.sendall(piece)


@contextmanager
def line_to(target: int, limit: int | None = None) -> Iterator[Line]:
    """A line that waits for callers until the end."""
    line = Line(target, limit)
    with socket.create_server(("127.0.0.1", 0)) as door:
        line.port = door.getsockname()[1]
        callers: list[Thread] = []

        def wait() -> None:
            with suppress(OSError):
                while True:
                    client, _ = door.accept()
                    callers.append(Thread(target=line.carry, args=(client,), daemon=True))
                    callers[-1].start()

        waiting = Thread(target=wait, daemon=True)
        waiting.start()
        try:
            yield line
        finally:
            door.shutdown(socket.SHUT_RDWR)
            waiting.join()
            for each in callers:
                each.join()
