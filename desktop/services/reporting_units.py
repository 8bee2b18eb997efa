"""Which units report to this one: those on its list, and those whose computers are enrolled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desktop.base.collation import collation_key
from desktop.base.units import load_units
from desktop.bundle.trust import Trust
from desktop.domain.levels import adjoins, is_above
from desktop.domain.periods import Period
from desktop.services.devices import trusted
from desktop.services.environment import read_station
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.register_file import Reader

REGISTER: Final = "reporting_unit"
_STATION: Final = "Công an"


@dataclass(frozen=True)
class ReportingUnit:
    """One unit.

    Attributes:
        code: as it stands in the certificates of its computers.
        since, until: the days from and to which it reports; None for always.
        enrolled: a computer of it is known here, so that it may send bundles.
        record: its line in the list; None for one that is only enrolled.
    """

    code: str
    name: str
    since: date | None = None
    until: date | None = None
    enrolled: bool = False
    record: str | None = None

    def reports_in(self, period: Period) -> bool:
        """Whether its report is expected for a period."""
        begun = self.since is None or self.since <= period.last
        return begun and (self.until is None or self.until >= period.first)


def units(workspace: Workspace) -> list[ReportingUnit]:
    """Every unit that reports or reported, in the order of their names."""
    with workspace.reading(register=REGISTER) as reader:
        return units_of(workspace, reader)


def units_of(workspace: Workspace, reader: Reader) -> list[ReportingUnit]:
    """The same, over a connection."""
    station = read_station(reader)
    own, level = station.code, station.level
    enrolled = {
        each.certificate.station: each.certificate.station_name
        for each in trusted(workspace, reader).devices.values()
        if is_above(level, each.certificate.level)
        and adjoins(level, each.certificate.level)
        and each.trust is not Trust.REVOKED
    }
    found: dict[str, ReportingUnit] = {}
    for row in reader.records.whole(REGISTER):
        code = str(row.values.get("code") or "").strip()
        if row.standing != "removed" and code and code not in found:
            until = _day(row.values.get("until"))
            if row.standing == "retired" and until is None:
                # Off the list without a day: its former reports stay on the board, none is expected any more.
                until = date.min
            name = str(row.values.get("name") or code)
            since = _day(row.values.get("since"))
            found[code] = ReportingUnit(code, name, since, until, code in enrolled, row.id)
    for code, name in enrolled.items():
        if code not in found and code != own:
            found[code] = ReportingUnit(code, name, enrolled=True)
    return sorted(found.values(), key=lambda each: (collation_key(bare_name(each.name)), each.code))


def bare_name(name: str) -> str:
    """A unit's name as it is looked for: without the words that all have."""
    rest = name.removeprefix(_STATION).strip()
    for kind in ("phường ", "xã ", "đặc khu "):
        rest = rest.removeprefix(kind)
    return rest or name


def add_communes(workspace: Workspace) -> Changes:
    """Puts every commune of this unit's province on the list that is not there, in one operation.

    The names come from the administrative table; nothing is added where the unit's code is no province's.
    """
    province = workspace.station.code
    listed = {each.code for each in units(workspace)}
    with workspace.change(f"{REGISTER}.fill", register=REGISTER) as change:
        for unit in load_units():
            if unit.province.code == province and unit.code not in listed:
                change.create(REGISTER, {"name": f"{_STATION} {unit.kind} {unit.name}", "code": unit.code})
        change.subject = workspace.station.name
    return change.result


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
