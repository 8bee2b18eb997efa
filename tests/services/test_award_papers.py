"""The papers of a set of awards: what stands on them, in which order, and in which form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from desktop.domain.awarding import line_of
from desktop.domain.paper import Closing
from desktop.pdf.render import page_text
from desktop.services import award_book, awarding
from desktop.services.award_correction import NothingToCorrect
from desktop.services.award_letters import padded
from desktop.services.award_papers import (
    WORD,
    AwardPaper,
    PaperKind,
    draw_book,
    draw_paper,
    save_pdf,
    save_word,
)
from desktop.services.award_proposals import NewSet, Nominee, propose
from desktop.services.awarding import Decision
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put

MERIT = "Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2026"
ON = date(2026, 11, 5)
DECISION = Decision(
    "9/QĐ-UBND",
    ON,
    "Chủ tịch Ủy ban nhân dân phường Nhơn Hưng",
    "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH",
    "Lê Hoàng Sơn",
    "",
    "Nhơn Hưng",
)
LETTERS = [each for each in PaperKind if each not in (PaperKind.BOOK, PaperKind.CORRECTION)]


def the_set(workspace: Workspace) -> list[str]:
    """A household, a person and a group, in this order."""
    nominees = [
        Nominee("household", put(workspace, "household", head_name="Trần Văn Sang"), MERIT),
        Nominee("person", put(workspace, "person", full_name="Đỗ Văn Nhẫn", sex="male"), MERIT),
        Nominee("group", put(workspace, "group", name="Tổ tự quản số 05"), MERIT),
    ]
    changes = propose(workspace, NewSet("Tổng kết năm 2026", occasion="năm 2026"), nominees)
    return [record for register, record in changes.records if register == "award"]


def decided(workspace: Workspace) -> list[str]:
    awards = the_set(workspace)
    awarding.submit(workspace, awards, "8/TTr-CAP", ON)
    awarding.decide(workspace, awards, DECISION)
    return awards


def words_of(paper: AwardPaper) -> str:
    pages = (page_text(paper.pdf, page) for page in range(paper.pages))
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize("kind", LETTERS)
def test_every_paper_calls_collectives_first_then_people_then_households(
    workspace: Workspace, kind: PaperKind
) -> None:
    said = words_of(draw_paper(workspace, kind, decided(workspace))).upper()
    places = [said.index(name) for name in ("TỔ TỰ QUẢN SỐ 05", "ĐỖ VĂN NHẪN", "TRẦN VĂN SANG")]
    assert places == sorted(places)


def test_the_submission_goes_to_who_decides_and_brings_its_list(workspace: Workspace) -> None:
    awards = the_set(workspace)
    awarding.submit(workspace, awards, "8/TTr-CAP", ON)
    said = words_of(draw_paper(workspace, PaperKind.SUBMISSION, awards))
    assert "Số: 08/TTr-CAP" in said
    assert "Nhơn Hưng, ngày 05 tháng 11 năm 2026" in said
    assert "Kính gửi: Chủ tịch Ủy ban nhân dân phường Nhơn Hưng" in said
    assert "01 tập thể, 01 cá nhân, 01 hộ gia đình" in said
    assert "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG" in said
    assert "(Kèm theo Tờ trình số 08/TTr-CAP ngày 05 tháng 11 năm 2026" in said


def test_the_decision_rests_on_its_bases_and_names_the_submission(workspace: Workspace) -> None:
    said = words_of(draw_paper(workspace, PaperKind.DECISION, decided(workspace)))
    assert "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;" in said
    assert "tại Tờ trình số 08/TTr-CAP ngày 05 tháng 11 năm 2026." in said
    assert "Số: 09/QĐ-UBND" in said
    assert "ỦY BAN NHÂN DÂN PHƯỜNG NHƠN HƯNG" in said
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in said


def test_what_is_not_known_yet_is_left_open(workspace: Workspace) -> None:
    said = words_of(draw_paper(workspace, PaperKind.DECISION, the_set(workspace)))
    assert "Số: …………" in said
    assert "ngày …… tháng …… năm …………" in said


def test_the_sign_off_list_ends_with_its_sum_in_figures_and_words(workspace: Workspace) -> None:
    said = words_of(draw_paper(workspace, PaperKind.SIGN_OFF, decided(workspace)))
    # 30 % and 45 % of 2.530.000; the unit has set nothing for collectives.
    assert "1.897.500" in said
    assert "Một triệu tám trăm chín mươi bảy nghìn năm trăm đồng" in said
    assert "Chưa gồm 1 trường hợp" in said


def test_a_decision_does_not_state_a_sum_of_which_a_part_is_unknown(workspace: Workspace) -> None:
    said = words_of(draw_paper(workspace, PaperKind.DECISION, decided(workspace)))
    assert "Tổng số tiền thưởng" not in said


def test_the_proof_has_the_very_lines_thirty_a_page(workspace: Workspace) -> None:
    line = {"printed_unit": "Thành viên Tổ tự quản số 05, ấp Đông Hưng", "achievement": "X"}
    awards = [put(workspace, "award", printed_name=f"Lê Mai {at:02d}", **line) for at in range(40)]
    paper = draw_paper(workspace, PaperKind.PROOF, awards)
    pages = [page_text(paper.pdf, page) for page in range(paper.pages)]
    assert [page.count("Lê Mai") + page.count("Thành viên") for page in pages] == [27, 30, 23]
    assert paper.lines[60] == awards[30]


def test_a_line_of_the_proof_is_numbered_through(workspace: Workspace) -> None:
    two = put(workspace, "award", printed_name="Lê Mai", printed_unit="Tổ 5", achievement="Dập lửa")
    one = put(workspace, "award", printed_name="Võ An", achievement="Cứu\nngười")
    paper = draw_paper(workspace, PaperKind.PROOF, [one, two])
    assert paper.lines == (one, one, two, two, two)
    assert "2 Cứu người" in words_of(paper)


def test_an_invitation_is_one_page_for_each(workspace: Workspace) -> None:
    paper = draw_paper(workspace, PaperKind.INVITATION, decided(workspace))
    assert paper.pages == 3
    assert "Ông Đỗ Văn Nhẫn" in page_text(paper.pdf, 1)
    assert not page_text(paper.pdf, 1).startswith("2")


@pytest.mark.parametrize("kind", sorted(WORD - {PaperKind.CORRECTION}))
def test_who_receives_a_letter_is_listed_with_the_prescribed_marks(
    workspace: Workspace, kind: PaperKind
) -> None:
    paper = draw_paper(workspace, kind, decided(workspace))
    assert paper.letter is not None
    (closing,) = (each for each in paper.letter.parts if isinstance(each, Closing))
    first, last = closing.recipients
    assert (first[-1], last) == (";", "Lưu: VT.")
    assert f"Nơi nhận: - {first} - {last}" in words_of(paper)


def test_who_is_awarded_after_death_is_named(workspace: Workspace) -> None:
    award = put(workspace, "award", printed_name="Lê Mai", honorific="Bà", achievement="X", posthumous=True)
    for kind in (PaperKind.SUBMISSION, PaperKind.DECISION, PaperKind.CALLING):
        assert "truy tặng" in words_of(draw_paper(workspace, kind, [award])).lower()


@pytest.mark.parametrize("kind", sorted(WORD - {PaperKind.CORRECTION}))
def test_what_others_sign_goes_to_word_too(workspace: Workspace, kind: PaperKind, tmp_path: Path) -> None:
    paper = draw_paper(workspace, kind, the_set(workspace)[:1])
    save_word(workspace, paper, tmp_path / "a.docx")
    save_pdf(workspace, paper, tmp_path / "a.pdf")
    document = docx.Document(BytesIO((tmp_path / "a.docx").read_bytes()))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert any("Trần Văn Sang" in each for each in (*cells, *(each.text for each in document.paragraphs)))
    assert (tmp_path / "a.pdf").read_bytes() == paper.pdf


def test_a_list_to_tick_does_not_go_to_word(workspace: Workspace, tmp_path: Path) -> None:
    paper = draw_paper(workspace, PaperKind.PROOF, the_set(workspace))
    with pytest.raises(ValueError, match="Word"):
        save_word(workspace, paper, tmp_path / "a.docx")


def test_the_book_of_a_year_tells_what_became_of_each_number(workspace: Workspace) -> None:
    awards = decided(workspace)
    award_book.number(workspace, awards)
    awarding.not_handed(workspace, awards[:1], "Chuyển đi")
    awarding.revoke(workspace, awards[1:2], "20/QĐ-UBND", ON, "Kê khai gian dối")
    said = words_of(draw_book(workspace, 2026))
    assert "Năm 2026: 3 số" in said
    assert "Không trao" in said
    assert "Thu hồi" in said


def test_practice_papers_are_marked(make: WorkspaceMaker, tmp_path: Path) -> None:
    practice = make(practice=True).workspace
    paper = draw_paper(practice, PaperKind.DECISION, the_set(practice))
    assert "DỮ LIỆU MẪU" in words_of(paper)
    save_word(practice, paper, tmp_path / "a.docx")
    header = docx.Document(BytesIO((tmp_path / "a.docx").read_bytes())).sections[0].header
    assert any("DỮ LIỆU MẪU" in each.text for each in header.paragraphs)


@pytest.mark.parametrize(
    ("written", "printed"),
    [("8/TTr-CAP", "08/TTr-CAP"), ("08/TTr", "08/TTr"), ("15/QĐ", "15/QĐ"), ("", ""), ("5", "05")],
)
def test_a_number_below_ten_gets_a_zero(written: str, printed: str) -> None:
    assert padded(written) == printed


def test_the_correction_names_what_was_written_and_what_it_is_to_be(workspace: Workspace) -> None:
    awards = decided(workspace)
    with workspace.reading(register="award") as reader:
        stored = reader.records.get_many("award", awards)
    person = next(row for row in stored.values() if row.values["printed_name"] == "Đỗ Văn Nhẫn")
    line = line_of(person.values)
    awarding.rewrite(workspace, person.id, replace(line, name="Đỗ Văn Nhẩn"), "Theo căn cước")
    paper = draw_paper(workspace, PaperKind.CORRECTION, awards)
    said = words_of(paper)
    assert "đính chính Quyết định số 09/QĐ-UBND" in said
    assert "Đỗ Văn Nhẫn" in said
    assert "Đỗ Văn Nhẩn" in said
    assert "Trần Văn Sang" not in said
    assert paper.letter is not None


def test_there_is_no_correction_of_lines_that_are_those_of_the_decision(workspace: Workspace) -> None:
    with pytest.raises(NothingToCorrect):
        draw_paper(workspace, PaperKind.CORRECTION, decided(workspace))
