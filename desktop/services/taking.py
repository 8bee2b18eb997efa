"""What is asked of whoever takes operations of others in: the open file, or a server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from desktop.domain.journal.aside import OperationId
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.merge import Change
from desktop.domain.journal.operation import Operation
from desktop.store.journal import Place
from desktop.store.owners import Owners


class HeldJournal(Protocol):
    """A journal as far as a bundle asks it."""

    def tip(self, device: str) -> Tip: ...

    def hash_at(self, device: str, seq: int) -> str | None: ...

    def present(self, places: Iterable[Place]) -> set[Place]: ...

    def add_withheld(self, rows: Iterable[tuple[Tip, str]]) -> None: ...

    def changes_of_many(
        self, places: Iterable[Place], *, aside: bool = False
    ) -> dict[Place, list[Change]]: ...

    def touched(self, device: str, seq: int) -> list[Place]: ...


class Marks(Protocol):
    """What is set aside."""

    def all(self) -> dict[OperationId, str]: ...

    def put(self, operations: Mapping[OperationId, str]) -> None: ...


class Journalled(Protocol):
    """Whoever has a journal."""

    @property
    def journal(self) -> HeldJournal: ...


class Marking(Journalled, Protocol):
    """Whoever may set operations of the journal aside."""

    @property
    def aside(self) -> Marks: ...


class Holding(Journalled, Protocol):
    """What is held, and whose it is."""

    @property
    def owners(self) -> Owners: ...

    def station_of_device(self, device: str) -> str | None: ...


class Taking(Holding, Protocol):
    """Whoever writes a bundle's operations down, inside one transaction."""

    def append(self, operation: Operation, bundle: str | None = None) -> list[Place]: ...

    def append_all(self, operations: Sequence[Operation], bundle: str | None = None) -> list[Place]: ...
