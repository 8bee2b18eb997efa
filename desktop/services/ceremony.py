"""The order of the ceremony: what a set keeps of it, and its awards in that order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from desktop.domain.access import Permission
from desktop.domain.ceremony import FOREMOST, in_order, rearranged, usual_place
from desktop.services.catalogues import Catalogues
from desktop.services.registers import RecordGone
from desktop.services.views import Changes
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored
from desktop.store.register_file import Reader

_ALL: Final = 100_000
_FIELD: Final = "ceremony_order"


def arrange(workspace: Workspace, award_set: str, shown: Sequence[str]) -> Changes:
    """Keeps the order of a set's awards as they are ``shown``; those that are not shown stay where they are.

    Raises :class:`RecordGone`.
    """
    with workspace.change("award_set.arrange", Permission.EDIT, "award_set") as change:
        stored = change.writer.records.get("award_set", award_set)
        if stored is None or stored.standing != "active":
            raise RecordGone(register="award_set")
        selection = Selection(filters=(("award_set", (award_set,)),))
        rows = change.writer.records.page("award", selection, 0, _ALL)
        whole = [row.id for row in ordered(change.writer, workspace.catalogues, rows)]
        there = set(whole)
        told = " ".join(rearranged(whole, [award for award in shown if award in there]))
        if told != stored.values[_FIELD]:
            change.edit("award_set", award_set, {_FIELD: told})
        change.subject = str(stored.values["name"] or "")
    return change.result


def ordered(reader: Reader, catalogues: Catalogues, rows: Iterable[Stored]) -> list[Stored]:
    """Awards as they are called up: the newest set first, then those of no set."""
    titles = [catalogues.label("member_role", role, "vi") for role in FOREMOST]
    by_set: dict[str, list[Stored]] = {}
    for row in rows:
        by_set.setdefault(row.values["award_set"] or "", []).append(row)
    sets = reader.records.get_many("award_set", [each for each in by_set if each])
    found: list[Stored] = []
    for award_set in sorted(by_set, reverse=True):
        usual = sorted(by_set[award_set], key=lambda row: usual_place(row.id, row.values, titles))
        by_id = {row.id: row for row in usual}
        held = sets.get(award_set)
        kept = str(held.values[_FIELD] or "").split() if held is not None else []
        found += [by_id[award] for award in in_order(list(by_id), kept)]
    return found
