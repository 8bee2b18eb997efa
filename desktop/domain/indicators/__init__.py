"""The indicators of the movement: what each counts. Their words stand in the catalogue ``indicator``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from desktop.domain.indicators.activities import ACTIVITIES, TIPS
from desktop.domain.indicators.awards import AWARDS
from desktop.domain.indicators.definition import Counted, Indicator, Ratio, Theme
from desktop.domain.indicators.mediation import MEDIATION
from desktop.domain.indicators.movement import MOVEMENT, VISITS
from desktop.domain.indicators.reviews import REVIEWS

INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType(
    {
        each.code: each
        for theme in (MOVEMENT, VISITS, MEDIATION, TIPS, ACTIVITIES, AWARDS, REVIEWS)
        for each in theme
    }
)
"""By code, in the order of the screen."""


def counted_of(code: str) -> tuple[Counted, ...]:
    """What is counted for an indicator: itself, or both parts of a ratio. Raises :class:`KeyError`."""
    indicator = INDICATORS[code]
    if isinstance(indicator, Ratio):
        return (*counted_of(indicator.over), *counted_of(indicator.under))
    return (indicator,)


__all__ = ["INDICATORS", "Counted", "Indicator", "Ratio", "Theme", "counted_of"]
