"""Who serves in a group, as its papers name them: the leader first, then by office and name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.base.collation import name_key
from desktop.domain.access import Permission
from desktop.services.paper_asked import cell, label, name_of, partial_day_words
from desktop.services.registers import RecordGone
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

_MOST: Final = 1_000
_ORDER: Final = ("leader", "deputy", "secretary")
_MEDIATION: Final = "mediation"
_YEAR: Final = 4


@dataclass(frozen=True)
class Server:
    """A member with the person behind. ``born`` is ISO text of which month and day may be missing."""

    id: str
    name: str
    role: str
    role_code: str
    born: str
    address: str

    @property
    def year(self) -> str:
        return self.born[:_YEAR]

    @property
    def born_words(self) -> str:
        return partial_day_words(self.born)


@dataclass(frozen=True)
class GroupTold:
    """A group as papers name it. ``members`` are those who serve in it now, or the one who was asked for."""

    id: str
    name: str
    kind: str
    area: str
    decision_number: str
    decision_on: date | None
    members: tuple[Server, ...]

    @property
    def is_mediation(self) -> bool:
        return self.kind == _MEDIATION


def group_told(workspace: Workspace, record: str) -> GroupTold:
    """A group with all who serve in it. Raises :class:`RecordGone`."""
    with workspace.reading(Permission.PRINT, "member") as reader:
        members = reader.records.page("member", Selection(filters=(("group", (record,)),)), 0, _MOST)
        return _told(workspace, reader, record, members)


def member_told(workspace: Workspace, record: str) -> GroupTold:
    """A group with one member of it. Raises :class:`RecordGone`."""
    with workspace.reading(Permission.PRINT, "member") as reader:
        member = reader.records.get("member", record)
        if member is None or member.standing == "removed":
            raise RecordGone(register="member")
        return _told(workspace, reader, member.values["group"] or "", [member])


def _told(workspace: Workspace, reader: Reader, record: str, members: list[Stored]) -> GroupTold:
    row = reader.records.get("group", record)
    if row is None or row.standing == "removed":
        raise RecordGone(register="group")
    area, decided = row.values["area"], row.values["decision_on"]
    people = reader.records.get_many("person", [each.values["person"] or "" for each in members])
    servers = [_server(workspace, reader, each, people.get(each.values["person"] or "")) for each in members]
    return GroupTold(
        row.id,
        cell(row, "name"),
        row.values["kind"] or "",
        name_of(reader, "area", area),
        row.values["decision_number"] or "",
        date.fromisoformat(decided) if decided else None,
        tuple(sorted(servers, key=_place)),
    )


def _server(workspace: Workspace, reader: Reader, member: Stored, person: Stored | None) -> Server:
    role = member.values["role"] or "member"
    return Server(
        member.id,
        cell(person, "full_name")
        if person is not None
        else name_of(reader, "person", member.values["person"]),
        label(workspace, "member_role", role),
        role,
        (person.values["born"] or "") if person is not None else "",
        cell(person, "address") if person is not None else "",
    )


def _place(server: Server) -> tuple[int, str, str]:
    at = _ORDER.index(server.role_code) if server.role_code in _ORDER else len(_ORDER)
    return at, name_key(server.name), server.id
