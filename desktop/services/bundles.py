"""Sending and receiving bundles: what a screen or the command line asks for.

prepare_export -> export            what waits, and the file on the stick
preview -> import_bundle            what it would change, and the change
inspect, verify_file                without any register, for whoever has only the file and a key file
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from desktop.bundle.errors import BundleGap
from desktop.bundle.reading import Progress, read, verify
from desktop.bundle.trust import Known, Trust, Trusted
from desktop.services import bundle_import, holding, salvaging
from desktop.services.bundle_effect import Counted, Effect, Fate, Line, Period
from desktop.services.bundle_export import Exported, ExportPlan, Standing, export, prepare_export, waiting
from desktop.services.bundle_files import source_of
from desktop.services.bundle_import import Received
from desktop.services.workspace import Workspace
from desktop.vault.certificate import KEY_FILE_SUFFIX, MAX_KEY_FILE, KeyFile
from desktop.vault.errors import KeyFileDamaged, KeyFileTooNew

__all__ = [
    "Counted",
    "Effect",
    "ExportPlan",
    "Exported",
    "Fate",
    "Inspected",
    "Line",
    "Period",
    "Received",
    "Standing",
    "export",
    "import_bundle",
    "inspect",
    "prepare_export",
    "preview",
    "verify_file",
    "waiting",
]


def preview(workspace: Workspace, path: Path, progress: Progress) -> Received:
    """What a bundle would change, record by record; nothing is kept.

    Raises every refusal that :func:`import_bundle` would.
    """
    try:
        return bundle_import.look(workspace, path, progress)
    except BundleGap as gap:
        refusal = holding.keep(workspace, path, gap, progress)
        if not salvaging.join(workspace, progress):
            raise refusal from gap
        return bundle_import.look(workspace, path, progress)


def import_bundle(workspace: Workspace, what: Path | Received, progress: Progress) -> Received:
    """Takes a bundle in whole, or raises and changes nothing.

    Given a preview, it must still be the same bundle. One that was received before changes nothing and says
    when that was. One that builds on what is not here waits in the holding area, and is refused until then; those
    that waited for this one are taken after it. Raises the refusals of ``bundle.errors`` and of the container,
    :class:`SignatureWrong`, :class:`BrokenChain`, and :class:`PracticeStaysHere`.
    """
    path, seen = (what.path, what) if isinstance(what, Received) else (what, None)
    try:
        received = bundle_import.take(workspace, path, progress, seen)
    except BundleGap as gap:
        refusal = holding.keep(workspace, path, gap, progress)
        if not salvaging.join(workspace, progress):
            raise refusal from gap
        received = bundle_import.take(workspace, path, progress, seen)
    return replace(received, followed=holding.take_next(workspace, progress))


@dataclass(frozen=True)
class Inspected:
    """What a bundle says in clear.

    Attributes:
        sender, recipients: ids of devices.
        station: the sender's unit, once its signature was found right; else None.
        size: of all parts, in bytes.
    """

    path: Path
    bundle: str
    sender: str
    recipients: tuple[str, ...]
    parts: int
    size: int
    station: str | None = None


def inspect(path: Path, progress: Progress) -> Inspected:
    """What stands in clear; the form of the file is proven, its origin is not."""
    with source_of(path) as source:
        unproven = read(source, progress)
    manifest = unproven.manifest
    return Inspected(
        path, manifest.bundle, manifest.sender, manifest.recipients, len(manifest.parts), unproven.size
    )


def verify_file(path: Path, key_file: bytes | None, progress: Progress) -> Inspected:
    """Whether the device of a key file, or of one that lies beside the bundle, signed every byte of it.

    Raises what :func:`inspect` does, :class:`UnknownSender`, :class:`SignatureWrong`, :class:`BundleChanged`.
    """
    files = [KeyFile.parse(key_file)] if key_file is not None else _beside(path)
    known = {each.certificate.device: Known(each, Trust.CONFIRMED) for each in files}
    with source_of(path) as source:
        checked = verify(source, Trusted(known), progress)
    manifest = checked.manifest
    return Inspected(
        path,
        manifest.bundle,
        manifest.sender,
        manifest.recipients,
        len(manifest.parts),
        sum(part.size for part in manifest.parts),
        known[manifest.sender].certificate.station_name,
    )


def _beside(path: Path) -> list[KeyFile]:
    """The key files in the bundle's folder; what is none of them is passed over."""
    found = []
    for file in sorted(path.parent.glob(f"*{KEY_FILE_SUFFIX}")):
        with source_of(file) as source:
            raw = source.read(MAX_KEY_FILE + 1)
        try:
            found.append(KeyFile.parse(raw))
        except (KeyFileDamaged, KeyFileTooNew):
            continue
    return found
