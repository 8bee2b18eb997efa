"""Two copies of one computer that went on writing: nothing of either is lost, and nothing stands twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.bundle.errors import BundleForked
from desktop.domain.access import Role
from desktop.domain.fields import SEEN
from desktop.domain.journal.operation import Operation, Whole
from desktop.services import bundles, conflicts, devices, erasing, forks, registers
from desktop.services.accounts import open_workspace
from desktop.services.audit_proof import prove_register
from desktop.services.backup_files import Reason
from desktop.services.backups import make_copy
from desktop.services.forks import Fork, ForkGone, Waiting
from desktop.services.workspace import Workspace
from tests.kit.workspaces import (
    AN_GIANG,
    NHON_HUNG,
    PASSWORD,
    WorkspaceMaker,
    environment,
    make_workspace,
    put,
)
from tests.services.exchange import UPPER, acquaint, carry, computer, edit, marks, quiet, sent, value


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


def twin_of(commune: Workspace, folder: Path, seed: int = 11) -> Workspace:
    """The whole folder copied, to a machine that says it is the same one: the copy takes no name of its own."""
    shutil.copytree(commune.folder, folder)
    around = environment(seed=seed, machine=commune.environment.machine)
    twin = open_workspace(folder, commune.user.id, PASSWORD, around)
    assert twin.device == commune.device
    return twin


@pytest.fixture
def twin(commune: Workspace, upper: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the commune's folder, made when the upper level had all of it."""
    put(commune, "area", name="Ấp 0")
    carry(commune, upper, tmp_path)
    made = twin_of(commune, tmp_path / "ban-sao")
    yield made
    made.close()


def names(workspace: Workspace) -> list[str]:
    """The areas as they stand in the register, each as often as it stands there."""
    with workspace.reading() as reader:
        rows = reader.connection.execute('SELECT name FROM area WHERE "@standing" = 0 ORDER BY name')
        return [row[0] for row in rows]


def refuse(upper: Workspace, twin: Workspace, folder: Path) -> None:
    with pytest.raises(BundleForked):
        bundles.import_bundle(upper, sent(twin, UPPER, folder).path, quiet)


def only(workspace: Workspace) -> Waiting:
    (found,) = forks.find(workspace)
    return found


def heal(workspace: Workspace) -> None:
    found = only(workspace)
    assert found.own
    forks.heal(workspace, found.fork)


def test_both_branches_end_at_the_upper_level_once_each(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    here, there = put(commune, "area", name="Ấp 1"), put(twin, "area", name="Ấp 2")
    edit(twin, "area", there, name="Ấp Hai")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    assert (only(upper).own, only(upper).operations) == (False, 1)
    carry(upper, twin, tmp_path)
    assert (only(twin).own, only(twin).operations) == (True, 2)
    heal(twin)
    assert (forks.find(twin), twin.device != commune.device) == ([], True)
    received = carry(twin, upper, tmp_path)
    assert received.new == 2
    assert names(upper) == ["Ấp 0", "Ấp 1", "Ấp Hai"]
    assert [value(upper, "area", each, "name") for each in (here, there)] == ["Ấp 1", "Ấp Hai"]
    assert conflicts.find(upper).elsewhere == 0
    assert forks.find(upper) == []


def test_the_copy_that_was_accepted_is_not_asked_anything_and_goes_on(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    put(twin, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    answer = sent(upper, NHON_HUNG.code, tmp_path).path
    for each in (commune, twin):
        bundles.import_bundle(each, answer, quiet)
    assert forks.find(commune) == []
    heal(twin)
    carry(twin, upper, tmp_path)
    put(commune, "area", name="Ấp 3")
    carry(commune, upper, tmp_path)
    assert names(upper) == ["Ấp 0", "Ấp 1", "Ấp 2", "Ấp 3"]
    # Both are there and both are written for.
    assert devices.recipient(upper, NHON_HUNG.code).devices == tuple(sorted((commune.device, twin.device)))
    for each in (commune, twin):
        carry(upper, each, tmp_path)


def test_afterwards_the_two_are_two_computers_of_one_unit(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    put(twin, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    carry(upper, twin, tmp_path)
    heal(twin)
    devices.confirm(commune, devices.import_key_file(commune, devices.export_key_file(twin)))
    carry(commune, twin, tmp_path)
    carry(twin, commune, tmp_path)
    assert names(commune) == names(twin) == ["Ấp 0", "Ấp 1", "Ấp 2"]
    assert commune.file.digest() == twin.file.digest()


def test_the_same_change_in_both_is_a_choice_and_nothing_is_lost(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    with commune.reading() as reader:
        ((_, area),) = reader.journal.records("area")
    edit(commune, "area", area, name="Ấp Đông")
    edit(twin, "area", area, name="Ấp Tây")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    carry(upper, twin, tmp_path)
    heal(twin)
    carry(twin, upper, tmp_path)
    assert marks(upper, "area", area) == {"name": "conflict"}
    assert conflicts.find(upper).elsewhere == 1


def test_tables_made_anew_after_healing_are_the_same(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    group = put(twin, "group", name="Tổ 1")
    registers.retire(twin, "group", group, "giải thể", twin.today())
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    carry(upper, twin, tmp_path)
    heal(twin)
    digest = twin.file.digest()
    twin.file.rebuild()
    assert twin.file.digest() == digest
    with twin.reading() as reader:
        assert reader.records.get("group", group) is not None
        assert reader.journal.tip(commune.device).seq == 1


def test_what_was_erased_in_the_branch_stays_erased_and_the_other_branch_whole(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    here = put(commune, "area", name="Ấp 1", note="giữ")
    there = put(twin, "area", name="Ấp 2", note="XOA-MAI")
    erasing.erase_record(twin, "area", there, ["note"], "theo yêu cầu")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    carry(upper, twin, tmp_path)
    heal(twin)
    carry(twin, upper, tmp_path)
    assert marks(upper, "area", there) == marks(twin, "area", there) == {"note": "erased"}
    assert (marks(upper, "area", here), value(upper, "area", here, "note")) == ({}, "giữ")


def test_a_file_that_is_opened_again_keeps_its_new_name(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    put(twin, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    carry(upper, twin, tmp_path)
    heal(twin)
    put(twin, "area", name="Ấp 3")
    twin.close()
    again = open_workspace(twin.folder, twin.user.id, PASSWORD, twin.environment)
    assert again.device == twin.device
    carry(again, upper, tmp_path)
    assert names(upper) == ["Ấp 0", "Ấp 1", "Ấp 2", "Ấp 3"]
    again.close()


def test_a_file_put_back_whole_finds_out_before_it_writes(
    twin: Workspace, commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    silent = twin_of(twin, tmp_path / "khac", seed=12)
    put(commune, "area", name="Ấp 1")
    put(twin, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    carry(upper, silent, tmp_path)
    assert (only(silent).own, only(silent).operations) == (True, 0)
    heal(silent)
    put(silent, "area", name="Ấp 3")
    carry(silent, upper, tmp_path)
    assert names(upper) == ["Ấp 0", "Ấp 1", "Ấp 3"]
    silent.close()


def test_a_third_computer_of_the_unit_brings_it_to_light_too(
    commune: Workspace, twin: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    third = computer(make, NHON_HUNG, 5)
    for each in (commune, twin):
        devices.confirm(each, devices.import_key_file(each, devices.export_key_file(third)))
    devices.confirm(third, devices.import_key_file(third, devices.export_key_file(commune)))
    put(commune, "area", name="Ấp 1")
    put(twin, "area", name="Ấp 2")
    carry(commune, third, tmp_path)
    with pytest.raises(BundleForked):
        carry(third, twin, tmp_path)
    heal(twin)
    carry(twin, third, tmp_path)
    carry(third, twin, tmp_path)
    assert names(twin) == names(third) == ["Ấp 0", "Ấp 1", "Ấp 2"]
    assert twin.file.digest() == third.file.digest()


def test_a_third_computer_that_held_the_refused_branch_lets_it_go_when_it_comes_under_the_new_name(
    commune: Workspace, twin: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    third = computer(make, NHON_HUNG, 5)
    acquaint(third, upper)
    for each in (commune, twin):
        devices.confirm(each, devices.import_key_file(each, devices.export_key_file(third)))
    devices.confirm(third, devices.import_key_file(third, devices.export_key_file(commune)))
    put(commune, "area", name="Ấp 1")
    there = put(twin, "area", name="Ấp 2")
    edit(twin, "area", there, name="Ấp Hai")
    carry(commune, upper, tmp_path)
    carry(twin, third, tmp_path)
    refuse(upper, third, tmp_path)
    carry(upper, twin, tmp_path)
    heal(twin)
    carry(twin, third, tmp_path)
    with third.reading() as reader:
        assert reader.journal.tip(commune.device).seq == 1
    edit(third, "area", there, name="Ấp Hai B")
    carry(third, upper, tmp_path)
    carry(commune, third, tmp_path)
    assert names(third) == names(upper) == ["Ấp 0", "Ấp 1", "Ấp Hai B"]
    assert (conflicts.count(third), forks.find(third), forks.find(upper)) == (0, [], [])
    digest = third.file.digest()
    third.file.rebuild()
    assert third.file.digest() == digest


def test_what_did_not_come_under_the_new_name_is_not_let_go(
    commune: Workspace, twin: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    third = computer(make, NHON_HUNG, 5)
    for each in (commune, twin):
        devices.confirm(each, devices.import_key_file(each, devices.export_key_file(third)))
    devices.confirm(third, devices.import_key_file(third, devices.export_key_file(commune)))
    put(commune, "area", name="Ấp 1")
    put(twin, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    carry(commune, third, tmp_path)
    refuse(upper, twin, tmp_path)
    carry(upper, twin, tmp_path)
    heal(twin)
    carry(twin, third, tmp_path)
    assert names(third) == ["Ấp 0", "Ấp 1", "Ấp 2"]


def test_the_copy_that_stays_keeps_its_branch_though_both_wrote_the_same_in_one_second(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    with commune.reading() as reader:
        ((_, area),) = reader.journal.records("area")
    for each in (commune, twin):
        edit(each, "area", area, note="như nhau")
    put(twin, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    carry(upper, twin, tmp_path)
    heal(twin)
    devices.confirm(commune, devices.import_key_file(commune, devices.export_key_file(twin)))
    carry(commune, twin, tmp_path)
    carry(twin, commune, tmp_path)
    with commune.reading() as reader:
        assert reader.journal.tip(commune.device).seq == 2
    assert (value(commune, "area", area, "note"), conflicts.count(commune)) == ("như nhau", 0)
    assert commune.file.digest() == twin.file.digest()


def test_the_power_may_fail_after_the_new_name_was_taken(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    put(twin, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    carry(upper, twin, tmp_path)
    # On another machine the file takes another name by itself; the branch still stands under the old one.
    twin.close()
    again = open_workspace(twin.folder, twin.user.id, PASSWORD, environment(seed=13, machine="may-khac"))
    put(again, "area", name="Ấp 3")
    refuse(upper, again, tmp_path)
    named = again.device
    heal(again)
    assert again.device == named
    carry(again, upper, tmp_path)
    assert names(upper) == ["Ấp 0", "Ấp 1", "Ấp 2", "Ấp 3"]
    again.close()


def test_a_fork_is_healed_once_and_by_its_own_computer(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    put(twin, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    with pytest.raises(ForkGone):
        forks.heal(upper, only(upper).fork)
    carry(upper, twin, tmp_path)
    fork = only(twin).fork
    forks.heal(twin, fork)
    with pytest.raises(ForkGone):
        forks.heal(twin, fork)


def test_a_fork_that_somebody_makes_up_is_not_believed(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    for number in range(3):
        put(commune, "area", name=f"Ấp {number}")
    carry(commune, upper, tmp_path)
    with upper.file.writing() as writer:
        common = writer.journal.hash_at(commune.device, 1)
        assert common is not None
        forks.note(writer, Fork(commune.device, 1, common, "2026-11-20T08:00:00+07:00"))
        # Another end than the one the commune signed.
        _, _, signature = writer.journal.last_head(commune.device) or (0, "", "")
        writer.journal.add_head(commune.device, 4, "f" * 64, signature)
    carry(upper, commune, tmp_path)
    assert forks.find(commune) == []


def test_a_role_that_receives_nothing_is_told_of_no_fork(
    commune: Workspace, twin: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    put(twin, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    refuse(upper, twin, tmp_path)
    assert forks.count(upper) == 1
    upper.user = replace(upper.user, role=Role.JUSTICE)
    assert forks.count(upper) == 0


steps = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["create", "edit", "edit base", "retire"]), st.integers(0, 99)),
    min_size=1,
    max_size=8,
)


def act(workspace: Workspace, verb: str, number: int) -> None:
    with workspace.reading() as reader:
        areas = [record for _, record in reader.journal.records("area")]
    if verb == "create":
        put(workspace, "area", name=f"Ấp {number}")
    elif verb == "retire":
        registers.retire(workspace, "area", areas[number % len(areas)], "lý do", workspace.today())
    else:
        record = areas[0] if verb == "edit base" else areas[number % len(areas)]
        edit(workspace, "area", record, note=f"ghi chú {number}")


def written(workspace: Workspace, device: str, first: int = 1) -> list[object]:
    """What each operation says, whatever it is called: who, when, and every value."""
    with workspace.reading() as reader:
        return [
            (
                operation.meta(),
                sorted((leaf.record, leaf.field, str(leaf.value)) for leaf in _told(operation)),
            )
            for operation in reader.journal.operations(device, first)
        ]


def _told(operation: Operation) -> list[Whole]:
    leaves = [leaf for _, leaf in operation.changes()]
    return [leaf for leaf in leaves if isinstance(leaf, Whole) and leaf.field != SEEN]


@given(steps)
@settings(max_examples=5, deadline=None)
def test_whatever_both_wrote_ends_everywhere_once(
    tmp_path_factory: pytest.TempPathFactory, some: list[tuple[bool, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("fork")
    commune = make_workspace(folder / "1", NHON_HUNG, around=environment(seed=1)).workspace
    upper = make_workspace(folder / "2", AN_GIANG, around=environment(seed=2)).workspace
    acquaint(commune, upper)
    put(commune, "area", name="Ấp 0")
    carry(commune, upper, folder)
    twin = twin_of(commune, folder / "3")
    old = commune.device
    for here, verb, number in [*some, (True, "create", 1), (False, "create", 2)]:
        act(commune if here else twin, verb, number)
    branch = written(twin, old, first=2)
    carry(commune, upper, folder)
    refuse(upper, twin, folder)
    carry(upper, twin, folder)
    heal(twin)
    carry(twin, upper, folder)
    assert written(twin, twin.device) == branch
    devices.confirm(commune, devices.import_key_file(commune, devices.export_key_file(twin)))
    carry(commune, twin, folder)
    carry(twin, commune, folder)
    assert commune.file.digest() == twin.file.digest()
    assert len(written(upper, old)) + len(written(upper, twin.device)) == len(written(commune, old)) + len(
        branch
    )
    areas = "SELECT id, name, note FROM area ORDER BY id"
    with commune.reading() as mine, upper.reading() as theirs:
        assert mine.connection.execute(areas).fetchall() == theirs.connection.execute(areas).fetchall()
    for each in (commune, twin, upper):
        each.close()


def test_a_healed_register_and_those_that_let_a_branch_go_prove_sound(
    commune: Workspace, twin: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    third = computer(make, NHON_HUNG, 5)
    acquaint(third, upper)
    for each in (commune, twin):
        devices.confirm(each, devices.import_key_file(each, devices.export_key_file(third)))
    devices.confirm(third, devices.import_key_file(third, devices.export_key_file(commune)))
    put(commune, "area", name="Ấp 1")
    there = put(twin, "area", name="Ấp 2", note="XOA-MAI")
    erasing.erase_record(twin, "area", there, ["note"], "theo yêu cầu")
    carry(commune, upper, tmp_path)
    carry(twin, third, tmp_path)
    # Copies of before still hold the branch that is taken out.
    make_copy(twin, Reason.ASKED, quiet)
    make_copy(third, Reason.ASKED, quiet)
    refuse(upper, third, tmp_path)
    carry(upper, twin, tmp_path)
    heal(twin)
    carry(twin, third, tmp_path)
    carry(commune, third, tmp_path)
    carry(third, upper, tmp_path)
    for each in (commune, twin, upper, third):
        assert prove_register(each, quiet).findings == ()
