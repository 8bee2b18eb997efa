"""Trials: one deed of tampering each on a real file under its key, and whether the proof finds it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from desktop.domain.journal.canonical import NotCanonical
from desktop.services import backups
from desktop.services.audit_proof import prove_file
from desktop.services.backup_files import copies
from desktop.services.workspace import Workspace
from desktop.store.backup import reading_copy
from desktop.store.database import connect
from desktop.store.register_file import Reader
from tests.services.exchange import quiet
from tests.tamper.deeds import DEEDS, Hand, NothingDone
from tests.tamper.register import a_busy_register


@dataclass(frozen=True)
class Trial:
    """What was done, and what the proof said of it; nothing where it was not found."""

    deed: str
    said: str
    faults: tuple[str, ...]


def trials(folder: Path, count: int, seed: int) -> Iterator[Trial]:
    """So many deeds on a register in ``folder``; each is taken back before the next."""
    workspace = a_busy_register(folder)
    chance = random.Random(seed)
    try:
        with closing(connect(str(workspace.file.path), backups.file_key(workspace))) as connection:
            vouched = _vouched(workspace)
            done = 0
            while done < count:
                hand = Hand(connection, workspace.registry, workspace.device, vouched, chance)
                trial = _trial(workspace, hand)
                if trial is not None:
                    done += 1
                    yield trial
    finally:
        workspace.close()


def _vouched(workspace: Workspace) -> dict[str, int]:
    with workspace.reading() as reader:
        proven = prove_file(workspace, reader, quiet)
        assert proven.sound
    copy = copies(workspace.folder)[0]
    with reading_copy(copy.database, backups.file_key(workspace), workspace.registry) as held:
        ends = {device: held.journal.tip(device).seq for device in held.journal.devices()}
    return {**ends, "access_log": proven.sealed}


def _trial(workspace: Workspace, hand: Hand) -> Trial | None:
    deed = hand.chance.choice(DEEDS)
    hand.connection.execute("BEGIN")
    try:
        before = hand.connection.total_changes
        said = deed(hand)
        if hand.connection.total_changes == before:
            return None
        proven = prove_file(workspace, Reader(hand.connection, workspace.registry), quiet)
        return Trial(deed.__name__, said, tuple(each.fault.value for each in proven.findings))
    except (NothingDone, dbapi2.IntegrityError, dbapi2.OperationalError, NotCanonical):
        # The file itself refused it: two rows of one number, a text where a number belongs.
        return None
    finally:
        hand.connection.execute("ROLLBACK")


def table(found: list[Trial]) -> str:
    """How many of each deed were found."""
    done = Counter(each.deed for each in found)
    missed = Counter(each.deed for each in found if not each.faults)
    lines = [f"{name:24} {count - missed[name]:5} of {count:5} found" for name, count in sorted(done.items())]
    return "\n".join([*lines, f"{'all':24} {len(found) - missed.total():5} of {len(found):5} found"])
