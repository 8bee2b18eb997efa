from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.vault.passwords import PasswordProblem, check_new_password, password_bytes


@pytest.mark.parametrize("text", ["Nhon Hung 2026", "cay-da-dau-lang", "9f#kQ!z7Lm", "123456789a!Bc"])
def test_password_without_a_problem(text: str) -> None:
    assert check_new_password(text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", PasswordProblem.TOO_SHORT),
        ("abc#1234x", PasswordProblem.TOO_SHORT),
        ("Ab1!" * 33, PasswordProblem.TOO_LONG),
        ("mâtkhau-nha-toi", PasswordProblem.NOT_ASCII),
        ("mat khau\tnha toi", PasswordProblem.NOT_ASCII),
        (" cay-da-dau-lang", PasswordProblem.SPACE_AT_EDGE),
        ("cay-da-dau-lang ", PasswordProblem.SPACE_AT_EDGE),
        ("aaaaaaaaaaaa", PasswordProblem.TOO_SIMPLE),
        ("1212121212", PasswordProblem.TOO_SIMPLE),
        ("1234567890", PasswordProblem.TOO_SIMPLE),
        ("0987654321", PasswordProblem.TOO_SIMPLE),
        ("QwertyUiop", PasswordProblem.TOO_SIMPLE),
    ],
)
def test_password_with_a_problem(text: str, problem: PasswordProblem) -> None:
    assert problem in check_new_password(text)


@given(st.text(max_size=40))
def test_password_with_a_vietnamese_letter_is_never_new(text: str) -> None:
    assert PasswordProblem.NOT_ASCII in check_new_password(text + "ậ")


def test_composed_and_decomposed_letters_are_the_same_password() -> None:
    assert password_bytes("ma\u0323\u0302t") == password_bytes("mật")


@given(st.text(st.characters(codec=None), max_size=20))
def test_any_text_may_be_tried(text: str) -> None:
    assert isinstance(password_bytes(text), bytes)
