"""Who is called up when: collectives, people, households, by unit, and where a person moved them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.ceremony import in_order, rearranged, usual_place

TITLES = ("Tổ trưởng", "Tổ phó", "Thành viên")


def sorted_names(*awards: tuple[str, str, str]) -> list[str]:
    """Of (kind, name, unit)."""
    values = [
        {"recipient_kind": kind, "printed_name": name, "printed_unit": unit} for kind, name, unit in awards
    ]
    rows = sorted(enumerate(values), key=lambda each: usual_place(str(each[0]), each[1], TITLES))
    return [str(row["printed_name"]) for _, row in rows]


def test_collectives_then_people_then_households() -> None:
    assert sorted_names(
        ("household", "Trần Văn Sang", ""), ("individual", "Đỗ Văn Nhẫn", ""), ("collective", "Tổ số 5", "")
    ) == ["Tổ số 5", "Đỗ Văn Nhẫn", "Trần Văn Sang"]


def test_people_stand_by_unit_whatever_they_are_in_it_the_leader_first() -> None:
    assert sorted_names(
        ("individual", "Lê Thị Mai", "Thành viên Tổ số 12, ấp Đông"),
        ("individual", "Võ Văn An", "Thành viên Tổ số 5, ấp Đông"),
        ("individual", "Trần Văn Zũng", "Tổ trưởng Tổ số 5, ấp Đông"),
        ("individual", "Phạm Thị Bình", "Thành viên Tổ số 5, ấp Đông"),
    ) == ["Trần Văn Zũng", "Võ Văn An", "Phạm Thị Bình", "Lê Thị Mai"]


def test_an_order_by_hand_stands_and_who_came_later_takes_the_usual_place() -> None:
    assert in_order(["a", "b", "c", "d"], ["d", "a", "c"]) == ["d", "a", "b", "c"]
    assert in_order(["new", "a", "b"], ["b", "a"]) == ["new", "b", "a"]


def test_who_is_gone_leaves_no_gap() -> None:
    assert in_order(["a", "c"], ["c", "b", "a"]) == ["c", "a"]


def test_those_that_are_not_shown_stay_where_they_are() -> None:
    assert rearranged(["a", "x", "b", "y", "c"], ["c", "a", "b"]) == ["c", "x", "a", "y", "b"]


@given(
    st.lists(st.text("abcdef", min_size=1, max_size=2), unique=True),
    st.lists(st.text("abcdefgh", max_size=2)),
)
def test_nobody_is_lost_and_nobody_called_twice(usual: list[str], kept: list[str]) -> None:
    order = in_order(usual, kept)
    assert sorted(order) == sorted(usual)
    assert [each for each in order if each in kept] == [each for each in dict.fromkeys(kept) if each in usual]
