"""What a process does until it is killed: one kind of deed over and over, each told when it is done.

Run as ``python -m tests.crash.deeds KIND FOLDER SEED``. Writes ``ready`` when it begins, then a line for each deed
that the program has said is done; only what stands in such a line must have outlived the process.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Final

from desktop.domain.access import Role
from desktop.domain.errors import UserError
from desktop.services import (
    accounts,
    backup_files,
    backups,
    bundles,
    data_folder,
    importing,
    key_change,
    registers,
    restoring,
    unfinished,
    users,
)
from desktop.services.erasing import erase_record
from desktop.services.users import NewUser
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.store.database import FileKey, connect
from desktop.store.failures import as_user_errors
from desktop.system.single_instance import DataFolderLock
from tests.kit.fake_clock import FakeClock
from tests.kit.workspaces import AN_GIANG, FAST, PASSWORD, environment, put
from tests.services.exchange import edit, quiet
from tests.services.test_importing import MEMBERS, planned

STICK: Final = "usb"
ARRIVED: Final = "den"
REFUSED: Final = "refused: "
"""Begins the line of a deed that failed and told why."""

Tell = Callable[[str], None]


def administrator(folder: Path) -> str:
    """Somebody who stays, whoever comes and goes."""
    return next(each.id for each in data_folder.users(folder) if each.name == "Trần Thị Bình")


def save(workspace: Workspace, tell: Tell) -> None:
    """Areas, each made and then renamed."""
    number = 0
    while True:
        number += 1
        record = put(workspace, "area", name=f"Ấp {number}")
        tell(f"{record} Ấp {number}")
        edit(workspace, "area", record, name=f"Khóm {number}")
        tell(f"{record} Khóm {number}")


def import_list(workspace: Workspace, tell: Tell) -> None:
    """The list of a station, taken in and back."""
    while True:
        opened, preview = planned(workspace, MEMBERS)
        done = importing.run_import(workspace, opened, opened.mapping, preview)
        tell(f"in {registers.count(workspace, 'member', ListQuery())}")
        assert done.changes.operation is not None
        registers.undo(workspace, done.changes.operation)
        tell("out")


def export(workspace: Workspace, tell: Tell) -> None:
    """A record, and a bundle with it on the stick."""
    while True:
        put(workspace, "area", name="Ấp Mới")
        tell(bundles.export(workspace, AN_GIANG.code, workspace.folder.parent / STICK, quiet).path.name)


def receive(workspace: Workspace, tell: Tell) -> None:
    """Every bundle that lies on the stick, in order; then again, which changes nothing."""
    while True:
        for path in sorted((workspace.folder.parent / ARRIVED).iterdir()):
            bundles.import_bundle(workspace, path, quiet)
            tell(path.name)


def back_up(workspace: Workspace, tell: Tell) -> None:
    """Copies on this machine, each read through; and the tail after them."""
    while True:
        record = put(workspace, "area", name="Ấp Sao")
        made = backups.make_copy(workspace, backup_files.Reason.ASKED, quiet)
        tell(f"{made.operations} {record}")
        put(workspace, "area", name="Ấp Đuôi")
        backups.keep_tail(workspace, quiet)


def erase(workspace: Workspace, tell: Tell) -> None:
    """People with a name found nowhere else, erased for good."""
    number = 0
    while True:
        number += 1
        record = put(workspace, "area", name=f"Wqxj{number}zk")
        erase_record(workspace, "area", record, None, "theo đơn đề nghị ngày 05/01/2026")
        tell(f"{record} qxj{number}zk")


def new_user(workspace: Workspace, tell: Tell) -> None:
    """People who get a password, which changes the keyring and the register."""
    number = 0
    while True:
        number += 1
        user = users.add_user(workspace, NewUser(f"Cán bộ {number}", Role.OFFICER, PASSWORD), kdf=FAST)
        tell(user.id)


def change_key(workspace: Workspace, tell: Tell) -> None:
    """A record, and the whole file under another key."""
    number = 0
    while True:
        number += 1
        record = put(workspace, "area", name=f"Ấp {number}")
        key_change.change_key(workspace, quiet)
        tell(f"{record} Ấp {number}")


def upgrade(workspace: Workspace, tell: Tell) -> None:
    """A record, and the file of another version of the program brought up to this one, a copy before it."""
    folder, user, around = workspace.folder, workspace.user.id, workspace.environment
    number = 0
    while True:
        number += 1
        record = put(workspace, "area", name=f"Ấp {number}")
        path, key = workspace.file.path, backups.file_key(workspace)
        workspace.close()
        _grow_old(path, key)
        workspace = accounts.open_workspace(
            folder, user, PASSWORD, around, before_upgrade=backups.before_upgrade(folder, around)
        )
        tell(f"{record} Ấp {number}")


def _grow_old(path: Path, key: FileKey) -> None:
    """A file as the version before wrote it: without the last step, and with tables of another shape."""
    with as_user_errors(), closing(connect(str(path), key)) as connection:
        connection.execute("BEGIN")
        connection.execute("DROP TABLE journal_aside")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0007_aside'")
        connection.execute("UPDATE local SET value = 'cu' WHERE name = 'shape'")
        connection.execute("COMMIT")


def leave(workspace: Workspace, tell: Tell) -> None:
    """People who come and go; whoever is told as gone opens the register no more."""
    number = 0
    while True:
        number += 1
        user = users.add_user(workspace, NewUser(f"Cán bộ {number}", Role.OFFICER, PASSWORD), kdf=FAST)
        if users.close_account(workspace, user.id, quiet):
            tell(user.id)


def restore(workspace: Workspace, tell: Tell) -> None:
    """The register put back from its newest copy, over and over."""
    folder, user = workspace.folder, workspace.user.id
    clock = FakeClock()
    around = environment(clock, seed=random.getrandbits(60))
    while True:
        workspace.close()
        clock.advance(timedelta(minutes=1))
        copy = backup_files.copies(folder)[0]
        opened = restoring.open_with_password(copy, user, PASSWORD)
        restoring.restore(restoring.prepare(opened, folder, around, quiet), around)
        tell(str(copy.operations))
        workspace = accounts.open_workspace(folder, user, PASSWORD, around)
        put(workspace, "area", name="Ấp Về")


KINDS: Final[Mapping[str, Callable[[Workspace, Tell], None]]] = {
    "save": save,
    "import": import_list,
    "export": export,
    "receive": receive,
    "backup": back_up,
    "erase": erase,
    "user": new_user,
    "key": change_key,
    "leave": leave,
    "restore": restore,
    "upgrade": upgrade,
}


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(kind: str, folder: Path, seed: int) -> None:
    """Does deeds of a kind until the process is killed."""
    around = environment(seed=random.Random(seed).getrandbits(60))
    with DataFolderLock(folder):
        unfinished.finish(folder)
        unfinished.tidy(folder)
        user = administrator(folder)
        workspace = accounts.open_workspace(folder, user, PASSWORD, around)
        if os.environ.get("CARELESS"):
            # What must be found wrong: SQLite does not wait for the disk.
            with workspace.file._connections.reading():
                workspace.file._connections._writer.execute("PRAGMA synchronous = OFF")
        _say("ready")
        try:
            KINDS[kind](workspace, _say)
        except UserError as error:
            # What the person is told in a sentence; anything else ends the process with a trace.
            _say(f"{REFUSED}{error.code}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
