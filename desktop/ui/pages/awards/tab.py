"""What the two tabs of sets of awards show, and what may be done there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.domain.awarding import STEPS, Deed
from desktop.services.award_papers import PaperKind


@dataclass(frozen=True)
class Tab:
    """What one tab shows and what may be done there; the first deed is the page's own.

    Attributes:
        views: by name the stages of what may be shown alone; the first is everything.
        papers: the first is shown by Ctrl+P.
    """

    name: str
    views: Mapping[str, tuple[str, ...]]
    deeds: tuple[str, ...]
    papers: tuple[PaperKind, ...]


PROPOSALS: Final = Tab(
    "award_set",
    {
        "all": ("draft", "returned", "submitted"),
        "draft": ("draft",),
        "returned": ("returned",),
        "submitted": ("submitted",),
    },
    ("propose", "add", "submit", "send_back", "rewrite"),
    (PaperKind.SUBMISSION,),
)
DECISIONS: Final = Tab(
    "decisions",
    {
        "all": ("submitted", "decided", "printed", "handed", "not_handed", "revoked"),
        "submitted": ("submitted",),
        "unhanded": ("decided", "printed"),
        "handed": ("handed",),
    },
    ("decide", "number", "hand_over", "not_handed", "rewrite", "correct", "revoke"),
    (
        PaperKind.DECISION,
        PaperKind.CORRECTION,
        PaperKind.SIGN_OFF,
        PaperKind.PROOF,
        PaperKind.CALLING,
        PaperKind.LABELS,
        PaperKind.INVITATION,
    ),
)
WHOLE_SETS: Final = {
    "submit": STEPS[Deed.SUBMIT].before,
    "send_back": STEPS[Deed.SEND_BACK].before,
    "decide": STEPS[Deed.DECIDE].before,
    # A number is never taken back: of those not decided yet, only the ones a person ticks.
    "number": frozenset({"decided", "printed"}),
}
"""What may be done to a whole set without a tick, and to which of its awards; the rest goes by ticks alone."""
