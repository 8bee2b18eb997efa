"""Decisions that recognise a group and its members, and invitations to its meetings: proposals, not official forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop.base.text import fold
from desktop.domain.fields import Kind
from desktop.domain.paper import (
    Align,
    Bases,
    Closing,
    Column,
    Face,
    Head,
    Heading,
    Line,
    PageBreak,
    Part,
    PlainSheet,
    Table,
    authority,
    signing_titles,
)
from desktop.pdf.wording import place_date_line
from desktop.services.group_people import GroupTold, Server, group_told, member_told
from desktop.services.paper_asked import (
    Answers,
    Asked,
    chief_name,
    chief_title,
    day_of,
    decision_asks,
    head_of,
    long_day,
    open_or,
    said,
)
from desktop.services.paper_texts import MOTTO, Wording, lines_of, receivers, wording
from desktop.services.workspace import Workspace

GROUP: Final = "group_decision"
MEMBER: Final = "member_decision"
INVITATION: Final = "invitation"
_LIST_SIZE: Final = 14.0


# Decisions


def group_decision_asks(workspace: Workspace, record: str) -> tuple[Asked, ...]:
    told = group_told(workspace, record)
    asks = decision_asks(workspace, wording(GROUP), told.kind)
    known = {
        "number": told.decision_number.split("/")[0] or None,
        "on": told.decision_on.isoformat() if told.decision_on else None,
    }
    return tuple(
        Asked(each.name, each.kind, each.required, known.get(each.name) or each.value) for each in asks
    )


def member_decision_asks(workspace: Workspace, record: str) -> tuple[Asked, ...]:
    return decision_asks(workspace, wording(MEMBER), member_told(workspace, record).kind)


def group_decision(workspace: Workspace, record: str, answers: Answers) -> PlainSheet:
    """Recognises a group with those who serve in it now; the list is an annex. Raises :class:`RecordGone`."""
    told, words = group_told(workspace, record), wording(GROUP)
    facts = {
        "group": told.name,
        "where": words.text("where", area=told.area) if told.area and not _names(told) else "",
        "count": f"{len(told.members):02d}",
    }
    about = words.text("subtitle_mediation" if told.is_mediation else "subtitle", **facts)
    parts = _articles(words, answers, "one_text" if told.members else "one_text_open", facts)
    if told.members:
        parts += _annex(words, answers, told.members)
    return _decision(workspace, words, answers, about, parts)


def member_decision(workspace: Workspace, record: str, answers: Answers) -> PlainSheet:
    """Recognises one member in an office of a group. Raises :class:`RecordGone`."""
    told, words = member_told(workspace, record), wording(MEMBER)
    (member,) = told.members
    facts = {
        "group": told.name,
        "name": open_or(member.name),
        "role_lower": _small(member.role),
        "born": words.text("born", day=_born(words, member)) if member.born else "",
        "address": words.text("address", address=member.address) if member.address else "",
    }
    parts = _articles(words, answers, "one_text", facts)
    return _decision(workspace, words, answers, words.text("subtitle", **facts), parts)


def _names(told: GroupTold) -> bool:
    """Whether the group's own name says where it is."""
    return fold(told.area) in fold(told.name)


def _born(words: Wording, member: Server) -> str:
    key = "born_year" if member.born_words == member.year else "born_day"
    return words.text(key, year=member.year, day=member.born_words)


def _articles(words: Wording, answers: Answers, one: str, facts: dict[str, str]) -> list[Part]:
    bases = lines_of(answers.get("bases"))
    signer = f"{authority(said(answers, 'signer_title'))} {said(answers, 'issuer')}".strip()
    return [
        Line(signer.upper(), Face.BOLD, align=Align.CENTER),
        "",
        *([Bases(bases)] if bases else []),
        Line(words.text("decides"), Face.BOLD, align=Align.CENTER),
        "",
        Heading(words.text("one", **facts), 2),
        words.text(one, **facts),
        Heading(words.text("two", **facts), 2),
        words.text("two_text", **facts),
        Heading(words.text("three", **facts), 2),
        words.text("three_text", **facts),
        Closing(
            receivers(answers.get("receivers")),
            signing_titles(said(answers, "signer_title")),
            said(answers, "signer_name"),
        ),
    ]


def _decision(
    workspace: Workspace, words: Wording, answers: Answers, about: str, parts: list[Part]
) -> PlainSheet:
    number = words.text("number", number=_number(answers))
    head = head_of(workspace, "", said(answers, "issuer"), number, day_of(answers, "on"))
    return PlainSheet(words.text("title"), parts, about, head, author=said(answers, "issuer"))


def _number(answers: Answers) -> str:
    """A number below 10 gets a zero before it (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    number = said(answers, "number")
    return open_or(number.zfill(2) if number.isdigit() else number)


def _annex(words: Wording, answers: Answers, members: Sequence[Server]) -> list[Part]:
    columns = (
        Column(words.text("column_number"), mm=12, align=Align.CENTER),
        Column(words.text("column_name"), share=1.3),
        Column(words.text("column_born"), mm=24, align=Align.CENTER),
        Column(words.text("column_role"), mm=32),
        Column(words.text("column_address"), share=1.2),
    )
    rows = [
        (str(at), each.name, each.year, each.role, each.address) for at, each in enumerate(members, start=1)
    ]
    day = long_day(day_of(answers, "on"))
    of = words.text("annex_of", number=_number(answers), day=day, issuer=said(answers, "issuer"))
    return [
        PageBreak(),
        Line(words.text("annex").upper(), Face.BOLD, _LIST_SIZE, Align.CENTER),
        Line(of, Face.ITALIC, align=Align.CENTER),
        "",
        Table(columns, rows),
    ]


# Invitations


def invitation_asks(workspace: Workspace, record: str) -> tuple[Asked, ...]:
    told, words = group_told(workspace, record), wording(INVITATION)
    return (
        Asked("about", required=True, value=f"Sinh hoạt định kỳ {told.name}"),
        Asked("content", Kind.LONG_TEXT),
        Asked("held_on", Kind.DAY),
        Asked("time"),
        Asked("place"),
        Asked("each", Kind.FLAG, value=True),
        Asked("on", Kind.DAY, value=workspace.today().isoformat()),
        Asked("signer_title", required=True, value=chief_title(workspace)),
        Asked("signer_name", value=chief_name(workspace) or None),
        Asked("receivers", Kind.LONG_TEXT, value=words.block("receivers", workspace.today())),
    )


def invitations(workspace: Workspace, record: str, answers: Answers) -> list[PlainSheet]:
    """One letter to all who serve in a group, or one to each. Raises :class:`RecordGone`."""
    told, words = group_told(workspace, record), wording(INVITATION)
    if answers.get("each") and told.members:
        guests = [
            words.text("member", name=each.name, role_lower=_small(each.role), group=told.name)
            for each in told.members
        ]
    else:
        guests = [words.text("everybody", group=told.name)]
    return [_invitation(workspace, words, answers, guest) for guest in guests]


def _invitation(workspace: Workspace, words: Wording, answers: Answers, guest: str) -> PlainSheet:
    station, about = workspace.station, said(answers, "about")
    time = said(answers, "time")
    content = "; ".join(lines_of(answers.get("content")))
    parts: list[Part] = [
        words.text("asks", unit=station.name, guest=guest),
        words.text("what", about=about),
        *([words.text("content", content=content.rstrip("."))] if content else []),
        words.text(
            "time",
            time=words.text("hour", time=time) if time else "",
            day=long_day(day_of(answers, "held_on")),
        ),
        words.text("place", place=open_or(said(answers, "place"))),
        words.text("end"),
        Closing(
            receivers(answers.get("receivers")),
            signing_titles(said(answers, "signer_title")),
            said(answers, "signer_name"),
        ),
    ]
    head = Head(
        station.upper_name,
        station.name,
        MOTTO,
        national=True,
        number=words.text("number", number=open_or("")),
        place_date=place_date_line(station.place, day_of(answers, "on")),
    )
    return PlainSheet(
        words.text("title"), parts, words.text("subtitle", about=about), head, author=station.name
    )


def _small(role: str) -> str:
    """ "tổ trưởng": an office within a sentence."""
    return role[:1].lower() + role[1:]
