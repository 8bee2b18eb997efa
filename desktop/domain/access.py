"""Who may do what inside one file: one table, asked in the one door for writes and before each reading.

Roles in a file are convenience; separate files are the boundary (a ward official has a file of their own).
"""

from __future__ import annotations

from enum import Enum, auto

from desktop.domain.errors import UserError
from desktop.domain.scope_table import AWARDS, MEDIATION, registers_of


class Role(Enum):
    """What a user of the file is (see the glossary): the value is stored and must not change."""

    OFFICER = "officer"
    CHIEF = "chief"
    DEPUTY = "deputy"
    """Signs for the chief while that was handed to them with dates (see ``delegation``), and not before or after."""
    JUSTICE = "justice"
    WARD = "ward"
    ADMIN = "admin"
    UPPER = "upper"


class Permission(Enum):
    """What a use case asks for."""

    READ = auto()
    EDIT = auto()
    REVEAL = auto()
    IMPORT = auto()
    PRINT = auto()
    SEND = auto()
    RECEIVE = auto()
    SIGN = auto()
    ERASE = auto()
    ADMINISTER = auto()
    AUDIT = auto()
    """Reading who did what, and what is held of one person: all of it at once."""


_EVERYDAY = frozenset(
    {
        Permission.READ,
        Permission.EDIT,
        Permission.REVEAL,
        Permission.IMPORT,
        Permission.PRINT,
        Permission.SEND,
        Permission.RECEIVE,
    }
)

_ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _EVERYDAY,
    Role.DEPUTY: _EVERYDAY,
    Role.CHIEF: _EVERYDAY | {Permission.SIGN, Permission.ERASE, Permission.AUDIT},
    Role.JUSTICE: frozenset(
        {Permission.READ, Permission.EDIT, Permission.REVEAL, Permission.IMPORT, Permission.PRINT}
    ),
    Role.WARD: frozenset({Permission.READ, Permission.EDIT, Permission.PRINT, Permission.RECEIVE}),
    # One officer of a small station is often its administrator too.
    Role.ADMIN: _EVERYDAY | {Permission.SIGN, Permission.ERASE, Permission.ADMINISTER, Permission.AUDIT},
    Role.UPPER: frozenset(
        {Permission.READ, Permission.PRINT, Permission.SEND, Permission.RECEIVE, Permission.EDIT}
    ),
}

_PART = {Role.JUSTICE: registers_of(MEDIATION), Role.WARD: registers_of(AWARDS)}
"""The roles that have but a part of the registers: the same part that a computer of theirs would be sent."""
_CASES: dict[Role, dict[str, tuple[str, str]]] = {
    Role.JUSTICE: {"dispute": ("mediated_by", "mediation_group")}
}
"""Of some registers a role sees only records of which a field says something: the justice official the cases of
mediation groups (Luật Hòa giải ở cơ sở), never those of the police or of self-management groups."""
ADMINISTERED = frozenset(
    {"rule", "catalogue_entry", "scope_cell", "transfer", "transfer_list", "data_purpose"}
)
"""What everybody goes by: set on pages of the administrator."""
_WRITING = frozenset({Permission.EDIT, Permission.IMPORT, Permission.ERASE})


class NotAllowed(UserError):
    """The role may not do this."""

    code = "not_allowed"


class RightsEnded(NotAllowed):
    """The user's rights ended at an hour that has passed. Fact: ``at``."""

    code = "rights_ended"


def allowed(role: Role, permission: Permission) -> bool:
    return permission in _ALLOWED[role]


def sees(role: Role, register: str) -> bool:
    """Whether a role may know that a register exists: an entry it may not use is absent, not grey."""
    return role not in _PART or register in _PART[role]


def rows_seen(role: Role) -> dict[str, tuple[str, str]]:
    """By register: the field and the value of the only records that a role may know of; others it sees whole."""
    return _CASES.get(role, {})


def needed(permission: Permission, register: str | None) -> Permission:
    """What doing something to a register takes: what everybody goes by is changed by administrators only."""
    return Permission.ADMINISTER if register in ADMINISTERED and permission in _WRITING else permission


def require(role: Role, permission: Permission, register: str | None = None) -> None:
    """Raises :class:`NotAllowed` unless the role may do this, to this register if one is named."""
    permission = needed(permission, register)
    if not allowed(role, permission) or (register is not None and not sees(role, register)):
        raise NotAllowed(role=role.value, permission=permission.name.lower())
