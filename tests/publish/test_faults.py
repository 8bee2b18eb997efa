"""What goes wrong on the way or on the server: a clear word, nothing half, and the next run goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from desktop.domain.registers import REGISTRY
from desktop.domain.versions import RUNNING
from desktop.publish import publishing
from desktop.publish import server as serving
from desktop.publish.errors import (
    PublishAddressWrong,
    PublishCutOff,
    PublishForbidden,
    PublishForked,
    PublishNewer,
    PublishNotOurs,
    PublishPasswordShown,
    PublishServerFull,
    PublishServerOld,
    PublishUnreachable,
)
from desktop.publish.server import checked, connected
from desktop.services.workspace import Workspace
from tests.kit.cut_line import line_to
from tests.kit.postgres import TestServer
from tests.kit.workspaces import WorkspaceMaker
from tests.publish.served import asked, assert_equal, publish, publish_journal, quiet
from tests.services.exchange import after


@pytest.fixture
def written(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A register of some batches."""
    monkeypatch.setattr(publishing, "AT_ONCE", 3)
    for number in range(8):
        with workspace.change("area.create") as change:
            area = change.create("area", {"name": f"Ấp số {number}", "kind": "ap"})
            change.create("group", {"name": f"Tổ số {number}", "area": area})
    return workspace


def assert_nothing_half(address: str) -> None:
    """Every record that the journal names has its row, and what was remembered as published is there."""
    for register in ("area", "group"):
        query = f"SELECT count(DISTINCT record) FROM journal_entry WHERE register = '{register}'"
        assert asked(address, query) == asked(address, f'SELECT count(*) FROM "{register}"')
    last = asked(address, "SELECT coalesce(max(last), 0) FROM published")
    assert last == asked(address, "SELECT coalesce(max(seq), 0) FROM journal_operation")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("mysql://x/y", PublishAddressWrong),
        ("postgresql://[half/y", PublishAddressWrong),
        ("postgresql://an:mat-khau@may-chu/so", PublishPasswordShown),
        ("postgresql://may-chu/so?password=mat-khau", PublishPasswordShown),
    ],
)
def test_an_address_that_is_none_or_tells_a_password_is_refused(address: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        checked(address)


def test_a_server_that_is_not_there_is_told(written: Workspace) -> None:
    with pytest.raises(PublishUnreachable) as told:
        publish(written, "postgresql://postgres@127.0.0.1:1/so")
    assert told.value.facts["detail"]


def test_a_database_that_is_not_there_is_told(written: Workspace, server: TestServer) -> None:
    with pytest.raises(PublishUnreachable):
        publish(written, server.address("khong-co"))


def test_the_password_comes_from_the_password_file(
    written: Workspace, server: TestServer, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.run("CREATE ROLE co_mat_khau LOGIN SUPERUSER PASSWORD 'mat-khau-dai'")
    rules = server.folder / "data" / "pg_hba.conf"
    rules.write_text(
        "host all co_mat_khau 127.0.0.1/32 scram-sha-256\n" + rules.read_text("utf-8"), encoding="utf-8"
    )
    server.run("SELECT pg_reload_conf()")
    of_reader = address.replace("postgres@", "co_mat_khau@")
    kept = tmp_path / "pgpass"
    kept.write_text(f"127.0.0.1:{server.port}:*:co_mat_khau:sai\n", encoding="utf-8")
    kept.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(kept))
    with pytest.raises(PublishUnreachable):
        publish(written, of_reader)
    kept.write_text(f"127.0.0.1:{server.port}:*:co_mat_khau:mat-khau-dai\n", encoding="utf-8")
    publish(written, of_reader)
    assert_equal(written, address)


def test_an_older_server_is_refused(
    written: Workspace, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "OLDEST", 99)
    with pytest.raises(PublishServerOld):
        publish(written, address)


def test_an_account_without_rights_is_told(written: Workspace, server: TestServer, empty: str) -> None:
    server.run("CREATE ROLE khong_quyen LOGIN")
    with pytest.raises(PublishForbidden):
        publish(written, empty.replace("postgres@", "khong_quyen@"))
    assert asked(empty, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'tuquan%'") == [(0,)]


def test_the_tables_of_others_are_left_alone(written: Workspace, empty: str) -> None:
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA tuquan")
        connection.execute("CREATE TABLE tuquan.area (id text)")
    with pytest.raises(PublishNotOurs):
        publish(written, empty)
    assert asked(empty, "SELECT count(*) FROM pg_tables WHERE schemaname LIKE 'tuquan%'") == [(1,)]


def test_a_line_that_is_cut_anywhere_leaves_whole_batches(
    written: Workspace, server: TestServer, template: str
) -> None:
    with line_to(server.port) as line:
        whole = server.make_database("cut_never", template)
        publish(written, whole.replace(str(server.port), str(line.port)))
        total = line.sent
    for number in range(1, 7):
        address = server.make_database(f"cut_{number}", template)
        with (
            line_to(server.port, total * number // 7) as line,
            pytest.raises((PublishCutOff, PublishUnreachable)),
        ):
            publish(written, address.replace(str(server.port), str(line.port)))
        assert_nothing_half(address)
        publish(written, address)
        assert_equal(written, address)


def test_a_server_that_stops_in_the_middle_is_gone_on_with(
    written: Workspace, server: TestServer, address: str
) -> None:
    def stop() -> None:
        server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tuquan'")

    with pytest.raises(PublishCutOff), connected(address) as connection:
        publishing.prepare(connection, written.registry, str(RUNNING))
        publish_journal(connection, written, after(3, stop))
    assert_nothing_half(address)
    publish(written, address)
    assert_equal(written, address)


def test_a_full_disk_leaves_whole_batches(written: Workspace, server: TestServer, address: str) -> None:
    with server.full_disk(), pytest.raises(PublishServerFull) as told:
        publish(written, address)
    assert "No space left" in str(told.value.facts["detail"])
    assert_nothing_half(address)
    publish(written, address)
    assert_equal(written, address)


def test_tables_of_a_newer_program_are_refused(written: Workspace, address: str) -> None:
    tell(address, "UPDATE told SET value = '9.0.0' WHERE name = 'version'")
    publish(written, address)  # the same tables serve both
    tell(address, "UPDATE told SET value = 'other' WHERE name = 'shape'")
    with pytest.raises(PublishNewer):
        publish(written, address)
    tell(address, "UPDATE told SET value = '0.0.1' WHERE name = 'version'")
    publish(written, address)
    assert_equal(written, address)
    tell(address, "INSERT INTO step (number) VALUES (99)")
    with pytest.raises(PublishNewer):
        publish(written, address)


def test_tables_of_an_older_program_are_made_anew_from_the_journal_on_the_server(
    written: Workspace, empty: str
) -> None:
    area = REGISTRY["area"]
    fewer = type(area)(area.name, area.fields[:2], area.title)
    older = REGISTRY.with_register(fewer)
    with connected(empty) as server:
        publishing.prepare(server, older, "0.0.1", 1)
        publish_journal(server, written, quiet, older)
    assert publish(written, empty).looked_at == 0
    assert_equal(written, empty)


def test_a_copy_that_went_on_being_used_is_told_and_overwrites_nothing(
    make: WorkspaceMaker, address: str
) -> None:
    made = make()
    with made.workspace.change("area.create") as change:
        change.create("area", {"name": "Ấp Một", "kind": "ap"})
    publish(made.workspace, address)
    before = asked(address, "SELECT device, seq, hash FROM journal_operation ORDER BY 1, 2")
    # As a copy of this file would have written it, after the same last operation.
    tell(address, "UPDATE journal_operation SET hash = decode(repeat('ab', 32), 'hex') WHERE seq = 1")
    with made.workspace.change("area.create") as change:
        change.create("area", {"name": "Ấp Hai", "kind": "ap"})
    with pytest.raises(PublishForked):
        publish(made.workspace, address)
    assert len(asked(address, "SELECT seq FROM journal_operation")) == len(before)


def tell(address: str, statement: str) -> Any:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET search_path = tuquan")
        connection.execute(statement.encode())
