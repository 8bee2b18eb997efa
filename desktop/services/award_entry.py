"""What holds for an award that is typed in its form: the way it may go, and what is worth knowing of it."""

from __future__ import annotations

from typing import Any

from desktop.domain.access import Permission
from desktop.domain.awarding import LINE_FIELDS, STEPS, Awarded, is_decided, second_for_the_same, step_between
from desktop.services.award_known import awarded
from desktop.services.change import unchanged
from desktop.services.typed import typed_values
from desktop.services.views import Entry, Form, Problem, Remark
from desktop.services.workspace import Workspace

_RECIPIENTS = ("person", "group", "household")


def check_award(workspace: Workspace, form: Form, entry: Entry) -> list[Problem]:
    """A stage is reached by a deed that leads to it, with what that deed asks for; an old award is typed as it is."""
    if form.record is None:
        return []
    before = {name: cell.value for name, cell in form.cells.items()}
    now = typed_values(form, entry)
    return [*_way(workspace, before, now), *_line(before, now, entry)]


def _way(workspace: Workspace, before: dict[str, Any], now: dict[str, Any]) -> list[Problem]:
    old, new = before.get("stage") or "draft", now.get("stage") or "draft"
    if old == new:
        return []
    deed = step_between(old, new)
    if deed is None:
        facts = {
            "before": workspace.catalogues.label("award_stage", old, "vi"),
            "after": workspace.catalogues.label("award_stage", new, "vi"),
        }
        return [Problem("stage", "award_step", facts)]
    step = STEPS[deed]
    if step.needs is Permission.SIGN and not workspace.may(Permission.SIGN):
        return [Problem("stage", "award_chief")]
    return [Problem(name, "award_wants") for name in step.wants if not now.get(name)]


def _line(before: dict[str, Any], now: dict[str, Any], entry: Entry) -> list[Problem]:
    changed = any(
        name in entry.values and not unchanged(before.get(name), now.get(name)) for name in LINE_FIELDS
    )
    if not changed or not is_decided(before.get("stage")):
        return []
    told = now.get("line_reason")
    return (
        []
        if told and not unchanged(before.get("line_reason"), told)
        else [Problem("line_reason", "line_reason")]
    )


def award_remarks(workspace: Workspace, form: Form, entry: Entry) -> list[Remark]:
    """A second award for the same achievement: the law gives one; it is told, and the person decides."""
    values = typed_values(form, entry)
    name = str(values.get("printed_name") or "")
    if not name or not values.get("achievement"):
        return []
    pairs = ((register, values.get(register)) for register in _RECIPIENTS)
    recipients = frozenset((register, str(record)) for register, record in pairs if record)
    one = Awarded(form.record or "", recipients, name, str(values["achievement"]))
    with workspace.reading(register="award") as reader:
        others = second_for_the_same(one, awarded(reader))
    return [Remark("award_same_achievement", {"day": each.on}, ("award", each.id)) for each in others[:1]]
