"""A transaction is whole or not at all, and so is a part of one; the steps of a file are known by their names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from desktop.store import migrations, steps
from desktop.store.atomic import atomic
from desktop.store.database import FileKey, connect

KEY = FileKey(bytes(range(32)), bytes(range(16)))


class Stopped(Exception):
    """What breaks off."""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Any]:
    made = connect(str(tmp_path / "a.db"), KEY)
    made.execute("CREATE TABLE line(text TEXT)")
    yield made
    made.close()


def write(connection: Any, text: str) -> None:
    connection.execute("INSERT INTO line VALUES (?)", [text])


def lines(connection: Any) -> list[str]:
    return [text for (text,) in connection.execute("SELECT text FROM line")]


def test_what_breaks_off_leaves_nothing(connection: Any) -> None:
    with suppress(Stopped), atomic(connection):
        write(connection, "một")
        raise Stopped
    assert (lines(connection), connection.in_transaction) == ([], False)


def test_a_part_that_breaks_off_leaves_the_whole(connection: Any) -> None:
    with atomic(connection):
        write(connection, "một")
        with suppress(Stopped), atomic(connection):
            write(connection, "hai")
            with atomic(connection):
                write(connection, "ba")
            raise Stopped
        write(connection, "bốn")
    assert (lines(connection), connection.in_transaction) == (["một", "bốn"], False)


def test_parts_go_with_the_whole(connection: Any) -> None:
    with suppress(Stopped), atomic(connection):
        with atomic(connection):
            write(connection, "một")
        raise Stopped
    assert lines(connection) == []


def test_the_steps_that_are_looked_for_are_those_there_are() -> None:
    assert migrations.names() == steps.STEPS
