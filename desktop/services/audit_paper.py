"""The log of uses on paper, for an inspection: what was asked for, every line of it, and what the proof found.

Paper is Vietnamese whatever the language of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.audit import AuditFilter
from desktop.domain.paper import Align, Column, Face, Head, Heading, Line, Part, PlainSheet, Signatures, Table
from desktop.i18n.catalogue import Catalogue
from desktop.i18n.dates import short_date, short_moment
from desktop.pdf.wording import place_date_line
from desktop.services import audit, upper_papers
from desktop.services.audit import AuditLine, Place
from desktop.services.audit_proof import Proven
from desktop.services.audit_words import about_words, deed_words, finding_words, point_words
from desktop.services.paper_asked import chief_title
from desktop.services.seen_list import ListTooLongToTakeOut, NothingToTakeOut
from desktop.services.upper_papers import UpperPaper, motto
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

MOST: Final = 5_000
"""Lines of one paper, some two hundred sheets: an inspection is of a stretch of days."""

_STEP: Final = 500
_NOTE_SIZE: Final = 12.0

Progress = Callable[[int, int], None]


class PaperWords:
    """The sentences of paper."""

    def __init__(self) -> None:
        self.catalogue = Catalogue("vi")

    def __call__(self, key: str, /, **facts: object) -> str:
        return self.catalogue.text(key, **facts)

    def has(self, key: str) -> bool:
        return self.catalogue.has(key)


def draw_log(
    workspace: Workspace, wanted: AuditFilter, proven: Proven | None, progress: Progress
) -> UpperPaper:
    """Every line that is wanted, the oldest first as a log is read, and what the last proof found.

    Raises :class:`NotAllowed`, :class:`NothingToTakeOut`, :class:`ListTooLongToTakeOut`, ``Cancelled``.
    """
    count = audit.count(workspace, wanted)
    if not count:
        raise NothingToTakeOut()
    if count > MOST:
        raise ListTooLongToTakeOut(rows=count, most=MOST)
    lines, place, more = list[AuditLine](), Place(), True
    while more:
        page = audit.lines(workspace, wanted, place, _STEP)
        lines += page.lines
        place, more = page.end, page.more
        progress(min(len(lines), count), count)
    words, station = PaperWords(), workspace.station
    sheet = PlainSheet(
        words("audit.paper.title"),
        list(_parts(workspace, words, wanted, lines[::-1], proven)),
        head=Head(station.upper_name, station.name, motto(words.catalogue), national=True),
        landscape=True,
        author=station.name,
    )
    return UpperPaper("audit", words("audit.paper.file"), sheet, practice=workspace.practice)


def save_log(workspace: Workspace, made: UpperPaper, count: int, path: Path) -> None:
    """Writes it to a file; that is logged. Raises what :func:`write_atomic` does."""
    workspace.require(Permission.AUDIT)
    write_atomic(path, upper_papers.draw_pdf(made))
    log_left(workspace, count, "export")


def log_left(workspace: Workspace, count: int, how: str) -> None:
    """The paper left the program, by ``print`` or ``export``: that stands in the log too."""
    workspace.log_access(how, f"audit:{count}")


def _parts(
    workspace: Workspace,
    words: PaperWords,
    wanted: AuditFilter,
    lines: list[AuditLine],
    proven: Proven | None,
) -> Iterator[Part]:
    for said in _filter_words(workspace, words, wanted):
        yield Line(said, Face.ITALIC, _NOTE_SIZE)
    yield Line(words("audit.paper.count", count=len(lines)), Face.BOLD, _NOTE_SIZE)
    if proven is not None:
        yield Heading(words("audit.paper.proof"), 3)
        for said in _proof_words(words, proven):
            yield Line(said, size=_NOTE_SIZE)
    yield ""
    yield Table(
        (
            Column(words("takeout.number"), mm=14.0, align=Align.CENTER),
            Column(words("audit.head.at"), mm=34.0, align=Align.CENTER),
            Column(words("audit.head.person"), mm=46.0),
            Column(words("audit.head.deed"), mm=58.0),
            Column(words("audit.head.about")),
        ),
        [
            (
                str(number),
                short_moment(line.at) if line.at else "",
                line.actor or words("audit.program"),
                deed_words(words, line),
                about_words(words, line),
            )
            for number, line in enumerate(lines, start=1)
        ],
    )
    signing = words("takeout.paper.signing")
    yield Signatures(
        (
            ((words("takeout.paper.maker"), signing), workspace.user.name),
            ((chief_title(workspace).upper(), signing), ""),
        ),
        place_date_line(workspace.station.place, workspace.today()),
    )


def _filter_words(workspace: Workspace, words: PaperWords, wanted: AuditFilter) -> Iterator[str]:
    """What was asked for, a sentence each."""
    if wanted.first or wanted.last:
        first, last = (_day(words, day) for day in (wanted.first, wanted.last))
        yield words("audit.said.days", first=first, last=last)
    if wanted.person:
        yield words("audit.said.person", person=dict(audit.actors(workspace)).get(wanted.person, ""))
    if wanted.register:
        yield words("audit.said.register", register=words(f"register.{wanted.register}"))
    if wanted.deed:
        yield words("audit.said.deed", deed=words(f"audit.deed.{wanted.deed.value}"))


def _day(words: PaperWords, day: date | None) -> str:
    return short_date(day) if day is not None else words("audit.said.open")


def _proof_words(words: PaperWords, proven: Proven) -> Iterator[str]:
    """What the proof found, as it is printed."""
    yield words("audit.proof.counted", operations=proven.operations, lines=proven.lines)
    yield words("audit.proof.sound" if proven.sound else "audit.proof.broken", count=len(proven.findings))
    for finding in proven.findings:
        yield finding_words(words, finding, proven.units)
    for chain in proven.chains:
        yield point_words(words, chain)
        if chain.own:
            yield words("audit.proof.code", code=chain.code)
    if proven.lines > proven.sealed:
        yield words("audit.proof.log_beyond", count=proven.lines - proven.sealed)
    if proven.code:
        if proven.coded_on:
            at = short_moment(datetime.fromisoformat(proven.coded_on))
            yield words("audit.proof.coded", code=proven.code, at=at)
        else:
            yield words("audit.proof.uncoded", code=proven.code)
