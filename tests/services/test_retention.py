"""What is past its term: told by the unit's own years, looked through by a person, kept with a reason or erased."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.access import NotAllowed, Role
from desktop.domain.retention import COUNTED, RULE
from desktop.services import data_purposes, registers, retention, rules
from desktop.services.erasing import ReasonMissing
from desktop.services.history import history_of
from desktop.services.workspace import Workspace
from tests.kit.workspaces import WorkspaceMaker, put
from tests.store.looking import everything_kept

SINCE = date(2020, 1, 1)


def years(workspace: Workspace, register: str, amount: int) -> None:
    rules.set_rule(workspace, RULE + register, amount, SINCE, "QĐ 12/2026")


def due(workspace: Workspace, register: str) -> list[str]:
    return [each.hit.record for each in retention.due(workspace, register)]


def test_nothing_is_due_while_nobody_has_set_a_term(workspace: Workspace) -> None:
    put(workspace, "visit", visited_on="2001-01-05")
    assert {each.years for each in retention.terms(workspace)} == {None}
    assert retention.due(workspace, "visit") == []


def test_the_program_brings_no_years_of_its_own() -> None:
    shipped = rules.shipped_rules()
    assert {register: shipped[RULE + register].values for register in COUNTED} == dict.fromkeys(COUNTED, ())


def test_what_is_older_than_the_years_is_due_the_oldest_first(workspace: Workspace) -> None:
    years(workspace, "visit", 5)
    put(workspace, "visit", visited_on="2025-03-01")
    second = put(workspace, "visit", visited_on="2020-06-01")
    first = put(workspace, "visit", visited_on="2019-06-01")
    put(workspace, "visit", visited_on="2021-11-20")
    found = retention.due(workspace, "visit")
    assert [each.hit.record for each in found] == [first, second]
    assert (found[0].since, found[0].over_on) == (date(2019, 6, 1), date(2024, 6, 1))
    assert next(each for each in retention.terms(workspace) if each.register == "visit").due == 2


def test_a_dispute_that_goes_on_is_not_due_and_its_last_day_counts(workspace: Workspace) -> None:
    years(workspace, "dispute", 5)
    put(workspace, "dispute", summary="A", received_on="2015-01-05")
    put(
        workspace,
        "dispute",
        summary="B",
        received_on="2015-01-05",
        outcome="settled",
        outcome_on="2016-01-05",
        followed_on="2022-01-05",
    )
    over = put(
        workspace,
        "dispute",
        summary="C",
        received_on="2015-01-05",
        outcome="settled",
        outcome_on="2016-01-05",
    )
    assert due(workspace, "dispute") == [over]


def test_people_count_from_the_day_they_were_taken_out_of_use(workspace: Workspace) -> None:
    years(workspace, "person", 5)
    put(workspace, "person", full_name="An")
    gone = put(workspace, "person", full_name="Bình")
    registers.retire(workspace, "person", gone, "chuyển đi", date(2019, 5, 1))
    assert due(workspace, "person") == [gone]


def test_what_is_kept_is_asked_for_again_on_its_day(workspace: Workspace) -> None:
    years(workspace, "visit", 5)
    visit = put(workspace, "visit", visited_on="2019-06-01")
    until = date(2027, 1, 1)
    kept = retention.keep(workspace, "visit", [visit], until, "đang có khiếu nại")
    assert due(workspace, "visit") == []
    assert kept.operation is not None
    (record,) = [record for register, record in kept.records if register == "retention_keep"]
    assert history_of(workspace, "retention_keep", record)[0].action == "retention_keep.keep"
    workspace.confirm_today(date(2027, 1, 2))
    assert due(workspace, "visit") == [visit]


def test_keeping_takes_a_reason_and_a_later_day(workspace: Workspace) -> None:
    visit = put(workspace, "visit", visited_on="2019-06-01")
    with pytest.raises(ReasonMissing):
        retention.keep(workspace, "visit", [visit], date(2030, 1, 1), "  ")
    with pytest.raises(retention.KeptTooShort):
        retention.keep(workspace, "visit", [visit], workspace.today(), "vì")


@pytest.mark.parametrize(
    "register", ["visit", "dispute", "opinion", "tip", "contribution", "person", "household"]
)
def test_what_is_erased_is_gone_and_no_longer_due(workspace: Workspace, register: str) -> None:
    years(workspace, register, 3)
    declared = workspace.registry[register]
    counted = COUNTED[register]
    values = {declared.title: "Jxqwname"} if declared.by_name[declared.title].to is None else {}
    values |= dict.fromkeys(counted.days, "2015-01-05")
    record = put(workspace, register, **values)
    if counted.retired:
        registers.retire(workspace, register, record, "thôi", date(2015, 1, 5))
    assert due(workspace, register) == [record]
    assert retention.erase(workspace, register, [record], "hết hạn lưu") == (1, 0)
    assert due(workspace, register) == []
    with workspace.file.reading() as reader:
        assert b"xqwname" not in everything_kept(reader.connection)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPUTY, Role.JUSTICE, Role.UPPER])
def test_only_a_chief_or_an_administrator_decides(make: WorkspaceMaker, role: Role) -> None:
    with pytest.raises(NotAllowed):
        retention.terms(make(role=role).workspace)


# Purposes


def test_every_register_with_a_term_and_awards_have_a_purpose() -> None:
    assert set(data_purposes.shipped_purposes()) == {*COUNTED, "award"}


def test_the_program_tells_none_of_its_words_as_official(workspace: Workspace) -> None:
    said = {each.register: each.standing for each in data_purposes.purposes(workspace)}
    assert None not in said.values()


def test_what_is_collected_and_who_reads_it_follow_from_the_declarations(workspace: Workspace) -> None:
    found = {each.register: each for each in data_purposes.purposes(workspace)}
    assert ("party", "name") in found["dispute"].sensitive
    assert ("dispute", "received_on") in found["dispute"].collected
    assert Role.WARD not in found["dispute"].readers
    assert Role.JUSTICE in found["dispute"].readers
    years(workspace, "visit", 7)
    found = {each.register: each for each in data_purposes.purposes(workspace)}
    assert (found["visit"].years, found["tip"].years) == (7, None)


def test_the_units_own_words_count_from_their_day(workspace: Workspace) -> None:
    data_purposes.set_purpose(workspace, "visit", "Của đơn vị", "QĐ 1", date(2026, 1, 1))
    data_purposes.set_purpose(workspace, "visit", "Về sau", "QĐ 2", date(2030, 1, 1))
    found = next(each for each in data_purposes.purposes(workspace) if each.register == "visit")
    assert (found.purpose, found.basis, found.standing) == ("Của đơn vị", "QĐ 1", None)
    data_purposes.set_purpose(workspace, "visit", "Sửa lại", "QĐ 1", date(2026, 1, 1))
    found = next(each for each in data_purposes.purposes(workspace) if each.register == "visit")
    assert found.purpose == "Sửa lại"


def test_a_purpose_has_words_and_a_day(workspace: Workspace) -> None:
    for purpose, since in (("  ", date(2026, 1, 1)), ("A", None)):
        with pytest.raises(data_purposes.PurposeWanted):
            data_purposes.set_purpose(workspace, "visit", purpose, "", since)
