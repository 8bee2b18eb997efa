"""Sổ theo dõi hoạt động hòa giải ở cơ sở: ten columns, a period, and the second part by mediator."""

from __future__ import annotations

import pytest

from desktop.domain.paper import PlainSheet, Table
from desktop.services.erasing import erase_record
from desktop.services.mediation_book import mediation_book, mediation_groups
from desktop.services.registers import RecordGone
from desktop.services.workspace import Workspace
from tests.kit.mediated import Mediated, case, mediated
from tests.kit.workspaces import put

YEAR = {"first": "2026-01-01", "last": "2026-12-31", "reason": "Báo cáo"}


@pytest.fixture
def told(workspace: Workspace) -> Mediated:
    return mediated(workspace)


def tables(sheet: PlainSheet) -> list[Table]:
    return [part for part in sheet.parts if isinstance(part, Table)]


def test_the_first_part_has_the_ten_columns_of_the_form(workspace: Workspace, told: Mediated) -> None:
    sheet, count = mediation_book(workspace, told.group, YEAR)
    first = tables(sheet)[0]
    assert [column.title.splitlines()[-1] for column in first.columns] == [f"({at})" for at in range(1, 11)]
    assert (sheet.landscape, count) == (True, 1)
    assert list(first.rows[0]) == [
        "1",
        "05/01/2026",
        "Thạch Thị Oanh, Trần Văn Bình",
        "Bên A: Trần Văn Sang, 45 tuổi, Tổ 5\nBên B: Lê Thị Hạnh",
        "Lối đi chung",
        "Ông Sang dời chậu cây vào trong sân",
        "x",
        "",
        "",
        "Hòa giải thành ngày 03/02/2026",
    ]


@pytest.mark.parametrize(
    ("outcome", "settled", "failed", "note"),
    [
        ("not_settled", "", "x", "Hòa giải không thành ngày 05/03/2026"),
        ("ended_on_request", "", "x", "Kết thúc theo yêu cầu của các bên"),
        ("open", "", "", "Đang hòa giải"),
        ("referred", "", "", "Chuyển cơ quan có thẩm quyền giải quyết: Tòa án"),
        ("out_of_scope", "", "", "Không thuộc phạm vi hòa giải ở cơ sở"),
    ],
)
def test_the_result_stands_in_its_column_and_the_rest_in_the_notes(
    workspace: Workspace, told: Mediated, outcome: str, settled: str, failed: str, note: str
) -> None:
    to = "Tòa án" if outcome == "referred" else None
    case(workspace, told.group, "2026-03-01", outcome=outcome, outcome_on="2026-03-05", referred_to=to)
    row = tables(mediation_book(workspace, told.group, YEAR)[0])[0].rows[1]
    assert (row[6], row[7], row[9]) == (settled, failed, note)


def test_only_the_cases_of_the_group_and_of_the_days_stand_in_it(
    workspace: Workspace, told: Mediated
) -> None:
    other = put(workspace, "group", name="Tổ hòa giải số 02", kind="mediation")
    case(workspace, other, "2026-02-01")
    case(workspace, told.group, "2025-12-31")
    case(workspace, told.group, "2026-06-30")
    # The help of a self-management group is another report.
    case(workspace, told.group, "2026-06-01", mediated_by="self_management_group")
    half = {**YEAR, "last": "2026-06-30"}
    rows = tables(mediation_book(workspace, told.group, half)[0])[0].rows
    assert [row[1] for row in rows] == ["05/01/2026", "30/06/2026"]
    assert mediation_book(workspace, "", {**YEAR, "group": other})[1] == 1


def test_the_second_part_counts_for_each_mediator_and_each_case_once_in_the_end(
    workspace: Workspace, told: Mediated
) -> None:
    case(
        workspace,
        told.group,
        "2026-04-01",
        kind="land",
        mediators="Thạch Thị Oanh; ông Nguyễn Văn A (được mời)",
    )
    case(workspace, told.group, "2026-04-02", kind="other", outcome="not_settled")
    second = tables(mediation_book(workspace, told.group, YEAR)[0])[1]
    assert [list(row[1:]) for row in second.rows] == [
        ["Thạch Thị Oanh", "1", "1", "", "1", "", "Chưa giải quyết xong: 1"],
        ["Trần Văn Bình", "1", "", "", "1", "", ""],
        ["Chưa ghi hòa giải viên", "", "", "1", "", "1", ""],
        ["Số vụ, việc: 3", "1", "1", "1", "1", "1", "Chưa giải quyết xong: 1"],
    ]


def test_a_book_without_cases_says_so(workspace: Workspace, told: Mediated) -> None:
    sheet, count = mediation_book(workspace, told.group, {**YEAR, "first": "2026-11-01"})
    assert count == 0
    assert any(str(part).startswith("Trong thời gian này không có vụ, việc") for part in sheet.parts)


def test_what_was_erased_is_named_and_not_left_out_in_silence(workspace: Workspace, told: Mediated) -> None:
    erase_record(workspace, "dispute", told.settled, ("agreement",), "Theo yêu cầu")
    row = tables(mediation_book(workspace, told.group, YEAR)[0])[0].rows[0]
    assert row[5] == "(đã xóa)"


def test_only_mediation_groups_are_offered_for_a_book(workspace: Workspace, told: Mediated) -> None:
    put(workspace, "group", name="Tổ hòa giải cũ, nay tự quản", kind="self_management")
    assert [hit.record for hit in mediation_groups(workspace, "hoa giai")] == [told.group]
    assert [hit.title for hit in mediation_groups(workspace, "")] == ["Tổ hòa giải số 01"]


def test_a_book_of_no_group_is_refused(workspace: Workspace) -> None:
    with pytest.raises(RecordGone):
        mediation_book(workspace, "", YEAR)
