"""The three lists as stations keep them, down to the last row."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from desktop.domain.values.citizen_id import parse_citizen_id
from desktop.domain.values.dates import parse_date
from desktop.domain.values.flags import parse_flag
from desktop.domain.values.group_names import group_name_key, parse_group_name
from desktop.domain.values.mediators import parse_mediators
from desktop.domain.values.names import parse_person_name
from desktop.domain.values.parties import parse_parties
from desktop.domain.values.phone import parse_phone
from desktop.domain.values.remarks import RemarkKind, find_remark
from desktop.domain.values.sex import Sex
from desktop.domain.values.synonyms import match_choice
from desktop.office.legacy import looks_legacy_encoded
from desktop.office.reading import Sheet, read_workbook
from desktop.office.tables import Table, Why, find_table
from tests.office.files import DISPUTES, LEGACY, MEMBERS

TODAY = date(2026, 11, 22)
VOCABULARY = {
    "full_name": ["Họ và tên", "Họ tên"],
    "born": ["Ngày sinh", "Năm sinh"],
    "citizen_id": ["Số CCCD"],
    "phone": ["Điện thoại", "Số điện thoại"],
    "address": ["Địa chỉ"],
    "group": ["Tên tổ", "Tổ"],
    "role": ["Chức danh", "Chức vụ"],
    "joined_on": ["Ngày tham gia"],
    "note": ["Ghi chú"],
    "received_on": ["Ngày nhận vụ, việc", "Ngày, tháng, năm nhận vụ, việc"],
    "mediators": ["Hòa giải viên"],
    "parties": ["Họ tên, tuổi, địa chỉ các bên"],
    "summary": ["Nội dung chủ yếu"],
    "agreement": ["Thỏa thuận"],
    "settled": ["Thành"],
    "failed": ["Không thành"],
}
ROLES = {"leader": ["Tổ trưởng"], "deputy": ["Tổ phó"], "member": ["Thành viên"]}


@pytest.fixture(scope="module")
def members() -> Table:
    return find_table(read_workbook(MEMBERS).sheets[0], VOCABULARY)


@pytest.fixture(scope="module")
def disputes() -> Table:
    return find_table(read_workbook(DISPUTES).sheets[0], VOCABULARY)


@pytest.fixture(scope="module")
def legacy() -> Sheet:
    return read_workbook(LEGACY).sheets[0]


def fields(table: Table) -> dict[int, str]:
    return {column: proposal.field for column, proposal in table.proposed.items()}


@pytest.mark.parametrize(
    ("path", "rows", "columns"), [(MEMBERS, 136, 11), (DISPUTES, 64, 10), (LEGACY, 81, 6)]
)
def test_every_row_is_read(path: object, rows: int, columns: int) -> None:
    (sheet,) = read_workbook(path).sheets  # type: ignore[arg-type]  # parametrize loses the type of the path
    assert (len(sheet.rows), sheet.width) == (rows, columns)


def test_the_list_of_members_has_123_rows_and_accounts_for_the_others(members: Table) -> None:
    assert len(members.rows) == 123
    assert members.header_rows == (6, 7)
    assert Counter(skipped.why for skipped in members.skipped) == {Why.BLANK: 7, Why.ABOVE: 3, Why.TOTAL: 1}
    assert [row.cells[0] for row in members.rows] == list(range(1, 124))


def test_two_columns_of_birth_are_one_field_with_the_sex(members: Table) -> None:
    assert members.headers[2:4] == ("Ngày sinh / Nam", "Ngày sinh / Nữ")
    assert [members.proposed[column].sex for column in (2, 3)] == [Sex.MALE, Sex.FEMALE]
    assert list(fields(members).values()) == [
        *("full_name", "born", "born", "citizen_id", "phone"),
        *("address", "group", "role", "joined_on", "note"),
    ]


def test_the_name_of_the_group_is_carried_down_its_merged_cells(members: Table) -> None:
    names = members.column(7)
    assert names.count("Tổ tự quản số 01 ấp Tây Hưng") == 8
    assert len({name for name in names if name}) == 16
    assert sum(name is None for name in names) == 2
    assert sum(7 in row.carried for row in members.rows) == 105


def test_the_members_values_are_read_with_their_repairs(members: Table) -> None:
    born = [
        parse_date(row.cells[2] if row.cells[2] is not None else row.cells[3], TODAY, past_only=True)
        for row in members.rows
    ]
    assert sum(parsed.value is not None for parsed in born) == 121
    assert [parsed.facts["written"] for parsed in born if parsed.problem] == ["31/02/1980"]
    assert {parsed.repair.code for parsed in born if parsed.repair} == {"two_digit_year"}


def test_every_number_of_a_member_is_given_its_zeros_and_fits_birth_and_sex(members: Table) -> None:
    parsed = []
    for row in members.rows:
        man = row.cells[2] is not None
        born = parse_date(row.cells[2] if man else row.cells[3], TODAY, past_only=True).value
        sex = (Sex.MALE if man else Sex.FEMALE) if born else None
        parsed.append(parse_citizen_id(row.cells[4], born.year if born else None, sex))
    assert Counter(each.problem for each in parsed) == {None: 122, "id_too_short": 1}
    assert Counter(each.doubt for each in parsed) == {None: 123}
    numbers = Counter(str(each.value) for each in parsed if each.value)
    assert [number for number, count in numbers.items() if count > 1] == ["079083398055"]


def test_the_members_telephones_names_and_roles_are_read(members: Table) -> None:
    phones = [parse_phone(cell) for cell in members.column(5)]
    assert not any(phone.problem or phone.doubt for phone in phones)
    assert sum(phone.value is not None for phone in phones) == 120
    assert {phone.repair.code for phone in phones if phone.repair} == {"phone_zero", "phone_prefix"}
    names = [parse_person_name(cell) for cell in members.column(1)]
    assert [name.repair.after for name in names if name.repair] == ["Danh Hồng Đào"]
    assert [name.problem for name in names if name.problem] == ["empty_name"]
    roles = Counter(match_choice(cell, ROLES).value for cell in members.column(8))
    assert roles == {"leader": 15, "deputy": 15, "member": 90, None: 3}


def test_the_members_groups_and_remarks_are_read(members: Table) -> None:
    groups = {parse_group_name(str(name)) for name in members.column(7) if name}
    assert {(group.kind, group.number) for group in groups} == {
        ("tổ tự quản", number) for number in range(1, 17)
    }
    assert group_name_key("tổ tự quản số 1 ẤP TÂY HƯNG") in {group.key for group in groups}
    remarks = [remark for cell in members.column(10) if (remark := find_remark(cell, TODAY))]
    assert {(remark.kind, str(remark.date)) for remark in remarks} == {(RemarkKind.LEFT, "2026-06")}
    assert len(remarks) == 2


def test_the_mediation_book_has_60_cases_and_a_line_of_numbers(disputes: Table) -> None:
    assert len(disputes.rows) == 60
    assert Counter(skipped.why for skipped in disputes.skipped) == {
        Why.ABOVE: 1,
        Why.BLANK: 1,
        Why.NUMBERING: 1,
    }
    assert list(fields(disputes).items()) == [
        *((1, "received_on"), (2, "mediators"), (3, "parties"), (4, "summary")),
        *((5, "agreement"), (6, "settled"), (7, "failed"), (9, "note")),
    ]


def test_every_case_has_a_day_a_mediator_and_two_parties(disputes: Table) -> None:
    days = [parse_date(cell, TODAY, past_only=True) for cell in disputes.column(1)]
    assert all(day.value is not None and day.value.is_full for day in days)
    mediators = [parse_mediators(cell) for cell in disputes.column(2)]
    assert all(each.value and len(each.value) == 1 and not each.doubt for each in mediators)
    parties = [party for cell in disputes.column(3) for party in parse_parties(cell).value or ()]
    assert len(parties) == 120
    assert all(party.age and party.address and party.name for party in parties)


def test_marks_and_remarks_tell_the_outcome_of_each_case(disputes: Table) -> None:
    marks = Counter(
        (bool(parse_flag(row.cells[6]).value), bool(parse_flag(row.cells[7]).value)) for row in disputes.rows
    )
    assert marks == {(True, False): 48, (False, True): 9, (False, False): 3}
    (referred,) = [remark for cell in disputes.column(9) if (remark := find_remark(cell, TODAY))]
    assert (referred.kind, referred.target) == (RemarkKind.REFERRED, "UBND phường")


def test_the_old_list_is_recognised_by_its_letters(legacy: Sheet) -> None:
    assert looks_legacy_encoded(str(cell) for row in legacy.rows for cell in row if isinstance(cell, str))


def test_the_old_list_still_has_its_table(legacy: Sheet) -> None:
    table = find_table(legacy, {})
    assert (len(table.rows), table.header_rows, table.ordinal) == (80, (1,), 0)
    assert table.rows[-1].cells == (80, "§ç Hång Mai", 1968, "khu phè 3", "Tæ sè 14", "Tæ viªn")
