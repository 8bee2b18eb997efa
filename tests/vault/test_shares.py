"""A recovery code in shares: any two give it back, one tells nothing, and what is mistyped is found."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.vault.errors import RecoveryCodeIncomplete, RecoveryCodeMistyped, SharesForeign, SharesSame
from desktop.vault.recovery import GroupState, RecoveryCode, check_digit
from desktop.vault.shares import PRIME, CodeShare, check_share, join, split
from tests.kit.workspaces import environment

CODE = RecoveryCode.generate(lambda size: b"\x05" * size)
SHARES = split(CODE, 3, lambda size: b"\x09" * size)

seeds = st.integers(0, 2**32)


@given(seeds, st.integers(2, 5))
def test_any_two_shares_give_the_code_back(seed: int, people: int) -> None:
    randomness = environment(seed=seed).randomness
    code = RecoveryCode.generate(randomness)
    shares = split(code, people, randomness)
    assert len(shares) == people
    assert {join(one, other) for one, other in permutations(shares, 2)} == {code}


@given(seeds, seeds)
def test_one_share_belongs_to_every_code_alike(seed: int, other: int) -> None:
    """For any other code there is exactly one slope that gives the same share: alone it rules nothing out."""
    share = split(CODE, 2, environment(seed=seed).randomness)[1]
    secret = int(RecoveryCode.generate(environment(seed=other).randomness).secret)
    slope = (share.value - secret) * pow(share.number, -1, PRIME) % PRIME
    assert (secret + slope * share.number) % PRIME == share.value


def test_the_field_is_that_of_a_prime() -> None:
    # Miller and Rabin's test with the first thirteen primes as witnesses is a proof far past 10^40's neighbours
    # that were made by chance, and this one was.
    odd, twos = PRIME - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for witness in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41):
        powers = [pow(witness, odd << step, PRIME) for step in range(twos)]
        assert powers[0] == 1 or PRIME - 1 in powers


@pytest.mark.parametrize("people", [0, 1, 6])
def test_shares_are_for_two_to_five_people(people: int) -> None:
    with pytest.raises(ValueError, match="two to five"):
        split(CODE, people)


def test_a_share_is_read_back_from_its_paper() -> None:
    for share in SHARES:
        assert CodeShare.parse(share.number, " ".join(share.groups)) == share


@pytest.mark.parametrize("number", [1, 3])
def test_a_share_under_another_number_is_found(number: int) -> None:
    states = [check_share(number, place, group) for place, group in enumerate(SHARES[1].groups)]
    assert states == [GroupState.WRONG] * 8


def test_a_code_is_not_taken_for_a_share() -> None:
    with pytest.raises(RecoveryCodeMistyped):
        CodeShare.parse(1, " ".join(CODE.groups))


def test_a_mistyped_group_is_named() -> None:
    groups = list(SHARES[0].groups)
    groups[2] = f"{(int(groups[2]) + 1) % 10**6:06d}"
    with pytest.raises(RecoveryCodeMistyped) as refusal:
        CodeShare.parse(1, " ".join(groups))
    assert refusal.value.facts == {"groups": "3"}
    with pytest.raises(RecoveryCodeIncomplete):
        CodeShare.parse(1, "123456")


def test_twice_the_same_share_is_refused() -> None:
    with pytest.raises(SharesSame):
        join(SHARES[0], SHARES[0])


def test_shares_of_two_splittings_give_another_code_or_none() -> None:
    again = split(CODE, 3, lambda size: b"\x0a" * size)
    assert join(SHARES[0], again[1]) != CODE


def test_two_shares_that_no_code_has_are_refused() -> None:
    # The line through these two meets the axis at -1, which is no number of 40 digits.
    low, high = (share_of(number, value) for number, value in ((1, 0), (2, 1)))
    with pytest.raises(SharesForeign):
        join(low, high)


def share_of(number: int, value: int) -> CodeShare:
    digits = f"{value:040d}"
    free = [digits[start : start + 5] for start in range(0, 40, 5)]
    groups = [part + check_digit((place + number) % 10, part) for place, part in enumerate(free)]
    return CodeShare.parse(number, " ".join(groups))


def test_a_share_does_not_show_itself() -> None:
    assert SHARES[0].groups[0] not in repr(SHARES[0])


def test_the_shares_of_the_document_are_those_of_its_code() -> None:
    text = (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8")
    assert [f"{each.number}    {' '.join(each.groups)}" in text for each in SHARES] == [True] * 3
