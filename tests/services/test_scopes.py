"""What a unit decides to give the level above, and that bundles follow it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.scope_table import UP, Reach
from desktop.services import registers, scopes
from desktop.services.scope_cells import held_above
from desktop.services.scopes import ScopeIsFixed, ScopeReasonNeeded, ask, decide, scope_lines
from desktop.services.workspace import Workspace
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, WorkspaceMaker, put
from tests.services.exchange import UPPER, acquaint, carry, computer, edit, marks, opened_by_age, sent, value


@pytest.fixture
def commune(make: WorkspaceMaker) -> Workspace:
    return computer(make, NHON_HUNG, 1)


@pytest.fixture
def upper(make: WorkspaceMaker, commune: Workspace) -> Workspace:
    made = computer(make, AN_GIANG, 2)
    acquaint(commune, made)
    return made


def line(workspace: Workspace, register: str) -> scopes.ScopeLine:
    return next(each for each in scope_lines(workspace) if each.register == register)


# Deciding


def test_where_nobody_decided_the_table_counts(commune: Workspace) -> None:
    assert line(commune, "visit").given[UP] is Reach.COUNTS
    assert line(commune, "visit").decided is None


def test_less_may_be_given_without_a_reason(commune: Workspace) -> None:
    decide(commune, "event", Reach.COUNTS)
    told = line(commune, "event")
    assert told.given[UP] is Reach.COUNTS
    assert told.decided is not None
    assert told.decided.since == commune.today()


def test_to_give_more_than_the_table_asks_for_a_reason(commune: Workspace) -> None:
    with pytest.raises(ScopeReasonNeeded):
        decide(commune, "visit", Reach.ROWS, "  ")
    decide(commune, "visit", Reach.ROWS, "Công văn 12 của Công an tỉnh")
    told = line(commune, "visit").decided
    assert told is not None
    assert (told.reach, told.reason) == (Reach.ROWS, "Công văn 12 của Công an tỉnh")


def test_a_decision_is_an_operation_in_the_history_and_can_be_taken_back(commune: Workspace) -> None:
    changes = decide(commune, "visit", Reach.ROWS, "lý do")
    (entry,) = scopes.scope_history(commune, "visit")
    assert (entry.action, entry.actor) == ("scope_cell.set", "Nguyễn Văn An")
    assert changes.operation is not None
    registers.undo(commune, changes.operation)
    assert line(commune, "visit").given[UP] is Reach.COUNTS


def test_only_an_administrator_decides(make: WorkspaceMaker) -> None:
    officer = computer(make, NHON_HUNG, 3, role=Role.OFFICER)
    with pytest.raises(NotAllowed):
        decide(officer, "event", Reach.NOTHING)


@pytest.mark.parametrize("register", ["report", "scope_cell"])
def test_reports_and_the_table_itself_cannot_be_kept_back(commune: Workspace, register: str) -> None:
    with pytest.raises(ScopeIsFixed):
        decide(commune, register, Reach.NOTHING)


def test_two_computers_that_decided_apart_give_the_less_until_one_word_stands(
    make: WorkspaceMaker, commune: Workspace, tmp_path: Path
) -> None:
    second = computer(make, NHON_HUNG, 4)
    acquaint(commune, second)
    decide(commune, "event", Reach.NOTHING)
    decide(second, "event", Reach.MASKED)
    carry(commune, second, tmp_path)
    carry(second, commune, tmp_path)
    assert {line(each, "event").given[UP] for each in (commune, second)} == {Reach.NOTHING}
    decide(commune, "event", Reach.MASKED)
    assert line(commune, "event").given[UP] is Reach.MASKED


def test_one_row_changed_in_two_places_gives_the_less_until_it_is_settled(
    make: WorkspaceMaker, commune: Workspace, tmp_path: Path
) -> None:
    second = computer(make, NHON_HUNG, 4)
    acquaint(commune, second)
    decide(commune, "event", Reach.COUNTS)
    carry(commune, second, tmp_path)
    decide(commune, "event", Reach.NOTHING)
    decide(second, "event", Reach.MASKED)
    carry(commune, second, tmp_path)
    told = line(second, "event").decided
    assert told is not None
    assert (told.reach, told.agreed) == (Reach.NOTHING, False)


# What goes


def test_less_goes_from_the_next_bundle_on(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    decide(commune, "event", Reach.NOTHING)
    event = put(commune, "event", name="Ngày hội xã", held_on="2026-11-01")
    path = sent(commune, UPPER, tmp_path).path
    assert "Ngày hội xã".encode() not in opened_by_age(path, upper, tmp_path)
    carry(commune, upper, tmp_path)
    assert value(upper, "event", event, "name") is None


def test_a_masked_row_goes_without_its_words(commune: Workspace, upper: Workspace, tmp_path: Path) -> None:
    decide(commune, "event", Reach.MASKED)
    event = put(commune, "event", name="Ngày hội xã", held_on="2026-11-01", attendances=80)
    carry(commune, upper, tmp_path)
    assert value(upper, "event", event, "held_on") == "2026-11-01"
    assert value(upper, "event", event, "attendances") == 80
    assert marks(upper, "event", event) == {"name": "withheld"}


def test_what_went_before_is_sent_again_when_more_is_given(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    household = put(commune, "household", head_name="Lê Văn Sang")
    visit = put(commune, "visit", household=household, visited_on="2026-11-01", content="bí mật")
    for number in range(60):
        put(commune, "area", name=f"Ấp {number}")
    carry(commune, upper, tmp_path)
    carry(upper, commune, tmp_path)
    assert value(upper, "visit", visit, "visited_on") is None
    decide(commune, "visit", Reach.ROWS, "Công văn 12")
    carry(commune, upper, tmp_path)
    assert value(upper, "visit", visit, "visited_on") == "2026-11-01"
    assert marks(upper, "visit", visit) == {"content": "withheld"}
    carry(upper, commune, tmp_path)
    assert sent(commune, UPPER, tmp_path).operations < 60


def test_a_decision_that_is_taken_back_opens_what_it_had_closed(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    changes = decide(commune, "event", Reach.NOTHING)
    event = put(commune, "event", name="Ngày hội xã", held_on="2026-11-01")
    for number in range(60):
        put(commune, "area", name=f"Ấp {number}")
    carry(commune, upper, tmp_path)
    carry(upper, commune, tmp_path)
    assert changes.operation is not None
    registers.undo(commune, changes.operation)
    carry(commune, upper, tmp_path)
    assert value(upper, "event", event, "name") == "Ngày hội xã"


def test_what_is_closed_now_shows_as_withheld_never_as_it_was(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    event = put(commune, "event", name="Ngày hội xã", held_on="2026-11-01", place="Nhà văn hóa")
    carry(commune, upper, tmp_path)
    decide(commune, "event", Reach.MASKED)
    edit(commune, "event", event, place="Sân trường")
    carry(commune, upper, tmp_path)
    assert value(upper, "event", event, "place") is None
    assert marks(upper, "event", event) == {"place": "withheld"}
    assert value(upper, "event", event, "name") == "Ngày hội xã"


# What the level above asks for


def test_what_the_level_above_asks_for_changes_nothing_until_the_station_agrees(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    ask(upper, "visit", Reach.ROWS, "Kế hoạch 05 của Công an tỉnh")
    carry(upper, commune, tmp_path)
    told = line(commune, "visit")
    assert told.given[UP] is Reach.COUNTS
    assert told.asked is not None
    assert (told.asked.reach, told.asked.reason) == (Reach.ROWS, "Kế hoạch 05 của Công an tỉnh")
    decide(commune, "visit", told.asked.reach, told.asked.reason)
    assert line(commune, "visit").given[UP] is Reach.ROWS


def test_the_level_above_knows_what_each_station_gives(
    commune: Workspace, upper: Workspace, tmp_path: Path
) -> None:
    decide(commune, "event", Reach.COUNTS)
    carry(commune, upper, tmp_path)
    with upper.reading() as reader:
        held = held_above(reader)
    assert held.reach("event") is Reach.COUNTS
    assert held.reach("review") is Reach.ROWS


def test_a_decision_of_later_says_since_when(commune: Workspace) -> None:
    decide(commune, "event", Reach.COUNTS)
    tomorrow = commune.today() + timedelta(1)
    commune.confirm_today(tomorrow)
    decide(commune, "event", Reach.NOTHING)
    told = line(commune, "event").decided
    assert told is not None
    assert (told.reach, told.since) == (Reach.NOTHING, tomorrow)
