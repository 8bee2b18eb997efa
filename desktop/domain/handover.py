"""A handover of the unit's register from one person to another: what was said of it, as the minutes keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Final


class HandoverPath(StrEnum):
    """How the successor gets in; each can and cannot do something (its words are ``handover.path.<value>``)."""

    PRESENT = "present"
    """Whoever leaves hands over in person."""
    ADMINISTRATOR = "administrator"
    """They are gone or unwilling: the other administrator does it."""
    ENVELOPE = "envelope"
    """Nobody can log in: the code from the envelope opened the register."""
    UPPER = "upper"
    """Not even the envelope is there: the level above attests who is in charge now, and a new register was begun."""


STEPS: Final = ("work", "books", "keys", "accounts", "check", "paper")
"""The screens of the wizard, in order; their words are ``handover.step.<step>``."""

CHECKS: Final = ("figures", "opened", "envelope", "keys")
"""What the successor has checked with their own eyes; their words are ``handover.check.<check>``."""


@dataclass(frozen=True)
class Handover:
    """As far as it was filled in; texts are empty and days None while nobody said.

    Attributes:
        leaving, successor: ids of users; in a register that was begun anew who leaves has no account, and may be
            told by ``leaving_name``.
        day, hour: when the rights of who leaves end, in ISO form and as it was typed.
        title: of the person who leaves, as on paper.
        sticks, papers: how many rescue sticks and sealed envelopes change hands, in words.
        attested_by, attestation, attested_on: the paper of the level above, where that is the way;
            ``attested_signed`` where its file was read here and its signature found right.
        checks: those of :data:`CHECKS` that were ticked.
        step: the screen on which somebody was last.
    """

    path: HandoverPath = HandoverPath.PRESENT
    leaving: str = ""
    leaving_name: str = ""
    successor: str = ""
    leaving_title: str = ""
    successor_title: str = ""
    witness: str = ""
    day: str | None = None
    hour: str = "17:00"
    sticks: str = ""
    envelope: str = ""
    other_things: str = ""
    attested_by: str = ""
    attestation: str = ""
    attested_on: str | None = None
    attested_signed: bool = False
    found: str = ""
    checks: tuple[str, ...] = field(default=())
    step: int = 0

    def lacks(self) -> tuple[str, ...]:
        """The fields without which it cannot be brought to its end."""
        needed = ["successor", "day"]
        needed += ["attested_by", "attestation"] if self.path is HandoverPath.UPPER else ["leaving"]
        missing = [name for name in needed if not getattr(self, name)]
        if self.leaving and self.leaving == self.successor:
            missing.append("successor")
        return tuple(missing)


def write_handover(handover: Handover) -> dict[str, Any]:
    """As plain values."""
    return {**asdict(handover), "path": handover.path.value, "checks": list(handover.checks)}


def read_handover(plain: Mapping[str, Any]) -> Handover:
    """What :func:`write_handover` gave; fields that this version does not know are left out."""
    known = {each.name for each in fields(Handover)}
    held = {name: value for name, value in plain.items() if name in known}
    held["path"] = HandoverPath(held.get("path", HandoverPath.PRESENT))
    held["checks"] = tuple(each for each in held.get("checks", ()) if each in CHECKS)
    return Handover(**held)
