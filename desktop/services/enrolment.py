"""Many computers on one day: a sheet for each unit, and the key files of a whole folder, each with its digits.

A person still compares every pair of digits once. What is read from a folder or from the code on a sheet is believed
no sooner than what is read from one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.levels import superior
from desktop.i18n.catalogue import Catalogue
from desktop.pdf.codes import read_codes_of_pdf, read_codes_of_picture
from desktop.pdf.key_sheet import Digits, KeySheet, draw_key_sheets
from desktop.pdf.render import page_count
from desktop.services import devices, reporting_units
from desktop.services.bundle_files import source_of
from desktop.services.devices import Enrolled
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic
from desktop.system.errors import failure_of
from desktop.vault.certificate import KEY_FILE_SUFFIX, MAX_KEY_FILE
from desktop.vault.errors import KeyFileDamaged

PICTURES: Final = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".pdf")
"""What a scanned or photographed sheet comes as."""

MOST_FILES: Final = 1_000
_MOST_BYTES: Final = 64 << 20


@dataclass(frozen=True)
class Refused:
    """A file of the folder that is no key file for this computer, and why."""

    name: str
    error: UserError


@dataclass(frozen=True)
class KeyFolder:
    """What a folder holds: computers to compare, by the name of their unit, and files that will not do."""

    found: tuple[Enrolled, ...]
    refused: tuple[Refused, ...]


def read_key(path: Path) -> bytes:
    """The key in a key file, or in the square code of a sheet that was scanned or photographed.

    Raises :class:`KeyFileDamaged` where there is none, :class:`PictureNotReadable` and the failures of disks.
    """
    picture = path.suffix.lower() in PICTURES
    with source_of(path) as source:
        raw = source.read(_MOST_BYTES if picture else MAX_KEY_FILE + 1)
    if not picture:
        return raw
    pdf = raw.startswith(b"%PDF")
    texts = [text for _, text in read_codes_of_pdf(raw)] if pdf else read_codes_of_picture(raw, path.name)
    key = next((text for text in texts if text.startswith('{"certificate"')), None)
    if key is None:
        raise KeyFileDamaged(detail="no code of a key")
    return key.encode("utf-8") + b"\n"


def read_folder(workspace: Workspace, folder: Path) -> KeyFolder:
    """Every key file right in a folder; nothing is kept before each is confirmed. Raises the failures of disks."""
    workspace.require(Permission.RECEIVE)
    try:
        named = (each for each in folder.iterdir() if each.suffix.lower() == KEY_FILE_SUFFIX)
        paths = sorted(each for each in named if each.is_file())
    except OSError as error:
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error
    found: dict[str, Enrolled] = {}
    refused = []
    for path in paths[:MOST_FILES]:
        try:
            enrolled = devices.import_key_file(workspace, read_key(path))
        except UserError as error:
            refused.append(Refused(path.name, error))
        else:
            found.setdefault(enrolled.device, enrolled)
    ordered = sorted(found.values(), key=lambda each: (each.station_name, each.device))
    return KeyFolder(tuple(ordered), tuple(refused))


# Sheets


@dataclass(frozen=True)
class SheetFor:
    """A unit that gets a sheet; ``fingerprint`` are the digits of its computer where they are known."""

    name: str
    fingerprint: str = ""


def units(workspace: Workspace, enrolled: Iterable[Enrolled] = ()) -> list[SheetFor]:
    """Whom a sheet is for: the units below with the digits of those whose key files were read, else nobody named."""
    workspace.require(Permission.RECEIVE)
    known = {each.station: each for each in enrolled}
    found = [SheetFor(each.station_name, each.fingerprint) for each in known.values()]
    if superior(workspace.station.level):
        with workspace.reading() as reader:
            listed = reporting_units.units_of(workspace, reader)
        found += [SheetFor(each.name) for each in listed if each.code not in known and not each.enrolled]
    return sorted(found, key=lambda each: each.name) or [SheetFor("")]


def draw_sheets(workspace: Workspace, wanted: Sequence[SheetFor]) -> bytes:
    """A page for each unit, with this computer's digits and key. Raises :class:`PracticeStaysHere`."""
    key = devices.export_key_file(workspace).decode("utf-8").rstrip("\n")
    own = tuple(devices.own_fingerprint(workspace).split())
    words, station = Catalogue("vi"), workspace.station
    sheets = []
    for each in wanted:
        to = words.text("enrolment.to", unit=each.name) if each.name else words.text("enrolment.to_any")
        theirs = each.name or words.text("enrolment.their_unit")
        sheets.append(
            KeySheet(
                station.upper_name,
                station.name,
                words.text("enrolment.title"),
                to,
                (words.text("enrolment.text"),),
                (
                    Digits(words.text("enrolment.own", unit=station.name), own),
                    Digits(words.text("enrolment.theirs", unit=theirs), tuple(each.fingerprint.split())),
                ),
                key,
                words.text("enrolment.code"),
                (
                    words.text("enrolment.signed", unit=station.name),
                    words.text("enrolment.signed", unit=theirs),
                ),
            )
        )
    out = BytesIO()
    draw_key_sheets(sheets, out)
    return out.getvalue()


def save_sheets(workspace: Workspace, pdf: bytes, path: Path) -> None:
    """Writes drawn sheets into a file. Raises the failures of disks."""
    workspace.require(Permission.SEND)
    write_atomic(path, pdf)
    workspace.log_access("save", f"key_sheets:{page_count(pdf)}")


def sheets_printed(workspace: Workspace, pdf: bytes) -> None:
    """The sheets left the program: that is logged."""
    workspace.require(Permission.SEND)
    workspace.log_access("print", f"key_sheets:{page_count(pdf)}")
