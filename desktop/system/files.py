"""The few things we ask of a file system when a file must not be lost, each by itself so that each can fail.

:class:`FileOps` is what atomic writing needs, :data:`REAL_FILES` the operating system. A fake that fails at a
chosen step takes its place in tests.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Final, Protocol

READ_CHUNK: Final = 2**20

_BINARY: Final[int] = getattr(os, "O_BINARY", 0)  # Windows alone has it, and would else change line ends


class FileOps(Protocol):
    """Every method raises OSError as the operating system does."""

    @property
    def replace_attempts(self) -> int:
        """How often a refused :meth:`replace` is tried, at least 1."""
        ...

    def create(self, path: Path) -> int:
        """Opens a new file for writing; FileExistsError if there is one."""
        ...

    def write(self, handle: int, data: memoryview) -> int:
        """Writes some of ``data`` and says how many bytes."""
        ...

    def flush(self, handle: int) -> None:
        """Returns when the content is on the device, not in a cache of the system."""
        ...

    def close(self, handle: int) -> None: ...

    def replace(self, source: Path, target: Path) -> None:
        """Renames over whatever has the name, in one step."""
        ...

    def remove(self, path: Path) -> None: ...

    def flush_folder(self, folder: Path) -> None:
        """Puts the names in a folder on the device, where the system has a way to ask for it."""
        ...

    def free_bytes(self, folder: Path) -> int: ...

    def read_device(self, path: Path) -> Generator[bytes]:
        """The content in chunks, from the device itself and past the cache of the system."""
        ...

    def wait(self) -> None:
        """A moment, before another attempt to replace."""
        ...


class RealFiles:
    """The file system of this machine."""

    # A virus scanner holds a fresh file for a moment; Windows then refuses the rename.
    replace_attempts: Final = 10 if sys.platform == "win32" else 1

    def create(self, path: Path) -> int:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)

    def write(self, handle: int, data: memoryview) -> int:
        return os.write(handle, data)

    def flush(self, handle: int) -> None:
        # On Windows this is FlushFileBuffers; without it NTFS may show the new name with zeros in the file.
        os.fsync(handle)

    def close(self, handle: int) -> None:
        os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        source.replace(target)

    def remove(self, path: Path) -> None:
        path.unlink()

    def flush_folder(self, folder: Path) -> None:
        if sys.platform == "win32":
            return  # Windows has no such call; NTFS journals its names
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            # Some network and FUSE file systems cannot flush a folder; they then have nothing to flush.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(handle)

    def free_bytes(self, folder: Path) -> int:
        return shutil.disk_usage(folder).free

    def read_device(self, path: Path) -> Generator[bytes]:
        if sys.platform == "win32":
            from desktop.system.windows_read import read_unbuffered

            yield from read_unbuffered(path)
            return
        handle = os.open(path, os.O_RDONLY)
        try:
            # What fsync has written may be dropped from memory; then reading goes to the device.
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            while chunk := os.read(handle, READ_CHUNK):
                yield chunk
        finally:
            os.close(handle)

    def wait(self) -> None:
        time.sleep(0.1)


REAL_FILES: Final = RealFiles()
