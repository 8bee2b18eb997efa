"""The lists of choices that come with the program, and the rules every such list keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.base.text import fold
from desktop.domain.fields import Kind
from desktop.domain.registers import REGISTRY
from desktop.services.catalogues import Catalogues, Choice, load_catalogues

WriteCatalogue = Callable[[str], Path]


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    return load_catalogues()


@pytest.fixture
def write(tmp_path: Path) -> WriteCatalogue:
    def write_one(text: str) -> Path:
        (tmp_path / "role.toml").write_text(text, "utf-8")
        return tmp_path

    return write_one


def used_catalogues() -> set[str]:
    return {
        field.catalogue for register in REGISTRY for field in register.fields if field.catalogue is not None
    }


def test_every_catalogue_a_register_names_is_there(catalogues: Catalogues) -> None:
    assert used_catalogues() <= set(catalogues)


def test_every_default_is_a_code_of_its_catalogue(catalogues: Catalogues) -> None:
    defaults = {
        (field.catalogue, field.default)
        for register in REGISTRY
        for field in register.fields
        if field.kind is Kind.CHOICE and field.catalogue is not None and field.default is not None
    }

    assert defaults
    assert {(name, code) for name, code in defaults if catalogues.choice(name, code) is None} == set()


def test_no_catalogue_lies_unused(catalogues: Catalogues) -> None:
    assert set(catalogues) - used_catalogues() == {"dispute_kind_group", "dispute_outcome_group"}


def test_no_choice_repeats_a_word(catalogues: Catalogues) -> None:
    repeated = {
        (name, choice.code, word)
        for name, choices in catalogues.items()
        for choice in choices
        for word, times in Counter(map(fold, (choice.vi, *choice.synonyms))).items()
        if times > 1 or not word
    }

    assert repeated == set()


def test_every_kind_of_dispute_counts_in_one_of_the_three_groups_of_the_circular(
    catalogues: Catalogues,
) -> None:
    counted = {choice.counts_as for choice in catalogues["dispute_kind"]}

    assert counted == {"between_parties", "civil_family", "other_in_scope"}


def test_codes_that_rules_speak_of_are_there(catalogues: Catalogues) -> None:
    codes = {name: [choice.code for choice in catalogues[name]] for name in catalogues}

    assert codes["sex"] == ["male", "female"]
    assert codes["mediated_by"] == ["mediation_group", "self_management_group", "police"]
    assert codes["recipient_kind"] == ["individual", "collective", "household"]
    assert {"leader", "deputy", "member", "mediator"} <= set(codes["member_role"])
    assert {"draft", "decided", "printed", "handed", "revoked"} <= set(codes["award_stage"])
    assert codes["dispute_outcome"] == [
        "open",
        "settled",
        "not_settled",
        "ended_on_request",
        "referred",
        "out_of_scope",
    ]


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("member_role", "Tổ trưởng", "leader"),
        ("member_role", "TỔ TRƯỞNG", "leader"),
        ("member_role", "to truong", "leader"),
        ("member_role", " T.Trưởng ", "leader"),
        ("member_role", "Tổ viên", "member"),
        ("member_role", "thành viên", "member"),
        ("member_role", "TV", "member"),
        ("member_role", "Hoà giải viên", "mediator"),
        ("sex", "nữ", "female"),
        ("dispute_outcome", "Thành", "settled"),
        ("dispute_outcome", "Không thành", "not_settled"),
        ("award_form", "giay_khen", "giay_khen"),
    ],
)
def test_what_people_write_is_found(catalogues: Catalogues, name: str, written: str, code: str) -> None:
    found = catalogues.find(name, written)

    assert found is not None
    assert found.code == code


def test_what_nobody_listed_is_not_guessed(catalogues: Catalogues) -> None:
    assert catalogues.find("member_role", "tổ tr") is None
    assert catalogues.find("member_role", " ") is None


def test_a_code_reads_in_both_languages(catalogues: Catalogues) -> None:
    assert catalogues.label("member_role", "leader", "vi") == "Tổ trưởng"
    assert catalogues.label("member_role", "leader", "en") == "Leader"
    assert catalogues.title("member_role", "vi") == "Chức danh trong tổ"
    assert catalogues.title("member_role", "en") == "Roles in a group"


def test_a_code_of_a_newer_version_shows_as_itself(catalogues: Catalogues) -> None:
    assert catalogues.label("member_role", "chronicler", "vi") == "chronicler"
    assert catalogues.label("weather", "rain", "en") == "rain"


def test_a_choice_is_offered_from_its_first_to_its_last_day() -> None:
    choice = Choice("old", "Cũ", "Old", since=date(2024, 7, 1), until=date(2025, 6, 30))

    assert not choice.in_force(date(2024, 6, 30))
    assert choice.in_force(date(2024, 7, 1))
    assert choice.in_force(date(2025, 6, 30))
    assert not choice.in_force(date(2025, 7, 1))


def test_a_choice_out_of_force_is_not_offered_but_keeps_its_label(catalogues: Catalogues) -> None:
    before_the_law = date(2024, 6, 30)

    offered = {choice.code for choice in catalogues.in_force("group_kind", before_the_law)}

    assert "mediation" in offered
    assert "security" not in offered
    assert catalogues.label("group_kind", "security", "vi") == "Tổ bảo vệ ANTT"


ONE = '{code = "one", vi = "Tổ phó", en = "Deputy"}'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (f'vi = "Vai"\nchoice = [{ONE}]', "lacks en"),
        ('vi = "Vai"\nen = "Roles"\nchoice = [{vi = "Một", en = "One"}]', "lacks code"),
        (f'vi = "Vai"\nen = "Roles"\nchoices = 1\nchoice = [{ONE}]', "keys nobody reads: choices"),
        (f'vi = "Vai"\nen = "Roles"\nchoice = [{ONE}, {ONE}]', "two choices one"),
        (
            f'vi = "Vai"\nen = "Roles"\nchoice = [{ONE}, {{code = "two", vi = "X", en = "Y", synonyms = ["to-pho"]}}]',
            "mean 'to pho'",
        ),
        (
            'vi = "Vai"\nen = "Roles"\nchoice = [{code = "one", vi = "Một", en = "One", counts_as = "two"}]',
            "counts as nothing known",
        ),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(write: WriteCatalogue, text: str, complaint: str) -> None:
    folder = write(text)

    with pytest.raises(ValueError, match=complaint):
        load_catalogues(folder)
