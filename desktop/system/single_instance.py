"""One running program for each data folder, by a lock of the operating system that dies with its process."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Final

from desktop.system.atomic import remove_leftover_folders, remove_leftovers
from desktop.system.errors import AlreadyOpen, failure_of

if sys.platform == "win32":
    from desktop.system.windows_lock import lock as lock_windows_file
else:
    import fcntl

LOCK_NAME: Final = "open.lck"


class DataFolderLock:
    """Holds a data folder until it is released, or the process ends in whatever way.

    The empty file ``open.lck`` stays behind on purpose: whoever removed it could let a third process lock a new
    one while the second still waits for the old.
    """

    def __init__(self, folder: Path) -> None:
        """Takes the folder, and removes what a power cut left half written in it.

        Raises :class:`AlreadyOpen`, or a failure of the drive.
        """
        handle = _open(folder)
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            # Windows says "permission denied" of a place that another holds.
            if isinstance(error, BlockingIOError | PermissionError):
                raise AlreadyOpen(folder=str(folder)) from error
            raise
        self._handle: int | None = handle
        with contextlib.suppress(OSError):
            remove_leftovers(folder)
            remove_leftover_folders(folder)

    def release(self) -> None:
        """Gives the folder back; a second time does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> DataFolderLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _open(folder: Path) -> int:
    try:
        return os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        failure = failure_of(error, folder)
        if failure is None:
            raise
        raise failure from error


def _lock(handle: int) -> None:
    """OSError if another process, or another lock of this one, has it."""
    if sys.platform == "win32":
        lock_windows_file(handle)
    else:
        # Unlike lockf's, these locks are not lost when the process closes another handle of the same file.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
