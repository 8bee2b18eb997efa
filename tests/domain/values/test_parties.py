from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.values.mediators import MediatorText, parse_mediators
from desktop.domain.values.parties import PartyText, parse_parties

BICH = PartyText("Trần Thị Bích", 73, "khu phố 3")
KHANH = PartyText("Hoàng Quốc Khánh", 77, "ấp Đông Thuận")

names = st.sampled_from(["Trần Thị Bích", "Neáng Sa", "Danh Minh Phúc", "Lý A Sì", "Huỳnh Thị Ỷ"])
addresses = st.sampled_from(
    ["khu phố 3", "ấp Đông Thuận", "Tổ dân phố số 5", "số 5 đường Lê Lợi, khóm 2", ""]
)
parties = st.builds(PartyText, names, st.integers(1, 120), addresses)


def one_line(party: PartyText) -> str:
    return ", ".join(part for part in (party.name, f"{party.age} tuổi", party.address) if part)


@given(
    st.lists(parties, min_size=2, max_size=4),
    st.sampled_from(["{}) ", "{}. ", "{}/ ", "({}) "]),
    st.booleans(),
)
def test_numbered_parties_are_split(people: list[PartyText], number: str, lines: bool) -> None:
    between = ";\n" if lines else "; "
    cell = between.join(number.format(at) + one_line(party) for at, party in enumerate(people, 1))
    parsed = parse_parties(cell)
    assert parsed.value == tuple(people)
    assert parsed.doubt is None


@given(st.lists(parties, min_size=2, max_size=4), st.sampled_from([";", "\n", ";\n", "\n- "]))
def test_parties_are_split_without_numbers(people: list[PartyText], between: str) -> None:
    assert parse_parties(between.join(map(one_line, people))).value == tuple(people)


@pytest.mark.parametrize(
    "cell",
    [
        "1) Trần Thị Bích, 73 tuổi, khu phố 3;\n2) Hoàng Quốc Khánh, 77 tuổi, ấp Đông Thuận",
        "1. Trần Thị Bích, 73 tuổi, khu phố 3 2. Hoàng Quốc Khánh, 77 tuổi, ấp Đông Thuận",
        "TRẦN THỊ BÍCH, 73T, khu phố 3; HOÀNG QUỐC KHÁNH, 77T, ấp Đông Thuận",
        "Trần Thị Bích (73 tuổi, khu phố 3)\nHoàng Quốc Khánh (77 tuổi), ngụ ấp Đông Thuận",
        "Trần Thị Bích - 73 tuổi - khu phố 3; Hoàng Quốc Khánh - 77 - ấp Đông Thuận",
        "Trần Thị Bích,\n73 tuổi,\nkhu phố 3;\nHoàng Quốc Khánh, 77 tuổi,\nđịa chỉ: ấp Đông Thuận",
        "Trần Thị Bích 73 tuổi khu phố 3; Hoàng Quốc Khánh 77 tuổi ấp Đông Thuận",
    ],
)
def test_the_ways_of_writing_two_parties(cell: str) -> None:
    parsed = parse_parties(cell)
    assert (parsed.value, parsed.doubt) == ((BICH, KHANH), None)


def test_two_addressed_people_are_split_at_the_word_between_them() -> None:
    parsed = parse_parties("Ông Nguyễn Văn A và bà Trần Thị B")
    assert parsed.value == (
        PartyText("Nguyễn Văn A", honorific="Ông"),
        PartyText("Trần Thị B", honorific="Bà"),
    )


def test_two_people_with_ages_are_split_at_the_word_between_them() -> None:
    parsed = parse_parties("ông Lê A, 50 tuổi, ấp Một và bà Lê B, sinh năm 1981, ấp Hai")
    assert parsed.value is not None
    assert [(party.name, party.age, party.birth_year, party.address) for party in parsed.value] == [
        ("Lê A", 50, None, "ấp Một"),
        ("Lê B", None, 1981, "ấp Hai"),
    ]


def test_sides_keep_their_labels() -> None:
    parsed = parse_parties("Bên A: Trần Thị Bích, 73 tuổi\nBên B: Lê C; Người có quyền lợi liên quan: Lê D")
    assert parsed.value is not None
    assert [party.label for party in parsed.value] == ["Bên A", "Bên B", "Người có quyền lợi liên quan"]


@pytest.mark.parametrize(
    "cell", ["Vợ chồng ông A và bà B", "Hai hộ dân\ntranh chấp", "1)", ";", "nước chảy qua nhà"]
)
def test_what_cannot_be_split_stays_whole_with_a_doubt(cell: str) -> None:
    parsed = parse_parties(cell)
    assert parsed.value == (PartyText(" ".join(cell.split())),)
    assert parsed.doubt == "parties_not_split"


def test_a_part_that_is_no_person_is_kept_beside_the_person() -> None:
    parsed = parse_parties("Lê A, 50 tuổi; hộ dân kế bên")
    assert parsed.value == (PartyText("Lê A", 50), PartyText("hộ dân kế bên"))
    assert parsed.doubt == "parties_not_split"


def test_a_relative_in_the_line_is_no_second_party() -> None:
    parsed = parse_parties("Trần Văn A, con ông B và bà C")
    assert (parsed.value, parsed.doubt) == (
        (PartyText("Trần Văn A", None, "con ông B và bà C"),),
        "one_party",
    )


@pytest.mark.parametrize(
    ("cell", "mediators"),
    [
        ("HGV: Thạch Thị Oanh", (MediatorText("Thạch Thị Oanh"),)),
        (
            "HGV: Thạch Thị Oanh; ông Nguyễn Văn A (được mời)",
            (MediatorText("Thạch Thị Oanh"), MediatorText("Nguyễn Văn A", invited=True, honorific="Ông")),
        ),
        (
            "Hòa giải viên: Lê A, Trần B và Lê C\nNgười được mời: ông Lê D - trưởng ấp",
            (
                *(MediatorText("Lê A"), MediatorText("Trần B"), MediatorText("Lê C")),
                MediatorText("Lê D", invited=True, role="trưởng ấp", honorific="Ông"),
            ),
        ),
        ("1. Lê A\n2. Trần B (tổ trưởng)", (MediatorText("Lê A"), MediatorText("Trần B", role="tổ trưởng"))),
    ],
)
def test_mediators_and_guests_are_told_apart(cell: str, mediators: tuple[MediatorText, ...]) -> None:
    parsed = parse_mediators(cell)
    assert (parsed.value, parsed.doubt) == (mediators, None)


@pytest.mark.parametrize("cell", ["Tổ hòa giải ấp 3", ";;", "cán bộ tư pháp"])
def test_mediators_that_are_no_people_stay_whole_with_a_doubt(cell: str) -> None:
    parsed = parse_mediators(cell)
    assert parsed.value == (MediatorText(cell),)
    assert parsed.doubt == "mediators_not_split"
