"""Opening a bundle that is for this computer, as what it is called today or was called when the bundle was written."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
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


@dataclass(frozen=True)
class Recipient:
    """This computer as those know it who seal bundles to it, and whom it believes: all that opening one asks of it.

    Attributes:
        former: by device, the keys that it had before.
    """

    device: str
    age: AgeIdentity = field(repr=False)
    former: Mapping[str, AgeIdentity] = field(repr=False)
    known: Trusted
    today: date

    def open(self, source: BinaryIO, progress: Progress, key: Key | None = None) -> Verified:
        """As the device of today, else as one that this computer was when the bundle was written."""
        given = key or Key(self.device, self.age)
        try:
            return open_bundle(source, given.device, given.age, self.known, self.today, progress)
        except BundleForOthers:
            for device, age in self.former.items():
                with contextlib.suppress(BundleForOthers):
                    source.seek(0)
                    verified = open_bundle(source, device, age, self.known, self.today, progress)
                    # Who is replaced opens what says so, and nothing else: that is no bundle for this computer.
                    if device not in {each.device for each in verified.contents.revocations}:
                        return verified
            raise


def recipient(workspace: Workspace) -> Recipient:
    """Who opens bundles here, and whom to believe, as the file says now."""
    refuse_practice(workspace)
    with workspace.reading(Permission.RECEIVE) as reader:
        known, former = trusted(workspace, reader), former_ages(reader)
    return Recipient(workspace.device, workspace.secrets.age, former, known, workspace.today())


@contextlib.contextmanager
def opened(
    workspace: Workspace, path: Path, progress: Progress, key: Key | None = None
) -> Iterator[Verified]:
    """A bundle that is for this computer and proven but for its chains, which show as they are read."""
    here = recipient(workspace)
    with source_of(path) as source:
        verified = here.open(source, progress, key)
        _refuse_own_end(workspace, verified)
        yield verified


def _refuse_own_end(workspace: Workspace, verified: Verified) -> None:
    """Where a bundle tells that this computer has ended, that is kept, and nothing else of it."""
    ended = own_end(verified, workspace.device)
    if ended is None:
        return
    with workspace.file.writing() as writer:
        revoking.keep(writer, verified)
        writer.set_local(OWN_END, json.dumps({"device": workspace.device, "on": str(ended.facts["on"])}))
    raise ended


def own_end(verified: Verified, device: str) -> ComputerEnded | None:
    """That a bundle tells this computer that it has ended."""
    ending = verified.trusted.endings.get(device)
    return ComputerEnded(on=ending.on) if ending is not None else None
