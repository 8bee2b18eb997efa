"""Cards of those who serve in a group: the unit's own, with a code that proves who issued them if that is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.fields import Kind
from desktop.i18n.dates import short_date
from desktop.pdf.cards import Card
from desktop.pdf.certificate import CertificateText
from desktop.pdf.layout import Recipient
from desktop.services.group_people import GroupTold, Server, group_told, member_told
from desktop.services.member_pictures import Pictures, pictures_for
from desktop.services.paper_asked import Answers, Asked, day_of
from desktop.services.paper_codes import code_for
from desktop.services.paper_texts import Wording, wording
from desktop.services.workspace import Workspace

PAPER: Final = "member_cards"
_DIGITS: Final = 3


@dataclass(frozen=True)
class Cards:
    """Cards to be drawn, and what a folder of pictures had for them where one was named."""

    cards: tuple[Card, ...]
    pictures: Pictures | None = None


def cards_asks(workspace: Workspace, record: str) -> tuple[Asked, ...]:
    with workspace.reading(Permission.PRINT, "member"):
        return (
            Asked("first_number", Kind.COUNT, required=True, value=1),
            Asked("on", Kind.DAY, value=workspace.today().isoformat()),
            Asked("code", Kind.FLAG, value=True),
            Asked("photo", Kind.FLAG, value=False),
            Asked("pictures", Kind.FLAG, value=False),
        )


def group_cards(workspace: Workspace, record: str, answers: Answers) -> Cards:
    """A card for each who serves in a group now. Raises :class:`RecordGone` and :class:`FolderGone`.

    The answer to ``pictures`` is the folder they lie in; without one, frames stay empty.
    """
    return _cards(workspace, group_told(workspace, record), answers)


def member_card(workspace: Workspace, record: str, answers: Answers) -> Cards:
    """The card of one member, as :func:`group_cards` makes it."""
    return _cards(workspace, member_told(workspace, record), answers)


def _cards(workspace: Workspace, told: GroupTold, answers: Answers) -> Cards:
    words, first, folder = wording(PAPER), answers.get("first_number"), answers.get("pictures")
    start = first if isinstance(first, int) else 1
    pictures = None
    if isinstance(folder, Path):
        pictures = pictures_for(folder, told.members, group_told(workspace, told.id).members)
    cards = tuple(
        _card(workspace, words, told, member, number, answers, pictures)
        for number, member in enumerate(told.members, start=start)
    )
    return Cards(cards, pictures)


def _card(
    workspace: Workspace,
    words: Wording,
    told: GroupTold,
    member: Server,
    number: int,
    answers: Answers,
    pictures: Pictures | None,
) -> Card:
    station, on = workspace.station, day_of(answers, "on")
    year = str(on.year if on is not None else workspace.today().year)
    numbered = words.text("number", value=f"{number:0{_DIGITS}d}/{year}")
    issued = words.text("issued", value=short_date(on)) if on is not None else ""
    lines = (
        words.text("born", value=member.year) if member.year else "",
        words.text("role", value=member.role),
        words.text("group", value=told.name),
        issued,
    )
    code = ""
    if answers.get("code"):
        printed = CertificateText(
            kind=Recipient.INDIVIDUAL,
            issuer=station.name,
            honorific="",
            name=member.name,
            position=f"{member.role} {told.name}",
            achievement="",
            place_date=issued,
            decision="",
            register_number=numbered,
            signer_title="",
            signer_name="",
            conferral="",
            title=words.text("title"),
        )
        code = code_for(workspace, printed, register="member", short=True)
    return Card(
        station.upper_name,
        station.name,
        words.text("title"),
        member.name,
        tuple(filter(None, lines)),
        numbered,
        words.text("foot"),
        code,
        photo=bool(answers.get("photo")) or pictures is not None,
        picture=pictures.found.get(member.id, b"") if pictures is not None else b"",
    )
