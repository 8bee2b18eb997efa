"""What was erased, in files that were written before: whether a copy or a tail still holds it, and taking it out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import closing
from pathlib import Path

from desktop.domain.fields import Registry
from desktop.domain.journal.chain import link_from_line
from desktop.domain.journal.erase import erasable, without
from desktop.domain.journal.operation import ChangeId, Operation, Whole
from desktop.store.backup import reading_copy
from desktop.store.database import FileKey, connect
from desktop.store.drafts import Drafts
from desktop.store.failures import as_user_errors
from desktop.store.reader import Reader
from desktop.store.register_file import RegisterFile


def erased_of(reader: Reader) -> frozenset[ChangeId]:
    """Every content that was erased as far as the file knows, whether it ever held it or not."""
    rows = reader.connection.execute("SELECT device, seq, leaf FROM journal_erased").fetchall()
    return frozenset(ChangeId(*row) for row in rows)


def held_in_copy(
    path: Path, key: FileKey, registry: Registry, erased: Collection[ChangeId]
) -> list[ChangeId]:
    """The erased contents that a copy still shows. Raises what opening it raises."""
    with reading_copy(path, key, registry) as reader:
        places = {(each.device, each.seq) for each in erased}
        held = (reader.journal.operation(*place) for place in sorted(places))
        return [each for operation in held if operation for each in _shown(operation, erased)]


def _shown(operation: Operation, erased: Collection[ChangeId]) -> Iterable[ChangeId]:
    return [
        change
        for index, leaf in enumerate(operation.leaves)
        if (change := ChangeId(*operation.id, index)) in erased and isinstance(leaf, Whole) and erasable(leaf)
    ]


def erase_in_copy(path: Path, key: FileKey, registry: Registry, held: Collection[ChangeId]) -> None:
    """Forgets contents in a copy that nobody else has open, down to the bytes of its pages; it is one file again."""
    with closing(RegisterFile.open(path, key, registry)) as file, file.writing() as writer:
        touched = set(writer.journal.erase(held))
        drafts = Drafts(writer.connection)
        for place in touched:
            drafts.drop_of_all(*place)
        writer.refold(touched)
        writer.has_erased = True
    with as_user_errors(), closing(connect(str(path), key)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()


def erase_in_tail(path: Path, key: FileKey, erased: Collection[ChangeId]) -> int:
    """Forgets contents in a tail; gives in how many operations it stood. The caller puts the tail in its place."""
    count = 0
    with as_user_errors(), closing(connect(str(path), key)) as tail:
        tail.execute("PRAGMA journal_mode = MEMORY").fetchone()
        tail.execute("BEGIN")
        for number, line in tail.execute("SELECT no, line FROM link").fetchall():
            link = link_from_line(line)
            if isinstance(link, Operation) and _shown(link, erased):
                kept = without(link, erased).line()
                tail.execute("UPDATE link SET line = ? WHERE no = ?", [kept, number])
                count += 1
        tail.execute("COMMIT")
    return count
