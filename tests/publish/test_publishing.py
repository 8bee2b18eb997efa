"""What a file holds stands on the server too: every row, every conflict, and nothing twice."""

from __future__ import annotations

from desktop.services.workspace import Workspace
from tests.publish.served import asked, assert_equal, publish


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
