"""Collecting cycles at a time of one's own choosing: in the midst of a deed it costs much and frees next to nothing."""

from __future__ import annotations

import gc
from typing import Final

EVERY_SECONDS: Final = 1


def collect_due() -> int:
    """Collects the oldest generation that is due; gives it, or -1 when none is."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return generation
    return -1
