"""Sổ theo dõi hoạt động hòa giải ở cơ sở: the ten columns of Part I, and Part II by mediator.

Columns are those of the form issued by the Minister of Justice on 21 April 2014. Only cases that a mediation group
took stand in it: the self-management groups' help is another report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.fields import Kind
from desktop.domain.paper import (
    Align,
    Column,
    Face,
    Head,
    Heading,
    Line,
    PageBreak,
    Part,
    PlainSheet,
    Signatures,
    Table,
)
from desktop.domain.values.mediators import parse_mediators
from desktop.i18n.dates import short_date
from desktop.pdf.wording import place_date_line
from desktop.services.describe import describe
from desktop.services.paper_asked import (
    REASON,
    Answers,
    Asked,
    cell,
    day_of,
    label,
    name_of,
    province_of,
    said,
    table_day,
    unit_of,
)
from desktop.services.paper_texts import DOTS, MOTTO, Wording, wording
from desktop.services.registers import RecordGone
from desktop.services.views import Hit
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

PAPER: Final = "mediation_book"
MEDIATION: Final = "mediation"
"""The kind of group that keeps such a book."""

_GROUP: Final = "mediation_group"
_MOST: Final = 20_000
_SIZE: Final = 10.0
_COVER_SIZE: Final = 15.0
_TICK: Final = "x"
_SCOPES: Final = ("between_parties", "civil_family", "other_in_scope")
_RESULTS: Final = ("settled", "not_settled")


@dataclass(frozen=True)
class _Case:
    """A dispute with those who took part in it."""

    row: Stored
    parties: tuple[Stored, ...]
    scope: str
    result: str

    @property
    def mediators(self) -> tuple[str, ...]:
        """The mediators of the group, each once; those who were invited are not counted."""
        people = parse_mediators(self.row.values["mediators"] or "").value or ()
        return tuple(dict.fromkeys(each.name for each in people if not each.invited))


def book_asks(workspace: Workspace, record: str) -> tuple[Asked, ...]:
    """For which group and days; the year so far is proposed."""
    today = workspace.today()
    with workspace.reading(Permission.REVEAL, "dispute") as reader:
        group = reader.records.get("group", record) if record else None
        area = _area_name(reader, group)
    return (
        REASON,
        *(() if group else (Asked("group", Kind.REF, required=True, to="group"),)),
        Asked("first", Kind.DAY, required=True, value=date(today.year, 1, 1).isoformat()),
        Asked("last", Kind.DAY, required=True, value=today.isoformat()),
        Asked("area", value=area or None),
        Asked("volume"),
        Asked("opened", Kind.DAY),
        Asked("closed", Kind.DAY),
    )


def mediation_groups(workspace: Workspace, text: str, limit: int = 8) -> list[Hit]:
    """The mediation groups that fit what was typed; the first by name when nothing is."""
    with workspace.reading(register="group") as reader:
        selection = Selection(filters=(("kind", (MEDIATION,)),), text=text)
        found = reader.records.page("group", selection, 0, limit)
        return describe(workspace, reader, [("group", row.id) for row in found])


def mediation_book(workspace: Workspace, record: str, answers: Answers) -> tuple[PlainSheet, int]:
    """The book of a group for some days, and how many cases stand in it. Raises :class:`RecordGone`."""
    words = wording(PAPER)
    first = day_of(answers, "first") or date(workspace.today().year, 1, 1)
    last = day_of(answers, "last") or workspace.today()
    with workspace.reading(Permission.REVEAL, "dispute") as reader:
        group = reader.records.get("group", record or said(answers, "group"))
        if group is None:
            raise RecordGone(register="group")
        area = said(answers, "area") or _area_name(reader, group)
        cases = list(_cases(workspace, reader, group.id, first, last))
    name = str(group.values["name"] or "")
    parts: list[Part] = [*_cover(workspace, words, name, area, answers), PageBreak()]
    parts.append(Heading(words.text("part_one"), 2))
    parts.append(Line(words.text("period", first=short_date(first), last=short_date(last)), Face.ITALIC))
    parts += [""]
    if cases:
        rows = [_row(workspace, words, number, case) for number, case in enumerate(cases, start=1)]
        parts.append(Table(_columns(words), rows, size=_SIZE))
    else:
        parts.append(words.text("none"))
    parts += [PageBreak(), Heading(words.text("part_two"), 2), "", *_second(words, cases)]
    parts.append(
        Signatures(
            (((" ",), ""), ((words.text("leader"), words.text("signing")), "")),
            place_date_line(workspace.station.place, day_of(answers, "closed")),
        )
    )
    head = Head(province_of(workspace), unit_of(workspace), MOTTO, national=True)
    sheet = PlainSheet(words.text("title"), parts, head=head, landscape=True, author=workspace.station.name)
    return sheet, len(cases)


def _area_name(reader: Reader, group: Stored | None) -> str:
    return name_of(reader, "area", group.values["area"]) if group is not None else ""


def _cases(workspace: Workspace, reader: Reader, group: str, first: date, last: date) -> Iterator[_Case]:
    selection = Selection(filters=(("group", (group,)),), sort="received_on")
    for row in reader.records.page("dispute", selection, 0, _MOST):
        received, by = row.values["received_on"], row.values["mediated_by"]
        if by not in (None, _GROUP) or not received or not first.isoformat() <= received <= last.isoformat():
            continue
        parties = tuple(
            each for each in reader.records.children("party", row.id) if each.standing == "active"
        )
        yield _Case(
            row,
            parties,
            _counted(workspace, "dispute_kind", row.values["kind"]),
            _counted(workspace, "dispute_outcome", row.values["outcome"]),
        )


def _counted(workspace: Workspace, catalogue: str, code: str | None) -> str:
    """Under which column of the statistics a choice counts; nothing for none."""
    choice = workspace.catalogues.choice(catalogue, code) if code else None
    return choice.counts_as or "" if choice is not None else ""


# The cover


def _cover(workspace: Workspace, words: Wording, group: str, area: str, answers: Answers) -> Iterator[Part]:
    yield from ("", "", "", "")
    facts = {
        "province": _capital(province_of(workspace)),
        "commune": _capital(unit_of(workspace)),
        "area": area,
        "group": group,
        "volume": said(answers, "volume"),
        "opened": table_day(answers.get("opened")),
        "closed": table_day(answers.get("closed")),
    }
    for name, value in facts.items():
        yield Line(words.text(name, value=value or DOTS), Face.REGULAR, _COVER_SIZE, Align.CENTER)
        yield ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# Part I


def _columns(words: Wording) -> tuple[Column, ...]:
    names = (
        ("number", 11.0, 0.0),
        ("received", 22.0, 0.0),
        ("mediators", None, 1.0),
        ("parties", None, 1.5),
        ("summary", None, 1.5),
        ("agreement", None, 1.6),
        ("settled", 14.0, 0.0),
        ("not_settled", 15.0, 0.0),
        ("signatures", 27.0, 0.0),
        ("note", None, 0.9),
    )
    middle = ("number", "received", "settled", "not_settled")
    return tuple(
        Column(
            f"{words.text(name)}\n({at})",
            share=share,
            align=Align.CENTER if name in middle else Align.LEFT,
            mm=mm,
        )
        for at, (name, mm, share) in enumerate(names, start=1)
    )


def _row(workspace: Workspace, words: Wording, number: int, case: _Case) -> tuple[str, ...]:
    row = case.row
    return (
        str(number),
        table_day(row.values["received_on"]),
        cell(row, "mediators"),
        "\n".join(_party(workspace, words, each) for each in case.parties),
        cell(row, "summary"),
        cell(row, "agreement"),
        _TICK if case.result == "settled" else "",
        _TICK if case.result == "not_settled" else "",
        "",
        _note(workspace, words, row, case.result),
    )


def _party(workspace: Workspace, words: Wording, party: Stored) -> str:
    """ "Bên A: Trần Văn Sang, 45 tuổi, tổ 5, khóm Đông Hưng"."""
    age = party.values["age"]
    who = (cell(party, "name"), words.text("age", age=age) if age else "", cell(party, "address"))
    side, told = label(workspace, "party_side", party.values["side"]), ", ".join(filter(None, who))
    return f"{side}: {told}" if side else told


def _note(workspace: Workspace, words: Wording, row: Stored, result: str) -> str:
    """Column 10: what the two columns of the result do not say, and what a person noted."""
    parts = []
    outcome, on = row.values["outcome"], row.values["outcome_on"]
    if outcome and outcome not in _RESULTS:
        told = label(workspace, "dispute_outcome", outcome)
        to = cell(row, "referred_to")
        parts.append(words.text("referred", outcome=told, to=to) if to else told)
    elif result in _RESULTS and on:
        told = label(workspace, "dispute_outcome", outcome)
        parts.append(words.text("ended", outcome=told, day=table_day(on)))
    return "\n".join([*parts, *filter(None, [cell(row, "note")])])


# Part II


def _second(words: Wording, cases: Sequence[_Case]) -> Iterator[Part]:
    heads = ("number", "mediator", *_SCOPES, *_RESULTS, "note")
    widths = (12.0, None, 32.0, 40.0, 26.0, 22.0, 24.0, None)
    columns = tuple(
        Column(words.text(name), mm=mm, align=Align.LEFT if mm is None else Align.CENTER)
        for name, mm in zip(heads, widths, strict=True)
    )
    by_mediator: dict[str, list[_Case]] = {}
    for case in cases:
        for name in case.mediators or (words.text("no_mediator"),):
            by_mediator.setdefault(name, []).append(case)
    rows = [
        (str(at), name, *_counts(words, found))
        for at, (name, found) in enumerate(by_mediator.items(), start=1)
    ]
    rows.append(("", f"{words.text('total')}: {len(cases)}", *_counts(words, cases)))
    yield Table(columns, rows, bold=frozenset({len(rows) - 1}), size=_SIZE + 1)
    yield Line(words.text("counting"), Face.ITALIC)


def _counts(words: Wording, cases: Sequence[_Case]) -> tuple[str, ...]:
    scopes, results = Counter(each.scope for each in cases), Counter(each.result for each in cases)
    notes = (
        ("unfinished", results["unfinished"]),
        ("elsewhere", results[""]),
        ("unknown_kind", scopes[""]),
    )
    note = "; ".join(words.text(name, count=count) for name, count in notes if count)
    return (
        *(str(scopes[name]) if scopes[name] else "" for name in _SCOPES),
        *(str(results[name]) if results[name] else "" for name in _RESULTS),
        note,
    )
