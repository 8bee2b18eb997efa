"""Naming records: the title and subtitle under which search, lists of choices and toasts show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.domain.fields import Field, Kind, Register
from desktop.services.catalogues import Catalogues
from desktop.services.views import Hit
from desktop.services.workspace import Workspace
from desktop.store.journal import Place
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
                _words(workspace, reader, declared.by_name[name], row.values.get(name), language)
                for name in declared.subtitle
            ]
            title = (
                ""
                if title_hidden
                else title_words(workspace.catalogues, declared, titles.get(record), language)
            )
            hits[register, record] = Hit(register, record, title, " · ".join(part for part in parts if part))
    return [hits[place] for place in places if place in hits]


def title_words(catalogues: Catalogues, register: Register, title: str | None, language: str = "vi") -> str:
    """What names a record, in words: a register may be named by a choice."""
    catalogue = register.by_name[register.title].catalogue
    return catalogues.label(catalogue, title, language) if catalogue and title else title or ""


def _words(workspace: Workspace, reader: Reader, field: Field, value: Any, language: str) -> str:
    if field.sensitive or value is None:
        return ""
    if field.to is not None:
        return reader.records.titles(field.to, [value]).get(value) or ""
    if field.kind is Kind.CHOICE and field.catalogue is not None:
        return workspace.catalogues.label(field.catalogue, value, language)
    if field.kind in (Kind.DAY, Kind.PARTIAL_DAY):
        return day_words(str(value))
    return str(value)


def day_words(value: str) -> str:
    """A day, a month or a year as it is written in tables."""
    parts = value.split("-")
    return "/".join(reversed(parts))
