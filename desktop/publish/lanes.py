"""Two who bring at once what one process has to publish: each over a connection of its own, in transactions of its own.

Python works on one thing at a time, but whoever waits for the server lets the other go on; and the server has as many
processors as it has connections. That neither is in the way of the other is the business of ``publish.writer``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeAlias, TypeVar

from desktop.publish.server import Server
from desktop.store.outgoing import Outgoing

Item = TypeVar("Item")
Load: TypeAlias = list[list[Item]]
"""Batches that go one after the other; loads may go in any order."""

Beside: TypeAlias = Callable[[], AbstractContextManager[tuple[Server, Outgoing]]]


@dataclass(frozen=True)
class Published:
    """What a run brought: operations that the server did not hold, and those it was asked to look at."""

    new: int = 0
    looked_at: int = 0


class Lanes(Generic[Item]):
    """Loads, taken by whoever is free.

    Attributes:
        new, done: operations that were brought, and looked at, up to now.
    """

    def __init__(
        self, loads: Iterator[Load[Item]], bring: Callable[[Server, Outgoing, list[Item]], Published]
    ) -> None:
        self._loads = loads
        self._bring = bring
        self._lock = Lock()
        self._stopped = False
        self.new = self.done = 0

    def run(
        self, server: Server, outgoing: Outgoing, beside: Beside | None, progress: Callable[[int], None]
    ) -> None:
        """Until nothing is left. ``progress`` is told by this thread only; what it raises stops both.

        Raises what the first of the two met; the other has finished its batch by then.
        """
        with ThreadPoolExecutor(1) as pool:
            other: Future[None] | None = pool.submit(self._beside, beside) if beside is not None else None
            with self._stopping():
                for _ in self._batches(server, outgoing):
                    progress(self.done)
            if other is not None:
                other.result()
                progress(self.done)

    def _beside(self, beside: Beside) -> None:
        with self._stopping(), beside() as (server, outgoing):
            for _ in self._batches(server, outgoing):
                pass

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """What ends one lane in the middle ends the other too, after its batch."""
        try:
            yield
        except BaseException:
            self._stopped = True
            raise

    def _batches(self, server: Server, outgoing: Outgoing) -> Iterator[None]:
        while (load := self._next()) is not None:
            for batch in load:
                if self._stopped:
                    return
                brought = self._bring(server, outgoing, batch)
                with self._lock:
                    self.new += brought.new
                    self.done += brought.looked_at
                yield

    def _next(self) -> Load[Item] | None:
        with self._lock:
            return None if self._stopped else next(self._loads, None)
