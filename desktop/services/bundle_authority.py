"""Whether each device may write what a bundle brings of it, by its certificate and by what was handed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from desktop.bundle.errors import ForeignErasure, ForeignRecord, RegisterAboveRole
from desktop.bundle.reading import Verified
from desktop.bundle.tiers import beneath
from desktop.domain.authority import Holder, Trespass, above, knew_of_transfer, trespasses
from desktop.domain.journal.operation import Operation, Whole
from desktop.domain.levels import is_above
from desktop.domain.registers import REGISTRY
from desktop.domain.transfer import TRANSFER, TRANSFER_LIST, heir, read_list
from desktop.services import rejecting
from desktop.services.taking import Holding
from desktop.store.journal import Place

_OWNERS: Final = 50_000  # places whose station is remembered from one check to the next


class BundleAuthority:
    """Asked before each operation goes into the journal, and once more when everything is folded."""

    def __init__(self, writer: Holding, verified: Verified) -> None:
        self._writer = writer
        self._verified = verified
        devices = [each.device for each in verified.contents.ranges]
        self._holders = {device: _holder(verified, device) for device in devices}
        self._owners: dict[Place, str | None] = {}
        # What is ordered by this very bundle is folded at its end.
        self._ordered = writer.owners.has_orders()
        self._doubtful: list[tuple[Operation, Trespass]] = []
        self._listed: set[Place] = set()

    def check(self, operations: Sequence[Operation]) -> None:
        """Raises what :mod:`desktop.bundle.errors` has for a device that writes what it may not.

        The operations are new, in their order, and go into the journal together after this; a rejection among them
        is the first. What another station's record says is left for :meth:`settle`: that it was handed over may
        come later in the same bundle.
        """
        self._look_up(operations)
        for each in operations:
            self._check(each)
            self._note_lists(each)
            self._note_made(each)

    def _look_up(self, operations: Sequence[Operation]) -> None:
        """Which of the records they write in, or put something under, nobody has made yet."""
        if len(self._owners) >= _OWNERS:
            self._owners.clear()
        places = {place for each in operations for place in _places(each)} - self._owners.keys()
        self._owners.update(dict.fromkeys(places - self._writer.journal.present(places)))

    def _check(self, operation: Operation) -> None:
        holder = self._holders[operation.device]
        for each in trespasses(operation, holder, self._owner, self._writer.station_of_device):
            if each.code in ("register", "order"):
                raise self._refusal(operation.device, each)
            self._doubtful.append((operation, each))
        station = self._verified.trusted.station
        if station is not None and rejecting.writes_anew(self._writer, station, operation):
            raise ForeignRecord(station=self._name_of(operation.device), owner=self._station_name(station))

    def _note_made(self, operation: Operation) -> None:
        """Whoever writes first in a record has made it."""
        for place in operation.places:
            if place in self._owners and self._owners[place] is None:
                maker = self._holders[operation.device].station
                self._owners[place] = self._writer.owners.after(maker, *place) if self._ordered else maker

    def _note_lists(self, operation: Operation) -> None:
        """Records listed in this very bundle: whoever writes them after it is asked about at the end."""
        if not self._listed and all(register != TRANSFER_LIST for register, _ in operation.places):
            return
        for _, leaf in operation.changes():
            place = (leaf.register, leaf.record)
            if place in self._listed:
                self._doubtful.append((operation, Trespass("record", operation.seq, *place, None)))
            if leaf.register == TRANSFER_LIST and leaf.field == "records" and isinstance(leaf, Whole):
                register, records = read_list(leaf.value)
                self._listed.update((register, each) for each in records)

    def settle(self) -> None:
        """Once everything is folded: what another station's device wrote must have been handed over to it, or
        written before it could know that it was handed over from it."""
        for operation, found in self._doubtful:
            if not self._excused(operation, found):
                raise self._refusal(operation.device, found)

    def _excused(self, operation: Operation, found: Trespass) -> bool:
        owners, station = self._writer.owners, self._holders[operation.device].station
        place = (found.register, found.record)
        if found.code == "erase":
            return (found.owner or "", station) in owners.merged()
        if found.register == TRANSFER:
            return station in owners.givers(found.record)
        steps = owners.steps(*place)
        # As it was before this operation: it may claim to be older than the one that made the record.
        maker = found.owner or owners.of(*place)
        owner = heir(maker, steps)
        if owner == station:
            return True
        if station == maker or station in {each.giver for each in steps}:
            takers = {each.taker for each in steps} - {station}
            lists = owners.listed_by(*place)
            return not knew_of_transfer(
                operation, lists, lambda device: self._writer.station_of_device(device) in takers
            )
        # Ordered, and not listed yet: the list is on another stick.
        return bool(owner and owners.orders(owner, station))

    def _owner(self, register: str, record: str) -> str | None:
        if (register, record) in self._owners:
            return self._owners[register, record]
        owner = self._writer.owners.of(register, record)
        if owner is not None:
            self._owners[register, record] = owner
        return owner

    def _refusal(self, device: str, found: Trespass) -> ForeignRecord | RegisterAboveRole | ForeignErasure:
        name, owner = self._name_of(device), self._station_name(found.owner)
        if found.code == "register":
            return RegisterAboveRole(station=name, register=found.register)
        if found.code == "erase":
            return ForeignErasure(station=name, owner=owner)
        return ForeignRecord(station=name, owner=owner)

    def _name_of(self, device: str) -> str:
        return self._verified.trusted.devices[device].certificate.station_name

    def _station_name(self, station: str | None) -> str:
        names = {
            known.certificate.station: known.certificate.station_name
            for known in self._verified.trusted.devices.values()
        }
        return names.get(station or "", station or "?")


def _places(operation: Operation) -> Iterator[Place]:
    yield from operation.places
    if any(register in REGISTRY.parents for register, _ in operation.places):
        overs = (above(leaf, REGISTRY) for _, leaf in operation.changes())
        yield from (over for over in overs if over is not None)


def _holder(verified: Verified, device: str) -> Holder:
    known = verified.trusted
    certificate = known.devices[device].certificate
    over = None
    if is_above(known.level_of(known.station) or "", certificate.level):
        # Another unit below us decides for those below it, not for its neighbour's.
        over = beneath(known, certificate.station)
    return Holder(device, certificate.station, certificate.level, certificate.roles, over)
