"""Records that contradict each other or the rules are found, and what one click can mend is mended and undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.access import Role
from desktop.domain.checks import Deed
from desktop.domain.sameness import link_id
from desktop.services import checking, registers, rules, sameness
from desktop.services.checking import FileDamaged, NothingToMend
from desktop.services.workspace import Workspace
from tests.kit.workspaces import make_workspace, put


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "so").workspace


def found(workspace: Workspace) -> dict[str, int]:
    return {each.check.code: each.count for each in checking.find(workspace)}


def only(workspace: Workspace, code: str) -> checking.Finding:
    (check,) = [each.check for each in checking.find(workspace) if each.check.code == code]
    (finding,) = checking.records(workspace, check, 0, 9)
    return finding


def mend(workspace: Workspace, code: str) -> Any:
    (check,) = [each.check for each in checking.find(workspace) if each.check.code == code]
    (finding,) = checking.records(workspace, check, 0, 9)
    return checking.mend(workspace, check, finding.record)


def member(workspace: Workspace, **values: Any) -> str:
    person = put(workspace, "person", full_name="Lê Văn Tám", born=values.pop("born", "1960"))
    values.setdefault("group", put(workspace, "group", name="Tổ 5"))
    return put(workspace, "member", person=person, **{"role": "leader", **values})


def retire(workspace: Workspace, register: str, record: str, on: date) -> None:
    registers.retire(workspace, register, record, "Chuyển đi", on)


def test_an_empty_register_and_a_sound_one_have_nothing_to_mend(workspace: Workspace) -> None:
    assert found(workspace) == {}
    member(workspace)
    assert found(workspace) == {}


def test_a_group_is_led_by_somebody_who_still_serves(workspace: Workspace) -> None:
    made = member(workspace)
    with workspace.change("member.edit", register="member") as change:
        change.edit("member", made, {"left_on": "2026-06-01"})
    assert found(workspace) == {"group_without_leader.group": 1}


@pytest.mark.parametrize(("born", "count"), [("2010", 1), ("2008", 0), ("2007-01-01", 0), ("2012-03", 1)])
def test_a_member_is_old_enough_by_the_rule_in_force(workspace: Workspace, born: str, count: int) -> None:
    member(workspace, born=born)
    assert found(workspace).get("member_under_age.member.person", 0) == count
    rules.set_rule(workspace, "member_least_age", 1, workspace.today())
    assert found(workspace) == {}


def test_a_dispute_that_is_over_says_how_and_when(workspace: Workspace) -> None:
    put(workspace, "dispute", summary="Lối đi", received_on="2026-05-02", outcome_on="2026-05-09")
    put(workspace, "dispute", summary="Ranh đất", received_on="2026-05-02", outcome="settled")
    put(
        workspace,
        "dispute",
        summary="Nợ",
        received_on="2026-05-02",
        outcome="settled",
        outcome_on="2026-05-01",
    )
    assert found(workspace) == {
        "dispute_ended_before.dispute.outcome_on": 1,
        "dispute_without_outcome.dispute.outcome": 1,
        "dispute_without_end.dispute.outcome_on": 1,
    }


def test_nobody_visits_a_household_that_has_left(workspace: Workspace) -> None:
    household = put(workspace, "household", head_name="Trần Thị Sáu")
    put(workspace, "visit", household=household, visited_on="2026-04-30")
    put(workspace, "visit", household=household, visited_on="2026-05-20")
    retire(workspace, "household", household, date(2026, 5, 1))
    assert found(workspace) == {"visit_after_leaving.visit.visited_on": 1}


@pytest.mark.parametrize(
    ("sex", "born", "count"),
    [
        ("male", "1953", 0),
        ("female", "1953", 1),
        ("male", "1954", 1),
        (None, "1953-11-18", 0),
        (None, None, 0),
    ],
)
def test_a_number_fits_sex_and_year(
    workspace: Workspace, sex: str | None, born: str | None, count: int
) -> None:
    put(workspace, "person", full_name="Lê Văn Tám", citizen_id="089053001234", sex=sex, born=born)
    assert found(workspace).get("number_against_person.person.citizen_id", 0) == count


def test_who_may_not_reveal_is_not_told_what_numbers_say(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "so", role=Role.UPPER).workspace
    put(workspace, "person", full_name="Lê Văn Tám", citizen_id="089053001234", sex="female")
    assert found(workspace) == {}


def test_what_is_required_and_missing_is_found_by_field(workspace: Workspace) -> None:
    put(workspace, "visit", household=put(workspace, "household", head_name="Trần Thị Sáu"))
    assert found(workspace) == {"missing.visit.visited_on": 1}


def test_a_visit_entered_twice_loses_the_later_one_and_gets_it_back(workspace: Workspace) -> None:
    household = put(workspace, "household", head_name="Trần Thị Sáu")
    first, second = (put(workspace, "visit", household=household, visited_on="2026-05-20") for _ in range(2))
    assert only(workspace, "twice.visit").record == second
    done = mend(workspace, "twice.visit")
    assert found(workspace) == {}
    registers.undo(workspace, done.operation)
    assert only(workspace, "twice.visit").record == second
    assert first != second


def test_what_points_to_nothing_is_cleared_unless_it_is_required(workspace: Workspace) -> None:
    area = put(workspace, "area", name="Ấp Trung")
    put(workspace, "person", full_name="Lê Văn Tám", area=area)
    with workspace.change("area.edit", register="area") as change:
        change.set_state("area", area, {"is": "removed"})
    assert only(workspace, "dangling.person.area").deed is Deed.CLEAR
    mend(workspace, "dangling.person.area")
    assert found(workspace) == {}


def test_who_served_in_a_group_that_ended_has_left_it_then(workspace: Workspace) -> None:
    group = put(workspace, "group", name="Tổ 5")
    made = member(workspace, group=group, joined_on="2024-01-02")
    retire(workspace, "group", group, date(2026, 5, 1))
    mend(workspace, "member_of_ended_group.member.left_on")
    with workspace.reading() as reader:
        row = reader.records.get("member", made)
    assert row is not None
    assert row.values["left_on"] == "2026-05-01"


def test_two_words_against_each_other_in_one_set_are_found(workspace: Workspace) -> None:
    a, b, c = (put(workspace, "person", full_name="Lê Văn Tám") for _ in range(3))
    sameness.apart(workspace, "person", b, c)
    sameness.merge(workspace, "person", a, b)
    sameness.merge(workspace, "person", a, c)
    assert found(workspace) == {}
    with workspace.change("same_person.apart", register="same_person") as change:
        # Another computer of the unit had said so meanwhile.
        link = link_id("same_person", workspace.station.code, (b, c))
        change.edit("same_person", link, {"verdict": "different"})
    assert found(workspace) == {"same_and_not.person": 1}


def test_what_only_a_person_knows_is_not_mended_by_a_click(workspace: Workspace) -> None:
    put(workspace, "group", name="Tổ 5")
    with pytest.raises(NothingToMend):
        mend(workspace, "group_without_leader.group")


def test_what_is_mended_meanwhile_is_left_alone(workspace: Workspace) -> None:
    household = put(workspace, "household", head_name="Trần Thị Sáu")
    for _ in range(2):
        put(workspace, "visit", household=household, visited_on="2026-05-20")
    (check,) = [each.check for each in checking.find(workspace)]
    record = only(workspace, "twice.visit").record
    checking.mend(workspace, check, record)
    with pytest.raises(NothingToMend):
        checking.mend(workspace, check, record)


def test_a_file_that_is_as_it_was_written_is_read_through(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp Trung")
    assert checking.verify(workspace, lambda _done, _total: None) == 1


def test_a_chain_that_was_changed_in_the_file_is_told(workspace: Workspace) -> None:
    put(workspace, "area", name="Ấp Trung")
    with workspace.file.writing() as writer:
        writer.connection.execute("UPDATE journal_operation SET hlc = hlc + 1")
    with pytest.raises(FileDamaged):
        checking.verify(workspace, lambda _done, _total: None)
