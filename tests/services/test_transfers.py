"""Records go over from one station to another, in whatever order the bundles come."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.bundle.errors import ForeignRecord
from desktop.domain.journal.compose import Intent
from desktop.domain.periods import Calendar, Period, PeriodKind
from desktop.services import bundles, devices, indicators, registers
from desktop.services.change import RecordOfAnotherUnit
from desktop.services.devices import NoExchange
from desktop.services.handed import Handed
from desktop.services.handed import handed as handed_of
from desktop.services.history import history_of
from desktop.services.transfers import (
    NotYoursToGive,
    NotYoursToOrder,
    OrderDraft,
    TransferKind,
    TransferNeedsTwo,
    hand_over,
    order,
    orders,
    preview,
)
from desktop.services.views import FigureFilter, ListQuery
from desktop.services.workspace import Workspace
from tests.kit.workspaces import (
    AN_GIANG,
    NHON_HUNG,
    TINH_BIEN,
    WorkspaceMaker,
    environment,
    make_workspace,
    put,
)
from tests.services.exchange import (
    COMMUNE,
    NEIGHBOUR,
    acquaint,
    carry,
    computer,
    edit,
    opened_by_age,
    quiet,
    sent,
    value,
    write,
)

DAY = date(2026, 11, 20)


@dataclass
class Units:
    """A giving and a taking commune, and the province over them."""

    giver: Workspace
    taker: Workspace
    upper: Workspace
    folder: Path

    def tell(self) -> None:
        """The province's stick goes to both."""
        carry(self.upper, self.giver, self.folder)
        carry(self.upper, self.taker, self.folder)

    def meet(self) -> None:
        """The two communes compare their digits, once an order has come to both."""
        acquaint(self.giver, self.taker)

    def report(self) -> None:
        """Both send to the province."""
        carry(self.giver, self.upper, self.folder)
        carry(self.taker, self.upper, self.folder)


@pytest.fixture
def units(make: WorkspaceMaker, tmp_path: Path) -> Units:
    giver, taker = computer(make, NHON_HUNG, 1), computer(make, TINH_BIEN, 2)
    upper = computer(make, AN_GIANG, 3)
    acquaint(giver, upper)
    acquaint(taker, upper)
    return Units(giver, taker, upper, tmp_path)


@dataclass(frozen=True)
class Area:
    area: str
    group: str
    person: str
    member: str
    household: str
    visit: str


@pytest.fixture
def area(units: Units) -> Area:
    made = units.giver
    area = put(made, "area", name="Khóm Xuân Biên")
    group = put(made, "group", name="Tổ 1", area=area)
    person = put(made, "person", full_name="Trần Thị Bình", area=area, address="Số 4")
    member = put(made, "member", person=person, group=group)
    household = put(made, "household", head_name="Lê Văn Sang", area=area, note="kín")
    visit = put(made, "visit", household=household, visited_on="2026-11-01", content="bí mật")
    put(made, "household", head_name="Người ở lại", area=put(made, "area", name="Khóm khác"))
    return Area(area, group, person, member, household, visit)


def draft(kind: TransferKind, area: str | None = None) -> OrderDraft:
    return OrderDraft(kind, COMMUNE, NEIGHBOUR, DAY, area, "12/QĐ")


def order_area(units: Units, area: Area) -> str:
    carry(units.giver, units.upper, units.folder)
    order(units.upper, draft(TransferKind.AREA, area.area))
    units.tell()
    (told,) = orders(units.giver)
    return told.id


def owner(workspace: Workspace, register: str, record: str) -> str | None:
    with workspace.reading() as reader:
        row = reader.records.get(register, record)
        assert row is None or row.station == reader.owners.of(register, record)
        return reader.owners.of(register, record)


def hand_area_over(units: Units, area: Area) -> None:
    hand_over(units.giver, order_area(units, area))
    units.meet()
    carry(units.giver, units.taker, units.folder)


# Ordering


def test_only_the_level_above_orders(units: Units) -> None:
    with pytest.raises(NotYoursToOrder):
        order(units.giver, draft(TransferKind.STATION))


@pytest.mark.parametrize(
    "wrong",
    [
        OrderDraft(TransferKind.STATION, COMMUNE, COMMUNE, DAY),
        OrderDraft(TransferKind.STATION, COMMUNE, "99999", DAY),
        OrderDraft(TransferKind.AREA, COMMUNE, NEIGHBOUR, DAY),
        OrderDraft(TransferKind.STATION, COMMUNE, NEIGHBOUR, DAY, area="x"),
    ],
)
def test_an_order_names_two_units_below_and_an_area_where_one_goes(units: Units, wrong: OrderDraft) -> None:
    with pytest.raises(TransferNeedsTwo):
        order(units.upper, wrong)


def test_an_order_is_told_to_both_sides_and_to_nobody_else(
    units: Units, make: WorkspaceMaker, tmp_path: Path
) -> None:
    order(units.upper, draft(TransferKind.STATION))
    units.tell()
    assert [(each.giver.code, each.taker.code, each.side.value) for each in orders(units.giver)] == [
        (COMMUNE, NEIGHBOUR, "gives")
    ]
    assert [each.side.value for each in orders(units.taker)] == ["takes"]
    third = computer(make, NHON_HUNG.__class__("30999", "Công an xã Thứ Ba", "Công an tỉnh An Giang"), 7)
    acquaint(third, units.upper)
    carry(units.upper, third, tmp_path)
    assert orders(third) == []


def test_communes_without_an_order_between_them_exchange_nothing(units: Units) -> None:
    with pytest.raises(NoExchange):
        devices.import_key_file(units.taker, devices.export_key_file(units.giver))


# An area


def test_the_giving_station_sees_what_would_go(units: Units, area: Area) -> None:
    told = order_area(units, area)
    assert dict(preview(units.giver, told)) == {
        "area": 1,
        "group": 1,
        "household": 1,
        "person": 1,
        "member": 1,
        "visit": 1,
    }


def test_an_area_goes_over_with_its_history_and_all_that_is_sensitive(units: Units, area: Area) -> None:
    edit(units.giver, "household", area.household, note="kín hơn")
    hand_area_over(units, area)
    assert value(units.taker, "household", area.household, "head_name") == "Lê Văn Sang"
    assert value(units.taker, "household", area.household, "note") == "kín hơn"
    assert value(units.taker, "visit", area.visit, "content") == "bí mật"
    assert [each.action for each in history_of(units.taker, "household", area.household)] == [
        "household.edit",
        "household.create",
    ]
    assert {owner(units.taker, *each) for each in (("area", area.area), ("visit", area.visit))} == {NEIGHBOUR}


def test_what_stays_is_not_sent_across(units: Units, area: Area) -> None:
    hand_over(units.giver, order_area(units, area))
    units.meet()
    found = opened_by_age(sent(units.giver, NEIGHBOUR, units.folder).path, units.taker, units.folder)
    assert "Lê Văn Sang".encode() in found
    assert "Người ở lại".encode() not in found
    assert "Khóm khác".encode() not in found


def test_the_new_station_writes_and_the_old_one_does_not(units: Units, area: Area) -> None:
    hand_area_over(units, area)
    edit(units.taker, "area", area.area, name="Khóm Xuân Biên 2")
    for register, record, field in (("area", area.area, "name"), ("household", area.household, "address")):
        with pytest.raises(RecordOfAnotherUnit):
            edit(units.giver, register, record, **{field: "x"})
    with pytest.raises(RecordOfAnotherUnit):
        registers.retire(units.giver, "group", area.group, "lý do", DAY)
    units.report()
    assert value(units.upper, "area", area.area, "name") == "Khóm Xuân Biên 2"
    assert owner(units.upper, "area", area.area) == NEIGHBOUR


def test_what_went_over_is_not_taken_back_at_the_old_station(units: Units, area: Area) -> None:
    with units.giver.change("area.edit", register="area") as change:
        change.edit("area", area.area, {"note": "trước khi giao"})
    hand_area_over(units, area)
    assert change.result.operation is not None
    with pytest.raises(RecordOfAnotherUnit):
        registers.undo(units.giver, change.result.operation)


def test_the_new_station_may_report_before_the_old_one(units: Units, area: Area) -> None:
    hand_area_over(units, area)
    edit(units.taker, "area", area.area, name="Khóm Xuân Biên 2")
    new = put(units.taker, "group", name="Tổ 2", area=area.area)
    carry(units.taker, units.upper, units.folder)
    carry(units.giver, units.upper, units.folder)
    assert value(units.upper, "area", area.area, "name") == "Khóm Xuân Biên 2"
    assert {owner(units.upper, *each) for each in (("area", area.area), ("group", new))} == {NEIGHBOUR}


def test_lists_of_what_the_level_above_gets_no_rows_of_are_closed_to_it(units: Units, area: Area) -> None:
    hand_area_over(units, area)
    found = opened_by_age(sent(units.giver, AN_GIANG.code, units.folder).path, units.upper, units.folder)
    assert area.area.encode() in found
    assert area.visit.encode() not in found
    assert area.household.encode() not in found
    carry(units.giver, units.upper, units.folder)
    assert owner(units.upper, "member", area.member) == NEIGHBOUR


def test_a_changed_program_that_goes_on_writing_is_refused(units: Units, area: Area) -> None:
    hand_area_over(units, area)
    carry(units.giver, units.upper, units.folder)
    write(units.giver, Intent("area", area.area, "name", "Của chúng tôi"))
    for to, reader in ((AN_GIANG.code, units.upper), (NEIGHBOUR, units.taker)):
        path = sent(units.giver, to, units.folder).path
        with pytest.raises(ForeignRecord):
            bundles.import_bundle(reader, path, quiet)


def test_what_crosses_is_merged_and_nothing_is_lost(units: Units, area: Area, make: WorkspaceMaker) -> None:
    second = computer(make, NHON_HUNG, 5)
    acquaint(units.giver, second)
    acquaint(second, units.upper)
    carry(units.giver, second, units.folder)
    hand_area_over(units, area)
    # It has not heard of it, and its people go on.
    edit(second, "area", area.area, note="Ghi ở máy hai")
    edit(units.taker, "area", area.area, name="Khóm Xuân Biên 2")
    carry(second, units.upper, units.folder)
    carry(second, units.giver, units.folder)
    units.report()
    carry(units.giver, units.taker, units.folder)
    for workspace in (units.upper, units.taker, units.giver):
        assert value(workspace, "area", area.area, "note") == "Ghi ở máy hai"
    assert value(units.upper, "area", area.area, "name") == "Khóm Xuân Biên 2"
    assert {owner(each, "area", area.area) for each in (units.upper, units.taker, second)} == {
        NEIGHBOUR,
        COMMUNE,
    }
    carry(units.giver, second, units.folder)
    assert owner(second, "area", area.area) == NEIGHBOUR


def test_another_computer_of_the_taking_station_gets_all_of_it_in_one_bundle(
    units: Units, area: Area, make: WorkspaceMaker
) -> None:
    hand_area_over(units, area)
    edit(units.taker, "household", area.household, note="đã đến thăm")
    second = computer(make, TINH_BIEN, 6)
    acquaint(units.taker, second)
    carry(units.taker, second, units.folder)
    assert value(second, "household", area.household, "note") == "đã đến thăm"
    assert owner(second, "household", area.household) == NEIGHBOUR


def test_every_file_can_be_folded_anew(units: Units, area: Area) -> None:
    hand_area_over(units, area)
    units.report()
    for workspace in (units.giver, units.taker, units.upper):
        digest = workspace.file.digest()
        workspace.file.rebuild()
        assert workspace.file.digest() == digest


def test_an_order_that_is_taken_back_gives_the_records_back(units: Units, area: Area) -> None:
    hand_area_over(units, area)
    (told,) = orders(units.upper)
    with units.upper.change("transfer.retire", register="transfer") as change:
        change.set_state("transfer", told.id, {"is": "removed"})
    units.tell()
    assert owner(units.giver, "area", area.area) == COMMUNE
    edit(units.giver, "area", area.area, note="lại ở đây")


# A household, a person


def test_a_household_that_moved_goes_with_its_visits_and_nothing_else(units: Units, area: Area) -> None:
    order(units.upper, draft(TransferKind.HOUSEHOLD))
    units.tell()
    (told,) = orders(units.giver)
    assert told.waits
    assert dict(preview(units.giver, told.id, area.household)) == {"household": 1, "visit": 1}
    hand_over(units.giver, told.id, area.household)
    units.meet()
    carry(units.giver, units.taker, units.folder)
    assert value(units.taker, "visit", area.visit, "content") == "bí mật"
    assert value(units.taker, "area", area.area, "name") is None
    edit(units.taker, "household", area.household, address="Nơi ở mới")
    edit(units.giver, "area", area.area, note="vẫn của đơn vị")


@pytest.mark.parametrize("who", ["taker", "upper"])
def test_only_the_giving_station_gives(units: Units, area: Area, who: str) -> None:
    order(units.upper, draft(TransferKind.HOUSEHOLD))
    units.tell()
    (told,) = orders(units.giver)
    with pytest.raises(NotYoursToGive):
        hand_over(getattr(units, who), told.id, area.household)


def test_what_was_given_already_is_not_given_again(units: Units, area: Area) -> None:
    hand_area_over(units, area)
    (told,) = orders(units.giver)
    with pytest.raises(NotYoursToGive):
        hand_over(units.giver, told.id)


# A whole station


def test_a_merged_station_goes_over_whole_by_the_order_alone(units: Units, area: Area) -> None:
    report = put(units.giver, "report", name="Tháng 11", subject="Báo cáo", first_on="2026-10-15")
    carry(units.giver, units.upper, units.folder)
    order(units.upper, draft(TransferKind.STATION))
    units.tell()
    with pytest.raises(RecordOfAnotherUnit):
        edit(units.giver, "area", area.area, name="x")
    units.meet()
    carry(units.giver, units.taker, units.folder)
    assert value(units.taker, "visit", area.visit, "content") == "bí mật"
    edit(units.taker, "visit", area.visit, content="viết tiếp")
    edit(units.taker, "group", area.group, name="Tổ 1 mới")
    units.report()
    assert value(units.upper, "group", area.group, "name") == "Tổ 1 mới"
    assert owner(units.upper, "report", report) == NEIGHBOUR


def test_nobody_else_takes_by_an_order_of_others(
    units: Units, area: Area, make: WorkspaceMaker, tmp_path: Path
) -> None:
    order_area(units, area)
    third = computer(make, NHON_HUNG.__class__("30999", "Công an xã Thứ Ba", "Công an tỉnh An Giang"), 7)
    acquaint(third, units.upper)
    write(third, Intent("area", area.area, "name", "Của xã thứ ba"))
    path = sent(third, AN_GIANG.code, tmp_path).path
    with pytest.raises(ForeignRecord):
        bundles.import_bundle(units.upper, path, quiet)


@pytest.mark.parametrize("field", ["from_station", "to_station", "kind"])
def test_a_station_that_orders_by_itself_is_refused(units: Units, field: str, tmp_path: Path) -> None:
    write(units.giver, Intent("transfer", "h1", field, NEIGHBOUR))
    path = sent(units.giver, AN_GIANG.code, tmp_path).path
    with pytest.raises(ForeignRecord):
        bundles.import_bundle(units.upper, path, quiet)


def test_a_station_that_lists_what_is_not_its_own_moves_nothing(units: Units, area: Area) -> None:
    told = order_area(units, area)
    theirs = put(units.taker, "area", name="Khóm của bên nhận")
    carry(units.taker, units.upper, units.folder)
    write(
        units.giver,
        Intent("transfer_list", "l1", "transfer", told),
        Intent("transfer_list", "l1", "records", f"area\n{theirs}"),
    )
    carry(units.giver, units.upper, units.folder)
    assert owner(units.upper, "area", theirs) == NEIGHBOUR


# In any order

STICKS = ("giver up", "taker up", "down to giver", "down to taker", "across")
DEEDS = ("giver writes", "taker writes", "give", "second writes", "second meets")


@dataclass
class Meeting:
    """A giving station with two computers, a taking one and the province, and one area that goes over.

    Attributes:
        said: every note that somebody saved.
    """

    units: Units
    second: Workspace
    area: str
    told: str
    said: list[str]

    def stick(self, name: str) -> None:
        giver, taker, upper = self.units.giver, self.units.taker, self.units.upper
        pairs = {
            "giver up": (giver, upper),
            "taker up": (taker, upper),
            "down to giver": (upper, giver),
            "down to taker": (upper, taker),
            "across": (giver, taker),
            "second up": (self.second, upper),
            "second over": (self.second, giver),
            "second back": (giver, self.second),
        }
        carry(*pairs[name], self.units.folder)

    def act(self, name: str) -> None:
        if name in STICKS:
            self.stick(name)
        elif name == "second meets":
            self.stick("second over")
            self.stick("second back")
        elif name == "give":
            with contextlib.suppress(NotYoursToGive):
                hand_over(self.units.giver, self.told)
        else:
            self._write(
                {"giver": self.units.giver, "taker": self.units.taker}.get(
                    name.split(maxsplit=1)[0], self.second
                )
            )

    def _write(self, who: Workspace) -> None:
        """Whoever has the area and still may writes something into it."""
        said = f"Lời ghi số {len(self.said)}"
        with who.reading() as reader:
            held = reader.records.get("area", self.area) is not None
        if held:
            with contextlib.suppress(RecordOfAnotherUnit):
                edit(who, "area", self.area, note=said)
                self.said.append(said)


@pytest.fixture(scope="module")
def meetings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Meeting]]:
    """The units stay, and each time another area goes over."""
    folder = tmp_path_factory.mktemp("transfers")
    made = [
        make_workspace(folder / str(seed), station, around=environment(seed=seed)).workspace
        for seed, station in ((1, NHON_HUNG), (2, NHON_HUNG), (3, TINH_BIEN), (4, AN_GIANG))
    ]
    giver, second, taker, upper = made
    acquaint(giver, second)
    for each in (giver, second, taker):
        acquaint(each, upper)
    units = Units(giver, taker, upper, folder)
    order(upper, draft(TransferKind.HOUSEHOLD))
    units.tell()
    units.meet()

    def meeting() -> Meeting:
        area = put(giver, "area", name="Khóm Xuân Biên")
        carry(giver, upper, folder)
        order(upper, draft(TransferKind.AREA, area))
        units.tell()
        told = next(each.id for each in orders(giver) if each.area_id == area)
        found = Meeting(units, second, area, told, [])
        found.act("second meets")
        return found

    yield meeting
    for each in made:
        each.close()


@given(st.lists(st.sampled_from([*STICKS, *DEEDS, *DEEDS]), min_size=4, max_size=14))
@settings(max_examples=8, deadline=None)
def test_in_any_order_everybody_ends_with_the_same_and_nothing_is_lost(
    meetings: Callable[[], Meeting], steps: list[str]
) -> None:
    meeting = meetings()
    for step in [*steps, "give", "second meets", *STICKS, "second meets", *STICKS]:
        meeting.act(step)
    meeting.stick("second up")
    units = meeting.units
    everybody = (units.giver, units.taker, units.upper, meeting.second)
    assert {owner(each, "area", meeting.area) for each in everybody} == {NEIGHBOUR}
    texts = [history_text(each, meeting.area) for each in (units.taker, units.upper)]
    assert all(said in text for said in meeting.said for text in texts)
    assert value(units.taker, "area", meeting.area, "note") == value(
        units.upper, "area", meeting.area, "note"
    )


def history_text(workspace: Workspace, area: str) -> str:
    with workspace.reading() as reader:
        return " · ".join(str(each.value) for each in reader.journal.changes("area", area))


# What is shown and counted after


def listed(workspace: Workspace, register: str, *, gone: bool = False) -> list[str]:
    return [row.id for row in registers.rows(workspace, register, ListQuery(retired=gone), 0, 100)]


def counted(workspace: Workspace, code: str, month: int) -> object:
    period = Calendar().period(PeriodKind.MONTH, 2026, month)
    (row,) = indicators.table(workspace, [code], period, parts=False)
    return row.this.value


@pytest.fixture
def handed(units: Units, area: Area) -> Area:
    """The area with a group that is two years old; the taking station has visited since."""
    edit(units.giver, "group", area.group, established_on="2024-03-01")
    hand_area_over(units, area)
    put(units.taker, "visit", household=area.household, visited_on="2026-11-21")
    units.report()
    return area


def test_what_went_over_is_out_of_the_lists_and_told_with_whom_it_is_now(units: Units, handed: Area) -> None:
    for register, record in (
        ("group", handed.group),
        ("household", handed.household),
        ("visit", handed.visit),
    ):
        assert record not in listed(units.giver, register)
        assert record in listed(units.giver, register, gone=True)
        assert record in listed(units.taker, register)
        assert handed_of(units.giver, register, record) == Handed(TINH_BIEN.name, DAY)
        assert history_of(units.giver, register, record)
        assert [handed_of(each, register, record) for each in (units.taker, units.upper)] == [None, None]
    assert registers.count(units.giver, "household", ListQuery()) == 1
    assert registers.count(units.giver, "household", ListQuery(text="sang")) == 0
    assert registers.count(units.giver, "household", ListQuery(text="sang", retired=True)) == 1


def test_each_record_counts_once_with_the_station_that_had_it_on_the_day(units: Units, handed: Area) -> None:
    assert [counted(each, "visits", 11) for each in (units.giver, units.taker)] == [1, 1]
    assert [counted(each, "groups", 11) for each in (units.giver, units.taker, units.upper)] == [0, 1, 1]
    # On the last day of October the giving station had it still, and the other had not begun.
    assert [counted(each, "groups", 10) for each in (units.giver, units.taker, units.upper)] == [1, None, 1]


def test_a_drill_shows_the_very_records_that_each_unit_counted(units: Units, handed: Area) -> None:
    month, before = (Calendar().period(PeriodKind.MONTH, 2026, each) for each in (11, 10))

    def behind(workspace: Workspace, period: Period, station: str | None = None) -> list[str]:
        query = ListQuery(figure=FigureFilter("groups", period, station=station))
        return [row.id for row in registers.rows(workspace, "group", query, 0, 10)]

    assert behind(units.upper, month, NEIGHBOUR) == [handed.group]
    assert behind(units.upper, month, COMMUNE) == []
    assert behind(units.upper, before, COMMUNE) == [handed.group]
    assert behind(units.giver, before) == [handed.group]
    assert behind(units.giver, month) == []


def test_what_is_given_back_is_listed_and_counted_again(units: Units, handed: Area) -> None:
    with units.upper.change("transfer.retire", register="transfer") as change:
        (told,) = orders(units.upper)
        change.set_state("transfer", told.id, {"is": "retired", "on": "2026-11-25"})
    units.tell()
    assert handed.group in listed(units.giver, "group")
    assert counted(units.giver, "groups", 11) == 1
    assert counted(units.taker, "groups", 11) == 0


def test_a_whole_station_that_went_over_counts_nothing_after_the_day(units: Units, area: Area) -> None:
    carry(units.giver, units.upper, units.folder)
    order(units.upper, draft(TransferKind.STATION))
    units.tell()
    assert listed(units.giver, "group") == []
    assert counted(units.giver, "visits", 11) == 1
    assert counted(units.giver, "groups", 11) == 0
    for each in (units.giver, units.upper):
        digest = each.file.digest()
        each.file.rebuild()
        assert each.file.digest() == digest
