"""What the words of somebody's form say of its cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.form_words import FormColumn, Sheet, Vocabulary, column_meant, propose, same_heads

VOCABULARY = Vocabulary(
    {
        "models": ("Số mô hình đang hoạt động", "Số mô hình"),
        "security": ("Số tổ bảo vệ ANTT",),
        "visits": ("Số lượt thăm gặp",),
        "settled": ("Số vụ, việc hòa giải thành",),
        "not_settled": ("Số vụ, việc hòa giải không thành",),
    }
)


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("Kỳ này", FormColumn.THIS),
        ("Thực hiện tháng này", FormColumn.THIS),
        ("KET QUA", FormColumn.THIS),
        ("Tháng trước", FormColumn.BEFORE),
        ("Cùng kỳ năm trước", FormColumn.LAST_YEAR),
        ("Thực hiện cùng kỳ", FormColumn.LAST_YEAR),
        ("Lũy kế từ đầu năm", FormColumn.TO_DATE),
        ("Chỉ tiêu giao", FormColumn.TARGET),
        ("Chỉ tiêu", None),
        ("So với cùng kỳ Tăng, giảm", FormColumn.CHANGE),
        ("So với cùng kỳ Tỷ lệ %", FormColumn.PERCENT),
        ("So với kế hoạch (%)", None),
        ("So với tháng trước", None),
        ("Lũy kế cùng kỳ năm trước", None),
        ("Kỳ trước chuyển sang", None),
        ("Tỷ lệ %", None),
        ("Đơn vị tính", None),
        ("", None),
    ],
)
def test_a_head_means_a_column_only_where_it_is_clear(head: str, column: FormColumn | None) -> None:
    assert column_meant(head) is column


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Số mô hình", "models"),
        ("1. Tổng số mô hình (mô hình)", "models"),
        ("a) Số tổ bảo vệ an ninh, trật tự", "security"),
        ("SỐ LƯỢT THĂM GẶP", "visits"),
        ("Số lượt thăm găp", "visits"),
        ("Số vụ, việc hoà giải thành", "settled"),
        ("Số vụ việc hòa giải không thành", "not_settled"),
        ("STT", None),
        ("12", None),
        ("Số cây xanh được trồng", None),
    ],
)
def test_the_head_of_a_row_means_an_indicator_by_its_words(text: str, code: str | None) -> None:
    assert VOCABULARY.meant(text) == code


def test_words_that_two_indicators_share_mean_neither() -> None:
    shared = Vocabulary({"one": ("Số buổi",), "two": ("Buổi", "Số cuộc")})
    assert (shared.meant("Số buổi"), shared.meant("Cuộc")) == (None, "two")


def test_merged_heads_speak_for_all_their_columns_and_a_title_for_none() -> None:
    sheet = Sheet(
        [
            ["Kết quả so với kế hoạch"],
            ["Nội dung", "Kỳ này", "So với cùng kỳ"],
            ["", "", "Số", "%"],
            ["(1)", "(2)", "(3)", "(4)"],
            ["Số mô hình", "…", "", ""],
            ["Nội dung khác", "", "", ""],
            ["Số lượt thăm gặp", "", "", ""],
        ],
        {(0, 1): (0, 0), (0, 2): (0, 0), (0, 3): (0, 0), (1, 3): (1, 2), (2, 0): (1, 0), (2, 1): (1, 1)},
    )
    found = [(each.place, each.indicator, each.figure.value) for each in propose(sheet, VOCABULARY, {(4, 1)})]
    assert found == [
        ((4, 2), "models", "change"),
        ((4, 3), "models", "percent"),
        ((6, 1), "visits", "this"),
        ((6, 2), "visits", "change"),
        ((6, 3), "visits", "percent"),
    ]
    assert sheet.heads(6, 3) == "Số lượt thăm gặp | So với cùng kỳ %"


def test_a_cell_with_words_is_not_proposed() -> None:
    sheet = Sheet([["Nội dung", "Kỳ này"], ["Số mô hình", "Ghi theo sổ"]], {})
    assert list(propose(sheet, VOCABULARY, ())) == []


def test_a_row_of_a_document_has_no_cells_beyond_its_texts() -> None:
    rows = [["Nội dung", "Kỳ này", "Kỳ trước"], ["Số mô hình", ""], ["Số lượt thăm gặp", "", ""]]
    assert [each.place for each in propose(Sheet(rows, {}, ragged=True), VOCABULARY, ())] == [
        (1, 1),
        (2, 1),
        (2, 2),
    ]
    assert [each.place for each in propose(Sheet(rows, {}), VOCABULARY, ())] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
    ]


def test_years_and_numbers_do_not_make_words_other_ones() -> None:
    assert same_heads("Số mô hình | Năm 2026", "2. Số mô hình | Năm 2027")
    assert not same_heads("Số mô hình | Năm 2026", "Số điểm mô hình | Năm 2026")


@given(
    st.lists(
        st.lists(st.sampled_from(["", "5", "Kỳ này", "Cùng kỳ", "Số mô hình", "Khác"]), max_size=5),
        max_size=7,
    )
)
def test_only_cells_without_words_below_a_head_are_proposed(rows: list[list[str]]) -> None:
    sheet = Sheet(rows, {})
    found = list(propose(sheet, VOCABULARY, ()))
    assert {sheet.text(*each.place) for each in found} <= {"", "5"}
    assert all(each.place[0] > 0 and each.place[1] > 0 for each in found)
    assert len({(each.place[0], each.figure) for each in found}) == len(found)
