"""Which days the periods of a unit have: by its own cut-offs, and by the program's suggestions before them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from desktop.base.resources import resource
from desktop.domain.periods import LATEST_DAY, Calendar, CutOff, PeriodKind
from desktop.services.views import Entry, Form, Problem
from desktop.services.workspace import Workspace
from desktop.store.records import Selection

_REGISTER: Final = "cut_off"
_MOST: Final = 1_000
_MONTHS: Final = 12


def calendar(workspace: Workspace) -> Calendar:
    """The periods of the file, which everybody goes by, whatever registers their role has."""
    with workspace.reading() as reader:
        rows = (
            reader.records.page(_REGISTER, Selection(), 0, _MOST) if _REGISTER in workspace.registry else []
        )
    own = (_cut_off(row.values) for row in rows)
    return Calendar((*shipped_cut_offs(), *(each for each in own if each is not None)))


def shipped_cut_offs(file: Path | None = None) -> tuple[CutOff, ...]:
    """The program's own, for all times before a unit sets another.

    Raises:
        ValueError: the file names a kind or a day that there is not.
    """
    table = tomllib.loads((file or resource("periods") / "cut_offs.toml").read_text("utf-8"))
    found = []
    for entry in table["cut_off"]:
        cut_off = _cut_off({**entry, "since": date.min.isoformat()})
        if cut_off is None:
            raise ValueError(f"no such cut-off: {entry}")
        found.append(cut_off)
    return tuple(found)


def check_cut_off(workspace: Workspace, form: Form, entry: Entry) -> list[Problem]:
    """A cut-off is of a kind that has one, and on a day that every month has."""
    problems = []
    kind = entry.values.get("period_kind")
    if kind in (PeriodKind.NINE_MONTHS.value, PeriodKind.CAMPAIGN.value):
        problems.append(Problem("period_kind", "invalid_value"))
    for name, limit in (("first_day", LATEST_DAY), ("first_month", _MONTHS)):
        value = entry.values.get(name)
        if isinstance(value, int) and value > limit:
            problems.append(Problem(name, "too_large", {"limit": limit}))
    return problems


def _cut_off(values: Mapping[str, Any]) -> CutOff | None:
    """A cut-off as it was entered; None for one that says nothing that can be reckoned with."""
    weekday = values.get("first_weekday")
    try:
        return CutOff(
            PeriodKind(values.get("period_kind")),
            date.fromisoformat(values.get("since") or ""),
            values.get("first_day") or 1,
            values.get("first_month") or 1,
            int(weekday) - 1 if weekday else 0,
        )
    except ValueError:
        return None
