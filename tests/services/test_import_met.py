"""What a list may meet is asked of the file: each row has the fate that it has beside all that the registers hold."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.access import Permission
from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.identity import PARTIES
from desktop.domain.importing.names import BLANK, NEW, name_key
from desktop.domain.importing.people import Known
from desktop.domain.importing.planning import ImportPreview
from desktop.domain.importing.previewing import decided, resolved_rows
from desktop.domain.importing.rows import RowReading
from desktop.domain.importing.targets import Target, target_of
from desktop.domain.values.parties import PartyText
from desktop.services import sameness
from desktop.services.import_holdings import holdings
from desktop.services.import_met import with_met
from desktop.services.workspace import Workspace
from desktop.store.records import Selection
from desktop.store.register_file import Reader
from tests.kit.workspaces import make_workspace, put

NAMES = ("Lê Văn An", "LÊ VĂN AN", "Lê Văn-An", "Trần Thị Hoà", "Trần Thị Hòa", "Tran Thi Hoa", "Đỗ Ý")
PERSON: Mapping[str, tuple[str | None, ...]] = {
    "full_name": NAMES,
    "born": (None, "1980", "1980-02", "1980-02-03", "1980-02-04", "1991-05-06"),
    "citizen_id": (None, None, None, "089080000011", "089080000012", "351234567", "351234568"),
    "sex": (None, "male", "female"),
    "phone": (None, "0912345678", "0987654321"),
    "address": (None, "Ấp Đông", "ấp đông", "Ấp Tây"),
}
DAYS = ("2026-03-01", "2026-03-02")
TEXTS = ("Lối đi chung", "lối đi chung.", "Nước thải")
GROUPS = ("Tổ 1", "Tổ 2", "Tổ 3")
TARGETS = ("person", "member", "household", "visit", "dispute", "group")


@dataclass
class Registers:
    """An open register in which much is alike, and the ids by register."""

    workspace: Workspace
    ids: dict[str, list[str]]


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registers]:
    workspace = make_workspace(tmp_path_factory.mktemp("met") / "so").workspace
    yield Registers(workspace, filled(workspace, random.Random(7)))
    workspace.close()


def filled(workspace: Workspace, chance: random.Random) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {name: [] for name in (*TARGETS, "area")}

    def some(values: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
        return {name: chance.choice(told) for name, told in values.items()}

    with workspace.change("test") as change:

        def make(register: str, **values: Any) -> str:
            ids[register].append(change.create(register, values))
            return ids[register][-1]

        for name in ("Ấp Đông", "Ấp Tây"):
            make("area", name=name)
        for name in GROUPS:
            make("group", name=name, area=chance.choice([*ids["area"], None]))
        for _ in range(50):
            make("person", **some(PERSON))
        for _ in range(45):
            make("member", person=chance.choice(ids["person"]), group=chance.choice(ids["group"]))
        for _ in range(10):
            make("household", head_name=chance.choice(NAMES), address=chance.choice(PERSON["address"]))
        for _ in range(20):
            make("visit", household=chance.choice(ids["household"]), visited_on=chance.choice(DAYS))
        for _ in range(12):
            case = make("dispute", received_on=chance.choice(DAYS), summary=chance.choice(TEXTS))
            change.create("party", {"dispute": case, "name": chance.choice(NAMES)})
    with workspace.change("test") as change:
        for register, often in (("person", 6), ("member", 8), ("visit", 4), ("dispute", 2), ("household", 2)):
            for record in chance.sample(ids[register], often):
                change.set_state(register, record, {"is": chance.choice(["retired", "retired", "removed"])})
    with workspace.reading() as reader:
        there = {row.id for row in reader.records.page("person", Selection(), 0, -1)}
    people = [each for each in ids["person"] if each in there]
    for at in range(0, 12, 2):
        sameness.merge(workspace, "person", people[at], people[at + 1])
    return ids


def everything(reader: Reader, target: Target, held: Holdings) -> Holdings:
    """All that the registers hold, whether or not a row may meet it."""

    def told(register: str) -> tuple[dict[str, Any], dict[str, Any]]:
        rows = reader.records.page(register, Selection(retired=True), 0, -1)
        values = {row.id: dict(row.values) for row in rows}
        for case in values if register == "dispute" else ():
            parties = reader.records.children("party", case)
            values[case][PARTIES] = tuple(str(each.values["name"]) for each in parties)
        retired = {row.id for row in rows if row.standing == "retired"}
        return (
            {record: each for record, each in values.items() if record not in retired},
            {record: each for record, each in values.items() if record in retired},
        )

    def beside(register: str) -> dict[str, tuple[Mapping[str, Any], ...]]:
        found: dict[str, list[Mapping[str, Any]]] = {}
        for record, first in sorted(reader.sames.sets().by_record(register).items()):
            state = reader.state(register, record)
            assert state is not None
            found.setdefault(first, []).append({name: state.value(name) for name in state.fields})
        return {record: tuple(each) for record, each in found.items()}

    joined = beside("person")
    people = tuple(
        Known(row.id, row.values, retired=row.standing == "retired", also=joined.get(row.id, ()))
        for row in reader.records.page("person", Selection(retired=True), 0, -1)
        if "person" in (target.register, target.base)
    )
    records, retired = told(target.register)
    return replace(held, people=people, records=records, retired=retired, beside=beside(target.register))


def fates(preview: ImportPreview) -> list[Any]:
    return [
        (
            plan.fate,
            plan.record,
            plan.person and (plan.person.record, plan.person.row, plan.person.retired),
            dict(plan.changes),
            plan.reasons,
        )
        for plan in preview.rows
    ]


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


OWN: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "person": {f"person.{name}": told for name, told in PERSON.items()},
    "member": {
        "member.group": GROUPS,
        "member.position": (None, "Tổ trưởng"),
        **{f"person.{name}": told for name, told in PERSON.items()},
    },
    "household": {"household.head_name": NAMES, "household.address": PERSON["address"]},
    "visit": {"visit.household": NAMES, "visit.visited_on": DAYS, "visit.purpose": (None, "first")},
    "dispute": {"dispute.received_on": DAYS, "dispute.summary": TEXTS},
    "group": {"group.name": (*GROUPS, "Tổ 9"), "group.kind": (None, "self_management")},
}


def rows_of(draw: Callable[[Any], Any], target: Target, codes: list[str]) -> list[RowReading]:
    rows = []
    for number in range(2, draw(st.integers(3, 14))):
        bare = draw(one_of(False, False, False, True))
        told = {key: draw(one_of(*values)) for key, values in OWN[target.register].items()}
        values = {
            key: value
            for key, value in told.items()
            if value is not None and not (bare and key.startswith("person.") and key != "person.full_name")
        }
        code = draw(one_of(None, None, None, *codes))
        parties = (PartyText(draw(one_of(*NAMES))),) if target.register == "dispute" else ()
        rows.append(RowReading(number, (), values, parties=parties, code=code))
    return rows


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_a_row_has_the_fate_that_it_has_beside_everything(registers: Registers, data: st.DataObject) -> None:
    workspace, draw = registers.workspace, data.draw
    target = target_of(workspace.registry, draw(one_of(*TARGETS)))
    rows = rows_of(draw, target, registers.ids[target.register])
    held = holdings(workspace, target, rows)
    answers = {
        (register, name_key(register, row.values[key])): draw(one_of(*registers.ids[register], NEW, BLANK))
        for row in rows
        for key, register in target.references.items()
        if key in row.values and draw(one_of(True, True, True, False))
    }
    with workspace.reading(Permission.IMPORT, target.register) as reader:
        resolved = resolved_rows(target, rows, answers, held)
        met = decided(resolved, with_met(reader, resolved, held))
        whole = everything(reader, target, held)
    beside_all = decided(resolved_rows(target, rows, answers, whole), whole)
    assert fates(met) == fates(beside_all)


def test_nobody_is_loaded_whom_no_row_can_be(workspace: Workspace) -> None:
    for year in range(1950, 1990):
        put(workspace, "person", full_name="Lê Văn An", born=str(year), address="Ấp Đông")
    target = target_of(workspace.registry, "person")
    row = RowReading(2, (), {"person.full_name": "Lê Văn An", "person.born": date(1960, 2, 3).isoformat()})
    held = holdings(workspace, target, [row])
    with workspace.reading(Permission.IMPORT, "person") as reader:
        met = with_met(reader, resolved_rows(target, [row], {}, held), held)
    assert [(person.values["born"], len(met.records)) for person in met.people] == [("1960", 1)]
