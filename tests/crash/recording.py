"""Records what a process asks of the disk, and makes the states that a power cut could have left of it.

What was flushed is there. Of what was written since to a file, any part may be there, whole or torn at a sector;
a name that came or went since its folder was flushed may have done so or not, in the order in which they did. The
computer's disk and each stick lose what they lose by themselves: what one has flushed says nothing of another.
"""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

HOME: Final = "may"
"""The folder that stands for the computer's disk; those beside it are sticks."""
SECTOR: Final = 512
_HEAD: Final = struct.Struct("=cIQI")
_SOURCE: Final = Path(__file__).with_name("recorder.c")
_INDEX_OF_THE_LOG: Final = "-shm"
"""Shared memory of SQLite's: it means nothing to a process that comes after a power cut."""

Files = Mapping[str, bytes]
"""Contents by name below the folder."""


@dataclass(frozen=True)
class Record:
    """One thing that was asked; ``kind`` as ``recorder.c`` has it, names as they are below the folder."""

    kind: str
    name: str
    offset: int
    data: bytes


@dataclass(frozen=True)
class State:
    """What a power cut left.

    Attributes:
        after: how many records had been asked for.
        told: the lines that had been told by then.
    """

    after: int
    how: str
    files: Files
    told: tuple[str, ...]


def build_recorder(folder: Path) -> Path:
    """Compiles the recorder; gives the library."""
    library = folder / "recorder.so"
    subprocess.run(
        ["gcc", "-O1", "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"], check=True, capture_output=True
    )
    return library


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def record(kind: str, folder: Path, library: Path, deeds: int, *, careless: bool = False) -> list[Record]:
    """What a process of a kind asked for while it told that many deeds; then it is killed.

    ``careless``: SQLite does not wait for the disk, as it never does in the program.
    """
    log = folder.with_name("record")
    command = [sys.executable, "-m", "tests.crash.deeds", kind, str(folder / HOME), "1"]
    around = {"LD_PRELOAD": str(library), "RECORD_UNDER": str(folder), "RECORD_INTO": str(log)}
    environ = {**os.environ, **around, **({"CARELESS": "1"} if careless else {})}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        lines = [process.stdout.readline() for _ in range(deeds + 1)]
        process.kill()
        if not lines[-1]:
            raise AssertionError(f"{kind} ended by itself: {process.stderr.read()}")
        process.wait()
    return list(_records(log.read_bytes(), folder))


def _records(log: bytes, folder: Path) -> Iterator[Record]:
    at, under = 0, f"{folder.resolve()}/"
    while at + _HEAD.size <= len(log):
        kind, length, offset, size = _HEAD.unpack_from(log, at)
        end = at + _HEAD.size + length + size
        if end > len(log):
            return  # the process was killed while it wrote this one
        name = log[at + _HEAD.size : at + _HEAD.size + length].decode()
        data = log[end - size : end]
        if kind == b"R":
            data = data.removeprefix(under.encode())
        yield Record(kind.decode(), name.removeprefix(under), offset, data)
        at = end


@dataclass
class _File:
    """One file: what is on the device, and what was asked for since."""

    flushed: bytes = b""
    waiting: list[Record] = field(default_factory=list)

    def flush(self) -> None:
        self.flushed = _applied(self.flushed, self.waiting)
        self.waiting.clear()


class Disk:
    """A disk that is told record after record, and can be asked what a power cut would leave now."""

    def __init__(self, before: Files) -> None:
        self._files = {number: _File(content) for number, content in enumerate(before.values())}
        self._names = {name: number for number, name in enumerate(before)}
        """As the process sees them."""
        self._kept = dict(self._names)
        """As they are on the device."""
        self._changed: list[dict[str, int]] = []
        """The names after each change since their folder was flushed."""

    def take(self, each: Record) -> None:
        if each.name.endswith(_INDEX_OF_THE_LOG):
            return
        if each.kind in "CUR":
            self._rename(each)
        elif each.kind == "D":
            self._kept = dict(self._names)
            self._changed.clear()
        elif each.kind == "F":
            self._files[self._names[each.name]].flush()
        else:
            self._files[self._names[each.name]].waiting.append(each)

    def _rename(self, each: Record) -> None:
        if each.kind == "C":
            number = len(self._files)
            self._files[number] = _File()
            self._names[each.name] = number
        else:
            # A folder that is renamed, or goes, takes what is in it along.
            gone = [name for name in self._names if name == each.name or name.startswith(f"{each.name}/")]
            for name in gone:
                number = self._names.pop(name)
                if each.kind == "R":
                    self._names[each.data.decode() + name.removeprefix(each.name)] = number
        self._changed.append(dict(self._names))

    def nothing_more(self) -> Files:
        """Only what was flushed is there."""
        return {name: self._files[number].flushed for name, number in self._kept.items()}

    def everything(self) -> Files:
        """As the process saw it."""
        return {
            name: _applied(self._files[number].flushed, self._files[number].waiting)
            for name, number in self._names.items()
        }

    def something(self, chance: random.Random) -> Files:
        """Some of what was asked for since, in any order of the disk's own."""
        names = chance.choice([self._kept, *self._changed])
        return {name: self._some_of(self._files[number], chance) for name, number in names.items()}

    @staticmethod
    def _some_of(file: _File, chance: random.Random) -> bytes:
        done = []
        for each in file.waiting:
            fate = chance.random()
            if fate < 0.4:
                continue
            if fate < 0.6 and each.kind == "W" and len(each.data) > SECTOR:
                whole = SECTOR * chance.randrange(1, -(-len(each.data) // SECTOR))
                done.append(Record("W", each.name, each.offset, each.data[:whole]))
            else:
                done.append(each)
        return _applied(file.flushed, done)


class Machine:
    """The disks by the folders that stand for them, and what the process had told."""

    def __init__(self, before: Files) -> None:
        self._before = before
        self._disks: dict[str, Disk] = {}
        self.told: list[str] = []
        self._half = ""
        for name in before:
            self._disk(name)

    def take(self, each: Record) -> None:
        if each.kind == "S":
            *lines, self._half = (self._half + each.data.decode()).split("\n")
            self.told += [line for line in lines if line != "ready"]
        else:
            self._disk(each.name).take(each)

    def left(self, of: Callable[[Disk], Files]) -> Files:
        """What ``of`` says that each disk has."""
        return {name: content for disk in self._disks.values() for name, content in of(disk).items()}

    def _disk(self, name: str) -> Disk:
        root = name.partition("/")[0]
        if root not in self._disks:
            there = {name: each for name, each in self._before.items() if name.startswith(f"{root}/")}
            self._disks[root] = Disk(there)
        return self._disks[root]


def _applied(content: bytes, records: Sequence[Record]) -> bytes:
    made = bytearray(content)
    for each in records:
        if each.kind == "T":
            made[:] = made[: each.offset].ljust(each.offset, b"\0")
        else:
            made[:] = made.ljust(each.offset, b"\0")
            made[each.offset : each.offset + len(each.data)] = each.data
    return bytes(made)


def states(
    before: Files, records: Sequence[Record], seed: int, *, mixed: int = 2, most: int | None = None
) -> Iterator[State]:
    """The different states that a power cut may have left, after each record or after ``most`` of them by chance.

    ``mixed``: how many of those in which only some of what was asked for is there, for each moment.
    """
    machine, chance, seen = Machine(before), random.Random(seed), set[int]()
    every = range(1, len(records) + 1)
    moments = set(every if most is None else chance.sample(every, min(most, len(records))))
    for after, one in enumerate(records, start=1):
        machine.take(one)
        if after not in moments:
            continue
        found = [
            ("nothing more", machine.left(Disk.nothing_more)),
            ("everything", machine.left(Disk.everything)),
        ]
        found += [
            (f"mixed {number}", machine.left(lambda disk: disk.something(chance))) for number in range(mixed)
        ]
        for how, files in found:
            mark = hash((*files.items(), len(machine.told)))
            if mark not in seen:
                seen.add(mark)
                yield State(after, how, files, tuple(machine.told))


def lay_out(files: Files, folder: Path) -> None:
    """Writes a state into an empty folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
