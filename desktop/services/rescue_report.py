"""What a rescue brought back and what it could not: kept in the register, told by register."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from desktop.domain.access import Permission
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader, Writer

_REPORT = "rescued"
"""Local: the report of the last rescue; empty once somebody has put it away."""


@dataclass(frozen=True)
class RegisterRescued:
    """How one register came out.

    Attributes:
        back: records that are there.
        from_rows: of those how many were written again from their row, because some of their history is lost.
        incomplete: how many may lack their last changes.
        lost: how many are gone.
    """

    register: str
    back: int
    from_rows: int = 0
    incomplete: int = 0
    lost: int = 0


@dataclass(frozen=True)
class Cut:
    """What other computers of a unit wrote behind a gap: only their own bundles can prove it, and bring it again.

    Attributes:
        station, unit: code and name of the unit; empty where nothing is left that tells it.
        own: it is other computers of this very unit.
        count: how many operations.
    """

    station: str
    unit: str
    own: bool
    count: int


@dataclass(frozen=True)
class Rescued:
    """How a damaged file came out.

    Attributes:
        at: when.
        pages, bad: how many pages the file had, and how many could not be read.
        copied: how many operations came from copies, ends of journals and bundles.
        again: how many operations of this computer stood behind a gap and were written again under its new name.
        lost: how many operations of this computer nothing was found of.
        asked: how many operations of other computers are asked for again.
        registers: those in which there is anything.
        cut: by unit, those that are asked for again.
    """

    at: datetime
    pages: int
    bad: int
    copied: int
    again: int
    lost: int
    asked: int
    registers: tuple[RegisterRescued, ...]
    cut: tuple[Cut, ...] = ()

    @property
    def missing(self) -> tuple[RegisterRescued, ...]:
        """The registers that lack something."""
        return tuple(each for each in self.registers if each.incomplete or each.lost)


def keep(writer: Writer, rescued: Rescued) -> None:
    plain = asdict(rescued) | {"at": rescued.at.isoformat(timespec="seconds")}
    writer.set_local(_REPORT, json.dumps(plain, sort_keys=True))


def last_rescue(workspace: Workspace) -> Rescued | None:
    """The report of the rescue that this register came from, until it is put away."""
    with workspace.reading(Permission.READ) as reader:
        return _read(reader)


def _read(reader: Reader) -> Rescued | None:
    text = reader.local(_REPORT)
    if not text:
        return None
    plain = json.loads(text)
    registers = tuple(RegisterRescued(**each) for each in plain.pop("registers"))
    cut = tuple(Cut(**each) for each in plain.pop("cut", ()))
    at = datetime.fromisoformat(plain["at"])
    return Rescued(**{**plain, "at": at, "registers": registers, "cut": cut})


def put_away(workspace: Workspace) -> None:
    """Somebody has read the report and entered again what was missing."""
    workspace.require(Permission.ADMINISTER)
    with workspace.file.writing() as writer:
        writer.set_local(_REPORT, "")
    workspace.log_access("rescue_report_put_away", "")
