"""Whom a bundle is for, what its readers may have, and whose operations go to them."""

from __future__ import annotations

from collections.abc import Callable, Collection

from desktop.base.text import fold
from desktop.bundle.tiers import below, beneath, over
from desktop.bundle.trust import Trusted
from desktop.domain.levels import is_above
from desktop.domain.receipts import Grants, grants_of
from desktop.domain.scope import TARGET, Scope, scope_for
from desktop.domain.transfer import TRANSFER, TRANSFER_LIST
from desktop.services.assigned import NOTHING, moved
from desktop.services.devices import NoRecipient, Recipient, recipients_of, still_there, takers_of
from desktop.services.scope_cells import decided_above
from desktop.store.register_file import Reader


def everybody(reader: Reader, known: Trusted, own: str) -> list[Recipient]:
    """The units that a bundle may be written for, the upper level first."""
    return recipients_of(known, own, still_there(reader, known), takers_of(reader, known, own))


def recipient_for(reader: Reader, known: Trusted, own: str, station: str) -> Recipient:
    """Raises :class:`NoRecipient`."""
    found = next((each for each in everybody(reader, known, own) if each.station == station), None)
    if found is None:
        raise NoRecipient()
    return found


def scope_of(reader: Reader, known: Trusted, own: str, to: Recipient) -> Scope:
    """What goes to a unit, as its table stands now."""
    mine = known.devices[own].certificate
    theirs = {to.station, *beneath(known, to.station)}
    assigned = moved(reader, names_of(known, theirs)) if is_above(mine.level, to.level) else NOTHING
    scope = scope_for(
        (mine.station, mine.level),
        (to.station, to.level),
        beneath=beneath(known, to.station),
        over=over(known, mine.level),
        decided=decided_above(reader),
        handed=reader.owners.brought(theirs),
        came=assigned.came,
        went=assigned.went,
    )
    if scope is None:
        raise NoRecipient()
    return scope


def names_of(known: Trusted, stations: Collection[str]) -> dict[str, str]:
    """Some stations by what a person calls them: their name or their code, folded."""
    found = {fold(station): station for station in stations}
    for station in stations:
        for each in known.stations.get(station, {}).values():
            found[fold(each.certificate.station_name)] = station
    return found


def grants_for(reader: Reader, known: Trusted, own: str, to: Recipient) -> Grants:
    return grants_of(scope_of(reader, known, own, to))


def authors(known: Trusted, own: str, to: Recipient) -> list[str]:
    """The devices whose operations go: our station's own, what came from the other side, for our own all."""
    mine = known.devices[own].certificate
    if to.station == mine.station:
        return sorted(known.devices)
    stations = {mine.station}
    if to.level != mine.level:
        stations |= below(known, mine.level) if is_above(to.level, mine.level) else over(known, mine.level)
    return sorted(device for station in stations for device in known.stations[station])


def sources(known: Trusted, own: str, to: Recipient) -> frozenset[str]:
    """The stations whose chains come here by a unit: its own, and those beyond it."""
    mine = known.devices[own].certificate
    if to.station == mine.station:
        return frozenset({to.station})
    far = over(known, mine.level) if is_above(to.level, mine.level) else beneath(known, to.station)
    return far | {to.station}


def whose(reader: Reader, known: Trusted, scope: Scope) -> Callable[[str, str], str | None]:
    """Says whose a record is; an order to hand over is of either side that may have it, and a target of the unit
    that it is assigned to."""
    units: dict[str, str] = {}

    def assigned_to(record: str) -> str | None:
        state = reader.state(TARGET, record)
        unit = state.value("unit") if state is not None else None
        if not isinstance(unit, str) or scope.stations is None:
            return None
        if not units:
            units.update(names_of(known, scope.stations))
        return units.get(fold(unit))

    def station_of(register: str, record: str) -> str | None:
        if register == TARGET and (unit := assigned_to(record)) is not None:
            return unit
        if register in (TRANSFER, TRANSFER_LIST) and scope.stations is not None:
            side = next(iter(sorted(reader.owners.sides(register, record) & scope.stations)), None)
            if side is not None:
                return side
        return reader.owners.of(register, record)

    return station_of
