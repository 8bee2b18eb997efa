"""Copies of the encrypted file: made while it is in use, opened again, and read through to the last page.

A copy has the same key and salt. It is one file without a log beside it, and nothing is ever written to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from desktop.domain.errors import UserError
from desktop.domain.fields import Registry
from desktop.domain.journal.chain import BrokenChain, Link, as_links, walk
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import BadOperation
from desktop.store.database import FileKey, connect
from desktop.store.failures import (
    DatabaseUnreadable,
    MissingDatabase,
    NewerDatabase,
    NotADatabase,
    as_user_errors,
)
from desktop.store.reader import Reader
from desktop.store.steps import APPLICATION_ID, FORMAT

Progress: TypeAlias = Callable[[int, int], None]
"""Told steps done and steps in all; it may raise ``Cancelled``."""

_PAGES: Final = 256
"""Copied at once, about a megabyte: between two such steps others have their turn."""
_EVERY: Final = 200
"""Operations between two words on progress."""


class CopyDamaged(UserError):
    """A copy does not hold what was written to it. Fact: ``detail``."""

    code = "copy_damaged"


def copy_database(
    source: Path, target: Path, key: FileKey, progress: Progress, new_key: FileKey | None = None
) -> None:
    """Copies the file as it is at this moment into ``target``, which must not exist yet; under ``new_key`` if given.

    Who saves meanwhile is not kept waiting, and what they save is not in the copy. The caller puts the copy on the
    device, and removes what a failure leaves. Raises the failures of the file.
    """
    if target.exists():
        raise FileExistsError(target)
    with as_user_errors(), closing(connect(str(source), key)) as held:
        held.execute("PRAGMA query_only = ON")
        held.execute("BEGIN")
        # Reading anything fixes what is seen until the end; without it each save would begin the copy anew.
        held.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        with closing(connect(str(target), new_key or key)) as copy:
            # Half a copy is thrown away whole, so nothing needs to survive a power cut in here.
            copy.execute("PRAGMA journal_mode = OFF").fetchone()
            copy.execute("PRAGMA synchronous = OFF")
            held.backup(
                copy,
                pages=_PAGES,
                progress=lambda _state, left, total: progress(total - left, total),
                sleep=0,
            )
            copy.execute("PRAGMA journal_mode = DELETE").fetchone()


@contextmanager
def reading_copy(path: Path, key: FileKey, registry: Registry) -> Iterator[Reader]:
    """Looks into a copy, or into a file that nobody has open; nothing is migrated or written.

    Its tables may be of another version of the program; the journal's are always there.
    """
    if not path.is_file():
        # Opening would make an empty one.
        raise MissingDatabase(path=str(path))
    with as_user_errors(), closing(connect(str(path), key)) as connection:
        connection.execute("PRAGMA query_only = ON")
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID:
            raise NotADatabase()
        if version > FORMAT:
            raise NewerDatabase(theirs=version, ours=FORMAT)
        yield Reader(connection, registry)


def verify_copy(
    path: Path, key: FileKey, registry: Registry, progress: Progress, known: Mapping[str, Tip] | None = None
) -> dict[str, Tip]:
    """Reads a copy through: every page by its seal, every table, every chain; gives the ends of the chains.

    ``known`` are ends that an earlier copy was proven up to: they must stand in this one too, and only what comes
    after them is worked out again. Raises :class:`CopyDamaged`, and what opening it raises.
    """
    try:
        with reading_copy(path, key, registry) as reader:
            # One seal that is wrong ends the connection, so that is asked first.
            _refuse(reader.connection.execute("PRAGMA cipher_integrity_check").fetchall())
            told = reader.connection.execute("PRAGMA integrity_check(10)").fetchall()
            _refuse([] if told == [("ok",)] else told)
            return _walk_chains(reader, progress, known or {})
    except (BrokenChain, BadOperation, DatabaseUnreadable) as error:
        raise CopyDamaged(detail=str(error)) from error


def _refuse(told: list[tuple[str]]) -> None:
    if told:
        raise CopyDamaged(detail="; ".join(str(row[0]) for row in told[:3]))


def _walk_chains(reader: Reader, progress: Progress, known: Mapping[str, Tip]) -> dict[str, Tip]:
    ends: dict[str, Tip] = {}
    done, total = 0, max(reader.journal.size(), 1)
    for device in reader.journal.devices():
        start = tip = known.get(device, Tip(device))
        if reader.journal.hash_at(device, start.seq) != start.hash:
            raise BrokenChain(device=device, seq=start.seq)
        done += start.seq
        for end in walk(start, links_after(reader, start)):
            tip = end
            done += 1
            if done % _EVERY == 0:
                progress(min(done, total), total)
        held = reader.journal.tip(device)
        if (tip.seq, tip.hash) != (held.seq, held.hash):
            raise BrokenChain(device=device, seq=tip.seq)
        ends[device] = tip
    progress(total, total)
    return ends


def links_after(reader: Reader, tip: Tip) -> Iterator[Link]:
    """What a file holds of a device's chain after ``tip``, in order."""
    last = reader.journal.tip(tip.device).seq
    return as_links(tip, reader.journal.parts(tip.device, tip.seq + 1, last))
