"""What an import would do with rows: known people, second memberships, names decided once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from desktop.domain.importing.holdings import Holdings
from desktop.domain.importing.names import NEW, name_key, name_questions, proposed_answers
from desktop.domain.importing.people import Known
from desktop.domain.importing.planning import Fate, ImportPreview
from desktop.domain.importing.previewing import decided, resolved_rows
from desktop.domain.importing.rows import RowReader, RowReading
from desktop.domain.importing.targets import BORN_FEMALE, BORN_MALE, NOT_SETTLED, PARTIES, SETTLED, target_of
from desktop.domain.registers import REGISTRY

TODAY = date(2026, 11, 22)
MEMBERS = target_of(REGISTRY, "member")
DISPUTES = target_of(REGISTRY, "dispute")
CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "member_role": {"leader": ("Tổ trưởng",), "member": ("Thành viên", "TV")}
}
MEMBER_COLUMNS = {
    0: "person.full_name",
    1: BORN_MALE,
    2: BORN_FEMALE,
    3: "person.citizen_id",
    4: "member.group",
    5: "member.role",
    6: "member.note",
}


def member(number: int, *cells: Any) -> RowReading:
    return RowReader(MEMBERS, MEMBER_COLUMNS, CHOICES, TODAY).read(number, cells)


def dispute(*cells: Any) -> RowReading:
    columns = {
        0: "dispute.received_on",
        1: "dispute.summary",
        2: PARTIES,
        3: SETTLED,
        4: NOT_SETTLED,
        5: "dispute.note",
    }
    return RowReader(DISPUTES, columns, CHOICES, TODAY).read(1, cells)


def planned(*rows: RowReading, held: Holdings | None = None) -> ImportPreview:
    held = held or Holdings()
    answers = proposed_answers(name_questions(MEMBERS, rows, held))
    return decided(resolved_rows(MEMBERS, rows, answers, held), held)


def fates(preview: ImportPreview) -> list[Fate]:
    return [row.fate for row in preview.rows]


def test_a_day_of_birth_under_nu_says_the_sex_too() -> None:
    row = member(1, "Bùi Thị Anh", "", "18.11.53", "", "Tổ 1")
    assert (row.values["person.born"], row.values["person.sex"]) == ("1953-11-18", "female")


def test_a_number_that_lost_its_zero_is_a_repair_that_is_shown() -> None:
    row = member(1, "Lê Quốc Dũng", "16/08/1983", "", 79083398055.0, "Tổ 1")
    assert row.values["person.citizen_id"] == "079083398055"
    assert [note.code for note in row.repairs] == ["id_zeros"]


def test_every_fault_of_a_row_is_named() -> None:
    row = member(122, "Lê Văn Lỗi", "31/02/1980", "", "12345", "")
    assert {(note.key, note.code) for note in row.problems} == {
        ("person.born", "impossible_date"),
        ("person.citizen_id", "id_too_short"),
        ("member.group", "required"),
    }


def test_a_missing_name_refuses_the_row() -> None:
    row = member(123, "", "", "1990", "", "Tổ 1")
    assert [note.code for note in row.problems] == ["empty_name"]


def test_the_same_person_in_another_group_is_a_second_membership() -> None:
    first = member(1, "Lê Quốc Dũng", "16/08/1983", "", "079083398055", "Tổ 1")
    again = member(2, "Lê Quốc Dũng", "", "", "079083398055", "Tổ 16")
    assert fates(planned(first, again)) == [Fate.NEW, Fate.SECOND]


def test_the_same_person_in_the_same_group_is_not_doubled() -> None:
    row = ("Lê Quốc Dũng", "16/08/1983", "", "079083398055", "Tổ 1")
    assert fates(planned(member(1, *row), member(2, *row))) == [Fate.NEW, Fate.SAME]


def test_two_people_of_one_name_and_other_numbers_are_two() -> None:
    first = member(1, "Nguyễn Văn An", "1980", "", "079080398055", "Tổ 1")
    other = member(2, "Nguyễn Văn An", "1980", "", "089080153984", "Tổ 1")
    assert fates(planned(first, other)) == [Fate.NEW, Fate.NEW]


def test_who_is_in_the_register_already_is_known_and_changes_are_named() -> None:
    held = Holdings(
        {"group": {"g1": "Tổ 1"}},
        (Known("p1", {"full_name": "Lê Quốc Dũng", "born": "1983-08-16", "sex": "male"}),),
        {"m1": {"person": "p1", "group": "g1", "role": "member"}},
    )
    same = member(1, "Lê Quốc Dũng", "16/08/1983", "", "", "tổ số 01")
    promoted = member(2, "Lê Quốc Dũng", "16/08/1983", "", "", "Tổ 1", "Tổ trưởng")
    preview = planned(same, promoted, held=held)
    assert fates(preview) == [Fate.SAME, Fate.CHANGED]
    assert preview.rows[1].changes == {"member.role": ("member", "leader")}


def test_names_are_asked_once_however_they_are_spelled() -> None:
    rows = [member(1, "A", "", "", "", "Tổ 5"), member(2, "B", "", "", "", "tổ số 05")]
    questions = name_questions(MEMBERS, rows, Holdings({"group": {"g5": "Tổ số 5"}}))
    assert [(each.text, each.rows, each.answer) for each in questions] == [("Tổ 5", (1, 2), "g5")]


class Counted(dict[str, str]):
    """Names that know how often somebody went through all of them."""

    readings = 0

    def items(self) -> Any:
        self.readings += 1
        return super().items()


def test_the_names_that_are_held_are_gone_through_once_however_many_a_list_has() -> None:
    rows = [member(at, "A", "", "", "", f"Tổ {at}") for at in range(1, 9)]
    held = Counted({f"g{at}": f"Tổ số {at}" for at in range(1, 9)})
    assert len(name_questions(MEMBERS, rows, Holdings({"group": held}))) == len(rows)
    assert held.readings == 1


def test_the_area_at_the_end_of_a_groups_name_is_a_name_of_its_own() -> None:
    rows = [member(1, "A", "", "", "", "Tổ tự quản số 01 ấp Tây Hưng")]
    questions = name_questions(MEMBERS, rows, Holdings())
    assert [(each.register, each.text, each.answer) for each in questions] == [
        ("area", "ấp Tây Hưng", NEW),
        ("group", "Tổ tự quản số 01 ấp Tây Hưng", NEW),
    ]


def test_a_name_without_an_answer_refuses_its_rows() -> None:
    row = member(1, "Lê Quốc Dũng", "1983", "", "", "Tổ 1")
    preview = decided(resolved_rows(MEMBERS, [row], {}, Holdings()), Holdings())
    assert [note.code for note in preview.refused[0].reasons] == ["name_not_resolved"]


def test_a_remark_proposes_that_the_member_has_left() -> None:
    row = member(1, "Lê Quốc Dũng", "1983", "", "", "Tổ 1", "TV", "thôi tham gia 6/2026")
    assert row.values["member.left_reason"] == "thôi tham gia 6/2026"
    assert [note.code for note in row.doubts] == ["remark_left"]


@pytest.mark.parametrize(
    ("settled", "not_settled", "note", "outcome"),
    [
        ("x", "", "", "settled"),
        ("", "X", "", "not_settled"),
        ("", "", "Chuyển UBND phường", "referred"),
        ("", "", "", None),
    ],
)
def test_crosses_and_remarks_tell_the_outcome(
    settled: str, not_settled: str, note: str, outcome: str | None
) -> None:
    row = dispute("23/03/2026", "Lối đi", "1) Trần Thị Bích, 73 tuổi; 2) Lê A", settled, not_settled, note)
    assert row.values.get("dispute.outcome") == outcome


def test_two_parties_in_one_cell_become_two() -> None:
    row = dispute(
        "23/03/2026", "Lối đi", "1) Trần Thị Bích, 73 tuổi, khu phố 3;\n2) Hoàng Quốc Khánh, 77 tuổi"
    )
    assert [(party.name, party.age) for party in row.parties] == [
        ("Trần Thị Bích", 73),
        ("Hoàng Quốc Khánh", 77),
    ]


def test_counts_add_up_to_the_rows() -> None:
    rows = [
        member(1, "Lê Quốc Dũng", "1983", "", "", "Tổ 1"),
        member(2, "", "1983", "", "", "Tổ 1"),
        member(3, "Lê Quốc Dũng", "1983", "", "", "Tổ 1"),
    ]
    preview = planned(*rows)
    assert sum(preview.count(fate) for fate in Fate) == len(rows)


def test_spellings_of_a_name_share_a_key() -> None:
    assert name_key("group", "Tổ 5") == name_key("group", "tổ số 05")
    assert name_key("household", "Đỗ Văn  Nhẫn") == name_key("household", "đỗ văn nhẫn")
