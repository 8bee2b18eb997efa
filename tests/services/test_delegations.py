"""A deputy signs for the chief while that was handed to them, as KT., and the file remembers it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.domain.access import NotAllowed, Permission, Role
from desktop.domain.paper import signing_titles
from desktop.services import delegations, paper_asked, reports, users
from desktop.services.accounts import FirstRun, first_run, open_workspace
from desktop.services.delegations import DaysOfDelegation, NotADeputy
from desktop.services.reports import Signing
from desktop.services.users import NewUser
from desktop.services.workspace import Workspace
from desktop.vault.recovery import RecoveryCode
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import FAST, NHON_HUNG, PASSWORD, environment, put

NAMES = {
    Role.CHIEF: "Lê Văn Trưởng",
    Role.DEPUTY: "Phạm Thị Phó",
    Role.OFFICER: "Đỗ Văn An",
    Role.ADMIN: "Hồ Văn Trị",
}


class Station:
    """The people of one register, each logged in, under one clock."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        around = environment(self.clock)
        new = tuple(NewUser(name, role, PASSWORD) for role, name in NAMES.items())
        code = RecoveryCode.generate(around.randomness)
        first = first_run(FirstRun(folder, NHON_HUNG, new), around, code, kdf=FAST)
        self.opened = {first.user.role: first}
        for user in users.list_users(first):
            if user.role not in self.opened:
                self.opened[user.role] = open_workspace(folder, user.id, PASSWORD, around)

    def __getitem__(self, role: Role) -> Workspace:
        workspace = self.opened[role]
        workspace.follow_people()
        return workspace

    def id(self, role: Role) -> str:
        return self.opened[role].user.id

    def hand_on(self, days: int = 5, after: int = 0, by: Role = Role.CHIEF) -> str:
        first = self.opened[by].today() + timedelta(days=after)
        last = first + timedelta(days=days - 1)
        made = delegations.delegate(self.opened[by], self.id(Role.CHIEF), self.id(Role.DEPUTY), first, last)
        return made.id


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    made = Station(tmp_path / "so")
    yield made
    for workspace in made.opened.values():
        workspace.close()


def test_a_deputy_signs_between_the_days_and_not_outside_of_them(station: Station) -> None:
    station.hand_on(days=2, after=1)
    may = []
    for _day in range(4):
        may.append(station[Role.DEPUTY].may(Permission.SIGN))
        station.clock.advance(timedelta(days=1))
    assert may == [False, True, True, False]


def test_the_door_lets_a_deputy_sign_a_report_only_then(station: Station) -> None:
    with pytest.raises(NotAllowed):
        reports.sign(station[Role.DEPUTY], "x", Signing())
    station.hand_on()
    with pytest.raises(reports.ReportGone):
        reports.sign(station[Role.DEPUTY], "x", Signing())


def test_it_signs_as_kt_with_its_own_name(station: Station) -> None:
    assert paper_asked.chief_title(station[Role.DEPUTY]) == "Trưởng Công an phường"
    assert paper_asked.chief_name(station[Role.DEPUTY]) == ""
    station.hand_on()
    deputy = station[Role.DEPUTY]
    title = paper_asked.chief_title(deputy)
    assert signing_titles(title) == ("KT. Trưởng Công an phường", "Phó Trưởng Công an phường")
    assert paper_asked.chief_name(deputy) == NAMES[Role.DEPUTY]
    assert paper_asked.chief_title(station[Role.CHIEF]) == "Trưởng Công an phường"


def test_a_clock_put_back_makes_it_last_no_longer(station: Station) -> None:
    station.hand_on(days=1)
    station.clock.advance(timedelta(days=3))
    put(station[Role.DEPUTY], "area", name="Ấp Mới")
    station.clock.advance(timedelta(days=-3))
    assert not station[Role.DEPUTY].may(Permission.SIGN)


def test_it_is_taken_back_before_its_last_day_and_stays_written(station: Station) -> None:
    made = station.hand_on()
    delegations.withdraw(station[Role.CHIEF], made)
    assert not station[Role.DEPUTY].may(Permission.SIGN)
    assert [each.withdrawn for each in delegations.delegations(station[Role.CHIEF])] == [True]
    with station[Role.ADMIN].reading() as reader:
        rows = reader.connection.execute("SELECT action, actor FROM access_log").fetchall()
    said = [(action, actor) for action, actor in rows if "delegat" in action]
    assert said == [("delegate", station.id(Role.CHIEF)), ("withdraw_delegation", station.id(Role.CHIEF))]


def test_an_administrator_may_hand_it_on_for_a_chief_who_is_away(station: Station) -> None:
    station.hand_on(by=Role.ADMIN)
    assert station[Role.DEPUTY].may(Permission.SIGN)


def test_what_was_handed_on_goes_no_further(station: Station) -> None:
    station.hand_on()
    deputy = station[Role.DEPUTY]
    with pytest.raises(NotADeputy):
        delegations.delegate(deputy, station.id(Role.CHIEF), deputy.user.id, deputy.today(), deputy.today())


@pytest.mark.parametrize(("chief", "deputy"), [(Role.CHIEF, Role.OFFICER), (Role.ADMIN, Role.DEPUTY)])
def test_it_goes_from_a_chief_to_a_deputy_only(station: Station, chief: Role, deputy: Role) -> None:
    today = station[Role.CHIEF].today()
    with pytest.raises(NotADeputy):
        delegations.delegate(station[Role.CHIEF], station.id(chief), station.id(deputy), today, today)


@pytest.mark.parametrize(("first", "last"), [(0, -1), (-3, -1), (0, 400)])
def test_days_that_make_no_sense_are_refused(station: Station, first: int, last: int) -> None:
    today: date = station[Role.CHIEF].today()
    with pytest.raises(DaysOfDelegation):
        delegations.delegate(
            station[Role.CHIEF],
            station.id(Role.CHIEF),
            station.id(Role.DEPUTY),
            today + timedelta(days=first),
            today + timedelta(days=last),
        )
