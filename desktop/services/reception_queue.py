"""What hands-free reception left to a person: bundles that are to be looked at, and answers that wait for a stick.

It is of this computer alone and never travels; the bundles themselves lie where they came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from desktop.domain.access import Permission, require
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader, Writer

_QUEUE: Final = "reception_queue"
_ANSWERS: Final = "reception_answers"
_FOLDER: Final = "reception_folder"
_MOST: Final = 300

CONFLICT: Final = "conflict"
CHOOSE: Final = "choose"
RETURNED: Final = "returned"
"""Reasons beside the codes of refusals."""
GAPS: Final = frozenset({"bundle_gap", "bundle_packs_missing"})
"""Refusals of bundles that wait for others; they are safe in the holding area."""


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


def count(workspace: Workspace) -> int:
    """How many wait; nothing for a role that receives nothing."""
    if not workspace.may(Permission.RECEIVE):
        return 0
    with workspace.reading() as reader:
        return len(_read(reader))


def add(workspace: Workspace, item: Waiting) -> None:
    """Puts a file on the list, once however often it is refused."""
    require(workspace.role, Permission.RECEIVE)
    with workspace.file.writing() as writer:
        kept = [each for each in _read(writer) if (each.file, each.station) != (item.file, item.station)]
        _write(writer, [*kept, item][-_MOST:])


def done(workspace: Workspace, item: Waiting) -> None:
    """Takes one off the list: a person has seen to it."""
    require(workspace.role, Permission.RECEIVE)
    with workspace.file.writing() as writer:
        held = _read(writer)
        kept = [each for each in held if each != item]
        if kept != held:
            _write(writer, kept)


def came_through(workspace: Workspace, file: str, station: str, *, holding: bool) -> None:
    """A bundle of a unit was taken: what had been said of this file, and of gaps unless some still wait."""
    require(workspace.role, Permission.RECEIVE)
    with workspace.file.writing() as writer:
        held = _read(writer)
        kept = [
            each
            for each in held
            if each.file != file and (holding or each.station != station or each.code not in GAPS)
        ]
        if kept != held:
            _write(writer, kept)


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


# The folder that is watched


def watched(workspace: Workspace) -> Path | None:
    """The folder that reception mode looks into besides sticks."""
    with workspace.reading(Permission.RECEIVE) as reader:
        text = reader.local(_FOLDER)
    return Path(text) if text else None


def watch(workspace: Workspace, folder: Path | None) -> None:
    """From now on, this folder; None for sticks only."""
    require(workspace.role, Permission.RECEIVE)
    with workspace.file.writing() as writer:
        writer.set_local(_FOLDER, str(folder or ""))


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
