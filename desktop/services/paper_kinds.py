"""Which papers there are, of which records they are made, and who may have them; ``papers`` draws them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from desktop.base.values import dataclass
from desktop.domain.access import Permission, sees
from desktop.services.workspace import Workspace


class PaperKind(StrEnum):
    """Which paper; its words are ``papers.<value>``."""

    MEDIATION_BOOK = "mediation_book"
    SETTLEMENT_MINUTES = "settlement_minutes"
    GROUP_DECISION = "group_decision"
    MEMBER_DECISION = "member_decision"
    INVITATION = "invitation"
    MEMBER_CARDS = "member_cards"
    MEMBER_CARD = "member_card"
    RECOGNITION_CERTIFICATE = "recognition_certificate"


@dataclass(frozen=True)
class Offer:
    """Whose paper it is.

    Attributes:
        register: whose records have it.
        about: the register that its reader must be allowed to see, by ``needs``.
        over: the register over whose list it is offered as well.
    """

    register: str
    about: str
    needs: Permission = Permission.PRINT
    over: str | None = None

    def open_to(self, workspace: Workspace) -> bool:
        """Whether the user may have such a paper."""
        return workspace.may(self.needs) and sees(workspace.role, self.about)


OFFERS: Final[dict[PaperKind, Offer]] = {
    PaperKind.SETTLEMENT_MINUTES: Offer("dispute", "dispute", Permission.REVEAL),
    PaperKind.MEDIATION_BOOK: Offer("group", "dispute", Permission.REVEAL, over="dispute"),
    PaperKind.GROUP_DECISION: Offer("group", "member"),
    PaperKind.INVITATION: Offer("group", "member"),
    PaperKind.MEMBER_CARDS: Offer("group", "member"),
    PaperKind.MEMBER_DECISION: Offer("member", "member"),
    PaperKind.MEMBER_CARD: Offer("member", "member"),
    PaperKind.RECOGNITION_CERTIFICATE: Offer("recognition", "recognition"),
}


def offered_over(workspace: Workspace, register: str) -> tuple[PaperKind, ...]:
    """The papers that this user may have over the list of a register."""
    return tuple(
        kind for kind, offer in OFFERS.items() if offer.over == register and offer.open_to(workspace)
    )
