"""Writes operations straight into a file, as devices of which nothing else is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from desktop.domain.fields import STATE, Registry
from desktop.domain.journal.compose import Intent, Meta, Tip, compose
from desktop.domain.journal.operation import Operation
from desktop.store.database import FileKey
from desktop.store.register_file import RegisterFile

KEY = FileKey(bytes(range(32)), bytes(range(16)))
META = Meta("u1", "Nguyễn Văn An", "test", "2026-06-05T08:30:00+07:00")


@dataclass
class Scribe:
    """One device that writes into one file."""

    file: RegisterFile
    device: str = "a" * 32
    made: int = field(default=0)

    @classmethod
    def of(cls, path: Path, registry: Registry) -> Scribe:
        return cls(RegisterFile.create(path, KEY, registry))

    def compose(self, intents: Iterable[Intent]) -> Operation:
        """The next operation of this device, not kept yet."""
        with self.file.reading() as reader:
            tip = reader.journal.tip(self.device)
            latest = reader.journal.latest_hlc()
        return compose(
            Tip(tip.device, tip.seq, tip.hash, latest),
            META,
            intents,
            wall_ms=1_780_000_000_000,
            salt=self._salt,
        )

    def write(self, *intents: Intent) -> Operation:
        operation = self.compose(intents)
        self.keep(operation)
        return operation

    def keep(self, *operations: Operation) -> None:
        with self.file.writing() as writer:
            writer.refold([place for each in operations for place in writer.append(each)])

    def create(self, register: str, record: str, **values: Any) -> Operation:
        return self.write(*creating(register, record, values))

    def create_many(self, register: str, records: Mapping[str, Mapping[str, Any]]) -> Operation:
        """Many records in one operation."""
        return self.write(
            *(each for record, values in records.items() for each in creating(register, record, values))
        )

    def edit(self, register: str, record: str, **values: Any) -> Operation:
        """Replaces what is there now."""
        with self.file.reading() as reader:
            state = reader.state(register, record)
        held = state.fields if state is not None else {}
        return self.write(
            *(
                Intent(register, record, name, value, held[name].ids if name in held else ())
                for name, value in values.items()
            )
        )

    def stand(self, register: str, record: str, standing: str | None) -> Operation:
        """Retires, removes or (None) restores a record."""
        return self.edit(register, record, **{STATE: {"is": standing} if standing else None})

    def _salt(self) -> bytes:
        self.made += 1
        return blake2b(f"{self.device} {self.made}".encode(), digest_size=16).digest()


def creating(register: str, record: str, values: Mapping[str, Any]) -> list[Intent]:
    return [Intent(register, record, name, value) for name, value in values.items()]
