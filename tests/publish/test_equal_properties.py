"""Any history of two computers, published from either, at any time and again: the server always holds the fold."""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule

from desktop.domain.versions import RUNNING
from desktop.publish import publishing
from desktop.publish.server import connected
from tests.kit.postgres import TestServer
from tests.publish.served import assert_equal, conflicts, publish, tables
from tests.store.test_folding_properties import TwoComputers, sides, teardown_module
from tests.store.toy import TOY

__all__ = ["TestPublished", "teardown_module"]
"""What the two computers are copied from goes with this module too."""

_CLEAR = """
DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('tuquan.%I', relname), ', ') FROM pg_class
  WHERE relnamespace = 'tuquan'::regnamespace AND relkind IN ('p', 'r') AND relname NOT IN ('told', 'step')); END $$
"""


class Published(TwoComputers):
    """Two computers of a station, each with a database of its own; what one wrote reaches the other in part.

    Attributes:
        own: a database for each of the two.
        shared: two more, for what both bring to one.
    """

    server: ClassVar[TestServer]
    own: ClassVar[tuple[str, str]]
    shared: ClassVar[tuple[str, str]]

    def clear(self, *addresses: str) -> None:
        for address in addresses:
            self.server.run(_CLEAR, address.rsplit("/", 1)[1])

    def address(self, side: int) -> str:
        if not hasattr(self, "cleared"):
            self.clear(*self.own)
            self.cleared = True
        return self.own[side]

    @rule(side=sides)
    def publish(self, side: int) -> None:
        publish(self.sites[side].workspace, self.address(side), parts=1)
        assert_equal(self.sites[side].workspace, self.address(side))

    @rule(first=sides)
    def publish_both_to_one(self, first: int) -> None:
        """Whoever comes first: what both hold together stands on the server, each content that either shows."""
        address, other = self.shared
        self.clear(address, other)
        for side in (first, 1 - first, first):
            publish(self.sites[side].workspace, address, parts=1)
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
    names = ("own_1", "own_2", "shared_1", "shared_2")
    addresses = [server.make_database(f"history_{name}") for name in names]
    for address in addresses:
        with connected(address) as connection:
            publishing.prepare(connection, TOY, str(RUNNING), parts=1)
    Published.server = server
    Published.own, Published.shared = (addresses[0], addresses[1]), (addresses[2], addresses[3])
