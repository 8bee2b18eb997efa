"""What lies on a stick or in a folder: whose each bundle is, whom it is for, and whether it was received.

Only the head of each file is read, which proves nothing: it tells a person which one to open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path

from desktop.bundle.reading import peek
from desktop.bundle.trust import Trust, Trusted
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.services.bundle_files import source_of
from desktop.services.devices import trusted
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader


class State(Enum):
    """What can be done with a bundle here."""

    NEW = "new"
    RECEIVED = "received"
    WAITING = "waiting"
    """It lies in the holding area until what it builds on has come."""
    OTHERS = "others"
    """It is written for other computers."""
    OURS = "ours"
    """This computer wrote it."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Arrival:
    """One file, as its head says.

    Attributes:
        owner: the unit whose computer wrote it; empty for one that is not known here.
        to: the units that it is for, as far as they are known here.
        received_on: when it was received.
    """

    path: Path
    state: State
    owner: str = ""
    to: tuple[str, ...] = ()
    received_on: date | None = None


def look_through(workspace: Workspace, files: Iterable[Path]) -> list[Arrival]:
    """Each file in the order given; one that cannot be read says so and stops nothing."""
    with workspace.reading(Permission.RECEIVE) as reader:
        known = trusted(workspace, reader)
        waiting = {each.bundle for each in reader.holding.all()}
        return [_arrival(reader, known, waiting, path) for path in files]


def _arrival(reader: Reader, known: Trusted, waiting: set[str], path: Path) -> Arrival:
    try:
        with source_of(path) as source:
            manifest = peek(source)
    except UserError:
        return Arrival(path, State.UNREADABLE)
    sender = known.devices.get(manifest.sender)
    owner = sender.certificate.station_name if sender is not None else ""
    readers = [known.devices[each] for each in manifest.recipients if each in known.devices]
    to = tuple(dict.fromkeys(each.certificate.station_name for each in readers))
    row = reader.bundle_summary(manifest.bundle, "in")
    if row is not None:
        return Arrival(path, State.RECEIVED, owner, to, datetime.fromisoformat(row[0]).date())
    if manifest.bundle in waiting:
        return Arrival(path, State.WAITING, owner, to)
    if any(each.trust is Trust.OWN for each in readers):
        return Arrival(path, State.NEW, owner, to)
    ours = sender is not None and sender.trust is Trust.OWN
    return Arrival(path, State.OURS if ours else State.OTHERS, owner, to)
