"""Writing into the file, inside the one transaction: an operation enters the journal and the tables follow it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from secrets import token_hex
from typing import Any, Final

from desktop.domain.fields import Registry
from desktop.domain.journal.chain import ForkedChain, richer
from desktop.domain.journal.erase import targets_of, without
from desktop.domain.journal.operation import BadOperation, ChangeId, Operation
from desktop.store.branches import Branches
from desktop.store.folding import Folding
from desktop.store.journal import Place
from desktop.store.reader import DEVICES_MARK, Reader

_MARK: Final = 16
"""Bytes."""


class Writer(Reader):
    """The reader inside the one transaction, with what may be written.

    Attributes:
        branches: takes the end of a chain out that was written again elsewhere.
        has_erased: contents were erased, whose last traces go when the transaction is over.
    """

    def __init__(self, connection: Any, registry: Registry) -> None:
        super().__init__(connection, registry)
        self.has_erased = False
        self.branches = Branches(connection)
        self._folding = Folding(connection, registry, self.journal, self.search, self.owners, self.sames)

    def finish(self) -> None:
        """Before the end of the transaction: former words leave the indexes, many new ones are put in order."""
        if self.has_erased:
            self.search.tidy()
        else:
            self.search.tidy_grown()

    def forget(self) -> None:
        """After a rollback: what was done in the transaction was not."""
        self.has_erased = False
        self.journal.forget()
        self.search.forget()
        self._folding.forget()

    def set_local(self, name: str, value: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO local VALUES (?, ?)", [name, value])

    # Devices

    def know_device(self, device: str, public_key: bytes, certificate: str, station: str) -> None:
        """Keeps what is certified of a device; its operations are then known to be its station's."""
        self.journal.device_no(device)
        before = self.journal.station(device)
        self._of_devices(
            "UPDATE journal_device SET public_key = :key, certificate = :certificate, station = :station"
            " WHERE id = :device AND (certificate, station) IS NOT (:certificate, :station)",
            {"device": device, "key": public_key.hex(), "certificate": certificate, "station": station},
        )
        if station != before:
            # Its operations may have come first: whose records they made is known only now.
            made = self.journal.records_after(device, 0)
            self.refold((register, record) for register, records in made.items() for record in records)

    def forget_device(self, device: str) -> None:
        """Takes out a device of which nothing is held but its certificate."""
        self._of_devices("DELETE FROM journal_device WHERE id = :device", {"device": device})
        self.journal.forget()

    def set_trust(self, device: str, trust: str) -> None:
        self._of_devices(
            "UPDATE journal_device SET trust = :trust WHERE id = :device AND trust IS NOT :trust",
            {"device": device, "trust": trust},
        )

    def keep_revocation(self, device: str, text: str) -> None:
        """Keeps a statement about the end of a device, whose signatures were found right."""
        self._of_devices(
            "INSERT OR IGNORE INTO revocation VALUES (:text, :device)", {"text": text, "device": device}
        )

    def forget_successor(self, device: str) -> None:
        """Takes out what was said of the end of another in favour of a device that never came to be."""
        self._of_devices(
            "DELETE FROM revocation WHERE json_extract(text, '$.successor') = :device", {"device": device}
        )

    def _of_devices(self, statement: str, facts: Mapping[str, str]) -> None:
        if self.connection.execute(statement, facts).rowcount:
            # By chance and not by counting: after a rollback a number would come again and stand for something else.
            self.set_local(DEVICES_MARK, token_hex(_MARK))

    def keep_bundle(  # a row has as many columns
        self, bundle: str, direction: str, at: str, other: str, summary: str, file_hash: str
    ) -> None:
        """Notes a bundle that came (``in``) or went (``out``), the later word counting."""
        self.connection.execute(
            "INSERT OR REPLACE INTO bundle VALUES (?, ?, ?, ?, ?, ?)",
            [bundle, direction, at, other, summary, file_hash],
        )

    def add_user(self, user: str, name: str, role: str) -> None:
        self.connection.execute("INSERT INTO user(id, name, role) VALUES (?, ?, ?)", [user, name, role])

    def log_access(self, at: str, actor: str, action: str, subject: str) -> None:
        """One more line of the access log's own chain."""
        self.log.add(at, actor, action, subject)

    def append(self, operation: Operation, bundle: str | None = None, *, beyond: bool = False) -> list[Place]:
        """Takes in an operation whose chain was checked; gives the (register, record) pairs to fold again.

        ``beyond`` says that its number is past all that are held of its device.
        """
        if beyond:
            return self.append_all([operation], bundle)
        erased = self.journal.erased(operation.device, operation.seq)
        held = self.journal.operation(operation.device, operation.seq)
        if held is None:
            self.journal.disclose(without(operation, erased) if erased else operation, bundle)
        else:
            both = _both(held, operation, erased)
            if both == held:
                return []
            self.journal.replace(both)
        return self._touched([operation])

    def append_all(self, operations: Sequence[Operation], bundle: str | None = None) -> list[Place]:
        """As :meth:`append`, of operations in a row that all stand past what is held of their devices."""
        numbers: dict[str, list[int]] = {}
        for each in operations:
            numbers.setdefault(each.device, []).append(each.seq)
        erased = {
            (device, seq): leaves
            for device, seqs in numbers.items()
            for seq, leaves in self.journal.erased_between(device, min(seqs), max(seqs)).items()
        }
        kept = [without(each, erased[each.id]) if each.id in erased else each for each in operations]
        self.journal.add_many(kept, bundle)
        return self._touched(operations)

    def _touched(self, operations: Iterable[Operation]) -> list[Place]:
        """The records that they change, with those of which they erase something: that is done now."""
        touched: set[Place] = set()
        for each in operations:
            touched.update(each.places)
            targets = targets_of(each)
            if targets:
                touched.update(self.journal.erase(targets))
                self.has_erased = True
        return sorted(touched)

    def refold(self, touched: Iterable[Place]) -> list[Place]:
        """Brings tables, search and conflicts of the records up to date with the journal.

        Gives the records beside them that say something else now.
        """
        return self._folding.refold(touched)

    def fold_all(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Folds the whole journal into empty tables."""
        self._folding.fold_all(progress)


def _both(held: Operation, other: Operation, erased: Collection[ChangeId]) -> Operation:
    """One operation held twice, with all that either shows; an author who showed two things is a fork."""
    try:
        return richer(held, other, erased)
    except BadOperation as error:
        raise ForkedChain(device=held.device, seq=held.seq) from error
