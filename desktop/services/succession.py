"""Carrying out a change of names and bounds, and the names that things had on a day of the past.

A renamed record keeps its former name where search finds it. Of merged ones the old record ends, and what goes
on living (groups, households, people, points, equipment, members) goes over to the new one; what was done before
stays where it was done, under the old name. All of it is one operation, taken back as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from desktop.base.values import dataclass
from desktop.services.change import Change
from desktop.services.typed import typed_children, typed_values
from desktop.services.views import Entry, Form, Problem
from desktop.services.workspace import Workspace
from desktop.store.records import Selection
from desktop.store.register_file import Reader

SUBJECTS: Final = ("area", "group")
_LIVING: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "area": (
        ("group", "area"),
        ("household", "area"),
        ("person", "area"),
        ("point", "area"),
        ("equipment", "area"),
    ),
    "group": (("member", "group"), ("equipment", "group")),
}
"""By what is merged, the registers and fields whose records go on living with its successor."""
_EFFECTIVE: Final = ("kind", "area", "group", "area_to", "group_to", "new_name", "changed_on", "dissolved")
_ALL: Final = 1_000_000


def check_succession(workspace: Workspace, form: Form, entry: Entry) -> list[Problem]:
    """What is wanting in an entry; what was carried out is not changed, it is taken back and done anew."""
    if form.record is not None:
        return [Problem(name, "carried_out") for name in _EFFECTIVE if name in entry.values]
    values = typed_values(form, entry)
    subject = _subject(values)
    if values.get("area") and values.get("group"):
        return [Problem("group", "one_subject")]
    if values.get("kind") == "rename":
        # Of the unit itself, which is no record here, both names are typed.
        wanted = ("new_name",) if subject is not None else ("old_name", "new_name")
        return [Problem(name, "required") for name in wanted if not values.get(name)]
    if subject is None:
        return [Problem("area", "required")]
    target = values.get(f"{subject}_to")
    if not target:
        return [Problem(f"{subject}_to", "required")]
    if target == values[subject]:
        return [Problem(f"{subject}_to", "same_record")]
    return []


def carry_out(workspace: Workspace, change: Change, record: str, form: Form, entry: Entry) -> None:
    """All that comes with a new succession, in its own operation."""
    values = typed_values(form, entry)
    subject = _subject(values)
    if subject is None:
        return
    source = values[subject]
    stored = change.writer.records.get(subject, source)
    if stored is None or stored.standing != "active":
        return
    old_name = str(stored.values.get("name") or "")
    given = {} if values.get("old_name") else {"old_name": old_name}
    if values["kind"] == "rename":
        former = _added(stored.values.get("former_names"), old_name)
        change.edit(subject, source, {"name": values["new_name"], "former_names": former})
    else:
        target = values[f"{subject}_to"]
        given |= {} if values.get("new_name") else {"new_name": _name(change, subject, target)}
        if values["kind"] == "merge":
            _move_all(change, subject, source, target)
            heir = change.writer.records.get(subject, target)
            names = heir.values.get("former_names") if heir is not None else None
            change.edit(subject, target, {"former_names": _added(names, old_name)})
        else:
            _move_some(change, typed_children(form, entry, "relocation"), target)
        if values["kind"] == "merge" or values.get("dissolved"):
            state = {"is": "retired", "on": values["changed_on"]}
            change.set_state(subject, source, state, _reason(workspace, values, given))
    change.subject = old_name
    # Not one record only: taken back by its button in the history, never by Ctrl+Z.
    change.action = "succession.carry_out"
    for name, value in given.items():
        change.fill("succession", record, name, value)


def _subject(values: Mapping[str, Any]) -> str | None:
    """Which of the two it is about; None for the unit itself, whose own name is set elsewhere."""
    return next((name for name in SUBJECTS if values.get(name)), None)


def _added(names: object, old: str) -> str:
    """Former names, the newest first, each once."""
    known = [each for each in str(names or "").split("; ") if each and each != old]
    return "; ".join([old, *known])


def _name(change: Change, register: str, record: str) -> str:
    return change.writer.records.titles(register, [record]).get(record) or ""


def _reason(workspace: Workspace, values: Mapping[str, Any], given: Mapping[str, str]) -> str:
    kind = workspace.catalogues.label("succession_kind", values["kind"], "vi")
    return f"{kind}: {given.get('new_name') or values.get('new_name') or ''}"


def _move_all(change: Change, subject: str, source: str, target: str) -> None:
    for register, field in _LIVING[subject]:
        selection = Selection(filters=((field, (source,)),))
        for row in change.writer.records.page(register, selection, 0, _ALL):
            change.edit(register, row.id, {field: target})


def _move_some(change: Change, moved: Iterable[Mapping[str, Any]], target: str) -> None:
    for row in moved:
        for register in ("group", "point", "household"):
            if row.get(register):
                change.edit(register, row[register], {"area": target})


# Names of before


@dataclass(frozen=True)
class Renaming:
    """A record bore a name until a day."""

    until: str
    name: str


def former_titles(reader: Reader, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Renaming]]:
    """By (register, record) of areas and groups that were renamed, their names of before, oldest first."""
    records = {name: [record for register, record in wanted if register == name] for name in SUBJECTS}
    if not any(records.values()) or "succession" not in reader.registry:
        return {}
    found: dict[tuple[str, str], list[Renaming]] = {}
    for subject, some in records.items():
        if some:
            selection = Selection(filters=((subject, tuple(sorted(set(some)))), ("kind", ("rename",))))
            for row in reader.records.page("succession", selection, 0, _ALL):
                until, name = row.values["changed_on"], row.values["old_name"]
                if until and name:
                    found.setdefault((subject, row.values[subject]), []).append(Renaming(until, name))
    for renamings in found.values():
        renamings.sort(key=lambda each: each.until)
    return found


def name_on(renamings: Iterable[Renaming], day: str) -> str | None:
    """The name borne on a day (ISO text); None for today's."""
    return next((each.name for each in renamings if day < each.until), None)


def with_predecessors(reader: Reader, register: str, record: str) -> set[str]:
    """A record and all that were merged into it, however far back: what happened in any of them happened here."""
    found = {record}
    new = [record]
    while new:
        new = [each for one in new for each in _merged_into(reader, register, one) if each not in found]
        found.update(new)
    return found


def _merged_into(reader: Reader, register: str, record: str) -> Iterator[str]:
    selection = Selection(filters=((f"{register}_to", (record,)), ("kind", ("merge",))))
    for row in reader.records.page("succession", selection, 0, _ALL):
        if row.values[register]:
            yield row.values[register]
