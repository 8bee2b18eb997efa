"""A file system that fails where a test tells it to, over the real one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.system.files import RealFiles


@dataclass
class FaultyFiles:
    """The real file operations, some of which fail.

    Attributes:
        fails: for a call such as ``write``, or ``write#2`` for the second one only, the errno it fails with.
        free: what :meth:`free_bytes` says, or None for the truth.
        most: how many bytes one ``write`` takes at most.
        given_back: what the device gives back instead of what is in the file, or None for the truth.
        calls: what was called, in order, with the names of files where there are any.
    """

    fails: Mapping[str, int] = field(default_factory=dict)
    free: int | None = None
    most: int | None = None
    given_back: bytes | None = None
    replace_attempts: int = 1
    calls: list[str] = field(default_factory=list)
    _count: Counter[str] = field(default_factory=Counter)
    _real: RealFiles = field(default_factory=RealFiles)

    def create(self, path: Path) -> int:
        self._called("create")
        return self._real.create(path)

    def write(self, handle: int, data: memoryview) -> int:
        self._called("write")
        return self._real.write(handle, data[: self.most])

    def flush(self, handle: int) -> None:
        self._called("flush")
        self._real.flush(handle)

    def close(self, handle: int) -> None:
        self._real.close(handle)
        self._called("close")

    def replace(self, source: Path, target: Path) -> None:
        self._called("replace")
        self._real.replace(source, target)

    def remove(self, path: Path) -> None:
        self._called("remove")
        self._real.remove(path)

    def flush_folder(self, folder: Path) -> None:
        self._called("flush_folder")
        self._real.flush_folder(folder)

    def free_bytes(self, folder: Path) -> int:
        return self._real.free_bytes(folder) if self.free is None else self.free

    def read_device(self, path: Path) -> Generator[bytes]:
        self._called("read_device")
        yield from self._real.read_device(path) if self.given_back is None else [self.given_back]

    def wait(self) -> None:
        self._called("wait")

    def _called(self, name: str) -> None:
        self._count[name] += 1
        self.calls.append(name)
        number = self.fails.get(f"{name}#{self._count[name]}", self.fails.get(name))
        if number is not None:
            raise OSError(number, os.strerror(number))
