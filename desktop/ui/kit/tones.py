"""Which choices say how something stands, and in which tone; all others are plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.fields import Field, Kind
from desktop.services.views import Value
from desktop.ui.kit.palette import Tone

ICONS: Final[Mapping[Tone, str]] = {
    Tone.NEUTRAL: "draft",
    Tone.INFO: "half",
    Tone.DONE: "check",
    Tone.DUE: "due",
    Tone.LATE: "late",
    Tone.SECRET: "secret",
}
"""The icon that tells each tone apart where colour does not."""

_STATES: Final[Mapping[str, Mapping[str, Tone]]] = {
    "dispute_outcome": {
        "open": Tone.INFO,
        "settled": Tone.DONE,
        # A mediation that did not succeed is a result, not an error.
        "not_settled": Tone.NEUTRAL,
        "ended_on_request": Tone.NEUTRAL,
        "referred": Tone.NEUTRAL,
        "out_of_scope": Tone.NEUTRAL,
    },
    "award_stage": {
        "draft": Tone.NEUTRAL,
        "submitted": Tone.INFO,
        "returned": Tone.DUE,
        "decided": Tone.INFO,
        "printed": Tone.INFO,
        "handed": Tone.DONE,
        "not_handed": Tone.NEUTRAL,
        "revoked": Tone.LATE,
    },
    "model_stage": {
        "survey": Tone.NEUTRAL,
        "proposed": Tone.INFO,
        "launched": Tone.INFO,
        "active": Tone.DONE,
        "replicated": Tone.DONE,
        "consolidating": Tone.DUE,
    },
    "recognition_result": {
        "pending": Tone.NEUTRAL,
        "passed": Tone.DONE,
        # A result, not an error.
        "not_passed": Tone.NEUTRAL,
    },
    "equipment_condition": {
        "good": Tone.DONE,
        "repair": Tone.DUE,
        "broken": Tone.LATE,
        "lost": Tone.LATE,
    },
    "report_state": {
        "draft": Tone.NEUTRAL,
        "frozen": Tone.INFO,
        "signed": Tone.INFO,
        "sent": Tone.INFO,
        "received": Tone.DONE,
        "returned": Tone.DUE,
    },
    "visit_result": {
        "stable": Tone.DONE,
        "improved": Tone.DONE,
        "watch": Tone.DUE,
        "needs_help": Tone.DUE,
        "to_report": Tone.LATE,
        "absent": Tone.NEUTRAL,
        "unwilling": Tone.NEUTRAL,
        "moved": Tone.NEUTRAL,
    },
}

_WARNING_FLAGS: Final[Mapping[str, Tone]] = {"violence_risk": Tone.LATE, "is_key": Tone.DUE}


def tone_of(field: Field, value: Value) -> Tone | None:
    """The tone of a value that is shown as a chip, or None for plain words."""
    if field.kind is Kind.CHOICE and isinstance(value, str):
        return _STATES.get(field.catalogue or "", {}).get(value)
    if value is True:
        return _WARNING_FLAGS.get(field.name)
    return None


def is_state(field: Field) -> bool:
    """Whether a column of the field holds chips."""
    return (field.catalogue or "") in _STATES or field.name in _WARNING_FLAGS
