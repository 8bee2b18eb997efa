"""Who stands over whom, as the certificates of those who are believed tell it.

A unit knows its neighbours by their digits. Units beyond a neighbour it knows by that neighbour's signature only:
their operations come through it and go back through it.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.bundle.trust import Trusted
from desktop.domain.levels import is_above


def beneath(known: Trusted, station: str) -> frozenset[str]:
    """The stations below a neighbour that are known through it: it signed for their devices."""
    level = known.level_of(station)
    return frozenset(
        each.station
        for each in known.introductions.get(station, ())
        if level is not None and is_above(level, each.level)
    )


def over(known: Trusted, level: str) -> frozenset[str]:
    """The stations that stand over a level."""
    return _all(stations for each, stations in known.levels.items() if is_above(each, level))


def below(known: Trusted, level: str) -> frozenset[str]:
    """The stations that stand below a level."""
    return _all(stations for each, stations in known.levels.items() if is_above(level, each))


def _all(some: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*some)
