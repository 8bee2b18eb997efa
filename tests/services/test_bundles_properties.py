"""Whatever a commune writes, the upper level's tables are the fold of exactly what it was granted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.journal.merge import Change, Content, changes_of, fold
from desktop.domain.journal.operation import Operation
from desktop.domain.registers import REGISTRY
from desktop.domain.scope import UPPER_SCOPE, grant
from desktop.services import bundle_undo, registers
from desktop.services.accounts import open_workspace
from desktop.services.bundle_undo import NothingToSetAside
from desktop.services.workspace import Workspace
from desktop.store.records import Stored
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, environment, make_workspace, put
from tests.services.exchange import COMMUNE, acquaint, carry, edit, quiet

VALUES: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "person": (("full_name", "phone", "address", "born"), {"full_name": "Trần Thị Bình"}),
    "area": (("name", "note"), {"name": "Ấp 1"}),
    "award": (("printed_name", "achievement"), {"printed_name": "Trần Thị Bình", "achievement": "x"}),
    "household": (("head_name", "note"), {"head_name": "Lê Văn Sang"}),
}
"""Registers of every reach, the fields that are edited, and what a new record has."""


@dataclass
class Exchange:
    commune: Workspace
    second: Workspace
    upper: Workspace
    folder: Path
    records: dict[str, list[str]] = field(default_factory=dict)
    kept: Path | None = None
    restored: int = 0


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """Goes on growing from example to example: each must hold on whatever lies there already."""
    folder = tmp_path_factory.mktemp("exchange")
    workspaces = [
        make_workspace(folder / str(seed), station, around=environment(seed=seed)).workspace
        for seed, station in ((1, NHON_HUNG), (2, NHON_HUNG), (3, AN_GIANG))
    ]
    commune, second, upper = workspaces
    acquaint(commune, second)
    acquaint(commune, upper)
    made = Exchange(commune, second, upper, folder)
    yield made
    for workspace in (commune, second, made.upper):
        workspace.close()


steps = st.lists(
    st.tuples(
        st.sampled_from(["create", "edit", "edit", "retire", "restore", "meet", "send", "answer"]),
        st.sampled_from(sorted(VALUES)),
        st.integers(0, 1),
        st.integers(0, 1000),
    ),
    min_size=5,
    max_size=20,
)


def act(exchange: Exchange, step: tuple[str, str, int, int]) -> None:
    verb, register, who, number = step
    workspace = (exchange.commune, exchange.second)[who]
    records = exchange.records.setdefault(register, [])
    fields, new = VALUES[register]
    with workspace.reading() as reader:
        known = [each for each in records if reader.state(register, each) is not None]
    record = known[number % len(known)] if known else None
    if verb == "create":
        records.append(put(workspace, register, **new))
    elif verb == "edit" and record is not None:
        edit(workspace, register, record, **{fields[number % len(fields)]: f"giá trị {number}"})
    elif verb == "retire" and record is not None:
        registers.retire(workspace, register, record, "lý do", workspace.today())
    elif verb == "restore" and record is not None:
        registers.restore(workspace, register, record)
    elif verb == "meet":
        carry(exchange.commune, exchange.second, exchange.folder)
        carry(exchange.second, exchange.commune, exchange.folder)
    elif verb == "send":
        carry(exchange.commune, exchange.upper, exchange.folder)
    elif verb == "answer":
        carry(exchange.upper, exchange.commune, exchange.folder)
    else:
        act_above(exchange, verb, number)


def act_above(exchange: Exchange, verb: str, number: int) -> None:
    """What the upper level does with what it received, and what becomes of its computer."""
    upper = exchange.upper
    if verb == "undo" and (bundles := past(upper)):
        with suppress(NothingToSetAside):
            bundle_undo.set_aside(upper, bundles[number % len(bundles)], quiet)
        assert_rebuilt(upper)
    elif verb == "again":
        take_all_again(upper)
        assert_rebuilt(upper)
    elif verb == "keep":
        exchange.kept = exchange.folder / f"ban-sao-{exchange.restored}-{number}"
        shutil.rmtree(exchange.kept, ignore_errors=True)
        shutil.copytree(upper.folder, exchange.kept)
    elif verb == "lose" and exchange.kept is not None:
        exchange.restored += 1
        shutil.copytree(exchange.kept, folder := exchange.folder / f"khoi-phuc-{exchange.restored}")
        around = environment(seed=100 + exchange.restored, machine=f"may-{exchange.restored}")
        exchange.upper = open_workspace(folder, upper.user.id, PASSWORD, around)
        upper.close()
        # The first that takes a device's place needs no person; this may be the second.
        acquaint(exchange.commune, exchange.upper)
        acquaint(exchange.second, exchange.upper)


def past(workspace: Workspace) -> list[str]:
    with workspace.reading() as reader:
        return [bundle for bundle, _, _ in reader.bundle_rows("in")]


def take_all_again(workspace: Workspace) -> None:
    with workspace.reading() as reader:
        aside = reader.aside.bundles()
    for bundle in sorted(aside):
        with suppress(NothingToSetAside):
            bundle_undo.take_again(workspace, bundle, quiet)
    with workspace.reading() as reader:
        assert reader.aside.all() == {}


def assert_rebuilt(workspace: Workspace) -> None:
    digest = workspace.file.digest()
    workspace.file.rebuild()
    assert workspace.file.digest() == digest


journeys = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "create",
                "edit",
                "edit",
                "meet",
                "send",
                "send",
                "answer",
                "undo",
                "undo",
                "again",
                "keep",
                "lose",
            ]
        ),
        st.sampled_from(sorted(VALUES)),
        st.integers(0, 1),
        st.integers(0, 1000),
    ),
    min_size=8,
    max_size=20,
)


def granted(workspace: Workspace) -> list[Operation]:
    """What the table of scopes lets out of all that a computer holds, worked out in memory."""
    with workspace.reading() as reader:
        held = [
            operation
            for device in reader.journal.devices()
            for operation in reader.journal.operations(device)
        ]
        found = [grant(each, UPPER_SCOPE, reader.journal.owner) for each in held]
    return [each for each in found if each is not None]


def folded(operations: list[Operation]) -> dict[tuple[str, str], Stored]:
    """The rows that should stand in the tables, by the fold alone."""
    changes: dict[tuple[str, str], list[Change]] = {}
    for operation in operations:
        for change in changes_of(operation):
            changes.setdefault((change.register, change.record), []).append(change)
    return {place: expected(place[0], some) for place, some in changes.items()}


def expected(register: str, changes: list[Change]) -> Stored:
    state = fold(changes)
    assert state is not None
    values: dict[str, object] = {}
    marks = {}
    for declared in REGISTRY[register].fields:
        held = state.fields.get(declared.name)
        values[declared.name] = held.value if held else None
        if held and held.content is not Content.HELD:
            marks[declared.name] = held.content.value
        elif held and held.conflict:
            marks[declared.name] = "conflict"
    return Stored(state.record, COMMUNE, state.standing, values, marks, len(state.conflicts()))


def tables(workspace: Workspace) -> dict[tuple[str, str], Stored]:
    rows = {}
    with workspace.reading() as reader:
        for register in REGISTRY:
            ids = [row[0] for row in reader.connection.execute(f'SELECT id FROM "{register.name}"')]
            for record, row in reader.records.get_many(register.name, ids).items():
                rows[register.name, record] = row
    return rows


@given(steps)
@settings(max_examples=12, deadline=None)
def test_the_upper_level_has_the_fold_of_what_it_was_granted(
    exchange: Exchange, some: list[tuple[str, str, int, int]]
) -> None:
    for step in some:
        act(exchange, step)
    carry(exchange.second, exchange.commune, exchange.folder)
    carry(exchange.commune, exchange.upper, exchange.folder)
    assert tables(exchange.upper) == folded(granted(exchange.commune))
    digest = exchange.upper.file.digest()
    exchange.upper.file.rebuild()
    assert exchange.upper.file.digest() == digest


@given(journeys)
@settings(max_examples=10, deadline=None)
def test_whatever_was_undone_or_lost_above_all_is_there_again_in_the_end(
    exchange: Exchange, some: list[tuple[str, str, int, int]]
) -> None:
    for step in some:
        act(exchange, step)
    carry(exchange.upper, exchange.commune, exchange.folder)
    carry(exchange.second, exchange.commune, exchange.folder)
    carry(exchange.commune, exchange.upper, exchange.folder)
    take_all_again(exchange.upper)
    assert tables(exchange.upper) == folded(granted(exchange.commune))
    assert_rebuilt(exchange.upper)


@given(steps)
@settings(max_examples=6, deadline=None)
def test_computers_of_one_station_that_met_are_alike(
    exchange: Exchange, some: list[tuple[str, str, int, int]]
) -> None:
    for step in some:
        act(exchange, step)
    carry(exchange.commune, exchange.second, exchange.folder)
    carry(exchange.second, exchange.commune, exchange.folder)
    assert exchange.commune.file.digest() == exchange.second.file.digest()
