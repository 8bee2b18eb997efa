"""What a file holds stands on the server too: every row, every conflict, and nothing twice."""

from __future__ import annotations

import subprocess
import sys

from desktop.domain.journal.compose import Intent
from desktop.publish.server import connected
from desktop.services.workspace import Workspace
from tests.publish.served import asked, assert_equal, publish
from tests.services.exchange import write


def test_rows_stand_on_the_server_as_in_the_file(workspace: Workspace, address: str) -> None:
    with workspace.change("area.create") as change:
        area = change.create("area", {"name": "Ấp Thới Hòa", "kind": "ap"})
        change.create("group", {"name": "Tổ tự quản số 1", "area": area})
    done = publish(workspace, address)
    with workspace.file.reading() as reader:
        assert done.new == reader.journal.size()
    assert_equal(workspace, address)


def test_the_next_run_brings_only_what_is_new(workspace: Workspace, address: str) -> None:
    with workspace.change("area.create") as change:
        area = change.create("area", {"name": "Ấp Thới Hòa", "kind": "ap"})
    publish(workspace, address)
    assert publish(workspace, address).looked_at == 0
    with workspace.change("area.edit") as change:
        change.edit("area", area, {"name": "Ấp Thới Thuận"})
    done = publish(workspace, address)
    assert (done.new, done.looked_at) == (1, 1)
    assert_equal(workspace, address)
    assert asked(address, "SELECT name FROM area") == [("Ấp Thới Thuận",)]


def test_tables_may_stay_whole_for_a_server_that_cuts_them_itself(workspace: Workspace, empty: str) -> None:
    with workspace.change("area.create") as change:
        change.create("area", {"name": "Ấp Thới Hòa", "kind": "ap"})
    publish(workspace, empty, parts=0)
    assert_equal(workspace, empty)
    assert asked(empty, "SELECT count(*) FROM pg_tables WHERE schemaname = 'tuquan_parts'") == [(0,)]


def test_what_a_server_cannot_keep_in_a_text_does_not_stop_it(workspace: Workspace, address: str) -> None:
    write(
        workspace, Intent("area", "0" * 26, "name", "Ấp\x00 lạ \\N \t\n"), Intent("area", "0" * 26, "kind", 7)
    )
    publish(workspace, address)
    assert asked(address, "SELECT name, kind FROM area") == [
        ("Ấp\N{REPLACEMENT CHARACTER} lạ \\N \t\n", None)
    ]


def test_the_program_starts_without_the_parts_for_servers() -> None:
    code = "import sys, desktop.app.cli, desktop.services.bundles; print([m for m in sys.modules if m in %r])"
    names = ("psycopg", "pyarrow", "desktop.publish")
    done = subprocess.run([sys.executable, "-c", code % (names,)], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_records_are_looked_for_by_their_index_even_while_there_are_few(address: str) -> None:
    query = "EXPLAIN SELECT record FROM journal_entry WHERE record = ANY(%s)"
    with connected(address) as server:
        plan = server.execute(query, [[f"r{number}" for number in range(100)]]).fetchall()
    assert plan
    assert not any("Seq Scan" in line for (line,) in plan)
