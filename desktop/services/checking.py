"""Looking for records that contradict each other or the rules, and mending what one click can mend.

Each question is asked by itself, so that nobody waits for all of them. What compares masked values is asked only for
those who may look at them; nobody is told of a register that their role does not know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.access import Permission, needed, sees
from desktop.domain.checks import DANGLING, LEAST_AGE, Check, Deed, checks
from desktop.domain.errors import UserError
from desktop.domain.levels import superior
from desktop.domain.scope_table import DEFAULTS, UP
from desktop.services import rules
from desktop.services.change import Change
from desktop.services.data_folder import key_of
from desktop.services.describe import describe
from desktop.services.environment import read_station
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.backup import CopyDamaged, verify_copy
from desktop.store.findings import Findings, Terms
from desktop.store.register_file import Reader

Progress = Callable[[int, int], None]

_LEADER: Final = "leader"


class NothingToMend(UserError):
    """The record is as it should be by now, or has to be mended by a person."""

    code = "nothing_to_mend"


class FileDamaged(UserError):
    """A page, a table or a chain of the open file is not what was written. Fact: ``detail``."""

    code = "file_damaged"


@dataclass(frozen=True)
class Found:
    """A check that finds something, and how many records it finds."""

    check: Check
    count: int


@dataclass(frozen=True)
class Finding:
    """One record that a check finds.

    Attributes:
        opens: what is opened to mend it: the record, or the one that it belongs to.
        field: where it is mended, of the record itself; empty where nothing in it is wrong by itself.
        deed: what one click does; ``OPEN`` where only a person knows.
    """

    register: str
    record: str
    title: str
    subtitle: str
    opens: tuple[str, str]
    deed: Deed
    field: str = ""

    @property
    def child(self) -> tuple[str, str] | None:
        """The record as a row of the one that is opened, where it belongs to another."""
        place = (self.register, self.record)
        return None if self.opens == place else place


def find(workspace: Workspace, progress: Progress = lambda _done, _total: None) -> list[Found]:
    """Every check that finds something, the worst first."""
    workspace.require(Permission.EDIT)
    asked = _asked(workspace)
    found = []
    for done, check in enumerate(asked):
        progress(done, len(asked))
        with workspace.reading(Permission.EDIT, check.register) as reader:
            number = _findings(workspace, reader).count(check)
        if number:
            found.append(Found(check, number))
    progress(len(asked), len(asked))
    return found


def records(
    workspace: Workspace, check: Check, offset: int, limit: int, language: str = "vi"
) -> list[Finding]:
    """One page of the records that a check finds, in the order of their entry."""
    with workspace.reading(Permission.EDIT, check.register) as reader:
        if check not in _asked(workspace):
            return []
        ids = _findings(workspace, reader).page(check, offset, limit)
        hits = describe(workspace, reader, [(check.register, each) for each in ids], language)
        own = read_station(reader).code
        return [
            Finding(
                hit.register,
                hit.record,
                hit.title,
                hit.subtitle,
                _top(reader, hit.register, hit.record),
                check.deed if _is_own(reader, hit.register, hit.record, own) else Deed.OPEN,
                check.field,
            )
            for hit in hits
        ]


def mend(workspace: Workspace, check: Check, record: str) -> Changes:
    """Does what one click can do. Raises :class:`NothingToMend`, and what the door raises."""
    with workspace.change("check.mend", register=check.register) as change:
        if check not in _asked(workspace) or not _findings(workspace, change.writer).holds(check, record):
            raise NothingToMend()
        if check.deed is Deed.REMOVE:
            change.set_state(check.register, record, {"is": "removed"})
        elif check.deed is Deed.CLEAR:
            change.edit(check.register, record, {check.field: None})
        elif check.deed is Deed.LEAVE:
            change.edit(check.register, record, {check.field: _left_on(workspace, change, record)})
        else:
            raise NothingToMend()
        declared = workspace.registry[check.register]
        if not declared.by_name[declared.title].sensitive:
            change.subject = change.writer.records.titles(check.register, [record]).get(record) or ""
    return change.result


def verify(workspace: Workspace, progress: Progress) -> int:
    """Reads the file through: every page by its seal, every table, every chain; gives how many operations there are.

    Raises :class:`FileDamaged`.
    """
    workspace.require(Permission.ADMINISTER)
    key = key_of(workspace.secrets)
    try:
        ends = verify_copy(workspace.file.path, key, workspace.registry, progress)
    except CopyDamaged as error:
        raise FileDamaged(**error.facts) from error
    return sum(end.seq for end in ends.values())


def _asked(workspace: Workspace) -> list[Check]:
    """The checks that this user may ask, and may do something about."""
    above = superior(workspace.station.level)
    return [each for each in checks(workspace.registry) if _may_ask(workspace, each, above=above)]


def _may_ask(workspace: Workspace, check: Check, *, above: bool) -> bool:
    field = workspace.registry[check.register].by_name.get(check.field)
    seen = [check.register, *([field.to] if field is not None and field.to is not None else [])]
    if not all(sees(workspace.role, each) for each in seen):
        return False
    if needed(Permission.EDIT, check.register) is not Permission.EDIT:
        return False
    if check.secret and not workspace.may(Permission.REVEAL):
        return False
    # What a unit below does not give is not there, and nothing is wrong with what points to it.
    return not (above and check.kind == DANGLING and not DEFAULTS[UP][seen[-1]].shows_rows)


def _findings(workspace: Workspace, reader: Reader) -> Findings:
    today = workspace.today()
    leaders = workspace.catalogues.counted_as("member_role", _LEADER)
    least = rules.rule_or_none(reader, LEAST_AGE, today)
    return Findings(reader.connection, workspace.registry, Terms(today, least, leaders))


def _top(reader: Reader, register: str, record: str) -> tuple[str, str]:
    parent = reader.registry[register].parent
    row = reader.records.get(register, record)
    if parent is None or parent.to is None or row is None or not row.values[parent.name]:
        return (register, record)
    return (parent.to, row.values[parent.name])


def _is_own(reader: Reader, register: str, record: str, own: str) -> bool:
    return reader.owners.of(register, record) in (None, own)


def _left_on(workspace: Workspace, change: Change, member: str) -> str:
    """The day on which the group ended, or today where nobody said; never before the member came."""
    row = change.writer.records.get("member", member)
    group = str(row.values["group"]) if row is not None else ""
    ended = _findings(workspace, change.writer).ended_on("group", group) or workspace.today().isoformat()
    joined = str(row.values["joined_on"] or "") if row is not None else ""
    return max(ended, joined) if len(joined) == len(date.min.isoformat()) else ended
