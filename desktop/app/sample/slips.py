"""What a register has after ten years of lists: people entered twice, and records that contradict each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from desktop.base.text import fold
from desktop.services.change import Change
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored

_TWICE: Final = 3
_COPIED: Final = ("sex", "address", "area")


def add_slips(workspace: Workspace) -> None:
    """Some of each, in the sample that is in the register already."""
    with workspace.change("sample") as change:
        people, households = (
            change.writer.records.page(name, Selection(), 0, _TWICE) for name in ("person", "household")
        )
        for person in people:
            _again(change, "person", "full_name", person, {"born": person.values["born"][:4]})
        for household in households[:1]:
            _again(change, "household", "head_name", household, {"people": 3})
        _contradict(change, workspace.today())


def _again(change: Change, register: str, name: str, row: Stored, more: dict[str, Any]) -> str:
    """The same once more, as an old list had it: capitals without accents, the year alone."""
    values = {each: row.values.get(each) for each in _COPIED if each in row.values}
    return change.create(register, {name: fold(row.values[name]).title(), **values, **more})


def _contradict(change: Change, today: date) -> None:
    """A dispute that ended without an outcome, a visit entered twice, a member who is still a child."""
    visits = change.writer.records.page("visit", Selection(), 0, 1)
    for visit in visits:
        change.create("visit", {name: visit.values[name] for name in ("household", "visited_on", "purpose")})
    day = (today - timedelta(days=40)).isoformat()
    dispute = {"summary": "Tranh chấp tiền công sửa nhà", "received_on": day, "outcome_on": today.isoformat()}
    change.create("dispute", dispute)
    groups = change.writer.records.page("group", Selection(), 0, 1)
    for group in groups:
        child = {"full_name": "Trần Minh Khang", "sex": "male", "born": str(today.year - 16)}
        person = change.create("person", child)
        change.create("member", {"person": person, "group": group.id, "role": "member"})
