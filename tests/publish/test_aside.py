"""What the upper level has set aside counts on the server as in its file, also where the bundles come from a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import bundle_undo, bundles
from desktop.services.publishing import publish_bundles
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.publish.served import asked, conflicts, expected_tables, publish, quiet, tables
from tests.services.exchange import UPPER, acquaint, computer, edit, sent
from tests.store import looking


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


@pytest.fixture
def sticks(tmp_path: Path) -> Path:
    folder = tmp_path / "goi"
    folder.mkdir()
    return folder


def received(commune: Workspace, upper: Workspace, sticks: Path) -> str:
    """The id of a bundle that the upper level has taken in, and that lies in the folder."""
    return bundles.import_bundle(upper, sent(commune, UPPER, sticks).path, quiet).bundle


def assert_counts_as_in_file(upper: Workspace, address: str, sticks: Path) -> None:
    assert publish_bundles(upper, address, sticks, quiet).waiting == ()
    held = expected_tables(upper)
    assert tables(address, upper.registry) == {
        place: row for place, row in held.items() if row["@station"] != UPPER
    }
    assert conflicts(address) == looking.conflicts(upper)


def test_what_went_up_and_was_set_aside_afterwards_counts_no_more_and_counts_again(
    commune: Workspace, upper: Workspace, sticks: Path, address: str
) -> None:
    area = put(commune, "area", name="Ấp 1")
    received(commune, upper, sticks)
    edit(commune, "area", area, name="Ấp Một")
    put(commune, "group", name="Tổ 1", area=area)
    bundle = received(commune, upper, sticks)
    assert_counts_as_in_file(upper, address, sticks)
    bundle_undo.set_aside(upper, bundle, quiet)
    assert_counts_as_in_file(upper, address, sticks)
    assert asked(address, "SELECT name FROM area") == [("Ấp 1",)]
    assert asked(address, 'SELECT name FROM "group"') == []
    bundle_undo.take_again(upper, bundle, quiet)
    assert_counts_as_in_file(upper, address, sticks)
    assert asked(address, "SELECT name FROM area") == [("Ấp Một",)]


def test_what_was_set_aside_before_it_goes_up_does_not_count(
    commune: Workspace, upper: Workspace, sticks: Path, address: str
) -> None:
    area = put(commune, "area", name="Ấp 1")
    received(commune, upper, sticks)
    edit(commune, "area", area, name="Ấp Một")
    bundle_undo.set_aside(upper, received(commune, upper, sticks), quiet)
    assert_counts_as_in_file(upper, address, sticks)
    publish(upper, address)
    assert_counts_as_in_file(upper, address, sticks)


def test_what_only_the_folder_has_and_builds_on_it_goes_aside_with_it(
    commune: Workspace, upper: Workspace, sticks: Path, address: str
) -> None:
    group = put(commune, "group", name="Tổ 1")
    first = received(commune, upper, sticks)
    bundle_undo.set_aside(upper, first, quiet)
    edit(commune, "group", group, note="hoạt động tốt")
    put(commune, "area", name="Ấp 1")
    later = sent(commune, UPPER, sticks)
    publish_bundles(upper, address, sticks, quiet)
    assert asked(address, 'SELECT name FROM "group"') == []
    assert asked(address, "SELECT name FROM area") == [("Ấp 1",)]
    # Taken again before the file has got what was built on it.
    bundle_undo.take_again(upper, first, quiet)
    publish_bundles(upper, address, sticks, quiet)
    assert asked(address, 'SELECT name, note FROM "group"') == [("Tổ 1", "hoạt động tốt")]
    bundles.import_bundle(upper, later.path, quiet)
    assert_counts_as_in_file(upper, address, sticks)


def test_what_comes_again_does_not_take_its_mark_away(
    commune: Workspace, upper: Workspace, sticks: Path, address: str, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    bundle_undo.set_aside(upper, received(commune, upper, sticks), quiet)
    publish_bundles(upper, address, sticks, quiet)
    # Not acknowledged, so the same operations go once more.
    again = tmp_path / "lai"
    again.mkdir()
    put(commune, "area", name="Ấp 2")
    sent(commune, UPPER, again)
    publish_bundles(upper, address, again, quiet)
    assert asked(address, "SELECT name FROM area") == [("Ấp 2",)]


def test_what_another_upper_level_has_set_aside_is_left_to_it(
    commune: Workspace, upper: Workspace, sticks: Path, address: str, make: WorkspaceMaker, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    bundle_undo.set_aside(upper, received(commune, upper, sticks), quiet)
    publish_bundles(upper, address, sticks, quiet)
    nobody = tmp_path / "trong"
    nobody.mkdir()
    publish_bundles(computer(make, AN_GIANG, 5), address, nobody, quiet)
    assert asked(address, "SELECT name FROM area") == []
