"""Which criteria a recognition is marked by: those of its kind of subject, in force in its work year."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.fields import Checklist
from desktop.services import catalogue_entries, checklists, registers
from desktop.services.catalogue_entries import ChoiceEntry
from desktop.services.views import ChildForm, Entry, Value
from desktop.services.workspace import Workspace
from tests.kit.workspaces import put

CRITERIA = "recognition_criterion"
MARKS = Checklist("criterion", "met", "result", passed="passed", failed="not_passed")


def codes(workspace: Workspace, subject: str, year: Value = 2026) -> set[str]:
    return set(checklists.items(workspace, "criterion_mark", {"subject_kind": subject, "work_year": year}))


@pytest.mark.parametrize(
    ("subject", "first_letters"),
    [
        ("residential", {"r_"}),
        ("commune", {"c_"}),
        ("agency", {"u_"}),
        ("company", {"u_"}),
        ("school", {"u_"}),
    ],
)
def test_each_kind_of_subject_has_its_own_criteria(
    workspace: Workspace, subject: str, first_letters: set[str]
) -> None:
    found = codes(workspace, subject)
    assert found
    assert {code[:2] for code in found} == first_letters


def test_without_a_kind_of_subject_there_is_nothing_to_mark(workspace: Workspace) -> None:
    assert checklists.items(workspace, "criterion_mark", {}) == ()
    assert checklists.items(workspace, "party", {"subject_kind": "residential"}) == ()


def test_a_criterion_counts_in_the_work_years_that_end_while_it_is_in_force(workspace: Workspace) -> None:
    catalogue_entries.stop_using(workspace, CRITERIA, "r_core_force", date(2026, 10, 30))
    catalogue_entries.stop_using(workspace, CRITERIA, "u_guards", date(2026, 11, 15))
    assert "r_core_force" in codes(workspace, "residential", 2025)
    assert "r_core_force" not in codes(workspace, "residential", 2026)
    assert "u_guards" in codes(workspace, "agency", 2026)
    assert "u_guards" not in codes(workspace, "agency", 2027)


def test_a_criterion_that_the_unit_adds_is_for_the_kinds_it_names(workspace: Workspace) -> None:
    entry = ChoiceEntry("Có camera an ninh", applies_to=("residential", "school"))
    catalogue_entries.add(workspace, CRITERIA, entry)
    code = workspace.catalogues[CRITERIA][-1].code
    assert code in codes(workspace, "residential") & codes(workspace, "school")
    assert code not in codes(workspace, "commune")


@pytest.mark.parametrize("year", [None, 0, 99_999, "2026"])
def test_a_year_that_is_none_yet_is_taken_for_the_one_that_holds_today(
    workspace: Workspace, year: Value
) -> None:
    assert codes(workspace, "residential", year) == codes(workspace, "residential", 2027)


@pytest.mark.parametrize(
    ("marks", "result"),
    [
        ([], None),
        ([None, None], None),
        ([True, True], "passed"),
        ([True, None], "not_passed"),
        ([True, False], "not_passed"),
        ([False, None], "not_passed"),
    ],
)
def test_a_result_is_proposed_once_something_was_marked(marks: list[bool | None], result: str | None) -> None:
    assert MARKS.proposal(marks) == result


def test_marks_are_saved_with_their_recognition(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Khóm Xuân Hòa")
    form = registers.load_form(workspace, "recognition", None)
    marks = tuple(
        ChildForm("criterion_mark", None, {"criterion": code, "met": True})
        for code in sorted(codes(workspace, "residential"))
    )
    changes = registers.save(workspace, form, Entry({"area": area, "work_year": 2026}, marks))
    record = next(record for register, record in changes.records if register == "recognition")
    stored = registers.load_form(workspace, "recognition", record).children["criterion_mark"]
    assert {cells["criterion"].value for _, cells in stored} == codes(workspace, "residential")
