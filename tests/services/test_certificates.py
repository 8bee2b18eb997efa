"""From an award to a numbered sheet."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.pdf.render import page_count, page_text
from desktop.services import certificates, registers
from desktop.services.certificates import CommonLines
from desktop.services.workspace import Workspace
from tests.kit.workspaces import Made, WorkspaceMaker, environment, put, reopen

LINES = CommonLines(
    "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG NHƠN HƯNG",
    "CHỦ TỊCH",
    "Lê Hoàng Sơn",
    "Nhơn Hưng",
    "15/QĐ-UBND",
    date(2026, 1, 5),
)


def award(workspace: Workspace, name: str = "Đỗ Văn Nhẫn", **values: object) -> str:
    given = {"achievement": "Đã có thành tích xuất sắc", "stage": "draft", "honorific": "Ông", **values}
    return put(workspace, "award", printed_name=name, recipient_kind="individual", **given)


def numbers(workspace: Workspace) -> list[int | None]:
    return sorted((each.number for each in certificates.candidates(workspace)), key=lambda each: each or 0)


def test_the_paper_says_what_the_award_keeps(workspace: Workspace) -> None:
    one = award(workspace)
    certificates.decide(workspace, [one], LINES)
    batch = certificates.draw(workspace, [one], LINES, certificates.default_layout())
    text = page_text(batch.pdf, 0)
    assert "đỗ văn nhẫn" in text.lower()
    assert "15/QĐ-UBND ngày 05 tháng 01 năm 2026" in text
    assert "1/2026" in text


def test_the_paper_calls_itself_what_was_awarded(workspace: Workspace) -> None:
    sheets = {
        form: page_text(certificates.draw(workspace, [one], LINES, certificates.default_layout()).pdf, 0)
        for form in (None, "giay_khen", "giay_chung_nhan")
        for one in [award(workspace, form=form)]
    }
    assert "GIẤY KHEN" in sheets[None]
    assert "GIẤY KHEN" in sheets["giay_khen"]
    assert "GIẤY CHỨNG NHẬN" in sheets["giay_chung_nhan"]
    assert "GIẤY KHEN" not in sheets["giay_chung_nhan"]


def test_numbers_run_on_and_restart_with_the_year(workspace: Workspace) -> None:
    awards = [award(workspace) for _ in range(3)]
    certificates.decide(workspace, awards[:2], LINES)
    next_year = CommonLines("A", "B", "C", "D", "1/QĐ-UBND", date(2027, 1, 4))
    certificates.decide(workspace, awards[2:], next_year)
    assert numbers(workspace) == [1, 1, 2]


def test_deciding_again_gives_no_second_number(workspace: Workspace) -> None:
    one = award(workspace)
    certificates.decide(workspace, [one], LINES)
    certificates.decide(workspace, [one], LINES)
    certificates.decide(workspace, [award(workspace)], LINES)
    assert numbers(workspace) == [1, 2]


def test_printing_leaves_the_decision_that_an_award_has(workspace: Workspace) -> None:
    one = award(workspace, stage="decided", decision_number="1/QĐ-CAT", decision_on="2026-01-02", grantor="A")
    certificates.decide(workspace, [one], LINES)
    form = registers.load_form(workspace, "award", one)
    said = [form.cells[name].value for name in ("decision_number", "decision_on", "grantor", "signer_name")]
    assert said == ["1/QĐ-CAT", "2026-01-02", "A", "Lê Hoàng Sơn"]


def test_a_given_number_cannot_be_undone(workspace: Workspace) -> None:
    changes = certificates.decide(workspace, [award(workspace)], LINES)
    assert changes.operation is not None
    with pytest.raises(registers.NumberIsGiven):
        registers.undo(workspace, changes.operation)


def test_the_number_of_a_removed_award_is_not_given_again(workspace: Workspace) -> None:
    one = award(workspace)
    certificates.decide(workspace, [one], LINES)
    with workspace.change("award.edit") as change:
        change.set_state("award", one, {"is": "removed"})
    certificates.decide(workspace, [award(workspace)], LINES)
    assert numbers(workspace) == [2]


def test_a_file_on_another_machine_goes_on_in_the_same_book(make: WorkspaceMaker) -> None:
    made: Made = make()
    certificates.decide(made.workspace, [award(made.workspace)], LINES)
    made.workspace.close()
    elsewhere = reopen(made, around=environment(seed=2, machine="may-khac"))
    assert elsewhere.device != made.workspace.device
    certificates.decide(elsewhere, [award(elsewhere)], LINES)
    assert numbers(elsewhere) == [1, 2]
    elsewhere.close()


def test_open_number_and_date_leave_room_to_write(workspace: Workspace) -> None:
    one = award(workspace)
    lines = CommonLines("A", "B", "C", "Nhơn Hưng")
    batch = certificates.draw(workspace, [one], lines, certificates.default_layout())
    assert "ngày …… tháng …… năm" in page_text(batch.pdf, 0)


def test_what_does_not_fit_is_named_and_the_rest_is_drawn(workspace: Workspace) -> None:
    long = award(workspace, "Nguyễn " + "Trần Thanh " * 40 + "Phượng")
    short = award(workspace)
    batch = certificates.draw(workspace, [long, short], LINES, certificates.default_layout())
    assert set(batch.problems) == {long}
    assert batch.awards == (short,)
    assert page_count(batch.pdf) == 1


def test_practice_paper_is_marked(make: WorkspaceMaker) -> None:
    practice = make(practice=True).workspace
    one = award(practice)
    batch = certificates.draw(practice, [one], LINES, certificates.default_layout())
    assert "DỮ LIỆU MẪU" in page_text(batch.pdf, 0)


def test_nothing_chosen_is_said(workspace: Workspace) -> None:
    with pytest.raises(certificates.NoAwardsChosen):
        certificates.draw(workspace, [], LINES, certificates.default_layout())
