"""Several who bring at once what there is to publish, each in transactions of its own.

The first works in this thread. Each other one has a thread here that hands out and waits; the work itself is done
wherever it says, such as in a process of its own (``publish.importers``). That nobody is in another's way is the
business of ``publish.writer``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Final, Generic, TypeAlias, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Load: TypeAlias = list[Item]
"""What goes one after the other, by one importer; loads may go in any order."""

Bring: TypeAlias = Callable[[Item], Result]
Importer: TypeAlias = AbstractContextManager[Bring[Item, Result]]
"""Ready to bring from its beginning to its end."""

_ENDED: Final = object()


@dataclass(frozen=True)
class Published:
    """What a run brought: operations that the server did not hold, and those it was asked to look at."""

    new: int = 0
    looked_at: int = 0


class Lanes(Generic[Item, Result]):
    """Loads, taken by whoever is free."""

    def __init__(self, loads: Iterator[Load[Item]], took: Callable[[Result], None]) -> None:
        """``took`` is told in this thread what each item became; what it raises stops all."""
        self._loads = loads
        self._took = took
        self._lock = Lock()
        self._stopped = False
        self._at_work = 0
        self._results: SimpleQueue[Result | object] = SimpleQueue()

    def run(self, here: Importer[Item, Result], others: Sequence[Importer[Item, Result]]) -> None:
        """Until nothing is left.

        Raises what one of them met; all others have finished what they had begun by then.
        """
        self._at_work = len(others)
        with ThreadPoolExecutor(max(1, len(others))) as pool:
            with self._stopping():
                working = [pool.submit(self._beside, each) for each in others]
                with here as bring:
                    for result in self._brought(bring):
                        self._took(result)
                        self._tell_others(to_the_end=False)
                self._tell_others(to_the_end=True)
            for each in working:
                each.result()

    def _tell_others(self, *, to_the_end: bool) -> None:
        """What others have brought meanwhile; ``to_the_end``: all that they still bring."""
        while self._at_work:
            try:
                result = self._results.get(block=to_the_end)
            except Empty:
                return
            if result is _ENDED:
                self._at_work -= 1
            else:
                self._took(result)  # type: ignore[arg-type]  # whatever is no end is a result

    def _beside(self, importer: Importer[Item, Result]) -> None:
        try:
            with self._stopping(), importer as bring:
                for result in self._brought(bring):
                    self._results.put(result)
        finally:
            self._results.put(_ENDED)

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """What ends one of them in the middle ends the others too, after what they have begun."""
        try:
            yield
        except BaseException:
            self._stopped = True
            raise

    def _brought(self, bring: Bring[Item, Result]) -> Iterator[Result]:
        while (load := self._next()) is not None:
            for item in load:
                if self._stopped:
                    return
                yield bring(item)

    def _next(self) -> Load[Item] | None:
        with self._lock:
            return None if self._stopped else next(self._loads, None)
