"""What hands-free reception left to a person: bundles that are to be looked at, and answers that wait for a stick.

It is of this computer alone and never travels; the bundles themselves lie where they came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from desktop.domain.access import Permission, require
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader, Writer

_QUEUE: Final = "reception_queue"
_ANSWERS: Final = "reception_answers"
_MOST: Final = 300

CONFLICT: Final = "conflict"
CHOOSE: Final = "choose"
GAP: Final = "bundle_gap"
"""Reasons beside the codes of refusals."""


@dataclass(frozen=True)
class Waiting:
    """One thing for a person.

    Attributes:
        file: its name, as it lay on the stick.
        path: where it was read from; it may be gone by now.
        code: the code of the refusal, or one of this module.
        facts: those of the refusal, as texts and numbers.
        station, unit: code and name of the sender, empty where nobody knows.
        at: when, as ISO text.
    """

    file: str
    path: str
    code: str
    at: str
    station: str = ""
    unit: str = ""
    facts: tuple[tuple[str, str | int], ...] = ()

    @property
    def since(self) -> datetime:
        return datetime.fromisoformat(self.at)


def waiting(workspace: Workspace) -> list[Waiting]:
    """Everything that waits for a person, the latest first."""
    with workspace.reading(Permission.RECEIVE) as reader:
        return list(reversed(_read(reader)))


def add(workspace: Workspace, item: Waiting) -> None:
    """Puts a file on the list, once however often it is refused."""
    require(workspace.role, Permission.RECEIVE)
    with workspace.file.writing() as writer:
        kept = [each for each in _read(writer) if (each.file, each.station) != (item.file, item.station)]
        _write(writer, [*kept, item][-_MOST:])


def done(workspace: Workspace, file: str, station: str = "") -> None:
    """Takes a file off the list; of a unit whose bundle came through, its gaps too."""
    require(workspace.role, Permission.RECEIVE)
    with workspace.file.writing() as writer:
        held = _read(writer)
        kept = [
            each
            for each in held
            if each.file != file and not (station and each.station == station and each.code == GAP)
        ]
        if kept != held:
            _write(writer, kept)


def gaps(reader: Reader) -> dict[str, int]:
    """By unit, how many of its changes are missing before a bundle that came."""
    found: dict[str, int] = {}
    for each in _read(reader):
        if each.code == GAP and each.station:
            facts = dict(each.facts)
            found[each.station] = int(facts.get("last", 0)) - int(facts.get("first", 0)) + 1
    return found


# Answers that could not be written


def answers(workspace: Workspace) -> list[tuple[str, str]]:
    """Code and name of the units whose answer waits for their next stick."""
    with workspace.reading(Permission.RECEIVE) as reader:
        return [(code, name) for code, name in _loaded(reader, _ANSWERS)]


def answer_waits(workspace: Workspace, station: str, unit: str) -> None:
    require(workspace.role, Permission.SEND)
    with workspace.file.writing() as writer:
        held = [each for each in _loaded(writer, _ANSWERS) if each[0] != station]
        writer.set_local(_ANSWERS, json.dumps([*held, [station, unit]], ensure_ascii=False))


def answer_written(workspace: Workspace, station: str) -> None:
    require(workspace.role, Permission.SEND)
    with workspace.file.writing() as writer:
        held = _loaded(writer, _ANSWERS)
        kept = [each for each in held if each[0] != station]
        if kept != held:
            writer.set_local(_ANSWERS, json.dumps(kept, ensure_ascii=False))


def _read(reader: Reader) -> list[Waiting]:
    return [
        Waiting(**{**each, "facts": tuple((name, value) for name, value in each["facts"])})
        for each in _loaded(reader, _QUEUE)
    ]


def _write(writer: Writer, items: Iterable[Waiting]) -> None:
    writer.set_local(_QUEUE, json.dumps([asdict(each) for each in items], ensure_ascii=False))


def _loaded(reader: Reader, name: str) -> list[Any]:
    text = reader.local(name)
    loaded = json.loads(text) if text else []
    return loaded if isinstance(loaded, list) else []
