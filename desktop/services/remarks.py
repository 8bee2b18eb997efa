"""What is worth knowing of an entry before it is saved; it stops nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from desktop.services.award_entry import award_remarks
from desktop.services.mediation import dispute_remarks
from desktop.services.rounds import has_twin
from desktop.services.typed import typed_values
from desktop.services.views import Entry, Form, Remark
from desktop.services.workspace import Workspace

Rule: TypeAlias = Callable[[Workspace, Form, Entry], list[Remark]]

_RULES: Final[Mapping[str, Rule]] = {"award": award_remarks, "dispute": dispute_remarks}


def remarks(workspace: Workspace, form: Form, entry: Entry) -> list[Remark]:
    """What to tell beside the form, gravest first: what its register has rules for, and a record that says the same."""
    rule = _RULES.get(form.register)
    found = rule(workspace, form, entry) if rule is not None else []
    if has_twin(workspace, form.register, typed_values(form, entry), form.record):
        found.append(Remark(f"twin.{form.register}"))
    return found
