"""One server for all tests of a worker; each test has a database of its own in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from desktop.domain.registers import REGISTRY
from desktop.domain.versions import RUNNING
from desktop.publish import publishing
from desktop.publish.server import connected
from tests.kit.postgres import TestServer, running_server

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[TestServer]:
    with running_server() as started:
        yield started


@pytest.fixture(scope="session")
def template(server: TestServer) -> str:
    """The name of a database with the tables of the program: to copy them is quicker than to make them."""
    with connected(server.make_database("template_of_tests")) as connection:
        publishing.prepare(connection, REGISTRY, str(RUNNING), parts=1)
    return "template_of_tests"


# Databases go with their server: to drop one takes longer than the test that used it.


@pytest.fixture
def empty(server: TestServer) -> str:
    """The address of a new database with nothing in it."""
    return server.make_database(f"empty_{next(_NUMBERS)}")


@pytest.fixture
def address(server: TestServer, template: str) -> str:
    """Of a new database with the tables of the program and nothing in them."""
    return server.make_database(f"tuquan_{next(_NUMBERS)}", template)
