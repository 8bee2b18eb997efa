"""Files that are either the old or the new one, whatever happens in between.

Write beside, flush, rename: the power may fail and the stick be pulled at any moment. Temporary names are
8.3, since FAT and exFAT drives have been seen to mistake a file after the rename of a longer one.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from desktop.system.errors import StickDamaged, disk_full, failure_of
from desktop.system.files import REAL_FILES, FileOps
from desktop.system.machine import machine_fingerprint

Progress: TypeAlias = Callable[[int, int], None]
"""Told bytes done and bytes in all; it may raise ``Cancelled``, and then nothing is changed."""

CHUNK: Final = 2**20
STICK_MARGIN: Final = 2**20
"""Bytes to leave free on a stick besides the file: its table of files and its folder grow too."""

_TEMPORARY = re.compile(r"TQ[0-9A-F]{6}\.TMP", re.IGNORECASE)


def write_atomic(path: Path, data: bytes, ops: FileOps = REAL_FILES) -> None:
    """Makes ``data`` the content of ``path``; returns when it is on the device.

    If it fails, the file that was there before is still there, whole.
    Raises one of the failures in :mod:`desktop.system.errors`.
    """
    with _failures(path.parent, len(data), ops):
        _write(path, ops, lambda handle: _write_all(handle, data, ops, lambda _done: None))


class Readable(Protocol):
    def read(self, size: int, /) -> bytes:
        """Up to so many bytes; none at the end."""
        ...


def copy_atomic(
    source: Readable,
    path: Path,
    progress: Callable[[int], None] = lambda _done: None,
    ops: FileOps = REAL_FILES,
) -> None:
    """As :func:`write_atomic`, of what can be read from ``source``, which need not fit into memory.

    ``progress`` is told the bytes that are copied.
    """

    def fill(handle: int) -> None:
        done = 0
        while chunk := source.read(CHUNK):
            _write_all(handle, chunk, ops, lambda _done: None)
            done += len(chunk)
            progress(done)

    with _failures(path.parent, 0, ops):
        _write(path, ops, fill)


def write_to_stick(path: Path, data: bytes, progress: Progress, ops: FileOps = REAL_FILES) -> None:
    """As :func:`write_atomic`, and proves the new file by reading it back before the older one gives way.

    ``progress`` counts what is written and what is read back: twice the size of ``data`` in all.
    Raises :class:`StickDamaged` if the stick does not give back what was written, and the failures of
    :mod:`desktop.system.errors`.
    """
    needed = len(data) + STICK_MARGIN
    with _failures(path.parent, needed, ops):
        free = ops.free_bytes(path.parent)
        if free < needed:
            raise disk_full(path.parent, needed, free)
        size = len(data)
        _write(
            path,
            ops,
            lambda handle: _write_all(handle, data, ops, lambda done: progress(done, 2 * size)),
            lambda beside: _prove(beside, data, ops, lambda done: progress(size + done, 2 * size)),
        )


@contextlib.contextmanager
def new_folder(path: Path, needed: int, ops: FileOps = REAL_FILES) -> Iterator[Path]:
    """A folder to be filled, which gets its name ``path`` when every file in it is on the device.

    Whatever happens before that, there is no folder of that name. ``needed`` are the bytes that will be written.
    Raises the failures of :mod:`desktop.system.errors`.
    """
    with _failures(path.parent, needed, ops):
        path.parent.mkdir(parents=True, exist_ok=True)
        free = ops.free_bytes(path.parent)
        if free < needed:
            raise disk_full(path.parent, needed, free)
        beside = path.parent / temporary_name()
        beside.mkdir()
        try:
            yield beside
            for each in sorted(beside.rglob("*")):
                if each.is_dir():
                    ops.flush_folder(each)
                else:
                    _flush_file(each, ops)
            ops.flush_folder(beside)
            _replace(beside, path, ops)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        ops.flush_folder(path.parent)


def temporary_name() -> str:
    """A name that no other file has, in the eight letters that every stick knows; two of them tell the machine."""
    return f"{_ours()}{secrets.token_hex(2).upper()}.TMP"


@lru_cache(maxsize=1)
def _ours() -> str:
    return f"TQ{machine_fingerprint()[:2].upper()}"


def remove_leftover_folders(folder: Path, *, ours: bool = False) -> int:
    """Removes what a power cut left half filled of :func:`new_folder`, and says how many.

    For who holds the folder alone; with ``ours`` only what this machine began, where others write too.
    """
    leftovers = [path for path in _leftovers(folder, ours=ours) if path.is_dir()]
    for path in leftovers:
        shutil.rmtree(path)
    return len(leftovers)


def remove_leftovers(folder: Path, *, ours: bool = False) -> int:
    """Removes what a power cut left half written in ``folder``, and says how many files; as for folders."""
    leftovers = [path for path in _leftovers(folder, ours=ours) if path.is_file()]
    for path in leftovers:
        path.unlink()
    return len(leftovers)


def _leftovers(folder: Path, *, ours: bool) -> list[Path]:
    found = [path for path in folder.iterdir() if _TEMPORARY.fullmatch(path.name)]
    return [path for path in found if path.name.upper().startswith(_ours())] if ours else found


def _write(
    path: Path, ops: FileOps, fill: Callable[[int], None], prove: Callable[[Path], None] | None = None
) -> None:
    handle, beside = _create_beside(path.parent, ops)
    try:
        try:
            fill(handle)
            ops.flush(handle)
        finally:
            ops.close(handle)
        if prove is not None:
            prove(beside)
        _replace(beside, path, ops)
    except BaseException:
        # The failure that brought us here says more than one of tidying up.
        with contextlib.suppress(OSError):
            ops.remove(beside)
        raise
    ops.flush_folder(path.parent)


def _flush_file(path: Path, ops: FileOps) -> None:
    # Windows flushes only what is open for writing.
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        ops.flush(handle)
    finally:
        ops.close(handle)


def _create_beside(folder: Path, ops: FileOps) -> tuple[int, Path]:
    while True:
        beside = folder / temporary_name()
        with contextlib.suppress(FileExistsError):
            return ops.create(beside), beside


def _write_all(handle: int, data: bytes, ops: FileOps, progress: Callable[[int], None]) -> None:
    done = 0
    # Each view is let go of at once: one that lives on in the traceback of a failure keeps a mapped file open, and
    # Windows removes no open file.
    with memoryview(data) as whole:
        while done < len(whole):
            with whole[done : done + CHUNK] as piece:
                done += ops.write(handle, piece)
            progress(done)


def _prove(path: Path, data: bytes, ops: FileOps, progress: Callable[[int], None]) -> None:
    done = 0
    # Closed when a difference is found too: Windows keeps the name of a file that is still being read.
    with contextlib.closing(ops.read_device(path)) as chunks:
        for chunk in chunks:
            if data[done : done + len(chunk)] != chunk:
                raise StickDamaged(folder=str(path.parent))
            done += len(chunk)
            progress(done)
    if done != len(data):
        raise StickDamaged(folder=str(path.parent))


def _replace(source: Path, target: Path, ops: FileOps) -> None:
    for _ in range(ops.replace_attempts - 1):
        try:
            ops.replace(source, target)
        except PermissionError:
            ops.wait()
        else:
            return
    ops.replace(source, target)


@contextlib.contextmanager
def _failures(folder: Path, needed: int, ops: FileOps) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        failure = failure_of(error, folder, needed=needed, free=_free(folder, ops))
        if failure is None:
            raise
        raise failure from error


def _free(folder: Path, ops: FileOps) -> int:
    try:
        return ops.free_bytes(folder)
    except OSError:
        return 0
