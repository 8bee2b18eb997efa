"""What went over to another unit: told beside the record, which stays here with its history and counts no more."""

from __future__ import annotations

from datetime import date
from typing import Final

from desktop.base.values import dataclass
from desktop.domain.transfer import TRANSFER
from desktop.services.workspace import Workspace
from desktop.store.records import Selection
from desktop.store.register_file import Reader

SHOWN: Final = ("active", "handed")
"""The standings of what is shown with a record that it belongs to."""

_MOST: Final = 1_000


@dataclass(frozen=True)
class Handed:
    """To whom a record of this unit went over, and from which day; None where no order says a day that can be read."""

    station: str
    on: date | None


def handed(workspace: Workspace, register: str, record: str) -> Handed | None:
    """None for a record that this unit has, or never had."""
    with workspace.reading(register=register) as reader:
        now = reader.owners.handed(register, record)
        if now is None:
            return None
        try:
            on = date.fromisoformat(now.since)
        except ValueError:
            on = None
        return Handed(_name_of(reader, now.station), on)


def _name_of(reader: Reader, station: str) -> str:
    rows = reader.records.page(TRANSFER, Selection(), 0, _MOST)
    names = (row.values["to_name"] for row in rows if row.values["to_station"] == station)
    return next((str(name) for name in names if name), station)
