"""The chief's powers in a deputy's hands, from one day to another: handed on, taken back, and told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from desktop.domain.access import Permission, Role
from desktop.domain.delegation import Delegation
from desktop.domain.errors import UserError
from desktop.services.rights import read_delegations
from desktop.services.workspace import Workspace

LONGEST: Final = timedelta(days=366)


class NotADeputy(UserError):
    """The chief's powers go to a deputy of the unit only, from its chief."""

    code = "not_a_deputy"


class DaysOfDelegation(UserError):
    """It ends before it begins, lies in the past, or lasts longer than a year. Fact: ``most`` days."""

    code = "days_of_delegation"


def delegations(workspace: Workspace) -> tuple[Delegation, ...]:
    """Every one that there was, the newest first."""
    with workspace.reading() as reader:
        return read_delegations(reader)


def delegate(workspace: Workspace, chief: str, deputy: str, first: date, last: date) -> Delegation:
    """Hands a chief's powers to a deputy; it begins and ends by itself, on both days included.

    What a deputy holds is handed no further. Raises :class:`NotAllowed`, :class:`NotADeputy` and
    :class:`DaysOfDelegation`.
    """
    _require(workspace)
    if not first <= last or last < workspace.today() or last - first > LONGEST:
        raise DaysOfDelegation(most=LONGEST.days)
    made = Delegation(workspace.new_id(), chief, deputy, first, last)
    with workspace.file.writing() as writer:
        roles = {each.id: each.role for each in writer.people.all_users() if each.left_on is None}
        if (roles.get(chief), roles.get(deputy)) != (Role.CHIEF.value, Role.DEPUTY.value):
            raise NotADeputy()
        writer.people.delegate([made.id, chief, deputy, first.isoformat(), last.isoformat()])
    workspace.log_access("delegate", f"{deputy}:{first.isoformat()}:{last.isoformat()}")
    workspace.follow_people()
    return made


def withdraw(workspace: Workspace, delegation: str) -> None:
    """Takes the powers back before their last day; that they were handed on stays written."""
    _require(workspace)
    with workspace.file.writing() as writer:
        writer.people.withdraw(delegation)
    workspace.log_access("withdraw_delegation", delegation)
    workspace.follow_people()


def _require(workspace: Workspace) -> None:
    with workspace.reading(Permission.SIGN):
        pass
    if workspace.user.role is Role.DEPUTY:
        raise NotADeputy()
