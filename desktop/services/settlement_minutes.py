"""Biên bản hòa giải thành of a dispute: a proposal, by the parts of minutes in Nghị định 30/2020/NĐ-CP.

A written record is made only where the parties ask for one; its content is the parties' own and confidential
(Luật Hòa giải ở cơ sở 35/2013/QH13, Điều 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.fields import Kind
from desktop.domain.mediation import SETTLED
from desktop.domain.paper import Heading, Part, PlainSheet, Signatures
from desktop.services.paper_asked import (
    REASON,
    Answers,
    Asked,
    cell,
    day_of,
    head_of,
    label,
    long_day,
    name_of,
    open_or,
    said,
    unit_of,
)
from desktop.services.paper_texts import DOTS, Wording, lines_of, wording
from desktop.services.registers import RecordGone
from desktop.services.workspace import Workspace
from desktop.store.records import Stored
from desktop.store.register_file import Reader

PAPER: Final = "settlement_minutes"
_SIDES: Final = ("party_a", "party_b")
_WITNESS: Final = "witness"


@dataclass(frozen=True)
class _Told:
    """What the register knows of a case that was settled."""

    row: Stored
    group: str
    parties: tuple[Stored, ...]
    sessions: tuple[Stored, ...]

    @property
    def day(self) -> str | None:
        """When it was settled, or else last mediated."""
        held = [each.values["held_on"] for each in self.sessions if each.values["held_on"]]
        ended: str | None = self.row.values["outcome_on"]
        return ended or (held[-1] if held else None)

    @property
    def place(self) -> str:
        return next((each.values["place"] for each in reversed(self.sessions) if each.values["place"]), "")


def is_settled(row: Stored) -> bool:
    """Whether there is an agreement to be written down."""
    return row.values["outcome"] == SETTLED and bool(row.values["agreement"])


def minutes_asks(workspace: Workspace, record: str) -> tuple[Asked, ...]:
    told = _told(workspace, record)
    words = wording(PAPER)
    return (
        REASON,
        Asked("number"),
        Asked("on", Kind.DAY, value=told.day),
        Asked("begins"),
        Asked("ends"),
        Asked("place", value=told.place or None),
        Asked("carrying", Kind.LONG_TEXT, value=words.block("carrying", workspace.today())),
    )


def settlement_minutes(workspace: Workspace, record: str, answers: Answers) -> PlainSheet:
    """The minutes of a dispute that was settled. Raises :class:`RecordGone`."""
    told, words = _told(workspace, record), wording(PAPER)
    on = day_of(answers, "on")
    number = words.text("number", number=open_or(said(answers, "number")))
    parts: list[Part] = [
        words.text("time", time=_hour(words, answers, "begins"), day=long_day(on)),
        words.text("place", place=open_or(said(answers, "place"))),
        *_present(workspace, words, told),
        Heading(words.text("content"), 2),
        cell(told.row, "summary"),
        Heading(words.text("course"), 2),
        *_course(words, told.sessions),
        Heading(words.text("agreed"), 2),
        cell(told.row, "agreement"),
    ]
    if pledge := cell(told.row, "pledge"):
        parts.append(words.text("pledge", pledge=pledge.rstrip(".")))
    if carrying := lines_of(answers.get("carrying")):
        parts += [Heading(words.text("carrying"), 2), *(f"{each.rstrip('.')}." for each in carrying)]
    parts.append(words.text("end", time=_hour(words, answers, "ends"), day=long_day(on)))
    parts += _signing(words, told)
    head = head_of(workspace, unit_of(workspace), told.group or DOTS, number, on)
    return PlainSheet(words.text("title"), parts, words.text("subtitle"), head, author=workspace.station.name)


def _told(workspace: Workspace, record: str) -> _Told:
    with workspace.reading(Permission.REVEAL, "dispute") as reader:
        row = reader.records.get("dispute", record)
        if row is None or row.standing == "removed":
            raise RecordGone(register="dispute")
        name = name_of(reader, "group", row.values["group"])
        sessions = sorted(_active(reader, "session", record), key=lambda each: each.values["held_on"] or "")
        return _Told(row, name, tuple(_active(reader, "party", record)), tuple(sessions))


def _active(reader: Reader, register: str, record: str) -> Iterator[Stored]:
    return (each for each in reader.records.children(register, record) if each.standing == "active")


def _hour(words: Wording, answers: Answers, name: str) -> str:
    time = said(answers, name)
    return words.text("hour", time=time) if time else words.text("hour", time="…… giờ ……")


def _present(workspace: Workspace, words: Wording, told: _Told) -> Iterator[Part]:
    yield Heading(words.text("present"), 2)
    yield words.text("mediators", names=open_or(cell(told.row, "mediators")))
    for party in told.parties:
        age, address = party.values["age"], cell(party, "address")
        who = (
            cell(party, "name"),
            words.text("age", age=age) if age else "",
            words.text("address", address=address) if address else "",
        )
        side, said_of = label(workspace, "party_side", party.values["side"]), ", ".join(filter(None, who))
        key = "party" if side else "party_plain"
        yield words.text(key, side=side, who=said_of)


def _course(words: Wording, sessions: Sequence[Stored]) -> Iterator[Part]:
    told = [each for each in sessions if cell(each, "content")]
    for each in told:
        held = each.values["held_on"]
        day = long_day(date.fromisoformat(held) if held else None).removeprefix("ngày ")
        yield words.text("session", day=day, content=cell(each, "content"))
    if not told:
        yield words.text("no_course")


def _signing(words: Wording, told: _Told) -> Iterator[Part]:
    """The parties and the mediator beside each other; a witness stands with the mediator below the parties."""
    sides = tuple(_signer(words, told, each) for each in _SIDES)
    mediator = ((words.text("mediator"), words.text("signing")), "")
    if any(each.values["side"] == _WITNESS for each in told.parties):
        yield Signatures(sides)
        yield Signatures((_signer(words, told, _WITNESS), mediator))
    else:
        yield Signatures((*sides, mediator))


def _signer(words: Wording, told: _Told, side: str) -> tuple[tuple[str, str], str]:
    """Whoever signs for a side; the name where there is one person only."""
    people = [each for each in told.parties if each.values["side"] == side]
    return (words.text(side), words.text("signing")), cell(people[0], "name") if len(people) == 1 else ""
