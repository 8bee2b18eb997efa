"""Importers in processes of their own: Python works on one thing at a time in each.

What such a process is given, its keys too, goes to it over a pipe, and so does each thing that it is to bring; nothing
of it stands in its arguments, its environment or a file. It ends with the pipe, however the other end was lost; what
it had not committed, the server takes back.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from traceback import format_exception
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from desktop.domain.errors import UserError
from desktop.publish.errors import PublishImporterLost
from desktop.publish.lanes import Importer

if TYPE_CHECKING:
    # Windows has no such thing.
    from multiprocessing.context import ForkServerContext, SpawnContext

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

_MOST: Final = 8
"""Where nobody says how many: each has a connection, of which a server has some hundred."""


class Work(Protocol[Item_contra, Result_co]):
    """What an importer is to do, and with what: a value that can be handed to another process."""

    def ready(self) -> Importer[Item_contra, Result_co]: ...


@dataclass(frozen=True)
class _Told(Generic[Result]):
    """What became of an item."""

    result: Result


@dataclass(frozen=True)
class _Failed:
    """What ended an importer; ``bug`` is what Python says of a mistake of ours."""

    error: UserError | None
    bug: str = ""


def usual(most: int) -> int:
    """How many importers there are where nobody says: one for each processor, and no more than have something to do."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, most, _MOST))


@contextmanager
def another(work: Work[Item, Result]) -> Iterator[Callable[[Item], Result]]:
    """An importer in a process of its own; it has finished what it was given last at the end.

    Whoever asks it for something hears what it raises: a failure, :class:`PublishImporterLost` where it was
    killed, and a RuntimeError for a mistake of ours.
    """
    context = _beginning(work)
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    with here:
        try:
            with there, _uninterrupted():
                process.start()
        except OSError as error:
            raise PublishImporterLost() from error
        try:
            # Not among its arguments: Python would wait for ever for one that ended before it had read them all.
            with _heard():
                here.send(work)
            yield partial(_ask, here)
        finally:
            # It ends when nobody is left to ask.
            here.close()
            process.join()
            process.close()


def _beginning(work: Work[Any, Any]) -> ForkServerContext | SpawnContext:
    """How such a process begins: where the system can, each as a copy of one that has read the program already."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([type(work).__module__])
    return context


def _ask(here: Connection, item: Item) -> Any:
    with _heard():
        here.send(item)
        told: _Told[Any] | _Failed = here.recv()
    if isinstance(told, _Told):
        return told.result
    if told.error is None:
        raise RuntimeError(told.bug)
    raise told.error


@contextmanager
def _heard() -> Iterator[None]:
    """Raises :class:`PublishImporterLost` where nobody is at the other end any more."""
    try:
        yield
    except (EOFError, OSError) as error:
        raise PublishImporterLost() from error


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Whoever is started now does not hear Ctrl+C, from its first moment on: who started it decides what ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(there: Connection) -> None:
    """What the process does, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with there:
        try:
            asked = _asked(there)
            work: Work[Any, Any] | None = next(asked, None)
            if work is None:
                return
            with work.ready() as bring:
                for item in asked:
                    _tell(there, _Told(bring(item)))
        except UserError as error:
            _tell(there, _Failed(error))
        except Exception as bug:  # noqa: BLE001  # it is raised again by whoever asked
            _tell(there, _Failed(None, "".join(format_exception(bug))))


def _asked(there: Connection) -> Iterator[Any]:
    with suppress(EOFError, OSError):
        while True:
            yield there.recv()


def _tell(there: Connection, told: _Told[Result] | _Failed) -> None:
    # Nobody may be left to hear it.
    with suppress(OSError):
        there.send(told)
