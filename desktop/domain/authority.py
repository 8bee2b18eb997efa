"""What a device may write: its own station's records, and of others' only what its level decides.

A record belongs to the station of the device that created it, and whoever writes a record that belongs to another
(a session of a dispute) writes in that one too. The check is pure and gives problems; whoever receives operations
refuses all of them for one problem.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from desktop.base.values import dataclass
from desktop.domain.fields import SEEN, Registry
from desktop.domain.journal.erase import targets_of
from desktop.domain.journal.operation import ERASE_REGISTER, Closed, Operation, Whole
from desktop.domain.levels import superior
from desktop.domain.registers import REGISTRY
from desktop.domain.rejecting import puts_back, rejected
from desktop.domain.scope_table import AWARDS, MEDIATION, registers_of
from desktop.domain.transfer import TRANSFER

WHOLE_STATION: Final = "all"
"""The role of a station's own computers: every register, those of newer versions too."""

AWARDS_ONLY: Final = (AWARDS,)
"""The roles of a computer that was begun from a print pack."""

_PARTS: Final = frozenset({AWARDS, MEDIATION})
_READ_ONLY: Final[Mapping[str, frozenset[str]]] = {AWARDS: frozenset({"award_book"})}
"""What a role sees and does not write: who gives the numbers is for the station to say."""

_DECIDED_ABOVE: Final[Mapping[str, frozenset[str] | None]] = {
    "award": None,
    "award_set": None,
    # A report is the station's word; the level above says that it came, or why it goes back.
    "report": frozenset({"state", "received_on", "returned_on", "return_reason"}),
}
"""What a level above writes in records of the stations below it: these fields, or all (None)."""


_ASKED: Final = frozenset({TRANSFER, ERASE_REGISTER})
"""Registers of which each change is looked at."""


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
        if is_whole(self.roles):
            return True
        return any(register in registers_of(role) - _READ_ONLY.get(role, frozenset()) for role in self.roles)


def is_whole(roles: Collection[str]) -> bool:
    """Whether they are those of a station's own computer, to which everything goes and which speaks for others."""
    return WHOLE_STATION in roles


def within(roles: Collection[str], others: Collection[str]) -> bool:
    """Whether ``roles`` give no right that ``others`` do not give."""
    lesser = is_whole(others) and set(roles) <= _PARTS
    return lesser or set(roles) <= set(others)


@dataclass(frozen=True, slots=True)
class Trespass:
    """One change that its device may not make.

    Attributes:
        code: ``record`` (another station's), ``register`` (above its roles), ``erase`` (another's content) or
            ``order`` (it hands over what is not its level's to order).
        register, record: what it wrote in, or put something under.
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
    registry: Registry = REGISTRY,
) -> tuple[Trespass, ...]:
    """The changes of an operation that ``holder``, its device, may not make; empty when all is in order.

    Args:
        station_of: whose a (register, record) is, by the device that created it; None for a new one.
        station_of_device: the certified station of a device; None when there is no certificate.

    Changes of which nothing is shown do no harm and are asked about when their content arrives.
    """
    of = rejected(operation)
    if of is None and all(_plainly_own(place, holder, station_of, registry) for place in operation.places):
        return tuple(_erasing(operation, holder, station_of_device))
    found: dict[tuple[str, str], Trespass] = {}
    place, owner, granted, own = ("", ""), None, True, True
    for _, leaf in operation.changes():
        if leaf.register == ERASE_REGISTER or (leaf.register, leaf.record) in found:
            continue
        if place != (leaf.register, leaf.record):
            place = (leaf.register, leaf.record)
            owner, granted = station_of(*place), holder.may_write(leaf.register)
            own = _own(holder, owner)
        if not granted:
            found[place] = Trespass("register", operation.seq, *place, owner)
        elif of is not None and puts_back(leaf, of) and _stands_over(holder, owner):
            continue
        elif leaf.register == TRANSFER and not _may_order(holder, leaf):
            found[place] = Trespass("order", operation.seq, *place, owner)
        elif not own and not _may_write_field(holder, leaf.register, leaf.field, owner):
            found[place] = Trespass("record", operation.seq, *place, owner)
        elif (over := above(leaf, registry)) is not None and not _own(holder, whose := station_of(*over)):
            found[place] = Trespass("record", operation.seq, *over, whose)
    return (*found.values(), *_erasing(operation, holder, station_of_device))


def _plainly_own(
    place: tuple[str, str], holder: Holder, station_of: Callable[[str, str], str | None], registry: Registry
) -> bool:
    """Whether nothing more is to be asked of the changes to a record, as of most that come."""
    register, _ = place
    return (
        register not in _ASKED
        and register not in registry.parents
        and holder.may_write(register)
        and _own(holder, station_of(*place))
    )


def may_change(holder: Holder, register: str, fields: Iterable[str], owner: str | None) -> bool:
    """Whether others would take a change of ``holder`` to these fields of a record of station ``owner``."""
    every = all(_may_write_field(holder, register, field, owner) for field in fields)
    return holder.may_write(register) and every


def _stands_over(holder: Holder, owner: str | None) -> bool:
    return superior(holder.level) and (holder.over is None or owner in holder.over)


def _may_write_field(holder: Holder, register: str, field: str, owner: str | None) -> bool:
    if _own(holder, owner):
        return True
    if not _stands_over(holder, owner) or register not in _DECIDED_ABOVE:
        return False
    fields = _DECIDED_ABOVE[register]
    return fields is None or field == SEEN or field in fields


def _may_order(holder: Holder, leaf: Whole | Closed) -> bool:
    """Records go over by order of a level above both stations."""
    if not superior(holder.level):
        return False
    if holder.over is None or leaf.field not in ("from_station", "to_station") or isinstance(leaf, Closed):
        return True
    return isinstance(leaf.value, str) and leaf.value in holder.over


def knew_of_transfer(
    operation: Operation, lists: Iterable[tuple[str, int]], is_takers: Callable[[str], bool]
) -> bool:
    """Whether the author of a change of what was once its own must have known that it had gone over.

    Args:
        lists: (device, number) of the operations that listed the record.
        is_takers: whether a device is of a station that has had the record since.
    """
    if any(device == operation.device and seq < operation.seq for device, seq in lists):
        return True
    for _, leaf in operation.changes():
        seen = leaf.value if leaf.field == SEEN and isinstance(leaf, Whole) else None
        devices = [*(seen if isinstance(seen, dict) else ()), *(each.device for each in leaf.replaced)]
        if any(map(is_takers, devices)):
            return True
    return False


def _own(holder: Holder, owner: str | None) -> bool:
    return owner in (None, holder.station)


def above(leaf: Whole | Closed, registry: Registry) -> tuple[str, str] | None:
    """The record that a change puts its own record under; None where it does not, or does not show it."""
    parent = registry.parents.get(leaf.register)
    if parent is None or leaf.field != parent[0] or not isinstance(leaf, Whole):
        return None
    return (parent[1], leaf.value) if isinstance(leaf.value, str) else None


def _erasing(
    operation: Operation, holder: Holder, station_of_device: Callable[[str], str | None]
) -> list[Trespass]:
    """Contents are erased by the station that wrote them; an author without a certificate is nobody's own.

    A computer that has only some of the station's registers erases what it wrote itself.
    """
    devices = dict.fromkeys(target.device for target in targets_of(operation))
    owners = {device: station_of_device(device) for device in devices if device != holder.device}
    return [
        Trespass("erase", operation.seq, ERASE_REGISTER, device, owner)
        for device, owner in owners.items()
        if owner != holder.station or not is_whole(holder.roles)
    ]
