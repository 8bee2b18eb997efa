"""The log of uses: who changed, saw, printed, sent what and when; read some lines at a time, as private as the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.audit import AuditFilter
from desktop.domain.journal.operation import META_REGISTER
from desktop.services.describe import describe
from desktop.services.history import entry_of
from desktop.services.views import HistoryEntry, Hit
from desktop.services.workspace import Workspace
from desktop.store.audit import AuditRow, AuditRows, Place
from desktop.store.journal import Place as RecordPlace
from desktop.store.register_file import Reader

__all__ = ["AT_ONCE", "AuditLine", "AuditPage", "Place", "actors", "changes_of", "count", "lines"]

AT_ONCE: Final = 100
_TITLED: Final = 3
"""Of an operation on many records so many are named."""
_DETAILED: Final = 20
_RECORD: Final = re.compile(r"[0-9a-z]{26}")
_NAME: Final = re.compile(r"[a-z][a-z_]*")
_ABOUT: Final = {
    "settlement_minutes": "dispute",
    "group_decision": "group",
    "member_decision": "member",
    "member_cards": "group",
    "invitation": "event",
    "recognition_certificate": "recognition",
}
"""Papers that are about one record, and of which register it is."""


@dataclass(frozen=True)
class AuditLine:
    """One line.

    Attributes:
        at: None where who acted was erased or withheld.
        actor: as they were called then; empty for the program itself.
        action: ``<register>.<verb>`` of a change, or the name of an access.
        operation: of a change; None for an access.
        hits: the records it is about, at most three, without their sensitive words.
        register: what it is about; empty for the program itself.
        subject: what was printed or done, where that is no register.
        field: what was seen, of a look.
        count: how many records, or how many lines of a list.
        words: what a person wrote about it, such as why; or the name of an account or a place.
    """

    at: datetime | None
    actor: str
    action: str
    operation: tuple[str, int] | None
    hits: tuple[Hit, ...] = ()
    register: str = ""
    subject: str = ""
    field: str = ""
    count: int = 0
    words: str = ""


@dataclass(frozen=True)
class AuditPage:
    """Some lines, and from where the next ones come; ``more`` says whether there are any."""

    lines: tuple[AuditLine, ...]
    end: Place
    more: bool


def lines(
    workspace: Workspace,
    wanted: AuditFilter,
    place: Place = Place(),  # noqa: B008 - frozen
    limit: int = AT_ONCE,
    language: str = "vi",
) -> AuditPage:
    """The next lines after ``place``, the newest first. Raises :class:`NotAllowed`."""
    with workspace.reading(Permission.AUDIT) as reader:
        rows = AuditRows(reader.connection).older(wanted, place, limit + 1)
        shown = rows[:limit]
        names = {each.id: each.name for each in reader.people.all_users()}
        found = tuple(_line(workspace, reader, row, names, language) for row in shown)
    for row in shown:
        place = row.after(place)
    return AuditPage(found, place, len(rows) > limit)


def count(workspace: Workspace, wanted: AuditFilter) -> int:
    """How many lines there are. Raises :class:`NotAllowed`."""
    with workspace.reading(Permission.AUDIT) as reader:
        return AuditRows(reader.connection).count(wanted)


def actors(workspace: Workspace) -> list[tuple[str, str]]:
    """Id and name of everybody who ever did something here, by name. Raises :class:`NotAllowed`."""
    with workspace.reading(Permission.AUDIT) as reader:
        found = dict(AuditRows(reader.connection).actors())
        found.update((each.id, each.name) for each in reader.people.all_users())
    return sorted(found.items(), key=lambda pair: pair[1])


def changes_of(workspace: Workspace, operation: tuple[str, int]) -> HistoryEntry | None:
    """What an operation changed, masked as everywhere; of a long list the first records. Raises :class:`NotAllowed`."""
    with workspace.reading(Permission.AUDIT) as reader:
        places = _places(reader, operation)[:_DETAILED]
        return entry_of(workspace, reader, operation, places) if places else None


def _places(reader: Reader, operation: tuple[str, int]) -> list[RecordPlace]:
    return [each for each in reader.journal.touched(*operation) if not each[0].startswith(META_REGISTER[0])]


def _line(
    workspace: Workspace, reader: Reader, row: AuditRow, names: dict[str, str], language: str
) -> AuditLine:
    at = datetime.fromisoformat(row.at) if row.at else None
    actor = row.actor_name or names.get(row.actor, "")
    if row.operation is None:
        return _access(workspace, reader, AuditLine(at, actor, row.action, None), row, names, language)
    places = _places(reader, row.operation)
    known = [each for each in places if each[0] in workspace.registry]
    # Children are of one deed with their parent, which names it.
    parents = [each for each in known if workspace.registry[each[0]].parent is None] or known
    hits = describe(workspace, reader, parents[:_TITLED], language)
    register = parents[0][0] if parents else ""
    return AuditLine(at, actor, row.action, row.operation, tuple(hits), register, count=len(parents))


def _access(
    workspace: Workspace,
    reader: Reader,
    line: AuditLine,
    row: AuditRow,
    names: dict[str, str],
    language: str,
) -> AuditLine:
    """What the subject of a line says, in so far as it says it to a person: ids become names, or nothing."""
    head, _, rest = row.subject.partition(":")
    register, _, field = head.partition(".")
    subject = "" if register in workspace.registry else register
    if subject:
        register = field = ""
    if not rest and subject and not _NAME.fullmatch(subject):
        rest, subject = row.subject, ""
    parts = [part for piece in rest.split(":") for part in piece.split(" ") if part]
    of = register or _ABOUT.get(subject, "")
    records = [(of, part) for part in parts if of and _RECORD.fullmatch(part)]
    hits = describe(workspace, reader, records[:_TITLED], language)
    numbers = [int(part) for part in parts if part.isdigit()]
    return AuditLine(
        line.at,
        line.actor,
        line.action,
        None,
        tuple(hits),
        register,
        subject,
        field,
        numbers[0] if numbers else len(records),
        _said(rest, names),
    )


def _said(rest: str, names: dict[str, str]) -> str:
    """The words of a person in a subject, and the names of users in place of their ids."""
    found = [names[part] for part in re.split(r"[: ]", rest) if part in names]
    _, colon, words = rest.rpartition(": ")
    if colon and words:
        found.append(words)
    elif " " in rest.strip() and not _RECORD.search(rest):
        found.append(rest.rsplit(":", 1)[-1].strip())
    return _joined(found)


def _joined(parts: Iterable[str]) -> str:
    seen: Sequence[str] = list(dict.fromkeys(part for part in parts if part))
    return " · ".join(seen)
