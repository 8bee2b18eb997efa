"""Four small registers, with all that merging knows of: a parent, a sensitive field, fields together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from desktop.domain.fields import Registry, ref, register, text, together

REGISTRY = Registry(
    (
        register("group", text("name"), text("area"), title="name", children=("member",)),
        register(
            "member",
            ref("group", to="group", parent=True),
            text("name"),
            text("note", sensitive=True),
            title="name",
        ),
        register(
            "dispute",
            text("summary"),
            *together("outcome", text("outcome"), text("outcome_on"), text("referred_to")),
            title="summary",
        ),
        register("tip", text("content"), title="content"),
    )
)

Scope: TypeAlias = Callable[[str, str], str]
"""What a reader may have of a register's field: ``whole``, ``closed`` or ``hidden``."""


def everything(register: str, field: str) -> str:
    return "whole"


def notes_closed(register: str, field: str) -> str:
    return "closed" if (register, field) == ("member", "note") else "whole"


def tips_hidden(register: str, field: str) -> str:
    return "hidden" if register == "tip" else "whole"
