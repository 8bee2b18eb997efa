"""What a computer notes before a setup program takes over, and what the next start tells of it."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from typing import Final

from desktop.base.values import dataclass
from desktop.domain.access import Permission, require
from desktop.domain.versions import RUNNING, Version, parse_version
from desktop.services.workspace import Workspace
from desktop.system.atomic import write_atomic

FOLDER: Final = "cap-nhat"
"""In the data folder: the setup program that was checked."""
_NOTE: Final = "ban-cap-nhat.json"


@dataclass(frozen=True)
class Outcome:
    """What became of the update that was started last."""

    version: Version
    done: bool


def started(workspace: Workspace, version: Version, running: Version = RUNNING) -> None:
    """Notes that a setup program is about to take over, so that the next start can say how it went."""
    require(workspace.user.role, Permission.ADMINISTER)
    told = {"from": str(running), "to": str(version), "at": workspace.now().isoformat(timespec="seconds")}
    write_atomic(workspace.folder / _NOTE, json.dumps(told, sort_keys=True).encode())
    workspace.log_access("update", str(version))


def settle(workspace: Workspace, running: Version = RUNNING) -> Outcome | None:
    """What became of the update that was started last; told once, and what was kept for it goes."""
    note = workspace.folder / _NOTE
    try:
        told = json.loads(note.read_bytes())
        version = parse_version(told["to"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        version = None
    with suppress(OSError):
        note.unlink(missing_ok=True)
        shutil.rmtree(workspace.folder / FOLDER, ignore_errors=True)
    return None if version is None else Outcome(version, done=version == running)
