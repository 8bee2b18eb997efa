from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.values.cells import Cell
from desktop.domain.values.sex import Sex
from desktop.office.errors import TableNotFound
from desktop.office.limits import Merge
from desktop.office.reading import Sheet
from desktop.office.tables import Table, Why, find_table
from desktop.office.vocabulary import Vocabulary

VOCABULARY = {
    "name": ["Họ và tên", "Họ tên"],
    "born": ["Ngày sinh", "Năm sinh"],
    "sex": ["Giới tính"],
    "group": ["Tổ", "Tên tổ"],
    "phone": ["Điện thoại", "SĐT"],
    "address": ["Địa chỉ"],
}
HEAD: tuple[Cell, ...] = ("STT", "Họ và tên", "Năm sinh", "Tổ", "Ghi chú")
FIRST: tuple[Cell, ...] = (1, "Lê Văn A", 1980, "Tổ 1")
SECOND: tuple[Cell, ...] = (2, "Trần Thị B", 1990, "Tổ 2")


def table(*rows: tuple[Cell, ...], merged: tuple[Merge, ...] = ()) -> Table:
    return find_table(Sheet("DS", rows, merged), VOCABULARY)


def proposed(found: Table) -> dict[int, tuple[str, Sex | None]]:
    return {column: (proposal.field, proposal.sex) for column, proposal in found.proposed.items()}


def whys(found: Table) -> list[tuple[int, Why]]:
    return [(skipped.row, skipped.why) for skipped in found.skipped]


def numbers(found: Table) -> list[int]:
    return [row.number for row in found.rows]


def test_the_head_is_found_below_titles() -> None:
    found = table(("CÔNG AN XÃ", None, None, "CỘNG HÒA"), (), ("DANH SÁCH TỔ",), HEAD, FIRST, SECOND)
    assert found.header_rows == (4,)
    assert numbers(found) == [5, 6]
    assert whys(found) == [(1, Why.ABOVE), (2, Why.BLANK), (3, Why.ABOVE)]
    assert proposed(found) == {1: ("name", None), 2: ("born", None), 3: ("group", None)}
    assert found.ordinal == 0


def test_heads_merged_down_and_across_are_joined() -> None:
    merged = (Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 2, 0, 3), Merge(0, 4, 1, 4))
    found = table(
        ("STT", "Họ và tên", "Năm sinh", None, "Tổ"),
        (None, None, "Nam", "Nữ"),
        (1, "Lê Văn A", 1980, None, "Tổ 1"),
        merged=merged,
    )
    assert found.headers == ("STT", "Họ và tên", "Năm sinh / Nam", "Năm sinh / Nữ", "Tổ")
    assert found.header_rows == (1, 2)
    assert proposed(found)[2] == ("born", Sex.MALE)
    assert proposed(found)[3] == ("born", Sex.FEMALE)


def test_heads_spread_without_merging_are_joined() -> None:
    found = table(
        ("STT", "Họ tên", "Năm sinh", None, "Tổ"),
        (None, None, "Nam", "Nữ"),
        (1, "Lê Văn A", 1980, None, "Tổ 1"),
    )
    assert found.headers == ("STT", "Họ tên", "Năm sinh / Nam", "Năm sinh / Nữ", "Tổ")


def test_a_row_of_headings_over_the_heads_is_joined() -> None:
    merged = (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(0, 3, 0, 4))
    found = table(
        ("STT", "Nhân thân", None, "Liên hệ"),
        (None, "Họ và tên", "Năm sinh", "Điện thoại", "Địa chỉ"),
        (1, "Lê A", 1980),
        merged=merged,
    )
    assert found.headers == (
        "STT",
        "Nhân thân / Họ và tên",
        "Nhân thân / Năm sinh",
        "Liên hệ / Điện thoại",
        "Liên hệ / Địa chỉ",
    )
    assert [field for field, _ in proposed(found).values()] == ["name", "born", "phone", "address"]


def test_columns_of_marks_for_the_sexes_are_one_field() -> None:
    merged = (Merge(0, 2, 0, 3),)
    found = table(
        ("STT", "Họ tên", "Giới tính", None), (None, None, "Nam", "Nữ"), (1, "Lê A", "x", None), merged=merged
    )
    assert proposed(found) == {1: ("name", None), 2: ("sex", Sex.MALE), 3: ("sex", Sex.FEMALE)}


def test_a_first_row_of_texts_is_not_taken_into_the_head() -> None:
    found = table(("Họ và tên", "Tổ"), ("Lê Văn A", "Tổ 1"), ("Trần Thị B", "Tổ 2"))
    assert (found.header_rows, len(found.rows)) == ((1,), 2)


@pytest.mark.parametrize("numbering", [("(1)", "(2)", "(3)", "(4)"), (1, 2, 3, 4, 5), ("A", "B", 1, 2, 3)])
def test_the_line_that_numbers_the_columns_is_skipped(numbering: tuple[Cell, ...]) -> None:
    found = table(HEAD, numbering, FIRST, SECOND)
    assert (whys(found), numbers(found)) == ([(2, Why.NUMBERING)], [3, 4])


@pytest.mark.parametrize(
    "total",
    [
        (None, "Tổng cộng: 123 người"),
        ("Cộng", None, 12, 5),
        ("TỔNG SỐ", 2),
        (None, "Tổng cộng", None, 12),
        ("Tong cong",),
        (None, "Tổng: 12 hộ"),
    ],
)
def test_totals_are_skipped(total: tuple[Cell, ...]) -> None:
    assert whys(table(HEAD, FIRST, total)) == [(3, Why.TOTAL)]


@pytest.mark.parametrize("name", ["Tống Văn An", "Cộng", "Tổng Thị Bé"])
def test_people_whose_names_sound_like_totals_stay(name: str) -> None:
    assert numbers(table(HEAD, FIRST, (2, name, 1990, "Tổ 1"))) == [2, 3]


def test_signatures_and_the_names_below_them_are_skipped() -> None:
    found = table(
        *(HEAD, FIRST, (), (None, None, None, "An Giang, ngày 05 tháng 01 năm 2026")),
        *(("NGƯỜI LẬP BIỂU", None, None, "TRƯỞNG CÔNG AN XÃ"), (None, None, None, "(Ký, ghi rõ họ tên)")),
        *((), ("Lê Văn C", None, None, "Đại úy Trần Văn D")),
    )
    assert numbers(found) == [2]
    assert [why for _, why in whys(found)].count(Why.SIGNATURE) == 4


def test_rows_after_a_signature_in_the_middle_are_rows_again() -> None:
    found = table(HEAD, FIRST, ("NGƯỜI LẬP BIỂU", None, None, "TRƯỞNG CÔNG AN"), SECOND)
    assert numbers(found) == [2, 4]


def test_a_head_repeated_on_the_next_page_is_skipped() -> None:
    found = table(HEAD, FIRST, HEAD, SECOND)
    assert (whys(found), numbers(found)) == ([(3, Why.HEAD_AGAIN)], [2, 4])


def test_numbers_prepared_in_advance_are_skipped() -> None:
    assert whys(table(HEAD, FIRST, (2,), (3,))) == [(3, Why.ORDINAL_ONLY), (4, Why.ORDINAL_ONLY)]


@pytest.mark.parametrize(
    ("line", "merged"),
    [
        (("I. Ấp Đông Hưng",), ()),
        (("A", "ẤP ĐÔNG HƯNG"), ()),
        (("II", "Ấp Đông Hưng"), ()),
        ((None, "Tổ tự quản số 5"), ()),
        (("1. Khu phố 3",), ()),
        (("Danh sách bổ sung",), (Merge(1, 0, 1, 4),)),
    ],
)
def test_a_heading_over_rows_is_told_with_each_of_them(
    line: tuple[Cell, ...], merged: tuple[Merge, ...]
) -> None:
    found = table(HEAD, line, FIRST, SECOND, merged=merged)
    assert whys(found) == [(2, Why.SECTION)]
    assert {row.section for row in found.rows} == {" ".join(str(cell) for cell in line if cell)}


def test_a_heading_below_a_column_without_a_head_is_not_taken_into_the_head() -> None:
    found = table((None, "Họ và tên", "Tổ"), ("I. Ấp Đông Hưng",), (1, "Lê Văn A", "Tổ 1"))
    assert (found.header_rows, whys(found)) == ((1,), [(2, Why.SECTION)])


@pytest.mark.parametrize("name", ["Tô Văn An", "Bàn Thị Tư", "Lăng Văn B", "An"])
def test_a_row_with_a_name_alone_is_no_heading(name: str) -> None:
    assert numbers(table(HEAD, FIRST, (None, name))) == [2, 3]


def test_merged_cells_are_carried_down_and_told() -> None:
    found = table(HEAD, FIRST, (2, "Trần Thị B", 1990), (), (4, "Lê C", 1991), merged=(Merge(1, 3, 4, 3),))
    assert found.column(3) == ("Tổ 1", "Tổ 1", "Tổ 1")
    assert [row.carried for row in found.rows] == [frozenset(), {3}, {3}]
    assert whys(found) == [(4, Why.BLANK)]


def test_ditto_marks_are_filled_in_and_told() -> None:
    found = table(
        HEAD, FIRST, (2, "Trần Thị B", 1990, "nt"), (3, "Lê C", 1991, '"'), (4, "Lê D", 1992, "Như trên")
    )
    assert found.column(3) == ("Tổ 1",) * 4
    assert [row.carried for row in found.rows] == [frozenset(), {3}, {3}, {3}]


def test_columns_without_a_head_are_kept() -> None:
    found = table(HEAD, (*FIRST, None, "thêm"))
    assert found.headers == (*HEAD, "")
    assert found.rows[0].cells == (1, "Lê Văn A", 1980, "Tổ 1", None, "thêm")


def test_the_signature_is_that_of_the_head_alone() -> None:
    one = table(HEAD, FIRST)
    other = table(("DANH SÁCH",), ("stt", "HỌ VÀ TÊN", "Năm  sinh", "tổ", "Ghi chú"), SECOND, FIRST)
    assert one.signature == other.signature
    assert one.signature != table(("STT", "Năm sinh", "Họ và tên", "Tổ", "Ghi chú"), FIRST).signature


def test_a_column_to_ignore_is_neither_proposed_nor_signed() -> None:
    with_reason = Sheet("DS", ((*HEAD, "Lý do"), FIRST))
    found = find_table(with_reason, {**VOCABULARY, "reason": ["Lý do"]}, ignore=["lý do"])
    assert found.signature == table(HEAD, FIRST).signature
    assert 5 not in found.proposed


def test_each_field_is_proposed_once_to_the_surest_column() -> None:
    found = table(("STT", "Họ và tên chủ hộ", "Họ và tên", "Tổ"), (1, "Lê A", "Lê B", "Tổ 1"))
    assert proposed(found) == {2: ("name", None), 3: ("group", None)}


@pytest.mark.parametrize(
    ("label", "field", "confidence"),
    [
        ("HỌ VÀ TÊN", "name", 1.0),
        ("Ho va ten", "name", 1.0),
        ("Họ và tên (chữ in hoa)", "name", 1.0),
        ("Họ và tên thành viên", "name", 0.75),
        ("Họ vả tênn", "name", 0.8),
        ("Năm sinh / Nam", "born", 0.95),
    ],
)
def test_heads_are_known_in_many_spellings(label: str, field: str, confidence: float) -> None:
    best = Vocabulary(VOCABULARY).proposals(label)[0]
    assert (best.field, best.confidence) == (field, confidence)


def test_without_known_heads_the_shape_tells() -> None:
    sheet = Sheet("DS", (("BẢNG KÊ",), ("TT", "Mã", "Khối lượng"), (1, "a", 5), (2, "b", 6)))
    found = find_table(sheet, VOCABULARY)
    assert (found.header_rows, len(found.rows), found.proposed) == ((2,), 2, {})


@pytest.mark.parametrize(
    "rows", [((1, 2), (3, 4)), (("Kính gửi:",),), ((date(2026, 1, 1), "a"), (date(2026, 1, 2), "b"))]
)
def test_a_sheet_without_a_head_is_refused(rows: tuple[tuple[Cell, ...], ...]) -> None:
    with pytest.raises(TableNotFound) as failure:
        find_table(Sheet("DS", rows), VOCABULARY)
    assert failure.value.facts == {"sheet": "DS"}


lines = st.lists(
    st.sampled_from(
        [
            (),
            FIRST,
            SECOND,
            HEAD,
            (3,),
            (None, "Tổng cộng", 5),
            ("I. Ấp A",),
            ("NGƯỜI LẬP BIỂU",),
            ("(1)", "(2)", "(3)"),
        ]
    ),
    max_size=12,
)
merges = st.builds(
    lambda row, column, down, across: Merge(row, column, row + down, column + across),
    *(st.integers(0, 14), st.integers(0, 6), st.integers(0, 2**20), st.integers(0, 2**14)),
)


@given(lines, lines, st.lists(merges, max_size=3))
def test_every_line_of_the_sheet_is_accounted_for(
    above: list[tuple[Cell, ...]], below: list[tuple[Cell, ...]], merged: list[Merge]
) -> None:
    sheet = Sheet("DS", (*above, HEAD, *below), tuple(merged))
    found = find_table(sheet, VOCABULARY)
    told = [*found.header_rows, *numbers(found), *(skipped.row for skipped in found.skipped)]
    assert sorted(told) == list(range(1, len(sheet.rows) + 1))
    assert {len(row.cells) for row in found.rows} <= {len(found.headers)}
