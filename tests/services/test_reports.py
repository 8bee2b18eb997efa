"""A report from its beginning to a supplement: what it lacks, what it says, which figures stand in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Permission, Role
from desktop.domain.periods import Period, PeriodKind
from desktop.domain.reporting import NotItsTurn, ReportState
from desktop.services import registers, reports
from desktop.services.history import history_of
from desktop.services.periods import calendar
from desktop.services.reports import (
    ReasonNeeded,
    ReportExists,
    Section,
    SectionNeedsHeading,
    Sending,
    Signing,
)
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import make_workspace, put, reopen

SIGNED = Signing("5", "BC-CAP", date(2026, 1, 20), "Trưởng Công an phường", "Thượng tá", "Trần Văn Bảy")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "xa").workspace


def due(workspace: Workspace) -> Period:
    found = reports.due(workspace)
    assert found is not None
    return found.period


def visit(workspace: Workspace, on: date) -> str:
    household = put(workspace, "household", head_name="Trần Văn Sang")
    return put(workspace, "visit", household=household, visited_on=on.isoformat())


def frozen(workspace: Workspace) -> str:
    record = reports.new_report(workspace, due(workspace))
    reports.freeze_figures(workspace, record)
    return record


def sent(workspace: Workspace) -> str:
    record = frozen(workspace)
    reports.sign(workspace, record, SIGNED)
    reports.send(workspace, record, Sending(workspace.today(), "Công an tỉnh An Giang", "USB"))
    return record


def state(workspace: Workspace, record: str) -> ReportState:
    return reports.report(workspace, record).state


def value(workspace: Workspace, record: str, code: str) -> object:
    rows = reports.figures(workspace, reports.report(workspace, record))
    return next(row.this.value for row in rows if row.code == code and row.part is None)


# Begun and written


def test_the_report_that_is_due_is_that_of_the_month_that_has_ended(workspace: Workspace) -> None:
    found = reports.due(workspace)
    assert found is not None
    assert found.period == calendar(workspace).due(PeriodKind.MONTH, workspace.today())
    assert found.report is None
    record = reports.new_report(workspace, found.period)
    begun = reports.due(workspace)
    assert begun is not None
    assert begun.report is not None
    assert begun.report.id == record


def test_a_period_has_one_report(workspace: Workspace) -> None:
    reports.new_report(workspace, due(workspace))
    with pytest.raises(ReportExists):
        reports.new_report(workspace, due(workspace))


def test_the_next_report_begins_with_the_words_and_the_choice_of_the_last_of_its_kind(
    workspace: Workspace,
) -> None:
    first = reports.new_report(workspace, due(workspace))
    held = reports.report(workspace, first)
    changed = [Section("Tình hình chung", "Ổn định.", held.sections[0].id), *held.sections[2:]]
    reports.save_text(workspace, first, "Kết quả phong trào", changed)
    reports.leave_out(workspace, first, frozenset({"letters_of_praise"}))
    following = reports.report(
        workspace, reports.new_report(workspace, calendar(workspace).after(held.period))
    )
    assert following.subject == "Kết quả phong trào"
    assert [each.heading for each in following.sections] == [
        "Tình hình chung",
        "Tồn tại, hạn chế và nguyên nhân",
        "Phương hướng, nhiệm vụ thời gian tới",
        "Đề xuất, kiến nghị",
    ]
    assert following.sections[0].body == "Ổn định."
    assert following.left_out == {"letters_of_praise"}


def test_words_that_were_only_carried_over_are_counted(workspace: Workspace) -> None:
    first = reports.new_report(workspace, due(workspace))
    held = reports.report(workspace, first)
    said = [Section(each.heading, f"Lời {at}.", each.id) for at, each in enumerate(held.sections)]
    reports.save_text(workspace, first, held.subject, said)
    assert reports.carried_over(workspace, reports.report(workspace, first)) == 0
    following = reports.new_report(workspace, calendar(workspace).after(held.period))
    begun = reports.report(workspace, following)
    assert reports.carried_over(workspace, begun) == 5
    changed = [Section("Tình hình", "Lời mới.", begun.sections[0].id), *begun.sections[1:]]
    reports.save_text(workspace, following, begun.subject, changed)
    assert reports.carried_over(workspace, reports.report(workspace, following)) == 4


def test_another_kind_of_period_has_its_own_outline(workspace: Workspace) -> None:
    month = reports.new_report(workspace, due(workspace))
    held = reports.report(workspace, month)
    reports.save_text(workspace, month, "Riêng của tháng", held.sections[:1])
    week = calendar(workspace).due(PeriodKind.WEEK, workspace.today())
    begun = reports.report(workspace, reports.new_report(workspace, week))
    assert [each.heading for each in begun.sections] == [
        "Tình hình",
        "Kết quả thực hiện",
        "Nhiệm vụ tuần tới",
    ]
    assert begun.subject != "Riêng của tháng"


def test_saving_words_that_did_not_change_writes_nothing(workspace: Workspace) -> None:
    record = reports.new_report(workspace, due(workspace))
    held = reports.report(workspace, record)
    assert reports.save_text(workspace, record, held.subject, held.sections).operation is None


def test_a_part_without_a_heading_is_refused(workspace: Workspace) -> None:
    record = reports.new_report(workspace, due(workspace))
    with pytest.raises(SectionNeedsHeading):
        reports.save_text(workspace, record, "Trích yếu", [Section("  ", "Chữ")])


def test_words_stay_as_they_were_signed(workspace: Workspace) -> None:
    record = frozen(workspace)
    reports.save_text(workspace, record, "Sửa sau khi chốt", [Section("Tình hình", "Còn sửa được.")])
    reports.sign(workspace, record, SIGNED)
    with pytest.raises(NotItsTurn):
        reports.save_text(workspace, record, "Sửa sau khi ký", [])
    assert reports.report(workspace, record).subject == "Sửa sau khi chốt"


# What is missing


def test_what_is_missing_is_counted_and_opens_the_very_rows(workspace: Workspace) -> None:
    period = due(workspace)
    silent = put(workspace, "group", name="Tổ 1", established_on="2020-01-01")
    busy = put(workspace, "group", name="Tổ 2", established_on="2020-01-01")
    late = put(workspace, "opinion", content="Đèn đường hỏng", received_on="2025-06-01")
    put(workspace, "opinion", content="Đã trả lời", received_on="2025-06-01", answered_on="2025-06-05")
    event = put(workspace, "event", name="Sinh hoạt tổ", held_on=period.last.isoformat(), group=busy)
    waiting = put(workspace, "award", printed_name="Tổ 1", achievement="Tốt", stage="decided")
    planned = put(workspace, "review", name="Sơ kết", kind="interim", planned_on="2025-06-01")
    found = {each.code: each for each in reports.missing(workspace, period)}
    rows = {
        code: [row.id for row in registers.rows(workspace, each.register, each.query, 0, 10)]
        for code, each in found.items()
    }
    assert rows == {
        "groups_silent": [silent],
        "events_uncounted": [event],
        "opinions_unanswered": [late],
        "reviews_overdue": [planned],
        "awards_waiting": [waiting],
    }
    assert all(each.count == len(rows[code]) for code, each in found.items())


def test_what_was_done_meanwhile_is_no_longer_missing(workspace: Workspace) -> None:
    period = due(workspace)
    group = put(workspace, "group", name="Tổ 1", established_on="2020-01-01")
    (silent,) = reports.missing(workspace, period)
    put(workspace, "event", name="Tuần tra", held_on=period.first.isoformat(), group=group, attendances=3)
    assert reports.missing(workspace, period) == []
    assert registers.count(workspace, "group", silent.query) == 0


# Figures


def test_frozen_figures_stay_while_the_register_goes_on(workspace: Workspace) -> None:
    visit(workspace, due(workspace).last)
    record = frozen(workspace)
    visit(workspace, due(workspace).last)
    assert value(workspace, record, "visits") == 1
    other = reports.new_report(workspace, calendar(workspace).due(PeriodKind.QUARTER, workspace.today()))
    assert state(workspace, other) is ReportState.DRAFT


def test_what_changed_after_freezing_is_counted_with_the_records_that_did_it(workspace: Workspace) -> None:
    period = due(workspace)
    visit(workspace, period.last)
    record = frozen(workspace)
    held = reports.report(workspace, record)
    assert reports.differences(workspace, held) == []
    late = visit(workspace, period.last)
    visit(workspace, period.last.replace(year=period.last.year - 3))
    told = {each.code: each for each in reports.differences(workspace, held)}
    visits = told["visits"]
    assert (visits.column, visits.was, visits.now, visits.count) == ("this", 1, 2, 1)
    assert visits.register == "visit"
    assert visits.query is not None
    assert [row.id for row in registers.rows(workspace, "visit", visits.query, 0, 9)] == [late]


def test_a_visit_struck_out_after_freezing_is_told_too(workspace: Workspace) -> None:
    gone = visit(workspace, due(workspace).last)
    record = frozen(workspace)
    registers.retire(workspace, "visit", gone, "Ghi nhầm", workspace.today())
    (visits,) = (
        each
        for each in reports.differences(workspace, reports.report(workspace, record))
        if each.code == "visits"
    )
    # Of days before the program was used no record is no figure, which is not the same as 0.
    assert (visits.was, visits.now, visits.count) == (1, None, 1)
    assert visits.query is not None
    assert registers.count(workspace, "visit", visits.query) == 1


def test_an_indicator_that_was_left_out_is_not_in_the_figures(workspace: Workspace) -> None:
    record = reports.new_report(workspace, due(workspace))
    reports.leave_out(workspace, record, frozenset({"visits"}))
    codes = [row.code for row in reports.figures(workspace, reports.report(workspace, record))]
    assert "visits" not in codes
    assert "disputes" in codes
    reports.freeze_figures(workspace, record)
    with pytest.raises(NotItsTurn):
        reports.leave_out(workspace, record, frozenset())


# Its steps


def test_a_report_is_signed_sent_and_received_each_with_its_day(workspace: Workspace) -> None:
    record = sent(workspace)
    reports.mark_received(workspace, record, workspace.today())
    held = reports.report(workspace, record)
    assert held.state is ReportState.RECEIVED
    assert held.signing == SIGNED
    assert held.said["sent_to"] == "Công an tỉnh An Giang"
    assert set(held.dates) == {"frozen_on", "signed_on", "sent_on", "received_on"}


def test_freezing_is_taken_back_with_a_reason_before_the_signing_only(workspace: Workspace) -> None:
    record = frozen(workspace)
    with pytest.raises(ReasonNeeded):
        reports.unfreeze(workspace, record, " ")
    reports.unfreeze(workspace, record, "Còn 2 lượt thăm chưa nhập")
    held = reports.report(workspace, record)
    assert (held.state, held.frozen) == (ReportState.DRAFT, None)
    assert held.said["unfreeze_reason"] == "Còn 2 lượt thăm chưa nhập"
    visit(workspace, held.period.last)
    reports.freeze_figures(workspace, record)
    assert value(workspace, record, "visits") == 1
    reports.sign(workspace, record, SIGNED)
    with pytest.raises(NotItsTurn):
        reports.unfreeze(workspace, record, "Muốn sửa")


def test_a_report_that_came_back_is_opened_again(workspace: Workspace) -> None:
    record = sent(workspace)
    with pytest.raises(ReasonNeeded):
        reports.mark_returned(workspace, record, workspace.today(), "")
    reports.mark_returned(workspace, record, workspace.today(), "Thiếu số lượt thăm gặp")
    assert reports.report(workspace, record).said["return_reason"] == "Thiếu số lượt thăm gặp"
    reports.unfreeze(workspace, record, "Theo yêu cầu của cấp trên")
    assert state(workspace, record) is ReportState.DRAFT


def test_no_step_is_skipped(workspace: Workspace) -> None:
    record = reports.new_report(workspace, due(workspace))
    with pytest.raises(NotItsTurn):
        reports.sign(workspace, record, SIGNED)
    with pytest.raises(NotItsTurn):
        reports.send(workspace, record, Sending(workspace.today()))
    assert state(workspace, record) is ReportState.DRAFT


def test_a_step_is_never_undone(workspace: Workspace) -> None:
    record = reports.new_report(workspace, due(workspace))
    step = reports.freeze_figures(workspace, record)
    assert step.operation is not None
    with pytest.raises(registers.StepOfReportStays):
        registers.undo(workspace, step.operation)
    assert state(workspace, record) is ReportState.FROZEN


def test_a_change_of_its_words_is_undone_and_told_in_its_history(workspace: Workspace) -> None:
    record = reports.new_report(workspace, due(workspace))
    before = reports.report(workspace, record)
    edit = reports.save_text(workspace, record, "Khác", before.sections)
    assert edit.operation is not None
    registers.undo(workspace, edit.operation)
    assert reports.report(workspace, record).subject == before.subject
    actions = [entry.action for entry in history_of(workspace, "report", record)]
    assert actions[-2:] == ["report.edit", "report.create"]


def test_an_officer_makes_a_report_and_the_chief_signs_it(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "xa", role=Role.OFFICER)
    workspace = made.workspace
    record = frozen(workspace)
    assert not workspace.may(Permission.SIGN)
    with pytest.raises(NotAllowed):
        reports.sign(workspace, record, SIGNED)
    assert state(workspace, record) is ReportState.FROZEN


def test_a_ward_official_has_no_reports(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "ubnd", role=Role.WARD).workspace
    assert reports.due(workspace) is None
    with pytest.raises(NotAllowed):
        reports.reports(workspace)


def test_who_signed_the_last_one_is_proposed_for_the_next(workspace: Workspace) -> None:
    sent(workspace)
    following = reports.new_report(workspace, calendar(workspace).after(due(workspace)))
    proposed = reports.signing_to_propose(workspace, reports.report(workspace, following))
    assert proposed == Signing("", "BC-CAP", None, SIGNED.title, SIGNED.rank, SIGNED.name)


def test_a_word_file_changed_outside_is_noted_as_the_signed_one(workspace: Workspace) -> None:
    record = sent(workspace)
    reports.note_paper(workspace, record, "Hộp 3, cặp số 12", outside=True)
    held = reports.report(workspace, record)
    assert (held.said["paper_location"], held.signed_outside) == ("Hộp 3, cặp số 12", True)


# Supplements


def test_a_supplement_points_to_the_report_whose_figures_changed(workspace: Workspace) -> None:
    first = sent(workspace)
    visit(workspace, due(workspace).last)
    second = reports.supplement(workspace, first)
    held = reports.report(workspace, second)
    assert held.line.supplements == first
    assert held.period == reports.report(workspace, first).period
    assert value(workspace, second, "visits") == 1
    assert value(workspace, first, "visits") is None
    assert [each.id for each in reports.reports(workspace)] == [first, second]


def test_a_report_that_was_not_signed_needs_no_supplement(workspace: Workspace) -> None:
    with pytest.raises(NotItsTurn):
        reports.supplement(workspace, frozen(workspace))


def test_everything_is_there_after_the_file_was_closed(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "xa")
    record = sent(made.workspace)
    before = reports.report(made.workspace, record)
    made.workspace.close()
    again = reopen(made)
    assert reports.report(again, record) == before
    assert registers.count(again, "report", ListQuery()) == 1
