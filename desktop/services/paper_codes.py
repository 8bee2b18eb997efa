"""Codes on certificates: made when they are printed, and checked later from a PDF, a picture or typed text.

Whoever checks needs the public key of the computer that printed: it is known in the register, or comes in a key
file. A picture proves only what the code says; whether the paper says the same is for the eye.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.access import Permission
from desktop.domain.paper_code import (
    DEVICE_DIGITS,
    PaperCode,
    Verdict,
    altered,
    code_text,
    parse_code,
    signed_bytes,
)
from desktop.pdf.certificate import CertificateText
from desktop.pdf.codes import (
    PictureNotReadable,
    least_side_mm,
    read_codes_of_pdf,
    read_codes_of_picture,
)
from desktop.pdf.layout import Box, Item
from desktop.pdf.render import page_text
from desktop.services.workspace import Workspace
from desktop.store.records import Selection
from desktop.vault.certificate import KeyFile
from desktop.vault.errors import SignatureWrong
from desktop.vault.signing import Domain

_PDF = b"%PDF"


@dataclass(frozen=True)
class Checked:
    """One code and what is to be said of it.

    Attributes:
        fields: what was signed, by field; None where there is no code of ours.
        station: the name of the unit whose computer signed, where it is known.
        changed: of a PDF of ours, the fields that the page does not have as signed.
        by_eye: the paper must be compared with the fields by a person.
    """

    verdict: Verdict
    fields: Mapping[str, str] | None = None
    station: str = ""
    changed: tuple[str, ...] = ()
    by_eye: bool = True
    page: int = 0


def code_for(
    workspace: Workspace, certificate: CertificateText, *, register: str = "award", short: bool = False
) -> str:
    """The text of the code for what is printed of a record, signed by this computer.

    ``register`` is the record's. Raises :class:`NotAllowed`.
    """
    workspace.require(Permission.PRINT, register)
    fields = {item.value: certificate.printed(item) for item in Item}
    signature = workspace.secrets.signing_key.sign(Domain.PAPER, signed_bytes(fields, short=short))
    return code_text(fields, workspace.device, signature, short=short)


def code_within(
    workspace: Workspace, certificate: CertificateText, place: Box, register: str = "award"
) -> str:
    """The whole code where its squares are wide enough in that place of a paper, else its short form."""
    whole = code_for(workspace, certificate, register=register)
    if least_side_mm(whole) <= min(place.width, place.height):
        return whole
    return code_for(workspace, certificate, register=register, short=True)


Keys = Mapping[str, KeyFile]
"""Key files by the first digits of their device's id."""


def keys_of(files: list[KeyFile]) -> Keys:
    return {file.certificate.device[:DEVICE_DIGITS]: file for file in files}


def known_keys(workspace: Workspace) -> Keys:
    """Those of every device that the register knows, its own included."""
    with workspace.reading() as reader:
        rows = reader.device_rows()
    return keys_of([KeyFile.parse(text.encode("utf-8")) for _, text, _ in rows])


def check_paper(source: Path | str, keys: Keys, workspace: Workspace | None = None) -> list[Checked]:
    """What is to be said of a PDF, a picture, or the text of a code; one line at least.

    With a register, an award that was revoked since is told. Raises :class:`PictureNotReadable`.
    """
    found = _from_text(source, keys) if isinstance(source, str) else _from_file(source, keys)
    found = found or [Checked(Verdict.NOT_OURS)]
    return [_revoked(workspace, each) for each in found] if workspace is not None else found


def _from_text(text: str, keys: Keys) -> list[Checked]:
    return [_checked(parse_code(text), keys, "", 0)]


def _from_file(path: Path, keys: Keys) -> list[Checked]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PictureNotReadable(name=path.name) from error
    if not raw.startswith(_PDF):
        return [_checked(parse_code(text), keys, "", 0) for text in read_codes_of_picture(raw, path.name)]
    try:
        codes = read_codes_of_pdf(raw)
        return [_checked(parse_code(text), keys, page_text(raw, page), page) for page, text in codes]
    except (OSError, ValueError, RuntimeError) as error:
        raise PictureNotReadable(name=path.name) from error


def _checked(code: PaperCode | None, keys: Keys, printed: str, page: int) -> Checked:
    if code is None:
        return Checked(Verdict.NOT_OURS, page=page)
    file = keys.get(code.device)
    if file is None:
        return Checked(Verdict.UNKNOWN_KEY, code.fields, page=page)
    station = file.certificate.station_name
    try:
        file.certificate.signing_key.verify(Domain.PAPER, code.signed, code.signature)
    except SignatureWrong:
        return Checked(Verdict.ALTERED, code.fields, station, page=page)
    # Only a page with text of its own can be compared by the program; a scan cannot.
    changed = altered(code, printed) if printed.strip() and not code.is_short else ()
    verdict = Verdict.ALTERED if changed else Verdict.VALID
    return Checked(
        verdict, code.fields, station, changed, by_eye=not printed.strip() or code.is_short, page=page
    )


def _revoked(workspace: Workspace, checked: Checked) -> Checked:
    """A valid code of an award of this register that was revoked since."""
    if checked.verdict is not Verdict.VALID or checked.fields is None:
        return checked
    name = checked.fields.get("name", "")
    with workspace.reading(register="award") as reader:
        awards = reader.records.page(
            "award", Selection(filters=(("stage", ("revoked",)),), text=name, retired=True), 0, 100
        )
    achieved = checked.fields.get("achievement")
    for award in awards:
        same = award.values["printed_name"] == name
        if same and achieved in (None, award.values["achievement"]):
            return Checked(
                Verdict.REVOKED, checked.fields, checked.station, by_eye=checked.by_eye, page=checked.page
            )
    return checked
