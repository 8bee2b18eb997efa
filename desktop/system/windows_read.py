"""Reading past the cache on Windows: what is on the device, not what the system remembers having written.

``FILE_FLAG_NO_BUFFERING`` asks for memory and lengths in whole sectors ("File Buffering" in Microsoft's
documentation): a block of whole pages serves for every sector size.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
from collections.abc import Generator
from ctypes import wintypes
from pathlib import Path
from typing import Final

# Type checkers on other systems pass over what follows.
assert sys.platform == "win32"

_BLOCK: Final = 2**20

_GENERIC_READ: Final = 0x80000000
_SHARE_ALL: Final = 0x7
_OPEN_EXISTING: Final = 3
_NO_BUFFERING: Final = 0x20000000
_SEQUENTIAL_SCAN: Final = 0x08000000
_INVALID_HANDLE: Final = ctypes.c_void_p(-1).value
_END_OF_FILE: Final = 38

_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.CreateFileW.restype = wintypes.HANDLE
_kernel32.CreateFileW.argtypes = (
    wintypes.LPCWSTR,
    wintypes.DWORD,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    wintypes.DWORD,
    wintypes.HANDLE,
)
_kernel32.ReadFile.restype = wintypes.BOOL
_kernel32.ReadFile.argtypes = (
    wintypes.HANDLE,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.DWORD),
    ctypes.c_void_p,
)
_kernel32.CloseHandle.restype = wintypes.BOOL
_kernel32.CloseHandle.argtypes = (wintypes.HANDLE,)


def read_unbuffered(path: Path) -> Generator[bytes]:
    """The content of a file from its device, in blocks; OSError as for any file."""
    flags = _NO_BUFFERING | _SEQUENTIAL_SCAN
    handle = _kernel32.CreateFileW(str(path), _GENERIC_READ, _SHARE_ALL, None, _OPEN_EXISTING, flags, None)
    if handle is None or handle == _INVALID_HANDLE:
        raise ctypes.WinError(ctypes.get_last_error())
    block = mmap.mmap(-1, _BLOCK)
    view = (ctypes.c_char * _BLOCK).from_buffer(block)
    try:
        size = _BLOCK
        # A short block is the last one: the position is then between sectors, where no read may begin.
        while size == _BLOCK:
            size = _read_block(handle, ctypes.addressof(view))
            if size:
                yield block[:size]
    finally:
        del view
        block.close()
        _kernel32.CloseHandle(handle)


def _read_block(handle: int, address: int) -> int:
    size = wintypes.DWORD()
    if _kernel32.ReadFile(handle, address, _BLOCK, ctypes.byref(size), None):
        return size.value
    error = ctypes.get_last_error()
    if error == _END_OF_FILE:
        return 0
    raise ctypes.WinError(error)
