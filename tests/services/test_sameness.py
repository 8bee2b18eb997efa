"""One person entered twice: said to be one, seen as one everywhere, and taken apart again as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import history, registers, sameness, search
from desktop.services.sameness import AlreadyOne
from desktop.services.views import Filter, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import make_workspace, put


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "so").workspace


def person(workspace: Workspace, name: str, **values: object) -> str:
    return put(workspace, "person", full_name=name, **values)


def names(workspace: Workspace, register: str = "person", text: str = "") -> list[object]:
    title = workspace.registry[register].title
    found = registers.rows(workspace, register, ListQuery(text=text), 0, 50)
    return [row.cells[title].text or row.cells[title].value for row in found]


def test_lists_counts_and_search_see_one_person(workspace: Workspace) -> None:
    first = person(workspace, "Nguyễn Văn Hòa", born="1961")
    second = person(workspace, "Nguyen Van Hoa", phone="0912345678", address="ấp Đông Hưng")
    sameness.merge(workspace, "person", second, first, {"full_name": first})
    assert names(workspace) == ["Nguyễn Văn Hòa"]
    assert registers.count(workspace, "person", ListQuery()) == 1
    assert [hit.record for hit in search.find(workspace, "nguyen hoa", 9)] == [first]
    assert names(workspace, text="0912345678") == ["Nguyễn Văn Hòa"]


def test_the_words_of_either_find_the_one(workspace: Workspace) -> None:
    first = person(workspace, "Nguyễn Văn Hòa", born="1961")
    second = person(workspace, "Nguyễn Văn Hoà Bé", born="1961")
    sameness.merge(workspace, "person", first, second, {"full_name": first})
    assert names(workspace) == ["Nguyễn Văn Hòa"]
    assert [hit.record for hit in search.find(workspace, "hòa bé", 9)] == [first]


def test_what_one_record_lacks_the_other_says(workspace: Workspace) -> None:
    first = person(workspace, "Nguyễn Văn Hòa", born="1961")
    second = person(workspace, "Nguyễn Văn Hòa", address="ấp Đông Hưng")
    sameness.merge(workspace, "person", first, second)
    cells = registers.load_form(workspace, "person", first).cells
    assert (cells["born"].value, cells["address"].value) == ("1961", "ấp Đông Hưng")


def test_references_lead_to_the_one_and_are_kept_as_they_were_written(workspace: Workspace) -> None:
    first, second = person(workspace, "Lê Văn Tám"), person(workspace, "Lê Văn Tám")
    group = put(workspace, "group", name="Tổ 5")
    member = put(workspace, "member", person=second, group=group, role="leader")
    award = put(workspace, "award", person=second, printed_name="Ông Lê Văn Tám")
    sameness.merge(workspace, "person", first, second)
    for register in ("member", "award"):
        found = registers.rows(workspace, register, ListQuery(filters=(Filter("person", (first,)),)), 0, 9)
        assert len(found) == 1
    assert ("member", 1) in [
        (name, number) for name, number, _ in registers.related(workspace, "person", first)
    ]
    with workspace.reading() as reader:
        for register, record in (("member", member), ("award", award)):
            state = reader.state(register, record)
            assert state is not None
            assert state.value("person") == second


def test_history_keeps_both(workspace: Workspace) -> None:
    first = person(workspace, "Lê Văn Tám", born="1950")
    second = person(workspace, "Lê Văn Tám", address="ấp Trung")
    sameness.merge(workspace, "person", first, second)
    told = {line.record for entry in history.history_of(workspace, "person", first) for line in entry.changes}
    assert {first, second} <= told


def test_two_services_in_one_group_become_one(workspace: Workspace) -> None:
    first, second = person(workspace, "Lê Văn Tám"), person(workspace, "Lê Văn Tám")
    group = put(workspace, "group", name="Tổ 5")
    put(workspace, "member", person=first, group=group)
    put(workspace, "member", person=second, group=group, role="leader")
    done = sameness.merge(workspace, "person", first, second)
    rows = registers.rows(workspace, "member", ListQuery(), 0, 9)
    assert [row.cells["role"].value for row in rows] == ["leader"]
    assert done.operation is not None
    registers.undo(workspace, done.operation)
    assert registers.count(workspace, "member", ListQuery()) == 2


def test_taking_the_word_back_leaves_all_as_it_was(workspace: Workspace) -> None:
    first = person(workspace, "Lê Văn Tám", address="ấp Trung")
    second = person(workspace, "Le Van Tam", address="ấp Thượng")
    put(workspace, "member", person=second, group=put(workspace, "group", name="Tổ 5"))
    before = [names(workspace), names(workspace, "member")]
    done = sameness.merge(workspace, "person", first, second, {"address": first, "full_name": first})
    assert names(workspace, "member") == ["Lê Văn Tám"]
    assert done.operation is not None
    registers.undo(workspace, done.operation)
    assert [names(workspace), names(workspace, "member")] == before
    sameness.merge(workspace, "person", first, second)
    assert len(names(workspace)) == 1


def test_three_that_hang_together_by_one_are_one_and_one_goes_out_again(workspace: Workspace) -> None:
    a, b, c = (person(workspace, name) for name in ("Lê Văn Tám", "Lê Văn Tam", "Le Van Tam"))
    sameness.merge(workspace, "person", b, c)
    sameness.merge(workspace, "person", a, c)
    assert sameness.sets(workspace, "person") == [[a, b, c]]
    with pytest.raises(AlreadyOne):
        sameness.merge(workspace, "person", a, b)
    sameness.split(workspace, "person", b)
    assert sameness.sets(workspace, "person") == [[a, c]]
    assert len(names(workspace)) == 2


def test_when_the_one_that_stands_for_all_is_taken_back_the_next_does(workspace: Workspace) -> None:
    with workspace.change("person.create", register="person") as change:
        first = change.create("person", {"full_name": "Lê Văn Tám"})
    second, third = person(workspace, "Lê Văn Tám"), person(workspace, "Lê Văn Tám")
    put(workspace, "member", person=first, group=put(workspace, "group", name="Tổ 5"))
    sameness.merge(workspace, "person", first, second)
    sameness.merge(workspace, "person", second, third)
    with workspace.change("person.edit", register="person") as change:
        change.set_state("person", first, {"is": "removed"})
    assert sameness.sets(workspace, "person") == [[second, third]]


def test_saving_the_form_of_the_one_leaves_the_other_alone(workspace: Workspace) -> None:
    first, second = person(workspace, "Lê Văn Tám"), person(workspace, "Lê Văn Tám", address="ấp Trung")
    sameness.merge(workspace, "person", first, second)
    with workspace.change("person.edit", register="person") as change:
        change.edit("person", second, {"address": "ấp Thượng"})
    assert registers.load_form(workspace, "person", first).cells["address"].value == "ấp Thượng"


def test_a_rebuild_gives_the_same_rows(workspace: Workspace) -> None:
    a, b, c = (person(workspace, name) for name in ("Lê Văn Tám", "Lê Văn Tam", "Le Van Tam"))
    household, other = (
        put(workspace, "household", head_name="Trần Thị Sáu"),
        put(workspace, "household", head_name="Tran Thi Sau"),
    )
    put(workspace, "visit", household=other, visited_on="2026-06-01")
    put(workspace, "member", person=c, group=put(workspace, "group", name="Tổ 5"))
    sameness.merge(workspace, "household", household, other)
    sameness.merge(workspace, "person", b, c)
    sameness.merge(workspace, "person", a, c)
    sameness.split(workspace, "person", a)
    before = workspace.file.digest()
    workspace.file.rebuild()
    assert workspace.file.digest() == before
