"""Who is in charge of a unit when nobody is left who could say so: the level above signs it, the unit reads it.

The upper level writes a small file and a paper of the same words. The unit's program proves the file by the key of
the level above that it knows; the handover then names it, the minutes say that the signature was found right, and
both ends stand in the logs. It opens no data: it tells up to where the level above can give the unit's work back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from desktop.base.text import tidy
from desktop.bundle.trust import Trust
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.journal.short_code import short_code
from desktop.domain.levels import is_above
from desktop.domain.paper import Closing, Head, Part, PlainSheet
from desktop.i18n.catalogue import Catalogue
from desktop.services.devices import Kind, Recipient, recipients, refuse_practice, trusted
from desktop.services.paper_asked import chief_title
from desktop.services.upper_papers import UpperPaper, motto, on_day
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic
from desktop.vault.attestation import MOST_BYTES, Attestation, Held
from desktop.vault.errors import SignatureWrong

ENDING: Final = ".tqxn"


class AttestationIncomplete(UserError):
    """Unit, person, title, document or day is missing, or is no plain line of words."""

    code = "attestation_incomplete"


class AttestationUnreadable(UserError):
    """The file is no attestation, or was changed on its way."""

    code = "attestation_unreadable"


class AttestationOfAnother(UserError):
    """It is of another unit. Fact: ``unit``."""

    code = "attestation_of_another"


class AttestationUnproven(UserError):
    """Nobody above this unit, whose key is known here, has signed it."""

    code = "attestation_unproven"


@dataclass(frozen=True)
class Attested:
    """What a unit reads of it, proven.

    Attributes:
        leaving: who was in charge; may be empty.
        held: how many operations the level above holds.
    """

    person: str
    title: str
    document: str
    on: date
    by: str
    leaving: str
    held: int


def stations(workspace: Workspace) -> list[Recipient]:
    """The units below for which somebody may be attested. Raises :class:`NotAllowed`."""
    workspace.require(Permission.ADMINISTER)
    return [each for each in recipients(workspace) if each.kind is Kind.BELOW]


def attest(  # what is attested
    workspace: Workspace,
    station: str,
    person: str,
    title: str,
    document: str,
    on: date | None,
    leaving: str = "",
) -> Attestation:
    """Signs who is in charge of a unit below; logged. Raises :class:`NotAllowed`, :class:`AttestationIncomplete`."""
    refuse_practice(workspace)
    unit = next((each for each in stations(workspace) if each.station == station), None)
    if unit is None or on is None:
        raise AttestationIncomplete()
    with workspace.reading() as reader:
        known = trusted(workspace, reader)
        tips = [
            reader.journal.tip(device)
            for device, each in sorted(known.devices.items())
            if each.certificate.station == station
        ]
    held = tuple(Held(tip.device, tip.seq, tip.hash) for tip in tips if tip.seq)
    try:
        made = Attestation(
            station,
            unit.name,
            tidy(person),
            tidy(title),
            tidy(leaving),
            tidy(document),
            on,
            workspace.device,
            workspace.station.name,
            held,
        )
    except ValueError as error:
        raise AttestationIncomplete() from error
    workspace.log_access("attest", f"{made.unit}: {made.person} {made.document}")
    return made.signed(workspace.secrets.signing_key)


def save(workspace: Workspace, made: Attestation, path: Path) -> None:
    """Writes the file. Raises what :func:`write_atomic` does."""
    workspace.require(Permission.ADMINISTER)
    write_atomic(path, made.to_bytes())


def paper(workspace: Workspace, made: Attestation) -> UpperPaper:
    """The same on paper, to be signed by hand. Raises :class:`NotAllowed`."""
    workspace.require(Permission.ADMINISTER)
    words, station = Catalogue("vi"), workspace.station
    sheet = PlainSheet(
        words.text("attesting.paper.title"),
        list(_parts(workspace, words, made)),
        subtitle=words.text("attesting.paper.subtitle"),
        head=Head(
            station.upper_name,
            station.name,
            motto(words),
            national=True,
            number=words.text("attesting.paper.number", document=made.document),
            place_date=f"{station.place}, {on_day(workspace.today())}",
        ),
        author=station.name,
    )
    return UpperPaper("attestation", words.text("attesting.paper.file", unit=made.unit), sheet)


def read(workspace: Workspace, path: Path) -> Attested:
    """Proves a file of the level above. Raises :class:`NotAllowed` and the failures of this module."""
    workspace.require(Permission.ADMINISTER)
    try:
        with path.open("rb") as file:
            made = Attestation.parse(file.read(MOST_BYTES + 1))
    except (OSError, ValueError, RecursionError) as error:
        raise AttestationUnreadable() from error
    if made.station != workspace.station.code:
        raise AttestationOfAnother(unit=made.unit)
    with workspace.reading() as reader:
        issuer = trusted(workspace, reader).devices.get(made.issuer)
    if (
        issuer is None
        or not issuer.sends
        or issuer.trust is Trust.REVOKED
        or not is_above(issuer.certificate.level, workspace.station.level)
    ):
        raise AttestationUnproven()
    try:
        made.verify(issuer.certificate.signing_key)
    except SignatureWrong as error:
        raise AttestationUnproven() from error
    workspace.log_access("attested", f"{made.by}: {made.document} {made.person}")
    # The name that counts is the one of the certificate, whose digits somebody compared.
    by = issuer.certificate.station_name
    held = sum(each.last for each in made.held)
    return Attested(made.person, made.title, made.document, made.on, by, made.leaving, held)


def _parts(workspace: Workspace, words: Catalogue, made: Attestation) -> Iterator[Part]:
    yield words.text(
        "attesting.paper.says", by=made.by, person=made.person, title=made.title, unit=made.unit, on=made.on
    )
    if made.leaving:
        yield words.text("attesting.paper.leaving", leaving=made.leaving)
    for each in made.held:
        code = short_code(each.device, each.last, each.end)
        yield words.text("attesting.paper.held", count=each.last, code=code)
    if not made.held:
        yield words.text("attesting.paper.nothing")
    yield words.text("attesting.paper.limits")
    yield Closing((made.unit, words.text("attesting.paper.filed")), (chief_title(workspace).upper(),))
