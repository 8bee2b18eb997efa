"""Records that go over to another station: ordered by the level above, listed by the station that gives them.

From the order on, or the list, the taking station writes them. What the giving one wrote before it could know is taken
in and merged; afterwards the door refuses it, and so do all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from desktop.base.text import tidy
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.levels import is_above, superior
from desktop.domain.transfer import AT_ONCE, TRANSFER, TRANSFER_LIST, write_list
from desktop.services.devices import trusted
from desktop.services.environment import read_station
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.hanging import Hanging
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

_MOST: Final = 1_000


class TransferKind(Enum):
    """The values are the codes of the catalogue ``transfer_kind``."""

    STATION = "station"
    AREA = "area"
    HOUSEHOLD = "household"
    PERSON = "person"


class Side(Enum):
    """What this unit has to do with an order."""

    ORDERS = "orders"
    GIVES = "gives"
    TAKES = "takes"
    BESIDE = "beside"


class NotYoursToOrder(UserError):
    """Records go over by order of the level above both units."""

    code = "transfer_not_yours"


class TransferNeedsTwo(UserError):
    """An order names two different units, and an area where one goes over."""

    code = "transfer_needs_two"


class NotYoursToGive(UserError):
    """This unit does not give under this order, or the record is not its own."""

    code = "transfer_not_given_here"


@dataclass(frozen=True)
class Unit:
    """A station that records may go over from or to."""

    code: str
    name: str


@dataclass(frozen=True)
class Order:
    """An order as a list shows it.

    Attributes:
        area: the name of the area that goes over, where it is known here.
        listed: how many records the giving station has listed, as far as the lists came here.
        waits: this unit gives, and has listed nothing yet.
    """

    id: str
    kind: TransferKind
    giver: Unit
    taker: Unit
    effective_on: date | None
    side: Side
    area: str | None = None
    area_id: str | None = None
    decision_number: str = ""
    decision_on: str = ""
    note: str = ""
    listed: int = 0

    @property
    def waits(self) -> bool:
        return self.side is Side.GIVES and self.kind is not TransferKind.STATION and not self.listed


@dataclass(frozen=True)
class OrderDraft:
    """What a person says of a new order."""

    kind: TransferKind
    giver: str
    taker: str
    effective_on: date
    area: str | None = None
    decision_number: str = ""
    decision_on: date | None = None
    note: str = ""


def units(workspace: Workspace) -> list[Unit]:
    """The stations below this unit, by name."""
    with workspace.reading(register=TRANSFER) as reader:
        return _units(workspace, reader)


def orders(workspace: Workspace) -> list[Order]:
    """Every order that is held here, the newest first."""
    with workspace.reading(register=TRANSFER) as reader:
        rows = reader.records.page(TRANSFER, Selection(), 0, _MOST)
        own = read_station(reader)
        found = [_order(reader, row, own.code, own.level) for row in rows]
    return [each for each in found if each is not None]


def order(workspace: Workspace, draft: OrderDraft) -> Changes:
    """Orders that records go over. Raises :class:`NotYoursToOrder` and :class:`TransferNeedsTwo`."""
    with workspace.change(f"{TRANSFER}.order", Permission.ADMINISTER, TRANSFER) as change:
        names = {each.code: each.name for each in _units(workspace, change.writer)}
        if not superior(read_station(change.writer).level):
            raise NotYoursToOrder()
        sides = {draft.giver, draft.taker}
        if (
            len(sides) != 2
            or not sides <= set(names)
            or (draft.kind is TransferKind.AREA) is not bool(draft.area)
        ):
            raise TransferNeedsTwo()
        values: dict[str, Any] = {
            "kind": draft.kind.value,
            "from_station": draft.giver,
            "from_name": names[draft.giver],
            "to_station": draft.taker,
            "to_name": names[draft.taker],
            "area": draft.area,
            "effective_on": draft.effective_on.isoformat(),
            "decision_number": tidy(draft.decision_number),
            "decision_on": draft.decision_on.isoformat() if draft.decision_on else None,
            "note": tidy(draft.note),
        }
        change.create(TRANSFER, values)
        change.subject = f"{names[draft.giver]} – {names[draft.taker]}"
    return change.result


def preview(workspace: Workspace, order: str, record: str | None = None) -> Mapping[str, int]:
    """By register, how many records would go over; ``record`` is the household or the person of those orders.

    Raises :class:`NotYoursToGive`.
    """
    with workspace.reading(register=TRANSFER) as reader:
        return {name: len(records) for name, records in _going(workspace, reader, order, record).items()}


def hand_over(workspace: Workspace, order: str, record: str | None = None) -> Changes:
    """Lists what goes over under an order; from now on the other station writes it. Raises :class:`NotYoursToGive`."""
    with workspace.change(f"{TRANSFER}.give", Permission.ADMINISTER, TRANSFER) as change:
        going = _going(workspace, change.writer, order, record)
        for register, records in going.items():
            for start in range(0, len(records), AT_ONCE):
                text = write_list(register, records[start : start + AT_ONCE])
                change.create(TRANSFER_LIST, {"transfer": order, "records": text})
        stored = change.writer.records.get(TRANSFER, order)
        change.subject = str(stored.values["to_name"] or "") if stored is not None else ""
    return change.result


def _going(workspace: Workspace, reader: Reader, order: str, record: str | None) -> dict[str, list[str]]:
    stored = reader.records.get(TRANSFER, order)
    own = read_station(reader)
    found = _order(reader, stored, own.code, own.level) if stored is not None else None
    if found is None or found.side is not Side.GIVES or found.kind is TransferKind.STATION:
        raise NotYoursToGive()
    subject = found.area_id if found.kind is TransferKind.AREA else record
    if subject is None or reader.owners.of(found.kind.value, subject) != own.code:
        raise NotYoursToGive()
    return Hanging(reader.connection, workspace.registry, own.code).of((found.kind.value, subject))


def _order(reader: Reader, row: Stored, own: str, level: str) -> Order | None:
    values = row.values
    kinds = {each.value for each in TransferKind}
    if row.standing != "active" or values["kind"] not in kinds:
        return None
    giver, taker = values["from_station"] or "", values["to_station"] or ""
    side = {giver: Side.GIVES, taker: Side.TAKES}.get(own, Side.ORDERS if superior(level) else Side.BESIDE)
    area = values["area"]
    try:
        effective = date.fromisoformat(values["effective_on"] or "")
    except ValueError:
        effective = None
    return Order(
        row.id,
        TransferKind(values["kind"]),
        Unit(giver, values["from_name"] or giver),
        Unit(taker, values["to_name"] or taker),
        effective,
        side,
        reader.records.titles("area", [area]).get(area) if area else None,
        area,
        values["decision_number"] or "",
        values["decision_on"] or "",
        values["note"] or "",
        reader.owners.listed_under(row.id),
    )


def _units(workspace: Workspace, reader: Reader) -> list[Unit]:
    known = trusted(workspace, reader)
    level = read_station(reader).level
    found = {
        each.certificate.station: each.certificate.station_name
        for each in known.devices.values()
        if is_above(level, each.certificate.level)
    }
    return [Unit(code, name) for code, name in sorted(found.items(), key=lambda each: each[1])]
