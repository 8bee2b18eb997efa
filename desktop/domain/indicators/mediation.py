"""Disputes, the mediation groups' apart from the self-management groups' and the police's own.

Only the cases of mediation groups belong to the judicial statistics (Thông tư 10/2017/TT-BTP, chỉ tiêu 0403): three
scopes by kind, settled and not settled by outcome; practice adds what is not finished.
"""

from __future__ import annotations

from typing import Final

from desktop.domain.indicators.definition import Counted, Flow, Indicator, Ratio, Stock, Theme, When, Where

STATISTICS: Final = "Thông tư 10/2017/TT-BTP, Phụ lục II, chỉ tiêu 0403"

_RECEIVED: Final = Flow("received_on")
_FINISHED: Final = Flow("outcome_on", otherwise="received_on")
_GROUP: Final = Where("mediated_by", ("mediation_group",))
_SELF: Final = Where("mediated_by", ("self_management_group",))
_POLICE: Final = Where("mediated_by", ("police",))


def _kind(group: str) -> Where:
    return Where("kind", (group,), statistics=True)


def _outcome(*groups: str) -> Where:
    return Where("outcome", groups, statistics=True)


def _disputes(code: str, when: When, *where: Where, source: str | None = None) -> Counted:
    return Counted(code, Theme.MEDIATION, "dispute", "dispute", when, where, source=source)


MEDIATION: Final[tuple[Indicator, ...]] = (
    _disputes("disputes", _RECEIVED),
    _disputes("disputes_mediation_group", _RECEIVED, _GROUP, source=STATISTICS),
    _disputes("disputes_between_parties", _RECEIVED, _GROUP, _kind("between_parties"), source=STATISTICS),
    _disputes("disputes_civil_family", _RECEIVED, _GROUP, _kind("civil_family"), source=STATISTICS),
    _disputes("disputes_other_in_scope", _RECEIVED, _GROUP, _kind("other_in_scope"), source=STATISTICS),
    _disputes("disputes_settled", _FINISHED, _GROUP, _outcome("settled"), source=STATISTICS),
    _disputes("disputes_not_settled", _FINISHED, _GROUP, _outcome("not_settled"), source=STATISTICS),
    _disputes("disputes_ended", _FINISHED, _GROUP, _outcome("settled", "not_settled"), source=STATISTICS),
    Ratio("settled_rate", Theme.MEDIATION, "disputes_settled", "disputes_ended"),
    _disputes(
        "disputes_open",
        Stock("received_on", closed="outcome_on", open=_outcome("unfinished")),
        _GROUP,
    ),
    _disputes("disputes_self_management", _RECEIVED, _SELF),
    _disputes("disputes_settled_self_management", _FINISHED, _SELF, _outcome("settled")),
    _disputes("disputes_police", _RECEIVED, _POLICE),
    _disputes("disputes_settled_police", _FINISHED, _POLICE, _outcome("settled")),
    _disputes("disputes_referred", _FINISHED, Where("outcome", ("referred",))),
    _disputes("disputes_violence_risk", _RECEIVED, Where("violence_risk", (True,))),
)
