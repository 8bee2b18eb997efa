"""Terms and amounts in force on a day: the program's own in ``resources/rules.toml``, and what a unit or the level
above it has set (register ``rule``), each from a day on.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from desktop.base.resources import resource
from desktop.domain.access import Permission
from desktop.domain.errors import UserError
from desktop.domain.rules import (
    VISIT_INTERVAL,
    DatedValue,
    Origin,
    Rule,
    Standing,
    Unit,
    commendation_money,
    in_force,
    in_order,
    origin_of,
)
from desktop.domain.visiting import VisitRule
from desktop.services.catalogues import Catalogues
from desktop.services.change import Change
from desktop.services.environment import read_station
from desktop.services.history import history_of_many
from desktop.services.views import Changes, HistoryEntry
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

REGISTER: Final = "rule"
_MANY: Final = 10_000
_WHOLE: Final = 100
_MOST: Final = {
    Unit.DAYS: 36_500,
    Unit.YEARS: 100,
    Unit.TIMES: 100_000,
    Unit.PERCENT: 10_000,
    Unit.DONG: 2**53 - 1,
}


class RuleNotSet(UserError):
    """Nobody has set this value for the day, and the program knows none. Facts: ``name``."""

    code = "rule_not_set"


class NotOfThisUnit(UserError):
    """What the level above set is changed there."""

    code = "not_of_this_unit"


class NoSuchValue(UserError):
    """The value is no whole number of the size that is possible, or its first day is missing."""

    code = "no_such_value"


@dataclass(frozen=True)
class RuleView:
    """A rule with all its values, that which counts latest last.

    Attributes:
        current: what counts on the day that was asked for; None where nothing does yet.
    """

    rule: Rule
    values: tuple[DatedValue, ...]
    current: DatedValue | None

    def own_on(self, since: date) -> DatedValue | None:
        """The unit's own value with this first day."""
        own = (each for each in self.values if each.origin is Origin.UNIT and each.since == since)
        return next(own, None)


# The program's own


@cache
def shipped_rules(file: Path | None = None) -> Mapping[str, Rule]:
    """The rules that come with the program, by key, in the order in which they are listed.

    Raises :class:`ValueError` for a file that contradicts itself.
    """
    table = tomllib.loads((file or resource("rules.toml")).read_text("utf-8"))
    rules = [_shipped(each) for each in table["rule"]]
    book = {each.key: each for each in rules}
    if len(book) != len(rules):
        raise ValueError("two rules share a key")
    return book


def _shipped(entry: dict[str, Any]) -> Rule:
    values = tuple(_shipped_value(entry["key"], each) for each in entry["value"])
    return Rule(entry["key"], entry["group"], Unit(entry["unit"]), entry["vi"], entry["en"], values)


def _shipped_value(key: str, entry: dict[str, Any]) -> DatedValue:
    standing = Standing(entry.get("standing", Standing.SUGGESTION.value))
    source = entry.get("source", "")
    if (standing is Standing.SUGGESTION) is bool(source):
        raise ValueError(f"{key}: a suggestion has no source, and everything else has one")
    return DatedValue(entry["value"], entry.get("since"), Origin.PROGRAM, source, standing)


def rule_book(catalogues: Catalogues) -> dict[str, Rule]:
    """Every rule that can be set: the program's, and an interval for each further category of household."""
    book = dict(shipped_rules())
    for choice in catalogues["household_category"]:
        key = f"{VISIT_INTERVAL}{choice.code}"
        if key not in book:
            words = catalogues.choice(REGISTER, key)
            vi, en = (words.vi, words.en) if words else (choice.vi, choice.en)
            book[key] = Rule(key, "visits", Unit.DAYS, vi, en)
    return book


# What is in force


def rule(source: Workspace | Reader, key: str, on: date) -> int:
    """The value in force on a day. Raises :class:`RuleNotSet`; and KeyError for a key that there is not."""
    value = rule_or_none(source, key, on)
    if value is None:
        known = shipped_rules().get(key)
        raise RuleNotSet(name=known.vi if known else key)
    return value


def rule_or_none(source: Workspace | Reader, key: str, on: date) -> int | None:
    """The same, and None for what nobody has set: the program shows no amount that it is not sure of."""
    shipped = shipped_rules().get(key)
    if shipped is None and not key.startswith(VISIT_INTERVAL):
        raise KeyError(key)
    with _reader(source) as reader:
        values = (*(shipped.values if shipped else ()), *_entered(reader, key))
    found = in_force(values, on)
    return found.value if found else None


def visit_rules(source: Workspace | Reader, on: date) -> tuple[VisitRule, ...]:
    """How often households of each category are to be visited, as it counts on a day."""
    with _reader(source) as reader:
        values = _values(reader)
    rules = []
    for key, each in values.items():
        current = in_force(each, on) if key.startswith(VISIT_INTERVAL) else None
        if current is not None and current.value:
            category = key.removeprefix(VISIT_INTERVAL)
            rules.append(VisitRule(category, current.value, current.since or date.min))
    return tuple(rules)


def visits_as_suggested(source: Workspace | Reader) -> bool:
    """Whether nobody has set an interval between visits, so that the program's suggestions count."""
    with _reader(source) as reader:
        return not any(each.startswith(VISIT_INTERVAL) for each in _entered_by_key(reader))


def commendation(source: Workspace | Reader, recipient_kind: str, on: date) -> int | None:
    """Money with a certificate of merit of the commune's chairman, in đồng; None where a part of it is not set."""
    with _reader(source) as reader:
        salary = rule_or_none(reader, "base_salary", on)
        percent = rule_or_none(reader, "commendation_individual_percent", on)
        part: int | None = _WHOLE
        if recipient_kind != "individual":
            part = rule_or_none(reader, f"commendation_{recipient_kind}_percent", on)
    if salary is None or percent is None or part is None:
        return None
    return commendation_money(salary, percent, part)


# Setting them


def rules(workspace: Workspace, on: date) -> list[RuleView]:
    """Every rule with the value in force on a day and with all that it was and will be."""
    with workspace.reading(register=REGISTER) as reader:
        values = _values(reader)
    book = rule_book(workspace.catalogues)
    return [
        RuleView(each, tuple(values.get(each.key, ())), in_force(values.get(each.key, ()), on))
        for each in book.values()
    ]


def set_rule(
    workspace: Workspace, key: str, value: int | None, since: date, basis: str = "", note: str = ""
) -> Changes:
    """Sets a value from a day on; the unit's own value of that first day, if there is one, becomes it.

    None sets it to nothing from that day on. Raises :class:`NoSuchValue` and KeyError.
    """
    if key not in rule_book(workspace.catalogues):
        raise KeyError(key)
    if value is not None and not 0 <= value <= _MOST[rule_book(workspace.catalogues)[key].unit]:
        raise NoSuchValue()
    values = {"key": key, "value": value, "since": since.isoformat(), "basis": basis, "note": note}
    with _changing(workspace, key) as change:
        own = (each for each in _entered(change.writer, key) if each.origin is Origin.UNIT)
        same = next((each for each in own if each.since == since), None)
        if same is None:
            change.create(REGISTER, values)
        else:
            change.edit(REGISTER, same.record, values)
    return change.result


def withdraw(workspace: Workspace, record: str) -> Changes:
    """Takes a value of the unit's own back, so that what counted before it counts on. Raises :class:`NotOfThisUnit`."""
    with _changing(workspace, "") as change:
        stored = change.writer.records.get(REGISTER, record)
        value = _entered_value(change.writer, stored) if stored else None
        if stored is None or value is None or value.origin is not Origin.UNIT:
            raise NotOfThisUnit()
        change.set_state(REGISTER, record, {"is": "removed"})
        change.action = f"{REGISTER}.withdraw"
        change.subject = workspace.catalogues.label(REGISTER, str(stored.values["key"]), "vi")
    return change.result


def history(workspace: Workspace, key: str) -> list[HistoryEntry]:
    """What was changed of a rule's values that were entered here, newest first; those taken back too."""
    with workspace.reading(register=REGISTER) as reader:
        records = [each.id for each in reader.records.whole(REGISTER) if each.values["key"] == key]
    return history_of_many(workspace, REGISTER, records)


@contextmanager
def _changing(workspace: Workspace, key: str) -> Iterator[Change]:
    with workspace.change(f"{REGISTER}.set", Permission.ADMINISTER, REGISTER) as change:
        change.subject = workspace.catalogues.label(REGISTER, key, "vi") if key else ""
        yield change


# Reading what was entered


@contextmanager
def _reader(source: Workspace | Reader) -> Iterator[Reader]:
    """What everybody goes by is no secret of any role."""
    if isinstance(source, Reader):
        yield source
        return
    with source.file.reading() as reader:
        yield reader


def _values(reader: Reader) -> dict[str, list[DatedValue]]:
    found = {key: list(each.values) for key, each in shipped_rules().items()}
    for key, values in _entered_by_key(reader).items():
        found.setdefault(key, []).extend(values)
    return {key: in_order(values) for key, values in found.items()}


def _entered_by_key(reader: Reader) -> dict[str, list[DatedValue]]:
    found: dict[str, list[DatedValue]] = {}
    for stored in reader.records.page(REGISTER, Selection(), 0, _MANY):
        value, key = _entered_value(reader, stored), stored.values["key"]
        if value is not None and key:
            found.setdefault(key, []).append(value)
    return found


def _entered(reader: Reader, key: str) -> list[DatedValue]:
    stored = reader.records.page(REGISTER, Selection((("key", (key,)),)), 0, _MANY)
    return [value for each in stored if (value := _entered_value(reader, each)) is not None]


def _entered_value(reader: Reader, stored: Stored) -> DatedValue | None:
    """None for what another unit goes by, and for a day that only a stranger's program could write."""
    own = read_station(reader)
    values = stored.values
    try:
        since = date.fromisoformat(values["since"] or "")
    except ValueError:
        return None
    found = DatedValue(
        values["value"], since, Origin.UNIT, values["basis"] or "", None, stored.id, values["note"] or ""
    )
    theirs = reader.level_of_station(stored.station)
    origin = origin_of(stored.station, own.code, own.level, theirs)
    return replace(found, origin=origin) if origin is not Origin.BELOW else None
