"""What Windows tells of its drives, through kernel32.

Any question that a drive does not answer leaves it at what its letter says: a card reader without a card, an
old driver, a policy of the unit. None of these may stop the program.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Final

from desktop.system.volumes import VolumeKind

# Type checkers on other systems pass over what follows.
assert sys.platform == "win32"

_KINDS: Final = {2: VolumeKind.REMOVABLE, 3: VolumeKind.FIXED, 4: VolumeKind.NETWORK}
"""Of GetDriveTypeW; the others are no root, a disc and a memory disk."""

_LONGEST_PATH: Final = 32768
_LONGEST_LABEL: Final = 261
_FAIL_CRITICAL_ERRORS: Final = 0x0001
_SHARE_ALL: Final = 0x7
_OPEN_EXISTING: Final = 3
_INVALID_HANDLE: Final = ctypes.c_void_p(-1).value
_QUERY_PROPERTY: Final = 0x002D1400  # IOCTL_STORAGE_QUERY_PROPERTY
_BUSES_WITH_A_PLUG: Final = frozenset({4, 7})  # BusType1394, BusTypeUsb; built-in flash may say BusTypeSd


class _Query(ctypes.Structure):
    """STORAGE_PROPERTY_QUERY; zeros ask for the device's descriptor."""

    _fields_ = (
        ("property_id", wintypes.DWORD),
        ("query_type", wintypes.DWORD),
        ("parameters", ctypes.c_ubyte * 4),
    )


class _Descriptor(ctypes.Structure):
    """The head of STORAGE_DEVICE_DESCRIPTOR."""

    _fields_ = (
        ("version", wintypes.DWORD),
        ("size", wintypes.DWORD),
        ("device_type", ctypes.c_ubyte),
        ("device_type_modifier", ctypes.c_ubyte),
        ("removable_media", ctypes.c_ubyte),
        ("command_queueing", ctypes.c_ubyte),
        ("vendor_id_offset", wintypes.DWORD),
        ("product_id_offset", wintypes.DWORD),
        ("product_revision_offset", wintypes.DWORD),
        ("serial_number_offset", wintypes.DWORD),
        ("bus_type", wintypes.DWORD),
        ("raw_properties_length", wintypes.DWORD),
        ("raw_properties", ctypes.c_ubyte * 1024),
    )


_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.GetDriveTypeW.argtypes = (wintypes.LPCWSTR,)
_kernel32.GetDriveTypeW.restype = wintypes.UINT
_kernel32.GetLogicalDrives.argtypes = ()
_kernel32.GetLogicalDrives.restype = wintypes.DWORD
_kernel32.GetVolumePathNameW.argtypes = (wintypes.LPCWSTR, wintypes.LPWSTR, wintypes.DWORD)
_kernel32.GetVolumePathNameW.restype = wintypes.BOOL
_kernel32.GetVolumeInformationW.argtypes = (
    wintypes.LPCWSTR,
    wintypes.LPWSTR,
    wintypes.DWORD,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    wintypes.LPWSTR,
    wintypes.DWORD,
)
_kernel32.GetVolumeInformationW.restype = wintypes.BOOL
_kernel32.SetThreadErrorMode.argtypes = (wintypes.DWORD, ctypes.POINTER(wintypes.DWORD))
_kernel32.SetThreadErrorMode.restype = wintypes.BOOL
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
_kernel32.CloseHandle.argtypes = (wintypes.HANDLE,)
_kernel32.CloseHandle.restype = wintypes.BOOL
_kernel32.DeviceIoControl.restype = wintypes.BOOL
_kernel32.DeviceIoControl.argtypes = (
    wintypes.HANDLE,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.DWORD),
    ctypes.c_void_p,
)


def root_of(path: str) -> str:
    """Where the volume of an absolute path begins, with a backslash at the end; OSError if it has none."""
    found = ctypes.create_unicode_buffer(_LONGEST_PATH)
    if not _kernel32.GetVolumePathNameW(path, found, _LONGEST_PATH):
        raise ctypes.WinError(ctypes.get_last_error())
    return found.value


def kind_of(root: str) -> VolumeKind:
    """What a root such as ``D:\\`` is. A disk on a USB cable calls itself fixed; its plug says otherwise."""
    kind = _KINDS.get(_kernel32.GetDriveTypeW(root), VolumeKind.UNKNOWN)
    if kind is VolumeKind.FIXED and _bus_of(root) in _BUSES_WITH_A_PLUG:
        return VolumeKind.REMOVABLE
    return kind


def label_of(root: str) -> str | None:
    """The label of a volume, perhaps empty; None where there is no volume, as in an empty card reader."""
    found = ctypes.create_unicode_buffer(_LONGEST_LABEL)
    with _no_message_boxes():
        answered = _kernel32.GetVolumeInformationW(root, found, _LONGEST_LABEL, None, None, None, None, 0)
    return found.value if answered else None


def lettered_roots() -> list[str]:
    """``C:\\`` and its like in order. A and B are left out: asking a floppy drive takes seconds."""
    letters = _kernel32.GetLogicalDrives()
    return [f"{chr(ord('A') + place)}:\\" for place in range(2, 26) if letters >> place & 1]


def _bus_of(root: str) -> int | None:
    # Access 0 asks about the device without reading it, which needs no rights of an administrator.
    volume = "\\\\.\\" + root.rstrip("\\")
    handle = _kernel32.CreateFileW(volume, 0, _SHARE_ALL, None, _OPEN_EXISTING, 0, None)
    if handle is None or handle == _INVALID_HANDLE:
        return None
    query, answer, size = _Query(), _Descriptor(), wintypes.DWORD()
    try:
        answered = _kernel32.DeviceIoControl(
            handle,
            _QUERY_PROPERTY,
            ctypes.byref(query),
            ctypes.sizeof(query),
            ctypes.byref(answer),
            ctypes.sizeof(answer),
            ctypes.byref(size),
            None,
        )
    finally:
        _kernel32.CloseHandle(handle)
    bus: int = answer.bus_type
    return bus if answered and size.value >= _Descriptor.raw_properties_length.offset else None


@contextmanager
def _no_message_boxes() -> Iterator[None]:
    """Keeps Windows from asking for a disk to be inserted."""
    before = wintypes.DWORD()
    _kernel32.SetThreadErrorMode(_FAIL_CRITICAL_ERRORS, ctypes.byref(before))
    try:
        yield
    finally:
        _kernel32.SetThreadErrorMode(before.value, None)
