"""A deputy acts for the chief from one day to another: whoever signs then signs as KT.

It begins and ends by itself. What day it is comes from outside, and is never earlier than the last day on which
something was written here, so that a clock put back makes nothing last longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from desktop.base.values import dataclass
from desktop.domain.access import Role


@dataclass(frozen=True)
class Delegation:
    """The chief's powers in a deputy's hands, both days included.

    Attributes:
        chief, deputy: ids of users of the file.
        withdrawn: it was ended before its last day.
    """

    id: str
    chief: str
    deputy: str
    first: date
    last: date
    withdrawn: bool = False

    def in_force(self, today: date) -> bool:
        return not self.withdrawn and self.first <= today <= self.last

    def is_over(self, today: date) -> bool:
        return self.withdrawn or today > self.last


def held_by(user: str, delegations: Iterable[Delegation], today: date) -> Delegation | None:
    """What a deputy holds today, the one that lasts longest."""
    held = [each for each in delegations if each.deputy == user and each.in_force(today)]
    return max(held, key=lambda each: each.last, default=None)


def acting_role(user: str, role: Role, delegations: Iterable[Delegation], today: date) -> Role:
    """What a user may do today: a deputy with the chief's powers is as the chief."""
    return Role.CHIEF if role is Role.DEPUTY and held_by(user, delegations, today) is not None else role
