"""The sheet of an officer's week."""

from __future__ import annotations

from datetime import timedelta

from desktop.pdf.render import page_text
from desktop.services.task_sheet import MOST, draw_tasks, officers, printed
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put


def ago(workspace: Workspace, days: int) -> str:
    return (workspace.today() - timedelta(days=days)).isoformat()


def two_areas(workspace: Workspace) -> None:
    for name, officer, days in (
        ("Ấp Đông Hưng", "Đại úy Lê Hoàng Nam", 20),
        ("Ấp Tây Hưng", "Trung úy Vũ An", 30),
    ):
        area = put(workspace, "area", name=name, officer=officer)
        put(workspace, "opinion", content=f"Đèn đường {name}", received_on=ago(workspace, days), area=area)


def words_of(pdf: bytes) -> str:
    return " ".join(page_text(pdf, 0).split())


def test_the_sheet_of_an_officer_holds_the_work_of_their_areas_only(workspace: Workspace) -> None:
    two_areas(workspace)
    words = words_of(draw_tasks(workspace, "Đại úy Lê Hoàng Nam").pdf)
    assert "Cán bộ: Đại úy Lê Hoàng Nam" in words
    assert "Đèn đường Ấp Đông Hưng" in words
    assert "Ấp Tây Hưng" not in words
    assert "quá 5 ngày" in words


def test_the_sheet_of_the_unit_holds_all_work(workspace: Workspace) -> None:
    two_areas(workspace)
    words = words_of(draw_tasks(workspace).pdf)
    assert "Ấp Đông Hưng" in words
    assert "Ấp Tây Hưng" in words


def test_officers_are_those_in_charge_of_areas(workspace: Workspace) -> None:
    two_areas(workspace)
    assert officers(workspace) == ["Trung úy Vũ An", "Đại úy Lê Hoàng Nam"]


def test_what_finds_no_room_is_counted(workspace: Workspace) -> None:
    for number in range(MOST + 3):
        put(workspace, "opinion", content=f"Ý kiến {number}", received_on=ago(workspace, 40))
    sheet = draw_tasks(workspace)
    assert sheet.left == 3
    assert "Còn 3 việc chưa in" in words_of(sheet.pdf) + page_text(sheet.pdf, 1)


def test_what_is_sensitive_stays_off_the_paper(workspace: Workspace) -> None:
    put(
        workspace,
        "dispute",
        summary="Chồng đánh vợ",
        received_on=ago(workspace, 3),
        violence_risk=True,
        outcome="open",
    )
    words = words_of(draw_tasks(workspace).pdf)
    assert "đánh" not in words
    assert "Vụ, việc hòa giải" in words


def test_a_sheet_without_work_says_so_and_practice_marks_it(make: WorkspaceMaker) -> None:
    workspace = make(practice=True).workspace
    words = words_of(draw_tasks(workspace).pdf)
    assert "Không có việc nào đến hạn trong tuần." in words
    assert "DỮ LIỆU MẪU" in words


def test_a_printed_sheet_is_logged(workspace: Workspace) -> None:
    printed(workspace, draw_tasks(workspace))
    with workspace.reading() as reader:
        lines = reader.connection.execute("SELECT subject FROM access_log WHERE action = 'print'").fetchall()
    assert lines == [("task_sheet:1",)]
