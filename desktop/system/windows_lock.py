"""A lock on an open file of Windows, which ends with its handle or its process.

Asked of kernel32 itself: the C library's ``locking`` tells why it failed in a variable that not every version sets.
"""

from __future__ import annotations

import ctypes
import msvcrt
import sys
from ctypes import wintypes
from typing import Final

# Type checkers on other systems pass over what follows.
assert sys.platform == "win32"

_FAIL_IMMEDIATELY: Final = 0x1
_EXCLUSIVE: Final = 0x2


class _Overlapped(ctypes.Structure):
    """OVERLAPPED; zeros mean the first byte of the file."""

    _fields_ = (
        ("internal", ctypes.c_void_p),
        ("internal_high", ctypes.c_void_p),
        ("offset", wintypes.DWORD),
        ("offset_high", wintypes.DWORD),
        ("event", wintypes.HANDLE),
    )


_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.LockFileEx.restype = wintypes.BOOL
_kernel32.LockFileEx.argtypes = (
    wintypes.HANDLE,
    wintypes.DWORD,
    wintypes.DWORD,
    wintypes.DWORD,
    wintypes.DWORD,
    ctypes.POINTER(_Overlapped),
)


def lock(descriptor: int) -> None:
    """Takes the file's first byte for this handle alone; PermissionError if another handle has it."""
    handle, first = msvcrt.get_osfhandle(descriptor), _Overlapped()
    if not _kernel32.LockFileEx(handle, _EXCLUSIVE | _FAIL_IMMEDIATELY, 0, 1, 0, ctypes.byref(first)):
        raise ctypes.WinError(ctypes.get_last_error())
