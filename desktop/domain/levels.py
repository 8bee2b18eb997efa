"""The tiers of units in their order. A unit exchanges bundles with the tier right above it and right below it.

What a tier is called on paper is data of the unit; the words here stand in certificates and never change.
"""

from __future__ import annotations

from typing import Final

COMMUNE: Final = "commune"
UPPER: Final = "upper"
"""The police of a province or city, above the communes."""
MINISTRY: Final = "ministry"

LEVELS: Final = (COMMUNE, UPPER, MINISTRY)
"""From the lowest to the highest. A fourth tier is one more word."""


def is_above(one: str, other: str) -> bool:
    """Whether level ``one`` stands over ``other``, however far; never for a level that is not known."""
    return one in LEVELS and other in LEVELS and LEVELS.index(one) > LEVELS.index(other)


def adjoins(one: str, other: str) -> bool:
    """Whether nothing stands between the two levels."""
    return one in LEVELS and other in LEVELS and abs(LEVELS.index(one) - LEVELS.index(other)) == 1


def superior(level: str) -> bool:
    """Whether there is anything below the level, whose records it sees and decides on."""
    return is_above(level, LEVELS[0])
