"""What went over to another unit, and what was found to be one, stand on the server as in the file."""

from __future__ import annotations

from desktop.services.transfers import TransferKind, order
from tests.publish.served import asked, assert_equal, publish
from tests.services.exchange import NEIGHBOUR, carry, edit
from tests.services.test_transfers import Area, Units, area, draft, hand_area_over, units

__all__ = ["area", "units"]


def test_an_area_that_goes_over_goes_over_on_the_server(units: Units, area: Area, address: str) -> None:
    carry(units.giver, units.upper, units.folder)
    publish(units.upper, address)
    hand_area_over(units, area)
    units.report()
    publish(units.upper, address)
    assert_equal(units.upper, address)
    query = f"SELECT \"@station\" FROM area WHERE id = '{area.area}'"
    assert asked(address, query) == [(NEIGHBOUR,)]
    edit(units.taker, "area", area.area, name="Khóm mới")
    carry(units.taker, units.upper, units.folder)
    publish(units.upper, address)
    assert_equal(units.upper, address)


def test_a_whole_station_goes_over_on_the_server(units: Units, area: Area, address: str) -> None:
    carry(units.giver, units.upper, units.folder)
    publish(units.upper, address)
    order(units.upper, draft(TransferKind.STATION))
    publish(units.upper, address)
    assert_equal(units.upper, address)
    assert asked(address, 'SELECT DISTINCT "@station" FROM area') == [(NEIGHBOUR,)]
