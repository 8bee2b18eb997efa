"""Papers made of a record: one value is PDF and Word, nothing confidential without the right, every print logged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.paper import Closing
from desktop.domain.paper_code import Verdict
from desktop.pdf.codes import read_codes_of_pdf
from desktop.services import paper_codes, paper_kinds, papers
from desktop.services.papers import Document, PaperKind
from desktop.services.registers import retire
from desktop.services.workspace import Workspace
from tests.kit.drawn import log_of, words_of_pdf, words_of_word
from tests.kit.mediated import Mediated, mediated, member
from tests.kit.workspaces import WorkspaceMaker, put

K = PaperKind


@pytest.fixture
def told(workspace: Workspace) -> Mediated:
    return mediated(workspace)


def made(workspace: Workspace, kind: PaperKind, record: str, **answers: object) -> Document:
    """The paper with the answers as they are proposed, but for those given."""
    proposed = {each.name: each.value for each in papers.questions(workspace, kind, record)}
    return papers.draw(workspace, kind, record, {**proposed, "reason": "Lưu hồ sơ", **answers})


def record_of(told: Mediated, kind: PaperKind) -> str:
    by_kind = {
        K.SETTLEMENT_MINUTES: told.settled,
        K.MEMBER_DECISION: told.mediator,
        K.MEMBER_CARD: told.mediator,
    }
    return by_kind.get(kind, told.group)


def recognised(workspace: Workspace, result: str = "passed") -> str:
    area = put(workspace, "area", name="Khóm Tây Hưng")
    return put(
        workspace,
        "recognition",
        area=area,
        work_year=2026,
        subject_kind="residential",
        result=result,
        grade="good",
        decided_on="2026-02-05",
        decision_number="15/QĐ-UBND",
    )


def closing_of(document: Document) -> Closing:
    assert document.letter is not None
    (closing,) = (each for each in document.letter.parts if isinstance(each, Closing))
    return closing


# What is offered


def test_each_record_has_the_papers_that_fit_it(workspace: Workspace, told: Mediated) -> None:
    open_case = put(workspace, "dispute", summary="Tiếng ồn", received_on="2026-03-05", outcome="open")
    patrol = put(workspace, "group", name="Tổ tuần tra", kind="patrol")
    of_every_group = (K.GROUP_DECISION, K.INVITATION, K.MEMBER_CARDS)
    assert papers.offered(workspace, "dispute", told.settled) == (K.SETTLEMENT_MINUTES,)
    assert papers.offered(workspace, "dispute", open_case) == ()
    assert papers.offered(workspace, "group", told.group) == (K.MEDIATION_BOOK, *of_every_group)
    assert papers.offered(workspace, "group", patrol) == of_every_group
    assert papers.offered(workspace, "member", told.leader) == (K.MEMBER_DECISION, K.MEMBER_CARD)
    assert papers.offered(workspace, "area", "x") == ()
    assert paper_kinds.offered_over(workspace, "dispute") == (K.MEDIATION_BOOK,)


def test_only_what_was_recognised_has_a_certificate(workspace: Workspace) -> None:
    passed, failed = recognised(workspace), recognised(workspace, "not_passed")
    assert papers.offered(workspace, "recognition", passed) == (K.RECOGNITION_CERTIFICATE,)
    assert papers.offered(workspace, "recognition", failed) == ()


def test_a_group_that_was_dissolved_has_no_papers(workspace: Workspace, told: Mediated) -> None:
    retire(workspace, "group", told.group, "Giải thể", workspace.today())
    assert papers.offered(workspace, "group", told.group) == ()


# Who may


@pytest.mark.parametrize("role", [Role.UPPER, Role.WARD])
def test_who_may_not_reveal_has_no_paper_of_a_case(make: WorkspaceMaker, role: Role) -> None:
    workspace = make(role=role).workspace
    assert paper_kinds.offered_over(workspace, "dispute") == ()
    for kind in (K.SETTLEMENT_MINUTES, K.MEDIATION_BOOK):
        with pytest.raises(NotAllowed):
            papers.draw(workspace, kind, "x", {"reason": "Lưu"})
    assert log_of(workspace, "reveal", "print") == []


def test_the_justice_official_has_the_book_and_not_the_members(make: WorkspaceMaker) -> None:
    workspace = make(role=Role.JUSTICE).workspace
    group = put(workspace, "group", name="Tổ hòa giải số 01", kind="mediation")
    assert papers.offered(workspace, "group", group) == (K.MEDIATION_BOOK,)


# PDF and Word


WITH_WORD = (K.MEDIATION_BOOK, K.SETTLEMENT_MINUTES, K.GROUP_DECISION, K.MEMBER_DECISION)


@pytest.mark.parametrize("kind", WITH_WORD)
def test_word_says_what_the_paper_says(
    workspace: Workspace, told: Mediated, kind: PaperKind, tmp_path: Path
) -> None:
    document = made(workspace, kind, record_of(told, kind), signer_name="Võ Thành Tâm", number="8")
    papers.save_word(workspace, document, tmp_path / "a.docx")
    drawn, written = (
        # Page numbers are a field in Word, and heads of tables are repeated by it.
        set(re.sub(r"[\d\s]+", " ", text.replace("- ", " ")).split())
        for text in (words_of_pdf(document.pdf), words_of_word(tmp_path / "a.docx"))
    )
    assert drawn == written
    assert len(drawn) > 40


@pytest.mark.parametrize("kind", [K.MEMBER_CARDS, K.MEMBER_CARD])
def test_cards_do_not_go_to_word(
    workspace: Workspace, told: Mediated, kind: PaperKind, tmp_path: Path
) -> None:
    document = made(workspace, kind, record_of(told, kind))
    with pytest.raises(ValueError, match="Word"):
        papers.save_word(workspace, document, tmp_path / "a.docx")


def test_practice_papers_are_marked_in_both(make: WorkspaceMaker, tmp_path: Path) -> None:
    workspace = make(practice=True).workspace
    document = made(workspace, K.INVITATION, mediated(workspace).group)
    papers.save_word(workspace, document, tmp_path / "a.docx")
    assert "DỮ LIỆU MẪU" in words_of_pdf(document.pdf)
    import docx

    header = docx.Document(str(tmp_path / "a.docx")).sections[0].first_page_header
    assert any("DỮ LIỆU MẪU" in each.text for each in header.paragraphs)


# What they say


def test_the_minutes_have_their_parts_and_padded_days(workspace: Workspace, told: Mediated) -> None:
    words = words_of_pdf(made(workspace, K.SETTLEMENT_MINUTES, told.settled).pdf)
    for said in (
        "TỔ HÒA GIẢI SỐ 01",
        "BIÊN BẢN Hòa giải thành",
        "Nhơn Hưng, ngày 03 tháng 02 năm 2026",
        "Địa điểm: Nhà văn hóa.",
        "Bên A: Trần Văn Sang, 45 tuổi, địa chỉ: Tổ 5.",
        "Bên B: Lê Thị Hạnh.",
        "Ngày 03 tháng 02 năm 2026: Đã nghe hai bên",
        "Ông Sang dời chậu cây vào trong sân",
    ):
        assert said in words
    assert re.search(r"BÊN A .*Trần Văn Sang BÊN B .*Lê Thị Hạnh HÒA GIẢI VIÊN \(Ký, ghi rõ họ tên\)$", words)


def test_a_witness_signs_beside_the_mediator(workspace: Workspace, told: Mediated) -> None:
    put(workspace, "party", dispute=told.settled, name="Chau Sóc Khanh", side="witness")
    words = words_of_pdf(made(workspace, K.SETTLEMENT_MINUTES, told.settled).pdf)
    assert re.search(r"BÊN B .*NGƯỜI CHỨNG KIẾN .*Chau Sóc Khanh HÒA GIẢI VIÊN [^.]*$", words)


def test_a_decision_rests_on_the_law_of_its_kind_of_group(workspace: Workspace, told: Mediated) -> None:
    words = words_of_pdf(made(workspace, K.GROUP_DECISION, told.group, number="8", on="2026-01-05").pdf)
    for said in (
        "Số: 08/QĐ-UBND",
        "Nhơn Hưng, ngày 05 tháng 01 năm 2026",
        "Căn cứ Luật Hòa giải ở cơ sở ngày 20 tháng 6 năm 2013;",
        "gồm 02 thành viên",
        "Quyết định này./.",
        "- Lưu: VT.",
        "(Kèm theo Quyết định số 08/QĐ-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân phường Nhơn Hưng)",
        "1 Thạch Thị Oanh 1960 Tổ trưởng 2 Trần Văn Bình 1961 Hòa giải viên Tổ 2",
    ):
        assert said in words
    assert "an ninh, trật tự ở cơ sở" not in words


def test_who_left_a_group_is_on_none_of_its_papers(workspace: Workspace, told: Mediated) -> None:
    retire(workspace, "member", told.mediator, "Chuyển đi", workspace.today())
    assert "Trần Văn Bình" not in words_of_pdf(made(workspace, K.GROUP_DECISION, told.group).pdf)
    assert made(workspace, K.MEMBER_CARDS, told.group).count == 1


def test_one_member_is_recognised_with_birth_and_home(workspace: Workspace, told: Mediated) -> None:
    words = words_of_pdf(made(workspace, K.MEMBER_DECISION, told.mediator).pdf)
    assert "Công nhận ông (bà) Trần Văn Bình, sinh ngày 05/03/1961, nơi ở: Tổ 2, là hòa giải viên" in words
    assert "sinh năm 1960 là tổ trưởng" in words_of_pdf(made(workspace, K.MEMBER_DECISION, told.leader).pdf)


def test_each_member_is_invited_by_a_letter_or_all_by_one(workspace: Workspace, told: Mediated) -> None:
    answers = {"held_on": "2026-02-03", "time": "14 giờ", "content": "Đánh giá quý I\nPhương hướng"}
    each = made(workspace, K.INVITATION, told.group, **answers)
    one = made(workspace, K.INVITATION, told.group, **answers, each=False)
    assert (each.pages, each.count, one.pages) == (2, 2, 1)
    assert "kính mời: Ông (bà) Thạch Thị Oanh, tổ trưởng Tổ hòa giải số 01." in words_of_pdf(each.pdf)
    words = words_of_pdf(one.pdf)
    assert "kính mời: Các thành viên Tổ hòa giải số 01." in words
    assert "Nội dung: Đánh giá quý I; Phương hướng. Thời gian: 14 giờ, ngày 03 tháng 02 năm 2026." in words


def test_the_certificate_names_the_standard_and_its_decision(workspace: Workspace) -> None:
    record = recognised(workspace)
    words = words_of_pdf(made(workspace, K.RECOGNITION_CERTIFICATE, record).pdf)
    for said in (
        "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG NHƠN HƯNG GIẤY CÔNG NHẬN Khóm Tây Hưng",
        "Đạt tiêu chuẩn “An toàn về an ninh, trật tự” năm 2026",
        "Số quyết định: 15/QĐ-UBND ngày 05 tháng 02 năm 2026",
    ):
        assert said in words
    assert ("TẶNG" in words, "Xếp loại" in words) == (False, False)
    graded = words_of_pdf(made(workspace, K.RECOGNITION_CERTIFICATE, record, with_grade=True).pdf)
    assert "Xếp loại phong trào: Khá" in graded


def test_cards_number_on_and_say_what_they_are(workspace: Workspace, told: Mediated) -> None:
    document = made(workspace, K.MEMBER_CARDS, told.group, first_number=7)
    words = words_of_pdf(document.pdf)
    assert "Thạch Thị Oanh Năm sinh: 1960 Chức danh: Tổ trưởng Tổ hòa giải số 01" in words
    assert ("Số: 007/2026" in words, "Số: 008/2026" in words) == (True, True)
    assert "không thay giấy tờ tùy thân" in words
    assert "CỘNG HÒA XÃ HỘI" not in words


def test_the_code_of_a_card_proves_who_issued_it(
    workspace: Workspace, told: Mediated, tmp_path: Path
) -> None:
    document = made(workspace, K.MEMBER_CARDS, told.group)
    papers.save_pdf(workspace, document, tmp_path / "the.pdf")
    found = paper_codes.check_paper(tmp_path / "the.pdf", paper_codes.known_keys(workspace))
    assert [(each.verdict, each.station) for each in found] == [
        (Verdict.VALID, "Công an phường Nhơn Hưng"),
        (Verdict.VALID, "Công an phường Nhơn Hưng"),
    ]
    numbers = {(each.fields or {})["register_number"] for each in found}
    assert numbers == {"Số: 001/2026", "Số: 002/2026"}
    assert read_codes_of_pdf(made(workspace, K.MEMBER_CARDS, told.group, code=False).pdf) == []


def test_the_code_of_a_recognition_proves_what_its_page_says(workspace: Workspace, tmp_path: Path) -> None:
    document = made(workspace, K.RECOGNITION_CERTIFICATE, recognised(workspace), signer_name="Võ Thành Tâm")
    papers.save_pdf(workspace, document, tmp_path / "cong-nhan.pdf")
    (found,) = paper_codes.check_paper(
        tmp_path / "cong-nhan.pdf", paper_codes.known_keys(workspace), workspace
    )
    assert (found.verdict, found.station, found.by_eye) == (
        Verdict.VALID,
        "Công an phường Nhơn Hưng",
        False,
    )
    assert (found.fields or {})["name"] == "Khóm Tây Hưng"


@pytest.mark.parametrize("kind", [K.GROUP_DECISION, K.MEMBER_DECISION, K.INVITATION])
def test_who_receives_a_letter_is_listed_with_the_prescribed_marks(
    workspace: Workspace, told: Mediated, kind: PaperKind
) -> None:
    record = record_of(told, kind)
    proposed = closing_of(made(workspace, kind, record)).recipients
    assert (len(proposed) > 1, proposed[-1]) == (True, "Lưu: VT.")
    assert [each[-1] for each in proposed] == [";"] * (len(proposed) - 1) + ["."]
    # As people type it, and as it comes out of Word.
    by_hand = "- Như trên;\n–\u00a0Đảng ủy phường.\n\n• UBND phường ;\nLưu: VT, TH;\n-"
    document = made(workspace, kind, record, receivers=by_hand)
    assert closing_of(document).recipients == ("Như trên;", "Đảng ủy phường;", "UBND phường;", "Lưu: VT, TH.")
    assert "Nơi nhận: - Như trên; - Đảng ủy phường; - UBND phường; - Lưu: VT, TH." in words_of_pdf(
        document.pdf
    )


# What a person made of the wording


def test_a_block_is_proposed_as_it_was_last_made(workspace: Workspace, told: Mediated) -> None:
    made(workspace, K.GROUP_DECISION, told.group, receivers="Như Điều 3\nĐảng ủy phường\nLưu: VT")
    again = {each.name: each.value for each in papers.questions(workspace, K.GROUP_DECISION, told.group)}
    assert again["receivers"] == "Như Điều 3\nĐảng ủy phường\nLưu: VT"
    assert "- Đảng ủy phường;" in words_of_pdf(made(workspace, K.GROUP_DECISION, told.group).pdf)


def test_a_block_that_was_made_of_another_proposal_is_not_proposed(
    workspace: Workspace, told: Mediated
) -> None:
    made(workspace, K.GROUP_DECISION, told.group, bases="Căn cứ quy chế của tổ hòa giải")
    patrol = put(workspace, "group", name="Tổ tuần tra", kind="patrol")
    asked = {each.name: each.value for each in papers.questions(workspace, K.GROUP_DECISION, patrol)}
    assert "hòa giải" not in str(asked["bases"])


def test_an_emptied_block_brings_the_proposal_back(workspace: Workspace, told: Mediated) -> None:
    made(workspace, K.GROUP_DECISION, told.group, receivers="")
    asked = {each.name: each.value for each in papers.questions(workspace, K.GROUP_DECISION, told.group)}
    assert str(asked["receivers"]).startswith("Như Điều 3")


# The log


def test_a_look_and_each_print_of_confidential_matter_are_logged_with_the_reason(
    workspace: Workspace, told: Mediated, tmp_path: Path
) -> None:
    document = made(workspace, K.SETTLEMENT_MINUTES, told.settled)
    papers.save_pdf(workspace, document, tmp_path / "a.pdf")
    papers.save_word(workspace, document, tmp_path / "a.docx")
    papers.paper_left(workspace, document, "print")
    subject = f"settlement_minutes:{told.settled}:1:Lưu hồ sơ"
    assert log_of(workspace, "reveal", "export", "print") == [
        ("reveal", subject),
        ("export", subject),
        ("export", subject),
        ("print", subject),
    ]


@pytest.mark.parametrize("kind", [K.GROUP_DECISION, K.MEMBER_DECISION, K.INVITATION, K.MEMBER_CARDS])
def test_every_other_print_is_logged_without_a_look(
    workspace: Workspace, told: Mediated, kind: PaperKind
) -> None:
    record = record_of(told, kind)
    document = made(workspace, kind, record)
    papers.paper_left(workspace, document, "print")
    logged = [("print", f"{kind.value}:{record}:{document.count}")]
    assert log_of(workspace, "reveal", "export", "print") == logged


def test_confidential_papers_ask_why_and_others_do_not(workspace: Workspace, told: Mediated) -> None:
    asks = {
        kind: {
            each.name for each in papers.questions(workspace, kind, record_of(told, kind)) if each.required
        }
        for kind in K
        if kind is not K.RECOGNITION_CERTIFICATE
    }
    assert {kind for kind, names in asks.items() if "reason" in names} == {
        K.MEDIATION_BOOK,
        K.SETTLEMENT_MINUTES,
    }


def test_a_group_without_members_has_no_cards(workspace: Workspace) -> None:
    from desktop.pdf.errors import NothingToPrint

    empty = put(workspace, "group", name="Tổ mới", kind="core")
    with pytest.raises(NothingToPrint):
        made(workspace, K.MEMBER_CARDS, empty)
    assert "có danh sách kèm theo" not in words_of_pdf(made(workspace, K.GROUP_DECISION, empty).pdf)
    assert member(workspace, empty, "Võ Thành Tâm", "leader")
    assert made(workspace, K.MEMBER_CARDS, empty).count == 1
