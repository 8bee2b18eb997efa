"""The board of the upper level: reports that come in bundles and otherwise, and the answers that go down again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.domain.board import BoardCell, Chip, Source
from desktop.domain.periods import Period, PeriodKind
from desktop.domain.reporting import NotItsTurn, ReportState
from desktop.services import board, received_reports, report_answers, reporting_units, reports
from desktop.services.change import RecordOfAnotherUnit
from desktop.services.history import history_of
from desktop.services.received_reports import Entered, Letter, LetterNeeded, NotTheUpperLevel
from desktop.services.report_answers import NotBelow
from desktop.services.reporting_units import ReportingUnit
from desktop.services.reports import ReasonNeeded
from desktop.services.unit_figures import unit_figures, values_of
from desktop.services.workspace import Workspace
from tests.kit.reporting import frozen_report, hold_events, sent_report, signed_report
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, TINH_BIEN, WorkspaceMaker, put
from tests.services.exchange import acquaint, carry, computer, edit

TODAY = date(2026, 11, 20)
LETTER = Letter("15/BC-CAP", date(2026, 11, 18))


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


def due(workspace: Workspace) -> Period:
    return board.due_period(workspace)


def shown(upper: Workspace, station: str = NHON_HUNG.code) -> BoardCell:
    row = next(row for row in board.board(upper, due(upper)).rows if row.unit.code == station)
    return row.cells[-1]


def unit(upper: Workspace, code: str = NHON_HUNG.code) -> ReportingUnit:
    return next(each for each in reporting_units.units(upper) if each.code == code)


def by_letter(upper: Workspace, **values: int) -> None:
    given = Entered(Source.PAPER, values, TODAY, LETTER)
    received_reports.enter(upper, unit(upper), due(upper), given)


# Who reports


def test_units_are_those_enrolled_and_those_on_the_list(upper: Workspace) -> None:
    put(upper, "reporting_unit", name="Công an phường Tịnh Biên", code=TINH_BIEN.code)
    assert [each.code for each in reporting_units.units(upper)] == [NHON_HUNG.code, TINH_BIEN.code]
    assert [each.enrolled for each in reporting_units.units(upper)] == [True, False]


def test_the_communes_of_the_province_are_put_on_the_list_once(upper: Workspace) -> None:
    reporting_units.add_communes(upper)
    listed = reporting_units.units(upper)
    assert len(listed) == 102
    assert "Công an phường Tịnh Biên" in [each.name for each in listed]
    assert reporting_units.add_communes(upper).operation is None


def test_a_unit_that_was_taken_off_the_list_is_not_expected(upper: Workspace) -> None:
    record = put(upper, "reporting_unit", name="Công an phường Tịnh Biên", code=TINH_BIEN.code)
    edit(upper, "reporting_unit", record, until="2026-06-30")
    assert [row.unit.code for row in board.board(upper, due(upper)).rows] == [NHON_HUNG.code, TINH_BIEN.code]
    assert shown(upper, TINH_BIEN.code).chip is Chip.OUTSIDE
    assert [each.code for each in board.late_units(upper, due(upper))] == [NHON_HUNG.code]


# Reports in bundles


def test_a_report_comes_up_with_its_figures(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    assert shown(upper) == BoardCell(Chip.LATE, 6)
    hold_events(commune, 3)
    record = sent_report(commune)
    carry(commune, upper, tmp_path)
    assert shown(upper).chip is Chip.WAITING
    found = unit_figures(upper, due(upper))[0]
    assert (found.source, found.offer.record if found.offer else "") == (Source.BUNDLE, record)
    assert found.values["propaganda"] == 3


def test_figures_of_registers_that_stay_below_come_with_the_report(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    household = put(commune, "household", head_name="Lê Văn Sang")
    put(commune, "visit", household=household, visited_on="2026-11-02")
    sent_report(commune)
    carry(commune, upper, tmp_path)
    assert unit_figures(upper, due(upper))[0].values["visits"] == 1


def test_a_report_that_nobody_signed_is_not_there_yet(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    record = frozen_report(commune)
    carry(commune, upper, tmp_path)
    assert shown(upper).chip is Chip.LATE
    with pytest.raises(NotItsTurn):
        report_answers.receive(upper, record, TODAY)


# The answer


def test_a_received_report_is_so_at_the_commune_too(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    record = signed_report(commune)
    carry(commune, upper, tmp_path)
    report_answers.receive(upper, record, TODAY)
    assert shown(upper).chip is Chip.RECEIVED
    # What the commune notes meanwhile contradicts nothing.
    reports.send(commune, record, reports.Sending(TODAY, "Công an tỉnh An Giang", "USB"))
    received = carry(upper, commune, tmp_path)
    assert sum(each.conflicting for each in received.effect.counts.values()) == 0
    held = reports.report(commune, record)
    assert (held.state, held.dates["received_on"]) == (ReportState.RECEIVED, TODAY)


def test_to_receive_twice_writes_once(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    record = sent_report(commune)
    carry(commune, upper, tmp_path)
    assert report_answers.receive(upper, record, TODAY).operation is not None
    assert report_answers.receive(upper, record, TODAY).operation is None


def test_a_returned_report_goes_down_with_its_reason_and_comes_up_again(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    record = sent_report(commune)
    carry(commune, upper, tmp_path)
    report_answers.return_report(upper, record, TODAY, "Số vụ hòa giải chưa khớp")
    assert shown(upper).chip is Chip.RETURNED
    carry(upper, commune, tmp_path)
    held = reports.report(commune, record)
    assert (held.state, held.said["return_reason"]) == (ReportState.RETURNED, "Số vụ hòa giải chưa khớp")
    reports.unfreeze(commune, record, "Sửa theo ý kiến cấp trên")
    assert reports.report(commune, record).said["return_reason"] == "Số vụ hòa giải chưa khớp"
    hold_events(commune, 2)
    reports.freeze_figures(commune, record)
    reports.sign(commune, record, reports.Signing("6", name="Trần Văn Bảy"))
    assert reports.report(commune, record).state is ReportState.SIGNED
    carry(commune, upper, tmp_path)
    assert shown(upper).chip is Chip.WAITING
    assert unit_figures(upper, due(upper))[0].values["propaganda"] == 2


def test_a_report_is_returned_with_a_reason_only(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    record = sent_report(commune)
    carry(commune, upper, tmp_path)
    with pytest.raises(ReasonNeeded):
        report_answers.return_report(upper, record, TODAY, " ")


def test_nobody_answers_a_report_of_their_own(commune: Workspace) -> None:
    with pytest.raises(NotBelow):
        report_answers.receive(commune, sent_report(commune), TODAY)


def test_the_upper_level_writes_nothing_in_a_report_but_its_answer(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    record = sent_report(commune)
    carry(commune, upper, tmp_path)
    with pytest.raises(RecordOfAnotherUnit):
        edit(upper, "report", record, subject="Đã sửa", received_on="2026-11-20")


def test_an_answer_is_for_its_unit_alone(
    commune: Workspace, upper: Workspace, make: WorkspaceMaker, tmp_path: Path
) -> None:
    neighbour = computer(make, TINH_BIEN, 3)
    acquaint(upper, neighbour)
    record = sent_report(commune)
    carry(commune, upper, tmp_path)
    report_answers.return_report(upper, record, TODAY, "Sai")
    carry(upper, neighbour, tmp_path)
    with neighbour.reading() as reader:
        assert reader.records.whole("report") == []


# What comes otherwise


def test_figures_by_a_letter_are_kept_with_its_number_and_day(upper: Workspace) -> None:
    by_letter(upper, propaganda=4)
    cell = shown(upper)
    assert cell.chip is Chip.PAPER
    assert cell.counting is not None
    assert cell.counting.document == "15/BC-CAP ngày 18/11/2026"
    assert values_of(upper, cell.counting) == {"propaganda": 4}


def test_figures_by_a_letter_need_the_letter(upper: Workspace) -> None:
    with pytest.raises(LetterNeeded):
        received_reports.enter(upper, unit(upper), due(upper), Entered(Source.PAPER, {}, TODAY))


def test_what_is_corrected_keeps_its_history(upper: Workspace) -> None:
    by_letter(upper, propaganda=4, patrols=2)
    by_letter(upper, propaganda=5)
    record, held = received_reports.entered(upper, NHON_HUNG.code, due(upper), Source.PAPER)
    assert record is not None
    assert held.values == {"propaganda": 5}
    assert held.letter == LETTER
    with upper.reading() as reader:
        rows = reader.records.children("received_figure", record)
    changed = next(row.id for row in rows if row.values["indicator"] == "propaganda")
    entries = history_of(upper, "received_figure", changed)
    assert [each.action for each in entries] == ["received_report.enter", "received_report.enter"]


def test_a_bundle_stands_beside_the_letter_and_replaces_nothing(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    by_letter(upper, propaganda=4)
    hold_events(commune, 3)
    sent_report(commune)
    carry(commune, upper, tmp_path)
    cell = shown(upper)
    assert cell.undecided
    assert [each.source for each in cell.offers] == [Source.BUNDLE, Source.PAPER]
    assert [values_of(upper, each)["propaganda"] for each in cell.offers] == [3, 4]
    received_reports.choose(upper, unit(upper), due(upper), Source.PAPER, "Đã đối chiếu với sổ")
    cell = shown(upper)
    assert (cell.chip, cell.undecided) == (Chip.PAPER, False)
    received_reports.choose(upper, unit(upper), due(upper), Source.BUNDLE, "Đơn vị đã đính chính")
    cell = shown(upper)
    assert (cell.chip, cell.undecided) == (Chip.WAITING, False)


def test_a_struck_out_letter_is_gone_from_the_board(upper: Workspace) -> None:
    by_letter(upper, propaganda=4)
    record, _ = received_reports.entered(upper, NHON_HUNG.code, due(upper), Source.PAPER)
    assert record is not None
    received_reports.strike(upper, record)
    assert shown(upper).chip is Chip.LATE


def test_a_commune_enters_no_figures_of_others(commune: Workspace) -> None:
    other = ReportingUnit(TINH_BIEN.code, TINH_BIEN.name)
    with pytest.raises(NotTheUpperLevel):
        received_reports.enter(commune, other, due(commune), Entered(Source.PAPER, {}, TODAY, LETTER))


def test_what_the_upper_level_keeps_goes_to_no_commune(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    by_letter(upper, propaganda=4)
    put(upper, "reporting_unit", name="Công an phường Tịnh Biên", code=TINH_BIEN.code)
    carry(upper, commune, tmp_path)
    with commune.reading() as reader:
        held = [
            reader.records.whole(name) for name in ("received_report", "received_figure", "reporting_unit")
        ]
    assert held == [[], [], []]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1126", 1126),
        ("1.126", 1126),
        ("1 126", 1126),
        (" 7 ", 7),
        ("", None),
        ("–", None),
        ("98,5", None),
        ("1.12", None),
        ("-3", None),
        ("9" * 17, None),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: int | None) -> None:
    assert received_reports.number_in(["", text], 1) == number
    assert received_reports.number_in(["", text], 2) is None


def test_the_board_has_a_column_for_each_period(upper: Workspace) -> None:
    found = board.board(upper, due(upper))
    assert [each.number for each in found.periods] == [6, 7, 8, 9, 10, 11]
    assert {each.kind for each in found.periods} == {PeriodKind.MONTH}
