"""Sets of awards as the pages show them: what stands where, and what each award waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.domain.awarding import days_to_award, is_decided, line_of, needs_correction
from desktop.services.award_book import book
from desktop.services.awarding import rows_of_set
from desktop.services.ceremony import ordered
from desktop.services.certificate_lines import reprints
from desktop.services.paper_asked import said_values
from desktop.services.workspace import Workspace
from desktop.store.records import Selection, Stored

_ALL = 100_000


@dataclass(frozen=True)
class SetView:
    """A set as it is chosen from: ``counts`` are its awards by stage."""

    id: str
    name: str
    counts: Mapping[str, int]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class AwardLine:
    """An award in a list.

    Attributes:
        waits: it is decided, and another computer gives the numbers, or nobody has yet.
        corrects: its line is no longer that of the decision.
        reprints: how often its sheet went through a printer once more.
        days: from the merit to the decision, or to today while there is none; None where no day is known.
    """

    id: str
    kind: str
    called: str
    unit: str
    form: str
    stage: str
    number: int | None
    waits: bool
    money: int | None
    posthumous: bool
    corrects: bool
    reason: str = ""
    reprints: int = 0
    days: int | None = None


def sets(workspace: Workspace) -> list[SetView]:
    """Every set that is not cancelled, the newest first."""
    with workspace.reading(register="award_set") as reader:
        stored = reader.records.page("award_set", Selection(), 0, _ALL)
        counts: dict[str, Counter[str]] = {}
        for row in reader.records.page("award", Selection(), 0, _ALL):
            if row.values["award_set"]:
                counts.setdefault(row.values["award_set"], Counter())[row.values["stage"] or "draft"] += 1
    views = [SetView(row.id, row.values["name"] or "", counts.get(row.id, {}), row.values) for row in stored]
    return sorted(views, key=lambda each: each.id, reverse=True)


def award_lines(workspace: Workspace, award_set: str | None, stages: Sequence[str]) -> list[AwardLine]:
    """The awards of a set, or of all, that stand in some stages, in the order of the ceremony."""
    with workspace.reading(register="award") as reader:
        if award_set is not None:
            rows = rows_of_set(reader, award_set)
        else:
            rows = reader.records.page("award", Selection(), 0, _ALL)
        wanted = [row for row in rows if (row.values["stage"] or "draft") in stages]
        wanted = ordered(reader, workspace.catalogues, wanted)
    here = book(workspace).here
    award = workspace.registry["award"]
    return [_line(row, said_values(award, row), workspace.today(), here=here) for row in wanted]


def _line(row: Stored, said: Mapping[str, Any], today: date, *, here: bool) -> AwardLine:
    """``said`` are the values as they are shown; what follows from them is asked of those that are held."""
    values = row.values
    line, number, stage = line_of(said), values["book_number"], values["stage"] or "draft"
    return AwardLine(
        row.id,
        values["recipient_kind"] or "individual",
        f"{line.honorific} {line.name}".strip(),
        line.unit,
        values["form"] or "giay_khen",
        stage,
        number,
        number is None and (is_decided(stage) or not here),
        values["money"],
        bool(values["posthumous"]),
        needs_correction(values),
        _reason(values, stage),
        reprints(values),
        days_to_award(values["merit_on"], values["decision_on"], today),
    )


def _reason(values: Mapping[str, Any], stage: str) -> str:
    """Why it stands where it stands, as somebody wrote it."""
    field = {"returned": "return_reason", "not_handed": "not_handed_reason", "revoked": "revocation_reason"}
    return str(values.get(field.get(stage, "")) or "")
