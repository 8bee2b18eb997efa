"""Proposals: a set of awards, and those who are proposed in it with the lines that will be printed for them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desktop.base.resources import resource
from desktop.domain.access import Permission
from desktop.domain.awarding import PrintedLine, second_for_the_same, without_title
from desktop.domain.ceremony import FOREMOST
from desktop.services.award_known import awarded
from desktop.services.award_money import award_money
from desktop.services.certificates import NoAwardsChosen
from desktop.services.change import Change
from desktop.services.registers import RecordGone
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

RECIPIENTS: Final = {"person": "individual", "group": "collective", "household": "household"}
"""By register, the kind of recipient that its records are."""

_HONORIFICS: Final = {"male": "Ông", "female": "Bà"}
_UNKNOWN_SEX: Final = "Ông (bà)"
_OFFICE: Final = "Công an"
_MANY: Final = 1_000


@dataclass(frozen=True)
class NewSet:
    """A set that does not exist yet. ``kind`` is a code of the catalogue ``award_kind``."""

    name: str
    kind: str = "thematic"
    occasion: str = ""


@dataclass(frozen=True)
class Nominee:
    """Who is proposed: a record of ``person``, ``group`` or ``household``.

    Attributes:
        line: what shall be printed; None for what the register says.
        line_reason: why it is not what the register says.
    """

    register: str
    record: str
    achievement: str = ""
    form: str = "giay_khen"
    merit_on: date | None = None
    posthumous: bool = False
    line: PrintedLine | None = None
    line_reason: str = ""


def propose(workspace: Workspace, award_set: str | NewSet, nominees: Sequence[Nominee]) -> Changes:
    """Proposes all of them in a set, which is made if it is a new one: one operation.

    Raises :class:`NoAwardsChosen` and :class:`RecordGone`.
    """
    with workspace.change("award.propose", Permission.EDIT, "award") as change:
        if not nominees:
            raise NoAwardsChosen()
        of = _the_set(workspace, change, award_set)
        for each in nominees:
            change.create("award", _values(workspace, change, each, of))
        change.subject = str(len(nominees))
    return change.result


def default_line(workspace: Workspace, register: str, record: str, achievement: str = "") -> PrintedLine:
    """What the register says of a recipient, as it would be printed. Raises :class:`RecordGone`."""
    with workspace.reading(register=register) as reader:
        return _line(workspace, reader, register, record, achievement)


def bases_on(day: date) -> tuple[str, ...]:
    """The legal bases that are proposed on a day."""
    table = tomllib.loads(resource("award_bases.toml").read_text("utf-8"))
    return tuple(
        each["text"] for each in table["base"] if each["since"] <= day and day <= each.get("until", date.max)
    )


@dataclass(frozen=True)
class Second:
    """An award of a set for whose achievement its recipient was awarded, or proposed, before."""

    award: str
    name: str
    other: str
    on: str | None


def seconds(workspace: Workspace, awards: Sequence[str]) -> list[Second]:
    """Which of the awards are a second one for the same achievement: told, never refused."""
    with workspace.reading(register="award") as reader:
        known = awarded(reader) if awards else []
    wanted = {each.id: each for each in known if each.id in set(awards)}
    return [
        Second(one.id, one.name, other.id, other.on)
        for one in wanted.values()
        for other in second_for_the_same(one, known)[:1]
    ]


# The line of a register


def _values(workspace: Workspace, change: Change, each: Nominee, award_set: str) -> dict[str, Any]:
    stored = change.writer.records.get(each.register, each.record)
    if stored is None or stored.standing == "removed":
        raise RecordGone(register=each.register)
    said = _line(workspace, change.writer, each.register, each.record, each.achievement)
    line = each.line or said
    return {
        **line.values(),
        "recipient_kind": RECIPIENTS[each.register],
        each.register: each.record,
        "form": each.form,
        "posthumous": each.posthumous or None,
        "merit_on": each.merit_on.isoformat() if each.merit_on else None,
        "award_set": award_set,
        "stage": "draft",
        "line_reason": each.line_reason if line != said else None,
    }


def _the_set(workspace: Workspace, change: Change, award_set: str | NewSet) -> str:
    if isinstance(award_set, str):
        stored = change.writer.records.get("award_set", award_set)
        if stored is None or stored.standing != "active":
            raise RecordGone(register="award_set")
        return award_set
    values = {
        "name": award_set.name,
        "kind": award_set.kind,
        "occasion": award_set.occasion,
        "bases": "\n".join(bases_on(workspace.today())),
        "place": workspace.station.place,
    }
    return change.create("award_set", values)


def _line(workspace: Workspace, reader: Reader, register: str, record: str, achievement: str) -> PrintedLine:
    row = reader.records.get(register, record)
    if row is None:
        raise RecordGone(register=register)
    unit = without_title(workspace.station.name, _OFFICE)
    if register == "group":
        return PrintedLine(
            "Tập thể", row.values["name"] or "", _joined(_area(reader, row), unit), achievement
        )
    if register == "household":
        where = _joined(row.values["address"], _area(reader, row), unit)
        return PrintedLine("Hộ gia đình ông (bà)", row.values["head_name"] or "", where, achievement)
    honorific = _HONORIFICS.get(row.values["sex"] or "", _UNKNOWN_SEX)
    role = _role(workspace, reader, record)
    own = (role,) if role else (row.values["address"], _area(reader, row))
    return PrintedLine(honorific, row.values["full_name"] or "", _joined(*own, unit), achievement)


def _role(workspace: Workspace, reader: Reader, person: str) -> str:
    """ "Tổ trưởng Tổ tự quản số 05, ấp Đông Hưng": the foremost thing that somebody is now."""
    selection = Selection(filters=(("person", (person,)),))
    serving = [
        row
        for row in reader.records.page("member", selection, 0, _MANY)
        if not row.values["left_on"] and row.values["group"]
    ]
    if not serving:
        return ""
    foremost = min(serving, key=lambda row: (_rank(row.values["role"]), row.id))
    group = reader.records.get("group", foremost.values["group"])
    if group is None:
        return ""
    role = workspace.catalogues.label("member_role", foremost.values["role"] or "member", "vi")
    return _joined(f"{role} {group.values['name'] or ''}".strip(), _area(reader, group))


def _rank(role: str | None) -> int:
    return FOREMOST.index(role) if role in FOREMOST else len(FOREMOST)


def _area(reader: Reader, row: Stored) -> str:
    area = row.values.get("area")
    return (reader.records.titles("area", [area]).get(area) or "") if area else ""


def _joined(*parts: str | None) -> str:
    """Each part once: an area that stands in the name of its group is not said again."""
    said: list[str] = []
    for part in parts:
        if part and not any(part.casefold() in each.casefold() for each in said):
            said.append(part)
    return ", ".join(said)


def expected_money(workspace: Workspace, awards: Sequence[str], on: date) -> list[int | None]:
    """What each award would bring on a day, or brings already."""
    with workspace.reading(register="award") as reader:
        stored = reader.records.get_many("award", list(awards))
        return [
            row.values["money"]
            if row.values["money"] is not None
            else award_money(reader, row.values["form"], row.values["recipient_kind"], on)
            for row in stored.values()
        ]
