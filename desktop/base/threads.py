"""The program's first thread, which is the window's, and who works in its place while it waits."""

from __future__ import annotations

from threading import Thread, current_thread, main_thread


class StandIn(Thread):
    """Works for the first thread, which does nothing of the kind until this one has ended."""


def is_first() -> bool:
    """Whether this is the first thread, or one that works in its place."""
    here = current_thread()
    return here is main_thread() or isinstance(here, StandIn)
