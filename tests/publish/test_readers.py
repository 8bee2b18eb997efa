"""Who reads what: the table of scopes, asked by connecting as each of its readers."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from desktop.domain.registers import REGISTRY
from desktop.domain.scope_table import AWARDS, DEFAULTS, DOWN, MEDIATION, READERS, UP, Reach, given
from desktop.publish.readers import role_of
from desktop.publish.server import connected
from desktop.services import publishing
from tests.kit.postgres import TestServer
from tests.kit.workspaces import make_workspace
from tests.publish.served import publish
from tests.services.exchange import COMMUNE

Readers = dict[str, str]
"""By reader of the table, the address at which it connects."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, server: TestServer, template: str) -> str:
    """The address of a published register, of its owner."""
    workspace = make_workspace(tmp_path_factory.mktemp("doc") / "so").workspace
    with workspace.change("area.create") as change:
        area = change.create("area", {"name": "Ấp Thới Hòa", "kind": "ap"})
        person = change.create("person", {"full_name": "Lê Văn Tám", "phone": "0912345678"})
        change.create("household", {"head_name": "Lê Văn Tám", "area": area})
        of_group = {"area": area, "mediated_by": "mediation_group", "received_on": "2026-05-05"}
        for values in (of_group, {**of_group, "mediated_by": "police"}):
            change.create("party", {"dispute": change.create("dispute", values), "name": "Bên A"})
        change.create("group", {"name": "Tổ tự quản số 1", "area": area, "kind": "self_management"})
        change.create("award", {"printed_name": "Lê Văn Tám", "person": person, "form": "giay_khen"})
    address = server.make_database("readers", template)
    publish(workspace, address)
    with connected(address) as connection:
        publishing.prepare_figures(workspace, connection)
    workspace.close()
    return address


@pytest.fixture(scope="module")
def readers(database: str, server: TestServer) -> Readers:
    """A login for each reader, of all stations."""
    found = {}
    with connected(database) as connection:
        for reader in READERS:
            login = f"doc_{reader}"
            connection.execute(f"CREATE ROLE {login} LOGIN IN ROLE {role_of(reader)}".encode())
            connection.execute("INSERT INTO sight VALUES (%s, '*')", [login])
            found[reader] = server.address("readers", login)
    return found


def ask(address: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET search_path = tuquan")
        return connection.execute(query.encode()).fetchall()


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_gets_the_fields_of_the_table_of_scopes_and_no_other(reader: str, readers: Readers) -> None:
    with psycopg.connect(readers[reader], autocommit=True) as connection:
        rows = connection.execute(
            "SELECT table_name, column_name FROM information_schema.column_privileges"
            " WHERE table_schema = 'tuquan' AND privilege_type = 'SELECT'"
        ).fetchall()
        may = {(table, column) for table, column in rows if table in REGISTRY and not column.startswith("@")}
    expected = {
        (register.name, name)
        for register in REGISTRY
        if (reach := DEFAULTS[reader].get(register.name, Reach.NOTHING)).shows_rows
        for name in ("id", *(field.name for field in register.fields if given(reach, register.name, field)))
    }
    assert may == expected


@pytest.mark.parametrize(
    ("reader", "query"),
    [
        (UP, "SELECT phone FROM person"),
        (UP, "SELECT id FROM household"),
        (UP, "SELECT leaves FROM journal_entry"),
        (UP, 'SELECT id FROM tuquan_parts."household_0"'),
        (DOWN, "SELECT id FROM visit"),
        (AWARDS, "SELECT id FROM person"),
        (AWARDS, "SELECT value FROM indicator_visits"),
        (MEDIATION, "SELECT id FROM award"),
        (UP, "INSERT INTO sight VALUES (current_user, '*')"),
        (UP, "SELECT record FROM conflict"),
    ],
)
def test_what_is_not_given_is_refused(reader: str, query: str, readers: Readers) -> None:
    with pytest.raises(InsufficientPrivilege):
        ask(readers[reader], query)


def test_rows_and_figures_that_are_given_are_read(readers: Readers) -> None:
    assert ask(readers[UP], "SELECT name FROM area") == [("Ấp Thới Hòa",)]
    assert ask(readers[UP], "SELECT full_name FROM person") == [("Lê Văn Tám",)]
    assert ask(readers[AWARDS], "SELECT printed_name FROM award") == [("Lê Văn Tám",)]
    # Of households the level above gets numbers and no rows.
    query = "SELECT value FROM indicator_models WHERE kind = 'year' AND year = 2026 AND station IS NULL"
    assert ask(readers[UP], query) == [(0,)]


def test_the_justice_official_knows_only_of_the_cases_of_mediation_groups(readers: Readers) -> None:
    assert ask(readers[MEDIATION], "SELECT mediated_by FROM dispute") == [("mediation_group",)]
    assert ask(readers[MEDIATION], "SELECT count(*) FROM party") == [(1,)]


def test_a_reader_sees_its_own_stations_only(readers: Readers, database: str, server: TestServer) -> None:
    server.run(f"CREATE ROLE doc_mot_xa LOGIN IN ROLE {role_of(UP)}")
    reader = server.address("readers", "doc_mot_xa")
    assert ask(reader, "SELECT id FROM area") == []
    for station, rows in (("khac", 0), (COMMUNE, 1)):
        with connected(database) as connection:
            connection.execute("DELETE FROM sight WHERE reader = 'doc_mot_xa'")
            connection.execute("INSERT INTO sight VALUES ('doc_mot_xa', %s)", [station])
        assert len(ask(reader, "SELECT id FROM area")) == rows
        groups = ask(reader, "SELECT max(value) FROM indicator_groups WHERE station IS NULL")
        assert groups == [(rows,)]
