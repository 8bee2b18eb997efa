"""Reviews, inspections and what they found wanting; recognition of "An toàn về ANTT" by work year."""

from __future__ import annotations

from typing import Final

from desktop.domain.indicators.definition import Counted, Flow, Indicator, Ratio, Stock, Theme, Where, Yearly

RECOGNITION: Final = "Thông tư 124/2021/TT-BCA"

_HELD: Final = Flow("held_on")
_PASSED: Final = Where("result", ("passed",))
_CONSIDERED: Final = Where("result", ("passed", "not_passed"))
_RESIDENTIAL: Final = Where("subject_kind", ("residential",))
_UNIT: Final = Where("subject_kind", ("commune", "agency", "company", "school"))


def _reviews(code: str, unit: str, *kinds: str) -> Counted:
    return Counted(code, Theme.REVIEWS, unit, "review", _HELD, (Where("kind", kinds),))


def _recognitions(code: str, unit: str, *where: Where) -> Counted:
    return Counted(code, Theme.REVIEWS, unit, "recognition", Yearly("work_year"), where, source=RECOGNITION)


REVIEWS: Final[tuple[Indicator, ...]] = (
    _reviews("reviews", "review", "interim", "final"),
    _reviews("reviews_interim", "review", "interim"),
    _reviews("reviews_final", "review", "final"),
    _reviews("inspections", "time", "inspection"),
    Counted(
        "shortcomings_open",
        Theme.REVIEWS,
        "shortcoming",
        "shortcoming",
        Stock("review.held_on", closed="mended_on"),
    ),
    Counted("shortcomings_mended", Theme.REVIEWS, "shortcoming", "shortcoming", Flow("mended_on")),
    _recognitions("recognised", "unit", _PASSED),
    _recognitions("recognised_residential", "residential", _PASSED, _RESIDENTIAL),
    _recognitions("considered_residential", "residential", _CONSIDERED, _RESIDENTIAL),
    Ratio("recognised_rate", Theme.REVIEWS, "recognised_residential", "considered_residential"),
    _recognitions("recognised_units", "unit", _PASSED, _UNIT),
)
