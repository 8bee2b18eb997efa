"""A list's page is what sorting and testing every row would give, whichever way to it is the cheapest."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.text import exact, fold, has_marks
from desktop.domain.fields import Register
from desktop.store.listing import Costs, Listing, Selection
from desktop.store.search import BOTH, OPEN, lent_fields, words_of
from desktop.store.tables import STANDING, STANDINGS, column_types, list_order, sort_column
from tests.store.scribe import Scribe
from tests.store.toy import TOY

NAMES = ("An", "Ân", "Bình", "Hà", "Hạ", "Hòa", "Hoà", "Nga", "Nguyên", "Ngân")
ROWS = 90


@pytest.fixture(scope="module")
def scribe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scribe]:
    """A file whose rows stand in an order of their own, some retired, removed, empty or pointing nowhere."""
    scribe = Scribe.of(tmp_path_factory.mktemp("listing") / "a.db", TOY)
    chance = random.Random(7)

    def name() -> str:
        return f"{chance.choice(NAMES)} {chance.choice(NAMES)}"

    def maybe(value: object) -> object:
        return value if chance.random() < 0.9 else None

    numbers = [f"{each:04}" for each in range(ROWS)]
    chance.shuffle(numbers)
    scribe.create_many("place", {f"n{each}": {"name": name()} for each in range(5)})
    scribe.create_many(
        "person",
        {
            f"p{each}": {
                "full_name": maybe(name()),
                "number": f"07{each}",
                "place": maybe(f"n{chance.randrange(7)}"),
            }
            for each in numbers
        },
    )
    scribe.create_many(
        "service",
        {
            f"s{each}": {
                "person": maybe(f"p{chance.randrange(ROWS + 5):04}"),
                "role": maybe(chance.choice(("leader", "member", "member"))),
                "active": maybe(chance.random() < 0.3),
                "marks": maybe(chance.sample(("x", "y", "z"), 2)),
            }
            for each in numbers
        },
    )
    scribe.create_many(
        "case",
        {
            f"c{each}": {
                "summary": maybe(name()),
                "received_on": maybe(f"2026-{1 + int(each) // 10:02}-01"),
                "outcome": maybe(chance.choice(("settled", "open"))),
                "place": maybe(f"n{chance.randrange(5)}"),
            }
            for each in numbers
        },
    )
    for register, letter in (("person", "p"), ("service", "s"), ("case", "c")):
        for each in numbers[:12]:
            scribe.stand(register, f"{letter}{each}", chance.choice(("retired", "retired", "removed")))
    yield scribe
    scribe.file.close()


def all_rows(scribe: Scribe, register: Register) -> dict[str, dict[str, Any]]:
    names = list(column_types(register))
    columns = ", ".join(f'"{name}"' for name in names)
    with scribe.file.reading() as reader:
        found = reader.connection.execute(f'SELECT {columns} FROM "{register.name}"').fetchall()
    rows = [dict(zip(names, values, strict=True)) for values in found]
    return {row["id"]: row for row in rows}


def matching(scribe: Scribe, register: Register, text: str, *, secret: bool) -> set[str] | None:
    """The records that have every word of the text, accented if that finds any; None for no text."""
    queries = [fold(text).split()]
    if has_marks(text):
        queries.insert(0, exact(text).split())
    found: set[str] | None = None
    for query in queries:
        if query:
            found = {
                record
                for record, words in all_words(scribe, register, secret=secret)
                if all(any(word.startswith(typed) for word in words) for typed in query)
            }
            if found:
                break
    return found


def all_words(scribe: Scribe, register: Register, *, secret: bool) -> Iterator[tuple[str, set[str]]]:
    for which in BOTH if secret else (OPEN,):
        for record, row in all_rows(scribe, register).items():
            if STANDINGS[row[STANDING]] != "removed":
                words = set(words_of(register, row, which).split())
                for field in lent_fields(register):
                    target = TOY[field.to or ""]
                    lender = all_rows(scribe, target).get(row[field.name])
                    if lender is not None and STANDINGS[lender[STANDING]] != "removed":
                        words |= set(words_of(target, lender, which).split())
                yield record, words


def listed(scribe: Scribe, register: Register, selection: Selection) -> list[str]:
    """The whole list, by looking at every row."""
    rows = list(all_rows(scribe, register).values())
    kept = matching(scribe, register, selection.text, secret=selection.secret)
    least = 1 if not selection.retired else 2
    rows = [row for row in rows if row[STANDING] < least and (kept is None or row["id"] in kept)]
    for name, values in selection.filters:
        rows = [row for row in rows if accepts(row[name], values, tags=name == "marks")]
    own = list_order(register)
    columns, descending = [own] if own else [], register.newest_first is not None
    field = register.by_name[selection.sort] if selection.sort else None
    if field is not None and not field.sensitive:
        # What is alike in it stands in the list's own order.
        columns, descending = [sort_column(field) or field.name, *columns], selection.descending
    rows.sort(key=lambda row: ([(row[each] is not None, row[each] or "") for each in columns], row["id"]))
    if descending:
        rows.reverse()
    return [row["id"] for row in rows]


def accepts(held: Any, values: tuple[str | bool, ...], *, tags: bool) -> bool:
    if tags:
        return held is not None and any(f'"{value}"' in held for value in values)
    if False in values:
        return bool(held) in values
    return held in values


SORTS = {
    "person": (None, "full_name", "place", "number", "note"),
    "service": (None, "person", "role"),
    "case": (None, "received_on", "outcome", "place", "summary"),
}
FILTERS: dict[str, tuple[tuple[str, tuple[str | bool, ...]], ...]] = {
    "person": (("place", ("n1", "n2")),),
    "service": (
        ("role", ("leader",)),
        ("role", ("leader", "member")),
        ("active", (True,)),
        ("active", (False,)),
        ("active", (True, False)),
        ("marks", ("x",)),
        ("role", ()),
    ),
    "case": (("outcome", ("open",)), ("place", ("n1",))),
}


@st.composite
def selections(draw: st.DrawFn) -> tuple[str, Selection]:
    register = draw(st.sampled_from(sorted(SORTS)))
    typed = st.sampled_from(
        ["", "", "n", "ng", "h", "hà", "hạ", "hoa", "HOÀ", "ngu", "an b", "0", "07", "zz", "-"]
    )
    return register, Selection(
        tuple(draw(st.lists(st.sampled_from(FILTERS[register]), max_size=2))),
        draw(typed),
        draw(st.sampled_from(SORTS[register])),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
    )


costs = st.builds(
    Costs,
    few=st.sampled_from([0, 3, 500]),
    many=st.sampled_from([0, 10, 10_000]),
    step=st.sampled_from([1, 4, 200]),
    near=st.sampled_from([0, 2, 100]),
    far=st.sampled_from([0, 10, 10_000]),
)


@settings(max_examples=300, deadline=None)
@given(asked=selections(), costs=costs, offset=st.integers(0, 60), limit=st.integers(1, 60))
def test_a_page_is_what_looking_at_every_row_gives(
    scribe: Scribe, asked: tuple[str, Selection], costs: Costs, offset: int, limit: int
) -> None:
    register, selection = TOY[asked[0]], asked[1]
    whole = listed(scribe, register, selection)
    with scribe.file.reading() as reader:
        listing = Listing(reader.connection, TOY, reader.search, register, selection, costs)
        assert listing.page(offset, limit) == whole[offset : offset + limit]
        assert listing.count() == len(whole)


def test_accents_that_find_nothing_give_way_to_plain_letters(scribe: Scribe) -> None:
    with scribe.file.reading() as reader:
        accented = reader.records.page("person", Selection(text="bính"), 0, 200)
        plain = reader.records.page("person", Selection(text="binh"), 0, 200)
    assert accented == plain != []


@pytest.mark.parametrize("register", ["person", "service", "case"])
def test_a_list_in_its_own_order_is_read_from_one_index(scribe: Scribe, register: str) -> None:
    assert plans_of(scribe, register, Selection()) == [f"SCAN r USING COVERING INDEX {register}@by_order"]


def plans_of(scribe: Scribe, register: str, selection: Selection) -> list[str]:
    """How the file goes about a page."""
    statements: list[str] = []
    with scribe.file.reading() as reader:
        reader.connection.set_trace_callback(statements.append)
        reader.records.page(register, selection, 40, 10)
        reader.connection.set_trace_callback(None)
        return [
            row[3]
            for statement in statements
            if "ORDER BY" in statement
            for row in reader.connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]


@pytest.mark.parametrize("field", [each.name for each in TOY["case"].fields if each.column])
def test_what_has_days_is_read_from_one_index_in_any_order(scribe: Scribe, field: str) -> None:
    plans = plans_of(scribe, "case", Selection(sort=field, descending=True))
    named = "by_order" if field == TOY["case"].newest_first else f"sorted_{field}"
    assert plans == [f"SCAN r USING COVERING INDEX case@{named}"]


def test_a_masked_field_does_not_sort(scribe: Scribe) -> None:
    selection = Selection(sort="number", descending=True)
    with scribe.file.reading() as reader:
        by_number = reader.records.page("person", selection, 0, 200)
        as_ever = reader.records.page("person", replace(selection, sort=None, descending=False), 0, 200)
    assert by_number == as_ever
