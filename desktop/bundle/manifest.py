"""The manifest: what a bundle consists of, signed by its sender. It is the only content in clear.

It names devices by their ids and parts by their hashes; of what the parts hold it tells nothing.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from desktop.base.ids import is_id
from desktop.bundle.errors import BundleMalformed, BundleNewer, BundleOlder
from desktop.bundle.zip_layout import MANIFEST, MOST_BYTES, MOST_PARTS, part_name
from desktop.domain.journal.canonical import NotCanonical, Plain, decode, encode
from desktop.vault.reading import Fields, Malformed
from desktop.vault.sealing import MOST_RECIPIENTS

FORMAT: Final = 1

_DEVICE: Final = re.compile(r"[0-9a-f]{32}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Part:
    """A content as it stands in the file: its name, its size in bytes, its BLAKE2b-256 in hexadecimal digits."""

    name: str
    size: int
    hash: str


@dataclass(frozen=True)
class Manifest:
    """What the sender signs.

    Attributes:
        bundle: the bundle's id, a ULID.
        sender: id of the signing device.
        recipients: ids of the devices it is written for, ascending; the sender can open it too.
        parts: ``parts/0000.age`` and on, without gaps.
    """

    bundle: str
    sender: str
    recipients: tuple[str, ...]
    parts: tuple[Part, ...]

    def to_bytes(self) -> bytes:
        """The canonical text: equal manifests are equal bytes."""
        return encode(
            {
                "bundle": self.bundle,
                "format": FORMAT,
                "parts": [[part.name, part.size, part.hash] for part in self.parts],
                "recipients": list(self.recipients),
                "sender": self.sender,
            }
        )


def hash_of(data: bytes) -> str:
    """BLAKE2b-256, as ``b2sum -l 256`` gives it."""
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def parse_manifest(raw: bytes) -> Manifest:
    """Raises :class:`BundleNewer`, :class:`BundleOlder` or :class:`BundleMalformed`."""
    try:
        plain = decode(raw)
        fields = Fields(plain)
        check_format(fields.whole("format"))
        manifest = Manifest(
            fields.text("bundle"),
            fields.text("sender"),
            fields.texts("recipients"),
            tuple(parse_part(number, each) for number, each in enumerate(fields.items("parts"))),
        )
        fields.done()
        _check(manifest)
    except (NotCanonical, Malformed) as error:
        raise BundleMalformed(name=MANIFEST, detail=str(error)) from error
    return manifest


def check_format(number: int) -> None:
    """Raises :class:`BundleNewer` or :class:`BundleOlder` unless this version reads the format."""
    if number > FORMAT:
        raise BundleNewer(theirs=number, ours=FORMAT)
    if number < FORMAT:
        raise BundleOlder(theirs=number, ours=FORMAT)


def parse_part(number: int, plain: Plain) -> Part:
    """Raises :class:`Malformed` for anything but the part of that number."""
    if not isinstance(plain, list) or len(plain) != 3 or number >= MOST_PARTS:
        raise Malformed("a part")
    name, size, digest = plain
    if name != part_name(number):
        raise Malformed("parts out of order")
    if type(size) is not int or not 0 <= size <= MOST_BYTES:
        raise Malformed("a part's size")
    if not (isinstance(digest, str) and _HASH.fullmatch(digest)):
        raise Malformed("a part's hash")
    return Part(part_name(number), size, digest)


def _check(manifest: Manifest) -> None:
    if not is_id(manifest.bundle):
        raise Malformed("the bundle's id")
    if not all(_DEVICE.fullmatch(device) for device in (manifest.sender, *manifest.recipients)):
        raise Malformed("a device's id")
    recipients = manifest.recipients
    if list(recipients) != sorted(set(recipients)) or not 1 <= len(recipients) <= MOST_RECIPIENTS:
        raise Malformed("recipients")
    if not manifest.parts:
        raise Malformed("no parts")
