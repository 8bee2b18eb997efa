"""From an award to a numbered sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PIL import Image, ImageChops

from desktop.pdf.certificate import SECOND_PASS, Printing, Stock
from desktop.pdf.layout import load_layout, shipped_layouts
from desktop.pdf.render import page_count, page_text
from desktop.services import certificates, registers
from desktop.services.award_proposals import NewSet, Nominee, propose
from desktop.services.certificates import CommonLines, Prospect
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


def test_an_award_without_a_decision_takes_no_number_unasked(workspace: Workspace) -> None:
    open_lines = replace(LINES, decision_number="", decision_on=None)
    proposed = award(workspace)
    changes = certificates.decide(workspace, [proposed], open_lines)
    assert (numbers(workspace), changes.action) == ([None], "award.lines")
    certificates.decide(workspace, [proposed], open_lines, {proposed})
    assert numbers(workspace) == [1]


def test_what_printing_would_mean_is_known_before(workspace: Workspace) -> None:
    proposed, decided, done = award(workspace), award(workspace, stage="decided"), award(workspace)
    certificates.decide(workspace, [done], LINES)
    certificates.printed(workspace, [done])
    told = certificates.prospect(workspace, [proposed, decided, done])
    assert told == Prospect(3, frozenset({proposed}), frozenset({proposed, decided}), frozenset({done}))


def value(workspace: Workspace, one: str, field: str) -> object:
    return registers.load_form(workspace, "award", one).cells[field].value


def test_every_print_counts_and_a_second_one_keeps_its_reason(workspace: Workspace) -> None:
    one = award(workspace)
    certificates.decide(workspace, [one], LINES)
    certificates.printed(workspace, [one])
    assert (value(workspace, one, "print_count"), value(workspace, one, "reprint_reason")) == (1, None)
    certificates.printed(workspace, [one], "Giấy bị nhòe")
    assert value(workspace, one, "print_count") == 2
    assert value(workspace, one, "reprint_reason") == "Giấy bị nhòe"


def test_a_reprint_stands_in_the_log_of_uses_with_its_reason(workspace: Workspace) -> None:
    one = award(workspace)
    certificates.printed(workspace, [one])
    certificates.printed(workspace, [one], "Giấy bị nhòe")
    with workspace.reading() as reader:
        log = reader.connection.execute("SELECT subject FROM access_log WHERE action = 'print' ORDER BY no")
        assert [subject for (subject,) in log] == ["award:1", "award:1:Giấy bị nhòe"]


def test_a_print_is_not_undone(workspace: Workspace) -> None:
    changes = certificates.printed(workspace, [award(workspace)])
    assert changes.operation is not None
    with pytest.raises(registers.PrintStays):
        registers.undo(workspace, changes.operation)


def test_number_and_day_that_are_not_known_leave_white_paper_for_a_second_pass(workspace: Workspace) -> None:
    one = award(workspace)
    lines, layout = replace(LINES, decision_number="", decision_on=None), certificates.default_layout()
    certificates.decide(workspace, [one], lines)
    first = certificates.draw(workspace, [one], lines, layout, leave_open=True)
    assert first.lacking[one] == SECOND_PASS
    assert not {"ngày", "……", "Số quyết định"} & set(page_text(first.pdf, 0).replace("\n", " ").split())
    certificates.printed(workspace, [one], lacking=first.lacking)
    certificates.decide(workspace, [one], LINES)
    second = certificates.draw(workspace, [one], LINES, Stock(layout, Printing().second_pass()))
    said = page_text(second.pdf, 0)
    assert "15/QĐ-UBND ngày 05 tháng 01 năm 2026" in said
    assert "1/2026" in said
    assert second.lacking[one] == frozenset()


def test_a_second_pass_never_prints_what_the_sheet_has(workspace: Workspace) -> None:
    """The decision was known; only the number of the book was not."""
    one, layout = award(workspace), certificates.default_layout()
    certificates.decide(workspace, [one], LINES, frozenset())
    first = certificates.draw(workspace, [one], LINES, layout, leave_open=True)
    certificates.printed(workspace, [one], lacking=first.lacking)
    certificates.decide(workspace, [one], LINES)
    second = certificates.draw(workspace, [one], LINES, Stock(layout, Printing().second_pass()))
    assert page_text(second.pdf, 0).split() == ["Số", "vào", "sổ", "khen", "thưởng:", "1/2026"]


def test_two_passes_on_one_sheet_show_what_one_print_shows(workspace: Workspace) -> None:
    """Laid over each other, the two prints are the same as a sheet whose number was known at once."""
    one, layout = award(workspace), certificates.default_layout()
    lines = replace(LINES, decision_number="", decision_on=None)
    first = certificates.draw(workspace, [one], lines, layout, leave_open=True)
    certificates.printed(workspace, [one], lacking=first.lacking)
    certificates.decide(workspace, [one], LINES)
    second = certificates.draw(workspace, [one], LINES, Stock(layout, Printing().second_pass()))
    at_once = certificates.draw(workspace, [one], LINES, layout)
    both = ImageChops.darker(shown(first.pdf), shown(second.pdf))
    assert ImageChops.difference(both, shown(at_once.pdf)).getbbox() is None


def shown(pdf: bytes) -> Image.Image:
    page = certificates.render_page(pdf, 0, 1200)
    return Image.frombuffer("RGB", (page.width, page.height), page.pixels, "raw", "BGRX", page.stride, 1)


def test_a_deputy_signs_on_two_lines(workspace: Workspace) -> None:
    one = award(workspace)
    lines = replace(LINES, signer_title="KT. CHỦ TỊCH / PHÓ CHỦ TỊCH")
    batch = certificates.draw(workspace, [one], lines, certificates.default_layout())
    said = page_text(batch.pdf, 0).splitlines()
    assert "KT. CHỦ TỊCH" in said
    assert "PHÓ CHỦ TỊCH" in said


def test_each_award_may_have_a_paper_of_its_own(workspace: Workspace) -> None:
    one, two = award(workspace), award(workspace, "Lê Mai", form="giay_chung_nhan")
    a4, a3 = (
        Stock(load_layout(path))
        for path in shipped_layouts()
        for size in ("a4", "a3")
        if f"khen-{size}" in path.stem
    )
    batch = certificates.draw(workspace, [one, two], LINES, {one: a3, two: a4})
    shapes = [certificates.render_page(batch.pdf, page, 400) for page in (0, 1)]
    sizes = [page.height / page.width for page in shapes]
    assert sizes == pytest.approx(
        [a3.layout.height / a3.layout.width, a4.layout.height / a4.layout.width], 0.01
    )
    assert "GIẤY CHỨNG NHẬN" in page_text(batch.pdf, 1)


def test_a_rank_stands_before_the_name_of_who_signed(workspace: Workspace) -> None:
    one = award(workspace, stage="decided", signer_rank="Thiếu tá", signer_name="Nguyễn Văn An")
    batch = certificates.draw(workspace, [one], LINES, certificates.default_layout())
    assert "Thiếu tá Nguyễn Văn An" in page_text(batch.pdf, 0)


def test_what_was_printed_is_printed_again_whatever_became_of_the_register(workspace: Workspace) -> None:
    person = put(workspace, "person", full_name="Đỗ Văn Nhẫn", sex="male")
    propose(workspace, NewSet("Đợt 1"), [Nominee("person", person, "Dập lửa")])
    (one,) = [each.id for each in certificates.candidates(workspace)]
    certificates.decide(workspace, [one], LINES)
    before = certificates.draw(workspace, [one], LINES, certificates.default_layout()).pdf
    with workspace.change("person.edit", register="person") as change:
        change.edit("person", person, {"full_name": "Đỗ Văn Nhẫn Em"})
    others = CommonLines("KHÁC", "KHÁC", "Khác", "Khác", "99/QĐ", date(2030, 1, 1))
    assert certificates.draw(workspace, [one], others, certificates.default_layout()).pdf == before
