"""Reading a bundle: what is not proven has no type of its own here, so nobody can use it by mistake.

Bytes become a :class:`VerifiedManifest` (form, signature, hashes), that a :class:`Verified` (opened, its devices
known, their heads signed), and its links come out only as the chain of hashes proves them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final, Protocol, TypeAlias

from desktop.bundle.canonical_zip import CanonicalZip, read_zip
from desktop.bundle.contents import MOST_BYTES, NAME, Contents, Counts, Range, parse_contents
from desktop.bundle.errors import BundleChanged, BundleForOthers, BundleMalformed, RevokedKey, UnknownDevice
from desktop.bundle.manifest import Manifest, Part, hash_of, parse_manifest
from desktop.bundle.pack_errors import PackOpenedTwice
from desktop.bundle.parts import open_content, open_lines
from desktop.bundle.trust import Known, Trust, Trusted, short
from desktop.bundle.zip_layout import DEFAULT_LIMITS, HEAD, LOCAL, LOCAL_MARK, MANIFEST, SIGNATURE
from desktop.domain.authority import is_whole
from desktop.domain.journal.chain import BrokenChain, Link, Run, link_from_line, walk
from desktop.domain.journal.compose import Tip
from desktop.domain.journal.operation import BadOperation, head_message
from desktop.vault.certificate import KeyFile
from desktop.vault.errors import SignatureWrong
from desktop.vault.minisign import verify_minisign
from desktop.vault.sealing import AgeIdentity
from desktop.vault.signing import Domain, PublicKey

Progress: TypeAlias = Callable[[int, int], None]
"""Told how much of how much is done; it may raise ``Cancelled``."""

_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Unproven:
    """A file in the form of a bundle. Who wrote it, and whether it was changed, is not known."""

    manifest: Manifest
    raw: bytes
    zip: CanonicalZip

    @property
    def size(self) -> int:
        return sum(part.size for part in self.manifest.parts)


class Container(Protocol):
    """Gives the contents of a bundle by their names."""

    def read(self, name: str) -> bytes: ...


@dataclass(frozen=True)
class VerifiedManifest:
    """A bundle whose every byte its sender signed; :func:`verify` makes one, and ``salvage`` of what is left of one."""

    manifest: Manifest
    hash: str
    zip: Container


@dataclass(frozen=True)
class Verified:
    """A bundle for this device, opened; only :func:`open_bundle` makes one.

    Attributes:
        trusted: whom to believe now: as before, and those whom this bundle introduces.
    """

    checked: VerifiedManifest
    contents: Contents
    trusted: Trusted
    identity: AgeIdentity

    @property
    def manifest(self) -> Manifest:
        return self.checked.manifest

    @property
    def sender(self) -> Known:
        return self.trusted.devices[self.manifest.sender]

    @property
    def newly_known(self) -> Mapping[str, Known]:
        """The devices whose operations it brings or who are of the sender's station, by id."""
        named = {each.certificate.device for each in (self.contents.sender, *self.contents.certificates)}
        return {device: known for device, known in self.trusted.devices.items() if device in named}


@dataclass(frozen=True, slots=True)
class Proven:
    """A link of the chain of ``range``, and where the chain ends after each of its operations."""

    range: Range
    link: Link
    ends: tuple[Tip, ...]


def read(source: BinaryIO, progress: Progress) -> Unproven:
    """The form of a file only. Raises what the container and the manifest may be refused for."""
    container = read_zip(source, progress=progress)
    raw = container.read(MANIFEST)
    manifest = parse_manifest(raw)
    told = tuple((part.name, part.size) for part in manifest.parts)
    if told != tuple((name, container.size(name)) for name in container.names[len(HEAD) :]):
        raise BundleMalformed(name=MANIFEST, detail="other parts than are there")
    return Unproven(manifest, raw, container)


def peek(source: BinaryIO) -> Manifest:
    """What stands at the head of a file that calls itself a bundle; nothing of it is proven.

    Raises :class:`BundleMalformed` and what a manifest may be refused for.
    """
    header = source.read(LOCAL.size)
    if len(header) < LOCAL.size or header[:4] != LOCAL_MARK:
        raise BundleMalformed(name=MANIFEST, detail="no head")
    fields = LOCAL.unpack(header)
    size, length = fields[-4], fields[-2]
    if length != len(MANIFEST) or source.read(length) != MANIFEST.encode("ascii"):
        raise BundleMalformed(name=MANIFEST, detail="no manifest")
    if size > DEFAULT_LIMITS.manifest:
        raise BundleMalformed(name=MANIFEST, detail="too big")
    return parse_manifest(source.read(size))


def verify(source: BinaryIO, trusted: Trusted, progress: Progress) -> VerifiedManifest:
    """Whether a known device signed every byte; needs nothing secret.

    Raises what :func:`read` does, :class:`UnknownSender`, :class:`RevokedKey`, :class:`SignatureWrong` and
    :class:`BundleChanged`.
    """
    unproven = read(source, stage(progress, 0, 2))
    return _verify(unproven, trusted, stage(progress, 1, 2))


def _verify(unproven: Unproven, trusted: Trusted, progress: Progress) -> VerifiedManifest:
    manifest = unproven.manifest
    check_signature(manifest, unproven.raw, unproven.zip.read(SIGNATURE), trusted)
    done = 0
    for part in manifest.parts:
        for size in _prove(part, unproven.zip):
            done += size
            progress(done, unproven.size)
    return VerifiedManifest(manifest, hash_of(unproven.raw), unproven.zip)


def check_signature(manifest: Manifest, raw: bytes, signature: bytes, trusted: Trusted) -> None:
    """Raises :class:`UnknownSender`, :class:`RevokedKey` or :class:`SignatureWrong`."""
    key = trusted.sender(manifest.sender).certificate.signing_key
    comment = verify_minisign(key, raw, signature, domain=Domain.BUNDLE)
    # The one line that minisign leaves unsigned has one text too.
    first_line = f"untrusted comment: tuquan device {manifest.sender}\n".encode("ascii")
    if comment != manifest.bundle or not signature.startswith(first_line):
        raise SignatureWrong()


def _prove(part: Part, container: CanonicalZip) -> Iterator[int]:
    digest = hashlib.blake2b(digest_size=32)
    with container.open(part.name) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            yield len(chunk)
    if digest.hexdigest() != part.hash:
        raise BundleChanged(name=part.name)


def open_bundle(
    source: BinaryIO, device: str, identity: AgeIdentity, trusted: Trusted, today: date, progress: Progress
) -> Verified:
    """Everything that is proven before the operations are read.

    Raises what :func:`verify` does, :class:`BundleForOthers`, :class:`UnknownDevice`, and what the parts may be
    refused for.
    """
    unproven = read(source, stage(progress, 0, 2))
    manifest = unproven.manifest
    if device not in (*manifest.recipients, manifest.sender):
        raise BundleForOthers()
    held = trusted.devices.get(manifest.sender)
    if held is None or held.trust is Trust.KNOWN:
        # Who takes another's place brings the old device's word for it in the bundle itself.
        contents = _contents(unproven, identity)
        trusted = trusted.introduced([contents.sender, *contents.certificates], manifest.sender, today)
        _refuse_second(contents.sender, trusted)
    checked = _verify(unproven, trusted, stage(progress, 1, 2))
    return opened_by(checked, identity, trusted, today)


def opened_by(checked: VerifiedManifest, identity: AgeIdentity, trusted: Trusted, today: date) -> Verified:
    """With part 0000 read, whom it introduces believed, and every head verified."""
    contents = _contents(checked, identity)
    trusted = trusted.introduced(contents.certificates, checked.manifest.sender, today)
    trusted = trusted.revoking(contents.revocations)
    for each in contents.ranges:
        _check_head(each, trusted, contents.certificates)
    return Verified(checked, contents, trusted, identity)


def _refuse_second(sender: KeyFile, trusted: Trusted) -> None:
    """Of two computers that were begun from one print pack the first is believed, and the other is told why not."""
    certificate = sender.certificate
    old = trusted.devices.get(certificate.successor_of or "")
    if certificate.device in trusted.devices or old is None or is_whole(old.certificate.roles):
        return
    raise PackOpenedTwice() if old.sends else RevokedKey(station=old.certificate.station_name)


def _contents(opened: Unproven | VerifiedManifest, identity: AgeIdentity) -> Contents:
    sealed = _sealed(opened.zip, opened.manifest.parts[0])
    contents = parse_contents(open_content(sealed, identity, NAME, MOST_BYTES))
    if (contents.bundle, contents.sender.certificate.device) != (
        opened.manifest.bundle,
        opened.manifest.sender,
    ):
        raise BundleMalformed(name=NAME, detail="it belongs to another bundle")
    return contents


def _sealed(container: Container, part: Part) -> bytes:
    sealed = container.read(part.name)
    # A drive may tell two stories: what is opened is what was signed.
    if hash_of(sealed) != part.hash:
        raise BundleChanged(name=part.name)
    return sealed


def _check_head(each: Range, trusted: Trusted, brought: Iterable[KeyFile]) -> None:
    known = trusted.devices.get(each.device)
    if known is None:
        names = {file.certificate.device: file.certificate.station_name for file in brought}
        raise UnknownDevice(station=names.get(each.device, ""), key=short(each.device))
    _verify_head(known.certificate.signing_key, each)


def _verify_head(key: PublicKey, each: Range) -> None:
    key.verify(Domain.HEAD, head_message(each.device, each.last, each.end), each.signature)


def links(verified: Verified, progress: Progress) -> Iterator[Proven]:
    """The operations, range by range in order, each proven to stand in its device's chain.

    That a range ends at its signed head shows only at its end: until the last link has come, all may still be
    refused. Raises :class:`BrokenChain`, :class:`BundleMalformed` and what opening a part may raise.
    """
    stream = _all_links(verified, progress)
    counts = Counts()
    for each in verified.contents.ranges:
        tip = Tip(each.device, each.first - 1, each.prior)
        while tip.seq < each.last:
            link = next(stream, None)
            if link is None:
                raise BundleMalformed(name=NAME, detail="operations are missing")
            ends = tuple(walk(tip, [link]))
            tip = ends[-1]
            counts = _counted(counts, link)
            yield Proven(each, link, ends)
        if (tip.seq, tip.hash) != (each.last, each.end):
            raise BrokenChain(device=each.device, seq=each.last)
    if next(stream, None) is not None or counts != verified.contents.counts:
        raise BundleMalformed(name=NAME, detail="more operations than it says")


def _counted(counts: Counts, link: Link) -> Counts:
    if isinstance(link, Run):
        return Counts(counts.operations, counts.withheld + link.last - link.first + 1)
    return Counts(counts.operations + 1, counts.withheld)


def _all_links(verified: Verified, progress: Progress) -> Iterator[Link]:
    parts = verified.manifest.parts
    total, done = sum(part.size for part in parts), parts[0].size
    for part in parts[1:]:
        lines = open_lines(_sealed(verified.checked.zip, part), verified.identity, part.name)
        for line in lines:
            try:
                yield link_from_line(line)
            except BadOperation as error:
                raise BundleMalformed(name=part.name, detail=str(error)) from error
        done += part.size
        progress(done, total)


def stage(progress: Progress, number: int, stages: int) -> Progress:
    """One of several equal stages of the work, counted from 0."""
    return lambda done, total: progress(done + number * total, stages * total)


def refuse_ended(verified: Verified, each: Range) -> None:
    """Raises :class:`RevokedKey` for new operations past the end of their device, or off the chain that ended."""
    known = verified.trusted.devices[each.device]
    ending = verified.trusted.endings.get(each.device)
    if ending is None or ending.last is None:
        if known.trust is Trust.REVOKED:
            raise RevokedKey(station=known.certificate.station_name)
    elif not ending.takes(each.last) or (each.last == ending.last and each.end != ending.end):
        raise RevokedKey(station=known.certificate.station_name)
