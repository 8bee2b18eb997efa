"""After a restore: the days that the copy did not cover, what the register holds of each, and how much is still out.

What comes back later by bundles counts too, so the list grows shorter by itself until somebody puts it away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from desktop.domain.access import Permission, sees
from desktop.services.workspace import Workspace
from desktop.store.entered import entered_on
from desktop.store.register_file import Reader, Writer

MOST_DAYS: Final = 31
"""The last days that are listed one by one."""

_RESTORED: Final = "restored"
"""Local: of the last restore, until it is put away."""


@dataclass(frozen=True)
class DayEntered:
    """A day since the copy, and how many records of each register anything of that day is held of."""

    day: date
    registers: Mapping[str, int]


@dataclass(frozen=True)
class Reenter:
    """What a person is to look through after a restore.

    Attributes:
        until: up to when the copy itself went.
        restored: the day of the restore.
        lacking: how many changes this computer had written that are not back; None where nothing tells.
        days: from the day of ``until`` to that of the restore, the last ones.
    """

    until: datetime
    restored: date
    lacking: int | None
    days: tuple[DayEntered, ...]

    @property
    def empty_days(self) -> tuple[date, ...]:
        return tuple(each.day for each in self.days if not each.registers)


def note(writer: Writer, until: datetime, restored: date, device: str, known: int | None) -> None:
    """In a restored register: ``device`` is its former name, which wrote ``known`` changes as its anchor tells."""
    told = {
        "until": until.isoformat(timespec="seconds"),
        "restored": restored.isoformat(),
        "device": device,
        "known": known,
    }
    writer.set_local(_RESTORED, json.dumps(told, sort_keys=True))


def to_reenter(workspace: Workspace) -> Reenter | None:
    """None where nothing was restored, or somebody has looked it through; only registers that the role may see."""
    with workspace.reading(Permission.READ) as reader:
        found = read(reader)
    if found is None:
        return None
    days = (
        DayEntered(each.day, {name: n for name, n in each.registers.items() if sees(workspace.role, name)})
        for each in found.days
    )
    return Reenter(found.until, found.restored, found.lacking, tuple(days))


def read(reader: Reader) -> Reenter | None:
    """As :func:`to_reenter`, of a register that nobody has open yet."""
    text = reader.local(_RESTORED)
    if not text:
        return None
    plain = json.loads(text)
    until, restored = datetime.fromisoformat(plain["until"]), date.fromisoformat(plain["restored"])
    count = min((restored - until.date()).days + 1, MOST_DAYS)
    every = [restored - timedelta(days=back) for back in range(max(count, 1))][::-1]
    held = entered_on(reader, every[0], every[-1])
    known = plain["known"]
    lacking = None if known is None else max(known - reader.journal.tip(plain["device"]).seq, 0)
    days = tuple(DayEntered(day, held.get(day, {})) for day in every)
    return Reenter(until, restored, lacking, days)


def put_away(workspace: Workspace) -> None:
    """Somebody has looked the days through and entered again what was missing."""
    workspace.require(Permission.ADMINISTER)
    with workspace.file.writing() as writer:
        writer.set_local(_RESTORED, "")
    workspace.log_access("days_looked_through", "")
