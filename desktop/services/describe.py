"""Naming records: the title and subtitle under which search, lists of choices and toasts show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.domain.fields import Field, Kind, Register
from desktop.domain.values.gone import ERASED, WITHHELD, WORDS
from desktop.services.catalogues import Catalogues
from desktop.services.views import Hit
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
from desktop.store.records import Stored
from desktop.store.register_file import Reader


def describe(
    workspace: Workspace, reader: Reader, places: Sequence[Place], language: str = "vi"
) -> list[Hit]:
    """A hit for each record that is there, in the order given. Sensitive fields are left out of it."""
    hits: dict[Place, Hit] = {}
    for register in dict.fromkeys(name for name, _ in places):
        declared = workspace.registry[register]
        stored = reader.records.get_many(register, [record for name, record in places if name == register])
        titles = reader.records.titles(register, list(stored))
        title_hidden = declared.by_name[declared.title].sensitive
        for record, row in stored.items():
            parts = [
                _words(workspace, reader, declared.by_name[name], row, language) for name in declared.subtitle
            ]
            title = ""
            if not title_hidden:
                title = title_words(workspace.catalogues, declared, titles.get(record), language)
                title = title or _gone(reader, register, record, language)
            hits[register, record] = Hit(register, record, title, " · ".join(part for part in parts if part))
    return [hits[place] for place in places if place in hits]


def title_words(catalogues: Catalogues, register: Register, title: str | None, language: str = "vi") -> str:
    """What names a record, in words: a register may be named by a choice."""
    catalogue = register.by_name[register.title].catalogue
    return catalogues.label(catalogue, title, language) if catalogue and title else title or ""


def _gone(reader: Reader, register: str, record: str, language: str) -> str:
    """What stands for a name that is not here; nothing for a record that never had one."""
    mark = reader.records.without_title(register, [record]).get(record)
    return WORDS[language][mark] if mark else ""


def _words(workspace: Workspace, reader: Reader, field: Field, row: Stored, language: str) -> str:
    value: Any = row.values.get(field.name)
    mark = row.marks.get(field.name)
    if mark in (WITHHELD, ERASED):
        return WORDS[language][mark]
    if field.sensitive or value is None:
        return ""
    if field.to is not None:
        title = reader.records.titles(field.to, [value]).get(value)
        return title or _gone(reader, field.to, value, language)
    if field.kind is Kind.CHOICE and field.catalogue is not None:
        return workspace.catalogues.label(field.catalogue, value, language)
    if field.kind in (Kind.DAY, Kind.PARTIAL_DAY):
        return day_words(str(value))
    return str(value)


def day_words(value: str) -> str:
    """A day, a month or a year as it is written in tables."""
    parts = value.split("-")
    return "/".join(reversed(parts))
