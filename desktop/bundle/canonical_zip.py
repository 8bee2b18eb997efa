"""The canonical ZIP: of all the ways to write the same entries as a ZIP, the one that a bundle may have.

An ordinary ZIP has bytes that no reader looks at, so it can be changed in places without anybody noticing. Here
only names, sizes, checksums and contents are free; the writer gives every other byte one value, and the reader
rebuilds all of them and refuses whatever differs. ``docs/bundle-format.md`` lists the bytes; their meaning is that
of PKWARE's APPNOTE 6.3.3, sections 4.3.7 (local header), 4.3.12 (central directory) and 4.3.16 (its end).

The checksum finds damage, not malice: a content is trusted only after the signed manifest has named its hash.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias
from zlib import crc32

from desktop.bundle.zip_errors import (
    BundleBadName,
    BundleNotCanonical,
    BundlePartDamaged,
    BundleSourceChanged,
    BundleTruncated,
    BundleUnreadable,
    NotABundle,
)
from desktop.bundle.zip_layout import (
    CENTRAL,
    DEFAULT_LIMITS,
    END,
    FEWEST_ENTRIES,
    LOCAL,
    LOCAL_MARK,
    MANIFEST,
    MOST_BYTES,
    SIGNATURE,
    Entry,
    Limits,
    demand_room,
    demand_size,
    local_header,
    name_at,
    part_name,
    tail_of,
    zip_size,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = [
    "DEFAULT_LIMITS",
    "MANIFEST",
    "SIGNATURE",
    "CanonicalZip",
    "Content",
    "Limits",
    "NameAt",
    "Progress",
    "part_name",
    "read_zip",
    "write_zip",
    "zip_size",
]

Content: TypeAlias = bytes | Path
"""What an entry holds: bytes, or a file that is read twice and need never be in memory."""

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many bytes of how many are done; it may raise ``Cancelled``."""

NameAt: TypeAlias = Callable[[int], str]
"""The only name that the entry at a place may have, counted from 0."""

_LONGEST_NAME: Final = 64  # of a name that is not ours, to be shown
_CHUNK: Final = 1 << 20


def write_zip(
    entries: Iterable[tuple[str, Content]],
    out: BinaryIO,
    limits: Limits = DEFAULT_LIMITS,
    names: NameAt = name_at,
) -> int:
    """Write the manifest, its signature and the parts, in this order, and give the number of bytes written.

    A kind of file with parts of other names gives ``names``. ``out`` is only written to, from where it stands;
    making the result durable is the caller's.

    Raises:
        BundleOversized: a content or the whole is over its limit.
        BundleTooManyParts: there are too many parts.
        BundleSourceChanged: a file changed while it was being written.
        ValueError: the names are not those of a bundle in their order; a mistake of the caller.
    """
    written: list[Entry] = []
    at = directory = 0
    for name, content in entries:
        demand_room(len(written), limits)
        if name != names(len(written)):
            raise ValueError(f"{name} stands where {names(len(written))} belongs")
        entry = Entry(name, *_measure(content), at)
        demand_size(entry.size, limits.of(name))
        written.append(entry)
        directory += CENTRAL.size + len(name)
        demand_size(entry.end + directory + END.size, min(limits.total, MOST_BYTES))
        out.write(entry.local_header())
        _copy(entry, content, out)
        at = entry.end
    if len(written) < FEWEST_ENTRIES:
        raise ValueError("a bundle has a manifest, its signature and at least one part")
    tail = tail_of(written)
    out.write(tail)
    return at + len(tail)


class CanonicalZip:
    """A file that was found to be a canonical ZIP in every byte; only :func:`read_zip` makes one.

    The file stays open and belongs to the caller. Not for several threads at once.
    """

    def __init__(self, source: BinaryIO, entries: Sequence[Entry]) -> None:
        self._source = source
        self._entries = {entry.name: entry for entry in entries}

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the order of the file: manifest, signature, parts."""
        return tuple(self._entries)

    def size(self, name: str) -> int:
        """The size of a content in bytes; KeyError for a name that is not there."""
        return self._entries[name].size

    def open(self, name: str) -> io.BufferedReader:
        """A stream of one content; KeyError for a name that is not there.

        The checksum is proven again as the content is read: a drive may tell two stories. Reading the last byte
        raises :class:`BundlePartDamaged` instead when it is another content than was checked.
        """
        return io.BufferedReader(_ContentReader(self._source, self._entries[name]))

    def read(self, name: str) -> bytes:
        """One content whole; raises as :meth:`open` does."""
        with self.open(name) as stream:
            return stream.read()


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def read_zip(
    source: BinaryIO,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress = _silent,
    names: NameAt = name_at,
) -> CanonicalZip:
    """Check every byte of a file that claims to be a bundle; the file must be seekable, and is read from its start.

    Raises:
        NotABundle, BundleTruncated, BundleNotCanonical, BundleBadName, BundleOversized, BundleTooManyParts,
        BundlePartDamaged: what each says of the file.
        BundleUnreadable: the drive failed.
    """
    length = _length(source)
    demand_size(length, min(limits.total, MOST_BYTES))
    entries: list[Entry] = []
    at = 0
    while (entry := _entry_at(source, at, len(entries), limits, names)) is not None:
        entries.append(entry)
        at = entry.end
    _check_tail(source, at, tail_of(entries))
    for entry in entries:
        for chunk_end in _prove(source, entry):
            progress(chunk_end, length)
    progress(length, length)
    return CanonicalZip(source, entries)


class _ContentReader(io.RawIOBase):
    """The bytes of one entry, each read from the place where it stands, so that several can be read in turn."""

    def __init__(self, source: BinaryIO, entry: Entry) -> None:
        self._source = source
        self._entry = entry
        self._at = entry.start
        self._crc = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        wanted = min(len(view), self._entry.end - self._at)
        data = _read(self._source, self._at, wanted)
        if len(data) < wanted:
            raise BundleTruncated()
        self._crc = crc32(data, self._crc)
        self._at += wanted
        if self._at == self._entry.end and self._crc != self._entry.crc:
            raise BundlePartDamaged(name=self._entry.name)
        view[:wanted] = data
        return wanted


def _chunks(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _measure(content: Content) -> tuple[int, int]:
    """The size and the CRC-32, which stand before the content and so are needed first."""
    size = crc = 0
    for chunk in _chunks(content):
        size += len(chunk)
        crc = crc32(chunk, crc)
    return size, crc


def _copy(entry: Entry, content: Content, out: BinaryIO) -> None:
    size = crc = 0
    for chunk in _chunks(content):
        size += len(chunk)
        crc = crc32(chunk, crc)
        out.write(chunk)
    if (size, crc) != (entry.size, entry.crc):
        raise BundleSourceChanged(name=entry.name)


def _length(source: BinaryIO) -> int:
    try:
        return source.seek(0, io.SEEK_END)
    except OSError as error:
        raise BundleUnreadable(at=0) from error


def _read(source: BinaryIO, at: int, size: int) -> bytes:
    """The bytes from a place on; fewer only where the file ends, and none past it."""
    found = bytearray()
    try:
        source.seek(at)
        while len(found) < size and (chunk := source.read(size - len(found))):
            found += chunk
    except OSError as error:
        raise BundleUnreadable(at=at) from error
    return bytes(found)


def _entry_at(source: BinaryIO, at: int, place: int, limits: Limits, names: NameAt) -> Entry | None:
    """The entry whose header stands here; None where the contents end."""
    header = _read(source, at, LOCAL.size)
    if header[:4] != LOCAL_MARK[: len(header)]:
        if place >= FEWEST_ENTRIES:
            return None
        raise BundleNotCanonical(at=at) if place else NotABundle()
    if len(header) < LOCAL.size:
        raise BundleTruncated()
    demand_room(place, limits)
    crc, _, size, name_length = LOCAL.unpack(header)[6:10]
    name = _read(source, at + LOCAL.size, min(name_length, _LONGEST_NAME))
    entry = Entry(names(place), size, crc, at)
    if header + name != entry.local_header():
        _refuse_header(header + name, entry, name)
    demand_size(size, limits.of(entry.name))
    return entry


def _refuse_header(found: bytes, entry: Entry, name: bytes) -> None:
    """Tell why a header is not the one of the entry that belongs here."""
    expected = entry.local_header()
    if expected.startswith(found):
        raise BundleTruncated()
    if found == local_header(name, entry.crc, entry.size):
        shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "?" for byte in name)
        raise BundleBadName(name=shown)
    raise BundleNotCanonical(at=entry.at)


def _check_tail(source: BinaryIO, at: int, expected: bytes) -> None:
    # One byte more is asked for, to see that there is none.
    found = _read(source, at, len(expected) + 1)
    if found == expected:
        return
    if expected.startswith(found):
        raise BundleTruncated()
    raise BundleNotCanonical(at=at)


def _prove(source: BinaryIO, entry: Entry) -> Iterator[int]:
    """Read a content to its end against its checksum, telling the place after each step."""
    reader = _ContentReader(source, entry)
    buffer = bytearray(_CHUNK)
    at = entry.start
    while step := reader.readinto(buffer):
        at += step
        yield at
