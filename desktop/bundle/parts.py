"""The parts: lines, compressed and sealed, cut small so that neither side ever holds more than one in memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from desktop.bundle.errors import BundleMalformed, BundleOverfull
from desktop.domain.journal.chain import Link
from desktop.vault.sealing import AgeIdentity, AgeRecipient, seal, unseal

CUT: Final = 4 << 20
"""Bytes of lines after which a part is closed, at the end of a line."""
MOST_OPENED: Final = 64 << 20
"""Bytes that one part may open to: a part has at least one line, however long that operation is."""

_CHUNK: Final = 1 << 18


def line_of(link: Link) -> bytes:
    """One link of a chain as a line, without its end."""
    return link.line()


def seal_lines(lines: Iterable[bytes], recipients: Sequence[AgeRecipient], cut: int = CUT) -> Iterator[bytes]:
    """The parts that hold ``lines`` in their order, each sealed to all of ``recipients``; none for no lines.

    Raises :class:`BundleOverfull` for a line that no reader would take.
    """
    number, size, packer, packed = 1, 0, zlib.compressobj(), list[bytes]()
    for line in lines:
        if len(line) >= MOST_OPENED:
            raise BundleOverfull(name=f"{number:04}", limit=MOST_OPENED >> 20)
        if size and size + len(line) >= MOST_OPENED:
            yield seal(b"".join([*packed, packer.flush()]), recipients)
            number, size, packer, packed = number + 1, 0, zlib.compressobj(), []
        packed += [packer.compress(line), packer.compress(b"\n")]
        size += len(line) + 1
        if size >= cut:
            yield seal(b"".join([*packed, packer.flush()]), recipients)
            number, size, packer, packed = number + 1, 0, zlib.compressobj(), []
    if size:
        yield seal(b"".join([*packed, packer.flush()]), recipients)


def seal_content(content: bytes, recipients: Sequence[AgeRecipient]) -> bytes:
    """One content as a part of its own."""
    return seal(zlib.compress(content), recipients)


def open_content(sealed: bytes, identity: AgeIdentity, name: str, most: int = MOST_OPENED) -> bytes:
    """The content of a part whole, of at most ``most`` bytes.

    Raises :class:`SealedForAnother`, :class:`SealDamaged`, :class:`BundleMalformed`, :class:`BundleOverfull`.
    """
    return b"".join(_inflate(unseal(sealed, identity), name, most))


def open_lines(sealed: bytes, identity: AgeIdentity, name: str) -> Iterator[bytes]:
    """The lines of a part in their order, without their ends; raises as :func:`open_content` does."""
    rest: list[bytes] = []
    for chunk in _inflate(unseal(sealed, identity), name, MOST_OPENED):
        first, *more = chunk.split(b"\n")
        rest.append(first)
        if more:
            yield b"".join(rest)
            yield from more[:-1]
            rest = [more[-1]]
    if any(rest):
        raise BundleMalformed(name=name, detail="the last line has no end")


def _inflate(packed: bytes, name: str, most: int) -> Iterator[bytes]:
    """What was compressed, piece by piece: a bomb is refused long before it is whole."""
    opened = 0
    try:
        for chunk in _chunks(packed, name):
            opened += len(chunk)
            if opened > most:
                raise BundleOverfull(name=name, limit=most >> 20)
            yield chunk
    except zlib.error as error:
        raise BundleMalformed(name=name, detail="not compressed as it should be") from error


def _chunks(packed: bytes, name: str) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for start in range(0, len(packed), _CHUNK):
        piece, more = packed[start : start + _CHUNK], True
        while more:
            chunk = unpacker.decompress(piece, _CHUNK)
            piece = unpacker.unconsumed_tail
            # A full chunk may leave some behind although all that was given is taken.
            more = not unpacker.eof and (bool(piece) or len(chunk) == _CHUNK)
            yield chunk
        if unpacker.eof:
            if unpacker.unused_data or start + _CHUNK < len(packed):
                raise BundleMalformed(name=name, detail="something follows its end")
            return
    raise BundleMalformed(name=name, detail="it ends too early")
