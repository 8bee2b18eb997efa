"""Lists of choices that the unit changes in the program, on a real file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.choices import EnteredChoice
from desktop.domain.rules import Origin
from desktop.services import catalogue_entries, importing, registers, rules
from desktop.services.catalogue_entries import ChoiceEntry
from desktop.services.history import history_of
from desktop.services.rules import NotOfThisUnit
from desktop.services.workspace import Workspace
from tests.kit.workspaces import NHON_HUNG, WorkspaceMaker, environment, make_workspace, put, reopen

DAY = date(2026, 11, 20)
KIND = "dispute_kind"


def add(workspace: Workspace, catalogue: str, vi: str, **values: object) -> str:
    """An entry of the unit's own; gives its code."""
    catalogue_entries.add(workspace, catalogue, ChoiceEntry(vi, **values))  # type: ignore[arg-type]
    found = workspace.catalogues.find(catalogue, vi)
    assert found is not None
    return found.code


def offered(workspace: Workspace, catalogue: str, on: date = DAY) -> list[str]:
    return [each.vi for each in workspace.catalogues.in_force(catalogue, on)]


def code_of(workspace: Workspace, catalogue: str, at: int) -> str:
    return workspace.catalogues[catalogue][at].code


def test_an_entry_of_the_unit_is_offered_at_once_at_the_end(workspace: Workspace) -> None:
    code = add(workspace, "tip_topic", "Trộm cắp cây cảnh", synonyms=("Mất mai vàng",))
    assert offered(workspace, "tip_topic")[-1] == "Trộm cắp cây cảnh"
    found = workspace.catalogues.find("tip_topic", "mat mai vang")
    assert found is not None
    assert (found.code, found.origin) == (code, Origin.UNIT)


def test_it_is_there_when_the_file_is_opened_again(make: WorkspaceMaker) -> None:
    made = make()
    code = add(made.workspace, "tip_topic", "Trộm cắp cây cảnh")
    made.workspace.close()
    again = reopen(made)
    assert again.catalogues.label("tip_topic", code, "vi") == "Trộm cắp cây cảnh"
    again.close()


def test_an_import_knows_what_the_unit_calls_it(workspace: Workspace) -> None:
    code = add(workspace, "group_kind", "Tổ xe ôm tự quản", synonyms=("Xe ôm",))
    assert importing.choices_of(workspace.catalogues)["group_kind"][code] == ("Tổ xe ôm tự quản", "", "Xe ôm")


def test_two_computers_never_give_one_code(tmp_path: Path) -> None:
    one = make_workspace(tmp_path / "a", NHON_HUNG, around=environment(seed=1)).workspace
    other = make_workspace(tmp_path / "b", NHON_HUNG, around=environment(seed=2)).workspace
    assert add(one, "tip_topic", "Trộm cắp cây cảnh") != add(other, "tip_topic", "Trộm cắp cây cảnh")
    one.close()
    other.close()


def test_a_choice_of_the_program_is_renamed_everywhere(workspace: Workspace) -> None:
    code = code_of(workspace, "tip_topic", 0)
    before = workspace.catalogues["tip_topic"][0]
    catalogue_entries.change_entry(workspace, "tip_topic", code, ChoiceEntry("Tên mới", before.en))
    assert workspace.catalogues.label("tip_topic", code, "vi") == "Tên mới"
    assert workspace.catalogues["tip_topic"][0].changed


def test_what_is_out_of_use_is_offered_for_the_past_and_keeps_its_label(workspace: Workspace) -> None:
    code, name = code_of(workspace, "tip_topic", 0), offered(workspace, "tip_topic")[0]
    catalogue_entries.stop_using(workspace, "tip_topic", code, date(2026, 6, 30))
    assert name in offered(workspace, "tip_topic", date(2026, 6, 30))
    assert name not in offered(workspace, "tip_topic", DAY)
    assert workspace.catalogues.label("tip_topic", code, "vi") == name
    catalogue_entries.use_again(workspace, "tip_topic", code)
    assert name in offered(workspace, "tip_topic", DAY)


def test_an_entry_that_was_taken_back_still_names_what_was_recorded_with_it(workspace: Workspace) -> None:
    changes = catalogue_entries.add(workspace, "group_kind", ChoiceEntry("Tổ ghi nhầm"))
    code = workspace.catalogues["group_kind"][-1].code
    put(workspace, "group", name="Tổ 1", kind=code)
    assert changes.operation is not None
    registers.undo(workspace, changes.operation)
    assert "Tổ ghi nhầm" not in offered(workspace, "group_kind")
    assert workspace.catalogues.label("group_kind", code, "vi") == "Tổ ghi nhầm"


def test_choices_are_moved_and_the_order_stays(workspace: Workspace) -> None:
    first, second, third = offered(workspace, "tip_topic")[:3]
    catalogue_entries.move(workspace, "tip_topic", code_of(workspace, "tip_topic", 1), -1)
    assert offered(workspace, "tip_topic")[:3] == [second, first, third]
    catalogue_entries.move(workspace, "tip_topic", code_of(workspace, "tip_topic", 1), 1)
    assert offered(workspace, "tip_topic")[:3] == [second, third, first]


def test_moving_the_first_up_writes_nothing(workspace: Workspace) -> None:
    changes = catalogue_entries.move(workspace, "tip_topic", code_of(workspace, "tip_topic", 0), -1)
    assert changes.operation is None


def test_a_change_is_one_line_of_history_and_can_be_taken_back(workspace: Workspace) -> None:
    code = add(workspace, "tip_topic", "Trộm cắp cây cảnh")
    changes = catalogue_entries.change_entry(
        workspace, "tip_topic", code, ChoiceEntry("Trộm cây cảnh ban đêm")
    )
    record = changes.records[0][1]
    assert [each.action for each in history_of(workspace, "catalogue_entry", record)] == [
        "catalogue_entry.edit",
        "catalogue_entry.create",
    ]
    assert changes.operation is not None
    registers.undo(workspace, changes.operation)
    assert workspace.catalogues.label("tip_topic", code, "vi") == "Trộm cắp cây cảnh"


def test_history_says_nothing_of_codes(workspace: Workspace) -> None:
    code = add(workspace, KIND, "Tranh chấp bờ ao", counts_as="civil_family")
    created = catalogue_entries.history(workspace, KIND, code)[0]
    group = workspace.catalogues.label("dispute_kind_group", "civil_family", "vi")
    assert {each.field: each.after.value for each in created.changes} == {
        "vi": "Tranh chấp bờ ao",
        "counts_as": group,
    }


def test_a_name_that_is_there_is_refused(workspace: Workspace) -> None:
    name = offered(workspace, "tip_topic")[0]
    with pytest.raises(catalogue_entries.ChoiceExists):
        catalogue_entries.add(workspace, "tip_topic", ChoiceEntry(name.upper()))
    with pytest.raises(catalogue_entries.ChoiceExists):
        catalogue_entries.add(workspace, "tip_topic", ChoiceEntry("Khác hẳn", synonyms=(name,)))


def test_an_entry_needs_a_name_and_days_in_order(workspace: Workspace) -> None:
    with pytest.raises(catalogue_entries.ChoiceNeedsName):
        catalogue_entries.add(workspace, "tip_topic", ChoiceEntry("  "))
    with pytest.raises(catalogue_entries.NotInOrder):
        entry = ChoiceEntry("Mới", since=DAY, until=date(2026, 1, 1))
        catalogue_entries.add(workspace, "tip_topic", entry)


def test_where_the_program_reckons_with_codes_none_comes_or_goes(workspace: Workspace) -> None:
    with pytest.raises(catalogue_entries.CatalogueIsFixed):
        catalogue_entries.add(workspace, "award_stage", ChoiceEntry("Đang xem"))
    with pytest.raises(catalogue_entries.CatalogueIsFixed):
        catalogue_entries.stop_using(workspace, "award_stage", "draft", DAY)
    catalogue_entries.change_entry(workspace, "award_stage", "draft", ChoiceEntry("Dự thảo", "Draft"))
    assert workspace.catalogues.label("award_stage", "draft", "vi") == "Dự thảo"


def test_an_entry_stands_in_statistics_for_the_choice_it_counts_as(workspace: Workspace) -> None:
    code = add(workspace, "household_category", "Hộ có người sử dụng ma túy", counts_as="addiction")
    assert workspace.catalogues.counted_as("household_category", "addiction") == ("addiction", code)
    kind = add(workspace, KIND, "Tranh chấp bờ ao", counts_as="civil_family")
    found = workspace.catalogues.choice(KIND, kind)
    assert found is not None
    assert found.counts_as == "civil_family"


def test_a_category_of_household_that_was_added_has_a_visiting_interval(workspace: Workspace) -> None:
    code = add(workspace, "household_category", "Hộ nghèo")
    key = f"visit_interval_{code}"
    assert rules.rule_or_none(workspace, key, DAY) is None
    rules.set_rule(workspace, key, 45, date(2026, 1, 1))
    assert (code, 45) in [(each.category, each.days) for each in rules.visit_rules(workspace, DAY)]
    assert workspace.catalogues.label("rule", key, "vi") == "Định kỳ thăm gặp: Hộ nghèo"


def test_every_catalogue_that_can_be_changed_is_listed_with_its_counts(workspace: Workspace) -> None:
    add(workspace, "tip_topic", "Trộm cắp cây cảnh")
    views = {each.name: each for each in catalogue_entries.catalogues(workspace, "vi")}
    assert set(views) == set(workspace.catalogues) - {"rule"}
    assert (views["tip_topic"].own, views["tip_topic"].count) == (1, len(offered(workspace, "tip_topic")))
    assert views["award_stage"].fixed


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CHIEF, Role.WARD])
def test_only_administrators_change_catalogues(make: WorkspaceMaker, role: Role) -> None:
    workspace = make(role=role).workspace
    with pytest.raises(NotAllowed):
        catalogue_entries.add(workspace, "tip_topic", ChoiceEntry("Trộm cắp cây cảnh"))


def test_what_the_level_above_set_is_read_only_below(make: WorkspaceMaker) -> None:
    workspace = make().workspace
    above = EnteredChoice("1", "tip_topic", "own_above", Origin.UPPER, vi="Cấp trên đặt")
    workspace.catalogues.follow([above])
    with pytest.raises(NotOfThisUnit):
        catalogue_entries.change_entry(workspace, "tip_topic", "own_above", ChoiceEntry("Khác"))
    with pytest.raises(NotOfThisUnit):
        catalogue_entries.stop_using(workspace, "tip_topic", "own_above", DAY)
