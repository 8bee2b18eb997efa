"""The forms of an entry of a catalogue and of a value of a rule: the register's form, with fields as the case wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from desktop.domain.choices import Catalogue, Choice, synonyms_of
from desktop.domain.fields import Field, Kind, Register
from desktop.domain.registers import CATALOGUE_ENTRY, RULE
from desktop.domain.rules import Origin, Rule, Unit
from desktop.services.catalogue_entries import ChoiceEntry
from desktop.services.views import Cell, Form, Value
from desktop.ui.kit.editors import no_choices
from desktop.ui.kit.form import RecordForm
from desktop.ui.kit.form_body import FormTools
from desktop.ui.shell.page import PageContext

_WORDS_ONLY: Final = ("vi", "en", "synonyms")


def entry_register(catalogue: Catalogue, *, own: bool) -> Register:
    """The fields that an entry of a catalogue has: where codes are reckoned with, its words only."""
    fields = [_entry_field(field, catalogue) for field in CATALOGUE_ENTRY.fields if not field.issued]
    wanted = [field for field in fields if field is not None and (own or field.name != "counts_as")]
    if catalogue.fixed:
        wanted = [field for field in wanted if field.name in _WORDS_ONLY]
    return replace(CATALOGUE_ENTRY, fields=tuple(wanted))


def _entry_field(field: Field, catalogue: Catalogue) -> Field | None:
    if field.name == "vi":
        return replace(field, required=True)
    if field.name == "counts_as":
        return replace(field, kind=Kind.CHOICE, catalogue=catalogue.counted_in or catalogue.name)
    if field.name == "applies_to":
        kinds = catalogue.for_kinds_of
        return replace(field, kind=Kind.TAGS, catalogue=kinds) if kinds else None
    return field


def entry_form(context: PageContext, catalogue: Catalogue, choice: Choice | None) -> RecordForm:
    """A form of a choice, or of a new one."""
    own = choice is None or choice.origin is Origin.UNIT
    words = context.words
    values = _shown(ChoiceEntry.of(choice)) if choice is not None else {}
    title = words("catalogue.add" if choice is None else "catalogue.edit")
    record = choice.code if choice is not None else None
    return _form(context, entry_register(catalogue, own=own), record, values, title)


def _shown(entry: ChoiceEntry) -> dict[str, Value]:
    return {**entry.values(), "applies_to": list(entry.applies_to)}


def entered(choice: Choice | None, values: Mapping[str, Value]) -> ChoiceEntry:
    """What a form says of a choice, over what it said before."""
    before = _shown(ChoiceEntry.of(choice) if choice is not None else ChoiceEntry(""))
    now = {**before, **values}
    kinds = now["applies_to"]
    return ChoiceEntry(
        str(now["vi"] or ""),
        str(now["en"] or ""),
        synonyms_of(_text(now["synonyms"])),
        _text(now["counts_as"]) or None,
        tuple(kinds) if isinstance(kinds, list) else (),
        _day(now["since"]),
        _day(now["until"]),
        str(now["source"] or ""),
    )


def rule_form(context: PageContext, rule: Rule, title: str) -> RecordForm:
    """A form of a value from a day on, today unless another is typed."""
    fields = []
    for field in RULE.fields:
        if field.name == "value":
            kind = Kind.MONEY if rule.unit is Unit.DONG else Kind.COUNT
            fields.append(replace(field, kind=kind, required=True))
        elif field.name != "key":
            fields.append(field)
    register = replace(RULE, fields=tuple(fields), title="since", subtitle=())
    today = context.workspace.today().isoformat()
    return _form(context, register, None, {"since": today}, title)


def _form(
    context: PageContext, register: Register, record: str | None, values: Mapping[str, Value], title: str
) -> RecordForm:
    workspace = context.workspace
    tools = FormTools(
        workspace.registry.with_register(register),
        context.words,
        context.privacy,
        workspace.today,
        no_choices,
        enter_moves=context.enter_moves,
    )
    cells = {field.name: Cell(values.get(field.name) or None) for field in register.fields}
    return RecordForm(Form(register.name, record, cells), title, tools)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _day(value: Value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None
