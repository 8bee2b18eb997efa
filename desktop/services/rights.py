"""What a user may do at a moment: the role, powers that were handed to them for a time, and the hour of their end."""

from __future__ import annotations

from datetime import date, datetime

from desktop.base.values import dataclass
from desktop.domain.access import Permission, RightsEnded, Role, allowed, require
from desktop.domain.delegation import Delegation, acting_role, held_by
from desktop.services.environment import User
from desktop.store.register_file import Reader


@dataclass(frozen=True)
class Rights:
    """As the file has them; the moment comes from outside.

    Attributes:
        until: when they end; None for no end.
        delegations: every one that there was.
    """

    until: datetime | None
    delegations: tuple[Delegation, ...]

    def ended(self, now: datetime) -> bool:
        return self.until is not None and now >= self.until

    def role(self, user: User, now: datetime) -> Role:
        return acting_role(user.id, user.role, self.delegations, now.date())

    def held(self, user: User, now: datetime) -> Delegation | None:
        """What was handed to a user and is in force."""
        return held_by(user.id, self.delegations, now.date())

    def may(self, user: User, permission: Permission, now: datetime) -> bool:
        return not self.ended(now) and allowed(self.role(user, now), permission)

    def require(self, user: User, permission: Permission, register: str | None, now: datetime) -> None:
        """Raises :class:`NotAllowed`, of which :class:`RightsEnded` is one."""
        if self.until is not None and self.ended(now):
            raise RightsEnded(at=self.until)
        require(self.role(user, now), permission, register)


def read_rights(reader: Reader, user: User) -> Rights:
    """A user's rights as they stand in the file."""
    stored = reader.people.user(user.id)
    until = datetime.fromisoformat(stored.until) if stored is not None and stored.until else None
    return Rights(until, read_delegations(reader))


def read_delegations(reader: Reader) -> tuple[Delegation, ...]:
    """Every one that there was, the newest first."""
    return tuple(
        Delegation(key, chief, deputy, date.fromisoformat(first), date.fromisoformat(last), withdrawn)
        for key, chief, deputy, first, last, withdrawn in reader.people.delegations()
    )
