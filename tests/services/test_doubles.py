"""Which records are shown to a person as perhaps one, and what stands beside each other of two."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.access import Role
from desktop.domain.likeness import Reason
from desktop.services import doubles, registers, sameness
from desktop.services.registers import RecordGone
from desktop.services.views import Mark
from desktop.services.workspace import Workspace
from tests.kit.workspaces import make_workspace, put


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "so").workspace


def pair(workspace: Workspace) -> tuple[str, str]:
    return (
        put(workspace, "person", full_name="Le Van Tam", born="1953", citizen_id="089053001234"),
        put(workspace, "person", full_name="Lê Văn Tám", born="1953-11-18", citizen_id="089053001234"),
    )


def test_a_pair_is_found_until_somebody_has_decided(workspace: Workspace) -> None:
    first, second = pair(workspace)
    (found,) = doubles.find_doubles(workspace, "person")
    assert (found.first, found.second) == (first, second)
    assert found.reasons == (Reason.NUMBER, Reason.NAME, Reason.YEAR)
    done = sameness.apart(workspace, "person", second, first)
    assert doubles.find_doubles(workspace, "person") == []
    assert done.operation is not None
    registers.undo(workspace, done.operation)
    assert len(doubles.find_doubles(workspace, "person")) == 1


def test_not_the_same_holds_for_the_whole_set(workspace: Workspace) -> None:
    first, second = pair(workspace)
    third = put(workspace, "person", full_name="Lê Văn Tám", born="1953-11-18")
    sameness.apart(workspace, "person", second, third)
    sameness.merge(workspace, "person", first, second)
    assert doubles.find_doubles(workspace, "person") == []


def test_households_of_one_head_at_one_address(workspace: Workspace) -> None:
    put(workspace, "household", head_name="Trần Thị Sáu", address="ấp Đông Hưng")
    put(workspace, "household", head_name="Tran Thi Sau", address="Ấp Đông Hưng, Nhơn Hưng")
    put(workspace, "household", head_name="Trần Thị Sáu", address="ấp Trung")
    (found,) = doubles.find_doubles(workspace, "household")
    assert found.reasons == (Reason.NAME, Reason.ADDRESS)


def test_side_by_side_the_fuller_value_is_proposed_and_what_is_masked_stays_so(workspace: Workspace) -> None:
    first, second = pair(workspace)
    put(workspace, "award", person=second, printed_name="Ông Lê Văn Tám")
    shown = doubles.compare(workspace, "person", first, second)
    lines = {line.field: line for line in shown.lines}
    assert (lines["full_name"].differs, lines["full_name"].kept) == (True, 1)
    assert lines["born"].kept == 1
    assert {cell.mark for cell in lines["citizen_id"].cells} == {Mark.MASKED}
    assert not lines["citizen_id"].differs
    assert shown.counts == ((), (("award", 1),))


def test_one_that_is_joined_already_is_not_compared(workspace: Workspace) -> None:
    first, second = pair(workspace)
    sameness.merge(workspace, "person", first, second)
    with pytest.raises(RecordGone):
        doubles.compare(workspace, "person", first, second)


@pytest.mark.parametrize("numbers", [("089053001234", "089053001234"), ("089053001234", "089053009999")])
def test_who_may_not_reveal_learns_nothing_from_numbers(tmp_path: Path, numbers: tuple[str, str]) -> None:
    workspace = make_workspace(tmp_path / "so", role=Role.UPPER).workspace
    made = [
        put(workspace, "person", full_name="Lê Văn Tám", born="1953-11-18", citizen_id=number, phone=phone)
        for number, phone in zip(numbers, ("0912345678", "0987654321"), strict=True)
    ]
    (found,) = doubles.find_doubles(workspace, "person")
    assert found.reasons == (Reason.NAME, Reason.DAY)
    lines = {line.field: line for line in doubles.compare(workspace, "person", *made).lines}
    assert not lines["citizen_id"].differs
    assert not lines["phone"].differs
