"""Writing planned rows: people, groups and areas that several rows need are made once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from desktop.domain.importing.names import BLANK, NEW, area_of_group, name_key, place_name
from desktop.domain.importing.planning import Fate, ImportPreview, RowPlan
from desktop.domain.importing.rows import RowReading
from desktop.services.change import Change
from desktop.services.workspace import Workspace


class Storing:
    """Writes planned rows into one change; records that several rows need are made once."""

    def __init__(self, workspace: Workspace, change: Change, plan: ImportPreview) -> None:
        self._registry = workspace.registry
        self._catalogues = workspace.catalogues
        self._change = change
        self._target = plan.target
        self._answers = plan.answers
        self._named: dict[tuple[str, str], str] = {}
        self._people: dict[int, str] = {}
        self._defaults: dict[str, Mapping[str, Any]] = {}
        self.made: dict[str, int] = {}

    def store(self, row: RowPlan) -> None:
        if row.fate is Fate.CHANGED:
            self._edit(row, self._values(row.reading, row.changes))
            return
        told = self._by_register(self._values(row.reading, self._target.fields))
        own = told.get(self._target.register, {})
        if self._target.base is not None:
            own[self._target.base] = self._person(row, told.get(self._target.base, {}))
        record = self._make(self._target.register, own)
        for party in row.reading.parties:
            self._make(
                "party", {"dispute": record, "name": party.name, "age": party.age, "address": party.address}
            )

    def _person(self, row: RowPlan, values: Mapping[str, Any]) -> str:
        known = row.person
        if known is not None:
            return known.record or self._people[known.row or 0]
        person = self._make("person", values)
        self._people[row.reading.number] = person
        return person

    def _edit(self, row: RowPlan, values: Mapping[str, Any]) -> None:
        changed = self._by_register({key: values[key] for key in row.changes})
        for register, fields in changed.items():
            person = row.person.record if row.person is not None and register == "person" else None
            record = person or row.record
            if record is not None:
                self._change.edit(register, record, fields)

    def _by_register(self, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        told: dict[str, dict[str, Any]] = {}
        for key, value in values.items():
            register, name = _place(key)
            told.setdefault(register, {})[name] = value
        return told

    def _make(self, register: str, values: Mapping[str, Any]) -> str:
        if register not in self._defaults:
            fields = self._registry[register].fields
            self._defaults[register] = {
                each.name: each.default for each in fields if each.default is not None
            }
        self.made[register] = self.made.get(register, 0) + 1
        return self._change.create(register, {**self._defaults[register], **values})

    def _values(self, reading: RowReading, wanted: Collection[str]) -> dict[str, Any]:
        """The values of a row, those of the wanted keys with references as ids; a new name makes its record."""
        values = dict(reading.values)
        for key, register in self._target.references.items():
            text = values.get(key)
            if key not in wanted or not isinstance(text, str):
                continue
            if self._answers[register, name_key(register, text)] == BLANK:
                del values[key]
            else:
                values[key] = self._record_named(register, text)
        return values

    def _kind(self, register: str, text: str) -> dict[str, Any]:
        """What kind of group or area a name says it is, where the catalogue knows those words."""
        place = place_name(register, text)
        found = self._catalogues.find(f"{register}_kind", place.kind) if place and place.kind else None
        return {"kind": found.code} if found else {}

    def _record_named(self, register: str, text: str) -> str:
        named = (register, name_key(register, text))
        answer = self._answers[named]
        if answer != NEW:
            return answer
        if named not in self._named:
            # Alone in a list a name begins with a capital, which it may lack at the end of another one.
            name = text[:1].upper() + text[1:]
            values: dict[str, Any] = {self._registry[register].title: name, **self._kind(register, text)}
            if register == "group" and area_of_group(text):
                area = area_of_group(text)
                if ("area", name_key("area", area)) in self._answers:
                    values["area"] = self._record_named("area", area)
            self._named[named] = self._make(register, values)
        return self._named[named]


@lru_cache
def _place(key: str) -> tuple[str, str]:
    """The register and the field of a key; the few of a list come row by row."""
    register, _, name = key.partition(".")
    return register, name
