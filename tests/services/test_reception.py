"""Sticks and folders taken in without a click: the clean ones, the others, and what is written back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.board import Chip
from desktop.domain.reporting import ReportState
from desktop.services import board, bundles, reception, reception_queue, report_answers, reports
from desktop.services.reception import Fate, Sitting
from desktop.services.workspace import Workspace
from tests.kit.reporting import hold_events, sent_report, signed_report
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, edit, everything, quiet, sent, value
from tests.services.test_holding import packs


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def plugged_in(upper: Workspace, stick: Path) -> Sitting:
    return reception.receive_all(upper, stick, "USB đỏ", stick=True, progress=quiet)


def codes(workspace: Workspace) -> list[str]:
    return [each.code for each in reception_queue.waiting(workspace)]


def answer_on(stick: Path, commune: Workspace) -> Path:
    """The one bundle on the stick that was not there before."""
    return next(each for each in stick.glob("*.tqb") if each.name.startswith("an-giang-gui-nhon-hung"))


def test_a_clean_stick_is_taken_and_answered(commune: Workspace, upper: Workspace, stick: Path) -> None:
    record = signed_report(commune)
    sent(commune, AN_GIANG.code, stick)
    sitting = plugged_in(upper, stick)
    (only,) = sitting.outcomes
    assert (only.fate, only.unit, only.answered) == (Fate.RECEIVED, NHON_HUNG.name, True)
    assert only.period == board.due_period(upper)
    assert board.board(upper, board.due_period(upper)).rows[0].cells[-1].chip is Chip.RECEIVED
    bundles.import_bundle(commune, answer_on(stick, commune), quiet)
    assert reports.report(commune, record).state is ReportState.RECEIVED
    assert codes(upper) == []


def test_the_same_stick_again_is_no_work(commune: Workspace, upper: Workspace, stick: Path) -> None:
    put(commune, "area", name="Ấp 1")
    sent(commune, AN_GIANG.code, stick)
    plugged_in(upper, stick)
    before = everything(upper)
    sitting = plugged_in(upper, stick)
    assert [each.fate for each in sitting.outcomes] == [Fate.BEFORE]
    assert everything(upper) == before


def test_nothing_but_bundles_is_opened(commune: Workspace, upper: Workspace, stick: Path) -> None:
    sent(commune, AN_GIANG.code, stick)
    for name in ("autorun.inf", "Báo cáo.lnk", "usb.tqb.exe", "virus.vbs"):
        (stick / name).write_bytes(b"MZ")
        (stick / name).chmod(0)
    (stick / "thu-muc.tqb").mkdir()
    before = {each.name for each in stick.iterdir()}
    sitting = plugged_in(upper, stick)
    assert [each.fate for each in sitting.outcomes] == [Fate.RECEIVED]
    assert before < {each.name for each in stick.iterdir()}


def test_a_bundle_that_is_none_waits_for_a_person_and_the_others_go_on(
    commune: Workspace, upper: Workspace, stick: Path
) -> None:
    (stick / "hong.tqb").write_bytes(b"PK" + bytes(200))
    sent(commune, AN_GIANG.code, stick)
    sitting = plugged_in(upper, stick)
    assert sorted(each.fate.value for each in sitting.outcomes) == ["received", "waits"]
    (item,) = reception_queue.waiting(upper)
    assert (item.file, item.unit) == ("hong.tqb", "")
    plugged_in(upper, stick)
    assert reception_queue.count(upper) == 1
    reception_queue.done(upper, item)
    assert reception_queue.waiting(upper) == []


def test_a_stranger_waits(upper: Workspace, make: WorkspaceMaker, stick: Path) -> None:
    stranger = computer(make, TINH_BIEN, 9)
    acquaint(stranger, computer(make, AN_GIANG, 8))
    sent(stranger, AN_GIANG.code, stick)
    assert [each.fate for each in plugged_in(upper, stick).outcomes] == [Fate.WAITS]
    assert codes(upper) in (["bundle_for_others"], ["bundle_unknown_sender"])


def test_a_gap_waits_and_is_closed_by_what_was_missing(
    commune: Workspace, upper: Workspace, stick: Path, tmp_path: Path
) -> None:
    first, second, third = packs(commune, upper, tmp_path, 3)
    bundles.import_bundle(upper, first, quiet)
    shutil.copy(third, stick)
    sitting = plugged_in(upper, stick)
    assert [(each.fate, each.answered) for each in sitting.outcomes] == [(Fate.WAITS, True)]
    assert codes(upper) == ["bundle_packs_missing"]
    cell = board.board(upper, board.due_period(upper)).rows[0].cells[-1]
    assert (cell.chip, cell.number) == (Chip.GAP, 2)
    (stick / third.name).unlink()
    shutil.copy(second, stick)
    assert [each.fate for each in plugged_in(upper, stick).outcomes] == [Fate.RECEIVED]
    assert codes(upper) == []
    assert board.board(upper, board.due_period(upper)).rows[0].cells[-1].chip is Chip.LATE


def test_a_conflict_is_not_taken_in_and_its_bundle_is_kept(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, stick: Path, tmp_path: Path
) -> None:
    second = computer(make, NHON_HUNG, 5)
    acquaint(commune, second)
    acquaint(second, upper)
    area = put(commune, "area", name="Ấp 1")
    carry(commune, second, tmp_path)
    carry(commune, upper, tmp_path)
    edit(commune, "area", area, name="Ấp Đông")
    edit(second, "area", area, name="Ấp Tây")
    carry(second, upper, tmp_path)
    path = sent(commune, AN_GIANG.code, stick).path
    sitting = plugged_in(upper, stick)
    assert [each.code for each in sitting.waits] == ["conflict"]
    assert value(upper, "area", area, "name") == "Ấp Tây"
    (item,) = reception_queue.waiting(upper)
    assert Path(item.path).read_bytes() == path.read_bytes()
    assert Path(item.path).parent.parent == upper.folder
    path.unlink()
    bundles.import_bundle(upper, Path(item.path), quiet)


def test_a_stick_that_cannot_be_written_is_received_and_its_answer_waits(
    commune: Workspace, upper: Workspace, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(commune, "area", name="Ấp 1")
    sent(commune, AN_GIANG.code, stick)
    full = shutil.disk_usage(stick)._replace(free=0)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _path: full)
        sitting = plugged_in(upper, stick)
    assert [(each.fate, each.answered) for each in sitting.outcomes] == [(Fate.RECEIVED, False)]
    assert sitting.unanswered == (NHON_HUNG.name,)
    assert reception_queue.answers(upper) == [(NHON_HUNG.code, NHON_HUNG.name)]
    # The same stick, or the next one, takes the answer along although it brings nothing new.
    assert [each.fate for each in plugged_in(upper, stick).outcomes] == [Fate.BEFORE]
    assert answer_on(stick, commune).exists()
    assert reception_queue.answers(upper) == []


def test_many_units_on_one_stick_each_get_their_answer(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, stick: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 3)
    acquaint(upper, neighbour)
    for each in (commune, neighbour):
        hold_events(each, 1)
        sent_report(each)
        sent(each, AN_GIANG.code, stick)
    sitting = plugged_in(upper, stick)
    assert {(each.unit, each.answered) for each in sitting.received} == {
        (NHON_HUNG.name, True),
        (TINH_BIEN.name, True),
    }
    for each in (commune, neighbour):
        taken = 0
        for path in stick.glob("an-giang*.tqb"):
            try:
                bundles.import_bundle(each, path, quiet)
                taken += 1
            except Exception:  # noqa: BLE001 - it is the other one's
                continue
        assert taken == 1


def test_a_folder_of_thirty_files_is_taken_in_their_order(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "den"
    folder.mkdir()
    for number in range(30):
        put(commune, "area", name=f"Ấp {number}")
        sent(commune, AN_GIANG.code, folder)
    found = reception.new_files(folder, ())
    assert len(found) == 30
    paths = [each[0] for each in found]
    sitting = reception.receive_all(upper, folder, "den", stick=False, only=paths, progress=quiet)
    assert {each.fate for each in sitting.outcomes} <= {Fate.RECEIVED, Fate.BEFORE}
    assert len(sitting.outcomes) == 30
    assert len(list((folder / reception.ANSWERS).glob("*.tqb"))) == 1
    assert reception.new_files(folder, found) == []


def test_a_stick_pulled_out_while_it_is_read_leaves_nothing(
    commune: Workspace, upper: Workspace, stick: Path
) -> None:
    for number in range(5):
        put(commune, "area", name=f"Ấp {number}")
    sent(commune, AN_GIANG.code, stick)
    before = everything(upper)

    def pull(_done: int, _total: int) -> None:
        shutil.rmtree(stick, ignore_errors=True)

    sitting = reception.receive_all(upper, stick, "USB đỏ", stick=True, progress=pull)
    assert (sitting.pulled, [each.fate for each in sitting.outcomes]) == (True, [Fate.PULLED])
    assert everything(upper) == before
    assert plugged_in(upper, stick).pulled


def test_a_report_that_is_still_returned_is_told(
    commune: Workspace, upper: Workspace, stick: Path, tmp_path: Path
) -> None:
    record = sent_report(commune)
    carry(commune, upper, tmp_path)
    report_answers.return_report(upper, record, upper.today(), "Sai số vụ")
    put(commune, "area", name="Ấp 1")
    sent(commune, AN_GIANG.code, stick)
    assert [each.fate for each in plugged_in(upper, stick).outcomes] == [Fate.RECEIVED]
    assert codes(upper) == ["returned"]


def test_an_answer_that_lies_there_still_is_passed_over(
    commune: Workspace, upper: Workspace, stick: Path
) -> None:
    put(commune, "area", name="Ấp 1")
    sent(commune, AN_GIANG.code, stick)
    plugged_in(upper, stick)
    assert answer_on(stick, commune).exists()
    assert len(plugged_in(upper, stick).outcomes) == 1


def test_whoever_may_not_receive_is_refused(make: WorkspaceMaker, stick: Path) -> None:
    justice = make(NHON_HUNG, role=Role.JUSTICE).workspace
    with pytest.raises(NotAllowed):
        plugged_in(justice, stick)
