"""One person as a whole: groups and roles, visits made, disputes mediated, awards, training; on screen and on paper.

Visits and disputes name people as they were written, so they are matched by name, and whoever bears the same name is
told of. What the user's role may not know is left out; a dispute is told by its kind and days, never by its content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.base.text import fold
from desktop.domain.access import Permission, sees
from desktop.domain.likeness import same_name
from desktop.domain.paper import Align, Column, Head, Heading, Line, PlainSheet, Table
from desktop.domain.values.mediators import parse_mediators
from desktop.i18n.catalogue import Catalogue
from desktop.services.describe import day_words
from desktop.services.registers import RecordGone
from desktop.services.upper_papers import UpperPaper, draw_pdf, page_count
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

SECTIONS: Final = ("groups", "visits", "disputes", "awards", "training")
_MOST: Final = 2_000
_ON_PAPER: Final = (8, 6, 5, 4, 3, 2, 1, 0)
"""Lines of each section on the one page there is, as many as fit: the newest, with the number of all."""

_NAMESAKES: Final = 20
_DAY_MM: Final = 27.0


@dataclass(frozen=True)
class PersonLine:
    """One line of a section.

    Attributes:
        day: as it is written in tables; empty where none is known.
        what, how: what it was and how it stands or ended.
    """

    register: str
    record: str
    day: str
    what: str
    how: str


@dataclass(frozen=True)
class PersonView:
    """A person with the lines of each section, the newest first.

    Attributes:
        about: birth and address, one beside the other.
        namesakes: how many others bear the name, to whom visits and disputes may belong as well.
        joined: of how many records the person was joined.
    """

    person: str
    name: str
    about: str
    sections: tuple[tuple[str, tuple[PersonLine, ...]], ...]
    namesakes: int
    joined: int


def person_view(workspace: Workspace, person: str, language: str = "vi") -> PersonView:
    """Raises :class:`RecordGone`."""
    with workspace.reading(register="person") as reader:
        found = reader.sames.first("person", person)
        row = reader.records.get("person", found)
        if row is None or row.standing == "removed":
            raise RecordGone(register="person")
        asked = _Asked(workspace, reader, language, found, str(row.values["full_name"] or ""))
        sections = tuple(
            (name, tuple(asked.lines(name))) for name in SECTIONS if sees(workspace.role, _REGISTERS[name])
        )
        about = (row.values["born"], row.values["address"])
        return PersonView(
            found,
            asked.name,
            " · ".join(filter(None, (day_words(str(about[0])) if about[0] else "", str(about[1] or "")))),
            sections,
            asked.namesakes(),
            len(reader.sames.members("person", found)),
        )


def person_paper(workspace: Workspace, person: str) -> UpperPaper:
    """The same on one page. Whoever may not print gets none; raises :class:`RecordGone`."""
    workspace.require(Permission.PRINT, "person")
    view, words = person_view(workspace, person), Catalogue("vi")
    name = words.text("person.paper.file", name=view.name)
    papers = (
        UpperPaper("person", name, _sheet(workspace, words, view, most), workspace.practice)
        for most in _ON_PAPER
    )
    fitting = (paper for paper in papers if page_count(draw_pdf(paper)) == 1)
    return next(fitting, UpperPaper("person", name, _sheet(workspace, words, view, 0), workspace.practice))


def _sheet(workspace: Workspace, words: Catalogue, view: PersonView, most: int) -> PlainSheet:
    """The page with so many lines of each section at most."""
    station = workspace.station
    parts: list[Line | Heading | Table] = []
    if view.about:
        parts.append(Line(view.about, align=Align.CENTER))
    for name, lines in view.sections:
        parts.append(
            Heading(words.text("person.paper.section", section=_title(words, name), count=len(lines)), 2)
        )
        shown = lines[:most]
        if shown:
            parts.append(_table(words, shown))
        if len(lines) > len(shown):
            parts.append(Line(words.text("person.paper.more", count=len(lines) - len(shown)), size=12))
    parts.append(Line(words.text("person.paper.made_on", day=workspace.today()), size=12))
    head = Head(station.upper_name, station.name)
    return PlainSheet(words.text("person.paper.title"), parts, view.name, head, author=station.name)


def _title(words: Catalogue, section: str) -> str:
    return words.text(f"person.section.{section}")


def _table(words: Catalogue, lines: Sequence[PersonLine]) -> Table:
    columns = (
        Column(words.text("person.day"), mm=_DAY_MM, align=Align.CENTER),
        Column(words.text("person.what"), share=1.6),
        Column(words.text("person.how")),
    )
    return Table(columns, [(each.day, each.what, each.how) for each in lines])


_REGISTERS: Final = {
    "groups": "member",
    "visits": "visit",
    "disputes": "dispute",
    "awards": "award",
    "training": "event",
}
"""The register whose records a section shows."""


@dataclass(frozen=True)
class _Asked:
    """What every section is asked with."""

    workspace: Workspace
    reader: Reader
    language: str
    person: str
    name: str

    def lines(self, section: str) -> list[PersonLine]:
        made = {
            "groups": self._groups,
            "visits": self._visits,
            "disputes": self._disputes,
            "awards": self._awards,
            "training": self._training,
        }[section]()
        found = [(day or "", line) for day, line in made]
        found.sort(key=lambda pair: (pair[0], pair[1].record), reverse=True)
        return [line for _, line in found]

    def namesakes(self) -> int:
        rows = self.reader.records.page("person", Selection(text=fold(self.name)), 0, _NAMESAKES)
        return sum(
            row.id != self.person and same_name(str(row.values["full_name"]), self.name) for row in rows
        )

    def _groups(self) -> Iterator[tuple[str | None, PersonLine]]:
        for row in self._of("member", "person", (self.person,)):
            joined, left = row.values["joined_on"], row.values["left_on"]
            until = self._words("person.left", day=day_words(left)) if left else self._words("person.serves")
            role = self._label("member_role", row.values["role"])
            group = self._named("group", row.values["group"])
            line = self._line("member", row, joined, group, " · ".join(filter(None, (role, until))))
            yield joined, line

    def _visits(self) -> Iterator[tuple[str | None, PersonLine]]:
        for row in self._naming("visit", "visitors"):
            day = row.values["visited_on"]
            what = self._named("household", row.values["household"])
            yield day, self._line("visit", row, day, what, self._label("visit_result", row.values["result"]))

    def _disputes(self) -> Iterator[tuple[str | None, PersonLine]]:
        for row in self._naming("dispute", "mediators"):
            day = row.values["received_on"]
            what = self._label("dispute_kind", row.values["kind"]) or self._words("register.dispute")
            yield (
                day,
                self._line("dispute", row, day, what, self._label("dispute_outcome", row.values["outcome"])),
            )

    def _awards(self) -> Iterator[tuple[str | None, PersonLine]]:
        for row in self._of("award", "person", (self.person,)):
            day = row.values["decision_on"] or row.values["submission_on"]
            form = self._label("award_form", row.values["form"])
            stage = self._label("award_stage", row.values["stage"])
            what = " · ".join(filter(None, (form, row.values["achievement"])))
            yield day, self._line("award", row, day, what, stage)

    def _training(self) -> Iterator[tuple[str | None, PersonLine]]:
        """Training of the groups that the person served in that day; who came is not written down by name."""
        served = self._of("member", "person", (self.person,))
        groups = tuple(sorted({row.values["group"] for row in served if row.values["group"]}))
        kinds = self.workspace.catalogues.counted_as("event_kind", "training")
        for row in self._of("event", "group", groups):
            day, group = row.values["held_on"] or "", row.values["group"]
            there = any(_served_on(each, day) for each in served if each.values["group"] == group)
            if row.values["kind"] in kinds and there:
                name = str(row.values["name"] or "")
                yield day, self._line("event", row, day, name, self._named("group", group))

    def _of(self, register: str, field: str, values: tuple[str, ...]) -> list[Stored]:
        if not values or not sees(self.workspace.role, register):
            return []
        selection = Selection(filters=((field, values),), retired=register == "member")
        return self.reader.records.page(register, selection, 0, _MOST)

    def _naming(self, register: str, field: str) -> list[Stored]:
        """The records in whose text the person is named."""
        if not fold(self.name):
            return []
        rows = self.reader.records.page(register, Selection(text=fold(self.name)), 0, _MOST)
        return [row for row in rows if self._is_in(row.values[field])]

    def _is_in(self, text: object) -> bool:
        people = parse_mediators(text).value if isinstance(text, str) else None
        return any(same_name(each.name, self.name) for each in people or ())

    def _line(self, register: str, row: Stored, day: str | None, what: str, how: str) -> PersonLine:
        return PersonLine(register, row.id, day_words(day) if day else "", what, how)

    def _named(self, register: str, record: str | None) -> str:
        return (self.reader.records.titles(register, [record]).get(record) if record else None) or ""

    def _label(self, catalogue: str, code: str | None) -> str:
        return self.workspace.catalogues.label(catalogue, code, self.language) if code else ""

    def _words(self, key: str, **facts: object) -> str:
        return Catalogue(self.language).text(key, **facts)


def _served_on(member: Stored, day: str) -> bool:
    joined, left = member.values["joined_on"] or "", member.values["left_on"] or "9999"
    return day[: len(joined)] >= joined and day <= left
