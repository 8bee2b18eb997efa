"""What a damaged file still holds: the parts that are as they were signed, found where the manifest says they are.

The form of a bundle leaves no choice of places: whoever has the manifest knows where each part begins. The manifest and
part 0000 must be whole, or nothing of the rest can be believed. What is missing comes with other bundles of the same
unit; with them the bundle is as good as it was, and is proven as one that was never damaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import chain
from typing import BinaryIO, Final, NamedTuple, TypeAlias

from desktop.bundle.contents import Range
from desktop.bundle.errors import BeyondSalvage, BundleForOthers, BundleMalformed
from desktop.bundle.manifest import Manifest, Part, hash_of, parse_manifest
from desktop.bundle.parts import open_lines
from desktop.bundle.reading import Progress, Proven, Verified, VerifiedManifest, check_signature, opened_by
from desktop.bundle.trust import Trusted
from desktop.bundle.zip_layout import DEFAULT_LIMITS, LOCAL, LOCAL_MARK, MANIFEST, SIGNATURE
from desktop.domain.journal.chain import BrokenChain, Run, as_links, link_from_line, walk
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import BadOperation, Operation
from desktop.vault.sealing import AgeIdentity

_BLOCK: Final = 4096
"""A drive that cannot read a place says so for all that was asked; the bytes beside it are asked for again."""

Piece: TypeAlias = Operation | str
"""An operation, or the body of one that is withheld."""


class Hole(NamedTuple):
    """Operations ``first`` to ``last`` of a device, which stood in parts that are lost."""

    device: str
    first: int
    last: int


@dataclass(frozen=True)
class Wreck:
    """A damaged bundle, opened as far as it can be; only :func:`open_wreck` makes one.

    Attributes:
        lost: the numbers of the parts that are not as they were signed.
        holes: what stood in them, in the order of the ranges.
    """

    verified: Verified
    lost: tuple[int, ...]
    holes: tuple[Hole, ...]


class _Places:
    """The parts of a file by their places, each only if it is as it was signed."""

    def __init__(self, source: BinaryIO, manifest: Manifest, start: int) -> None:
        self._source = source
        self._at: dict[str, tuple[int, Part]] = {}
        for part in manifest.parts:
            content = start + LOCAL.size + len(part.name)
            self._at[part.name] = (content, part)
            start = content + part.size

    def read(self, name: str) -> bytes:
        """Raises :class:`BeyondSalvage` for a part that is lost."""
        at, part = self._at[name]
        found = read_what_can_be(self._source, at, part.size)
        if hash_of(found) != part.hash:
            raise BeyondSalvage()
        return found


def read_what_can_be(source: BinaryIO, at: int, size: int) -> bytes:
    """``size`` bytes from a place on; zeros where the drive gives none."""
    found = bytearray()
    while len(found) < size:
        wanted = min(size - len(found), (1 << 20) - (at + len(found)) % _BLOCK)
        piece = _read(source, at + len(found), wanted)
        if piece is None:
            wanted = min(wanted, _BLOCK - (at + len(found)) % _BLOCK)
            piece = _read(source, at + len(found), wanted) or b""
        found += piece.ljust(wanted, b"\0")
    return bytes(found)


def _read(source: BinaryIO, at: int, size: int) -> bytes | None:
    try:
        source.seek(at)
        return source.read(size)
    except OSError:
        return None


def open_wreck(
    source: BinaryIO, device: str, identity: AgeIdentity, trusted: Trusted, today: date, progress: Progress
) -> Wreck:
    """Reads a damaged file as far as it goes.

    Raises :class:`BeyondSalvage` where the manifest or part 0000 is not whole, and what ``open_bundle`` may raise
    of who sends it and of what it says.
    """
    raw, signature, start = _head(source)
    manifest = _manifest(raw)
    if device not in (*manifest.recipients, manifest.sender):
        raise BundleForOthers()
    check_signature(manifest, raw, signature, trusted)
    places = _Places(source, manifest, start)
    verified = opened_by(VerifiedManifest(manifest, hash_of(raw), places), identity, trusted, today)
    lost: list[int] = []
    held: dict[str, list[tuple[int, int]]] = {}
    for number, part in enumerate(manifest.parts[1:], start=1):
        progress(number, len(manifest.parts))
        try:
            for where, first, last in _spans(verified, part):
                held.setdefault(where, []).append((first, last))
        except BeyondSalvage:
            lost.append(number)
    holes = [hole for each in verified.contents.ranges for hole in _holes(each, held.get(each.device, []))]
    return Wreck(verified, tuple(lost), tuple(holes))


def _head(source: BinaryIO) -> tuple[bytes, bytes, int]:
    """The manifest, its signature, and the place behind them."""
    most = DEFAULT_LIMITS.manifest + DEFAULT_LIMITS.signature + 1024
    data = read_what_can_be(source, 0, most)
    first = LOCAL.size + len(MANIFEST)
    second = data.find(LOCAL_MARK, first)
    third = data.find(LOCAL_MARK, second + LOCAL.size + len(SIGNATURE)) if second > 0 else -1
    if third < 0:
        raise BeyondSalvage()
    return data[first:second], data[second + LOCAL.size + len(SIGNATURE) : third], third


def _manifest(raw: bytes) -> Manifest:
    try:
        return parse_manifest(raw)
    except BundleMalformed as error:
        raise BeyondSalvage() from error


def _spans(verified: Verified, part: Part) -> Iterator[tuple[str, int, int]]:
    for piece in _links(verified, part):
        last = piece.last if isinstance(piece, Run) else piece.seq
        yield piece.device, piece.first if isinstance(piece, Run) else piece.seq, last


def _links(verified: Verified, part: Part) -> Iterator[Operation | Run]:
    for line in open_lines(verified.checked.zip.read(part.name), verified.identity, part.name):
        try:
            yield link_from_line(line)
        except BadOperation as error:
            raise BundleMalformed(name=part.name, detail=str(error)) from error


def _holes(each: Range, held: Iterable[tuple[int, int]]) -> Iterator[Hole]:
    wanted = each.first
    for first, last in sorted(held):
        if first > wanted:
            yield Hole(each.device, wanted, first - 1)
        wanted = max(wanted, last + 1)
    if wanted <= each.last:
        yield Hole(each.device, wanted, each.last)


# Whole again

Pieces: TypeAlias = Callable[[Hole], Iterator[tuple[int, Piece]]]
"""Gives what fills a hole, in order, with its number; less where it has less."""


def pieces_of(proven: Iterable[Proven], hole: Hole) -> Iterator[tuple[int, Piece]]:
    """What another bundle has for a hole."""
    for each in proven:
        if each.range.device == hole.device:
            yield from (
                (number, piece) for number, piece in _numbered(each.link) if hole.first <= number <= hole.last
            )


def _numbered(link: Operation | Run) -> Iterator[tuple[int, Piece]]:
    if isinstance(link, Run):
        yield from enumerate(link.bodies, start=link.first)
    else:
        yield link.seq, link


def mended(wreck: Wreck, fill: Pieces, progress: Progress) -> Iterator[Proven]:
    """Every operation of the bundle, as ``reading.links`` gives those of a whole one, what was lost from ``fill``.

    Raises :class:`BrokenChain` where that does not fit, or is not all.
    """
    verified = wreck.verified
    whole = [
        part for number, part in enumerate(verified.manifest.parts) if number and number not in wreck.lost
    ]
    for done, each in enumerate(verified.contents.ranges):
        progress(done, len(verified.contents.ranges))
        own = (
            numbered
            for part in whole
            for link in _links(verified, part)
            if link.device == each.device
            for numbered in _numbered(link)
        )
        holes = [hole for hole in wreck.holes if hole.device == each.device]
        foreign = chain.from_iterable(fill(hole) for hole in holes)
        tip = Tip(each.device, each.first - 1, each.prior)
        pieces = (piece for _, piece in merge(own, foreign, key=_number))
        for link in as_links(tip, pieces):
            ends = tuple(walk(tip, [link]))
            tip = ends[-1]
            yield Proven(each, link, ends)
        if (tip.seq, tip.hash) != (each.last, each.end):
            raise BrokenChain(device=each.device, seq=tip.seq)


def _number(numbered: tuple[int, Piece]) -> int:
    return numbered[0]


def missing_of(holes: Iterable[Hole]) -> Mapping[str, int]:
    """By device the first operation that is lost: a unit that sends from there on sends all that is."""
    first: dict[str, int] = {}
    for hole in holes:
        first[hole.device] = min(hole.first, first.get(hole.device, hole.first))
    return first
