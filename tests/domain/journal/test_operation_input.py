from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.journal.canonical import MAX_INT
from desktop.domain.journal.chain import link_from_line
from desktop.domain.journal.erase import erase_intent
from desktop.domain.journal.operation import (
    MAX_HLC,
    MAX_REPLACED,
    BadOperation,
    ChangeId,
    operation_from_plain,
)
from tests.domain.journal.making import AN, BINH, META, SALT, plain_of, shown_three_ways, written

LINE = shown_three_ways().line()

# What comes from outside is an operation of the format or BadOperation, and nothing else.


def changed(*path: str | int, to: Any) -> Callable[[Any], Any]:
    """A function that puts something else into one place of an operation."""

    def edit(plain: Any) -> Any:
        inner = plain
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = to
        return plain

    return edit


def without(key: str) -> Callable[[Any], Any]:
    return lambda plain: {name: value for name, value in plain.items() if name != key}


def replaced(to: Any) -> Callable[[Any], Any]:
    return changed("leaves", 2, 3, to=to)


def value(to: Any) -> Callable[[Any], Any]:
    return changed("leaves", 2, 5, to=to)


def action(**facts: Any) -> Callable[[Any], Any]:
    return changed("leaves", 0, 5, to={**META.to_plain(), **facts})


def deep(levels: int) -> Any:
    return [deep(levels - 1)] if levels else []


HOSTILE: dict[str, Callable[[Any], Any]] = {
    "a list": lambda plain: [plain],
    "nothing": lambda plain: None,
    "a key more": lambda plain: {**plain, "x": 1},
    "no leaves": without("leaves"),
    "no version": without("v"),
    "version 2": changed("v", to=2),
    "version true": changed("v", to=True),
    "version 1.0": changed("v", to=1.0),
    "device of 31 digits": changed("device", to="a" * 31),
    "device in capitals": changed("device", to="A" * 32),
    "device with a line end": changed("device", to="a" * 32 + "\n"),
    "device in other digits": changed("device", to="١" * 32),
    "device number": changed("device", to=7),
    "seq zero": changed("seq", to=0),
    "seq true": changed("seq", to=True),
    "seq text": changed("seq", to="1"),
    "seq fraction": changed("seq", to=1.5),
    "seq too large": changed("seq", to=MAX_INT + 1),
    "hlc negative": changed("hlc", to=-1),
    "hlc past 2100": changed("hlc", to=MAX_HLC + 1),
    "hlc not a number": changed("hlc", to=math.nan),
    "hlc false": changed("hlc", to=False),
    "auto number": changed("auto", to=0),
    "auto nothing": changed("auto", to=None),
    "prev short": changed("prev", to="0" * 63),
    "prev list": changed("prev", to=["0" * 64]),
    "leaves object": changed("leaves", to={}),
    "no leaf": changed("leaves", to=[]),
    "leaf number": changed("leaves", 2, to=5),
    "leaf hash short": changed("leaves", 1, to="f" * 63),
    "leaf of four parts": changed("leaves", 2, to=["visit", "r1", "note", []]),
    "leaf of seven parts": changed("leaves", 2, to=["visit", "r1", "note", [], SALT, 1, 1]),
    "leaf of no leaf's shape": changed("leaves", 2, to={"register": "visit"}),
    "register capital": changed("leaves", 2, 0, to="Visit"),
    "register empty": changed("leaves", 2, 0, to=""),
    "register long": changed("leaves", 2, 0, to="v" * 61),
    "register true": changed("leaves", 2, 0, to=True),
    "register of the action": changed("leaves", 2, 0, to="@operation"),
    "record empty": changed("leaves", 2, 1, to=""),
    "record path": changed("leaves", 2, 1, to="../../x"),
    "record number": changed("leaves", 2, 1, to=1),
    "field with a quote": changed("leaves", 2, 2, to='no"te'),
    "field nothing": changed("leaves", 2, 2, to=None),
    "places descending": changed("leaves", 2, 2, to="z"),
    "one place twice": changed("leaves", 2, 2, to="open"),
    "replaced nothing": replaced(None),
    "replaced object": replaced({}),
    "replaced pair": replaced([[AN, 1]]),
    "replaced device": replaced([["x", 1, 1]]),
    "replaced seq zero": replaced([[AN, 0, 1]]),
    "replaced seq true": replaced([[AN, True, 1]]),
    "replaced seq huge": replaced([[AN, 10**30, 1]]),
    "replaced leaf of the action": replaced([[AN, 1, 0]]),
    "replaced leaf false": replaced([[AN, 1, False]]),
    "replaced leaf too far": replaced([[AN, 1, 200_000]]),
    "replaced twice": replaced([[AN, 1, 1], [AN, 1, 1]]),
    "replaced descending": replaced([[BINH, 1, 1], [AN, 1, 1]]),
    "replaced too many": replaced([[AN, number, 1] for number in range(1, MAX_REPLACED + 2)]),
    "replaced deep": replaced(deep(500)),
    "salt short": changed("leaves", 2, 4, to="0" * 31),
    "salt in capitals": changed("leaves", 2, 4, to="F" * 32),
    "salt nothing": changed("leaves", 2, 4, to=None),
    "commitment short": changed("leaves", 4, 4, to="0" * 63),
    "commitment object": changed("leaves", 4, 4, to={}),
    "value fraction": value(1.5),
    "value not a number": value(math.nan),
    "value infinite": value(-math.inf),
    "value of 54 bits": value(2**53),
    "value half a surrogate pair": value("a\ud83d"),
    "value not in NFC": value(unicodedata.normalize("NFD", "Tổ")),
    "value too long": value("x" * 65_537),
    "value too deep": value(deep(3)),
    "value far too deep": value(deep(900)),
    "value with a key not in ASCII": value({"đ": 1}),
    "value with a key that is no text": value({1: 1}),
    "value of bytes": value(b"x"),
    "value a tuple": value((1, 2)),
    "action elsewhere": changed("leaves", 0, 0, to="visit"),
    "action of a record": changed("leaves", 0, 1, to="r1"),
    "action that replaces": changed("leaves", 0, 3, to=[[AN, 1, 1]]),
    "action that says nothing": changed("leaves", 0, 5, to=None),
    "action without an actor": changed("leaves", 0, 5, to={"action": "a", "actor_name": "b", "at": META.at}),
    "actor a list": action(actor=[]),
    "actor's name a number": action(actor_name=1),
    "at nothing": action(at=None),
    "at a word": action(at="hôm qua"),
    "at without offset": action(at="2026-06-05T08:30:00"),
    "at on 31 February": action(at="2026-02-31T08:30:00+07:00"),
    "at in the year 1": action(at="0001-01-01T00:00:00+14:00"),
    "at in the year 9999": action(at="9999-12-31T23:59:59-12:00"),
    "undoes a text": action(undoes="x"),
    "undoes half": action(undoes=[AN]),
    "undoes no device": action(undoes=["x", 1]),
    "undoes zero": action(undoes=[AN, 0]),
    "undoes true": action(undoes=[AN, True]),
}


@pytest.mark.parametrize("edit", HOSTILE.values(), ids=HOSTILE)
def test_what_breaks_a_rule_of_the_format_is_refused(edit: Callable[[Any], Any]) -> None:
    with pytest.raises(BadOperation):
        operation_from_plain(edit(plain_of(shown_three_ways())))


ERASING = written(erase_intent("e1", [ChangeId(AN, 1, 2), ChangeId(AN, 3, 0)]))
HOSTILE_ERASING: dict[str, Callable[[Any], Any]] = {
    "closed": changed("leaves", 1, to=["@erase", "e1", "targets", [], "0" * 64]),
    "another field": changed("leaves", 1, 2, to="others"),
    "two of them": lambda plain: {
        **plain,
        "leaves": [*plain["leaves"], ["@erase", "e2", *plain["leaves"][1][2:]]],
    },
    "nothing": changed("leaves", 1, 5, to=[]),
    "not a list": changed("leaves", 1, 5, to={}),
    "a pair": changed("leaves", 1, 5, to=[[AN, 1]]),
    "twice": changed("leaves", 1, 5, to=[[AN, 1, 2], [AN, 1, 2]]),
    "descending": changed("leaves", 1, 5, to=[[AN, 3, 0], [AN, 1, 2]]),
    "leaf true": changed("leaves", 1, 5, to=[[AN, 1, True]]),
    "leaf below zero": changed("leaves", 1, 5, to=[[AN, 1, -1]]),
}


@pytest.mark.parametrize("edit", HOSTILE_ERASING.values(), ids=HOSTILE_ERASING)
def test_erasure_that_breaks_a_rule_is_refused(edit: Callable[[Any], Any]) -> None:
    assert operation_from_plain(plain_of(ERASING)) == ERASING
    with pytest.raises(BadOperation):
        operation_from_plain(edit(plain_of(ERASING)))


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=5)
    | st.binary(max_size=3)
    | st.sampled_from([AN, SALT, "0" * 64, "visit", "note", "@erase", "@state", "@operation"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.dictionaries(st.text(max_size=3) | st.integers() | st.none(), inner, max_size=3)
    ),
    max_leaves=8,
)


def only_bad_operation(plain: Any) -> None:
    """Parses it or raises BadOperation; what is parsed says the same again."""
    try:
        operation = operation_from_plain(plain)
    except BadOperation:
        return
    assert link_from_line(operation.line()) == operation


@given(JUNK)
def test_junk_never_raises_anything_but_bad_operation(plain: Any) -> None:
    only_bad_operation(plain)


@given(st.data(), JUNK)
def test_junk_anywhere_in_an_operation_never_raises_anything_but_bad_operation(
    data: st.DataObject, junk: Any
) -> None:
    plain: Any = plain_of(shown_three_ways())
    path = data.draw(st.sampled_from(list(paths(plain))))
    only_bad_operation(changed(*path, to=junk)(plain))


def paths(plain: Any, *before: str | int) -> list[tuple[str | int, ...]]:
    """Every place in a nest of lists and objects."""
    steps: Any = plain.items() if isinstance(plain, dict) else enumerate(plain)
    found: list[tuple[str | int, ...]] = []
    for step, inner in steps:
        found.append((*before, step))
        if isinstance(inner, list | dict):
            found += paths(inner, *before, step)
    return found


@given(st.binary(max_size=40))
def test_bytes_of_a_line_never_raise_anything_but_bad_operation(line: bytes) -> None:
    with pytest.raises(BadOperation):
        link_from_line(line)


@pytest.mark.parametrize(
    "line", [LINE + b"\n", b" " + LINE, LINE.replace(b'"v":1', b'"v":1,"v":1'), LINE[:-1]]
)
def test_only_the_one_canonical_line_of_an_operation_is_taken(line: bytes) -> None:
    with pytest.raises(BadOperation):
        link_from_line(line)
