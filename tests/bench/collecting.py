"""The bench collects cycles as the window does: once a second between two deeds, and counts what that takes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from desktop.base.collecting import EVERY_SECONDS, collect_due


@contextmanager
def as_in_the_window() -> Iterator[Callable[[], None]]:
    """Gives what is called after each deed."""
    ran, last = gc.isenabled(), perf_counter()

    def turn() -> None:
        nonlocal last
        if perf_counter() - last >= EVERY_SECONDS:
            last = perf_counter()
            collect_due()

    gc.disable()
    try:
        yield turn
    finally:
        if ran:
            gc.enable()
