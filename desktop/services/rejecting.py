"""What the level above does not accept: rejected there with a reason, told here, corrected and sent again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.base.text import tidy
from desktop.bundle.trust import Trusted
from desktop.domain.access import Permission, sees
from desktop.domain.errors import UserError
from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.compose import Intent
from desktop.domain.journal.merge import fold
from desktop.domain.journal.operation import Operation
from desktop.domain.journal.undo import undo_intents
from desktop.domain.levels import is_above
from desktop.domain.rejecting import REJECT, rejected, restores_former
from desktop.services.describe import describe
from desktop.services.devices import trusted
from desktop.services.erasing import ReasonMissing
from desktop.services.permanent import refuse_permanent
from desktop.services.registers import NothingToUndo
from desktop.services.taking import Holding
from desktop.services.views import Changes, Hit
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
from desktop.store.register_file import Reader

_READ: Final = "rejections_read"
"""Local: rejections that a person here has done with."""


class NotBelow(UserError):
    """Only what a unit below wrote can be rejected."""

    code = "not_below"


@dataclass(frozen=True)
class Rejection:
    """A change of this unit that the level above did not accept.

    Attributes:
        operation: the rejection itself.
        hit: the record; its title is empty where nobody may see it.
        unit, actor: who rejected it.
        fields: what was put back; empty where the record as such was rejected.
        removed: the rejected change had made the record.
    """

    operation: tuple[str, int]
    hit: Hit
    unit: str
    actor: str
    at: datetime
    reason: str
    fields: tuple[str, ...]
    removed: bool


def may_reject(workspace: Workspace, known: Trusted, operation: tuple[str, int]) -> bool:
    """Whether a unit below this one wrote an operation."""
    author = known.devices.get(operation[0])
    own = known.devices[workspace.device].certificate
    return author is not None and is_above(own.level, author.certificate.level)


def reject(workspace: Workspace, places: Sequence[Place], operation: tuple[str, int], reason: str) -> Changes:
    """Rejects what an operation of a unit below changed in one record, where it still stands, with a reason.

    Raises :class:`ReasonMissing`, :class:`NotBelow` and :class:`NothingToUndo`.
    """
    with workspace.change(REJECT, Permission.EDIT, places[0][0]) as change:
        if not tidy(reason):
            raise ReasonMissing()
        refuse_permanent(change.writer.journal.operation(*operation))
        if not may_reject(workspace, trusted(workspace, change.writer), operation):
            raise NotBelow()
        records = change.writer.journal.changes_of_many(places)
        states = {place: state for place, some in records.items() if (state := fold(some)) is not None}
        seen = {
            (register, record): change.writer.seen(change.writer.family(workspace.registry[register], record))
            for register, record in states
        }
        known = {place: records[place] for place in states}
        intents = undo_intents(operation, known, states, workspace.registry, seen)
        if not intents or not all(_takes_back(intent, operation) for intent in intents):
            raise NothingToUndo()
        for intent in intents:
            change.intend(intent)
        change.undoes = operation
        change.reason = tidy(reason)
        hits = describe(workspace, change.writer, places[:1])
        change.subject = hits[0].title if hits else ""
    return change.result


def _takes_back(intent: Intent, operation: tuple[str, int]) -> bool:
    """Whether it stands in place of nothing but that operation."""
    return intent.field == SEEN or all((each.device, each.seq) == operation for each in intent.replaced)


def count(workspace: Workspace) -> int:
    """How many wait for this unit; 0 for a role that could not correct them."""
    return len(find(workspace))


def find(workspace: Workspace, language: str = "vi") -> list[Rejection]:
    """What the level above rejected and nobody here has corrected or read, the newest first."""
    if not workspace.may(Permission.EDIT):
        return []
    with workspace.reading() as reader:
        known = trusted(workspace, reader)
        own = known.devices[workspace.device].certificate
        done = {(device, seq) for device, seq in json.loads(reader.local(_READ) or "[]")}
        found: list[Rejection] = []
        for device, each in known.devices.items():
            if is_above(each.certificate.level, own.level):
                for operation in reader.journal.acted(device, REJECT):
                    if operation.id not in done:
                        found += _told(workspace, reader, known, operation, language)
    return sorted(found, key=lambda each: (each.at, each.operation), reverse=True)


def _told(
    workspace: Workspace, reader: Reader, known: Trusted, operation: Operation, language: str
) -> list[Rejection]:
    of = rejected(operation)
    author = known.devices.get(of[0]) if of is not None else None
    if author is None or author.certificate.station != known.station:
        return []
    meta = operation.meta() or {}
    found = []
    for place in operation.places:
        if not sees(workspace.role, place[0]) or _corrected(reader, known, place, operation):
            continue
        names = [leaf.field for _, leaf in operation.changes() if (leaf.register, leaf.record) == place]
        hits = describe(workspace, reader, [place], language)
        found.append(
            Rejection(
                operation.id,
                hits[0] if hits else Hit(*place, "", ""),
                known.devices[operation.device].certificate.station_name,
                str(meta.get("actor_name", "")),
                datetime.fromisoformat(str(meta.get("at"))),
                str(meta.get("reason", "")),
                tuple(name for name in names if name not in (SEEN, STATE)),
                STATE in names,
            )
        )
    return found


def _corrected(reader: Reader, known: Trusted, place: Place, operation: Operation) -> bool:
    """Whether this unit wrote in the record after it had heard of the rejection."""
    return any(
        change.hlc > operation.hlc and known.devices[change.id.device].certificate.station == known.station
        for change in reader.journal.changes(*place)
        if change.id.device in known.devices
    )


def mark_read(workspace: Workspace, rejection: Rejection) -> None:
    """A person here agrees, or has nothing to correct: it need not be told again."""
    workspace.require(Permission.EDIT)
    with workspace.file.writing() as writer:
        done = json.loads(writer.local(_READ) or "[]")
        writer.set_local(_READ, json.dumps([*done, list(rejection.operation)]))


def bring_back(workspace: Workspace, rejection: Rejection) -> Changes:
    """Lets a record stand again that was rejected as such, so that it can be corrected and sent again."""
    register, record = rejection.hit.register, rejection.hit.record
    with workspace.change(f"{register}.restore", register=register) as change:
        if change.state(register, record) is None:
            raise NothingToUndo()
        change.set_state(register, record, None)
        change.subject = rejection.hit.title
    return change.result


def writes_anew(reader: Holding, own: str, operation: Operation) -> bool:
    """Whether a rejection of something that this unit wrote puts in anything but what stood there before."""
    of = rejected(operation)
    if of is None or reader.station_of_device(of[0]) != own:
        return False
    return not all(
        restores_former(
            leaf,
            of,
            reader.journal.changes_of_many([(leaf.register, leaf.record)], aside=True)[
                leaf.register, leaf.record
            ],
        )
        for _, leaf in operation.changes()
        if reader.owners.of(leaf.register, leaf.record) == own
    )
