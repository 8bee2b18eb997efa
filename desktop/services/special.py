"""What single registers have beside what all have: rules for an entry, and what comes with a new record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from desktop.services.award_entry import check_award
from desktop.services.change import Change
from desktop.services.periods import check_cut_off
from desktop.services.succession import carry_out, check_succession
from desktop.services.views import Entry, Form, Problem
from desktop.services.workspace import Workspace

Check: TypeAlias = Callable[[Workspace, Form, Entry], list[Problem]]
Effect: TypeAlias = Callable[[Workspace, Change, str, Form, Entry], None]

CHECKS: Final[Mapping[str, Check]] = {
    "award": check_award,
    "succession": check_succession,
    "cut_off": check_cut_off,
}
"""What is wrong with an entry beside its single values."""

EFFECTS: Final[Mapping[str, Effect]] = {"succession": carry_out}
"""What a new record brings with it, in the same operation; the last is its id."""
