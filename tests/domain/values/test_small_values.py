"""Sex, marks, counts, money and remarks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.values.cells import Cell, cell_text
from desktop.domain.values.flags import parse_flag
from desktop.domain.values.numbers import parse_count, parse_money
from desktop.domain.values.partial_date import PartialDate
from desktop.domain.values.remarks import RemarkKind, find_remark
from desktop.domain.values.sex import Sex, parse_sex

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("text", ["Nam", "NAM", "nam", "Nam giới", "m", "Ông"])
def test_words_for_a_man(text: str) -> None:
    assert parse_sex(text).value is Sex.MALE


@pytest.mark.parametrize("text", ["Nữ", "nu", "NỮ", "Nữ giới", "F", "Bà"])
def test_words_for_a_woman(text: str) -> None:
    assert parse_sex(text).value is Sex.FEMALE


def test_another_word_for_the_sex_is_refused() -> None:
    assert parse_sex("Nam/Nữ").problem == "unknown_sex"


@pytest.mark.parametrize("mark", ["x", "X", "✓", "√", "có", "Có", 1, 1.0, "1", True, "ü", "*", "v"])
def test_marks_mean_yes(mark: Cell) -> None:
    parsed = parse_flag(mark)
    assert (parsed.value, parsed.doubt) == (True, None)


@pytest.mark.parametrize("mark", ["không", "Ko", "0", 0, 0.0, "-", "–", False, "chưa"])
def test_other_marks_mean_no(mark: Cell) -> None:
    assert parse_flag(mark).value is False


def test_any_other_text_in_a_column_of_marks_is_a_mark_with_a_doubt() -> None:
    parsed = parse_flag("15/3/2026")
    assert (parsed.value, parsed.doubt) == (True, "flag_text")


@pytest.mark.parametrize(
    ("cell", "count"), [(12, 12), (12.0, 12), ("12 hộ", 12), ("1.126", 1126), ("10 349", 10349)]
)
def test_counts_are_read(cell: Cell, count: int) -> None:
    assert parse_count(cell).value == count


@pytest.mark.parametrize("cell", [-1, 1.5, "1,5", "nhiều", True, "1.12"])
def test_what_is_no_count_is_refused(cell: Cell) -> None:
    assert parse_count(cell).problem == "not_a_count"


@pytest.mark.parametrize(
    ("cell", "amount", "repair"),
    [
        (702000, 702_000, None),
        ("702.000", 702_000, None),
        ("15.000.000 đ", 15_000_000, None),
        ("15,000,000 VNĐ", 15_000_000, None),
        ("1,5 triệu", 1_500_000, "money_words"),
        ("500k", 500_000, "money_words"),
        ("2 tỷ đồng", 2_000_000_000, "money_words"),
    ],
)
def test_sums_are_read_in_whole_dong(cell: Cell, amount: int, repair: str | None) -> None:
    parsed = parse_money(cell)
    assert parsed.value == amount
    assert (parsed.repair and parsed.repair.code) == repair


@pytest.mark.parametrize("cell", ["300.000đ/tháng", "1.5 triệu", 0.5, -1, "0,5", True, 10**16])
def test_what_is_no_sum_is_refused(cell: Cell) -> None:
    assert parse_money(cell).problem == "not_money"


@given(st.integers(0, 10**15))
def test_a_sum_with_dots_is_read_back(amount: int) -> None:
    assert parse_money(f"{amount:,} đ".replace(",", ".")).value == amount


@pytest.mark.parametrize(
    ("text", "kind", "day", "target"),
    [
        ("thôi tham gia 6/2026", RemarkKind.LEFT, PartialDate(2026, 6), ""),
        ("Đã thôi tham gia từ 15/6/2026", RemarkKind.LEFT, PartialDate(2026, 6, 15), ""),
        ("thoi tham gia", RemarkKind.LEFT, None, ""),
        ("Chuyển UBND phường", RemarkKind.REFERRED, None, "UBND phường"),
        ("Chuyển Công an xã ngày 5/3/2026", RemarkKind.REFERRED, PartialDate(2026, 3, 5), "Công an xã"),
        ("đã chết 2025", RemarkKind.DIED, PartialDate(2025), ""),
        ("chuyển đi nơi khác", RemarkKind.MOVED, None, ""),
    ],
)
def test_remarks_tell_what_happened(
    text: str, kind: RemarkKind, day: PartialDate | None, target: str
) -> None:
    remark = find_remark(text, TODAY)
    assert remark is not None
    assert (remark.kind, remark.date, remark.target, remark.text) == (kind, day, target, text)


@pytest.mark.parametrize("text", [None, "", "Đảng viên", "nhận khen thưởng 2025"])
def test_other_remarks_tell_nothing(text: str | None) -> None:
    assert find_remark(text, TODAY) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (79083398055.0, "79083398055"),
        (True, "TRUE"),
        (date(53, 1, 2), "02/01/0053"),
        (" a\u00a0 b\r\nc ", "a b c"),
        (None, ""),
        (1.5, "1.5"),
    ],
)
def test_a_cell_reads_as_a_person_reads_it(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text
