"""What every register can do, through the services, on a real file."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.services import registers
from desktop.services.entries import InvalidEntry
from desktop.services.history import history_of
from desktop.services.search import find
from desktop.services.views import ChildForm, Entry, Filter, ListQuery, Mark, Standing
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put


def titles(workspace: Workspace, register: str, query: ListQuery | None = None) -> list[object]:
    declared = workspace.registry[register]
    rows = registers.rows(workspace, register, query or ListQuery(), 0, 100)
    return [row.cells[declared.title].text or row.cells[declared.title].value for row in rows]


def test_people_stand_in_the_order_of_their_given_names(workspace: Workspace) -> None:
    for name in ("Trần Văn Ân", "Lê Thị Ánh", "Nguyễn Văn An", "Đỗ An", "Bùi Thị Bé"):
        put(workspace, "person", full_name=name)
    assert titles(workspace, "person") == [
        "Đỗ An",
        "Nguyễn Văn An",
        "Lê Thị Ánh",
        "Trần Văn Ân",
        "Bùi Thị Bé",
    ]


def test_members_stand_in_the_order_of_the_people_they_are(workspace: Workspace) -> None:
    group = put(workspace, "group", name="Tổ 1")
    for name in ("Nguyễn Văn Bình", "Trần Thị An"):
        put(workspace, "member", person=put(workspace, "person", full_name=name), group=group)
    assert titles(workspace, "member") == ["Trần Thị An", "Nguyễn Văn Bình"]


def test_groups_stand_by_their_number(workspace: Workspace) -> None:
    for name in ("Tổ 10", "Tổ 2", "Tổ 1"):
        put(workspace, "group", name=name)
    assert titles(workspace, "group") == ["Tổ 1", "Tổ 2", "Tổ 10"]


def test_sensitive_values_come_masked_and_a_look_is_logged(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Nguyễn Văn An", phone="0866546792")
    cell = registers.rows(workspace, "person", ListQuery(), 0, 1)[0].cells["phone"]
    assert (cell.value, cell.mark) == (None, Mark.MASKED)
    assert registers.reveal(workspace, "person", person, "phone").value == "0866546792"
    with workspace.file.reading() as reader:
        looks = reader.connection.execute("SELECT subject FROM access_log WHERE action = 'reveal'").fetchall()
    assert looks == [(f"person.phone:{person}",)]


def test_a_masked_field_neither_filters_nor_sorts(workspace: Workspace) -> None:
    put(workspace, "person", full_name="Trần B", citizen_id="079083398055")
    put(workspace, "person", full_name="Lê A", citizen_id="089153984769")
    sorted_by_number = ListQuery(sort="citizen_id", descending=True)
    filtered = ListQuery(filters=(Filter("citizen_id", ("079083398055",)),))
    assert titles(workspace, "person", sorted_by_number) == ["Lê A", "Trần B"]
    assert registers.count(workspace, "person", filtered) == 2


def test_only_entitled_roles_find_sensitive_text(make: WorkspaceMaker) -> None:
    chief = make(role=Role.CHIEF).workspace
    put(chief, "person", full_name="Nguyễn Văn An", phone="0866546792")
    assert [hit.title for hit in find(chief, "0866")] == ["Nguyễn Văn An"]
    upper = make(role=Role.UPPER).workspace
    put(upper, "person", full_name="Nguyễn Văn An", phone="0866546792")
    assert find(upper, "0866") == []
    assert registers.count(upper, "person", ListQuery(text="0866")) == 0


def test_a_form_saves_only_what_was_changed(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Nguyễn Văn An", phone="0866546792", address="ấp 1")
    form = registers.load_form(workspace, "person", person)
    changes = registers.save(workspace, form, Entry({"full_name": "Nguyễn Văn An", "address": "ấp 2"}))
    entry = history_of(workspace, "person", person)[0]
    assert [change.field for change in entry.changes] == ["address"]
    assert changes.subject == "Nguyễn Văn An"


def test_saving_an_unchanged_form_writes_nothing(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Nguyễn Văn An")
    form = registers.load_form(workspace, "person", person)
    assert registers.save(workspace, form, Entry({"full_name": "Nguyễn Văn An"})).operation is None


@pytest.mark.parametrize(
    ("register", "values", "expected"),
    [
        ("person", {}, [("full_name", "required")]),
        ("person", {"full_name": "A", "born": "1980-02-31"}, [("born", "invalid_date")]),
        ("visit", {"household": "nobody", "visited_on": "2026-01-02"}, [("household", "not_found")]),
        ("area", {"name": "Ấp 1", "households": -3}, [("households", "invalid_number")]),
    ],
)
def test_a_wrong_entry_is_refused_field_by_field(
    workspace: Workspace, register: str, values: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    form = registers.load_form(workspace, register, None)
    with pytest.raises(InvalidEntry) as refusal:
        registers.save(workspace, form, Entry(values))  # type: ignore[arg-type]  # wrong on purpose
    assert [(each.field, each.code) for each in refusal.value.problems] == expected


def test_parties_are_saved_with_their_dispute_as_one_operation(workspace: Workspace) -> None:
    form = registers.load_form(workspace, "dispute", None)
    parties = (ChildForm("party", None, {"name": "Trần Thị Bích", "age": 73}),)
    changes = registers.save(
        workspace, form, Entry({"summary": "Lối đi chung", "received_on": "2026-03-05"}, parties)
    )
    assert changes.registers == {"dispute", "party"}
    dispute = next(record for register, record in changes.records if register == "dispute")
    assert len(registers.load_form(workspace, "dispute", dispute).children["party"]) == 1
    assert [hit.register for hit in find(workspace, "bich")] == ["dispute"]


def test_an_outcome_and_its_date_are_restated_together(workspace: Workspace) -> None:
    dispute = put(
        workspace,
        "dispute",
        summary="X",
        received_on="2026-03-05",
        outcome="settled",
        outcome_on="2026-03-09",
    )
    form = registers.load_form(workspace, "dispute", dispute)
    registers.save(workspace, form, Entry({"outcome_on": "2026-03-10"}))
    written = {change.field for change in history_of(workspace, "dispute", dispute)[0].changes}
    assert {"outcome", "outcome_on"} <= written


def test_a_retired_record_leaves_the_list_and_comes_back(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Nguyễn Văn An")
    registers.retire(workspace, "person", person, "chuyển đi", date(2026, 11, 22))
    assert registers.count(workspace, "person", ListQuery()) == 0
    kept = registers.rows(workspace, "person", ListQuery(retired=True), 0, 10)
    assert [row.standing for row in kept] == [Standing.RETIRED]
    registers.restore(workspace, "person", person)
    assert registers.count(workspace, "person", ListQuery()) == 1


def test_undo_takes_back_the_last_single_record_and_names_it(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Nguyễn Văn An")
    form = registers.load_form(workspace, "person", person)
    registers.save(workspace, form, Entry({"full_name": "Nguyễn Văn Am"}))
    last = registers.last_undoable(workspace)
    assert last is not None
    assert last.operation is not None
    registers.undo(workspace, last.operation)
    assert titles(workspace, "person") == ["Nguyễn Văn An"]


def test_undoing_a_creation_removes_the_record_from_every_list_and_search(workspace: Workspace) -> None:
    put(workspace, "person", full_name="Nguyễn Văn An")
    last = registers.last_undoable(workspace)
    assert last is not None
    assert last.operation is not None
    registers.undo(workspace, last.operation)
    assert registers.count(workspace, "person", ListQuery(retired=True)) == 0
    assert find(workspace, "nguyen") == []


def test_what_was_taken_back_once_cannot_be_taken_back_again(workspace: Workspace) -> None:
    put(workspace, "person", full_name="Nguyễn Văn An")
    last = registers.last_undoable(workspace)
    assert last is not None
    assert last.operation is not None
    registers.undo(workspace, last.operation)
    with pytest.raises(registers.NothingToUndo):
        registers.undo(workspace, last.operation)


def test_the_tables_equal_the_journal_folded_again(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Nguyễn Văn An", phone="0866546792")
    registers.retire(workspace, "person", person, "chuyển đi", date(2026, 11, 22))
    put(
        workspace,
        "household",
        head_name="Trần B",
        categories=["policy"],
        area=put(workspace, "area", name="Ấp"),
    )
    before = workspace.file.digest()
    workspace.file.rebuild()
    assert workspace.file.digest() == before


@pytest.mark.parametrize("register", ["person", "visit", "member", "household"])
def test_a_ward_official_sees_nothing_but_awards(make: WorkspaceMaker, register: str) -> None:
    ward = make(role=Role.WARD).workspace
    with pytest.raises(NotAllowed):
        registers.rows(ward, register, ListQuery(), 0, 10)
    with pytest.raises(NotAllowed):
        put(ward, register, full_name="X")


def test_a_failed_change_writes_nothing(workspace: Workspace) -> None:
    before = workspace.file.digest()

    class Stopped(Exception):  # stands for any bug
        pass

    with pytest.raises(Stopped), workspace.change("person.create") as change:
        change.create("person", {"full_name": "Nguyễn Văn An"})
        raise Stopped
    assert workspace.file.digest() == before


@pytest.mark.parametrize("typed", ["hoà bình", "hòa bình", "hoa binh", "HOA", "Hòa", "hoa\u0300 b"])
def test_search_finds_both_spellings_and_none(workspace: Workspace, typed: str) -> None:
    put(workspace, "area", name="Ấp Hòa Bình")
    assert [hit.title for hit in find(workspace, typed)] == ["Ấp Hòa Bình"]


def test_exact_accents_come_before_what_sounds_alike(workspace: Workspace) -> None:
    put(workspace, "area", name="Đường")
    put(workspace, "area", name="Dương")
    assert [hit.title for hit in find(workspace, "đường")] == ["Đường", "Dương"]
    assert {hit.title for hit in find(workspace, "duong")} == {"Đường", "Dương"}
