"""Looking at what a server holds, as the tests look at what a file holds."""

from __future__ import annotations

from typing import Any

import psycopg

from desktop.domain.fields import Registry
from desktop.domain.versions import RUNNING
from desktop.publish import publishing
from desktop.publish.lanes import Published
from desktop.publish.publishing import FromFile, Progress
from desktop.publish.schema import columns_of
from desktop.publish.server import Server, connected
from desktop.services.data_folder import key_of
from desktop.services.workspace import Workspace
from desktop.store.outgoing import Outgoing
from desktop.store.tables import ALSO, STATION
from tests.store import looking

Row = dict[str, Any]


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def publish(workspace: Workspace, address: str, *, parts: int = 2) -> Published:
    """Everything of a file, as the command does it, by this process; few parts, which are made quickly."""
    with connected(address) as server:
        publishing.prepare(server, workspace.registry, str(RUNNING), parts)
        return publish_journal(server, workspace, quiet)


def publish_journal(
    server: Server, workspace: Workspace, progress: Progress, registry: Registry | None = None
) -> Published:
    """What the file holds into tables that are there."""
    file, key = workspace.file.path, key_of(workspace.secrets)
    address = f"postgresql://postgres@{server.info.host}:{server.info.port}/{server.info.dbname}"
    work = FromFile(address, registry or workspace.registry, workspace.device, file, key)
    with workspace.file.reading() as reader:
        return publishing.publish_journal(server, Outgoing(reader.connection), work, progress, importers=1)


def asked(address: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET search_path = tuquan")
        return connection.execute(query.encode()).fetchall()


def tables(address: str, registry: Registry) -> dict[tuple[str, str], Row]:
    """Every row of every register."""
    found = {}
    for register in registry:
        names = list(columns_of(register))
        columns = ", ".join(f'"{name}"' for name in names)
        for values in asked(address, f'SELECT {columns} FROM "{register.name}"'):
            row = dict(zip(names, values, strict=True))
            assert (register.name, row["id"]) not in found
            found[register.name, row["id"]] = row
    return found


def conflicts(address: str) -> set[tuple[str, ...]]:
    return set(asked(address, "SELECT register, record, field, kind FROM conflict"))


def expected_tables(workspace: Workspace) -> dict[tuple[str, str], Row]:
    """The rows of a file, as the server shows them."""
    return {
        place: {
            name: "" if name == STATION and value is None else value
            for name, value in row.items()
            if not name.endswith("@order") and name != ALSO
        }
        for place, row in looking.tables(workspace).items()
    }


def assert_equal(workspace: Workspace, address: str) -> None:
    """Every row and every conflict is the same here and there."""
    assert tables(address, workspace.registry) == expected_tables(workspace)
    assert conflicts(address) == looking.conflicts(workspace)
