"""Values as people type them: each repair is shown as one, what is uncertain is doubted, and nothing is silent."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest

from desktop.domain.importing.rows import RowReader, RowReading
from desktop.domain.importing.targets import PARTIES, target_of
from desktop.domain.registers import REGISTRY
from desktop.services.catalogues import load_catalogues
from desktop.services.importing import choices_of

TODAY = date(2026, 11, 22)
CHOICES = choices_of(load_catalogues())


def read(register: str, **cells: Any) -> RowReading:
    """A row with one cell for each field of the register, by its name; ``person_…`` for one of the person."""
    keys = [
        name.replace("person_", "person.") if name.startswith("person_") else f"{register}.{name}"
        for name in cells
    ]
    target = target_of(REGISTRY, register)
    return RowReader(target, dict(enumerate(keys)), CHOICES, TODAY).read(1, list(cells.values()))


def key_of(register: str, name: str) -> str:
    return f"person.{name.removeprefix('person_')}" if name.startswith("person_") else f"{register}.{name}"


def codes(row: RowReading) -> list[str]:
    return [note.code for note in row.repairs]


@pytest.mark.parametrize(
    ("cell", "value", "repair"),
    [
        ("1978", "1978", None),
        (1978, "1978", None),
        ("18.11.53", "1953-11-18", "two_digit_year"),
        ("05.11.00", "2000-11-05", "two_digit_year"),
        ("6/8/1988", "1988-08-06", None),
        (date(1969, 11, 18), "1969-11-18", None),
        (25_525, "1969-11-18", "serial_date"),
        ("18111969", "1969-11-18", "date_digits"),
        ("11/18/1969", "1969-11-18", "day_month_swapped"),
        ("00/00/1953", "1953", "unknown_day"),
        ("tháng 5 năm 1960", "1960-05", None),
    ],
)
def test_a_day_in_any_form_is_read_and_every_repair_shown(cell: Any, value: str, repair: str | None) -> None:
    row = read("member", person_born=cell)
    assert (row.values["person.born"], codes(row)) == (value, [repair] if repair else [])


@pytest.mark.parametrize("cell", ["31/02/1980", "30/02/1980", "31/4/1975", "29/02/2025"])
def test_a_day_that_no_calendar_has_is_refused(cell: str) -> None:
    assert [note.code for note in read("member", person_born=cell).problems if note.key == "person.born"] == [
        "impossible_date"
    ]


@pytest.mark.parametrize(
    ("field", "cell", "value", "repair"),
    [
        ("person_citizen_id", 79_083_398_055, "079083398055", "id_zeros"),
        ("person_citizen_id", 1_093_282_864, "001093282864", "id_zeros"),
        ("person_citizen_id", "O79O83398O55", "079083398055", "id_letters"),
        ("person_citizen_id", "351234567", "351234567", None),
        ("person_citizen_id", 12_345_678, "012345678", "id_zeros"),
        ("person_phone", 930_459_014, "0930459014", "phone_zero"),
        ("person_phone", "01228598322", "0778598322", "phone_prefix"),
        ("person_phone", "+84 930 459 014", "0930459014", "phone_country"),
        ("person_full_name", "DANH HỒNG  ĐÀO", "Danh Hồng Đào", "name_tidied"),
        ("person_full_name", "danh hồng đào", "Danh Hồng Đào", "name_case"),
        ("person_full_name", "Ông Danh Hồng Đào", "Danh Hồng Đào", "name_honorific"),
        ("person_address", "khóm  Hòa Thuận", "khóm Hòa Thuận", "spaces"),
        ("person_occupation", "Thợ\nmộc", "Thợ mộc", "spaces"),
        ("role", "TV", "member", "choice_short"),
        ("role", "Tổ viên", "member", "choice_short"),
        ("role", "tổ trưởng", "leader", None),
    ],
)
def test_what_is_mended_is_told(field: str, cell: Any, value: str, repair: str | None) -> None:
    row = read("member", **{field: cell})
    assert (row.values[key_of("member", field)], codes(row)) == (value, [repair] if repair else [])


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("person_full_name", "Danh Hồng Đào "),
        ("person_born", " 1978"),
        ("person_citizen_id", "079083398055\u200b"),
        ("person_phone", "0930459014\t"),
        ("person_address", "khóm Hòa Thuận \n"),
        ("group", " Tổ 5"),
        ("role", "tổ  trưởng"),
    ],
)
def test_white_space_that_is_left_out_is_told_of_every_kind_of_cell(field: str, cell: str) -> None:
    row = read("member", **{field: cell})
    told = [(note.code, note.facts["before"], note.facts["after"]) for note in row.repairs]
    assert told == [("spaces", cell, " ".join(cell.replace("\u200b", "").split()))]


def test_lines_of_a_long_text_are_no_white_space_too_many() -> None:
    assert codes(read("dispute", agreement="Bên A trả\r\nBên B nhận")) == []


@pytest.mark.parametrize(
    ("register", "field", "value"),
    [
        ("member", "person_born", "2019"),
        ("member", "joined_on", "2019"),
        ("equipment", "acquired_on", "2019"),
        ("member", "left_on", "2019-12-31"),
        ("group", "established_on", None),
        ("visit", "visited_on", None),
    ],
)
def test_a_year_alone_is_taken_where_it_says_enough(register: str, field: str, value: str | None) -> None:
    assert read(register, **{field: 2019}).values.get(key_of(register, field)) == value


def test_a_year_of_leaving_is_taken_to_its_end_but_not_beyond_today_and_that_is_told() -> None:
    row = read("member", left_on="2026")
    assert (row.values["member.left_on"], [note.code for note in row.doubts]) == (
        "2026-11-22",
        ["last_day_taken"],
    )


def test_a_row_is_kept_without_a_day_that_may_lack_and_that_is_told() -> None:
    row = read("group", name="Tổ 5", established_on="2019")
    assert ([note.code for note in row.doubts], row.problems) == (["day_left_out"], ())


def test_a_row_is_refused_where_the_register_needs_the_whole_day() -> None:
    row = read("visit", household="Lê Văn A", visited_on="6/2026")
    assert [note.code for note in row.problems] == ["needs_whole_day"]


@pytest.mark.parametrize("field", ["person_full_name", "person_address", "group", "role", "note"])
def test_letters_in_parts_are_composed_and_told(field: str) -> None:
    text = "Tổ phó" if field == "role" else "Đỗ Thị Bưởi"
    row = read("member", **{field: unicodedata.normalize("NFD", text)})
    assert "letters_composed" in codes(row)
    assert all(unicodedata.is_normalized("NFC", str(value)) for value in row.values.values())


def test_kinds_by_another_word_are_told() -> None:
    assert codes(read("group", name="Tổ 1", kind="Tổ hòa giải")) == []
    row = read("equipment", name="Bình chữa cháy", quantity="12 bình")
    assert (row.values["equipment.quantity"], codes(row)) == (12, ["count_words"])
    assert codes(read("contribution", giver="Bà Sáu", amount="1,5 triệu")) == ["money_words"]


def test_a_remark_proposes_the_day_on_which_a_member_left() -> None:
    row = read("member", note="thôi tham gia 6/2026")
    assert (row.values["member.left_on"], row.values["member.left_reason"]) == (
        "2026-06-30",
        "thôi tham gia 6/2026",
    )
    assert [note.code for note in row.doubts] == ["remark_left"]


def test_a_remark_without_a_day_invents_none() -> None:
    row = read("member", note="đã thôi tham gia")
    assert "member.left_on" not in row.values
    assert [note.code for note in row.doubts] == ["remark_left_undated"]


def test_a_day_of_leaving_that_the_list_has_is_kept() -> None:
    assert (
        read("member", left_on="05/06/2026", note="thôi tham gia 6/2026").values["member.left_on"]
        == "2026-06-05"
    )


def test_a_birth_year_of_a_party_is_its_age_when_the_case_came() -> None:
    target = target_of(REGISTRY, "dispute")
    cells = ["23/03/2026", "1) Trần Thị Bích, sinh năm 1953, khu phố 3; 2) Lê A, 40 tuổi", "HGV: Lê Văn B"]
    columns = {0: "dispute.received_on", 1: PARTIES, 2: "dispute.mediators"}
    row = RowReader(target, columns, CHOICES, TODAY).read(1, cells)
    assert [party.age for party in row.parties] == [73, 40]
    assert sorted(codes(row)) == ["mediators_named", "party_age"]


def test_a_number_that_a_spreadsheet_made_a_day_is_doubted() -> None:
    row = read("group", name="Tổ 1", decision_number=date(2026, 5, 12))
    assert [note.code for note in row.doubts] == ["text_from_day"]


@pytest.mark.parametrize("typed", ["Tự phòng; Tự quản", "Tự phòng, Tự quản", "tự phòng\ntự quản"])
def test_several_choices_in_one_cell_are_told_apart(typed: str) -> None:
    assert read("model", name="Camera", selfs=typed).values["model.selfs"] == [
        "self_prevention",
        "self_management",
    ]
