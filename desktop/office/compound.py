"""The compound file around .xls and around encrypted workbooks.

Read here with every offset checked, because a broken one makes the value reader ask for more memory than any
computer has, which ends the program. Source: [MS-CFB], Compound File Binary File Format.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")

_HEADER = 512
_FREE = 0xFFFFFFFC  # this and above: no sector (free, end of chain, FAT, DIFAT)
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")
_STREAM, _ROOT = 2, 5
_MINI_SHIFT = 6


class CompoundDamaged(Exception):
    """An offset, a length or a chain of the file makes no sense."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """The named streams of a compound file in memory."""

    def __init__(self, raw: bytes) -> None:
        """Read the tables of sectors and the directory.

        Raises:
            CompoundDamaged.
        """
        if len(raw) < _HEADER or raw[:8] != SIGNATURE:
            raise CompoundDamaged
        self._raw = raw
        version, _, shift, mini_shift = struct.unpack_from("<HHHH", raw, 26)
        if (version, shift) not in ((3, 9), (4, 12)) or mini_shift != _MINI_SHIFT:
            raise CompoundDamaged
        self._shift = shift
        self._sectors = len(raw) - 1 >> shift
        fats, directory, _, self._cutoff, mini, _, difat, difats = struct.unpack_from("<8I", raw, 44)
        self._fat = self._table(self._fat_sectors(fats, difat, difats))
        self._entries = self._directory(directory, version)
        self._mini_fat = self._table(self._chain(mini)) if mini < _FREE else []

    @property
    def names(self) -> list[str]:
        return [entry.name for entry in self._entries]

    def read(self, *names: str) -> bytes | None:
        """Give the stream that has the first of the names it has; None when it has none of them."""
        for name in names:
            for entry in self._entries:
                if entry.kind == _STREAM and entry.name.lower() == name.lower():
                    return self._read(entry)
        return None

    def _fat_sectors(self, count: int, difat: int, difats: int) -> list[int]:
        """Where the table of sectors lies: 109 places in the header, the rest in a chain of their own."""
        if difats > self._sectors or not 0 < count <= self._sectors:
            raise CompoundDamaged
        sectors = list(struct.unpack_from("<109I", self._raw, 76))
        for _ in range(difats):
            *more, difat = struct.unpack(f"<{(1 << self._shift) // 4}I", self._sector(difat))
            sectors.extend(more)
        used = [sector for sector in sectors if sector < _FREE]
        if count > len(used):
            raise CompoundDamaged
        return used[:count]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        sector = self._raw[start : start + (1 << self._shift)]
        # The last sector may be cut short by programs that do not pad it.
        if number >= self._sectors or not sector:
            raise CompoundDamaged
        return sector.ljust(1 << self._shift, b"\0")

    def _table(self, sectors: list[int]) -> list[int]:
        table: list[int] = []
        for sector in sectors:
            table.extend(struct.unpack(f"<{(1 << self._shift) // 4}I", self._sector(sector)))
        return table

    def _chain(self, start: int) -> list[int]:
        return _follow(start, self._fat, self._sectors)

    def _directory(self, start: int, version: int) -> list[_Entry]:
        raw = b"".join(map(self._sector, self._chain(start)))
        entries = []
        for at in range(0, len(raw) - _ENTRY.size + 1, _ENTRY.size):
            fields = _ENTRY.unpack_from(raw, at)
            letters, length, kind, first, size = fields[0], fields[1], fields[2], fields[11], fields[12]
            if kind not in (_STREAM, _ROOT):
                continue
            # Version 3 leaves rubbish in the upper half of the size.
            size = size & 0xFFFFFFFF if version == 3 else size
            if size > len(self._raw):
                raise CompoundDamaged
            name = letters[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, first, size))
        return entries

    def _read(self, entry: _Entry) -> bytes:
        if entry.size >= self._cutoff:
            content = b"".join(map(self._sector, self._chain(entry.start)))
        else:
            root = next((each for each in self._entries if each.kind == _ROOT), None)
            if root is None:
                raise CompoundDamaged
            small = b"".join(map(self._sector, self._chain(root.start))) if root.size else b""
            chain = _follow(entry.start, self._mini_fat, len(small) >> _MINI_SHIFT) if entry.size else []
            content = b"".join(small[at << _MINI_SHIFT : (at + 1) << _MINI_SHIFT] for at in chain)
        if len(content) < entry.size:
            raise CompoundDamaged
        return content[: entry.size]


def _follow(start: int, table: list[int], most: int) -> list[int]:
    chain: list[int] = []
    while start < _FREE:
        if start >= len(table) or len(chain) >= most:
            raise CompoundDamaged
        chain.append(start)
        start = table[start]
    return chain
