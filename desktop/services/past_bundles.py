"""The bundles that came: whose, when, what became of them, and what of them was merged by itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.bundle.trust import Trusted
from desktop.domain.access import Permission, sees
from desktop.domain.fields import SEEN, STATE
from desktop.domain.journal.merge import parallel_updates
from desktop.services.describe import describe
from desktop.services.devices import trusted
from desktop.services.views import Hit
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
from desktop.store.register_file import Reader

MOST: Final = 100


@dataclass(frozen=True)
class PastBundle:
    """A bundle that was received.

    Attributes:
        number: the sender's running number of bundles; 0 where it said none.
        operations: how many it was the first to bring, with some content.
        aside: it is set aside here.
        merged: in how many records it and another place changed different things, which stand together.
    """

    bundle: str
    station: str
    at: datetime
    number: int
    operations: int
    aside: bool
    merged: int


@dataclass(frozen=True)
class MergedSide:
    """One of the changes that stand together: who wrote what, when, and of which unit."""

    actor: str
    at: datetime | None
    station: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """A record in which two places changed different things without knowing of each other."""

    hit: Hit
    sides: tuple[MergedSide, ...]


def received(workspace: Workspace) -> list[PastBundle]:
    """The last that came, the newest first."""
    with workspace.reading(Permission.RECEIVE) as reader:
        aside = reader.aside.bundles()
        return [
            _past(reader, bundle, at, json.loads(summary), aside)
            for bundle, at, _, summary in reader.bundle_log("in", MOST)
        ]


def _past(reader: Reader, bundle: str, at: str, told: dict[str, object], aside: set[str]) -> PastBundle:
    merged = told.get("merged", [])
    return PastBundle(
        bundle,
        str(told.get("station_name", "")),
        datetime.fromisoformat(at),
        int(str(told.get("number", 0))),
        len(reader.aside.brought(bundle)),
        bundle in aside,
        len(merged) if isinstance(merged, list) else 0,
    )


def merged_in(workspace: Workspace, bundle: str, language: str = "vi") -> list[Merged]:
    """What a bundle brought together with changes of another place, for a glance; nothing that a role may not see."""
    with workspace.reading(Permission.RECEIVE) as reader:
        row = reader.bundle_summary(bundle, "in")
        if row is None:
            return []
        known = trusted(workspace, reader)
        brought = set(reader.aside.brought(bundle))
        places = [(register, record) for register, record in json.loads(row[1]).get("merged", [])]
        seen = [
            place
            for place in places
            if place[0] in workspace.registry and sees(workspace.role, place[0]) and reader.sees(*place)
        ]
        hits = {(hit.register, hit.record): hit for hit in describe(workspace, reader, seen, language)}
        found = [(hits[place], _sides(reader, known, place, brought)) for place in seen if place in hits]
    return [Merged(hit, sides) for hit, sides in found if sides]


def _sides(
    reader: Reader, known: Trusted, place: Place, brought: set[tuple[str, int]]
) -> tuple[MergedSide, ...]:
    changes = reader.journal.changes(*place)
    pairs = [pair for pair in parallel_updates(changes) if brought.intersection(pair)]
    sides = []
    for operation in sorted({each for pair in pairs for each in pair}):
        held = reader.journal.operation(*operation)
        meta = (held.meta() if held else None) or {}
        at, author = meta.get("at"), known.devices.get(operation[0])
        names = [each.field for each in changes if each.operation == operation]
        sides.append(
            MergedSide(
                str(meta.get("actor_name", "")),
                datetime.fromisoformat(at) if isinstance(at, str) else None,
                author.certificate.station_name if author is not None else "",
                tuple(sorted(name for name in names if name not in (SEEN, STATE))),
            )
        )
    return tuple(sides)
