"""What is worth knowing of a dispute while it is written down: what the law asks, and earlier cases like it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from desktop.domain.access import Permission
from desktop.domain.mediation import Case, Earlier, Likeness, likeness, points
from desktop.domain.values.mediators import parse_mediators
from desktop.services.typed import hidden_fields, typed_children, typed_values
from desktop.services.views import Entry, Form, Remark
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

_ENOUGH = 50
"""Cases that are looked at for one reason."""
_TOLD = 3
"""Earlier cases of the same people that are named one by one."""


def dispute_remarks(workspace: Workspace, form: Form, entry: Entry) -> list[Remark]:
    """The law's points first, then earlier cases. Raises :class:`NotAllowed`."""
    values = typed_values(form, entry)
    parties = list(typed_children(form, entry, "party"))
    found = [
        Remark(point.value, {"subject": _subject(workspace, about)})
        for point, about in points(_case(form, entry, values, parties))
    ]
    with workspace.reading(register="dispute") as reader:
        found += _earlier(workspace, reader, form.record or "", values, parties)
    return found


def _case(form: Form, entry: Entry, values: Mapping[str, Any], parties: list[dict[str, Any]]) -> Case:
    mediators = parse_mediators(values.get("mediators") or "").value or ()
    return Case(
        scope=values.get("scope"),
        outcome=values.get("outcome"),
        violence_risk=values.get("violence_risk") is True,
        violation_signs=values.get("violation_signs"),
        escalated=bool(values.get("escalated_on") or values.get("escalated_to")),
        mediators=tuple(each.name for each in mediators),
        parties=tuple(each.get("name") for each in parties),
        has_agreement=bool(values.get("agreement")) or "agreement" in hidden_fields(form, entry),
        referred_to=values.get("referred_to") or "",
    )


def _subject(workspace: Workspace, about: str) -> str:
    """What a point speaks of: a name, or the law that a kind of case is named in."""
    choice = workspace.catalogues.choice("mediation_scope", about)
    return choice.source or "" if choice is not None else about


# Earlier cases


def _earlier(
    workspace: Workspace,
    reader: Reader,
    record: str,
    values: Mapping[str, Any],
    parties: list[dict[str, Any]],
) -> list[Remark]:
    now = _as_case(record, values, parties)
    if now is None:
        return []
    candidates = {
        *_of_people(reader, now),
        *(_of_names(reader, now) if workspace.may(Permission.REVEAL) else ()),
        *_of_place(reader, now),
    }
    cases = sorted(_cases(reader, candidates), key=lambda case: case.received_on, reverse=True)
    alike = [(case, likeness(now, case)) for case in cases]
    same_people = [case for case, why in alike if why is Likeness.PARTIES]
    same_place = [case for case, why in alike if why is Likeness.PLACE_AND_KIND]
    found = [
        Remark("dispute_repeated", {"day": case.received_on}, ("dispute", case.id))
        for case in same_people[:_TOLD]
    ]
    if same_place:
        latest = same_place[0]
        facts = {"count": len(same_place), "day": latest.received_on}
        found.append(Remark("dispute_same_place", facts, ("dispute", latest.id)))
    return found


def _of_people(reader: Reader, now: Earlier) -> Iterator[str]:
    if now.person_ids:
        selection = Selection(filters=(("person", tuple(sorted(now.person_ids))),))
        yield from _disputes(reader.records.page("party", selection, 0, _ENOUGH))


def _of_names(reader: Reader, now: Earlier) -> Iterator[str]:
    for name in now.parties:
        yield from _disputes(reader.records.page("party", Selection(text=name, secret=True), 0, _ENOUGH))


def _of_place(reader: Reader, now: Earlier) -> Iterator[str]:
    if now.area is not None and now.kind is not None:
        selection = Selection(filters=(("area", (now.area,)), ("kind", (now.kind,))))
        yield from (each.id for each in reader.records.page("dispute", selection, 0, _ENOUGH))


def _disputes(parties: list[Stored]) -> Iterator[str]:
    yield from (each.values["dispute"] for each in parties if each.values["dispute"])


def _cases(reader: Reader, records: set[str]) -> Iterator[Earlier]:
    for stored in reader.records.get_many("dispute", sorted(records)).values():
        if stored.standing == "active":
            parties = [
                each for each in reader.records.children("party", stored.id) if each.standing == "active"
            ]
            case = _as_case(stored.id, stored.values, [dict(each.values) for each in parties])
            if case is not None:
                yield case


def _as_case(record: str, values: Mapping[str, Any], parties: list[dict[str, Any]]) -> Earlier | None:
    """None for one without a day of reception, which is neither before nor after another."""
    try:
        received_on = date.fromisoformat(values.get("received_on") or "")
    except ValueError:
        return None
    return Earlier(
        record,
        received_on,
        values.get("area"),
        values.get("kind"),
        frozenset(each["name"] for each in parties if each.get("name")),
        frozenset(each["person"] for each in parties if each.get("person")),
    )
