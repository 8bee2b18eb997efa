"""The minutes of a handover: figures, where each book stands, and the short code of all that was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.handover import Handover, HandoverPath
from desktop.domain.paper import Align, Column, Heading, Part, PlainSheet, Signatures, Table
from desktop.i18n.catalogue import Catalogue
from desktop.office.letters import write_letter
from desktop.pdf.render import page_count
from desktop.pdf.sheet import draw_sheet
from desktop.services import handover as handing
from desktop.services import users
from desktop.services.handover import Finished, Unfinished
from desktop.services.paper_asked import head_of, long_day, table_day
from desktop.services.paper_texts import DOTS, VI, Wording, wording
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

PAPER: Final = "handover"
COPIES: Final = 3
WORK: Final = tuple(Unfinished.__dataclass_fields__)
"""What is under way, in the order of the paper; its words are ``handover.work.<name>``."""


@dataclass(frozen=True)
class Minutes:
    """The drawn paper, and what Word gets: nothing where the paper is one of before."""

    sheet: PlainSheet | None = field(repr=False)
    pdf: bytes = field(repr=False)
    pages: int


def draw_minutes(workspace: Workspace, handover: Handover) -> Minutes:
    """Draws it as things stand now. Raises :class:`NotAllowed`."""
    with workspace.reading(Permission.ADMINISTER):
        pass
    sheet = _Writer(workspace, handover).sheet()
    out = BytesIO()
    draw_sheet(sheet, out, sample=workspace.practice)
    return Minutes(sheet, out.getvalue(), page_count(out.getvalue()))


def draw_again(workspace: Workspace, finished: Finished) -> Minutes | None:
    """The minutes of a handover that is over, the very paper of then; None where it was not kept yet."""
    with workspace.reading(Permission.ADMINISTER):
        pass
    return Minutes(None, finished.paper, page_count(finished.paper)) if finished.paper else None


def save_pdf(workspace: Workspace, minutes: Minutes, path: Path) -> None:
    """Writes it to a file; it is logged. Raises what :func:`write_atomic` does."""
    workspace.require(Permission.ADMINISTER)
    write_atomic(path, minutes.pdf)
    minutes_left(workspace, "export")


def save_word(workspace: Workspace, minutes: Minutes, path: Path) -> None:
    """Writes it as a Word document; it is logged."""
    workspace.require(Permission.ADMINISTER)
    if minutes.sheet is None:
        raise ValueError("minutes of before are a paper, and no letter")
    out = BytesIO()
    write_letter(
        minutes.sheet, out, mark=Catalogue(VI).text("takeout.practice") if workspace.practice else ""
    )
    write_atomic(path, out.getvalue())
    minutes_left(workspace, "export")


def minutes_left(workspace: Workspace, how: str) -> None:
    """The paper left the program, by ``print`` or ``export``."""
    workspace.log_access(how, PAPER)


class _Writer:
    def __init__(self, workspace: Workspace, handover: Handover) -> None:
        self._workspace = workspace
        self._handover = handover
        self._words: Wording = wording(PAPER)
        self._screen = Catalogue(VI)
        self._names = {each.user.id: each.user.name for each in users.accounts_of(workspace)}
        if not handover.leaving and handover.leaving_name:
            self._names[""] = handover.leaving_name

    def sheet(self) -> PlainSheet:
        workspace, words = self._workspace, self._words
        station, today = workspace.station, workspace.today()
        head = head_of(workspace, station.upper_name, station.name, words.text("number"), today)
        return PlainSheet(
            words.text("title"), list(self._parts(today)), words.text("subtitle"), head, author=station.name
        )

    def _parts(self, today: date) -> Iterator[Part]:
        words, handover = self._words, self._handover
        yield words.text("time", day=long_day(today), unit=self._workspace.station.name)
        yield Heading(words.text("present"), 2)
        absent = handover.path is not HandoverPath.PRESENT
        who = self._person(handover.leaving, handover.leaving_title)
        yield words.text("leaving_absent" if absent else "leaving", who=who)
        yield words.text("successor", who=self._person(handover.successor, handover.successor_title))
        if handover.witness:
            yield words.text("witness", who=handover.witness)
        yield words.text("path", path=self._screen.text(f"handover.path.{handover.path.value}"))
        if handover.path is HandoverPath.UPPER:
            on = handover.attested_on
            day = words.text("attested_on", day=long_day(date.fromisoformat(on))) if on else ""
            yield words.text(
                "attested", attestation=handover.attestation or DOTS, by=handover.attested_by or DOTS, on=day
            )
            if handover.attested_signed:
                yield words.text("attested_signed", by=handover.attested_by)
        yield Heading(words.text("content"), 2)
        yield from self._work()
        yield from self._books()
        yield from self._keys()
        yield from self._accounts()
        yield from self._checked()
        yield Heading(words.text("responsibility"), 2)
        until = handing.ends_at(self._workspace, handover) if handover.day else None
        at = self._screen.text("handover.moment", at=until) if until is not None else DOTS
        yield words.text("until", name=self._names.get(handover.leaving, DOTS), at=at)
        yield words.text("signed")
        yield words.text("copies")
        yield words.text("end")
        yield self._signing()

    def _person(self, user: str, title: str) -> str:
        name = self._names.get(user, DOTS)
        return self._words.text("person", name=name, title=title) if title else name

    def _work(self) -> Iterator[Part]:
        yield Heading(
            self._words.text("work", at=self._screen.text("handover.moment", at=self._workspace.now())), 3
        )
        found = handing.unfinished(self._workspace, self._handover.leaving)
        rows = [(self._screen.text(f"handover.work.{name}"), str(getattr(found, name))) for name in WORK]
        yield self._table(("handover.paper.what", "handover.paper.count"), rows)

    def _books(self) -> Iterator[Part]:
        yield Heading(self._words.text("books"), 3)
        rows = [
            (
                self._screen.text(f"register.{line.register}.plural"),
                str(line.count),
                table_day(line.last_on),
                line.number,
            )
            for line in handing.books(self._workspace)
        ]
        heads = (
            "handover.paper.book",
            "handover.paper.count",
            "handover.paper.last",
            "handover.paper.number",
        )
        yield self._table(heads, rows)
        with self._workspace.reading() as reader:
            changes = reader.journal.tip(self._workspace.device).seq
        yield self._words.text("code", code=handing.chain_code(self._workspace), changes=changes)

    def _keys(self) -> Iterator[Part]:
        yield Heading(self._words.text("keys"), 3)
        held = self._handover
        rows = [
            (self._screen.text(f"handover.{name}"), getattr(held, name) or self._words.text("none"))
            for name in ("sticks", "envelope", "other_things")
        ]
        yield self._table(("handover.paper.what", "handover.paper.state"), rows)

    def _accounts(self) -> Iterator[Part]:
        yield Heading(self._words.text("accounts"), 3)
        rows = [
            (each.user.name, self._screen.text(f"role.{each.user.role.value}"), self._state(each.user.id))
            for each in users.accounts_of(self._workspace)
            if each.left_on is None
        ]
        yield self._table(("handover.paper.name", "handover.paper.role", "handover.paper.state"), rows)

    def _state(self, user: str) -> str:
        if user == self._handover.leaving:
            return self._screen.text("handover.paper.leaves")
        return self._screen.text("handover.paper.takes") if user == self._handover.successor else ""

    def _checked(self) -> Iterator[Part]:
        yield Heading(self._words.text("checked"), 3)
        checks = [self._screen.text(f"handover.check.{each}") for each in self._handover.checks]
        said = "; ".join(each[0].lower() + each[1:] for each in checks)
        yield self._words.text("check_yes", checks=said) if checks else self._words.text("check_no")
        if self._handover.found:
            yield self._words.text("found", found=self._handover.found.rstrip("."))

    def _table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
        first = Column(self._screen.text(heads[0]), share=2.2)
        numbers = ("handover.paper.count",)
        others = [
            Column(self._screen.text(key), align=Align.CENTER if key in numbers else Align.LEFT)
            for key in heads[1:]
        ]
        return Table((first, *others), rows)

    def _signing(self) -> Signatures:
        words, handover = self._words, self._handover
        signing = words.text("signing")
        signers = [
            ((words.text("giver"), signing), self._names.get(handover.leaving, "")),
            ((words.text("taker"), signing), self._names.get(handover.successor, "")),
            ((words.text("watcher"), signing), handover.witness),
        ]
        return Signatures(tuple(signers))
