"""What the registers hold that a list may meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.domain.importing.people import Known


@dataclass(frozen=True)
class Holdings:
    """What the registers hold that an import may meet; of what it cannot meet nothing need be here.

    Attributes:
        titles: by register, record -> the name it goes by; for everything a column may refer to.
        people: whom the rows may be, in the order of their list.
        records: of the target's register, record -> values; in the order of its list.
        retired: the same, of records that are no longer active.
        former: by register, record -> the name of what is no longer active and that a record points to.
        merged: records of the target's register for which another stands -> that other.
        beside: of a record of the target's register that stands for others, what each of them says by itself.
        aliases: by register, record -> other names it goes by: those of what is one with it.
        labels: by register, record -> what tells it from others of its name.
    """

    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    people: tuple[Known, ...] = ()
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    retired: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    former: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    aliases: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def record(self, code: str | None) -> str | None:
        """The record that a code stands for today: lists are older than merging."""
        return None if code is None else self.merged.get(code, code)

    def held(self, code: str | None) -> Mapping[str, Any] | None:
        """The values of the record of a code, active or retired; None when there is no such record here."""
        record = self.record(code)
        if record is None:
            return None
        return self.records[record] if record in self.records else self.retired.get(record)

    def title(self, register: str, record: str) -> str | None:
        """The name of a record that a column may refer to."""
        return self.titles.get(register, {}).get(record) or self.former.get(register, {}).get(record)
