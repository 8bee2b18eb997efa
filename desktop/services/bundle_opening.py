"""Opening a bundle that is for this computer, as what it is called today or was called when the bundle was written."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.bundle.errors import BundleForOthers
from desktop.bundle.reading import Progress, Verified, open_bundle
from desktop.bundle.trust import Trusted
from desktop.domain.access import Permission
from desktop.services import revoking
from desktop.services.bundle_files import source_of
from desktop.services.devices import refuse_practice, trusted
from desktop.services.identity import former_ages
from desktop.services.workspace import OWN_END, ComputerEnded, Workspace
from desktop.vault.sealing import AgeIdentity


@dataclass(frozen=True)
class Key:
    """For whom a bundle is sealed, where that is not this computer itself: the first keys in a print pack."""

    device: str
    age: AgeIdentity


@contextlib.contextmanager
def opened(
    workspace: Workspace, path: Path, progress: Progress, key: Key | None = None
) -> Iterator[Verified]:
    """A bundle that is for this computer and proven but for its chains, which show as they are read."""
    refuse_practice(workspace)
    with workspace.reading(Permission.RECEIVE) as reader:
        known = trusted(workspace, reader)
        former = former_ages(reader)
    with source_of(path) as source:
        verified = _opened(workspace, source, known, former, progress, key)
        _refuse_own_end(workspace, verified)
        yield verified


def _opened(  # each part by its own right
    workspace: Workspace,
    source: BinaryIO,
    known: Trusted,
    former: Mapping[str, AgeIdentity],
    progress: Progress,
    key: Key | None,
) -> Verified:
    """As the device of today, else as one that this computer was when the bundle was written."""
    today, given = workspace.today(), key or Key(workspace.device, workspace.secrets.age)
    try:
        return open_bundle(source, given.device, given.age, known, today, progress)
    except BundleForOthers:
        for device, age in former.items():
            with contextlib.suppress(BundleForOthers):
                source.seek(0)
                verified = open_bundle(source, device, age, known, today, progress)
                # Who is replaced opens what says so, and nothing else: that is no bundle for this computer.
                if device not in {each.device for each in verified.contents.revocations}:
                    return verified
        raise


def _refuse_own_end(workspace: Workspace, verified: Verified) -> None:
    """Where a bundle tells that this computer has ended, that is kept, and nothing else of it."""
    ending = verified.trusted.endings.get(workspace.device)
    if ending is None:
        return
    with workspace.file.writing() as writer:
        revoking.keep(writer, verified)
        ended = {"device": workspace.device, "on": ending.on.isoformat()}
        writer.set_local(OWN_END, json.dumps(ended))
    raise ComputerEnded(on=ending.on)
