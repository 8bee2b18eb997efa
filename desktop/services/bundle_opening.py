"""Opening a bundle that is for this computer, as what it is called today or was called when the bundle was written."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
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


@contextlib.contextmanager
def opened(workspace: Workspace, path: Path, progress: Progress) -> Iterator[Verified]:
    """A bundle that is for this computer and proven but for its chains, which show as they are read."""
    refuse_practice(workspace)
    with workspace.reading(Permission.RECEIVE) as reader:
        known = trusted(workspace, reader)
        former = former_ages(reader)
    with source_of(path) as source:
        verified = _opened(workspace, source, known, former, progress)
        _refuse_own_end(workspace, verified)
        yield verified


def _opened(
    workspace: Workspace,
    source: BinaryIO,
    known: Trusted,
    former: Mapping[str, AgeIdentity],
    progress: Progress,
) -> Verified:
    """As the device of today, else as one that this computer was when the bundle was written."""
    secrets, today = workspace.secrets, workspace.today()
    try:
        return open_bundle(source, secrets.device, secrets.age, known, today, progress)
    except BundleForOthers:
        for device, age in former.items():
            with contextlib.suppress(BundleForOthers):
                source.seek(0)
                return open_bundle(source, device, age, known, today, progress)
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
