"""The round trip: what waits, what was written, what is held elsewhere with its contents, and what is sent again."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.journal.operation import hidden
from desktop.domain.receipts import Taken, grants_of
from desktop.domain.scope import Scope
from desktop.domain.scope_table import Reach
from desktop.services import bundles, devices
from desktop.services.accounts import open_workspace
from desktop.services.history import history_of
from desktop.services.receipts import remember
from desktop.services.views import Passage
from desktop.services.workspace import Workspace
from desktop.store.receipts import HERE, Kept
from tests.bundle.kit import Author, Sent
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, WorkspaceMaker, environment, put
from tests.services.exchange import UPPER, Sealed, acquaint, carry, computer, edit, quiet, sent, value


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def commune(make: WorkspaceMaker, clock: FakeClock) -> Workspace:
    return make(NHON_HUNG, around=environment(clock, seed=1, machine="may-1")).workspace


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


@pytest.fixture
def second(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    """Another computer of the commune."""
    made = computer(make, NHON_HUNG, 3)
    acquaint(commune, made)
    return made


def waits(workspace: Workspace) -> tuple[int, int]:
    """(never written, written and not acknowledged)."""
    standing = bundles.waiting(workspace)
    assert standing is not None
    return standing.pending, standing.unconfirmed


def way(workspace: Workspace, register: str, record: str) -> tuple[Passage, ...]:
    return history_of(workspace, register, record)[0].passages


def taken_back(workspace: Workspace, kept: Path, folder: Path, seed: int) -> Workspace:
    """A copy of the folder, opened on another machine: it takes a new identity."""
    shutil.copytree(kept, folder)
    around = environment(seed=seed, machine=f"máy {seed}")
    return open_workspace(folder, workspace.user.id, PASSWORD, around)


# Pending, written, acknowledged


def test_a_change_waits_is_written_and_is_acknowledged(
    commune: Workspace, upper: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    assert waits(commune) == (1, 0)
    assert way(commune, "area", area) == (Passage(AN_GIANG.name, None, None),)
    written = commune.now()
    stick = sent(commune, UPPER, tmp_path).path
    assert waits(commune) == (0, 1)
    put(commune, "area", name="Ấp 2")
    assert waits(commune) == (1, 1)
    clock.advance(timedelta(days=2))
    bundles.import_bundle(upper, stick, quiet)
    assert waits(commune) == (1, 1)
    carry(upper, commune, tmp_path)
    assert waits(commune) == (1, 0)
    assert way(commune, "area", area) == (Passage(AN_GIANG.name, written, commune.now(), acknowledged=1),)


def test_what_is_written_again_keeps_the_day_on_which_it_first_was(
    commune: Workspace, upper: Workspace, clock: FakeClock, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    first = commune.now()
    sent(commune, UPPER, tmp_path)
    clock.advance(timedelta(days=2))
    put(commune, "area", name="Ấp 2")
    sent(commune, UPPER, tmp_path)
    assert [each.written_on for each in way(commune, "area", area)] == [first]


def test_what_does_not_go_to_the_upper_level_is_on_no_way(commune: Workspace, upper: Workspace) -> None:
    household = put(commune, "household", head_name="Lê Văn Sang")
    assert upper.device
    assert way(commune, "household", household) == ()


def test_a_change_of_another_unit_is_on_no_way_of_ours(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    area = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    assert way(upper, "area", area) == ()


def test_a_decision_of_the_upper_level_is_acknowledged_by_its_unit(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    award = put(commune, "award", printed_name="Trần Thị Bình", achievement="tích cực")
    carry(commune, upper, tmp_path)
    edit(upper, "award", award, decision_number="12/QĐ")
    written = upper.now()
    carry(upper, commune, tmp_path)
    carry(commune, upper, tmp_path)
    assert way(upper, "award", award) == (Passage(NHON_HUNG.name, written, upper.now(), acknowledged=1),)


# What counts


def test_an_upper_level_restored_from_a_copy_gets_again_what_it_lost(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    first = put(commune, "area", name="Ấp 1")
    carry(commune, upper, tmp_path)
    shutil.copytree(upper.folder, tmp_path / "ban-sao")
    lost = [put(commune, "area", name=f"Ấp mới {number}") for number in range(60)]
    carry(commune, upper, tmp_path)
    carry(upper, commune, tmp_path)
    assert waits(commune) == (0, 0)
    restored = taken_back(upper, tmp_path / "ban-sao", tmp_path / "khoi-phuc", 9)
    assert value(restored, "area", lost[0], "name") is None
    carry(restored, commune, tmp_path)
    assert waits(commune) == (0, 60)
    assert [each.acknowledged_on for each in way(commune, "area", lost[0])] == [None]
    assert [each.acknowledged for each in way(commune, "area", first)] == [1]
    carry(commune, restored, tmp_path)
    assert value(restored, "area", lost[59], "name") == "Ấp mới 59"
    assert restored.file.digest() == upper.file.digest()
    carry(restored, commune, tmp_path)
    assert waits(commune) == (0, 0)
    restored.close()


def test_the_computer_that_holds_least_counts_and_one_may_tell_for_the_other(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    other = computer(make, AN_GIANG, 5)
    acquaint(commune, other)
    acquaint(upper, other)
    carry(commune, upper, tmp_path)
    carry(upper, commune, tmp_path)
    assert waits(commune) == (0, 1)
    carry(upper, other, tmp_path)
    carry(other, upper, tmp_path)
    carry(upper, commune, tmp_path)
    assert waits(commune) == (0, 0)


def test_a_chain_that_came_without_its_contents_is_not_acknowledged(
    commune: Workspace, upper: Workspace, second: Workspace, tmp_path: Path
) -> None:
    areas = [put(second, "area", name=f"Ấp {number}") for number in range(3)]
    carry(second, commune, tmp_path)
    with commune.file.writing() as writer:
        # As if it had come by one who may have less.
        held = writer.journal.operation(second.device, 2)
        kept = writer.receipts.get(HERE, second.device)
        assert held is not None
        assert kept is not None
        leaves = [held.leaves[0], *(hidden(leaf) for leaf in held.leaves[1:])]
        writer.journal.replace(held.with_leaves(leaves))
        digest = writer.journal.hash_at(second.device, 1)
        assert digest is not None
        writer.receipts.put(kept._replace(taken=kept.taken.up_to(1), hash=digest))
    acquaint(second, upper)
    carry(commune, upper, tmp_path)
    assert value(upper, "area", areas[1], "name") is None
    carry(upper, second, tmp_path)
    assert sum(waits(second)) == 2
    carry(second, upper, tmp_path)
    assert value(upper, "area", areas[1], "name") == "Ấp 1"
    carry(upper, second, tmp_path)
    assert sum(waits(second)) == 0


def test_what_is_given_more_of_is_sent_again_from_there(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    put(commune, "group", name="Tổ 1")
    put(commune, "area", name="Ấp 2")
    carry(commune, upper, tmp_path)
    carry(upper, commune, tmp_path)
    assert waits(commune) == (0, 0)
    everything_but = {each.name: Reach.ROWS for each in commune.registry if each.name != "group"}
    with commune.file.writing() as writer:
        # As if the last bundles had been written by a table that did not give groups.
        mark = remember(writer, grants_of(Scope("former", everything_but)))
        kept = writer.receipts.get(upper.device, commune.device)
        assert kept is not None
        writer.receipts.put(kept._replace(taken=Taken(((3, mark),))))
    assert waits(commune) == (0, 2)
    received = carry(commune, upper, tmp_path)
    assert (received.new, received.already) == (0, 3)
    carry(upper, commune, tmp_path)
    assert waits(commune) == (0, 0)


def test_another_chain_than_ours_proves_nothing(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    put(commune, "area", name="Ấp 1")
    with commune.file.writing() as writer:
        everything = Taken(((1, "*"),))
        writer.receipts.put(Kept(upper.device, commune.device, everything, "f" * 64, "2026-11-22", ()))
    assert waits(commune) == (1, 0)


def test_nobody_else_speaks_for_the_upper_level(
    commune: Workspace, upper: Workspace, second: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    with second.file.writing() as writer:
        writer.receipts.put(
            Kept(upper.device, commune.device, Taken(((1, "*"),)), "f" * 64, "2026-11-22T08:00:00+07:00", ())
        )
    carry(second, commune, tmp_path)
    assert waits(commune) == (1, 0)


def test_what_an_older_version_said_that_it_holds_counts(commune: Workspace, tmp_path: Path) -> None:
    put(commune, "area", name="Ấp 1")
    above = Author("upper", AN_GIANG.code, AN_GIANG.name, "upper")
    devices.confirm(commune, devices.import_key_file(commune, above.key_file.to_bytes()))
    with commune.reading() as reader:
        tip = reader.journal.tip(commune.device)
    answer = Sent(above, (Sealed(commune),), held={commune.device: (tip.seq, tip.hash)})
    bundles.import_bundle(commune, answer.write(tmp_path / "a"), quiet)
    assert waits(commune) == (0, 0)
