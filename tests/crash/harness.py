"""Kills a process that is at work, opens what it left, and says what is wrong with it.

A kill is what a power cut is to a program whose disk keeps what it was told to flush. What a disk loses that says
it has flushed is not shown by it.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.domain.errors import UserError
from desktop.domain.registers import REGISTRY
from desktop.i18n.catalogue import Catalogue
from desktop.services import (
    backup_files,
    backups,
    bundles,
    data_folder,
    key_change,
    registers,
    restoring,
    unfinished,
    users,
)
from desktop.services.accounts import open_workspace
from desktop.services.backups import file_key
from desktop.services.views import ListQuery
from desktop.services.workspace import Workspace
from desktop.store.backup import verify_copy
from desktop.store.database import FileKey
from desktop.system.single_instance import DataFolderLock
from tests.crash.deeds import ARRIVED, KINDS, REFUSED, STICK, administrator
from tests.crash.recording import HOME, contents, lay_out, record, states
from tests.kit.workspaces import AN_GIANG, NHON_HUNG, PASSWORD, environment, make_workspace, put
from tests.services.exchange import acquaint, quiet
from tests.store.pages import decrypted_pages

SPANS: Final[Mapping[str, float]] = {
    "save": 0.3,
    "import": 2.5,
    "export": 0.6,
    "receive": 0.6,
    "backup": 0.6,
    "erase": 0.4,
    "user": 0.4,
    "key": 1.5,
    "leave": 1.8,
    "restore": 0.8,
    "upgrade": 1.5,
}
"""Seconds in which a process of each kind is killed: some deeds long, so that it is met anywhere in one."""

MEMBERS_OF_THE_LIST: Final = 121
_MORE_S: Final = 1.5
_WORDS: Final = Catalogue("vi")
BUNDLES: Final = 3


@dataclass(frozen=True)
class Killed:
    """One process that is no more, what it had told as done, and by which codes it refused a deed."""

    kind: str
    folder: Path
    told: Sequence[str]
    refused: Sequence[str] = ()


def prepare(kind: str, folder: Path) -> None:
    """What a process of a kind finds: a register with a little in it, its neighbours and sticks."""
    folder.mkdir(parents=True)
    (folder / STICK).mkdir()
    station = AN_GIANG if kind == "receive" else NHON_HUNG
    made = make_workspace(folder / HOME, station, around=environment(seed=1, machine="may-mot")).workspace
    other = NHON_HUNG if kind == "receive" else AN_GIANG
    beside = make_workspace(folder / "khac", other, around=environment(seed=2, machine="may-hai")).workspace
    acquaint(made, beside)
    put(made, "area", name="Ấp Đầu")
    if kind == "receive":
        (folder / ARRIVED).mkdir()
        for number in range(BUNDLES):
            for each in range(40):
                put(beside, "area", name=f"Ấp {number}.{each}")
            bundles.export(beside, AN_GIANG.code, folder / ARRIVED / f"{number}.tqb", quiet)
    if kind == "restore":
        backups.make_copy(made, backup_files.Reason.ASKED, quiet)
    made.close()
    beside.close()
    shutil.rmtree(folder / "khac")


def kill_once(kind: str, folder: Path, seed: int) -> Killed:
    """Starts a process on ``folder`` and kills it at a moment of its work."""
    arguments = [sys.executable, "-m", "tests.crash.deeds", kind, str(folder / HOME), str(seed)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        if process.stdout.readline() != "ready\n":
            raise AssertionError(f"{kind} did not begin: {process.stderr.read()}")
        moment = random.Random(seed).uniform(0, SPANS[kind])
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            process.kill()
        else:
            raise AssertionError(f"{kind} ended by itself: {process.stderr.read()}")
        lines = process.stdout.read().splitlines(keepends=True)
        process.wait()
    return Killed(kind, folder, [line.rstrip("\n") for line in lines if line.endswith("\n")])


@contextmanager
def _reopened(killed: Killed, seed: int) -> Iterator[Workspace]:
    home = killed.folder / HOME
    with DataFolderLock(home):
        unfinished.finish(home)
        unfinished.tidy(home)
        user = administrator(home)
        workspace = open_workspace(home, user, PASSWORD, environment(seed=seed + 1_000_000))
        try:
            yield workspace
        finally:
            workspace.close()


def wrongs(killed: Killed, seed: int) -> list[str]:
    """What is not as it was told, after the register was opened again as the next start would. Best none."""
    found: list[str] = []
    with _reopened(killed, seed) as workspace:
        key, path = file_key(workspace), workspace.file.path
        before = workspace.file.digest()
        found += _CHECKS[killed.kind](killed, workspace)
        workspace.file.rebuild()
        if workspace.file.digest() != before:
            found.append("the tables are not what the journal folds to")
    # Closed, since a page that was torn stands whole in the log, and is read from there until then.
    verify_copy(path, key, REGISTRY, quiet)
    found += [f"left behind: {path.name}" for path in _strays(killed.folder / HOME)]
    if killed.kind == "erase":
        found += _still_to_be_read(killed, key)
    return found


def _strays(folder: Path) -> list[Path]:
    half = (key_change.READY, key_change.FORMER, restoring.STAGE)
    return [
        path
        for path in folder.rglob("*")
        if path.name in half or path.name.upper().endswith((".TMP", ".PART"))
    ]


def _names(workspace: Workspace) -> dict[str, str]:
    with workspace.reading() as reader:
        return {row.id: str(row.values["name"]) for row in reader.records.whole("area")}


def _saved(killed: Killed, workspace: Workspace) -> list[str]:
    names, last = _names(workspace), dict(line.split(" ", 1) for line in killed.told)
    # The newest line of a record may have been followed by a deed that nobody was told of.
    return [
        f"{record} is {names.get(record)!r}, told was {name!r}"
        for record, name in last.items()
        if names.get(record) not in (name, name.replace("Ấp", "Khóm"))
    ]


def _imported(killed: Killed, workspace: Workspace) -> list[str]:
    held = registers.count(workspace, "member", ListQuery())
    if held not in (0, MEMBERS_OF_THE_LIST):
        return [f"half an import: {held} members"]
    with workspace.reading() as reader:
        operations = reader.journal.tip(workspace.device).seq
    if operations < len(killed.told) + 1:
        return [f"{operations} operations after {len(killed.told)} were told"]
    return []


def _exported(killed: Killed, workspace: Workspace) -> list[str]:
    stick = killed.folder / STICK
    there = {path.name: path for path in stick.iterdir() if path.suffix == ".tqb"}
    found = [f"told but not there: {name}" for name in killed.told if name not in there]
    key = workspace.key_file().to_bytes()
    for path in there.values():
        bundles.verify_file(path, key, quiet)
    # A half file on a stick is gone once the stick is written to again.
    bundles.export(workspace, AN_GIANG.code, stick, quiet)
    return found + [f"left behind on the stick: {path.name}" for path in _strays(stick)]


def _received(killed: Killed, workspace: Workspace) -> list[str]:
    names = list(_names(workspace).values())
    found = []
    for number in range(BUNDLES):
        held = sum(name.startswith(f"Ấp {number}.") for name in names)
        if held not in (0, 40):
            found.append(f"bundle {number} is in with {held} records of 40")
        if not held and f"{number}.tqb" in killed.told:
            found.append(f"bundle {number} was told and is not in")
    return found


def _copied(killed: Killed, workspace: Workspace) -> list[str]:
    found = []
    for copy in backup_files.copies(workspace.folder):
        verify_copy(copy.database, file_key(workspace), REGISTRY, quiet)
    if killed.told:
        operations, record = killed.told[-1].split(" ")
        newest = max((copy.operations for copy in backup_files.copies(workspace.folder)), default=0)
        if newest < int(operations):
            found.append(f"the newest copy has {newest} operations, told were {operations}")
        if record not in _names(workspace):
            found.append(f"{record} is gone")
    return found


def _erased(killed: Killed, workspace: Workspace) -> list[str]:
    names = _names(workspace)
    return [
        f"{line} can be read" for line in killed.told if line.split(" ")[1] in str(names.get(line.split()[0]))
    ]


def _still_to_be_read(killed: Killed, key: FileKey) -> list[str]:
    database = killed.folder / HOME / data_folder.DATABASE_NAME
    pages = b"".join(decrypted_pages(database, key))
    words = (line.split(" ")[1] for line in killed.told)
    return [f"{word} stands on a page of the file" for word in words if word.encode() in pages]


def _known(killed: Killed, workspace: Workspace) -> list[str]:
    home = killed.folder / HOME
    keyring = data_folder.read_keyring(home)
    for user in killed.told:
        keyring.open_with_password(user, PASSWORD)
    held = {user.id for user in users.list_users(workspace)}
    return [f"{user.name} has a password and no account" for user in keyring.users() if user.id not in held]


def _gone(killed: Killed, workspace: Workspace) -> list[str]:
    """Nobody told as gone has a lock here, and nobody at all who is without an open account."""
    held = {user.id for user in users.list_users(workspace)}
    return [
        f"{user.name} has a password and no account"
        for user in data_folder.users(killed.folder / HOME)
        if user.id not in held or user.id in killed.told
    ]


def _restored(killed: Killed, workspace: Workspace) -> list[str]:
    return [] if "Ấp Đầu" in _names(workspace).values() else ["what the copy held is not there"]


_CHECKS: Final[Mapping[str, Callable[[Killed, Workspace], list[str]]]] = {
    "save": _saved,
    "import": _imported,
    "export": _exported,
    "receive": _received,
    "backup": _copied,
    "erase": _erased,
    "user": _known,
    "key": _saved,
    "leave": _gone,
    "restore": _restored,
    "upgrade": _saved,
}
assert _CHECKS.keys() == KINDS.keys() == SPANS.keys()


def trial(kind: str, template: Path, place: Path, seed: int) -> tuple[Killed, list[str]]:
    """One kill on a register of its own, and what is wrong after it."""
    shutil.copytree(template, place)
    try:
        killed = kill_once(kind, place, seed)
        return killed, wrongs(killed, seed)
    finally:
        shutil.rmtree(place)


# Disks that fail


FAULTS: Final = ("torn", "eio", "enospc")
_FURTHEST: Final = 400
"""Calls after which a disk has failed, if the deeds come so far."""


def fail_once(  # each part by its own right
    kind: str,
    fault: str,
    folder: Path,
    library: Path,
    seed: int,
    *,
    at: int | None = None,
    patience: float = _MORE_S,
) -> tuple[Killed, list[str]]:
    """Starts a process on ``folder`` whose disk fails or tears a page; gives what it told, and what is wrong with that.

    A process that does not come to the failure is killed. One that meets it must say so by a code that has its
    sentences, or go on.
    """
    chance = random.Random(seed)
    home = folder / HOME
    arguments = [sys.executable, "-m", "tests.crash.deeds", kind, str(home), str(seed)]
    around = {
        "LD_PRELOAD": str(library),
        "RECORD_UNDER": str(home),
        "RECORD_INTO": os.devnull,
        "FAULT": fault,
        "FAULT_AT": str(at or chance.randint(1, _FURTHEST)),
        "FAULT_FOR": str(chance.choice((1, 3, 30, 10_000))),
    }
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **around}
    )
    assert process.stdout is not None
    process.stdout.readline()
    try:
        said, trace = process.communicate(timeout=SPANS[kind] + patience)
    except subprocess.TimeoutExpired:
        process.kill()
        said, trace = process.communicate()
    lines = [line.rstrip("\n") for line in said.splitlines(keepends=True) if line.endswith("\n")]
    told = [line for line in lines if not line.startswith(REFUSED)]
    codes = tuple(line.removeprefix(REFUSED) for line in lines if line.startswith(REFUSED))
    found = [f"{code} has no sentence" for code in codes if not _WORDS.has(f"error.{code}.what")]
    if process.returncode == 1:
        found.append(f"not told in a sentence: {trace.strip().splitlines()[-1]}")
    return Killed(kind, folder, told, codes), found


def fault_trial(kind: str, fault: str, template: Path, place: Path, library: Path, seed: int) -> list[str]:
    """One failing disk on a register of its own, and what is wrong after it."""
    shutil.copytree(template, place)
    try:
        killed, found = fail_once(kind, fault, place, library, seed)
        return found + _wrongs_of(killed, seed)
    finally:
        shutil.rmtree(place)


# Power cuts


RECORDED: Final[Mapping[str, int]] = {
    "save": 40,
    "user": 8,
    "key": 2,
    "leave": 2,
    "erase": 10,
    "import": 4,
    "backup": 3,
    "receive": 3,
    "export": 3,
    "restore": 2,
    "upgrade": 2,
}
"""How many deeds of a kind are told while a process is recorded."""


@dataclass(frozen=True)
class PowerCuts:
    """A process that was recorded, and how many states a power cut could have left of it were looked at.

    Attributes:
        records: what it asked of the disk.
        wrong: for each state that is not as it was told, what is wrong.
    """

    kind: str
    records: int
    states: int
    wrong: Sequence[str]


def power_cuts(
    kind: str, folder: Path, library: Path, seed: int, *, most: int | None = None, careless: bool = False
) -> PowerCuts:
    """Records a process on a register of its own and opens what power cuts at its moments could have left."""
    prepare(kind, folder / "so")
    before = contents(folder / "so")
    records = record(kind, folder / "so", library, RECORDED[kind], careless=careless)
    looked, wrong = 0, list[str]()
    for state in states(before, records, seed, most=most):
        left = folder / "left"
        for each in (folder / "so").iterdir():
            (left / each.name).mkdir(parents=True)
        try:
            lay_out(state.files, left)
            found = _wrongs_of(Killed(kind, left, state.told), seed)
        finally:
            shutil.rmtree(left)
        looked += 1
        wrong += [f"after {state.after} records, {state.how}: {line}" for line in found]
    return PowerCuts(kind, len(records), looked, wrong)


def _wrongs_of(killed: Killed, seed: int) -> list[str]:
    try:
        return wrongs(killed, seed)
    except (UserError, AssertionError) as error:
        return [f"does not open: {error!r}"]


assert RECORDED.keys() == KINDS.keys()
