"""Any history of two computers, published from either, at any time and again: the server always holds the fold."""

from __future__ import annotations

from itertools import count
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule

from desktop.domain.versions import RUNNING
from desktop.publish import publishing
from desktop.publish.server import connected
from tests.kit.postgres import TestServer
from tests.publish.served import assert_equal, conflicts, publish, tables
from tests.store.test_folding_properties import TwoComputers, sides
from tests.store.toy import TOY

_NUMBERS = count(1)
_TEMPLATE = "template_of_histories"


class Published(TwoComputers):
    """Two computers of a station, each with a server of its own; what one wrote reaches the other in part."""

    server: ClassVar[TestServer]

    def make_address(self) -> str:
        return self.server.make_database(f"history_{next(_NUMBERS)}", _TEMPLATE)

    def address(self, side: int) -> str:
        if not hasattr(self, "addresses"):
            self.addresses = [self.make_address() for _ in self.sites]
        return self.addresses[side]

    @rule(side=sides)
    def publish(self, side: int) -> None:
        publish(self.sites[side].workspace, self.address(side), parts=1)
        assert_equal(self.sites[side].workspace, self.address(side))

    @rule(first=sides)
    def publish_both_to_one(self, first: int) -> None:
        """Whoever comes first: what both hold together stands on the server, each content that either shows."""
        address = self.make_address()
        for side in (first, 1 - first, first):
            publish(self.sites[side].workspace, address, parts=1)
        other = self.make_address()
        for side in (1 - first, first):
            publish(self.sites[side].workspace, other, parts=1)
        registry = self.sites[0].workspace.registry
        assert tables(address, registry) == tables(other, registry)
        assert conflicts(address) == conflicts(other)

    def teardown(self) -> None:
        if hasattr(self, "sites"):
            for side in (0, 1):
                self.publish(side)
        super().teardown()

    def everything_is_the_fold(self) -> None:
        """That the file holds the fold is asked elsewhere; here, that the server holds what the file does."""


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
    with connected(server.make_database(_TEMPLATE)) as connection:
        publishing.prepare(connection, TOY, str(RUNNING), parts=1)
    Published.server = server
