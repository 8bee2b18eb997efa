"""One server for all tests of a worker; each test has a database of its own in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.kit.postgres import TestServer, running_server

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[TestServer]:
    with running_server() as started:
        yield started


@pytest.fixture
def address(server: TestServer) -> Iterator[str]:
    """Of a new, empty database."""
    name = f"tuquan_{next(_NUMBERS)}"
    yield server.make_database(name)
    server.run(f'DROP DATABASE "{name}" WITH (FORCE)')
