"""Awards form by form, collectives apart from individuals and households, each told apart by grantor too.

What counts is what was decided and stands: neither what is only proposed, nor what was not handed over or withdrawn.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.indicators.definition import Counted, Flow, Indicator, Theme, Where

_DECIDED: Final = Flow("decision_on")
_STANDS: Final = Where("stage", ("decided", "printed", "handed"))
_GRANTOR: Final = "grantor"
_CERTIFICATES: Final = ("bang_khen", "giay_khen")


def _awards(code: str, unit: str, forms: tuple[str, ...], recipient: str | None = None) -> Counted:
    where: tuple[Where, ...] = (_STANDS, Where("form", forms))
    if recipient is not None:
        where = (*where, Where("recipient_kind", (recipient,)))
    return Counted(code, Theme.AWARDS, unit, "award", _DECIDED, where, split=_GRANTOR)


AWARDS: Final[tuple[Indicator, ...]] = (
    _awards("flags_emulation", "flag", ("co_thi_dua",)),
    _awards("awards_collective", "collective", _CERTIFICATES, "collective"),
    _awards("awards_individual", "individual", _CERTIFICATES, "individual"),
    _awards("awards_household", "household", _CERTIFICATES, "household"),
    _awards("bang_khen_collective", "collective", ("bang_khen",), "collective"),
    _awards("bang_khen_individual", "individual", ("bang_khen",), "individual"),
    _awards("bang_khen_household", "household", ("bang_khen",), "household"),
    _awards("giay_khen_collective", "collective", ("giay_khen",), "collective"),
    _awards("giay_khen_individual", "individual", ("giay_khen",), "individual"),
    _awards("giay_khen_household", "household", ("giay_khen",), "household"),
    _awards("medals_commemorative", "individual", ("ky_niem_chuong",)),
    _awards("letters_of_praise", "letter", ("thu_khen",)),
)
