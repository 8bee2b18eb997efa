"""What the level above does not accept goes back with its reason, and folds alike wherever it is heard of."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.bundle.errors import ForeignRecord
from desktop.domain.fields import SEEN
from desktop.domain.journal.compose import Intent
from desktop.domain.rejecting import REJECT
from desktop.services import rejecting
from desktop.services.erasing import ReasonMissing
from desktop.services.history import history_of
from desktop.services.registers import NothingToUndo
from desktop.services.rejecting import NotBelow
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, edit, refused, sent, value

WHY = "Sai địa bàn, đề nghị kiểm tra lại"


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


@pytest.fixture
def second(make: WorkspaceMaker, commune: Workspace, upper: Workspace) -> Workspace:
    """Another computer of the commune."""
    made = computer(make, NHON_HUNG, 3)
    acquaint(commune, upper, made)
    return made


def last(workspace: Workspace, register: str, record: str) -> tuple[str, int]:
    return history_of(workspace, register, record)[0].operation


def corrected(commune: Workspace, upper: Workspace, folder: Path) -> str:
    """A group whose second name the upper level has rejected, and the commune has heard of it."""
    group = put(commune, "group", name="Tổ 1")
    edit(commune, "group", group, name="Tổ 99")
    carry(commune, upper, folder)
    rejecting.reject(upper, [("group", group)], last(upper, "group", group), WHY)
    carry(upper, commune, folder)
    return group


def test_what_was_rejected_stands_as_before_and_says_why(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    group = corrected(commune, upper, tmp_path)
    assert value(commune, "group", group, "name") == value(upper, "group", group, "name") == "Tổ 1"
    (rejection,) = rejecting.find(commune)
    assert (rejection.hit.record, rejection.hit.title, rejection.fields) == (group, "Tổ 1", ("name",))
    assert (rejection.unit, rejection.actor, rejection.reason) == (AN_GIANG.name, upper.user.name, WHY)
    assert not rejection.removed
    assert rejecting.count(commune) == 1
    assert rejecting.find(upper) == []
    entry = history_of(commune, "group", group)[0]
    assert (entry.action, entry.reason) == (REJECT, WHY)


def test_the_unit_corrects_and_sends_again(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    group = corrected(commune, upper, tmp_path)
    edit(commune, "group", group, name="Tổ 9")
    assert rejecting.find(commune) == []
    carry(commune, upper, tmp_path)
    assert value(upper, "group", group, "name") == "Tổ 9"


def test_a_rejected_record_is_brought_back_to_be_corrected(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 99")
    carry(commune, upper, tmp_path)
    rejecting.reject(upper, [("group", group)], last(upper, "group", group), WHY)
    carry(upper, commune, tmp_path)
    (rejection,) = rejecting.find(commune)
    assert rejection.removed
    with commune.reading() as reader:
        row = reader.records.get("group", group)
    assert row is not None
    assert row.standing == "removed"
    rejecting.bring_back(commune, rejection)
    edit(commune, "group", group, name="Tổ 9")
    carry(commune, upper, tmp_path)
    assert value(upper, "group", group, "name") == "Tổ 9"
    assert rejecting.find(commune) == []


def test_who_has_nothing_to_correct_is_told_no_more(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    corrected(commune, upper, tmp_path)
    rejecting.mark_read(commune, rejecting.find(commune)[0])
    assert rejecting.find(commune) == []


def test_it_folds_alike_on_every_computer_in_any_order(
    commune: Workspace, upper: Workspace, second: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    other = computer(make, AN_GIANG, 7)
    acquaint(upper, other)
    group = put(commune, "group", name="Tổ 1")
    carry(commune, second, tmp_path)
    edit(commune, "group", group, name="Tổ 99")
    carry(commune, upper, tmp_path)
    rejecting.reject(upper, [("group", group)], last(upper, "group", group), WHY)
    carry(upper, commune, tmp_path)
    carry(commune, second, tmp_path)
    carry(upper, other, tmp_path)
    assert [value(each, "group", group, "name") for each in (commune, second, upper, other)] == ["Tổ 1"] * 4
    assert commune.file.digest() == second.file.digest()
    assert len(rejecting.find(second)) == 1
    for each in (commune, upper, second, other):
        digest = each.file.digest()
        each.file.rebuild()
        assert each.file.digest() == digest


def test_what_the_unit_wrote_meanwhile_stands_beside_it_and_a_person_chooses(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    edit(commune, "group", group, name="Tổ 99")
    carry(commune, upper, tmp_path)
    rejecting.reject(upper, [("group", group)], last(upper, "group", group), WHY)
    edit(commune, "group", group, name="Tổ 9")
    received = carry(upper, commune, tmp_path)
    assert received.effect.counts["group"].conflicting == 1


def test_a_reason_is_needed_and_only_what_came_from_below_is_rejected(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    carry(commune, upper, tmp_path)
    operation = last(upper, "group", group)
    with pytest.raises(ReasonMissing):
        rejecting.reject(upper, [("group", group)], operation, "  ")
    with pytest.raises(NotBelow):
        rejecting.reject(commune, [("group", group)], operation, WHY)
    assert [each.rejectable for each in history_of(upper, "group", group)] == [True]
    rejecting.reject(upper, [("group", group)], operation, WHY)
    assert [each.rejectable for each in history_of(upper, "group", group)] == [False, False]
    assert [each.rejectable for each in history_of(commune, "group", group)] == [False]
    with pytest.raises(NothingToUndo):
        rejecting.reject(upper, [("group", group)], operation, WHY)


def test_what_is_rejected_is_that_units_alone_to_hear(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 4)
    acquaint(neighbour, upper)
    corrected(commune, upper, tmp_path)
    received = carry(upper, neighbour, tmp_path)
    assert (received.new, received.withheld) == (1, 1)
    assert rejecting.find(neighbour) == []


def test_under_the_word_of_rejecting_nothing_new_is_written(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    carry(commune, upper, tmp_path)
    device, seq = last(upper, "group", group)
    with upper.reading() as reader:
        state = reader.state("group", group)
    assert state is not None
    with upper.change(REJECT, register="group") as change:
        change.intend(Intent("group", group, "name", "Tổ do cấp trên đặt", state.fields["name"].ids))
        change.intend(Intent("group", group, SEEN, {device: seq}))
        change.undoes = (device, seq)
        change.reason = WHY
    refused(commune, sent(upper, NHON_HUNG.code, tmp_path).path, ForeignRecord)


def test_it_takes_the_place_of_nothing_but_the_rejected_change(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    group = put(commune, "group", name="Tổ 1")
    edit(commune, "group", group, note="hoạt động tốt")
    carry(commune, upper, tmp_path)
    with upper.reading() as reader:
        state = reader.state("group", group)
    assert state is not None
    with upper.change(REJECT, register="group") as change:
        change.intend(Intent("group", group, "name", None, state.fields["name"].ids))
        change.undoes = last(upper, "group", group)
        change.reason = WHY
    refused(commune, sent(upper, NHON_HUNG.code, tmp_path).path, ForeignRecord)


def test_a_neighbour_rejects_nothing(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 4)
    acquaint(neighbour, upper)
    group = put(commune, "group", name="Tổ 1")
    carry(commune, upper, tmp_path)
    operation = last(upper, "group", group)
    with upper.reading() as reader:
        state = reader.state("group", group)
    assert state is not None
    with neighbour.change(REJECT, register="group") as change:
        change.intend(Intent("group", group, "name", None, state.fields["name"].ids))
        change.undoes = operation
        change.reason = WHY
    refused(upper, sent(neighbour, AN_GIANG.code, tmp_path).path, ForeignRecord)
