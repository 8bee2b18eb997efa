"""A registry of few registers with everything that the store treats apart: references whose order and words are
kept, a parent with children, sensitive text, fields that merge as one, a list with the newest on top."""

from __future__ import annotations

from desktop.domain.fields import (
    Registry,
    choice,
    count,
    day,
    flag,
    person_name,
    ref,
    register,
    tags,
    text,
    together,
)

PLACE = register("place", text("name", search=True, column=True), title="name")

PERSON = register(
    "person",
    person_name("full_name", search=True, column=True),
    text("number", search=True, sensitive=True, column=True),
    ref("place", to="place", column=True, search=True),
    text("note"),
    title="full_name",
)

SERVICE = register(
    "service",
    ref("person", to="person", search=True, column=True),
    choice("role", catalogue="role", column=True),
    flag("active", column=True),
    count("years", column=True),
    tags("marks", catalogue="mark"),
    title="person",
)

CASE = register(
    "case",
    text("summary", search=True, sensitive=True),
    day("received_on", column=True),
    *together("outcome", text("outcome", column=True), text("outcome_on")),
    ref("place", to="place", column=True),
    title="summary",
    newest_first="received_on",
    children=("party",),
)

PARTY = register(
    "party",
    ref("case", to="case", parent=True),
    person_name("name", search=True, column=True),
    ref("person", to="person", search=True, column=True),
    title="name",
)

TOY = Registry((PARTY, CASE, SERVICE, PERSON, PLACE))
"""Those that need others come first, so that nothing goes well by the order of declaration."""
