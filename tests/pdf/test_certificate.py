from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.paper import Face
from desktop.pdf.certificate import (
    CertificateDoesNotFit,
    CertificateText,
    Printing,
    check_fit,
    check_fits,
)
from desktop.pdf.layout import Item, Layout, Recipient, load_layout, shipped_layouts
from desktop.pdf.render import page_text
from desktop.pdf.typesetting import FitProblem, Misfit
from tests.pdf.papers import (
    A4,
    COLLECTIVE_OF_THREE_LINES,
    HOUSEHOLD,
    LETTERS,
    MAN,
    POSTHUMOUS,
    TYPICAL,
    UNNUMBERED,
    WOMAN_OF_LONG_NAME,
    ink_box,
    pdf_of,
    picture,
)

NO_FRAME = Printing(frame=False)
syllables = st.text(alphabet=LETTERS + "0123456789", min_size=1, max_size=7)
texts = st.lists(syllables, min_size=1, max_size=30).map(" ".join)
typical = pytest.mark.parametrize("certificate", TYPICAL.values(), ids=TYPICAL.keys())
every_layout = pytest.mark.parametrize(
    "layout", [load_layout(path) for path in shipped_layouts()], ids=lambda layout: layout.name
)


def printed_lines(certificate: CertificateText, layout: Layout = A4) -> list[str]:
    return page_text(pdf_of(certificate, layout=layout), 0).split("\n")


def only(item: Item) -> Printing:
    return Printing(frame=False, items=frozenset({item}))


def with_face(face: Face) -> Layout:
    """The layout with its lines all in one face and without capitals."""
    return replace(
        A4,
        blocks=tuple(
            replace(
                block,
                lines=tuple(replace(line, face=face, capitals=False, run_in=False) for line in block.lines),
            )
            for block in A4.blocks
        ),
    )


def test_a_page_says_what_was_asked_line_by_line() -> None:
    assert printed_lines(MAN) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG NHƠN HƯNG",
        "TẶNG",
        "GIẤY KHEN",
        "Ông ĐỖ VĂN NHẪN",
        "Tổ trưởng Tổ tự quản số 05, khóm Đông Hưng, phường Nhơn Hưng",
        "Đã có thành tích xuất sắc trong phong trào Toàn dân bảo vệ an ninh Tổ quốc năm 2025",
        "Số quyết định: 15/QĐ-UBND ngày 05 tháng 01 năm 2026",
        "Số vào sổ khen thưởng: 12/2026",
        "Nhơn Hưng, ngày 05 tháng 01 năm 2026",
        "CHỦ TỊCH",
        "Nguyễn Thị Ngọc Ánh",
    ]


def test_a_collective_keeps_its_three_lines_under_its_honorific() -> None:
    assert printed_lines(COLLECTIVE_OF_THREE_LINES)[5:9] == [
        "Tập thể",
        "Tổ liên gia an toàn phòng cháy, chữa cháy và cứu nạn, cứu hộ số 05",
        "và Tổ bảo vệ an ninh, trật tự ở cơ sở",
        "khóm Đông Hưng, phường Nhơn Hưng",
    ]


def test_a_household_is_named_by_its_head() -> None:
    assert printed_lines(HOUSEHOLD)[5] == "Hộ gia đình ông NGUYỄN VĂN SANG"


def test_a_posthumous_award_says_so_and_has_a_deputy_sign_on_two_lines() -> None:
    lines = printed_lines(POSTHUMOUS)
    assert lines[3] == "TRUY TẶNG"
    assert lines[-3:-1] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


def test_a_long_name_wraps_between_syllables_under_its_honorific() -> None:
    lines = printed_lines(WOMAN_OF_LONG_NAME)
    assert lines[5:8] == ["Bà", "CÔNG TẰNG TÔN NỮ NGUYỄN TRẦN", "THỊ HUYỀN PHƯỢNG QUỲNH NHƯ"]


def test_an_unknown_number_and_date_leave_dots_to_write_on() -> None:
    lines = printed_lines(UNNUMBERED)
    assert lines[8:11] == [
        "Số quyết định: ………… ngày …… tháng …… năm …………",
        "Số vào sổ khen thưởng: …………/2026",
        "Nhơn Hưng, ngày …… tháng …… năm …………",
    ]


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_is_printed_in_every_face(face: Face, form: str) -> None:
    spaced = " ".join(LETTERS[start : start + 6] for start in range(0, len(LETTERS), 6))
    certificate = replace(MAN, achievement=unicodedata.normalize(form, spaced))  # type: ignore[arg-type]  # one of the forms
    lines = printed_lines(certificate, with_face(face))
    assert " ".join(lines[8 : lines.index(MAN.decision)]) == spaced


@settings(max_examples=60)
@given(texts, st.sampled_from(["NFC", "NFD"]))
def test_any_text_is_printed_letter_by_letter(text: str, form: str) -> None:
    certificate = replace(MAN, position="", achievement=unicodedata.normalize(form, text))  # type: ignore[arg-type]  # one of the forms
    lines = printed_lines(certificate)
    assert " ".join(lines[6 : lines.index(MAN.decision)]) == text


def test_more_letters_than_one_font_subset_holds_are_printed() -> None:
    latin = "".join(
        map(chr, [*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0x100, 0x130), *range(0x150, 0x17F)])
    )
    halves = [
        " ".join(half[start : start + 8] for start in range(0, len(half), 8)) for half in (LETTERS, latin)
    ]
    pdf = pdf_of(*(replace(MAN, position="", achievement=half) for half in halves))
    lines = [page_text(pdf, page).split("\n") for page in (0, 1)]
    assert len(set(LETTERS + latin)) > 256
    assert [" ".join(page[6 : page.index(MAN.decision)]) for page in lines] == halves


@typical
@every_layout
def test_typical_certificates_fit(certificate: CertificateText, layout: Layout) -> None:
    assert check_fit(certificate, layout) == []


@typical
@every_layout
def test_nothing_is_drawn_outside_the_frame(certificate: CertificateText, layout: Layout) -> None:
    image = picture(pdf_of(certificate, layout=layout, printing=NO_FRAME))
    ink = ink_box(image)
    scale = image.width / layout.width
    room = layout.room
    assert ink is not None
    assert ink[0] > room.x * scale
    assert ink[1] > room.y * scale
    assert ink[2] < (room.x + room.width) * scale
    assert ink[3] < (room.y + room.height) * scale


@typical
def test_no_two_items_overlap(certificate: CertificateText) -> None:
    boxes = [ink_box(picture(pdf_of(certificate, printing=only(item)), width=800)) for item in Item]
    overlapping = [
        (first, second)
        for first, second in combinations(filter(None, boxes), 2)
        if first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
    ]
    assert overlapping == []


@settings(max_examples=40)
@given(
    st.sampled_from(Recipient),
    st.lists(syllables, min_size=1, max_size=25).map(" ".join),
    st.lists(syllables, max_size=60).map(" ".join),
    st.lists(syllables, max_size=120).map(" ".join),
)
def test_whatever_fits_stays_in_its_block_and_the_rest_is_reported(
    kind: Recipient, name: str, position: str, achievement: str
) -> None:
    certificate = replace(MAN, kind=kind, name=name, position=position, achievement=achievement)
    block = next(block for block in A4.blocks if block.name == "người nhận").box
    problems = check_fit(certificate, A4)
    if problems:
        with pytest.raises(CertificateDoesNotFit):
            pdf_of(certificate)
    else:
        items = frozenset({Item.HONORIFIC, Item.NAME, Item.POSITION, Item.ACHIEVEMENT})
        image = picture(pdf_of(certificate, printing=Printing(frame=False, items=items)))
        ink, scale = ink_box(image), image.width / A4.width
        assert ink is not None
        assert ink[0] >= block.x * scale - 1
        assert ink[1] >= block.y * scale - 1
        assert ink[2] <= (block.x + block.width) * scale + 1
        assert ink[3] <= (block.y + block.height) * scale + 1


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"name": "  "}, FitProblem(Item.NAME, Misfit.MISSING)),
        ({"name": "Nguyễn " * 40}, FitProblem(Item.NAME, Misfit.TOO_LONG)),
        ({"name": "Ấ" * 60}, FitProblem(Item.NAME, Misfit.TOO_LONG)),
        ({"name": "Một\nHai\nBa"}, FitProblem(Item.NAME, Misfit.TOO_LONG)),
        ({"achievement": "thành tích " * 100}, FitProblem(Item.ACHIEVEMENT, Misfit.TOO_LONG)),
        ({"signer_title": "Một\nHai\nBa"}, FitProblem(Item.SIGNER_TITLE, Misfit.TOO_LONG)),
        ({"name": "Đỗ 文 Nhẫn 🙂 文"}, FitProblem(Item.NAME, Misfit.NO_LETTER, "文🙂")),
        ({"decision": "15/QĐ\u0007"}, FitProblem(Item.DECISION, Misfit.NO_LETTER, "\u0007")),
    ],
    ids=[
        "no name",
        "long name",
        "one long word",
        "lines of name",
        "achievement",
        "signer",
        "letters",
        "control",
    ],
)
def test_what_cannot_be_printed_is_reported_with_field_and_reason(
    changed: dict[str, str], problem: FitProblem
) -> None:
    certificate = replace(MAN, **changed)  # type: ignore[arg-type]  # texts alone are changed
    assert check_fit(certificate, A4) == [problem]


def test_lines_that_fit_alone_but_not_together_are_reported() -> None:
    crowded = replace(
        WOMAN_OF_LONG_NAME, achievement="Đã có thành tích xuất sắc trong phong trào thi đua yêu nước " * 7
    )
    assert check_fit(crowded, A4) == [FitProblem(Item.ACHIEVEMENT, Misfit.TOO_TALL)]


def test_every_problem_of_a_certificate_is_reported_at_once() -> None:
    certificate = replace(MAN, name="Đỗ 文", decision="số " * 90)
    assert [problem.field for problem in check_fit(certificate, A4)] == [Item.NAME, Item.DECISION]


def test_a_batch_is_checked_as_its_certificates_are() -> None:
    batch = [*TYPICAL.values(), replace(MAN, name="")]
    assert check_fits(batch, A4) == [check_fit(certificate, A4) for certificate in batch]
