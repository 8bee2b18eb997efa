"""Terms and amounts: the program's own, what the unit sets from a day on, and what nobody has set."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.rules import Origin, Standing, Unit
from desktop.domain.visiting import VisitRule
from desktop.i18n.catalogue import Catalogue
from desktop.services import registers, rules
from desktop.services.history import history_of
from desktop.services.views import Entry
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put

NEW_YEAR = date(2026, 1, 1)
DAY = date(2026, 11, 20)
NEEDED = {
    "silent_group_days": 30,
    "review_interval_days": 180,
    "inspection_interval_days": 90,
    "opinion_answer_days": 15,
    "merit_to_award_days": 60,
    "follow_up_days": 30,
    "visit_interval_addiction": 30,
    "visit_interval_after_treatment": 30,
    "visit_interval_reintegration": 60,
    "visit_interval_quarrel": 30,
    "backup_off_machine_amber_days": 7,
    "backup_off_machine_red_days": 14,
    "bundle_overdue_days": 35,
    "due_soon_days": 7,
}


@pytest.mark.parametrize(("key", "value"), NEEDED.items())
def test_every_term_has_a_value_in_a_new_file(workspace: Workspace, key: str, value: int) -> None:
    assert rules.rule(workspace, key, DAY) == value
    with workspace.reading() as reader:
        assert rules.rule(reader, key, DAY) == value


def test_every_rule_has_words_and_says_how_sure_it_is(workspace: Workspace) -> None:
    book = rules.shipped_rules()
    assert all(each.vi and each.en for each in book.values())
    assert {each.code for each in workspace.catalogues["rule"]} == set(book)
    assert all(value.standing is not None for each in book.values() for value in each.values)
    terms = [each for each in book.values() if each.group != "money"]
    assert {value.standing for each in terms for value in each.values} == {Standing.SUGGESTION}


def test_every_visiting_interval_is_of_a_known_category(workspace: Workspace) -> None:
    known = {each.code for each in workspace.catalogues["household_category"]}
    assert {each.category for each in rules.visit_rules(workspace, DAY)} <= known


def test_a_rule_that_there_is_not_is_a_mistake(workspace: Workspace) -> None:
    with pytest.raises(KeyError):
        rules.rule(workspace, "weather", DAY)
    with pytest.raises(KeyError):
        rules.set_rule(workspace, "weather", 1, DAY)


def test_the_base_salary_follows_its_days(workspace: Workspace) -> None:
    assert rules.rule(workspace, "base_salary", date(2026, 6, 30)) == 2_340_000
    assert rules.rule(workspace, "base_salary", date(2026, 7, 1)) == 2_530_000


def test_what_no_source_gives_stays_empty_until_the_unit_fills_it(workspace: Workspace) -> None:
    key = "mediation_pay_settled"
    assert rules.rule_or_none(workspace, key, DAY) is None
    with pytest.raises(rules.RuleNotSet):
        rules.rule(workspace, key, DAY)
    rules.set_rule(workspace, key, 300_000, NEW_YEAR, "Nghị quyết của HĐND tỉnh")
    assert rules.rule(workspace, key, DAY) == 300_000


def test_money_of_an_award_is_told_only_where_all_of_it_is_known(workspace: Workspace) -> None:
    june = date(2026, 6, 30)
    assert rules.commendation(workspace, "individual", june) == 702_000
    assert rules.commendation(workspace, "household", june) == 1_053_000
    assert rules.commendation(workspace, "collective", june) is None
    rules.set_rule(workspace, "commendation_collective_percent", 200, NEW_YEAR)
    assert rules.commendation(workspace, "collective", june) == 1_404_000


def test_a_change_of_the_unit_counts_from_its_day_and_leaves_the_past_alone(workspace: Workspace) -> None:
    rules.set_rule(workspace, "silent_group_days", 45, date(2026, 3, 1), "Kế hoạch 12")
    assert rules.rule(workspace, "silent_group_days", date(2026, 2, 28)) == 30
    assert rules.rule(workspace, "silent_group_days", date(2026, 3, 1)) == 45
    view = next(
        each for each in rules.rules(workspace, date(2026, 3, 1)) if each.rule.key == "silent_group_days"
    )
    assert view.current is not None
    assert (view.current.origin, view.current.basis) == (Origin.UNIT, "Kế hoạch 12")
    assert [value.value for value in view.values] == [30, 45]


def test_setting_the_same_day_again_corrects_the_value_and_is_in_its_history(workspace: Workspace) -> None:
    rules.set_rule(workspace, "silent_group_days", 45, NEW_YEAR)
    rules.set_rule(workspace, "silent_group_days", 40, NEW_YEAR)
    view = next(each for each in rules.rules(workspace, DAY) if each.rule.key == "silent_group_days")
    own = view.own_on(NEW_YEAR)
    assert own is not None
    assert own.value == 40
    assert [each.action for each in history_of(workspace, "rule", own.record)] == ["rule.set", "rule.set"]


def test_a_value_taken_back_lets_the_one_before_it_count(workspace: Workspace) -> None:
    changes = rules.set_rule(workspace, "silent_group_days", 45, NEW_YEAR)
    rules.withdraw(workspace, changes.records[0][1])
    assert rules.rule(workspace, "silent_group_days", DAY) == 30


def test_a_change_can_be_taken_back_like_any_other(workspace: Workspace) -> None:
    changes = rules.set_rule(workspace, "silent_group_days", 45, NEW_YEAR)
    assert changes.operation is not None
    registers.undo(workspace, changes.operation)
    assert rules.rule(workspace, "silent_group_days", DAY) == 30


def test_what_can_be_taken_back_is_named_in_words(workspace: Workspace) -> None:
    rules.set_rule(workspace, "silent_group_days", 45, NEW_YEAR)
    last = registers.last_undoable(workspace)
    assert last is not None
    assert last.subject == "Tổ không có hoạt động thì nhắc sau"
    saved = registers.save(
        workspace,
        registers.load_form(workspace, "target", None),
        Entry({"indicator": workspace.catalogues["indicator"][0].code, "year": 2026, "value": 10}),
    )
    assert saved.subject == workspace.catalogues["indicator"][0].vi


@pytest.mark.parametrize("value", [-1, 36_501, 2**53])
def test_no_number_of_days_is_negative_or_beyond_counting(workspace: Workspace, value: int) -> None:
    with pytest.raises(rules.NoSuchValue):
        rules.set_rule(workspace, "silent_group_days", value, NEW_YEAR)


def test_visiting_intervals_are_those_in_force(workspace: Workspace) -> None:
    assert rules.visits_as_suggested(workspace)
    rules.set_rule(workspace, "visit_interval_addiction", 15, date(2026, 12, 1))
    before = {each.category: each.days for each in rules.visit_rules(workspace, DAY)}
    after = rules.visit_rules(workspace, date(2026, 12, 1))
    assert before["addiction"] == 30
    assert VisitRule("addiction", 15, date(2026, 12, 1)) in after
    assert not rules.visits_as_suggested(workspace)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CHIEF, Role.WARD, Role.JUSTICE, Role.UPPER])
def test_only_administrators_change_what_everybody_goes_by(make: WorkspaceMaker, role: Role) -> None:
    workspace = make(role=role).workspace
    with pytest.raises(NotAllowed):
        rules.set_rule(workspace, "silent_group_days", 45, NEW_YEAR)
    with pytest.raises(NotAllowed):
        put(workspace, "rule", key="silent_group_days", value=45, since="2026-01-01")
    with pytest.raises(NotAllowed):
        put(workspace, "catalogue_entry", vi="A")
    assert rules.rule(workspace, "silent_group_days", DAY) == 30


@pytest.mark.parametrize(
    "value",
    ["{ value = 1, source = 'Luật' }", "{ value = 1, standing = 'reported' }"],
)
def test_a_file_that_hides_how_sure_a_value_is_is_refused(tmp_path: Path, value: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(
        f'[[rule]]\nkey = "a"\ngroup = "work"\nunit = "days"\nvi = "A"\nen = "A"\nvalue = [{value}]', "utf-8"
    )
    with pytest.raises(ValueError, match="a suggestion has no source"):
        rules.shipped_rules(file)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("unit", [each for each in Unit if each is not Unit.DONG])
def test_every_unit_has_words(unit: Unit, language: str) -> None:
    words = Catalogue(language)
    assert words.text(f"rule.unit.{unit.value}", amount="5")
    assert words.text(f"rule.in_unit.{unit.value}")
