"""The bytes around the contents of a canonical ZIP, all of them rebuilt from names, sizes and checksums."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.bundle.zip_errors import BundleOversized, BundleTooManyParts

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.minisig"
HEAD: Final = (MANIFEST, SIGNATURE)
FEWEST_ENTRIES: Final = len(HEAD) + 1
MOST_PARTS: Final = 10_000
MOST_BYTES: Final = 0xFFFF_FFFE
"""Of a file without ZIP64, whose 0xFFFFFFFF would mean "look elsewhere"."""

LOCAL: Final = struct.Struct("<4s5H3L2H")
CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
END: Final = struct.Struct("<4s4H2LH")
LOCAL_MARK: Final = b"PK\x03\x04"
CENTRAL_MARK: Final = b"PK\x01\x02"
END_MARK: Final = b"PK\x05\x06"

_VERSION: Final = 10
_FLAGS: Final = 0
_STORED: Final = 0
_TIME: Final = 0
_DATE: Final = 1 << 5 | 1  # 1 January 1980, the first day there is


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a bundle may hold, in bytes; a part is opened in memory, so it is kept small.

    Attributes:
        total: of the whole file, never above 4 GiB, as there is no ZIP64.
        parts: their number, never above 10,000, as their names have four digits.
    """

    manifest: int = 4 << 20
    signature: int = 4 << 10
    part: int = 64 << 20
    total: int = 2 << 30
    parts: int = MOST_PARTS

    def of(self, name: str) -> int:
        """The limit of one entry."""
        return {MANIFEST: self.manifest, SIGNATURE: self.signature}.get(name, self.part)


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its name, the size and CRC-32 of its content, and where its header stands in the file."""

    name: str
    size: int
    crc: int
    at: int

    @property
    def start(self) -> int:
        return self.at + LOCAL.size + len(self.name)

    @property
    def end(self) -> int:
        return self.start + self.size

    def local_header(self) -> bytes:
        return local_header(self.name.encode("ascii"), self.crc, self.size)

    def central_header(self) -> bytes:
        name = self.name.encode("ascii")
        stamp = (_VERSION, _VERSION, _FLAGS, _STORED, _TIME, _DATE)
        nothing_more = (0, 0, 0, 0, 0)  # extra field, comment, disk, internal and external attributes
        sizes = (self.crc, self.size, self.size, len(name))
        return CENTRAL.pack(CENTRAL_MARK, *stamp, *sizes, *nothing_more, self.at) + name


def part_name(number: int) -> str:
    """Give the name of a part, counted from 0: ``parts/0000.age``."""
    if not 0 <= number < MOST_PARTS:
        raise ValueError(f"there is no part {number}")
    return f"parts/{number:04}.age"


def zip_size(sizes: Sequence[int]) -> int:
    """Give the length in bytes of a bundle whose contents, in order, have these sizes."""
    framing = sum(LOCAL.size + CENTRAL.size + 2 * len(name_at(place)) for place in range(len(sizes)))
    return framing + sum(sizes) + END.size


def name_at(place: int) -> str:
    return HEAD[place] if place < len(HEAD) else part_name(place - len(HEAD))


def local_header(name: bytes, crc: int, size: int) -> bytes:
    stamp = (_VERSION, _FLAGS, _STORED, _TIME, _DATE)
    return LOCAL.pack(LOCAL_MARK, *stamp, crc, size, size, len(name), 0) + name


def tail_of(entries: Sequence[Entry]) -> bytes:
    """All that follows the contents: the central directory and its end."""
    directory = b"".join(entry.central_header() for entry in entries)
    at = entries[-1].end
    return directory + END.pack(END_MARK, 0, 0, len(entries), len(entries), len(directory), at, 0)


def demand_room(place: int, limits: Limits) -> None:
    most = min(limits.parts, MOST_PARTS)
    if place >= len(HEAD) + most:
        raise BundleTooManyParts(limit=most)


def demand_size(size: int, limit: int) -> None:
    if size > limit:
        raise BundleOversized(megabytes=-(-size >> 20), limit=-(-limit >> 20))
