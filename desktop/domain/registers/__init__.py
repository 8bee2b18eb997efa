"""The registers of the movement, each declared once."""

from desktop.domain.fields import Registry
from desktop.domain.registers.awards import AWARD
from desktop.domain.registers.disputes import DISPUTE, PARTY, SESSION
from desktop.domain.registers.groups import AREA, GROUP, MEMBER
from desktop.domain.registers.people import HOUSEHOLD, PERSON, VISIT

REGISTRY = Registry((AREA, PERSON, GROUP, MEMBER, HOUSEHOLD, VISIT, DISPUTE, PARTY, SESSION, AWARD))

__all__ = [
    "AREA",
    "AWARD",
    "DISPUTE",
    "GROUP",
    "HOUSEHOLD",
    "MEMBER",
    "PARTY",
    "PERSON",
    "REGISTRY",
    "SESSION",
    "VISIT",
]
