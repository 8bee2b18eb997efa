"""The search for cycles at a time of one's own choosing.

In the midst of a deed it costs much and frees next to nothing; the window has it done in its own thread (see
:mod:`desktop.ui.kit.collector`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

EVERY_SECONDS: Final = 1


@contextmanager
def uncollected() -> Iterator[None]:
    """Python looks for no cycles meanwhile.

    What long work on many records makes goes in no circles: to look for what does, again and again through all of
    it, takes a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect_due() -> int:
    """Collects the oldest generation that is due; gives it, or -1 when none is."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return generation
    return -1
