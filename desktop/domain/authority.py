"""What a device may write: its own station's records, and of others' only what its level decides.

A record belongs to the station of the device that created it. The check is pure and gives problems; whoever
receives operations refuses all of them for one problem.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop.domain.journal.erase import targets_of
from desktop.domain.journal.operation import ERASE_REGISTER, Operation
from desktop.domain.levels import superior

WHOLE_STATION: Final = "all"
"""The role of a station's own computers: every register, those of newer versions too."""

_REGISTERS_OF_ROLE: Final = {
    "awards": frozenset({"award", "award_set", "award_book"}),
    "mediation": frozenset({"dispute", "party", "session", "area", "group"}),
}
_DECIDED_ABOVE: Final = frozenset({"award", "award_set"})
"""What a level above writes in records of the stations below it."""


@dataclass(frozen=True)
class Holder:
    """What a device's certificate says of it: whose it is, of which level, and in which roles it writes.

    Attributes:
        over: the stations below its own, where that is known; None: all of which records may come by it.
    """

    device: str
    station: str
    level: str
    roles: tuple[str, ...]
    over: frozenset[str] | None = None

    def may_write(self, register: str) -> bool:
        """Whether any of its roles has the register; a role this version does not know gives nothing."""
        if WHOLE_STATION in self.roles:
            return True
        return any(register in _REGISTERS_OF_ROLE.get(role, frozenset()) for role in self.roles)


@dataclass(frozen=True, slots=True)
class Trespass:
    """One change that its device may not make.

    Attributes:
        code: ``record`` (another station's), ``register`` (above its roles) or ``erase`` (another's content).
        owner: the station whose it is; None where that is not known.
    """

    code: str
    seq: int
    register: str
    record: str
    owner: str | None


def trespasses(
    operation: Operation,
    holder: Holder,
    station_of: Callable[[str, str], str | None],
    station_of_device: Callable[[str], str | None],
) -> tuple[Trespass, ...]:
    """The changes of an operation that ``holder``, its device, may not make; empty when all is in order.

    Args:
        station_of: whose a (register, record) is, by the device that created it; None for a new one.
        station_of_device: the certified station of a device; None when there is no certificate.

    Changes of which nothing is shown do no harm and are asked about when their content arrives.
    """
    found: list[Trespass] = []
    asked: set[tuple[str, str]] = set()
    for _, leaf in operation.changes():
        place = (leaf.register, leaf.record)
        if leaf.register == ERASE_REGISTER or place in asked:
            continue
        asked.add(place)
        owner = station_of(*place)
        if not holder.may_write(leaf.register):
            found.append(Trespass("register", operation.seq, *place, owner))
        elif owner not in (None, holder.station) and not _decides(holder, leaf.register, owner):
            found.append(Trespass("record", operation.seq, *place, owner))
    return (*found, *_erasing(operation, holder, station_of_device))


def may_change(holder: Holder, register: str, owner: str | None) -> bool:
    """Whether others would take a change of ``holder`` to a record of station ``owner``."""
    own = owner in (None, holder.station)
    return holder.may_write(register) and (own or _decides(holder, register, owner))


def _decides(holder: Holder, register: str, owner: str | None) -> bool:
    within = holder.over is None or owner in holder.over
    return superior(holder.level) and within and register in _DECIDED_ABOVE


def _erasing(
    operation: Operation, holder: Holder, station_of_device: Callable[[str], str | None]
) -> list[Trespass]:
    """Contents are erased by the station that wrote them; an author without a certificate is nobody's own."""
    devices = dict.fromkeys(target.device for target in targets_of(operation))
    owners = {device: station_of_device(device) for device in devices if device != holder.device}
    return [
        Trespass("erase", operation.seq, ERASE_REGISTER, device, owner)
        for device, owner in owners.items()
        if owner != holder.station
    ]
