"""One stick for many: whose each bundle is, whom it is for, answers for all, and what was received before."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.bundle.errors import BundleGap
from desktop.services import answers, arrivals, bundle_undo, bundles, holding, past_bundles
from desktop.services.arrivals import Arrival, State
from desktop.services.workspace import Workspace
from desktop.system.errors import FolderGone
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import COMMUNE, UPPER, acquaint, carry, computer, edit, quiet, sent, value
from tests.services.test_holding import packs


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def neighbour(make: WorkspaceMaker) -> Workspace:
    return computer(make, TINH_BIEN, 4)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace, neighbour: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    acquaint(neighbour, made)
    return made


def test_each_file_says_whose_it_is_and_what_can_be_done_with_it(
    commune: Workspace, neighbour: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    stranger = computer(make, NHON_HUNG, 9)
    acquaint(stranger, computer(make, AN_GIANG, 10))
    put(commune, "area", name="Ấp 1")
    first, second = packs(neighbour, upper, tmp_path, 2)
    received = sent(commune, UPPER, tmp_path).path
    bundles.import_bundle(upper, received, quiet)
    with pytest.raises(BundleGap):
        bundles.import_bundle(upper, second, quiet)
    new = sent(commune, UPPER, tmp_path).path
    own = sent(upper, COMMUNE, tmp_path).path
    foreign = sent(stranger, UPPER, tmp_path).path
    torn = tmp_path / "hong.tqb"
    torn.write_bytes(new.read_bytes()[:40])
    none = tmp_path / "khong-phai.tqb"
    none.write_bytes(b"x" * 5000)
    files = [first, second, received, new, own, foreign, torn, none]
    assert arrivals.look_through(upper, files) == [
        Arrival(first, State.NEW, TINH_BIEN.name, (AN_GIANG.name,)),
        Arrival(second, State.WAITING, TINH_BIEN.name, (AN_GIANG.name,)),
        Arrival(received, State.RECEIVED, NHON_HUNG.name, (AN_GIANG.name,), upper.today()),
        Arrival(new, State.NEW, NHON_HUNG.name, (AN_GIANG.name,)),
        Arrival(own, State.OURS, AN_GIANG.name, (NHON_HUNG.name,)),
        Arrival(foreign, State.OTHERS),
        Arrival(torn, State.UNREADABLE),
        Arrival(none, State.UNREADABLE),
    ]
    assert holding.count(upper) == 1


def test_answers_for_all_lie_on_one_stick_and_each_computer_finds_its_own(
    commune: Workspace, neighbour: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    awards = {}
    for each in (commune, neighbour):
        awards[each] = put(each, "award", printed_name="Trần Thị Bình", achievement="tích cực")
        carry(each, upper, tmp_path)
        edit(upper, "award", awards[each], decision_number="12/QĐ")
    stick = tmp_path / "usb"
    stick.mkdir()
    done = answers.write_all(upper, stick, quiet)
    assert (done.error, done.left) == (None, ())
    assert [each.recipient.name for each in done.written] == [NHON_HUNG.name, TINH_BIEN.name]
    files = sorted(stick.iterdir())
    assert [file.name for file in files] == [
        f"an-giang-gui-nhon-hung-{upper.today():%Y%m%d}.tqb",
        f"an-giang-gui-tinh-bien-{upper.today():%Y%m%d}.tqb",
    ]
    for each in (commune, neighbour):
        found = arrivals.look_through(each, files)
        (own,) = [one for one in found if one.state is State.NEW]
        assert [one.state for one in found].count(State.OTHERS) == 1
        bundles.import_bundle(each, own.path, quiet)
        assert value(each, "award", awards[each], "decision_number") == "12/QĐ"
        assert bundles.waiting(each) == bundles.Standing({each.device: 1}, 0, 0, 0)
    again = answers.write_all(upper, stick, quiet)
    assert again.written[0].path.name == f"an-giang-gui-nhon-hung-{upper.today():%Y%m%d}-2.tqb"


def test_what_cannot_be_written_is_told_with_who_is_left(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    assert commune.device
    done = answers.write_all(upper, tmp_path / "da-rut", quiet)
    assert done.written == ()
    assert [each.name for each in done.left] == [NHON_HUNG.name, TINH_BIEN.name]
    assert isinstance(done.error, FolderGone)


def test_the_bundles_that_came_tell_what_became_of_them(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    first = carry(commune, upper, tmp_path)
    put(commune, "area", name="Ấp 2")
    put(commune, "household", head_name="Lê Văn Sang")
    carry(commune, upper, tmp_path)
    bundle_undo.set_aside(upper, first.bundle, quiet)
    told = [(each.station, each.number, each.operations, each.aside) for each in past_bundles.received(upper)]
    assert told == [(NHON_HUNG.name, 2, 1, False), (NHON_HUNG.name, 1, 1, True)]


def test_what_was_merged_by_itself_is_listed_for_a_glance(
    commune: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    second = computer(make, NHON_HUNG, 3)
    acquaint(commune, second)
    person = put(commune, "person", full_name="Trần Thị Bình")
    carry(commune, second, tmp_path)
    edit(commune, "person", person, address="ấp 1")
    edit(second, "person", person, born="1980")
    received = carry(commune, second, tmp_path)
    assert [each.merged for each in past_bundles.received(second)] == [1, 0]
    (merged,) = past_bundles.merged_in(second, received.bundle)
    assert (merged.hit.record, merged.hit.title) == (person, "Trần Thị Bình")
    assert sorted(side.fields for side in merged.sides) == [("address",), ("born",)]
    assert {side.station for side in merged.sides} == {NHON_HUNG.name}
    assert past_bundles.merged_in(second, "x") == []
