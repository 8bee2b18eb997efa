from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.vault.errors import RecoveryCodeIncomplete, RecoveryCodeMistyped
from desktop.vault.recovery import GROUPS, GroupState, RecoveryCode, check_group
from tests.vault.kit import foretold

CODE = RecoveryCode.generate(foretold("code"))
codes = st.binary(min_size=32, max_size=32).map(lambda raw: RecoveryCode.generate(lambda _: raw))
places = st.integers(0, GROUPS - 1)


@given(codes)
def test_code_is_eight_groups_of_six_digits(code: RecoveryCode) -> None:
    assert [len(group) for group in code.groups] == [6] * 8
    assert len(code.secret) == 40


@given(codes)
def test_every_group_of_a_code_is_right_in_its_place(code: RecoveryCode) -> None:
    states = {check_group(place, group) for place, group in enumerate(code.groups)}
    assert states == {GroupState.RIGHT}


@given(codes, st.sampled_from(["", " ", "-", " - ", "\n", "\u00a0", "–", ". ", "·"]))
def test_code_is_read_with_any_spaces_and_dashes(code: RecoveryCode, between: str) -> None:
    assert RecoveryCode.parse(f"  {between.join(code.groups)}\r\n") == code


def test_code_is_read_in_full_width_digits() -> None:
    wide = " ".join(CODE.groups).translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert RecoveryCode.parse(wide) == CODE


@given(codes, places, st.integers(0, 5), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(code: RecoveryCode, place: int, at: int, by: int) -> None:
    group = code.groups[place]
    wrong = group[:at] + str((int(group[at]) + by) % 10) + group[at + 1 :]
    assert check_group(place, wrong) is GroupState.WRONG


@given(codes, places, st.integers(0, 4))
def test_every_swap_of_two_different_neighbours_is_found(code: RecoveryCode, place: int, at: int) -> None:
    group = code.groups[place]
    swapped = group[:at] + group[at + 1] + group[at] + group[at + 2 :]
    expected = GroupState.RIGHT if swapped == group else GroupState.WRONG
    assert check_group(place, swapped) is expected


@given(codes, places, places)
def test_right_group_in_a_wrong_place_is_found(code: RecoveryCode, place: int, other: int) -> None:
    expected = GroupState.RIGHT if place == other else GroupState.WRONG
    assert check_group(other, code.groups[place]) is expected


def test_mistyped_groups_are_named_from_one() -> None:
    groups = list(CODE.groups)
    groups[1], groups[4] = "000000", "111111"
    with pytest.raises(RecoveryCodeMistyped) as refused:
        RecoveryCode.parse(" ".join(groups))
    assert refused.value.facts == {"groups": "2, 5"}


@pytest.mark.parametrize(
    ("text", "digits"), [("", 0), ("123456", 6), ("x" * 48, 0), ("1" * 49, 49), ("٣" * 48, 0), ("²" * 48, 48)]
)
def test_code_of_another_length_says_how_many_digits_there_are(text: str, digits: int) -> None:
    with pytest.raises((RecoveryCodeIncomplete, RecoveryCodeMistyped)) as refused:
        RecoveryCode.parse(text)
    assert refused.value.facts.get("digits", 48) == digits


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", GroupState.INCOMPLETE),
        ("12345", GroupState.INCOMPLETE),
        (" 12 3", GroupState.INCOMPLETE),
        ("12345a", GroupState.WRONG),
        ("â", GroupState.WRONG),
        ("1234567", GroupState.WRONG),
    ],
)
def test_group_being_typed_has_a_state(text: str, state: GroupState) -> None:
    assert check_group(0, text) is state


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_a_failure_of_the_user(text: str) -> None:
    with pytest.raises((RecoveryCodeIncomplete, RecoveryCodeMistyped)):
        RecoveryCode.parse(text)


def test_two_codes_differ() -> None:
    assert RecoveryCode.generate() != RecoveryCode.generate()


def test_code_does_not_show_itself() -> None:
    assert not any(group in repr(CODE) + str(CODE) for group in CODE.groups)
