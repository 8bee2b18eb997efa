from __future__ import annotations

import pytest

from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue
from desktop.vault.errors import LastUser, RecoveryCodeIncomplete, RecoveryCodeMistyped, UserKnown
from desktop.vault.passwords import PasswordProblem


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (RecoveryCodeIncomplete(digits=47, expected=48), "47"),
        (RecoveryCodeMistyped(groups="2, 5"), "2, 5"),
        (UserKnown(name="Trần Thị Cán Bộ"), "Trần Thị Cán Bộ"),
        (LastUser(name="Trần Thị Cán Bộ"), "Trần Thị Cán Bộ"),
    ],
)
def test_failure_shows_its_facts(language: str, error: UserError, shown: str) -> None:
    assert shown in Catalogue(language).error(error).what


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("problem", PasswordProblem)
def test_every_problem_of_a_password_has_its_words(language: str, problem: PasswordProblem) -> None:
    assert Catalogue(language).has(f"password.problem.{problem.value}")
