"""Everything that the register holds of one person: for that person to read, and for a machine to read again.

What other people are and said stays theirs: their names are not in it, and of a case that they share the words are
left out. The person's own masked fields are in it, so it takes the rights of a look and a reason, and is logged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from desktop.base.text import fold
from desktop.domain.access import Permission
from desktop.domain.fields import Field, Register
from desktop.domain.paper import Align, Column, Face, Head, Heading, Line, Part, PlainSheet, Signatures, Table
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.dates import partial_date
from desktop.pdf.render import page_count
from desktop.pdf.sheet import draw_sheet
from desktop.pdf.wording import place_date_line
from desktop.services.data_purposes import purposes
from desktop.services.erasing import ReasonMissing
from desktop.services.paper_asked import chief_title
from desktop.services.seen_list import cell_words
from desktop.services.upper_papers import motto
from desktop.services.views import Cell, Mark
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader
from desktop.system.atomic import write_atomic

PERSON: Final = "person"
FORMAT: Final = "tuquan-person/1"
_MOST: Final = 100_000
_DAYS: Final = ("received_on", "given_on")
_SIZE: Final = 12.0
_NAMED: Final = (("household", "head_name"), ("opinion", "given_by"), ("contribution", "giver"))
"""Where a name is written without pointing to a person: whether it is the same one, somebody has to find out."""
_GONE: Final = ("withheld", "erased")
_OTHERS: Final = "***"
"""In place of another person."""
_OTHERS_WORDS: Final[Mapping[str, frozenset[str]]] = {
    # Of a case that is shared, these tell of the other side too.
    "dispute": frozenset({"summary", "agreement", "pledge", "mediators", "note", "follow_up_result"}),
}


@dataclass(frozen=True)
class PersonRecord:
    """One record of or about the person. ``values`` are (field, words, plain value) of what is there."""

    register: str
    record: str
    values: tuple[tuple[str, str, Any], ...]
    masked: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonFile:
    """All of it.

    Attributes:
        name: of the person.
        namesakes: records in which the same name is written, in words.
        looks: when somebody looked at what is masked of them, and who: the newest first.
        json: the same for a machine.
        pdf: the same for the person.
    """

    person: str
    name: str
    records: tuple[PersonRecord, ...]
    namesakes: tuple[str, ...]
    looks: tuple[tuple[str, str], ...]
    reason: str
    json: bytes = field(repr=False)
    pdf: bytes = field(repr=False)
    pages: int = 0


def draw_person(workspace: Workspace, person: str, reason: str) -> PersonFile:
    """Gathers and draws it; that is logged at once, for it is a look at everything.

    Raises :class:`NotAllowed`, :class:`ReasonMissing`, and KeyError for a person who is not there.
    """
    workspace.require(Permission.AUDIT)
    workspace.require(Permission.REVEAL, PERSON)
    if not reason.strip():
        raise ReasonMissing()
    with workspace.reading(Permission.AUDIT, PERSON) as reader:
        # What was entered twice is one: everything points at the one that stands for them all.
        same = reader.sames.members(PERSON, person)
        stored = reader.records.get(PERSON, same[0])
        if stored is None:
            raise KeyError(person)
        words = Catalogue("vi")
        records = tuple(_records(workspace, reader, words, stored, same[1:]))
        looks = tuple(_looks(reader, {each.record for each in records}))
        name = str(stored.values["full_name"] or "")
        namesakes = tuple(_namesakes(reader, words, name))
    workspace.log_access("person.export", f"{PERSON}:{person}: {reason.strip()}")
    gathered = (name, records, namesakes, looks)
    sheet = _sheet(workspace, words, *gathered)
    out = BytesIO()
    draw_sheet(sheet, out, sample=workspace.practice)
    pdf = out.getvalue()
    return PersonFile(
        person,
        *gathered,
        reason.strip(),
        _plain(workspace, *gathered),
        pdf,
        page_count(pdf),
    )


def save_person(workspace: Workspace, made: PersonFile, path: Path) -> None:
    """Writes the PDF, or for a name that ends in ``.json`` what a machine reads; logged. Raises what disks raise."""
    workspace.require(Permission.AUDIT)
    write_atomic(path, made.json if path.suffix == ".json" else made.pdf)
    person_left(workspace, made, "export")


def person_left(workspace: Workspace, made: PersonFile, how: str) -> None:
    """It left the program, by ``print`` or ``export``."""
    workspace.log_access(how, f"{PERSON}:{made.person}: {made.reason}")


# Gathering


def _records(
    workspace: Workspace, reader: Reader, words: Catalogue, person: Stored, twins: Sequence[str]
) -> Iterator[PersonRecord]:
    registry = workspace.registry
    for row in (person, *reader.records.get_many(PERSON, twins).values()):
        yield _record(workspace, reader, words, registry[PERSON], row, person.id)
    shared: list[tuple[str, str]] = []
    for register in registry:
        if register.name == registry[PERSON].same:
            continue
        pointers = [each for each in register.fields if each.to == PERSON]
        for pointer in pointers:
            selection = Selection(((pointer.name, (person.id,)),), retired=True)
            for row in reader.records.page(register.name, selection, 0, _MOST):
                yield _record(workspace, reader, words, register, row, person.id)
                if register.parent is not None and register.parent.to is not None:
                    parent = row.values.get(register.parent.name)
                    if isinstance(parent, str):
                        shared.append((register.parent.to, parent))
    for name, record in dict.fromkeys(shared):
        found = reader.records.get(name, record)
        if found is not None:
            yield _record(workspace, reader, words, registry[name], found, person.id)


def _record(  # a row and what it is read with
    workspace: Workspace, reader: Reader, words: Catalogue, register: Register, row: Stored, person: str
) -> PersonRecord:
    values: list[tuple[str, str, Any]] = []
    masked: list[str] = []
    others = _OTHERS_WORDS.get(register.name, frozenset())
    for each in register.fields:
        value = row.values.get(each.name)
        mark = row.marks.get(each.name)
        if mark in _GONE:
            values.append((each.name, words.text(f"kit.mark.{mark}"), None))
        elif value is None or value == [] or each.opaque or (each.parent and register.name != PERSON):
            continue
        elif each.name in others:
            masked.append(each.name)
        else:
            shown = _shown(workspace, reader, words, each, value, person)
            values.append((each.name, shown, value if shown != _OTHERS else None))
    return PersonRecord(register.name, row.id, tuple(values), tuple(masked))


def _shown(
    workspace: Workspace, reader: Reader, words: Catalogue, declared: Field, value: Any, person: str
) -> str:
    text = None
    if declared.to is not None and isinstance(value, str):
        if declared.to == PERSON and value != person:
            return _OTHERS
        text = reader.records.titles(declared.to, [value]).get(value) or ""
    return cell_words(workspace, words, declared, Cell(value, Mark.NONE, text))


def _namesakes(reader: Reader, words: Catalogue, name: str) -> Iterator[str]:
    """Records in which the same name is written, each by its register and day alone."""
    for register, named in _NAMED:
        for row in reader.records.page(register, Selection(retired=True), 0, _MOST):
            if name and fold(str(row.values[named] or "")) == fold(name):
                day = next((row.values[each] for each in _DAYS if row.values.get(each)), "")
                yield " ".join(
                    filter(None, (words.text(f"register.{register}"), partial_date(day) if day else ""))
                )


def _looks(reader: Reader, records: set[str]) -> Iterator[tuple[str, str]]:
    """Who looked at what is masked of these records, and when."""
    names = {each.id: each.name for each in reader.people.all_users()}
    found = [
        (line.at, names.get(line.actor, ""))
        for line in reader.log.lines()
        if line.action in ("reveal", "person.export") and any(each in line.subject for each in records)
    ]
    yield from reversed(found)


# Paper


def _sheet(
    workspace: Workspace,
    words: Catalogue,
    name: str,
    records: tuple[PersonRecord, ...],
    namesakes: tuple[str, ...],
    looks: tuple[tuple[str, str], ...],
) -> PlainSheet:
    station = workspace.station
    return PlainSheet(
        words.text("person_file.title"),
        list(_parts(workspace, words, name, records, namesakes, looks)),
        subtitle=name,
        head=Head(station.upper_name, station.name, motto(words), national=True),
        author=station.name,
    )


def _parts(
    workspace: Workspace,
    words: Catalogue,
    name: str,
    records: tuple[PersonRecord, ...],
    namesakes: tuple[str, ...],
    looks: tuple[tuple[str, str], ...],
) -> Iterator[Part]:
    text = words.text
    yield text("person_file.intro", unit=workspace.station.name, name=name, count=len(records))
    why = {each.register: each for each in purposes(workspace)}
    columns = (Column(text("person_file.field"), mm=52.0), Column(text("person_file.value")))
    for number, record in enumerate(records, start=1):
        yield Heading(f"{number}. {text(f'register.{record.register}')}", 2)
        purpose = why.get(record.register)
        if purpose is not None and purpose.purpose:
            yield Line(text("person_file.purpose", purpose=purpose.purpose), Face.ITALIC, _SIZE)
        rows = [(text(f"field.{record.register}.{field}"), shown) for field, shown, _ in record.values]
        rows += [
            (text(f"field.{record.register}.{field}"), text("person_file.others")) for field in record.masked
        ]
        yield Table(columns, rows)
    if namesakes:
        yield Heading(text("person_file.namesakes"), 2)
        yield text("person_file.namesakes.text", records="; ".join(namesakes))
    yield Heading(text("person_file.looks"), 2)
    if looks:
        heads = (
            Column(text("audit.head.at"), mm=52.0, align=Align.CENTER),
            Column(text("audit.head.person")),
        )
        yield Table(heads, [(_moment(at), who) for at, who in looks])
    else:
        yield text("person_file.looks.none")
    signing = text("takeout.paper.signing")
    yield Signatures(
        (
            ((text("takeout.paper.maker"), signing), workspace.user.name),
            ((chief_title(workspace).upper(), signing), ""),
        ),
        place_date_line(workspace.station.place, workspace.today()),
    )


def _moment(at: str) -> str:
    day = date.fromisoformat(at[:10])
    return f"{at[11:16]}, {day.day:02d}/{day.month:02d}/{day.year}"


def _plain(
    workspace: Workspace,
    name: str,
    records: tuple[PersonRecord, ...],
    namesakes: tuple[str, ...],
    looks: tuple[tuple[str, str], ...],
) -> bytes:
    words = Catalogue("vi")
    plain = {
        "format": FORMAT,
        "unit": workspace.station.name,
        "made_on": workspace.today().isoformat(),
        "name": name,
        "records": [
            {
                "register": each.register,
                "title": words.text(f"register.{each.register}"),
                "values": {
                    field: {
                        "label": words.text(f"field.{each.register}.{field}"),
                        "text": shown,
                        "value": value,
                    }
                    for field, shown, value in each.values
                },
                "left_out": list(each.masked),
            }
            for each in records
        ],
        "same_name": list(namesakes),
        "looks": [{"at": at, "by": who} for at, who in looks],
    }
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
