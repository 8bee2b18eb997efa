"""A report as an object: the states it goes through, and how its figures stand against those of today.

Being drawn up → frozen → signed → sent → received, or returned with a reason. Figures are frozen before anything is
signed, so that what is entered late never changes a paper that has left; a supplement tells of it instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Final

from desktop.domain.errors import UserError

if TYPE_CHECKING:
    from desktop.domain.paper import Bars


class ReportState(Enum):
    """The values are the codes of the catalogue ``report_state``: they are stored and must not change."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SIGNED = "signed"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"

    @property
    def has_frozen_figures(self) -> bool:
        return self is not ReportState.DRAFT

    @property
    def text_is_open(self) -> bool:
        """Whether its words may still be changed: nobody has signed them, or they came back."""
        return self in (ReportState.DRAFT, ReportState.FROZEN)


class ReportDeed(Enum):
    """What is done to a report, in the order of a report that nothing goes wrong with."""

    FREEZE = "freeze"
    SIGN = "sign"
    SEND = "send"
    RECEIVE = "receive"
    RETURN = "return"
    UNFREEZE = "unfreeze"


_FROM: Final[Mapping[ReportDeed, tuple[ReportState, ...]]] = {
    ReportDeed.FREEZE: (ReportState.DRAFT,),
    ReportDeed.SIGN: (ReportState.FROZEN,),
    ReportDeed.SEND: (ReportState.SIGNED,),
    ReportDeed.RECEIVE: (ReportState.SENT,),
    ReportDeed.RETURN: (ReportState.SENT, ReportState.RECEIVED),
    # What was signed stays as it was signed, unless it came back.
    ReportDeed.UNFREEZE: (ReportState.FROZEN, ReportState.RETURNED),
}
_TO: Final[Mapping[ReportDeed, ReportState]] = {
    ReportDeed.FREEZE: ReportState.FROZEN,
    ReportDeed.SIGN: ReportState.SIGNED,
    ReportDeed.SEND: ReportState.SENT,
    ReportDeed.RECEIVE: ReportState.RECEIVED,
    ReportDeed.RETURN: ReportState.RETURNED,
    ReportDeed.UNFREEZE: ReportState.DRAFT,
}
_NEXT: Final[Mapping[ReportState, ReportDeed]] = {
    ReportState.DRAFT: ReportDeed.FREEZE,
    ReportState.FROZEN: ReportDeed.SIGN,
    ReportState.SIGNED: ReportDeed.SEND,
    ReportState.SENT: ReportDeed.RECEIVE,
    ReportState.RETURNED: ReportDeed.UNFREEZE,
}


class NotItsTurn(UserError):
    """A report is not in a state for this step, since somebody took it on meanwhile."""

    code = "report_not_its_turn"


def next_deed(state: ReportState) -> ReportDeed | None:
    """What comes next for a report; nothing after it was received."""
    return _NEXT.get(state)


def possible(state: ReportState) -> tuple[ReportDeed, ...]:
    """Everything that may be done to a report in a state."""
    return tuple(deed for deed, states in _FROM.items() if state in states)


def after(state: ReportState, deed: ReportDeed) -> ReportState:
    """The state that a deed leads to. Raises :class:`NotItsTurn`."""
    if state not in _FROM[deed]:
        raise NotItsTurn()
    return _TO[deed]


def state_of(value: object) -> ReportState:
    """The state as it is kept; what this version does not know is as being drawn up."""
    try:
        return ReportState(value)
    except ValueError:
        return ReportState.DRAFT


def standing(kept: ReportState, *, received: bool, returned: bool) -> ReportState:
    """The state that holds: as its unit keeps it, and once it was signed, what was answered to it.

    The level above writes no state, only its answer: so what a unit notes of its own report meanwhile never
    contradicts it.
    """
    if kept.text_is_open:
        return kept
    if returned:
        return ReportState.RETURNED
    return ReportState.RECEIVED if received else kept


def answerable(state: ReportState) -> bool:
    """Whether the level above may answer a report: it was signed. That it is here says that it was sent."""
    return not state.text_is_open


def chart(title: str, this: str, base: str, rows: Mapping[str, tuple[int | None, int | None]]) -> Bars | None:
    """Bars of some figures of the period beside those of its base; nothing where there is nothing to draw."""
    from desktop.domain.paper import Bars  # the words of paper, which the steps of a report need not

    drawn = {label: pair for label, pair in rows.items() if any(pair)}
    if not drawn:
        return None
    now, then = zip(*drawn.values(), strict=True)
    series = ((this, now), (base, then)) if any(each is not None for each in then) else ((this, now),)
    return Bars(title, tuple(drawn), series)
