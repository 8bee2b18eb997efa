"""Any history of two computers, published from either, at any time and again: the server always holds the fold."""

from __future__ import annotations

from itertools import count
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule

from tests.kit.postgres import TestServer
from tests.publish.served import assert_equal, conflicts, publish, tables
from tests.store.test_folding_properties import TwoComputers, sides

_NUMBERS = count(1)


class Published(TwoComputers):
    """Two computers of a station, each with a server of its own; what one wrote reaches the other in part."""

    server: ClassVar[TestServer]

    def begin_server(self) -> None:
        self.addresses = []
        for _ in self.sites:
            self.addresses.append(self.server.make_database(f"history_{next(_NUMBERS)}"))

    def address(self, side: int) -> str:
        if not hasattr(self, "addresses"):
            self.begin_server()
        return self.addresses[side]

    @rule(side=sides)
    def publish(self, side: int) -> None:
        publish(self.sites[side].workspace, self.address(side), parts=1)
        assert_equal(self.sites[side].workspace, self.address(side))

    @rule(first=sides)
    def publish_both_to_one(self, first: int) -> None:
        """Whoever comes first: what both hold together stands on the server, each content that either shows."""
        address = self.server.make_database(f"history_{next(_NUMBERS)}")
        for side in (first, 1 - first, first):
            publish(self.sites[side].workspace, address, parts=1)
        other = self.server.make_database(f"history_{next(_NUMBERS)}")
        for side in (1 - first, first):
            publish(self.sites[side].workspace, other, parts=1)
        registry = self.sites[0].workspace.registry
        assert tables(address, registry) == tables(other, registry)
        assert conflicts(address) == conflicts(other)
        self.drop(address, other)

    def teardown(self) -> None:
        if hasattr(self, "sites"):
            for side in (0, 1):
                self.publish(side)
            self.drop(*self.addresses)
        super().teardown()

    def everything_is_the_fold(self) -> None:
        """That the file holds the fold is asked elsewhere; here, that the server holds what the file does."""

    def drop(self, *addresses: str) -> None:
        for address in addresses:
            self.server.run(f'DROP DATABASE "{address.rsplit("/", 1)[1]}" WITH (FORCE)')


TestPublished = Published.TestCase
TestPublished.settings = settings(
    max_examples=4,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestPublished.pytestmark = [pytest.mark.usefixtures("server_of_histories")]  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def server_of_histories(server: TestServer) -> None:
    Published.server = server
