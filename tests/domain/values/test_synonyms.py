from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.text import fold
from desktop.domain.values.synonyms import match_choice

ROLES = {"leader": ["Tổ trưởng"], "deputy": ["Tổ phó"], "member": ["Thành viên"]}
OUTCOMES = {"settled": ["Hòa giải thành"], "failed": ["Hòa giải không thành"], "open": ["Đang hòa giải"]}

labels = st.text("abcdđeêghiklmnoôơưvxy ", min_size=2, max_size=20).filter(lambda label: fold(label) != "")


@pytest.mark.parametrize("text", ["Thành viên", "thành viên", "THÀNH VIÊN", "Thanh vien", "member"])
def test_a_label_is_found_in_any_spelling(text: str) -> None:
    parsed = match_choice(text, ROLES)
    assert (parsed.value, parsed.repair, parsed.doubt) == ("member", None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TV", "member"),
        ("Tổ viên", "member"),
        ("T.viên", "member"),
        ("T.trưởng", "leader"),
        ("TT", "leader"),
        ("Phó tổ trưởng", "deputy"),
        ("TP", "deputy"),
    ],
)
def test_short_forms_are_repaired(text: str, code: str) -> None:
    parsed = match_choice(text, ROLES)
    assert parsed.value == code
    assert parsed.repair is not None
    assert parsed.repair.code == "choice_short"
    assert parsed.repair.after == ROLES[code][0]


@pytest.mark.parametrize(
    ("text", "code"),
    [("tổ trưởng tổ tự quản số 5", "leader"), ("Thành viêm", "member"), ("Tổ trưởngg", "leader")],
)
def test_near_spellings_are_doubted(text: str, code: str) -> None:
    parsed = match_choice(text, ROLES)
    assert (parsed.value, parsed.doubt) == (code, "choice_near")


def test_a_word_that_is_in_the_catalogue_wins_over_its_other_meaning() -> None:
    roles = {**ROLES, "force_member": ["Tổ viên"]}
    assert match_choice("Tổ viên", roles).value == "force_member"
    assert match_choice("Thành viên", roles).value == "member"


def test_a_short_form_of_two_entries_is_refused_with_both() -> None:
    parsed = match_choice("TV", {**ROLES, "force_member": ["Tổ viên"]})
    assert parsed.problem == "choice_ambiguous"
    assert parsed.facts["options"] == "Thành viên, Tổ viên"


def test_accents_tell_two_labels_apart() -> None:
    places = {"a": ["Ấp Đông"], "b": ["Ấp Đồng"]}
    assert match_choice("ấp đồng", places).value == "b"
    assert match_choice("ap dong", places).problem == "choice_ambiguous"


def test_success_is_not_taken_for_failure() -> None:
    assert match_choice("thành", OUTCOMES).value == "settled"
    assert match_choice("không thành", OUTCOMES).value == "failed"
    assert match_choice("Chưa giải quyết xong", OUTCOMES).value == "open"


def test_an_unknown_word_is_refused() -> None:
    assert match_choice("kế toán", ROLES).problem == "choice_unknown"


@given(
    st.dictionaries(
        st.text("abc", min_size=1), st.lists(labels, min_size=1, max_size=3), min_size=1, max_size=5
    )
)
def test_every_label_means_its_own_code_or_is_ambiguous(choices: dict[str, list[str]]) -> None:
    code, (label, *_) = next(iter(choices.items()))
    parsed = match_choice(label, choices)
    assert parsed.value == code or parsed.problem == "choice_ambiguous"
